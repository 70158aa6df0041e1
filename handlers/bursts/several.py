"""One burst that complains about several goods: a case for each, one answer in the group, one private chat after the
other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key, same_goods
from bot.domain.by_goods import by_goods
from bot.domain.case import Case
from bot.domain.verdict import Burst, GoodsPart, Situation, Verdict
from bot.ports import Context
from bot.storage import cases, outbox
from bot.storage.cases import NewCase
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import speak
from handlers.cases.goods import case_about
from handlers.cases.timeline import member_of, record
from handlers.cases.work import open_case
from handlers.compensation.turned_red import turn_red
from handlers.speak import About

Judge = Callable[[list[tuple[Burst, Situation]]], list[Verdict]]


def with_parts(judge: Judge, burst: Burst, situation: Situation, verdict: Verdict) -> Verdict:
    """The verdict, with what is said about each of the goods where at least two of them are complained about."""
    if verdict.decision != "complaint" or verdict.follow_up or len(find_goods(burst.text)) < 2:
        return verdict
    apart = by_goods(burst, find_goods)
    if any(same_goods(a, b) for n, (a, _) in enumerate(apart) for b, _ in apart[:n]):
        return verdict
    found = judge([(part, situation) for _, part in apart])
    parts = [
        GoodsPart(
            goods, "，".join(m.text for m in part.messages), each.category or "other", each.severity or 1, each.red
        )
        for (goods, part), each in zip(apart, found, strict=True)
        if each.decision == "complaint" and not each.follow_up
    ]
    return replace(verdict, parts=tuple(parts)) if len(parts) > 1 else verdict


def first_of(verdict: Verdict) -> Verdict:
    """The verdict on what is said about the first of several goods."""
    if not verdict.parts:
        return verdict
    part = verdict.parts[0]
    return replace(verdict, goods=(part.goods,), category=part.category, severity=part.severity, red=part.red)


def about(verdict: Verdict) -> About | None:
    """What the one answer in the group is about where several goods are complained about: all of them, and the fault
    where it is the same with all."""
    faults = {part.category for part in verdict.parts}
    if not faults:
        return None
    return faults.pop() if len(faults) == 1 else "other", "、".join(part.goods for part in verdict.parts)


def open_others(
    ctx: Context, conn: Connection, group: Group, first: Case, verdict: Verdict, said: Sequence[Message],
    answer: Message | None = None,
) -> None:  # fmt: skip
    """A case for each of the other goods; what the member has open about them already gets these words as well."""
    for part in verdict.parts[1:]:
        mine = cases.open_of_member(conn, first.platform, first.member_id, group.id, for_update=True)
        known = case_about(conn, mine, part.goods)
        if known is None:
            known = _open(ctx, conn, group, first, part, said, answer)
        elif known.number != first.number:
            record(ctx, conn, known.number, member_of(known), "group_message", part.words)
        if part.red and not known.red:
            turn_red(ctx, conn, known, part.red)


def _open(
    ctx: Context, conn: Connection, group: Group, first: Case, part: GoodsPart, said: Sequence[Message],
    answer: Message | None,
) -> Case:  # fmt: skip
    """The one post for the first case names these goods, too; where there is none they get one of their own."""
    named_by = next((m for m in said if part.goods in find_goods(m.text)), said[-1] if said else None)
    new = NewCase(
        group=group.id,
        platform=first.platform,
        member_id=first.member_id,
        member_name=first.member_name,
        category=part.category,
        severity=part.severity,
        quote=part.words,
        opened_at=ctx.now(),
        goods=part.goods,
        goods_key=goods_key(part.goods),
        red=part.red,
        opened_by_message=named_by.message_id if named_by is not None else None,
    )
    posted = outbox.find(conn, f"{speak.APOLOGY}:{first.number}") is not None
    case = open_case(ctx, conn, new, group, answered_by=answer, public=named_by is not None and not posted)
    assert case is not None, "the member has no case open for these goods"
    case = cases.change(conn, case, intake={**case.intake, "beside": first.number})
    if first.first_response_at is None or case.first_response_at is not None:
        return case
    by = {"first_response_at": first.first_response_at, "first_response_by": first.first_response_by}
    return cases.change(conn, case, state="contacted" if case.state == "open" else None, **by)
