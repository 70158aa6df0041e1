"""A case turns red after an offer was made: what was offered knew less, and no yes of the member's agrees to it now."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.case import SEVERE, Case
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, offers, outbox
from bot.storage.offers import Offer
from handlers import speak
from handlers.cases.timeline import BOT, record
from handlers.compensation.offers import post_key
from handlers.compensation.words import about, outcome_of

UNSAID = ("draft", "pending", "failed")
"""States of a message in which the member has not read it."""


def turn_red(ctx: Context, conn: Connection, case: Case, red: str, severity: int = SEVERE) -> Case:
    """The member tells what a person must take over at once."""
    return take_back_offer(ctx, conn, cases.change(conn, case, red=red, severity=severity))


def take_back_offer(ctx: Context, conn: Connection, case: Case) -> Case:
    """What the member was offered counts no more until somebody decides anew; the leaders hear of it."""
    offer = offers.live(conn, case.number)
    if offer is None or offer.state != "sent":
        return case
    offers.replace_live(conn, case.number)
    _leave_unsaid(conn, offer)
    record(ctx, conn, case.number, BOT, "offer_taken_back", outcome_of(offer), offer=offer.id)
    text = say("compensation.taken_back", **about(ctx, conn, case, offer))
    group = groups.get(conn, case.group)
    speak.to_leaders(ctx, conn, group, text, f"offer_taken_back:{offer.id}", case=case.number)
    return cases.change(conn, case, state="waiting_us") if case.state == "offered" else case


def _leave_unsaid(conn: Connection, offer: Offer) -> None:
    """The offer and its reminder, where the member has not read them yet."""
    for key in (post_key(offer), f"offer_reminder:{offer.id}"):
        post = outbox.find(conn, key)
        if post is not None and post.state in UNSAID:
            outbox.change(conn, post.id, state="cancelled")
