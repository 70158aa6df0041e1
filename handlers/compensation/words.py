"""How an offer of compensation is put into words: what it is, why, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.compensation import Proposal, Terms, due_when_accepted
from bot.domain.money_words import sum_words
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import catalogue, say
from bot.storage.offers import Offer
from handlers import zones
from handlers.compensation.facts import all_goods_of


def outcome(terms: Terms, rule: str = "") -> str:
    """What is given, in a few words: 退 12.80 元."""
    if terms.kind == "part_refund" and terms.amount_fen is None:
        half = terms.percent == 50
        return say("compensation.outcomes.half") if half else say("compensation.outcomes.share", percent=terms.percent)
    if terms.kind == "full_refund":
        known = terms.amount_fen is not None
        words = say(
            f"compensation.outcomes.{'full_refund' if known else 'all'}", amount=sum_words(terms.amount_fen or 0)
        )
        return say("compensation.outcomes.keep_goods", outcome=words) if rule == "keep_goods" else words
    return say(f"compensation.outcomes.{terms.kind}", amount=sum_words(terms.amount_fen or 0), thing=terms.thing or "")


def outcome_of(offer: Offer) -> str:
    return outcome(offer.terms, offer.rule if offer.deviation is None else "")


def proposed_words(proposal: Proposal | None, case: Case) -> str:
    """What the rule gives, in words."""
    return outcome(terms_of(proposal, case), proposal.rule) if proposal else say("compensation.reasons.by_hand")


def terms_of(proposal: Proposal, case: Case) -> Terms:
    """A proposal as terms of this case; its due time is set by whoever decides."""
    thing = None
    if proposal.kind == "replacement":
        thing = say("compensation.outcomes.one_more", goods=case.goods or "")
    elif proposal.kind == "points":
        thing = str(proposal.points)
    return Terms(proposal.kind, proposal.amount_fen, proposal.percent, thing)


def why(offer: Offer) -> str:
    """The reason for an offer: the person's own, else the rule's."""
    if offer.deviation:
        return offer.deviation
    share, price = offer.facts.get("share"), offer.facts.get("price_fen")
    lost = Fraction(share) if share else Fraction(1)
    percent = f"{-(-lost.numerator * 100 // lost.denominator)}%"
    return say(f"compensation.reasons.{offer.rule}", price=sum_words(price or 0), share=percent)


_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow", 2: "after_tomorrow"}
"""Days that have a name, by how many days they are away."""


def until(ctx: Context, moment: datetime, zone: ZoneInfo) -> str:
    """A moment as people of this zone say it: 今天 18:00, 明天 10:00, 1月9日 10:00."""
    there, today = moment.astimezone(zone), ctx.now().astimezone(zone).date()
    days = (there.date() - today).days
    near = _NEAR.get(days)
    day = say(f"days.{near}") if near else say("days.date", month=there.month, day=there.day)
    return f"{day} {there:%H:%M}"


def verb(case: Case) -> str:
    """What happened to the lost part: 坏了, 少了."""
    verbs: dict[str, str] = catalogue()["offer"]["verbs"]
    return verbs.get(case.category, verbs["other"])


def _in_words(goods: Sequence[str]) -> str:
    """草莓; 草莓和鸡蛋."""
    if len(goods) < 2:
        return goods[0] if goods else say("offer.no_goods")
    return say("offer.goods_and", goods="、".join(goods[:-1]), last=goods[-1])


def about(ctx: Context, conn: Connection, case: Case, offer: Offer | None = None) -> dict[str, Any]:
    """The words that the sentences about a case and its offer may use."""
    words: dict[str, Any] = {
        "number": case.number,
        "member": safe_name(case.member_name),
        "goods": _in_words(all_goods_of(conn, case)),
    }
    if offer is not None:
        words |= {"outcome": outcome_of(offer), "why": why(offer), "who": offer.decided_by_name or ""}
        zone = zones.zone(ctx, conn, case.group)
        words["due"] = until(ctx, offer.due_at, zone) if offer.due_at else ""
        words["time"] = until(ctx, offer.decided_at, zone) if offer.decided_at else ""
        words["hours"] = f"{hours_of(ctx, offer):g}"
    return words


def if_agreed_now(ctx: Context, conn: Connection, case: Case, offer: Offer) -> dict[str, Any]:
    """Until when it would be done if the member said yes now: a late yes moves the time."""
    if offer.due_at is None or offer.decided_at is None:
        return {}
    due = due_when_accepted(ctx.now(), offer.decided_at, offer.due_at)
    return {"due": until(ctx, due, zones.zone(ctx, conn, case.group))}


def hours_of(ctx: Context, offer: Offer) -> float:
    """How long this may take from the decision on."""
    if offer.due_at and offer.decided_at:
        return max(1, (offer.due_at - offer.decided_at) // timedelta(hours=1))
    return ctx.settings.compensation.policy.done_within_h[offer.kind]
