"""When a member may be written to without having asked for it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.domain.contact_hours import active_hours, next_active
from bot.domain.pacing import QuietHours
from bot.ports import Context
from bot.storage import cases, groups, members, messages
from bot.storage.groups import Group
from bot.storage.members import Member
from bot.storage.outbox import Post
from handlers import zones

LATELY = timedelta(days=14)
"""So far back a member's messages tell in which hours they are active."""
OURS = ("opening", "case_member", "consent")
"""What we say to a case's member by ourselves; all else was agreed with the member or a person decided on it."""
DECIDED = ("reply:", "missed:", "resolved:", "lesson:", "offer:", "fulfilled:", "proof:")
"""How the keys of what a person said, decided or did begin; that is not kept from a member who waits for it."""


def group_of(conn: Connection, post: Post, member: Member | None) -> Group | None:
    """The group in whose time a message is written."""
    case = cases.get(conn, post.case) if post.case is not None else None
    number = post.group or (case.group if case else None) or (member.last_group if member else None)
    return groups.get(conn, number) if number is not None else None


def quiet_hours_of(ctx: Context, member: Member | None, group: Group | None) -> QuietHours:
    """When a member is not written to unasked: outside the hours that they named, else in the quiet hours."""
    quiet = zones.quiet_hours(ctx, group)
    if member is None or not member.contact_hours:
        return quiet
    start, end = member.contact_hours.get("until"), member.contact_hours.get("from")
    return QuietHours(
        time.fromisoformat(start) if start else quiet.start, time.fromisoformat(end) if end else quiet.end, quiet.zone
    )


def suits_from(ctx: Context, conn: Connection, post: Post, at: datetime) -> datetime:
    """From when on, not before `at`, an unasked message is written: outside the quiet hours and, where the member has
    named no hours, in those in which they were last active."""
    member = members.get(conn, post.platform, post.member_id) if post.member_id else None
    group = group_of(conn, post, member)
    quiet = quiet_hours_of(ctx, member, group)
    if member is None or member.contact_hours or not _by_ourselves(post):
        return quiet.over_at(at)
    wrote = messages.wrote_at(conn, post.platform, member.member_id, group.id if group else None, at - LATELY)
    return next_active(at, active_hours([when.astimezone(quiet.zone) for when in wrote]), quiet)


def _by_ourselves(post: Post) -> bool:
    return post.purpose in OURS and not post.dedupe_key.startswith(DECIDED)
