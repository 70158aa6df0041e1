"""Redaction: what names a person or leads to one is taken out of a text before others see it.

The rules read a working copy (half-width, Simplified, without unseen characters). What they find becomes one mark in
that copy and they read again, until nothing new is found; so a text that is redacted already stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.redaction_bare import bare
from bot.domain.redaction_familiar import familiar, surnamed
from bot.domain.redaction_names import SURNAME, listed_names, mentions, plain_name, real_names, short_forms, surname_of
from bot.domain.redaction_numbers import amounts, numbers
from bot.domain.redaction_places import places
from bot.domain.redaction_told import told_facts, told_names, told_people

MARK = "\ue000"
"""Stands in the working copy for what is taken out."""

SHOWN = {
    "phone": "[电话]", "address": "[地址]", "order": "[单号]", "code": "[码]", "plate": "[车牌]", "account": "[账号]",
    "card": "[卡号]", "id_card": "[证件号]", "email": "[邮箱]", "link": "[链接]", "number": "[号码]",
    "amount": "[金额]", "hidden": "[已隐去]",
}  # fmt: skip
"""What stands in the place of each kind; a person's name has a label of its own."""

_TOKEN = re.compile(
    "|".join(re.escape(shown) for shown in SHOWN.values()) + rf"|(?:{SURNAME})\*\*|邻居[A-Z](?![A-Za-z])|@群友"
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, order=True)
class Span:
    """A place of the original text, what is there, and what is shown instead."""

    start: int
    end: int
    kind: str = "hidden"
    shown: str = SHOWN["hidden"]


@dataclass(frozen=True)
class Redacted:
    """A text that others may see, and the places of the original that it hides."""

    text: str
    spans: tuple[Span, ...]


@dataclass
class _Piece:
    """One character of the working copy and where it comes from."""

    char: str
    start: int
    end: int
    span: Span | None = None


@dataclass
class Redactor:
    """Redacts the texts of one conversation; the same person has the same label in all of them."""

    member: str
    names: Sequence[str] = ()
    neutral: bool = False
    """Whether even the member's surname is hidden: 邻居A instead of 王**."""
    _labels: dict[str, str] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """What is shown instead of this person's name."""
        if name not in self._labels:
            surname = None if self.neutral or name != self.member else surname_of(name)
            taken = sum(1 for label in self._labels.values() if label.startswith("邻居"))
            self._labels[name] = f"{surname}**" if surname else f"邻居{_LETTERS[min(taken, 25)]}"
        return self._labels[name]

    def redact(self, text: str, *, hide_amounts: bool = False, more: Sequence[Span] = ()) -> Redacted:
        """The text without what leads to a person, without amounts if wished, and without the places in `more`."""
        if self.member:
            self.label(self.member)
        pieces = _working_copy(text)
        pieces = _collapse(pieces, _wished(pieces, more))
        while found := [span for span in self._found(pieces, hide_amounts) if _is_new(pieces, span)]:
            pieces = _collapse(pieces, found)
        spans = tuple(piece.span for piece in pieces if piece.span)
        return Redacted(_shown(text, spans), spans)

    def _found(self, pieces: list[_Piece], hide_amounts: bool) -> Iterator[Span]:
        text = "".join(piece.char for piece in pieces)
        people = [name for name in (self.member, *self.names) if name]
        listed = {start: person for start, _, person in listed_names(text, people)}
        for start, end, person in listed_names(text, people):
            mentioned = start > 0 and text[start - 1] == "@"
            yield Span(start - mentioned, end, "name", self.label(person))
        for start, end in short_forms(text, self.member):
            listed[start] = self.member
            yield Span(start, end, "name", self.label(self.member))
        for start, end in mentions(text):
            yield Span(start, end, "name", "@群友")
        called = tuple(bare(text))
        for start, end, surname in (*_beside(real_names(text), called), *surnamed(text), *told_names(text)):
            yield Span(start, end, "name", f"{surname}**")
        for start, end, person in (*familiar(text), *called, *told_people(text)):
            yield Span(start, end, "name", self.label(listed.get(start, person)))
        facts = (*told_facts(text), *numbers(text), *places(text))
        for start, end, kind in (*facts, *(amounts(text) if hide_amounts else ())):
            yield Span(start, end, kind, SHOWN[kind])


def _beside(
    names: Iterable[tuple[int, int, str]], called: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """The real names without those that are a bare short name's end and the next word: 郑一 in 老郑一箱."""
    ends = {end - 1 for _, end, _ in called}
    return ((start, end, surname) for start, end, surname in names if end - start > 2 or start not in ends)


def _working_copy(text: str) -> list[_Piece]:
    """The text as the rules read it; what is redacted already is one mark."""
    pieces, done = [], 0
    for token in _TOKEN.finditer(text):
        pieces += _plain_pieces(text, done, token.start())
        pieces.append(_Piece(MARK, token.start(), token.end()))
        done = token.end()
    return pieces + _plain_pieces(text, done, len(text))


def _plain_pieces(text: str, start: int, end: int) -> list[_Piece]:
    pieces = []
    for place in range(start, end):
        char = _plain_char(text[place])
        if char:
            pieces.append(_Piece(char, place, place + 1))
    return pieces


def _plain_char(char: str) -> str:
    """One character as the rules read it; empty for one that is not seen."""
    if char.isascii():
        return char
    if unicodedata.category(char) in ("Cf", "Mn", "Me") or char == "\ufe0f":
        return ""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if "\u2000" <= char <= "\u200a":
        return " "
    wide = unicodedata.normalize("NFKC", char)
    return plain_name(wide if len(wide) == 1 else char)


def _wished(pieces: list[_Piece], more: Iterable[Span]) -> list[Span]:
    """The places of the original that somebody wants hidden, as places of the working copy."""
    found = []
    for wish in more:
        covered = [n for n, piece in enumerate(pieces) if piece.start < wish.end and wish.start < piece.end]
        if covered:
            found.append(Span(covered[0], covered[-1] + 1))
    return found


def _is_new(pieces: list[_Piece], span: Span) -> bool:
    return any(piece.char != MARK for piece in pieces[span.start : span.end])


def _collapse(pieces: list[_Piece], found: Iterable[Span]) -> list[_Piece]:
    """The working copy with one mark for each place found; places that overlap become one, named after the first."""
    merged: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if span.start >= span.end:
            continue
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Span(last.start, max(last.end, span.end), last.kind, last.shown)
        else:
            merged.append(span)
    result, done = [], 0
    for span in merged:
        start, end = pieces[span.start].start, pieces[span.end - 1].end
        result += pieces[done : span.start]
        result.append(_Piece(MARK, start, end, Span(start, end, span.kind, span.shown)))
        done = span.end
    return _joined(result + pieces[done:])


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Places side by side that show the same become one: a compound and its building are one address."""
    result: list[_Piece] = []
    for piece in pieces:
        last = result[-1].span if result else None
        if piece.span and last and last.end == piece.start and last.shown == piece.span.shown and last.kind != "name":
            joined = Span(last.start, piece.end, last.kind, last.shown)
            result[-1] = _Piece(MARK, last.start, piece.end, joined)
        else:
            result.append(piece)
    return result


def _shown(text: str, spans: Iterable[Span]) -> str:
    parts, done = [], 0
    for span in spans:
        parts += [text[done : span.start], span.shown]
        done = span.end
    return "".join(parts) + text[done:]
