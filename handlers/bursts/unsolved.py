"""A member whose case is over says in the group that it is not solved, or perhaps that it fails again. The group reads
nothing further about it; the member is answered in private."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.after_words import Unsolved, of_a_parcel, unsolved_after
from bot.detection.given_words import is_bare, of_the_end, says_not_come
from bot.detection.goods import find_goods
from bot.detection.member_says import says_not_fixed
from bot.detection.pressing_words import asks_what_was_said, of_elsewhere
from bot.domain.case import Case
from bot.domain.text import quoted
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, cases, groups, messages, promises
from handlers import speak
from handlers.bursts.loading import Loaded
from handlers.bursts.of_what_is_given import spoken_to_another
from handlers.cases import closing
from handlers.cases.goods import is_about
from handlers.wordings.speaking import say_to

STILL_ITS_OWN = timedelta(days=7)
"""So long after the end such words are about that case."""
_ANOTHER_TALK = timedelta(minutes=3)
"""A line about something else so shortly before may be what bare words answer."""


def heard(ctx: Context, conn: Connection, loaded: Loaded, verdict: Verdict, open_cases: list[Case]) -> bool:
    """Whether the member says of a case that is over that it is not solved, or of one whose end they were just told
    that it fails again: it goes on."""
    case, kind = _meant(ctx, conn, loaded, verdict, open_cases)
    if case is None or (kind == "perhaps" and not case.asks_member):
        return False
    if case.asks_member and (verdict.decision == "complaint" or says_not_fixed(loaded.judged.text)):
        return False  # the answer to our question, in the group
    burst = loaded.burst
    again = closing.reopen(ctx, conn, case, loaded.judged.text, f"group:{burst.id}", where="aside")
    messages.change(conn, [m.id for m in loaded.said], case=again.number)
    bursts.set_case(conn, burst.id, again.number)
    return True


def without_the_ended(
    ctx: Context, conn: Connection, loaded: Loaded, verdict: Verdict, open_cases: list[Case]
) -> Verdict:
    """The verdict on words of a member whose case is over that tell no fault of their own, but were read as going on
    with it (又是草莓，吃腻了), only call for us (团长人呢), or are about a parcel (快递怎么还没收到): what they mean
    the leader knows."""
    burst, text = loaded.burst, loaded.judged.text
    assert burst.group is not None
    if verdict.decision != "complaint" or verdict.red or open_cases:
        return verdict
    if not of_a_parcel(text) and (_tells_a_fault(verdict) or not verdict.follow_up):
        return verdict
    since = ctx.now() - STILL_ITS_OWN
    if not cases.ended_of_member(conn, burst.platform, burst.member_id, burst.group, since):
        return verdict
    if any(check.category == "service" for check in verdict.checks):
        named = tuple(find_goods(text))
        return replace(verdict, decision="review", category="service", goods=named, follow_up=False)
    goods = () if of_a_parcel(text) else verdict.goods
    return replace(verdict, decision="review", goods=goods, follow_up=False)


def _tells_a_fault(verdict: Verdict) -> bool:
    """Whether words tell a fault of their own: 团长人呢 and its like, however angry, tell none of goods."""
    found = [check for check in verdict.checks if check.points > 0 and not check.follow_up]
    of_us = any(check.category == "service" for check in found)
    return any(check.category != "service" and not (of_us and check.category is None) for check in found)


def perhaps(ctx: Context, conn: Connection, loaded: Loaded, verdict: Verdict, open_cases: list[Case]) -> Case | None:
    """The case that is over, of which or of whose goods bought anew these words may be."""
    case, kind = _meant(ctx, conn, loaded, verdict, open_cases)
    return case if kind == "perhaps" and verdict.decision != "complaint" else None


def tell_perhaps(ctx: Context, conn: Connection, loaded: Loaded, case: Case) -> str:
    """The member reads that it was heard; returns what the leaders read below the question."""
    group = groups.get(conn, case.group)
    if group.mode == "auto" and not case.red and speak.may_write(ctx, conn, case):
        words = say_to(conn, case, "private.heard_in_group", quote=quoted(loaded.judged.text, 30))
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"heard_again:{case.number}:{loaded.burst.id}")
    return say("leader.perhaps_again", **speak.describe(case, group))


def _meant(
    ctx: Context, conn: Connection, loaded: Loaded, verdict: Verdict, open_cases: list[Case]
) -> tuple[Case | None, Unsolved | None]:
    """The case that is over and what these words say of it: that of the goods they name, else the last, and no other
    is open then."""
    burst, text = loaded.burst, loaded.judged.text
    assert burst.group is not None
    if verdict.red or len(verdict.parts) > 1 or spoken_to_another(conn, burst, burst.group, loaded.said):
        return None, None
    named = find_goods(text)
    since = ctx.now() - STILL_ITS_OWN
    ended = cases.ended_of_member(conn, burst.platform, burst.member_id, burst.group, since)
    over = [c for c in ended if c.closed_by not in ("undo", "merged")]
    about = [c for c in over if not named or c.goods is None or is_about(conn, c, *named)]
    if not about or (open_cases and not named) or any(is_about(conn, c, *named) for c in open_cases):
        return None, None
    case = next((c for c in about if named and c.goods is not None), about[0])
    own = [*named, *([case.goods] if case.goods else [])]
    kind = unsolved_after(text, own)
    not_come = says_not_come(text) and not is_bare(text) and of_the_end(text, own)
    if kind is None and (asks_what_was_said(text) or not_come) and promises.of_case(conn, case.number):
        kind = "unsolved"
    if kind is None or (not named and _of_another_talk(loaded)):
        return None, None
    return cases.get(conn, case.number, for_update=True), kind


def _of_another_talk(loaded: Loaded) -> bool:
    """Whether somebody else has just spoken of another matter, so that bare words may answer that."""
    before = next((e for e in reversed(loaded.situation.earlier)), None)
    if before is None or before.same_member or before.at is None or before.role != "member":
        return False
    lately = loaded.burst.first_at - before.at <= _ANOTHER_TALK
    return lately and of_elsewhere(before.text)
