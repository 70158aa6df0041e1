"""The console over a simulated chat: who is logged in, and what a page says.

async with Desk.on(database_url) as desk:
    await desk.chat.complain("静静", "草莓烂了一半")
    visitor = await desk.log_in("owner")
    page = await visitor.get("/cases/1")
    assert "静静" in page.text
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import Connection

from bot.storage import groups, users
from bot.storage.users import Role, Session, User
from bot.web import passwords
from bot.web.access import COOKIE
from bot.web.app import create_app
from tests.conversation import Conversation

HOST = "http://console.test"
AS_BROWSERS = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@dataclass
class Browser:
    """One browser; `csrf` is the token that its pages carry once somebody is logged in."""

    client: httpx.AsyncClient
    csrf: str = ""

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self.client.get(path, **more)

    async def fragment(self, path: str) -> httpx.Response:
        """As htmx asks for a part of a page."""
        return await self.client.get(path, headers={"hx-request": "true", "accept": "*/*"})

    async def post(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        """As htmx sends a form of our page."""
        sent = {"x-csrf-token": self.csrf, "origin": HOST, "hx-request": "true", **headers}
        return await self.client.post(path, data=fields or {}, headers={k: v for k, v in sent.items() if v})


@dataclass
class Desk:
    chat: Conversation
    app: FastAPI
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    @classmethod
    @asynccontextmanager
    async def on(cls, url: str, **more: Any) -> AsyncIterator[Desk]:
        async with Conversation.on(url, **more) as chat, AsyncExitStack() as opened:
            yield cls(chat, create_app(chat.app.ctx, "a secret of the tests"), opened)
            chat.skip()

    async def browser(self) -> Browser:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=HOST, headers=AS_BROWSERS)
        return Browser(await self._open.enter_async_context(client))

    async def log_in(
        self, role: Role = "owner", *, name: str | None = None, only: Sequence[str] | None = None
    ) -> Browser:
        """A browser in which somebody with this role is logged in; `only` are the names of the groups they see."""
        name = name or role
        token = passwords.new_token()
        await self.chat.storage.write(
            partial(_begin, name=name, role=role, only=only, token=token, now=self.chat.clock())
        )
        browser = await self.browser()
        browser.client.cookies.set(COOKIE, token)
        browser.csrf = passwords.csrf_of("a secret of the tests", passwords.token_hash(token))
        return browser

    async def audit(self) -> list[tuple[str, str]]:
        """What is in the audit log, oldest first: action and subject."""
        found = await self.chat.read(users.audit_log)
        return [(entry.action, entry.subject) for entry in reversed(found)]


def _begin(conn: Connection, *, name: str, role: Role, only: Sequence[str] | None, token: str, now: datetime) -> None:
    seen = None if only is None else [g.id for g in groups.everyone(conn) if g.name in only]
    user: User | None = users.add(conn, name, name, role, seen, now) or users.by_name(conn, name)
    assert user is not None
    users.open_session(conn, Session(passwords.token_hash(token), user.id, now, now, "127.0.0.1"))


def words(response: httpx.Response) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)).strip()
