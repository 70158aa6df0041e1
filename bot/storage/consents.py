"""Consents: what a member was asked to let others see, and what they answered.

Whoever changes a consent about a case holds the case (`cases.get(…, for_update=True)`), so that one answer at a time
counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, func, select, update

from bot.storage.rows import build
from bot.storage.tables import cases, consents

Purpose = Literal["card", "voice"]
State = Literal["asked", "later", "yes", "no", "silent", "withdrawn", "void"]
WAITING: tuple[State, ...] = ("asked", "later")
"""States in which the member's answer is still awaited."""


@dataclass(frozen=True)
class Consent:
    """One question and its answer. `content_hash` is of exactly what the member was shown; times are aware UTC."""

    id: int
    purpose: Purpose
    platform: str
    member_id: str
    content_hash: str
    state: State
    asked_at: datetime
    asked_by: str
    expires_at: datetime
    case: int | None = None
    card: int | None = None
    voice: int | None = None
    without: tuple[str, ...] = ()
    next_look_at: datetime | None = None
    answered_at: datetime | None = None
    words: str | None = None
    relayed_by: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_words: str | None = None


def add(conn: Connection, **values: Any) -> Consent:
    """Write down that a member is asked."""
    row = {"state": "asked", "without": []} | values
    return get(conn, int(conn.execute(consents.insert().values(**row).returning(consents.c.id)).scalar_one()))


def get(conn: Connection, consent: int) -> Consent:
    return build(Consent, conn.execute(select(consents).where(consents.c.id == consent)).one())


def find(conn: Connection, consent: int) -> Consent | None:
    return _first(conn, select(consents).where(consents.c.id == consent))


def of_case(conn: Connection, case: int, purpose: Purpose = "card") -> list[Consent]:
    """All that was asked about a case, oldest first."""
    query = select(consents).where(consents.c.case == case, consents.c.purpose == purpose)
    return [build(Consent, row) for row in conn.execute(query.order_by(consents.c.id))]


def of_member(
    conn: Connection, platform: str, member_id: str, purpose: Purpose, states: Sequence[State]
) -> list[Consent]:
    """What a member was asked, newest first."""
    query = select(consents).where(
        consents.c.platform == platform,
        consents.c.member_id == member_id,
        consents.c.purpose == purpose,
        consents.c.state.in_(states),
    )
    return [build(Consent, row) for row in conn.execute(query.order_by(consents.c.id.desc()))]


def change(conn: Connection, consent: int, **values: Any) -> Consent:
    conn.execute(update(consents).where(consents.c.id == consent).values(**values))
    return get(conn, consent)


def due(conn: Connection, now: datetime, purpose: Purpose, limit: int = 50) -> list[Consent]:
    """Consents about cases that a sweep has to look at; their cases are locked, another process's are passed over."""
    query = (
        select(consents)
        .join(cases, cases.c.number == consents.c.case)
        .where(consents.c.next_look_at <= now, consents.c.purpose == purpose)
        .order_by(consents.c.next_look_at, consents.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=cases)
    )
    return [build(Consent, row) for row in conn.execute(query)]


def next_look(conn: Connection) -> datetime | None:
    """When a sweep has to look at a consent."""
    return conn.execute(select(func.min(consents.c.next_look_at))).scalar()


def _first(conn: Connection, query: Select[Any]) -> Consent | None:
    row = conn.execute(query.limit(1)).first()
    return build(Consent, row) if row else None
