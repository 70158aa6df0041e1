"""粘贴: a leader pastes a piece of another chat to us: a group's talk, or the private chat of a case."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Connection

from bot.domain import pasted
from bot.domain.case import Case, State
from bot.domain.chat import DirectMessage
from bot.domain.pasted import Pasted
from bot.domain.pasted.overlap import mark_of, match
from bot.domain.pasted.timing import moments
from bot.domain.text import clean, excerpt, keep, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, messages, pastes
from bot.storage.groups import PASTE, Group
from bot.storage.messages import Direct
from handlers.cases import clocks
from handlers.cases.timeline import Actor, member_of, record
from handlers.pasted import paste as pasting
from handlers.request import Answer, Command, Request

COMMAND = re.compile(r"^(?:粘贴|粘貼)(?P<name>[^\S\n]+[^\n]*|\d+[^\n]*|)(?:\n(?P<body>.*))?$", re.DOTALL)
_CASE = re.compile(r"^(?:售后单|[#＃])?\s*(?P<number>\d{1,9})(?:\s+(?:群友|群成员)\s*[=＝:：]\s*(?P<who>.+))?$")
OURS = frozenset({"我", "我自己", "me", "Me", "You", "您", "你"})
_OURS = re.compile(r"^\s*\S{1,2}\s*(?:售后单|[#＃])?\s*\d{1,9}(?!\d*[-/.年:：])")
"""How most of our commands begin: a word or two and a case's number."""
SHOWN = 5


def is_chat(ctx: Context, event: DirectMessage) -> bool:
    """Whether a leader's message is a piece of another chat, by its form alone. Lines of `名字: 内容` are one only
    where they were forwarded or are no command of ours."""
    if COMMAND.match(keep(event.text)) or "\n" not in event.text.strip():
        return False
    form = pasted.form_of(event.text, _now(ctx))
    forwarded = event.forwarded_from_id or event.forwarded_from_name
    return bool(form) and (form != pasted.PLAIN or bool(forwarded) or not _OURS.match(event.text))


def paste_command(r: Request) -> Answer:
    """粘贴 群名 / 粘贴 12, and the text below; without a name it goes where this leader pasted last."""
    name = r.words["name"]
    body = _body(r.event)
    case = _CASE.match(name)
    if case is not None:
        return _into_case(r, case["number"], case["who"] or "", body)
    return take_text(r.ctx, r.conn, r.event, name, body)


def _body(event: DirectMessage) -> str:
    """The pasted text, uncut: what stands below the command."""
    _, _, body = clean(event.text).partition("\n")
    return body


def take_text(ctx: Context, conn: Connection, event: DirectMessage, name: str, body: str) -> Answer:
    """A piece of a group's chat; its outcome is told once it was worked through."""
    if not body.strip():
        return say("paste.how")
    found = pasted.read(body, _now(ctx), _names(conn, name))
    if not found.messages:
        return say("paste.no_chat", lines=shown(found))
    group = _group_for(ctx, conn, event, name)
    if group is None:
        return say("paste.taken_name", name=excerpt(name, 20))
    counts = pasting.take(ctx, conn, group, found)
    pasting.keep_paste(ctx, conn, group, counts, event)
    return say("paste.unread", lines=shown(found)) if found.unreadable else None


def _names(conn: Connection, group: str) -> list[str]:
    """The people of a pasted group whose names are known, leaders first."""
    known = groups.find(conn, PASTE, clean(group)[:60]) if group else None
    return groups.staff_of(conn, known.id) if known is not None else []


def _group_for(ctx: Context, conn: Connection, event: DirectMessage, name: str) -> Group | None:
    """The pasted group that this leader means: their own by name, a new one, or the one they pasted into last; None
    for a name that somebody else uses."""
    me = groups.elsewhere(event.platform, event.member_id)
    if not name:
        last = pastes.last_by(conn, event.platform, event.member_id)
        if last is not None:
            return groups.get(conn, last.group)
        name = say("paste.default_group", leader=safe_name(event.member_name))
    known = groups.find(conn, PASTE, clean(name)[:60])
    if known is not None and groups.role_of(conn, known.id, me) is None:
        return None
    group = pasting.group_named(ctx, conn, name)
    groups.add_staff(conn, group.id, me, "group_leader", "paste", ctx.now())
    pasting.name_leaders(ctx, conn, group, [event.member_name] if event.member_name.strip() else [])
    return group


def shown(found: Pasted) -> str:
    """The first lines that nobody could read, with their numbers."""
    lines = [say("paste.line", line=u.line, text=excerpt(u.text, 40)) for u in found.unreadable[:SHOWN]]
    more = len(found.unreadable) - SHOWN
    return "\n".join([*lines, *([say("paste.more_lines", count=more)] if more > 0 else [])])


def _now(ctx: Context) -> datetime:
    return ctx.now().astimezone(ctx.settings.defaults.quiet_hours.zone)


# --- a case's private chat ---


def _into_case(r: Request, number: str, who: str, body: str) -> Answer:
    r.words["number"] = number
    case = r.case()
    if case is None:
        return say("leader.no_such_case", number=number)
    if not body.strip():
        return say("paste.how_case", number=number)
    found = pasted.read(body, _now(r.ctx), [case.member_name])
    if not found.messages:
        return say("paste.no_chat", lines=shown(found))
    ours = _ours(r, case, found, who)
    if ours is None:
        names = "、".join(dict.fromkeys(safe_name(m.name) for m in found.messages))
        return say("paste.whose", member=safe_name(case.member_name), names=names, number=case.number)
    new = _keep_private(r, case, found, ours)
    answer = say("paste.kept_private" if new else "paste.nothing_new", number=case.number, count=new)
    return answer + ("\n" + say("paste.unread", lines=shown(found)) if found.unreadable else "")


def _ours(r: Request, case: Case, found: Pasted, who: str) -> frozenset[str] | None:
    """Which names in a private chat are ours; None where the member cannot be told from us."""
    names = list(dict.fromkeys(m.name for m in found.messages))
    member = [n for n in names if n == who or (not who and _is_member(n, case))]
    if member:
        return frozenset(names) - {member[0]}
    staff = {*groups.staff_of(r.conn, case.group), r.event.member_name, *OURS}
    ours = [n for n in names if n in staff]
    if ours and len(names) - len(set(ours)) <= 1:
        return frozenset(ours)
    return None


def _is_member(name: str, case: Case) -> bool:
    return bool(name) and (case.member_name.startswith(name) or name.startswith(case.member_name))


def _keep_private(r: Request, case: Case, found: Pasted, ours: frozenset[str]) -> int:
    """Write what is new of a private chat into the case; how many messages that were."""
    said = [m for m in messages.conversation(r.conn, case.number) if m.message_id and m.message_id.startswith("p:")]
    known = [pasting.private_mark(m.message_id or "") for m in said]
    marks = [mark_of(m) for m in found.messages]
    times = moments(found.messages, _now(r.ctx))
    new = 0
    for message, mark, place, at in zip(found.messages, marks, match(known, marks), times, strict=True):
        if place is not None:
            continue
        new += 1
        out = message.name in ours
        message_id = f"p:{mark.words}:{mark.minute}:{len(known) + new}"
        direct = Direct(
            platform=case.platform, account=PASTE, member_id=case.member_id, direction="out" if out else "in",
            at=at, text=keep(message.text), message_id=message_id, case=case.number,
        )  # fmt: skip
        messages.add_direct(r.conn, direct)
        by = Actor("group_leader", safe_name(message.name), r.event.member_id) if out else member_of(case)
        kind = "reply" if out else "direct_message"
        record(r.ctx, r.conn, case.number, by, kind, keep(message.text), images=len(message.pictures))
    if new:
        _moved_on(r, case, found.messages[-1].name in ours)
    return new


def _moved_on(r: Request, case: Case, we_spoke_last: bool) -> None:
    """The private chat has gone on: the clocks and the state of the case follow it."""
    case = clocks.contacted(r.ctx, r.conn, case)
    if case.first_response_at is None:
        case = cases.change(r.conn, case, first_response_at=r.ctx.now(), first_response_by="group_leader")
    case = clocks.answered(r.conn, case) if we_spoke_last else clocks.awaits_answer(r.ctx, r.conn, case)
    if case.state in ("open", "contacted", "waiting_member", "waiting_us"):
        state: State = "waiting_member" if we_spoke_last else "waiting_us"
        cases.change(r.conn, case, state=state if state != case.state else None, intake={**case.intake, "person": True})


COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = ((COMMAND, paste_command),)
