"""Which complaints are one matter (A6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.incident import JOINED, QUOTED, RUN, SAME, Voice, next_post_at, sameness, subject_of

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def voice(words: str, category: str = "damaged", goods: str = "", *, who: str = "老周", minutes: float = 0) -> Voice:
    return Voice(who, category, words, NOON + timedelta(minutes=minutes), goods, frozenset({goods} - {""}))


FIRST = voice("草莓烂了一半", goods="草莓", who="静静")
LATE = voice("今天的送货车还没到", "late", who="静静")
LOCKER = voice("自提柜打不开", "other", who="静静")
PRICE = voice("昨天我39买的，今天29", "price", "抽纸", who="静静")

SAME_MATTER = [
    (FIRST, voice("草莓坏了七颗", "quality", "草莓", minutes=300)),
    (FIRST, voice("草莓一股怪味", "taste", "草莓", minutes=60)),
    (FIRST, voice("那个红的都是水", minutes=90)),
    (FIRST, voice("都是水，没法吃", minutes=5)),
    (voice("都是水，没法吃", who="静静"), voice("草莓烂了一半", goods="草莓", minutes=5)),
    (voice("我这把也散架了", who="静静"), voice("我那把尖掉了", "quality", minutes=12)),
    (LATE, voice("车怎么还没来", "late", minutes=100)),
    (LATE, voice("等了两个小时还没到", "late", minutes=100)),
    (LOCKER, voice("柜子没反应，取件码不对", "wrong_item", "牛奶", minutes=100)),
    (voice("自提点冰柜没插电，全化了", who="静静"), voice("自提点冰柜停电，我那份也没了", "missing", minutes=60)),
    (voice("老板娘骂人", "service", who="静静"), voice("自提点老板娘甩脸子", "service", "鸡蛋", minutes=200)),
    (voice("牛奶没收到", "missing", "牛奶", who="静静"), voice("牛奶还没到", "late", "牛奶", minutes=60)),
    (PRICE, voice("我也是39买的", "price", minutes=6)),
]
APART = [
    (FIRST, voice("香蕉烂了", goods="香蕉", minutes=1)),
    (FIRST, voice("草莓少了两盒", "missing", "草莓", minutes=1)),
    (FIRST, voice("草莓又烂了", goods="草莓", who="静静", minutes=1)),
    (FIRST, voice("都是水，没法吃", minutes=40)),
    (FIRST, voice("那个绿的烂了", minutes=1)),
    (voice("我这把散架了", who="静静"), voice("那袋有股怪味", "quality", minutes=1)),
    (voice("我这把散架了", who="静静"), voice("我那把尖掉了", "quality", minutes=40)),
    (LATE, voice("我的拖把快递还没到", "late", "拖把", minutes=1)),
    (voice("洗衣液还没到", "late", "洗衣液", who="静静"), voice("拖把还没到", "late", "拖把", minutes=1)),
    (voice("昨天的豆腐馊了", goods="豆腐", who="静静"), voice("今天的豆腐碎了", goods="豆腐", minutes=60)),
    (voice("东门自提柜打不开", "other", who="静静"), voice("西门自提柜打不开", "other", minutes=1)),
    (voice("老板娘骂人", "service", who="静静"), voice("客服没人回", "service", minutes=1)),
    (voice("小程序打不开", "other", who="静静"), voice("名额被取消", "other", minutes=1)),
    (
        voice("草莓在自提点拿的，烂了", goods="草莓", who="静静"),
        voice("自提点拿的牛奶少了", "missing", "牛奶", minutes=1),
    ),
]


@pytest.mark.parametrize(("first", "second"), SAME_MATTER, ids=[b.words for _, b in SAME_MATTER])
def test_one_matter(first: Voice, second: Voice) -> None:
    assert sameness(first, second)


@pytest.mark.parametrize(("first", "second"), APART, ids=[b.words for _, b in APART])
def test_two_matters(first: Voice, second: Voice) -> None:
    assert not sameness(first, second)


def test_a_quote_outweighs_joining_and_joining_the_same_goods() -> None:
    bare = voice("我的也是", minutes=60)
    assert sameness(FIRST, bare, joined=True) == JOINED
    assert sameness(FIRST, voice("我这盒烂得更多", minutes=60), quoted=True) == QUOTED
    assert sameness(FIRST, bare) == 0, "who is joined has to be known"
    assert sameness(FIRST, voice("草莓烂了", goods="草莓", minutes=60)) == SAME
    assert sameness(LATE, voice("车还没来", "late")) == RUN


def test_joining_other_goods_is_no_joining() -> None:
    assert sameness(FIRST, voice("我的牛奶也是", goods="牛奶"), joined=True) == 0


def test_what_an_incident_is_about() -> None:
    assert subject_of([FIRST, voice("我的也是")]) == ("goods", "草莓")
    assert subject_of([LATE, voice("还没到", "late")]) == ("delivery", "")
    assert subject_of([LOCKER, voice("自提柜离线了", "other")]) == ("pickup_point", "")
    assert subject_of([voice("被砍单", "other"), voice("砍单", "other")]) == ("other", "")


def test_the_group_rests_between_posts() -> None:
    half_an_hour = timedelta(minutes=30)
    assert next_post_at(None, NOON, half_an_hour) == NOON
    assert next_post_at(NOON, NOON + timedelta(minutes=10), half_an_hour) == NOON + half_an_hour
    assert next_post_at(NOON, NOON + timedelta(hours=2), half_an_hour) == NOON + timedelta(hours=2)
