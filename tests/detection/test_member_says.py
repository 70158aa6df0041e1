from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.detection.member_says import (
    closing_answer,
    mark_in,
    me_too,
    says_fixed,
    says_no,
    says_not_fixed,
    says_yes,
    wants_no_contact,
    wants_person,
)

YES: dict[Callable[[str], bool], list[str]] = {
    says_fixed: ["收到了", "到账了", "解决了", "拿到了谢谢", "补的收到了", "可以了", "换的收到了，谢谢", "已退了"],
    says_not_fixed: ["还没", "没到账", "没解决", "不行", "还没收到", "收到了但是又碎了", "一直没人联系我"],
    says_yes: ["好", "好的", "可以", "嗯嗯", "行吧", "OK", "👌", "好的谢谢", "没问题", "好的好的"],
    says_no: ["不用了", "不行", "算了", "不同意", "不要", "我不接受"],
    wants_person: ["转人工", "找团长", "真人", "叫你们老板来", "你是机器人吗", "有没有真人"],
    wants_no_contact: [
        "别再发了", "不用联系我", "请勿打扰", "不要再给我发消息", "退订", "别发了", "请别再发给我了", "天天发，别发了",
        "别再发了，烦死了", "求求你们别发了", "你们真烦别发了", "别老给我发", "不要发了我不想看",
    ],
    me_too: ["我的也是", "+1", "同", "俺也一样", "我也没有", "me too", "我家也是", "阿拉也没额呀"],
}  # fmt: skip
NO: dict[Callable[[str], bool], list[str]] = {
    says_fixed: ["还没收到", "收到了但是又碎了", "没到账", "到账了吗", "好的", "收到的还是烂的", "什么时候退", ""],
    says_not_fixed: ["收到了", "到账了", "没事了，解决了", "谢谢", ""],
    says_yes: ["不行", "可以吗", "好吃吗", "算了", "没有", "好多烂的", ""],
    says_no: ["好的", "不错", "没问题", "不急", "没关系", "不好意思，可以的", ""],
    wants_person: ["团长辛苦了", "找到了", "别人家也有", "收到了", ""],
    wants_no_contact: [
        "别发错了", "别忘了发货", "好的", "怎么不联系我", "", "别发了，已经收到了", "先别发", "坏的别发",
        "明天再发，今天别发", "不用发了，我自己去拿", "不用发了", "坏的别发给我", "这周别发，我出差", "草莓别发了",
        "别发，我不要了", "烂的就别发了",
    ],
    me_too: ["我的没问题", "我也要一份", "同事买的", "同学", "好的", ""],
}  # fmt: skip


@pytest.mark.parametrize(("says", "text"), [(says, text) for says, texts in YES.items() for text in texts])
def test_says(says: Callable[[str], bool], text: str) -> None:
    assert says(text)


@pytest.mark.parametrize(("says", "text"), [(says, text) for says, texts in NO.items() for text in texts])
def test_does_not_say(says: Callable[[str], bool], text: str) -> None:
    assert not says(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("5", 5), ("5分", 5), ("五星", 5), ("给4分", 4), ("⭐⭐⭐", 3), ("满分", 5), ("打3分吧", 3), ("５分", 5),
        ("10分", None), ("5个烂的", None), ("3-501", None), ("5分钟后到", None), ("好的", None), ("", None),
        ("6", None),
    ],
)  # fmt: skip
def test_mark_in(text: str, mark: int | None) -> None:
    assert mark_in(text) == mark


SOLVED = [
    "好了", "好了，谢谢", "好了好了", "好的", "好", "行", "行的", "可以", "可以了", "行了，谢谢团长", "嗯，好了",
    "OK", "没问题了", "没问题", "收到了，谢谢", "钱收到了", "到账了", "已经到账了", "退款到了，谢谢", "解决了",
    "处理好了", "满意", "挺满意的", "很满意，谢谢", "谢谢，解决了", "可以的，辛苦了", "嗯嗯", "👌", "好哒",
    "没事了", "搞定了", "新的拿到了，很新鲜", "补的收到了，这次很好", "行，就这样吧", "好了，不过下次注意",
    "好了，下次包装好一点", "好了。但下次注意", "好啦", "刚才收到了", "已到账", "给我退了，谢谢",
]  # fmt: skip
NOT_SOLVED = [
    "还没", "没有", "还没有", "没收到", "没到账", "还没到账呢", "不行", "没解决", "钱没到", "没看到钱",
    "没收到退款啊", "一点也不满意", "不满意", "满意个鬼", "好了个屁", "解决了个啥", "这也叫解决了",
    "这也叫解决了？", "哪里解决了", "根本没解决", "少退了两块", "新的又坏了", "换的还是烂的", "还没好", "不好",
    "没好", "不可以", "没人给我送", "等了一天都没到", "怎么还没到账", "补的也是坏的", "只退了一半",
]  # fmt: skip
NEITHER = [
    "多久到账", "什么时候到账", "几天能到", "到账了吗", "退到哪里", "我看看", "等会儿看看", "我晚点看",
    "在上班，回去看", "还行吧", "算了就这样吧", "算了", "随便吧", "你是谁", "明天能到账吗", "明天能到账",
    "要三天才到账", "大概几天到账", "哪天到账", "啥时候到账", "几时到账", "等到账再说", "好了我告诉你", "好了吗",
    "到了跟你说", "呵呵", "。。。", "退哪张卡", "怎么拿", "钱要几天到账", "好的，等钱到了告诉你",
    "好，等钱到了再说", "收到，等退款", "好的收到，等钱", "我要退了", "都退了吧", "都退了算了", "全退了吧",
    "你们满意了", "你说解决了就解决了？", "这就算解决了", "我查一下", "还不知道", "钱到了再说", "钱退了再说",
    "退了我就不说了", "还不如退了", "行啊你们", "呵呵满意", "没看手机", "不清楚",
]  # fmt: skip
"""Ordinary answers to "这样行吗？行就回好了，不行就回还没", as neighbours write them."""


@pytest.mark.parametrize("text", SOLVED)
def test_an_ordinary_yes_to_whether_it_is_solved(text: str) -> None:
    assert closing_answer(text) == "solved"


@pytest.mark.parametrize("text", NOT_SOLVED)
def test_an_ordinary_no_to_whether_it_is_solved(text: str) -> None:
    assert closing_answer(text) == "not_solved"


@pytest.mark.parametrize("text", NEITHER)
def test_a_question_a_delay_and_mockery_are_no_yes(text: str) -> None:
    assert closing_answer(text) == "unclear"


@pytest.mark.parametrize("text", NOT_SOLVED + NEITHER)
def test_no_question_wish_or_mockery_says_that_it_is_fixed(text: str) -> None:
    assert not says_fixed(text)


@pytest.mark.parametrize("text", ["好嘞", "好哒好哒", "嗯嗯好嘞", "好咧谢谢", "好嘞，麻烦了"])
def test_a2_a_warm_yes_is_a_yes_and_says_nothing_of_the_matter(text: str) -> None:
    assert not says_fixed(text)
    assert says_yes(text)


@pytest.mark.parametrize("text", ["修好嘞", "钱退好嘞", "收到8块了", "收到8块钱了谢谢", "处理好哒"])
def test_a2_what_was_done_is_fixed(text: str) -> None:
    assert says_fixed(text)


@pytest.mark.parametrize("text", ["没收到8块", "收到8块吗", "才收到8块", "收到5块了，说好8块"])
def test_a28_a_sum_that_did_not_come_is_not(text: str) -> None:
    assert not says_fixed(text)
