"""The console's server, inside the program's own event loop."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from sqlalchemy import Connection

from bot.ports import Context
from bot.replies import say
from bot.storage import users
from bot.web import passwords
from bot.web.app import create_app
from bot.web.links import link_for
from bot.web.pages.demo import DemoStage

SECRET = "ANXIN_CONSOLE_SECRET"  # noqa: S105 the variable's name
STOP_S = 3.0


class Console:
    """The running console: `start` listens, `stop` ends within three seconds."""

    def __init__(self, ctx: Context, host: str, port: int, demo: DemoStage | None = None) -> None:
        self.ctx, self.host, self.port, self.demo = ctx, host, port, demo
        self._task: asyncio.Task[None] | None = None
        self._server: uvicorn.Server | None = None
        self._stopping = asyncio.Event()

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in ("127.0.0.1", "::1", "localhost")

    @property
    def url(self) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://{host}:{self.port}"

    async def start(self) -> None:
        """Listen; raises OSError when the port is taken."""
        listener = socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setblocking(False)
        try:
            listener.bind((self.host, self.port))
        except OSError:
            listener.close()
            raise
        self.port = listener.getsockname()[1]
        app = create_app(self.ctx, await installation_secret(self.ctx), self._stopping, self.demo)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", server_header=False, timeout_graceful_shutdown=2
        )
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))

    async def stop(self) -> None:
        """Answer what is under way, end the open streams, and close."""
        if self._server is None or self._task is None:
            return
        self._stopping.set()
        self._server.should_exit = True
        with suppress(TimeoutError):
            await asyncio.wait_for(self._task, STOP_S)


class _Server(uvicorn.Server):
    """A server that leaves signals to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def installation_secret(ctx: Context) -> str:
    """What signs forms: from the environment, else made once and kept in the database for all processes."""
    given = os.environ.get(SECRET)
    if given:
        return given
    made = passwords.new_token()
    return await ctx.storage.write(lambda conn: users.secret(conn, "console", made))


async def first_link(ctx: Context, url: str) -> str | None:
    """A one-time link for the owner while nobody can log in yet."""

    def make(conn: Connection) -> str | None:
        everyone = users.everyone(conn)
        if any(user.password_hash for user in everyone):
            return None
        owner = next((user for user in everyone if user.role == "owner"), None)
        owner = owner or users.add(conn, "owner", say("console.roles.owner"), "owner", None, ctx.now())
        assert owner is not None
        return link_for(ctx, conn, owner.id, url)

    return await ctx.storage.write(make)
