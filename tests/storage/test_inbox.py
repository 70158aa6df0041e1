"""The inbox: every event once, as it came, in order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.domain.chat import AnyEvent, ButtonPress, GroupChange, Image, Quote
from bot.storage import Storage, inbox, lanes
from bot.storage.tables import inbox as table
from bot.storage.tables import lanes as lanes_table
from tests.storage.make import NOON, at, heard, told

LANE = "group:telegram:7:-100"


def test_an_event_that_arrives_twice_is_kept_once(conn: Connection) -> None:
    assert inbox.add(conn, heard("1"), NOON)
    assert not inbox.add(conn, heard("1", text="something else"), at(1))
    assert [r.event.message_id for r in inbox.pending(conn, LANE, 20)] == ["1"]
    assert inbox.pending(conn, LANE, 20)[0].event == heard("1")


@pytest.mark.parametrize("field", ["platform", "account", "message_id"])
def test_platform_account_and_id_together_make_an_event_one(conn: Connection, field: str) -> None:
    assert inbox.add(conn, heard("1"), NOON)
    assert inbox.add(conn, heard(**{"message_id": "1", field: "other"}), NOON)


def test_a_handled_event_stays_known(conn: Connection) -> None:
    inbox.add(conn, heard("1"), NOON)
    inbox.mark_done(conn, [inbox.pending(conn, LANE, 1)[0].id])
    assert not inbox.add(conn, heard("1"), at(60))
    assert not inbox.has_pending(conn, LANE)


def test_an_event_wakes_its_lane_and_a_repeated_one_does_not(conn: Connection) -> None:
    inbox.add(conn, heard("1"), NOON)
    assert conn.execute(select(lanes_table.c.key, lanes_table.c.wake_at)).all() == [(LANE, NOON)]
    lanes.release(conn, LANE, None)
    inbox.add(conn, heard("1"), at(5))
    assert lanes.next_wake(conn) is None
    inbox.add(conn, heard("2"), at(5))
    assert lanes.next_wake(conn) == at(5)


def test_groups_and_private_chats_have_lanes_of_their_own(conn: Connection) -> None:
    press = ButtonPress("telegram", "7", "press:1", NOON, "501", "静静", "fixed:1")
    change = GroupChange("telegram", "7", "-100:joined", NOON, "-100", "锦绣花园3群", "member_joined", "501", "静静")
    for event in (heard(), told(), press, change, heard("2", group_id="-200")):
        inbox.add(conn, event, NOON)
    kept = {lane: len(inbox.pending(conn, lane, 20)) for lane in conn.execute(select(lanes_table.c.key)).scalars()}
    assert kept == {LANE: 2, "direct:telegram:7:501": 2, "group:telegram:7:-200": 1}


def test_the_oldest_come_first_and_no_more_than_asked_for(conn: Connection) -> None:
    for number in range(30):
        inbox.add(conn, heard(str(number)), at(number))
    waiting = inbox.pending(conn, LANE, 20)
    assert [r.event.message_id for r in waiting] == [str(n) for n in range(20)]
    inbox.mark_done(conn, [r.id for r in waiting])
    assert [r.event.message_id for r in inbox.pending(conn, LANE, 20)] == [str(n) for n in range(20, 30)]


def test_what_could_not_be_handled_is_kept_and_counted(conn: Connection) -> None:
    inbox.add(conn, heard("1"), NOON)
    inbox.mark_failed(conn, inbox.pending(conn, LANE, 1)[0].id, "ValueError: no")
    assert (inbox.count(conn, "failed"), inbox.count(conn, "pending"), inbox.count(conn, "done")) == (1, 0, 0)


def test_a_move_that_waits_to_be_handled_is_found(conn: Connection) -> None:
    moved = GroupChange("telegram", "7", "-100:migrated:-200", NOON, "-100", "锦绣花园3群", "migrated", detail="-200")
    inbox.add(conn, replace(moved, message_id="x", kind="renamed"), NOON)
    assert inbox.moved_from(conn, "telegram", "-200") is None
    inbox.add(conn, moved, NOON)
    assert inbox.moved_from(conn, "telegram", "-200") == "-100"
    assert inbox.moved_from(conn, "telegram", "-300") is None
    assert inbox.moved_from(conn, "onebot", "-200") is None
    inbox.mark_done(conn, [r.id for r in inbox.pending(conn, LANE, 20)])
    assert inbox.moved_from(conn, "telegram", "-200") is None


EVENTS: list[AnyEvent] = [
    heard(
        images=(Image("file-1"), Image("file-2", "abc")), quote=Quote("-100:3", "9", "到了吗"), mentions=("9", "10"),
        topic_id="4", edited_message_id="-100:1", sender="anonymous_admin",
    ),
    told(start="case_1", forwarded_from_id="9", forwarded_from_name="李姐", quote=Quote("5"), images=(Image("f"),)),
    ButtonPress("telegram", "7", "press:1", NOON, "501", "静静", "mark:1:5", "q1"),
    GroupChange("telegram", "7", "m", NOON, "-100", "锦绣花园3群", "migrated", "501", "静静", "-200"),
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: type(e).__name__)
def test_an_event_comes_back_as_it_was(conn: Connection, event: AnyEvent) -> None:
    inbox.add(conn, event, NOON)
    assert [r.event for r in inbox.pending(conn, inbox.lane_of(event), 1)] == [event]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=30))
@example(text="\x00草莓\ud83c\u202e")
async def test_any_text_can_be_kept(storage: Storage, text: str) -> None:
    """Zero bytes, halves of surrogate pairs, bidi marks, in a text and in an id: the row is written and can be read."""
    event = heard(f"id {text}", text=text, group_id=text)

    def keep(conn: Connection) -> AnyEvent:
        assert inbox.add(conn, event, NOON)
        lane = conn.execute(select(table.c.lane)).scalar_one()
        kept = inbox.pending(conn, lane, 1)[0]
        conn.execute(table.delete())
        return kept.event

    kept = await storage.write(keep)
    assert getattr(kept, "text", None) == text.replace("\x00", "").encode("utf-8", "replace").decode()
