"""A promise that was heard takes the place of the one that counted before, or of an offer that nobody has answered: a
person has said so."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.promise_change import Change
from bot.ports import Context
from bot.replies import say
from bot.storage import offers, outbox, promises
from bot.storage.offers import Offer
from bot.storage.promises import NewPromise, Promise
from handlers.cases.timeline import Actor, record
from handlers.compensation.words import outcome_of
from handlers.promises import changes, word
from handlers.promises import says as promise_says
from handlers.promises.ledger import refuse, withdraw
from handlers.promises.repeated import in_whose_offers_place, in_whose_place
from handlers.promises.told import drop_draft, tell_change


def take_its_place(ctx: Context, conn: Connection, new: Promise, by: Actor, key: str) -> str:
    """诺 4 换: what stood has the new values, and those that nobody named stay; another deed is promised in its stead.
    The member has read the words already. What the leader hears."""
    found = in_whose_place(conn, new)
    old = promises.get(conn, found.id, for_update=True) if found is not None else None
    if old is None or old.state != "open":
        offer = in_whose_offers_place(conn, new)
        return _the_offer(ctx, conn, offer, new, by) if offer else say("promise.nothing_to_replace", id=new.id)
    if old.kind != new.kind:
        return _another_deed(ctx, conn, old, new, by, key)
    _was_told(ctx, conn, old, new, by)
    refuse(ctx, conn, new, by)
    change = Change(new.amount_fen, new.due_at, new.awaits, new.thing)
    now, waits = word.edit(ctx, conn, old, change, by)
    if waits:
        return waits
    line = promise_says.line(ctx, conn, now)
    draft = tell_change(ctx, conn, old, now, key)
    if draft:
        return say("promise.changed_late", line=line, draft=draft, number=now.case)
    return say("promise.changed", line=line)


def _the_offer(ctx: Context, conn: Connection, offer: Offer, new: Promise, by: Actor) -> str:
    """The promise counts by its own rules; only then is the offer no more what the member can say yes to."""
    if promise_says.lacks(new):
        return say("promise.lacks_something", **promise_says.described(ctx, conn, new))
    offers.change(conn, offer.id, state="replaced")
    confirmed, waits = word.confirm(ctx, conn, new, by)
    if waits:
        offers.change(conn, offer.id, state="sent")
        return waits
    offers.change(conn, offer.id, next_look_at=None)
    post = outbox.find(conn, f"offer:{offer.id}")
    if post is not None and post.state in outbox.UNDECIDED:  # it never went out
        outbox.change(conn, post.id, state="cancelled")
    record(ctx, conn, offer.case, by, "offer_taken_back", outcome_of(offer), offer=offer.id)
    return say("promise.kept", id=confirmed.id, line=promise_says.line(ctx, conn, confirmed))


def _was_told(ctx: Context, conn: Connection, old: Promise, new: Promise, by: Actor) -> None:
    """The member knows the new sum and the new time from the leader's own words."""
    said = NewPromise(old.kind, new.words, new.amount_fen, new.thing, new.due_at, new.awaits)
    changes.corrected(ctx, conn, old, said, new.words, by)
    if new.due_at is not None and new.due_at != old.due_at:
        changes.moved(ctx, conn, old, new.due_at, new.words, by)


def _another_deed(ctx: Context, conn: Connection, old: Promise, new: Promise, by: Actor, key: str) -> str:
    """Another deed counts by its own rules; only then is the old one withdrawn."""
    if promise_says.lacks(new):
        return say("promise.lacks_something", **promise_says.described(ctx, conn, new))
    confirmed, waits = word.confirm(ctx, conn, new, by)
    if waits:
        return waits
    gone, _ = withdraw(ctx, conn, old, say("promise.replaced_by", outcome=promise_says.outcome(new)), by, key)
    drop_draft(conn, gone)
    return say("promise.kept", id=confirmed.id, line=promise_says.line(ctx, conn, confirmed))


def same_as_now(ctx: Context, conn: Connection, promise: Promise, by: Actor) -> list[str]:
    """A promise has new values: what was heard of the same sum and might have taken its place says no more than that,
    and is not asked about any longer. What the leader hears of it."""
    lines = []
    for other in promises.of_case(conn, promise.case) if promise.case is not None else []:
        alike = (other.kind, other.amount_fen) == (promise.kind, promise.amount_fen) and promise.amount_fen is not None
        found = in_whose_place(conn, other) if alike else None
        if found is not None and found.id == promise.id and other.due_at in (None, promise.due_at):
            refuse(ctx, conn, other, by)
            lines.append(say("promise.same_now", id=other.id))
    return lines
