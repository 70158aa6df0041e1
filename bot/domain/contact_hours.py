"""When a member may be written to: in their own words (下午三点以后找我, 晚上八点前联系, 十二点到两点方便), else in the
hours of the day in which they were last seen to write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.domain.pacing import QuietHours
from bot.domain.when_words import time_of_day

ENOUGH = 3
"""From so many messages on the hours of the day in which somebody writes are known."""
AROUND = 2
"""So many hours before and after a message count as well."""

_PART = r"(?P<part{n}>早上|上午|中午|下午|傍晚|晚上|晚|早)?"
_TIME = (
    _PART
    + r"(?P<hour{n}>[0-9０-９]{{1,2}}|[零一二两三四五六七八九十]{{1,3}})"
    + r"(?:[点點](?P<half{n}>半)?|[:：](?P<minute{n}>[0-9]{{2}}))钟?"
)
_CONTACT = r"[,，]?(?:再|都|才|您|你|们|可以|能)*(?:找|联系|聯繫|聊|打|来电|发消息|發消息|方便|有空|有时间)"
_BETWEEN = re.compile(_TIME.format(n=1) + r"(?:到|至|-|—|~)" + _TIME.format(n=2) + r"(?:之间|中间)?" + _CONTACT)
_AFTER = re.compile(_TIME.format(n=1) + r"(?:以后|之后|之後|后|後)" + _CONTACT)
_BEFORE = re.compile(_TIME.format(n=1) + r"(?:以前|之前|前)" + _CONTACT)
_NOT = re.compile(r"(?:别|不要|不用|勿|没有?人?|不)[^,，。]{0,8}(?:找|联系|聊|打|发)|吗|[?？]")


@dataclass(frozen=True)
class ContactHours:
    """The hours of the day in which a member is to be written to, and how they said it; None: no limit on that side."""

    start: time | None
    end: time | None
    words: str


def contact_hours_in(text: str) -> ContactHours | None:
    """The hours that a member names for being written to; None when they name none, or only what to avoid."""
    said = re.sub(r"\s", "", text)
    if _NOT.search(said):
        return None
    between = _BETWEEN.search(said)
    if between:
        start, end = _time(between, 1), _time(between, 2, between["part1"])
        if start is None or end is None or start == end:
            return None
        return ContactHours(start, end, _words(between))
    for pattern, after in ((_AFTER, True), (_BEFORE, False)):
        found = pattern.search(said)
        at = _time(found, 1) if found else None
        if found and at is not None:
            return ContactHours(at if after else None, None if after else at, _words(found))
    return None


def _time(found: re.Match[str], n: int, part: str | None = None) -> time | None:
    """The n-th time of day; without a part of the day it has that of the one before it, else 六点 is 18:00."""
    part = found[f"part{n}"] or part
    at = time_of_day(found[f"hour{n}"], found[f"minute{n}"], bool(found[f"half{n}"]), part)
    return at.replace(hour=at.hour + 12) if at is not None and part is None and 1 <= at.hour <= 7 else at


def _words(found: re.Match[str]) -> str:
    """What stands before the verb: 下午三点以后."""
    return re.sub(_CONTACT + "$", "", found[0]).strip(",，再才都可以能您你们")


def active_hours(wrote: Sequence[datetime]) -> frozenset[int]:
    """The hours of the day around which somebody wrote (times of their own zone); empty while that is too little to
    tell."""
    if len(wrote) < ENOUGH:
        return frozenset()
    return frozenset((at.hour + n) % 24 for at in wrote for n in range(-AROUND, AROUND + 1))


def next_active(at: datetime, hours: frozenset[int], quiet: QuietHours) -> datetime:
    """The first moment from `at` on in one of these hours and outside the quiet ones; where no hour of the day is both,
    the quiet hours alone count."""
    awake = quiet.over_at(at)
    moment = awake
    for _ in range(24):
        if moment.astimezone(quiet.zone).hour in hours and not quiet.is_quiet(moment):
            return moment
        full = (moment.astimezone(UTC) + timedelta(hours=1)).astimezone(quiet.zone)
        moment = full.replace(minute=0, second=0, microsecond=0).astimezone(at.tzinfo)
    return awake
