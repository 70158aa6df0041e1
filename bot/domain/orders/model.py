"""What is kept of an order: one line of goods, and no more of its buyer than it takes to know them again."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.domain.text import clean

Wrong = Literal["number", "chain", "scientific", "goods", "quantity", "amount", "date", "long", "twice"]
"""What is wrong with a row: `twice` when an earlier row says something else about the same goods of the same order."""


@dataclass(frozen=True)
class OrderLine:
    """One kind of goods in an order. Sums are in fen; `sum_fen` is this line's, `paid_fen` the whole order's.

    `ordered_at` is what the shop's clock showed, without a zone.
    """

    order_number: str
    goods: str
    quantity: int = 1
    sum_fen: int | None = None
    paid_fen: int | None = None
    buyer_name: str = ""
    phone_tail: str | None = None
    pickup_point: str | None = None
    ordered_at: datetime | None = None
    arrives_on: date | None = None
    cancelled: bool = False


@dataclass(frozen=True)
class BadRow:
    """A row that could not be taken: its number in the file, what is wrong, and the cell it is about."""

    row: int
    wrong: Wrong
    cell: str = ""


@dataclass(frozen=True)
class Read:
    """All that came out of a file. `unused` are the columns that nothing is taken from."""

    lines: tuple[OrderLine, ...] = ()
    bad: tuple[BadRow, ...] = ()
    unused: tuple[str, ...] = ()


def name_key(name: str) -> str:
    """A name as names are compared: small letters, half-width, without blanks and unseen characters."""
    return "".join(unicodedata.normalize("NFKC", clean(name)).casefold().split())
