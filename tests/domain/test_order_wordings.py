"""What members and leaders read of orders."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

import bot
from bot.domain.orders.model import Wrong
from bot.domain.tone import check_tone
from bot.sheets import Why

CATALOGUE: dict[str, Any] = yaml.safe_load((Path(bot.__file__).parent / "replies.zh.yaml").read_text(encoding="utf-8"))
ORDER = CATALOGUE["order"]
VALUES = {"goods": "薰衣草洗衣液三瓶装 2 升", "date": "12月31日", "what": "2026010300012345"}
TO_MEMBERS = [
    (key, text)
    for key in ("opening", "opening_undated", "ask", "found", "found_undated", "not_found", "taken_off")
    for text in ORDER[key]
]


@pytest.mark.parametrize(("key", "text"), TO_MEMBERS)
def test_a_member_reads_something_short_and_kind(key: str, text: str) -> None:
    filled = text.format(**VALUES)
    assert check_tone(filled, kind="private") == ()
    assert len(filled) <= 90
    assert "你" not in text, "members are addressed as 您"


@pytest.mark.parametrize("text", [*ORDER["opening"], *ORDER["opening_undated"]])
def test_the_line_under_the_opening_asks_nothing_and_may_be_contradicted(text: str) -> None:
    assert "？" not in text
    assert "不是" in text or "弄错" in text


@pytest.mark.parametrize("text", ORDER["ask"])
def test_whoever_has_no_number_may_say_so(text: str) -> None:
    assert "没有" in text


@pytest.mark.parametrize("opening", CATALOGUE["private"]["opening"])
def test_the_first_words_with_the_order_are_not_too_long(opening: str) -> None:
    first = opening.format(group="桂花苑三期拼团群", quote="你们这虾饺都化成一坨了，怎么吃啊" * 2)
    for text in ORDER["opening"]:
        assert check_tone(f"{first}\n{text.format(**VALUES)}", kind="private") == ()


def test_whatever_may_be_wrong_has_a_sentence() -> None:
    assert set(ORDER["wrong"]) == set(get_args(Wrong))
    assert {*get_args(Why), "columns", "no_rows"} == set(ORDER["file"])
    assert all("{row}" in text for text in ORDER["wrong"].values())
