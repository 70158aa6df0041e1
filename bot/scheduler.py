"""The clock: APScheduler wakes the sweeps and nothing else; what is due stands in the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

SWEEP_S = 5


def start_clock(sweep: Callable[[], Awaitable[object]], every_s: float = SWEEP_S) -> AsyncIOScheduler:
    """Call `sweep` every so many seconds, never twice at once; the caller shuts the scheduler down."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(sweep, IntervalTrigger(seconds=every_s), max_instances=1, coalesce=True, misfire_grace_time=None)
    scheduler.start()
    return scheduler
