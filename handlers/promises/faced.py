"""Whom a leader faces with words that call nobody, as far as can be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.said_part import Facing
from bot.storage import messages
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers.promises.names import LOOKED_BACK

_SPOKE_WITHIN = timedelta(minutes=3)


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
