"""Nothing is kept for longer than the settings say: once a night, in whichever process comes first."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.ports import Context
from bot.storage import orders, retention
from handlers.cases.timeline import CLOCK, record

log = logging.getLogger(__name__)

NIGHT = time(3, 30)

KINDS: Mapping[str, Callable[[Connection, datetime], int]] = {
    "group_messages_days": retention.group_messages,
    "private_messages_days": retention.private_messages,
    "pictures_days": retention.pictures,
    "sent_messages_days": retention.sent_messages,
    "voices_days": retention.heard_voices,
    "corrections_days": retention.learned_words,
    "orders_days": orders.expire,
    "inbox_days": retention.intake,
    "members_days": retention.strangers,
    "audit_days": retention.log_of_console,
}
"""Each setting and what it deletes; cases are in clean."""


async def clean_when_due(ctx: Context) -> int:
    """Delete what is too old, in the night; how many rows that were."""
    local = ctx.now().astimezone(ZoneInfo(ctx.settings.defaults.timezone))
    day = local.date().isoformat()
    if local.time() < NIGHT or await ctx.storage.read(partial(retention.is_claimed, day=day)):
        return 0
    return await ctx.storage.write(partial(clean, ctx, day=day))


def clean(ctx: Context, conn: Connection, *, day: str) -> int:
    """One night's work in one transaction."""
    now = ctx.now()
    if not retention.claim(conn, day, now):
        return 0
    settings = ctx.settings.retention
    counts = {"cases_days": _cases(ctx, conn, now, settings.cases_days)}
    for name, delete in KINDS.items():
        days = getattr(settings, name)
        counts[name] = delete(conn, now - timedelta(days=days)) if days else 0
    counts["logins"] = retention.logins(conn, now)
    counts = {name: count for name, count in counts.items() if count}
    retention.note(conn, day, counts)
    if counts:
        log.info("deleted what is too old: %s", counts)
    return sum(counts.values())


def _cases(ctx: Context, conn: Connection, now: datetime, days: int) -> int:
    """Cases that were closed long ago lose the person; their timelines say so."""
    numbers = retention.expired_cases(conn, now - timedelta(days=days)) if days else []
    for number in numbers:
        retention.expire_case(conn, number)
        record(ctx, conn, number, CLOCK, "expired", "")
    return len(numbers)
