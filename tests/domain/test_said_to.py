"""To whom the parts of one message are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.said_to import excepted, only_calls, others_left_out, parts_of, said_to, says_likewise

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


OWNERS = {"草莓": ("j",), "鸡蛋": ("w",)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("静静我今晚退8块", [("j", "静静我今晚退8块")]),
        ("8块我今晚退给静静", [("j", "8块我今晚退给您")]),
        ("今晚退静静8块", [("j", "今晚退您8块")]),
        ("静静今晚退你8块，跟王姐没关系", [("j", "静静今晚退你8块，")]),
        ("草莓的退8块，鸡蛋的补3个", [("j", "草莓的退8块"), ("w", "鸡蛋的补3个")]),
        ("@静静 退8块 @王姐 你也一样", [("j", "退8块"), ("w", "退8块")]),
        ("明天：静静退8块，王姐补3个", [("j", "明天退8块"), ("w", "明天补3个")]),
    ],
)
def test_whom_the_words_are_said_to(text: str, expected: list[tuple[str, str]]) -> None:
    parts = said_to(text, NAMES, OWNERS)
    assert parts is not None
    assert [(p.to[0], p.read.strip()) for p in parts] == expected


@pytest.mark.parametrize("text", ["跟静静一样，今晚退你8块", "刘姐，今晚退你8块", "静静那边我问过了，今晚退你8块"])
def test_who_is_told_about_is_not_spoken_to(text: str) -> None:
    assert said_to(text, NAMES, OWNERS) == ()


@pytest.mark.parametrize("text", ["今晚退你8块", "明天给你补点草莓", "@所有人 今晚都退"])
def test_words_that_call_nobody(text: str) -> None:
    assert said_to(text, NAMES, {w: ids for w, ids in OWNERS.items() if w in text}) is None


def test_words_that_do_no_more_than_call() -> None:
    assert only_calls("@静静", NAMES)
    assert only_calls("静静 在吗", NAMES)
    assert not only_calls("@静静 今晚退你8块", NAMES)
    assert not only_calls("在吗", NAMES)
    assert says_likewise("@王姐 你的也是", NAMES)
    assert not says_likewise("@王姐 你的也是明天退", NAMES)


def test_who_is_left_out() -> None:
    assert excepted("每家退8块，静静除外她要补发", NAMES) == ("每家退8块，", {"j"})
    assert excepted("每家退8块，静静收一下", NAMES) == ("每家退8块，静静收一下", set())


@given(st.text(alphabet="@静王姐妈退补8块，。\n 都你给和草莓鸡蛋的1号我也一样", max_size=40))
def test_nothing_is_said_to_who_does_not_stand_in_the_words(text: str) -> None:
    """Whoever is promised something is named, or their goods are."""
    for part in said_to(text, NAMES, {w: ids for w, ids in OWNERS.items() if w in text}) or ():
        for member_id in part.to:
            names = {"j": ("静", "草莓"), "w": ("王姐", "鸡蛋", "王"), "m": ("静静妈", "静")}[member_id]
            assert any(name in text for name in names)
