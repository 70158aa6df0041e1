"""The promise ledger: nothing overdue can hide, and each row is looked at by one process."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.domain.case import Case
from bot.storage import Storage, groups, promises
from bot.storage.groups import Group
from bot.storage.promises import NewPromise, Promise
from tests.storage.make import NOON, at, case, group


@pytest.fixture
def where(conn: Connection) -> Group:
    return group(conn)


def promise(conn: Connection, of: Case, state: str = "open", **more: Any) -> Promise:
    new = {"kind": "refund", "words": "今晚退您8块", "amount_fen": 800, "due_at": at(3600)}
    values = {
        "case": of.number, "group": of.group, "platform": of.platform, "member_id": of.member_id,
        "member_name": of.member_name, "said_at": NOON, "said_by": "李团长", "said_by_name": "李团长", "state": state,
    }  # fmt: skip
    new |= {k: more.pop(k) for k in list(more) if k in NewPromise.__dataclass_fields__}
    return promises.add(conn, NewPromise(**new), **(values | more))  # type: ignore[arg-type]


def test_a_promise_is_kept_word_for_word(conn: Connection, where: Group) -> None:
    made = promise(conn, case(conn, where), thing="两盒草莓", awaits="on_arrival", due_at=None, message="m1")
    assert promises.get(conn, made.id) == made
    assert (made.words, made.thing, made.awaits, made.amount_fen) == ("今晚退您8块", "两盒草莓", "on_arrival", 800)
    assert promises.of_message(conn, where.id, "m1") == [made]
    assert promises.get(conn, 999) is None


def test_what_is_still_to_be_done_comes_by_its_time_and_the_undated_last(conn: Connection, where: Group) -> None:
    one = case(conn, where)
    later, undated = promise(conn, one, due_at=at(7200)), promise(conn, one, due_at=None)
    soon, unsure = promise(conn, one, due_at=at(60)), promise(conn, one, "unconfirmed", due_at=at(30))
    for state in ("fulfilled", "withdrawn", "not_a_promise"):
        promise(conn, one, state, due_at=at(1))
    promise(conn, case(conn, group(conn, "-200")), due_at=at(1))
    assert promises.open_of_groups(conn, [where.id]) == [unsure, soon, later, undated]
    assert [p.is_overdue(at(100)) for p in (unsure, soon, later, undated)] == [True, True, False, False]


def test_statements_of_a_case_a_member_and_a_day(conn: Connection, where: Group) -> None:
    one, other = case(conn, where), case(conn, where, member_id="502", member_name="老周")
    first, second = promise(conn, one), promise(conn, one, "not_a_promise")
    theirs = promise(conn, other, due_at=at(86_400 * 3))
    done = promise(conn, other, "fulfilled", due_at=at(86_400 * 5), fulfilled_at=at(5))
    assert promises.of_case(conn, one.number) == [first, second]
    assert promises.named(conn, [where.id], "老") == [theirs, done]
    assert promises.named(conn, [where.id], "静静") == [first], "what was no promise is left out"
    assert promises.named(conn, [where.id], "%") == []
    assert promises.of_day(conn, [where.id], NOON, at(86_400)) == [first, done]
    assert promises.of_day(conn, [], NOON, at(86_400)) == []


def test_a_sweep_sees_what_is_due_and_unkept(conn: Connection, where: Group) -> None:
    one = case(conn, where)
    late, early = promise(conn, one, next_look_at=at(20)), promise(conn, one, "unconfirmed", next_look_at=at(10))
    promise(conn, one, next_look_at=at(31))
    promise(conn, one, "fulfilled", next_look_at=at(1))
    assert promises.due(conn, at(30)) == [early, late]
    assert promises.next_due(conn) == at(10)


def test_what_waits_for_an_event(conn: Connection, where: Group) -> None:
    one = case(conn, where)
    waits = promise(conn, one, awaits="on_arrival", due_at=None)
    promise(conn, one, awaits="next_group_buy", due_at=None)
    promise(conn, one, awaits="on_arrival")
    promise(conn, one, "withdrawn", awaits="on_arrival", due_at=None)
    assert promises.awaiting(conn, where.id, "on_arrival") == [waits]


def test_promises_said_in_the_same_words(conn: Connection, where: Group) -> None:
    one = case(conn, where)
    pair = [promise(conn, one, "unconfirmed"), promise(conn, one, "unconfirmed", kind="replacement")]
    promise(conn, one, "unconfirmed", words="明天补一份")
    promise(conn, one, "open")
    promise(conn, one, "unconfirmed", said_at=at(9))
    assert promises.said_together(conn, pair[0]) == pair


def test_they_stay_with_a_group_that_moved(conn: Connection, where: Group) -> None:
    stray = group(conn, "-300")
    made = promise(conn, case(conn, stray))
    groups.move(conn, "telegram", where.group_id, "-300")
    assert [p.id for p in promises.open_of_groups(conn, [where.id])] == [made.id]


async def test_each_is_looked_at_by_one_of_many_processes(storage: Storage) -> None:
    def prepare(conn: Connection) -> None:
        one = case(conn, group(conn))
        for _ in range(20):
            promise(conn, one, next_look_at=at(1))

    await storage.write(prepare)

    def look(conn: Connection) -> list[int]:
        found = promises.due(conn, at(2), limit=7)
        for p in found:
            promises.change(conn, p.id, next_look_at=at(2) + timedelta(days=1))
        return [p.id for p in found]

    seen = [n for part in await asyncio.gather(*(storage.write(look) for _ in range(6))) for n in part]
    assert len(seen) == len(set(seen)), "no promise was looked at twice"
    seen += await storage.write(look) + await storage.write(look) + await storage.write(look)
    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == 20
