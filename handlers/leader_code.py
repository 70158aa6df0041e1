"""Becoming a group's leader: a one-time code that the program prints, sent to the bot in private."""

from __future__ import annotations

import logging
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.chat import DirectMessage
from bot.domain.text import clean
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, lanes, members
from bot.storage.groups import Group
from handlers import speak

log = logging.getLogger(__name__)

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 8
VALID = timedelta(hours=24)
WRONG_PER_HOUR = 5

_SAYS_LEADER = re.compile(r"^我是(?:团长|團長)[\s:：]*([0-9A-Za-z]{4,16})$")


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
        values["what"] = "admin"  # the platform is asked outside of this transaction
        members.change(conn, event.platform, event.member_id, choosing=values)
        lanes.wake(conn, lanes.direct_lane(event.platform, event.account, event.member_id), now)
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
    speak.answer(ctx, conn, event, say("leader.became_leader", group=names), part=1)


async def ask_platform(ctx: Context, event: DirectMessage) -> list[int] | None:
    """Of the groups that the code could be for, those that the platform says this person owns or administers.

    None when this event waits for no such answer. Runs outside of any transaction.
    """

    def waiting(conn: Connection) -> list[Group]:
        member = members.get(conn, event.platform, event.member_id)
        choosing = member.choosing if member else None
        if not choosing or choosing.get("what") != "admin":
            return []
        return [groups.get(conn, g) for g in choosing["groups"]]

    candidates = await ctx.storage.read(waiting)
    if not candidates:
        return None
    adapter = ctx.adapters[event.platform]
    answers = [(g.id, await adapter.is_group_admin(g.group_id, event.member_id)) for g in candidates]
    return [g for g, is_admin in answers if is_admin]


def platform_answered(ctx: Context, conn: Connection, event: DirectMessage, led: list[int]) -> None:
    """Make the person leader of the groups that the platform confirms; say so when there is none."""
    member = members.get(conn, event.platform, event.member_id)
    choosing = member.choosing if member else None
    if not choosing or choosing.get("what") != "admin":
        return
    members.change(conn, event.platform, event.member_id, choosing=None)
    if led:
        _become(ctx, conn, event, [groups.get(conn, g) for g in led], choosing["code"])
        return
    names = "、".join(groups.get(conn, g).name for g in choosing["groups"])
    speak.answer(ctx, conn, event, say("leader.code_not_admin", group=names), part=1)
