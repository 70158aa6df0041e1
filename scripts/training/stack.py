"""The second fit: how the light stage's held-out logits and the checks combine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.detection import results_on
from bot.detection.model.combine import Light, choose_category, features, severity_features, weigh
from bot.detection.reading import plain_of
from bot.domain.verdict import CATEGORIES, Burst, BurstMessage, CheckResult, Earlier, Situation
from scripts.training.corpus import Labelled
from scripts.training.fit import Array, Sparse, logistic
from scripts.training.light import Head, Table, fit_choice, fit_yes_no, joined, logits, table_of_chat, table_of_messages

CHAT_WEIGHT = 0.05
STACKED_CHAT_WEIGHT = 0.3
STACK_STRENGTH = 1.0
RULE_SHARES = (0.8, 1.0)
"""At least so much that a check which is sure wins over a light stage that leans elsewhere."""

Named = dict[str, float]


@dataclass(frozen=True)
class Data:
    """Messages and everyday texts with their rows and the checks' results."""

    messages: list[Labelled]
    chat: list[str]
    table: Table
    chat_table: Table
    bursts: list[Burst]
    results: list[tuple[CheckResult, ...]]
    chat_results: list[tuple[CheckResult, ...]]

    @property
    def complaint(self) -> Array:
        return np.array([float(message.complaint) for message in self.messages])

    @property
    def files(self) -> NDArray[np.str_]:
        return np.array([message.file for message in self.messages])


@dataclass(frozen=True)
class LightHeads:
    """The light stage as fitted on some messages."""

    corpus: Head
    wide: Head
    category: list[Head]
    severity: list[Head]


def burst_of(message: Labelled) -> Burst:
    role = "group_leader" if message.role == "leader" else "member"
    return Burst((BurstMessage(message.text, message.has_image),), role)  # type: ignore[arg-type]


def prepare(messages: list[Labelled], chat: list[str]) -> Data:
    """Rows and check results of everything."""
    bursts = [burst_of(message) for message in messages]
    results = [
        results_on(burst, Situation(tuple(Earlier(text) for text in message.context)))
        for burst, message in zip(bursts, messages, strict=True)
    ]
    chat_results = [results_on(Burst((BurstMessage(text),)), Situation()) for text in chat]
    return Data(messages, chat, table_of_messages(messages), table_of_chat(chat), bursts, results, chat_results)


def fit_light(data: Data, keep: NDArray[np.bool_], keep_chat: NDArray[np.bool_]) -> LightHeads:
    """All heads of the light stage, on the messages and everyday texts of two masks."""
    wanted = data.complaint[keep]
    table = data.table.pick(keep)
    corpus = fit_yes_no(table, wanted, np.ones(len(wanted)))
    count = int(keep_chat.sum())
    wide = fit_yes_no(
        joined([table, data.chat_table.pick(keep_chat)]), np.append(wanted, np.zeros(count)),
        np.append(np.ones(len(wanted)), np.full(count, CHAT_WEIGHT)),
    )  # fmt: skip
    with_category = keep & np.array([m.category is not None for m in data.messages])
    classes = np.array([CATEGORIES.index(m.category) for m in data.messages if m.category is not None])
    chosen = with_category[[m.category is not None for m in data.messages]]
    category = fit_choice(data.table.pick(with_category), classes[chosen], len(CATEGORIES))
    with_severity = keep & np.array([m.severity is not None for m in data.messages])
    severities = np.array([m.severity or 0 for m in data.messages])[with_severity]
    rows = data.table.pick(with_severity)
    ones = np.ones(len(severities))
    severity = [fit_yes_no(rows, (severities >= least).astype(float), ones, 10.0) for least in (2, 3)]
    return LightHeads(corpus, wide, category, severity)


@dataclass(frozen=True)
class HeldOut:
    """What the light stage says of each message when its file (or part of the chat) was not trained on."""

    features: list[Named]
    chat_features: list[Named]
    category: Array
    severity: Array


def held_out(data: Data) -> HeldOut:
    """The light stage fitted once a file without that file, and its word on it."""
    files = sorted(set(data.files))
    part = np.arange(len(data.chat)) % len(files)
    named: list[Named] = [{} for _ in data.messages]
    chat_named: list[Named] = [{} for _ in data.chat]
    category = np.zeros((len(data.messages), len(CATEGORIES)))
    severity = np.zeros((len(data.messages), 2))
    for number, file in enumerate(files):
        out, chat_out = data.files == file, part == number
        heads = fit_light(data, ~out, ~chat_out)
        for at, found in zip(np.flatnonzero(out), features_of(data, heads, out), strict=True):
            named[at] = found
        for at, found in zip(np.flatnonzero(chat_out), chat_features_of(data, heads, chat_out), strict=True):
            chat_named[at] = found
        rows = data.table.pick(out)
        category[out] = np.stack([logits(rows, head) for head in heads.category], axis=1)
        severity[out] = np.stack([logits(rows, head) for head in heads.severity], axis=1)
    return HeldOut(named, chat_named, category, severity)


def features_of(data: Data, heads: LightHeads, mask: NDArray[np.bool_]) -> list[Named]:
    rows = data.table.pick(mask)
    corpus, wide = logits(rows, heads.corpus), logits(rows, heads.wide)
    chosen = np.flatnonzero(mask)
    earlier = [text for at in chosen for text in data.messages[at].context]
    before = list(logits(table_of_chat(earlier), heads.wide)) if earlier else []
    found = []
    for row, at in enumerate(chosen):
        message = data.messages[at]
        own, before = before[: len(message.context)], before[len(message.context) :]
        light = Light(float(corpus[row]), float(wide[row]), tuple(map(float, own)))
        found.append(features(light, data.results[at], len(message.text), message.has_image))
    return found


def chat_features_of(data: Data, heads: LightHeads, mask: NDArray[np.bool_]) -> list[Named]:
    rows = data.chat_table.pick(mask)
    pairs = zip(np.flatnonzero(mask), logits(rows, heads.corpus), logits(rows, heads.wide), strict=True)
    return [
        features(Light(float(corpus), float(wide)), data.chat_results[at], len(data.chat[at]), False)
        for at, corpus, wide in pairs
    ]


def fit_named(rows: Sequence[Named], wanted: Array, weight: Array, strength: float = STACK_STRENGTH) -> Named:
    """Weights by feature name; the intercept is that of the feature `bias`."""
    names = sorted({name for row in rows for name in row if name != "bias"})
    number = {name: at for at, name in enumerate(names)}
    entries = [
        (number[name], value, at) for at, row in enumerate(rows) for name, value in row.items() if name != "bias"
    ]
    columns, values, at = (np.array(column) for column in zip(*entries, strict=True))
    sparse = Sparse(columns.astype(np.int64), values.astype(float), at.astype(np.int64), len(rows), len(names))
    weights, intercept = logistic(sparse, wanted, weight, strength)
    return {"bias": round(intercept, 4), **{name: round(float(weights[at]), 4) for name, at in number.items()}}


def fit_combined(data: Data, held: HeldOut, keep: NDArray[np.bool_], keep_chat: NDArray[np.bool_]) -> Named:
    """The weights that give the probability of a complaint."""
    rows = [held.features[at] for at in np.flatnonzero(keep)]
    chat = [held.chat_features[at] for at in np.flatnonzero(keep_chat)]
    wanted = np.append(data.complaint[keep], np.zeros(len(chat)))
    weight = np.append(np.ones(len(rows)), np.full(len(chat), STACKED_CHAT_WEIGHT))
    return fit_named(rows + chat, wanted, weight)


def severity_rows(data: Data, held: HeldOut, keep: NDArray[np.bool_]) -> tuple[list[Named], Array]:
    """Feature rows and severities of the complaints of a mask."""
    rows, wanted = [], []
    for at in np.flatnonzero(keep):
        message = data.messages[at]
        if message.severity is not None:
            light = (float(held.severity[at, 0]), float(held.severity[at, 1]))
            burst = data.bursts[at]
            rows.append(severity_features(light, burst, plain_of(burst), data.results[at], message.category or "other"))
            wanted.append(message.severity)
    return rows, np.array(wanted)


def fit_severity(data: Data, held: HeldOut, keep: NDArray[np.bool_]) -> tuple[Named, Named]:
    rows, severities = severity_rows(data, held, keep)
    ones = np.ones(len(rows))
    clear, serious = (fit_named(rows, (severities >= least).astype(float), ones) for least in (2, 3))
    return clear, serious


def fit_rule_share(data: Data, held: HeldOut, keep: NDArray[np.bool_]) -> float:
    """How much a check's point weighs in the category: the share that gets most right."""
    known = [at for at in np.flatnonzero(keep) if data.messages[at].category is not None]

    def right(share: float) -> int:
        return sum(
            choose_category(held.category[at], data.results[at], share) == data.messages[at].category for at in known
        )

    return max(RULE_SHARES, key=right)


def probabilities(rows: Sequence[Named], weights: Named) -> Array:
    return 1 / (1 + np.exp(-np.array([weigh(row, weights) for row in rows])))
