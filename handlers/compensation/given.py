"""What a case has been promised already. What is offered after an agreement comes on top of it: both count together.

A promise that was taken back counts no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.compensation import REFUNDS, Kind, Terms
from bot.domain.money_words import sum_words
from bot.domain.promise_deeds import Kind as PromiseKind
from bot.replies import say
from bot.storage import cases, offers, promises
from bot.storage.promises import Promise
from handlers.compensation.facts import price_of
from handlers.promises import says as promise_says

_OFFERED: Mapping[PromiseKind, Kind] = {
    "refund": "part_refund", "voucher": "voucher", "replacement": "replacement", "points": "points",
}  # fmt: skip
"""What is promised as compensation, and the step of the ladder that it is."""


def terms_of(promise: Promise) -> Terms | None:
    """What an offer of the same would be; None where it compensates nothing (a visit, an answer)."""
    kind = _OFFERED.get(promise.kind)
    return Terms(kind, promise.amount_fen, thing=promise.thing, due_at=promise.due_at) if kind is not None else None


def standing(conn: Connection, case: Case) -> list[Promise]:
    """What the member was promised as compensation and has, or is still to get."""
    found = promises.of_case(conn, case.number)
    return [p for p in found if p.state in ("open", "fulfilled") and p.kind in _OFFERED]


def _beside(conn: Connection, case: Case, made: Sequence[Promise], gone: Sequence[Promise] = ()) -> list[Terms]:
    """What the member has been promised besides an offer that takes the place of what is `gone`; besides promises that
    were `made`, an offer that waits for their yes as well."""
    but = {p.id for p in (*made, *gone)}
    before = [terms for p in standing(conn, case) if p.id not in but and (terms := terms_of(p)) is not None]
    offer = offers.live(conn, case.number) if made else None
    return [*before, offer.terms] if offer is not None and offer.state == "sent" else before


def worth_in_all(
    conn: Connection, case: Case, terms: Terms, made: Sequence[Promise] = (), gone: Sequence[Promise] = ()
) -> tuple[int, bool]:
    """What an offer costs in fen together with what was promised before, and whether all of it is known. `made`: the
    terms are those of this promise; `gone`: what they take the place of."""
    parts = [_worth(case, one) for one in (terms, *_beside(conn, case, made, gone))]
    return sum(part or 0 for part in parts), None not in parts


def _worth(case: Case, terms: Terms) -> int | None:
    """None where nobody can know. Points are small, and so is a voucher without a sum."""
    if terms.kind == "points" or (terms.kind == "voucher" and terms.amount_fen is None):
        return 0
    return terms.amount_fen if terms.amount_fen is not None else price_of(case)


def over_price(
    conn: Connection, case: Case, terms: Terms, made: Sequence[Promise] = (), gone: Sequence[Promise] = ()
) -> bool:
    """Whether the member would get more of the price back than was paid. `made`: the terms are this promise's; `gone`:
    what they take the place of."""
    price = price_of(case)
    return terms.kind in REFUNDS and price is not None and _refunds(terms, *_beside(conn, case, made, gone)) > price


def _refunds(*given: Terms) -> int:
    return sum(terms.amount_fen or 0 for terms in given if terms.kind in REFUNDS)


def above_price(conn: Connection, made: Sequence[Promise]) -> list[str]:
    """What a leader hears with promises of one case that give more of the price back than was paid: one line."""
    case = cases.get(conn, made[0].case) if made[0].case is not None else None
    asked = [terms for p in made if (terms := terms_of(p)) is not None and terms.kind in REFUNDS]
    price = price_of(case) if case is not None else None
    if case is None or price is None or not asked:
        return []
    total = _refunds(*asked, *_beside(conn, case, made))
    return [say("promise.over_price", sum=sum_words(total), price=sum_words(price))] if total > price else []


def in_words(found: Sequence[Promise]) -> str:
    """退款 29.90 元、补一份草莓."""
    return "、".join(promise_says.outcome(p) for p in found)


def besides(conn: Connection, case: Case) -> list[str]:
    """What a leader hears with an offer that comes on top: one line; none where nothing was promised before."""
    found = standing(conn, case)
    if not found:
        return []
    still_open = [p.id for p in found if p.state == "open"]
    line = say("compensation.besides", before=in_words(found))
    return [line + (say("compensation.besides_undo", id=still_open[-1]) if still_open else "")]
