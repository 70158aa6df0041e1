"""Who wants to be forgotten, and how far that is. Whose it was stands there only until it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from bot.storage.rows import build
from bot.storage.tables import bursts, cases, erasures, groups, inbox, lanes, offers, outbox, promises, staff


@dataclass(frozen=True)
class Erasure:
    """One wish. `asked_by` is `member` or the person who passed it on; times are aware UTC."""

    id: int
    member_hash: str
    asked_at: datetime
    asked_by: str
    platform: str | None = None
    member_id: str | None = None
    confirmed_at: datetime | None = None
    next_look_at: datetime | None = None
    done_at: datetime | None = None
    counts: Mapping[str, int] | None = None
    waits_for: str | None = None

    @property
    def whose(self) -> tuple[str, str]:
        """Platform and member id, as long as it is not done."""
        return self.platform or "", self.member_id or ""


def add(conn: Connection, **values: Any) -> Erasure:
    return get(conn, int(conn.execute(erasures.insert().values(**values).returning(erasures.c.id)).scalar_one()))


def get(conn: Connection, erasure: int) -> Erasure:
    return build(Erasure, conn.execute(select(erasures).where(erasures.c.id == erasure)).one())


def wanted(conn: Connection, platform: str, member_id: str) -> Erasure | None:
    """The wish of this member that is not done yet."""
    mine = (erasures.c.platform == platform, erasures.c.member_id == member_id, erasures.c.done_at.is_(None))
    row = conn.execute(select(erasures).where(*mine).order_by(erasures.c.id.desc()).limit(1)).first()
    return build(Erasure, row) if row else None


def change(conn: Connection, erasure: int, **values: Any) -> None:
    conn.execute(update(erasures).where(erasures.c.id == erasure).values(**values))


def drop(conn: Connection, erasure: int) -> None:
    """The member thought better of it, or never said yes."""
    conn.execute(delete(erasures).where(erasures.c.id == erasure, erasures.c.done_at.is_(None)))


def due(conn: Connection, now: datetime, limit: int = 5) -> list[Erasure]:
    """Wishes that a sweep has to look at; rows that another process works on are passed over."""
    query = (
        select(erasures)
        .where(erasures.c.next_look_at <= now)
        .order_by(erasures.c.next_look_at, erasures.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [build(Erasure, row) for row in conn.execute(query)]


def next_look(conn: Connection) -> datetime | None:
    return conn.execute(select(func.min(erasures.c.next_look_at))).scalar()


def unfinished(conn: Connection, platform: str, member_id: str) -> tuple[list[int], int]:
    """The member's cases that are not over or have an offer waiting, and how many promises to them are not kept."""
    mine = (cases.c.platform == platform, cases.c.member_id == member_id)
    over = or_(cases.c.state == "closed", (cases.c.state == "resolved") & cases.c.closed_by.is_not(None))
    offered = select(offers.c.case).where(offers.c.state.in_(("proposed", "sent")))
    waiting = or_(~over, (cases.c.state != "closed") & cases.c.number.in_(offered))
    numbers = [
        row.number for row in conn.execute(select(cases.c.number).where(*mine, waiting).order_by(cases.c.number))
    ]
    own = select(cases.c.number).where(*mine)
    theirs = or_(promises.c.case.in_(own), (promises.c.platform == platform) & (promises.c.member_id == member_id))
    kept = select(func.count()).select_from(promises).where(theirs, promises.c.state == "open")
    return numbers, conn.execute(kept).scalar_one()


def is_staff(conn: Connection, platform: str, member_id: str) -> bool:
    """Whether they lead or help to lead a group."""
    here = and_(groups.c.platform == platform, staff.c.member_id == member_id)
    query = select(staff.c.group).join(groups, groups.c.id == staff.c.group)
    elsewhere = staff.c.member_id == f"{platform}:{member_id}"
    return conn.execute(query.where(or_(here, elsewhere)).limit(1)).first() is not None


def is_busy(conn: Connection, platform: str, member_id: str, lane_tail: str) -> bool:
    """Whether something from or to the member is still under way."""
    mine = (outbox.c.platform == platform, outbox.c.member_id == member_id)
    under_way = select(outbox.c.id).where(*mine, outbox.c.state.in_(("pending", "sending"))).limit(1)
    judged = (bursts.c.platform == platform, bursts.c.member_id == member_id, bursts.c.due_at.is_not(None))
    waits = select(inbox.c.id).where(inbox.c.state == "pending", inbox.c.lane.endswith(lane_tail, autoescape=True))
    held = select(lanes.c.key).where(lanes.c.key.endswith(lane_tail, autoescape=True), lanes.c.lease_token.is_not(None))
    queries = (under_way, select(bursts.c.id).where(*judged).limit(1), waits.limit(1), held.limit(1))
    return any(conn.execute(query).first() is not None for query in queries)
