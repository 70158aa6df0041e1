"""A leader says which order a case is about: from chat or from the console."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.detection.goods import same_goods
from bot.domain.case import Case
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import orders
from bot.storage.orders import Order
from handlers.cases.timeline import Actor
from handlers.compensation.proposals import after_words
from handlers.orders import says
from handlers.orders.linking import link, unlink


class CannotChoose(Exception):
    """It was not done; the message is the sentence that says why."""


def choose(ctx: Context, conn: Connection, case: Case, order: Order, by: Actor) -> str:
    """Join the case to this line; what the leader is told."""
    _must_be_free(case, order)
    if order.id != case.order:
        link(ctx, conn, case, order, by, "leader")
        after_words(ctx, conn, case.number)
    return say("order.linked", number=case.number, line=says.line(ctx, conn, order))


def choose_number(ctx: Context, conn: Connection, case: Case, number: str, by: Actor) -> tuple[str, bool]:
    """Join the case to the order with this number; what the leader is told, and whether they have to say which line.

    Where it stays open which of its goods the case is about, the order is the member's all the same.
    """
    found = [order for order in orders.of_number(conn, case.group, number) if not order.cancelled]
    if not found:
        raise CannotChoose(say("order.not_there", what=excerpt(number, 40)))
    fit = [order for order in found if case.goods and same_goods(order.goods, case.goods)]
    meant = found if len(found) == 1 else fit
    if len(meant) == 1:
        return choose(ctx, conn, case, meant[0], by), False
    _must_be_free(case, found[0])
    orders.give(conn, found[0], case.member_id)
    return say("order.several", what=excerpt(number, 40)), True


def _must_be_free(case: Case, order: Order) -> None:
    if order.member_id not in (None, case.member_id):
        raise CannotChoose(say("order.others", what=excerpt(order.order_number, 40)))


def take_off(ctx: Context, conn: Connection, case: Case, by: Actor) -> str:
    """The case is about another order, or about none that is known."""
    if case.order is None:
        return say("order.nothing_linked", number=case.number)
    unlink(ctx, conn, case, by)
    return say("order.unlinked", number=case.number)
