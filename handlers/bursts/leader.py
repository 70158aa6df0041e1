"""What a leader writes in the group: which members' complaints it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.promised import promises_in
from bot.domain.called import ALL
from bot.domain.case import Case
from bot.ports import Context
from bot.storage import cases, messages
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import zones
from handlers.cases.work import leader_answered
from handlers.promises import done
from handlers.promises.sweep import leader_said
from handlers.promises.whose import calls, whose

ANSWER_WITHIN = timedelta(minutes=10)
REGISTER = "登记"
"""The leader's reply to a message that was missed: a command, and no answer."""

_RESPONDS = re.compile(
    "抱歉|对不起|对不住|不好意思|马上|处理|看看|看下|看一下|稍等|等下|我来|我去|补|退|查|催|问一下|问问|收到|安排|"
    "送|换|赔|核实|联系|私聊|私信|小窗|发我|拍个|拍张|有图|照片|怪我|我的错|是我"
)

_SAYS_NO_NAME = re.compile(
    r"(?:不好意思|抱歉|对不[起住]|实在|真的?|收到|看到|知道|好的?|嗯|行|可以|哎呀?|亲爱的|亲|哈|啊|了|呀|[，,。.!！~～\s])*"
)
"""What a leader may begin with before the deed, with nobody named."""
_YOU = re.compile("[你您妳]")
_LOOKED_BACK = 10
"""Messages of the group in which the member who spoke last is looked for."""


def leader_spoke(ctx: Context, conn: Connection, group: Group, message: Message) -> None:
    """The leader wrote in the group: what it answers has its first response, and our pending words stay unsaid."""
    found = [cases.get(conn, c.number, for_update=True) for c in cases_answered(ctx, conn, group, message)]
    answered = [leader_answered(ctx, conn, case, message) for case in found if case is not None and case.is_open]
    leader_said(ctx, conn, group, message, answered)
    done.hear_in_group(ctx, conn, group, message)


def cases_answered(ctx: Context, conn: Connection, group: Group, message: Message) -> list[Case]:
    """The open cases that a leader's message in the group answers: of those to whom its words say it (`whose`), else of
    the one that waits for a first response, else of who spoke last and is promised something, else of all that wait."""
    direct = bool(message.mentions or message.quote_id or "@" in ALL.sub("", message.text))
    open_cases = cases.open_of_groups(conn, [group.id])
    said = whose(ctx, conn, group, message)
    if said is not None and said.parts:
        return list(said.cases)
    found = []
    for case in open_cases:
        waiting = case.first_response_at is None and ctx.now() - case.opened_at <= ANSWER_WITHIN
        if (waiting or direct) and answers(conn, message, case.member_id, case.member_name):
            found.append(case)
    if direct or said is not None or len(found) == 1:
        return found
    return _just_heard(ctx, conn, group, message, open_cases) or found


def _just_heard(
    ctx: Context, conn: Connection, group: Group, message: Message, open_cases: Sequence[Case]
) -> list[Case]:
    """The open cases of the member who spoke last, where the leader names nobody and promises something at once:
    "明天给你补发一份"."""
    said = promises_in(message.text, zones.local_now(ctx, group))
    opening, promised, _ = message.text.partition(said[0].words) if said else ("", "", "")
    if not _YOU.search(promised) or not _SAYS_NO_NAME.fullmatch(opening):
        return []
    before = messages.recent(conn, group.id, _LOOKED_BACK, before=message.id)
    last = next((m for m in reversed(before) if m.role == "member"), None)
    if last is None or message.at - last.at > ANSWER_WITHIN:
        return []
    return [case for case in open_cases if case.member_id == last.member_id]


def leaders_answer(conn: Connection, group: Group, member_id: str, said: tuple[Message, ...]) -> Message | None:
    """The leader's message after the burst began that answers this member."""
    for m in messages.after(conn, group.id, said[0].id):
        if m.role == "group_leader" and m.text != REGISTER and answers(conn, m, member_id, said[0].member_name):
            return m
    return None


def answers(conn: Connection, message: Message, member_id: str, member_name: str) -> bool:
    """Whether the leader's message answers that member: named by mention, quote, @name or name, or nobody named and
    it sounds like an answer."""
    quoted = messages.find(conn, message.group, message.quote_id) if message.quote_id else None
    if quoted is not None:
        return quoted.member_id == member_id
    if message.mentions:
        return member_id in message.mentions
    if "@" in ALL.sub("", message.text):
        return is_named(message.text, member_name)
    called = calls(conn, message)
    return member_id in called if called else bool(_RESPONDS.search(message.text))


def is_named(text: str, member_name: str) -> bool:
    """Whether "@芳芳" in the text means 芳芳12-3: names are shortened when people type them."""
    for name in re.findall(r"@\s*([^\s@，。,：:！!？?]+)", text):
        if member_name.startswith(name) or name.startswith(member_name):
            return True
    return False
