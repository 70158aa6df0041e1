"""The tone guard on two lists of drafts that an independent author wrote without sight of the rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.domain.tone import check_tone

DATA = Path(__file__).parents[1] / "data"
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


def drafts() -> list[dict[str, Any]]:
    files = ("tone.jsonl", "tone_2.jsonl")
    return [json.loads(line) for name in files for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def found(draft: dict[str, Any]) -> set[str]:
    findings = check_tone(draft["text"], kind=draft["kind"], author=draft["author"], member=draft["member"])
    return {name for finding in findings for name in LISTED.get(finding.name, {finding.name})}


def test_drafts_are_told_apart_as_the_author_did() -> None:
    wrong = [draft["id"] for draft in drafts() if bool(found(draft)) != bool(draft["expect"])]
    assert len(drafts()) == 420
    assert len(wrong) <= 0.05 * len(drafts()), wrong


def test_a_faulty_draft_is_stopped_for_a_fault_that_it_has() -> None:
    faulty = [draft for draft in drafts() if draft["expect"]]
    elsewhere = [draft["id"] for draft in faulty if not found(draft) & set(draft["expect"])]
    assert len(elsewhere) <= 0.07 * len(faulty), elsewhere


def test_a_fine_draft_is_not_nagged_about() -> None:
    fine = [draft for draft in drafts() if not draft["expect"]]
    nagged = [draft["id"] for draft in fine if found(draft)]
    assert len(fine) >= 150
    assert len(nagged) <= 0.03 * len(fine), nagged
