"""The tone guard on three lists of drafts that independent authors wrote without sight of the rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.tone import check_tone

DATA = Path(__file__).parents[1] / "data"
WRONG = {"tone.jsonl": 1, "tone_2.jsonl": 0, "tone_3.jsonl": 0}
"""How many of a list's drafts may be told apart otherwise than its author did: as many as were when it was read."""
LISTED = {
    "blames_member": {"blame"},
    "blames_others": {"blame", "runaround"},
    "arguing": {"argue"},
    "rhetorical_question": {"rhetorical"},
    "illegal_refusal": {"refusal"},
    "money_for_silence": {"for_review"},
    "money_promise": {"money"},
    "absolute_terms": {"absolute"},
}
"""What the lists call a check's finding, where they have another word."""


def listed(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def drafts() -> list[dict[str, Any]]:
    return [draft for name in WRONG for draft in listed(name)]


def found(draft: dict[str, Any]) -> set[str]:
    findings = check_tone(draft["text"], kind=draft["kind"], author=draft["author"], member=draft["member"])
    return {name for finding in findings for name in LISTED.get(finding.name, {finding.name})}


@pytest.mark.parametrize(("name", "allowed"), WRONG.items())
def test_drafts_are_told_apart_as_the_author_did(name: str, allowed: int) -> None:
    wrong = [draft["id"] for draft in listed(name) if bool(found(draft)) != bool(draft["expect"])]
    assert len(wrong) <= allowed, wrong


def test_a_faulty_draft_is_stopped_for_a_fault_that_it_has() -> None:
    faulty = [draft for draft in drafts() if draft["expect"]]
    elsewhere = [draft["id"] for draft in faulty if not found(draft) & set(draft["expect"])]
    assert len(elsewhere) <= 0.05 * len(faulty), elsewhere


def test_a_fine_draft_is_not_nagged_about() -> None:
    fine = [draft for draft in drafts() if not draft["expect"]]
    nagged = [draft["id"] for draft in fine if found(draft)]
    assert len(fine) >= 300
    assert len(nagged) <= 0.01 * len(fine), nagged
