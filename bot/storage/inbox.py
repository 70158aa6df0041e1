"""The inbox: every event as it came in, committed before the platform hears that we have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.domain.chat import AnyEvent, ButtonPress, DirectMessage, DirectRecall, GroupChange, GroupMessage, Image, Quote
from bot.storage import lanes
from bot.storage.rows import insert_once
from bot.storage.tables import inbox

KINDS: dict[str, type[AnyEvent]] = {
    cls.__name__: cls for cls in (GroupMessage, DirectMessage, ButtonPress, GroupChange, DirectRecall)
}


@dataclass(frozen=True)
class Received:
    """One row of the inbox with its event."""

    id: int
    event: AnyEvent


def lane_of(event: AnyEvent) -> str:
    """The lane that keeps the event in order with its neighbours."""
    if isinstance(event, GroupMessage | GroupChange):
        return lanes.group_lane(event.platform, event.account, event.group_id)
    return lanes.direct_lane(event.platform, event.account, event.member_id)


def add(conn: Connection, event: AnyEvent, now: datetime) -> bool:
    """Keep the event and wake its lane; False when it is here already."""
    lane = _storable(lane_of(event))
    new = insert_once(
        conn,
        inbox,
        {
            "platform": event.platform,
            "account": event.account,
            "message_id": _storable(event.message_id),
            "lane": lane,
            "kind": type(event).__name__,
            "payload": _storable(asdict(event)),
            "received_at": now,
        },
    )
    if new:
        lanes.wake(conn, lane, now)
    return new


def pending(conn: Connection, lane: str, limit: int) -> list[Received]:
    """The lane's waiting events, oldest first."""
    rows = conn.execute(
        select(inbox.c.id, inbox.c.kind, inbox.c.payload)
        .where(inbox.c.lane == lane, inbox.c.state == "pending")
        .order_by(inbox.c.id)
        .limit(limit)
    )
    return [Received(row.id, decode(row.kind, row.payload)) for row in rows]


def has_pending(conn: Connection, lane: str) -> bool:
    query = select(inbox.c.id).where(inbox.c.lane == lane, inbox.c.state == "pending").limit(1)
    return conn.execute(query).first() is not None


def moved_from(conn: Connection, platform: str, group_id: str) -> str | None:
    """The former id of a group whose move to `group_id` has come in and waits to be handled."""
    rows = conn.execute(
        select(inbox.c.payload).where(
            inbox.c.state == "pending", inbox.c.kind == GroupChange.__name__, inbox.c.platform == platform
        )
    )
    for row in rows:
        if row.payload["kind"] == "migrated" and row.payload["detail"] == group_id:
            return str(row.payload["group_id"])
    return None


def mark_done(conn: Connection, ids: Sequence[int]) -> None:
    conn.execute(update(inbox).where(inbox.c.id.in_(ids)).values(state="done"))


def mark_failed(conn: Connection, row_id: int, error: str) -> None:
    """The event could not be handled; it is kept, and the leader is shown that there is one."""
    conn.execute(update(inbox).where(inbox.c.id == row_id).values(state="failed", error=error))


def count(conn: Connection, state: str) -> int:
    return conn.execute(select(func.count()).select_from(inbox).where(inbox.c.state == state)).scalar_one()


def _storable(value: Any) -> Any:
    """JSON without what a database refuses: zero bytes and halves of surrogate pairs."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {k: _storable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(v) for v in value]
    return value


def decode(kind: str, payload: dict[str, Any]) -> AnyEvent:
    """The event that `add` was given."""
    values = dict(payload)
    values["sent_at"] = datetime.fromisoformat(values["sent_at"])
    if "images" in values:
        values["images"] = tuple(Image(**image) for image in values["images"])
    if values.get("quote"):
        values["quote"] = Quote(**values["quote"])
    if "mentions" in values:
        values["mentions"] = tuple(values["mentions"])
    return KINDS[kind](**values)
