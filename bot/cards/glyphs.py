"""Which picture each character has: a fallback chain of three faces, emoji in colour, and a box for what is in none."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD, REST = "AnxinSans-Regular", "AnxinSans-Bold", "AnxinSans-Rest"
Kind = Literal["text", "emoji", "box"]

STEPS = 64
"""So many places within a pixel can a face tell apart."""
ROOM = 2
"""Pixels around a character that smooth edges may take."""
_LONGEST_EMOJI = 10
_INVISIBLE = {0x200B, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF}
_SKIN = range(0x1F3FB, 0x1F400)


@lru_cache(maxsize=1)
def _coverage() -> dict[str, tuple[list[int], list[int]]]:
    ranges = json.loads((FONTS / "coverage.json").read_text("utf-8"))
    return {face: ([start for start, _ in found], [end for _, end in found]) for face, found in ranges.items()}


def has(face: str, char: str) -> bool:
    """Whether a face can draw the character."""
    starts, ends = _coverage()[face]
    place = bisect_right(starts, ord(char)) - 1
    return place >= 0 and ord(char) <= ends[place]


@lru_cache(maxsize=1)
def _emoji() -> zipfile.ZipFile:
    """The pictures of the emoji; several threads may read them at a time."""
    return zipfile.ZipFile(io.BytesIO((FONTS / "emoji.zip").read_bytes()))


@lru_cache(maxsize=1)
def emoji_names() -> frozenset[str]:
    """Every emoji that there is a picture of, by its code points ("1f602")."""
    return frozenset(name.removesuffix(".png") for name in _emoji().namelist())


@lru_cache(maxsize=1)
def _emoji_starts() -> frozenset[int]:
    return frozenset(int(name.partition("-")[0], 16) for name in emoji_names())


@dataclass(frozen=True)
class Glyph:
    """One character as people see it; an emoji may be several code points."""

    text: str
    kind: Kind = "text"
    face: str = REGULAR
    emoji: str = ""


def glyphs(text: str, bold: bool = False) -> Iterator[Glyph]:
    """The text as what is drawn, from left to right; unseen characters are left out."""
    place = 0
    while place < len(text):
        length, name = _emoji_at(text, place)
        if length:
            yield Glyph(text[place : place + length], "emoji", emoji=name)
            place += length
            continue
        char = text[place]
        place += 1
        if not _unseen(char):
            yield _glyph(char, bold)


def _glyph(char: str, bold: bool) -> Glyph:
    if char in "\t\u2005\u2009\u202f":
        char = " "
    for face in (BOLD, REGULAR, REST) if bold else (REGULAR, REST):
        if has(face, char):
            return Glyph(char, face=face)
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and len(plain) == 1 and not _unseen(plain):
        return _glyph(plain, bold)
    return Glyph(char, "box")


def _unseen(char: str) -> bool:
    return ord(char) in _INVISIBLE or unicodedata.category(char) in ("Cc", "Cf", "Cs") or ord(char) in _SKIN


def _emoji_at(text: str, place: int) -> tuple[int, str]:
    """How many code points the emoji at this place takes, and its name; 0 where there is none."""
    first = ord(text[place])
    if first not in _emoji_starts() or (first < 0x80 and "\u20e3" not in text[place + 1 : place + 3]):
        return 0, ""
    for length in range(min(_LONGEST_EMOJI, len(text) - place), 0, -1):
        codes = [ord(char) for char in text[place : place + length]]
        name = "-".join(f"{code:04x}" for code in codes if code != 0xFE0F and code not in _SKIN)
        if name not in emoji_names():
            continue
        if len(codes) == 1 and first < 0x2600 and has(REGULAR, text[place]):
            return 0, ""
        while place + length < len(text) and (ord(text[place + length]) in _SKIN or text[place + length] == "\ufe0f"):
            length += 1
        return length, name
    return 0, ""


class Faces:
    """The faces and emoji of one drawing; no two drawings share one, so each may run in a thread of its own."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}
        self._emoji: dict[tuple[str, int], Image.Image] = {}
        self._widths: dict[tuple[str, str, int], float] = {}
        self._shapes: dict[tuple[str, str, int, int], tuple[Image.Image, int, int]] = {}

    def close(self) -> None:
        """Let go of the faces."""
        self._fonts.clear()

    def font(self, face: str, size: int) -> ImageFont.FreeTypeFont:
        """A face at a size in pixels."""
        key = (face, size)
        if key not in self._fonts:
            path = FONTS / f"{face}.ttf"
            self._fonts[key] = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
        return self._fonts[key]

    def emoji(self, name: str, size: int) -> Image.Image:
        """An emoji in colour, `size` pixels high."""
        key = (name, size)
        if key not in self._emoji:
            picture = Image.open(io.BytesIO(_emoji().read(f"{name}.png"))).convert("RGBA")
            self._emoji[key] = picture.resize((size, size), Image.Resampling.LANCZOS)
        return self._emoji[key]

    def shape(self, glyph: Glyph, size: int, part: float) -> tuple[Image.Image, int, int]:
        """The mask of a character that begins `part` of a pixel to the right of a pixel's edge, and its place from
        there on the baseline. The same characters come again and again: each is drawn once."""
        steps = round(part * STEPS)
        key = (glyph.text, glyph.face, size, steps)
        if key not in self._shapes:
            font = self.font(glyph.face, size)
            left, top, right, bottom = (int(edge) for edge in font.getbbox(glyph.text, anchor="ls"))
            mask = Image.new("L", (right - left + 2 * ROOM, bottom - top + 2 * ROOM), 0)
            at = (ROOM - left + steps / STEPS, ROOM - top)
            ImageDraw.Draw(mask).text(at, glyph.text, 255, font, anchor="ls")
            self._shapes[key] = (mask, left - ROOM, top - ROOM)
        return self._shapes[key]

    def width(self, glyph: Glyph, size: int) -> float:
        """How far a glyph moves the next one."""
        if glyph.kind == "emoji":
            return size * 1.16
        if glyph.kind == "box":
            return float(size)
        key = (glyph.text, glyph.face, size)
        if key not in self._widths:
            self._widths[key] = self.font(glyph.face, size).getlength(glyph.text)
        return self._widths[key]
