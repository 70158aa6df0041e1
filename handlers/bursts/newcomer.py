"""A member who writes to us in private and has no case yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.detection.goods import goods_key
from bot.detection.member_says import wants_person, way_wished
from bot.domain.case import Case
from bot.domain.chat import DirectMessage
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.storage import bursts, cases, groups, members, messages
from bot.storage.bursts import StoredBurst
from bot.storage.cases import NewCase
from bot.storage.groups import Group
from bot.storage.messages import Direct
from handlers import speak
from handlers.bursts import several
from handlers.cases.conversation import call_person, continue_intake, tell_leaders
from handlers.cases.work import open_case
from handlers.wordings.speaking import say_in, say_to

BUYS_IN = "buys_in"
"""We have asked this member in which group they buy."""


def without_case(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], verdict: Verdict
) -> None:
    """A complaint or a call for the leader opens a case, all else gets an ordinary answer."""
    member = members.get(conn, burst.platform, burst.member_id)
    asked = member.choosing if member is not None else None
    if asked and asked.get("what") == BUYS_IN:
        members.change(conn, burst.platform, burst.member_id, choosing=None)
        group = _named(conn, burst.platform, text_of(said))
        if group is not None:
            members.change(conn, burst.platform, burst.member_id, last_group=group.id)
            told = bursts.get(conn, asked["burst"])
            before = tuple(messages.direct_of_burst(conn, told.id))
            _begin(ctx, conn, told, (*before, *said), _remembered(asked["verdict"]), group.id)
            return
    if verdict.decision == "none" and not wants_person(text_of(said)):
        by_writing = way_wished(text_of(said)) == "writing"
        answer(ctx, conn, burst, said, "private.by_writing" if by_writing else "private.ordinary")
        return
    group_id = _group_of(conn, burst)
    if group_id is None:
        remember = {k: getattr(verdict, k) for k in ("decision", "score", "category", "severity", "goods", "red")}
        waiting = {"what": BUYS_IN, "burst": burst.id, "verdict": remember | {"goods": list(verdict.goods)}}
        members.change(conn, burst.platform, burst.member_id, choosing=waiting)
        answer(ctx, conn, burst, said, "private.which_group")
        return
    _begin(ctx, conn, burst, said, verdict, group_id)


def text_of(said: tuple[Direct, ...]) -> str:
    return "\n".join(m.text for m in said if m.text)


def answer(ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], key: str) -> None:
    """A sentence to the member that belongs to no case; none where their group is only watched."""
    group = _group_of(conn, burst)
    if group is not None and groups.get(conn, group).mode == "watch":
        return
    last = said[-1]
    event = DirectMessage(
        burst.platform, last.account, f"burst:{burst.id}", last.at, burst.member_id, burst.member_name
    )
    speak.answer(ctx, conn, event, say_in(conn, None, key, burst.id))


def _remembered(verdict: dict[str, Any]) -> Verdict:
    return Verdict(**verdict | {"goods": tuple(verdict["goods"])})


def _named(conn: Connection, platform: str, text: str) -> Group | None:
    """The one group whose name the member gave."""
    found = [g for g in _present(conn, platform) if text and (text in g.name or g.name in text)]
    return found[0] if len(found) == 1 else None


def _present(conn: Connection, platform: str) -> list[Group]:
    return [g for g in groups.everyone(conn) if g.platform == platform and g.left_at is None]


def _group_of(conn: Connection, burst: StoredBurst) -> int | None:
    """The group that a member buys in: where they spoke last, else the only one there is."""
    member = members.get(conn, burst.platform, burst.member_id)
    if member is not None and member.last_group is not None:
        return member.last_group
    known = _present(conn, burst.platform)
    return known[0].id if len(known) == 1 else None


def _begin(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], verdict: Verdict, group: int
) -> None:
    called = wants_person(text_of(said))
    case = open_from_private(ctx, conn, burst, said, verdict, group, ask=not called)
    if called:
        call_person(ctx, conn, case, said, text_of(said))


def open_from_private(
    ctx: Context,
    conn: Connection,
    burst: StoredBurst,
    said: tuple[Direct, ...],
    verdict: Verdict,
    group_id: int,
    *,
    repeat_of: int | None = None,
    ask: bool = True,
) -> Case:
    """Open a case for what a member told us in private, and go on (`ask`) with what is missing."""
    group = groups.get(conn, group_id)
    whole, verdict = verdict, several.first_of(verdict)
    goods = verdict.goods[0] if verdict.goods else None
    new = NewCase(
        group=group.id,
        platform=burst.platform,
        member_id=burst.member_id,
        member_name=burst.member_name,
        category=verdict.category or "other",
        severity=max(verdict.severity or 1, 2 if repeat_of else 1),
        quote="，".join(m.text for m in said if m.text),
        opened_at=ctx.now(),
        goods=goods,
        goods_key=goods_key(goods) if goods else "",
        red=verdict.red,
        repeat_of=repeat_of,
    )
    case = open_case(ctx, conn, new, group, public=False)
    if case is None:  # an older case of these goods is still open: it is about that one
        case = cases.open_case(conn, group.id, burst.member_id, new.goods_key, for_update=True)
        assert case is not None
    bursts.set_case(conn, burst.id, case.number)
    messages.change_direct(conn, [m.id for m in said], case=case.number)
    if case.first_response_at is None:
        case = cases.change(conn, case, first_response_at=ctx.now(), first_response_by="bot")
    if case.state == "open":
        case = cases.change(conn, case, state="contacted")
    several.open_others(ctx, conn, group, case, whole, ())
    if case.red:
        text = speak.opening_text(ctx, conn, case, group)
        speak.to_member(ctx, conn, case, speak.OPENING, text, f"{speak.OPENING}:{case.number}")
    elif ask:
        if group.mode == "watch":  # nobody answers but the leaders
            tell_leaders(ctx, conn, case, said, text_of(said))
        again = say_to(conn, case, "private.again", goods=case.goods) if repeat_of and case.goods else ""
        continue_intake(ctx, conn, case, said, first=again)
    return case
