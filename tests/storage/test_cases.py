"""Cases: one open case a member and goods, moves by the one table, a timeline that only grows."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.case import STATES, TRANSITIONS, Case, NotAllowed, State
from bot.storage import Storage, cases
from bot.storage import groups as stored_groups
from bot.storage.groups import Group
from bot.storage.tables import case_search
from bot.storage.tables import cases as table
from tests.storage.make import NOON, at, case, group, new_case


@pytest.fixture
def where(conn: Connection) -> Group:
    return group(conn)


def in_state(conn: Connection, where: Group, state: State) -> Case:
    """A case that stands in `state`, however it came there."""
    made = case(conn, where, goods_key=f"goods {state} {len(cases.all_cases(conn))}")
    conn.execute(table.update().where(table.c.number == made.number).values(state=state))
    found = cases.get(conn, made.number)
    assert found is not None
    return found


def test_one_open_case_a_member_and_goods(conn: Connection, where: Group) -> None:
    first = case(conn, where)
    assert cases.add(conn, new_case(where)) is None
    assert cases.add(conn, new_case(where, category="late")) is None, "the category makes no difference"
    others = [case(conn, where, goods_key="土豆"), case(conn, where, member_id="502"), case(conn, group(conn, "-200"))]
    assert [c.number for c in (first, *others)] == sorted({c.number for c in (first, *others)})


def test_a_case_without_goods_is_one_too(conn: Connection, where: Group) -> None:
    assert case(conn, where, goods=None, goods_key="").goods is None
    assert cases.add(conn, new_case(where, goods=None, goods_key="")) is None


@pytest.mark.parametrize("ended", ["resolved", "closed"])
def test_an_ended_case_makes_room_for_a_new_fault(conn: Connection, where: Group, ended: State) -> None:
    first = case(conn, where)
    cases.change(conn, first, state=ended)
    second = case(conn, where, repeat_of=first.number)
    assert second.number > first.number
    if ended == "closed":
        with pytest.raises(IntegrityError), conn.begin_nested():
            cases.change(conn, cases.get(conn, first.number) or first, state="waiting_us")


@pytest.mark.parametrize("old", STATES)
def test_a_case_moves_by_the_table_only(conn: Connection, where: Group, old: State) -> None:
    for new in STATES:
        made = in_state(conn, where, old)
        if new == old or new in TRANSITIONS[old]:
            assert cases.change(conn, made, state=new).state == new
        else:
            with pytest.raises(NotAllowed, match=f"{old} to {new}"):
                cases.change(conn, made, state=new, resolution="must not be written")
            assert cases.get(conn, made.number) == made


def test_columns_change_without_a_move(conn: Connection, where: Group) -> None:
    changed = cases.change(conn, case(conn, where), severity=3, first_response_at=at(4), intake={"asked": ["photo"]})
    assert (changed.state, changed.severity, changed.first_response_at) == ("open", 3, at(4))
    assert changed.intake == {"asked": ["photo"]}
    assert cases.get(conn, changed.number, for_update=True) == changed
    assert cases.get(conn, 999) is None


def test_the_timeline_grows_in_order(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    cases.add_event(conn, number, at(1), "member", "静静", "opened", "草莓烂了", {"category": "damaged"})
    cases.add_event(conn, number, NOON, "bot", "安心", "apology_sent", "抱歉")
    lines = cases.timeline(conn, number)
    assert [(e.kind, e.at, e.actor_name, dict(e.data)) for e in lines] == [
        ("opened", at(1), "静静", {"category": "damaged"}),
        ("apology_sent", NOON, "安心", {}),
    ]


def test_open_cases_of_a_member_and_of_groups(conn: Connection, where: Group) -> None:
    other = group(conn, "-200")
    mild = case(conn, where, opened_at=at(0))
    severe = case(conn, where, member_id="502", severity=3, opened_at=at(9))
    elsewhere = case(conn, other, opened_at=at(5))
    resolved = cases.change(conn, case(conn, where, member_id="503"), state="resolved")
    cases.change(conn, case(conn, where, member_id="504"), state="closed")
    assert cases.open_of_member(conn, "telegram", "501") == [elsewhere, mild]
    assert cases.open_of_member(conn, "telegram", "501", where.id) == [mild]
    assert cases.open_of_groups(conn, [where.id]) == [severe, mild]
    assert cases.open_of_groups(conn, [where.id, other.id], with_resolved=True) == [severe, mild, resolved, elsewhere]
    assert cases.latest_of_member(conn, "telegram", "503") == resolved
    assert cases.latest_of_member(conn, "telegram", "503", other.id) is None
    assert cases.open_case(conn, where.id, "501", "草莓") == mild
    assert cases.open_case(conn, where.id, "503", "草莓") is None


def test_silence_closes_what_is_resolved_and_due(conn: Connection, where: Group) -> None:
    for key, closes, state in (("b", 20, "resolved"), ("a", 10, "resolved"), ("late", 31, "resolved"), ("c", 1, None)):
        cases.change(conn, case(conn, where, goods_key=key), state=state, closes_at=at(closes))  # type: ignore[arg-type]
    assert [c.closes_at for c in cases.to_close(conn, at(30))] == [at(10), at(20)]
    assert cases.next_close(conn) == at(10)


async def test_only_one_of_many_workers_opens_the_case(storage: Storage) -> None:
    where = await storage.write(group)
    made = await asyncio.gather(*(storage.write(lambda conn: cases.add(conn, new_case(where))) for _ in range(10)))
    assert len([c for c in made if c is not None]) == 1
    assert len(await storage.read(cases.all_cases)) == 1


async def test_a_number_is_never_given_twice(storage: Storage) -> None:
    """A case that was rolled back or deleted leaves a gap; its number has been said to people."""
    where = await storage.write(group)
    first = await storage.write(lambda conn: case(conn, where))

    def forget(conn: Connection) -> None:
        conn.execute(case_search.delete())
        conn.execute(table.delete())

    await storage.write(forget)
    assert (await storage.write(lambda conn: case(conn, where))).number > first.number
    assert (await storage.read(lambda conn: stored_groups.get(conn, where.id))) == where
