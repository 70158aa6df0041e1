"""Members: what is known of a person on one platform, and whether we may and can write to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.storage.rows import build, insert
from bot.storage.tables import members


@dataclass(frozen=True)
class Member:
    """A person on one platform; times are None where it never happened."""

    platform: str
    member_id: str
    name: str
    last_seen_at: datetime
    last_group: int | None = None
    wrote_to_us_at: datetime | None = None
    unreachable_at: datetime | None = None
    no_contact_at: datetime | None = None
    wrong_codes: tuple[str, ...] = ()
    contact_hours: Any = None
    """{"from": "15:00", "until": null}: when to write to them, as they said."""
    unasked: tuple[str, ...] = ()
    """When we last wrote to them unasked."""
    choosing: Any = None

    @property
    def reachable(self) -> bool:
        """Whether a private message is known to get through."""
        return self.wrote_to_us_at is not None and self.unreachable_at is None


def seen(conn: Connection, platform: str, member_id: str, name: str, now: datetime, group: int | None = None) -> None:
    """The member spoke, in `group` or in private."""
    statement = insert(conn, members).values(
        platform=platform, member_id=member_id, name=name, last_seen_at=now, last_group=group, wrong_codes=[]
    )
    changed: dict[str, Any] = {"name": statement.excluded.name, "last_seen_at": statement.excluded.last_seen_at}
    if group is not None:
        changed["last_group"] = statement.excluded.last_group
    conn.execute(
        statement.on_conflict_do_update(index_elements=[members.c.platform, members.c.member_id], set_=changed)
    )


def get(conn: Connection, platform: str, member_id: str) -> Member | None:
    query = select(members).where(members.c.platform == platform, members.c.member_id == member_id)
    row = conn.execute(query).first()
    return build(Member, row) if row else None


def speakers(conn: Connection, group: int, limit: int) -> list[Member]:
    """Who was last heard in this group, newest first."""
    query = select(members).where(members.c.last_group == group).order_by(members.c.last_seen_at.desc())
    return [build(Member, row) for row in conn.execute(query.limit(limit))]


def names_in(conn: Connection, group: int) -> list[tuple[str, str]]:
    """Everybody who was last heard in this group: id and name."""
    query = select(members.c.member_id, members.c.name).where(members.c.last_group == group)
    return [(row.member_id, row.name) for row in conn.execute(query)]


def choosing(conn: Connection, platforms: Collection[str]) -> list[Member]:
    """The members whom a question to them, or about them, waits for."""
    query = (
        select(members)
        .where(members.c.choosing.is_not(None), members.c.platform.in_(platforms))
        .order_by(members.c.last_seen_at, members.c.member_id)
    )
    return [build(Member, row) for row in conn.execute(query)]


def change(conn: Connection, platform: str, member_id: str, **values: Any) -> None:
    """Set columns of a member who was seen before."""
    conn.execute(
        update(members).where(members.c.platform == platform, members.c.member_id == member_id).values(**values)
    )
