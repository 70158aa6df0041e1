"""A member's words in private, once they have paused: what they mean for the case, and one answer."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.detection.goods import same_goods
from bot.detection.member_says import mark_in, says_fixed, says_no, says_not_fixed, says_yes, wants_no_contact
from bot.detection.member_says import wants_person as asks_for_person
from bot.domain.case import Case
from bot.domain.text import excerpt
from bot.domain.verdict import Burst, BurstMessage, OpenCase, Situation, Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, cases, groups, members, messages
from bot.storage.bursts import StoredBurst
from bot.storage.messages import Direct
from handlers import speak
from handlers.cases import ask_mark, close, give_mark, member_says_fixed, reopen
from handlers.conversation import call_person, continue_intake, tell_leaders
from handlers.direct_message import case_of, waits_for_mark
from handlers.newcomer import answer, open_from_private, text_of, without_case

_THANKS = re.compile("谢|好的|好嘞|嗯|ok|辛苦|满意|客气|再见|没事|收到|知道|可以|行", re.IGNORECASE)
"""A word of thanks or a smile after the end wants no answer."""


def load(conn: Connection, burst: StoredBurst) -> tuple[tuple[Direct, ...], Burst, Situation]:
    """Read a private burst and the situation in which it was written."""
    said = tuple(messages.direct_of_burst(conn, burst.id))
    judged = Burst(tuple(BurstMessage(m.text, bool(m.images), m.at) for m in said) or (BurstMessage(""),))
    open_cases = tuple(
        OpenCase(c.number, c.category, c.goods, c.fix_confirmed_at is not None)
        for c in cases.open_of_member(conn, burst.platform, burst.member_id)
    )
    return said, judged, Situation((), open_cases)


def conclude(ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], verdict: Verdict) -> None:
    """The member has paused: understand what they said and answer once."""
    bursts.judged(conn, burst.id, {"private": True})
    if not said:
        return
    text = text_of(said)
    case = case_of(conn, burst.platform, burst.member_id, text)
    if case is not None:
        case = cases.get(conn, case.number, for_update=True)
    if wants_no_contact(text) and verdict.decision == "none":
        _leave_alone(ctx, conn, burst, case, said, text)
        return
    if case is None:
        without_case(ctx, conn, burst, said, verdict)
        return
    if _other_goods(case, verdict):
        open_from_private(ctx, conn, burst, said, verdict, case.group)
        return
    bursts.set_case(conn, burst.id, case.number)
    messages.change_direct(conn, [m.id for m in said], case=case.number)
    if asks_for_person(text):
        call_person(ctx, conn, case, said, text)
    elif case.is_open:
        _open(ctx, conn, case, said, text, verdict)
    else:
        _ended(ctx, conn, burst, case, said, text, verdict)


def _other_goods(case: Case, verdict: Verdict) -> bool:
    """Whether a complaint is about other goods than the case: then it is a case of its own."""
    if verdict.decision != "complaint" or not verdict.goods or case.goods is None:
        return False
    return not any(same_goods(case.goods, goods) for goods in verdict.goods)


def _leave_alone(
    ctx: Context, conn: Connection, burst: StoredBurst, case: Case | None, said: tuple[Direct, ...], text: str
) -> None:
    """The member does not want to be written to: say so once, politely, and note it."""
    members.change(conn, burst.platform, burst.member_id, no_contact_at=ctx.now())
    answer(ctx, conn, burst, said, "private.left_alone")
    if case is not None:
        tell_leaders(ctx, conn, case, said, text)


def _open(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str, verdict: Verdict) -> None:
    """The member speaks in an open case: solved, or more for the record."""
    asked_fixed = case.fix_confirmed_at is not None
    if (says_fixed(text) or (asked_fixed and says_yes(text))) and not says_not_fixed(text):
        if asked_fixed:
            case = cases.change(conn, case, state="resolved", resolution=case.resolution, resolved_at=ctx.now())
            case = close(ctx, conn, case, "member")
            ask_mark(ctx, conn, case)
        elif case.state not in ("open", "contacted", "waiting_member") or _leader_spoke(conn, case):
            member_says_fixed(ctx, conn, case, text, in_group=False)
        else:
            _more(ctx, conn, case, said, text, verdict)
        return
    if asked_fixed and (says_not_fixed(text) or says_no(text)):
        case = cases.change(conn, case, fix_confirmed_at=None)
        tell_leaders(ctx, conn, case, said, text)
        _noted(ctx, conn, case, said)
        return
    _more(ctx, conn, case, said, text, verdict)


def _leader_spoke(conn: Connection, case: Case) -> bool:
    """Whether the leader has talked with the member about the case: then "收到了" means what they sent."""
    return any(event.kind in ("reply", "leader_answered") for event in cases.timeline(conn, case.number))


def _noted(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...]) -> None:
    words = say("private.noted_more", case.number, number=case.number)
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"noted:{said[-1].id}")


def _more(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str, verdict: Verdict) -> None:
    if verdict.red and not case.red:
        case = cases.change(conn, case, red=verdict.red, severity=3)
        group = groups.get(conn, case.group)
        words = say("leader.red", **(speak.describe(case, group) | {"quote": excerpt(text, 100)}))
        speak.to_leaders(ctx, conn, group, words, f"red:{case.number}", case=case.number)
        speak.to_member(
            ctx, conn, case, speak.TO_CASE_MEMBER, speak.opening_text(case, group), f"red_opening:{case.number}"
        )
        return
    tell_leaders(ctx, conn, case, said, text)
    continue_intake(ctx, conn, case, said)


def _ended(
    ctx: Context,
    conn: Connection,
    burst: StoredBurst,
    case: Case,
    said: tuple[Direct, ...],
    text: str,
    verdict: Verdict,
) -> None:
    """The member speaks after the case was resolved or closed."""
    key = str(said[-1].id)
    mark = mark_in(text)
    if mark is not None and waits_for_mark(case):
        give_mark(ctx, conn, case, mark, key)
    elif case.state == "resolved" and (says_not_fixed(text) or (says_no(text) and not says_fixed(text))):
        reopen(ctx, conn, case, text, key)
    elif case.state == "resolved" and (says_yes(text) or says_fixed(text)):
        case = close(ctx, conn, case, "member")
        ask_mark(ctx, conn, case)
    elif verdict.decision == "complaint":
        if case.state == "resolved":
            reopen(ctx, conn, case, text, key)
        else:
            open_from_private(ctx, conn, burst, said, verdict, case.group, repeat_of=case.number)
    elif case.state == "closed" and says_not_fixed(text):
        reopen(ctx, conn, case, text, key)
    elif len(text) > 12 or re.search("[?？吗呢]", text) or any(m.images for m in said):
        tell_leaders(ctx, conn, case, said, text)
        if case.state == "closed" or not case.intake.get("person"):
            _noted(ctx, conn, case, said)
    elif not _THANKS.search(text) and re.search(r"\w", text):
        answer(ctx, conn, burst, said, "private.ordinary")
