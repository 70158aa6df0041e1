"""What came in and went out lately on a platform, for adapters that must tell doubles from news after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.storage.tables import groups, inbox, outbox


@dataclass(frozen=True)
class Passed:
    """One message; `own` is one that we sent. `images` counts pictures."""

    message_id: str
    group_id: str | None
    member_id: str
    at: datetime
    text: str
    images: int
    own: bool


def passed(conn: Connection, platform: str, since: datetime, limit: int = 3000) -> list[Passed]:
    """The messages received or sent since then, oldest first, at most `limit` of either."""
    came = (
        select(inbox.c.message_id, inbox.c.payload)
        .where(
            inbox.c.platform == platform,
            inbox.c.received_at >= since,
            inbox.c.kind.in_(("GroupMessage", "DirectMessage")),
        )
        .order_by(inbox.c.id.desc())
        .limit(limit)
    )
    found = [
        Passed(
            row.message_id,
            row.payload.get("group_id"),
            row.payload["member_id"],
            datetime.fromisoformat(row.payload["sent_at"]),
            row.payload["text"],
            len(row.payload["images"]),
            own=False,
        )
        for row in conn.execute(came)
    ]
    went = (
        select(outbox, groups.c.group_id)
        .outerjoin(groups, groups.c.id == outbox.c.group)
        .where(outbox.c.platform == platform, outbox.c.sent_at >= since, outbox.c.sent_message_id.is_not(None))
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    found += [
        Passed(
            row.sent_message_id,
            row.group_id,
            row.account,
            row.sent_at,
            row.text,
            int(row.image_hash is not None),
            own=True,
        )
        for row in conn.execute(went)
    ]
    return sorted(found, key=lambda message: message.at)
