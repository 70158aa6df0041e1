"""Cases and their timelines. A timeline is only ever added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.domain.case import ENDED, Case, CaseEvent, State, check_move
from bot.storage.rows import build, insert_once
from bot.storage.tables import case_events, cases


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
    values = {**vars(new), "state": "open", "intake": {}}
    if not insert_once(conn, cases, values):
        return None
    found = open_case(conn, new.group, new.member_id, new.goods_key)
    assert found is not None
    return found


def get(conn: Connection, number: int, *, for_update: bool = False) -> Case | None:
    """A case by its number; `for_update` keeps others from changing it until this transaction ends."""
    query = select(cases).where(cases.c.number == number)
    row = conn.execute(query.with_for_update() if for_update else query).first()
    return build(Case, row) if row else None


def open_case(conn: Connection, group: int, member_id: str, goods_key: str) -> Case | None:
    query = select(cases).where(
        cases.c.group == group,
        cases.c.member_id == member_id,
        cases.c.goods_key == goods_key,
        cases.c.state.not_in(ENDED),
    )
    row = conn.execute(query).first()
    return build(Case, row) if row else None


def open_of_member(conn: Connection, platform: str, member_id: str, group: int | None = None) -> list[Case]:
    """A member's open cases, newest first; in one group or in all."""
    query = select(cases).where(
        cases.c.platform == platform, cases.c.member_id == member_id, cases.c.state.not_in(ENDED)
    )
    if group is not None:
        query = query.where(cases.c.group == group)
    return [build(Case, row) for row in conn.execute(query.order_by(cases.c.number.desc()))]


def latest_of_member(conn: Connection, platform: str, member_id: str, group: int | None = None) -> Case | None:
    """The member's newest case, whatever its state."""
    query = select(cases).where(cases.c.platform == platform, cases.c.member_id == member_id)
    if group is not None:
        query = query.where(cases.c.group == group)
    row = conn.execute(query.order_by(cases.c.number.desc()).limit(1)).first()
    return build(Case, row) if row else None


def open_of_groups(conn: Connection, groups: Sequence[int], *, with_resolved: bool = False) -> list[Case]:
    """The cases that these groups have not closed, severest first, then oldest."""
    states = ("closed",) if with_resolved else tuple(ENDED)
    query = (
        select(cases)
        .where(cases.c.group.in_(groups), cases.c.state.not_in(states))
        .order_by(cases.c.severity.desc(), cases.c.opened_at, cases.c.number)
    )
    return [build(Case, row) for row in conn.execute(query)]


def unanswered_in_group(conn: Connection, group: int, since: datetime) -> list[Case]:
    """Open cases of the group that had no first response, newest first."""
    query = (
        select(cases)
        .where(
            cases.c.group == group,
            cases.c.state.not_in(ENDED),
            cases.c.first_response_at.is_(None),
            cases.c.opened_at >= since,
        )
        .order_by(cases.c.number.desc())
    )
    return [build(Case, row) for row in conn.execute(query)]


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


def change(conn: Connection, case: Case, *, state: State | None = None, **values: Any) -> Case:
    """Set columns of a case and, with `state`, move it; raises NotAllowed when the table has no such move."""
    if state is not None:
        check_move(case.state, state)
        values["state"] = state
    if values:
        conn.execute(update(cases).where(cases.c.number == case.number).values(**values))
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


def timeline(conn: Connection, case: int) -> list[CaseEvent]:
    query = select(case_events).where(case_events.c.case == case).order_by(case_events.c.id)
    return [build(CaseEvent, row) for row in conn.execute(query)]


def all_cases(conn: Connection) -> list[Case]:
    """Every case, by number."""
    return [build(Case, row) for row in conn.execute(select(cases).order_by(cases.c.number))]
