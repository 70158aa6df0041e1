"""What stands below the conversation: the compensation and the stages with their durations."""

from __future__ import annotations

from bot.cards.canvas import Canvas, leading
from bot.cards.content import CardContent, Step
from bot.cards.glyphs import Faces
from bot.cards.lines import wrap
from bot.cards.palette import BRAND, BROWN, CREAM, GREY, INK, MEMBER_SIGN, ORANGE, PAGE, PANEL, RED, STEP, TRACK, WHITE
from bot.cards.words import Words

LEFT, RIGHT = 42, 1038
INSET = 42
MOST_LINES = 4
MOST_STEPS = 5


def compensation_height(content: CardContent) -> int:
    """0 where there is no compensation to show."""
    if not content.compensation:
        return 0
    count = min(MOST_LINES, len(content.compensation.lines))
    return max(196 if content.compensation.amount else 0, 76 + max(1, count) * 64)


def draw_compensation(canvas: Canvas, content: CardContent, top: int, faces: Faces, words: Words) -> int:
    """A ticket with the amount on its left and the deeds on its right; where the next thing begins."""
    height, what = compensation_height(content), content.compensation
    if not height or not what:
        return top
    box = (LEFT, top, RIGHT, top + height)
    canvas.shadow(box, 36)
    canvas.rounded(box, 36, CREAM)
    cut = 366 if what.amount else 300
    for y in (top, top + height):
        canvas.circle(cut, y, 21, PAGE)
    canvas.dashes(cut, top + 36, top + height - 28, ORANGE)
    label = wrap(words.say("compensation"), faces, 34, 280)[0]
    if what.amount:
        middle = top + height // 2
        canvas.line(label, LEFT + INSET, middle - 80, 34, MEMBER_SIGN)
        size = 76
        while size > 40 and wrap(what.amount, faces, size, 10_000, bold=True)[0].width > cut - LEFT - INSET - 24:
            size -= 4
        canvas.line(
            wrap(what.amount, faces, size, 10_000, bold=True)[0],
            LEFT + INSET,
            middle + 26 - leading(size) / 2,
            size,
            RED,
        )
    else:
        canvas.line(label, (LEFT + cut) / 2, top + height / 2 - leading(34) / 2, 34, MEMBER_SIGN, "middle")
    lines = what.lines[:MOST_LINES]
    y = top + (height - len(lines) * 64) // 2
    for said in lines:
        canvas.circle(cut + 56, y + 32, 8, ORANGE)
        size, room = 38, RIGHT - 24 - cut - 84
        while size > 28 and len(wrap(said, faces, size, room, even=False)) > 1:
            size -= 2
        line = wrap(said, faces, size, room, most=1, even=False)[0]
        canvas.line(line, cut + 84, y + 32 - leading(size) / 2, size, BROWN)
        y += 64
    return top + height + 32


def steps_height(content: CardContent) -> int:
    """0 where there are no stages to show."""
    rows = -(-len(content.steps) // MOST_STEPS)
    return 36 + rows * 204 + 14 if rows else 0


def draw_steps(canvas: Canvas, content: CardContent, top: int, faces: Faces) -> int:
    """The stages from left to right, five in a row."""
    height = steps_height(content)
    if not height:
        return top
    box = (LEFT, top, RIGHT, top + height)
    canvas.shadow(box, 36)
    canvas.rounded(box, 36, PANEL)
    count = -(-len(content.steps) // MOST_STEPS)
    each = -(-len(content.steps) // count)
    for row in range(count):
        steps = content.steps[row * each : (row + 1) * each]
        _row(canvas, steps, top + 36 + row * 204, faces, last=row == count - 1)
    return top + height + 32


def _row(canvas: Canvas, steps: tuple[Step, ...], top: int, faces: Faces, last: bool) -> None:
    room = (RIGHT - LEFT - 24) / len(steps)
    places = [LEFT + 12 + room * (n + 0.5) for n in range(len(steps))]
    y = top + 74
    if len(places) > 1:
        canvas.rounded((round(places[0]), y - 3, round(places[-1]), y + 3), 3, TRACK)
    for n, (step, x) in enumerate(zip(steps, places, strict=True)):
        if step.took and n:
            took = wrap(step.took, faces, 29, room - 8, bold=True, most=1)[0]
            canvas.line(took, (places[n - 1] + x) / 2, y - 60, 29, STEP, "middle")
        if last and n == len(steps) - 1:
            canvas.circle(x, y, 22, BRAND)
            canvas.stroke([(x - 9, y + 1), (x - 3, y + 7), (x + 9, y - 6)], 5, WHITE)
        else:
            canvas.circle(x, y, 15, BRAND)
            canvas.circle(x, y, 7, WHITE)
        canvas.line(wrap(step.name, faces, 34, room - 8, most=1)[0], x, y + 34, 34, INK, "middle")
        if step.at:
            canvas.line(wrap(step.at, faces, 29, room, most=1)[0], x, y + 86, 29, GREY, "middle")
