"""An offer without an answer when its case is resolved: a person says whether it still counts or is taken back."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.case import NO_CAUSE_NEEDED, Case
from bot.domain.chat import Button
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import groups, offers, outbox
from bot.storage.offers import Offer
from handlers import speak
from handlers.cases.timeline import Actor, record
from handlers.compensation.words import about


def ask(ctx: Context, conn: Connection, case: Case, key: str, *, yes: str = "") -> None:
    """Ask the leaders, who else would forget it; `yes` are words of the member's that may have been meant for it."""
    offer = offers.live(conn, case.number)
    if offer is None or offer.state != "sent" or case.closed_by in NO_CAUSE_NEEDED:
        return
    words = about(ctx, conn, case, offer) | {"quote": excerpt(yes, 40)}
    text = say(f"compensation.{'left_and_yes' if yes else 'left_open'}", **words)
    stands, drop = variants("compensation.left_buttons")
    buttons = (Button(stands, data=f"stands:{offer.id}"), Button(drop, data=f"drop:{offer.id}"))
    group = groups.get(conn, case.group)
    speak.to_leaders(ctx, conn, group, text, f"offer_left:{offer.id}:{key}", case=case.number, buttons=buttons)


def take_back(ctx: Context, conn: Connection, case: Case, offer: Offer | None, by: Actor) -> str:
    """The offer counts no more; what the person hears, who has to tell the member. In an open case it stays: what was
    said has to count, or is replaced by something else."""
    if offer is None or offer.state != "sent":
        return say("compensation.nothing_waits", **about(ctx, conn, case))
    words = about(ctx, conn, case, offer)
    if case.is_open:
        return say("compensation.refuse_sent", **words)
    offers.change(conn, offer.id, state="replaced", next_look_at=None)
    post = outbox.find(conn, f"offer:{offer.id}")
    if post is not None and post.state in outbox.UNDECIDED:  # it never went out
        outbox.change(conn, post.id, state="cancelled")
    record(ctx, conn, case.number, by, "offer_taken_back", words["outcome"], offer=offer.id)
    return say("compensation.dropped", **words)
