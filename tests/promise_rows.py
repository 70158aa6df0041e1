"""Rows of promises for the tests of families: what a text is to be read as, and how it is read."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.promise_words import promises_in

SAID_AT = datetime(2026, 1, 7, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Wednesday morning."""

Row = tuple[str, int | None, str | None, str | None, str | None]
"""Kind, sum in fen, thing, due as month-day hour:minute, event that it waits for."""


def brought(thing: str | None, due: str | None, when: str | None = None) -> list[Row]:
    return [("replacement", None, thing, due, when)]


def refunded(fen: int | None, due: str | None = None, when: str | None = None) -> list[Row]:
    return [("refund", fen, None, due, when)]


def answered(due: str | None) -> list[Row]:
    return [("reply", None, None, due, None)]


def ticket(fen: int | None, due: str | None, when: str | None = None) -> list[Row]:
    return [("voucher", fen, None, due, when)]


def visited(due: str | None) -> list[Row]:
    return [("visit", None, None, due, None)]


def done(thing: str | None, due: str | None) -> list[Row]:
    return [("other", None, thing, due, None)]


def read(text: str) -> list[Row]:
    return [
        (p.kind, p.amount_fen, p.thing, f"{p.due:%m-%d %H:%M}" if p.due else None, p.when)
        for p in promises_in(text, SAID_AT)
    ]
