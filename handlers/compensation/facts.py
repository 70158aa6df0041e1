"""The facts of a case that compensation is computed from. What a leader said counts before what the words say."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.compensation import Facts
from bot.domain.shares import share_over
from bot.storage import messages

UNSAFE = ("illness", "foreign_matter", "expired")
"""Red cases in which nobody should eat the rest."""


def facts_of(conn: Connection, case: Case) -> Facts:
    """What is known of the harm; None where nobody has named it."""
    told = case.intake
    share = Fraction(told["share"]) if told.get("share") else share_over(words_of(conn, case))
    return Facts(
        category=case.category,
        severity=case.severity,
        price_fen=price_of(case),
        share=share,
        goods_kept=not told.get("goods_returned"),
        repeat=case.repeat_of is not None,
        unsafe=case.red in UNSAFE,
    )


def price_of(case: Case) -> int | None:
    """What was paid for the goods of the case: as a leader named it."""
    price: int | None = case.intake.get("price_fen")
    return price


def words_of(conn: Connection, case: Case) -> list[str]:
    """All that the member has written about the case, oldest first."""
    said = [(m.at, m.text) for m in messages.of_case(conn, case.number) if m.role == "member"]
    said += [(m.at, m.text) for m in messages.conversation(conn, case.number) if m.direction == "in"]
    said.sort(key=lambda one: one[0])
    words = [text for _, text in said if text]
    return words if case.quote in words else [case.quote, *words]
