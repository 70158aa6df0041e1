"""What a piece of pasted chat consists of: every line is part of a message, known to be none, or unreadable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

PICTURE = re.compile(r"\[(?:图片|照片|Photo|image|圖片|相片)\]", re.IGNORECASE)
"""The word that stands for a picture in a copy of a chat."""

Kind = Literal["separator", "system", "heading"]


@dataclass(frozen=True)
class PastedMessage:
    """One message. `at` is the group's own time without a zone; `dated` is False where the day was worked out from the
    day of the paste, so that the same text means another day tomorrow.

    `line` is where it begins in the text (in an export: which message it is); `pictures` are one a picture, with the
    file's name where an export tells it.
    """

    line: int
    name: str
    text: str
    at: datetime | None = None
    dated: bool = False
    member_id: str | None = None
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aside:
    """A line that is known to be no message."""

    line: int
    text: str
    kind: Kind


@dataclass(frozen=True)
class Unreadable:
    """A line that nobody can be said to have written."""

    line: int
    text: str


@dataclass(frozen=True)
class Pasted:
    """A text as read; `form` names the form in which it was written, empty where it is no chat."""

    form: str
    messages: tuple[PastedMessage, ...] = ()
    asides: tuple[Aside, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


def message(
    line: int,
    name: str,
    text: str,
    at: datetime | None = None,
    *,
    dated: bool = False,
    member_id: str | None = None,
    files: Sequence[str] = (),
) -> PastedMessage:
    """A message whose picture words become pictures."""
    pictures = tuple(files) or ("",) * len(PICTURE.findall(text))
    said = PICTURE.sub("", text).strip() if pictures else text.strip()
    return PastedMessage(line, name.strip(), said, at, dated, member_id, pictures)
