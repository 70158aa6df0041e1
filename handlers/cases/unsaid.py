"""What was left for a member and still waits for better hours when the case is resolved: it would be read after the
resolution, so it waits for the leader instead."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, outbox
from bot.storage.outbox import Post
from handlers import contact, speak

_LEFT = ("reply:", "missed:", "offer:", "fulfilled:", "proof:")
"""How the keys begin of what a person said, offered or did, and of what goes with it."""
TEXT_SHOWN = 200


def keep_back(ctx: Context, conn: Connection, case: Case, key: str) -> None:
    """Make drafts of what the hours hold back in this case, and tell the leaders, who may send it all the same."""
    held = [post for post in outbox.of_case(conn, case.number) if _is_held(ctx, conn, post)]
    for post in held:
        outbox.change(conn, post.id, state="draft", held_for=None)
    if held:
        lines = "\n".join(f"“{excerpt(post.text, TEXT_SHOWN)}”" for post in held)
        text = say("leader.unsaid", number=case.number, member=safe_name(case.member_name), lines=lines)
        speak.to_leaders(ctx, conn, groups.get(conn, case.group), text, f"unsaid:{case.number}:{key}", case=case.number)


def _is_held(ctx: Context, conn: Connection, post: Post) -> bool:
    """Whether a message waits for hours that suit the member, or for their next day."""
    if post.state != "pending" or not post.dedupe_key.startswith(_LEFT) or post.prompted or post.approved_at:
        return False
    now = ctx.now()
    waits = post.not_before > now and post.held_for in ("quiet", "unasked")
    return waits or contact.suits_from(ctx, conn, post, now) > now
