"""Plays the demo's script and lets the person at the terminal speak as anybody; the console shows it in the browser."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager, nullcontext, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.app import utc_now
from bot.demo.history import chat_on, load_history, look, numbers, tell
from bot.demo.screen import Screen
from bot.demo.stage import BURST_PAUSE_S, GROUP_ID, Stage, StageClock
from bot.replay import DAY_ONE, drive
from bot.replies import say
from bot.storage import open_storage
from bot.web.server import Console

SCRIPT = Path(__file__).with_name("script.yaml")
CONSOLE_PORTS = range(8700, 8710)


def load_script() -> dict[str, Any]:
    script: dict[str, Any] = yaml.safe_load(SCRIPT.read_text("utf-8"))
    return script


@asynccontextmanager
async def stage_of(groups: dict[str, dict[str, Any]], clock: StageClock) -> AsyncIterator[Stage]:
    """A stage on a database in memory."""
    storage = open_storage("sqlite://")
    try:
        yield Stage(groups, storage, clock)
    finally:
        storage.close()


async def play(*, scripted: bool, fast: bool = False, screen: Screen | None = None) -> None:
    """The demo (`scripted`) or the free chat. `fast` plays on a driven clock without waiting and ends."""
    script = load_script()
    groups = {GROUP_ID: {"name": script["group"], "mode": "auto", "leader": script["leader"]}}
    clock = StageClock(DAY_ONE + timedelta(hours=17, minutes=30) if fast else utc_now())
    screen = screen or Screen(script["group"], script["leader"], clock)
    screen.banner(scripted=scripted)
    history = load_history() if scripted and not fast else None
    async with stage_of(groups | (history["groups"] if history else {}), clock) as stage:
        if history:
            screen.note(say("demo.preparing"))
            await tell(stage, clock, history["lines"], clock())
        stage.show_on(screen, {script["leader"], *(line["who"] for line in script["lines"])})
        if fast:
            await _play_fast(stage, clock, script)
        else:
            clock.let_go()
            if history:
                await look(stage)
            await _play_live(stage, script if scripted else None, history)


async def _play_fast(stage: Stage, clock: StageClock, script: dict[str, Any]) -> None:
    await stage.app.prepare()
    await stage.adapter.start(stage.app.take)
    for line in script["lines"]:
        await drive(stage.app, clock, clock.at + timedelta(seconds=line["wait"]))
        await _perform(stage, line)
    await drive(stage.app, clock, clock.at + timedelta(seconds=30))
    await stage.adapter.stop()


async def open_console(stage: Stage, ports: Iterable[int] = (*CONSOLE_PORTS, 0)) -> Console:
    """The console over the demo's data, on the first free port."""
    for port in ports:
        console = Console(stage.app.ctx, "127.0.0.1", port, demo=stage)
        with suppress(OSError):
            await console.start()
            return console
    raise AssertionError("there is always a free port")


async def _play_live(stage: Stage, script: dict[str, Any] | None, history: dict[str, Any] | None) -> None:
    await stage.app.start()
    console = await open_console(stage)
    stage.note(say("demo.console", url=f"{console.url}/demo/enter/{stage.key}"))
    playing = [_perform_all(stage, script["lines"])] if script else []
    actors = [asyncio.create_task(play) for play in playing]
    chatting = (
        [asyncio.create_task(chat_on(stage, next(iter(history["groups"])), history["chatter"]))] if history else []
    )
    interactive = sys.stdin.isatty()
    try:
        with _printing_above_prompt() if interactive else nullcontext():
            async with aclosing(_typed_lines(interactive)) as lines:
                async for line in lines:
                    if not await _typed(stage, line):
                        break
            if actors and not interactive:
                await asyncio.gather(*actors)
                await asyncio.sleep(2 * BURST_PAUSE_S)
    finally:
        for task in (*actors, *chatting):
            task.cancel()
        await asyncio.gather(*actors, *chatting, return_exceptions=True)
        await asyncio.gather(stage.app.stop(), console.stop())


async def _perform_all(stage: Stage, lines: list[dict[str, Any]]) -> None:
    for line in lines:
        await asyncio.sleep(line["wait"])
        await _perform(stage, line)
    await asyncio.sleep(2 * BURST_PAUSE_S)
    stage.note(say("demo.your_turn", leader=lines[0]["who"]))


async def _perform(stage: Stage, line: dict[str, Any]) -> None:
    text = line["text"].format_map(await numbers(stage))
    await stage.speak(line["who"], text, private=line["in"] == "private", photos=int(bool(line.get("photo"))))


async def _typed(stage: Stage, line: str) -> bool:
    """Carry out what the person typed; False to leave."""
    line = line.strip()
    if line in ("退出", "exit", "quit"):
        return False
    if not line:
        return True
    for sign, private in (("：", False), (":", False), (">", True), ("》", True), ("＞", True)):
        who, found, text = line.partition(sign)
        if found and 0 < len(who.strip()) <= 12 and " " not in who.strip():
            photo = text.strip().endswith("[图片]")
            said = text.strip().removesuffix("[图片]").strip()
            stage.on_screen.add(who.strip())
            await stage.speak(who.strip(), said, private=private, photos=int(photo))
            return True
    stage.help()
    return True


@contextmanager
def _printing_above_prompt() -> Iterator[None]:
    from prompt_toolkit.patch_stdout import patch_stdout

    with patch_stdout(raw=True):
        yield


async def _typed_lines(interactive: bool) -> AsyncGenerator[str]:
    """The lines that the person types, until the end of input."""
    if interactive:
        from prompt_toolkit import PromptSession

        session: PromptSession[str] = PromptSession()
        while True:
            try:
                yield await session.prompt_async("» ")
            except (EOFError, KeyboardInterrupt):
                return
    while True:
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return
        yield line
