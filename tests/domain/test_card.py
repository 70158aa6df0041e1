"""C1: what stands on a card can only become less without asking again; what a member answers is read strictly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.card import (
    Shown,
    ShownBubble,
    ShownStep,
    from_json,
    hash_of,
    hide_more,
    leaves_out,
    places_of,
    reads_no_more,
    shows_no_more,
)
from bot.domain.consent_words import ConsentAnswer, consent_in, speaks_of_picture
from bot.domain.redaction import Redactor, Span

BUBBLES = (
    ShownBubble("g1", "member", "王**", "草莓烂了一半，住[地址]", "10:02", ("photo",), 1),
    ShownBubble("p2", "ours", "团长", "坏的都退给您，退 12.80 元", "10:05"),
    ShownBubble("p3", "member", "王**", "收到了，谢谢", "12:20"),
)
CARD = Shown(
    12, "售后已解决", "阳光里 3 群", "草莓", bubbles=BUBBLES, compensation=("部分退款",), amount="¥12.80",
    steps=(ShownStep("收到反馈", "10:02"), ShownStep("群友确认", "12:20", "2小时18分")), duration="2小时18分",
)  # fmt: skip


def test_what_is_written_down_is_the_same_card() -> None:
    assert from_json(CARD.as_json()) == CARD
    assert hash_of(from_json(CARD.as_json())) == hash_of(CARD)


LESS = {
    "the same": CARD,
    "without a bubble": replace(CARD, bubbles=BUBBLES[1:]),
    "without the photo": replace(CARD, bubbles=(replace(BUBBLES[0], photos=(), hidden_photos=2), *BUBBLES[1:])),
    "without the amount": replace(CARD, amount=None),
    "the amount in the talk hidden": replace(
        CARD, bubbles=(BUBBLES[0], replace(BUBBLES[1], text="坏的都退给您，退 [金额]"), BUBBLES[2])
    ),
    "the surname hidden": replace(CARD, bubbles=tuple(replace(b, who="邻居A") for b in BUBBLES if b.side == "member")),
    "words hidden": replace(CARD, bubbles=(replace(BUBBLES[0], text="[已隐去]烂了一半，住[地址]"),)),
    "no goods": replace(CARD, goods=""),
    "no compensation, no steps": replace(CARD, compensation=(), amount=None, steps=(), duration=""),
}
MORE = {
    "another case": replace(CARD, number=13),
    "a bubble more": replace(CARD, bubbles=(*BUBBLES, ShownBubble("p4", "member", "王**", "还要说一句"))),
    "another order": replace(CARD, bubbles=BUBBLES[::-1]),
    "other words": replace(CARD, bubbles=(replace(BUBBLES[0], text="草莓都很好，住[地址]"),)),
    "an address shown": replace(CARD, bubbles=(replace(BUBBLES[0], text="草莓烂了一半，住3栋502"),)),
    "a mark's end cut off": replace(CARD, bubbles=(replace(BUBBLES[0], text="草莓烂了一半，住[地址]谢谢"),)),
    "the name shown": replace(CARD, bubbles=(replace(BUBBLES[0], who="王丽"),)),
    "another photo": replace(CARD, bubbles=(replace(BUBBLES[0], photos=("other",)),)),
    "another sum": replace(CARD, amount="¥99.00"),
    "the other layout": replace(CARD, layout="result", result="全退了"),
    "another group": replace(CARD, group="别的群"),
    "our words as the member's": replace(CARD, bubbles=(replace(BUBBLES[1], side="member"),)),
    "a step more": replace(CARD, steps=(*CARD.steps, ShownStep("又来了"))),
}


@pytest.mark.parametrize("card", LESS.values(), ids=LESS.keys())
def test_less_needs_no_new_yes(card: Shown) -> None:
    assert shows_no_more(card, CARD)


@pytest.mark.parametrize("card", MORE.values(), ids=MORE.keys())
def test_more_does(card: Shown) -> None:
    assert not shows_no_more(card, CARD)


def test_a_surname_is_more_than_none() -> None:
    nameless = replace(CARD, bubbles=tuple(replace(b, who="邻居A") for b in BUBBLES))
    assert shows_no_more(nameless, CARD) is True
    assert shows_no_more(CARD, nameless) is False


def test_what_the_member_wants_left_out_is_looked_for_on_the_card() -> None:
    assert not any(leaves_out(CARD, part) for part in ("name", "amounts", "photos"))
    bare = replace(CARD, amount=None, bubbles=(replace(BUBBLES[0], who="邻居A", photos=()),))
    assert all(leaves_out(bare, part) for part in ("name", "amounts", "photos"))


SAID = st.text("草莓烂了坏13812345678栋单元室 王丽姐电话，。", min_size=0, max_size=40)
PLACES = st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=4)


@given(SAID, PLACES, PLACES)
def test_hiding_more_shows_nothing_that_was_hidden(
    text: str, first: list[tuple[int, int]], then: list[tuple[int, int]]
) -> None:
    """Whatever a leader hides besides, in whichever steps: no character shows that did not show before."""
    redacted = Redactor("王丽").redact(text)
    once = hide_more(text, redacted, [Span(*place) for place in first])
    twice = hide_more(text, once, [Span(*place) for place in then])
    for less, before in ((once, redacted), (twice, once)):
        assert _hidden(less.spans) >= _hidden(before.spans)
        assert reads_no_more(less.text, before.text)


def _hidden(spans: tuple[Span, ...]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


@given(SAID)
def test_nothing_reads_no_more_than_itself_and_never_less_than_a_longer_text(text: str) -> None:
    assert reads_no_more(text, text)
    assert not reads_no_more(text + "多", text)


def test_words_are_found_wherever_they_stand() -> None:
    assert places_of("草莓", "草莓和草莓") == [(0, 2), (3, 5)]
    assert places_of("", "草莓") == []


YES = [
    "可以",
    "行",
    "好的",
    "可以的，发吧",
    "没问题👍",
    "嗯嗯可以",
    "同意",
    "OK",
    "可以啊，谢谢团长",
    "好呀",
    "发吧",
    "那张图可以发",
    "👌",
    "行吧",
    "能发",
    "好的好的",
    "可以发到群里",
    "不介意，发吧",
    "没事，发吧",
    "可以發",
    "随时发",
]
LIMITED = {
    "可以但别发名字": ("name",), "可以，但是不要写我名字": ("name",), "匿名可以": ("name",), "名字去掉就行": ("name",),
    "别露名字就可以发": ("name",), "可以，名字打码，照片也别放": ("name", "photos"), "行，别写金额": ("amounts",),
    "好的，照片不要放": ("photos",), "可以但是别说我是谁": ("name",), "发吧，不过名字打个码": ("name",),
}  # fmt: skip
NO = [
    "不行",
    "不要",
    "算了",
    "别发",
    "不同意",
    "不太方便",
    "还是算了吧",
    "不想发",
    "不用了",
    "别发了",
    "不可以",
    "我不愿意",
    "不了吧",
    "别放我那张图",
    "no",
    "不好",
    "没必要吧",
    "等等，不行",
]
LATER = [
    "等等",
    "等一下",
    "晚点再说",
    "我想想",
    "我问问老公",
    "明天再说吧",
    "考虑一下",
    "等会儿回你",
    "别急，我想想",
    "不急",
]
NO_ANSWER = [
    "可以吗",
    "草莓又烂了",
    "好了",
    "5",
    "谢谢",
    "行不行啊",
    "随便",
    "可以把钱退给我",
    "好吃",
    "可以什么时候退款",
    "放哪了",
    "不好意思，可以问下货呢",
    "好的，那我的退款呢",
    "别发名字",
    "还没收到",
    "",
    "图上那个可以当证据投诉你们",
]


@pytest.mark.parametrize("text", YES)
def test_a_plain_yes(text: str) -> None:
    assert consent_in(text) == ConsentAnswer("yes")


@pytest.mark.parametrize(("text", "without"), LIMITED.items())
def test_a_yes_without_something(text: str, without: tuple[str, ...]) -> None:
    assert consent_in(text) == ConsentAnswer("yes", without)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", NO)
def test_a_no(text: str) -> None:
    assert consent_in(text) == ConsentAnswer("no")


@pytest.mark.parametrize("text", LATER)
def test_wait(text: str) -> None:
    assert consent_in(text) == ConsentAnswer("later")


@pytest.mark.parametrize("text", NO_ANSWER)
def test_what_is_not_beyond_doubt_is_no_yes(text: str) -> None:
    found = consent_in(text)
    assert found is None or found.said != "yes"


@given(st.text("可以行好发吧不别要没同意图名字，。！？ 等", max_size=12))
def test_a_yes_holds_no_word_of_refusal(text: str) -> None:
    found = consent_in(text)
    if found is not None and found.said == "yes" and not found.without:
        assert not any(word in text for word in ("不", "别", "？", "等"))


def test_words_about_the_picture_are_known() -> None:
    assert speaks_of_picture("那张图可以发")
    assert not speaks_of_picture("可以")
