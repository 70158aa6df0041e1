"""What the pages of the wordings show: sentences by occasion, each as a member would read it, with what is to be said
about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.wording import flaw_in
from bot.replies import catalogue, say, variants
from bot.storage import wordings
from bot.storage.groups import Group
from handlers.wordings.checking import Remark, examples_of, length_of, names_of, remarks, shown, typed
from handlers.wordings.occasions import MOST, OCCASIONS, PARTS, Occasion

_VARIABLE = re.compile(r"(\{\w+\})")


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence; with a `variable` it is an example of what is filled in there."""

    text: str
    variable: str = ""


@dataclass(frozen=True)
class Row:
    """One sentence in the list."""

    key: str
    title: str
    first: tuple[Piece, ...]
    count: int
    place: str
    """Whose wordings they are: `group`, `all` or `ours`."""


@dataclass(frozen=True)
class Part:
    """Sentences of one kind."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Chip:
    """A variable that may be put in."""

    name: str
    hint: str
    example: str
    needed: bool


@dataclass(frozen=True)
class Field:
    """One wording being written: what is typed, how it reads, and what is said about it."""

    n: int
    text: str
    pieces: tuple[Piece, ...]
    remarks: tuple[Remark, ...]
    length: int


def parts(conn: Connection, group: Group | None, part: str, q: str) -> list[Part]:
    """The sentences of a part as they are said in a group, or whatever has these words in it."""
    own = wordings.everything(conn, group.id if group else None)
    found = []
    for name in PARTS if q else (part,):
        rows = tuple(_rows(name, own, group, q))
        if rows:
            found.append(Part(name, rows))
    return found


def _rows(part: str, own: dict[str, wordings.Worded], group: Group | None, q: str) -> Iterator[Row]:
    for key in PARTS[part]:
        occasion = OCCASIONS[key]
        worded = own.get(key)
        texts = list(worded.texts) if worded else variants(key)
        if q and not _has(q, title(occasion), *(shown(occasion, text) for text in texts)):
            continue
        place = "ours" if worded is None else "all" if worded.group is None else "group"
        first = preview(occasion, texts[0], group.name if group else "")
        yield Row(key, title(occasion), first, len(texts), place)


def _has(q: str, *texts: str) -> bool:
    words = q.casefold().split()
    return any(all(word in text.casefold() for word in words) for text in texts)


def title(occasion: Occasion) -> str:
    """When a sentence is said."""
    part, *keys = occasion.key.split(".")
    found = catalogue()["settings"]["wordings"][part]
    known = {**catalogue()["categories"], **found}
    named = [key for key in keys if (part, key) != ("promise", "member")]
    words = [known.get(key) or say("settings.wordings.other") for key in named]
    return " · ".join(words)


def preview(occasion: Occasion, text: str, group: str) -> tuple[Piece, ...]:
    """A wording with examples in place of its variables; nothing where it cannot be read."""
    if flaw_in(text, occasion.variables) is not None:
        return ()
    examples, names = examples_of(occasion, group), names_of(occasion)
    found = []
    for piece in _VARIABLE.split(text.strip()):
        name = piece[1:-1] if _VARIABLE.fullmatch(piece) else ""
        if piece:
            found.append(Piece(examples[name], names[name]) if name else Piece(piece))
    return tuple(found)


def chips(occasion: Occasion, group: str) -> list[Chip]:
    """The variables of a sentence, those first that it cannot do without."""
    names, examples = names_of(occasion), examples_of(occasion, group)
    settings = catalogue()["settings"]
    hints = settings["variable_hints"] | settings["variable_hints_in"].get(occasion.part, {})
    ordered = sorted(occasion.variables, key=lambda name: name not in occasion.needed)
    return [Chip(names[name], hints[name], examples[name], name in occasion.needed) for name in ordered]


def field(occasion: Occasion, given: str, n: int, group: str) -> Field:
    """One wording as it was typed, with its preview."""
    text = typed(occasion, given)
    said = remarks(occasion, text, group) if text else ()
    return Field(n, given, preview(occasion, text, group), said, length_of(occasion, text))


def fields(occasion: Occasion, given: Sequence[str], group: str) -> list[Field]:
    """The wordings one under the other, and room for one more."""
    written = [text for text in given if text.strip()]
    texts = [*written, ""] if len(written) < MOST else written
    return [field(occasion, text, n, group) for n, text in enumerate(texts, 1)]
