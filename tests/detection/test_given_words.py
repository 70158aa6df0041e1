"""B9, A4: which words in the group are about what a member is given, and which are for neighbours or about buying."""

from __future__ import annotations

import pytest

from bot.detection.given_words import (
    about_buying,
    about_given,
    of_another_shop,
    of_the_end,
    says_not_come,
    says_not_there,
    to_neighbours,
)
from bot.detection.member_says import says_not_fixed
from bot.domain.come_words import after_all, only_came


@pytest.mark.parametrize(
    "text",
    [
        "都退8块吗？", "王姐你退了多少", "你也退8块？", "你们都退8块？", "大家退款都到了吗", "谁家也退8块了",
        "你家退的8块到了吗", "人家都退了", "每家退8块吗",
    ],
)  # fmt: skip
def test_b9_words_for_the_neighbours(text: str) -> None:
    assert to_neighbours(text)


@pytest.mark.parametrize(
    "text",
    [
        "说好退8块怎么还没到", "团长那8块什么时候退啊", "说好每家退8块怎么还没到", "谁要你退8块", "我家退8块",
        "再也不在你家买了", "你们答应退我8块的，到现在没影", "什么时候给我退8块", "8块太少了吧",
    ],
)  # fmt: skip
def test_b9_words_for_us(text: str) -> None:
    assert not to_neighbours(text)


@pytest.mark.parametrize(
    "text",
    [
        "8块的给我留一份", "好，8块的来一份", "8块的还补货吗", "超市才8块", "我要8块的那个", "8块一斤的草莓还有吗",
        "这个8块怎么拍", "可以，8块的两份",
    ],
)  # fmt: skip
def test_b9_a_sum_that_is_a_price(text: str) -> None:
    assert about_buying(text)


@pytest.mark.parametrize("text", ["退8块的事怎么说", "说好的8块的退款呢", "8块太少了", "那8块什么时候退"])
def test_b9_a_sum_that_is_given(text: str) -> None:
    assert not about_buying(text)
    assert about_given(text, named=True) or text == "8块太少了"


@pytest.mark.parametrize(
    "text",
    [
        "说好的退款呢", "退款什么时候到账", "我那个退款到哪了", "答应退我的钱啥时候给", "怎么还不退",
        "补的草莓什么时候到", "说好补我一份的呢",
    ],
)  # fmt: skip
def test_b9_what_is_owed_is_asked_for_without_its_sum(text: str) -> None:
    assert about_given(text, named=False)


@pytest.mark.parametrize(
    "text",
    [
        "草莓什么时候到", "快递怎么还没到", "退货怎么弄", "补货什么时候", "3号楼退群了几个", "今天到货吗", "大家早",
        "团长今天还有鸡蛋吗",
    ],
)  # fmt: skip
def test_b9_ordinary_talk_asks_for_nothing_that_is_owed(text: str) -> None:
    assert not about_given(text, named=False)


OF_THE_END = """
没收到|钱没收到|没看到|没人管|还没好吗|我还没收到|8块没收到|退的钱到现在没收到|草莓没收到|还没，一盒都没看到|怎么还没收到啊|
没人管吗|到现在没人管|补的草莓还没看到|没拿到|团长我没收到退款|等了两天了还没收到|都说处理好了，钱呢，没收到|没收到啊，怎么回事|
微信没收到啊|一直没动静|退的钱没收到，芒果要一箱|没有人联系我|根本没人管
"""
OF_SOMETHING_ELSE = """
没收到验证码|我没收到短信，取件码多少|核酸结果没收到|作业没收到，老师发群里了吗|菜鸟的包裹还没收到|快递怎么还没收到|
我没收到通知啊，明天几点|没看到接龙链接|没看到，在哪|刚才没看到消息，芒果要一箱|刚没看到，芒果还能接龙吗|没看到车位啊，停哪|
没看到8号楼在哪|没看到王姐你人啊|哈哈没看到|物业没人管|怎么又停水了，没人管|装修吵死了，又没人管|还没好吗，饭要凉了|
苹果没收到|快递还没到|门禁卡没收到|没看到团长发的视频|电梯没人管|水还没来，物业没消息|通知没看到，几点开会
"""


@pytest.mark.parametrize("text", OF_THE_END.replace("\n", "").split("|"))
def test_c9_not_there_is_about_the_case_that_is_over(text: str) -> None:
    assert says_not_come(text)
    assert of_the_end(text, ["草莓"])


@pytest.mark.parametrize("text", OF_SOMETHING_ELSE.replace("\n", "").split("|"))
def test_c9_not_there_of_something_else_is_about_no_case(text: str) -> None:
    assert not of_the_end(text, ["草莓"])


def test_b9_what_comes_from_another_shop_is_not_ours() -> None:
    theirs = "京东还没退我钱|拼多多退款到现在没到|美团退款还没到|淘宝退款收到了，开心|抖音买的那个到现在没收到"
    ours = "拼多多早退了，我这还没到|京东都退了，还没收到|京东卡没收到|草莓京东也卖，还没退|京东快递还没到"
    assert [t for t in theirs.split("|") if not of_another_shop(t)] == []
    assert [t for t in ours.split("|") if of_another_shop(t)] == []


def test_c9_what_has_come_after_all_is_not_missing() -> None:
    came = "哦没看到，现在看到了|刚才没看到，收到了|没收到呢……哦有了|还没到账！哦到了到了|刚才没到账，现在到了"
    missing = "没收到，看到通知了|草莓没收到，钱收到了|没收到，鸡蛋收到了|没有收到，到了吗|收到了，没看到"
    for text in came.split("|"):
        assert after_all(text) != text, text
        assert not says_not_there(text), text
        assert not says_not_fixed(text), text
        assert only_came(text), text
    for text in missing.split("|"):
        assert after_all(text) == text, text
        assert not only_came(text), text
    for text in ("到了到了", "刚到账", "看到了，谢谢", "哦收到了，是我看漏了", "收到了收到了，不好意思"):
        assert only_came(text), text
    for text in ("看到了吗", "到了一半", "鸡蛋到了", "收到了5块", "收到了但是坏的", "看到你的消息了", "谢谢"):
        assert not only_came(text), text
