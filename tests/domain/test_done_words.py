"""Which free words say that what was promised is done, which that it came otherwise, and which are neither."""

from __future__ import annotations

import pytest

from bot.domain.come_words import of_something_else, other_sum_come, sent_back
from bot.domain.done_words import done_in, of_somebody, received_in
from bot.domain.promise_deeds import Kind
from bot.domain.proof_fits import done_again, other_deed, takes_back


@pytest.mark.parametrize(
    "text",
    [
        "静静转你了哈", "静静8块已转，查收一下", "8块转过去了，你点一下", "已经转了，您查收", "静静的转了", "都转了",
        "转给王姐了", "红包发你了", "补给你3个了", "老周的蛋放你家门口了", "给老周送过去了",
        "王姐的也转过去啦", "钱打给她了",
    ],
)  # fmt: skip
def test_a_leader_says_that_it_is_done(text: str) -> None:
    assert done_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "静静今晚转你", "转告她了", "图发群里了", "没转", "转了吗", "你转了没", "静静别急，马上转", "退群了",
        "快递说送到了",
        "接龙转了", "转错了", "转发了", "打电话了", "补货了", "草莓换货了", "转一半了", "好了", "收到",
    ],
)  # fmt: skip
def test_what_is_no_deed_or_not_done_is_not_asked_about(text: str) -> None:
    assert done_in(text) is None


@pytest.mark.parametrize(
    ("text", "come"),
    [
        ("收到8块了，谢谢", True), ("退款收到了", True), ("红包收到啦", True), ("钱到账了", True),
        ("补的3个拿到了", True), ("收到", False), ("没收到", False), ("快递收到了吗", False),
        ("钱收到了，但王姐那边还没", False),
        ("怎么才收到5块", False),
    ],
)  # fmt: skip
def test_a_member_says_that_it_has_come(text: str, come: bool) -> None:
    assert (received_in(text) is not None) is come


def test_a_sum_without_its_unit_is_one_beside_the_verb() -> None:
    for text in ("静静15转了", "静静的转了15", "静静15已转给你了"):
        done = done_in(text)
        assert done is not None
        assert not done.fits("refund", 800), text
        assert done.fits("refund", 1500), text
    for text in ("静静8转了", "静静转了8", "静静12-3转了", "静静转了2次", "静静转了8栋的"):
        done = done_in(text)
        assert done is not None
        assert done.fits("refund", 800), text


def test_what_goes_back_to_the_supplier_or_to_somebody_else_is_not_the_members() -> None:
    for text in (
        "今天的货款都转给供应商了", "上次那批货我都退了，这次换了供应商", "钱都付给厂家了", "这批货都退了，亏大了",
        "换了家供应商", "供应商换了",
    ):  # fmt: skip
        assert done_in(text) is None, text
    for text in ("换了供应商，静静8块转你了", "那批货的钱都退了", "静静的货退了，8块转你了", "厂家把钱退给您了"):
        assert done_in(text) is not None, text
    assert all(of_somebody(t) for t in ("给楼下张奶奶送过去了", "给王阿姨家送了", "鸡蛋给李师傅带过去了"))
    assert not any(of_somebody(t) for t in ("给您送过去了", "给大家都转了", "转给王姐了", "给静静转了"))


@pytest.mark.parametrize(
    ("kind", "another", "same"),
    [
        (
            "replacement",
            ["换成退3块了", "鸡蛋没了换成退3块", "改成退钱了，3块", "折成3块红包", "换成红包了", "换成微信转3块了"],
            ["坏的换成好的了", "换成新的了，旧的退了", "换成3个新的送过去了", "换成好的转给邻居带去了", "改成今天送到"],
        ),
        (
            "refund",
            ["换成一盒草莓了", "退款换成一盒草莓了", "改成补一盒了", "8块换成两斤苹果了", "换成8块的草莓了"],
            ["换成微信转了", "换成红包发了", "改成8块了", "折成8块退了", "换成她的新号转的", "换成现金给她了"],
        ),
    ],
)  # fmt: skip
def test_what_it_was_turned_into_is_another_deed(kind: Kind, another: list[str], same: list[str]) -> None:
    assert [other_deed(text, kind) for text in another] == [True] * len(another)
    assert [other_deed(text, kind) for text in same] == [False] * len(same)


def test_another_sum_is_one_that_came_and_not_one_that_is_spoken_of() -> None:
    told = {text: other_sum_come(text, 800) for text in ("收到5块", "怎么才5块", "收到18", "还差3块", "只转了我6元")}
    assert told == {"收到5块": 500, "怎么才5块": 500, "收到18": 1800, "还差3块": 0, "只转了我6元": 600}
    for text in ("收到8块", "说好8块的", "王姐收到5块", "5块的草莓还有吗", "收到3盒", "没收到"):
        assert other_sum_come(text, 800) is None, text
    assert all(sent_back(text) for text in ("我没收，退回去了", "我没收你退回去了", "钱我不要"))
    assert not any(sent_back(text) for text in ("没收到", "钱我没收到", "退款没到", "退回去的话怎么办"))
    assert of_something_else("还差一盒呢", "refund")
    assert not of_something_else("8块还没到", "refund")


def test_a_proof_is_taken_back_or_given_again_in_plain_words_only() -> None:
    for text in ("撤", "搞错了，还没转", "点错了", "转错人了", "没转成功", "刚才没转", "撤回吧"):
        assert takes_back(text), text
    for text in ("转了", "已经转了吗", "是不是没转", "转错了，已重新转了", "没转微信，转的支付宝", "她说收到了"):
        assert not takes_back(text), text
    assert all(done_again(text) for text in ("重新转了", "又转了一遍", "补转了", "再给她转了一次"))
    assert not any(done_again(text) for text in ("转了", "重新转了吗", "再说"))
