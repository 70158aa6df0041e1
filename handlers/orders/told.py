"""A member tells which order it is: by its number, by the end of their phone number, or that it is another one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key, same_goods
from bot.domain.case import Case
from bot.domain.orders.said import numbers_in, tail_in
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, orders, outbox
from bot.storage.orders import Order
from handlers.cases.timeline import member_of
from handlers.orders import says
from handlers.orders.linking import How, link, unlink
from handlers.orders.matching import LOOKED_THROUGH, WINDOW

TRIES = 3
"""So many numbers that fit nothing, and a person goes on: nobody is to find others' orders by guessing."""
ASK = ("late", "missing", "wrong_item", "damaged", "taste", "quality")

_MEANS_ORDER = re.compile(r"订单|單號|单号|接龙号|尾号|后四位|手机|电话")
_NOT_THIS = re.compile(
    r"不是[这那](?:一|个)?(?:单|订单|接龙)|(?:订单|单子|接龙)(?:不对|错了|[弄搞]错)|[弄搞]错(?:了)?(?:订单|单子|单)"
)


@dataclass(frozen=True)
class Told:
    """The case as it goes on, and what the member hears first."""

    case: Case
    lead: str = ""


def hear(ctx: Context, conn: Connection, case: Case, text: str) -> Told:
    """Take what a member's private words say about their order."""
    asked = case.intake.get("asked", [])[-1:] == ["order"]
    numbers, tail = numbers_in(text), tail_in(text, asked=asked)
    if not (numbers or tail):
        return _taken_off(ctx, conn, case) if case.order is not None and _NOT_THIS.search(text) else Told(case)
    if not _may_change(case):
        return Told(case)
    order, how = _meant(conn, case, numbers, tail)
    if order is not None and order.id != case.order:
        case = link(ctx, conn, case, order, member_of(case), how)
        return Told(case, says.found(ctx, conn, case, order))
    if order is None and (asked or _MEANS_ORDER.search(text)):
        return _in_vain(conn, case, tail or excerpt(numbers[0], 40))
    return Told(case)


def _taken_off(ctx: Context, conn: Connection, case: Case) -> Told:
    if case.intake.get("order_how") == "leader":
        return Told(case)
    return Told(unlink(ctx, conn, case, member_of(case)), say("order.taken_off", case.number))


def _may_change(case: Case) -> bool:
    """What a number or a leader has said stands; a name gives way to it."""
    settled = case.order is not None and case.intake.get("order_how") != "name"
    return not settled and case.intake.get("order_tries", 0) < TRIES


def _meant(conn: Connection, case: Case, numbers: Sequence[str], tail: str | None) -> tuple[Order | None, How]:
    for number in numbers:
        order = _one(case, orders.of_number(conn, case.group, number))
        if order is not None:
            return order, "number"
    found = orders.of_tail(conn, case.group, tail, case.opened_at - WINDOW) if tail else []
    return _one(case, found), "tail"


def _one(case: Case, found: Sequence[Order]) -> Order | None:
    """The one line that is meant: nobody else's, not cancelled, of the case's goods where they are named."""
    mine = [order for order in found if order.member_id in (None, case.member_id) and not order.cancelled]
    fit = [order for order in mine if not case.goods or same_goods(order.goods, case.goods)]
    return fit[0] if len(fit) == 1 else None


def _in_vain(conn: Connection, case: Case, what: str) -> Told:
    tries = case.intake.get("order_tries", 0) + 1
    case = cases.change(conn, case, intake={**case.intake, "order_tries": tries})
    return Told(case, say("order.not_found", case.number, what=what))


def was_said(ctx: Context, conn: Connection, case: Case) -> bool:
    """Whether the member has read from us which order we mean."""
    post = outbox.find(conn, f"opening:{case.number}")
    said = says.in_opening(ctx, conn, case).strip()
    return bool(case.intake.get("order_said") or (said and post is not None and said in post.text))


def mention(ctx: Context, conn: Connection, case: Case) -> str:
    """What the member hears first of an order that we found by ourselves; empty where there is none."""
    order = orders.get(conn, case.order)
    return says.found(ctx, conn, case, order) if order is not None else ""


def goods_meant(conn: Connection, case: Case, text: str) -> tuple[str, str] | None:
    """The goods of a case that names none, where the order tells and the member names no other."""
    order = orders.get(conn, case.order)
    if case.goods is not None or order is None or find_goods(text):
        return None
    named, key = find_goods(order.goods), goods_key(order.goods)
    return (named[0] if named else excerpt(order.goods, 20), key) if key else None


def worth_asking(conn: Connection, case: Case) -> bool:
    """Whether the number may help: there are orders of these goods, and it is open which one is meant."""
    if case.order is not None or case.category not in ASK:
        return False
    lately = orders.lately(conn, case.group, case.opened_at - WINDOW, LOOKED_THROUGH)
    return any(order.member_id is None and (not case.goods or same_goods(order.goods, case.goods)) for order in lately)
