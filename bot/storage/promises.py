"""The promise ledger: what was promised to whom, until when, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.promise_deeds import Kind
from bot.domain.when_words import Awaits
from bot.storage.rows import build
from bot.storage.tables import cases, promises

State = Literal["unconfirmed", "open", "fulfilled", "withdrawn", "not_a_promise", "unsaid"]

UNKEPT: tuple[State, ...] = ("unconfirmed", "open")
"""States in which something is still to be done."""
NOTHING_PROMISED: tuple[State, ...] = ("not_a_promise", "unsaid")
"""States in which nobody was promised anything; `unsaid`: the words wait as a draft."""
IN_ONE_BREATH = timedelta(seconds=2)
"""What one transaction writes is written within this time."""
SEVERAL = 5_406_011
"""The number of PostgreSQL's lock under which several promises are taken at once."""


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
    def is_missing(self) -> bool:
        """Whether it was noted as done and the member says that it has not come: it is to be proved again."""
        return self.state == "open" and self.fulfilled_at is not None

    @property
    def was_noted(self) -> bool:
        """Whether it was noted as done, whatever the member says of it."""
        return self.is_kept or self.is_missing

    @property
    def is_unkept(self) -> bool:
        return self.state in UNKEPT

    def is_overdue(self, now: datetime) -> bool:
        """Whether its time is over and nothing is done; one that nobody confirmed can be overdue, too."""
        return self.is_unkept and self.is_past(now)

    def is_past(self, now: datetime) -> bool:
        """Whether the time that was said is over."""
        return self.due_at is not None and self.due_at <= now


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


def lock_all(conn: Connection) -> None:
    """Until this transaction ends nobody else takes several promises at once, so that what comes up together stays
    together. On SQLite there is one writer anyway."""
    if conn.dialect.name == "postgresql":
        conn.execute(select(func.pg_advisory_xact_lock(SEVERAL)))


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
    return _all(conn, promises.c.group.in_(groups), promises.c.state.not_in(NOTHING_PROMISED))


def of_case(conn: Connection, case: int) -> list[Promise]:
    """All promises of a case in the order in which they were made."""
    return _all(conn, promises.c.case == case)


def open_of_member(conn: Connection, group: int, member_id: str) -> list[Promise]:
    """What a member of this group was promised and nobody has done."""
    mine = (promises.c.group == group, promises.c.member_id == member_id)
    return _sorted(conn, *mine, promises.c.state.in_(UNKEPT))


def kept_of_member(conn: Connection, group: int, member_id: str, since: datetime) -> list[Promise]:
    """What was noted as done for a member of this group since then."""
    mine = (promises.c.group == group, promises.c.member_id == member_id)
    return _sorted(conn, *mine, promises.c.state == "fulfilled", promises.c.fulfilled_at >= since)


def in_words(conn: Connection, case: int, words: str, *states: State) -> list[Promise]:
    """What was promised in a case in these private words and stands so, locked for this transaction."""
    query = (
        select(promises)
        .where(promises.c.case == case, promises.c.words == words, promises.c.message.is_(None))
        .where(promises.c.offer.is_(None), promises.c.state.in_(states))
        .order_by(promises.c.id)
        .with_for_update()
    )
    return [build(Promise, row) for row in conn.execute(query)]


def named(conn: Connection, groups: Sequence[int], name: str) -> list[Promise]:
    """All that was promised in these groups to members who are called so."""
    like = promises.c.member_name.contains(name, autoescape=True)
    return _all(conn, like, promises.c.group.in_(groups), promises.c.state.not_in(NOTHING_PROMISED))


def of_day(conn: Connection, groups: Sequence[int], start: datetime, end: datetime) -> list[Promise]:
    """What was due, was done or was broken in a span of time, in these groups."""
    at_due = and_(promises.c.due_at >= start, promises.c.due_at <= end)
    done = and_(promises.c.fulfilled_at >= start, promises.c.fulfilled_at < end)
    broken = and_(promises.c.breached_at >= start, promises.c.breached_at < end)
    real = promises.c.state.not_in(NOTHING_PROMISED)
    return _sorted(conn, promises.c.group.in_(groups), real, or_(at_due, done, broken))


def awaiting(conn: Connection, group: int, awaits: Awaits, before: datetime | None = None) -> list[Promise]:
    """What is to be done in a group when this event comes, locked for this transaction. Where it was announced for a
    day, only what is due later than `before`."""
    dated = [promises.c.due_at > before] if before is not None else []
    query = _unkept(promises.c.group == group, promises.c.awaits == awaits, or_(promises.c.due_at.is_(None), *dated))
    return [build(Promise, row) for row in conn.execute(query.with_for_update(skip_locked=True))]


def said_together(conn: Connection, promise: Promise) -> list[Promise]:
    """The unconfirmed promises that the same person said in the same words, locked for this transaction."""
    query = (
        select(promises)
        .where(
            promises.c.group == promise.group,
            _in_the_words_of(promise),
            promises.c.state == "unconfirmed",
        )
        .order_by(promises.c.id)
        .with_for_update()
    )
    return [build(Promise, row) for row in conn.execute(query)]


def _in_the_words_of(promise: Promise) -> ColumnElement[bool]:
    return and_(
        promises.c.said_at.between(promise.said_at - IN_ONE_BREATH, promise.said_at + IN_ONE_BREATH),
        promises.c.said_by == promise.said_by,
        promises.c.words == promise.words,
    )


def together(conn: Connection, promise: Promise, *, wait: bool = False) -> list[Promise]:
    """What is still to be done and was promised with this one: in the same message, in the same words, or to a voice of
    the same incident; locked for this transaction. What others hold is passed over unless one is to `wait` for them."""
    same = [_in_the_words_of(promise)]
    if promise.message is not None:
        same.append(promises.c.message == promise.message)
    if promise.case is not None:
        incident = select(cases.c.incident).where(cases.c.number == promise.case).scalar_subquery()
        same.append(promises.c.case.in_(select(cases.c.number).where(cases.c.incident == incident)))
    query = _unkept(promises.c.group == promise.group, or_(*same))
    return [build(Promise, row) for row in conn.execute(query.with_for_update(skip_locked=not wait))]


def of_incident(conn: Connection, incident: int) -> list[Promise]:
    """What an incident's voices were promised and is still to be done, locked for this transaction."""
    query = _unkept(promises.c.case.in_(select(cases.c.number).where(cases.c.incident == incident)))
    return [build(Promise, row) for row in conn.execute(query.with_for_update())]


def all_of_incident(conn: Connection, incident: int) -> list[Promise]:
    """What an incident's voices were promised, whatever became of it."""
    return _all(conn, promises.c.case.in_(select(cases.c.number).where(cases.c.incident == incident)))


def _unkept(*where: ColumnElement[bool]) -> Select[Any]:
    return select(promises).where(promises.c.state.in_(UNKEPT), *where).order_by(promises.c.id)


def kept_with(conn: Connection, promise: Promise) -> list[Promise]:
    """What the same person noted as done in one breath with this promise, itself included."""
    assert promise.fulfilled_at is not None
    at = promise.fulfilled_at - IN_ONE_BREATH, promise.fulfilled_at + IN_ONE_BREATH
    mine = promises.c.group == promise.group, promises.c.fulfilled_by == promise.fulfilled_by
    return _all(conn, *mine, promises.c.state == "fulfilled", promises.c.fulfilled_at.between(*at))


def of_message(conn: Connection, group: int, message: str) -> list[Promise]:
    """The promises that were said in one message of a group."""
    return _all(conn, promises.c.group == group, promises.c.message == message)


def _all(conn: Connection, *where: ColumnElement[bool]) -> list[Promise]:
    return [build(Promise, row) for row in conn.execute(select(promises).where(*where).order_by(promises.c.id))]


def _sorted(conn: Connection, *where: ColumnElement[bool], limit: int | None = None) -> list[Promise]:
    undated = promises.c.due_at.is_(None)
    query = select(promises).where(*where).order_by(undated, promises.c.due_at, promises.c.id).limit(limit)
    return [build(Promise, row) for row in conn.execute(query)]
