"""The one door to the package wechaty: what stops it from working on today's packages is mended here, and only here.

`from bot.adapters.wechaty.compat import ...` comes instead of an import of wechaty itself. Each shim says its reason.
Those of the import are undone after it; what is put right for good is in `GatewayPuppet`.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import sys
import tempfile
import types
import warnings
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pyee.asyncio
import urllib3
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from grpclib import GRPCError, Status
from grpclib.client import Channel
from grpclib.const import Cardinality


@contextmanager
def _entries(of: Any, values: dict[str, Any]) -> Iterator[None]:
    """For a while these entries of a mapping are the given ones; None is none."""
    before = {name: of[name] for name in values if name in of}
    try:
        for name, value in values.items():
            of.pop(name, None)
            if value is not None:
                of[name] = value
        yield
    finally:
        for name in values:
            of.pop(name, None)
        of.update(before)


def _get_host(url: str) -> tuple[str | None, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme or None, parts.hostname, parts.port


@contextmanager
def _mended() -> Iterator[None]:
    """For the time of the import: the names that wechaty misses, an own place for its files, silence."""
    telnetlib = types.ModuleType("telnetlib")
    vars(telnetlib)["Telnet"] = type("Telnet", (), {})
    cleared = dict.fromkeys(("WECHATY_LOG", "WECHATY_LOG_FILE"))
    with ExitStack() as stack:
        # It writes `.wechaty/` into the working directory while it is imported; CACHE_DIR moves that folder. Nothing of
        # what it would keep there is used. WECHATY_LOG stops the import where it holds a level that it doesn't know,
        # WECHATY_LOG_FILE would have it write members' texts to a file.
        cache = stack.enter_context(tempfile.TemporaryDirectory(prefix="anxin-wechaty-"))
        stack.enter_context(_entries(os.environ, {"CACHE_DIR": cache, **cleared}))
        # pyee 9 moved the class into a module of its own.
        emitter = pyee.asyncio.AsyncIOEventEmitter
        stack.enter_context(_entries(vars(pyee), {"AsyncIOEventEmitter": emitter}))
        # urllib3 2 has it no longer; wechaty's link previews, which nobody starts, want it.
        stack.enter_context(_entries(vars(urllib3), {"get_host": _get_host}))
        # Python 3.13 has no telnetlib, 3.11 and 3.12 warn of it. It is wechaty's way of asking whether a port answers:
        # in the event loop, for up to 3 s, leaving the socket open. `GatewayPuppet` never asks.
        stack.enter_context(_entries(sys.modules, {"telnetlib": telnetlib}))
        # stringcase, which wechaty pulls, has "\W" in a plain string; Python warns when it compiles it.
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", SyntaxWarning)
        import wechaty_puppet.schemas.puppet

        # `puppet_options: PuppetOptions = PuppetOptions()` in a dataclass: since 3.11 a default must have a hash.
        options: Any = wechaty_puppet.schemas.puppet.PuppetOptions
        options.__hash__ = object.__hash__
        import wechaty  # noqa: F401

        options.__hash__ = None
        yield


def _silence(before: set[str]) -> None:
    """Take wechaty's loggers away from standard error: they write texts of members there, and the token."""
    for name in set(logging.root.manager.loggerDict) - before:
        logger = logging.root.manager.loggerDict[name]
        if isinstance(logger, logging.Logger) and not logger.propagate:
            for handler in list(logger.handlers):
                logger.removeHandler(handler)
                handler.close()
            logger.disabled = True
    for name in ("hpack", "h2", "grpclib"):
        # At DEBUG they log headers: the token is one.
        logging.getLogger(name).setLevel(logging.WARNING)


_loggers = set(logging.root.manager.loggerDict)
with _mended():
    import betterproto
    from wechaty import Wechaty, WechatyOptions
    from wechaty_grpc.wechaty import PuppetStub
    from wechaty_puppet import PuppetOptions
    from wechaty_puppet_service import PuppetService
_silence(_loggers)


# wechaty-grpc for Python ends before these calls; gateways hand out every picture above 20 kB by them.


@dataclass(eq=False, repr=False)
class _DownloadRequest(betterproto.Message):
    id: str = betterproto.string_field(1)


@dataclass(eq=False, repr=False)
class _DownloadResponse(betterproto.Message):
    chunk: bytes = betterproto.bytes_field(1)


class GatewayPuppet(PuppetService):
    """wechaty's client of a gateway, less what a long-running program can't live with.

    The original reads events into an emitter that starts a task for each (their order is lost, their number is not
    bounded), ends at the first event that it can't parse, and stops the gateway's account at every start. This one
    hands each event as it came to `take`, and takes the gateway from another client only when `take_over` says so.
    """

    def __init__(
        self, host: str, port: int, token: str, take: Callable[[int, str], None], take_over: Callable[[], bool]
    ) -> None:
        super().__init__(PuppetOptions(token=token, end_point=f"{host}:{port}"))
        self._host, self._port, self._token = host, port, token
        self._take = take
        self._take_over = take_over

    def _init_puppet(self) -> None:
        # The original looks the endpoint up at a public service when it has none, and asks the port in the event loop.
        self.channel = Channel(self._host, self._port)
        self.channel._authority = self._token  # what a gateway without TLS reads the token from
        self._puppet_stub = PuppetStub(self.channel)

    async def start(self) -> None:
        """Receive events until the connection ends; returns when the gateway ended it in peace."""
        self._init_puppet()
        await self.puppet_stub.start()
        try:
            await self._listen_for_event()
        except GRPCError as error:
            if error.status is not Status.ALREADY_EXISTS or not self._take_over():
                raise
            await self.puppet_stub.stop()
            await self.puppet_stub.start()
            await self._listen_for_event()

    async def _listen_for_event(self) -> None:
        async for event in self.puppet_stub.event():
            self._take(int(event.type), event.payload)

    async def stop(self) -> None:
        """Close the connection at once. The account stays logged in: each new login adds to the risk of a ban."""
        channel, self.channel, self._puppet_stub = self.channel, None, None
        if channel is not None:
            transport = getattr(getattr(channel._protocol, "connection", None), "_transport", None)
            channel.close()
            if transport is not None:
                transport.abort()  # close() alone waits until the peer takes what is still to be written

    async def send_picture(self, conversation_id: str, name: str, content: bytes) -> str | None:
        """Send a picture; returns its message's id where the gateway tells one."""
        # The original's FileBox warns of itself at each use, and knows only the older of the two names of `type`.
        box = {"type": 1, "boxType": 1, "name": name, "base64": base64.b64encode(content).decode("ascii")}
        answer = await self.puppet_stub.message_send_file(conversation_id=conversation_id, filebox=json.dumps(box))
        return str(answer.id) if answer.id else None

    async def message_payload(self, message_id: str) -> Any:
        # The original replaces the type by a number of another list, and fails on types that are newer than it.
        return await self.puppet_stub.message_payload(id=message_id)

    async def download(self, uuid: str) -> AsyncGenerator[bytes, None]:
        """The bytes of a file that the gateway keeps under an id."""
        assert self.channel is not None
        async with self.channel.request(
            "/wechaty.Puppet/Download", Cardinality.UNARY_STREAM, _DownloadRequest, _DownloadResponse
        ) as stream:
            await stream.send_message(_DownloadRequest(id=uuid), end=True)
            async for part in stream:
                yield part.chunk


async def make_wechaty(puppet: GatewayPuppet) -> Wechaty:
    """A fresh Wechaty around the puppet; one serves one connection."""
    # Without a scheduler of ours it opens a database in its folder. Its event bridge is not used: at a login that would
    # start the scheduler, and look whether port 5000 is free for a web server of plugins.
    bot = Wechaty(WechatyOptions(puppet=puppet, puppet_options=puppet.options, scheduler=AsyncIOScheduler()))
    await bot.init_puppet()
    return bot


__all__ = ["GRPCError", "GatewayPuppet", "PuppetStub", "Status", "Wechaty", "make_wechaty"]
