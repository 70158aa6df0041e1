"""The bubbles of the conversation: measured first, then drawn where they belong."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageOps

from bot.cards.canvas import Canvas, leading
from bot.cards.content import Bubble
from bot.cards.glyphs import Faces
from bot.cards.lines import Line, wrap
from bot.cards.palette import BRAND, GREY, INK, MEMBER_BUBBLE, MEMBER_FACE, MEMBER_SIGN, OUR_BUBBLE, SOFT, WHITE
from bot.cards.words import Words

SIZE, SMALL = 44, 29
FACE = 100
PAD_X, PAD_Y = 36, 24
WIDEST = 664
PICTURE = 480
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True)
class Talk:
    """A bubble with its lines broken and its height known."""

    bubble: Bubble
    lines: tuple[Line, ...]
    note: Line | None
    picture: Image.Image | None
    sign: str

    @property
    def text_height(self) -> int:
        return len(self.lines) * leading(SIZE) + 2 * PAD_Y if self.lines else 0

    @property
    def height(self) -> int:
        parts = [self.text_height, self.picture.height if self.picture else 0, 84 if self.note else 0]
        shown = [part for part in parts if part]
        return 42 + max(FACE - 42, sum(shown) + 14 * (len(shown) - 1)) + 34

    def draw(self, canvas: Canvas, left: int, right: int, top: int, faces: Faces) -> None:
        """The speaker, when, and what was said."""
        ours = self.bubble.side == "ours"
        at = right - FACE if ours else left
        canvas.rounded((at, top, at + FACE, top + FACE), 30, BRAND if ours else MEMBER_FACE)
        sign = wrap(self.sign, faces, 46, FACE, bold=True)
        if sign:
            canvas.line(
                sign[0], at + FACE / 2, top + 50 - leading(46) / 2, 46, WHITE if ours else MEMBER_SIGN, "middle"
            )
        edge = right - FACE - 26 if ours else left + FACE + 26
        parts = (self.bubble.at, self.bubble.who) if ours else (self.bubble.who, self.bubble.at)
        name = wrap("  ".join(part for part in parts if part), faces, SMALL, 640, most=1)
        if name:
            canvas.line(name[0], edge, top - 5, SMALL, GREY, "right" if ours else "left")
        self._body(canvas, edge, top + 42, ours)

    def _body(self, canvas: Canvas, edge: int, top: int, ours: bool) -> None:
        sharp: tuple[int, ...] = (1,) if ours else (0,)
        colour = OUR_BUBBLE if ours else MEMBER_BUBBLE
        if self.lines:
            width = round(max(line.width for line in self.lines)) + 2 * PAD_X
            x = edge - width if ours else edge
            canvas.rounded((x, top, x + width, top + self.text_height), 34, colour, sharp)
            canvas.lines(self.lines, x + PAD_X, top + PAD_Y, SIZE, INK)
            top, sharp = top + self.text_height + 14, ()
        if self.picture:
            x = edge - self.picture.width if ours else edge
            canvas.photo(self.picture, x, top, 28, sharp)
            top, sharp = top + self.picture.height + 14, ()
        if self.note:
            width = round(self.note.width) + 78 + 2 * PAD_X
            x = edge - width if ours else edge
            canvas.rounded((x, top, x + width, top + 84), 34, colour, sharp)
            _photo_sign(canvas, x + PAD_X, top + 20)
            canvas.line(self.note, x + PAD_X + 74, top + 42 - leading(38) / 2, 38, SOFT)


def _photo_sign(canvas: Canvas, x: int, y: int) -> None:
    canvas.rounded((x, y, x + 54, y + 44), 10, (176, 190, 183))
    canvas.circle(x + 40, y + 14, 5, WHITE)
    canvas.stroke([(x + 10, y + 34), (x + 21, y + 20), (x + 31, y + 32), (x + 37, y + 26), (x + 45, y + 34)], 5, WHITE)


def measure(bubble: Bubble, faces: Faces, words: Words, width: int, longest: int) -> Iterator[Talk]:
    """A bubble ready to be drawn; one that is too long for a picture becomes several."""
    widest = min(WIDEST, width - 2 * (FACE + 26)) - 2 * PAD_X + FACE // 2
    lines = tuple(wrap(bubble.text, faces, SIZE, widest)) if bubble.text.strip() else ()
    most = max(1, (longest - 120) // leading(SIZE))
    picture = _shrunk(bubble.picture) if bubble.picture else None
    count = bubble.hidden_pictures + (1 if bubble.picture and not picture else 0)
    note = wrap(words.say("hidden_pictures", count=count), faces, 38, widest)[0] if count else None
    sign = words.say("ours") if bubble.side == "ours" else _sign(bubble.who)
    parts = [lines[start : start + most] for start in range(0, len(lines), most)] or [()]
    for part in parts[:-1]:
        yield Talk(bubble, part, None, None, sign)
    yield Talk(bubble, parts[-1], note, picture, sign)


def _sign(who: str) -> str:
    """What stands for a member's face: a surname, or the letter of 邻居A."""
    return who[-1] if who[-1:].isascii() and who[-1:].isalpha() else who[:1]


def _shrunk(data: bytes) -> Image.Image | None:
    """A photo at the size of a bubble; None where it cannot be read, which is shown as one that is not public."""
    try:
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data), formats=FORMATS)).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    picture.thumbnail((PICTURE, PICTURE), Image.Resampling.LANCZOS)
    return picture
