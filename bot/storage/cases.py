"""Cases and their timelines. A timeline is only ever added to."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, update

from bot.domain.case import ENDED, Case, CaseEvent, State, check_move
from bot.storage.rows import build, insert, insert_once
from bot.storage.tables import (
    bursts,
    case_events,
    case_search,
    cases,
    direct_messages,
    messages,
    offers,
    promises,
    voices,
)

LOOK_NOW = datetime(1970, 1, 1, tzinfo=UTC)
"""As `clock_due_at`: something changed that its clocks must follow."""
PEOPLE = ("member", "group_leader")
"""Actors whose words a case is looked up by."""
WORDS_KEPT = 600
"""So much of one line of a timeline is looked up."""
MOVES_CLOCKS = frozenset({"severity", "red", "answer_due_at", "first_response_at", "first_contact_at", "snoozed_until"})


@dataclass(frozen=True)
class NewCase:
    """What a case is opened with; `goods_key` is the goods' canonical name, empty when none is named."""

    group: int
    platform: str
    member_id: str
    member_name: str
    category: str
    severity: int
    quote: str
    opened_at: datetime
    goods: str | None = None
    goods_key: str = ""
    red: str | None = None
    opened_by_message: str | None = None
    repeat_of: int | None = None


def add(conn: Connection, new: NewCase) -> Case | None:
    """Open a case; None when this member has one open for these goods in the group."""
    values = {**vars(new), "state": "open", "intake": {}, "clock_due_at": LOOK_NOW}
    if not insert_once(conn, cases, values):
        return None
    found = open_case(conn, new.group, new.member_id, new.goods_key)
    assert found is not None
    _keep_words(conn, found.number, new.member_name, new.goods)
    return found


def get(conn: Connection, number: int, *, for_update: bool = False) -> Case | None:
    """A case by its number; `for_update` keeps others from changing it until this transaction ends."""
    query = select(cases).where(cases.c.number == number)
    row = conn.execute(query.with_for_update() if for_update else query).first()
    return build(Case, row) if row else None


def open_case(conn: Connection, group: int, member_id: str, goods_key: str, *, for_update: bool = False) -> Case | None:
    """The case that a member has open about these goods, else the one that a case about them was merged into;
    `for_update` as in `get`."""
    mine = and_(cases.c.group == group, cases.c.member_id == member_id)
    about = and_(mine, cases.c.goods_key == goods_key)
    led_on = select(cases.c.merged_into).where(about, cases.c.goods_key != "", cases.c.merged_into.is_not(None))
    still_open = select(cases).where(mine, cases.c.state.not_in(ENDED)).order_by(cases.c.number.desc())
    for query in (still_open.where(about), still_open.where(cases.c.number.in_(led_on))):
        row = conn.execute(query.with_for_update() if for_update else query).first()
        if row:
            return build(Case, row)
    return None


def open_of_member(
    conn: Connection, platform: str, member_id: str, group: int | None = None, *, for_update: bool = False
) -> list[Case]:
    """A member's open cases, newest first; in one group or in all. `for_update` as in `get`."""
    query = select(cases).where(
        cases.c.platform == platform, cases.c.member_id == member_id, cases.c.state.not_in(ENDED)
    )
    if group is not None:
        query = query.where(cases.c.group == group)
    if for_update:  # locked in one order, whoever does it
        conn.execute(query.with_only_columns(cases.c.number).order_by(cases.c.number).with_for_update())
    return [build(Case, row) for row in conn.execute(query.order_by(cases.c.number.desc()))]


def beside(conn: Connection, case: Case) -> list[Case]:
    """The member's open cases that were opened together with this one, by the same words."""
    mine = open_of_member(conn, case.platform, case.member_id, case.group)
    return [other for other in reversed(mine) if other.intake.get("beside") == case.number]


def latest_of_member(conn: Connection, platform: str, member_id: str, group: int | None = None) -> Case | None:
    """The member's newest case, whatever its state."""
    query = select(cases).where(cases.c.platform == platform, cases.c.member_id == member_id)
    if group is not None:
        query = query.where(cases.c.group == group)
    row = conn.execute(query.order_by(cases.c.number.desc()).limit(1)).first()
    return build(Case, row) if row else None


def ended_of_member(conn: Connection, platform: str, member_id: str, group: int, since: datetime) -> list[Case]:
    """The member's cases that were resolved or closed since then, newest first; those that were merged lead on."""
    query = select(cases).where(
        cases.c.platform == platform, cases.c.member_id == member_id, cases.c.group == group, cases.c.state.in_(ENDED)
    )
    lately = query.where(cases.c.resolved_at >= since, cases.c.merged_into.is_(None))
    return [build(Case, row) for row in conn.execute(lately.order_by(cases.c.number.desc()))]


def open_of_groups(conn: Connection, groups: Sequence[int], *, with_resolved: bool = False) -> list[Case]:
    """The cases that these groups have not closed, severest first, then oldest."""
    states = ("closed",) if with_resolved else tuple(ENDED)
    query = (
        select(cases)
        .where(cases.c.group.in_(groups), cases.c.state.not_in(states))
        .order_by(cases.c.severity.desc(), cases.c.opened_at, cases.c.number)
    )
    return [build(Case, row) for row in conn.execute(query)]


def goes_on(conn: Connection, case: Case, *, for_update: bool = False) -> Case:
    """The case itself, or the one that it was merged into."""
    if case.merged_into is None:
        return case
    found = get(conn, case.merged_into, for_update=for_update)
    assert found is not None
    return found


def goods_of_merged(conn: Connection, number: int) -> list[str]:
    """The goods of the cases that were merged into this one."""
    query = select(cases.c.goods).where(cases.c.merged_into == number, cases.c.goods.is_not(None))
    return list(conn.execute(query.order_by(cases.c.number)).scalars())


def point_to(conn: Connection, case: Case, into: Case) -> None:
    """What belongs to `case` belongs to `into` from now on; the lines of its timeline stay as they were written."""
    for table in (messages, direct_messages, offers, promises, bursts, voices):
        conn.execute(update(table).where(table.c.case == case.number).values(case=into.number))
    leads_on = or_(cases.c.number == case.number, cases.c.merged_into == case.number)
    conn.execute(update(cases).where(leads_on).values(merged_into=into.number))


def share_cause(conn: Connection, case: Case) -> None:
    """What was merged into a case has its cause."""
    conn.execute(update(cases).where(cases.c.merged_into == case.number).values(cause=case.cause))


def to_close(conn: Connection, now: datetime, limit: int = 50) -> list[Case]:
    """Resolved cases whose member has been silent long enough; rows that another process works on are passed over."""
    query = (
        select(cases)
        .where(cases.c.closes_at <= now, cases.c.state == "resolved")
        .order_by(cases.c.closes_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [build(Case, row) for row in conn.execute(query)]


def next_close(conn: Connection) -> datetime | None:
    return conn.execute(select(func.min(cases.c.closes_at)).where(cases.c.state == "resolved")).scalar()


def clocks_due(conn: Connection, now: datetime, limit: int = 50) -> list[Case]:
    """Cases whose clocks have to be looked at; rows that another process works on are passed over."""
    query = (
        select(cases)
        .where(cases.c.clock_due_at <= now)
        .order_by(cases.c.clock_due_at, cases.c.number)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [build(Case, row) for row in conn.execute(query)]


def next_clock(conn: Connection) -> datetime | None:
    return conn.execute(select(func.min(cases.c.clock_due_at))).scalar()


def change(conn: Connection, case: Case, *, state: State | None = None, **values: Any) -> Case:
    """Set columns of a case and, with `state`, move it; raises NotAllowed when the table has no such move.

    What its clocks must follow lets them be looked at, at once.
    """
    moved = state not in (None, case.state) or any(values[k] != getattr(case, k) for k in MOVES_CLOCKS & values.keys())
    if state is not None:
        check_move(case.state, state)
        values["state"] = state
    if moved and "clock_due_at" not in values:
        values["clock_due_at"] = LOOK_NOW
    if values:
        conn.execute(update(cases).where(cases.c.number == case.number).values(**values))
        _keep_words(conn, case.number, values.get("member_name"), values.get("goods"))
    found = get(conn, case.number)
    assert found is not None
    return found


def add_event(
    conn: Connection,
    case: int,
    at: datetime,
    actor: str,
    actor_name: str,
    kind: str,
    text: str,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write one line of the timeline: who did what, when and with which words."""
    conn.execute(
        case_events.insert().values(
            case=case, at=at, actor=actor, actor_name=actor_name, kind=kind, text=text, data=dict(data or {})
        )
    )
    if text and actor in PEOPLE:
        _keep_words(conn, case, text)


def _keep_words(conn: Connection, case: int, *texts: str | None) -> None:
    """What people said about a case, its member's name and its goods are looked up by these words."""
    said = "\n".join(searchable(text)[:WORDS_KEPT] for text in texts if text)
    if not said:
        return
    statement = insert(conn, case_search).values(case=case, words=said)
    more = {"words": case_search.c.words + "\n" + statement.excluded.words}
    conn.execute(statement.on_conflict_do_update(index_elements=[case_search.c.case], set_=more))


def searchable(text: str) -> str:
    """Words as they are looked up: small letters, half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def timeline(conn: Connection, case: int) -> list[CaseEvent]:
    """The case's lines, and those of the cases that were merged into it, in the order in which they were written."""
    merged = conn.execute(select(cases.c.number).where(cases.c.merged_into == case)).scalars()
    query = select(case_events).where(case_events.c.case.in_([case, *merged])).order_by(case_events.c.id)
    return [build(CaseEvent, row) for row in conn.execute(query)]


def all_cases(conn: Connection) -> list[Case]:
    """Every case, by number."""
    return [build(Case, row) for row in conn.execute(select(cases).order_by(cases.c.number))]
