"""Promises as other authors write them, read by rules and network together (docs/promises.md, "Figures")."""

from pathlib import Path

import pytest

from bot.detection.promised import promises_in
from scripts.score_promises import found_in, has_wrong_sum, is_exact, read_lines

ROOT = Path(__file__).parents[2]
UNREAD = [
    line
    for n in (*range(16, 20), *range(47, 50), *range(72, 75))
    for line in read_lines(ROOT / "tests" / "data" / f"promises_{n}.jsonl")
]
"""Lists that neither the rules' author nor the network has read."""
LEARNED = [
    line
    for n in (*range(1, 16), *range(20, 47), *range(50, 66))
    for line in read_lines(ROOT / "scripts" / "training" / "corpus" / "promises" / f"promises_{n}.jsonl")
][::14]
READ = [line for n in range(66, 72) for line in read_lines(ROOT / "tests" / "data" / f"promises_{n}.jsonl")][::3]
"""Lists whose errors were read after their first run; the network has not learned from them."""


@pytest.mark.parametrize(
    ("lines", "least", "most_wrong"), [(UNREAD, 0.94, 0.004), (READ, 0.96, 0.0), (LEARNED, 0.96, 0.004)]
)
def test_most_lines_are_read_exactly(lines: list[dict[str, object]], least: float, most_wrong: float) -> None:
    found = [(line, found_in(line, promises_in)) for line in lines]
    wrong = [line["id"] for line, read in found if not is_exact(read, line["expect"])]  # type: ignore[arg-type]
    sums = [line["id"] for line, read in found if has_wrong_sum(read, line["expect"])]  # type: ignore[arg-type]
    assert len(wrong) <= len(lines) * (1 - least), wrong
    assert len(sums) <= len(lines) * most_wrong, sums
