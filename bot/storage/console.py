"""What the console's pages read: lists of cases by any filter, words looked for, and what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from statistics import median_high
from typing import Any

from sqlalchemy import Connection, FromClause, and_, case, false, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.case import ENDED, Case, State
from bot.domain.sla import most_urgent
from bot.storage.cases import searchable
from bot.storage.rows import build
from bot.storage.tables import case_events, case_search, cases, members, messages, promises, reviews


@dataclass(frozen=True)
class Marks:
    """How far everything has come; two of them tell whether something happened in between."""

    reviews: tuple[int, int]
    """The newest question, and how many are open."""
    cases: int
    """The newest line of any timeline."""
    promises: int

    def changed_since(self, before: Marks) -> frozenset[str]:
        return frozenset(name for name, mark in vars(self).items() if mark != getattr(before, name))


@dataclass(frozen=True)
class Counts:
    """How much waits in somebody's groups."""

    reviews: int
    overdue: int


def counts(conn: Connection, *, groups: Sequence[int], now: datetime) -> Counts:
    """How many questions wait for an answer, and how many cases are over their time."""
    asked = select(func.count()).select_from(reviews).where(reviews.c.group.in_(groups), reviews.c.answer.is_(None))
    late = select(func.count()).select_from(cases).where(cases.c.group.in_(groups), *is_overdue(now))
    return Counts(conn.execute(asked).scalar_one(), conn.execute(late).scalar_one())


def is_overdue(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Cases that wait longer than the rules allow, as bot.domain.sla.running says."""
    awake = or_(cases.c.snoozed_until.is_(None), cases.c.snoozed_until <= now)
    return (cases.c.state.not_in(ENDED), awake, or_(*(due <= now for due in _clocks())))


def marks(conn: Connection) -> Marks:
    """How far everything has come now."""
    asked = conn.execute(select(func.max(reviews.c.number))).scalar() or 0
    waiting = conn.execute(select(func.count()).select_from(reviews).where(reviews.c.answer.is_(None))).scalar_one()
    line = conn.execute(select(func.max(case_events.c.id))).scalar() or 0
    promise = conn.execute(select(func.max(promises.c.id))).scalar() or 0
    return Marks((asked, waiting), line, promise)


@dataclass(frozen=True)
class Wanted:
    """Which cases a list is to show; None is any. `words` are looked up in all that people said, in names, goods and
    numbers."""

    groups: Sequence[int]
    states: Sequence[State] | None = None
    category: str | None = None
    severity: int | None = None
    assignee: str | None = None
    overdue: bool | None = None
    red: bool | None = None
    words: str = ""


@dataclass(frozen=True)
class Found:
    """One page of a list, and how many there are in all."""

    cases: list[Case]
    total: int


def find_cases(conn: Connection, wanted: Wanted, now: datetime, *, limit: int = 50, offset: int = 0) -> Found:
    """The cases that are wanted: what is open comes first, red cases and then what is due first; the rest newest
    first."""
    where = _where(wanted, now)
    total = conn.execute(select(func.count()).select_from(_searched(wanted)).where(*where)).scalar_one()
    due = reduce(_earlier, _clocks())
    order = (
        cases.c.state.in_(ENDED),
        case((cases.c.state.in_(ENDED), None), else_=cases.c.red).is_(None),
        case((cases.c.state.in_(ENDED), None), else_=due).is_(None),
        case((cases.c.state.in_(ENDED), None), else_=due),
        cases.c.number.desc(),
    )
    query = select(cases).select_from(_searched(wanted)).where(*where).order_by(*order).limit(limit).offset(offset)
    return Found([build(Case, row) for row in conn.execute(query)], total)


def _searched(wanted: Wanted) -> FromClause:
    return cases.outerjoin(case_search, case_search.c.case == cases.c.number) if wanted.words.strip() else cases


def _where(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [cases.c.group.in_(wanted.groups)]
    if wanted.states is not None:
        where.append(cases.c.state.in_(wanted.states))
    for column in ("category", "severity", "assignee"):
        value = getattr(wanted, column)
        if value is not None:
            where.append(cases.c[column] == value)
    if wanted.overdue is not None:
        late = and_(*is_overdue(now))
        where.append(late if wanted.overdue else func.coalesce(late, false()).is_(False))
    if wanted.red is not None:
        where.append(cases.c.red.is_not(None) if wanted.red else cases.c.red.is_(None))
    return where + [_says(word) for word in wanted.words.split()[:6]]


def _says(word: str) -> ColumnElement[bool]:
    """Whether a word stands in what people said about a case, in its member's name or goods, or is its number."""
    plain = searchable(word)
    said = [
        case_search.c.words.contains(plain, autoescape=True),
        func.lower(cases.c.member_name).contains(plain, autoescape=True),
        func.lower(cases.c.goods).contains(plain, autoescape=True),
    ]
    number = plain.lstrip("#")
    if number.isdecimal() and len(number) <= 9:
        said.append(cases.c.number == int(number))
    return or_(*said)


def _clocks() -> tuple[ColumnElement[Any], ...]:
    """When each clock that runs is due, as bot.domain.sla.running says."""
    return (cases.c.answer_due_at, _first_due(), _contact_due(), _resolution_due())


def _first_due() -> ColumnElement[Any]:
    return case((cases.c.first_response_at.is_(None), cases.c.first_response_due_at), else_=None)


def _contact_due() -> ColumnElement[Any]:
    nobody_talks = and_(
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


def of_member(conn: Connection, groups: Sequence[int], platform: str, member_id: str) -> list[Case]:
    """A member's cases in these groups, newest first."""
    mine = (cases.c.platform == platform, cases.c.member_id == member_id, cases.c.group.in_(groups))
    return [build(Case, row) for row in conn.execute(select(cases).where(*mine).order_by(cases.c.number.desc()))]


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
