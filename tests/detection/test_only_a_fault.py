"""Bare words of a fault, in which most people complain: 今天的牛奶坏了."""

from __future__ import annotations

import pytest

from bot.detection import detect
from bot.domain.verdict import Burst, BurstMessage, Earlier, Situation, Verdict

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


@pytest.mark.parametrize(
    "text",
    [
        "我的排骨有问题", "大米有虫", "我的虾不新鲜", "这抽纸质量不好", "牛奶有股怪味", "面包有头发", "毛巾质量不行",
        "葡萄没法吃",
        "团长我的草莓坏了怎么处理", "收到的鸡蛋碎了能退吗",
    ],
)  # fmt: skip
def test_what_is_poor_and_what_to_do_about_their_own_is_a_complaint(text: str) -> None:
    assert verdict(text).decision == "complaint"


@pytest.mark.parametrize("text", ["草莓坏了能退吗", "牛奶坏了怎么办", "白菜坏了找谁"])
def test_what_to_do_about_bad_goods_is_worth_a_question(text: str) -> None:
    assert verdict(text).decision == "review"


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


@pytest.mark.parametrize("text", ["草莓烂了一半，退钱", "鸡蛋碎了三个 赔钱吧", "这牛奶臭了，要求退款！"])
def test_who_wants_their_money_back_is_heard_whatever_was_said_before(text: str) -> None:
    before = Earlier("这个团的鸡蛋又碎了三个", "member", True, complaint=False)
    assert detect(Burst((BurstMessage(text),)), Situation((before,))).decision == "complaint"


@pytest.mark.parametrize(
    "text", ["是不是漏了我家的葡萄", "这桃子是不是没熟", "我的米是不是被人拿走了", "米是不是落在车上了，我没找到"]
)
def test_who_wonders_politely_is_asked_about(text: str) -> None:
    posted = Earlier("桃子、米、葡萄到了，大家来拿", "group_leader", False)
    assert detect(Burst((BurstMessage(text),)), Situation((posted,))).decision == "review"


def test_a_leader_never_complains() -> None:
    assert verdict("草莓是坏的", "group_leader").decision == "none"
