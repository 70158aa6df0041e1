"""What a leader decides, in the words of a command: 退8元 明天18:00 因为…, 退一半, 补一份, 全退, 券5元, 积分100."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Literal

from bot.domain.compensation import Terms, share_of
from bot.domain.money_words import MAX_FEN, bare_money, money_in
from bot.domain.plain_words import number, plain
from bot.domain.shares import share_in
from bot.domain.when_words import when_in

Trouble = Literal["what", "two", "amount", "percent", "over_price", "when", "past", "time_last"]
"""What is wrong with a decision: each has its sentence in the catalogue."""

_REASON = re.compile(r"[\s,，;；。]*(?:因为|理由是?|原因是?)[:：,，\s]*")
_AGAIN = re.compile(r"^[改重](?:成|为|新)?(?!发)[:：,，\s]*")
_WHOLE = re.compile(r"全额|全退|退全|全部退|退全部|整单退|全赔")
_VOUCHER = re.compile(r"券|代金|抵扣")
_POINTS = re.compile(r"(?:积分[^\d]{0,3}(\d{1,6})|(\d{1,6})个?积分)(?![\d.])")
_REPLACEMENT = re.compile(r"(?:补发?|重发|再发|换|补寄|重寄|补送)(?:给?[你您她他])?\s*(?P<thing>.*)$")
_REFUND = re.compile(r"退|赔|返")
_JOINED = re.compile(r"外加|另加|另外|再加|加上?|再|并且?|同时|还有|[和跟及+,、;。]")
_OVER = re.compile(r"昨[天晚日]|前[天晚日]|上(?:周|星期|礼拜|个月)|刚才")
_CLOCK_LAST = re.compile(r"\d{1,2}[:：]\d\d(?:之?前)?[。.!！]?$")
_GAP = re.compile(r"[\s,，;；、。]+")
_DONE = re.compile(r"(?:之?前)?(?:就|给)?(?:办好|办完|退|补|到|送)?(?:吧|了)?")
_HALF = re.compile(r"一半|半价")
_RATE = re.compile(r"(-?\d+(?:\.\d+)?)\s*%|百分之([0-9.]+|[零一二两三四五六七八九十百]+)")


@dataclass(frozen=True)
class Decision:
    """What is to be offered, why it is not what the rule gives, and whether it is to replace what was decided."""

    terms: Terms | None
    due_at: datetime | None = None
    reason: str = ""
    again: bool = False


def decision_in(text: str, now: datetime, price_fen: int | None, goods: str | None) -> Decision | Trouble:
    """The decision that these words say; `now` is in the group's own time. Terms are None where none are named."""
    body, _, reason = _parted(text)
    again = bool(_AGAIN.match(body))
    body = _AGAIN.sub("", body)
    due_at, rest = _due(body, now)
    if isinstance(due_at, str):
        return due_at
    if due_at is None and _ends_in_time(reason, now):
        return "time_last"
    if not rest:
        return Decision(None, due_at, reason, again)
    if len(_steps(plain(rest))) > 1:
        return "two"
    terms = _terms(plain(rest), price_fen, goods)
    if isinstance(terms, str):
        return terms
    return Decision(replace(terms, due_at=due_at), due_at, reason, again)


def price_in(text: str) -> int | None:
    """The one price that these words name, in fen; None for none, several, 0, or one that is not exact."""
    if re.search(r"\d[eE]\d|(?:-|负|零下)\s*[\d¥]", plain(text)):
        return None
    sums = money_in(text)
    first = re.search(r"\d|(?<=[\s退赔券返])[一二两三四五六七八九十百千]|^[一二两三四五六七八九十百千]", plain(text))
    if not sums and first and first[0].isdecimal():
        sums = money_in(f"{text[: first.start()]}¥{text[first.start() :]}")
    elif not sums and first:
        found = bare_money(text, first.start())
        sums = (found,) if found else ()
    return sums[0].fen if len(sums) == 1 else None


def _parted(text: str) -> tuple[str, str, str]:
    found = _REASON.search(text)
    return (text[: found.start()].strip(), found[0], text[found.end() :].strip()) if found else (text.strip(), "", "")


def _ends_in_time(reason: str, now: datetime) -> bool:
    """Whether a reason ends in a time that may be meant as the one by which it is done: 因为弄错了 明天18:00."""
    if _CLOCK_LAST.search(reason):
        return True
    _, apart, last = _GAP.sub(" ", reason.strip(" ,，;；、。.!！")).rpartition(" ")
    times = when_in(last, now) if apart else ()
    over = _OVER.match(last) if apart else None
    start, end = (times[0].start, times[-1].end) if times else (over.end(), over.end()) if over else (1, 0)
    return (start == 0 or (over is not None and start == over.end())) and _DONE.fullmatch(last[end:]) is not None


def _due(body: str, now: datetime) -> tuple[datetime | Trouble | None, str]:
    """The time that is named, and the words without it. No time named is fine: the settings have one for each step."""
    times = when_in(body, now)
    if _OVER.search(body):
        return "past", body
    if not times:
        return None, body.strip()
    when = times[-1]
    rest = (body[: when.start] + body[when.end :]).strip(" ，,。.")
    if when.due is None or len(times) > 1:
        return "when", rest
    return (when.due if when.due > now else "past"), rest


def _steps(words: str) -> set[str]:
    """The different things that the parts of a decision name: 退29.9元加券5元 are two."""
    return {step for part in _JOINED.split(words) if (step := _step(part))}


def _step(part: str) -> str | None:
    """Which thing a part names first of all; None where it names none."""
    named = (("points", _POINTS), ("voucher", _VOUCHER), ("refund", _WHOLE), ("refund", _REFUND))
    found = next((step for step, pattern in named if pattern.search(part)), None)
    if found or money_in(part):
        return found or "refund"
    return "replacement" if _REPLACEMENT.search(part) and "不" not in part else None


def _terms(words: str, price_fen: int | None, goods: str | None) -> Terms | Trouble:
    points = _POINTS.search(words)
    if points:
        count = int(points[1] or points[2])
        return Terms("points", thing=str(count)) if count else "amount"
    if _VOUCHER.search(words):
        fen = price_in(words)
        return Terms("voucher", fen) if fen else "amount"
    if _WHOLE.search(words):
        return Terms("full_refund", price_fen, 100)
    if _REFUND.search(words) or money_in(words):
        return _refund(words, price_fen)
    again = _REPLACEMENT.search(words)
    if again:
        return Terms("replacement", thing=again["thing"].strip() or f"一份{goods or ''}")
    return "what"


def _refund(words: str, price_fen: int | None) -> Terms | Trouble:
    rate = _rate(words)
    if rate is not None:
        if not 0 < rate <= 1:
            return "percent"
        amount = share_of(price_fen, rate) if price_fen is not None else None
        return Terms(
            "full_refund" if rate == 1 else "part_refund", amount, -(-rate.numerator * 100 // rate.denominator)
        )
    fen = price_in(words)
    if fen is None or fen > MAX_FEN:
        return "amount"
    if price_fen is not None and fen > price_fen:
        return "over_price"
    return Terms("full_refund", fen, 100) if fen == price_fen else Terms("part_refund", fen)


def _rate(words: str) -> Fraction | None:
    """30%, 百分之三十, 一半, 三分之一, 三成 of the price."""
    percent = _RATE.search(words)
    if percent:
        value = number(percent[2]) if percent[2] else Fraction(percent[1])
        return Fraction(value or 0) / 100
    if _HALF.search(words):
        return Fraction(1, 2)
    return share_in(re.sub(r"退给?|赔给?|返还?|[你您她他]", "", words))
