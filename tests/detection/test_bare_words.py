"""A few words after goods have come: what they are about, and when they answer talk of something else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.detection import detect
from bot.domain.verdict import Burst, BurstMessage, Earlier, Situation, Verdict
from bot.replay import DAY_ONE

HERE = "草莓到了，大家来拿"
AT = DAY_ONE.replace(hour=8)


def verdict(text: str, *before: str, own: bool = False, picture: bool = False, post: str = HERE) -> Verdict:
    """The verdict on words after the leader's post and what a neighbour, or the member (`own`), has said since."""
    now = AT + timedelta(minutes=10)
    talk = (Earlier(t, "member", own, now - timedelta(minutes=1), complaint=False) for t in before)
    situation = Situation((Earlier(post, "group_leader", False, AT), *talk), now=now)
    return detect(Burst((BurstMessage(text, picture),), "member"), situation)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("小区电梯咋了", "坏了"), ("电梯怎么不动", "又坏了"), ("新开那家火锅好吃不", "不好吃"),
        ("楼下柠檬茶好喝吗", "太酸"), ("那药苦不苦", "好苦"), ("这件衣服合适吗", "太小了"), ("你家娃多高了", "还很小"),
        ("昨天跳操了？", "好酸"),
        ("你做的蛋糕呢", "太硬了"), ("小程序能打开吗", "有问题"), ("谁会修洗衣机", "我的坏了"),
    ],
)  # fmt: skip
def test_what_answers_other_talk_is_not_about_the_goods(asked: str, answer: str) -> None:
    assert verdict(answer, asked).decision != "complaint"


@pytest.mark.parametrize(
    ("told", "then"), [("我手机刚摔了", "碎了"), ("家里水管滴水", "漏了"), ("我家冰淇淋忘放冰箱", "都化了")]
)
def test_neither_is_what_goes_on_with_words_of_their_own(told: str, then: str) -> None:
    assert verdict(then, told, own=True).decision != "complaint"


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("好的，一会来", "坏了"), ("甜吗", "不甜"), ("草莓咋样", "好小"), ("几点关门", "烂了"),
        ("今天好冷啊", "不新鲜"), ("谢谢团长", "全烂了"), ("楼下超市打折", "我的坏了"), ("我拿到了 挺甜", "我的不甜"),
    ],
)  # fmt: skip
def test_small_talk_leaves_them_to_the_goods(said: str, then: str) -> None:
    found = verdict(then, said)
    assert (found.decision, found.goods) == ("complaint", ("草莓",))


@pytest.mark.parametrize(
    "text",
    [
        "坏啦", "我滴坏咯", "坏了😭", "我的坏了[流泪]", "烂哒", "草莓坏喽", "坏叻",
        "坏了一些", "有些坏了", "好几个坏的", "底下坏的", "我婆婆那份烂了", "3栋的坏了", "团长我这个坏了", "烂好多",
        "坏了怎么办", "烂了咋办", "坏了 找谁", "坏了退吧", "我的坏了能退吗", "草莓坏了 退",
    ],
)  # fmt: skip
def test_a_plain_fault_is_heard_however_it_ends(text: str) -> None:
    found = verdict(text)
    assert (found.decision, found.category, found.goods) == ("complaint", "damaged", ("草莓",))


@pytest.mark.parametrize("text", ["软趴趴的", "酸得要命", "硬邦邦的", "里面是黑的", "化冻了", "干巴巴的", "草莓好酸"])
def test_plain_words_of_poor_goods_are_heard(text: str) -> None:
    assert verdict(text).decision == "complaint"


@pytest.mark.parametrize(
    "text",
    [
        "退", "退钱", "能退吗", "换一下", "给我换一盒", "我那份没了", "被人拿走了", "我的丢了", "拿少了", "怎么就一盒",
        "数不对", "哪呢", "驿站说没有", "我家的少一样", "给我拿错了", "生的", "黑的", "差评", "不咋地",
    ],
)  # fmt: skip
def test_what_may_be_a_complaint_is_asked(text: str) -> None:
    assert verdict(text).decision == "review"


def test_a_wish_with_a_picture_is_heard() -> None:
    assert verdict("退吧", picture=True).decision == "complaint"


@pytest.mark.parametrize(
    "text",
    [
        "没坏", "没一个坏的", "不怎么酸", "好酸爽", "坏了我忘拿了", "手机坏了", "退群", "换鞋", "我拿错了", "还有货吗",
        "一个没少", "鸡蛋破一两个正常的", "没我的吧？我没订", "没我的事", "没我的哈，我这次没买",
    ],
)  # fmt: skip
def test_harmless_words_stay_quiet(text: str) -> None:
    assert verdict(text).decision == "none"


@pytest.mark.parametrize("text", ["坏了包赔吗", "烂了给换吗", "草莓坏了包赔吗", "草莓怎么化冻"])
def test_what_may_be_asked_before_buying_is_not_apologised_for(text: str) -> None:
    assert verdict(text).decision != "complaint"


@pytest.mark.parametrize("text", ["没我的吧", "没我的单", "这回没我的", "今天没我的货"])
def test_whether_anything_was_ordered_is_asked_at_most(text: str) -> None:
    assert verdict(text).decision != "complaint"
    assert verdict("没我的").decision == "complaint"


@pytest.mark.parametrize("text", ["日期不对", "牛奶快过期了喝掉", "牛奶快过期了"])
def test_a_date_that_is_near_is_no_emergency(text: str) -> None:
    post = "今天的鸡蛋、牛奶都到啦"
    assert (verdict(text, post=post).decision != "complaint", verdict(text, post=post).red) == (True, None)
    assert verdict("这日期都过了", post=post).red == verdict("牛奶过期了", post=post).red == "expired"


@pytest.mark.parametrize(
    "text",
    [
        "我也看看", "我也是六点", "我也是 晚点来拿", "同问几点", "同求", "同款", "同上 明天拿", "+1 我也要",
        "一样一样，我也在排队", "也是 好冷",
    ],
)  # fmt: skip
def test_a_joining_that_names_another_matter_joins_no_complaint(text: str) -> None:
    assert _after_a_complaint(text).decision != "complaint"


def test_what_only_joins_joins_and_what_names_a_fault_does_too() -> None:
    for text in ("我的也是", "+1", "同上", "同问", "我也看看了，都烂了", "我的更惨"):
        assert _after_a_complaint(text).decision == "complaint", text
    assert _after_a_complaint("同问", "几点关门", "六点吧").decision != "complaint"


def _after_a_complaint(text: str, *since: str) -> Verdict:
    now = AT + timedelta(minutes=10)
    known = Earlier("我的草莓烂了三个", "member", False, AT, complaint=True, category="damaged", goods=("草莓",))
    talk = (Earlier(t, "member", False, now, complaint=False) for t in since)
    situation = Situation((Earlier(HERE, "group_leader", False, AT), known, *talk), now=now)
    return detect(Burst((BurstMessage(text),), "member"), situation)
