"""A member answers our post in the group with "1": they want to be written to where we may not get through."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, members, messages, outbox
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import speak
from handlers.cases.timeline import member_of, record

WITHIN = timedelta(days=1)
_ONE = re.compile(r"^\s*(?:回|扣|回复)?\s*[1１]\s*[。.！!]*\s*$")
ASKED_FOR_ONE = ("may_fail", "reply_one")
"""The ways into private whose post asks for a 1."""


def taken(ctx: Context, conn: Connection, group: Group, message: Message) -> bool:
    """Whether a message is the 1 that our post asked for; then the leader has a task, and what can be sent is sent."""
    if not _ONE.match(message.text) or speak.nudge_way(ctx, group.platform) not in ASKED_FOR_ONE:
        return False
    case = _waiting_case(ctx, conn, group, message)
    if case is None:
        return False
    messages.change(conn, [message.id], case=case.number, complaint=False)
    record(ctx, conn, case.number, member_of(case), "asks_contact", message.text, message=message.message_id)
    tried = _write_again(ctx, conn, case)
    key = "leader.asks_contact_tried" if tried else "leader.asks_contact"
    text = say(key, **speak.describe(case, group))
    speak.to_leaders(ctx, conn, group, text, f"asks_contact:{case.number}", case=case.number)
    return True


def _waiting_case(ctx: Context, conn: Connection, group: Group, message: Message) -> Case | None:
    """The member's open case of the last day in which nobody has talked with them in private."""
    for case in cases.open_of_member(conn, group.platform, message.member_id, group.id):
        if case.first_contact_at is None and ctx.now() - case.opened_at <= WITHIN:
            return case
    return None


def _write_again(ctx: Context, conn: Connection, case: Case) -> bool:
    """Try the private message that did not arrive once more; whether there is one on its way."""
    can = speak.capabilities(ctx, case.platform)
    if not can.sends or can.dm_first == "never":
        return False
    if not outbox.send_again(conn, case.number, speak.OPENING, ctx.now()):
        return False
    members.change(conn, case.platform, case.member_id, unreachable_at=None)
    return True
