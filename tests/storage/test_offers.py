"""Offers on both databases: one live at a time, equal facts found again, deviations with their reason."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.compensation import Facts, Policy, Proposal, Terms, propose
from bot.storage import Storage, cases, offers
from bot.storage.groups import Group
from bot.storage.offers import Offer
from bot.storage.tables import offers as table
from tests.storage.make import NOON, at, case, group

FACTS = Facts("damaged", 2, 10_000, Fraction(1, 3))


@pytest.fixture
def where(conn: Connection) -> Group:
    return group(conn)


def offer(conn: Connection, number: int, facts: Facts = FACTS, **values: Any) -> Offer:
    found = propose(facts, Policy())
    assert isinstance(found, Proposal)
    terms = Terms(found.kind, values.pop("amount_fen", found.amount_fen), found.percent)
    return offers.add(conn, number, facts, found, terms, NOON, **values)


def decided(conn: Connection, number: int, *, minute: int = 0, state: str = "sent", **values: Any) -> Offer:
    made = offer(conn, number, **values)
    return offers.change(
        conn, made.id, state=state, decided_by="9", decided_by_name="团长", decided_at=at(60 * minute),
    )  # fmt: skip


def test_what_is_written_is_read(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    made = offer(conn, number, deviation="老客户", due_at=None)
    assert (made.state, made.rule, made.amount_fen, made.facts_key) == ("proposed", "share", 3340, FACTS.key)
    assert made.facts["share"] == "1/3"
    assert made.proposal == propose(FACTS, Policy())
    assert made.terms == Terms("part_refund", 3340, 34)
    assert offers.find(conn, made.id) == offers.live(conn, number) == offers.latest(conn, number) == made
    assert offers.find(conn, 99) is None
    by_hand = offers.add(conn, number, FACTS, None, Terms("replacement", thing="一盒"), NOON)
    assert (by_hand.rule, by_hand.proposal, by_hand.terms.thing) == (offers.BY_HAND, None, "一盒")


def test_a_case_has_one_live_offer(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    first, second = offer(conn, number), offer(conn, number, amount_fen=500)
    assert offers.get(conn, first.id).state == "replaced"
    assert offers.live(conn, number) == second
    offers.change(conn, second.id, state="accepted")
    assert offers.live(conn, number) is None
    third = offer(conn, number)
    assert [o.state for o in offers.of_case(conn, number)] == ["replaced", "accepted", "proposed"]
    with pytest.raises(IntegrityError), conn.begin_nested():
        conn.execute(table.update().where(table.c.id == first.id).values(state="sent"))
    assert offers.live(conn, number) == third


async def test_two_who_offer_at_once_leave_one_live(storage: Storage) -> None:
    def start(conn: Connection) -> int:
        return case(conn, group(conn)).number

    number = await storage.write(start)

    def decide(conn: Connection, fen: int) -> Offer:
        cases.get(conn, number, for_update=True)
        return offer(conn, number, amount_fen=fen)

    await asyncio.gather(*(storage.write(lambda conn, fen=fen: decide(conn, fen)) for fen in range(100, 1100, 100)))
    made = await storage.read(lambda conn: offers.of_case(conn, number))
    assert sorted(o.state for o in made) == ["proposed"] + ["replaced"] * 9


def test_the_same_harm_is_found_again(conn: Connection, where: Group) -> None:
    numbers = [case(conn, where, member_id=str(n)).number for n in range(5)]
    elsewhere = case(conn, group(conn, "-200")).number
    old = decided(conn, numbers[0], minute=1)
    new = decided(conn, numbers[1], minute=2, state="refused")
    decided(conn, numbers[2], facts=Facts("damaged", 2, 9_000, Fraction(1, 3)), minute=3)
    decided(conn, elsewhere, minute=4)
    offer(conn, numbers[3])
    assert offers.similar(conn, where.id, FACTS.key, but_case=numbers[4], limit=9) == [new, old]
    assert offers.similar(conn, where.id, FACTS.key, but_case=numbers[1]) == [old]
    angry = Facts("damaged", 3, 10_000, Fraction(1, 3))
    assert offers.similar(conn, where.id, angry.key, but_case=numbers[4]) == [new]


def test_deviations_are_listed_with_their_reason(conn: Connection, where: Group) -> None:
    numbers = [case(conn, where, member_id=str(n)).number for n in range(4)]
    decided(conn, numbers[0])
    one = decided(conn, numbers[1], minute=1, deviation="老客户", amount_fen=500)
    other = decided(conn, numbers[2], minute=2, deviation="没有照片", state="refused")
    offer(conn, numbers[3], deviation="还没定")
    assert offers.deviations(conn, [where.id]) == [other, one]
    assert offers.deviations(conn, [where.id], since=at(90)) == [other]
    assert offers.deviations(conn, [where.id], limit=1) == [other]
    assert offers.deviations(conn, [where.id + 1]) == []


def test_the_silent_come_up_when_it_is_time(conn: Connection, where: Group) -> None:
    numbers = [case(conn, where, member_id=str(n)).number for n in range(3)]
    due = [offers.change(conn, decided(conn, n).id, next_look_at=at(60 * n)) for n in numbers]
    offers.change(conn, due[2].id, state="accepted")
    assert offers.next_look(conn) == at(60 * numbers[0])
    assert offers.unanswered(conn, at(60 * numbers[1])) == [due[0].id, due[1].id]
    assert offers.unanswered(conn, NOON) == []


async def test_another_process_passes_over_what_one_works_on(storage: Storage) -> None:
    """On PostgreSQL; SQLite has one writer at a time."""

    def start(conn: Connection) -> int:
        made = decided(conn, case(conn, group(conn)).number)
        return offers.change(conn, made.id, next_look_at=NOON).id

    made = await storage.write(start)
    engine = storage._engine  # type: ignore[attr-defined]
    if engine.dialect.name != "postgresql":
        assert await storage.read(lambda conn: offers.unanswered(conn, NOON)) == [made]
        return
    with engine.begin() as one, engine.begin() as other:
        assert offers.unanswered(one, NOON + timedelta(hours=1)) == [made]
        assert offers.unanswered(other, NOON + timedelta(hours=1)) == []


@pytest.mark.parametrize(
    ("mine", "other", "kept"), [("sent", "proposed", 0), ("proposed", "sent", 1), ("sent", "sent", 1)]
)
def test_of_two_cases_that_become_one_one_offer_goes_on(
    conn: Connection, where: Group, mine: str, other: str, kept: int
) -> None:
    both = [case(conn, where, member_id=str(n)) for n in range(2)]
    made = [offers.change(conn, offer(conn, c.number).id, state=s) for c, s in zip(both, (mine, other), strict=True)]
    offers.keep_one(conn, both[0].number, both[1].number)
    cases.point_to(conn, *both)
    found = offers.live(conn, both[1].number)
    assert found is not None
    assert found.id == made[kept].id
