"""How a case ends: the resolution is said, the member asked, the cause named, a mark is welcome; or it goes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from bot.domain.case import CAUSES, NO_CAUSE_NEEDED, Case, Cause, State
from bot.domain.chat import Button
from bot.domain.text import excerpt, quoted
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, members, outbox
from bot.storage.groups import Group
from handlers import speak, zones
from handlers.cases import clocks, lessons, unsaid
from handlers.cases.shown import hangs
from handlers.cases.timeline import BOT, CLOCK, Actor, member_of, record
from handlers.compensation import asked_for
from handlers.compensation import at_the_end as offer_left
from handlers.incidents import posts as incident_posts
from handlers.incidents import reopened as incident_reopened
from handlers.promises import ledger
from handlers.wordings.speaking import say_to

REMIND_CAUSE = timedelta(days=3)
"""So long after it was over, and again, the leader is reminded of the cause that is still missing."""
WELL_SOLVED = 4
"""From this mark on the leader is shown the way to the case's card."""


Where = Literal["private", "group", "aside"] | None
"""Where the member is answered: `aside` is in private what was said in the group; None is not at all."""


class Meanwhile(Exception):
    """Somebody else was quicker; the message is the sentence that says who did what."""


def check_seen(ctx: Context, conn: Connection, case: Case, seen: State | None) -> None:
    """Raise Meanwhile when the case is no more in the state that the person saw."""
    if seen is None or seen == case.state:
        return
    raise Meanwhile(meanwhile(conn, case))


def meanwhile(conn: Connection, case: Case) -> str:
    """Who did the last thing to a case, and what, in one sentence."""
    by_people = [e for e in cases.timeline(conn, case.number) if e.actor in ("group_leader", "member")]
    words: dict[str, Any] = {"number": case.number, "state": say(f"states.{case.state}")}
    if not by_people:
        return say("leader.meanwhile", **words)
    last = by_people[-1]
    return say("leader.meanwhile_by", **words, who=last.actor_name, what=say(f"events.{last.kind}"))


def resolve(
    ctx: Context, conn: Connection, case: Case, resolution: str, by: Actor, key: str, *, seen: State | None = None
) -> Case:
    """Say what was done and ask whether it is solved; silence closes it later. No mark is ever invented.

    Raises Meanwhile when the case is no more as the person saw it.
    """
    check_seen(ctx, conn, case, seen)
    now = ctx.now()
    unsaid.keep_back(ctx, conn, case, key)
    clocks.say_missed(ctx, conn, case, key)
    case = cases.change(
        conn,
        case,
        state="resolved",
        resolution=resolution,
        resolved_at=now,
        closes_at=now + timedelta(hours=ctx.settings.defaults.close_after_h),
        closed_by=None,
    )
    case = clocks.answered(conn, case)
    outbox.cancel(conn, case.number, (speak.APOLOGY, speak.OPENING))
    record(ctx, conn, case.number, by, "resolved", resolution)
    text = lessons.resolved_text(conn, case)
    said = f"resolved:{case.number}:{key}"
    speak.to_member(
        ctx, conn, case, speak.TO_CASE_MEMBER, text, said, buttons=fixed_buttons(case), author="group_leader"
    )
    offer_left.ask(ctx, conn, case, key)
    return cases.change(conn, case, closes_at=None) if speak.kept_back(conn, said) else case


def unread_before(conn: Connection, case: Case, written_at: datetime) -> bool:
    """Whether what was written then cannot be an answer to the resolution: it had not gone out yet."""
    posts = _resolutions(conn, case)
    last = posts[-1] if posts else None
    if last is None or last.state == "draft":
        return False
    return last.state in ("pending", "sending") if last.sent_at is None else not last.had_arrived(written_at)


def _resolutions(conn: Connection, case: Case) -> list[outbox.Post]:
    """The messages that told the member the resolution, oldest first."""
    key = f"resolved:{case.number}:"
    return [post for post in outbox.of_case(conn, case.number) if post.dedupe_key.startswith(key)]


def heard(ctx: Context, conn: Connection, case: Case) -> None:
    """The member has read the resolution: from now on silence closes the case, if it did not before."""
    if case.untold:
        cases.change(conn, case, closes_at=ctx.now() + timedelta(hours=ctx.settings.defaults.close_after_h))


def fixed_buttons(case: Case) -> tuple[Button, ...]:
    fixed, not_fixed = say("buttons.fixed"), say("buttons.not_fixed")
    return (Button(fixed, data=f"fixed:{case.number}"), Button(not_fixed, data=f"notfixed:{case.number}"))


def mark_buttons(case: Case) -> tuple[Button, ...]:
    return tuple(Button(str(n), data=f"mark:{case.number}:{n}") for n in range(1, 6))


def cause_buttons(case: Case) -> tuple[Button, ...]:
    """One tap for the cause, and one for the expectation gap; for leaders only."""
    causes = tuple(Button(say(f"causes.{cause}"), data=f"{cause}:{case.number}") for cause in CAUSES)
    return (*causes, Button(say("tags.expectation_gap"), data=f"gap:{case.number}"))


def set_cause(ctx: Context, conn: Connection, case: Case, cause: Cause, by: Actor, line: str = "") -> Case:
    """Whose doing it was. A case that was over but for this closes, and one whose member does not want to hear of it;
    who has just been told the resolution hears what changes, in the leader's own `line` where there is one. Beside a
    cause that is the member's the line is a note."""
    lesson = None if cause == "member" else line or (case.lesson if case.cause == cause else None)
    before, case = case, cases.change(conn, case, cause=cause, lesson=lesson)
    cases.share_cause(conn, case)
    record(ctx, conn, case.number, by, "cause", say(f"causes.{cause}"), cause=cause)
    if line:
        record(ctx, conn, case.number, by, "note" if cause == "member" else "lesson", line)
    lessons.tell(ctx, conn, before, case)
    if case.untold:
        return _closed(ctx, conn, case, "unasked")
    return _closed(ctx, conn, case, case.closed_by or "") if case.needs_cause else case


def member_says_fixed(ctx: Context, conn: Connection, case: Case, words: str, *, in_group: bool) -> Case:
    """The member says that it is solved. Ask whoever talks with them: the member, or the leader who answered."""
    now = ctx.now()
    record(ctx, conn, case.number, member_of(case), "says_fixed", words)
    unsaid.keep_back(ctx, conn, case, f"fixed:{ctx.now().isoformat()}", "fixed")
    if case.settled:
        return case
    if case.state == "resolved":
        return close(ctx, conn, case, "member")
    first = case.fix_confirmed_at is None
    case = cases.change(conn, clocks.agreed(conn, case), fix_confirmed_at=now)
    if not first:
        return case
    group = groups.get(conn, case.group)
    if group.mode == "watch":
        return case
    member = members.get(conn, case.platform, case.member_id)
    can_write = speak.capabilities(ctx, case.platform).dm_first == "always" or bool(member and member.reachable)
    can_write = can_write and not case.red and not (member and member.no_contact_at)
    ask_member = can_write and (not in_group or case.first_response_by != "group_leader")
    if ask_member:
        text = say_to(conn, case, "private.ask_fixed", quote=quoted(words, 30))
        speak.to_member(
            ctx, conn, case, speak.TO_CASE_MEMBER, text, f"ask_fixed:{case.number}", buttons=fixed_buttons(case)
        )
    key = "leader.member_fixed" if ask_member else "leader.member_fixed_quiet"
    text = say(key, **(speak.describe(case, group) | {"quote": excerpt(words, 40)}))
    speak.to_leaders(ctx, conn, group, text, f"fixed:{case.number}", case=case.number)
    return case


def member_confirms(ctx: Context, conn: Connection, case: Case) -> Case:
    """The member says yes, it is solved: over for them, with one word of thanks and the invitation to a mark."""
    case = close(ctx, conn, case, "member")
    if case.red:  # after an illness nobody is asked for a mark
        return case
    assert case.resolved_at is not None
    key = f"mark:{case.number}:{case.resolved_at.isoformat()}"
    text = say_to(conn, case, "private.ask_mark")
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, key, buttons=mark_buttons(case))
    return case


def close(ctx: Context, conn: Connection, case: Case, by: str, *, quietly: bool = False) -> Case:
    """End a case: by the member's yes, by silence, by undo, by a merge or because a new fault replaces it.

    Without a cause it is over for the member but stays resolved until a leader has named one.
    """
    if case.state != "resolved":
        case = cases.change(conn, case, state="resolved", resolved_at=ctx.now())
    if case.cause is not None or by in NO_CAUSE_NEEDED:
        return _closed(ctx, conn, case, by, quietly=quietly)
    case = cases.change(conn, case, closed_by=by, closes_at=_remind_at(ctx, conn, case), answer_due_at=None)
    record(ctx, conn, case.number, _ended_by(case, by), "ended", "", by=by)
    if not quietly:
        _ask_cause(ctx, conn, case, f"leader.ended_{by}")
    return case


def _closed(ctx: Context, conn: Connection, case: Case, by: str, *, quietly: bool = False) -> Case:
    asked = case.needs_cause
    now = ctx.now()
    case = cases.change(conn, case, state="closed", closed_at=now, closed_by=by, closes_at=None, answer_due_at=None)
    record(ctx, conn, case.number, _ended_by(case, by), "closed", "", by=by)
    group = groups.get(conn, case.group)
    if by not in ("member", "silence") or quietly or asked or group.mode == "watch":
        return case
    key = "leader.closed" if by == "member" else "leader.closed_silent"
    text = say(key, hours=f"{ctx.settings.defaults.close_after_h:g}", **speak.describe(case, group))
    speak.to_leaders(ctx, conn, group, text, f"closed:{case.number}:{now.isoformat()}", case=case.number)
    return case


def _ended_by(case: Case, by: str) -> Actor:
    return member_of(case) if by == "member" else CLOCK if by == "silence" else BOT


def _remind_at(ctx: Context, conn: Connection, case: Case) -> datetime:
    return zones.rules_of(ctx, groups.get(conn, case.group)).hours.after(ctx.now() + REMIND_CAUSE, timedelta(0))


def _ask_cause(ctx: Context, conn: Connection, case: Case, key: str) -> None:
    """Ask the leaders for the cause that is missing."""
    group = groups.get(conn, case.group)
    if group.mode == "watch":
        return
    hours = f"{ctx.settings.defaults.close_after_h:g}"
    text = say(key, hours=hours, **speak.describe(case, group)) + "\n" + say("leader.ask_cause", number=case.number)
    key = f"cause:{case.number}:{ctx.now().isoformat()}"
    speak.to_leaders(ctx, conn, group, text, key, case=case.number, buttons=cause_buttons(case))


def time_is_up(ctx: Context, conn: Connection, case: Case) -> None:
    """A resolved case's time has come: the member has been silent, or its cause is still missing."""
    if not case.needs_cause:
        close(ctx, conn, case, "silence")
        return
    cases.change(conn, case, closes_at=_remind_at(ctx, conn, case))
    _ask_cause(ctx, conn, case, "leader.cause_missing")


def give_mark(ctx: Context, conn: Connection, case: Case, mark: int, key: str) -> Case:
    """The member's mark; they are thanked once."""
    record(ctx, conn, case.number, member_of(case), "marked", str(mark))
    group = groups.get(conn, case.group)
    if case.mark is None:
        text = say_to(conn, case, "private.closed_thanks")
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, f"thanks:{case.number}:{key}")
    case = cases.change(conn, case, mark=mark)
    text = say("leader.marked", **(speak.describe(case, group) | {"mark": mark}))
    worth_showing = mark >= WELL_SOLVED and not case.red
    buttons = [Button(say("showing.buttons.cardsee"), data=f"cardsee:{case.number}")] if worth_showing else []
    speak.to_leaders(ctx, conn, group, text, f"marked:{case.number}:{key}", case=case.number, buttons=buttons)
    return case


def reopen(ctx: Context, conn: Connection, case: Case, words: str, key: str, *, where: Where = "private") -> Case:
    """It is not solved: the case waits for us again, the leader is told, and the member is answered where they said it.

    When a later case of these goods is open by now, the words belong to that one.
    """
    later = cases.open_case(conn, case.group, case.member_id, case.goods_key)
    if case.is_open or later is not None:
        case = later or case
        record(ctx, conn, case.number, member_of(case), "says_not_fixed", words)
        return clocks.awaits_answer(ctx, conn, case)
    case = _open_again(conn, case)
    record(ctx, conn, case.number, member_of(case), "reopened", words)
    group = groups.get(conn, case.group)
    case = clocks.awaits_answer(ctx, conn, case)
    text = say("leader.reopened", **(speak.describe(case, group) | {"quote": excerpt(words, 60)}))
    missing = asked_for.missing(conn, case, words)
    if missing is not None:
        missing = ledger.not_arrived(ctx, conn, missing, member_of(case), words)
        text += "\n" + asked_for.noted_as_done(ctx, conn, missing)
    if where == "private" and missing is not None and not case.red:
        asked_for.tell_member(ctx, conn, case, missing, words, key)
    elif where == "private" and not case.red:
        said = say_to(conn, case, "private.reopened")
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, said, f"reopened:{case.number}:{key}")
    elif where == "aside" and not case.red and group.mode != "watch":
        _answer_aside(ctx, conn, case, group, words, key)
    elif where == "group" and not case.red and group.mode != "watch":
        draft = _answer_in_group(ctx, conn, case, group, words, key)
        if group.mode == "assist":
            text += "\n" + say("leader.reopened_draft", number=case.number, draft=draft)
    if hangs(conn, case):
        text += "\n" + say("leader.reopened_shown", number=case.number)
    if case.incident is None:
        speak.to_leaders(ctx, conn, group, text, f"reopened:{case.number}:{key}", case=case.number)
    else:
        incident_reopened.tell_leaders(ctx, conn, case, group, text, key)
    return case


def _answer_in_group(ctx: Context, conn: Connection, case: Case, group: Group, words: str, key: str) -> str:
    """One line in the group, and a word in private where the member may be written to; returns the line, empty where
    it is one for several members."""
    _answer_aside(ctx, conn, case, group, words, key)
    if group.mode == "auto" and incident_posts.say_unsolved(ctx, conn, case, group):
        return ""
    return speak.post_apology(ctx, conn, case, group, why="unsolved", occasion=f"unsolved:{key}")


def _answer_aside(ctx: Context, conn: Connection, case: Case, group: Group, words: str, key: str) -> None:
    if speak.may_write(ctx, conn, case):
        said = say_to(conn, case, "private.reopened_in_group", quote=quoted(words, 30))
        speak.to_member(
            ctx, conn, case, speak.TO_CASE_MEMBER, said, f"reopened:{case.number}:{key}", draft=group.mode != "auto"
        )


def _open_again(conn: Connection, case: Case) -> Case:
    """Back to us; a resolution that has not gone out yet never does."""
    for post in _resolutions(conn, case):
        if post.state in outbox.UNDECIDED:
            outbox.change(conn, post.id, state="cancelled")
    return cases.change(
        conn, case, state="waiting_us", closes_at=None, closed_at=None, closed_by=None, fix_confirmed_at=None
    )


def take_up_again(ctx: Context, conn: Connection, case: Case, reason: str, by: Actor) -> Case | None:
    """A person opens an ended case again, without a word to the member; None where another of its goods is open."""
    if case.is_open:
        return case
    if case.merged_into is not None or cases.open_case(conn, case.group, case.member_id, case.goods_key):
        return None
    case = _open_again(conn, case)
    record(ctx, conn, case.number, by, "taken_up_again", reason)
    return case
