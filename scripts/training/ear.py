"""The fit of the ear: which messages may be voices, and when the encoder's word on one is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.detection.model.encoder import Encoder
from bot.detection.voices import voice_in
from bot.domain.voice import KINDS
from scripts.training.examples import Example, voice_examples
from scripts.training.fit import Array
from scripts.training.light import Head, fit_yes_no, logits, table_of_chat
from scripts.training.stack import Data
from scripts.training.voices import NONE, UNREAD, read_labels, voice_of

CHAT_WEIGHT = 0.2
PASSED_ON = 0.98
"""How much of the praise the light stage passes on to the encoder."""
PRECISION = 0.95
"""How much of what is heard is to be right in kind and aspect, on lists that nothing was learned from."""
LISTS, CHAT = "lists", "chat"


@dataclass(frozen=True)
class Line:
    """What is known of a text: where it is from, and the kind of voice in it."""

    text: str
    file: str
    kind: str


def lines_of(data: Data) -> list[Line]:
    labels = read_labels()
    kinds = [(message, voice_of(message, labels)[0]) for message in data.messages]
    found = [Line(message.text, message.file, kind) for message, kind in kinds if kind is not None]
    found += [Line(one.burst.text, LISTS, one.voice or NONE) for _, one in voice_examples()]
    return found + [Line(text, CHAT, NONE) for text in data.chat]


def fit_ear(data: Data, network: Encoder) -> tuple[Head, dict[str, Any]]:
    """The light head, and what the card says of it; the limits are those of the network that will be asked."""
    lines = lines_of(data)
    head, passed = _light(lines)
    praise = np.array([line.kind == "praise" for line in lines])
    asked_from = float(np.quantile(passed[praise], 1 - PASSED_ON))
    limits = limits_of(network, [example for _, example in voice_examples(UNREAD)], head, asked_from)
    return head, {"bias": round(head.intercept, 6), "asked_from": round(asked_from, 3), **limits}


def limits_of(network: Encoder, unread: Sequence[Example], head: Head, asked_from: float) -> dict[str, float]:
    """From which chance each kind is right as often as is wanted, on lines that nothing was learned from."""
    passed = logits(table_of_chat([one.burst.text for one in unread]), head)
    heard = [(one, *voice_in(network.read(one.burst, one.situation))) for one in unread]
    found = {}
    for kind in KINDS:
        rows = [
            (sure, (one.voice, one.aspect) == (voice.kind, voice.aspect))
            for (one, voice, sure), logit in zip(heard, passed, strict=True)
            if voice.kind == kind and (kind == "criticism" or logit >= asked_from)
        ]
        found[f"{kind}_from"] = _limit(np.array([sure for sure, _ in rows]), np.array([right for _, right in rows]))
    return found


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
