"""What a small network says of a leader's words: which kinds of promises they hold, and what of the sums, times and
things that they name belongs to these.

Its files are read when the first words come, and only if they are the bytes that its card names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from bot.detection.model.encoder import load_network
from bot.detection.model.pieces import SPACE, Pieces
from bot.domain.money_words import Money
from bot.domain.plain_words import plain
from bot.domain.promise_candidates import candidates
from bot.domain.promise_deeds import Kind
from bot.domain.when_words import When

FOLDER = Path(__file__).parent
NETWORK, PIECES = "promises.onnx", "promise_pieces.npz"

KINDS: tuple[Kind, ...] = ("refund", "replacement", "voucher", "points", "visit", "reply", "other")
SUMMED: tuple[Kind, ...] = ("refund", "voucher")
"""Kinds that have a sum."""
OWNED: tuple[Kind, ...] = ("replacement", "other")
"""Kinds that have a thing."""
assert set(KINDS) == set(get_args(Kind))

MOST_READ = 300
"""Characters of a message that are read; in longer ones the rules are alone."""
MAY_NAME = 0.25
"""Chance from which a piece is taken for a part of a thing."""
LONGEST = 200
"""Pieces of a message that are read."""


@dataclass(frozen=True)
class Script:
    """A text in pieces; `places` are the characters of each piece but the marks at both ends."""

    ids: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    def pieces_in(self, start: int, end: int) -> tuple[int, ...]:
        """Which pieces hold characters from start to end."""
        return tuple(n for n, (a, b) in enumerate(self.places, 1) if a < end and b > start)


def script_of(text: str, pieces: Pieces) -> Script:
    """What is read of a text."""
    words = plain(text)[:MOST_READ]
    ids = pieces.ids(words)[:LONGEST]
    at, places = len(words) - len(words.lstrip(" ")) - len(SPACE), []
    for piece in ids:
        end = at + (1 if piece == Pieces.UNKNOWN else len(pieces.texts[piece]))
        places.append((max(at, 0), end))
        at = end
    return Script((Pieces.BEGIN, *ids, Pieces.END), tuple(places))


@dataclass(frozen=True)
class Thing:
    """Characters that may name a thing, and of which kind of promise."""

    start: int
    end: int
    kind: Kind
    chance: float


@dataclass(frozen=True)
class Chances:
    """How likely what is, each between 0 and 1."""

    kinds: dict[Kind, float]
    any: float
    """That anything is promised."""
    two_of_a_kind: float
    sums: tuple[tuple[Money, dict[Kind, float]], ...]
    """Each exact sum, and how likely it is that of a promise of each of SUMMED."""
    times: tuple[tuple[When, dict[Kind, float]], ...]
    things: tuple[Thing, ...]
    """The likeliest ones, none that overlap."""


Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Reader:
    """The network, ready to run, and its vocabulary."""

    session: Any
    pieces: Pieces

    def chances(self, text: str, said_at: datetime) -> Chances:
        """What it says of a text said at `said_at` (aware, in the group's own zone)."""
        script = script_of(text, self.pieces)
        line, tokens = _answer(self, script.ids)
        kinds = dict(zip(KINDS, map(float, _chance(line[: len(KINDS)])), strict=True))
        of_any, of_two = map(float, _chance(line[len(KINDS) : len(KINDS) + 2]))
        ends = np.cumsum([len(KINDS) + 2, len(SUMMED), len(KINDS)])
        for_sums, for_times = line[ends[0] : ends[1]], line[ends[1] : ends[2]]
        by_sum, by_time, by_tag = np.split(tokens, [len(SUMMED), len(SUMMED) + len(KINDS)], axis=1)

        def judged(start: int, end: int, by: Floats, base: Floats, names: Sequence[Kind]) -> dict[Kind, float]:
            at = script.pieces_in(start, end)
            found = by[list(at)].mean(axis=0) + base if at else np.full(len(names), -20.0)
            return dict(zip(names, map(float, _chance(found)), strict=True))

        sums, times = candidates(text, said_at)
        return Chances(
            kinds, of_any, of_two,
            tuple((s, judged(s.start, s.end, by_sum, for_sums, SUMMED)) for s in sums),
            tuple((t, judged(t.start, t.end, by_time, for_times, KINDS)) for t in times),
            _things(script, by_tag),
        )  # fmt: skip


def _chance(logits: NDArray[Any]) -> NDArray[Any]:
    found: NDArray[Any] = 1 / (1 + np.exp(-logits))
    return found


def _things(script: Script, tags: Floats) -> tuple[Thing, ...]:
    """Runs of pieces that may name a thing; each is as likely as its pieces are on the whole."""
    shares = np.exp(tags - tags.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    runs: list[tuple[Kind, list[int]]] = []
    before = False
    for piece in range(1, len(script.places) + 1):
        begins, goes_on = shares[piece, 1::2], shares[piece, 2::2]
        best = int((begins + goes_on).argmax())
        named = float(shares[piece, 0]) < 1 - MAY_NAME
        if named and before and runs[-1][0] == OWNED[best] and goes_on[best] > begins[best]:
            runs[-1][1].append(piece)
        elif named:
            runs.append((OWNED[best], [piece]))
        before = named
    ends = [(kind, script.places[at[0] - 1][0], script.places[at[-1] - 1][1], at) for kind, at in runs]
    return tuple(Thing(start, end, kind, float(1 - shares[at, 0].mean())) for kind, start, end, at in ends)


@lru_cache(maxsize=64)
def _answer(by: Reader, ids: tuple[int, ...]) -> tuple[Floats, Floats]:
    """The answers for the whole and for each piece; the same words are often read for several members."""
    line, tokens = by.session.run(None, {"ids": np.array(ids, dtype=np.int64)})
    return line[0], tokens


def load_reader(folder: Path = FOLDER) -> Reader:
    """The reader in a folder; ModelError where one of its files is missing or damaged."""
    return Reader(*load_network(folder, NETWORK, PIECES))


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader that is shipped."""
    return load_reader()
