"""Texts as rows of hashed character n-grams, made for many texts at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.detection.goods import goods_sketch
from bot.detection.normal import plain

BITS = 18
BUCKETS = 1 << BITS
LONGEST = 4
"""Characters of the longest n-gram."""
CUT = 300
"""Of a longer sketch the model reads the first and the last half of this."""

_START, _END = "\x02", "\x03"
_NUMBER = re.compile(r"\d+")
_REPEATED = re.compile(r"(.{1,4}?)\1{3,}", re.DOTALL)
_MULTIPLIERS = (np.uint32(2654435761), np.uint32(2246822519), np.uint32(3266489917), np.uint32(668265263))
_SPACES = {"text": np.uint32(0x9E3779B1), "context": np.uint32(0x7F4A7C15)}


@dataclass(frozen=True)
class Rows:
    """Sparse rows: every position of the joined texts has LONGEST n-grams, of which some are invalid."""

    ids: NDArray[np.int64]
    """Bucket by n-gram length and position."""
    valid: NDArray[np.bool_]
    starts: NDArray[np.int64]
    """Where each row begins among the positions."""
    scale: NDArray[np.float32]
    """By row: one over the root of its number of n-grams."""


def sketch(text: str) -> str:
    """What the model reads of a text: plain words, goods and numbers replaced by marks, repetition cut to three."""
    read = _REPEATED.sub(r"\1\1\1", _NUMBER.sub("0", goods_sketch(plain(text))))
    return read if len(read) <= CUT else read[: CUT // 2] + read[-CUT // 2 :]


def rows_of(sketches: Sequence[str], space: str = "text", longest: int = LONGEST) -> Rows:
    """One row a sketch; every row has its start and end marked, so none is empty."""
    marked = [f"{_START}{one}{_END}" for one in sketches]
    lengths = np.fromiter((len(one) for one in marked), dtype=np.int64, count=len(marked))
    codes = np.frombuffer("".join(marked).encode("utf-32-le", "replace"), dtype=np.uint32)
    ends = np.cumsum(lengths)
    starts = ends - lengths
    left = np.repeat(ends, lengths) - np.arange(len(codes))
    padded = np.concatenate([codes, np.zeros(longest, dtype=np.uint32)])
    ids = np.empty((longest, len(codes)), dtype=np.int64)
    valid = np.empty((longest, len(codes)), dtype=np.bool_)
    hashed = np.full(len(codes), _SPACES[space], dtype=np.uint32)
    for size in range(longest):
        hashed = (hashed ^ padded[size : size + len(codes)]) * _MULTIPLIERS[size]
        hashed ^= hashed >> np.uint32(15)
        ids[size] = (hashed * np.uint32(2654435769)) >> np.uint32(32 - BITS)
        valid[size] = left > size
    counts = np.add.reduceat(valid.sum(axis=0), starts) if len(starts) else np.zeros(0)
    return Rows(ids, valid, starts, (1 / np.sqrt(counts)).astype(np.float32))


def dot(rows: Rows, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The weight sum of each row, scaled; `weights` has one entry a bucket, or one column a bucket of many heads."""
    if not len(rows.starts):
        return np.zeros((*weights.shape[:-1], 0), dtype=np.float32)
    picked = weights[..., rows.ids] * rows.valid
    return np.add.reduceat(picked.sum(axis=-2), rows.starts, axis=-1) * rows.scale
