"""How heated a group is, and the alarm to its leaders: once for each rise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.temperature import Temperature, series
from bot.ports import Context
from bot.replies import say
from bot.storage import groups
from bot.storage import temperature as stored
from bot.storage.groups import Group
from handlers import speak, zones

STEP = timedelta(hours=1)


def reading(ctx: Context, conn: Connection, group: Group) -> Temperature:
    """How heated the group is now."""
    now = ctx.now()
    return stored.now(conn, group, now - _window(ctx), now)


def readings(ctx: Context, conn: Connection, known: Sequence[Group]) -> dict[int, Temperature]:
    """How heated each of these groups is now, by group."""
    now = ctx.now()
    return stored.now_of(conn, known, now - _window(ctx), now)


def over_day(ctx: Context, conn: Connection, group: Group, step: timedelta = STEP) -> list[Temperature]:
    """The temperature over the group's own day until now, a step apart."""
    now = ctx.now()
    midnight = zones.local_now(ctx, group).replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight.astimezone(now.tzinfo)
    return series(stored.moments(conn, group, since - _window(ctx)), since, now, step, _window(ctx))


def look(ctx: Context, conn: Connection, group: Group) -> None:
    """Somebody was unhappy or left: tell the leaders when the group has become heated, and not again until it is calm.

    The group's row is locked, so that of several processes one tells them.
    """
    rules = ctx.settings.temperature
    found = reading(ctx, conn, group)
    alarmed_at = groups.alarmed_at(conn, group.id)
    if alarmed_at is not None:
        if found.is_calm(rules.alarm_share, rules.alarm_voices):
            stored.set_alarmed(conn, group.id, None)
        return
    if not found.is_hot(rules.alarm_share, rules.alarm_voices):
        return
    stored.set_alarmed(conn, group.id, ctx.now())
    if group.mode == "watch":
        return
    words: dict[str, Any] = {"group": group.name, "minutes": f"{rules.window_min:g}", "degrees": found.degrees}
    words |= {"said": found.said, "unhappy": found.unhappy, "left": found.left, "people": found.people}
    key = f"temperature:{group.id}:{ctx.now().isoformat()}"
    speak.to_leaders(ctx, conn, group, say("temperature.alarm", **words), key)


def _window(ctx: Context) -> timedelta:
    return timedelta(minutes=ctx.settings.temperature.window_min)
