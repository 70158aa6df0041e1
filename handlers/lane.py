"""Working a lane: take its lease, judge its due bursts as a batch, then do everything in one transaction."""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.domain.verdict import Burst, Situation, Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, inbox, lanes
from bot.storage.bursts import StoredBurst
from bot.storage.inbox import Received
from bot.storage.messages import Direct
from handlers import dispatch
from handlers.bursts import group as group_bursts
from handlers.bursts import loading
from handlers.bursts import private as private_bursts
from handlers.bursts.opening_words import without_opening
from handlers.bursts.several import with_parts
from handlers.pasted import past
from handlers.pasted import report as paste_report

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


Due = loading.Loaded | PrivateBurst


async def work_one_lane(ctx: Context, lease_s: float = LEASE_S, *, only: str | None = None) -> bool:
    """Handle what is due in the lane that has waited longest (or in this one); False when no lane is due."""
    now = ctx.now()
    token = secrets.token_hex(8)
    lane = await ctx.storage.write(lambda conn: lanes.claim(conn, now, token, lease_s, only))
    if lane is None:
        return False
    received, due = await ctx.storage.read(lambda conn: load(ctx, conn, lane, now))
    verdicts: list[Verdict] = []
    if due:
        verdicts = await asyncio.to_thread(judge_closely, ctx, [(d.judged, d.situation) for d in due])
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


def judge_closely(ctx: Context, asked: list[tuple[Burst, Situation]]) -> list[Verdict]:
    """The verdicts, whatever opens a burst (在吗); of a complaint about several goods with what is said about each."""
    again = partial(judge, ctx)
    opened = zip(asked, judge(ctx, asked), strict=True)
    verdicts = [without_opening(again, burst, situation, verdict) for (burst, situation), verdict in opened]
    return [with_parts(again, *one, verdict) for one, verdict in zip(asked, verdicts, strict=True)]


def load(ctx: Context, conn: Connection, lane: str, now: datetime) -> tuple[list[Received], list[Due]]:
    """The lane's next events and its due bursts."""
    due: list[Due] = []
    if past.is_past(lane):
        received, ended = past.next_piece(ctx, conn, lane, BATCH)
        return received, [loading.load(conn, burst, burst.due_at or now) for burst in ended]
    received = inbox.pending(conn, lane, BATCH)
    for burst in bursts.due(conn, lane, now):
        if burst.group is None:
            due.append(PrivateBurst(burst, *private_bursts.load(conn, burst)))
        else:
            due.append(loading.load(conn, burst, now))
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
        its = past.then(ctx, item.event.platform, item.event.sent_at)
        error = _guarded(conn, lambda its=its, item=item: dispatch(its, conn, item.event))
        if error is None:
            done.append(item.id)
        else:
            inbox.mark_failed(conn, item.id, error)
            log.error("event %d of %s could not be handled and is kept: %s", item.id, lane, error)
    inbox.mark_done(conn, done)
    for loaded, verdict in zip(due, verdicts, strict=True):
        if not bursts.still_due(conn, loaded.burst):
            continue
        its = past.then(ctx, loaded.burst.platform, loaded.burst.due_at)
        error = _guarded(conn, lambda its=its, d=loaded, v=verdict: _conclude(its, conn, d, v))
        if error is not None:
            bursts.judged(conn, loaded.burst.id, {"error": error})
            log.error("burst %d of %s could not be judged, its messages are kept: %s", loaded.burst.id, lane, error)
    wake_at = ctx.now() if inbox.has_pending(conn, lane) else bursts.next_due(conn, lane)
    if past.is_past(lane):
        wake_at = ctx.now() if wake_at is not None else None
        if wake_at is None:
            paste_report.tell(ctx, conn, lane)
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
