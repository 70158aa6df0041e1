"""A message that stands on a card is taken back, in group or private: the card goes on without it, or not at all."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.card import from_json
from bot.domain.case import Case
from bot.ports import Context
from bot.storage import cards, cases, consents, outbox
from bot.storage.cards import Card
from handlers.cases.timeline import BOT
from handlers.showing.answers import end_card
from handlers.showing.choices import choices_of
from handlers.showing.content import shown_of
from handlers.showing.excerpts import CARD, CONSENT
from handlers.showing.making import CHANGED, add, with_state
from handlers.showing.says import tell_leaders
from handlers.showing.withdrawal import take_down


def leave_out(ctx: Context, conn: Connection, number: int) -> None:
    """A case's card shows no more what was just taken back, and the leaders hear it. A card that the group sees is
    taken down; what the member agreed to stays agreed without that message."""
    case = cases.get(conn, number, for_update=True)
    card = cards.live(conn, number)
    if case is None or card is None or card.content is None:
        return
    before = from_json(card.content)
    choices = replace(choices_of(card), shown=tuple(bubble.key for bubble in before.bubbles))
    shown = shown_of(ctx, conn, case, choices)
    if shown.bubbles == before.bubbles:
        return
    was_out = card.state in CHANGED
    if was_out:
        _take_down(ctx, conn, case, card)
    if shown.bubbles:
        kept = choices.as_json() | {k: v for k, v in card.choices.items() if k == "tell"}
        with_state(conn, add(ctx, conn, case, shown, kept, BOT))
    else:
        _void(ctx, conn, case)
    key = "recalled_void" if not shown.bubbles else "recalled_posted" if was_out else "recalled_narrower"
    tell_leaders(ctx, conn, case, key, str(card.id))


def _take_down(ctx: Context, conn: Connection, case: Case, card: Card) -> None:
    """What is on its way stays here, what the group sees goes."""
    cards.change(conn, card.id, state="replaced")
    outbox.cancel(conn, case.number, (CARD,))
    posts = [post for post in outbox.of_case(conn, case.number) if post.purpose == CARD]
    take_down(ctx, conn, case, [post for post in posts if post.state in ("sent", "unconfirmed")])


def _void(ctx: Context, conn: Connection, case: Case) -> None:
    """Nothing is left that anybody was asked about; another card is asked about anew."""
    for consent in consents.of_case(conn, case.number):
        if consent.state in ("yes", *consents.WAITING):
            consents.change(conn, consent.id, state="void", next_look_at=None)
    outbox.cancel(conn, case.number, (CARD, CONSENT))
    end_card(ctx, conn, case, "replaced")
