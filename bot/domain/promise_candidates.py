"""What a text names that may belong to a promise: its sums and its times, whoever's they are."""

from __future__ import annotations

from datetime import datetime

from bot.domain.money_words import Money, money_at_face
from bot.domain.plain_words import plain
from bot.domain.when_words import When, when_in


def candidates(text: str, said_at: datetime) -> tuple[tuple[Money, ...], tuple[When, ...]]:
    """The exact sums, with or without a sign of money, and the times of a text said at `said_at` (aware)."""
    times = when_in(plain(text), said_at)
    return money_at_face(text, [(one.start, one.end) for one in times]), times
