"""The time of a pasted chat. Its lane is worked through in the time in which it was said: a burst ends before what was
said after it, whenever it is pasted; a case is opened when the member complained. Nothing waits for the real clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.ports import Context
from bot.storage import bursts, inbox, lanes
from bot.storage.bursts import StoredBurst
from bot.storage.groups import PASTE
from bot.storage.inbox import Received

_LANES = lanes.group_lane(PASTE, PASTE, "")


def is_past(lane: str) -> bool:
    """Whether a lane is a pasted chat's."""
    return lane.startswith(_LANES)


def then(ctx: Context, platform: str, at: datetime | None) -> Context:
    """The context of what was said at `at`: for a pasted chat the clock stands there, never ahead of the real one."""
    if platform != PASTE or at is None or at >= ctx.now():
        return ctx
    return replace(ctx, now=lambda: at)


def next_piece(ctx: Context, conn: Connection, lane: str, limit: int) -> tuple[list[Received], list[StoredBurst]]:
    """What comes next in a pasted chat: messages up to the end of the earliest burst, or the bursts that end now."""
    pending = inbox.pending(conn, lane, limit)
    ends = bursts.next_due(conn, lane)
    first = pending[0].event.sent_at if pending else None
    if first is None or (ends is not None and ends <= first):
        return [], bursts.due(conn, lane, ends) if ends is not None else []
    until = first + timedelta(seconds=ctx.settings.defaults.burst_pause_s)
    until = min(until, ends) if ends is not None else until
    return [r for r in pending if first <= r.event.sent_at < until] or pending[:1], []


def is_done(conn: Connection, lane: str) -> bool:
    """Whether all that was pasted has been judged."""
    return not inbox.has_pending(conn, lane) and bursts.next_due(conn, lane) is None


def group_id_of(lane: str) -> str:
    return lane.removeprefix(_LANES)
