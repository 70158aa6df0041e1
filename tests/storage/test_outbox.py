"""The outbox: one row a dedupe key, the states of a message, and what may still be taken back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.storage import Storage, outbox
from bot.storage.groups import Group
from tests.storage.make import NOON, at, case, group, post

STATES = ("draft", "pending", "sending", "sent", "failed", "unconfirmed", "cancelled", "withdrawing", "withdrawn")


@pytest.fixture
def where(conn: Connection) -> Group:
    return group(conn)


def states(conn: Connection) -> dict[str, str]:
    return {p.dedupe_key: p.state for state in STATES for p in outbox.in_state(conn, state)}


def in_every_state(conn: Connection, where: Group, **more: object) -> int:
    """One apology of a case in each state; the case's number."""
    number = case(conn, where).number
    for state in STATES:
        post(conn, where, f"apology:{state}", purpose="apology", case=number, state=state, **more)
    return number


def test_a_dedupe_key_is_written_once(conn: Connection, where: Group) -> None:
    first = post(conn, where, "apology:1")
    assert not outbox.add(conn, outbox.Post(**{**vars(first), "id": 0, "text": "again"}))
    assert [p.text for p in outbox.in_state(conn, "pending")] == ["真抱歉"]


def test_a_message_comes_back_as_it_was(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    stored = post(
        conn, where, "apology:1", case=number, mention=(("501", "静静"),), quote_message_id="-100:1", topic_id="4",
        buttons=({"label": "私聊处理", "data": None, "url": None, "start": "case_1"},), prompted=False,
    )  # fmt: skip
    assert [tuple(m) for m in stored.mention] == [("501", "静静")]
    assert stored.buttons[0]["start"] == "case_1"
    assert (stored.quote_message_id, stored.topic_id, stored.prompted) == ("-100:1", "4", False)
    assert outbox.of_case(conn, number) == [stored]
    assert outbox.get(conn, stored.id) == stored
    assert outbox.find(conn, "nothing") is None


def test_due_is_what_waits_for_a_platform_that_runs_here(conn: Connection, where: Group) -> None:
    posts: dict[str, dict[str, Any]] = {
        "a": {"not_before": at(2)}, "b": {"not_before": at(1)}, "later": {"not_before": at(3)},
        "draft": {"state": "draft"}, "elsewhere": {"platform": "onebot"},
    }  # fmt: skip
    for key, more in posts.items():
        post(conn, where, key, **more)
    assert [p.dedupe_key for p in outbox.due(conn, at(2), ["telegram"], 8)] == ["a", "b"]
    assert len(outbox.due(conn, at(2), ["telegram"], 1)) == 1
    assert outbox.next_due(conn) == NOON


def test_the_next_due_time_leaves_out_what_is_decided(conn: Connection, where: Group) -> None:
    for state in STATES:
        post(conn, where, state, state=state, not_before=at(STATES.index(state)))
    assert outbox.next_due(conn) == at(STATES.index("pending"))
    outbox.change(conn, post(conn, where, "x", not_before=NOON, state="withdrawing").id, state="withdrawn")
    outbox.change(conn, outbox.in_state(conn, "pending")[0].id, state="sent")
    assert outbox.next_due(conn) == at(STATES.index("withdrawing"))


def test_a_result_is_written_once(conn: Connection, where: Group) -> None:
    sending = post(conn, where, state="sending", claimed_at=NOON)
    assert outbox.finish(conn, sending.id, state="sent", sent_at=at(1), sent_message_id="-100:9")
    assert not outbox.finish(conn, sending.id, state="unconfirmed")
    assert outbox.get(conn, sending.id).state == "sent"


def test_only_what_was_not_sent_is_cancelled(conn: Connection, where: Group) -> None:
    number = in_every_state(conn, where)
    post(conn, where, "other case", purpose="apology", case=case(conn, where, goods_key="b").number)
    post(conn, where, "other purpose", purpose="notice", case=number)
    before = states(conn)
    assert outbox.cancel(conn, number, ("apology", "opening")) == 2
    changed = {"apology:draft": "cancelled", "apology:pending": "cancelled"}
    assert states(conn) == before | changed


def test_approval_lets_drafts_and_troubled_messages_go(conn: Connection, where: Group) -> None:
    number = in_every_state(conn, where, not_before=at(99), error="x")
    held = post(conn, where, "held", purpose="apology", case=number, not_before=at(99), held_for="cap")
    notice = post(conn, where, "notice", purpose="notice", case=number, state="unconfirmed")
    before = states(conn)
    assert outbox.approve(conn, number, at(5)) == 4
    go = dict.fromkeys(("apology:draft", "apology:failed", "apology:unconfirmed", "held"), "pending")
    assert states(conn) == before | go
    approved = outbox.get(conn, held.id)
    assert (approved.not_before, approved.approved_at, approved.held_for, approved.error) == (at(5), at(5), None, None)
    assert outbox.get(conn, notice.id) == notice
    waiting = outbox.find(conn, "apology:pending")
    assert waiting is not None
    assert waiting.approved_at is None, "it goes by itself"


def test_an_opening_that_could_not_be_delivered_goes_when_the_member_comes(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    for state in STATES:
        post(conn, None, f"opening:{state}", purpose="opening", member_id="501", case=number, state=state)
    post(conn, where, "apology:1", case=number, state="draft")
    before = states(conn)
    outbox.approve_opening(conn, number, at(3))
    assert states(conn) == before | dict.fromkeys(("opening:draft", "opening:failed", "opening:cancelled"), "pending")


def test_abandoned_are_the_sending_ones_that_take_too_long(conn: Connection, where: Group) -> None:
    for key, state, claimed in (("lost", "sending", 0), ("running", "sending", 31), ("sent", "sent", 0)):
        post(conn, where, key, state=state, claimed_at=at(claimed))
    assert [p.dedupe_key for p in outbox.abandoned(conn, at(30))] == ["lost"]


def test_posts_of_the_last_hour_count_even_when_unconfirmed_or_on_their_way(conn: Connection, where: Group) -> None:
    other = group(conn, "-200")
    for state in STATES:
        sent = {"sent_at": at(5)} if state in ("sent", "withdrawn") else {}
        post(conn, where, state, state=state, claimed_at=at(STATES.index(state)), **sent)
    post(conn, other, "other", state="sent", claimed_at=NOON, sent_at=at(1))
    post(conn, None, "private", state="sent", member_id="501", claimed_at=NOON, sent_at=at(1))
    assert outbox.posted_in_group(conn, where.id, NOON) == [at(2), at(5), at(5)]
    assert outbox.posted_in_group(conn, where.id, at(2)) == [at(5), at(5)], "since is left out"


def test_targets_in_flight(conn: Connection, where: Group) -> None:
    post(conn, where, "a", state="sending")
    post(conn, None, "b", state="sending", member_id="501")
    post(conn, None, "c", member_id="502")
    assert outbox.targets_in_flight(conn) == {(where.id, "telegram", None), (None, "telegram", "501")}


def test_a_sent_post_is_withdrawn(conn: Connection, where: Group) -> None:
    sent = post(conn, where, state="sent", sent_message_id="-100:9")
    outbox.withdraw(conn, sent, at(7))
    assert outbox.due(conn, at(7), ["telegram"], 8) == []
    assert [p.id for p in outbox.due(conn, at(7), ["telegram"], 8, state="withdrawing")] == [sent.id]


async def test_no_message_is_claimed_by_two_senders(storage: Storage) -> None:
    """Senders that claim at the same moment get different rows."""

    def fill(conn: Connection) -> None:
        where = group(conn)
        for number in range(30):
            post(conn, where, f"m{number}")

    def claim(conn: Connection) -> list[int]:
        found = [p.id for p in outbox.due(conn, NOON, ["telegram"], 4)]
        for row in found:
            outbox.change(conn, row, state="sending", claimed_at=NOON)
        return found

    await storage.write(fill)
    got: list[int] = []
    while claimed := [row for rows in await asyncio.gather(*(storage.write(claim) for _ in range(6))) for row in rows]:
        got += claimed
    assert len(got) == len(set(got)) == 30
