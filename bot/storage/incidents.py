"""Incidents: several members' cases that are one matter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.case import ENDED, OPEN, Case
from bot.domain.incident import Incident
from bot.storage.outbox import UNDECIDED, Post
from bot.storage.rows import build
from bot.storage.tables import case_events, cases, groups, incidents, outbox

POST = "incident"
"""How the dedupe key of a post about an incident begins; the number and a count follow."""
REOPENED = "incident_reopened"
"""How the dedupe key of a notice begins that an incident's members say it is not solved; its number follows."""


def lock(conn: Connection, group: int) -> None:
    """Keep everybody else from changing the group's incidents until this transaction ends."""
    conn.execute(select(groups.c.id).where(groups.c.id == group).with_for_update(key_share=True))


def add(conn: Connection, group: int, **values: Any) -> Incident:
    statement = incidents.insert().values(group=group, state="open", **values).returning(incidents.c.number)
    found = get(conn, int(conn.execute(statement).scalar_one()))
    assert found is not None
    return found


def get(conn: Connection, number: int, *, for_update: bool = False) -> Incident | None:
    query = select(incidents).where(incidents.c.number == number)
    row = conn.execute(query.with_for_update() if for_update else query).first()
    return build(Incident, row) if row else None


def change(conn: Connection, number: int, **values: Any) -> Incident:
    """Set columns of an incident."""
    conn.execute(update(incidents).where(incidents.c.number == number).values(**values))
    found = get(conn, number)
    assert found is not None
    return found


def of_groups(conn: Connection, groups: Collection[int], *, state: str | None = "open") -> list[Incident]:
    """The groups' incidents, newest first; only those in `state` unless it is None."""
    query = select(incidents).where(incidents.c.group.in_(groups))
    if state is not None:
        query = query.where(incidents.c.state == state)
    return [build(Incident, row) for row in conn.execute(query.order_by(incidents.c.number.desc()))]


def everything(conn: Connection) -> list[Incident]:
    return [build(Incident, row) for row in conn.execute(select(incidents).order_by(incidents.c.number))]


def cases_of(conn: Connection, number: int, *, newest: int | None = None) -> list[Case]:
    """The cases of an incident, oldest first; `newest` limits them to so many of the last."""
    query = select(cases).where(cases.c.incident == number).order_by(cases.c.number.desc())
    if newest is not None:
        query = query.limit(newest)
    return [build(Case, row) for row in conn.execute(query)][::-1]


@dataclass(frozen=True)
class Standing:
    """How far an incident is: how many members and cases it has, and how many of the cases are still open."""

    incident: Incident
    members: int
    cases: int
    open: int


def standings(
    conn: Connection, groups: Collection[int], *, ended: bool = False, limit: int = 50, offset: int = 0
) -> list[Standing]:
    """The groups' open incidents, or those that have ended, newest first."""
    known = (
        select(incidents)
        .where(incidents.c.group.in_(groups), (incidents.c.state == "open").is_(not ended))
        .order_by(incidents.c.number.desc())
    )
    found = [build(Incident, row) for row in conn.execute(known.limit(limit).offset(offset))]
    counted = _counted(conn, [incident.number for incident in found])
    return [Standing(incident, *counted.get(incident.number, (0, 0, 0))) for incident in found]


def count(conn: Connection, groups: Collection[int], *, ended: bool = False) -> int:
    """How many incidents of the groups are open, or have ended."""
    mine = (incidents.c.group.in_(groups), (incidents.c.state == "open").is_(not ended))
    return conn.execute(select(func.count()).select_from(incidents).where(*mine)).scalar_one()


def _counted(conn: Connection, numbers: Collection[int]) -> dict[int, tuple[int, int, int]]:
    is_open = case((cases.c.state.not_in(ENDED), 1))
    query = (
        select(cases.c.incident, func.count(cases.c.member_id.distinct()), func.count(), func.count(is_open))
        .where(cases.c.incident.in_(numbers))
        .group_by(cases.c.incident)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in conn.execute(query)}


def count_members(conn: Connection, number: int) -> int:
    """How many different members have a case in the incident."""
    query = select(func.count(cases.c.member_id.distinct())).where(cases.c.incident == number)
    return conn.execute(query).scalar_one()


def case_of_member(conn: Connection, number: int, platform: str, member_id: str) -> Case | None:
    """The member's newest case in the incident."""
    query = (
        select(cases)
        .where(cases.c.incident == number, cases.c.platform == platform, cases.c.member_id == member_id)
        .order_by(cases.c.number.desc())
        .limit(1)
    )
    row = conn.execute(query).first()
    return build(Case, row) if row else None


def loose_voices(conn: Connection, group: int, since: datetime, limit: int) -> list[Case]:
    """The group's open cases since then that are in no incident, newest first; what its member called solved is out."""
    query = (
        select(cases)
        .where(
            cases.c.group == group,
            cases.c.incident.is_(None),
            cases.c.opened_at >= since,
            cases.c.state.in_(OPEN),
            cases.c.fix_confirmed_at.is_(None),
        )
        .order_by(cases.c.number.desc())
        .limit(limit)
    )
    return [build(Case, row) for row in conn.execute(query)]


def put(conn: Connection, numbers: Collection[int], incident: int | None) -> None:
    """Say which incident these cases belong to."""
    conn.execute(update(cases).where(cases.c.number.in_(numbers)).values(incident=incident))


def incident_of(conn: Connection, case: int) -> int | None:
    """The incident that a case belongs to, whatever its state."""
    return conn.execute(select(cases.c.incident).where(cases.c.number == case)).scalar()


def posts_of(conn: Connection, number: int, *, lock: bool = True) -> list[Post]:
    """What was, or is to be, said about the incident in the group, oldest first; undecided ones locked until the end of
    this transaction, unless somebody only looks."""
    group = select(incidents.c.group).where(incidents.c.number == number).scalar_subquery()
    return _with_key(conn, f"{POST}:{number}:", outbox.c.group == group, lock=lock)


def notices_of(conn: Connection, number: int) -> list[Post]:
    """What the leaders were, or are to be, told about the incident, oldest first; locked as in `posts_of`."""
    return _with_key(conn, f"notice:{POST}:{number}:")


def reopenings_told(conn: Connection, number: int) -> list[Post]:
    """What the leaders were, or are to be, told of members who say it is not solved; locked as in `posts_of`."""
    return _with_key(conn, f"notice:{REOPENED}:{number}:")


def reopened_since(conn: Connection, number: int, since: datetime) -> list[tuple[Case, str]]:
    """The incident's cases that their members opened again since then, oldest first, each with the last words."""
    query = (
        select(case_events.c.case, case_events.c.text)
        .join(cases, cases.c.number == case_events.c.case)
        .where(cases.c.incident == number, case_events.c.kind == "reopened", case_events.c.at >= since)
        .order_by(case_events.c.id)
    )
    words = {row.case: row.text for row in conn.execute(query)}
    found = {one.number: one for one in cases_of(conn, number)}
    return [(found[case_number], text) for case_number, text in words.items()]


def _with_key(conn: Connection, prefix: str, *where: ColumnElement[bool], lock: bool = True) -> list[Post]:
    mine = (outbox.c.dedupe_key.startswith(prefix, autoescape=True), *where)
    if lock:
        conn.execute(select(outbox.c.id).where(*mine, outbox.c.state.in_(UNDECIDED)).with_for_update())
    return [build(Post, row) for row in conn.execute(select(outbox).where(*mine).order_by(outbox.c.id))]


def number_in(dedupe_key: str) -> int | None:
    """The incident that a post is about, by its dedupe key."""
    kind, _, rest = dedupe_key.partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind == POST and number.isdecimal() else None
