"""Resolved cards: what stands on them, their pictures, and what became of them. A row is never changed in what it
shows: another choice makes another row.

Whoever changes a card holds its case (`cases.get(…, for_update=True)`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, Text, cast, delete, select, update

from bot.storage.rows import build
from bot.storage.tables import cards, cases, images, messages, orders, outbox

State = Literal["preview", "asked", "agreed", "posting", "posted", "refused", "replaced", "withdrawn", "failed"]
LIVE: tuple[State, ...] = ("preview", "asked", "agreed", "posting", "posted")
"""A case has at most one card in these states."""
CHANGEABLE: tuple[State, ...] = ("preview", "asked", "agreed")


@dataclass(frozen=True)
class Card:
    """One card as stored. `content` is what it shows, None once it was destroyed; `pictures` are content hashes, none
    before it was drawn."""

    id: int
    case: int
    choices: Mapping[str, Any]
    content_hash: str
    check_code: str
    state: State
    made_at: datetime
    made_by: str
    made_by_name: str
    content: Mapping[str, Any] | None = None
    pictures: tuple[str, ...] = ()
    posted_at: datetime | None = None
    destroyed_at: datetime | None = None


def add(conn: Connection, **values: Any) -> Card:
    """Write a card; the changeable one of its case is replaced by it."""
    changeable = (cards.c.case == values["case"], cards.c.state.in_(CHANGEABLE))
    conn.execute(update(cards).where(*changeable).values(state="replaced"))
    row = {"state": "preview", "pictures": []} | values
    return get(conn, int(conn.execute(cards.insert().values(**row).returning(cards.c.id)).scalar_one()))


def get(conn: Connection, card: int) -> Card:
    return build(Card, conn.execute(select(cards).where(cards.c.id == card)).one())


def find(conn: Connection, card: int) -> Card | None:
    return _first(conn, select(cards).where(cards.c.id == card))


def live(conn: Connection, case: int) -> Card | None:
    """The one card of a case that can still be shown, or is."""
    return _first(conn, select(cards).where(cards.c.case == case, cards.c.state.in_(LIVE)))


def of_case(conn: Connection, case: int) -> list[Card]:
    """All cards that were made of a case, oldest first."""
    return [build(Card, row) for row in conn.execute(select(cards).where(cards.c.case == case).order_by(cards.c.id))]


def shown_of(conn: Connection, platform: str, member_id: str, group: int) -> list[tuple[int, State]]:
    """The cases of one member whose cards a group sees or is about to, with the card's state, oldest first."""
    query = (
        select(cards.c.case, cards.c.state)
        .join(cases, cases.c.number == cards.c.case)
        .where(cases.c.platform == platform, cases.c.member_id == member_id, cases.c.group == group)
        .where(cards.c.state.in_(("posting", "posted")))
    )
    return [(row.case, row.state) for row in conn.execute(query.order_by(cards.c.case))]


def by_check_code(conn: Connection, code: str) -> list[Card]:
    query = select(cards).where(cards.c.check_code == code).order_by(cards.c.id.desc())
    return [build(Card, row) for row in conn.execute(query)]


def change(conn: Connection, card: int, **values: Any) -> Card:
    conn.execute(update(cards).where(cards.c.id == card).values(**values))
    return get(conn, card)


def move(conn: Connection, card: int, old: State, new: State) -> None:
    """From one state to another, unless somebody moved it elsewhere meanwhile."""
    conn.execute(update(cards).where(cards.c.id == card, cards.c.state == old).values(state=new))


def undrawn(conn: Connection, limit: int = 4) -> list[Card]:
    """Live cards that have no pictures yet, oldest first."""
    no_pictures = cast(cards.c.pictures, Text) == "[]"
    query = select(cards).where(cards.c.state.in_(CHANGEABLE), no_pictures).order_by(cards.c.id).limit(limit)
    return [build(Card, row) for row in conn.execute(query)]


def destroy(conn: Connection, case: int, now: datetime) -> int:
    """Take what stands on a case's cards and their pictures out of the database; how many cards that were. That there
    was a card, and its check code, stay."""
    mine = [card for card in of_case(conn, case) if card.content is not None]
    pictures = sorted({picture for card in mine for picture in card.pictures})
    conn.execute(update(outbox).where(outbox.c.image_hash.in_(pictures or [""])).values(image_hash=None))
    conn.execute(delete(images).where(images.c.content_hash.in_(pictures or [""])))
    ids = [card.id for card in mine]
    gone: dict[str, Any] = {"content": None, "choices": {}, "pictures": [], "destroyed_at": now}
    conn.execute(update(cards).where(cards.c.id.in_(ids or [0])).values(**gone))
    return len(mine)


def names_in_group(conn: Connection, group: int) -> list[str]:
    """The names under which members have spoken in a group or are in its orders."""
    spoke = select(messages.c.member_name).where(messages.c.group == group, messages.c.role == "member").distinct()
    bought = select(orders.c.buyer_name).where(orders.c.group == group, orders.c.buyer_key != "").distinct()
    return sorted({name for query in (spoke, bought) for (name,) in conn.execute(query) if name})


def _first(conn: Connection, query: Select[Any]) -> Card | None:
    row = conn.execute(query.order_by(cards.c.id.desc()).limit(1)).first()
    return build(Card, row) if row else None
