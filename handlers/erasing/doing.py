"""Carrying a wish out once nothing of the member waits any more."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, erasing, erasures, groups
from bot.storage.erased_words import Person
from bot.storage.erasures import Erasure
from handlers import speak
from handlers.cases.timeline import BOT, record
from handlers.erasing.asking import waits_for

log = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(hours=1)
SOON = timedelta(minutes=1)
PATIENCE = timedelta(hours=6)
"""So long a last message that does not get through holds it up."""
EVERYBODY = ("团长", "群主", "管理员", "老板", "客服", "安心", "群友", "邻居", "大家")
"""Names that are everyday words."""


def sweep_erasures(ctx: Context, conn: Connection) -> int:
    """Let wishes lapse that nobody confirmed, carry out those that can be; how many there were to look at."""
    due = erasures.due(conn, ctx.now())
    for wish in due:
        if wish.confirmed_at is None:
            erasures.drop(conn, wish.id)
        else:
            _go_on(ctx, conn, wish, ctx.now() - wish.confirmed_at)
    return len(due)


def _go_on(ctx: Context, conn: Connection, wish: Erasure, since: timedelta) -> None:
    now = ctx.now()
    waits = waits_for(conn, wish)
    if waits:
        if wish.waits_for is None:
            _tell(ctx, conn, wish, say("erasure.told_waits", what=waits), "waits")
        erasures.change(conn, wish.id, waits_for=waits, next_look_at=now + LOOK_AGAIN)
    elif since < PATIENCE and erasures.is_busy(conn, *wish.whose, f":{wish.whose[1]}"):
        erasures.change(conn, wish.id, next_look_at=now + SOON)
    else:
        carry_out(ctx, conn, wish)


def carry_out(ctx: Context, conn: Connection, wish: Erasure) -> None:
    """Take the member out of every table; their cases' timelines say so, without saying who it was."""
    numbers = erasing.cases_of(conn, *wish.whose)
    led = {found.group for number in numbers if (found := cases.get(conn, number)) is not None}
    counts = erasing.erase(conn, person_of(conn, wish))
    now = ctx.now()
    erasures.change(
        conn, wish.id, done_at=now, counts=counts, waits_for=None, next_look_at=None, platform=None, member_id=None,
    )  # fmt: skip
    for number in numbers:
        record(ctx, conn, number, BOT, "erased", "")
    for group in led:
        text = say("erasure.told_done", numbers="、".join(map(str, numbers)))
        speak.to_leaders(ctx, conn, groups.get(conn, group), text, f"erased:{wish.id}")
    log.info("a member's data was deleted on request (%d): %s", wish.id, counts)


def person_of(conn: Connection, wish: Erasure) -> Person:
    """Whom to take out, and which of their names can mean nobody else."""
    names = erasing.names_of(conn, *wish.whose)
    own = [
        name
        for name in names
        if len(safe_name(name)) >= 2
        and name not in EVERYBODY
        and not find_goods(name)
        and not erasing.shared(conn, *wish.whose, name)
    ]
    return Person(*wish.whose, names, own, f"erased-{wish.id}")


def _tell(ctx: Context, conn: Connection, wish: Erasure, text: str, what: str) -> None:
    """Tell the leaders of the groups in which the member has cases."""
    numbers = erasing.cases_of(conn, *wish.whose)
    for group in {found.group for number in numbers if (found := cases.get(conn, number)) is not None}:
        speak.to_leaders(ctx, conn, groups.get(conn, group), text, f"erasure_{what}:{wish.id}")
