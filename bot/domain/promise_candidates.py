"""What a text names that may belong to a promise: its sums and its times, whoever's they are."""

from __future__ import annotations

import re
from datetime import datetime

from bot.domain.money_words import Money, bare_money, money_in
from bot.domain.plain_words import plain
from bot.domain.when_words import When, when_in

_NUMBER_BEGINS = re.compile(r"(?<![\d一二两三四五六七八九十百毛角分块元点.])(?=[\d一二两三四五六七八九十百])")


def candidates(text: str, said_at: datetime) -> tuple[tuple[Money, ...], tuple[When, ...]]:
    """The exact sums, with or without a sign of money, and the times of a text said at `said_at` (aware)."""
    words = plain(text)
    times = when_in(words, said_at)
    sums = list(money_in(words))
    for m in _NUMBER_BEGINS.finditer(words):
        at = m.start()
        if any(s.start <= at < s.end for s in sums) or any(t.start <= at < t.end for t in times):
            continue
        bare = bare_money(words, at)
        if bare is not None:
            sums.append(bare)
    exact = sorted((s for s in sums if s.fen is not None), key=lambda s: s.start)
    return tuple(exact), times
