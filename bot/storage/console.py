"""What the console's pages read: lists of cases by any filter, words looked for, and what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from statistics import median_high
from typing import Any, Literal

from sqlalchemy import Connection, Select, Table, and_, case, false, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.case import ENDED, OPEN, Case, State
from bot.domain.sla import most_urgent
from bot.storage.cases import searchable
from bot.storage.rows import build
from bot.storage.tables import (
    accounts,
    case_events,
    case_search,
    cases,
    consents,
    downtimes,
    incidents,
    members,
    messages,
    orders,
    outbox,
    promises,
    reviews,
    staff,
    voices,
)

AT_ONCE = 500
"""So many rows are named in one query."""

LIKE_ORDER = re.compile(r"(?=.*\d)[0-9a-z_-]{4,60}")
"""What may be an order's number, or the last four digits of a phone number."""
Order = Literal["urgent", "newest", "oldest", "severe"]
ORDERS: tuple[Order, ...] = ("urgent", "newest", "oldest", "severe")


@dataclass(frozen=True)
class Marks:
    """How far everything has come; two of them tell whether something happened in between."""

    reviews: tuple[int, int]
    """The newest question, and how many are open."""
    cases: int
    """The newest line of any timeline."""
    promises: int
    incidents: tuple[int, int]
    """The newest incident, and the newest of all that was said or is to be said."""
    connections: tuple[int, int, int]
    """The newest downtime, how many last, and how many accounts have stopped."""
    voices: tuple[int, int, str]
    """The newest voice, the newest question to a member, and the last answer."""

    def changed_since(self, before: Marks) -> frozenset[str]:
        return frozenset(name for name, mark in vars(self).items() if mark != getattr(before, name))


@dataclass(frozen=True)
class Counts:
    """How much waits in somebody's groups."""

    reviews: int
    overdue: int
    newest: int
    """Grows whenever a complaint, or what may be one, comes in."""


def counts(conn: Connection, *, groups: Sequence[int], now: datetime) -> Counts:
    """How many questions wait for an answer, and how many cases are over their time."""
    asked = select(func.count()).select_from(reviews).where(reviews.c.group.in_(groups), reviews.c.answer.is_(None))
    late = select(func.count()).select_from(cases).where(cases.c.group.in_(groups), *is_overdue(now))
    newest = sum(_newest(conn, table, groups) for table in (cases, reviews))
    return Counts(conn.execute(asked).scalar_one(), conn.execute(late).scalar_one(), newest)


def _newest(conn: Connection, table: Table, groups: Sequence[int]) -> int:
    """The highest number of these groups; 0 where there is none."""
    query = select(table.c.number).where(table.c.group.in_(groups)).order_by(table.c.number.desc()).limit(1)
    return conn.execute(query).scalar() or 0


def is_overdue(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Cases that wait longer than the rules allow, as bot.domain.sla.running says."""
    awake = or_(cases.c.snoozed_until.is_(None), cases.c.snoozed_until <= now)
    return (cases.c.state.in_(OPEN), awake, or_(*(due <= now for due in _clocks())))


def marks(conn: Connection) -> Marks:
    """How far everything has come now."""
    asked = conn.execute(select(func.max(reviews.c.number))).scalar() or 0
    waiting = conn.execute(select(func.count()).select_from(reviews).where(reviews.c.answer.is_(None))).scalar_one()
    line = conn.execute(select(func.max(case_events.c.id))).scalar() or 0
    promise = conn.execute(select(func.max(promises.c.id))).scalar() or 0
    incident = conn.execute(select(func.max(incidents.c.number))).scalar() or 0
    said = conn.execute(select(func.max(outbox.c.id))).scalar() or 0
    return Marks((asked, waiting), line, promise, (incident, said), _connections(conn), _voices(conn))


def _voices(conn: Connection) -> tuple[int, int, str]:
    newest = conn.execute(select(func.max(voices.c.id))).scalar() or 0
    asked, answered, withdrawn = conn.execute(
        select(func.max(consents.c.id), func.max(consents.c.answered_at), func.max(consents.c.withdrawn_at))
    ).one()
    return newest, asked or 0, f"{answered} {withdrawn}"


def _connections(conn: Connection) -> tuple[int, int, int]:
    newest = conn.execute(select(func.max(downtimes.c.id))).scalar() or 0
    lasting = select(func.count()).select_from(downtimes).where(downtimes.c.ended_at.is_(None))
    stopped = select(func.count()).select_from(accounts).where(accounts.c.stopped_at.is_not(None))
    return newest, conn.execute(lasting).scalar_one(), conn.execute(stopped).scalar_one()


@dataclass(frozen=True)
class Wanted:
    """Which cases a list is to show; None is any. `words` are looked up in all that people said, in names, goods and
    numbers."""

    groups: Sequence[int]
    states: Sequence[State] | None = None
    category: str | None = None
    severity: int | None = None
    assignee: str | None = None
    """A platform id; empty is nobody."""
    overdue: bool = False
    """Only those over their time."""
    words: str = ""
    order: Order = "urgent"


@dataclass(frozen=True)
class Found:
    """One page of a list, and how many there are in all."""

    cases: list[Case]
    total: int


def find_cases(conn: Connection, wanted: Wanted, now: datetime, *, limit: int = 50, offset: int = 0) -> Found:
    """The cases that are wanted, one page of them, in the order that is wanted."""
    numbers, total = _numbers(conn, wanted, now, limit, offset)
    return Found(cases_by_number(conn, numbers), total)


def every_case(conn: Connection, wanted: Wanted, now: datetime) -> Iterator[Case]:
    """All that are wanted, in their order."""
    numbers, _ = _numbers(conn, wanted, now, None, 0)
    for start in range(0, len(numbers), AT_ONCE):
        yield from cases_by_number(conn, numbers[start : start + AT_ONCE])


def cases_by_number(conn: Connection, numbers: Sequence[int]) -> list[Case]:
    """These cases, in this order."""
    rows = conn.execute(select(cases).where(cases.c.number.in_(numbers)))
    found = {row.number: build(Case, row) for row in rows}
    return [found[number] for number in numbers]


def _numbers(conn: Connection, wanted: Wanted, now: datetime, limit: int | None, offset: int) -> tuple[list[int], int]:
    """Which cases stand on a page, and how many there are in all. Words are looked up in one go."""
    where = _where(wanted, now)
    query = select(cases.c.number).where(*where).order_by(*_order(wanted))
    if wanted.words.strip():
        numbers = list(conn.execute(query).scalars())
        return numbers[offset:][:limit], len(numbers)
    total = conn.execute(select(func.count()).select_from(cases).where(*where)).scalar_one()
    return list(conn.execute(query.limit(limit).offset(offset)).scalars()), total


def _order(wanted: Wanted) -> tuple[ColumnElement[Any], ...]:
    """What is open comes first: red cases, then what is due first; the rest newest first."""
    newest = cases.c.number.desc()
    if wanted.order == "newest" or (wanted.states is not None and ENDED.issuperset(wanted.states)):
        return (newest,)
    if wanted.order == "oldest":
        return (cases.c.number,)
    ended = cases.c.state.in_(ENDED)
    if wanted.order == "severe":
        return (ended, cases.c.severity.desc(), newest)
    due = case((ended, None), else_=reduce(_earlier, _clocks()))
    return (ended, case((ended, None), else_=cases.c.red).is_(None), due.is_(None), due, newest)


def _where(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [cases.c.group.in_(wanted.groups)]
    if wanted.states is not None:
        where.append(cases.c.state.in_(wanted.states))
    for column in ("category", "severity", "assignee"):
        value = getattr(wanted, column)
        if value is not None:
            where.append(cases.c[column] == value if value != "" else cases.c[column].is_(None))
    if wanted.overdue:
        where += is_overdue(now)
    looked_for = [_says(word) for word in wanted.words.split()[:6]]
    if looked_for:
        where.append(cases.c.number.in_(select(case_search.c.case).where(*looked_for)))
    return where


def _says(word: str) -> ColumnElement[bool]:
    """Whether a word stands in what people said about a case, in its member's name or goods, is its number, or leads to
    its order."""
    plain = searchable(word)
    said = case_search.c.words.contains(plain, autoescape=True)
    number = plain.lstrip("#")
    is_number = number.isdecimal() and len(number) <= 9
    ways = [said, case_search.c.case == int(number)] if is_number else [said]
    return or_(*ways, case_search.c.case.in_(_about_order(plain))) if LIKE_ORDER.fullmatch(plain) else or_(*ways)


def _about_order(plain: str) -> Select[tuple[int]]:
    """Cases whose order has this number, in whole or at its end, or was placed with a phone that ends so."""
    number = func.lower(orders.c.order_number).endswith(plain, autoescape=True)
    known = cases.join(orders, orders.c.id == cases.c.order)
    return select(cases.c.number).select_from(known).where(or_(number, orders.c.phone_tail == plain))


@dataclass(frozen=True)
class Standing:
    """An open case as far as a page has to know it before it shows any."""

    number: int
    state: State
    red: bool
    late: bool


def open_now(conn: Connection, groups: Sequence[int], now: datetime) -> list[Standing]:
    """Every open case of these groups, the most urgent first, read in one go."""
    wanted = Wanted(groups, OPEN)
    late = case((and_(*is_overdue(now)), 1), else_=0)
    query = select(cases.c.number, cases.c.state, cases.c.red, late).where(*_where(wanted, now))
    rows = conn.execute(query.order_by(*_order(wanted)))
    return [Standing(row[0], row[1], row[2] is not None, bool(row[3])) for row in rows]


def _clocks() -> tuple[ColumnElement[Any], ...]:
    """When each clock that runs is due, as bot.domain.sla.running says."""
    return (cases.c.answer_due_at, _first_due(), _contact_due(), _resolution_due())


def _first_due() -> ColumnElement[Any]:
    return case((cases.c.first_response_at.is_(None), cases.c.first_response_due_at), else_=None)


def _contact_due() -> ColumnElement[Any]:
    nobody_talks = and_(
        cases.c.incident.is_(None),
        cases.c.first_contact_at.is_(None),
        cases.c.state.in_(("open", "contacted", "waiting_member")),
        func.coalesce(cases.c.first_response_by, "") != "group_leader",
        func.coalesce(cases.c.intake["person"].as_boolean(), false()).is_(False),
    )
    return case((nobody_talks, cases.c.first_contact_due_at), else_=None)


def _resolution_due() -> ColumnElement[Any]:
    return case((cases.c.state != "waiting_member", cases.c.resolution_due_at), else_=None)


def _earlier(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((one.is_(None), other), (other.is_(None), one), (one <= other, one), else_=other)


def states_of(conn: Connection, groups: Sequence[int]) -> dict[str, int]:
    """How many cases are in each state."""
    query = select(cases.c.state, func.count().label("number")).where(cases.c.group.in_(groups)).group_by(cases.c.state)
    return {row.state: row.number for row in conn.execute(query)}


def day(conn: Connection, groups: Sequence[int], since: datetime) -> tuple[int, int, timedelta | None]:
    """How many cases were opened and how many were solved since then, and how long half of the new ones waited for a
    first response at most, from the member's words on."""
    mine = cases.c.group.in_(groups)
    solved = select(func.count()).select_from(cases).where(mine, cases.c.resolved_at >= since)
    said = and_(messages.c.group == cases.c.group, messages.c.message_id == cases.c.opened_by_message)
    complained = func.coalesce(messages.c.at, cases.c.opened_at, type_=cases.c.opened_at.type)
    opened = conn.execute(
        select(complained.label("since"), cases.c.first_response_at)
        .select_from(cases.outerjoin(messages, said))
        .where(mine, cases.c.opened_at >= since)
    ).all()
    waited = [row.first_response_at - row.since for row in opened if row.first_response_at is not None]
    return len(opened), conn.execute(solved).scalar_one(), median_high(waited) if waited else None


def of_member(conn: Connection, groups: Sequence[int], platform: str, member_id: str, limit: int) -> list[Case]:
    """A member's newest cases in these groups, newest first."""
    mine = (cases.c.platform == platform, cases.c.member_id == member_id, cases.c.group.in_(groups))
    query = select(cases).where(*mine).order_by(cases.c.number.desc()).limit(limit)
    return [build(Case, row) for row in conn.execute(query)]


def staff_names(conn: Connection, groups: Sequence[int]) -> list[tuple[str, str]]:
    """Everybody who leads these groups or works their cases: platform id and name."""
    name = func.max(func.coalesce(members.c.name, staff.c.member_id))
    query = (
        select(staff.c.member_id, name)
        .select_from(staff.outerjoin(members, members.c.member_id == staff.c.member_id))
        .where(staff.c.group.in_(groups))
        .group_by(staff.c.member_id)
        .order_by(name)
    )
    return [(row[0], row[1]) for row in conn.execute(query)]


def people(conn: Connection, platforms: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], str]:
    """The names of these members, by platform and id."""
    names: dict[tuple[str, str], str] = {}
    for platform, ids in platforms.items():
        rows = conn.execute(
            select(members.c.member_id, members.c.name).where(
                members.c.platform == platform, members.c.member_id.in_(ids)
            )
        )
        names |= {(platform, row.member_id): row.name for row in rows}
    return names


def is_late(found: Case, now: datetime) -> bool:
    """Whether a case is over its time now, as `is_overdue` says of rows."""
    urgent = most_urgent(found)
    asleep = found.snoozed_until is not None and found.snoozed_until > now
    return found.is_open and not asleep and urgent is not None and urgent[1] <= now
