"""Joining a case to the order it is about, and taking it off again; the timeline says who did it and how."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection

from bot.detection.goods import same_goods
from bot.domain.case import Case
from bot.ports import Context
from bot.storage import cases, orders
from bot.storage.orders import Order
from handlers.cases.timeline import BOT, Actor, record
from handlers.orders import says
from handlers.orders.matching import buyer_of, order_for, price_of

How = Literal["name", "number", "tail", "leader"]
OF_THIS_ORDER = ("order_how", "order_price_fen", "order_said")
"""What a case's intake knows of the order that it is about."""


def link(ctx: Context, conn: Connection, case: Case, order: Order, by: Actor, how: How) -> Case:
    """From now on the case is about this order. Whoever told us so says whose the order is, too."""
    if how != "name":
        orders.give(conn, order, case.member_id)
    record(ctx, conn, case.number, by, "order_linked", says.line(ctx, conn, order), order=order.id, how=how)
    known = {"order_how": how, "order_price_fen": price_of(conn, order), "order_said": False}
    intake = {**case.intake, **known}
    return cases.change(conn, case, order=order.id, intake=intake)


def unlink(ctx: Context, conn: Connection, case: Case, by: Actor) -> Case:
    """It is not about that order; it is not taken for it again by itself. Where a person says so, the order is nobody's
    again; of other goods than the case's it is the member's still."""
    order = orders.get(conn, case.order)
    if order is not None and order.member_id == case.member_id and by != BOT:
        orders.give(conn, order, None)
    record(ctx, conn, case.number, by, "order_unlinked", "", order=case.order)
    intake = {key: value for key, value in case.intake.items() if key not in OF_THIS_ORDER}
    intake["not_orders"] = [*intake.get("not_orders", []), case.order]
    return cases.change(conn, case, order=None, intake=intake)


def look_for(ctx: Context, conn: Connection, case: Case) -> Case:
    """Join the case to the member's order, where it is certain which one that is; an order of other goods than the
    case's is taken off again."""
    order = orders.get(conn, case.order)
    if order is not None:
        if not case.goods or case.intake.get("order_how") == "leader" or same_goods(order.goods, case.goods):
            return case
        case = unlink(ctx, conn, case, BOT)
    but = case.intake.get("not_orders", ())
    found = order_for(conn, buyer_of(case), case.goods, case.opened_at, but=but)
    return link(ctx, conn, case, found, BOT, "name") if found is not None else case


def refresh_price(ctx: Context, conn: Connection, case: Case) -> Case:
    """The order has changed: the case goes by what it says now."""
    order = orders.get(conn, case.order)
    if order is None:
        return case
    record(ctx, conn, case.number, BOT, "order_changed", says.line(ctx, conn, order), order=order.id)
    return cases.change(conn, case, intake={**case.intake, "order_price_fen": price_of(conn, order)})
