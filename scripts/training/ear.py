"""The fit of the ear: which messages may be voices, and when the encoder's word on one is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.detection.model.encoder import Deep
from bot.detection.voices import voice_in
from bot.domain.voice import KINDS
from scripts.training.closer import Answers, chat_key
from scripts.training.examples import voice_examples
from scripts.training.fit import Array
from scripts.training.light import Head, fit_yes_no, logits, table_of_chat
from scripts.training.stack import Data
from scripts.training.voices import NONE, read_labels, voice_of

CHAT_WEIGHT = 0.2
PASSED_ON = 0.98
"""How much of the praise the light stage passes on to the encoder."""
PRECISION = 0.95
"""How much of what is heard is to be right in kind and aspect, on the lists of voices."""
LISTS, CHAT = "lists", "chat"


@dataclass(frozen=True)
class Line:
    """What is known of a text: where it is from, the voice in it, and what the encoder, which had not read it, says."""

    text: str
    file: str
    kind: str
    aspect: str | None
    deep: Deep | None


def lines_of(data: Data, answers: Answers) -> list[Line]:
    labels = read_labels()
    found = []
    for message in data.messages:
        kind, aspect = voice_of(message, labels)
        if kind is not None:
            found.append(Line(message.text, message.file, kind, aspect, answers.of(message.id)))
    for key, one in voice_examples():
        found.append(Line(one.burst.text, LISTS, one.voice or NONE, one.aspect, answers.of(key)))
    return found + [Line(text, CHAT, NONE, None, answers.of(chat_key(text))) for text in data.chat]


def fit_ear(data: Data, answers: Answers) -> tuple[Head, dict[str, Any]]:
    """The light head, and what the card says of it."""
    lines = lines_of(data, answers)
    head, passed = _light(lines)
    praise = np.array([line.kind == "praise" for line in lines])
    asked_from = float(np.quantile(passed[praise], 1 - PASSED_ON))
    limits = {}
    for kind in KINDS:
        heard = [
            (sure, (line.kind, line.aspect) == (found.kind, found.aspect))
            for line, logit in zip(lines, passed, strict=True)
            if line.file == LISTS and line.deep is not None and (kind == "criticism" or logit >= asked_from)
            for found, sure in [voice_in(line.deep)]
            if found.kind == kind
        ]
        limits[f"{kind}_from"] = _limit(np.array([sure for sure, _ in heard]), np.array([right for _, right in heard]))
    return head, {"bias": round(head.intercept, 6), "asked_from": round(asked_from, 3), **limits}


def _light(lines: Sequence[Line]) -> tuple[Head, Array]:
    """The light head, and the logits of two that had not read their half."""
    table = table_of_chat([line.text for line in lines])
    voice = np.array([float(line.kind != NONE) for line in lines])
    weight = np.array([CHAT_WEIGHT if line.file == CHAT else 1.0 for line in lines])
    half = np.array([ord(line.file[0]) % 2 if len(line.file) == 1 else at % 2 for at, line in enumerate(lines)])
    passed = np.zeros(len(lines))
    for number in range(2):
        out = half == number
        passed[out] = logits(table.pick(out), fit_yes_no(table.pick(~out), voice[~out], weight[~out]))
    return fit_yes_no(table, voice, weight), passed


def _limit(chances: Array, right: NDArray[np.bool_]) -> float:
    """The lowest chance from which so much is right as is wanted."""
    order = np.argsort(-chances, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= PRECISION)
    return round(float(chances[order[enough[-1]]]), 3) if len(enough) else 0.99
