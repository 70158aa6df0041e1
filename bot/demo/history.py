"""What happened before somebody looks: told to the real program on a driven clock, in a few seconds."""

from __future__ import annotations

import asyncio
import itertools
import re
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection

from bot.app import App
from bot.demo.stage import Stage, StageClock
from bot.storage import cases, promises
from handlers.sending import connections
from handlers.sweeps import sweep

FILE = Path(__file__).with_name("history.yaml")
STEP = timedelta(minutes=1)
CHATTER_S = (4, 7, 5, 9, 6)
"""How long the neighbours wait before the next one speaks, in turn."""


def load_history() -> dict[str, Any]:
    history: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return history


def how_long(ago: str) -> timedelta:
    """`2d3h20m` as a length of time."""
    days, hours, minutes = re.fullmatch(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?", ago).groups(default="0")  # type: ignore[union-attr]
    return timedelta(days=int(days), hours=int(hours), minutes=int(minutes))


async def tell(stage: Stage, clock: StageClock, lines: list[dict[str, Any]], now: datetime) -> None:
    """Let everything happen, up to `now`."""
    lines = sorted(lines, key=lambda line: how_long(line["ago"]), reverse=True)
    clock.at = now - how_long(lines[0]["ago"])
    await stage.app.prepare()
    await stage.adapter.start(stage.app.take)
    for line in lines:
        await pass_time(stage.app, clock, now - how_long(line["ago"]))
        if "lost" in line:
            await _lose(stage, clock, line["lost"])
        else:
            await _perform(stage, line)
    await pass_time(stage.app, clock, now)


async def pass_time(app: App, clock: StageClock, until: datetime) -> None:
    """Let the time pass to `until`, a minute at a time where something is due: a story needs no more."""
    while True:
        await app.run_until_idle(with_sweeps=False)
        due = await app.next_due()
        if due is None or due > until:
            break
        clock.at = min(max(clock.at + STEP, due), until)
        await sweep(app.ctx)
    clock.at = max(clock.at, until)


async def _perform(stage: Stage, line: dict[str, Any]) -> None:
    text = line["text"].format_map(await numbers(stage))
    private = line["in"] == "private"
    await stage.speak(line["who"], text, private=private, photos=int(bool(line.get("photo"))), group=line["in"])


class Numbers(dict[str, int]):
    """1 for whoever has none."""

    def __missing__(self, name: str) -> int:
        return 1


async def numbers(stage: Stage) -> Numbers:
    """The newest case of each member by name, and the newest promise to them."""

    def read(conn: Connection) -> Numbers:
        found = Numbers()
        for case in cases.all_cases(conn):
            found[case.member_name] = case.number
            found |= {f"承诺{case.member_name}": promise.id for promise in promises.of_case(conn, case.number)}
        return found

    return await stage.app.ctx.storage.read(read)


async def _lose(stage: Stage, clock: StageClock, minutes: int) -> None:
    """Nothing can be heard for a while."""
    await look(stage)
    await stage.adapter.stop()
    await look(stage)
    await pass_time(stage.app, clock, clock() + timedelta(minutes=minutes))
    await stage.adapter.start(stage.app.take)
    await look(stage)


async def look(stage: Stage) -> None:
    """Write down how the connection is."""
    ctx = stage.app.ctx
    await ctx.storage.write(partial(connections.look, ctx))


async def chat_on(stage: Stage, group: str, lines: list[dict[str, str]]) -> None:
    """The neighbours go on talking until they are stopped."""
    for line, wait in zip(itertools.cycle(lines), itertools.cycle(CHATTER_S), strict=False):
        await asyncio.sleep(wait)
        await stage.speak(line["who"], line["text"], private=False, group=group)
