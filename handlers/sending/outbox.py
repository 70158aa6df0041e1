"""Sending what waits in the outbox: claim in the database, call the platform, write down what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.domain.chat import (
    Button,
    CannotReachMember,
    ChatAdapter,
    ChatError,
    Forbidden,
    Gone,
    Offline,
    Outgoing,
    RateLimited,
    Sent,
    Unconfirmed,
)
from bot.domain.pacing import TokenBucket
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, images, members, outbox
from bot.storage.members import Member
from bot.storage.outbox import Post
from handlers import speak
from handlers.incidents import life as incidents
from handlers.sending import breaker, delivered

log = logging.getLogger(__name__)

BATCH = 8
SEND_TIMEOUT_S = 40.0
OFFLINE_STEPS_S = (2, 5, 15, 30, 60)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
UNASKED_KEPT = 20

Buckets = dict[str, TokenBucket]
"""One bucket an account and one a group, by name; they live as long as the process that sends."""


async def send_due(
    ctx: Context, buckets: Buckets, platforms: Collection[str] | None = None, *, in_order: bool = False
) -> int:
    """Send what is due, one message a target, side by side or (`in_order`) one by one; how many were tried."""
    running = list(platforms if platforms is not None else ctx.adapters)
    posts = await ctx.storage.write(lambda conn: claim(ctx, conn, buckets, running))
    taken_back = await ctx.storage.write(lambda conn: _claim_withdrawals(ctx, conn, running))
    calls = [*(partial(_send, ctx, post) for post in posts), *(partial(_withdraw, ctx, post) for post in taken_back)]
    if in_order:
        for call in calls:
            await call()
    else:
        await asyncio.gather(*(call() for call in calls))
    return len(posts) + len(taken_back)


def claim(ctx: Context, conn: Connection, buckets: Buckets, platforms: Collection[str]) -> list[Post]:
    """Mark as `sending` what may go out now; what may not gets the time when it may."""
    now = ctx.now()
    busy = outbox.targets_in_flight(conn)
    claimed: list[Post] = []
    for post in outbox.due(conn, now, platforms, BATCH * 4):
        target = (post.group, post.platform, post.member_id)
        if target in busy or len(claimed) == BATCH:
            continue
        if not speak.capabilities(ctx, post.platform).sends:
            outbox.change(conn, post.id, state="draft")
            continue
        if breaker.holds(ctx, conn, post):
            breaker.make_draft(ctx, conn, post)
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
        claimed.append(post)
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
        zone = ctx.settings.defaults.quiet_hours.zone
        group = groups.get(conn, number)
        text = say("sending.cap", time=f"{until.astimezone(zone):%m-%d %H:%M}")
        speak.to_leaders(ctx, conn, group, text, f"account_cap:{post.platform}:{until.date()}")


def _hold(
    ctx: Context, conn: Connection, post: Post, buckets: Buckets, now: datetime
) -> tuple[datetime | None, str | None]:
    """Until when the message must wait, and why; (None, None) when it may go."""
    settings = ctx.settings.defaults
    if not post.prompted and not post.approved_at:
        member = members.get(conn, post.platform, post.member_id) if post.member_id else None
        quiet = speak.quiet_hours_of(ctx, member)
        if quiet.is_quiet(now):
            return quiet.over_at(now), "quiet"
        if member is not None and _too_many(ctx, member, post, now):
            return quiet.over_at((now.astimezone(quiet.zone) + DAY).replace(hour=0, minute=0, second=0)), "unasked"
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
        per_min = min(can.group_per_min, limits.group_per_min) if limits else can.group_per_min
        needed.append(buckets.setdefault(f"group:{post.group}", TokenBucket(per_min / 60, max(1.0, per_min / 4))))
    wait = max(bucket.wait_s(now) for bucket in needed)
    if wait > 0:
        return now + timedelta(seconds=wait), "rate"
    for bucket in needed:
        bucket.take(now)
    return None, None


def _too_many(ctx: Context, member: Member, post: Post, now: datetime) -> bool:
    """Whether the member has had today's share of messages that they did not ask for; a leader's own words may go."""
    if post.dedupe_key.startswith(("reply:", "resolved:")):
        return False
    zone = ctx.settings.defaults.quiet_hours.zone
    days = [datetime.fromisoformat(at).astimezone(zone).date() for at in member.unasked]
    return days.count(now.astimezone(zone).date()) >= ctx.settings.defaults.unasked_per_day


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


async def _send(ctx: Context, post: Post) -> None:
    """One call to the platform, and its outcome in the database."""
    adapter = ctx.adapters[post.platform]
    try:
        message = await ctx.storage.read(lambda conn: _outgoing(ctx, conn, post))
        sent = await asyncio.wait_for(adapter.send(message), SEND_TIMEOUT_S)
    except asyncio.CancelledError:
        raise
    except RateLimited as e:
        again = partial(_again, ctx, post=post, wait_s=e.retry_after, why="rate")
        await ctx.storage.write(again)
        await ctx.storage.write(partial(breaker.refused, ctx, post=post, why=str(e)))
    except Offline as e:
        log.info("%s is offline, a message waits: %s", post.platform, e)
        wait_s = OFFLINE_STEPS_S[min(post.attempts, len(OFFLINE_STEPS_S) - 1)]
        await ctx.storage.write(partial(_again, ctx, post=post, wait_s=wait_s, why="offline"))
        if breaker.logged_out(adapter.health.trouble):
            await ctx.storage.write(partial(breaker.refused, ctx, post=post, why=str(adapter.health.trouble)))
    except Gone as e:
        await ctx.storage.write(partial(_gone, ctx, post=post, error=e))
    except CannotReachMember as e:
        await ctx.storage.write(partial(delivered.unreachable, ctx, post=post, error=str(e)))
    except (Unconfirmed, TimeoutError) as e:
        await ctx.storage.write(partial(delivered.unconfirmed, ctx, post=post, error=str(e)))
    except ChatError as e:
        log.warning("%s refused a message (%s): %s", post.platform, post.purpose, e)
        await ctx.storage.write(partial(delivered.failed, ctx, post=post, error=str(e)))
        if isinstance(e, Forbidden):
            await ctx.storage.write(partial(breaker.refused, ctx, post=post, why=str(e)))
    except Exception as e:
        log.exception("sending over %s ended in an unexpected error", post.platform)
        await ctx.storage.write(partial(delivered.unconfirmed, ctx, post=post, error=f"{type(e).__name__}: {e}"))
    else:
        await ctx.storage.write(partial(_sent, ctx, post=post, sent=sent))


def _outgoing(ctx: Context, conn: Connection, post: Post) -> Outgoing:
    image = images.get(conn, post.image_hash) if post.image_hash else None
    return Outgoing(
        text=post.text,
        group_id=groups.get(conn, post.group).group_id if post.group is not None else None,
        member_id=post.member_id,
        mention=tuple((m[0], m[1]) for m in post.mention),
        quote_message_id=post.quote_message_id,
        topic_id=post.topic_id,
        image=image.content if image else None,
        buttons=tuple(Button(**b) for b in post.buttons),
    )


def _sent(ctx: Context, conn: Connection, *, post: Post, sent: Sent) -> None:
    settled = outbox.finish(
        conn, post.id, state="sent", sent_at=ctx.now(), sent_message_id=sent.message_id, degraded=list(sent.degraded)
    )
    if settled:
        breaker.took(conn, post)
        delivered.sent(ctx, conn, post, sent)


def _again(ctx: Context, conn: Connection, *, post: Post, wait_s: float, why: str) -> None:
    """The platform certainly did not take it: it waits and is tried again."""
    later = ctx.now() + timedelta(seconds=wait_s)
    outbox.finish(conn, post.id, state="pending", not_before=later, held_for=why)


def _gone(ctx: Context, conn: Connection, *, post: Post, error: Gone) -> None:
    """The group moved: it keeps its history under the new id, and the message goes there."""
    if error.moved_to and post.group is not None:
        group = groups.get(conn, post.group)
        groups.move(conn, group.platform, group.group_id, error.moved_to)
        outbox.finish(conn, post.id, state="pending", not_before=ctx.now())
        return
    delivered.failed(ctx, conn, post=post, error=str(error))


def _claim_withdrawals(ctx: Context, conn: Connection, platforms: Collection[str]) -> list[Post]:
    now = ctx.now()
    posts = outbox.due(conn, now, platforms, BATCH, state="withdrawing")
    for post in posts:
        outbox.change(conn, post.id, not_before=now + timedelta(seconds=2 * SEND_TIMEOUT_S))
    return posts


async def _withdraw(ctx: Context, post: Post) -> None:
    """Delete a post from its group; asking twice does no harm."""
    assert post.group is not None
    adapter: ChatAdapter = ctx.adapters[post.platform]
    group = await ctx.storage.read(lambda conn: groups.get(conn, post.group or 0))
    try:
        await asyncio.wait_for(adapter.delete(group.group_id, post.sent_message_id or ""), SEND_TIMEOUT_S)
    except (Offline, RateLimited, Unconfirmed, TimeoutError):
        return  # stays `withdrawing` and is tried again
    except ChatError as e:
        log.info("a post could not be deleted: %s", e)
        await ctx.storage.write(partial(delivered.withdrawn, ctx, post=post, gone=isinstance(e, Gone)))
        return
    await ctx.storage.write(partial(delivered.withdrawn, ctx, post=post, gone=True))


def settle_abandoned(ctx: Context, conn: Connection, older_than_s: float = SEND_TIMEOUT_S + 20) -> int:
    """Messages whose sender was lost during the call: never sent again blindly, shown to the leader."""
    posts = outbox.abandoned(conn, ctx.now() - timedelta(seconds=older_than_s))
    for post in posts:
        log.warning(
            "a message (%s) was being sent when the program stopped: %s", post.purpose, excerpt(post.dedupe_key)
        )
        delivered.unconfirmed(ctx, conn, post=post, error="interrupted")
    return len(posts)
