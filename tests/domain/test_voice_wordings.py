"""C2 and C3 in our own words: whoever is asked hears no wish for praise and is promised nothing for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot
from bot.domain.tone import check_tone

CATALOGUE: dict[str, Any] = yaml.safe_load((Path(bot.__file__).parent / "replies.zh.yaml").read_text(encoding="utf-8"))
VOICE = CATALOGUE["voice"]
VALUES = {"group": "桂花苑三期拼团群", "goods": "冷冻虾饺", "quote": "草莓真甜，孩子抢着吃"}
TO_MEMBERS = [
    (key, text)
    for key, found in VOICE.items()
    if key in ("ask", "invite", "invite_plain") or key.startswith("told_")
    for text in found
]


@pytest.mark.parametrize(("key", "text"), TO_MEMBERS)
def test_a_member_reads_something_short_and_kind(key: str, text: str) -> None:
    filled = text.format(**VALUES)
    assert check_tone(filled, kind="private") == ()
    assert len(filled) <= 130
    assert "你" not in text, "members are addressed as 您"


@pytest.mark.parametrize("text", [*VOICE["invite"], *VOICE["invite_plain"]])
def test_an_invitation_asks_for_good_and_bad_alike(text: str) -> None:
    assert re.search(r"好的不好的都行|好坏都可以|不好就说不好", text)
    assert re.search(r"没关系|有空|愿意", text)
    assert not re.search(r"好评|夸|帮忙说|送|券|红包|优惠", text)


@pytest.mark.parametrize("text", VOICE["ask"])
def test_the_question_says_that_silence_is_a_no(text: str) -> None:
    assert "不" in text.split("“{quote}”")[-1]
    assert re.search(r"不回|不用回|不愿意", text)


@pytest.mark.parametrize(
    "draft",
    [
        "麻烦您帮忙写个好评，返您3块红包",
        "在群里夸一夸草莓，送一张5元券",
        "晒图好评的邻居送一盒草莓",
        "说句好话就给您免单",
        "五星好评返现2元",
        "您给个好评，下次优先给您留货",
    ],
)
def test_a_reward_for_praise_is_stopped(draft: str) -> None:
    assert "money_for_silence" in {finding.name for finding in check_tone(draft, kind="private", author="group_leader")}
