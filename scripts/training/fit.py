"""Logistic regression on sparse rows with numpy alone: L-BFGS, the same bytes on every run on one platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Sparse:
    """Compressed rows whose columns are only those in use."""

    columns: NDArray[np.int64]
    values: Array
    rows: NDArray[np.int64]
    """By entry: the row it is in; ascending."""
    count: int
    width: int

    def dot(self, weights: Array) -> Array:
        return np.bincount(self.rows, weights=self.values * weights[self.columns], minlength=self.count)

    def transposed_dot(self, by_row: Array) -> Array:
        return np.bincount(self.columns, weights=self.values * by_row[self.rows], minlength=self.width)

    def pick(self, keep: NDArray[np.bool_]) -> Sparse:
        """The rows of a mask."""
        number = np.cumsum(keep) - 1
        inside = keep[self.rows]
        return Sparse(self.columns[inside], self.values[inside], number[self.rows[inside]], int(keep.sum()), self.width)


def minimise(function: Callable[[Array], tuple[float, Array]], start: Array, steps: int = 150) -> Array:
    """L-BFGS with ten pairs and a backtracking line search."""
    at, (value, slope) = start, function(start)
    pairs: list[tuple[Array, Array, float]] = []
    for _ in range(steps):
        direction = _direction(slope, pairs)
        descent = float(direction @ slope)
        if descent > -1e-10:
            break
        step = 1.0 if pairs else min(1.0, 1.0 / float(np.abs(slope).sum()))
        for _ in range(30):
            there = at + step * direction
            value_there, slope_there = function(there)
            if value_there <= value + 1e-4 * step * descent:
                break
            step /= 2
        else:
            break
        change, turn = there - at, slope_there - slope
        curvature = float(change @ turn)
        if curvature > 1e-12:
            pairs = [*pairs[-9:], (change, turn, 1 / curvature)]
        small = value - value_there < 1e-7 * max(1.0, abs(value))
        at, value, slope = there, value_there, slope_there
        if small:
            break
    return at


def _direction(slope: Array, pairs: list[tuple[Array, Array, float]]) -> Array:
    turned = slope.copy()
    shares = []
    for change, turn, inverse in reversed(pairs):
        share = inverse * float(change @ turned)
        turned -= share * turn
        shares.append(share)
    if pairs:
        change, turn, inverse = pairs[-1]
        turned *= 1 / (inverse * float(turn @ turn))
    for (change, turn, inverse), share in zip(pairs, reversed(shares), strict=True):
        turned += (share - inverse * float(turn @ turned)) * change
    return -turned


def logistic(rows: Sparse, wanted: Array, weight: Array, strength: float, steps: int = 150) -> tuple[Array, float]:
    """Weights and intercept that fit `wanted` (0..1) with a penalty of 1 / strength."""

    def loss(at: Array) -> tuple[float, Array]:
        logits = rows.dot(at[:-1]) + at[-1]
        probability = 1 / (1 + np.exp(-np.clip(logits, -40, 40)))
        value = float(weight @ (np.logaddexp(0, logits) - wanted * logits)) + float(at[:-1] @ at[:-1]) / (2 * strength)
        error = weight * (probability - wanted)
        slope = np.append(rows.transposed_dot(error) + at[:-1] / strength, error.sum())
        return value, slope

    found = minimise(loss, np.zeros(rows.width + 1), steps)
    return found[:-1], float(found[-1])


def softmax(rows: Sparse, classes: NDArray[np.int64], count: int, strength: float) -> tuple[Array, Array]:
    """Weights (class by column) and intercepts of a choice among `count` classes."""
    wanted = np.eye(count)[classes]

    def loss(at: Array) -> tuple[float, Array]:
        table = at.reshape(count, rows.width + 1)
        logits = np.stack([rows.dot(table[c, :-1]) + table[c, -1] for c in range(count)], axis=1)
        logits -= logits.max(axis=1, keepdims=True)
        chances = np.exp(logits)
        total = chances.sum(axis=1, keepdims=True)
        chances /= total
        value = float((np.log(total[:, 0]) - (wanted * logits).sum(axis=1)).sum())
        value += float((table[:, :-1] ** 2).sum()) / (2 * strength)
        error = chances - wanted
        slope = np.empty_like(table)
        for c in range(count):
            slope[c, :-1] = rows.transposed_dot(error[:, c]) + table[c, :-1] / strength
            slope[c, -1] = error[:, c].sum()
        return value, slope.ravel()

    found = minimise(loss, np.zeros(count * (rows.width + 1))).reshape(count, rows.width + 1)
    return found[:, :-1], found[:, -1]
