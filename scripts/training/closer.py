"""The third fit: for which messages the encoder is asked, and how its word joins that of light stage and checks.

The encoder's answers on messages that it has not read lie in `encoder_held_out.npz`, written by
`scripts.training.encoder`, so that this fit needs numpy only and gives the same bytes on every run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from scripts.training.examples import keyed_threads, read_threads
from scripts.training.fit import Array
from scripts.training.light import logits, table_of_chat
from scripts.training.stack import Data, HeldOut, LightHeads, Named, fit_named, probabilities

HELD_OUT = Path(__file__).parent / "encoder_held_out.npz"
WIDTH = 1 + len(CATEGORIES) + 2 + 1 + len(KINDS) + len(ASPECTS)
ASKED_SHARE = 0.08
"""How much of the everyday talk may reach the encoder."""
CHAT_WEIGHT = 1.0
THREAD_WEIGHT = 1.5
SERIOUS_RECALL = 0.95
SHARES = tuple((light, encoder) for light in (0.0, 0.25, 0.5) for encoder in (0.5, 1.0, 1.5))
"""Tried: what a point of the light stage and of the encoder weighs in the choice of the category."""

Rows = list[Named | None]
Pair = tuple[Array, Array]
Masks = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""Of the messages and of the chat."""


def chat_key(text: str) -> str:
    return "chat-" + hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Answers:
    """The encoder's held-out answers by key: a message's id, a thread line's id and number, or a chat text's hash."""

    by_key: dict[str, NDArray[np.float32]]

    def of(self, key: str) -> Deep | None:
        found = self.by_key.get(key)
        return None if found is None else deep_of(found.tolist())


def write_answers(path: Path, keys: Sequence[str], rows: Array) -> None:
    texts = np.frombuffer("\n".join(keys).encode(), dtype=np.uint8)
    np.savez_compressed(path, keys=texts, answers=rows.astype(np.float16))


def read_answers(path: Path = HELD_OUT) -> Answers:
    arrays = np.load(path, allow_pickle=False)
    keys: Iterable[str] = arrays["keys"].tobytes().decode().split("\n")
    return Answers(dict(zip(keys, arrays["answers"].astype(np.float32), strict=True)))


@dataclass(frozen=True)
class Chain:
    """Held-out features with the encoder's word, None where it has none: of messages, chat and thread lines."""

    messages: Rows
    chat: Rows
    threads: Rows
    deep: list[Deep | None]
    """By message."""
    thread_complaint: Array
    thread_first: list[Named]
    """The thread lines as the first stage reads them."""
    thread_results: list[tuple[CheckResult, ...]]


def chain_of(data: Data, held: HeldOut, heads: LightHeads, answers: Answers) -> Chain:
    deep = [answers.of(message.id) for message in data.messages]
    chat = [answers.of(chat_key(text)) for text in data.chat]
    pairs = [pair for thread in read_threads() for pair in keyed_threads(thread)]
    results = [results_on(one.burst, one.situation) for _, one in pairs]
    table = table_of_chat([one.burst.text for _, one in pairs])
    light = zip(logits(table, heads.corpus), logits(table, heads.wide), strict=True)
    first = [
        features(Light(float(corpus), float(wide)), found, len(one.burst.text), one.burst.has_image)
        for (corpus, wide), (_, one), found in zip(light, pairs, results, strict=True)
    ]
    return Chain(
        _joined(held.features, deep), _joined(held.chat_features, chat),
        _joined(first, [answers.of(key) for key, _ in pairs]), deep,
        np.array([float(one.complaint) for _, one in pairs]), first, results,
    )  # fmt: skip


def _joined(rows: Sequence[Named], deep: Sequence[Deep | None]) -> Rows:
    return [None if one is None else with_encoder(row, one.complaint) for row, one in zip(rows, deep, strict=True)]


def fit_sum(data: Data, chain: Chain, keep: NDArray[np.bool_], keep_chat: NDArray[np.bool_], threads: bool) -> Named:
    """Weights of the sum, fitted on the messages and chat of two masks, with the thread lines or without."""
    parts: list[tuple[Named | None, float, float]] = [
        (chain.messages[at], data.complaint[at], 1.0) for at in np.flatnonzero(keep)
    ]
    parts += [(chain.chat[at], 0.0, CHAT_WEIGHT) for at in np.flatnonzero(keep_chat)]
    if threads:
        lines = zip(chain.threads, chain.thread_complaint, strict=True)
        parts += [(row, float(complaint), THREAD_WEIGHT) for row, complaint in lines]
    known = [(row, wanted, weight) for row, wanted, weight in parts if row is not None]
    rows, wanted, weight = zip(*known, strict=True)
    return fit_named(rows, np.array(wanted), np.array(weight))


def closer_chances(data: Data, chain: Chain, first: Pair, asked: Masks) -> Pair:
    """The chain's chance of each message and chat text: the first stage's, or a sum's fitted without its file."""
    files = sorted(set(data.files))
    part = np.arange(len(data.chat)) % len(files)
    chances, chat = first[0].copy(), first[1].copy()
    for number, file in enumerate(files):
        out, chat_out = data.files == file, part == number
        weights = fit_sum(data, chain, ~out, ~chat_out, threads=False)
        for found, rows, mask in ((chances, chain.messages, out & asked[0]), (chat, chain.chat, chat_out & asked[1])):
            known = [at for at in np.flatnonzero(mask) if rows[at] is not None]
            found[known] = probabilities([row for at in known if (row := rows[at]) is not None], weights)
    return chances, chat


def asked(data: Data, first: Pair, least: float) -> Masks:
    """Which messages and chat texts reach the encoder."""
    both = zip((data.results, data.chat_results), first, strict=True)
    mine, chat = (
        np.array([is_asked(one, chance, least) for one, chance in zip(results, chances, strict=True)])
        for results, chances in both
    )
    return mine, chat


def asked_from(chat: Array) -> float:
    """The first stage's chance from which the encoder is asked."""
    return round(float(np.quantile(chat, 1 - ASKED_SHARE)), 3)


def fit_shares(data: Data, held: HeldOut, chain: Chain, rule_share: float) -> tuple[float, float]:
    """What light stage and encoder weigh in the category: the pair that gets most right."""
    known = [at for at, message in enumerate(data.messages) if message.category and chain.deep[at]]

    def right(shares: tuple[float, float]) -> int:
        return sum(
            choose_category(mixed(held.category[at], deep.category, *shares), data.results[at], rule_share)
            == data.messages[at].category
            for at in known
            if (deep := chain.deep[at])
        )

    return max(SHARES, key=right)


def severity_rows(data: Data, held: HeldOut, chain: Chain) -> tuple[list[Named], Array, NDArray[np.int64]]:
    """Feature rows with the encoder's word, severities, and which messages they are of."""
    rows, wanted, which = [], [], []
    for at, (message, deep) in enumerate(zip(data.messages, chain.deep, strict=True)):
        if message.severity is None or deep is None:
            continue
        burst, light = data.bursts[at], (float(held.severity[at, 0]), float(held.severity[at, 1]))
        found = severity_features(light, burst, plain_of(burst), data.results[at], message.category or "other")
        rows.append(severity_with_encoder(found, deep.severity))
        wanted.append(message.severity)
        which.append(at)
    return rows, np.array(wanted), np.array(which)


def fit_severity(rows: Sequence[Named], severities: Array) -> tuple[Named, Named]:
    """Weights for at least 2, and for 3; the latter so that few of the serious ones are taken for less."""
    ones = np.ones(len(rows))
    clear, serious = (fit_named(rows, (severities >= least).astype(float), ones) for least in (2, 3))
    grave = [weigh(row, serious) for row, severity in zip(rows, severities, strict=True) if severity == 3]
    serious["bias"] = round(serious["bias"] - float(np.quantile(grave, 1 - SERIOUS_RECALL)), 4)
    return clear, serious


def severity_of(row: Named, clear: Named, serious: Named) -> int:
    return 3 if weigh(row, serious) > 0 else 2 if weigh(row, clear) > 0 else 1


def fit_closer(data: Data, held: HeldOut, chain: Chain, chat: Array, rule_share: float) -> dict[str, Any]:
    """What the card says of the encoder's part."""
    everything, all_chat = np.ones(len(data.messages), dtype=bool), np.ones(len(data.chat), dtype=bool)
    with_context = np.array([bool(message.context) for message in data.messages])
    light_share, encoder_share = fit_shares(data, held, chain, rule_share)
    rows, severities, _ = severity_rows(data, held, chain)
    clear, serious = fit_severity(rows, severities)
    return {
        "asked_from": asked_from(chat),
        "combined": fit_sum(data, chain, everything, all_chat, threads=False),
        "alone": fit_sum(data, chain, ~with_context, all_chat, threads=True),
        "clear": clear,
        "serious": serious,
        "light_share": light_share,
        "encoder_share": encoder_share,
    }
