"""The console in a real Chromium: what is on the screen, and whether the page behaves.

Every page is watched: an error in its console, a request to another host, or a finding of axe fails the test.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, async_playwright

from bot.web.access import COOKIE
from bot.web.server import Console
from tests.web.desk import Desk

AXE = Path(__file__).with_name("axe")
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-quic")


def chromium() -> str | None:
    """The machine's Chromium; None is Playwright's own, where that is installed."""
    return os.environ.get("ANXIN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@lru_cache(maxsize=1)
def axe() -> str:
    """axe-core's script, installed once by npm; side by side test processes wait for the first."""
    with (AXE / ".gitignore").open("rb") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        script = AXE / "node_modules" / "axe-core" / "axe.min.js"
        if not script.exists():
            command = [shutil.which("npm") or "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=AXE, check=True, capture_output=True, timeout=300)
    return script.read_text("utf-8")


@dataclass
class Window:
    """One page that somebody has open, and what went wrong on it."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()
    """Parts of messages in the page's console that belong to the test."""

    def watch(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(part in message.text for part in self.expected):
            self.wrong.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "about:")):
            self.wrong.append(f"request: {request.url}")

    async def open(self, path: str) -> None:
        await self.page.goto(self.url + path)

    async def check(self) -> None:
        """Nothing went wrong, nothing has to be scrolled sideways, and axe has nothing to say."""
        assert self.wrong == []
        wide = await self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        await self.page.evaluate(axe())
        # From the top: axe counts the links of the bar that stays in place as neighbours of what is scrolled under it.
        await self.page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
        found = await self.page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        problems = [(v["id"], [n["html"][:160] for n in v["nodes"]][:4]) for v in found["violations"]]
        assert problems == [], f"{self.page.url}: {problems}"


@asynccontextmanager
async def browsing(
    desk: Desk,
    role: str | None = "owner",
    *,
    name: str | None = None,
    size: dict[str, int] | None = None,
    dark: bool = False,
) -> AsyncIterator[Window]:
    """A window on the console of this desk in which somebody with this role is logged in."""
    console = Console(desk.chat.app.ctx, "127.0.0.1", 0)
    await console.start()
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            context = await browser.new_context(
                viewport=size or DESK, color_scheme="dark" if dark else "light", locale="zh-CN",
                timezone_id="Asia/Shanghai", has_touch=size == PHONE,
            )  # fmt: skip
            if role is not None:
                await _log_in(desk, context, console.url, role, name)
            window = Window(await context.new_page(), console.url)
            window.watch()
            yield window
            await browser.close()
    finally:
        await console.stop()


async def _log_in(desk: Desk, context: BrowserContext, url: str, role: str, name: str | None) -> None:
    token = (await desk.log_in(role, name=name)).client.cookies[COOKIE]  # type: ignore[arg-type]
    await context.add_cookies([{"name": COOKIE, "value": token, "url": url, "httpOnly": True, "sameSite": "Lax"}])
