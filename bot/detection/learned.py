"""What this installation has taught the detector: what people said of single messages, and what follows from it.

Three things come out of the corrections: the words themselves are remembered, for the group in which they were said;
the heads of the light stage move a little towards them; and the gate lets through what is like a missed complaint.
All of it are numbers beside the shipped arrays, kept as one file of arrays with a checksum.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from io import BytesIO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.detection.goods import find_goods
from bot.detection.model.arrays import CARD, FOLDER, Model, ModelError
from bot.detection.model.features import dot, rows_of, sketch
from bot.detection.model.frozen import Figures, Frozen
from bot.detection.model.quick import GATE_CARD, LONGEST, Gate, buckets, codes_of, marked
from bot.detection.normal import plain
from bot.detection.reading import quoted
from bot.domain.verdict import Burst, CheckResult, Situation

SAME, ALIKE = 0.9, 0.6
"""Shares of common one- and two-character groups from which words are taken to be the same, or nearly so."""
LEAST = 5
"""Shorter words mean what was said before them; they are not remembered."""
STRENGTHS = (4.0, 1.0, 0.25)
"""How far the heads may move, boldest first: the first that is not worse on the frozen set is taken."""
STEPS = 200
WORSE_F1, WORSE_ALARMS = 0.003, 2.0
"""So much less F1, or so many more false alarms per 1,000 everyday lines, is worse."""
SLACK = 0.5
"""How far above its limit the gate is to see a missed complaint, as a logit."""


@dataclass(frozen=True)
class Lesson:
    """What somebody said of a text in a group; `weight` is less than one where it was not a person."""

    group: int
    text: str
    complaint: bool
    weight: float = 1.0


@dataclass(frozen=True, eq=False)
class Learned:
    """What was learned, as arrays: remembered words by lesson, and changes of the heads and the gate by bucket."""

    groups: NDArray[np.int64]
    complaints: NDArray[np.bool_]
    starts: NDArray[np.int64]
    words: NDArray[np.uint32]
    """The hashed groups of characters of each lesson, one lesson after another; the newest lesson comes last."""
    head_ids: NDArray[np.int64]
    head_changes: NDArray[np.float32]
    """Head (corpus, wide) by bucket."""
    gate_ids: NDArray[np.int64]
    gate_changes: NDArray[np.int16]

    @cached_property
    def _lessons(self) -> dict[int, list[tuple[frozenset[int], bool]]]:
        """By group, the newest first."""
        found: dict[int, list[tuple[frozenset[int], bool]]] = {}
        parts = np.split(self.words, self.starts[1:]) if len(self.starts) else []
        for group, complaint, words in zip(self.groups.tolist(), self.complaints.tolist(), parts, strict=True):
            found.setdefault(group, []).insert(0, (frozenset(words.tolist()), complaint))
        return found

    def recall(self, burst: Burst, situation: Situation) -> CheckResult | None:
        """What a person in this group said of the same words, or nearly the same."""
        if situation.group is None or situation.group not in self._lessons:
            return None
        words = words_of(burst.text)
        if words is None:
            return None
        best, complaint = 0.0, False
        for known, answer in self._lessons[situation.group]:
            likeness = len(words & known) / len(words | known)
            if likeness > best:
                best, complaint = likeness, answer
        if best < ALIKE:
            return None
        what = "这句是投诉" if complaint else "这句不是投诉"
        detail = f"之前说过，{what}" if best >= SAME else f"像“{quoted(burst.text)}”的话，之前说过{what[2:]}"
        return CheckResult("remembered", best if complaint else -best, detail, veto=not complaint)

    def model(self, shipped: Model) -> Model:
        """The shipped model with its heads moved."""
        if not len(self.head_ids):
            return shipped
        complaint = shipped.complaint.copy()
        complaint[:, 0, self.head_ids] += self.head_changes
        return replace(shipped, complaint=complaint)

    def gate(self, shipped: Gate) -> Gate:
        """The shipped gate, open for what is like a missed complaint."""
        if not len(self.gate_ids):
            return shipped
        weights = shipped.weights.copy()
        weights[self.gate_ids] += self.gate_changes
        return Gate(weights, shipped.limits, shipped.strides, shipped.scores)


def words_of(text: str) -> frozenset[int] | None:
    """The hashed groups of one and two characters by which words are known again, with the goods that they name; None
    where they are too few to mean something by themselves."""
    bare = "".join(char for char in plain(text) if char.isalnum())
    if len(bare) < LEAST:
        return None
    one, two, _ = buckets(codes_of(marked(bare)))
    goods = [_hashed(f"goods {name}") + extra for name in find_goods(text) for extra in range(3)]
    return frozenset([*one[1:-1].tolist(), *two.tolist(), *goods])


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:3], "big") + (1 << 20)


def learn(lessons: Sequence[Lesson], model: Model, gate: Gate, frozen: Frozen) -> tuple[Learned | None, Figures]:
    """What the lessons teach, and its figures on the frozen set; None where every way is worse there."""
    lessons = _last_word(lessons)
    before = frozen.figures(model)
    remembered = _remembered(lessons)
    opened, opened_by = _opened(lessons, gate)
    after = before
    for strength in STRENGTHS:
        ids, changes = _moved(lessons, model, strength)
        learned = replace(remembered, head_ids=ids, head_changes=changes, gate_ids=opened, gate_changes=opened_by)
        after = frozen.figures(learned.model(model))
        if after.f1 >= before.f1 - WORSE_F1 and after.false_alarms <= before.false_alarms + WORSE_ALARMS:
            return learned, after
    return None, after


def _last_word(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Of several lessons on one text in one group the last holds."""
    return list({(lesson.group, plain(lesson.text)): lesson for lesson in lessons}.values())


def _remembered(lessons: Sequence[Lesson]) -> Learned:
    """What people said, word for word; what a machine thinks is not kept as a person's word."""
    kept = [(lesson, words) for lesson in lessons if lesson.weight >= 1 and (words := words_of(lesson.text))]
    sizes = [len(words) for _, words in kept]
    flat = [word for _, words in kept for word in sorted(words)]
    none = np.zeros(0, dtype=np.int64)
    return Learned(
        np.array([lesson.group for lesson, _ in kept], dtype=np.int64),
        np.array([lesson.complaint for lesson, _ in kept], dtype=np.bool_),
        np.cumsum([0, *sizes[:-1]]).astype(np.int64) if sizes else none,
        np.array(flat, dtype=np.uint32),
        none, np.zeros((2, 0), dtype=np.float32), none, np.zeros(0, dtype=np.int16),
    )  # fmt: skip


def _moved(lessons: Sequence[Lesson], model: Model, strength: float) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The heads moved from where they are towards the lessons, held back by the square of the way."""
    rows = rows_of([sketch(lesson.text) for lesson in lessons])
    row_of = np.repeat(np.arange(len(lessons)), np.diff(np.append(rows.starts, rows.ids.shape[1])))
    row_of = np.broadcast_to(row_of, rows.ids.shape)[rows.valid]
    ids, columns = np.unique(rows.ids[rows.valid], return_inverse=True)
    values = rows.scale[row_of].astype(np.float64)
    wanted = np.array([float(lesson.complaint) for lesson in lessons])
    weight = np.array([lesson.weight for lesson in lessons])
    changes = []
    for head in (0, 1):
        shipped = (dot(rows, model.complaint[head, 0]) + model.complaint_bias[head]).astype(np.float64)
        way = np.zeros(len(ids))
        pace = 1 / (1 / strength + _steepest(row_of, columns, values, weight, len(ids)) / 4)
        for _ in range(STEPS):
            logits = shipped + np.bincount(row_of, values * way[columns], len(lessons))
            error = weight * (1 / (1 + np.exp(-np.clip(logits, -40, 40))) - wanted)
            way -= pace * (np.bincount(columns, values * error[row_of], len(ids)) + way / strength)
        changes.append(way)
    return ids, np.array(changes, dtype=np.float32)


def _steepest(
    row_of: NDArray[np.int64],
    columns: NDArray[np.int64],
    values: NDArray[np.float64],
    weight: NDArray[np.float64],
    n: int,
) -> float:
    """No step of the descent may be longer than this turn allows: the largest eigenvalue, by repeated products."""
    at: NDArray[np.float64] = np.ones(n)
    size = 1.0
    for _ in range(20):
        rows = np.bincount(row_of, values * at[columns], len(weight)) * weight
        at = np.asarray(np.bincount(columns, values * rows[row_of], n), dtype=np.float64)
        size = float(np.sqrt(at @ at)) or 1.0
        at /= size
    return size * 1.1


def _opened(lessons: Sequence[Lesson], gate: Gate) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
    """Changes of the gate by which every missed complaint, and what is like it, goes on."""
    weights = gate.weights.astype(np.int64)
    for lesson in lessons:
        if not lesson.complaint or len(lesson.text) > LONGEST:
            continue
        groups = np.concatenate(buckets(codes_of(marked(lesson.text))))
        length = len(lesson.text) + 2
        wanted = gate.limits[length] + round(SLACK * 16 * length**0.5)
        short = wanted - int(weights[groups].sum())
        if short > 0:
            np.add.at(weights, groups, -(-short // len(groups)))
    ids = np.flatnonzero(weights != gate.weights)
    return ids, (np.clip(weights[ids], -32000, 32000) - gate.weights[ids]).astype(np.int16)


@lru_cache(maxsize=1)
def shipped_as() -> str:
    """Which shipped model this is: what was learned belongs to the arrays that it moves."""
    files = [(FOLDER / name).read_bytes() for name in (CARD, GATE_CARD)]
    return hashlib.sha256(b"".join(files)).hexdigest()[:16]


def packed(learned: Learned) -> tuple[bytes, str]:
    """The arrays as one file, and its SHA-256."""
    buffer = BytesIO()
    np.savez_compressed(buffer, **{name: getattr(learned, name) for name in Learned.__dataclass_fields__})
    data = buffer.getvalue()
    return data, hashlib.sha256(data).hexdigest()


def unpacked(data: bytes, checksum: str, name: str) -> Learned:
    """What `packed` made; ModelError, naming it, where the bytes are not those that were kept."""
    found = hashlib.sha256(data).hexdigest()
    if found != checksum:
        raise ModelError(f"{name}: damaged: SHA-256 is {found}, expected {checksum}")
    try:
        arrays = np.load(BytesIO(data), allow_pickle=False)
        return Learned(**{field: arrays[field] for field in Learned.__dataclass_fields__})
    except (ValueError, KeyError, OSError, BadZipFile) as error:
        raise ModelError(f"{name}: damaged: {error!r}") from error
