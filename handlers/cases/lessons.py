"""What went wrong and what changes: one sentence to the member beside the resolution, by the cause that a leader named.

Of a cause that is the member's nothing is said, and in a red case a person says it in their own words.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.domain.case import Case, Cause
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, outbox
from handlers import speak
from handlers.wordings.speaking import say_to

_BY_CAUSE: Mapping[Cause, str] = {"courier": "private.lesson_courier", "seller": "private.lesson_seller"}


def lesson(conn: Connection, case: Case) -> str:
    """The sentence for this case; empty where none is said."""
    key = _key(case)
    return say_to(conn, case, key) if key else ""


def _key(case: Case) -> str | None:
    if case.red or case.cause == "member":
        return None
    if say("tags.expectation_gap") in case.tags:
        return "private.lesson_gap"
    return _BY_CAUSE.get(case.cause) if case.cause else None


def resolved_text(conn: Connection, case: Case) -> str:
    """What was done, what went wrong where that is known by now, and whether it is solved."""
    said_apart = outbox.find(conn, post_key(case)) is not None
    found = "" if said_apart else lesson(conn, case)
    resolution = "\n".join(filter(None, (case.resolution, found)))
    return say_to(conn, case, "private.resolved", resolution=resolution)


def tell(ctx: Context, conn: Connection, before: Case, case: Case) -> None:
    """The cause was named after the member was told the resolution: they hear the sentence now, once, unless it is over
    for them."""
    if _key(before) is not None or not case.asks_member or case.untold or groups.get(conn, case.group).mode == "watch":
        return
    text = lesson(conn, case)
    if text:
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, post_key(case), author="group_leader")


def told_now(ctx: Context, conn: Connection, case: Case) -> str:
    """What `tell` has just said; empty where it said nothing."""
    post = outbox.find(conn, post_key(case))
    return post.text if post is not None and post.created_at == ctx.now() else ""


def post_key(case: Case) -> str:
    """The outbox's key of the sentence where it is said apart from the resolution."""
    return f"lesson:{case.number}"
