"""What a leader chose for a card: which excerpts, which layout, what is hidden besides what always is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.domain.card import Layout, Part
from bot.storage.cards import Card


@dataclass(frozen=True)
class Choices:
    """`shown` are the keys of the excerpts (None: the usual ones), `hidden` further places by key, as [start, end]."""

    layout: Layout = "full"
    amounts: bool = False
    neutral: bool = False
    shown: tuple[str, ...] | None = None
    photos: tuple[str, ...] = ()
    hidden: Mapping[str, Any] = field(default_factory=dict)
    wording: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def choices_of(card: Card | None) -> Choices:
    """What was chosen for this card, or for none yet."""
    if card is None or not card.choices:
        return Choices()
    kept = {name: card.choices[name] for name in Choices.__dataclass_fields__ if name in card.choices}
    shown = kept.get("shown")
    return Choices(
        **kept | {"shown": tuple(shown) if shown is not None else None, "photos": tuple(kept.get("photos", ()))}
    )


def without(choices: Choices, parts: tuple[Part, ...]) -> Choices:
    """The same without what a member wants left out."""
    changes: dict[Part, dict[str, Any]] = {
        "name": {"neutral": True}, "amounts": {"amounts": False}, "photos": {"photos": ()},
    }  # fmt: skip
    for part in parts:
        choices = replace(choices, **changes[part])
    return choices


_NUMBERS = re.compile(r"(\d+)(?:\s*[-—~～到至]\s*(\d+))?")
_LONGEST_NUMBER = 3


def numbers_in(text: str) -> set[int]:
    """The numbers of excerpts or photos that a leader wrote: 2 5, 2、5, 2-4. A number too long for one is -1, which
    none has."""
    found: set[int] = set()
    for first, last in _NUMBERS.findall(text):
        if max(len(first), len(last)) > _LONGEST_NUMBER:
            found.add(-1)
        else:
            found.update(range(int(first), int(last or first) + 1))
    return found
