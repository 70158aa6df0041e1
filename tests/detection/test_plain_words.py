"""Complaints in the plainest words, and what uses the same words and is none, by an author of whom nothing is learned
(docs/benchmarks.md)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from bot.detection import detect_many
from bot.domain.verdict import Burst, BurstMessage, Earlier, Situation

LINES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "plain_words.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_nine_of_ten_plain_complaints_are_answered_and_few_other_lines() -> None:
    items = [
        (Burst((BurstMessage(line["text"], line["has_image"]),)), Situation(tuple(map(Earlier, line["context"]))))
        for line in LINES
    ]
    found = Counter((line["label"], verdict.decision) for line, verdict in zip(LINES, detect_many(items), strict=True))
    assert found["complaint", "complaint"] >= 0.9 * 150
    assert found["complaint", "none"] <= 0.06 * 150
    assert found["other", "complaint"] <= 0.06 * 150
