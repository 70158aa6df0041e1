"""Every sentence of the catalogue: complete, short, different from the others, and in a tone that the guard passes."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot
from bot.domain.tone import MAX_LENGTH, check_tone
from bot.domain.verdict import CATEGORIES, RED_KINDS

CATALOGUE: dict[str, Any] = yaml.safe_load((Path(bot.__file__).parent / "replies.zh.yaml").read_text(encoding="utf-8"))

SPECIAL = ("repeat", "missed", "unsolved", "red", "threat", "me_too")
GOODS = ("草莓", "冷冻虾饺", "薰衣草洗衣液三瓶装")
LINK = "https://t.me/anxin_help_bot?start=case_1024"
VALUES = {
    "goods": GOODS[1],
    "link": LINK,
    "group": "桂花苑三期拼团群",
    "quote": "你们这虾饺都化成一坨了，怎么吃啊",
    "number": 1024,
    "resolution": "已经重新核对订单，团长明早送到您家门口",
    "hours": "下午三点以后",
}
APOLOGIES = [
    (category, shape, text)
    for category, shapes in CATALOGUE["apology"].items()
    for shape, texts in shapes.items()
    for text in texts
]
NUDGES = [(way, text) for way, texts in CATALOGUE["nudge"].items() if way != "button_label" for text in texts]


def wordings(found: object) -> list[str]:
    return [str(text) for text in found] if isinstance(found, list) else [str(found)]


PRIVATE = [(key, text) for key, found in CATALOGUE["private"].items() for text in wordings(found)]
LEADER = [(key, text) for key, found in CATALOGUE["leader"].items() for text in wordings(found)]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def strings(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        for inner in found.values():
            yield from strings(inner)
    else:
        yield from wordings(found)


def test_every_category_has_apologies_with_and_without_goods() -> None:
    assert set(CATALOGUE["apology"]) == {*CATEGORIES, *SPECIAL}
    for category, shapes in CATALOGUE["apology"].items():
        assert set(shapes) == {"with_goods", "plain"}, category
        assert all(len(texts) >= 4 for texts in shapes.values()), category


@pytest.mark.parametrize(("category", "shape", "text"), APOLOGIES)
def test_an_apology_is_short_apologises_and_passes_the_guard(category: str, shape: str, text: str) -> None:
    assert placeholders(text) == ({"goods"} if shape == "with_goods" else set())
    for goods in GOODS if shape == "with_goods" else ("",):
        filled = text.format(goods=goods)
        assert 25 <= len(filled) <= 70
        assert check_tone(filled) == ()
    assert re.search(r"抱歉|对不起|不好意思|对不住|过意不去", text)
    assert re.search(r"正在|马上|现在就|这就|已经|处理|核对|在查|立刻|记好|接着办", text)


@pytest.mark.parametrize("text", [text for category, _, text in APOLOGIES if category == "repeat"])
def test_the_second_failure_is_acknowledged(text: str) -> None:
    assert "又一次" in text


@pytest.mark.parametrize("text", [text for category, _, text in APOLOGIES if category == "red"])
def test_a_red_apology_names_the_leader_and_keeps_the_goods(text: str) -> None:
    assert "团长" in text
    assert re.search(r"留好|留着|别扔", text)


@pytest.mark.parametrize(
    "text",
    [*(text for category, _, text in APOLOGIES if category == "threat"), *CATALOGUE["private"]["opening_threat"],
     CATALOGUE["leader"]["threat"], CATALOGUE["leader"]["threat_draft"]],
)  # fmt: skip
def test_who_threatens_to_complain_hears_of_the_leader_and_of_no_doctor(text: str) -> None:
    assert "亲自" in text
    assert not re.search("留好|留着|别扔|实物|就医|医生|不舒服|不适", text)


@pytest.mark.parametrize(("way", "nudge"), NUDGES)
def test_every_apology_with_every_nudge_is_one_short_post(way: str, nudge: str) -> None:
    assert placeholders(nudge) == ({"link"} if way == "deep_link" else set())
    assert check_tone(nudge.format(link=LINK)) == ()
    for _, _, text in APOLOGIES:
        post = text.format(goods=GOODS[2]) + nudge.format(link=LINK)
        assert len(post.replace(LINK, "")) <= MAX_LENGTH["public"]
        assert check_tone(post) == ()


@pytest.mark.parametrize(("key", "text"), PRIVATE)
def test_a_private_sentence_passes_the_guard(key: str, text: str) -> None:
    assert placeholders(text) <= VALUES.keys()
    filled = text.format(**VALUES)
    assert check_tone(filled, kind="private") == ()
    assert len(filled) <= 130
    assert "亲" not in filled.replace("亲自", "")
    assert "你" not in text, "members are addressed as 您"


@pytest.mark.parametrize("text", CATALOGUE["private"]["opening"])
def test_the_opening_says_who_gives_the_words_back_and_asks_one_question(text: str) -> None:
    assert placeholders(text) == {"group", "quote"}
    assert "安心" in text
    assert "“{quote}”" in text
    assert text.count("？") == 1


@pytest.mark.parametrize("text", CATALOGUE["private"]["opening_red"] + CATALOGUE["private"]["opening_threat"])
def test_the_red_opening_asks_nothing(text: str) -> None:
    assert "？" not in text
    assert "吗" not in text
    assert "团长" in text


@pytest.mark.parametrize("key", ["ask_goods", "ask_photo", "ask_count", "ask_help"])
def test_intake_questions_are_short(key: str) -> None:
    assert all(len(text) <= 45 for text in CATALOGUE["private"][key])


@pytest.mark.parametrize(("key", "text"), LEADER)
def test_a_leader_sentence_is_brief(key: str, text: str) -> None:
    assert len(text) <= 250
    assert text == text.strip()
    assert not text.startswith("亲")


def test_a_new_case_says_how_to_work_it() -> None:
    for key in ("new_case", "new_case_draft"):
        text = CATALOGUE["leader"][key]
        assert {"number", "group", "member", "quote", "category", "severity", "goods"} <= placeholders(text)
        assert "回 {number}" in text
        assert "结 {number}" in text
    assert "发 {number}" in CATALOGUE["leader"]["new_case_draft"]
    review = CATALOGUE["leader"]["new_review"]
    assert "回：是 R{number}" in review
    assert "回：不是 R{number}" in review


def test_the_help_names_every_command() -> None:
    help_text = CATALOGUE["leader"]["help"]
    for command in ("待办", "待审", "是 R7", "不是 R7", "看 12", "回 12", "结 12", "登记", "不是投诉 12", "发 12"):
        assert command in help_text
    assert all(f"模式 {mode}" in help_text for mode in CATALOGUE["modes"].values())


def test_words_are_complete() -> None:
    assert set(CATALOGUE["categories"]) == set(CATEGORIES)
    assert set(CATALOGUE["red"]) == set(RED_KINDS)
    assert set(CATALOGUE["severities"]) == {1, 2, 3}
    assert set(CATALOGUE["modes"]) == {"auto", "assist", "watch"}
    assert list(CATALOGUE["states"]) == [
        "open", "contacted", "waiting_member", "waiting_us", "offered", "promised", "fulfilled", "resolved", "closed",
    ]  # fmt: skip


def test_no_sentence_stands_twice() -> None:
    sentences = [text for part in ("apology", "nudge", "private", "leader") for text in strings(CATALOGUE[part])]
    assert len(sentences) == len(set(sentences))


def test_the_wordings_of_one_cause_begin_differently() -> None:
    for category, shapes in CATALOGUE["apology"].items():
        for texts in shapes.values():
            assert len({text[-8:] for text in texts}) == len(texts), category
            assert len({text.replace("{goods}", "")[:4] for text in texts}) == len(texts), category
