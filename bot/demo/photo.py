"""Drawn photos of fruit, some of it spoiled: what the simulated members send."""

from __future__ import annotations

import io
import random
from functools import lru_cache

from PIL import Image, ImageDraw

SIDE = 480
GOOD, SPOILED = ("#c8323c", "#d8434b", "#b32833"), ("#7d4a3a", "#6b3f33")


@lru_cache(maxsize=64)
def drawn(name: str) -> bytes:
    """The photo behind a name, always the same."""
    chance = random.Random(name)  # noqa: S311 a drawing
    picture = Image.new("RGB", (SIDE, SIDE), "#efe6d8")
    draw = ImageDraw.Draw(picture)
    for _ in range(26):
        x, y, r = chance.randrange(40, 440), chance.randrange(40, 440), chance.randrange(38, 62)
        draw.ellipse((x - r, y - r, x + r, y + r), chance.choice(GOOD + SPOILED))
        draw.ellipse((x - r // 3, y - r, x + r // 3, y - r // 2), "#5d8a3c")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


class Photos(dict[str, bytes | None]):
    """A photo for every name that is asked for."""

    def get(self, name: str, default: object = None) -> bytes:
        return drawn(name)
