"""Which messages of a paste were pasted before: the same piece again, or one that overlaps with what is there."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.pasted.model import PastedMessage

NO_TIME = ""
TRIED = 50
"""So many places at which the same was said are looked at, the last ones."""


@dataclass(frozen=True)
class Mark:
    """What makes a message known again: who said what, and when, as far as the text tells.

    `minute` is `202601051031` where the day is told, `1031` where only the time of day is, else empty.
    """

    words: str
    minute: str

    def same(self, other: Mark) -> bool:
        return self.words == other.words and (self.minute.endswith(other.minute) or other.minute.endswith(self.minute))

    @property
    def dated(self) -> bool:
        return len(self.minute) > 4


def mark_of(message: PastedMessage) -> Mark:
    said = f"{message.name}\n{message.text}\n{len(message.pictures)}"
    minute = NO_TIME if message.at is None else f"{message.at:%Y%m%d%H%M}" if message.dated else f"{message.at:%H%M}"
    return Mark(hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16], minute)


def match(known: Sequence[Mark], pasted: Sequence[Mark]) -> list[int | None]:
    """For each pasted message the place of the known one that it is, None where it is new.

    A message whose day is told on both sides is known by itself. Others are known in a run: two or more in the same
    order, all of the paste, or its beginning where that is the end of what is known. A known one is met once.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, mark in enumerate(known):
        places[mark.words].append(place)
    met: set[int] = set()
    found: list[int | None] = []
    while len(found) < len(pasted):
        at = len(found)
        start, length = _longest(known, pasted, at, [p for p in places[pasted[at].words] if p not in met], met)
        sure = length > 0 and pasted[at].dated and known[start].dated
        joins = at == 0 and length > 0 and (start + length == len(known) or length == len(pasted))
        if length >= 2 or sure or joins:
            found += range(start, start + length)
            met.update(range(start, start + length))
        else:
            found.append(None)
    return found


def _longest(
    known: Sequence[Mark], pasted: Sequence[Mark], at: int, starts: Sequence[int], met: set[int]
) -> tuple[int, int]:
    """Where in `known` the longest run like `pasted` from `at` begins, and its length; the last of equals."""
    best = (0, 0)
    for start in starts[-TRIED:]:
        length = 0
        while (
            at + length < len(pasted)
            and start + length < len(known)
            and start + length not in met
            and known[start + length].same(pasted[at + length])
        ):
            length += 1
        if length and length >= best[1]:
            best = (start, length)
    return best
