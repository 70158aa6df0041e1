"""Reading what a platform tells: texts as they can be stored, and why something is not taken in."""

from __future__ import annotations

from typing import Any

MOST_TEXT = 65_536
"""Far more than any platform lets a person write; what is longer is cut."""


class NotUsed(Exception):
    """A well-formed event that Anxin has no use for."""


class Malformed(Exception):
    """An event that cannot be read; the message says what is wrong with it, without its texts."""


def storable(text: Any) -> str:
    """The text as it came, less what no database takes: NUL and halves of surrogate pairs."""
    if text is None:
        return ""
    if not isinstance(text, str):
        raise Malformed("a text is not a string")
    return text[:MOST_TEXT].replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
