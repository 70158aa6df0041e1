"""Bursts: what one person writes without a longer pause, until it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.storage.rows import build
from bot.storage.tables import bursts, messages


@dataclass(frozen=True)
class StoredBurst:
    """A burst's row; `due_at` is None once it was judged."""

    id: int
    lane: str
    group: int | None
    platform: str
    member_id: str
    member_name: str
    first_at: datetime
    last_at: datetime
    due_at: datetime | None = None
    verdict: Any = None
    case: int | None = None


def open_burst(conn: Connection, lane: str, member_id: str) -> StoredBurst | None:
    """The member's burst in the lane that still waits to be judged."""
    query = select(bursts).where(bursts.c.lane == lane, bursts.c.member_id == member_id, bursts.c.due_at.is_not(None))
    row = conn.execute(query).first()
    return build(StoredBurst, row) if row else None


def start(conn: Connection, burst: StoredBurst) -> int:
    """Add a burst (its `id` is not used) and return its id."""
    statement = (
        bursts.insert()
        .values(
            lane=burst.lane, group=burst.group, platform=burst.platform, member_id=burst.member_id,
            member_name=burst.member_name, first_at=burst.first_at, last_at=burst.last_at, due_at=burst.due_at,
        )
        .returning(bursts.c.id)
    )  # fmt: skip
    return int(conn.execute(statement).scalar_one())


def extend(conn: Connection, burst: int, last_at: datetime, due_at: datetime) -> None:
    conn.execute(update(bursts).where(bursts.c.id == burst).values(last_at=last_at, due_at=due_at))


def due(conn: Connection, lane: str, now: datetime) -> list[StoredBurst]:
    """The lane's bursts to be judged now, in the order in which they began."""
    query = select(bursts).where(bursts.c.lane == lane, bursts.c.due_at <= now).order_by(bursts.c.first_at, bursts.c.id)
    return [build(StoredBurst, row) for row in conn.execute(query)]


def still_due(conn: Connection, burst: StoredBurst) -> bool:
    """Whether nothing was added to the burst and nobody judged it since it was read."""
    query = select(bursts.c.id).where(
        bursts.c.id == burst.id, bursts.c.due_at.is_not(None), bursts.c.last_at == burst.last_at
    )
    return conn.execute(query).first() is not None


def judged(conn: Connection, burst: int, verdict: Any, case: int | None = None) -> None:
    conn.execute(update(bursts).where(bursts.c.id == burst).values(due_at=None, verdict=verdict, case=case))


def change_verdict(conn: Connection, burst: int, verdict: Any) -> None:
    conn.execute(update(bursts).where(bursts.c.id == burst).values(verdict=verdict))


def set_case(conn: Connection, burst: int, case: int | None) -> None:
    conn.execute(update(bursts).where(bursts.c.id == burst).values(case=case))


def get(conn: Connection, burst: int) -> StoredBurst:
    return build(StoredBurst, conn.execute(select(bursts).where(bursts.c.id == burst)).one())


def judged_of_member(conn: Connection, group: int, member_id: str, since: datetime) -> list[StoredBurst]:
    """The member's judged bursts with words in the group since then, the oldest first."""
    spoken = select(messages.c.burst).where(
        messages.c.group == group, messages.c.at >= since, messages.c.member_id == member_id
    )
    query = select(bursts).where(bursts.c.id.in_(spoken), bursts.c.due_at.is_(None)).order_by(bursts.c.id)
    return [build(StoredBurst, row) for row in conn.execute(query)]


def next_due(conn: Connection, lane: str | None = None) -> datetime | None:
    """When the next burst is to be judged, in one lane or in all."""
    query = select(func.min(bursts.c.due_at))
    if lane is not None:
        query = query.where(bursts.c.lane == lane)
    return conn.execute(query).scalar()
