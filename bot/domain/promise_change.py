"""What a leader changes about a promise, in the words of a command: 明天18:00 8元, 到货那天, 两盒草莓."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.money_words import MAX_FEN, money_in
from bot.domain.plain_words import number, plain
from bot.domain.when_words import Awaits, when_in

Trouble = Literal["nothing", "time", "amount"]
"""What is wrong with a change."""

MAX_THING = 40
_FILLER = re.compile(r"^[\s,，。;；:：、前之以内到成为是]+|[\s,，。;；:：、前之以内]+$")
_LIKE_MONEY = re.compile(r"[¥$]|\d[eE]\d|\d\s*(?:元|块|毛|角)|(?:元|块钱)|[块元毛]\s*$")


@dataclass(frozen=True)
class Change:
    """The new values; what is None stays as it is. A date takes the place of an event, and the other way round."""

    amount_fen: int | None = None
    due_at: datetime | None = None
    awaits: Awaits | None = None
    thing: str | None = None


def change_in(text: str, now: datetime) -> Change | Trouble:
    """What is to be changed; `now` is in the group's own time."""
    times = when_in(text, now)
    if any(t.due is None and t.awaits is None for t in times) or _is_over(text):
        return "time"
    rest = plain(text)
    for t in times:
        rest = rest[: t.start] + " " * (t.end - t.start) + rest[t.end :]
    amount, rest = _amount(rest)
    if isinstance(amount, str):
        return amount
    thing = _FILLER.sub("", rest).strip()
    if thing and _LIKE_MONEY.search(thing):
        return "amount"
    if not times and amount is None and not thing:
        return "nothing"
    last = times[-1] if times else None
    original = text[plain(text).find(thing) :][: len(thing)] if thing else None
    return Change(
        amount, last.due if last else None, last.awaits if last else None, original[:MAX_THING] if original else None
    )


def _is_over(text: str) -> bool:
    return bool(re.search(r"昨[天晚日]|前[天晚]|上(?:周|星期|礼拜|个月)|刚才", plain(text)))


def _amount(rest: str) -> tuple[int | Trouble | None, str]:
    """The one sum, and the words without it; a sum that cannot be promised is trouble."""
    sums = money_in(rest)
    if len(sums) > 1 or any(m.fen is None for m in sums) or re.search(r"(?:-|负)\s*[\d¥]", rest):
        return "amount", rest
    if sums:
        return sums[0].fen, rest[: sums[0].start] + " " + rest[sums[0].end :]
    bare = re.fullmatch(r"[\s,，]*([\d.]+|[零一二两三四五六七八九十百千万点]+)[\s,，]*", rest)
    if bare is None:
        return None, rest
    value = number(bare[1])
    fen = value * 100 if value is not None else None
    if fen is None or fen != fen.to_integral_value() or not 0 < fen <= MAX_FEN:
        return "amount", rest
    return int(fen), ""
