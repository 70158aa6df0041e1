"""Words that a person left for a member and that wait for another day, or from the small hours till the morning: where
they name a time that would be read wrongly by then, they say when they were left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.when_words import NIGHT_UNTIL, is_of_the_small_hours, names_other_times
from bot.ports import Context
from bot.replies import say
from bot.storage import members, outbox
from bot.storage.outbox import Post
from handlers import contact, zones

LEFT = ("reply:", "resolved:", "offer:", "fulfilled:", "promise:")
"""How the keys of what a person said or decided begin."""
GOES_AT_ONCE = ("reply:", "offer:", "fulfilled:", "promise:")
"""Of these, what a member who writes reads at once; a resolution waits: their words may speak against it."""
EVENING_FROM = 18


def with_its_day(ctx: Context, conn: Connection, post: Post, now: datetime) -> Post:
    """The message as it is to be read now."""
    if post.member_id is None or not post.dedupe_key.startswith(LEFT):
        return post
    group = contact.group_of(conn, post, members.get(conn, post.platform, post.member_id))
    zone = zones.zone_of(ctx, group)
    left, read = post.created_at.astimezone(zone), now.astimezone(zone)
    overnight = read.hour >= NIGHT_UNTIL and is_of_the_small_hours(post.text, left)
    another_day = left.date() != read.date() and names_other_times(post.text, left, read)
    if not another_day and not overnight:
        return post
    return replace(post, text=say("left_words.text", when=_when(left, read), text=post.text))


def let_go(ctx: Context, conn: Connection, case: int) -> None:
    """The member is awake and writes: what a person left for them in this case does not wait for better hours."""
    for post in outbox.of_case(conn, case):
        waits = post.state == "pending" and post.held_for in ("quiet", "unasked")
        if waits and post.member_id is not None and post.dedupe_key.startswith(GOES_AT_ONCE):
            outbox.change(conn, post.id, not_before=ctx.now(), prompted=True, held_for=None)


def _when(left: datetime, read: datetime) -> str:
    """夜里 00:30, 昨晚 22:40, 昨天 15:10, 1月5日 22:40."""
    if left.date() == read.date():
        return say("left_words.small_hours", time=f"{left:%H:%M}")
    if (read.date() - left.date()).days > 1:
        return say("left_words.earlier", month=left.month, day=left.day, time=f"{left:%H:%M}")
    return say("left_words.last_night" if left.hour >= EVENING_FROM else "left_words.yesterday", time=f"{left:%H:%M}")
