"""The private chat: a new leader's code, a leader's commands, the start of a case's conversation, a member's words."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.detection.member_says import mark_in, skips_mark
from bot.domain.case import Case
from bot.domain.chat import DirectMessage, DirectRecall
from bot.domain.text import MAX_KEPT, keep
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, cases, groups, images, incidents, lanes, members, messages, outbox
from bot.storage.messages import Direct
from handlers import leader_code, leader_command, speak
from handlers.cases.goods import case_about
from handlers.cases.lessons import resolved_text
from handlers.cases.work import Actor, record
from handlers.group_message import grow_burst
from handlers.showing.recalled import leave_out
from handlers.wordings.speaking import say_in, say_to

_START = re.compile(r"^(case|incident)_(\d{1,9})$")


def on_direct_message(ctx: Context, conn: Connection, event: DirectMessage) -> None:
    """Somebody wrote to us in private: a new leader's code, a leader's command, or a member."""
    now = ctx.now()
    if event.edited_message_id is not None:
        return _edited(ctx, conn, event)
    name = keep(event.member_name) or event.member_id
    members.seen(conn, event.platform, event.member_id, name, now)
    members.change(conn, event.platform, event.member_id, wrote_to_us_at=now, unreachable_at=None)
    if leader_code.try_code(ctx, conn, event):
        return None
    led = groups.led_by(conn, event.platform, event.member_id)
    if led and not _own_case(conn, event):
        return leader_command.on_command(ctx, conn, event, led)
    if event.start is not None:
        return _on_start(ctx, conn, event)
    return _keep(ctx, conn, event)


def _own_case(conn: Connection, event: DirectMessage) -> bool:
    """Whether a leader opens the link of a case of their own (as a member of the group)."""
    case = _started_case(conn, event)
    return case is not None and (case.platform, case.member_id) == (event.platform, event.member_id)


def _started_case(conn: Connection, event: DirectMessage) -> Case | None:
    match = _START.match(event.start or "")
    number = int(match.group(2)) if match else None
    if match and number is not None and match.group(1) == "incident":
        own = incidents.case_of_member(conn, number, event.platform, event.member_id)
        number = own.number if own else None
    found = cases.get(conn, number, for_update=True) if number is not None else None
    return cases.goes_on(conn, found, for_update=True) if found is not None else None


def _on_start(ctx: Context, conn: Connection, event: DirectMessage) -> None:
    """A deep link: it opens only for the case's own member; anybody else gets a friendly start of their own."""
    case = _started_case(conn, event)
    if case is None or (case.platform, case.member_id) != (event.platform, event.member_id):
        speak.answer(ctx, conn, event, say_in(conn, None, "private.start_other"))
        return
    member = Actor("member", case.member_name, case.member_id)
    record(ctx, conn, case.number, member, "came_to_private")
    group = groups.get(conn, case.group)
    if outbox.send_again(conn, case.number, speak.TO_CASE_MEMBER, ctx.now()):
        pass  # what could not be delivered before arrives now
    elif case.asks_member:
        text = resolved_text(conn, case)
        key = f"resolved_start:{case.number}:{event.message_id}"
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, key, author="group_leader")
    elif case.settled and case.closed_by == "undo":
        speak.answer(ctx, conn, event, say_in(conn, case.group, "private.start_other"))
    elif case.settled:
        key = f"settled_start:{case.number}:{event.message_id}"
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, say_to(conn, case, "private.settled"), key)
    elif outbox.find(conn, f"{speak.OPENING}:{case.number}") is None:
        speak.to_member(
            ctx, conn, case, speak.OPENING, speak.opening_text(ctx, conn, case, group), f"{speak.OPENING}:{case.number}"
        )
    else:
        outbox.approve_opening(conn, case.number, ctx.now())
    if case.state == "open":
        cases.change(conn, case, state="contacted")


def _keep(ctx: Context, conn: Connection, event: DirectMessage) -> None:
    """Keep a member's message and wait for the pause after it."""
    text = keep(event.text)
    case = case_of(conn, event.platform, event.member_id, text)
    lane = lanes.direct_lane(event.platform, event.account, event.member_id)
    name = keep(event.member_name) or event.member_id
    burst = grow_burst(ctx, conn, lane, None, event.platform, event.member_id, name)
    messages.add_direct(
        conn,
        Direct(
            platform=event.platform, account=event.account, member_id=event.member_id, direction="in",
            at=event.sent_at, text=text, message_id=event.message_id, images=tuple(vars(i) for i in event.images),
            case=case.number if case else None, burst=burst,
        ),
    )  # fmt: skip
    for image in event.images:
        images.want(conn, event.platform, event.account, image.ref, ctx.now())
    if len(event.text) > MAX_KEPT:
        speak.answer(ctx, conn, event, say("private.too_long"))
    if case is not None:
        record(
            ctx, conn, case.number, Actor("member", case.member_name, case.member_id), "direct_message", text,
            images=len(event.images),
        )  # fmt: skip


def _edited(ctx: Context, conn: Connection, event: DirectMessage) -> None:
    case = case_of(conn, event.platform, event.member_id)
    if case is not None:
        actor = Actor("member", case.member_name, case.member_id)
        record(ctx, conn, case.number, actor, "edited", keep(event.text), message=event.edited_message_id)


def on_direct_recall(ctx: Context, conn: Connection, event: DirectRecall) -> None:
    """A private message was taken back: its case keeps it and says so, its card shows it no more; of an open burst it
    is no part any more."""
    message = messages.find_direct(conn, event.platform, event.member_id, event.recalled_message_id)
    if message is None:
        return
    case = cases.get(conn, message.case, for_update=True) if message.case is not None else None
    messages.change_direct(conn, [message.id], recalled_at=ctx.now())
    burst = bursts.get(conn, message.burst) if message.burst is not None else None
    if burst is not None and burst.due_at is not None:
        bursts.extend(conn, burst.id, ctx.now(), burst.due_at)  # whoever is judging it sees that it has changed
    if case is not None:
        member = Actor("member", case.member_name, case.member_id)
        record(ctx, conn, case.number, member, "message_deleted", message.text, message=message.message_id)
        leave_out(ctx, conn, case.number)


def case_of(conn: Connection, platform: str, member_id: str, text: str = "") -> Case | None:
    """The case that a member's private words are about: the one for which we asked what it is, else the open one whose
    goods they name, else the one that we last wrote to them about, else their newest."""
    found = cases.open_of_member(conn, platform, member_id)
    named = find_goods(text)
    last = messages.last_direct(conn, platform, member_id, "out")
    talked = cases.get(conn, last.case) if last is not None and last.case is not None else None
    if talked is not None and talked.is_open and talked.goods is None and asks_goods(talked):
        return talked
    about = case_about(conn, found, *named)
    if about is not None:
        return about
    if talked is not None and talked.merged_into is not None:
        talked = cases.goes_on(conn, talked)
    of_mark = mark_in(text) is not None or skips_mark(text)
    if talked is not None and (not talked.settled or (waits_for_mark(talked) and of_mark)):
        return talked
    latest = found[0] if found else cases.latest_of_member(conn, platform, member_id)
    return cases.goes_on(conn, latest) if latest is not None else None


def asks_goods(case: Case) -> bool:
    """Whether the last question to the member was which goods it is about."""
    asked: list[str] = case.intake.get("asked", [])
    return asked[-1:] == ["goods"]


def waits_for_mark(case: Case) -> bool:
    """Whether the member confirmed the end and may still give a mark."""
    return case.settled and case.closed_by == "member" and case.mark is None
