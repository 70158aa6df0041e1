"""Deciding on compensation: a person approves, changes or refuses; the member hears outcome and time.

Commands, buttons and the console call these. Each takes the case as locked by its caller, and raises NotPossible before
anything is changed; its message is the sentence for the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.compensation import REFUNDS, Proposal, Terms, due_after, propose, same_as
from bot.domain.money_words import sum_words
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import cases, groups, offers
from bot.storage.offers import Offer
from bot.storage.promises import Promise
from handlers import speak
from handlers.cases import clocks
from handlers.cases.timeline import Actor, record
from handlers.compensation import given
from handlers.compensation.facts import facts_of, goods_of, price_of
from handlers.compensation.instead import REPLACES, WAITS, still_owed, take_off, waits_to_replace
from handlers.compensation.proposals import decision_buttons
from handlers.compensation.words import about, outcome_of, proposed_words, why
from handlers.wordings.speaking import say_to


class NotPossible(Exception):
    """The decision cannot be carried out; the message says why and what to do, for the person who made it."""


def agree(
    ctx: Context, conn: Connection, case: Case, by: Actor, *, seen: int | None = None, due_at: datetime | None = None
) -> Offer:
    """Approve the proposal as it stands; `seen` is the offer that the person was looking at. The offer goes out, or
    waits for somebody who may give that much (state `proposed`)."""
    _must_be_open(case)
    offer = offers.latest(conn, case.number)
    if offer is None or offer.state in ("declined", "replaced"):
        raise NotPossible(say("compensation.change_how", number=case.number))
    _must_be_undecided(ctx, conn, case, offer)
    if seen is not None and seen != offer.id:
        raise NotPossible(say("compensation.replaced", **about(ctx, conn, case, offer)))
    instead = waits_to_replace(conn, case, offer)
    _must_be_within_price(conn, case, offer.terms, still_owed(conn, case) if instead else ())
    return _settle(ctx, conn, case, offer, by, due_at, instead=instead)


def offer_to(
    ctx: Context,
    conn: Connection,
    case: Case,
    terms: Terms,
    by: Actor,
    *,
    reason: str = "",
    again: bool = False,
    incident: int | None = None,
    instead: bool | None = None,
) -> Offer:
    """Offer what a person decided. Where that is not what the rule gives, the reason is kept; `again` replaces a
    decision that was made before; `instead` takes off what was promised and is still owed, once this goes out; where
    nobody says, as the decision that it replaces. The offer goes out, or waits for somebody who may give that much
    (`proposed`)."""
    _must_be_open(case)
    latest = offers.latest(conn, case.number)
    if latest is not None and not again:
        _must_be_undecided(ctx, conn, case, latest)
    if instead is None:
        instead = latest is not None and latest.state == "proposed" and waits_to_replace(conn, case, latest)
    gone = still_owed(conn, case) if instead else []
    terms = _checked(ctx, conn, case, terms, gone)
    if terms.kind in REFUNDS and terms.amount_fen is None:
        raise NotPossible(say("compensation.price_first", number=case.number))
    facts = facts_of(conn, case)
    found = propose(facts, ctx.settings.compensation.policy)
    proposal = found if isinstance(found, Proposal) else None
    as_ruled = proposal is not None and same_as(proposal, terms)
    if not as_ruled and not reason:
        raise NotPossible(_needs_reason(case, proposal))
    deviation = None if as_ruled else reason
    if latest is not None and latest.state == "sent" and needs_word_of(ctx, conn, case, terms, by, gone=gone):
        words = about(ctx, conn, case, latest) | {"cap": cap_words(ctx, conn, case, by)}
        raise NotPossible("\n".join([say("compensation.over_cap_sent", **words), *given.besides(conn, case)]))
    offer = offers.add(
        conn, case.number, facts, proposal, terms, ctx.now(), deviation=deviation, incident=incident
    )  # fmt: skip
    return _settle(ctx, conn, case, offer, by, terms.due_at, instead=instead)


def refuse(ctx: Context, conn: Connection, case: Case, reason: str, by: Actor, *, seen: int | None = None) -> Offer:
    """Give nothing, for a reason that is kept. The member is told by a person, in their own words."""
    _must_be_open(case)
    latest = offers.latest(conn, case.number)
    if latest is not None and latest.state in ("sent", "accepted"):
        raise NotPossible(say("compensation.refuse_sent", **about(ctx, conn, case, latest)))
    if latest is not None and latest.state == "refused":
        raise NotPossible(say("compensation.already_refused", **about(ctx, conn, case, latest)))
    if not reason:
        raise NotPossible(say("compensation.refuse_how", number=case.number))
    offer = latest if latest is not None and latest.state == "proposed" else _nothing(ctx, conn, case)
    if seen is not None and seen != offer.id:
        raise NotPossible(say("compensation.replaced", **about(ctx, conn, case, offer)))
    offer = offers.change(
        conn, offer.id, state="refused", deviation=reason, decided_by=by.member_id or by.name, decided_by_name=by.name,
        decided_at=ctx.now(), waits_for=None,
    )  # fmt: skip
    record(ctx, conn, case.number, by, "offer_refused", reason, offer=offer.id)
    text = say("compensation.refused_notice", **about(ctx, conn, case, offer))
    _tell_others(ctx, conn, case, text, f"refused:{offer.id}", by)
    return offer


def _nothing(ctx: Context, conn: Connection, case: Case) -> Offer:
    """A refusal before anything was proposed is kept like any other decision."""
    facts = facts_of(conn, case)
    found = propose(facts, ctx.settings.compensation.policy)
    proposal = found if isinstance(found, Proposal) else None
    return offers.add(conn, case.number, facts, proposal, Terms("apology"), ctx.now())


def _must_be_open(case: Case) -> None:
    if not case.is_open:
        state = say(f"states.{case.state}")
        raise NotPossible(say("compensation.ended", number=case.number, state=state, member=case.member_name))


def _must_be_undecided(ctx: Context, conn: Connection, case: Case, offer: Offer) -> None:
    """One decision stands: whoever comes second hears who decided what."""
    before = {"sent": "decided", "accepted": "accepted_before", "refused": "refused_before"}.get(offer.state)
    if before is not None:
        raise NotPossible(say(f"compensation.{before}", **about(ctx, conn, case, offer)))


def _checked(ctx: Context, conn: Connection, case: Case, terms: Terms, gone: Sequence[Promise]) -> Terms:
    """The terms with the sum that a share of a known price comes to; raises where they cannot be."""
    if terms.amount_fen is not None and terms.amount_fen <= 0:
        raise NotPossible(say("compensation.troubles.amount", number=case.number))
    _must_be_within_price(conn, case, terms, gone)
    if terms.due_at is not None and terms.due_at <= ctx.now():
        raise NotPossible(say("compensation.troubles.past", number=case.number))
    if terms.kind == "replacement" and not terms.thing:
        return replace(terms, thing=say("compensation.outcomes.one_more", goods=goods_of(conn, case) or ""))
    return terms


def _must_be_within_price(conn: Connection, case: Case, terms: Terms, gone: Sequence[Promise]) -> None:
    """Raise where the member would get more back than was paid, with what was promised before and is not `gone`."""
    if not given.over_price(conn, case, terms, gone=gone):
        return
    stands = [p for p in given.standing(conn, case) if p.kind == "refund" and p.id not in {g.id for g in gone}]
    before = given.in_words(stands)
    words: dict[str, Any] = {"number": case.number, "price": sum_words(price_of(case) or 0), "before": before}
    raise NotPossible(say(f"compensation.troubles.{'over_price_in_all' if before else 'over_price'}", **words))


def _needs_reason(case: Case, proposal: Proposal | None) -> str:
    if proposal is None:
        return say("compensation.need_reason_by_hand", number=case.number)
    return say("compensation.need_reason", number=case.number, proposal=proposed_words(proposal, case))


def _settle(
    ctx: Context, conn: Connection, case: Case, offer: Offer, by: Actor, due_at: datetime | None, *, instead: bool
) -> Offer:
    """Send the offer if this person may give that much, else have it wait for somebody who may. Only once it goes out,
    it takes the place of what is still owed."""
    gone = still_owed(conn, case) if instead else []
    whose = needs_word_of(ctx, conn, case, offer.terms, by, waits_for=offer.waits_for, gone=gone)
    if whose is None:
        if instead:
            take_off(ctx, conn, case, offer.deviation or say("compensation.instead_reason"), by)
        return _send(ctx, conn, case, offer, by, due_at)
    offer = offers.change(conn, offer.id, waits_for=whose, asked_by=by.member_id or by.name, due_at=due_at)
    noted: dict[str, Any] = {REPLACES: True} if instead else {}
    record(ctx, conn, case.number, by, WAITS, outcome_of(offer), offer=offer.id, waits_for=whose, **noted)
    words = about(ctx, conn, case, offer) | {"who": by.name, "cap": cap_words(ctx, conn, case, by), "why": why(offer)}
    group = groups.get(conn, case.group)
    beside = [say("compensation.replaces", before=given.in_words(gone))] if gone else given.besides(conn, case)
    notice = "\n".join([say("compensation.over_cap_notice", **words), *beside])
    speak.to_leaders(
        ctx, conn, group, notice, f"over_cap:{offer.id}:{by.member_id}",
        case=case.number, but=by.member_id, buttons=decision_buttons(offer),
    )  # fmt: skip
    return offer


def needs_word_of(
    ctx: Context, conn: Connection, case: Case, terms: Terms, by: Actor, *, waits_for: str | None = None,
    made: Sequence[Promise] = (), gone: Sequence[Promise] = (),
) -> str | None:  # fmt: skip
    """Whose word a decision needs besides this person's: `group_leader`, `owner`, or None. Where no owner is named, a
    leader's second word (the offer `waits_for` the owner already) is enough. What the case was promised before counts
    with it, but for what is `gone` by it. `made`: the terms are those of a promise in free words, which alone may be
    above the price."""
    rules = ctx.settings.compensation
    if by.member_id in rules.owners or by.rank == "owner":
        return None
    worth, known = given.worth_in_all(conn, case, terms, made, gone)
    leader_may = worth <= round(rules.leader_cap_yuan * 100)
    if leads(conn, case, by):
        second_word = waits_for == "owner" and not rules.owners
        return None if leader_may or second_word else "owner"
    if known and worth <= round(rules.admin_cap_yuan * 100) and not given.over_price(conn, case, terms, made, gone):
        return None
    return "group_leader" if leader_may else "owner"


def leads(conn: Connection, case: Case, by: Actor) -> bool:
    """Whether somebody decides as a leader of the case's group."""
    return by.rank == "group_leader" or groups.role_of(conn, case.group, by.member_id or "") == "group_leader"


def cap_words(ctx: Context, conn: Connection, case: Case, by: Actor) -> str:
    """How much this person may give, in words."""
    rules = ctx.settings.compensation
    return sum_words(round((rules.leader_cap_yuan if leads(conn, case, by) else rules.admin_cap_yuan) * 100))


def _send(ctx: Context, conn: Connection, case: Case, offer: Offer, by: Actor, due_at: datetime | None) -> Offer:
    """The approved offer goes to the member with outcome and time; the other leaders hear of it."""
    now, rules = ctx.now(), ctx.settings.compensation
    asked_due = offer.due_at if offer.due_at is not None and offer.due_at > now else None
    offer = offers.change(
        conn, offer.id, state="sent", waits_for=None, decided_by=by.member_id or by.name, decided_by_name=by.name,
        decided_at=now, due_at=due_at or asked_due or due_after(now, rules.policy.done_within_h[offer.kind]),
        next_look_at=now + timedelta(hours=rules.remind_after_h),
    )  # fmt: skip
    record(
        ctx, conn, case.number, by, "offered", outcome_of(offer), offer=offer.id, rule=offer.rule,
        deviation=offer.deviation,
    )  # fmt: skip
    words = about(ctx, conn, case, offer)
    speak.to_member(
        ctx, conn, case, speak.TO_CASE_MEMBER, _offer_words(conn, case, offer, words), post_key(offer),
        buttons=answer_buttons(offer), author="group_leader",
    )  # fmt: skip
    case = clocks.answered(conn, case)
    if case.state not in ("promised", "fulfilled"):
        cases.change(conn, case, state="offered")
    _tell_others(ctx, conn, case, say("compensation.decided_notice", **words), f"decided:{offer.id}", by)
    return offer


def _offer_words(conn: Connection, case: Case, offer: Offer, words: dict[str, Any]) -> str:
    """What the member reads: what is offered and, where something was promised before, that it comes on top."""
    before = given.standing(conn, case)
    if before:
        return say_to(conn, case, "offer.besides", offer.id, **words, promised=given.in_words(before))
    return say_to(conn, case, "offer.new", offer.id, **words)


def post_key(offer: Offer) -> str:
    """The outbox's key of the message that carries an offer."""
    return f"offer:{offer.id}"


def answer_buttons(offer: Offer) -> tuple[Button, ...]:
    """What the member taps under an offer."""
    whats = ("take", "more", "leave")
    labels = variants("offer.new_buttons")
    return tuple(Button(label, data=f"{what}:{offer.id}") for label, what in zip(labels, whats, strict=True))


def _tell_others(ctx: Context, conn: Connection, case: Case, text: str, key: str, by: Actor) -> None:
    speak.to_leaders(ctx, conn, groups.get(conn, case.group), text, key, case=case.number, but=by.member_id)
