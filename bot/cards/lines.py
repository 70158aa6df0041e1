"""Breaking a text into lines by the rules of Chinese typography."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.cards.glyphs import Faces, Glyph, glyphs

NOT_FIRST = set("，。、；：！？）》】」』〉〕｝”’…—～·%％℃°,.!?;:)]}~‰”々ー︰")
"""No line begins with one of these."""
NOT_LAST = set("（《【「『〈〔｛“‘([{¥￥$#@")
"""No line ends with one of these."""
GAP = 0.14
"""The thin space between Chinese and Latin, in parts of the size."""


@dataclass(frozen=True)
class Word:
    """What stays together on a line: one Chinese character, one emoji, one Latin word."""

    glyphs: tuple[Glyph, ...]
    width: float
    latin: bool = False
    space: bool = False

    @property
    def first(self) -> str:
        return self.glyphs[0].text

    @property
    def last(self) -> str:
        return self.glyphs[-1].text


@dataclass(frozen=True)
class Line:
    """Glyphs with their places from the line's left edge."""

    placed: tuple[tuple[float, Glyph], ...]
    width: float


def _is_latin(glyph: Glyph) -> bool:
    return glyph.kind == "text" and ord(glyph.text) < 0x2000 and not glyph.text.isspace()


def _is_han(word: Word) -> bool:
    return bool(word.glyphs) and unicodedata.category(word.glyphs[0].text[0]) == "Lo"


def words(text: str, faces: Faces, size: int, bold: bool, limit: float) -> list[Word]:
    """The text in pieces that may stand on different lines; a word longer than a line is cut."""
    found: list[Word] = []
    run: list[Glyph] = []

    def end() -> None:
        part: list[Glyph] = []
        taken = 0.0
        for glyph in run:
            width = faces.width(glyph, size)
            if part and taken + width > limit:
                found.append(Word(tuple(part), taken, latin=True))
                part, taken = [], 0.0
            part.append(glyph)
            taken += width
        if part:
            found.append(Word(tuple(part), taken, latin=True))
        run.clear()

    for glyph in glyphs(text, bold):
        if _is_latin(glyph):
            run.append(glyph)
            continue
        end()
        found.append(Word((glyph,), faces.width(glyph, size), space=glyph.text.isspace()))
    end()
    return found


def _gap(before: Word | None, word: Word, size: int) -> float:
    if before is None or before.space or word.space:
        return 0.0
    if (_is_han(before) and word.latin and word.first.isalnum()) or (
        before.latin and _is_han(word) and before.last.isalnum()
    ):
        return size * GAP
    return 0.0


def _width(line: Sequence[Word], size: int) -> float:
    trimmed = list(line)
    while trimmed and trimmed[-1].space:
        trimmed.pop()
    return _reach(trimmed, size)


def _reach(line: Sequence[Word], size: int) -> float:
    """How far these words go, spaces at their end and all."""
    gaps = sum(_gap(before, word, size) for before, word in pairwise(line))
    return sum(word.width for word in line) + gaps


def _may_break(before: Word, after: Word) -> bool:
    return after.first not in NOT_FIRST and before.last not in NOT_LAST


def _break(found: list[Word], size: int, limit: float) -> list[list[Word]]:
    """The longest lines that fit; where the rules forbid a break, it moves up to six words back."""
    result: list[list[Word]] = []
    line: list[Word] = []
    reach = 0.0
    for word in found:
        if not line and word.space and result:
            continue
        reach += _gap(line[-1] if line else None, word, size) + word.width
        if line and not word.space and reach > limit:
            cut = len(line)
            rest = [*line, word]
            while cut > max(1, len(line) - 6) and not _may_break(rest[cut - 1], rest[cut]):
                cut -= 1
            if not _may_break(rest[cut - 1], rest[cut]):
                cut = len(line)
            result.append(rest[:cut])
            line = rest[cut:]
            while line and line[0].space:
                line.pop(0)
            reach = _reach(line, size)
        else:
            line.append(word)
    return [*result, line] if line or not result else result


def _place(line: list[Word], faces: Faces, size: int) -> Line:
    placed: list[tuple[float, Glyph]] = []
    x, before = 0.0, None
    for word in line:
        x += _gap(before, word, size)
        for glyph in word.glyphs:
            placed.append((x, glyph))
            x += faces.width(glyph, size)
        before = word
    return Line(tuple(placed), _width(line, size))


def wrap(
    text: str, faces: Faces, size: int, limit: float, *, bold: bool = False, most: int | None = None, even: bool = True
) -> list[Line]:
    """The text in lines of at most `limit` pixels; `most` cuts with an ellipsis, `even` evens them out."""
    paragraphs = [words(part.strip(), faces, size, bold, limit) for part in text.strip().split("\n")]
    broken = [_break(found, size, limit) for found in paragraphs]
    if most is not None and sum(map(len, broken)) > most:
        return _shortened(text.strip().replace("\n", " "), faces, size, limit, bold, most)
    if even:
        broken = [_evened(found, size, limit, lines) for found, lines in zip(paragraphs, broken, strict=True)]
    return [_place(line, faces, size) for lines in broken for line in lines]


def _shortened(text: str, faces: Faces, size: int, limit: float, bold: bool, most: int) -> list[Line]:
    """As much of a text as `most` lines hold, with an ellipsis."""
    best, low, high = wrap("…", faces, size, limit, bold=bold, even=False), 0, int(most * limit / size * 4)
    while low < high:
        middle = (low + high + 1) // 2
        tried = wrap(text[:middle] + "…", faces, size, limit, bold=bold, even=False)
        if len(tried) <= most:
            best, low = tried, middle
        else:
            high = middle - 1
    return best


def _evened(found: list[Word], size: int, limit: float, broken: list[list[Word]]) -> list[list[Word]]:
    """As many lines, of about the same length."""
    if len(broken) == 1:
        return broken
    low, high, best = limit * 0.5, limit, broken
    for _ in range(6):
        middle = (low + high) / 2
        tried = _break(found, size, middle)
        if len(tried) <= len(broken) and all(_width(line, size) <= middle for line in tried):
            best, high = tried, middle
        else:
            low = middle
    return best
