"""Lines of orders: written once, updated where they changed, whatever comes in whatever order."""

from __future__ import annotations

import itertools
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.domain.orders import OrderLine
from bot.storage import cases, groups, orders
from handlers.orders.importing import values_of
from tests.storage.make import NOON, case, group

GROUPS = itertools.count(1)
LINE = st.builds(
    OrderLine,
    order_number=st.sampled_from(["A1", "A2", "a1", "20260103-1"]),
    goods=st.sampled_from(["草莓", "牛奶", "草莓 3斤装"]),
    quantity=st.integers(1, 9999),
    paid_fen=st.none() | st.integers(0, 10_000_000),
    buyer_name=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
    phone_tail=st.none() | st.from_regex(r"[0-9]{4}", fullmatch=True),
    ordered_at=st.none() | st.datetimes(min_value=NOON.replace(tzinfo=None).replace(year=2000)),
    cancelled=st.booleans(),
)
FILE = st.lists(LINE, max_size=8, unique_by=lambda line: (line.order_number, line.goods))


def stored(conn: Connection, where: int) -> list[dict[str, Any]]:
    return [vars(o) for number in ("A1", "20260103-1", "A2") for o in orders.of_number(conn, where, number)]


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=FILE, second=FILE)
def test_a_file_again_changes_nothing(conn: Connection, first: list[OrderLine], second: list[OrderLine]) -> None:
    where = group(conn, f"g{next(GROUPS)}").id
    for lines in (first, second):
        rows = [values_of(line, NOON.tzinfo) for line in lines]  # type: ignore[arg-type]
        orders.keep(conn, where, rows, NOON)
        before = stored(conn, where)
        again = orders.keep(conn, where, list(reversed(rows)), NOON)
        assert (again.new, again.changed, again.touched) == (0, 0, ())
        assert stored(conn, where) == before
        kept = {(row["order_number"], row["goods"]): row for row in before}
        for line in lines:
            row = kept.get((line.order_number, line.goods))
            assert row is None if line.cancelled and row is None else row is not None
            assert row is None or (row["quantity"], row["paid_fen"]) == (line.quantity, line.paid_fen)


def test_an_order_belongs_to_one_member_with_all_its_lines(conn: Connection) -> None:
    where = group(conn, "g1").id
    rows = [values_of(OrderLine("A1", goods), NOON.tzinfo) for goods in ("草莓", "牛奶")]  # type: ignore[arg-type]
    orders.keep(conn, where, rows, NOON)
    orders.give(conn, orders.of_number(conn, where, "a1")[0], "m1")
    more = values_of(OrderLine("A1", "鸡蛋"), ZoneInfo("UTC"))
    orders.keep(conn, where, [*rows, more], NOON)
    assert {order.member_id for order in orders.of_number(conn, where, "A1")} == {"m1"}


def test_a_group_that_moves_takes_its_orders_along(conn: Connection) -> None:
    """Imported under both ids, a line is there once, and its case goes on knowing it."""
    old, new = group(conn, "-1"), group(conn, "-2")
    for where, goods in ((old, ("草莓",)), (new, ("草莓", "牛奶"))):
        orders.keep(conn, where.id, [values_of(OrderLine("A1", name), ZoneInfo("UTC")) for name in goods], NOON)
    [twice] = [order for order in orders.of_number(conn, new.id, "A1") if order.goods == "草莓"]
    made = case(conn, new)
    cases.change(conn, made, order=twice.id)
    groups.move(conn, "telegram", "-1", "-2")
    kept = orders.of_number(conn, old.id, "A1")
    assert [order.goods for order in kept] == ["草莓", "牛奶"]
    moved = cases.get(conn, made.number)
    assert moved is not None
    assert moved.order == kept[0].id
