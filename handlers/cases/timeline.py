"""Who did what to a case: the one way to write its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.ports import Context
from bot.replies import say
from bot.storage import cases


@dataclass(frozen=True)
class Actor:
    """Who does something to a case: `kind` is member, group_leader, bot or clock."""

    kind: str
    name: str
    member_id: str | None = None
    rank: Literal["owner", "group_leader", "admin"] | None = None
    """What they may decide, where the console knows it; else it follows from their role in the group."""


BOT = Actor("bot", say("actors.bot"))
CLOCK = Actor("clock", say("actors.clock"))


def member_of(case: Case) -> Actor:
    return Actor("member", case.member_name, case.member_id)


def record(ctx: Context, conn: Connection, case: int, actor: Actor, kind: str, text: str = "", **data: object) -> None:
    """Write one line of the case's timeline."""
    cases.add_event(conn, case, ctx.now(), actor.kind, actor.name, kind, text, data)
