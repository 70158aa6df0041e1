"""What time and the group's course bring up: warnings, overdue promises, the day on which the goods come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.plain_words import plain
from bot.domain.when_words import EVENING, Awaits
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, promises
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.promises import Promise
from handlers import speak, zones
from handlers.cases.timeline import CLOCK, Actor, record
from handlers.compensation import given
from handlers.promises import says as promise_says
from handlers.promises.hearing import question_buttons
from handlers.promises.ledger import ONE_WEEK
from handlers.promises.parted import hear_in_parts
from handlers.spans import span

NEXT_MORNING_IN = timedelta(hours=6)
"""A notice of the night is not said again the same morning."""

_ARRIVED = re.compile(
    r"到货(?:了|啦|咯|喽|通知)|(?:都|已经?|全|刚|货)?到(?:了|啦|咯|喽|齐|站)(?!$(?<=账了))|(?:可以|来)(?:取货|提货|自提)了|^到货"
)
_NOT_ARRIVED = re.compile(
    r"[吗么?]|没|未|不|还要|才|明|后天|下[周午]|预计|大概|应该|快|马上|要到|到时|等|如果|要是|到账|到家|收到|遇到|看到|拿到|轮到|做到|迟到|说到|感到|想到|找到|提到|碰到"
)
_STARTED = re.compile(
    r"开团(?:了|啦|咯|喽)?(?:$|[!,。~:\s])|(?:开始|今天|今日|继续|来)接龙|接龙(?:开始|走起|啦|了)|#接龙|新(?:的?一)?团(?:来|开|上)|上新(?:了|啦)|^今[日天晚]?开?团"
)
_NOT_STARTED = re.compile(r"[吗么?]|没|不|下次|下回|明|后天|预告|之前|上次|等开团|截止|结束")


def sweep_promises(ctx: Context, conn: Connection) -> int:
    """Look at every promise whose time to be looked at has come."""
    found = promises.due(conn, ctx.now())
    for promise in found:
        _look(ctx, conn, promise)
    return len(found)


def _look(ctx: Context, conn: Connection, promise: Promise) -> None:
    now = ctx.now()
    if promise.state == "unconfirmed":
        _ask_once_more(ctx, conn, promise)
    elif promise.due_at is None:
        _say(ctx, conn, promise, "waiting")
        promises.change(conn, promise.id, next_look_at=now + ONE_WEEK)
    elif promise.due_at <= now:
        _overdue(ctx, conn, promise)
    else:
        if promise.warned_at is None:
            _say(ctx, conn, promise, "warning", left=f" {span(promise.due_at - now)}")
        promises.change(conn, promise.id, warned_at=now, next_look_at=promise.due_at)


def _ask_once_more(ctx: Context, conn: Connection, promise: Promise) -> None:
    """Nobody has said whether it is a promise: once more, and when its time has come; then it stays in the ledger as
    unconfirmed. Nothing is asked where the member has said that all is well, nor at night."""
    group = groups.get(conn, promise.group)
    quiet = zones.quiet_hours(ctx, group)
    if quiet.is_quiet(ctx.now()):
        promises.change(conn, promise.id, next_look_at=quiet.over_at(ctx.now()))
        return
    case = cases.get(conn, promise.case) if promise.case is not None else None
    if group.mode != "watch" and (case is None or case.closed_by != "member"):
        words = promise_says.described(ctx, conn, promise) | {"line": promise_says.line(ctx, conn, promise)}
        is_due = promise.is_overdue(ctx.now())
        missing = promise_says.lacks(promise) is not None
        what = "unconfirmed_due" if is_due else "heard_lacks" if missing else "still_unconfirmed"
        key = f"promise:{promise.id}:" + (f"due:{promise.due_at}" if is_due else "again")
        buttons = question_buttons([promise])
        text = "\n".join([say(f"promise.{what}", **words), *given.above_price(conn, [promise])])
        speak.to_leaders(ctx, conn, group, text, key, case=promise.case, buttons=buttons)
    due = promise.due_at if promise.due_at is not None and promise.due_at > ctx.now() else None
    promises.change(conn, promise.id, warned_at=ctx.now(), next_look_at=due)


def _overdue(ctx: Context, conn: Connection, promise: Promise) -> None:
    """The notice with the promise word for word; the breach itself is written down once."""
    now = ctx.now()
    assert promise.due_at is not None
    if promise.breached_at is None:
        promises.change(conn, promise.id, breached_at=now)
        if promise.case is not None:
            text = f"{promise_says.outcome(promise)}，{promise_says.due(ctx, conn, promise)}"
            record(ctx, conn, promise.case, CLOCK, "promise_breached", text, promise=promise.id)
    fresh = promise.warned_at is None or promise.warned_at < promise.due_at
    _say(ctx, conn, promise, "overdue" if fresh else "still_overdue", over=f" {span(now - promise.due_at)}")
    morning = next_morning(ctx, groups.get(conn, promise.group), now)
    promises.change(conn, promise.id, warned_at=now, next_look_at=morning)


def _say(ctx: Context, conn: Connection, promise: Promise, what: str, **more: str) -> None:
    group = groups.get(conn, promise.group)
    text = say(f"promise.{what}", **(promise_says.described(ctx, conn, promise) | more))
    key = f"promise:{promise.id}:{what}:{ctx.now().isoformat()}"
    amend = Button(say("promise.buttons.amend"), data=f"amend:{promise.id}")
    speak.to_leaders(ctx, conn, group, text, key, case=promise.case, buttons=(amend,))


def next_morning(ctx: Context, group: Group, now: datetime) -> datetime:
    """When the group's quiet hours end next, though not within a few hours."""
    zone = zones.zone_of(ctx, group)
    ends = zones.quiet_hours(ctx, group).end
    morning = datetime.combine(now.astimezone(zone).date(), ends, zone)
    while morning.astimezone(UTC) - now < NEXT_MORNING_IN:
        morning = datetime.combine(morning.date() + timedelta(days=1), ends, zone)
    return morning


# --- the leader's words in the group ---


def leader_said(ctx: Context, conn: Connection, group: Group, message: Message, answered: Sequence[Case]) -> None:
    """What the leader wrote in the group: promises to the members whose cases it answers, and whether the goods came
    or the next group buy began."""
    by = Actor("group_leader", message.member_name, message.member_id)
    hear_in_parts(ctx, conn, group, message, _one_for_each(answered, message.text), by)
    text = plain(message.text)
    if _ARRIVED.search(text) and not _NOT_ARRIVED.search(text):
        _time_has_come(ctx, conn, group, message, "on_arrival")
    if _STARTED.search(text) and not _NOT_STARTED.search(text):
        _time_has_come(ctx, conn, group, message, "next_group_buy")


def _one_for_each(answered: Sequence[Case], text: str) -> list[Case]:
    """One case for each member: the one whose goods are named, else the newest."""
    named = find_goods(text)
    chosen: dict[str, Case] = {}
    for case in sorted(answered, key=lambda c: (any(same_goods(c.goods or "", g) for g in named), c.number)):
        chosen[case.member_id] = case
    return list(chosen.values())


def _time_has_come(ctx: Context, conn: Connection, group: Group, message: Message, event: Awaits) -> None:
    """What waited for this is due by the evening."""
    now = ctx.now()
    named = find_goods(message.text)
    found = [p for p in promises.awaiting(conn, group.id, event) if event != "on_arrival" or _of_these(conn, p, named)]
    if not found:
        return
    local = zones.local_now(ctx, group)
    evening = datetime.combine(local.date(), EVENING, local.tzinfo)
    due = evening if evening > now else evening + timedelta(days=1)
    lines = []
    for promise in found:
        changed = promises.change(conn, promise.id, due_at=due, warned_at=now, next_look_at=due)
        lines.append(promise_says.line(ctx, conn, changed))
        if promise.case is not None:
            text = f"{promise_says.outcome(changed)}，{promise_says.due(ctx, conn, changed)}"
            record(ctx, conn, promise.case, CLOCK, "promise_changed", text, promise=promise.id, event=event)
    text = say("promise.time_has_come", event=say(f"promise.{event}"), lines="\n".join(lines))
    speak.to_leaders(ctx, conn, group, text, f"promise:{event}:{message.id}")


def _of_these(conn: Connection, promise: Promise, named: Sequence[str]) -> bool:
    """Whether the goods that came may be those of the promise: where both are named they must be the same."""
    case = cases.get(conn, promise.case) if promise.case is not None else None
    mine = find_goods(promise.thing or "") or ((case.goods,) if case and case.goods else ())
    return not named or not mine or any(same_goods(a, b) for a in mine for b in named)
