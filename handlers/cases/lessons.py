"""What went wrong and what changes: one sentence to the member beside the resolution, by the cause that a leader named
or in the leader's own words.

Of a cause that is the member's nothing is said; in a red case only what a person wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import Connection

from bot.domain.case import Case, Cause
from bot.domain.tone import ToneFinding, check_tone
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, outbox
from handlers import speak
from handlers.wordings.speaking import say_to

LONGEST = 200
"""So many characters may a leader's own words have."""
Fate = Literal["told", "later", "before", "not_told"]

_BY_CAUSE: Mapping[Cause, str] = {"courier": "private.lesson_courier", "seller": "private.lesson_seller"}


def lesson(conn: Connection, case: Case) -> str:
    """The sentence for this case; empty where none is said."""
    if case.lesson and case.cause != "member":
        return case.lesson
    key = _key(case)
    return say_to(conn, case, key) if key else ""


def _key(case: Case) -> str | None:
    if case.red or case.cause == "member":
        return None
    if say("tags.expectation_gap") in case.tags:
        return "private.lesson_gap"
    return _BY_CAUSE.get(case.cause) if case.cause else None


def findings_in(line: str, case: Case) -> tuple[ToneFinding, ...]:
    """What in a leader's own words may make it worse; money is approved elsewhere, and never promised here."""
    unwell = case.red is not None and case.red != "threat"
    return check_tone(line, kind="private", author="bot", member=case.member_name, unwell=unwell)


def resolved_text(conn: Connection, case: Case) -> str:
    """What was done, what went wrong where that is known by now, and whether it is solved."""
    found = lesson(conn, case)
    apart = outbox.find(conn, post_key(case))
    if apart is not None and case.lesson in (None, apart.text):
        found = ""
    resolution = "\n".join(filter(None, (case.resolution, found)))
    return say_to(conn, case, "private.resolved", resolution=resolution)


def tell(ctx: Context, conn: Connection, before: Case, case: Case) -> None:
    """The cause was named after the member was told the resolution: they hear the sentence now, once, unless it is over
    for them. A leader's own words take the place of a sentence that has not gone out yet."""
    if not case.asks_member or case.untold or groups.get(conn, case.group).mode == "watch":
        return
    text = lesson(conn, case)
    waiting = _waiting(conn, case)
    if waiting is not None and text:
        outbox.change(conn, waiting, text=text, created_at=ctx.now())
    elif text and not (before.lesson or _key(before)):
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, post_key(case), author="group_leader")


def _waiting(conn: Connection, case: Case) -> int | None:
    """The sentence where it was said apart and has not gone out."""
    post = outbox.find(conn, post_key(case))
    post = outbox.get(conn, post.id, for_update=True) if post is not None else None
    return post.id if post is not None and post.state in outbox.UNDECIDED else None


def told_now(ctx: Context, conn: Connection, case: Case) -> str:
    """What `tell` has just said; empty where it said nothing."""
    post = outbox.find(conn, post_key(case))
    return post.text if post is not None and post.created_at == ctx.now() else ""


def fate(ctx: Context, conn: Connection, case: Case) -> Fate:
    """What became of a leader's own words: told now, to be told with the resolution, too late as the member has heard
    a sentence before, or kept in the case alone."""
    if told_now(ctx, conn, case):
        return "told"
    if case.is_open:
        return "later"
    watched = groups.get(conn, case.group).mode == "watch"
    return "before" if case.asks_member and not case.untold and not watched else "not_told"


def post_key(case: Case) -> str:
    """The outbox's key of the sentence where it is said apart from the resolution."""
    return f"lesson:{case.number}"
