"""`anxin run`: the program on real groups, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

from bot.app import App, build, new_leader_code
from bot.config import Settings
from bot.replies import say
from bot.storage import groups
from bot.web.server import Console, first_link


async def serve(settings: Settings, parts: frozenset[str]) -> str | None:
    """Start the program, say how to become a leader, and work until SIGINT or SIGTERM; returns why it cannot start."""
    app = build(settings)
    console = Console(app.ctx, settings.console.host, settings.console.port) if "console" in parts else None
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    try:
        if not _connected(app) and "adapters" in parts:
            print(say("cli.no_adapter"), flush=True)
        if console is not None:
            try:
                await console.start()
            except OSError:
                return say("cli.console_port", port=console.port)
        await app.start(parts)
        await greet(app)
        if console is not None:
            await greet_console(console)
        await stop.wait()
        print(say("cli.stopping"), flush=True)
        await asyncio.gather(app.stop(), console.stop() if console is not None else asyncio.sleep(0))
        return None
    finally:
        app.ctx.storage.close()


def _connected(app: App) -> list[str]:
    """The platforms that the program connects to."""
    return [name for name in app.ctx.adapters if name != groups.PASTE]


async def greet(app: App) -> None:
    """One line on what runs, and a one-time code for whoever leads a group."""
    known = await app.ctx.storage.read(groups.everyone)
    waiting = await app.ctx.storage.read(groups.without_leader)
    code = await new_leader_code(app)
    for adapter in app.ctx.adapters.values():
        for note in filter(None, (adapter.health.trouble, *adapter.health.notes)):
            print(note, flush=True)
    print(say("cli.started", platforms="、".join(_connected(app)) or "—", groups=len(known)), flush=True)
    if waiting:
        print(say("cli.groups_waiting", groups="、".join(g.name for g in waiting)), flush=True)
    print(say("cli.leader_code", code=code), flush=True)


async def greet_console(console: Console) -> None:
    """Where the console is, and how the first person gets in."""
    print(say("cli.console", url=console.url), flush=True)
    if not console.is_local:
        print(say("cli.console_plain"), flush=True)
    link = await first_link(console.ctx, console.url)
    if link is not None:
        print(say("cli.console_first", url=link), flush=True)
