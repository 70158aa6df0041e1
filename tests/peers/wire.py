"""The wire between a program and a peer: it relays bytes, can be cut, and can go dead without anybody being told.

async with Wire(peer.port) as wire:      # the program connects to 127.0.0.1:wire.port
    wire.drop()                          # both ends see their connections reset
    wire.hang()                          # half-open: what is connected now never hears anything again
"""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType


class Wire:
    """A relay in front of a port of this machine. `target` may be 0 and be set before the first connection."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Wire:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        self.drop()

    def drop(self) -> None:
        """Cut every connection like a pulled cable that the system notices."""
        self.hang()
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    def hang(self) -> None:
        """Relay nothing more of the connections there are, and close none; new ones work."""
        for pump in self._pumps:
            pump.cancel()
        self._pumps.clear()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._ends |= {writer, there[1]}
        for source, sink in ((reader, there[1]), (there[0], writer)):
            pump = asyncio.create_task(self._pump(source, sink))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65_536):
                sink.write(data)
                await sink.drain()
        self._ends.discard(sink)
        sink.close()
