"""A member's words in private, once they have paused: what they mean for the case, and one answer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from sqlalchemy import Connection

from bot.detection.bitter_words import threatens
from bot.detection.intake_words import takes_back
from bot.detection.member_says import (
    may_refuse_goods,
    only_nods,
    only_shrugs,
    says_fixed,
    says_no,
    says_not_fixed,
    says_yes,
    wants_no_contact,
    wants_no_talk,
    way_wished,
)
from bot.detection.member_says import wants_person as asks_for_person
from bot.domain.case import Case
from bot.domain.contact_hours import contact_hours_in
from bot.domain.text import excerpt
from bot.domain.verdict import Burst, BurstMessage, OpenCase, Situation, Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, cases, groups, members, messages, outbox
from bot.storage.bursts import StoredBurst
from bot.storage.messages import Direct
from handlers import speak
from handlers.bursts import agreed, ended
from handlers.bursts.newcomer import answer, open_from_private, text_of, without_case
from handlers.cases import clocks
from handlers.cases.closing import (
    member_confirms,
    member_says_fixed,
)
from handlers.cases.conversation import call_person, continue_intake, leave_to_us, only_thanks, tell_leaders
from handlers.cases.goods import is_about
from handlers.cases.shown import beside_red
from handlers.cases.timeline import member_of, record
from handlers.cases.work import tell_leaders_of_new_red
from handlers.compensation import answers as compensation_answers
from handlers.compensation import said_price
from handlers.compensation.asked_for import missing_before
from handlers.compensation.proposals import after_words
from handlers.compensation.turned_red import turn_red
from handlers.direct_message import case_of
from handlers.erasing import asking as erasing_asking
from handlers.promises import done, other_come
from handlers.sending import left_words
from handlers.showing import answers as showing_answers
from handlers.showing import second_answer as showing_second_answer
from handlers.showing import withdrawal as showing_withdrawal
from handlers.voices import answers as voice_answers
from handlers.wordings.speaking import say_to

_SHALL_WE_SEND = re.compile(r"(?:[补送寄]|发(?!张|图|照|来))[^。！!]*(?:[？?]|吗)")


def load(conn: Connection, burst: StoredBurst) -> tuple[tuple[Direct, ...], Burst, Situation]:
    """Read a private burst and the situation in which it was written: what was not taken back of it, all of it where
    nothing is left."""
    written = messages.direct_of_burst(conn, burst.id)
    said = tuple([m for m in written if m.recalled_at is None] or written)
    judged = Burst(tuple(BurstMessage(m.text, bool(m.images), m.at) for m in said) or (BurstMessage(""),))
    open_cases = tuple(
        OpenCase(c.number, c.category, c.goods, c.fix_confirmed_at is not None)
        for c in cases.open_of_member(conn, burst.platform, burst.member_id)
    )
    return said, judged, Situation((), open_cases)


def conclude(ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], verdict: Verdict) -> None:
    """The member has paused: understand what they said and answer once."""
    bursts.judged(conn, burst.id, {"private": True})
    if not said or (verdict.decision == "none" and all(m.recalled_at for m in said)):
        return
    text = text_of(said)
    if erasing_asking.asked(ctx, conn, burst, said, text):
        return
    if voice_answers.answered(ctx, conn, burst, said, text, verdict):
        return
    if showing_second_answer.said_again(ctx, conn, burst.platform, burst.member_id, said, text, verdict):
        return
    if showing_withdrawal.asked_for(ctx, conn, burst.platform, burst.member_id, said, text, verdict):
        return
    if verdict.decision == "none" and showing_withdrawal.agreed_again(
        ctx, conn, burst.platform, burst.member_id, said, text
    ):
        return
    if showing_answers.answered(ctx, conn, burst.platform, burst.member_id, said, text, verdict):
        return
    case = case_of(conn, burst.platform, burst.member_id, text)
    if case is not None:
        case = cases.goes_on(conn, cases.get(conn, case.number, for_update=True) or case, for_update=True)
    if (wants_no_contact(text) and not _refuses_goods(conn, burst, text)) or way_wished(text) == "group":
        _leave_alone(ctx, conn, burst, case, said, text, verdict)
        return
    if case is None:
        without_case(ctx, conn, burst, said, verdict)
        return
    if _other_goods(conn, case, verdict):
        open_from_private(ctx, conn, burst, said, verdict, case.group)
        return
    bursts.set_case(conn, burst.id, case.number)
    messages.change_direct(conn, [m.id for m in said], case=case.number)
    case = clocks.contacted(ctx, conn, case)
    if not says_fixed(text):
        left_words.let_go(ctx, conn, case.number)
    if not case.red and not says_fixed(text) and not only_thanks(said):
        clocks.say_missed(ctx, conn, case, str(said[-1].id))
    if not verdict.red and other_come.heard(
        ctx, conn, groups.get(conn, case.group), burst.member_id, text, str(said[-1].id)
    ):
        return
    done.hear_from_member(ctx, conn, groups.get(conn, case.group), burst.member_id, text, str(said[-1].id))
    if asks_for_person(text):
        call_person(ctx, conn, case, said, text)
    elif case.is_open:
        _open(ctx, conn, said_price.keep(ctx, conn, case, text), said, text, verdict)
        said_price.tell(ctx, conn, case)
    else:
        ended.hear(ctx, conn, burst, case, said, text, verdict)


def _other_goods(conn: Connection, case: Case, verdict: Verdict) -> bool:
    """Whether a complaint is about other goods than the case: then it is a case of its own."""
    if verdict.decision != "complaint" or not verdict.goods or case.goods is None:
        return False
    return not is_about(conn, case, *verdict.goods)


def _refuses_goods(conn: Connection, burst: StoredBurst, text: str) -> bool:
    """Whether 别发了 is the answer to our question whether something shall be sent."""
    last = outbox.last_to(conn, burst.platform, burst.member_id) if may_refuse_goods(text) else None
    return last is not None and bool(_SHALL_WE_SEND.search(last.text))


def _leave_alone(
    ctx: Context,
    conn: Connection,
    burst: StoredBurst,
    case: Case | None,
    said: tuple[Direct, ...],
    text: str,
    verdict: Verdict,
) -> None:
    """The member does not want to be written to, at all or in private: one polite word, and the leaders go on alone."""
    in_group = way_wished(text) == "group"
    answer(ctx, conn, burst, said, "private.in_group" if in_group else "private.left_alone")
    members.change(conn, burst.platform, burst.member_id, no_contact_at=ctx.now())
    outbox.back_to_draft(conn, burst.platform, burst.member_id)
    if case is None:
        return
    bursts.set_case(conn, burst.id, case.number)
    messages.change_direct(conn, [m.id for m in said], case=case.number)
    if verdict.red and not case.red:
        case = turn_red(ctx, conn, case, verdict.red)
        tell_leaders_of_new_red(ctx, conn, case)
    leave_to_us(ctx, conn, case, text, "in_group" if in_group else "no_contact", str(said[-1].id))


def _open(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str, verdict: Verdict) -> None:
    """The member speaks in an open case: solved, or more for the record."""
    taken_back = takes_back(text) if verdict.decision != "complaint" else None
    if taken_back == "mistaken":
        _stop_asking(ctx, conn, case, said, text, taken_back)
        return
    if not verdict.red and threatens(text) and compensation_answers.waits_for(conn, case, said):
        _more(ctx, conn, case, said, text, replace(verdict, red="threat"))
        return
    if not verdict.red and compensation_answers.answered(ctx, conn, case, said, text):
        return
    asked_fixed = case.fix_confirmed_at is not None
    if (says_fixed(text) or (asked_fixed and says_yes(text))) and not says_not_fixed(text):
        if asked_fixed:
            member_confirms(ctx, conn, case)
        elif case.state not in ("open", "contacted", "waiting_member") or _leader_spoke(conn, case):
            member_says_fixed(ctx, conn, case, text, in_group=False)
        else:
            _more(ctx, conn, case, said, text, verdict)
        return
    if asked_fixed and (says_not_fixed(text) or says_no(text)):
        case = cases.change(conn, case, fix_confirmed_at=None)
        tell_leaders(ctx, conn, case, said, text)
        ended.noted(ctx, conn, case, said)
        clocks.awaits_answer(ctx, conn, case)
        return
    no_talk = wants_no_talk(text) and not only_shrugs(text) and verdict.decision == "none"
    if (taken_back or no_talk) and case.state != "offered":
        _stop_asking(ctx, conn, case, said, text, taken_back or "no_talk")
        return
    if verdict.decision == "none" and _names_hours(ctx, conn, case, said, text):
        return
    _more(ctx, conn, case, said, text, verdict)


def _stop_asking(
    ctx: Context,
    conn: Connection,
    case: Case,
    said: tuple[Direct, ...],
    text: str,
    why: Literal["no_talk", "mistaken", "no_need"],
) -> None:
    """The member has said enough, or takes the complaint back: one kind word, no more questions, the leaders know."""
    key = str(said[-1].id)
    watched = groups.get(conn, case.group).mode == "watch"
    if not (case.red or watched or (case.intake.get("person") and why != "no_talk")):
        words = say_to(conn, case, f"private.{why}")
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"{why}:{key}")
    leave_to_us(ctx, conn, case, text, why, key)


def _names_hours(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> bool:
    """Keep the hours in which the member wants to be written to; whether they named any."""
    hours = contact_hours_in(text)
    if hours is None:
        return False
    kept = {"from": hours.start and f"{hours.start:%H:%M}", "until": hours.end and f"{hours.end:%H:%M}"}
    members.change(conn, case.platform, case.member_id, contact_hours=kept)
    record(ctx, conn, case.number, member_of(case), "contact_hours", hours.words)
    tell_leaders(ctx, conn, case, said, text)
    if not case.red:
        words = say_to(conn, case, "private.hours_noted", hours=hours.words)
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"hours:{said[-1].id}")
    return True


def _leader_spoke(conn: Connection, case: Case) -> bool:
    """Whether the leader has talked with the member about the case: then "收到了" means what they sent."""
    return any(event.kind in ("reply", "leader_answered") for event in cases.timeline(conn, case.number))


def _only_we_asked(conn: Connection, case: Case, said: tuple[Direct, ...]) -> bool:
    """Whether a nod can answer nothing but our own questions: nobody else has spoken in the case."""
    waits = case.state == "offered" or bool(case.intake.get("person")) or any(m.images for m in said)
    return not (waits or _leader_spoke(conn, case))


def _more(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str, verdict: Verdict) -> None:
    if verdict.red and not case.red:
        case = turn_red(ctx, conn, case, verdict.red)
        group = groups.get(conn, case.group)
        words = say(
            f"leader.{speak.red_wording(case)}", **(speak.describe(case, group) | {"quote": excerpt(text, 100)})
        )
        words += beside_red(conn, case)
        speak.to_leaders(ctx, conn, group, words, f"red:{case.number}", case=case.number)
        opening = speak.opening_text(ctx, conn, case, group)
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, opening, f"red_opening:{case.number}")
        return
    if agreed.is_agreed(conn, case) or missing_before(ctx, conn, case, text):
        agreed.hear(ctx, conn, case, said, text)
        return
    if not (only_nods(text) and _only_we_asked(conn, case, said)):
        tell_leaders(ctx, conn, case, said, text)
    by_writing = way_wished(text) == "writing"
    continue_intake(ctx, conn, case, said, first=say_to(conn, case, "private.by_writing") if by_writing else "")
    after_words(ctx, conn, case.number)
