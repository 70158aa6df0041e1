"""What the page of one case shows, read in one go."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.case import CAUSES, TRANSITIONS, Case, CaseEvent
from bot.domain.money_words import sum_words
from bot.domain.said_prices import SaidPrice
from bot.domain.text import safe_name
from bot.domain.tone import ToneFinding
from bot.ports import Context
from bot.storage import cases, console, groups, images, messages, offers, orders, outbox, promises
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.offers import Offer
from bot.storage.orders import Order
from bot.storage.outbox import Post
from bot.storage.promises import Promise
from bot.web.access import Visitor
from handlers import speak
from handlers.cases.clocks import all_standing, standing
from handlers.compensation.facts import price_of
from handlers.compensation.proposals import decided_before
from handlers.compensation.said_price import meant_by
from handlers.compensation.words import outcome_of, why
from handlers.orders import says as order_says
from handlers.orders.matching import free
from handlers.orders.matching import price_of as paid_for
from handlers.promises import says as promise_says

HISTORY = 8
NOT_SENT = ("draft", "pending", "sending", "failed", "unconfirmed")


@dataclass(frozen=True)
class Line:
    """One message of the group or of the private chat."""

    at: datetime
    who: str
    text: str
    place: str
    """`group` or `private`."""
    ours: bool
    pictures: tuple[str, ...] = ()
    missing: int = 0
    """How many of its pictures could not be fetched, or not yet."""
    key: str = ""
    """Names a member's own message, for splitting a case."""


@dataclass(frozen=True)
class Held:
    """A person's words that the tone guard has something to say about, or that wait for an answer of theirs."""

    what: str
    text: str
    findings: tuple[ToneFinding, ...]
    more: Mapping[str, str] = field(default_factory=dict)
    """The other fields of the form."""


@dataclass(frozen=True)
class OrderView:
    """The order of a case, or those that it may be, each by its id with a line about it."""

    known: Order | None = None
    paid: str = ""
    maybe: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class CaseView:
    """Everything on the page of one case."""

    case: Case
    group: Group
    goes_on: int | None
    standing: str
    clocks: str
    late: bool
    talk: tuple[Line, ...]
    timeline: tuple[CaseEvent, ...]
    waiting: tuple[Post, ...]
    """What is to be said and was not sent yet."""
    sends: bool
    """Whether messages go out by themselves, or a person copies them."""
    offer: Offer | None
    offer_words: Mapping[str, str]
    promises: tuple[tuple[Promise, str, str], ...]
    """Each with its line and how it stands."""
    history: tuple[Case, ...]
    assignees: tuple[tuple[str, str], ...]
    price: int | None
    prices_said: tuple[SaidPrice, ...]
    """What the member named as the price and is not what is known."""
    order: OrderView
    key: str = field(default_factory=lambda: secrets.token_hex(8))
    """Makes what is sent from this page count once."""

    @property
    def may(self) -> frozenset[str]:
        """What can be done with the case now."""
        after, found = TRANSITIONS[self.case.state], set()
        found |= {"resolve"} if "resolved" in after and self.case.is_open else set()
        found |= {"reopen"} if not self.case.is_open and self.goes_on is None else set()
        found |= {"reply", "offer", "snooze"} if self.case.is_open else set()
        return frozenset(found | ({"reply"} if self.case.state == "resolved" else set()))

    @property
    def unkept(self) -> tuple[tuple[int, str], ...]:
        """What was promised and is not noted as done, by its id with its line."""
        return tuple((promise.id, line) for promise, line, _ in self.promises if promise.state == "open")

    @property
    def causes(self) -> Sequence[str]:
        return CAUSES


def read_case(conn: Connection, ctx: Context, visitor: Visitor, number: int) -> CaseView | None:
    """The case as this visitor may see it; None where there is none for them."""
    case = cases.get(conn, number)
    if case is None or not visitor.sees(case.group):
        return None
    group = groups.get(conn, case.group)
    offer = offers.latest(conn, number)
    made = [(p, promise_says.line(ctx, conn, p), promise_says.standing(ctx, p)) for p in promises.of_case(conn, number)]
    posts = [p for p in outbox.of_case(conn, number) if p.purpose not in (speak.NOTICE, speak.ANSWER)]
    history = console.of_member(conn, visitor.group_ids, case.platform, case.member_id, HISTORY + 1)
    return CaseView(
        case=case,
        group=group,
        goes_on=case.merged_into,
        standing=standing(ctx, case, group) if case.state != "closed" else "",
        clocks=all_standing(ctx, case),
        late=console.is_late(case, ctx.now()),
        talk=tuple(_talk(conn, case)),
        timeline=tuple(cases.timeline(conn, number)),
        waiting=tuple(p for p in posts if p.state in NOT_SENT),
        sends=speak.capabilities(ctx, case.platform).sends,
        offer=offer,
        offer_words=_offer_words(conn, case, offer),
        promises=tuple((p, line, stands) for p, line, stands in made if p.state != "not_a_promise"),
        history=tuple(c for c in history if c.number != number)[:HISTORY],
        assignees=tuple(_assignees(conn, case)),
        price=price_of(case),
        prices_said=_prices_said(case),
        order=_order(conn, ctx, case),
    )


def _prices_said(case: Case) -> tuple[SaidPrice, ...]:
    known = price_of(case)
    return tuple(one for one in meant_by(case) if known is None or not one.may_be(known))


def _order(conn: Connection, ctx: Context, case: Case) -> OrderView:
    known = orders.get(conn, case.order)
    if known is None:
        return OrderView(maybe=tuple((order.id, order_says.to_choose(ctx, conn, order)) for order in free(conn, case)))
    paid = paid_for(conn, known)
    return OrderView(known, sum_words(paid) if paid is not None else "")


def said_in_group(conn: Connection, case: Case) -> list[Message]:
    """The case's messages in the group. Where one message told of several goods it is the first case's, but opened
    this one as well."""
    said = messages.of_case(conn, case.number)
    opened_by = messages.find(conn, case.group, case.opened_by_message) if case.opened_by_message else None
    if opened_by is None or any(m.id == opened_by.id for m in said):
        return said
    return [opened_by, *said]


def _talk(conn: Connection, case: Case) -> list[Line]:
    """What was said about the case in the group and in private, oldest first."""
    said = said_in_group(conn, case)
    told = messages.conversation(conn, case.number)
    refs = [image["ref"] for m in said for image in m.images] + [image["ref"] for m in told for image in m.images]
    known = {f.ref: f.content_hash for f in images.by_refs(conn, case.platform, refs)} if refs else {}

    def line(m: Any, who: str, place: str, ours: bool, key: str) -> Line:
        kept = [known.get(image["ref"]) for image in m.images]
        return Line(m.at, who, m.text, place, ours, tuple(filter(None, kept)), kept.count(None), key)

    lines = [
        line(m, safe_name(m.member_name), "group", m.role != "member", f"g{m.id}" if m.role == "member" else "")
        for m in said
    ]
    lines += [
        line(m, safe_name(case.member_name) if m.direction == "in" else "", "private", m.direction == "out",
             f"p{m.id}" if m.direction == "in" else "")
        for m in told
    ]  # fmt: skip
    return sorted(lines, key=lambda one: one.at)


def _offer_words(conn: Connection, case: Case, offer: Offer | None) -> dict[str, str]:
    if offer is None:
        return {}
    before = "\n".join(decided_before(conn, case, offer)) if offer.state == "proposed" else ""
    return {"outcome": outcome_of(offer), "why": why(offer), "before": before}


def _assignees(conn: Connection, case: Case) -> list[tuple[str, str]]:
    """The leaders and admins of the group, by id and name."""
    staff = groups.staff_of(conn, case.group)
    names = console.people(conn, {case.platform: staff})
    return [(member, safe_name(names.get((case.platform, member), member))) for member in staff]
