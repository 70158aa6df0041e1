"""Shapes and lines of text on a picture, with smooth edges."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from PIL import Image, ImageDraw, ImageFilter

from bot.cards.glyphs import Faces
from bot.cards.lines import Line

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
Align = Literal["left", "middle", "right"]

SMOOTH = 4
"""Shapes are drawn this many times larger and shrunk: that gives them smooth edges."""
LEADING = 1.52
"""The height of a line in parts of the size."""


def leading(size: int) -> int:
    """The height of one line of text."""
    return round(size * LEADING)


class Canvas:
    """A picture that is being drawn."""

    def __init__(self, width: int, height: int, colour: Colour, faces: Faces) -> None:
        self.image = Image.new("RGB", (width, height), colour)
        self.photos: list[Box] = []
        """Where photos are."""
        self._faces = faces

    def photo(self, picture: Image.Image, x: int, y: int, radius: int, sharp: Sequence[int] = ()) -> None:
        """A photo with round corners."""
        self.image.paste(picture, (x, y), rounded_mask(*picture.size, radius, sharp))
        self.photos.append((x, y, x + picture.width, y + picture.height))

    def rounded(self, box: Box, radius: int, colour: Colour, sharp: Sequence[int] = ()) -> None:
        """A rectangle with round corners; the corners in `sharp` (0 top left, then clockwise) are nearly square."""
        left, top, right, bottom = box
        width = right - left
        turn = min(radius, width // 2, (bottom - top) // 2)
        self.image.paste(colour, (left, top + turn, right, bottom - turn))
        if turn > 0:
            ends = rounded_mask(width, 2 * turn, turn, sharp)
            self.image.paste(colour, (left, top), ends.crop((0, 0, width, turn)))
            self.image.paste(colour, (left, bottom - turn), ends.crop((0, turn, width, 2 * turn)))

    def shadow(self, box: Box, radius: int, strength: int = 20, blur: int = 24, drop: int = 10) -> None:
        """A soft shadow around a rectangle that is drawn next: the middle, which it hides, has none."""
        room = blur * 2
        size = (box[2] - box[0] + 2 * room, box[3] - box[1] + 2 * room)
        small = Image.new("L", (size[0] // 4, size[1] // 4), 0)
        inner = (room // 4, room // 4, (size[0] - room) // 4, (size[1] - room) // 4)
        ImageDraw.Draw(small).rounded_rectangle(inner, radius // 4, fill=strength)
        soft = small.filter(ImageFilter.GaussianBlur(blur / 6))
        x, y = box[0] - room, box[1] - room + drop
        across, down = small.width / size[0], small.height / size[1]
        for left, top, right, bottom in _frame(size, room + radius + drop):
            part = (left * across, top * down, right * across, bottom * down)
            shade = soft.resize((right - left, bottom - top), Image.Resampling.BILINEAR, box=part)
            self.image.paste((16, 60, 40), (x + left, y + top), shade)

    def circle(self, x: float, y: float, radius: float, colour: Colour, opacity: int = 255) -> None:
        """A disc around a point."""
        self.image.paste(colour, (round(x - radius), round(y - radius)), _disc(round(radius * 2), opacity))

    def stroke(self, points: Sequence[tuple[float, float]], width: float, colour: Colour) -> None:
        """A line with round ends through the points."""
        left, top = min(x for x, _ in points) - width, min(y for _, y in points) - width
        right, bottom = max(x for x, _ in points) + width, max(y for _, y in points) + width
        size = (round(right - left) * SMOOTH, round(bottom - top) * SMOOTH)
        mask = Image.new("L", size, 0)
        draw = ImageDraw.Draw(mask)
        scaled = [((x - left) * SMOOTH, (y - top) * SMOOTH) for x, y in points]
        draw.line(scaled, fill=255, width=round(width * SMOOTH), joint="curve")
        for x, y in scaled:
            half = width * SMOOTH / 2
            draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
        mask = mask.resize((size[0] // SMOOTH, size[1] // SMOOTH), Image.Resampling.LANCZOS)
        self.image.paste(colour, (round(left), round(top)), mask)

    def dashes(self, x: int, top: int, bottom: int, colour: Colour) -> None:
        """A dashed line from top to bottom."""
        for y in range(top, bottom - 8, 20):
            self.rounded((x - 1, y, x + 2, y + 10), 1, colour)

    def line(self, line: Line, x: float, top: float, size: int, colour: Colour, align: Align = "left") -> None:
        """One line of text whose height begins at `top`."""
        x -= {"left": 0.0, "middle": line.width / 2, "right": line.width}[align]
        baseline = top + (leading(size) - size) / 2 + size * 0.88
        for offset, glyph in line.placed:
            if glyph.kind == "emoji":
                side = round(size * 1.1)
                picture = self._faces.emoji(glyph.emoji, side)
                self.image.paste(picture, (round(x + offset + size * 0.03), round(baseline - size * 0.92)), picture)
            elif glyph.kind == "box":
                self._box(x + offset, baseline, size)
            elif glyph.text != " ":
                place = int(x + offset)
                shape, left, above = self._faces.shape(glyph, size, x + offset - place)
                self.image.paste(colour, (place + left, round(baseline) + above), shape)

    def _box(self, x: float, baseline: float, size: int) -> None:
        """What stands for a character that no face has."""
        left, top, side = round(x + size * 0.1), round(baseline - size * 0.78), round(size * 0.8)
        self.rounded((left, top, left + side, top + side), size // 6, (178, 186, 182))
        inner = (left + 3, top + 3, left + side - 3, top + side - 3)
        self.rounded(inner, max(1, size // 6 - 3), (232, 236, 234))

    def lines(
        self, lines: Sequence[Line], x: float, top: float, size: int, colour: Colour, align: Align = "left"
    ) -> float:
        """Several lines below each other; where the next thing may begin."""
        for line in lines:
            self.line(line, x, top, size, colour, align)
            top += leading(size)
        return top


def rounded_mask(width: int, height: int, radius: int, sharp: Sequence[int] = ()) -> Image.Image:
    """A mask of a rectangle with smooth round corners."""
    mask = Image.new("L", (width, height), 255)
    places = [(0, 0), (1, 0), (1, 1), (0, 1)]
    for corner, (right, low) in enumerate(places):
        turn = min(radius, width // 2, height // 2) if corner not in sharp else min(8, radius)
        if turn <= 0:
            continue
        part = _disc(turn * 2).crop((turn * right, turn * low, turn * right + turn, turn * low + turn))
        mask.paste(part, ((width - turn) * right, (height - turn) * low))
    return mask


@lru_cache(maxsize=64)
def _disc(side: int, opacity: int = 255) -> Image.Image:
    """A mask of a disc with a smooth edge; every card has the same few."""
    large = Image.new("L", (side * SMOOTH, side * SMOOTH), 0)
    ImageDraw.Draw(large).ellipse((0, 0, side * SMOOTH - 1, side * SMOOTH - 1), fill=opacity)
    return large.resize((side, side), Image.Resampling.LANCZOS)


def _frame(size: tuple[int, int], wide: int) -> list[Box]:
    """The four strips around the edge of a picture; the whole of one that is no larger."""
    width, height = size
    if width <= 2 * wide or height <= 2 * wide:
        return [(0, 0, width, height)]
    low, right = height - wide, width - wide
    return [(0, 0, width, wide), (0, low, width, height), (0, wide, wide, low), (right, wide, width, low)]


def diagonal(size: tuple[int, int], first: Colour, second: Colour) -> Image.Image:
    """A picture that turns from one colour at the top left into another at the bottom right."""
    small = Image.new("L", (64, 64))
    small.putdata([min(255, (x + y) * 2) for y in range(64) for x in range(64)])
    ramp = small.resize(size, Image.Resampling.BILINEAR)
    return Image.composite(Image.new("RGB", size, second), Image.new("RGB", size, first), ramp)
