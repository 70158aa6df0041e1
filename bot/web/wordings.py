"""The sentences that members read, as they stand in the catalogue, each with what it is filled with."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass

from bot.replies import catalogue, say

PARTS = ("apology", "nudge", "private", "offer", "promise", "incident")
LEFT_OUT = {
    "nudge": ("button_label",),
    "offer": ("new_buttons", "verbs", "no_goods"),
    "incident": ("subjects", "buttons", "leader", "states", "one_decision", "answers"),
}
"""What is no sentence to a member."""


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence; `variable` names what the code fills in there, with an example as its text."""

    text: str
    variable: str = ""


@dataclass(frozen=True)
class Wordings:
    """The approved wordings of one thing."""

    key: str
    title: str
    wordings: tuple[tuple[Piece, ...], ...]


def of_part(part: str) -> list[Wordings]:
    """All wordings of one part of the catalogue."""
    found = catalogue()[part]
    if part == "promise":
        found = found["member"]
    known = {key: inner for key, inner in found.items() if key not in LEFT_OUT.get(part, ())}
    return list(_walk(part, (), known))


def _walk(part: str, keys: tuple[str, ...], found: object) -> Iterator[Wordings]:
    if isinstance(found, dict):
        for key, inner in found.items():
            yield from _walk(part, (*keys, str(key)), inner)
        return
    texts = found if isinstance(found, list) else [found]
    wordings = tuple(preview(str(text)) for text in texts)
    yield Wordings(".".join((part, *keys)), _title(part, keys), wordings)


def _title(part: str, keys: tuple[str, ...]) -> str:
    """What the wordings are for."""
    known = {**catalogue()["categories"], **catalogue()["settings"]["wordings"][part]}
    words = [known.get(key) or say("settings.wordings.other") for key in keys]
    return " · ".join(words)


def preview(text: str) -> tuple[Piece, ...]:
    """A wording with an example in place of each variable."""
    examples: dict[str, str] = catalogue()["settings"]["examples"]
    pieces = []
    for said, name, _, _ in string.Formatter().parse(text):
        pieces.append(Piece(said))
        if name:
            pieces.append(Piece(examples.get(name, f"“{name}”"), name))
    return tuple(pieces)
