"""Imported orders, one row a line of goods. A row is known by group, order number and goods."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, or_, select, update

from bot.domain.case import OPEN, Case
from bot.storage import users
from bot.storage.rows import build, insert
from bot.storage.tables import cases, groups, orders

AT_ONCE = 500
SEALED = "erased:"
"""How the number of an order begins whose buyer was forgotten: what follows leads back to nobody."""


@dataclass(frozen=True)
class Order:
    """One line of an order as stored; sums are in fen, times are aware UTC."""

    id: int
    group: int
    order_number: str
    goods: str
    quantity: int
    buyer_name: str
    buyer_key: str
    imported_at: datetime
    sum_fen: int | None = None
    paid_fen: int | None = None
    phone_tail: str | None = None
    pickup_point: str | None = None
    ordered_at: datetime | None = None
    arrives_on: date | None = None
    cancelled: bool = False
    member_id: str | None = None

    @property
    def since(self) -> datetime:
        """When it was placed, as far as that is known."""
        return self.ordered_at or self.imported_at


@dataclass(frozen=True)
class Kept:
    """What became of the lines of a file; `cancelled` and `forgotten` are among none of the others."""

    new: int = 0
    changed: int = 0
    same: int = 0
    cancelled: int = 0
    forgotten: int = 0
    """Lines of somebody who wanted to be forgotten."""
    touched: tuple[int, ...] = ()
    """Rows that are other than before and may belong to a case already."""


def keep(conn: Connection, group: int, lines: Sequence[Mapping[str, Any]], now: datetime) -> Kept:
    """Write the lines of one file: new ones are added, changed ones updated; the same file again changes nothing.

    They go in one order, so that two files at once wait for each other and never both.
    """
    lines = sorted(lines, key=lambda values: (values["order_number"], values["goods"]))
    before = _by_numbers(conn, group, {values["order_number"] for values in lines})
    known = {(row.order_number, row.goods): row for row in before}
    owners = {row.order_number: row.member_id for row in before if row.member_id}
    is_sealed = _sealing(conn, group)
    new: list[dict[str, Any]] = []
    touched, counts = [], dict.fromkeys(("changed", "same", "cancelled", "forgotten"), 0)
    for values in lines:
        number = values["order_number"]
        was = known.get((number, values["goods"]))
        if is_sealed(number):
            counts["forgotten"] += 1
        elif was is None and values["cancelled"]:
            counts["cancelled"] += 1
        elif was is None:
            new.append({**values, "group": group, "imported_at": now, "member_id": owners.get(number)})
        elif any(getattr(was, name) != value for name, value in values.items()):
            conn.execute(update(orders).where(orders.c.id == was.id).values(**values))
            touched.append(was.id)
            counts["cancelled" if values["cancelled"] else "changed"] += 1
        else:
            counts["same"] += 1
    for start in range(0, len(new), AT_ONCE):
        conn.execute(insert(conn, orders).on_conflict_do_nothing(), new[start : start + AT_ONCE])
    return Kept(new=len(new), touched=tuple(touched), **counts)


def _by_numbers(conn: Connection, group: int, numbers: Iterable[str]) -> list[Order]:
    wanted = sorted(numbers)
    found: list[Order] = []
    for start in range(0, len(wanted), AT_ONCE):
        part = orders.c.order_number.in_(wanted[start : start + AT_ONCE])
        found += _all(conn, select(orders).where(orders.c.group == group, part))
    return found


def get(conn: Connection, order: int | None) -> Order | None:
    if order is None:
        return None
    row = conn.execute(select(orders).where(orders.c.id == order)).first()
    return build(Order, row) if row else None


def of_number(conn: Connection, group: int, number: str) -> list[Order]:
    """The lines of one order, by its number in any spelling of its letters."""
    spelt = orders.c.order_number.in_({number, number.upper(), number.lower()})
    return _all(conn, select(orders).where(orders.c.group == group, spelt).order_by(orders.c.id))


def of_tail(conn: Connection, group: int, tail: str, since: datetime) -> list[Order]:
    """What was lately ordered with a phone number that ends so."""
    return _lately(conn, group, since, orders.c.phone_tail == tail)


def of_member(conn: Connection, group: int, member_id: str, keys: Collection[str], since: datetime) -> list[Order]:
    """What a member lately ordered: what is known to be theirs, and what stands under one of these names."""
    theirs = or_(orders.c.member_id == member_id, orders.c.buyer_key.in_([key for key in keys if key]))
    return _lately(conn, group, since, theirs)


def lately(conn: Connection, group: int, since: datetime, limit: int) -> list[Order]:
    """What was ordered in this group since then, newest first."""
    return _lately(conn, group, since, limit=limit)


def _lately(conn: Connection, group: int, since: datetime, *which: Any, limit: int = 500) -> list[Order]:
    placed = func.coalesce(orders.c.ordered_at, orders.c.imported_at, type_=orders.c.imported_at.type)
    query = select(orders).where(
        orders.c.group == group, ~orders.c.cancelled, ~orders.c.order_number.startswith(SEALED), placed >= since, *which
    )
    return _all(conn, query.order_by(placed.desc(), orders.c.id.desc()).limit(limit))


def whole(conn: Connection, order: Order) -> list[Order]:
    """All lines of the order that this one belongs to."""
    same = (orders.c.group == order.group, orders.c.order_number == order.order_number, ~orders.c.cancelled)
    return _all(conn, select(orders).where(*same).order_by(orders.c.id))


def give(conn: Connection, order: Order, member_id: str | None) -> None:
    """The whole order belongs to this member; None: to nobody that is known."""
    same = (orders.c.group == order.group, orders.c.order_number == order.order_number)
    conn.execute(update(orders).where(*same).values(member_id=member_id))


def move(conn: Connection, stray: int, group: int) -> None:
    """What was imported into `stray` is `group`'s from now on; of a line that both have, `group`'s stays."""
    ours = orders.alias()
    same = (ours.c.order_number == orders.c.order_number, ours.c.goods == orders.c.goods, ours.c.group == group)
    twice = select(orders.c.id, ours.c.id.label("stays")).join(ours, and_(*same)).where(orders.c.group == stray)
    for row in conn.execute(twice).all():
        conn.execute(update(cases).where(cases.c.order == row.id).values(order=row.stays))
        conn.execute(delete(orders).where(orders.c.id == row.id))
    conn.execute(update(orders).where(orders.c.group == stray).values(group=group))


def cases_about(conn: Connection, rows: Sequence[int]) -> list[int]:
    """The numbers of the cases that are about these lines."""
    found: set[int] = set()
    for start in range(0, len(rows), AT_ONCE):
        query = select(cases.c.number).where(cases.c.order.in_(rows[start : start + AT_ONCE]))
        found |= set(conn.execute(query).scalars())
    return sorted(found)


def open_cases_without(conn: Connection, group: int) -> list[Case]:
    """The group's open cases of which nobody knows the order."""
    query = select(cases).where(cases.c.group == group, cases.c.state.in_(OPEN), cases.c.order.is_(None))
    return [build(Case, row) for row in conn.execute(query.order_by(cases.c.number))]


# --- forgetting ---


def _seal(conn: Connection) -> Callable[[str], str]:
    """Makes numbers that lead to nobody, but are known again when the same file is imported once more."""
    key = users.secret(conn, "orders", secrets.token_hex(32)).encode()
    return lambda number: SEALED + hmac.new(key, number.encode(), hashlib.sha256).hexdigest()[:40]


def _sealing(conn: Connection, group: int) -> Callable[[str], bool]:
    """Tells whether an order's buyer was forgotten."""
    query = select(orders.c.order_number).where(orders.c.group == group, orders.c.order_number.startswith(SEALED))
    sealed = frozenset(conn.execute(query.distinct()).scalars())
    if not sealed:
        return lambda number: False
    seal = _seal(conn)
    return lambda number: seal(number) in sealed


def of_person(conn: Connection, platform: str, member_id: str, keys: Collection[str]) -> list[Order]:
    """All orders of a member on one platform: known to be theirs, or nobody's yet under one of these names."""
    here = select(groups.c.id).where(groups.c.platform == platform)
    named = and_(orders.c.member_id.is_(None), orders.c.buyer_key.in_([key for key in keys if key]))
    about = select(cases.c.order).where(cases.c.platform == platform, cases.c.member_id == member_id)
    theirs = or_(orders.c.member_id == member_id, named, orders.c.id.in_(about.where(cases.c.order.is_not(None))))
    return _all(conn, select(orders).where(orders.c.group.in_(here), theirs).order_by(orders.c.id))


def forget(conn: Connection, found: Sequence[Order]) -> int:
    """Leave of these lines what accounts need: goods, quantity, sums, day."""
    for order in found:
        gone: dict[str, Any] = {"buyer_name": "", "buyer_key": "", "phone_tail": None, "pickup_point": None}
        gone |= {"member_id": None, "order_number": _seal(conn)(order.order_number)}
        conn.execute(update(orders).where(orders.c.id == order.id).values(**gone))
    return len(found)


def expire(conn: Connection, before: datetime) -> int:
    """Delete lines that were placed before then, but for those of cases that are not closed."""
    placed = func.coalesce(orders.c.ordered_at, orders.c.imported_at, type_=orders.c.imported_at.type)
    needed = select(cases.c.order).where(cases.c.order.is_not(None), cases.c.state != "closed")
    old = select(orders.c.id).where(placed < before, orders.c.id.not_in(needed))
    conn.execute(update(cases).where(cases.c.order.in_(old)).values(order=None))
    return conn.execute(delete(orders).where(orders.c.id.in_(old))).rowcount


def _all(conn: Connection, query: Select[Any]) -> list[Order]:
    return [build(Order, row) for row in conn.execute(query)]
