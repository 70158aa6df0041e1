"""Measure how promises are read: python -m scripts.score_promises FILE... [--errors]

A file holds a line a message: {"id", "said_at", "text", "expect"}, the promises that its author holds it for. Said for
the rules alone and for rules and network together: how many lines are exactly right, how many have the kinds and sums
right, and how many have a sum that nobody promised.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.detection import promised
from bot.domain import promise_words
from bot.domain.promise_words import PromiseWords

ZONE = ZoneInfo("Asia/Shanghai")
Line = dict[str, Any]
Read = Callable[[str, datetime], Sequence[PromiseWords]]


def read_lines(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def found_in(line: Line, read: Read) -> Sequence[PromiseWords]:
    return read(line["text"], datetime.fromisoformat(line["said_at"]).replace(tzinfo=ZONE))


def is_same(found: PromiseWords, expected: Line) -> bool:
    """Exactly, but a thing may be cut longer or shorter (一盒 for 一盒草莓), and points may name theirs or not."""
    due = f"{found.due:%Y-%m-%dT%H:%M}" if found.due else None
    thing, named = found.thing, expected["thing"]
    same_thing = thing == named or (thing is not None and named is not None and (thing in named or named in thing))
    return (same_thing or found.kind == "points") and (found.kind, found.amount_fen, due, found.when) == (
        expected["kind"],
        expected["amount_fen"],
        expected["due"],
        expected["when"],
    )


def is_exact(found: Sequence[PromiseWords], expected: Sequence[Line]) -> bool:
    return len(found) == len(expected) and all(is_same(*pair) for pair in zip(found, expected, strict=True))


def has_wrong_sum(found: Sequence[PromiseWords], expected: Sequence[Line]) -> bool:
    """Whether a sum is read more often than it is promised."""
    sums = Counter(p.amount_fen for p in found if p.amount_fen)
    return bool(sums - Counter(one["amount_fen"] for one in expected if one["amount_fen"]))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--errors", action="store_true", help="print the lines that are not exactly right")
    arguments = parser.parse_args()
    lines = [line for path in arguments.files for line in read_lines(path)]
    for name, read in (("rules alone", promise_words.promises_in), ("rules and network", promised.promises_in)):
        exact = alike = wrong = 0
        for line in lines:
            found, expected = found_in(line, read), line["expect"]
            exact += (right := is_exact(found, expected))
            alike += [(p.kind, p.amount_fen) for p in found] == [(e["kind"], e["amount_fen"]) for e in expected]
            wrong += has_wrong_sum(found, expected)
            if arguments.errors and not right:
                print(line["id"], line["said_at"], line["text"], *found, *expected, sep="\n    ")
        share = [f"{n} of {len(lines)} ({n / len(lines):.3f})" for n in (exact, alike)]
        print(f"{name:18} exact {share[0]}  kinds and sums {share[1]}  a wrong sum in {wrong}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
