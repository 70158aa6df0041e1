"""Each group's own time: its zone, its quiet hours, its business hours and days."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.config import OwnHours
from bot.domain.pacing import QuietHours
from bot.domain.sla import Rules
from bot.ports import Context
from bot.storage import groups
from bot.storage.groups import Group


def zone_of(ctx: Context, group: Group | None) -> ZoneInfo:
    """The zone in which a group lives; without a group, or where none is set for it, the default one."""
    return ZoneInfo((group.timezone if group else None) or ctx.settings.defaults.timezone)


def zone(ctx: Context, conn: Connection, group: int | None) -> ZoneInfo:
    return zone_of(ctx, groups.get(conn, group) if group is not None else None)


def local_now(ctx: Context, group: Group | None) -> datetime:
    """What the clocks in the group show now."""
    return ctx.now().astimezone(zone_of(ctx, group))


def quiet_hours(ctx: Context, group: Group | None) -> QuietHours:
    own, defaults = _own(ctx, group), ctx.settings.defaults
    return (own.over(defaults) if own else defaults).quiet_hours_in(zone_of(ctx, group))


def rules_of(ctx: Context, group: Group | None) -> Rules:
    """The time limits of a group's cases."""
    return ctx.settings.sla_rules_in(zone_of(ctx, group), _own(ctx, group))


def _own(ctx: Context, group: Group | None) -> OwnHours | None:
    """What config.yaml says of this group alone."""
    return ctx.settings.group(group.platform, group.group_id) if group is not None else None
