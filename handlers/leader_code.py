"""Becoming a group's leader: a one-time code that the program prints, sent to the bot in private."""

from __future__ import annotations

import logging
import re
import secrets
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.domain.chat import ChatError, DirectMessage
from bot.domain.text import clean
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, members
from bot.storage.groups import Group
from handlers import speak

log = logging.getLogger(__name__)

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 8
VALID = timedelta(hours=24)
WRONG_PER_HOUR = 5

_SAYS_LEADER = re.compile(r"^我是(?:团长|團長)[\s:：,，]*(?:口令)?[\s:：]*([0-9A-Za-z]{4,16})?$")


def new_code(conn: Connection, now: datetime) -> str:
    """A fresh one-time code; only its hash is stored."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    groups.add_leader_code(conn, code, now, VALID)
    return code


def try_code(ctx: Context, conn: Connection, event: DirectMessage) -> bool:
    """Handle `我是团长 <code>` and the answer to "which group"; whether the message was one of these."""
    text = clean(event.text)
    member = members.get(conn, event.platform, event.member_id)
    match = _SAYS_LEADER.match(text)
    if match is None:
        choosing = member.choosing if member else None
        if not choosing or choosing.get("what") != "group":
            return False
        return _chosen(ctx, conn, event, text, choosing)
    if not match.group(1):
        speak.answer(ctx, conn, event, say("leader.code_how"))
        return True
    now = ctx.now()
    recent = [t for t in (member.wrong_codes if member else ()) if now - datetime.fromisoformat(t) < timedelta(hours=1)]
    code = match.group(1)
    if len(recent) >= WRONG_PER_HOUR or not groups.leader_code_valid(conn, code, now):
        members.change(conn, event.platform, event.member_id, wrong_codes=[*recent, now.isoformat()])
        log.warning("a wrong leader code on %s (%d within the hour)", event.platform, len(recent) + 1)
        speak.answer(ctx, conn, event, say("leader.code_wrong"))
        return True
    candidates = groups.without_leader(conn, event.platform) or groups.everyone(conn)
    candidates = [g for g in candidates if g.platform == event.platform and g.left_at is None]
    if not candidates:
        speak.answer(ctx, conn, event, say("leader.no_group_yet"))
        return True
    values: dict[str, Any] = {"what": "group", "code": code, "groups": [g.id for g in candidates]}
    members.change(conn, event.platform, event.member_id, choosing=values)
    if speak.capabilities(ctx, event.platform).tells_admins:
        # Whoever runs the platform's adapter asks it, outside of this transaction.
        values |= {"what": "admin", "account": event.account, "message_id": event.message_id}
        members.change(conn, event.platform, event.member_id, choosing=values)
        return True
    _ask_which(ctx, conn, event, candidates)
    return True


def _ask_which(ctx: Context, conn: Connection, event: DirectMessage, candidates: list[Group]) -> None:
    names = "\n".join(g.name for g in candidates)
    speak.answer(ctx, conn, event, say("leader.which_group", groups=names))


def _chosen(ctx: Context, conn: Connection, event: DirectMessage, text: str, choosing: dict[str, Any]) -> bool:
    """The person names one of the groups."""
    named = [groups.get(conn, g) for g in choosing["groups"]]
    found = [g for g in named if text and (text == g.name or text == g.group_id or text in g.name)]
    if len(found) != 1:
        _ask_which(ctx, conn, event, named)
        return True
    _become(ctx, conn, event, found, choosing["code"])
    return True


def _become(ctx: Context, conn: Connection, event: DirectMessage, led: list[Group], code: str) -> None:
    """Spend the code and note the leader of these groups."""
    now = ctx.now()
    members.change(conn, event.platform, event.member_id, choosing=None)
    if not groups.use_leader_code(conn, code, event.member_id, now):
        speak.answer(ctx, conn, event, say("leader.code_wrong"), part=1)
        return
    for group in led:
        groups.add_staff(conn, group.id, event.member_id, "group_leader", "code", now)
        log.info("%s has a group leader now", group.group_id)
    names = "、".join(g.name for g in led)
    waiting = len(cases.open_of_groups(conn, [g.id for g in led]))
    key = "leader.became_leader_waiting" if waiting else "leader.became_leader"
    speak.answer(ctx, conn, event, say(key, group=names, count=waiting), part=1)


Answers = dict[int, bool | None]
"""By group: whether the platform says that a person owns or administers it; None where it can't say."""


async def ask_platforms(ctx: Context) -> int:
    """Ask the platforms that run here about everybody who has sent a code; about how many people that was.

    Runs outside of any transaction. Whom a stopped program did not get to is asked about after the next start.
    """
    waiting = await ctx.storage.read(partial(_waiting, platforms=list(ctx.adapters)))
    for event, candidates in waiting:
        answers = await _ask(ctx, event, candidates)
        await ctx.storage.write(partial(platform_answered, ctx, event=event, answers=answers))
    return len(waiting)


def _waiting(conn: Connection, platforms: list[str]) -> list[tuple[DirectMessage, list[Group]]]:
    """The messages with a code that wait for their platform's word, each with the groups that it could be for."""
    found = []
    for m in members.choosing(conn, platforms):
        if m.choosing["what"] == "admin":
            account, message_id = m.choosing["account"], m.choosing["message_id"]
            event = DirectMessage(m.platform, account, message_id, m.last_seen_at, m.member_id, m.name)
            found.append((event, [groups.get(conn, g) for g in m.choosing["groups"]]))
    return found


async def _ask(ctx: Context, event: DirectMessage, candidates: list[Group]) -> Answers:
    """What the platform says of each group; nothing when it does not answer now."""
    adapter = ctx.adapters[event.platform]
    try:
        return {g.id: await adapter.is_group_admin(g.group_id, event.member_id) for g in candidates}
    except ChatError as e:
        log.warning("%s does not say who leads a group: %s", event.platform, e)
        return {}


def platform_answered(ctx: Context, conn: Connection, *, event: DirectMessage, answers: Answers) -> None:
    """Make the person leader of the groups that the platform confirms; where it can't say, they name theirs."""
    member = members.get(conn, event.platform, event.member_id)
    choosing = member.choosing if member else None
    if not choosing or choosing.get("what") != "admin":
        return
    members.change(conn, event.platform, event.member_id, choosing=None)
    led = [g for g, is_admin in answers.items() if is_admin]
    unsaid = [g for g, is_admin in answers.items() if is_admin is None]
    if led:
        _become(ctx, conn, event, [groups.get(conn, g) for g in led], choosing["code"])
        return
    if unsaid:
        values = {"what": "group", "code": choosing["code"], "groups": unsaid}
        members.change(conn, event.platform, event.member_id, choosing=values)
        _ask_which(ctx, conn, event, [groups.get(conn, g) for g in unsaid])
        return
    if not answers:
        speak.answer(ctx, conn, event, say("leader.code_no_answer"), part=1)
        return
    names = "、".join(groups.get(conn, g).name for g in choosing["groups"])
    speak.answer(ctx, conn, event, say("leader.code_not_admin", group=names), part=1)
