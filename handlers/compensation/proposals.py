"""What the rule proposes to the leader, once the facts of a case are known; what is missing is asked for, once each."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.compensation import Missing, propose
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import cases, groups, members, messages, offers
from bot.storage.offers import Offer
from handlers import speak
from handlers.cases.timeline import BOT, record
from handlers.compensation import said_price
from handlers.compensation.facts import facts_of
from handlers.compensation.words import about, outcome_of, terms_of, verb, why
from handlers.wordings.speaking import say_to


def after_words(ctx: Context, conn: Connection, number: int) -> None:
    """The member has told more: once the questions of the case are through, or a leader named the price, compute."""
    case = cases.get(conn, number)
    if case is None or not case.is_open or not ctx.settings.compensation.propose:
        return
    intake = case.intake
    told = intake.get("noted") and not intake.get("person") and not case.red
    if (told or intake.get("price_fen")) and groups.get(conn, case.group).mode != "watch":
        consider(ctx, conn, case)


def consider(ctx: Context, conn: Connection, case: Case) -> Offer | Missing | None:
    """Propose to the leaders what the rule gives, or ask for what is missing; None where an apology is enough.

    What was proposed or decided for these facts stands; nothing is proposed beside a decision.
    """
    facts = facts_of(conn, case)
    latest = offers.latest(conn, case.number)
    undecided = latest is not None and latest.state == "proposed" and not latest.waits_for
    taken_back = latest is None or latest.state == "replaced"
    if latest is not None and not taken_back and (latest.facts_key == facts.key or not undecided):
        return latest
    found = propose(facts, ctx.settings.compensation.policy)
    if isinstance(found, str):
        ask(ctx, conn, case, found)
        return found
    if found.kind == "apology":
        return None
    offer = offers.add(conn, case.number, facts, found, terms_of(found, case), ctx.now())
    record(ctx, conn, case.number, BOT, "proposed", outcome_of(offer), offer=offer.id, rule=offer.rule)
    group = groups.get(conn, case.group)
    proposal = say("compensation.proposal", **about(ctx, conn, case, offer))
    text = "\n".join([proposal, *decided_before(conn, case, offer)])
    buttons = decision_buttons(offer)
    speak.to_leaders(ctx, conn, group, text, f"proposal:{offer.id}", case=case.number, buttons=buttons)
    return offer


def decision_buttons(offer: Offer) -> tuple[Button, ...]:
    """What a leader taps under a proposal."""
    whats = ("agree", "alter", "refuse")
    labels = variants("compensation.buttons")
    return tuple(Button(label, data=f"{what}:{offer.id}") for label, what in zip(labels, whats, strict=True))


def decided_before(conn: Connection, case: Case, offer: Offer) -> list[str]:
    """What was decided for equal facts in another case, where it is not the same: one line."""
    for other in offers.similar(conn, case.group, offer.facts_key, but_case=case.number):
        if other.state == "refused":
            return [say("compensation.similar_refused", other=other.case, why=why(other))]
        if replace(other.terms, due_at=None) != replace(offer.terms, due_at=None):
            return [say("compensation.similar", other=other.case, outcome=outcome_of(other), why=why(other))]
    return []


def ask(ctx: Context, conn: Connection, case: Case, missing: Missing) -> None:
    """Ask the leader for the price, the member for the share; what the member could not say goes to the leader."""
    if missing == "price":
        _ask_price(ctx, conn, case)
    elif not case.intake.get("share_asked") and _may_ask(ctx, conn, case):
        cases.change(conn, case, intake={**case.intake, "share_asked": ctx.now().isoformat()})
        record(ctx, conn, case.number, BOT, "share_asked")
        text = say_to(conn, case, "offer.ask_share", verb=verb(case))
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, f"ask_share:{case.number}")
    else:
        _leave_share_open(ctx, conn, case)


def _ask_price(ctx: Context, conn: Connection, case: Case) -> None:
    if case.intake.get("price_asked"):
        return
    case = said_price.keep(ctx, conn, case)
    case = cases.change(conn, case, intake={**case.intake, "price_asked": True})
    record(ctx, conn, case.number, BOT, "price_asked")
    said_price.ask(ctx, conn, case)


def _may_ask(ctx: Context, conn: Connection, case: Case) -> bool:
    member = members.get(conn, case.platform, case.member_id)
    return not case.red and (member is None or speak.wants_words(member, ctx.now()))


def _leave_share_open(ctx: Context, conn: Connection, case: Case) -> None:
    """The member has answered and the share is still unknown: a person decides. Nobody is asked twice."""
    last = messages.last_direct(conn, case.platform, case.member_id, "in")
    asked_at = case.intake.get("share_asked")
    if (
        not asked_at
        or last is None
        or last.at <= datetime.fromisoformat(asked_at)
        or case.intake.get("share_left_open")
    ):
        return
    cases.change(conn, case, intake={**case.intake, "share_left_open": True})
    text = say("compensation.ask_share", **about(ctx, conn, case), quote=excerpt(last.text, 40))
    speak.to_leaders(ctx, conn, groups.get(conn, case.group), text, f"share:{case.number}", case=case.number)
