"""What to expect of each sensitivity, as the model's card says it of writers that training did not see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from bot.detection.model.arrays import CARD, FOLDER
from bot.domain.verdict import Sensitivity
from bot.replies import say


@dataclass(frozen=True)
class Expected:
    """Of 100 messages that are answered at once, `right` are complaints. Of 100 complaints so many are answered at
    once, asked about, or not heard."""

    right: int
    answered: int
    asked: int
    missed: int


@lru_cache(maxsize=3)
def expected(sensitivity: Sensitivity) -> Expected:
    """From the figures that training wrote into card.json."""
    held_out = json.loads((FOLDER / CARD).read_text(encoding="utf-8"))["held_out"][sensitivity]
    alone, together = held_out["complaint"], held_out["complaint+review"]
    answered, heard = round(100 * alone["recall"]), round(100 * together["recall"])
    return Expected(round(100 * alone["precision"]), answered, heard - answered, 100 - heard)


def in_words(sensitivity: Sensitivity) -> str:
    """What it means for a group, in one sentence."""
    return say(f"settings.sensitivities.{sensitivity}", **vars(expected(sensitivity)))
