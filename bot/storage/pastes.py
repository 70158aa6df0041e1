"""Chats that were pasted: what each paste brought, and whether its leader was told what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.storage.rows import build
from bot.storage.tables import inbox, pastes

COMPARED = 20_000
"""So many messages back a paste is compared with what was pasted before."""


@dataclass(frozen=True)
class Paste:
    """One paste into a group, by a file (no `platform`) or in a leader's private chat."""

    group: int
    at: datetime
    counts: Mapping[str, Any] = field(default_factory=dict)
    platform: str | None = None
    account: str | None = None
    member_id: str | None = None
    message_id: str | None = None
    told_at: datetime | None = None
    id: int = 0


def add(conn: Connection, paste: Paste) -> int:
    values = {k: v for k, v in vars(paste).items() if k != "id"}
    return int(conn.execute(pastes.insert().values(**values).returning(pastes.c.id)).scalar_one())


def untold(conn: Connection, group: int) -> list[Paste]:
    """The group's pastes whose outcome nobody was told yet, oldest first."""
    query = select(pastes).where(pastes.c.group == group, pastes.c.told_at.is_(None)).order_by(pastes.c.id)
    return [build(Paste, row) for row in conn.execute(query)]


def told(conn: Connection, paste: int, at: datetime) -> None:
    conn.execute(update(pastes).where(pastes.c.id == paste).values(told_at=at))


def last_by(conn: Connection, platform: str, member_id: str) -> Paste | None:
    """What this person pasted last."""
    query = select(pastes).where(pastes.c.platform == platform, pastes.c.member_id == member_id)
    row = conn.execute(query.order_by(pastes.c.id.desc()).limit(1)).first()
    return build(Paste, row) if row else None


def message_ids(conn: Connection, lane: str) -> list[str]:
    """The ids of the lane's messages in the order in which they came, at most COMPARED of the last."""
    query = select(inbox.c.message_id).where(inbox.c.lane == lane).order_by(inbox.c.id.desc()).limit(COMPARED)
    return list(reversed(list(conn.execute(query).scalars())))
