"""What a few words mean right after the leader has said that goods are here."""

from __future__ import annotations

import pytest

from bot.detection import detect
from bot.detection.arrival import goods_that_came
from bot.domain.verdict import Burst, BurstMessage, Earlier, Situation, Verdict
from bot.replay import DAY_ONE

HERE = "草莓到了，大家来拿"


def verdict(text: str, *before: str, post: str = HERE, hours: float = 1) -> Verdict:
    at = DAY_ONE.replace(hour=8)
    now = at.replace(hour=8 + int(hours))
    earlier = (Earlier(post, "group_leader", at=at), *(Earlier(t, "member", True, at, complaint=False) for t in before))
    return detect(Burst((BurstMessage(text),), "member"), Situation(earlier, now=now))


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("坏了", "damaged"), ("我的坏了", "damaged"), ("团长，坏了", "damaged"), ("坏了两盒", "damaged"),
        ("我拿到的是坏的", "damaged"), ("怎么是坏的", "damaged"), ("拿到了，烂了一半", "damaged"),
        ("好多烂的", "damaged"), ("不甜", "taste"), ("好酸啊", "taste"), ("好小", "quality"),
        ("跟图片不一样", "quality"),
    ],
)  # fmt: skip
def test_bare_words_are_about_what_came(text: str, category: str) -> None:
    found = verdict(text)
    assert (found.decision, found.category, found.goods) == ("complaint", category, ("草莓",))


@pytest.mark.parametrize(
    "text",
    ["好，来了", "收到，很甜", "都挺好", "手机坏了", "坏了我忘拿了", "好大", "太好了", "我的明天拿", "你的坏了？"],
)  # fmt: skip
def test_other_words_are_no_complaint(text: str) -> None:
    assert verdict(text).decision != "complaint"


@pytest.mark.parametrize("post", ["草莓明天到，要的接龙", "草莓开团啦，9.9一盒", "草莓预计后天到了再通知", "早上好"])
def test_nothing_has_come_yet(post: str) -> None:
    assert verdict("好酸啊", post=post).decision == "none"


def test_what_came_yesterday_is_no_more_what_is_meant() -> None:
    assert verdict("好酸啊", hours=14).decision == "none"


def test_of_several_that_came_nobody_can_tell_which_is_meant() -> None:
    found = verdict("我的坏了", post="草莓和牛奶都到啦，来拿吧～")
    assert (found.decision, found.goods) == ("complaint", ())


def test_what_the_member_has_named_since_is_meant_rather() -> None:
    assert verdict("我的坏了", "我买的牛奶呢").goods != ("草莓",)


@pytest.mark.parametrize(
    "post",
    [
        "草莓到了，今天没空的明天来拿也行", "草莓到了，接龙的来拿", "草莓到货啦，还没拿的抓紧", "预订的草莓到了",
        "周六的草莓到了", "草莓到了，要的抓紧来拿", "草莓到了！下单的邻居来取", "草莓到了，明天到鸡蛋", "草莓已送达",
        "各位，草莓在我家了",
        "草莓卸货了", "取草莓啦", "发草莓了", "草莓都给大家挂门把手上了", "草莓已经送到各家门口", "草莓来了来了",
    ],
)  # fmt: skip
def test_who_may_come_and_until_when_takes_nothing_from_what_has_come(post: str) -> None:
    assert goods_that_came(post) == ("草莓",)


@pytest.mark.parametrize(
    "post",
    [
        "要取消的跟我说一声", "谁拿了我家门口的伞", "我拿快递去了", "下雨了，雨来了", "我妈来了，今天不营业",
        "还有谁没拿",
        "草莓今晚到", "鸡蛋还在路上，到了通知大家来拿", "下午到，到时候来拿", "车堵路上，估计傍晚到，来拿前看群",
        "草莓到了吗大家",
        "你们都拿到了吗", "红包发了", "草莓到货，9.9一盒，要的接龙", "今天鸡蛋没到，草莓缺货",
    ],
)  # fmt: skip
def test_what_is_to_come_or_something_else_has_not(post: str) -> None:
    assert goods_that_came(post) is None


def test_a_post_without_goods_means_those_of_the_post_before() -> None:
    at = DAY_ONE.replace(hour=8)
    posts = tuple(Earlier(text, "group_leader", False, at) for text in (HERE, "没拿的抓紧来拿"))
    found = detect(Burst((BurstMessage("我的坏了"),), "member"), Situation(posts, now=at))
    assert (found.decision, found.goods) == ("complaint", ("草莓",))


def test_a_post_that_lies_further_back_still_tells_what_has_come() -> None:
    at = DAY_ONE.replace(hour=8)
    before = Situation(
        (Earlier("好的", "member", False, at),), now=at, came=(Earlier(HERE, "group_leader", False, at),)
    )
    found = detect(Burst((BurstMessage("坏了"),), "member"), before)
    assert (found.decision, found.goods) == ("complaint", ("草莓",))
