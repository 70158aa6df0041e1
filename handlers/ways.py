"""How words reach somebody: what the platform allows, and how a member gets from the group into the private chat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import Button, Capabilities
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, members, pastes
from bot.storage.groups import PASTE, Group
from handlers.wordings.speaking import say_in

NudgeWay = Literal["button", "deep_link", "dm_sent", "may_fail", "reply_one"]


def capabilities(ctx: Context, platform: str) -> Capabilities:
    """What the platform allows; nothing special when no adapter of it runs here."""
    adapter = ctx.adapters.get(platform)
    return adapter.capabilities if adapter else Capabilities()


def stored_buttons(buttons: Sequence[Button]) -> tuple[dict[str, str | None], ...]:
    return tuple(vars(button) for button in buttons)


def nudge(
    ctx: Context, conn: Connection, group: Group, start: str, turn: int, to: Collection[str]
) -> tuple[str, tuple[Button, ...]]:
    """The half sentence that leads into the private chat, by what the platform and the members `to` allow."""
    way: str = nudge_way(ctx, group.platform)
    if way in ("dm_sent", "may_fail") and any(_opted_out(conn, group.platform, member) for member in to):
        way = "any_time"
    link = ctx.adapters[group.platform].deep_link(start) if way == "deep_link" else ""
    text = say_in(conn, group.id, f"nudge.{way}", turn, link=link)
    return text, (Button(say("nudge.button_label"), start=start),) if way == "button" else ()


def _opted_out(conn: Connection, platform: str, member_id: str) -> bool:
    member = members.get(conn, platform, member_id)
    return member is not None and member.no_contact_at is not None


def nudge_way(ctx: Context, platform: str) -> NudgeWay:
    """How a member gets from the group into the private chat: a button or a link, our own message, or, where that may
    be refused or cannot be sent at all, a 1 in the group."""
    can = capabilities(ctx, platform)
    if can.deep_link and can.buttons:
        return "button"
    if can.deep_link and ctx.adapters[platform].deep_link("case_1"):
        return "deep_link"
    if can.dm_first == "always":
        return "dm_sent"
    return "reply_one" if can.dm_first == "never" else "may_fail"


def may_write(ctx: Context, conn: Connection, case: Case) -> bool:
    """Whether the platform lets us write to a case's member, who has not asked us not to."""
    member = members.get(conn, case.platform, case.member_id)
    can_write = capabilities(ctx, case.platform).dm_first != "never" or (member is not None and member.reachable)
    return can_write and not (member is not None and member.no_contact_at)


def way_to(ctx: Context, conn: Connection, group: Group, leader: str) -> tuple[str, str, str] | None:
    """Platform, account and member id of one of the group's staff; None where nothing is to be sent.

    The leader of a pasted group writes to us elsewhere, and reads the outcome of a paste in one piece at its end.
    """
    if group.platform != PASTE:
        return group.platform, group.account, leader
    platform, member_id = groups.reach(leader)
    adapter = ctx.adapters.get(platform)
    if adapter is None or pastes.untold(conn, group.id):
        return None
    return platform, adapter.account, member_id
