"""What may go out now: claimed in the database before the platform is called; the rest gets the time when it may."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.domain.pacing import TokenBucket
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, members, outbox
from bot.storage.outbox import Post
from handlers import contact, speak, zones
from handlers.incidents import posts as incidents
from handlers.sending import breaker
from handlers.sending.left_words import with_its_day
from handlers.showing import posting as showing

BATCH = 8
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
UNASKED_KEPT = 20

Buckets = dict[str, TokenBucket]
"""One bucket an account and one a group, by name; they live as long as the process that sends."""


def claim(ctx: Context, conn: Connection, buckets: Buckets, platforms: Collection[str]) -> list[Post]:
    """Mark as `sending` what may go out now; what may not gets the time when it may."""
    now = ctx.now()
    due = outbox.due(conn, now, platforms, BATCH * 4)
    busy = outbox.targets_in_flight(conn) if due else set()
    claimed: list[Post] = []
    for post in due:
        target = (post.group, post.platform, post.member_id)
        if target in busy or len(claimed) == BATCH:
            continue
        if not speak.capabilities(ctx, post.platform).sends:
            outbox.change(conn, post.id, state="draft")
            continue
        if breaker.holds(ctx, conn, post):
            breaker.make_draft(ctx, conn, post)
            continue
        if not showing.lets_go(ctx, conn, post):
            continue
        until, held_for = _over_limit(ctx, conn, post, now) or _hold(ctx, conn, post, buckets, now)
        if until is not None:
            outbox.change(conn, post.id, not_before=until, held_for=held_for)
            if held_for == "cap" and post.held_for != "cap":
                _tell_cap(ctx, conn, post)
            continue
        busy.add(target)
        _count_unasked(conn, post, now)
        incidents.posting(ctx, conn, post)
        outbox.change(conn, post.id, state="sending", claimed_at=now, attempts=post.attempts + 1, held_for=None)
        claimed.append(with_its_day(ctx, conn, post, now))
    return claimed


def _over_limit(ctx: Context, conn: Connection, post: Post, now: datetime) -> tuple[datetime, str] | None:
    """Until when the account has said enough, and why; None when it may speak."""
    limits = ctx.settings.sending.limits(post.platform)
    if limits is None or post.purpose in breaker.TO_LEADERS:
        return None
    said = outbox.said_by(conn, post.platform, post.account, now - DAY, breaker.TO_LEADERS)
    over = limits.until(said, post.group is None, now)
    if over is not None and over[1] == "account_cap" and post.held_for != "account_cap":
        _tell_account_cap(ctx, conn, post, over[0])
    return over


def _tell_account_cap(ctx: Context, conn: Connection, post: Post, until: datetime) -> None:
    """The account has said enough for now: the leaders of the group know until when."""
    case = cases.get(conn, post.case) if post.case is not None else None
    number = post.group if post.group is not None else case.group if case is not None else None
    if number is not None:
        group = groups.get(conn, number)
        text = say("sending.cap", time=f"{until.astimezone(zones.zone_of(ctx, group)):%m-%d %H:%M}")
        speak.to_leaders(ctx, conn, group, text, f"account_cap:{post.platform}:{until.date()}")


def _hold(
    ctx: Context, conn: Connection, post: Post, buckets: Buckets, now: datetime
) -> tuple[datetime | None, str | None]:
    """Until when the message must wait, and why; (None, None) when it may go."""
    settings = ctx.settings.defaults
    if not post.prompted and not post.approved_at:
        at = contact.suits_from(ctx, conn, post, now)
        if at > now:
            return at, "quiet"
        tomorrow = _has_had_enough(ctx, conn, post, now)
        if tomorrow is not None:
            return contact.suits_from(ctx, conn, post, tomorrow), "unasked"
    if post.group is not None:
        posted = outbox.posted_in_group(conn, post.group, now - HOUR)
        if len(posted) >= settings.posts_per_hour and not post.approved_at:
            return posted[-settings.posts_per_hour] + HOUR, "cap"
        if posted and (now - posted[-1]).total_seconds() < settings.post_spacing_s:
            return posted[-1] + timedelta(seconds=settings.post_spacing_s), "spacing"
    rested_at = incidents.hold_until(ctx, conn, post)
    if rested_at is not None:
        return rested_at, "spacing"
    can = speak.capabilities(ctx, post.platform)
    account = buckets.setdefault(
        f"{post.platform}:{post.account}", TokenBucket(can.global_per_sec, max(1.0, can.global_per_sec))
    )
    needed = [account]
    if post.group is not None:
        limits = ctx.settings.sending.limits(post.platform)
        per_min = (limits or can).group_per_min
        needed.append(buckets.setdefault(f"group:{post.group}", TokenBucket(per_min / 60, max(1.0, per_min / 4))))
    wait = max(bucket.wait_s(now) for bucket in needed)
    if wait > 0:
        return now + timedelta(seconds=wait), "rate"
    for bucket in needed:
        bucket.take(now)
    return None, None


def _has_had_enough(ctx: Context, conn: Connection, post: Post, now: datetime) -> datetime | None:
    """When the member's next day begins, where they have had today's share of messages that they did not ask for; a
    leader's own words may go."""
    member = members.get(conn, post.platform, post.member_id) if post.member_id else None
    if member is None or post.dedupe_key.startswith(("reply:", "resolved:", "lesson:")):
        return None
    zone = zones.zone_of(ctx, contact.group_of(conn, post, member))
    today = now.astimezone(zone).date()
    days = [datetime.fromisoformat(at).astimezone(zone).date() for at in member.unasked]
    if days.count(today) < ctx.settings.defaults.unasked_per_day:
        return None
    return datetime.combine(today + DAY, time(0), zone).astimezone(now.tzinfo)


def _count_unasked(conn: Connection, post: Post, now: datetime) -> None:
    if post.prompted or post.member_id is None:
        return
    member = members.get(conn, post.platform, post.member_id)
    if member is not None:
        kept = (*member.unasked, now.isoformat())[-UNASKED_KEPT:]
        members.change(conn, post.platform, post.member_id, unasked=list(kept))


def _tell_cap(ctx: Context, conn: Connection, post: Post) -> None:
    """Over the cap the public post waits, the private message goes, the leader is told."""
    if post.case is not None and post.group is not None:
        group = groups.get(conn, post.group)
        text = say("leader.cap_held", number=post.case, group=group.name)
        speak.to_leaders(ctx, conn, group, text, f"cap:{post.id}", case=post.case)
