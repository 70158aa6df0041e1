"""Chats written down by hand, by other programs, or copied from Telegram on a phone: one line begins each message."""

from __future__ import annotations

from bot.domain.pasted.lines import Form
from bot.domain.pasted.times import CLOCK, DATED, MAYBE_DATED

_NAME = r"(?P<name>(?!https?\b|[\[(（]?\d{1,4}[-:：/.年])[^:：\s][^:：]{0,39}?)"

_COLON = r"(?:(?<!\d)[:：]|[:：](?!\d{2}))"
"""Not the colon of a time."""

LINE = Form(
    "plain", rf"(?:[\[(（]?(?P<time>{MAYBE_DATED})[\])）]?\s*(?:[-—]\s*)?)?{_NAME}\s*{_COLON}\s*(?!//)(?P<text>.+)", 0.4
)
"""`名字: 内容`, `名字：内容`, `[10:31] 名字: 内容`, `2026-01-05 10:31 - 名字: 内容`."""

TIMED_AFTER = Form("plain", rf"{_NAME}\s*[(（\[]?(?P<time>{DATED}|{CLOCK})[)）\]]?\s*[:：]\s*(?P<text>.+)")
"""`名字 10:31: 内容`, `名字(10:31)：内容`."""
