"""Bare words of a fault, in which most people complain: 今天的牛奶坏了."""

from __future__ import annotations

import pytest

from bot.detection import detect
from bot.domain.verdict import Burst, BurstMessage, Situation, Verdict

GOODS = ["牛奶", "草莓", "鸡蛋", "排骨", "大米", "抽纸"]


def verdict(text: str, role: str = "member") -> Verdict:
    return detect(Burst((BurstMessage(text),), role), Situation())  # type: ignore[arg-type]


@pytest.mark.parametrize("goods", GOODS)
@pytest.mark.parametrize(
    "words",
    [
        "我的{}坏了", "{}是坏的", "我家的{}坏了", "今天的{}坏了", "团长，{}坏了", "收到的{}是坏的",
        "这{}坏了",
        "团长{}有两个是坏的", "刚拿到的{}都烂了", "我买的{}怎么坏了呀", "你们的{}又坏了！",
    ],
)  # fmt: skip
def test_bare_words_are_a_complaint(words: str, goods: str) -> None:
    found = verdict(words.format(goods))
    assert found.decision == "complaint"
    assert found.goods == (goods,)
    assert found.category == "damaged"


@pytest.mark.parametrize("text", ["冰箱坏了", "我家锅坏了", "电饭煲坏了", "鸡蛋破了没", "面包过期了吗"])
def test_what_may_be_of_home_or_only_asked_is_no_certain_complaint(text: str) -> None:
    assert verdict(text).decision != "complaint"


@pytest.mark.parametrize("text", ["收到的电饭煲是坏的", "团长，水壶坏了"])
def test_what_was_bought_here_is(text: str) -> None:
    assert verdict(text).decision == "complaint"


@pytest.mark.parametrize(
    "text", ["牛奶没坏", "超市买的牛奶坏了", "牛奶放坏了", "我妈把牛奶放坏了", "手机坏了", "我家空调坏了"]
)
def test_other_words_are_none(text: str) -> None:
    assert verdict(text).decision == "none"


def test_a_leader_never_complains() -> None:
    assert verdict("草莓是坏的", "group_leader").decision == "none"
