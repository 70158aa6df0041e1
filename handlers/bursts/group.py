"""A member's burst in a group, once it was judged: a case, a question to the leader, or nothing."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.detection.given_words import of_a_neighbour, of_another_shop
from bot.detection.goods import find_goods, goods_key
from bot.detection.intake_words import takes_back
from bot.detection.member_says import me_too, says_fixed, says_not_fixed
from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.text import excerpt, safe_name
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, cases, groups, messages, reviews
from bot.storage.bursts import StoredBurst
from bot.storage.cases import NewCase
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.reviews import Review
from handlers import speak
from handlers.bursts import begun, of_what_is_given, pressing, same_matter, several, told_more, unsolved
from handlers.bursts.leader import leaders_answer
from handlers.bursts.loading import Loaded
from handlers.bursts.same_matter import SAME_MATTER
from handlers.cases import clocks
from handlers.cases.closing import Where, close, member_says_fixed, reopen
from handlers.cases.conversation import leave_to_us
from handlers.cases.goods import is_about
from handlers.cases.work import Actor, add_evidence, name_goods, open_case, record
from handlers.incidents import temperature
from handlers.promises import done, other_come
from handlers.promises.sweep import leader_said
from handlers.showing import held_in_group
from handlers.showing import withdrawal as showing_withdrawal
from handlers.voices import after_yes as voice_after_yes
from handlers.voices import hearing

FOLLOW_UP = timedelta(minutes=30)
"""So long after a case's last message the member's words are taken to be about it."""
NAMED_WITHIN = timedelta(minutes=3)
REPEAT_WITHIN = timedelta(days=7)
_UNDERSTOOD = re.compile(r"^\s*收到[\s!！。~～]*$")


def conclude(ctx: Context, conn: Connection, loaded: Loaded, verdict: Verdict) -> None:
    """Act on the verdict. Called in the transaction that marks the burst as judged."""
    burst, said = loaded.burst, loaded.said
    assert burst.group is not None
    bursts.judged(conn, burst.id, as_stored(verdict))
    if not said:
        return
    group = groups.get(conn, burst.group)
    if voice_after_yes.taken_back_in_group(ctx, conn, burst, loaded.judged.text, verdict):
        return
    if held_in_group.held_back(ctx, conn, group, said, loaded.judged.text, verdict):
        return
    if showing_withdrawal.asked_for_in_group(ctx, conn, group, said, loaded.judged.text, verdict):
        return
    if all(m.recalled_at for m in said):
        if verdict.decision != "none":
            ask_leader(ctx, conn, loaded, verdict, group)
        return
    _mark_messages(conn, said, verdict)
    open_cases = cases.open_of_member(conn, burst.platform, burst.member_id, group.id, for_update=True)
    text = loaded.judged.text
    verdict = unsolved.without_the_ended(ctx, conn, loaded, verdict, open_cases)
    to_another = of_what_is_given.spoken_to_another(conn, burst, group.id, said)
    of_elsewhere = verdict.decision != "complaint" and not verdict.red and of_another_shop(text)
    if of_elsewhere or (
        (
            not to_another
            and not verdict.red
            and other_come.heard(ctx, conn, group, burst.member_id, text, str(burst.id))
        )
        or of_what_is_given.heard(ctx, conn, burst, said, text, verdict, open_cases)
        or pressing.heard_for_another(ctx, conn, burst, said, text, verdict)
        or pressing.heard(ctx, conn, burst, said, text, verdict, open_cases)
        or unsolved.heard(ctx, conn, loaded, verdict, open_cases)
    ):
        pass  # what follows from it is said in private
    elif verdict.decision == "complaint":
        pressed = pressing.case_pressed(conn, burst, said, text, open_cases)
        _complaint(ctx, conn, loaded, verdict, group, open_cases)
        if pressed is not None and not verdict.red and bursts.get(conn, burst.id).case == pressed.number:
            pressing.hear(ctx, conn, pressed, said, text, f"group:{burst.id}")
        else:
            told_more.tell(ctx, conn, loaded, verdict, open_cases)
    elif not _follow_up(ctx, conn, loaded, verdict, group, open_cases):
        over = unsolved.perhaps(ctx, conn, loaded, verdict, open_cases)
        if over is not None or verdict.decision == "review":
            ask_leader(ctx, conn, loaded, verdict, group, over)
    else:
        told_more.tell(ctx, conn, loaded, verdict, open_cases)
    if not (to_another or of_elsewhere):
        done.hear_from_member(ctx, conn, group, burst.member_id, text, f"group:{burst.id}")
    hearing.hear_burst(ctx, conn, group, burst, said, verdict)
    temperature.look(ctx, conn, group)


def as_stored(verdict: Verdict) -> dict[str, object]:
    """The verdict as it is kept with its burst; every check's result stays, so a leader can ask why."""
    return asdict(verdict)


def _mark_messages(conn: Connection, said: tuple[Message, ...], verdict: Verdict) -> None:
    complaint = {"complaint": True, "none": False, "review": None}[verdict.decision]
    messages.change(
        conn, [m.id for m in said], complaint=complaint, category=verdict.category, goods=list(verdict.goods)
    )


def _complaint(
    ctx: Context, conn: Connection, loaded: Loaded, verdict: Verdict, group: Group, open_cases: list[Case]
) -> None:
    said = list(loaded.said)
    whole, verdict = verdict, several.first_of(verdict)
    named_by = said[min(verdict.named_by, len(said) - 1)]
    goods = verdict.goods[0] if verdict.goods else _goods_named_before(loaded)
    case = same_matter.case_of(ctx, conn, loaded, open_cases, goods, red=verdict.red is not None)
    before: Case | None = None
    if case is not None and case.fix_confirmed_at is not None:
        record(ctx, conn, case.number, Actor("member", named_by.member_name), "new_fault", named_by.text)
        before, case = close(ctx, conn, case, "member", quietly=True), None
    if case is None and before is None:
        before = _ended_case_of_same_goods(ctx, conn, loaded.burst, group, goods)
        if before is not None and before.asks_member and not _joins_since(loaded, before):  # the same trouble
            text = " ".join(m.text for m in said)
            where: Where = None if verdict.red else "group"  # of what became red the leader is told below
            case = reopen(ctx, conn, before, text, str(named_by.id), where=where)
    if case is not None:
        if goods and case.goods is None:
            case = name_goods(ctx, conn, case, goods, goods_key(goods))
        case = add_evidence(ctx, conn, case, said, severity=verdict.severity or 0, red=verdict.red)
        clocks.say_missed_in_group(ctx, conn, case, group)
        bursts.set_case(conn, loaded.burst.id, case.number)
        several.open_others(ctx, conn, group, case, whole, said)
        return
    before_it = begun.begun(conn, loaded.burst, goods)
    words = "，".join(m.text for m in (*before_it.said, *said[: verdict.named_by + 1]) if m.text)
    new = NewCase(
        group=group.id,
        platform=group.platform,
        member_id=named_by.member_id,
        member_name=named_by.member_name,
        category=verdict.category or "other",
        severity=max(verdict.severity or 1, 2 if before else 1),
        quote=whole.parts[0].words if whole.parts else words,
        opened_at=ctx.now(),
        goods=goods,
        goods_key=goods_key(goods) if goods else "",
        red=verdict.red,
        opened_by_message=(before_it.opening or named_by).message_id,
        repeat_of=before.number if before else None,
    )
    from_the_start = replace(loaded, said=(*before_it.said, *said))
    case = open_from_burst(ctx, conn, new, group, from_the_start, about=several.about(whole))
    begun.settle(ctx, conn, before_it.questions, case)
    answer = leaders_answer(conn, group, loaded.burst.member_id, loaded.said) if whole.parts else None
    several.open_others(ctx, conn, group, case, whole, said, answer)


def _goods_named_before(loaded: Loaded) -> str | None:
    """The goods that the member named just before, in words that were judged on their own ("你们这个草莓")."""
    for e in reversed(loaded.situation.earlier):
        if (
            e.same_member
            and e.at is not None
            and loaded.burst.first_at - e.at <= NAMED_WITHIN
            and e.complaint is not True
        ):
            goods = find_goods(e.text)
            if goods:
                return goods[0]
    return None


def open_from_burst(
    ctx: Context, conn: Connection, new: NewCase, group: Group, loaded: Loaded, *, about: speak.About | None = None
) -> Case:
    """Open a case for a burst's messages; a leader's answer that came meanwhile is its first response. `about` says
    what the post is about, where that is more than the case."""
    answer = leaders_answer(conn, group, loaded.burst.member_id, loaded.said)
    voice = any(me_too(m.text) for m in loaded.said)
    missed = _told_before(ctx, conn, group, loaded, new)
    case = open_case(ctx, conn, new, group, me_too=voice, answered_by=answer, missed=missed, about=about)
    if case is None:  # an older case of these goods is still open: it is about that one
        case = cases.open_case(conn, group.id, new.member_id, new.goods_key, for_update=True)
        assert case is not None
        add_evidence(ctx, conn, case, list(loaded.said), severity=new.severity, red=new.red)
    elif answer is not None:
        leader_said(ctx, conn, group, answer, [case])
    messages.change(conn, [m.id for m in loaded.said], case=case.number, complaint=True)
    bursts.set_case(conn, loaded.burst.id, case.number)
    return case


def _told_before(ctx: Context, conn: Connection, group: Group, loaded: Loaded, new: NewCase) -> bool:
    """Whether the member has said it before, in words that the leader was asked about and nobody answered."""
    since = ctx.now() - SAME_MATTER
    waiting = [r for r in reviews.open_of_member(conn, group.id, loaded.burst.member_id) if r.at >= since]
    return any(unanswered(ctx, conn, group, review, new.severity) for review in waiting)


def unanswered(ctx: Context, conn: Connection, group: Group, review: Review, severity: int) -> bool:
    """Whether words that the leader was asked about have waited too long, the leader not having answered in the group
    either."""
    said = tuple(messages.of_burst(conn, review.burst))
    waited = clocks.waited_in_vain(ctx, group, review.at, severity)
    return waited and bool(said) and leaders_answer(conn, group, review.member_id, said) is None


def _last_case(conn: Connection, burst: StoredBurst, group: Group) -> Case | None:
    """The member's newest case, or the one that goes on in its place, locked."""
    last = cases.latest_of_member(conn, burst.platform, burst.member_id, group.id)
    last = cases.get(conn, last.number, for_update=True) if last is not None else None
    return cases.goes_on(conn, last, for_update=True) if last is not None else None


def _joins_since(loaded: Loaded, ended: Case) -> bool:
    """Whether bare words (我也是) join a neighbour who has complained since this case ended: another trouble."""
    since = ended.resolved_at or ended.opened_at
    joined = [e for e in loaded.situation.earlier if e.complaint and e.same_member is False]
    bare = not find_goods(loaded.judged.text) and any(me_too(m.text) for m in loaded.said)
    return bare and any(e.at is not None and e.at > since for e in joined[-1:])


def _ended_case_of_same_goods(
    ctx: Context, conn: Connection, burst: StoredBurst, group: Group, goods: str | None
) -> Case | None:
    """The member's last case, if it ended lately and was about these goods (or the complaint names none)."""
    last = _last_case(conn, burst, group)
    if last is None or last.is_open or last.closed_by == "undo":
        return None
    if ctx.now() - (last.resolved_at or last.opened_at) > REPEAT_WITHIN:
        return None
    same = goods is None or last.goods is None or is_about(conn, last, goods)
    return last if same else None


def _follow_up(
    ctx: Context, conn: Connection, loaded: Loaded, verdict: Verdict, group: Group, open_cases: list[Case]
) -> bool:
    """What a member with a case says further belongs to it; whether that was so here."""
    text = loaded.judged.text
    resolved = _last_case(conn, loaded.burst, group)
    if resolved is not None and resolved.state == "resolved":
        if says_not_fixed(text):
            again = reopen(ctx, conn, resolved, text, str(loaded.burst.id), where="group")
            messages.change(conn, [m.id for m in loaded.said], case=again.number)
            bursts.set_case(conn, loaded.burst.id, again.number)
            return True
        if _fixed(text):
            member_says_fixed(ctx, conn, resolved, text, in_group=True)
            return True
    goods = verdict.goods[0] if verdict.goods else None
    for case in open_cases:
        other_goods = goods is not None and case.goods is not None and not is_about(conn, case, goods)
        taken_back = takes_back(text) if ctx.now() - case.opened_at <= SAME_MATTER else None
        if other_goods or not (taken_back or _in_touch(ctx, conn, case) or _arrived(ctx, case, text)):
            continue
        case = told_more.with_its_goods(ctx, conn, add_evidence(ctx, conn, case, list(loaded.said)), loaded)
        bursts.set_case(conn, loaded.burst.id, case.number)
        if case.first_response_at is not None and _fixed(text):
            member_says_fixed(ctx, conn, cases.get(conn, case.number) or case, text, in_group=True)
        elif taken_back and group.mode != "watch":
            leave_to_us(ctx, conn, cases.get(conn, case.number) or case, text, taken_back, f"group:{loaded.burst.id}")
        return True
    return False


def _fixed(text: str) -> bool:
    """Whether the member says that their own matter is solved, not a neighbour's."""
    return says_fixed(text) and not of_a_neighbour(text)


def _arrived(ctx: Context, case: Case, text: str) -> bool:
    """Whether the member says, perhaps days later, that the matter is solved; a bare 收到 only means "understood"."""
    return _fixed(text) and not _UNDERSTOOD.match(text) and ctx.now() - case.opened_at <= SAME_MATTER


def _in_touch(ctx: Context, conn: Connection, case: Case) -> bool:
    """Whether something was said in the case lately."""
    lines = cases.timeline(conn, case.number)
    return bool(lines) and ctx.now() - lines[-1].at <= FOLLOW_UP


def ask_leader(
    ctx: Context, conn: Connection, loaded: Loaded, verdict: Verdict, group: Group, over: Case | None = None
) -> None:
    """Keep a message that the detector was unsure of and ask the leaders about it. `over`: the case of which it may be
    and which is over; the member reads that it was heard."""
    burst = loaded.burst
    context = tuple(f"{m.member_name}：{m.text or say('leader.only_image')}" for m in _lines_before(conn, loaded))
    text = loaded.judged.text or say("leader.only_image")
    number = reviews.add(
        conn,
        Review(
            burst=burst.id, group=group.id, member_id=burst.member_id, member_name=burst.member_name, text=text,
            context=context, verdict=as_stored(verdict), at=ctx.now(),
        ),
    )  # fmt: skip
    if group.mode == "watch":
        return
    words: dict[str, Any] = {
        "number": number,
        "group": group.name,
        "context": "\n".join(excerpt(line, 60) for line in context) or say("leader.no_context"),
        "member": safe_name(burst.member_name),
        "quote": excerpt(text, 80),
    }
    yes, no = say("buttons.is_complaint"), say("buttons.is_none")
    buttons = [Button(yes, data=f"yes:{number}"), Button(no, data=f"no:{number}")]
    key = "leader.new_review_recalled" if all(m.recalled_at for m in loaded.said) else "leader.new_review"
    told = say(key, **words) + ("\n" + unsolved.tell_perhaps(ctx, conn, loaded, over) if over is not None else "")
    speak.to_leaders(ctx, conn, group, told, f"review:{number}", buttons=buttons)


def _lines_before(conn: Connection, loaded: Loaded) -> list[Message]:
    assert loaded.burst.group is not None
    return messages.recent(conn, loaded.burst.group, 3, before=loaded.said[0].id)
