"""Times as chat programs write them: with a date, with a word for the day, or only the time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_DATE = (
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}\s*月\s*\d{1,2}\s*日|(?:今天|昨天|前天)|(?:星期|周|礼拜)[一二三四五六日天]"
)
_PART = "凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|半夜"
_CLOCK = rf"(?:(?:{_PART}|[AaPp][Mm])\s*)?\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?(?:\s*[AaPp][Mm])?"

CLOCK = rf"(?:{_CLOCK})"
"""A time of day, as a piece of a pattern."""
DATE = rf"(?:{_DATE})"
DATED = rf"(?:{_DATE})(?:\s*(?:星期|周)[一二三四五六日天])?[\sT,，]*(?:{_CLOCK})"
"""A day and a time of day."""
MAYBE_DATED = rf"(?:{DATED}|{_CLOCK})"

_WHOLE_DATE = re.compile(_DATE)
_WHOLE_CLOCK = re.compile(
    rf"(?P<part>{_PART}|[AaPp][Mm])?\s*(?P<h>\d{{1,2}})[:：](?P<m>\d{{2}})(?:[:：](?P<s>\d{{2}}))?\s*(?P<half>[AaPp][Mm])?"
)
_DAYS = "一二三四五六日"


@dataclass(frozen=True)
class When:
    """A time in the group's own zone; `dated` says whether the text itself told the day."""

    at: datetime
    dated: bool


def when(text: str, now: datetime, day: date | None = None) -> When | None:
    """The time that `text` tells at the moment `now`; `day` is the day of a separator before it. None when it is none.

    A time of day alone is the last such time that is not ahead of now.
    """
    said = _WHOLE_DATE.search(text)
    clock = _WHOLE_CLOCK.search(text, said.end() if said else 0)
    if clock is None:
        return None
    try:
        of_day = _time(clock)
        if said is None:
            if day is not None:
                return When(datetime.combine(day, of_day), True)
            at = datetime.combine(now.date(), of_day)
            return When(at if at <= now + timedelta(minutes=1) else at - timedelta(days=1), False)
        found, dated = _date(said.group(), now.date(), american=clock["half"] is not None)
        return When(datetime.combine(found, of_day), dated)
    except ValueError:
        return None


def day_of(text: str, now: datetime) -> tuple[date, bool] | None:
    """The day that a separator names, and whether it names it outright."""
    said = _WHOLE_DATE.search(text)
    try:
        return _date(said.group(), now.date(), american=False) if said else None
    except ValueError:
        return None


def _time(clock: re.Match[str]) -> time:
    hour, part = int(clock["h"]), (clock["part"] or clock["half"] or "").lower()
    if part in ("下午", "傍晚", "晚上", "pm") and hour < 12:
        hour += 12
    elif part in ("am", "凌晨", "半夜") and hour == 12:
        hour = 0
    elif part == "中午" and hour < 10:
        hour += 12
    return time(hour, int(clock["m"]), int(clock["s"] or 0))


def _date(said: str, today: date, *, american: bool) -> tuple[date, bool]:
    if said in ("今天", "昨天", "前天"):
        return today - timedelta(days=("今天", "昨天", "前天").index(said)), False
    if said[-1] in _DAYS + "天" and not said[0].isdigit():
        wanted = _DAYS.index(said[-1].replace("天", "日"))
        return today - timedelta(days=(today.weekday() - wanted) % 7), False
    numbers = [int(n) for n in re.findall(r"\d+", said)]
    if len(numbers) == 2:
        found = date(today.year, *numbers)
        return (found if found <= today + timedelta(days=1) else date(today.year - 1, *numbers)), False
    if numbers[0] > 31:
        return date(*numbers), True
    first, second, year = numbers
    month, of_month = (first, second) if (american and first <= 12) or second > 12 else (second, first)
    return date(year + 2000 if year < 100 else year, month, of_month), True
