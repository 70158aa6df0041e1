"""What happens in a group: a message is kept and joins its writer's burst; the leader's words are answers."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.chat import GroupChange, GroupMessage
from bot.domain.text import excerpt, keep, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, cases, groups, images, inbox, lanes, members, messages, promises
from bot.storage.bursts import StoredBurst
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import speak
from handlers.bursts.leader import REGISTER, cases_answered, leader_spoke
from handlers.bursts.registration import register_quoted
from handlers.cases import asked_contact
from handlers.cases.work import Actor, record
from handlers.incidents import temperature
from handlers.promises import says as promise_says
from handlers.promises.edited import read_again
from handlers.showing.recalled import leave_out
from handlers.voices.recalled import let_go

log = logging.getLogger(__name__)

SILENT_SENDERS = ("bot", "other_bot", "channel")
"""Whose messages are kept for context and never judged."""


def ensure_group(ctx: Context, conn: Connection, event: GroupMessage | GroupChange) -> Group:
    """The event's group; a new one gets its mode from config.yaml, else the default mode."""
    configured = ctx.settings.group(event.platform, event.group_id)
    mode = (configured.mode if configured else None) or ctx.settings.defaults.mode
    name = (configured.name if configured else "") or event.group_name
    known = groups.find(conn, event.platform, event.group_id)
    if known is None:
        # The announcement of a move lies in another lane: whoever is first carries it out.
        former = inbox.moved_from(conn, event.platform, event.group_id)
        if former is not None:
            groups.move(conn, event.platform, former, event.group_id)
            known = groups.find(conn, event.platform, event.group_id)
    group = groups.ensure(conn, event.platform, event.account, event.group_id, name, mode, ctx.now())
    if known is None:
        if configured and configured.timezone:
            groups.set_timezone(conn, group.id, configured.timezone)
            group = groups.get(conn, group.id)
        log.info("a new group on %s: %s (%s), mode %s", event.platform, event.group_id, excerpt(name), mode)
        for member_id in configured.leaders if configured else ():
            groups.add_staff(conn, group.id, member_id, "group_leader", "config", ctx.now())
        for member_id in configured.admins if configured else ():
            groups.add_staff(conn, group.id, member_id, "admin", "config", ctx.now())
    return group


def on_group_message(ctx: Context, conn: Connection, event: GroupMessage) -> None:
    """Keep the message and let its writer's burst grow, or take the leader's words as an answer."""
    group = ensure_group(ctx, conn, event)
    text = keep(event.text)
    if event.edited_message_id is not None and _edited(ctx, conn, group, event, text):
        return
    role = _role_of(conn, group, event)
    message_id = event.edited_message_id or event.message_id
    message = Message(
        group=group.id,
        message_id=message_id,
        member_id=event.member_id,
        member_name=keep(event.member_name) or event.member_id,
        role=role,
        at=event.sent_at,
        text=text,
        images=tuple(vars(image) for image in event.images),
        quote_id=event.quote.message_id if event.quote else None,
        mentions=event.mentions,
        topic_id=event.topic_id,
    )
    if not messages.add(conn, message):
        return
    for image in event.images:
        images.want(conn, event.platform, event.account, image.ref, ctx.now())
    stored = messages.find(conn, group.id, message_id)
    assert stored is not None
    if role == "group_leader":
        if text == REGISTER and event.sender != "anonymous_admin":
            register_quoted(ctx, conn, group, stored)
        else:
            leader_spoke(ctx, conn, group, stored)
    elif role == "member":
        members.seen(conn, event.platform, event.member_id, stored.member_name, ctx.now(), group.id)
        if not asked_contact.taken(ctx, conn, group, stored):
            _grow_burst(ctx, conn, group, stored, event)


def _role_of(conn: Connection, group: Group, event: GroupMessage) -> str:
    if event.sender in SILENT_SENDERS:
        return event.sender
    if event.sender in ("group_leader", "anonymous_admin"):
        return "group_leader"
    return "group_leader" if groups.role_of(conn, group.id, event.member_id) else "member"


def _grow_burst(ctx: Context, conn: Connection, group: Group, message: Message, event: GroupMessage) -> None:
    """Put the message into its writer's open burst; it is judged after a pause, or when it has lasted long enough."""
    if not message.text and not message.images:
        return
    lane = lanes.group_lane(event.platform, event.account, event.group_id)
    burst = grow_burst(ctx, conn, lane, group.id, event.platform, message.member_id, message.member_name)
    messages.change(conn, [message.id], burst=burst)


def grow_burst(
    ctx: Context, conn: Connection, lane: str, group: int | None, platform: str, member_id: str, name: str
) -> int:
    """Start or extend a member's burst in a lane; returns its id."""
    now = ctx.now()
    pause = timedelta(seconds=ctx.settings.defaults.burst_pause_s)
    longest = timedelta(seconds=ctx.settings.defaults.burst_max_s)
    burst = bursts.open_burst(conn, lane, member_id)
    if burst is None:
        return bursts.start(conn, StoredBurst(0, lane, group, platform, member_id, name, now, now, now + pause))
    bursts.extend(conn, burst.id, now, min(now + pause, burst.first_at + longest))
    return burst.id


def _edited(ctx: Context, conn: Connection, group: Group, event: GroupMessage, text: str) -> bool:
    """An edit changes the message that is kept; in a case it is evidence, never a second case. Whether it is done."""
    old = messages.find(conn, group.id, event.edited_message_id or "")
    if old is None:
        return False  # the message itself never reached us: the edit stands for it
    if old.text == text:
        return True
    messages.change(conn, [old.id], text=text)
    if old.case is not None:
        actor = Actor("member" if old.role == "member" else "group_leader", old.member_name, old.member_id)
        record(ctx, conn, old.case, actor, "edited", text, before=old.text, message=old.message_id)
    if old.role == "group_leader":
        now = messages.find(conn, group.id, old.message_id) or old
        answered = cases_answered(ctx, conn, group, now)
        read_again(ctx, conn, group, now, answered, event.message_id)
    elif old.case is None and old.role == "member" and old.complaint is not True:
        open_burst = old.burst is not None and bursts.get(conn, old.burst).due_at is not None
        if not open_burst:
            _grow_burst(ctx, conn, group, messages.find(conn, group.id, old.message_id) or old, event)
    return True


def on_group_change(ctx: Context, conn: Connection, event: GroupChange) -> None:
    """The group itself changed: the bot's place in it, its id, its name, a message deleted."""
    if event.kind == "migrated" and event.detail:
        groups.move(conn, event.platform, event.group_id, event.detail)
        log.info("the group %s on %s has the new id %s", event.group_id, event.platform, event.detail)
        return
    group = ensure_group(ctx, conn, event)
    if event.kind in ("bot_added", "bot_unmuted"):
        groups.set_left(conn, group.id, None)
        groups.set_muted(conn, group.id, False)
    elif event.kind == "bot_removed":
        groups.set_left(conn, group.id, ctx.now())
        _tell(ctx, conn, group, "leader.bot_removed", event)
    elif event.kind == "bot_muted":
        groups.set_muted(conn, group.id, True)
        _tell(ctx, conn, group, "leader.bot_muted", event)
    elif event.kind == "message_deleted" and event.detail:
        _deleted(ctx, conn, group, event)
    elif event.kind == "member_left" and event.member_id:
        _member_left(ctx, conn, group, event.member_id, event.message_id)
        temperature.look(ctx, conn, group)


def _member_left(ctx: Context, conn: Connection, group: Group, member_id: str, key: str) -> None:
    """A member is not in the group any more; what is not done for them stays due, and the leaders learn it."""
    open_cases = cases.open_of_member(conn, group.platform, member_id, group.id)
    for case in open_cases:
        record(ctx, conn, case.number, Actor("member", case.member_name), "left_group")
    if group.mode == "watch":
        return
    numbers = [one.number for one in reversed(open_cases)]
    owed = [p for p in promises.open_of_member(conn, group.id, member_id) if p.case not in numbers]
    if open_cases:
        words = speak.describe(open_cases[0], group) | {"numbers": "、".join(map(str, numbers))}
        text = say("leader.member_left", **words)
        speak.to_leaders(ctx, conn, group, text, f"member_left:{key}", case=open_cases[0].number)
    if owed:
        lines = "\n".join(promise_says.line(ctx, conn, p) for p in owed)
        member = safe_name(owed[0].member_name or "")
        text = say("leader.member_left_owed", member=member, lines=lines, id=owed[0].id)
        speak.to_leaders(ctx, conn, group, text, f"member_left_owed:{key}", case=owed[0].case)


def _tell(ctx: Context, conn: Connection, group: Group, key: str, event: GroupChange) -> None:
    text = say(key, group=group.name)
    log.warning("%s: %s in group %s", event.platform, event.kind, event.group_id)
    speak.to_leaders(ctx, conn, group, text, f"{event.kind}:{event.message_id}")


def _deleted(ctx: Context, conn: Connection, group: Group, event: GroupChange) -> None:
    """A message was taken back: a case keeps it and says so, its card shows it no more, and it is no voice; of an open
    burst it is no part any more, unless nothing else is left of that."""
    message = messages.find(conn, group.id, event.detail or "")
    if message is None:
        return
    if message.case is not None:
        cases.get(conn, message.case, for_update=True)  # a card that is being made waits, and is looked at below
    messages.change(conn, [message.id], recalled_at=ctx.now())
    burst = bursts.get(conn, message.burst) if message.burst is not None else None
    if burst is not None and burst.due_at is not None:
        bursts.extend(conn, burst.id, ctx.now(), burst.due_at)  # whoever is judging it sees that it has changed
    if message.case is not None:
        actor = Actor("member", message.member_name, message.member_id)
        record(ctx, conn, message.case, actor, "message_deleted", message.text, message=message.message_id)
        leave_out(ctx, conn, message.case)
    let_go(ctx, conn, message)
