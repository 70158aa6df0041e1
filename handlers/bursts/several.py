"""One burst that complains about several goods: a case for each, one answer in the group, one private chat after the
other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key, same_goods
from bot.detection.joining import joins
from bot.detection.normal import plain
from bot.domain.by_goods import at_first_goods, by_goods
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

_NOT_ONLY = re.compile("不止|不光|不只|不仅|而且|并且|还有|另外")
_BESIDES = re.compile("也|而且|并且|另外|还(?!好|行|可以|是)|加上|外加|以及|连|顺便|对了")
"""Begins another matter: 我的也是，而且鸡蛋还碎了两个; not 我这个也不对，要的大号垃圾袋, which says what."""
Judge = Callable[[list[tuple[Burst, Situation]]], list[Verdict]]


def with_parts(judge: Judge, burst: Burst, situation: Situation, verdict: Verdict) -> Verdict:
    """The verdict, with what is said about each of the goods where at least two of them are complained about: named, or
    a neighbour's that the words join (我的也是，而且鸡蛋还碎了两个)."""
    if verdict.decision != "complaint" or verdict.follow_up:
        return verdict
    if len(find_goods(burst.text)) < 2:
        return _joined_and_own(judge, burst, situation, verdict)
    apart = by_goods(burst, find_goods)
    if any(same_goods(a, b) for n, (a, _) in enumerate(apart) for b, _ in apart[:n]):
        return verdict
    found = judge([(part, situation) for _, part in apart])
    parts = [
        _part(goods, part, each)
        for (goods, part), each in zip(apart, found, strict=True)
        if each.decision == "complaint" and not each.follow_up
    ]
    return replace(verdict, parts=tuple(parts)) if len(parts) > 1 else verdict


def _joined_and_own(judge: Judge, burst: Burst, situation: Situation, verdict: Verdict) -> Verdict:
    """What the words join is about a neighbour's goods; what they say of others is about these, if it is a complaint at
    all (我的也一样，顺便问下鸡蛋什么时候到)."""
    apart = at_first_goods(burst, find_goods)
    if apart is None or not any(joins(plain(m.text)) for m in apart[0].messages):
        return verdict
    if not (_NOT_ONLY.search(apart[0].text) or _BESIDES.search(apart[1].text)):
        return verdict
    joined, own = found = judge([(part, situation) for part in apart])
    if joined.decision != "complaint" or joined.follow_up or not joined.goods:
        return verdict
    if own.decision == "none":
        return replace(verdict, goods=joined.goods, category=joined.category or verdict.category)
    if own.decision != "complaint" or own.follow_up or not own.goods or same_goods(joined.goods[0], own.goods[0]):
        return verdict
    return replace(verdict, parts=tuple(_part(v.goods[0], part, v) for part, v in zip(apart, found, strict=True)))


def _part(goods: str, said: Burst, verdict: Verdict) -> GoodsPart:
    words = "，".join(m.text for m in said.messages)
    return GoodsPart(goods, words, verdict.category or "other", verdict.severity or 1, verdict.red)


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
