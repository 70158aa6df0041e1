"""C1 in our own words: asked politely, without pressure or reward; the post speaks of nobody and boasts of nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot
from bot.domain.consent_words import consent_in
from bot.domain.tone import MAX_LENGTH, check_tone

CATALOGUE: dict[str, Any] = yaml.safe_load((Path(bot.__file__).parent / "replies.zh.yaml").read_text(encoding="utf-8"))
SHOWING = CATALOGUE["showing"]
GROUP = "桂花苑三期拼团群"
TO_MEMBERS = [*SHOWING["ask"], *SHOWING["over"], *(text for found in SHOWING["member"].values() for text in found)]
POSTS = [(shape, text) for shape, texts in SHOWING["post"].items() for text in texts]


@pytest.mark.parametrize("text", TO_MEMBERS)
def test_a_member_reads_something_short_and_kind(text: str) -> None:
    filled = text.format(group=GROUP, what="草莓")
    assert check_tone(filled, kind="private") == ()
    assert len(filled) <= 130
    assert "你" not in text, "members are addressed as 您"
    assert not re.search(r"好评|奖励|红包|优惠|券|必须|赶紧", text)


@pytest.mark.parametrize("text", SHOWING["ask"])
def test_the_question_names_the_group_all_answers_and_what_silence_means(text: str) -> None:
    assert "{group}" in text
    for answer in SHOWING["answers"]:
        assert f"“{answer}”" in text
    assert "不回就不发" in text


def test_what_a_member_taps_is_what_they_might_write() -> None:
    said = [consent_in(answer) for answer in SHOWING["answers"]]
    assert [found.said for found in said if found] == ["yes", "no", "later", "yes"]


@pytest.mark.parametrize(("shape", "text"), POSTS)
def test_the_post_is_short_and_says_that_it_was_agreed_to(shape: str, text: str) -> None:
    for goods in ("草莓", "薰衣草洗衣液三瓶装"):
        filled = text.format(goods=goods)
        assert check_tone(filled) == ()
        assert len(filled) <= MAX_LENGTH["public"]
    assert "本人" in text
    assert ("{goods}" in text) == (shape == "with_goods")


def test_every_event_of_a_card_has_its_words() -> None:
    kinds = ("card_made", "consent_asked", "consent_yes", "consent_no", "consent_later", "consent_silent")
    kinds += ("consent_condition",)
    kinds += ("consent_withdrawn", "card_approved", "card_posted", "card_destroyed", "card_deleted", "card_not_deleted")
    assert set(kinds) <= set(CATALOGUE["events"])


def test_both_scripts_have_the_same_words() -> None:
    assert SHOWING["plain"].keys() == SHOWING["traditional"].keys()
    assert SHOWING["plain"]["steps"].keys() == SHOWING["traditional"]["steps"].keys()
