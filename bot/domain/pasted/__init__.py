"""Pieces of chat that somebody copied or exported, read without knowing where they come from."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from bot.domain.pasted import onebot_export, plain, qq, telegram, telegram_export, wechat
from bot.domain.pasted.decoding import decode
from bot.domain.pasted.lines import read_lines
from bot.domain.pasted.model import Aside, Pasted, PastedMessage, Unreadable
from bot.domain.text import clean

__all__ = ["FORMS", "MAX_BYTES", "PLAIN", "Aside", "Pasted", "PastedMessage", "Unreadable", "form_of", "read"]

MAX_BYTES = 20_000_000
PLAIN = plain.LINE.name

FORMS = (
    telegram.DESKTOP,
    qq.EXPORT,
    wechat.DESKTOP,
    plain.TIMED_AFTER,
    wechat.PHONE,
    plain.LINE,
    wechat.NAMES,
)
"""Every form of text, the surest first."""


def read(given: bytes | str, now: datetime, names: Collection[str] = ()) -> Pasted:
    """What was pasted, at the moment `now` (with the group's zone); `names` are people who are known by name."""
    text = decode(given) if isinstance(given, bytes) else given
    local = now.replace(tzinfo=None)
    start = text.lstrip("\ufeff \t\r\n")[:2000]
    if start.startswith(("{", "[{", "[\n", "[\r", "[ ")):
        found = _json(text)
        events = onebot_export.events_in(found)
        if events is not None:
            assert now.tzinfo is not None
            return onebot_export.read_events(events, now.tzinfo)
        if isinstance(found, dict):
            return telegram_export.read_json(found)
    if start.startswith("<") and "<div" in text[:20_000]:
        return telegram_export.read_html(text, local)
    return read_lines(clean(text).replace("\u2028", "\n"), FORMS, local, names)


def _json(text: str) -> object:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def form_of(text: str, now: datetime) -> str:
    """The form of a text that is surely a copied chat, at least two messages and hardly a line that is nobody's; empty
    for anything else."""
    found = read(text, now)
    sure = len(found.messages) >= 2 and len(found.unreadable) * 4 <= len(found.messages)
    return found.form if sure else ""
