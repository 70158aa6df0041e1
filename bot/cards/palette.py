"""The colours of a card."""

from __future__ import annotations

BRAND = (20, 192, 116)
BRAND_DARK = (11, 128, 92)
PAGE = (237, 243, 239)
PANEL = (255, 255, 255)
WHITE = (255, 255, 255)
INK = (26, 32, 29)
SOFT = (96, 107, 101)
GREY = (128, 138, 133)
PALE = (224, 247, 235)
MEMBER_BUBBLE = (243, 244, 245)
OUR_BUBBLE = (213, 244, 226)
MEMBER_FACE = (255, 230, 204)
MEMBER_SIGN = (176, 88, 14)
CREAM = (255, 245, 233)
ORANGE = (240, 160, 74)
BROWN = (104, 66, 34)
RED = (214, 62, 44)
TRACK = (190, 233, 209)
STEP = (11, 120, 76)

ALWAYS = (
    PAGE,
    PANEL,
    INK,
    SOFT,
    GREY,
    BRAND,
    MEMBER_BUBBLE,
    OUR_BUBBLE,
    MEMBER_FACE,
    MEMBER_SIGN,
    CREAM,
    ORANGE,
    RED,
    STEP,
)
"""Colours that are kept exactly when a picture is reduced to 256."""
