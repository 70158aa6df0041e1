"""What happens shows by itself: one look at the database a second for all open pages, whichever process wrote."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import fields

from bot.ports import Context
from bot.storage import StorageError
from bot.storage.console import Marks, marks

log = logging.getLogger(__name__)

LOOK_S = 1.0
HEARTBEAT_S = 20.0
ALL = frozenset(field.name for field in fields(Marks))


def _events(names: frozenset[str]) -> str:
    return "".join(f"event: {name}\ndata: {name}\n\n" for name in sorted(names))


class Live:
    """Tells open pages that something changed. It looks only while somebody has a page open."""

    def __init__(self, ctx: Context, stopping: asyncio.Event) -> None:
        self.ctx, self.stopping = ctx, stopping
        self._pages: set[asyncio.Queue[frozenset[str]]] = set()
        self._watch: asyncio.Task[None] | None = None

    async def stream(self) -> AsyncIterator[str]:
        """Server-sent events for one page: the names of what changed, and a heartbeat."""
        page: asyncio.Queue[frozenset[str]] = asyncio.Queue()
        self._pages.add(page)
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._look_forever())
        try:
            yield "retry: 2000\n\n" + _events(ALL)  # what happened since the page was drawn
            while not self.stopping.is_set():
                yield _events(await self._next(page)) or ": still here\n\n"
        finally:
            self._pages.discard(page)

    async def _next(self, page: asyncio.Queue[frozenset[str]]) -> frozenset[str]:
        """What changed next; nothing at a heartbeat or when the program ends."""
        news = asyncio.ensure_future(page.get())
        ends = asyncio.ensure_future(self.stopping.wait())
        try:
            await asyncio.wait({news, ends}, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
            return news.result() if news.done() else frozenset()
        finally:
            for waiting in (news, ends):
                waiting.cancel()

    async def _look_forever(self) -> None:
        before = await self._marks()
        while self._pages and not self.stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), LOOK_S)
            now = await self._marks()
            if before is not None and now is not None and now != before:
                changed = now.changed_since(before)
                for page in self._pages:
                    page.put_nowait(changed)
            before = now or before

    async def _marks(self) -> Marks | None:
        try:
            return await self.ctx.storage.read(marks)
        except StorageError as e:
            log.warning("the console's pages wait: %s", e)
            return None
