"""A frozen set of labelled lines, as hashed features without texts: what is learned must not be worse on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.detection.model.arrays import FOLDER, Model, ModelError, read_checked

FROZEN, FROZEN_CARD = "frozen.npz", "frozen.json"


@dataclass(frozen=True)
class Figures:
    """How the light stage does on the frozen set."""

    precision: float
    recall: float
    f1: float
    false_alarms: float
    """Everyday lines, per 1,000, that it takes for a complaint."""


@dataclass(frozen=True, eq=False)
class Frozen:
    """Buckets of all lines one after another, where each line begins, and what it is: 1 complaint, 0 other, -1 talk."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    kinds: NDArray[np.int8]

    def logits(self, weights: NDArray[np.float32], bias: float) -> NDArray[np.float64]:
        counts = np.diff(np.append(self.starts, len(self.ids)))
        sums = np.add.reduceat(weights[self.ids].astype(np.float64), self.starts)
        return np.asarray(sums / np.sqrt(counts) + bias)

    def figures(self, model: Model) -> Figures:
        """Both heads together, from even odds on."""
        corpus, wide = (self.logits(model.complaint[head, 0], model.complaint_bias[head]) for head in (0, 1))
        taken = corpus + wide > 0
        hit = int((taken & (self.kinds == 1)).sum())
        false = int((taken & (self.kinds == 0)).sum())
        precision, recall = hit / max(1, hit + false), hit / max(1, int((self.kinds == 1).sum()))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return Figures(precision, recall, f1, 1000 * float(taken[self.kinds == -1].mean()))


def load_frozen(folder: Path = FOLDER) -> Frozen:
    """The frozen set in a folder; ModelError where its file is missing or damaged."""
    path = folder / FROZEN_CARD
    try:
        checksum = str(json.loads(path.read_text(encoding="utf-8"))["files"][FROZEN])
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: damaged: {error!r}") from error
    arrays = np.load(BytesIO(read_checked(folder / FROZEN, checksum)), allow_pickle=False)
    return Frozen(arrays["ids"].astype(np.int64), arrays["starts"].astype(np.int64), arrays["kinds"])


@lru_cache(maxsize=1)
def frozen() -> Frozen:
    """The frozen set that is shipped."""
    return load_frozen()
