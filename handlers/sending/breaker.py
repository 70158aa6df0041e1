"""When a platform refuses an account again and again, sending by itself stops before the account is lost: its groups go
to assist, what waits becomes drafts, the leaders are told. A leader starts it again; nothing tries to get around it."""

from __future__ import annotations

import logging

from sqlalchemy import Connection

from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import accounts, cases, groups, outbox
from bot.storage.groups import Group
from bot.storage.outbox import Post
from handlers import speak
from handlers.request import Answer, Request

log = logging.getLogger(__name__)

TO_LEADERS = (speak.NOTICE, speak.ANSWER)
"""What is said to leaders goes on, and says nothing about how the groups' messages fare."""


def logged_out(trouble: str | None) -> bool:
    """Whether an adapter's trouble is that its account was logged out."""
    return trouble is not None and trouble in {
        say(f"platforms.{platform}.trouble.logged_out") for platform in ("onebot", "wechaty")
    }


def refused(ctx: Context, conn: Connection, *, post: Post, why: str) -> None:
    """The platform refused a message, or wants us slower: so many in a row stop the account."""
    most = ctx.settings.sending.stop_after
    if post.purpose in TO_LEADERS or not most:
        return
    account = accounts.get(conn, post.platform, post.account, for_update=True)
    account = accounts.change(conn, post.platform, post.account, refused=account.refused + 1)
    if account.refused >= most and account.stopped_at is None:
        stop(ctx, conn, post.platform, post.account, why)


def took(conn: Connection, post: Post) -> None:
    if post.purpose not in TO_LEADERS:
        accounts.took(conn, post.platform, post.account)


def stop(ctx: Context, conn: Connection, platform: str, account: str, why: str) -> None:
    """The account's groups fall back to assist, and their leaders are told."""
    automatic = [g for g in _groups_of(conn, platform, account) if g.mode == "auto"]
    for group in automatic:
        groups.set_mode(conn, group.id, "assist")
    modes = {str(g.id): g.mode for g in automatic}
    now = ctx.now()
    accounts.change(conn, platform, account, stopped_at=now, reason=why, modes=modes)
    log.error("%s: sending through the account %s has stopped: %s", platform, account, why)
    adapter = ctx.adapters.get(platform)
    if adapter is not None:
        adapter.health.notes.append(note(why))
    told: set[str] = set()
    for group in _groups_of(conn, platform, account):
        staff = set(groups.staff_of(conn, group.id)) - told
        text = say("sending.stopped", group=group.name, why=excerpt(why, 60))
        speak.to_leaders(ctx, conn, group, text, f"stopped:{platform}:{account}:{now.isoformat()}", only=staff)
        told |= staff


def note(why: str) -> str:
    """What the program's start and the console show of it."""
    return say("sending.note", why=excerpt(why, 60))


def _groups_of(conn: Connection, platform: str, account: str) -> list[Group]:
    return [g for g in groups.everyone(conn) if (g.platform, g.account) == (platform, account) and g.left_at is None]


def start_again(ctx: Context, conn: Connection, platform: str, account: str) -> bool:
    """Sending goes on, the groups are in the mode they were in; whether it had stopped."""
    found = accounts.get(conn, platform, account, for_update=True)
    if found.stopped_at is None:
        return False
    for group_id, mode in found.modes.items():
        if groups.get(conn, int(group_id)).mode == "assist":
            groups.set_mode(conn, int(group_id), mode)
    accounts.change(conn, platform, account, refused=0, stopped_at=None, reason=None, modes={})
    adapter = ctx.adapters.get(platform)
    if adapter is not None and found.reason:
        adapter.health.notes[:] = [n for n in adapter.health.notes if n != note(found.reason)]
    return True


def holds(ctx: Context, conn: Connection, post: Post) -> bool:
    """Whether a message may not go by itself because its account has stopped; what a leader sends may."""
    if post.purpose in TO_LEADERS or post.approved_at is not None or not ctx.settings.sending.stop_after:
        return False
    return accounts.get(conn, post.platform, post.account).stopped_at is not None


def make_draft(ctx: Context, conn: Connection, post: Post) -> None:
    """The message waits for a person, who may send it by a tap or copy it."""
    outbox.change(conn, post.id, state="draft", held_for=None)
    case = cases.get(conn, post.case) if post.case is not None else None
    if case is None:
        return
    group = groups.get(conn, case.group)
    where = group.name if post.group is not None else safe_name(case.member_name)
    text = say("sending.draft", number=case.number, where=where, text=post.text)
    speak.to_leaders(ctx, conn, group, text, f"stopped_draft:{post.id}", case=case.number)


def start_command(r: Request) -> Answer:
    """恢复发送: a leader lets the accounts of their groups send by themselves again."""
    mine = {(g.platform, g.account) for g in r.led}
    started = [start_again(r.ctx, r.conn, platform, account) for platform, account in sorted(mine)]
    return say("sending.started" if any(started) else "sending.not_stopped")
