"""Incidents as stored: which cases may form one, who is in one, what was said about it."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import Connection

from bot.domain.incident import Incident
from bot.storage import Storage, cases, groups, incidents, outbox
from tests.storage.make import NOON, at, case, group, post


def incident(conn: Connection, where: groups.Group, **more: Any) -> Incident:
    values: dict[str, Any] = {
        "subject": "goods", "subject_key": "草莓", "category": "damaged", "title": "草莓", "opened_at": NOON,
        "last_voice_at": NOON, "opened_by": "bot",
    }  # fmt: skip
    return incidents.add(conn, where.id, **(values | more))


def test_members_are_counted_once(conn: Connection) -> None:
    where = group(conn)
    found = incident(conn, where)
    numbers = [case(conn, where, goods_key=key, member_id=who).number for key, who in ("ax", "bx", "ay")]
    incidents.put(conn, numbers, found.number)
    assert incidents.count_members(conn, found.number) == 2
    assert [c.number for c in incidents.cases_of(conn, found.number)] == numbers
    assert [c.number for c in incidents.cases_of(conn, found.number, newest=2)] == numbers[1:]
    newest = incidents.case_of_member(conn, found.number, where.platform, "x")
    assert newest is not None
    assert newest.number == numbers[1]
    assert incidents.case_of_member(conn, found.number, where.platform, "z") is None


def test_a_loose_voice_is_open_recent_and_in_no_incident(conn: Connection) -> None:
    where, other = group(conn), group(conn, "-200")
    loose = case(conn, where, member_id="1")
    taken = case(conn, where, member_id="2")
    incidents.put(conn, [taken.number], incident(conn, where).number)
    case(conn, where, member_id="3", opened_at=at(-7200))
    case(conn, other, member_id="4")
    solved = case(conn, where, member_id="5")
    cases.change(conn, solved, state="resolved", resolved_at=NOON)
    called_solved = case(conn, where, member_id="6")
    cases.change(conn, called_solved, fix_confirmed_at=NOON)
    assert [c.number for c in incidents.loose_voices(conn, where.id, at(-3600), 10)] == [loose.number]


def test_open_ones_of_a_group_newest_first(conn: Connection) -> None:
    where, other = group(conn), group(conn, "-200")
    first, second = incident(conn, where), incident(conn, where, title="酸奶")
    incident(conn, other)
    assert [i.number for i in incidents.of_groups(conn, [where.id])] == [second.number, first.number]
    incidents.change(conn, second.number, state="closed", closed_at=NOON)
    assert [i.number for i in incidents.of_groups(conn, [where.id])] == [first.number]
    assert len(incidents.of_groups(conn, [where.id], state=None)) == 2


def test_posts_are_found_by_the_incidents_own_number(conn: Connection) -> None:
    where = group(conn)
    assert incident(conn, where).number == 1
    post(conn, where, "incident:1:1")
    post(conn, where, "incident:11:1")
    post(conn, where, "notice:incident:1:1:999", member_id="999", group=None)
    assert [p.dedupe_key for p in incidents.posts_of(conn, 1)] == ["incident:1:1"]
    assert [p.dedupe_key for p in incidents.notices_of(conn, 1)] == ["notice:incident:1:1:999"]
    assert incidents.number_in("incident:11:1") == 11
    assert incidents.number_in("apology:11") is None


def test_a_group_that_moves_takes_its_incidents_along(conn: Connection) -> None:
    where, stray = group(conn), group(conn, "-300")
    found = incident(conn, stray)
    groups.move(conn, where.platform, "-100", "-300")
    moved = incidents.get(conn, found.number)
    assert moved is not None
    assert moved.group == where.id


async def test_the_groups_lock_lets_one_begin_an_incident(storage: Storage) -> None:
    """Each adds its own case, takes the lock, and begins an incident only where it sees the other's case."""
    where = await storage.write(lambda conn: group(conn))

    def voice(conn: Connection, who: str) -> None:
        own = case(conn, where, member_id=who)
        incidents.lock(conn, where.id)
        others = [c for c in incidents.loose_voices(conn, where.id, at(-60), 10) if c.number != own.number]
        if others:
            incidents.put(conn, [own.number, others[0].number], incident(conn, where).number)

    for turn in range(5):
        await asyncio.gather(*(storage.write(lambda conn, w=f"{turn}{who}": voice(conn, w)) for who in "ab"))
    begun = await storage.read(incidents.everything)
    assert len(begun) == 5
    assert not await storage.read(lambda conn: outbox.in_state(conn, "pending"))
