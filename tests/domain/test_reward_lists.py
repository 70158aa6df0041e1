"""Rewards for praise, consent or silence, on a list of drafts that an independent author wrote without sight of the
rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.domain.tone import Kind, check_tone

LISTED = Path(__file__).parents[1] / "data" / "rewards.jsonl"


def drafts() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LISTED.read_text(encoding="utf-8").splitlines()]


def held(draft: dict[str, Any]) -> bool:
    kind: Kind = "public" if draft["to"] == "group" else "private"
    found = check_tone(draft["text"], kind=kind, author="group_leader")
    return "money_for_silence" in {finding.name for finding in found}


def test_c3_nine_of_ten_rewards_are_held() -> None:
    rewards = [draft for draft in drafts() if draft["reward"]]
    missed = [draft["id"] for draft in rewards if not held(draft)]
    assert len(rewards) >= 60
    assert len(missed) <= 0.1 * len(rewards), missed


def test_c3_what_buys_nothing_is_not_held() -> None:
    fine = [draft for draft in drafts() if not draft["reward"]]
    nagged = [draft["id"] for draft in fine if held(draft)]
    assert len(fine) >= 60
    assert len(nagged) <= 0.07 * len(fine), nagged
