"""Text as the checks read it: one width, no invisible characters, Simplified, common dialect words put plainly."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

MAX_CHARS = 600
"""Of a longer text the checks read the beginning and the end: nobody names a fault only in the middle."""

INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_LONG_NUMBER = re.compile(r"(\d{20})\d+")
_SPACES = re.compile(r"\s+")
_PLAIN_ASCII = re.compile(r"[ -@\[-~\n]*\Z")
_HAN = "\u3400-\u9fff"
_SPACE_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")


def _read_pairs(name: str) -> dict[str, str]:
    """The `from to` lines of a word file next to this module; `#` starts a comment."""
    pairs: dict[str, str] = {}
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].split()
        if len(words) == 2:
            pairs[words[0]] = words[1]
    return pairs


def _read_characters(name: str) -> dict[int, str]:
    """The Traditional–Simplified pairs (`這这 們们`) of a word file."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    rows = (line.partition("#")[0] for line in text.splitlines())
    return {ord(pair[0]): pair[1] for row in rows for pair in row.split() if len(pair) == 2}


SIMPLIFIED = _read_characters("traditional.txt")
_PLAIN_WORDS = _read_pairs("dialect.txt")
_DIALECT = re.compile("|".join(re.escape(w) for w in sorted(_PLAIN_WORDS, key=len, reverse=True)))


def simplified(text: str) -> str:
    """Traditional characters of the table made Simplified."""
    return text.translate(SIMPLIFIED)


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """NFKC, lower case, Simplified, without control, zero-width and bidi characters; white space is one space.

    WeChat emoji codes such as [捂脸] stay as they are. Text beyond MAX_CHARS is left out from the middle.
    """
    if len(text) > MAX_CHARS:
        text = text[: MAX_CHARS - 201] + "\n" + text[-200:]
    if _PLAIN_ASCII.match(text) is None:
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
        text = INVISIBLE.sub("", text)
    text = _LONG_NUMBER.sub(r"\1", _SPACES.sub(" ", text.lower())).strip()
    return simplified(text)[:MAX_CHARS]


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`normal` text with dialect and chat spellings put in standard words: 冇收到 → 没有收到, 咋回事 → 怎么回事."""
    words = _DIALECT.sub(lambda m: _PLAIN_WORDS[m.group()], normal(text))
    return _SPACE_BETWEEN_HAN.sub(",", words)
