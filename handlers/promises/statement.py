"""All that was promised to one member, or was due, kept or broken on one day: what is undone first, overdue on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.plain_words import plain
from bot.domain.text import excerpt
from bot.domain.when_words import when_in
from bot.ports import Context
from bot.replies import say
from bot.storage import promises
from bot.storage.groups import Group
from bot.storage.promises import Promise
from handlers import zones

_COUNTED = ("kept", "late", "missing", "unsure", "ahead", "behind", "withdrawn")
_ALWAYS = ("kept", "late", "unsure")


@dataclass(frozen=True)
class Statement:
    """What was promised to whom or for when, in a line with the counts, and each of the promises."""

    title: str
    found: tuple[Promise, ...]


def statement(ctx: Context, conn: Connection, groups: Sequence[Group], who: str) -> Statement:
    """A day's where `who` names a day and nothing else, else a member's by (a part of) their name."""
    mine, who = [group.id for group in groups], who.strip()
    day = _day(ctx, groups, who)
    if day is not None:
        return _of(ctx, "day", who, promises.of_day(conn, mine, day, day + timedelta(days=1)))
    return _of(ctx, "member", excerpt(who, 20), promises.named(conn, mine, who))


def _of(ctx: Context, what: str, who: str, found: Sequence[Promise]) -> Statement:
    if not found:
        return Statement(say(f"promise.of_{what}_empty", who=who), ())
    now = ctx.now()
    counts = _counts(found, now)
    said = [say(f"promise.counts.{name}", count=counts[name]) for name in _COUNTED if counts[name] or name in _ALWAYS]
    title = say(f"promise.of_{what}", who=who, count=len(found), counts="，".join(said))
    return Statement(title, tuple(sorted(found, key=lambda p: (not p.is_unkept, not p.is_overdue(now)))))


def _counts(found: Sequence[Promise], now: datetime) -> dict[str, int]:
    """Each promise once; `behind` are those of the kept that were kept too late, `missing` those that were noted
    as done and have not come."""
    missing = sum(p.is_missing for p in found)
    late = sum(p.state == "open" and p.is_overdue(now) and not p.is_missing for p in found)
    return {
        "kept": sum(p.is_kept for p in found),
        "late": late,
        "missing": missing,
        "unsure": sum(p.state == "unconfirmed" for p in found),
        "ahead": sum(p.state == "open" for p in found) - late - missing,
        "behind": sum(p.is_kept and p.breached_at is not None for p in found),
        "withdrawn": sum(p.state == "withdrawn" for p in found),
    }


def _day(ctx: Context, groups: Sequence[Group], who: str) -> datetime | None:
    """The start of the day that these words name and nothing else; None for a member's name."""
    local = zones.local_now(ctx, groups[0] if groups else None)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if plain(who) in ("昨天", "昨日"):
        return midnight - timedelta(days=1)
    times = when_in(who, midnight)
    if len(times) == 1 and times[0].due and (times[0].start, times[0].end) == (0, len(who)):
        return times[0].due.replace(hour=0, minute=0, second=0, microsecond=0)
    return None
