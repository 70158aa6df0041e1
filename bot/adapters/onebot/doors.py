"""How a connection to the gateway comes about: we go to it (forward), or it comes to us (reverse)."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import http
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import InvalidStatus
from websockets.http11 import Request, Response

from bot.adapters.onebot.link import FRAME_BYTES, Timing, TokenRefused
from bot.adapters.onebot.memory import an_id

ROLES = ("universal", "api", "event")

# The library writes addresses (which may hold the token) and frames (which hold texts) into its log.
_SILENT = logging.getLogger("bot.adapters.onebot.wire")
_SILENT.setLevel(logging.CRITICAL + 1)

Serve = Callable[[Any, str, str], Awaitable[None]]
"""(socket, role, account as far as the gateway told it): lives as long as the connection."""


class TokenMismatch(Exception):
    """A gateway came to us without our token."""


class Door(Protocol):
    """One of the two directions; `listens` is whether gateways come to us."""

    listens: bool

    async def open(self, serve_it: Serve, lost: Callable[[Exception], None], stands: Callable[[], None]) -> None:
        """Bring connections about and serve them; returns or raises when there is none and a pause is due.

        `lost` is told how a connection ended that does not end the waiting for others; `stands` is called when a
        connection stood for a while, or gateways may come.
        """
        ...


class Forward:
    """We connect to the gateway's WebSocket server at `url`."""

    listens = False

    def __init__(self, url: str, token: str | None, timing: Timing) -> None:
        self._url = url
        self._token = token
        self._timing = timing

    async def open(self, serve_it: Serve, lost: Callable[[Exception], None], stands: Callable[[], None]) -> None:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            socket = await connect(
                self._url,
                additional_headers=headers,
                open_timeout=self._timing.connect,
                ping_interval=None,  # whether the gateway lives is asked of the gateway itself
                max_size=FRAME_BYTES,
                close_timeout=1,
                logger=_SILENT,
                proxy=None,
            )
        except InvalidStatus as error:
            if error.response.status_code in (http.HTTPStatus.UNAUTHORIZED, http.HTTPStatus.FORBIDDEN):
                raise TokenRefused from None
            raise
        began = asyncio.get_running_loop().time()
        try:
            await serve_it(socket, "universal", "")
        finally:
            if asyncio.get_running_loop().time() - began > self._timing.connect:
                stands()


class Reverse:
    """The gateway connects to us at `listen` ("host:port"), at any path."""

    listens = True

    def __init__(self, listen: str, token: str | None, timing: Timing) -> None:
        host, _, port = listen.rpartition(":")
        self._host, self._port = host.strip("[]"), int(port)
        self._token = token
        self._timing = timing

    @property
    def only_this_host(self) -> bool:
        return self._host in ("127.0.0.1", "::1", "localhost")

    async def open(self, serve_it: Serve, lost: Callable[[Exception], None], stands: Callable[[], None]) -> None:
        def check(connection: ServerConnection, request: Request) -> Response | None:
            status = self._refusal(request)
            if status is None:
                return None
            if status is not http.HTTPStatus.BAD_REQUEST:
                lost(TokenMismatch())
            return connection.respond(status, "")

        async def welcome(socket: ServerConnection) -> None:
            headers = socket.request.headers if socket.request else {}
            role = str(headers.get("X-Client-Role", "universal")).lower()
            try:
                await serve_it(socket, role if role in ROLES else "universal", an_id(headers.get("X-Self-ID", "")))
            except Exception as error:
                lost(error)

        server = await serve(
            welcome,
            self._host,
            self._port,
            process_request=check,
            open_timeout=self._timing.connect,
            ping_interval=None,
            max_size=FRAME_BYTES,
            close_timeout=1,
            server_header=None,
            logger=_SILENT,
        )
        stands()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            server.close(close_connections=False)
            for socket in list(server.connections):
                with contextlib.suppress(OSError):
                    socket.transport.abort()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await server.wait_closed()

    def _refusal(self, request: Request) -> http.HTTPStatus | None:
        """Why a connection is not let in. Browsers send an Origin, gateways do not: a web page must not play one."""
        if not self._token:
            return http.HTTPStatus.BAD_REQUEST if request.headers.get("Origin") else None
        scheme, _, given = request.headers.get("Authorization", "").strip().partition(" ")
        if scheme.lower() not in ("bearer", "token"):
            given = given or scheme
        given = given.strip() or parse_qs(urlsplit(request.path).query).get("access_token", [""])[0]
        if not given:
            return http.HTTPStatus.UNAUTHORIZED
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            return http.HTTPStatus.FORBIDDEN
        return None
