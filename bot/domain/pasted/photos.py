"""Which photo that lies beside a paste belongs to which picture in it."""

# ruff: noqa: DTZ001, DTZ901 -- the group's own time has no zone here
from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.pasted.model import PastedMessage

NEAR = timedelta(minutes=5)
_STAMP = re.compile(r"(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})[-_. ]?(\d{2})[-_.]?(\d{2})[-_.]?(\d{2})?")
_DAY_FIRST = re.compile(r"(\d{2})-(\d{2})-(20\d{2})_(\d{2})-(\d{2})-(\d{2})")

Picture = tuple[int, int]
"""A picture of a paste: which message, and which of its pictures."""


def assign(messages: Sequence[PastedMessage], photos: Sequence[str]) -> dict[Picture, str]:
    """Photos (file names) by the picture that they are.

    By the name that an export gives; else in order where there are as many photos as pictures; else by a time in the
    file's name that lies within minutes of the message. What fits nothing stays out: a wrong photo is worse than none.
    """
    wanted = [(n, k) for n, m in enumerate(messages) for k in range(len(m.pictures))]
    named = {at: name for at in wanted if (name := messages[at[0]].pictures[at[1]]) in photos}
    wanted = [at for at in wanted if at not in named]
    left = sorted((name for name in photos if name not in named.values()), key=_order)
    if len(left) == len(wanted):
        return named | dict(zip(wanted, left, strict=True))
    return named | _by_time(messages, wanted, left)


def _by_time(messages: Sequence[PastedMessage], wanted: list[Picture], left: list[str]) -> dict[Picture, str]:
    found: dict[Picture, str] = {}
    for name in left:
        at = time_in(name)
        near = [
            (abs(said - at), picture)
            for picture in wanted
            if picture not in found and at is not None and (said := messages[picture[0]].at) is not None
        ]
        if near and min(near)[0] <= NEAR:
            found[min(near)[1]] = name
    return found


def _order(name: str) -> tuple[datetime, tuple[int, ...], str]:
    """By the time in the name, else by the numbers in it, so that 2 stands before 10."""
    return (time_in(name) or datetime.min, tuple(int(n) for n in re.findall(r"\d{1,9}", name)), name)


def time_in(name: str) -> datetime | None:
    """The time that a file's name tells, in the group's zone."""
    day_first, stamp = _DAY_FIRST.search(name), _STAMP.search(name)
    try:
        if day_first:
            day, month, year, hour, minute, second = (int(n) for n in day_first.groups())
            return datetime(year, month, day, hour, minute, second)
        if stamp is None:
            return None
        year, month, day, hour, minute, second = (int(n or 0) for n in stamp.groups())
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
