"""Plays the demo's script and lets the person at the terminal speak as anybody."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager, nullcontext, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.adapters.terminal import TerminalAdapter
from bot.app import App, build, utc_now
from bot.config import Settings, from_dict
from bot.demo.screen import Screen
from bot.replay import DAY_ONE, Clock, drive
from bot.replies import say
from bot.storage import cases, open_storage
from bot.web.server import Console, first_link

SCRIPT = Path(__file__).with_name("script.yaml")
GROUP_ID = "demo"
CONSOLE_PORTS = range(8700, 8710)
BURST_PAUSE_S = 2.5
"""Shorter than in a real group, so that nobody waits in front of the screen; so is the spacing of posts."""


def load_script() -> dict[str, Any]:
    script: dict[str, Any] = yaml.safe_load(SCRIPT.read_text("utf-8"))
    return script


def demo_settings(group: str, leader: str) -> Settings:
    """A group in `auto` with a leader, with short pauses and no quiet hours."""
    return from_dict(
        {
            "groups": [
                {"platform": "terminal", "id": GROUP_ID, "name": group, "mode": "auto", "leaders": [leader]}
            ],
            "defaults": {
                "burst_pause_s": BURST_PAUSE_S, "burst_max_s": 8, "post_spacing_s": 3, "posts_per_hour": 60,
                "quiet_from": "00:00", "quiet_until": "00:00",
            },
        },
        environ={},
    )  # fmt: skip


class Stage:
    """The app, the simulated platform and the screen, and how to speak on them."""

    def __init__(self, app: App, adapter: TerminalAdapter, screen: Screen, leader: str) -> None:
        self.app, self.adapter, self.screen, self.leader = app, adapter, screen, leader

    async def speak(self, who: str, text: str, *, private: bool, photos: int = 0) -> None:
        self.screen.heard(who, text, private=private, photos=photos)
        if private:
            await self.adapter.whisper(who, text, pictures=photos)
        else:
            await self.adapter.say(GROUP_ID, who, text, pictures=photos)


async def play(*, scripted: bool, fast: bool = False, screen: Screen | None = None) -> None:
    """The demo (`scripted`) or the free chat. `fast` plays on a driven clock without waiting and ends."""
    script = load_script()
    leader, group = script["leader"], script["group"]
    clock = Clock(DAY_ONE + timedelta(hours=17, minutes=30)) if fast else None
    now = clock or utc_now
    screen = screen or Screen(group, leader, now)
    with tempfile.TemporaryDirectory(prefix="anxin-demo-") as folder:
        storage = open_storage(f"sqlite:///{folder}/demo.db")
        adapter = TerminalAdapter(now, {GROUP_ID: group}, frozenset({leader}), listener=screen.delivered)
        app = build(demo_settings(group, leader), storage=storage, adapters={"terminal": adapter}, now=now)
        stage = Stage(app, adapter, screen, leader)
        screen.banner(scripted=scripted)
        try:
            if clock is not None:
                await _play_fast(stage, clock, script)
            else:
                await _play_live(stage, script if scripted else None)
        finally:
            storage.close()


async def _play_fast(stage: Stage, clock: Clock, script: dict[str, Any]) -> None:
    await stage.app.prepare()
    await stage.adapter.start(stage.app.take)
    for line in script["lines"]:
        await drive(stage.app, clock, clock.at + timedelta(seconds=line["wait"]))
        await _perform(stage, line)
    await drive(stage.app, clock, clock.at + timedelta(seconds=30))
    await stage.adapter.stop()


async def _open_console(stage: Stage) -> Console:
    """The console over the demo's data, on the first free port."""
    for port in (*CONSOLE_PORTS, 0):
        console = Console(stage.app.ctx, "127.0.0.1", port)
        with suppress(OSError):
            await console.start()
            stage.screen.note(say("demo.console", url=await first_link(console.ctx, console.url)))
            return console
    raise AssertionError("there is always a free port")


async def _play_live(stage: Stage, script: dict[str, Any] | None) -> None:
    await stage.app.start()
    console = await _open_console(stage)
    actors = asyncio.create_task(_perform_all(stage, script["lines"])) if script else None
    interactive = sys.stdin.isatty()
    try:
        with _printing_above_prompt() if interactive else nullcontext():
            async with aclosing(_typed_lines(interactive)) as lines:
                async for line in lines:
                    if not await _typed(stage, line):
                        break
            if actors is not None and not interactive:
                await actors
                await asyncio.sleep(2 * BURST_PAUSE_S)
    finally:
        if actors is not None:
            actors.cancel()
            with suppress(asyncio.CancelledError):
                await actors
        await asyncio.gather(stage.app.stop(), console.stop())


async def _perform_all(stage: Stage, lines: list[dict[str, Any]]) -> None:
    for line in lines:
        await asyncio.sleep(line["wait"])
        await _perform(stage, line)
    await asyncio.sleep(2 * BURST_PAUSE_S)
    stage.screen.note(say("demo.your_turn", leader=stage.leader))


async def _perform(stage: Stage, line: dict[str, Any]) -> None:
    number = await stage.app.ctx.storage.read(lambda conn: max((c.number for c in cases.all_cases(conn)), default=1))
    text = line["text"].format(case=number)
    photos = int(bool(line.get("photo")))
    await stage.speak(line["who"], text, private=line["in"] == "private", photos=photos)


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
            await stage.speak(who.strip(), said, private=private, photos=int(photo))
            return True
    stage.screen.help()
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
