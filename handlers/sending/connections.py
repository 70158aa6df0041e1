"""How the connections are, written down for every process to see, and when nothing could be heard.

Only the program that speaks to the platforms writes. A downtime runs from the last look at which the platform was
connected to the moment it is so again, whether the connection was lost or the program stood still.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.chat import ChatAdapter
from bot.domain.text import excerpt
from bot.ports import Context
from bot.storage import connections
from bot.storage.groups import PASTE

KEPT = timedelta(days=90)
SHORTEST = timedelta(seconds=2)
"""What is shorter is a restart that nobody noticed."""


def watched(ctx: Context) -> dict[str, ChatAdapter]:
    """The adapters that connect to something."""
    return {platform: adapter for platform, adapter in ctx.adapters.items() if platform != PASTE}


STALE = timedelta(minutes=1)
"""Without a look for so long, the program that speaks to the platforms does not run."""


def lost(ctx: Context, conn: Connection, platforms: Collection[str]) -> list[connections.Connection]:
    """Those of these platforms that cannot be heard now."""
    known = [found for found in connections.everything(conn) if found.platform in platforms]
    return [found for found in known if not found.connected or ctx.now() - found.seen_at > STALE]


def program_starts(ctx: Context, conn: Connection) -> None:
    """Nothing was heard since the program last ran."""
    for platform in watched(ctx):
        known = connections.get(conn, platform)
        if known is not None and known.up_at is not None and connections.lasting(conn, platform) is None:
            connections.begin(conn, platform, known.up_at)


def look(ctx: Context, conn: Connection) -> None:
    """Write down how every connection is now; a downtime begins or ends by it."""
    now = ctx.now()
    for platform, adapter in watched(ctx).items():
        health = adapter.health
        known = connections.get(conn, platform)
        up_at = known.up_at if known else None
        _downtime(conn, platform, connected=health.connected, since=health.since, up_at=up_at, now=now)
        connections.keep(
            conn,
            platform,
            account=adapter.account or (known.account if known else ""),
            connected=health.connected,
            since=health.since,
            trouble=excerpt(health.trouble, 300) if health.trouble else None,
            notes=[excerpt(note, 300) for note in health.notes],
            seen_at=now,
            up_at=now if health.connected else up_at,
        )
    connections.forget(conn, now - KEPT)


def _downtime(
    conn: Connection, platform: str, *, connected: bool, since: datetime | None, up_at: datetime | None, now: datetime
) -> None:
    lasting = connections.lasting(conn, platform)
    back = since if since is not None and since <= now else now
    if connected and lasting is not None and back - lasting.began_at < SHORTEST:
        connections.drop(conn, lasting.id)
    elif connected and lasting is not None:
        connections.end(conn, platform, back)
    elif connected and up_at is not None and back - up_at >= SHORTEST:  # it was gone and back between two looks
        connections.begin(conn, platform, up_at)
        connections.end(conn, platform, back)
    elif not connected and lasting is None and up_at is not None:
        connections.begin(conn, platform, up_at)
