"""Lanes: one a group and one a private chat. Who holds a lane's lease handles its messages, in order."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, select, true, update

from bot.storage.rows import insert
from bot.storage.tables import lanes


def group_lane(platform: str, account: str, group_id: str) -> str:
    return f"group:{platform}:{account}:{group_id}"


def direct_lane(platform: str, account: str, member_id: str) -> str:
    return f"direct:{platform}:{account}:{member_id}"


def wake(conn: Connection, key: str, at: datetime) -> None:
    """There is something to do in the lane at `at`, or earlier if it was to wake earlier."""
    statement = insert(conn, lanes).values(key=key, wake_at=at)
    earlier = or_(lanes.c.wake_at.is_(None), lanes.c.wake_at > statement.excluded.wake_at)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=[lanes.c.key], set_={"wake_at": statement.excluded.wake_at}, where=earlier
        )
    )


def claim(conn: Connection, now: datetime, token: str, lease_s: float, only: str | None = None) -> str | None:
    """Take the lease of the lane that has waited longest (or of `only` this one); None when no lane is due."""
    free = or_(lanes.c.lease_until.is_(None), lanes.c.lease_until <= now)
    key = conn.execute(
        select(lanes.c.key)
        .where(lanes.c.wake_at <= now, free, lanes.c.key == only if only else true())
        .order_by(lanes.c.wake_at, lanes.c.key)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).scalar()
    if key is not None:
        conn.execute(
            update(lanes)
            .where(lanes.c.key == key)
            .values(lease_until=now + timedelta(seconds=lease_s), lease_token=token)
        )
    return key


def hold(conn: Connection, key: str, token: str) -> bool:
    """Lock the lane's row for this transaction; False when the lease went to somebody else meanwhile."""
    row = conn.execute(select(lanes.c.lease_token).where(lanes.c.key == key).with_for_update()).first()
    return row is not None and row.lease_token == token


def release(conn: Connection, key: str, wake_at: datetime | None) -> None:
    """Give the lease back; `wake_at` is when the lane has something to do next."""
    conn.execute(update(lanes).where(lanes.c.key == key).values(lease_until=None, lease_token=None, wake_at=wake_at))


def next_wake(conn: Connection) -> datetime | None:
    """When the next lane is due, leased ones at the end of their lease."""
    return conn.execute(
        select(func.min(func.coalesce(lanes.c.lease_until, lanes.c.wake_at))).where(lanes.c.wake_at.is_not(None))
    ).scalar()
