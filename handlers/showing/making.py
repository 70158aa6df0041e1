"""Making a card: what it shows is fixed in one transaction, its pictures are drawn outside and kept in another."""

from __future__ import annotations

import asyncio
import hashlib
import io
import logging
import secrets
from functools import partial
from typing import Any

from PIL import Image as Picture
from sqlalchemy import Connection

from bot.cards import CardContent, draw
from bot.domain.card import Shown, from_json, hash_of
from bot.domain.case import Case
from bot.domain.check_code import check_code
from bot.ports import Context
from bot.replies import say
from bot.storage import cards, cases, groups, images, users
from bot.storage.cards import Card
from bot.storage.images import StoredImage
from handlers import speak
from handlers.cases.timeline import Actor, record
from handlers.showing.choices import Choices
from handlers.showing.content import drawable, shown_of
from handlers.showing.rules import CannotShow, check, covers, is_over, waiting_for, yes_for
from handlers.showing.says import preview

log = logging.getLogger(__name__)

KEY = "card_check"
"""Name of the installation's key for check codes."""
CHANGED = ("posting", "posted")
"""States in which a card is not changed any more."""


def key_of(conn: Connection) -> bytes:
    """The installation's own key; made once."""
    return users.secret(conn, KEY, secrets.token_hex(32)).encode()


def make(
    ctx: Context, conn: Connection, case: Case, choices: Choices, by: Actor, tell: dict[str, str] | None = None
) -> Card:
    """The case's card by these choices; the one that is there already where it shows the same. `tell` is whom to send
    the pictures once they are drawn. Raises CannotShow."""
    check(conn, case)
    before = cards.live(conn, case.number)
    if before is not None and before.state in CHANGED:
        raise CannotShow(say("showing.posted_before", number=case.number))
    if is_over(conn, case.number):
        raise CannotShow(say("showing.ended_before", number=case.number))
    shown = shown_of(ctx, conn, case, choices)
    if not shown.bubbles and not shown.result:
        raise CannotShow(say("showing.empty", number=case.number))
    kept: dict[str, Any] = choices.as_json() | ({"tell": tell} if tell else {})
    if before is None or before.content_hash != hash_of(shown):
        return with_state(conn, add(ctx, conn, case, shown, kept, by))
    card = cards.change(conn, before.id, choices=kept)
    show_to_maker(ctx, conn, case, card)
    return card


def add(ctx: Context, conn: Connection, case: Case, shown: Shown, choices: dict[str, Any], by: Actor) -> Card:
    """Fix what a new card shows; its pictures are drawn next."""
    content_hash = hash_of(shown)
    card = cards.add(
        conn, case=case.number, choices=choices, content=shown.as_json(), content_hash=content_hash,
        check_code=check_code(key_of(conn), case.number, content_hash), made_at=ctx.now(),
        made_by=by.member_id or by.name, made_by_name=by.name,
    )  # fmt: skip
    record(ctx, conn, case.number, by, "card_made", "", card=card.id, content=content_hash)
    return card


def with_state(conn: Connection, card: Card) -> Card:
    """A new card stands where its member's answer puts it: agreed, asked, or only seen by the leader."""
    if yes_for(conn, card) is not None:
        return cards.change(conn, card.id, state="agreed")
    waiting = waiting_for(conn, card.case)
    if waiting is not None and covers(conn, waiting, card):
        return cards.change(conn, card.id, state="asked")
    return card


async def draw_waiting(ctx: Context) -> int:
    """Draw the cards that have no pictures yet; how many there were. Two processes may draw the same: the pictures are
    the same, and the second finds them there."""
    waiting = await ctx.storage.read(cards.undrawn)
    for card in waiting:
        await draw_card(ctx, card.id)
    return len(waiting)


async def draw_card(ctx: Context, card: int) -> None:
    """Draw one card in a thread and keep its pictures; one that cannot be drawn is said so and not tried again."""
    content = await ctx.storage.read(partial(_to_draw, card=card))
    if content is None:
        return
    try:
        pictures = await asyncio.to_thread(_drawn, ctx, content)
    except Exception:
        log.exception("card %d could not be drawn", card)
        await ctx.storage.write(partial(_failed, ctx, card=card))
        return
    await ctx.storage.write(partial(_keep, ctx, card=card, pictures=pictures))


def _to_draw(conn: Connection, *, card: int) -> CardContent | None:
    found = cards.find(conn, card)
    if found is None or found.content is None or found.pictures:
        return None
    return drawable(conn, from_json(found.content), found.check_code)


def _drawn(ctx: Context, content: CardContent) -> list[StoredImage]:
    made = []
    for picture in draw(content):
        with Picture.open(io.BytesIO(picture)) as opened:
            size = opened.size
        made.append(StoredImage(hashlib.sha256(picture).hexdigest(), picture, "image/png", *size, ctx.now()))
    return made


def _keep(ctx: Context, conn: Connection, *, card: int, pictures: list[StoredImage]) -> None:
    """Keep the pictures, unless the card was destroyed meanwhile; who waits for them gets them."""
    case = _case_of(conn, card)
    found = cards.get(conn, card)
    if found.content is None or found.pictures or case is None:
        return
    for picture in pictures:
        images.add(conn, picture)
    found = cards.change(conn, card, pictures=[picture.content_hash for picture in pictures])
    if found.state in cards.LIVE:
        show_to_maker(ctx, conn, case, found)


def _failed(ctx: Context, conn: Connection, *, card: int) -> None:
    case = _case_of(conn, card)
    found = cards.change(conn, card, state="failed")
    if case is None:
        return
    tell = found.choices.get("tell")
    only = [tell["member_id"]] if tell else None
    text = say("showing.not_drawn", number=case.number)
    speak.to_leaders(ctx, conn, groups.get(conn, case.group), text, f"card_failed:{card}", case=case.number, only=only)


def _case_of(conn: Connection, card: int) -> Case | None:
    """The card's case, locked."""
    found = cards.find(conn, card)
    return cases.get(conn, found.case, for_update=True) if found is not None else None


def show_to_maker(ctx: Context, conn: Connection, case: Case, card: Card) -> None:
    """Send the preview to the leader who asked for it in a chat; nobody else gets it."""
    tell = card.choices.get("tell")
    if tell and card.pictures:
        preview(ctx, conn, case, card, tell)
        cards.change(conn, card.id, choices={k: v for k, v in card.choices.items() if k != "tell"})
