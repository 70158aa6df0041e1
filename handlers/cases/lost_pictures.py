"""A picture of a member that cannot be had: where they talk with us in private, they are asked for it once more."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.ports import Context
from bot.storage import cases, images, members, messages
from bot.storage.images import Fetch
from handlers import speak
from handlers.wordings.speaking import say_to

SAID_LATELY = timedelta(days=1)


def sweep_lost_pictures(ctx: Context, conn: Connection) -> int:
    """Tell members of pictures that were given up, once their words have become a case."""
    lost = images.lost(conn, ctx.now())
    for fetch in lost:
        images.change(conn, fetch.id, due_at=None)
        if fetch.case is None:  # else it is a leader's, and proves something
            _ask_again(ctx, conn, fetch)
    return len(lost)


def _ask_again(ctx: Context, conn: Connection, fetch: Fetch) -> None:
    """Once a case; in a red one the bot asks for nothing."""
    number = messages.case_of_picture(conn, fetch.platform, fetch.ref, ctx.now() - SAID_LATELY)
    case = cases.get(conn, number) if number is not None else None
    if case is None or not case.is_open or case.red:
        return
    member = members.get(conn, case.platform, case.member_id)
    if member is not None and member.reachable:
        words = say_to(conn, case, "private.image_failed")
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"image_failed:{case.number}")
