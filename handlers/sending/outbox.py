"""Sending what waits in the outbox: call the platform, write down what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

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
from bot.domain.text import excerpt
from bot.ports import Context
from bot.storage import groups, images, outbox
from bot.storage.outbox import Post
from handlers.sending import breaker, delivered
from handlers.sending.claiming import BATCH, Buckets, claim
from handlers.showing.excerpts import CARD, CONSENT

log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 40.0
LOST_AFTER = timedelta(seconds=SEND_TIMEOUT_S + 20)
OFFLINE_STEPS_S = (2, 5, 15, 30, 60)

Call = tuple[str, Callable[[], Coroutine[Any, Any, None]]]
"""A platform and what is to be called there."""


@dataclass
class UnderWay:
    """The calls to the platforms that have not come back yet; one that hangs holds up no other message."""

    calls: dict[asyncio.Task[None], str] = field(default_factory=dict)
    """Each with its platform."""

    def has_room(self, platform: str) -> bool:
        return list(self.calls.values()).count(platform) < BATCH

    def start(self, platform: str, call: Callable[[], Coroutine[Any, Any, None]], then: Callable[[], None]) -> None:
        """Begin a call; `then` is called when it has ended, however it did."""
        task = asyncio.create_task(call())
        self.calls[task] = platform

        def ended(task: asyncio.Task[None]) -> None:
            del self.calls[task]
            if not task.cancelled() and (error := task.exception()) is not None:
                log.error("the outcome of a call to %s could not be kept: %s", platform, error)
            then()

        task.add_done_callback(ended)


async def send_due(ctx: Context, buckets: Buckets, platforms: Collection[str] | None = None) -> int:
    """Send what is due, one message a target, one by one; how many were tried."""
    calls = await _due_calls(ctx, buckets, list(platforms if platforms is not None else ctx.adapters))
    for _, call in calls:
        await call()
    return len(calls)


async def begin_due(ctx: Context, buckets: Buckets, under_way: UnderWay, then: Callable[[], None]) -> int:
    """Begin to send what is due, one message a target, without waiting for the platforms' answers."""
    calls = await _due_calls(ctx, buckets, [p for p in ctx.adapters if under_way.has_room(p)])
    for platform, call in calls:
        under_way.start(platform, call, then)
    return len(calls)


async def _due_calls(ctx: Context, buckets: Buckets, platforms: list[str]) -> list[Call]:
    """The calls that are to be made now, claimed in the database."""

    def claim_both(conn: Connection) -> tuple[list[Post], list[Post]]:
        return claim(ctx, conn, buckets, platforms), _claim_withdrawals(ctx, conn, platforms)

    posts, taken_back = await ctx.storage.write(claim_both)
    calls: list[Call] = [(post.platform, partial(_send, ctx, post)) for post in posts]
    return calls + [(post.platform, partial(_withdraw, ctx, post)) for post in taken_back]


async def _send(ctx: Context, post: Post) -> None:
    """One call to the platform, and its outcome in the database."""
    adapter = ctx.adapters[post.platform]
    try:
        message = await ctx.storage.read(lambda conn: _outgoing(conn, post))
        if post.purpose in (CARD, CONSENT) and message.image is None:  # taken back meanwhile
            await ctx.storage.write(lambda conn: outbox.finish(conn, post.id, state="cancelled"))
            return
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


def _outgoing(conn: Connection, post: Post) -> Outgoing:
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


def abandoned(ctx: Context, conn: Connection) -> list[Post]:
    """Messages whose sender was lost during the call."""
    return outbox.abandoned(conn, ctx.now() - LOST_AFTER)


def settle_abandoned(ctx: Context, conn: Connection) -> int:
    """Messages whose sender was lost during the call: never sent again blindly, shown to the leader."""
    posts = abandoned(ctx, conn)
    for post in posts:
        log.warning(
            "a message (%s) was being sent when the program stopped: %s", post.purpose, excerpt(post.dedupe_key)
        )
        delivered.unconfirmed(ctx, conn, post=post, error="interrupted")
    return len(posts)
