"""Receiving from Telegram: a loop of its own that acknowledges an update only after it was committed.

The library's Updater acknowledges updates when they are queued; here a killed process gets again what it had not
committed. Updates are taken one after the other: order is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import RequestData

# Bot.get_updates parses a whole batch at once, so that one malformed update would hide the others; raw calls need this.
from telegram.request._requestparameter import RequestParameter

from bot.adapters.common.reading import Malformed, NotUsed
from bot.adapters.common.waiting import Waits, hand_over
from bot.adapters.telegram.base import Seen
from bot.adapters.telegram.events import ALLOWED_UPDATES, translate
from bot.adapters.telegram.http import BoundedRequest, TooFast, TooLarge
from bot.domain.chat import Health, Sink
from bot.replies import say

log = logging.getLogger("bot.adapters.telegram")

UPDATE_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class Timing:
    """Seconds: one long poll, an answer to a call, waits after a failure, the first answer that `start` waits for."""

    poll: int = 25
    answer: float = 20.0
    first_wait: float = 1.0
    longest_wait: float = 60.0
    token_wait: float = 60.0
    start_wait: float = 5.0


async def raw_call(
    bot: ExtBot[Any], request: BoundedRequest, method: str, read_timeout: float = 15, **given: Any
) -> Any:
    """A call whose answer is not parsed by the library and does not count against the sending limits."""
    fields = [RequestParameter.from_input(name, value) for name, value in given.items() if value is not None]
    return await request.post(f"{bot.base_url}/{method}", RequestData(fields), read_timeout=read_timeout)


class Receiver:
    """Keeps asking for updates and hands them to the sink; `health` says how that goes."""

    def __init__(
        self,
        bot: ExtBot[Any],
        request: BoundedRequest,
        seen: Seen,
        health: Health,
        now: Callable[[], datetime],
        timing: Timing,
    ) -> None:
        self._bot = bot
        self._request = request
        self._seen = seen
        self._health = health
        self._now = now
        self._timing = timing
        self.username: str | None = None
        self.tried = asyncio.Event()
        """Set when the first attempt to connect has ended, well or badly."""
        self._greeted = False
        self._offset: int | None = None
        self._acknowledged: int | None = None
        self._batch = 100

    async def run(self, sink: Sink) -> None:
        """Until cancelled: ask for updates, hand them on, survive everything."""
        waits = Waits(self._timing.first_wait, self._timing.longest_wait)
        while True:
            try:
                if not self._greeted:
                    await self._greet()
                batch = await self._poll()
            except Exception as error:
                pause = self._failed(error, waits)
                self.tried.set()
                await asyncio.sleep(pause)
                continue
            waits.reset()
            self.state(connected=True)
            for update in batch:
                await self._take(update, sink)

    async def settle(self) -> None:
        """Acknowledge what was committed since the last poll, so that the next start does not get it again."""
        if self._offset is not None and self._offset != self._acknowledged:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(1):
                    await raw_call(self._bot, self._request, "getUpdates", offset=self._offset, timeout=0, limit=1)

    async def _greet(self) -> None:
        """Learn who we are, take the receiving over from a webhook, and say when groups cannot be read."""
        async with asyncio.timeout(30):
            me = await self._bot.get_me()
            await raw_call(self._bot, self._request, "deleteWebhook", drop_pending_updates=False)
        self._seen.account, self.username = str(me.id), me.username
        self._health.notes = []
        if me.can_read_all_group_messages is False:
            self._health.notes.append(say("platforms.telegram.privacy"))
            log.warning(
                "Telegram: group privacy mode is on, so ordinary group messages do not reach the bot. "
                "Send /setprivacy to @BotFather, choose @%s, Disable; then remove the bot from the group and add it "
                "again (or make it an administrator).",
                me.username,
            )
        self._greeted = True
        self.state(connected=True)
        self.tried.set()

    async def _poll(self) -> list[Any]:
        """The next updates in order of their ids; the offset acknowledges all earlier ones."""
        asked = self._offset
        async with asyncio.timeout(self._timing.poll + 30):
            try:
                result = await raw_call(
                    self._bot,
                    self._request,
                    "getUpdates",
                    offset=asked,
                    timeout=self._timing.poll,
                    limit=self._batch,
                    allowed_updates=list(ALLOWED_UPDATES),
                    read_timeout=self._timing.poll + 10,
                )
            except TooLarge as error:
                self._shrink(error)
                raise
        self._acknowledged, self._batch = asked, 100
        if not isinstance(result, list):
            raise TelegramError("getUpdates did not return a list")
        known = [update for update in result if isinstance(update, dict) and isinstance(update.get("update_id"), int)]
        if len(known) < len(result):
            log.warning("Telegram: %d updates without an update_id were skipped.", len(result) - len(known))
        return sorted(known, key=lambda update: update["update_id"])

    def _shrink(self, error: TooLarge) -> None:
        """After an answer too large to read: ask for single updates, and step over the one that is too large itself."""
        if self._batch > 1:
            self._batch = 1
            return
        head = error.head.partition(b'"update_id"')[2].lstrip(b" :")
        digits = head[: len(head) - len(head.lstrip(b"0123456789"))]
        if digits:
            self._offset = int(digits) + 1
            log.error("Telegram: update %s is larger than %d MB and was skipped.", digits.decode(), UPDATE_BYTES >> 20)

    async def _take(self, update: dict[str, Any], sink: Sink) -> None:
        """Hand one update on; the offset moves only after the sink has committed all of its events."""
        number = update["update_id"]
        try:
            events = translate(update, self._seen)
        except NotUsed as reason:
            events = []
            log.debug("Telegram: update %d is not used: %s.", number, reason)
        except Malformed as reason:
            events = []
            log.warning("Telegram: update %d was skipped: %s.", number, reason)
        for event in events:
            await hand_over(
                event,
                sink,
                Waits(self._timing.first_wait, self._timing.longest_wait),
                self._health,
                say("platforms.telegram.trouble.sink"),
                log,
            )
        self._offset = number + 1

    def _failed(self, error: Exception, waits: Waits) -> float:
        """Note why receiving failed; returns the seconds to wait."""
        if isinstance(error, InvalidToken):
            self._greeted = False
            pause = waits.next(at_least=self._timing.token_wait)
            self._lost("token", "the token was refused (check ANXIN_TELEGRAM_TOKEN and base_url)", pause)
        elif isinstance(error, Conflict) and "webhook" in error.message.lower():
            self._greeted = False
            pause = waits.next()
            self._lost("webhook", "a webhook is set; it will be deleted", pause)
        elif isinstance(error, Conflict):
            pause = waits.next()
            self._lost("conflict", "another program receives with the same token; stop one of them", pause)
        elif isinstance(error, TooFast):
            pause = waits.next(at_least=error.seconds)
            self._lost("too_fast", "the server asks us to come back later", pause)
        else:
            pause = waits.next()
            reason = type(error).__name__
            self._lost("offline", f"no usable answer from the server ({reason})", pause)
        return pause

    def _lost(self, trouble: str, reason: str, pause: float) -> None:
        log.warning("Telegram: %s; next try in %.1f s.", reason, pause)
        self.state(connected=False, trouble=say(f"platforms.telegram.trouble.{trouble}"))

    def state(self, connected: bool, trouble: str | None = None) -> None:
        if connected != self._health.connected or self._health.since is None:
            self._health.since = self._now()
            if connected:
                log.info("Telegram: connected as bot %s.", self._seen.account)
        self._health.connected, self._health.trouble = connected, trouble
