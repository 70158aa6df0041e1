"""The light stage's training rows, and its heads fitted on them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.detection.model.features import BUCKETS, Rows, rows_of, sketch
from scripts.training.corpus import Labelled
from scripts.training.fit import Array, Sparse, logistic, softmax

CHAT_SETS = {"lccc_toy": 9000, "crosswoz": 3000, "kdconv": 3000, "cold": 5000}
"""Permitted everyday talk by file, and how many texts of each are taken."""
LONGEST_CHAT = 80
CONTEXT_SCALE = 0.5
CONTEXT_LONGEST = 3
STRENGTH = 30.0
HEAD_STRENGTH = 10.0


@dataclass(frozen=True)
class Table:
    """Rows of texts and contexts over both hash spaces; columns are numbered 0..2·BUCKETS."""

    sparse: Sparse

    def pick(self, keep: NDArray[np.bool_]) -> Table:
        return Table(self.sparse.pick(keep))


@dataclass(frozen=True)
class Head:
    """Weights of one head by bucket, of texts (row 0) and contexts (row 1), and its intercept."""

    weights: NDArray[np.float32]
    intercept: float


def context_sketch(context: Sequence[str]) -> str:
    """What the model reads of the last two earlier texts."""
    return "\n".join(sketch(text) for text in context[-2:])


def _entries(
    rows: Rows, offset: int, factor: NDArray[np.float64]
) -> tuple[NDArray[np.int64], Array, NDArray[np.int64]]:
    count = len(rows.starts)
    if not count:
        return np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=np.int64)
    row_at = np.zeros(rows.ids.shape[1], dtype=np.int64)
    row_at[rows.starts[1:]] = 1
    row_at = np.cumsum(row_at)
    row_of = np.broadcast_to(row_at, rows.ids.shape)
    values = (rows.scale.astype(np.float64) * factor)[row_at]
    keep = rows.valid & (factor[row_of] > 0)
    assert row_at[-1] == count - 1
    return rows.ids[keep] + offset, np.broadcast_to(values, rows.ids.shape)[keep], row_of[keep]


def table_of(texts: Sequence[str], contexts: Sequence[Sequence[str]]) -> Table:
    """The rows of messages with their contexts."""
    ones = np.ones(len(texts))
    has_context = np.array([CONTEXT_SCALE if context else 0.0 for context in contexts])
    text = _entries(rows_of([sketch(one) for one in texts]), 0, ones)
    context = _entries(
        rows_of([context_sketch(one) for one in contexts], "context", CONTEXT_LONGEST), BUCKETS, has_context
    )
    columns, values, rows = (np.concatenate(pair) for pair in zip(text, context, strict=True))
    order = np.argsort(rows, kind="stable")
    return Table(Sparse(columns[order], values[order], rows[order], len(texts), 2 * BUCKETS))


def joined(tables: Sequence[Table]) -> Table:
    """Tables below one another."""
    parts = [table.sparse for table in tables]
    before = np.cumsum([0, *(part.count for part in parts[:-1])])
    return Table(
        Sparse(
            np.concatenate([part.columns for part in parts]), np.concatenate([part.values for part in parts]),
            np.concatenate([part.rows + shift for part, shift in zip(parts, before, strict=True)]),
            sum(part.count for part in parts), 2 * BUCKETS,
        )
    )  # fmt: skip


def _compact(sparse: Sparse) -> tuple[Sparse, NDArray[np.int64]]:
    used, columns = np.unique(sparse.columns, return_inverse=True)
    return Sparse(columns, sparse.values, sparse.rows, sparse.count, len(used)), used


def _spread(weights: Array, used: NDArray[np.int64]) -> NDArray[np.float32]:
    full = np.zeros(2 * BUCKETS, dtype=np.float32)
    full[used] = weights
    return full.reshape(2, BUCKETS)


def fit_yes_no(table: Table, wanted: Array, weight: Array, strength: float = STRENGTH) -> Head:
    """A head that tells two classes apart."""
    sparse, used = _compact(table.sparse)
    weights, intercept = logistic(sparse, wanted, weight, strength)
    return Head(_spread(weights, used), intercept)


def fit_choice(table: Table, classes: NDArray[np.int64], count: int, strength: float = HEAD_STRENGTH) -> list[Head]:
    """Heads that choose among classes."""
    sparse, used = _compact(table.sparse)
    weights, intercepts = softmax(sparse, classes, count, strength)
    return [Head(_spread(weights[c], used), float(intercepts[c])) for c in range(count)]


def logits(table: Table, head: Head) -> Array:
    return table.sparse.dot(head.weights.ravel().astype(np.float64)) + head.intercept


def read_chat(folder: Path, split: str = "train", most: dict[str, int] | None = None) -> list[str]:
    """Everyday texts of a split: of each file those with the smallest hashes, so that the choice is stable."""
    texts: list[str] = []
    for name, count in (most or CHAT_SETS).items():
        with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            found = {row["text"] for row in rows if row["split"] == split and row["text"]}
        if split == "train":
            found = {text for text in found if len(text) <= LONGEST_CHAT}
        texts += sorted(found, key=lambda text: hashlib.sha256(text.encode()).hexdigest())[:count]
    return texts


def table_of_messages(messages: Sequence[Labelled]) -> Table:
    return table_of([m.text for m in messages], [m.context for m in messages])


def table_of_chat(texts: Sequence[str]) -> Table:
    return table_of(texts, [()] * len(texts))
