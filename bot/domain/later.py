"""When "later" is, in a leader's words: 2小时, 明天上午, 下周一, 晚上八点半."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMBER = r"[0-9０-９]{1,4}|[零一二两三四五六七八九十]{1,3}"
_SPAN = re.compile(rf"^(?P<n>{_NUMBER}|半)(?P<half>个半)?个?(?P<unit>小时|钟头|分钟|天)(?P<more>半)?(?:之?后|以后)?$")
_DAYS = {"今天": 0, "今": 0, "明天": 1, "明": 1, "后天": 2, "後天": 2, "大后天": 3, "大後天": 3}
_PARTS = {
    "早上": (8, 0), "早": (8, 0), "上午": (9, 0), "中午": (12, 12), "下午": (14, 12), "傍晚": (17, 12),
    "晚上": (19, 12), "晚": (19, 12),
}  # fmt: skip
"""Part of the day -> the hour it means alone, and what is added to a smaller hour that follows."""
_WHEN = re.compile(
    r"^(?:(?P<day>大[后後]天|今天?|明天?|[后後]天)|(?P<week>下?)(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天]))?"
    r"(?P<part>早上|上午|中午|下午|傍晚|晚上|早|晚)?"
    rf"(?:(?P<hour>{_NUMBER})(?:[点點](?P<half>半)?|[:：])(?P<minute>[0-9]{{1,2}})?分?)?$"
)


def number_in(text: str) -> int | None:
    """12, １２, 十二, 两 as a number; None for what is none."""
    if text.isdecimal():
        return int(text)
    tens, found, ones = text.rpartition("十")
    if not found:
        return _DIGITS.get(text)
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def time_in(hour: str, minute: str | None, half: bool, part: str | None) -> time | None:
    """The time of day that such words name; None where there is none (25点)."""
    h = number_in(hour)
    if h is None:
        return None
    add = _PARTS[part][1] if part else 0
    h = h + add if h < 12 and not (part == "中午" and h >= 10) else h
    m = 30 if half else int(minute or 0)
    return time(h, m) if h < 24 and m < 60 else None


def moment_in(text: str, now: datetime) -> datetime | None:
    """The moment after `now` (in the zone of the person who wrote) that the words name; None when they name none."""
    said = re.sub(r"\s", "", text)
    span = _SPAN.match(said)
    if span:
        return now + _span(span)
    found = _WHEN.match(said)
    if not found or not said:
        return None
    at = _time_of(found)
    if at is None:
        return None
    day = _day_of(found, now)
    moment = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0) + timedelta(days=day)
    if moment > now:
        return moment
    if found["weekday"]:
        return moment + timedelta(days=7)
    return None if found["day"] else moment + timedelta(days=1)


def _span(found: re.Match[str]) -> timedelta:
    n = 0.5 if found["n"] == "半" else float(number_in(found["n"]) or 0)
    n += 0.5 if found["half"] or found["more"] else 0
    unit = {"分钟": timedelta(minutes=1), "天": timedelta(days=1)}.get(found["unit"], timedelta(hours=1))
    return unit * n


def _time_of(found: re.Match[str]) -> time | None:
    if found["hour"]:
        return time_in(found["hour"], found["minute"], bool(found["half"]), found["part"])
    return time(_PARTS[found["part"]][0] if found["part"] else 9)


def _day_of(found: re.Match[str], now: datetime) -> int:
    """How many days ahead."""
    if found["weekday"]:
        weekday = "一二三四五六日天".index(found["weekday"]) % 7 if found["weekday"] != "天" else 6
        ahead = weekday - now.weekday()
        return ahead + 7 if found["week"] else ahead % 7
    return _DAYS.get(found["day"] or "今", 0)
