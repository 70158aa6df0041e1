"""A member speaks in the group of what they are offered or were promised: the words belong to its case."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.detection.given_words import is_bare, of_the_end, says_not_come
from bot.detection.goods import find_goods
from bot.detection.member_says import says_not_fixed
from bot.detection.pressing_words import of_elsewhere
from bot.domain.case import SEVERE, Case
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.storage import bursts, cases, groups, members, messages, promises
from bot.storage.bursts import StoredBurst
from bot.storage.messages import Message
from handlers import speak
from handlers.cases import clocks, closing
from handlers.cases.goods import is_about
from handlers.cases.work import add_evidence
from handlers.compensation import in_group
from handlers.compensation.asked_for import STILL_AWAITED

_NAMES_WHAT = re.compile("退|赔|钱|款|[块元]|红包|转|补的|券")


def heard(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Message, ...], text: str, verdict: Verdict,
    open_cases: list[Case],
) -> bool:  # fmt: skip
    """Whether the member answers an offer, asks about one or presses for a promise. Goods count only where these words
    name them; what follows from it is said in private."""
    assert burst.group is not None
    if verdict.red or len(verdict.parts) > 1 or spoken_to_another(conn, burst, burst.group, said):
        return False
    named = find_goods(text)
    kept = not open_cases or _NAMES_WHAT.search(text) is not None  # a bare 没收到 is about what is open
    known = [*open_cases, *_owed_after_the_end(conn, burst, burst.group, kept=kept)]
    about = [c for c in known if not named or c.goods is None or is_about(conn, c, *named)]
    threatened = in_group.threatened(conn, about, text, said[-1].at)
    case = threatened or in_group.heard(ctx, conn, about, text, said[-1].at, f"group:{burst.id}")
    if case is None:
        return _after_the_end(ctx, conn, burst, said, text, verdict, open_cases)
    case = cases.get(conn, case.number) or case
    if threatened is not None:
        add_evidence(ctx, conn, case, list(said), severity=SEVERE, red="threat")
    else:
        case = add_evidence(ctx, conn, case, list(said), severity=verdict.severity or 0)
        clocks.say_missed_in_group(ctx, conn, case, groups.get(conn, burst.group))
    bursts.set_case(conn, burst.id, case.number)
    return True


def _after_the_end(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Message, ...], text: str, verdict: Verdict,
    open_cases: list[Case],
) -> bool:  # fmt: skip
    """Whether 没收到, 没人管 and their like of a member who was told the resolution are dealt with here: what names
    something else belongs to no case that is over, and a bare word opens it again in private."""
    assert burst.group is not None
    case = _told_and_silent(conn, burst, burst.group)
    if case is None or open_cases or not (says_not_come(text) and says_not_fixed(text)):
        return False
    named = find_goods(text)
    own = [n for n in named if case.goods is None or is_about(conn, case, n)]
    about_us = not verdict.goods and verdict.category in ("refund", "service", None)
    if not of_the_end(text, [*own, *([case.goods] if case.goods else [])]):
        return verdict.decision != "complaint" or (about_us and of_elsewhere(text))
    told_more = named or (verdict.decision == "complaint" and not about_us)
    if told_more or not (is_bare(text) and speak.may_write(ctx, conn, case)):
        return False
    case = closing.reopen(ctx, conn, case, text, f"group:{burst.id}")
    messages.change(conn, [m.id for m in said], case=case.number)
    bursts.set_case(conn, burst.id, case.number)
    return True


def _told_and_silent(conn: Connection, burst: StoredBurst, group: int) -> Case | None:
    """The member's last case, if they were told how it was resolved and have not answered."""
    last = cases.latest_of_member(conn, burst.platform, burst.member_id, group)
    last = cases.goes_on(conn, last, for_update=True) if last is not None else None
    return last if last is not None and last.state == "resolved" else None


def _owed_after_the_end(conn: Connection, burst: StoredBurst, group: int, *, kept: bool) -> list[Case]:
    """The member's cases that are through, though something that was promised in them is not done, or was noted as done
    (`kept`) so lately that it may not have arrived."""
    owed = promises.open_of_member(conn, group, burst.member_id)
    if kept:
        owed += promises.kept_of_member(conn, group, burst.member_id, burst.first_at - STILL_AWAITED)
    numbers = sorted({p.case for p in owed if p.case is not None})
    ended = (cases.get(conn, number, for_update=True) for number in numbers)
    return [c for c in ended if c is not None and c.settled and c.closed_by not in ("undo", "merged")]


def spoken_to_another(conn: Connection, burst: StoredBurst, group: int, said: tuple[Message, ...]) -> bool:
    """Whether the words mention another member, or reply to one."""
    quoted = [messages.find(conn, group, m.quote_id) for m in said if m.quote_id]
    if any(q is not None and q.role == "member" and q.member_id != burst.member_id for q in quoted):
        return True
    others = {who for m in said for who in m.mentions} - {burst.member_id, *groups.staff_of(conn, group)}
    return any(members.get(conn, burst.platform, who) is not None for who in others)
