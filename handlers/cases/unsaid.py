"""What was left for a member and still waits for better hours when the case is resolved, or the member says that it is:
it would be read after that, so it waits for the leader instead."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, outbox
from bot.storage.outbox import Post
from handlers import contact, speak
from handlers.cases.timeline import Actor
from handlers.promises import unread

_LEFT = ("reply:", "missed:", "offer:", "fulfilled:", "proof:")
"""How the keys begin of what a person said, offered or did, and of what goes with it."""
_WORDS = ("reply:", "missed:")
"""Of these, a person's own words and what goes before them."""
TEXT_SHOWN = 200


def keep_back(ctx: Context, conn: Connection, case: Case, key: str, why: str = "resolved") -> None:
    """Make drafts of what the hours hold back in this case, and tell the leaders, who may send it all the same."""
    held = [post for post in outbox.of_case(conn, case.number) if _is_held(ctx, conn, post)]
    for post in held:
        outbox.change(conn, post.id, state="draft", held_for=outbox.UNSAID)
        unread.hold_back(ctx, conn, post)
    if held:
        lines = "\n".join(f"“{excerpt(post.text, TEXT_SHOWN)}”" for post in held)
        text = say(f"leader.unsaid_{why}", number=case.number, member=safe_name(case.member_name), lines=lines)
        speak.to_leaders(ctx, conn, groups.get(conn, case.group), text, f"unsaid:{case.number}:{key}", case=case.number)


def replace(ctx: Context, conn: Connection, case: Case, by: Actor, key: str) -> None:
    """A person has newer words for the member: the older ones, which were kept back, never go out."""
    kept = [post for post in outbox.of_case(conn, case.number) if post.state == "draft"]
    older = [p for p in kept if p.held_for == outbox.UNSAID and p.dedupe_key.startswith(_WORDS)]
    _never(ctx, conn, older, by)
    if older:
        lines = "\n".join(f"“{excerpt(post.text, TEXT_SHOWN)}”" for post in older)
        text = say("leader.unsaid_replaced", number=case.number, member=safe_name(case.member_name), lines=lines)
        group = groups.get(conn, case.group)
        speak.to_leaders(ctx, conn, group, text, f"replaced:{case.number}:{key}", case=case.number)


def forget(ctx: Context, conn: Connection, case: Case, by: Actor) -> None:
    """Nothing that waits for the member goes out any more, and what it would have promised is no question."""
    posts = outbox.of_case(conn, case.number)
    _never(ctx, conn, [p for p in posts if p.state in outbox.UNDECIDED and p.purpose == speak.TO_CASE_MEMBER], by)


def _never(ctx: Context, conn: Connection, posts: Sequence[Post], by: Actor) -> None:
    for post in posts:
        outbox.change(conn, post.id, state="cancelled")
        unread.drop(ctx, conn, post, by)


def _is_held(ctx: Context, conn: Connection, post: Post) -> bool:
    """Whether a message waits for hours that suit the member, or for their next day."""
    if post.state != "pending" or not post.dedupe_key.startswith(_LEFT) or post.prompted or post.approved_at:
        return False
    now = ctx.now()
    waits = post.not_before > now and post.held_for in ("quiet", "unasked")
    return waits or contact.suits_from(ctx, conn, post, now) > now
