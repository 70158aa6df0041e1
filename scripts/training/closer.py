"""The third fit: for which messages the encoder is asked, and how its word joins that of light stage and checks.

It is fitted on writers whom neither stage has read (`corpus/fitting`), as the shipped network answers there; these
answers lie in `encoder_answers.npz`, written by `scripts.training.encoder`, so that this fit needs numpy only and gives
the same bytes on every run.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.detection import results_on
from bot.detection.chance import is_asked
from bot.detection.model.combine import (
    Light,
    choose_category,
    features,
    mixed,
    severity_features,
    severity_with_encoder,
    weigh,
    with_encoder,
)  # fmt: skip
from bot.detection.model.encoder import Deep, deep_of
from bot.detection.reading import plain_of
from bot.domain.verdict import CATEGORIES, CheckResult
from bot.domain.voice import ASPECTS, KINDS
from scripts.training.corpus import CORPUS, Labelled, load
from scripts.training.examples import Example, keyed_threads, read_threads
from scripts.training.fit import Array
from scripts.training.light import logits, table_of_chat
from scripts.training.stack import (
    Data,
    LightHeads,
    Named,
    chat_features_of,
    features_of,
    fit_named,
    prepare,
    probabilities,
)  # fmt: skip

FITTING = CORPUS / "fitting"
"""Messages and threads by writers of whom no stage has learned."""
ANSWERS = Path(__file__).parent / "encoder_answers.npz"
WIDTH = 1 + len(CATEGORIES) + 2 + 1 + len(KINDS) + len(ASPECTS)
ASKED_SHARE = 0.08
"""How much of the everyday talk may reach the encoder."""
CHAT_WEIGHT = 0.05
THREAD_WEIGHT, DAY_WEIGHT = 0.5, 2.0
"""What a line of a thread and of an ordinary day weighs: life is ordinary days."""
SERIOUS_RECALL = 0.95
SPEAKS_FOR = {
    "light corpus", "light wide", "light lower", "encoder", "encoder lower", "encoder higher", "no fault, light",
    "no fault, encoder", "rules", "faults", "image", "short_measure", "anger", "leaving", "illness", "foreign_matter",
    "expired", "threat", *CATEGORIES,
}  # fmt: skip
"""Features that a complaint has more of."""
SHARES = tuple((light, encoder) for light in (0.0, 0.25, 0.5) for encoder in (0.5, 1.0, 1.5))
"""Tried: what a point of the light stage and of the encoder weighs in the choice of the category."""


def chat_key(text: str) -> str:
    return "chat-" + hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Answers:
    """The encoder's answers by key: a message's id, a thread line's id and number, or a chat text's hash."""

    by_key: dict[str, NDArray[np.float32]]

    def of(self, key: str) -> Deep | None:
        found = self.by_key.get(key)
        return None if found is None else deep_of(found.tolist())


def write_answers(path: Path, keys: Sequence[str], rows: Array) -> None:
    texts = np.frombuffer("\n".join(keys).encode(), dtype=np.uint8)
    np.savez_compressed(path, keys=texts, answers=rows.astype(np.float16))


def read_answers(path: Path = ANSWERS) -> Answers:
    arrays = np.load(path, allow_pickle=False)
    keys: Iterable[str] = arrays["keys"].tobytes().decode().split("\n")
    return Answers(dict(zip(keys, arrays["answers"].astype(np.float32), strict=True)))


def fitting_messages(against: Path | None = None) -> list[Labelled]:
    return load(FITTING, against)


def fitting_lines(files: str = "*_*.jsonl") -> list[tuple[str, Example]]:
    """The members' lines of threads and days, by key."""
    names = [str(path.relative_to(CORPUS)) for path in sorted(FITTING.glob(files))]
    return [pair for thread in read_threads(names=names) for pair in keyed_threads(thread)]


@dataclass(frozen=True)
class Part:
    """Bursts as the first stage and the encoder read them, and whether they are complaints."""

    first: list[Named]
    results: list[tuple[CheckResult, ...]]
    deep: list[Deep]
    complaint: Array

    @cached_property
    def rows(self) -> list[Named]:
        """The features with the encoder's word."""
        return [with_encoder(row, deep.complaint) for row, deep in zip(self.first, self.deep, strict=True)]


@dataclass(frozen=True)
class Fitting:
    """What the encoder's part is fitted on: single messages, lines of a group's talk, everyday talk."""

    data: Data
    """The messages."""
    messages: Part
    threads: Part
    days: Part
    chat: Part
    category: Array
    severity: Array
    """The light stage's logits of the messages, one column for each category and for each step of severity."""


def read_fitting(trained: Data, heads: LightHeads, answers: Answers, against: Path | None) -> Fitting:
    """All parts, as far as the encoder's answers are known; the everyday talk is that of the first fit."""

    def part(first: list[Named], results: Sequence[tuple[CheckResult, ...]], keys: list[str], true: Array) -> Part:
        known = [(at, deep) for at, key in enumerate(keys) if (deep := answers.of(key)) is not None]
        kept = [at for at, _ in known]
        return Part([first[at] for at in kept], [results[at] for at in kept], [deep for _, deep in known], true[kept])

    data = prepare([one for one in fitting_messages(against) if answers.of(one.id)], [])
    every, all_chat = np.ones(len(data.messages), dtype=bool), np.ones(len(trained.chat), dtype=bool)

    def lines(files: str) -> Part:
        pairs = fitting_lines(files)
        bursts = [one.burst for _, one in pairs]
        table = table_of_chat([burst.text for burst in bursts])
        results = [results_on(one.burst, one.situation) for _, one in pairs]
        light = zip(logits(table, heads.corpus), logits(table, heads.wide), strict=True)
        first = [
            features(Light(float(corpus), float(wide)), found, len(burst.text), burst.has_image)
            for (corpus, wide), burst, found in zip(light, bursts, results, strict=True)
        ]
        true = np.array([float(one.complaint) for _, one in pairs])
        return part(first, results, [key for key, _ in pairs], true)

    return Fitting(
        data,
        part(features_of(data, heads, every), data.results, [one.id for one in data.messages], data.complaint),
        lines("threads_*.jsonl"),
        lines("days_*.jsonl"),
        part(chat_features_of(trained, heads, all_chat), trained.chat_results,
             [chat_key(text) for text in trained.chat], np.zeros(len(trained.chat))),
        np.stack([logits(data.table, head) for head in heads.category], axis=1),
        np.stack([logits(data.table, head) for head in heads.severity], axis=1),
    )  # fmt: skip


def fit_sum(parts: Sequence[tuple[Part, float]], without: Set[str] = frozenset()) -> Named:
    """Weights of the sum, each part's rows with a weight of their own; features named in `without` are left out."""
    rows = [{name: row[name] for name in row if name not in without} for part, _ in parts for row in part.rows]
    wanted = np.concatenate([part.complaint for part, _ in parts])
    return fit_named(rows, wanted, np.concatenate([np.full(len(part.rows), weight) for part, weight in parts]))


def fit_talk(fitting: Fitting) -> Named:
    """The same for the stream of a group, where nothing that speaks for a complaint weighs against one.

    In labelled talk plain words are rare and most of what sounds like them is harmless; weights free to go below zero
    would take 草莓烂了一半 for less than the encoder's word alone does.
    """
    parts = [(fitting.threads, THREAD_WEIGHT), (fitting.days, DAY_WEIGHT), (fitting.chat, CHAT_WEIGHT)]
    without: set[str] = set()
    while True:
        found = fit_sum(parts, without)
        against = {name for name, weight in found.items() if weight < 0 and name in SPEAKS_FOR}
        if not against:
            return found
        without |= against


def level_talk(fitting: Fitting, weights: Named, answered_from: float, right: float) -> Named:
    """The weights for the stream of a group with the bias with which, of its lines that are answered, such a share is
    right, as of messages that stand alone."""
    rows = [*fitting.threads.rows, *fitting.days.rows]
    complaint = np.append(fitting.threads.complaint, fitting.days.complaint)
    found = np.array([weigh(row, weights) for row in rows])
    order = np.argsort(-found, kind="stable")
    enough = np.flatnonzero(np.cumsum(complaint[order]) / np.arange(1, len(order) + 1) >= right)
    least = float(found[order[enough[-1]]]) if len(enough) else float(found.max())
    return {**weights, "bias": round(weights["bias"] + math.log(answered_from / (1 - answered_from)) - least, 4)}


def picked(part: Part, keep: NDArray[np.bool_]) -> Part:
    at = np.flatnonzero(keep)
    return Part(
        [part.first[n] for n in at], [part.results[n] for n in at], [part.deep[n] for n in at], part.complaint[at]
    )  # fmt: skip


def closer_chances(fitting: Fitting, first: Named, first_chat: Named, least: float) -> tuple[Array, Array]:
    """The chain's chance of each message and everyday text: the first stage's, or where the encoder is asked a sum's
    fitted without its file or part of the talk."""
    messages, chat = fitting.messages, fitting.chat
    found, found_chat = probabilities(messages.first, first), probabilities(chat.first, first_chat)
    reached, reached_chat = asked(messages, found, least), asked(chat, found_chat, least)
    files = sorted(set(fitting.data.files))
    part = np.arange(len(chat.first)) % len(files)
    for number, file in enumerate(files):
        out, chat_out = fitting.data.files == file, part == number
        weights = fit_sum([(picked(messages, ~out), 1.0), (picked(chat, ~chat_out), CHAT_WEIGHT)])
        both = ((found, messages.rows, out & reached), (found_chat, chat.rows, chat_out & reached_chat))
        for chances, rows, mask in both:
            mine = np.flatnonzero(mask)
            if len(mine):
                chances[mine] = probabilities([rows[at] for at in mine], weights)
    return found, found_chat


def asked(part: Part, chances: Array, least: float) -> NDArray[np.bool_]:
    """Which bursts reach the encoder."""
    return np.array([is_asked(one, chance, least) for one, chance in zip(part.results, chances, strict=True)])


def asked_from(chat: Array) -> float:
    """The first stage's chance from which the encoder is asked."""
    return round(float(np.quantile(chat, 1 - ASKED_SHARE)), 3)


def fit_shares(fitting: Fitting, rule_share: float) -> tuple[float, float]:
    """What light stage and encoder weigh in the category: the pair that gets most right."""
    part, messages = fitting.messages, fitting.data.messages
    known = [at for at, message in enumerate(messages) if message.category]

    def right(shares: tuple[float, float]) -> int:
        return sum(
            choose_category(
                mixed(fitting.category[at], part.deep[at].category, *shares), part.results[at], rule_share
            ) == messages[at].category
            for at in known
        )  # fmt: skip

    return max(SHARES, key=right)


def severity_rows(fitting: Fitting) -> tuple[list[Named], Array]:
    """Feature rows with the encoder's word, and severities."""
    rows, wanted = [], []
    for at, message in enumerate(fitting.data.messages):
        if message.severity is None:
            continue
        burst, light = fitting.data.bursts[at], (float(fitting.severity[at, 0]), float(fitting.severity[at, 1]))
        found = severity_features(light, burst, plain_of(burst), fitting.data.results[at], message.category or "other")
        rows.append(severity_with_encoder(found, fitting.messages.deep[at].severity))
        wanted.append(message.severity)
    return rows, np.array(wanted)


def fit_severity(rows: Sequence[Named], severities: Array) -> tuple[Named, Named]:
    """Weights for at least 2, and for 3; the latter so that few of the serious ones are taken for less."""
    ones = np.ones(len(rows))
    clear, serious = (fit_named(rows, (severities >= least).astype(float), ones) for least in (2, 3))
    grave = [weigh(row, serious) for row, severity in zip(rows, severities, strict=True) if severity == 3]
    serious["bias"] = round(serious["bias"] - float(np.quantile(grave, 1 - SERIOUS_RECALL)), 4)
    return clear, serious


def fit_closer(fitting: Fitting, chat: Array, rule_share: float) -> dict[str, Any]:
    """What the card says of the encoder's part; `chat` are the first stage's held-out chances of everyday talk."""
    without_context = np.array([not message.context for message in fitting.data.messages])
    light_share, encoder_share = fit_shares(fitting, rule_share)
    clear, serious = fit_severity(*severity_rows(fitting))
    alone = picked(fitting.messages, without_context)
    return {
        "asked_from": asked_from(chat),
        "combined": fit_sum([(fitting.messages, 1.0), (fitting.chat, CHAT_WEIGHT)]),
        "alone": fit_sum([(alone, 1.0), (fitting.chat, CHAT_WEIGHT)]),
        "in_talk": fit_talk(fitting),
        "clear": clear,
        "serious": serious,
        "light_share": light_share,
        "encoder_share": encoder_share,
    }
