"""What a case has been promised already. What is offered after an agreement comes on top of it: both count together.

A promise that was taken back counts no more.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.compensation import REFUNDS, Terms
from bot.domain.promise_deeds import Kind as PromiseKind
from bot.replies import say
from bot.storage import promises
from bot.storage.promises import Promise
from handlers.compensation.facts import price_of
from handlers.promises import says as promise_says

_OF_WORTH: frozenset[PromiseKind] = frozenset({"refund", "voucher", "replacement", "points"})


def standing(conn: Connection, case: Case) -> list[Promise]:
    """What the member was promised as compensation and has, or is still to get."""
    found = promises.of_case(conn, case.number)
    return [p for p in found if p.state in ("open", "fulfilled") and p.kind in _OF_WORTH]


def refunded(conn: Connection, case: Case) -> int:
    """How much of the price the member has been promised back, in fen."""
    return sum(p.amount_fen or 0 for p in standing(conn, case) if p.kind == "refund")


def worth_in_all(conn: Connection, case: Case, terms: Terms) -> tuple[int, bool]:
    """What an offer costs in fen together with what was promised before, and whether all of it is known."""
    parts = [_worth(case, terms), *(_worth_of_promise(case, p) for p in standing(conn, case))]
    return sum(part or 0 for part in parts), None not in parts


def _worth(case: Case, terms: Terms) -> int | None:
    """None where nobody can know. Points are small."""
    if terms.kind == "points":
        return 0
    return terms.amount_fen if terms.amount_fen is not None else price_of(case)


def _worth_of_promise(case: Case, promise: Promise) -> int | None:
    if promise.amount_fen is not None:
        return promise.amount_fen
    return price_of(case) if promise.kind in ("refund", "replacement") else 0


def over_price(conn: Connection, case: Case, terms: Terms) -> bool:
    """Whether the member would get more of the price back than was paid."""
    price = price_of(case)
    return terms.kind in REFUNDS and price is not None and (terms.amount_fen or 0) + refunded(conn, case) > price


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
