"""Whose word a promise in free words needs before it counts: what an offer of as much would need, by the same rule."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.money_words import sum_words
from bot.domain.promise_change import Change
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, incidents, promises
from bot.storage.promises import Promise
from handlers import speak
from handlers.cases.timeline import Actor, record
from handlers.compensation import given
from handlers.compensation.offers import cap_words, leads, needs_word_of
from handlers.incidents.joined import hear_for_who_joined_meanwhile
from handlers.promises import ledger
from handlers.promises import says as promise_says
from handlers.promises.hearing import question_buttons


def confirm(ctx: Context, conn: Connection, promise: Promise, by: Actor) -> tuple[Promise, str]:
    """The promise counts, or waits for somebody who may give that much: then what the person hears comes with it."""
    incidents.lock(conn, promise.group)
    case, whose = _needed(ctx, conn, promise, by)
    if case is None or whose is None:
        promise = ledger.confirm(ctx, conn, promise, by)
        hear_for_who_joined_meanwhile(ctx, conn, promise)
        return promise, ""
    return promise, _ask(ctx, conn, case, promise, by, whose)


def edit(ctx: Context, conn: Connection, promise: Promise, change: Change, by: Actor) -> tuple[Promise, str]:
    """New values by a person. One that counts already stays as it is while more than the person may give waits for
    another's word; one that nobody has confirmed is changed, and waits."""
    wanted, waited = _changed(promise, change), promise.state == "unconfirmed"
    incidents.lock(conn, promise.group)
    gives_more = waited or (wanted.amount_fen or 0) > (promise.amount_fen or 0)
    case, whose = _needed(ctx, conn, wanted, by) if gives_more and not promise_says.lacks(wanted) else (None, None)
    if case is None or whose is None:
        promise = ledger.edit(ctx, conn, promise, change, by)
        if waited and promise.state == "open":
            hear_for_who_joined_meanwhile(ctx, conn, promise)
        return promise, ""
    if waited:
        promise = wanted = ledger.edit(ctx, conn, promise, change, by, counts=False)
    return promise, _ask(ctx, conn, case, wanted, by, whose)


def fulfil(
    ctx: Context, conn: Connection, promise: Promise, by: Actor, proof: ledger.Proof, key: str, *, told: bool = False,
    plainly: bool = False,
) -> Promise:  # fmt: skip
    """The promise is kept. One that nobody had confirmed has counted by that, for those who joined meanwhile, too."""
    waited = promise.state == "unconfirmed"
    if waited:
        incidents.lock(conn, promise.group)
    promise = ledger.fulfil(ctx, conn, promise, by, proof, key, told=told, plainly=plainly)
    if waited:
        hear_for_who_joined_meanwhile(ctx, conn, promise)
    return promise


def _changed(promise: Promise, change: Change) -> Promise:
    timed = change.due_at is not None or change.awaits is not None
    return replace(
        promise,
        amount_fen=promise.amount_fen if change.amount_fen is None else change.amount_fen,
        thing=promise.thing if change.thing is None else change.thing,
        due_at=change.due_at if timed else promise.due_at,
        awaits=change.awaits if timed else promise.awaits,
    )


def _needed(ctx: Context, conn: Connection, promise: Promise, by: Actor) -> tuple[Case | None, str | None]:
    """The promise's case, locked, so that what it was promised in all stays so; and whose word is needed besides."""
    case = cases.get(conn, promise.case, for_update=True) if promise.case is not None else None
    terms = given.terms_of(promise)
    if case is None or terms is None:
        return case, None
    waits_for = _waits_for(conn, case, promise)
    return case, needs_word_of(ctx, conn, case, terms, by, waits_for=waits_for, made=[promise])


def _waits_for(conn: Connection, case: Case, promise: Promise) -> str | None:
    """Whose word was asked for to promise as much as this."""
    asked = [e.data for e in cases.timeline(conn, case.number) if e.kind == "promise_waits"]
    ours = [d for d in asked if (d.get("promise"), d.get("amount_fen")) == (promise.id, promise.amount_fen)]
    return ours[-1]["waits_for"] if ours else None


def _ask(ctx: Context, conn: Connection, case: Case, promise: Promise, by: Actor, whose: str) -> str:
    """Ask the other leaders for their word, once for the same sum of the same person; what this person hears."""
    text = f"{promise_says.outcome(promise)}，{promise_says.due(ctx, conn, promise)}"
    data = {"promise": promise.id, "waits_for": whose, "amount_fen": promise.amount_fen}
    record(ctx, conn, case.number, by, "promise_waits", text, **data)
    words = promise_says.described(ctx, conn, promise) | {"who": by.name, "cap": cap_words(ctx, conn, case, by)}
    counts = promise.state == "open"
    if counts:
        known = promises.get(conn, promise.id) or promise
        words |= {"before": promise_says.outcome(known), "amount": sum_words(promise.amount_fen or 0)}
    notice = say(f"promise.{'over_cap_change' if counts else 'over_cap_notice'}", **words)
    speak.to_leaders(
        ctx, conn, groups.get(conn, case.group), "\n".join([notice, *given.above_price(conn, [promise])]),
        f"promise:{promise.id}:over_cap:{promise.amount_fen}:{by.member_id}",
        case=case.number, but=by.member_id, buttons=() if counts else question_buttons([promise]),
    )  # fmt: skip
    second = leads(conn, case, by) and whose == "owner" and not ctx.settings.compensation.owners
    return say(f"promise.over_cap.{'again' if second else whose}", **words)
