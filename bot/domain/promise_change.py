"""What a leader changes about a promise, in the words of a command: 明天18:00 8元, 到货那天, 两盒草莓."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.money_words import MAX_FEN, money_in
from bot.domain.plain_words import number, plain
from bot.domain.when_words import Awaits, when_in

Trouble = Literal["nothing", "time", "amount", "total", "ends", "unclear"]
"""What is wrong with a change: nothing is named, a time or a sum cannot be promised, a sum comes on top of what stands
(or off it), it is no change but the end, or words are left over that change nothing."""

MAX_THING = 40
_WITHOUT_THING = ("refund", "visit", "reply")
_ON_TOP = re.compile(
    r"(?:再|另外?|额外|又|多|少)\s*(?:退|返|给|补|转|赔|加|减|扣|付)?(?=\s*[\d一二两三四五六七八九十几])|[加减](?=\s*[\d一二两三四五六七八九十几])"
)
_ENDS = re.compile(
    r"取消|作废|撤了?$|算了|(?:不|别|不用|不必|甭)(?:再)?(?:退|补|换|送|给|发|要|办|去|转|赔|来)(?!完|够|起|到)|不是承诺"
)
_DEED = re.compile(
    r"^(?:改成?|改为|改到|是|成)?(?:一共|总共|共|合计)?(?:再?补发?|换成?|重发|再?送|给|带|退款?|返|转|发|赔)?(?:一共|总共|共|合计)?[给您你]?\s*"
)
_FILLER = re.compile(r"^[\s,，。;；:：、前之以内到成为是]+|[\s,，。;；:：、前之以内]+$")
_UNIT = re.compile(r"[¥$元块毛角蚊]")
_LIKE_MONEY = re.compile(r"[¥$]|\d[eE]\d|\d\s*(?:元|块|毛|角)|(?:元|块钱)|[块元毛]\s*$")


@dataclass(frozen=True)
class Change:
    """The new values; what is None stays as it is. A date takes the place of an event, and the other way round."""

    amount_fen: int | None = None
    due_at: datetime | None = None
    awaits: Awaits | None = None
    thing: str | None = None


def change_in(text: str, now: datetime, kind: str) -> Change | Trouble:
    """What is to be changed about a promise of this kind; `now` is in the group's own time."""
    rest = plain(text)
    if _ENDS.search(rest):
        return "ends"
    if _ON_TOP.search(rest) and money_in(rest):
        return "total"
    without_sum = _without_sum(rest)
    times = when_in(without_sum, now)
    if any(t.due is None and t.awaits is None for t in times) or _is_over(text):
        return "time"
    for t in times:
        rest = _blank(rest, t.start, t.start + len(without_sum[t.start : t.end].rstrip()))
    amount, rest = _amount(rest)
    if isinstance(amount, str):
        return amount
    thing = _FILLER.sub("", rest).strip()
    if thing and _LIKE_MONEY.search(thing):
        return "amount"
    thing = _DEED.sub("", thing)
    if thing and kind in _WITHOUT_THING:
        return "unclear"
    if not times and amount is None and not thing:
        return "nothing"
    last = times[-1] if times else None
    original = text[plain(text).find(thing) :][: len(thing)] if thing else None
    return Change(
        amount, last.due if last else None, last.awaits if last else None, original[:MAX_THING] if original else None
    )


def _without_sum(words: str) -> str:
    """The words with blanks where a sum with its unit stands, which is no hour of the day: 明天上午 9块."""
    sums = [m for m in money_in(words) if _UNIT.search(words[m.start : m.end])]
    for m in sums:
        words = _blank(words, m.start, m.end)
    return words


def _blank(words: str, start: int, end: int) -> str:
    return words[:start] + " " * (end - start) + words[end:]


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
