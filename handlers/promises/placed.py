"""Who is meant by a place among those who spoke: 楼上的 is who wrote last, 第一个说的 who complained first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.domain.case import Case
from bot.storage import messages
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers.promises.names import LOOKED_BACK

_SPOKE_WITHIN = timedelta(minutes=10)
_COMPLAINED_WITHIN = timedelta(hours=1)
_GOES_ON = r"(?=[\s，,：:]|[退补赔换转返给]|[今明后]|我|也|您|你(?!们)|先|就|马上|晚上|下午|上午|\d)"
_SAID = r"(?:说|发|讲|报|反[映馈]|发言|冒泡|喊)(?:话|消息|图)?"
_ONE = r"(?:那|这)?[个位家]?的?"
_LAST = re.compile(rf"\s*给?(?:楼上(?:[那这][个位家]|的)|刚?[才刚]?最后(?:一[个位])?{_SAID}的{_ONE}){_GOES_ON}")
_FIRST = re.compile(
    rf"\s*给?刚?[才刚]?(?:第一[个位家]|最[先早]|最开始)来?{_SAID}(?P<goods>[^，,。；;！!？?\s的]{{0,4}})的{_ONE}{_GOES_ON}"
)


def speaks_of_a_place(text: str) -> bool:
    """Whether words begin with one who is told by place or order: 楼上的退8块."""
    return without_place(text) != text


def without_place(text: str) -> str:
    """The words behind that one."""
    hit = _LAST.match(text) or _FIRST.match(text)
    return text[hit.end() :] if hit is not None else text


def placed(conn: Connection, group: Group, message: Message, open_cases: Sequence[Case], now: datetime) -> str | None:
    """The member who is meant; None where it cannot be told, or they have no open case."""
    if _LAST.match(message.text):
        lately = messages.recent(conn, group.id, LOOKED_BACK, before=message.id)
        spoke = next((m for m in reversed(lately) if m.role == "member"), None)
        known = {case.member_id for case in open_cases if not case.red}
        soon = spoke is not None and message.at - spoke.at <= _SPOKE_WITHIN
        return spoke.member_id if spoke is not None and soon and spoke.member_id in known else None
    hit = _FIRST.match(message.text)
    if hit is None:
        return None
    named = find_goods(hit["goods"])
    of_now = [c for c in open_cases if now - c.opened_at <= _COMPLAINED_WITHIN]
    of_now = [c for c in of_now if not named or any(same_goods(c.goods or "", goods) for goods in named)]
    first = min(of_now, key=lambda case: (case.opened_at, case.number), default=None)
    return first.member_id if first is not None and not first.red else None
