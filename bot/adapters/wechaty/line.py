"""The line to a Wechaty gateway: one connection after another, with a heartbeat; calls over the present one.

What comes in is handed to `arrived` in its order. `Health` says in one sentence how the line is, and which times were
missed: a gateway keeps no history.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.adapters.common.waiting import Waits
from bot.adapters.wechaty.compat import GatewayPuppet, GRPCError, Status, make_wechaty
from bot.adapters.wechaty.events import CONTENT, EventKind
from bot.adapters.wechaty.memory import Memory
from bot.domain.chat import Health, Offline
from bot.replies import say

log = logging.getLogger("bot.adapters.wechaty")

T = TypeVar("T")

MOST_NOTES = 5


@dataclass(frozen=True)
class Timing:
    """Seconds: an answer to a call, the first sign of a new connection, between heartbeats and for their answer, waits
    after a failure, after a refused token and while another program has the gateway, what `start` waits for, what
    `stop` leaves for messages on their way."""

    answer: float = 20.0
    connect: float = 20.0
    beat: float = 15.0
    beat_answer: float = 10.0
    first_wait: float = 1.0
    longest_wait: float = 6.0
    token_wait: float = 30.0
    taken_wait: float = 10.0
    start_wait: float = 5.0
    settle: float = 1.0


class Refused(Exception):
    """The gateway answered that it does not do it; `words` are its own and may hold texts of members."""

    def __init__(self, words: str) -> None:
        super().__init__("the gateway refused")
        self.words = words


class Unanswered(Exception):
    """The call left this host and no answer came: it may have been carried out."""


class _Silent(Exception):
    """A new connection on which nothing comes, or an old one without a heartbeat."""


class _NoGateway(Exception):
    """Something answers at the address, and it does not speak Wechaty's protocol in the clear."""


class Line:
    """Keeps one connection to the gateway; see the module."""

    def __init__(
        self,
        address: tuple[str, int],
        token: str,
        memory: Memory,
        health: Health,
        timing: Timing,
        zone: str,
        arrived: Callable[[EventKind, dict[str, Any]], None],
    ) -> None:
        self._address = address
        self._token = token
        self._memory = memory
        self._health = health
        self._timing = timing
        self._zone = ZoneInfo(zone)
        self._arrived = arrived
        self._puppet: GatewayPuppet | None = None
        self._first_sign = asyncio.Event()
        self._heard = asyncio.Event()
        self._echoes = False
        self._doubted = False
        self.tried = asyncio.Event()
        """Set when the first attempt to connect has ended, well or badly."""
        self.up = asyncio.Event()
        """Set while the account is logged in over a living connection."""
        self._alive_at: datetime | None = None
        self._deaf_since: datetime | None = None
        self._replaced = False

    async def run(self) -> None:
        """Until cancelled: connect, receive, survive everything."""
        waits = Waits(self._timing.first_wait, self._timing.longest_wait)
        while True:
            error: Exception | None = None
            try:
                await self._connect()
            except Exception as caught:
                error = caught
            if self._first_sign.is_set():
                waits.reset()
            pause = self._ended(error, waits)
            self.tried.set()
            await asyncio.sleep(pause)

    async def call(self, act: Callable[[GatewayPuppet], Awaitable[T]], seconds: float | None = None) -> T:
        """Ask the gateway; raises Offline (certainly not carried out), Refused or Unanswered, nothing else."""
        puppet = self._puppet
        if puppet is None or not self.up.is_set():
            raise Offline(say("platforms.wechaty.not_sent"))
        try:
            async with asyncio.timeout(seconds or self._timing.answer):
                return await act(puppet)
        except GRPCError as error:
            if error.status is Status.UNAUTHENTICATED:
                raise Offline(say("platforms.wechaty.trouble.token")) from None
            # Behind the words stands the gateway's stack, whose file names are no reasons.
            raise Refused(str(error.message or "").partition("\n    at ")[0]) from None
        except ConnectionRefusedError:
            raise Offline(say("platforms.wechaty.not_sent")) from None
        except TimeoutError:
            raise Unanswered("no answer in time") from None
        except Exception as error:
            raise Unanswered(type(error).__name__) from error

    async def _connect(self) -> None:
        """One connection from its beginning to its end; returns when the gateway ended it in peace."""
        self._first_sign.clear()
        puppet = GatewayPuppet(*self._address, self._token, self._take, lambda: not self._replaced)
        self._puppet = puppet
        bot = await make_wechaty(puppet)
        session = asyncio.create_task(bot.puppet.start(), name="wechaty-session")
        try:
            await self._opened(session)
            await self._watch(session, puppet)
        finally:
            self._puppet = None
            self.up.clear()
            await puppet.stop()
            session.cancel()
            await asyncio.wait({session})
            if not session.cancelled():
                session.exception()  # seen: what ended the session is said by its first cause

    async def _opened(self, session: asyncio.Task[None]) -> None:
        """Wait for the first sign of life."""
        sign = asyncio.create_task(self._first_sign.wait())
        try:
            await asyncio.wait({session, sign}, timeout=self._timing.connect, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sign.cancel()
        if session.done() and not self._first_sign.is_set():
            try:
                session.result()
            except (GRPCError, OSError):
                raise
            except Exception as error:
                raise _NoGateway(type(error).__name__) from error
            return
        if not self._first_sign.is_set():
            raise _Silent("no answer from the gateway")

    async def _watch(self, session: asyncio.Task[None], puppet: GatewayPuppet) -> None:
        """Ask for a heartbeat until the session ends: a half-open connection looks like silence otherwise.

        The gateway echoes a ding as an event. A gateway that forgot our stream of events still answers calls.
        """
        while True:
            done, _ = await asyncio.wait({session}, timeout=self._timing.beat)
            if done:
                return session.result()
            self._heard.clear()
            try:
                async with asyncio.timeout(self._timing.beat_answer):
                    await puppet.ding("anxin")
            except TimeoutError:
                raise _Silent("no heartbeat from the gateway") from None
            except GRPCError:
                pass  # a refusal is a sign of life too
            else:
                await self._hears(session)
            self._alive_at = self._memory.now()

    async def _hears(self, session: asyncio.Task[None]) -> None:
        """Wait for any event after a ding. A puppet that never echoed one is doubted once and then believed."""
        heard = asyncio.create_task(self._heard.wait())
        try:
            await asyncio.wait({session, heard}, timeout=self._timing.beat_answer, return_when=asyncio.FIRST_COMPLETED)
        finally:
            heard.cancel()
        if self._heard.is_set() or session.done():
            return
        if self._echoes or not self._doubted:
            self._doubted = True
            raise _Silent("no events from the gateway, which answers")

    def _take(self, number: int, payload: str) -> None:
        """An event of the gateway; one that can't be read is named and skipped."""
        self._first_sign.set()
        self._heard.set()
        self._alive_at = self._memory.now()
        try:
            kind = EventKind(number)
        except ValueError:
            log.debug("Wechaty: an event of kind %d is not used.", number)
            return
        try:
            told = json.loads(payload)
            if not isinstance(told, dict):
                raise ValueError
        except (ValueError, RecursionError):
            log.warning("Wechaty: an event of kind %s was skipped: it is not a JSON object.", kind.name)
            return
        if kind in CONTENT:
            self._arrived(kind, told)
        elif kind is EventKind.LOGIN:
            self._logged_in(told)
        elif kind is EventKind.LOGOUT:
            self.up.clear()
            self._state(False, "logged_out", "the account was logged out")
        elif kind is EventKind.SCAN and not self.up.is_set():
            self._state(False, "scan", "the gateway waits for somebody to scan its login code")
        elif kind is EventKind.DONG:
            self._echoes = True
        elif kind is EventKind.ERROR:
            log.warning("Wechaty: the gateway reports an error of its own; its log says which.")
        if kind in (EventKind.LOGOUT, EventKind.SCAN):
            self.tried.set()

    def _logged_in(self, told: dict[str, Any]) -> None:
        account = told.get("contactId")
        if not isinstance(account, str) or not account:
            log.warning("Wechaty: a login was skipped: it does not say whose.")
            return
        if account != self._memory.account:
            self._memory.account = account
            log.info("Wechaty: the account is %s.", account)
        self._replaced = False
        self.up.set()
        self.tried.set()
        self._state(True)

    # Health

    def _ended(self, error: Exception | None, waits: Waits) -> float:
        """Say why the connection ended or did not come about; returns the seconds to wait."""
        at_least = 0.0
        host, port = self._address
        if error is None:
            self._replaced = True
            key, reason = "taken", "the gateway ended the connection: most likely another program took it over"
            at_least = self._timing.taken_wait
        elif isinstance(error, GRPCError) and error.status is Status.UNAUTHENTICATED:
            key, reason = "token", "the gateway refused the token (check ANXIN_WECHATY_TOKEN)"
            at_least = self._timing.token_wait
        elif isinstance(error, GRPCError) and error.status is Status.ALREADY_EXISTS:
            key, reason = "taken", "another program is connected to the gateway; stop one of them"
            at_least = self._timing.taken_wait
        elif isinstance(error, _Silent):
            key, reason = "silent", f"{error}; the connection is dropped"
        elif isinstance(error, _NoGateway):
            key, reason = "no_gateway", "what answers there speaks no plain gRPC (a gateway with TLS?)"
        elif isinstance(error, OSError):
            key, reason = "offline", f"no connection to {host}:{port} ({type(error).__name__})"
        else:
            key, reason = "lost", f"the connection broke ({type(error).__name__})"
        pause = waits.next(at_least)
        self._state(False, key, f"{reason}; next try in {pause:.1f} s")
        return pause

    def _state(self, connected: bool, trouble: str | None = None, reason: str = "") -> None:
        health, now = self._health, self._memory.now()
        if health.connected and not connected:
            self._deaf_since = self._alive_at or now
        if connected != health.connected or health.since is None:
            health.since = now
            if connected:
                self._heard_again(now)
        if not connected:
            log.warning("Wechaty: %s.", reason)
        health.connected = connected
        health.trouble = say(f"platforms.wechaty.trouble.{trouble}") if trouble else None

    def _heard_again(self, now: datetime) -> None:
        """Connected: say what was missed meanwhile."""
        since, self._deaf_since = self._deaf_since, None
        if since is None:
            log.info("Wechaty: connected as %s. What was written before now is not seen.", self._memory.account)
            return
        seconds = (now - since).total_seconds()
        log.warning(
            "Wechaty: connected again as %s. The last %.0f s were missed: gateways keep no history.",
            self._memory.account,
            seconds,
        )
        start, end = (f"{at.astimezone(self._zone):%m-%d %H:%M:%S}" for at in (since, now))
        self.note(say("platforms.wechaty.gap", start=start, end=end))

    def note(self, sentence: str) -> None:
        """Keep a sentence for the leader among the latest few."""
        if sentence not in self._health.notes:
            self._health.notes.append(sentence)
        del self._health.notes[:-MOST_NOTES]

    def stopped(self) -> None:
        """The adapter was stopped on purpose."""
        if self._health.connected or self._health.since is None:
            self._health.since = self._memory.now()
        self._health.connected, self._health.trouble = False, None
        self.tried.clear()
        self._deaf_since = self._alive_at
