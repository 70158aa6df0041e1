"""Cards and consents on both databases: one live card a case, what is destroyed is gone, what is due is claimed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.storage import Storage, cards, consents, images, outbox
from bot.storage.cards import Card
from bot.storage.consents import Consent
from bot.storage.groups import Group
from bot.storage.images import StoredImage
from bot.storage.tables import cards as card_rows
from tests.storage.make import NOON, at, case, group, message, post


@pytest.fixture
def where(conn: Connection) -> Group:
    return group(conn)


def card(conn: Connection, number: int, **more: Any) -> Card:
    values: dict[str, Any] = {
        "choices": {"layout": "full"}, "content": {"number": number}, "content_hash": "h1", "check_code": "7F3A-92C2",
        "made_at": NOON, "made_by": "9", "made_by_name": "团长",
    }  # fmt: skip
    return cards.add(conn, case=number, **(values | more))


def consent(conn: Connection, number: int, **more: Any) -> Consent:
    values: dict[str, Any] = {
        "purpose": "card", "platform": "telegram", "member_id": "501", "content_hash": "h1", "asked_at": NOON,
        "asked_by": "9", "expires_at": at(3600),
    }  # fmt: skip
    return consents.add(conn, case=number, **(values | more))


def picture(conn: Connection, content_hash: str) -> None:
    images.add(conn, StoredImage(content_hash, b"png", "image/png", 1, 1, NOON))


def test_what_is_written_is_read(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    made = card(conn, number)
    assert (made.state, made.pictures) == ("preview", ())
    assert (made.content, made.choices) == ({"number": number}, {"layout": "full"})
    assert cards.find(conn, made.id) == cards.live(conn, number) == made
    assert cards.by_check_code(conn, "7F3A-92C2") == [made]
    assert cards.find(conn, 99) is None
    asked = consent(conn, number, card=made.id)
    assert (asked.state, asked.without, asked.expires_at) == ("asked", (), at(3600))
    answered = consents.change(conn, asked.id, state="yes", without=["name"], words="可以")
    assert (answered.without, answered.words) == (("name",), "可以")
    assert consents.of_case(conn, number) == [answered]
    assert consents.of_case(conn, number, "voice") == []


def test_another_choice_takes_the_place_of_the_card(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    first, second = card(conn, number), card(conn, number, content_hash="h2")
    assert cards.get(conn, first.id).state == "replaced"
    assert cards.live(conn, number) == second


def test_a_case_has_one_live_card(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    posted = card(conn, number)
    cards.change(conn, posted.id, state="posted")
    with pytest.raises(IntegrityError), conn.begin_nested():
        card(conn, number)
    assert cards.live(conn, number) == cards.get(conn, posted.id)


def test_only_what_has_no_pictures_is_drawn(conn: Connection, where: Group) -> None:
    one, other = case(conn, where).number, case(conn, where, goods_key="鸡蛋").number
    drawn, waiting = card(conn, one), card(conn, other)
    cards.change(conn, drawn.id, pictures=["p1"])
    assert [c.id for c in cards.undrawn(conn)] == [waiting.id]
    cards.change(conn, waiting.id, state="failed")
    assert cards.undrawn(conn) == []


def test_moving_on_is_only_from_where_it_is(conn: Connection, where: Group) -> None:
    made = card(conn, case(conn, where).number)
    cards.change(conn, made.id, state="withdrawn")
    cards.move(conn, made.id, "posting", "agreed")
    assert cards.get(conn, made.id).state == "withdrawn"
    cards.move(conn, made.id, "withdrawn", "refused")
    assert cards.get(conn, made.id).state == "refused"


def test_what_is_destroyed_is_gone_from_every_table(conn: Connection, where: Group) -> None:
    mine, others = case(conn, where).number, case(conn, where, goods_key="鸡蛋").number
    for name in ("p1", "p2", "p3", "photo"):
        picture(conn, name)
    old = card(conn, mine, content={"text": "秘密"})
    cards.change(conn, old.id, pictures=["p1"])
    new = card(conn, mine, content_hash="h2", content={"text": "秘密"})
    cards.change(conn, new.id, pictures=["p2"])
    kept = card(conn, others)
    cards.change(conn, kept.id, pictures=["p3"])
    post(conn, where, "card:2:0", image_hash="p2", case=mine)
    assert cards.destroy(conn, mine, at(5)) == 2
    for one in (old, new):
        gone = cards.get(conn, one.id)
        assert (gone.content, gone.choices, gone.pictures, gone.destroyed_at) == (None, {}, (), at(5))
        assert gone.check_code == "7F3A-92C2"
    assert [images.get(conn, name) is None for name in ("p1", "p2", "p3", "photo")] == [True, True, False, False]
    sent = outbox.find(conn, "card:2:0")
    assert sent is not None
    assert sent.image_hash is None
    assert cards.get(conn, kept.id).pictures == ("p3",)
    assert cards.destroy(conn, mine, at(6)) == 0


def test_names_are_those_of_members_who_spoke_in_the_group(conn: Connection, where: Group) -> None:
    elsewhere = group(conn, "-200")
    message(conn, where, "1", member_name="静静")
    message(conn, where, "2", member_name="静静")
    message(conn, where, "3", member_name="老李")
    message(conn, where, "4", member_name="安心", role="bot")
    message(conn, elsewhere, "5", member_name="外人")
    assert cards.names_in_group(conn, where.id) == sorted(["老李", "静静"])


def test_a_members_questions_newest_first(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    first, second = consent(conn, number), consent(conn, number, state="later")
    consent(conn, number, member_id="502")
    consent(conn, number, purpose="voice")
    found = consents.of_member(conn, "telegram", "501", "card", consents.WAITING)
    assert [c.id for c in found] == [second.id, first.id]


def test_what_is_due_is_due(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    late, soon = consent(conn, number, next_look_at=at(60)), consent(conn, number, next_look_at=at(30))
    consent(conn, number)
    assert consents.next_look(conn) == at(30)
    assert consents.due(conn, at(29), "card") == []
    assert [c.id for c in consents.due(conn, at(60), "card")] == [soon.id, late.id]
    assert consents.due(conn, at(60), "voice") == []


async def test_two_processes_look_at_a_consent_once(storage: Storage, database_url: str) -> None:
    """A sweep of another process passes over what is being worked on."""
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")

    def prepare(conn: Connection) -> None:
        consent(conn, case(conn, group(conn)).number, next_look_at=NOON)

    await storage.write(prepare)
    with storage._engine.begin() as one:  # type: ignore[attr-defined]
        assert len(consents.due(one, at(1), "card")) == 1

        def other() -> int:
            with storage._engine.begin() as conn:  # type: ignore[attr-defined]
                return len(consents.due(conn, at(1), "card"))

        assert await asyncio.to_thread(other) == 0


def test_the_index_holds_live_cards_only(conn: Connection, where: Group) -> None:
    number = case(conn, where).number
    for state in ("refused", "replaced", "withdrawn", "failed"):
        made = card(conn, number)
        cards.change(conn, made.id, state=state)
    assert cards.live(conn, number) is None
    assert len(conn.execute(card_rows.select()).all()) == 4
