"""The gate before everything else: says of most ordinary talk, for next to nothing, that it is surely no complaint.

A sum of whole-number weights over hashed groups of one to three characters, held against a limit that depends on the
length. Whole numbers give the same answer alone and in a batch. What the gate does not clear goes on to the checks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from io import BytesIO
from operator import add
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.detection.model.arrays import FOLDER, ModelError, read_checked
from bot.detection.normal import INVISIBLE, SIMPLIFIED

GATE, GATE_CARD = "quick.npz", "quick.json"
BITS = 18
BUCKETS = 1 << BITS
LONGEST = 80
"""Longer texts always go on."""
KEPT = 100_000
"""So many groups of characters are remembered with their weights."""

_START, _END = "\x02", "\x03"
_PICTORIAL, _UNREADABLE = 0xE000, 0xFFFF
_TAGS = 0xE0000
_STOP = 1 << 24
"""More than any limit: a text with a character that nobody can see goes on."""
_A, _B, _C = 2654435761, 2246822519, 3266489917
_WORD = 0xFFFFFFFF
_SHIFT = 32 - BITS


def _read_as() -> NDArray[np.uint32]:
    """What each character counts as: Simplified, one width, lower case, every digit the same."""
    table = np.arange(1 << 16, dtype=np.uint32)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)
    table[ord("A") : ord("Z") + 1] = table[0xFF21:0xFF3B] = np.arange(ord("a"), ord("z") + 1)
    table[ord("0") : ord("9") + 1] = table[0xFF10:0xFF1A] = ord("0")
    for traditional, simple in SIMPLIFIED.items():
        table[traditional] = ord(simple)
    for char in INVISIBLE.findall("".join(map(chr, range(1 << 16)))):
        table[ord(char)] = _UNREADABLE
    table[[ord(_START), ord(_END)]] = ord(_START), ord(_END)
    table[[ord("\n"), ord("\t"), ord("\r"), 0x3000, 0xA0]] = ord(" ")
    return table


_READ_AS = _read_as()
_READ_LIST: list[int] = _READ_AS.tolist()


def _code(char: str) -> int:
    code = ord(char)
    if code > 0xFFFF:
        return _UNREADABLE if code >= _TAGS else _PICTORIAL
    return _READ_LIST[code]


def codes_of(text: str) -> NDArray[np.uint32]:
    """The characters of many texts put together, as they count."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if codes.size and int(codes.max()) > 0xFFFF:
        codes = np.where(codes > 0xFFFF, np.where(codes >= _TAGS, _UNREADABLE, _PICTORIAL), codes)
    return _READ_AS[codes]


def buckets(codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """The bucket of the one, two and three characters that begin at each place; the last ones have no neighbours."""
    one = (codes + np.uint32(1)) * np.uint32(_A)
    two = (one[:-1] + codes[1:]) * np.uint32(_B)
    three = (two[:-1] + codes[2:]) * np.uint32(_C)
    return one >> np.uint32(_SHIFT), two >> np.uint32(_SHIFT), three >> np.uint32(_SHIFT)


def bucket_of(group: str) -> int:
    """The bucket of one to three characters: what `buckets` gives."""
    hashed = (_code(group[0]) + 1) * _A & _WORD
    for char, factor in zip(group[1:], (_B, _C), strict=False):
        hashed = (hashed + _code(char)) * factor & _WORD
    return hashed >> _SHIFT


def marked(text: str) -> str:
    """The text with its beginning and end marked."""
    return f"{_START}{text}{_END}"


class _Remembered(dict[str, int]):
    """Weight by group of characters, looked up once."""

    def __init__(self, weights: NDArray[np.int16]) -> None:
        self._weights = weights

    def __missing__(self, group: str) -> int:
        unreadable = len(group) == 1 and _code(group) == _UNREADABLE
        weight = self[group] = _STOP if unreadable else int(self._weights[bucket_of(group)])
        return weight


@dataclass(frozen=True, eq=False)
class Gate:
    """Weights by bucket, the limit from which a text of so many marked characters goes on, and scores below it."""

    weights: NDArray[np.int16]
    limits: tuple[int, ...]
    strides: tuple[int, ...]
    """By length: how much deeper below the limit the next score begins."""
    scores: tuple[float, ...]
    """By depth: the chance of a complaint, falling."""
    _known: _Remembered = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", _Remembered(self.weights))

    @cached_property
    def _limit_array(self) -> NDArray[np.int64]:
        return np.array(self.limits, dtype=np.int64)

    @cached_property
    def _stride_array(self) -> NDArray[np.int64]:
        return np.array(self.strides, dtype=np.int64)

    def sum_of(self, text: str) -> int:
        """What speaks for a complaint in one text."""
        known, read = self._known, marked(text)
        weight = known.__getitem__
        pairs = list(map(add, read, read[1:]))
        total = sum(map(weight, read)) + sum(map(weight, pairs)) + sum(map(weight, map(add, pairs, read[2:])))
        if len(known) > KEPT:
            known.clear()
        return total

    def sums_of(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The same for many texts, and the lengths that the limits go by."""
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 2
        ends = np.cumsum(lengths)
        codes = codes_of(_START + f"{_END}{_START}".join(texts) + _END)
        one, two, three = buckets(codes)
        totals = self.weights[one].astype(np.int32)
        last = ends[:-1] - 1
        pairs = self.weights[two]
        pairs[last] = 0
        totals[:-1] += pairs
        triples = self.weights[three]
        triples[last] = triples[last - 1] = 0
        totals[:-2] += triples
        unreadable = codes == _UNREADABLE
        if unreadable.any():
            totals[unreadable] += _STOP - self.weights[one[unreadable]].astype(np.int32)
        return np.add.reduceat(totals, ends - lengths, dtype=np.int64), lengths

    def depth(self, text: str) -> int:
        """How far one text is below the limit, by the scores' steps; -1 when it goes on."""
        length = len(text) + 2
        if length > LONGEST + 2:
            return -1
        below = self.limits[length] - 1 - self.sum_of(text)
        if below < 0:
            return -1
        return min(below // self.strides[length], len(self.scores) - 1)

    def depths(self, texts: Sequence[str]) -> list[int]:
        """`depth` of many texts at once."""
        if not texts:
            return []
        sums, lengths = self.sums_of([text if len(text) <= LONGEST else "" for text in texts])
        below = self._limit_array[lengths] - 1 - sums
        found = np.minimum(below // self._stride_array[lengths], len(self.scores) - 1)
        found[below < 0] = -1
        depths: list[int] = found.tolist()
        if max(map(len, texts)) > LONGEST:
            return [depth if len(text) <= LONGEST else -1 for text, depth in zip(texts, depths, strict=True)]
        return depths


def load_gate(folder: Path = FOLDER) -> Gate:
    """The gate in a folder; ModelError where its file is missing or damaged."""
    arrays = np.load(BytesIO(read_checked(folder / GATE, _checksum(folder / GATE_CARD))), allow_pickle=False)
    return Gate(
        arrays["weights"].astype(np.int16),
        tuple(arrays["limits"].tolist()),
        tuple(arrays["strides"].tolist()),
        tuple(arrays["scores"].tolist()),
    )


def _checksum(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["files"][GATE])
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: damaged: {error!r}") from error


@lru_cache(maxsize=1)
def gate() -> Gate:
    """The gate that is shipped."""
    return load_gate()
