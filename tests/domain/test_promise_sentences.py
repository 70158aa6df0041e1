"""What members and leaders read about promises: brief, kind, and nothing that the guard would stop."""

from __future__ import annotations

import string

import pytest

from bot.domain.tone import check_tone
from bot.replies import catalogue, variants

FILLED = {
    "outcome": "退款 12.80 元", "what": "转账单号 4200001234", "before": "今天 20:00", "due": "明天 18:00 前",
    "reason": "仓库缺货", "promised": "退款 15.80 元",
}  # fmt: skip
TO_MEMBER = [text for key in catalogue()["promise"]["member"] for text in variants(f"promise.member.{key}")]
TO_LEADER = [
    text
    for key, found in catalogue()["promise"].items()
    if not isinstance(found, dict)
    for text in variants(f"promise.{key}")
]


def words_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("text", TO_MEMBER)
def test_a_member_reads_a_kind_short_sentence(text: str) -> None:
    assert words_of(text) <= FILLED.keys()
    filled = text.format(**FILLED)
    assert check_tone(filled, kind="private", author="group_leader") == ()
    assert len(filled) <= 100
    assert "你" not in text


@pytest.mark.parametrize("key", ["late", "changed", "late_changed", "withdrawn"])
def test_we_say_that_we_are_sorry(key: str) -> None:
    assert all(
        any(sorry in text for sorry in ("对不起", "抱歉", "不好意思")) for text in variants(f"promise.member.{key}")
    )


@pytest.mark.parametrize("text", TO_LEADER)
def test_a_leader_reads_a_brief_one(text: str) -> None:
    assert len(text) <= 160
    assert text == text.strip()


def test_no_sentence_stands_twice() -> None:
    assert len({*TO_MEMBER, *TO_LEADER}) == len(TO_MEMBER) + len(TO_LEADER)
