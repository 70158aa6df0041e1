"""What time and the group's course bring up: warnings, overdue promises, the day on which the goods come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.domain.announced_days import Announced, announced, for_sale
from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.promise_corrected import means_another
from bot.domain.when_words import EVENING
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, messages, promises
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.promises import Promise
from handlers import speak, zones
from handlers.cases.timeline import CLOCK, Actor, record
from handlers.compensation import given
from handlers.promises import says as promise_says
from handlers.promises import together
from handlers.promises.changes import instead
from handlers.promises.hearing import question_buttons
from handlers.promises.ledger import ONE_WEEK, first_look
from handlers.promises.of_several import one_for_each
from handlers.promises.parted import hear_in_parts
from handlers.spans import span

NEXT_MORNING_IN = timedelta(hours=6)
"""A notice of the night is not said again the same morning."""
IN_A_MOMENT = timedelta(minutes=5)
"""What would come up so soon is told with what comes up now."""
MEANT_WITHIN = timedelta(minutes=10)
"""So long a leader may say that their last words were wrong."""
TOLD_AT_ONCE = 60
"""So many promises are named in one notice."""

Occasion = Literal[
    "unconfirmed_due", "still_unconfirmed", "heard_lacks", "waiting", "warning", "watched", "overdue", "still_overdue"
]
"""Why a promise comes up; what is `watched` was warned of and is not due yet."""


def sweep_promises(ctx: Context, conn: Connection) -> int:
    """Look at every promise whose time to be looked at has come; what comes up together is told together."""
    promises.lock_all(conn)
    waiting = {p.id: p for p in promises.due(conn, ctx.now())}
    looked_at = 0
    while waiting:
        first = next(iter(waiting.values()))
        what = _occasion(ctx, first)
        found = sorted([first, *_with(ctx, conn, first, what)], key=lambda p: p.id)
        for promise in found:
            waiting.pop(promise.id, None)
        _look(ctx, conn, found, what)
        looked_at += len(found)
    return looked_at


def _occasion(ctx: Context, promise: Promise) -> Occasion:
    """Why a promise comes up."""
    now, due = ctx.now(), promise.due_at
    if promise.state == "unconfirmed":
        return "unconfirmed_due" if promise.is_overdue(now) else _unsure(promise)
    if due is None:
        return "waiting"
    if due <= now:
        return "overdue" if promise.warned_at is None or promise.warned_at < due else "still_overdue"
    return "warning" if promise.warned_at is None else "watched"


def _unsure(promise: Promise) -> Occasion:
    return "still_unconfirmed" if promise_says.lacks(promise) is None else "heard_lacks"


def _with(ctx: Context, conn: Connection, first: Promise, what: Occasion) -> list[Promise]:
    """What was promised with this one and comes up now for the same reason, or would in a moment; what a red case was
    promised stands alone."""
    if what == "watched" or together.is_red(conn, first):
        return []
    found = [p for p in promises.together(conn, first) if p.id != first.id and _occasion(ctx, p) == what]
    return [p for p in found if _comes_up(ctx, p, first, what) and not together.is_red(conn, p)]


def _comes_up(ctx: Context, promise: Promise, first: Promise, what: Occasion) -> bool:
    at = promise.next_look_at
    in_a_moment = at is not None and at <= ctx.now() + IN_A_MOMENT
    return in_a_moment or (what == "warning" and promise.due_at == first.due_at)


def _look(ctx: Context, conn: Connection, found: Sequence[Promise], what: Occasion) -> None:
    now = ctx.now()
    if found[0].state == "unconfirmed":
        _ask_once_more(ctx, conn, found, what)
    elif what in ("overdue", "still_overdue"):
        _overdue(ctx, conn, found, what)
    elif what == "waiting":
        _tell(ctx, conn, found, what)
        _change(conn, found, next_look_at=now + ONE_WEEK)
    else:
        if what == "warning":
            _tell(ctx, conn, found, what, left=f" {span(min(_dues(found)) - now)}")
        for promise in found:
            promises.change(conn, promise.id, warned_at=now, next_look_at=promise.due_at)


def _ask_once_more(ctx: Context, conn: Connection, found: Sequence[Promise], what: Occasion) -> None:
    """Nobody has said whether it is a promise: once more, and when its time has come; then it stays in the ledger as
    unconfirmed. Nothing is asked where the member says that all is well, where it was no complaint, nor at night."""
    now, group = ctx.now(), groups.get(conn, found[0].group)
    quiet = zones.quiet_hours(ctx, group)
    if quiet.is_quiet(now):
        _change(conn, found, next_look_at=quiet.over_at(now))
        return
    asked = [p for p in found if not _is_settled(conn, p)]
    if asked and group.mode != "watch":
        _tell(ctx, conn, asked, what)
    for promise in found:
        due = promise.due_at if promise.due_at is not None and promise.due_at > now else None
        promises.change(conn, promise.id, warned_at=now, next_look_at=due)


def _is_settled(conn: Connection, promise: Promise) -> bool:
    case = cases.get(conn, promise.case) if promise.case is not None else None
    return case is not None and case.closed_by in ("member", "undo")


def _overdue(ctx: Context, conn: Connection, found: Sequence[Promise], what: Occasion) -> None:
    """The notice with the promise word for word; the breach itself is written down once."""
    now = ctx.now()
    for promise in found:
        if promise.breached_at is None:
            promises.change(conn, promise.id, breached_at=now)
            if promise.case is not None:
                text = f"{promise_says.outcome(promise)}，{promise_says.due(ctx, conn, promise)}"
                record(ctx, conn, promise.case, CLOCK, "promise_breached", text, promise=promise.id)
    _tell(ctx, conn, found, what, over=f" {span(now - min(_dues(found)))}")
    morning = next_morning(ctx, groups.get(conn, found[0].group), now)
    _change(conn, found, warned_at=now, next_look_at=morning)


def _dues(found: Sequence[Promise]) -> list[datetime]:
    return [p.due_at for p in found if p.due_at is not None]


def _change(conn: Connection, found: Sequence[Promise], **values: datetime) -> None:
    for promise in found:
        promises.change(conn, promise.id, **values)


def _tell(ctx: Context, conn: Connection, found: Sequence[Promise], what: Occasion, **more: str) -> None:
    """One notice for as many as a message holds."""
    group = groups.get(conn, found[0].group)
    for part in (found[n : n + TOLD_AT_ONCE] for n in range(0, len(found), TOLD_AT_ONCE)):
        first = part[0]
        if len(part) > 1:
            text = together.told(ctx, conn, part, what, **more)
        else:
            words = promise_says.described(ctx, conn, first) | {"line": promise_says.line(ctx, conn, first)}
            again = first.is_missing and what in ("overdue", "still_overdue")
            text = say("promise.still_missing" if again else f"promise.{what}", **(words | more))
        asked = part if first.state == "unconfirmed" else ()
        above = dict.fromkeys(line for p in asked for line in given.above_price(conn, [p]))
        speak.to_leaders(
            ctx, conn, group, "\n".join([text, *above]), f"promise:{first.id}:{what}:{ctx.now().isoformat()}",
            case=first.case, buttons=_buttons(part),
        )  # fmt: skip


def _buttons(part: Sequence[Promise]) -> tuple[Button, ...]:
    """What one tap can say of all of them."""
    if part[0].state == "unconfirmed":
        return question_buttons(part) if together.said_as_one(part) else ()
    return (Button(say("promise.buttons.amend"), data=f"amend:{part[0].id}"),) if len(part) == 1 else ()


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
    or the next group buy began, or on which day they will."""
    by = Actor("group_leader", message.member_name, message.member_id)
    hear_in_parts(ctx, conn, group, message, one_for_each(answered, message.text), by)
    _meant_another(ctx, conn, group, message, answered)
    for event in announced(message.text, zones.local_now(ctx, group)):
        _time_has_come(ctx, conn, group, message, event)


def _meant_another(ctx: Context, conn: Connection, group: Group, message: Message, answered: Sequence[Case]) -> None:
    """“说错了，是王姐退8块”: what the leader has just promised to somebody else may be none."""
    if not answered or group.mode == "watch" or not means_another(message.text):
        return
    own = [m for m in messages.recent(conn, group.id, 10, before=message.id) if m.member_id == message.member_id]
    if not own or message.at - own[-1].at > MEANT_WITHIN:
        return
    to = {case.member_id for case in answered}
    made = [p for p in promises.of_message(conn, group.id, own[-1].message_id) if p.is_unkept]
    if made and not to & {p.member_id for p in made}:
        text = "\n".join(instead(ctx, conn, p) for p in made)
        speak.to_leaders(ctx, conn, group, text, f"promise:{made[0].id}:instead:{message.id}", case=made[0].case)


def _time_has_come(ctx: Context, conn: Connection, group: Group, message: Message, said: Announced) -> None:
    """What waited for this is due by the evening of the day for which it is announced; of a later day it is watched
    like any other until then. A day that is put off moves nothing: it may be another delivery."""
    named = find_goods(said.words) or find_goods(message.text)
    now, local = ctx.now(), zones.local_now(ctx, group)
    due = datetime.combine(said.day, EVENING, local.tzinfo)
    due = due if due > now else due + timedelta(days=1)
    here = said.day <= local.date()
    found = []
    for promise in promises.awaiting(conn, group.id, said.event, due):
        is_meant = said.event != "on_arrival" or _of_these(conn, promise, named)
        if is_meant and (named or here or not for_sale(message.text)):
            found.append(promise)
    if not found:
        return
    lines = []
    for promise in found:
        changed = promises.change(conn, promise.id, due_at=due, warned_at=now if here else None, next_look_at=due)
        if not here:
            changed = promises.change(conn, promise.id, next_look_at=first_look(ctx, conn, changed))
        lines.append(promise_says.line(ctx, conn, changed))
        if promise.case is not None:
            text = f"{promise_says.outcome(changed)}，{promise_says.due(ctx, conn, changed)}"
            record(ctx, conn, promise.case, CLOCK, "promise_changed", text, promise=promise.id, event=said.event)
    event = say(f"promise.{said.event}")
    text = say(f"promise.time_{'has' if here else 'will'}_come", event=event, lines="\n".join(lines))
    speak.to_leaders(ctx, conn, group, text, f"promise:{said.event}:{said.day}:{message.id}")


def _of_these(conn: Connection, promise: Promise, named: Sequence[str]) -> bool:
    """Whether the goods that came may be those of the promise: where both are named they must be the same."""
    case = cases.get(conn, promise.case) if promise.case is not None else None
    mine = find_goods(promise.thing or "") or ((case.goods,) if case and case.goods else ())
    return not named or not mine or any(same_goods(a, b) for a in mine for b in named)
