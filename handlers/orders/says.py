"""How an order is put into words."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.money_words import sum_words
from bot.domain.text import excerpt, quoted, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, orders
from bot.storage.orders import Order
from handlers import zones
from handlers.orders.matching import price_of

GOODS_LENGTH = 30


def goods_words(order: Order) -> str:
    return quoted(order.goods, GOODS_LENGTH)


def day_words(ctx: Context, conn: Connection, order: Order) -> str:
    """The day on which it was placed, in the group's time; empty where the file does not say."""
    if order.ordered_at is None:
        return ""
    day = order.ordered_at.astimezone(zones.zone(ctx, conn, order.group))
    return say("days.date", month=day.month, day=day.day)


def line(ctx: Context, conn: Connection, order: Order) -> str:
    """One line for a leader: number, goods, how many, what was paid, when; nothing of the phone."""
    price, day = price_of(conn, order), day_words(ctx, conn, order)
    parts = [say("order.what", goods=goods_words(order), quantity=order.quantity)]
    parts += [sum_words(price)] if price is not None else []
    parts += [say("order.placed", date=day)] if day else []
    parts += [say("order.cancelled")] if order.cancelled else []
    return say("order.line", number=excerpt(order.order_number, 40), what="，".join(parts))


def to_choose(ctx: Context, conn: Connection, order: Order) -> str:
    """The same with the buyer's name, for a leader who has to say which one is meant."""
    said = line(ctx, conn, order)
    return say("order.of_buyer", line=said, buyer=safe_name(order.buyer_name)) if order.buyer_name else said


def for_leaders(ctx: Context, conn: Connection, case: Case) -> str:
    """The line of the case's order, to stand under a notice; empty where none is known."""
    order = orders.get(conn, case.order)
    return "\n" + line(ctx, conn, order) if order is not None else ""


def in_opening(ctx: Context, conn: Connection, case: Case) -> str:
    """What the first private words say of the order, in a line of its own; empty where none is known."""
    order = orders.get(conn, case.order)
    if order is None or case.red:
        return ""
    return "\n" + _known(ctx, conn, case, order, "opening")


def found(ctx: Context, conn: Connection, case: Case, order: Order) -> str:
    """What a member hears who has told us which order it is."""
    return _known(ctx, conn, case, order, "found")


def _known(ctx: Context, conn: Connection, case: Case, order: Order, key: str) -> str:
    day = day_words(ctx, conn, order)
    form = key if day else f"{key}_undated"
    return say(
        f"order.{form}", case.number, date=day, goods=goods_words(order), group=groups.get(conn, case.group).name
    )
