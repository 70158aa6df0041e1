"""How the connection to each platform is, and when it was not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Database
from sqlalchemy import delete, select, update

from bot.storage.rows import build, insert_once
from bot.storage.tables import connections, downtimes


@dataclass(frozen=True)
class Connection:
    """One platform as the program that speaks to it last saw it. `since` is since when it is so."""

    platform: str
    account: str
    connected: bool
    since: datetime | None
    trouble: str | None
    notes: tuple[str, ...]
    seen_at: datetime
    up_at: datetime | None


@dataclass(frozen=True)
class Downtime:
    """A time when a platform could not be heard; `ended_at` is None while it lasts."""

    id: int
    platform: str
    began_at: datetime
    ended_at: datetime | None


def everything(conn: Database) -> list[Connection]:
    return [build(Connection, row) for row in conn.execute(select(connections).order_by(connections.c.platform))]


def get(conn: Database, platform: str) -> Connection | None:
    row = conn.execute(select(connections).where(connections.c.platform == platform)).first()
    return build(Connection, row) if row else None


def keep(conn: Database, platform: str, **values: Any) -> None:
    """Write down how a platform's connection is."""
    if not insert_once(conn, connections, {"platform": platform, **values}):
        conn.execute(update(connections).where(connections.c.platform == platform).values(**values))


def lasting(conn: Database, platform: str) -> Downtime | None:
    """The downtime that has not ended."""
    query = select(downtimes).where(downtimes.c.platform == platform, downtimes.c.ended_at.is_(None))
    row = conn.execute(query.order_by(downtimes.c.id.desc())).first()
    return build(Downtime, row) if row else None


def begin(conn: Database, platform: str, at: datetime) -> None:
    conn.execute(downtimes.insert().values(platform=platform, began_at=at))


def end(conn: Database, platform: str, at: datetime) -> None:
    open_ones = (downtimes.c.platform == platform, downtimes.c.ended_at.is_(None))
    conn.execute(update(downtimes).where(*open_ones).values(ended_at=at))


def drop(conn: Database, downtime: int) -> None:
    conn.execute(delete(downtimes).where(downtimes.c.id == downtime))


def lately(conn: Database, platform: str, since: datetime, limit: int) -> list[Downtime]:
    """A platform's downtimes that reach beyond `since`, newest first."""
    recent = downtimes.c.ended_at.is_(None) | (downtimes.c.ended_at >= since)
    query = select(downtimes).where(downtimes.c.platform == platform, recent)
    return [build(Downtime, row) for row in conn.execute(query.order_by(downtimes.c.began_at.desc()).limit(limit))]


def forget(conn: Database, before: datetime) -> None:
    """Downtimes that ended longer ago."""
    conn.execute(delete(downtimes).where(downtimes.c.ended_at < before))
