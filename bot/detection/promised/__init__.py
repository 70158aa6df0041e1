"""What a leader promises in free words, as the rules and a small network read it together (docs/promises.md)."""

from __future__ import annotations

from datetime import datetime

from bot.detection.promised.network import MOST_READ, reader
from bot.detection.promised.together import together
from bot.domain import promise_words
from bot.domain.promise_words import PromiseWords


def promises_in(text: str, said_at: datetime, goods: str | None = None) -> tuple[PromiseWords, ...]:
    """What is promised in a leader's words, in order. `said_at` is aware, in the group's own zone; `goods` is what the
    talk is about, for a thing that is named without a number."""
    ruled = promise_words.promises_in(text, said_at, goods)
    if not text.strip() or len(text) > MOST_READ:
        return ruled
    return together(text, ruled, reader().chances(text, said_at))
