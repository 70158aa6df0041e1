"""The promise ledger: what was promised to whom, until when, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.promise_deeds import Kind
from bot.domain.when_words import Awaits
from bot.storage.rows import build
from bot.storage.tables import promises

State = Literal["unconfirmed", "open", "fulfilled", "withdrawn", "not_a_promise"]

UNKEPT: tuple[State, ...] = ("unconfirmed", "open")
"""States in which something is still to be done."""


@dataclass(frozen=True)
class NewPromise:
    """What a promise says. `words` are the leader's own, or ours for an offer that was accepted."""

    kind: Kind
    words: str
    amount_fen: int | None = None
    thing: str | None = None
    due_at: datetime | None = None
    awaits: Awaits | None = None
    offer: int | None = None
    message: str | None = None
    """The group's message in which it was said."""


@dataclass(frozen=True)
class Promise:
    """One promise as stored; times are aware UTC and None where it never happened."""

    id: int
    case: int | None
    group: int
    platform: str
    member_id: str | None
    member_name: str | None
    kind: Kind
    words: str
    said_at: datetime
    said_by: str
    said_by_name: str
    state: State
    amount_fen: int | None = None
    thing: str | None = None
    due_at: datetime | None = None
    awaits: Awaits | None = None
    offer: int | None = None
    message: str | None = None
    confirmed_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    next_look_at: datetime | None = None
    fulfilled_at: datetime | None = None
    fulfilled_by: str | None = None
    proof: Mapping[str, Any] | None = None
    reason: str | None = None

    @property
    def is_kept(self) -> bool:
        return self.state == "fulfilled"

    @property
    def is_unkept(self) -> bool:
        return self.state in UNKEPT

    def is_overdue(self, now: datetime) -> bool:
        """Whether its time is over and nothing is done; one that nobody confirmed can be overdue, too."""
        return self.is_unkept and self.due_at is not None and self.due_at <= now


def add(conn: Connection, new: NewPromise, **values: Any) -> Promise:
    """Write a promise into the ledger; `values` are the columns that say whose it is and where it stands."""
    statement = promises.insert().values(**vars(new), **values).returning(promises.c.id)
    found = get(conn, int(conn.execute(statement).scalar_one()))
    assert found is not None
    return found


def get(conn: Connection, promise: int, *, for_update: bool = False) -> Promise | None:
    """A promise by its number; `for_update` keeps others from changing it until this transaction ends."""
    query = select(promises).where(promises.c.id == promise)
    row = conn.execute(query.with_for_update() if for_update else query).first()
    return build(Promise, row) if row else None


def change(conn: Connection, promise: int, **values: Any) -> Promise:
    conn.execute(update(promises).where(promises.c.id == promise).values(**values))
    found = get(conn, promise)
    assert found is not None
    return found


def due(conn: Connection, now: datetime, limit: int = 50) -> list[Promise]:
    """Promises that a sweep has to look at, locked for this transaction; another process's are passed over."""
    query = (
        select(promises)
        .where(promises.c.next_look_at <= now, promises.c.state.in_(UNKEPT))
        .order_by(promises.c.next_look_at, promises.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [build(Promise, row) for row in conn.execute(query)]


def next_due(conn: Connection) -> datetime | None:
    return conn.execute(select(func.min(promises.c.next_look_at)).where(promises.c.state.in_(UNKEPT))).scalar()


def open_of_groups(
    conn: Connection, groups: Sequence[int], *, until: datetime | None = None, limit: int | None = None
) -> list[Promise]:
    """What these groups' leaders still have to do, by the time it is due; what has no date comes last. `until` leaves
    out what is due later."""
    due = [] if until is None else [promises.c.due_at <= until]
    return _sorted(conn, promises.c.group.in_(groups), promises.c.state.in_(UNKEPT), *due, limit=limit)


def count_open(conn: Connection, groups: Sequence[int]) -> int:
    """How many promises these groups' leaders still have to keep."""
    mine = (promises.c.group.in_(groups), promises.c.state.in_(UNKEPT))
    return conn.execute(select(func.count()).select_from(promises).where(*mine)).scalar_one()


def all_of_groups(conn: Connection, groups: Sequence[int]) -> list[Promise]:
    """All that was promised in these groups, as it was made; what was no promise is left out."""
    return _all(conn, promises.c.group.in_(groups), promises.c.state != "not_a_promise")


def of_case(conn: Connection, case: int) -> list[Promise]:
    """All promises of a case in the order in which they were made."""
    return _all(conn, promises.c.case == case)


def named(conn: Connection, groups: Sequence[int], name: str) -> list[Promise]:
    """All that was promised in these groups to members who are called so."""
    like = promises.c.member_name.contains(name, autoescape=True)
    return _all(conn, like, promises.c.group.in_(groups), promises.c.state != "not_a_promise")


def of_day(conn: Connection, groups: Sequence[int], start: datetime, end: datetime) -> list[Promise]:
    """What was due, was done or was broken in a span of time, in these groups."""
    at_due = and_(promises.c.due_at >= start, promises.c.due_at <= end)
    done = and_(promises.c.fulfilled_at >= start, promises.c.fulfilled_at < end)
    broken = and_(promises.c.breached_at >= start, promises.c.breached_at < end)
    real = promises.c.state != "not_a_promise"
    return _sorted(conn, promises.c.group.in_(groups), real, or_(at_due, done, broken))


def awaiting(conn: Connection, group: int, awaits: Awaits) -> list[Promise]:
    """Open promises of a group that wait for this event, locked for this transaction."""
    query = (
        select(promises)
        .where(promises.c.group == group, promises.c.awaits == awaits, promises.c.state.in_(UNKEPT))
        .where(promises.c.due_at.is_(None))
        .order_by(promises.c.id)
        .with_for_update(skip_locked=True)
    )
    return [build(Promise, row) for row in conn.execute(query)]


def said_together(conn: Connection, promise: Promise) -> list[Promise]:
    """The unconfirmed promises that the same person said in the same words, locked for this transaction."""
    query = (
        select(promises)
        .where(
            promises.c.group == promise.group,
            promises.c.said_at == promise.said_at,
            promises.c.said_by == promise.said_by,
            promises.c.words == promise.words,
            promises.c.state == "unconfirmed",
        )
        .order_by(promises.c.id)
        .with_for_update()
    )
    return [build(Promise, row) for row in conn.execute(query)]


def of_message(conn: Connection, group: int, message: str) -> list[Promise]:
    """The promises that were said in one message of a group."""
    return _all(conn, promises.c.group == group, promises.c.message == message)


def _all(conn: Connection, *where: ColumnElement[bool]) -> list[Promise]:
    return [build(Promise, row) for row in conn.execute(select(promises).where(*where).order_by(promises.c.id))]


def _sorted(conn: Connection, *where: ColumnElement[bool], limit: int | None = None) -> list[Promise]:
    undated = promises.c.due_at.is_(None)
    query = select(promises).where(*where).order_by(undated, promises.c.due_at, promises.c.id).limit(limit)
    return [build(Promise, row) for row in conn.execute(query)]
