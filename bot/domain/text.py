"""Small work on texts that people wrote."""

from __future__ import annotations

import re
import unicodedata

MAX_KEPT = 4000
"""Characters of one message that are kept for reading and judging; longer ones are cut and say so."""

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(f"[{_BIDI}\ufeff\u200b\u2060\ufff9-\ufffb]")
_PICTURE_ONLY = re.compile(r"^\s*(\[(图片|Photo|照片|image)\]\s*)+$", re.IGNORECASE)


def clean(text: str) -> str:
    """The text without control characters, bidi marks and other unseen ones; line breaks stay."""
    text = _UNSEEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c == "\n" or c == "\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    return text.strip()


def keep(text: str) -> str:
    """Cleaned, and cut at MAX_KEPT characters with a sign that something is missing."""
    text = clean(text)
    return text if len(text) <= MAX_KEPT else text[:MAX_KEPT] + "…"


def only_picture(text: str) -> bool:
    """Whether the text is nothing but the word that stands for a picture ("[图片]")."""
    return bool(_PICTURE_ONLY.match(text))


def excerpt(text: str, length: int = 40) -> str:
    """One line of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def quoted(text: str, length: int = 60) -> str:
    """Somebody's words as they may stand between “ and ” in our sentences."""
    return re.sub('[“”„‟"]', "'", excerpt(text, length))


def safe_name(name: str, length: int = 20) -> str:
    """A nickname as it may stand in our sentences: one line, no unseen characters, not too long, never empty."""
    return excerpt(clean(name), length) or "群友"
