"""To whom the parts of one message are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.said_to import others_left_out, parts_of

NAMES = {"j": "静静", "w": "🌸王姐12-3", "m": "静静妈妈"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@静静 退你8块，@王姐 补你一箱", [("j", "退你8块"), ("w", "补你一箱")]),
        ("静静退8块，王姐补一箱，都是明天", [("j", "退8块，都是明天"), ("w", "补一箱，都是明天")]),
        ("静静：退8元；王姐：补一箱", [("j", "：退8元"), ("w", "：补一箱")]),
        ("@静静妈妈 退8块 @静静 退5块", [("m", "退8块"), ("j", "退5块")]),
        ("明天给静静退8块，给王姐补一箱", [("j", "明天给您退8块"), ("w", "给您补一箱")]),
        ("静静退8块，李姐补一箱", [("j", "退8块")]),
        ("静静退8块，王姐补一箱，都给您换新的", [("j", "退8块"), ("w", "补一箱，都给您换新的")]),
    ],
)
def test_each_hears_what_follows_their_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.to[0], p.read) for p in parts_of(text, NAMES)] == expected


def test_the_words_of_a_part_are_those_of_the_message() -> None:
    assert [p.words for p in parts_of("静静退8块，王姐补一箱", NAMES)] == ["静静退8块", "王姐补一箱"]


@pytest.mark.parametrize(
    "text", ["王姐静静你们俩的明天都退", "@静静 @王姐 明天退", "静静和王姐，明天退", "明天退 @静静、@王姐"]
)
def test_those_named_in_one_breath_hear_the_same(text: str) -> None:
    (part,) = parts_of(text, NAMES)
    assert set(part.to) == {"j", "w"}


@pytest.mark.parametrize(
    "text",
    [
        "王姐，今天退你8元",
        "明天给你补一份",
        "静静，王姐说你那盒也烂了，明天退你8块",
        "@静静 王姐帮你拿着，明天退你8块",
        "@静静 谢谢姐，明天退你8块",
        "静静，我妈明天给你送来",
    ],
)
def test_a_message_to_one_has_no_parts(text: str) -> None:
    assert parts_of(text, NAMES) == ()


@pytest.mark.parametrize(
    "text", ["退你8块@静静，补你一箱@王姐", "静静退5块，王姐补一箱，都退8块", "@静静 王姐那份我补，明天退你8块"]
)
def test_what_cannot_be_told_apart_is_not_sure(text: str) -> None:
    assert [p.sure for p in parts_of(text, NAMES)] == [False]


@given(st.text(alphabet="@静王姐妈退补8块，。 都你给和", max_size=40))
def test_no_part_says_what_the_message_does_not(text: str) -> None:
    for part in parts_of(text, NAMES):
        assert set(part.words) <= set(text) | {"，"}
        assert set(part.read) <= set(text) | {"，", "您"}
        assert len(set(part.to)) == len(part.to)
    assert set(others_left_out(text, "j", NAMES)) <= set(text)
