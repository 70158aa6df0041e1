"""Working a lane: take its lease, judge its due bursts as a batch, then do everything in one transaction."""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.domain.verdict import Burst, Situation, Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, inbox, lanes
from bot.storage.bursts import StoredBurst
from bot.storage.inbox import Received
from bot.storage.messages import Direct
from handlers import bursts as group_bursts
from handlers import dispatch, private_bursts

log = logging.getLogger(__name__)

BATCH = 20
LEASE_S = 20.0


@dataclass(frozen=True)
class PrivateBurst:
    """A private chat's due burst with all that is needed to judge it."""

    burst: StoredBurst
    said: tuple[Direct, ...]
    judged: Burst
    situation: Situation


Due = group_bursts.Loaded | PrivateBurst


async def work_one_lane(ctx: Context, lease_s: float = LEASE_S) -> bool:
    """Handle what is due in the lane that has waited longest; False when no lane is due."""
    now = ctx.now()
    token = secrets.token_hex(8)
    lane = await ctx.storage.write(lambda conn: lanes.claim(conn, now, token, lease_s))
    if lane is None:
        return False
    received, due = await ctx.storage.read(lambda conn: load(conn, lane, now))
    verdicts: list[Verdict] = []
    if due:
        verdicts = await asyncio.to_thread(judge, ctx, [(d.judged, d.situation) for d in due])
    await ctx.storage.write(lambda conn: settle(ctx, conn, lane, token, received, due, verdicts))
    return True


def judge(ctx: Context, asked: list[tuple[Burst, Situation]]) -> list[Verdict]:
    """The detector's verdicts. Where it fails, the leader is asked: a burst must not hold up its lane for ever."""
    try:
        return ctx.detector(asked)
    except Exception as e:
        if len(asked) > 1:
            return [verdict for one in asked for verdict in judge(ctx, [one])]
        log.exception("the detector failed; the leader is asked about the message")
        return [Verdict("review", 0.5, "other", 1, (say("errors.detector", why=type(e).__name__),))]


def load(conn: Connection, lane: str, now: datetime) -> tuple[list[Received], list[Due]]:
    """The lane's next events and its due bursts."""
    received = inbox.pending(conn, lane, BATCH)
    due: list[Due] = []
    for burst in bursts.due(conn, lane, now):
        if burst.group is None:
            due.append(PrivateBurst(burst, *private_bursts.load(conn, burst)))
        else:
            due.append(group_bursts.load(conn, burst, now))
    return received, due


def settle(
    ctx: Context,
    conn: Connection,
    lane: str,
    token: str,
    received: list[Received],
    due: list[Due],
    verdicts: list[Verdict],
) -> None:
    """Handle the events, conclude the bursts, say when the lane wakes next: all or nothing."""
    if not lanes.hold(conn, lane, token):
        log.info("the lane %s went to another worker meanwhile", lane)
        return
    done = []
    for item in received:
        error = _guarded(conn, lambda item=item: dispatch(ctx, conn, item.event))
        if error is None:
            done.append(item.id)
        else:
            inbox.mark_failed(conn, item.id, error)
            log.error("event %d of %s could not be handled and is kept: %s", item.id, lane, error)
    inbox.mark_done(conn, done)
    for loaded, verdict in zip(due, verdicts, strict=True):
        if not bursts.still_due(conn, loaded.burst):
            continue
        error = _guarded(conn, lambda d=loaded, v=verdict: _conclude(ctx, conn, d, v))
        if error is not None:
            bursts.judged(conn, loaded.burst.id, {"error": error})
            log.error("burst %d of %s could not be judged, its messages are kept: %s", loaded.burst.id, lane, error)
    wake_at = ctx.now() if inbox.has_pending(conn, lane) else bursts.next_due(conn, lane)
    lanes.release(conn, lane, wake_at)


def _conclude(ctx: Context, conn: Connection, due: Due, verdict: Verdict) -> None:
    if isinstance(due, PrivateBurst):
        private_bursts.conclude(ctx, conn, due.burst, due.said, verdict)
    else:
        group_bursts.conclude(ctx, conn, due, verdict)


def _guarded(conn: Connection, work: object) -> str | None:
    """Run one piece in a savepoint; the error of a piece that fails. What concerns the whole database is raised."""
    assert callable(work)
    try:
        with conn.begin_nested():
            work()
    except OperationalError:
        raise
    except Exception as e:
        log.debug("the piece failed", exc_info=True)
        return f"{type(e).__name__}: {e}"[:500]
    return None
