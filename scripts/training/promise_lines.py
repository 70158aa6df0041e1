"""The labelled lines of `corpus/promises`, and what the network is to learn of each.

A line is {"id", "said_at", "text", "expect"}: what a leader wrote, when, and the promises in it. The sums, times and
things of the promises are looked for among the words, so that each candidate has an answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.detection.model.pieces import Pieces
from bot.detection.promised.network import KINDS, OWNED, SUMMED, script_of
from bot.domain.plain_words import plain
from bot.domain.promise_candidates import candidates

FOLDER = Path(__file__).parent / "corpus" / "promises"
ZONE = ZoneInfo("Asia/Shanghai")
Line = dict[str, Any]


Candidate = tuple[tuple[int, ...], tuple[float, ...]]
"""The pieces of a sum or a time, and how right it is for each kind."""


@dataclass(frozen=True)
class Lesson:
    """One line in pieces, and the answers."""

    ids: tuple[int, ...]
    kinds: tuple[float, ...]
    """One for each kind, then whether anything is promised, then whether two promises are of one kind."""
    sums: tuple[Candidate, ...]
    """Of which of SUMMED each is the sum."""
    times: tuple[Candidate, ...]
    """Of which of KINDS each is the time."""
    tags: tuple[int, ...]
    """For each piece: 0, or 1 + 2 × the place in OWNED where a thing begins, and one more where it goes on."""


def read_lines(folder: Path = FOLDER) -> Iterator[Line]:
    """All lines, in the order of the files' names; ValueError names the file and the line of a wrong one."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                line = json.loads(text)
                datetime.fromisoformat(line["said_at"])
                if any(one["kind"] not in KINDS for one in line["expect"]):
                    raise ValueError("unknown kind")
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path.name}, line {number}: {error!r}") from error
            yield line


def lesson_of(line: Line, pieces: Pieces) -> Lesson:
    """What is learnt from a line."""
    text, expected = line["text"], line["expect"]
    said_at = datetime.fromisoformat(line["said_at"]).replace(tzinfo=ZONE)
    script = script_of(text, pieces)
    sums, times = candidates(text, said_at)
    kinds = [one["kind"] for one in expected]
    found_sums = [
        (at, tuple(float(_has(expected, kind, amount_fen=one.fen)) for kind in SUMMED))
        for one in sums
        if (at := script.pieces_in(one.start, one.end))
    ]
    found_times = [
        (at, tuple(float(_has(expected, kind, **_time_of(one.due, one.awaits))) for kind in KINDS))
        for one in times
        if (at := script.pieces_in(one.start, one.end))
    ]
    tags = [0] * len(script.ids)
    for start, end, kind in _things(text, expected):
        first = 1 + 2 * OWNED.index(kind)
        for number, piece in enumerate(script.pieces_in(start, end)):
            tags[piece] = first + min(number, 1)
    answers = (*(float(kind in kinds) for kind in KINDS), float(bool(kinds)), float(len(set(kinds)) < len(kinds)))
    return Lesson(script.ids, answers, tuple(found_sums), tuple(found_times), tuple(tags))


def joined(one: Lesson, other: Lesson, comma: int) -> Lesson:
    """Two messages said in one breath; `comma` is the piece between them."""
    shift = len(one.ids) - 1
    alike = max(a * b for a, b in zip(one.kinds[: len(KINDS)], other.kinds[: len(KINDS)], strict=True))
    kinds = tuple(map(max, one.kinds[:-1], other.kinds[:-1]))

    def moved(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        return tuple((tuple(piece + shift for piece in at), wanted) for at, wanted in candidates)

    return Lesson(
        (*one.ids[:-1], comma, *other.ids[1:]), (*kinds, max(one.kinds[-1], other.kinds[-1], alike)),
        one.sums + moved(other.sums), one.times + moved(other.times), (*one.tags[:-1], 0, *other.tags[1:]),
    )  # fmt: skip


def _has(expected: list[Line], kind: str, **wanted: Any) -> bool:
    return any(one["kind"] == kind and all(one[k] == v for k, v in wanted.items()) for one in expected)


def _time_of(due: datetime | None, awaits: str | None) -> dict[str, Any]:
    return {"when": awaits} if due is None else {"due": f"{due:%Y-%m-%dT%H:%M}"}


def _things(text: str, expected: list[Line]) -> Iterator[tuple[int, int, str]]:
    """Where each named thing stands in the text, and the kind of promise (of OWNED) that it belongs to."""
    words, taken = plain(text), list[tuple[int, int]]()
    for one in expected:
        if one["thing"] is None or one["kind"] not in OWNED:
            continue
        for m in re.finditer(re.escape(plain(one["thing"])), words):
            if all(m.end() <= start or m.start() >= end for start, end in taken):
                taken.append(m.span())
                yield m.start(), m.end(), one["kind"]
                break
