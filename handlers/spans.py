"""How long, in one short word: whole minutes, and of hours and days those that are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.replies import say

MINUTE = timedelta(minutes=1)


def span(time: timedelta) -> str:
    """A length of time; what is shorter than a minute is one."""
    minutes = max(1, round(time / MINUTE))
    if minutes < 60:
        return say("leader.span_minutes", count=minutes)
    if minutes < 48 * 60:
        return say("leader.span_hours", count=minutes // 60)
    return say("leader.span_days", count=minutes // (24 * 60))


def age(now: datetime, at: datetime) -> str:
    """How long ago."""
    return span(now - at) if now - at >= MINUTE else say("leader.span_now")
