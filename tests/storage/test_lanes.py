"""Lanes: who holds the lease handles the lane; one that ran out goes to the next, and its token is worth nothing."""

from __future__ import annotations

import asyncio
from datetime import datetime

from sqlalchemy import Connection, select

from bot.storage import Storage, inbox, lanes
from bot.storage.tables import lanes as table
from tests.storage.make import NOON, at, heard


def woken(conn: Connection, key: str) -> datetime | None:
    found: datetime | None = conn.execute(select(table.c.wake_at).where(table.c.key == key)).scalar_one()
    return found


def test_the_lane_that_waits_longest_is_claimed_first(conn: Connection) -> None:
    for key, when in (("b", 2), ("a", 2), ("c", 1), ("later", 100)):
        lanes.wake(conn, key, at(when))
    assert [lanes.claim(conn, at(3), str(n), 20) for n in range(4)] == ["c", "a", "b", None]


def test_a_lane_that_has_nothing_to_do_is_not_claimed(conn: Connection) -> None:
    lanes.wake(conn, "a", NOON)
    lanes.release(conn, "a", None)
    assert lanes.claim(conn, at(999), "t", 20) is None


def test_waking_takes_the_earliest_time(conn: Connection) -> None:
    lanes.wake(conn, "a", at(10))
    lanes.wake(conn, "a", at(20))
    assert woken(conn, "a") == at(10)
    lanes.wake(conn, "a", at(5))
    assert woken(conn, "a") == at(5)
    lanes.release(conn, "a", None)
    lanes.wake(conn, "a", at(30))
    assert woken(conn, "a") == at(30)


def test_a_lease_keeps_others_out_until_it_runs_out(conn: Connection) -> None:
    lanes.wake(conn, "a", NOON)
    assert lanes.claim(conn, NOON, "first", 20) == "a"
    assert lanes.claim(conn, at(19), "second", 20) is None
    assert lanes.hold(conn, "a", "first")
    assert lanes.claim(conn, at(20), "second", 20) == "a"
    assert not lanes.hold(conn, "a", "first"), "the first worker came too late"
    assert lanes.hold(conn, "a", "second")


def test_a_lease_that_ran_out_still_holds_while_nobody_took_it(conn: Connection) -> None:
    lanes.wake(conn, "a", NOON)
    lanes.claim(conn, NOON, "slow", 20)
    assert lanes.hold(conn, "a", "slow")


def test_a_lease_that_was_given_back_is_worth_nothing(conn: Connection) -> None:
    lanes.wake(conn, "a", NOON)
    lanes.claim(conn, NOON, "t", 20)
    lanes.release(conn, "a", at(8))
    assert not lanes.hold(conn, "a", "t")
    assert not lanes.hold(conn, "no such lane", "t")
    assert lanes.claim(conn, at(7), "u", 20) is None
    assert lanes.claim(conn, at(8), "u", 20) == "a"


def test_the_next_wake_of_a_leased_lane_is_the_end_of_its_lease(conn: Connection) -> None:
    assert lanes.next_wake(conn) is None
    lanes.wake(conn, "a", NOON)
    lanes.wake(conn, "b", at(50))
    assert lanes.next_wake(conn) == NOON
    lanes.claim(conn, NOON, "t", 20)
    assert lanes.next_wake(conn) == at(20)


async def test_no_two_workers_get_one_lane(storage: Storage) -> None:
    """Many workers at once: each lane has exactly one of them."""

    def wake_all(conn: Connection) -> None:
        for number in range(12):
            lanes.wake(conn, f"lane {number:02d}", at(number))

    await storage.write(wake_all)
    claimed = await asyncio.gather(
        *(storage.write(lambda conn, n=n: lanes.claim(conn, at(60), f"worker {n}", 20)) for n in range(40))
    )
    got = [key for key in claimed if key is not None]
    assert sorted(got) == [f"lane {number:02d}" for number in range(12)]


async def test_a_message_that_comes_while_its_lane_is_settled_is_never_slept_over(storage: Storage) -> None:
    """Whichever of the two transactions is first: an event that waits has a lane that is awake."""

    def settle(conn: Connection, key: str, token: str) -> None:
        assert lanes.hold(conn, key, token)
        lanes.release(conn, key, NOON if inbox.has_pending(conn, key) else None)

    for turn in range(25):
        event = heard(str(turn), group_id=f"-{turn}")
        key = inbox.lane_of(event)
        await storage.write(lambda conn, key=key: lanes.wake(conn, key, NOON))
        assert await storage.write(lambda conn, turn=turn: lanes.claim(conn, NOON, str(turn), 20)) == key
        both = [
            storage.write(lambda conn, key=key, turn=turn: settle(conn, key, str(turn))),
            storage.write(lambda conn, event=event: inbox.add(conn, event, NOON)),
        ]
        await asyncio.gather(*(both if turn % 2 else reversed(both)))
        awake = await storage.read(lambda conn, key=key: woken(conn, key))
        assert awake is not None, f"turn {turn}"
        await storage.write(lambda conn, key=key: lanes.release(conn, key, None))
