"""Whose order it is: by the name in the group, by what the member or a leader said. In doubt it is nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.detection.goods import same_goods
from bot.domain.case import Case
from bot.domain.orders import name_key
from bot.storage import members, orders
from bot.storage.orders import Order

WINDOW = timedelta(days=30)
"""So long before a complaint the order was placed at most."""
SLACK = timedelta(days=1)
"""A shop's clock and a day without a time of day may be so far off."""
OFFERED = 6
LOOKED_THROUGH = 300


@dataclass(frozen=True)
class Buyer:
    """A member of a group, as far as orders know them."""

    group: int
    member_id: str
    name: str


def buyer_of(case: Case) -> Buyer:
    return Buyer(case.group, case.member_id, case.member_name)


def order_for(
    conn: Connection,
    buyer: Buyer,
    goods: str | None,
    at: datetime,
    *,
    but: Sequence[int] = (),
    names: Iterable[tuple[str, str]] | None = None,
) -> Order | None:
    """The one line that this member bought of these goods (None: of any) before `at`; None where it is not certain.

    `but` are lines that it is not; `names` are the names in the group, where they are known already.
    """
    found = [o for o in theirs(conn, buyer, at, names) if o.id not in but and (not goods or same_goods(o.goods, goods))]
    return found[0] if len(found) == 1 else None


def theirs(conn: Connection, buyer: Buyer, at: datetime, names: Iterable[tuple[str, str]] | None = None) -> list[Order]:
    """What is certainly this member's, newest first: what was said to be, and what stands under a name that only one
    member and only one phone have."""
    key = name_key(buyer.name)
    found = orders.of_member(conn, buyer.group, buyer.member_id, [key], at - WINDOW)
    found = [order for order in found if order.ordered_at is None or order.ordered_at <= at + SLACK]
    told = [order for order in found if order.member_id == buyer.member_id]
    named = [order for order in found if order.buyer_key == key]
    sure = bool(named) and len({o.phone_tail for o in named} - {None}) <= 1
    sure = sure and {o.member_id for o in named} <= {None, buyer.member_id}
    if sure and not _has_namesake(conn, buyer, key, names):
        return list(dict.fromkeys([*told, *named]))
    return told


def _has_namesake(conn: Connection, buyer: Buyer, key: str, names: Iterable[tuple[str, str]] | None) -> bool:
    known = members.names_in(conn, buyer.group) if names is None else names
    return any(member != buyer.member_id and name_key(name) == key for member, name in known)


def free(conn: Connection, case: Case) -> list[Order]:
    """Lines that a leader may mean, the likely ones first: of the same name, then of the same goods."""
    since = case.opened_at - WINDOW
    named = orders.of_member(conn, case.group, case.member_id, [name_key(case.member_name)], since)
    named.sort(key=lambda order: order.member_id is None)
    lately = orders.lately(conn, case.group, since, LOOKED_THROUGH) if case.goods else []
    alike = [order for order in lately if same_goods(order.goods, case.goods or "")]
    both = [order for order in named if order in alike]
    open_ones = (o for o in (*both, *named, *alike) if o.id != case.order and o.member_id in (None, case.member_id))
    return list(dict.fromkeys(open_ones))[:OFFERED]


def price_of(conn: Connection, order: Order) -> int | None:
    """What was paid for this line; None where the file does not say it, or only for several goods together."""
    if order.cancelled:
        return None
    if len(orders.whole(conn, order)) == 1 and order.paid_fen:
        return order.paid_fen
    if order.paid_fen is not None and order.sum_fen is not None and order.sum_fen > order.paid_fen:
        return None
    return order.sum_fen or None
