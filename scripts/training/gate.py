"""The gate before the checks: fitted to lose next to none of the complaints that checks and light stage would find.

Its limit is chosen on held-out files: a file's messages are judged by a gate and by a light stage and combination that
have not read that file.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.detection.model.quick import BUCKETS, GATE, GATE_CARD, LONGEST, Gate, buckets, codes_of, marked
from bot.detection.points import stands, worth_asking
from scripts.training.corpus import Labelled
from scripts.training.fit import Array, Sparse, logistic
from scripts.training.light import CHAT_SETS, read_chat
from scripts.training.stack import Data

LOST = 0.003
"""Of the complaints that the stage behind would answer or ask about, the gate may hold back this share."""
OTHER_WEIGHT, CHAT_WEIGHT = 0.1, 0.1
STRENGTH = 30.0
STEPS = 60
SCALE = 16
"""Weights are kept as whole sixteenths."""
STEP = 0.75
"""So much, as a logit, one score is below the other."""
DEPTHS = 8
LENGTHS = LONGEST + 3
EVERYTHING = dict.fromkeys(CHAT_SETS, 10**9)


@dataclass(frozen=True)
class Fitted:
    """The gate as numbers that are not yet whole."""

    weights: Array
    intercept: float


def rows_of(texts: Sequence[str]) -> Sparse:
    """One row a text: its groups of characters, weighed by one over the root of its length."""
    columns, values, rows = [], [], []
    for at, text in enumerate(texts):
        codes = codes_of(marked(text))
        found = np.concatenate(buckets(codes)).astype(np.int64)
        columns.append(found)
        values.append(np.full(len(found), 1 / math.sqrt(len(codes))))
        rows.append(np.full(len(found), at))
    return Sparse(np.concatenate(columns), np.concatenate(values), np.concatenate(rows), len(texts), BUCKETS)


def below(tables: Sequence[Sparse]) -> Sparse:
    """Tables below one another, with only the columns in use told apart by `fit`."""
    before = np.cumsum([0, *(table.count for table in tables[:-1])])
    return Sparse(
        np.concatenate([table.columns for table in tables]),
        np.concatenate([table.values for table in tables]),
        np.concatenate([table.rows + shift for table, shift in zip(tables, before, strict=True)]),
        sum(table.count for table in tables),
        BUCKETS,
    )


def fit(messages: Sparse, complaint: Array, chat: Sparse) -> Fitted:
    table = below([messages, chat])
    used, columns = np.unique(table.columns, return_inverse=True)
    compact = Sparse(columns, table.values, table.rows, table.count, len(used))
    wanted = np.append(complaint, np.zeros(chat.count))
    weight = np.append(np.where(complaint > 0, 1.0, OTHER_WEIGHT), np.full(chat.count, CHAT_WEIGHT))
    weights, intercept = logistic(compact, wanted, weight, STRENGTH, STEPS)
    spread = np.zeros(BUCKETS)
    spread[used] = weights
    return Fitted(spread, intercept)


def logits(rows: Sparse, fitted: Fitted) -> Array:
    return rows.dot(fitted.weights) + fitted.intercept


def gate_of(fitted: Fitted, limit: float) -> Gate:
    """The gate in whole numbers; texts from `limit` on, as a logit, go on."""
    weights = np.clip(np.round(fitted.weights * SCALE), -127, 127).astype(np.int16)
    roots = [math.sqrt(max(1, length)) for length in range(LENGTHS)]
    limits = tuple(math.floor((limit - fitted.intercept) * root * SCALE) for root in roots)
    strides = tuple(max(1, round(STEP * root * SCALE)) for root in roots)
    scores = tuple(round(1 / (1 + math.exp(STEP * (depth + 0.5) - limit)), 5) for depth in range(DEPTHS))
    return Gate(weights, limits, strides, scores)


def told(data: Data, chances: Array, review_from: float) -> NDArray[np.bool_]:
    """Complaints that the stage behind would answer or ask about, though it has not read their file."""
    asked = np.array([
        chance >= review_from or stands(results, chance) or worth_asking(results)
        for results, chance in zip(data.results, chances, strict=True)
    ])  # fmt: skip
    return asked & (data.complaint > 0)


def alone(message: Labelled) -> bool:
    """Whether the gate may decide on a message: what has a context or a picture goes on in any case."""
    return message.role == "member" and not message.context and not message.has_image and len(message.text) <= LONGEST


def train_gate(data: Data, chances: Array, review_from: float, folder: Path) -> tuple[Gate, dict[str, Any]]:
    """The gate and its figures; `chances` are the held-out chances of the stage behind it."""
    mine = np.array([len(m.text) <= LONGEST and m.role == "member" for m in data.messages])
    rows = rows_of([m.text for m in np.array(data.messages, dtype=object)[mine]])
    complaint, files = data.complaint[mine], data.files[mine]
    fresh = np.array([alone(m) for m in data.messages])[mine]
    found = told(data, chances, review_from)[mine] & fresh
    chat = rows_of([text for text in read_chat(folder, "train", EVERYTHING) if len(text) <= LONGEST])
    held = np.zeros(len(complaint))
    for file in sorted(set(files)):
        out = files == file
        held[out] = logits(rows.pick(out), fit(rows.pick(~out), complaint[~out], chat))
    limit = float(np.quantile(held[found], LOST, method="lower"))
    gate = gate_of(fit(rows, complaint, chat), limit)
    figures = {
        "limit": round(limit, 3),
        "held_out": {
            "complaints_found_behind": int(found.sum()),
            "of_them_held_back": int((held[found] < limit).sum()),
            "other_messages_let_pass": round(float((held[fresh & (complaint == 0)] >= limit).mean()), 3),
        },
        "everyday_test_let_pass": {name: passing(gate, folder, name) for name in CHAT_SETS},
    }
    return gate, figures


def passing(gate: Gate, folder: Path, name: str) -> float:
    """The share of a set's test split that goes on."""
    depths = gate.depths(read_chat(folder, "test", {name: 10**9}))
    return round(sum(depth < 0 for depth in depths) / len(depths), 3)


def write_gate(folder: Path, gate: Gate, figures: dict[str, Any]) -> None:
    """The arrays and the card that names their checksum."""
    buffer = BytesIO()
    np.savez_compressed(
        buffer, weights=gate.weights.astype(np.int8), limits=np.array(gate.limits), strides=np.array(gate.strides),
        scores=np.array(gate.scores),
    )  # fmt: skip
    data = buffer.getvalue()
    (folder / GATE).write_bytes(data)
    card = {"name": "anxin quick", "licence": "Apache-2.0", "files": {GATE: hashlib.sha256(data).hexdigest()}}
    (folder / GATE_CARD).write_text(json.dumps(card | figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
