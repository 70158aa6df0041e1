"""The facts of a case that compensation is computed from. What a leader said counts before what the words say."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy import Connection

from bot.detection.goods import same_goods
from bot.domain.case import Case
from bot.domain.compensation import Facts
from bot.domain.shares import share_of_bought, share_over
from bot.storage import cases, incidents, messages, orders

UNSAFE = ("illness", "foreign_matter", "expired")
"""Red cases in which nobody should eat the rest."""


def facts_of(conn: Connection, case: Case) -> Facts:
    """What is known of the harm; None where nobody has named it."""
    told = case.intake
    share = Fraction(told["share"]) if told.get("share") else _share_told(conn, case)
    return Facts(
        category=case.category,
        severity=case.severity,
        price_fen=price_of(case),
        share=share,
        goods_kept=not told.get("goods_returned"),
        repeat=case.repeat_of is not None,
        unsafe=case.red in UNSAFE,
    )


def _share_told(conn: Connection, case: Case) -> Fraction | None:
    """What the member's words say; where they count and several were bought, the order says of how many."""
    words, order = words_of(conn, case), orders.get(conn, case.order)
    counted = None
    if order is not None and order.quantity > 1:
        counted = share_of_bought(words, order.quantity, order.goods)
    return counted if counted is not None else share_over(words)


def price_of(case: Case) -> int | None:
    """What was paid for the goods of the case: as a leader named it, else as its order says."""
    price: int | None = case.intake.get("price_fen") or case.intake.get("order_price_fen")
    return price


def goods_of(conn: Connection, case: Case) -> str | None:
    """What the case is about: the goods that its member named, else those of the incident that it joined (那个红的)."""
    incident = incidents.get(conn, case.incident) if case.incident is not None and not case.goods else None
    return incident.title if incident is not None and incident.subject == "goods" else case.goods


def all_goods_of(conn: Connection, case: Case) -> list[str]:
    """The goods that an offer is about: the case's own and those of the cases that were merged into it."""
    own = goods_of(conn, case)
    found = [own] if own else []
    for goods in cases.goods_of_merged(conn, case.number):
        if not any(same_goods(goods, known) for known in found):
            found.append(goods)
    return found


def words_of(conn: Connection, case: Case) -> list[str]:
    """All that the member has written about the case, oldest first."""
    said = [(m.at, m.text) for m in messages.of_case(conn, case.number) if m.role == "member"]
    said += [(m.at, m.text) for m in messages.conversation(conn, case.number) if m.direction == "in"]
    said.sort(key=lambda one: one[0])
    words = [text for _, text in said if text]
    return words if case.quote in words else [case.quote, *words]
