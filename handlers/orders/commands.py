"""A leader's command about a case's order: 订单 12, 订单 12 20260103001, 订单 12 A, 订单 12 不是."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

from bot.domain.case import Case
from bot.domain.text import safe_name
from bot.replies import say
from bot.storage import orders
from bot.storage.orders import Order
from handlers.orders import says
from handlers.orders.choosing import CannotChoose, choose, choose_number, take_off
from handlers.orders.matching import free
from handlers.request import Answer, Command, Request, no_such_case


def order_command(r: Request) -> Answer:
    """订单 12: the case's order and those that it may be; with a number or a letter: it is that one."""
    case = r.case()
    if case is None:
        return no_such_case(r, "订单")
    text = r.words["text"]
    if not text:
        return _shown(r, case)
    if re.fullmatch(r"不是|不对|取消|拿掉|错了", text):
        return take_off(r.ctx, r.conn, case, r.by)
    offered = free(r.conn, case)
    place = ascii_uppercase.find(text.upper()) if len(text) == 1 else -1
    try:
        if 0 <= place < len(offered):
            return choose(r.ctx, r.conn, case, offered[place], r.by)
        said, several = choose_number(r.ctx, r.conn, case, text, r.by)
    except CannotChoose as e:
        return str(e)
    return "\n".join([said, *_choices(r, free(r.conn, case))]) if several else said


def _shown(r: Request, case: Case) -> str:
    order, offered = orders.get(r.conn, case.order), free(r.conn, case)
    lines = [say("order.of_case", number=case.number, member=safe_name(case.member_name))]
    lines.append(says.line(r.ctx, r.conn, order) if order is not None else say("order.none_known"))
    if order is not None and order.phone_tail:
        lines[-1] += "，" + say("order.tail", tail=order.phone_tail)
    if order is None:
        lines.append(say("order.choose") if offered else say("order.no_choice"))
        lines += _choices(r, offered)
    return "\n".join([*lines, say("order.how", number=case.number)])


def _choices(r: Request, lines: Sequence[Order]) -> list[str]:
    named = zip(ascii_uppercase, lines, strict=False)
    return [say("order.choice", n=letter, line=says.to_choose(r.ctx, r.conn, order)) for letter, order in named]


_ORDER = r"^[订訂][单單]\s*(?:售后单|[#＃])?\s*(?P<number>\d{1,9})?(?:[\s:：,，]+(?P<text>\S.*))?$"

COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = ((re.compile(_ORDER), order_command),)
"""leader_command takes these into its own."""
