"""Draws a resolved card: one PNG of 1080 pixels' width, or several where the conversation is long."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing

from PIL import Image

from bot.cards.bubbles import Talk, measure
from bot.cards.canvas import Box, Canvas, Colour, diagonal, leading, rounded_mask
from bot.cards.content import CardContent
from bot.cards.glyphs import Faces
from bot.cards.lines import Line, wrap
from bot.cards.palette import ALWAYS, BRAND, BRAND_DARK, GREY, INK, PAGE, PALE, PANEL, SOFT, WHITE
from bot.cards.sections import compensation_height, draw_compensation, draw_steps, steps_height
from bot.cards.words import Words

WIDTH = 1080
MARGIN = 42
INSET = 42
HEADING = 126
"""From the top of the panel to what stands in it."""
LONGEST = 3600
"""How high the bubbles of one picture may be together; the rest continues on the next."""
HEAVIEST = 200_000
"""A picture with more bytes is packed with photos that are not dithered, then with fewer colours."""
COLOURS = (256, 128, 96)


def draw(content: CardContent) -> list[bytes]:
    """The card as PNG pictures, in the order in which they are read."""
    with closing(Faces()) as faces:
        words = Words(content.traditional)
        pages = _pages(_talk(content, faces, words)) if content.layout == "full" else [[]]
        return [_png(_page(content, page, n, len(pages), faces, words)) for n, page in enumerate(pages)]


def texts_of(content: CardContent) -> Iterator[str]:
    """Every text on the card, to look for characters that no face has."""
    yield from (content.title, content.group, content.goods, content.duration, content.result, *content.footer)
    for bubble in content.bubbles:
        yield from (bubble.who, bubble.text, bubble.at)
    for step in content.steps:
        yield from (step.name, step.at, step.took)
    if content.compensation:
        yield from (*content.compensation.lines, content.compensation.amount or "")


def _talk(content: CardContent, faces: Faces, words: Words) -> list[Talk]:
    width = WIDTH - 2 * (MARGIN + INSET)
    return [talk for bubble in content.bubbles for talk in measure(bubble, faces, words, width, LONGEST)]


def _pages(talk: list[Talk]) -> list[list[Talk]]:
    """The bubbles of each picture: about as many on each as fit, the last one not left alone if it can be helped."""
    total = sum(one.height for one in talk)
    count = max(1, -(-total // LONGEST))
    goal = total / count
    pages: list[list[Talk]] = [[]]
    filled = 0
    for one in talk:
        if pages[-1] and (filled + one.height > LONGEST or (filled + one.height / 2 > goal and len(pages) < count)):
            pages.append([])
            filled = 0
        pages[-1].append(one)
        filled += one.height
    return pages


def _page(content: CardContent, talk: list[Talk], n: int, count: int, faces: Faces, words: Words) -> Canvas:
    last = n == count - 1
    head = _head_height(content, faces, first=n == 0)
    panel = _panel_height(content, talk, faces)
    below = [compensation_height(content), steps_height(content)] if last else []
    foot = _footer_height(content, words)
    height = head + panel + sum(part + 32 for part in below if part) + foot
    canvas = Canvas(WIDTH, height, PAGE, faces)
    top = _head(canvas, content, faces, words, n, count)
    if panel:
        top = _panel(canvas, content, talk, top, panel, faces, words)
    if last:
        top = draw_compensation(canvas, content, top, faces, words)
        top = draw_steps(canvas, content, top, faces)
    _footer(canvas, content, top, faces, words, n, count)
    return canvas


def _head_height(content: CardContent, faces: Faces, first: bool) -> int:
    lines = len(wrap(_subtitle(content), faces, 36, WIDTH - 2 * 58, most=2, even=False)) if first else 0
    return 64 + 88 + 16 + lines * leading(36) + 40 if first else 178


def _subtitle(content: CardContent) -> str:
    return "  ·  ".join(part for part in (content.group, content.goods) if part)


def _head(canvas: Canvas, content: CardContent, faces: Faces, words: Words, n: int, count: int) -> int:
    """The green head; where the panel begins."""
    bottom = _head_height(content, faces, first=n == 0)
    canvas.image.paste(diagonal((WIDTH, bottom + 66), BRAND, BRAND_DARK), (0, 0))
    canvas.circle(960, 30, 180, WHITE, 22)
    canvas.circle(1030, 240, 150, WHITE, 16)
    canvas.circle(40, bottom + 40, 84, WHITE, 14)
    canvas.image.paste(PAGE, (0, bottom + 66, WIDTH, canvas.image.height))
    if n:
        said = f"{words.say('continued')}  {n + 1}/{count}"
        canvas.line(wrap(content.title, faces, 52, 620, bold=True, most=1)[0], 58, 60, 52, WHITE)
        canvas.line(wrap(said, faces, 34, 380)[0], WIDTH - 58, 74, 34, PALE, "right")
        return bottom
    canvas.circle(100, 108, 42, WHITE)
    canvas.stroke([(82, 109), (95, 122), (119, 96)], 9, BRAND)
    right = WIDTH - 58
    if content.duration:
        right -= _pill(canvas, words.say("duration", duration=content.duration), faces, right)
    size = 76
    while size > 44 and len(wrap(content.title, faces, size, right - 166 - 24, bold=True, even=False)) > 1:
        size -= 6
    title = wrap(content.title, faces, size, right - 166 - 24, bold=True, most=1)
    canvas.line(title[0], 166, 108 - leading(size) / 2, size, WHITE)
    lines = wrap(_subtitle(content), faces, 36, WIDTH - 2 * 58, most=2, even=False)
    canvas.lines(lines, 58, 172, 36, PALE)
    return bottom


def _pill(canvas: Canvas, said: str, faces: Faces, right: int) -> int:
    line = wrap(said, faces, 34, 380, most=1)[0]
    width = round(line.width) + 60
    canvas.image.paste(WHITE, (right - width, 76), rounded_mask(width, 64, 32).point(lambda value: value * 46 // 255))
    canvas.line(line, right - width / 2, 108 - leading(34) / 2, 34, WHITE, "middle")
    return width


def _panel_height(content: CardContent, talk: list[Talk], faces: Faces) -> int:
    if content.layout == "result":
        return HEADING + len(_result(content, faces)) * leading(46) + 48
    return HEADING + sum(one.height for one in talk) + 22 if talk else 0


def _result(content: CardContent, faces: Faces) -> list[Line]:
    return wrap(content.result, faces, 46, WIDTH - 2 * (MARGIN + INSET)) if content.result else []


def _panel(
    canvas: Canvas, content: CardContent, talk: list[Talk], top: int, height: int, faces: Faces, words: Words
) -> int:
    box = (MARGIN, top, WIDTH - MARGIN, top + height)
    canvas.shadow(box, 40)
    canvas.rounded(box, 40, PANEL)
    left, right = MARGIN + INSET, WIDTH - MARGIN - INSET
    full = content.layout == "full"
    canvas.rounded((left, top + 48, left + 8, top + 84), 4, BRAND)
    heading = wrap(words.say("conversation" if full else "result"), faces, 38, 500, bold=True)[0]
    canvas.line(heading, left + 28, top + 66 - leading(38) / 2, 38, INK)
    said = wrap(words.say("redacted"), faces, 30, 300)[0]
    canvas.line(said, right, top + 66 - leading(30) / 2, 30, GREY, "right")
    y = top + HEADING
    if full:
        for one in talk:
            one.draw(canvas, left, right, y, faces)
            y += one.height
    else:
        canvas.lines(_result(content, faces), left, y - 4, 46, INK)
    return top + height + 32


def _foot_lines(content: CardContent, words: Words) -> list[str]:
    return list(content.footer or words.lines("footer" if content.layout == "full" else "footer_result"))


def _footer_height(content: CardContent, words: Words) -> int:
    return 14 + len(_foot_lines(content, words)) * 48 + 66 + 40


def _footer(canvas: Canvas, content: CardContent, top: int, faces: Faces, words: Words, n: int, count: int) -> None:
    top += 8
    for place, said in enumerate(_foot_lines(content, words)):
        colour: Colour = SOFT if place == 0 else GREY
        canvas.line(wrap(said, faces, 30, WIDTH - 120, most=1)[0], WIDTH / 2, top, 30, colour, "middle")
        top += 48
    codes = [words.say("case", number=content.case_number), words.say("check", code=content.check_code)]
    if count > 1:
        codes.append(f"{n + 1}/{count}")
    canvas.line(wrap("   ·   ".join(codes), faces, 30, WIDTH - 100, most=1)[0], WIDTH / 2, top + 12, 30, SOFT, "middle")


def _png(canvas: Canvas) -> bytes:
    """The picture as good as it may be without being too heavy; the last way is taken however heavy it is."""
    ways: list[tuple[Sequence[Box], int]] = [((), count) for count in COLOURS]
    if canvas.photos:
        ways.insert(0, (canvas.photos, COLOURS[0]))
    for photos, count in ways:
        data = _with_colours(canvas.image, photos, count)
        if len(data) <= HEAVIEST:
            break
    return data


def _with_colours(image: Image.Image, photos: Sequence[Box], count: int) -> bytes:
    """The picture with that many colours, which one in sixteen of its points choose: more choose no better ones. Only
    these photos are dithered: they have no edges that it would blur."""
    small = image.resize((image.width // 4, image.height // 4), Image.Resampling.NEAREST)
    chosen = small.quantize(count - len(ALWAYS), method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    colours = (chosen.getpalette() or [])[: 3 * (count - len(ALWAYS))]
    palette.putpalette([*colours, *(part for colour in ALWAYS for part in colour)])
    drawn = image.quantize(palette=palette, dither=Image.Dither.NONE)
    for box in photos:
        drawn.paste(image.crop(box).quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG), box)
    data = io.BytesIO()
    drawn.save(data, "PNG", compress_level=6)
    return data.getvalue()
