"""One WebSocket connection to a OneBot gateway: frames in, calls out, and whether the other side still lives."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.connection import Connection
from websockets.exceptions import WebSocketException
from websockets.protocol import State

from bot.adapters.onebot.memory import an_id
from bot.domain.chat import Offline, Unconfirmed
from bot.replies import say

log = logging.getLogger("bot.adapters.onebot")

FRAME_BYTES = 40 * 1024 * 1024
"""A picture of 20 MB as base64 and its frame."""

REFUSED_TOKEN = (1401, 1403)
NO_SUCH_ACTION = 1404

JSON = dict[str, Any]


@dataclass(frozen=True)
class Timing:
    """Seconds: an answer to a call that writes, to one that reads; a probe of a silent connection; how long silence is
    unsuspicious where the gateway tells no heartbeat; waits after a failure; what `start` and `stop` wait for."""

    answer: float = 20.0
    lookup: float = 10.0
    probe: float = 10.0
    quiet: float = 60.0
    least_quiet: float = 3.0
    first_wait: float = 1.0
    longest_wait: float = 60.0
    token_wait: float = 30.0
    connect: float = 10.0
    start_wait: float = 5.0
    fresh: float = 900.0
    """How old a message may be that a first connection finds in the history of a group never heard before."""


class Refused(Exception):
    """The gateway answered that it did not do it; `words` are its reason, to tell kinds apart and not for the log."""

    def __init__(self, retcode: int, words: str) -> None:
        super().__init__(f"retcode {retcode}")
        self.retcode = retcode
        self.words = words


class TokenRefused(Exception):
    """The gateway does not accept our token."""


class Link:
    """One connection. `on_event` is awaited for each event in order; while it waits, nothing further is read."""

    def __init__(self, socket: Connection, role: str, on_event: Callable[[JSON], Awaitable[None]], timing: Timing):
        self.socket = socket
        self.role = role
        """universal, api (calls only) or event (events only), as the gateway says."""
        self.heard_event = asyncio.Event()
        self.greeted = asyncio.Event()
        self.ended = asyncio.Event()
        self.online: bool | None = None
        """Whether the account is logged in, as heartbeats say."""
        self._on_event = on_event
        self._timing = timing
        self._waiting: dict[str, asyncio.Future[JSON]] = {}
        self._late: dict[str, Callable[[Any], None]] = {}
        self._numbers = itertools.count(1)
        self._heard_at = asyncio.get_running_loop().time()
        self._interval: float | None = None
        self._handing_on = False
        self._answered: set[str] = set()
        self._bad = 0

    @property
    def open(self) -> bool:
        return self.socket.state is State.OPEN and not self.ended.is_set()

    async def read(self) -> None:
        """Until the connection ends: answers to whoever waits, events to `on_event`. Raises TokenRefused."""
        try:
            async for frame in self.socket:
                self._heard_at = asyncio.get_running_loop().time()
                parsed = self._parse(frame)
                if parsed is not None:
                    await self._take(parsed)
        except WebSocketException as error:
            log.info("OneBot: the connection ended (%s).", type(error).__name__)
        finally:
            self.ended.set()
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(ConnectionError("the connection ended"))

    def _parse(self, frame: str | bytes) -> JSON | None:
        try:
            parsed = json.loads(frame if isinstance(frame, str) else frame.decode("utf-8"))
        except (ValueError, RecursionError):
            parsed = None
        if isinstance(parsed, dict):
            return parsed
        self._bad += 1
        if self._bad in (1, 10, 100, 1000):
            log.warning("OneBot: a frame of %d bytes is no JSON object and was skipped.", len(frame))
        return None

    async def _take(self, parsed: JSON) -> None:
        if "post_type" in parsed:
            self.heard_event.set()
            if parsed["post_type"] == "meta_event":
                self._sign_of_life(parsed)
            self._handing_on = True
            try:
                await self._on_event(parsed)
            finally:
                self._handing_on = False
                self._heard_at = asyncio.get_running_loop().time()
            return
        if parsed.get("echo") in (None, "") and parsed.get("retcode") in REFUSED_TOKEN:
            raise TokenRefused
        echo = str(parsed.get("echo"))
        future = self._waiting.get(echo)
        if future is not None and not future.done():
            future.set_result(parsed)
        elif (late := self._late.pop(echo, None)) is not None and accepted(parsed):
            late(parsed.get("data"))

    def _sign_of_life(self, meta: JSON) -> None:
        if meta.get("meta_event_type") != "heartbeat":
            return
        interval = meta.get("interval")
        if isinstance(interval, int | float) and not isinstance(interval, bool) and 0 < interval <= 600_000:
            self._interval = interval / 1000
        status = meta.get("status")
        online = status.get("online") if isinstance(status, dict) else None
        self.online = online if isinstance(online, bool) else None

    async def call(
        self,
        action: str,
        params: JSON | None = None,
        *,
        within: float | None = None,
        writes: bool = False,
        late: Callable[[Any], None] | None = None,
    ) -> Any:
        """The `data` of the gateway's answer. Raises Refused, TokenRefused, Offline, or Unconfirmed where it `writes`.

        `late` gets the data of an answer that comes after the timeout.
        """
        if not self.open:
            raise Offline(say("platforms.onebot.offline"))
        echo = f"anxin-{next(self._numbers)}"
        future: asyncio.Future[JSON] = asyncio.get_running_loop().create_future()
        self._waiting[echo] = future
        try:
            async with asyncio.timeout(within or (self._timing.answer if writes else self._timing.lookup)):
                request = {"action": action, "params": params or {}, "echo": echo}
                await self.socket.send(json.dumps(request, ensure_ascii=False))
                answer = await future
        except (TimeoutError, ConnectionError, WebSocketException) as error:
            self._remember_late(echo, late)
            raise _unanswered(writes) from error
        finally:
            self._waiting.pop(echo, None)
        self._answered.add(action)
        return _data(answer)

    def _remember_late(self, echo: str, late: Callable[[Any], None] | None) -> None:
        if late is not None:
            self._late[echo] = late
            if len(self._late) > 100:
                del self._late[next(iter(self._late))]

    async def watch(self) -> None:
        """Returns when the other side no longer lives although the connection stands."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._patience() / 4)
            if self._handing_on or loop.time() - self._heard_at <= self._patience():
                continue
            if not await self._alive():
                return
            self._heard_at = loop.time()

    def _patience(self) -> float:
        if self._interval is None:
            return self._timing.quiet
        return max(3 * self._interval, self._timing.least_quiet)

    async def _alive(self) -> bool:
        """Whether the gateway answers a cheap call; one that never answered any proves itself by a pong."""
        if self.role != "event":
            for action in ("get_status", "get_login_info"):
                if action == "get_login_info" and action not in self._answered:
                    break
                with contextlib.suppress(Offline):
                    await self._ask(action)
                    return True
        if self._answered or self._interval is not None:
            return False
        try:
            async with asyncio.timeout(self._timing.probe):
                await (await self.socket.ping())
        except (TimeoutError, WebSocketException):
            return False
        return True

    async def _ask(self, action: str) -> None:
        with contextlib.suppress(Refused, TokenRefused):
            await self.call(action, within=self._timing.probe)

    async def close(self) -> None:
        """End the connection within a second, politely where the other side still listens."""
        self.ended.set()
        with contextlib.suppress(TimeoutError, WebSocketException, OSError):
            async with asyncio.timeout(0.5):
                await self.socket.close()
        self.socket.transport.abort()
        with contextlib.suppress(TimeoutError, WebSocketException, OSError):
            async with asyncio.timeout(0.5):
                await self.socket.wait_closed()


def accepted(answer: JSON) -> bool:
    return answer.get("status") in ("ok", "async") or answer.get("retcode") in (0, 1)


def _data(answer: JSON) -> Any:
    if accepted(answer):
        return answer.get("data")
    retcode = answer.get("retcode")
    number = retcode if isinstance(retcode, int) else -1
    if number in REFUSED_TOKEN:
        raise TokenRefused
    words = " ".join(str(answer.get(name) or "") for name in ("message", "msg", "wording"))
    raise Refused(number, words[:2000])


def _unanswered(writes: bool) -> Offline | Unconfirmed:
    if writes:
        return Unconfirmed(say("platforms.onebot.unconfirmed"))
    return Offline(say("platforms.onebot.no_answer"))


def message_id_in(data: Any) -> str | None:
    """The id of a message in the answer to a call that sent it."""
    return (an_id(data.get("message_id")) or None) if isinstance(data, dict) else None
