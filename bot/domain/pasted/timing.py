"""When the messages of a paste were said, as far as the text tells; what it leaves open is filled in by its order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.pasted.model import PastedMessage

STEP = timedelta(seconds=1)
"""Messages of one minute lie so far apart."""
UNTIMED_STEP = timedelta(seconds=2)
"""Messages without a time lie so far apart."""
MINUTE = timedelta(minutes=1)


def moments(messages: Sequence[PastedMessage], now: datetime) -> list[datetime]:
    """A time for each message, all in `now`'s zone and none after `now`.

    What stands without a time follows the message before it; in front of the first time it goes before that, and where
    no time stands at all the last message is said now.
    """
    first = next((n for n, m in enumerate(messages) if m.at is not None), len(messages))
    zone = now.tzinfo
    anchor = messages[first].at if first < len(messages) else None
    start = anchor.replace(tzinfo=zone) if anchor is not None else now + UNTIMED_STEP
    times = [start - UNTIMED_STEP * (first - n) for n in range(first)]
    for message in messages[first:]:
        at = message.at.replace(tzinfo=zone) if message.at is not None else times[-1] + UNTIMED_STEP
        if times and at <= times[-1] < at + MINUTE:
            at = times[-1] + STEP
        times.append(at)
    return [min(at, now) for at in times]
