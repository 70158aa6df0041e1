"""A leader says in free words that what was promised comes at another time: 明天来不及了，后天上午给您送; 改到后天."""

from __future__ import annotations

import re
from datetime import datetime

from bot.domain.plain_words import plain
from bot.domain.when_words import when_in

MAX_READ = 1000
_MOVED_TO = re.compile(r"(?:改|挪|推|推迟|延|延迟|延后|顺延|拖|要等|得等)(?:到|成|在)\s*")
_NOT_IN_TIME = re.compile("来不及|赶不上|赶不及|赶不出|到不了|送不了|推迟|延后|往后推|要晚")
_NOT_SAID = re.compile("[?]|吗|如果|要是|万一|的话|不会|没有?(?:改|推|延)|不(?:改|推|延)|别(?:改|推|延)")


def new_time_in(text: str, said_at: datetime) -> datetime | None:
    """Until when it comes now; None where the words move nothing. `said_at` is in the group's own time."""
    words = plain(text[:MAX_READ])
    if _NOT_SAID.search(words):
        return None
    times = [t for t in when_in(words, said_at) if t.due is not None]
    to = _MOVED_TO.search(words)
    if to is not None:
        return next((t.due for t in times if t.start == to.end()), None)
    late = _NOT_IN_TIME.search(words)
    return next(
        (t.due for t in times if late is not None and t.start >= late.end() and not _misses(words, t.start)), None
    )


def _misses(words: str, start: int) -> bool:
    """Whether the clause that begins with a time says that it is not kept: 明天送不了."""
    clause = re.split(r"[,，。;；!！]", words[start:], maxsplit=1)[0]
    return _NOT_IN_TIME.search(clause) is not None
