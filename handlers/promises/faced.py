"""Whom a leader faces with words that call nobody, as far as can be told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.domain.called import named_in
from bot.domain.case import Case
from bot.domain.said_of_debts import is_among_neighbours, is_of_the_buy
from bot.domain.said_part import Facing
from bot.storage import messages
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers.promises.names import LOOKED_BACK

_SPOKE_WITHIN = timedelta(minutes=3)
_OF_THE_BUY = re.compile("退款|[赔补换]|坏|烂|碎|漏|破|霉|缺|大家|各位|每|都")


def faced(
    conn: Connection, group: Group, message: Message, open_cases: Sequence[Case], called: str | None
) -> Facing | None:
    """Who is quoted or mentioned, or was `called` just before; else, and not for sure, who spoke last of those with an
    open case."""
    quoted = messages.find(conn, group.id, message.quote_id) if message.quote_id else None
    if quoted is not None and quoted.role == "member":
        return Facing(quoted.member_id)
    if len(message.mentions) == 1:
        return Facing(message.mentions[0])
    if called is not None:
        return Facing(called)
    waiting = {case.member_id for case in open_cases}
    lately = messages.recent(conn, group.id, LOOKED_BACK, before=message.id)
    spoke = [m for m in lately if m.role == "member" and message.at - m.at <= _SPOKE_WITHIN]
    return Facing(spoke[-1].member_id, sure=False) if spoke and spoke[-1].member_id in waiting else None


def answers_neighbourly(conn: Connection, group: Group, message: Message, names: Mapping[str, str]) -> bool:
    """Whether words that are about nothing that was bought answer what a member has just said of a debt, a game, a
    shared fare or change: who spoke last or is quoted, and nobody else is named."""
    if _OF_THE_BUY.search(message.text) or find_goods(message.text):
        return False
    quoted = messages.find(conn, group.id, message.quote_id) if message.quote_id else None
    lately = [quoted] if quoted else messages.recent(conn, group.id, LOOKED_BACK, before=message.id)
    spoke = [m for m in lately if m.role == "member" and (quoted or message.at - m.at <= _SPOKE_WITHIN)]
    if not spoke or (named_in(message.text, names) | set(message.mentions)) - {spoke[-1].member_id}:
        return False
    theirs = [m.text for m in spoke if m.member_id == spoke[-1].member_id]
    since = next((n for n, text in enumerate(reversed(theirs)) if _is_of_goods(text)), len(theirs))
    return is_among_neighbours(" ".join(theirs[len(theirs) - since :]))


def _is_of_goods(text: str) -> bool:
    """Whether a member's words are about what was bought, as far as they can be told alone."""
    return bool(find_goods(text)) or (is_of_the_buy(text) and not is_among_neighbours(text))
