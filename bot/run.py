"""`anxin run`: the program on real groups, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress

from bot.app import App, build, new_leader_code
from bot.config import Settings
from bot.replies import say
from bot.storage import groups

log = logging.getLogger(__name__)


async def serve(settings: Settings, parts: frozenset[str]) -> None:
    """Start the program, say how to become a leader, and work until SIGINT or SIGTERM."""
    app = build(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    try:
        if not app.ctx.adapters and "adapters" in parts:
            print(say("cli.no_adapter"), flush=True)
        await app.start(parts)
        await greet(app)
        await stop.wait()
        print(say("cli.stopping"), flush=True)
        await app.stop()
    finally:
        app.ctx.storage.close()


async def greet(app: App) -> None:
    """One line on what runs, and a one-time code for whoever leads a group."""
    known = await app.ctx.storage.read(groups.everyone)
    waiting = await app.ctx.storage.read(groups.without_leader)
    code = await new_leader_code(app)
    for adapter in app.ctx.adapters.values():
        for note in filter(None, (adapter.health.trouble, *adapter.health.notes)):
            print(note, flush=True)
    print(say("cli.started", platforms="、".join(app.ctx.adapters) or "—", groups=len(known)), flush=True)
    if waiting:
        print(say("cli.groups_waiting", groups="、".join(g.name for g in waiting)), flush=True)
    print(say("cli.leader_code", code=code), flush=True)
