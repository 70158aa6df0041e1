"""The clocks of a case: due times, pauses, and what is said when time runs out. A sweep keeps them, whoever changed the
case: `cases.change` asks for a look wherever a clock may have to follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.detection.pressing_words import presses
from bot.domain.case import Case
from bot.domain.sla import STEPS, Clock, Rules, Step, most_urgent, running
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, messages, outbox
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import speak, zones
from handlers.cases.timeline import CLOCK, record
from handlers.spans import span
from handlers.wordings.speaking import say_to

MISSED = "missed"
"""Among a case's clocks: the member waited for an answer in vain, and nobody has said sorry for that yet."""
ASKED_WITHIN = timedelta(minutes=30)
"""So long before the last words of a case those that press for it are what the member waits for."""
TOLD_SINGLY = 3
"""Up to so many notices at once go to a group's leaders one by one."""


@dataclass(frozen=True)
class Notice:
    """A step of a case's clock that is to be said."""

    case: Case
    group: Group
    clock: Clock
    step: Step
    due: datetime


def sweep_clocks(ctx: Context, conn: Connection) -> int:
    """Look at every clock that is due; how many cases that were."""
    due = cases.clocks_due(conn, ctx.now())
    notices = [notice for case in due for notice in look(ctx, conn, case)]
    for group_id in dict.fromkeys(n.group.id for n in notices):
        _tell_group(ctx, conn, [n for n in notices if n.group.id == group_id])
    return len(due)


def _tell_group(ctx: Context, conn: Connection, notices: list[Notice]) -> None:
    """Each on its own; but a whole group's cases falling due at once are one notice, not a flood."""
    if len(notices) <= TOLD_SINGLY:
        for notice in notices:
            _tell(ctx, conn, notice)
        return
    group, now = notices[0].group, ctx.now()
    text = say("leader.clocks_many", group=group.name, count=len(notices))
    speak.to_leaders(ctx, conn, group, text, f"clocks:{group.id}:{now:%Y%m%d%H%M}")


def look(ctx: Context, conn: Connection, case: Case) -> list[Notice]:
    """Bring a case's clocks up to date and note when to look again; returns what is to be said now."""
    group = groups.get(conn, case.group)
    rules = zones.rules_of(ctx, group)
    case = keep_time(conn, case, rules, ctx.now())
    by_hand = not speak.capabilities(ctx, group.platform).sends  # a pasted chat is worked when it is pasted
    if (group.mode == "watch" or by_hand) and not case.red:
        cases.change(conn, case, clock_due_at=None)
        return []
    if case.snoozed_until is not None and case.snoozed_until > ctx.now():
        cases.change(conn, case, clock_due_at=case.snoozed_until)
        return []
    return _take_what_is_due(ctx, conn, case, group, rules)


def keep_time(conn: Connection, case: Case, rules: Rules, now: datetime) -> Case:
    """Due times and pauses follow the state and the severity. A reopened case begins its resolution anew."""
    notes = dict(case.clocks)
    paused_at = case.paused_at
    if not case.is_open:
        notes["ended"], paused_at = True, None
    elif notes.pop("ended", None):
        notes.pop("resolution", None)
        notes |= {"since": now.isoformat(), "paused_s": 0}
    waiting = case.state == "waiting_member"
    if waiting and paused_at is None:
        paused_at = now
    elif not waiting and paused_at is not None:
        stood = rules.hours_of(case).between(paused_at, now).total_seconds()
        notes["paused_s"], paused_at = notes.get("paused_s", 0) + stood, None
    since = datetime.fromisoformat(notes["since"]) if "since" in notes else case.opened_at
    paused = timedelta(seconds=notes.get("paused_s", 0))
    return cases.change(
        conn,
        case,
        clocks=notes,
        paused_at=paused_at,
        first_response_due_at=rules.due(case, "first_response", case.opened_at),
        first_contact_due_at=rules.due(case, "first_contact", case.opened_at),
        resolution_due_at=rules.due(case, "resolution", since, paused),
        clock_due_at=case.clock_due_at,
    )


def _take_what_is_due(ctx: Context, conn: Connection, case: Case, group: Group, rules: Rules) -> list[Notice]:
    now = ctx.now()
    hours = rules.hours_of(case)
    notes = dict(case.clocks)
    nexts: list[datetime] = []
    notices = []
    for clock, due in running(case).items():
        for step in reversed(_steps_left(notes, clock)):
            at = rules.step_at(case, clock, step, due)
            if at > now or not hours.is_open(now):
                nexts.append(max(at, hours.after(now, timedelta(0))))
                continue
            record(ctx, conn, case.number, CLOCK, f"clock_{step}", say(f"clocks.{clock}"), clock=clock)
            notices.append(Notice(case, group, clock, step, due))
            if clock == "answer" and step != "warned" and notes.get(clock) != "breached":
                notes[MISSED] = True
            notes[clock] = step
            break  # what comes before the latest step that is due needs no word any more
    cases.change(conn, case, clocks=notes, clock_due_at=min(nexts, default=None))
    return notices


def _steps_left(notes: dict[str, Any], clock: Clock) -> tuple[Step, ...]:
    steps = STEPS[clock]
    return steps[steps.index(notes[clock]) + 1 :] if notes.get(clock) in steps else steps


def _tell(ctx: Context, conn: Connection, notice: Notice) -> None:
    """One notice: a warning to the assignee, a breach to all, the call to the leader in person."""
    case, group, clock, step, due = notice.case, notice.group, notice.clock, notice.step, notice.due
    now = ctx.now()
    words = speak.describe(case, group) | {"left": span(due - now), "over": span(now - due)}
    said = messages.conversation(conn, case.number)
    asked = next((m for m in reversed(said) if m.direction == "in"), None)
    public = _asked_in_group(conn, case)
    in_group = public is not None and (asked is None or public.at > asked.at)
    words["place"] = say("leader.asked_in_group" if in_group else "leader.asked_in_private")
    last = public if in_group else asked
    if clock == "answer" and last is not None:
        words["quote"] = excerpt(last.text, 60) or say("leader.only_image")
    staff = groups.staff_of(conn, group.id)
    leaders = [m for m in staff if groups.role_of(conn, group.id, m) == "group_leader"] or staff
    key = f"clock:{case.number}:{clock}:{step}:{due.isoformat()}"
    alone = clock == "first_response" and step != "phone" and not _apology_to_send(conn, case)
    text = say(f"leader.{step}_{clock}{'_alone' if alone else ''}", **words)
    if step == "warned" and case.assignee in staff:
        speak.to_leaders(ctx, conn, group, text, key, case=case.number, only=[case.assignee])
        return
    speak.to_leaders(ctx, conn, group, text, key, case=case.number, only=leaders if step == "phone" else None)
    known = ctx.settings.group(group.platform, group.group_id)
    if step == "phone" and known is not None and known.leader_phone:
        others = [m for m in staff if m not in leaders]
        text = say("leader.phone_leader", **words, phone=known.leader_phone)
        speak.to_leaders(ctx, conn, group, text, key, case=case.number, only=others)


def _asked_in_group(conn: Connection, case: Case) -> Message | None:
    """The member's last words in the group; rather those that press, where thanks or talk came after them."""
    said = [m for m in messages.of_case(conn, case.number) if m.role == "member"]
    lately = [m for m in said if said[-1].at - m.at <= ASKED_WITHIN]
    pressing = (m for m in reversed(lately) if presses(m.text, [case.goods] if case.goods else []))
    return next(pressing, said[-1] if said else None)


def _apology_to_send(conn: Connection, case: Case) -> bool:
    """Whether there is a public apology that 发 would send."""
    posts = (post for post in outbox.of_case(conn, case.number) if post.purpose == speak.APOLOGY)
    return any(post.state in ("draft", "failed", "unconfirmed") or post.held_for for post in posts)


def awaits_answer(ctx: Context, conn: Connection, case: Case) -> Case:
    """The member wrote what a person must answer; the first unanswered words count."""
    case = cases.get(conn, case.number) or case
    if case.answer_due_at is not None:
        return case
    notes = {k: v for k, v in case.clocks.items() if k != "answer"}
    due = zones.rules_of(ctx, groups.get(conn, case.group)).due(case, "answer", ctx.now())
    return cases.change(conn, case, answer_due_at=due, clocks=notes)


def answered(conn: Connection, case: Case) -> Case:
    """A person answers the member: nothing waits, and what was missed has been made good."""
    case = cases.get(conn, case.number) or case
    if case.answer_due_at is None and MISSED not in case.clocks:
        return case
    notes = {k: v for k, v in case.clocks.items() if k not in ("answer", MISSED)}
    return cases.change(conn, case, answer_due_at=None, clocks=notes)


def agreed(conn: Connection, case: Case) -> Case:
    """The member agrees to what was offered, or has what they waited for, and waits for no word more. Where they waited
    in vain before, that is still to be said."""
    case = cases.get(conn, case.number) or case
    notes = {k: v for k, v in case.clocks.items() if k != "answer"}
    return case if case.answer_due_at is None else cases.change(conn, case, answer_due_at=None, clocks=notes)


def say_missed(ctx: Context, conn: Connection, case: Case, key: str) -> bool:
    """Where the member waited in vain, that is the first thing that is said now; whether it was."""
    case = cases.get(conn, case.number) or case
    if not case.clocks.get(MISSED):
        return False
    text = say_to(conn, case, "private.missed")
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, f"missed:{case.number}:{key}")
    notes = {k: v for k, v in case.clocks.items() if k != MISSED}
    cases.change(conn, case, clocks=notes)
    return True


def say_missed_in_group(ctx: Context, conn: Connection, case: Case, group: Group) -> None:
    """The member waited in vain and says it in the group now: one post that says sorry for that."""
    if not case.clocks.get(MISSED) or case.red or group.mode == "watch":
        return
    speak.post_apology(ctx, conn, case, group, why="missed", occasion=f"{MISSED}:{case.answer_due_at}")
    notes = {k: v for k, v in case.clocks.items() if k != MISSED}
    cases.change(conn, case, clocks=notes)


def waited_in_vain(ctx: Context, group: Group, since: datetime, severity: int) -> bool:
    """Whether words that nobody has answered have waited for longer than a first response may take."""
    rules = zones.rules_of(ctx, group)
    return rules.hours.after(since, rules.policies[min(max(severity, 1), 3)].allowed("first_response")) <= ctx.now()


def contacted(ctx: Context, conn: Connection, case: Case) -> Case:
    """The first contact is made once the member and we have both spoken in private."""
    if case.first_contact_at is not None:
        return case
    spoken = {m.direction for m in messages.conversation(conn, case.number)}
    return cases.change(conn, case, first_contact_at=ctx.now()) if spoken >= {"in", "out"} else case


def standing(ctx: Context, case: Case, group: Group | None = None) -> str:
    """How the most urgent clock of a case stands, for a line about it in its group's time; empty when none runs."""
    now = ctx.now()
    if case.needs_cause:
        return say("leader.standing_cause")
    if case.snoozed_until is not None and case.snoozed_until > now:
        until = case.snoozed_until.astimezone(zones.zone_of(ctx, group))
        return say("leader.standing_snoozed", time=f"{until:%m-%d %H:%M}")
    urgent = most_urgent(case)
    if urgent is None:
        return ""
    return _stands(now, *urgent)


def _stands(now: datetime, clock: Clock, due: datetime) -> str:
    key = "leader.standing_over" if due <= now else "leader.standing_left"
    return say(key, clock=say(f"clocks.{clock}"), time=span(abs(due - now)))


def all_standing(ctx: Context, case: Case) -> str:
    """How all clocks of a case stand."""
    now = ctx.now()
    by_due = sorted(running(case).items(), key=lambda item: item[1])
    said = [_stands(now, clock, due) for clock, due in by_due]
    if case.is_open and case.paused_at is not None:
        said.append(say("leader.standing_paused"))
    return "，".join(said)


def urgency(ctx: Context, case: Case) -> tuple[bool, bool, bool, datetime, int]:
    """Sorts what is to be done: red first, what is snoozed last, then what is due first."""
    now = ctx.now()
    urgent = most_urgent(case)
    due = urgent[1] if urgent else case.opened_at + timedelta(days=3650)
    snoozed = case.snoozed_until is not None and case.snoozed_until > now
    return (snoozed, not (case.red and case.is_open), due > now, due, -case.severity)
