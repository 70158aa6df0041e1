"""Keeping a connection to the gateway, in either direction, and handing what comes over it to the sink, in order.

OneBot knows no acknowledgement: an event that cannot be stored is kept here and tried again, and reading stops when too
many wait. What was said while there was no connection is asked for afterwards (`onebot_history`).
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.adapters.common.reading import Malformed, NotUsed
from bot.adapters.common.waiting import Waits, hand_over
from bot.adapters.onebot.doors import Door, TokenMismatch
from bot.adapters.onebot.events import said_of, translate
from bot.adapters.onebot.gateway import Gateway
from bot.adapters.onebot.history import CatchUp, History
from bot.adapters.onebot.link import JSON, Link, Refused, Timing, TokenRefused
from bot.adapters.onebot.memory import Memory, Past, Said, an_id
from bot.domain.chat import (
    AnyEvent,
    DirectMessage,
    DirectRecall,
    GroupChange,
    GroupMessage,
    Health,
    Offline,
    Sink,
)
from bot.replies import say

log = logging.getLogger("bot.adapters.onebot")

WAITING_EVENTS = 1000


class Receiver:
    """Lives from `start` to `stop`; `health` says how it goes."""

    def __init__(
        self,
        door: Door,
        memory: Memory,
        health: Health,
        now: Callable[[], datetime],
        timing: Timing,
        past: Past | None,
    ) -> None:
        self._door = door
        self._memory = memory
        self._health = health
        self._now = now
        self._timing = timing
        self._past = past
        self.gateway = Gateway(memory, timing, self.call)
        self._history = History(memory, health, now, timing, self.call)
        self._queue: asyncio.Queue[AnyEvent | CatchUp] = asyncio.Queue(WAITING_EVENTS)
        self._links: list[Link] = []
        self._lifts: dict[str, asyncio.TimerHandle] = {}
        self._skipped = 0
        self.tried = asyncio.Event()
        """Set when the first attempt to connect has ended, well or badly."""

    # Calling

    @property
    def _caller(self) -> Link | None:
        return next((link for link in reversed(self._links) if link.open and link.role != "event"), None)

    async def call(self, action: str, params: JSON | None = None, **more: Any) -> Any:
        """One call over the connection that stands now; see `Link.call`."""
        link = self._caller
        if link is None:
            raise Offline(say("platforms.onebot.offline"))
        return await link.call(action, params, **more)

    # Connecting

    async def run(self, sink: Sink) -> None:
        """Until cancelled: connect, receive, survive everything."""
        await self._recall()
        worker = asyncio.create_task(self._work(sink), name="onebot-hand-over")
        try:
            await self._keep_connected()
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._queue.join()
            worker.cancel()
            await asyncio.wait([worker])
            for handle in self._lifts.values():
                handle.cancel()

    async def _recall(self) -> None:
        """Learn what an earlier run of the program took in and sent."""
        if self._past is None:
            return
        try:
            for one in await self._past():
                said = Said(one.message_id, one.group_id, one.member_id, one.at, one.text, one.images, one.own)
                self._memory.note(said)
        except Exception as error:
            log.warning("OneBot: what came in earlier could not be read (%s).", type(error).__name__)

    async def _keep_connected(self) -> None:
        waits = Waits(self._timing.first_wait, self._timing.longest_wait)
        while True:
            try:
                await self._door.open(self._serve, self._lost, lambda: self._stands(waits))
            except Exception as error:
                pause = self._failed(error, waits)
            else:
                pause = waits.next()
                log.info("OneBot: next try in %.1f s.", pause)
            self.tried.set()
            await asyncio.sleep(pause)

    def _stands(self, waits: Waits) -> None:
        waits.reset()
        if self._door.listens:
            self.state(connected=False, trouble=say("platforms.onebot.trouble.waiting"))
            self.tried.set()

    async def _serve(self, socket: Any, role: str, account: str) -> None:
        """One connection from its first frame to its end. Raises what ended it, when that was no ordinary end."""
        link = Link(socket, role, self._take, self._timing)
        for older in [other for other in self._links if other.role == role]:
            log.warning("OneBot: another connection takes the place of the one before.")
            await older.close()
        self._links.append(link)
        if role != "api":
            await self._queue.put(CatchUp(link))
        tasks = [asyncio.create_task(link.read(), name="onebot-read")]
        try:
            greeting = asyncio.create_task(self._greet(link, account), name="onebot-greet")
            tasks += [greeting, asyncio.create_task(self._watch(link, greeting), name="onebot-watch")]
            await asyncio.wait(tasks[:1] + tasks[2:], return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done() and (error := task.exception()) is not None:
                    raise error
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            for task in tasks:
                _ = task.cancelled() or task.exception()
            await link.close()
            self._links.remove(link)
            self.tried.set()
            if self._caller is None:
                self._history.gap_begins(self._now())
                self.state(connected=False, trouble=say("platforms.onebot.trouble.offline"))

    async def _watch(self, link: Link, greeting: asyncio.Task[None]) -> None:
        await greeting
        await link.watch()
        log.warning("OneBot: the gateway is silent although the connection stands; connecting anew.")
        raise Offline(say("platforms.onebot.trouble.silent"))

    async def _greet(self, link: Link, account: str) -> None:
        """Learn who we are. A gateway that does not answer counts as connected once it has told an event."""
        told: Any = None
        if link.role != "event":
            try:
                told = await link.call("get_login_info", within=self._timing.connect)
            except Refused as refused:
                log.info("OneBot: get_login_info was refused (%s).", refused)
            except Offline:
                if not link.heard_event.is_set():
                    raise
        account = (an_id(told.get("user_id")) if isinstance(told, dict) else "") or account
        if account and account != self._memory.account:
            if self._memory.account:
                log.warning("OneBot: the gateway is logged in with another account than before.")
            self._memory.account = account
        link.greeted.set()
        self.state(connected=True)
        self.tried.set()

    # Receiving

    async def _take(self, frame: JSON) -> None:
        """Translate one event as it comes; the queue keeps the order."""
        if frame.get("post_type") == "meta_event":
            self._look_at_account()
        if frame.get("notice_type") == "bot_offline":
            self.state(connected=True, trouble=say("platforms.onebot.trouble.logged_out"))
            log.error("OneBot: QQ has logged the account out.")
        try:
            events = translate(frame, self._memory)
        except NotUsed as reason:
            log.debug("OneBot: an event is not used: %s.", reason)
            return
        except Malformed as reason:
            self._skipped += 1
            log.warning("OneBot: an event was skipped: %s.", reason)
            return
        for event in events:
            self._time_lift(frame, event)
            await self._queue.put(event)

    def _look_at_account(self) -> None:
        """Heartbeats say whether the account is logged in to QQ."""
        link = self._links[-1] if self._links else None
        logged_out = say("platforms.onebot.trouble.logged_out")
        if link is None or link.online is None or not self._health.connected:
            return
        if not link.online and self._health.trouble != logged_out:
            log.error("OneBot: the gateway says that the account is not logged in to QQ.")
            self._health.trouble = logged_out
        elif link.online and self._health.trouble == logged_out:
            self._health.trouble = None

    def _time_lift(self, frame: JSON, event: AnyEvent) -> None:
        """A ban of our account ends by itself, and no gateway tells it: say so when its time is over."""
        if not isinstance(event, GroupChange) or event.kind not in ("bot_muted", "bot_unmuted"):
            return
        if (old := self._lifts.pop(event.group_id, None)) is not None:
            old.cancel()
        seconds = frame.get("duration")
        if event.kind == "bot_muted" and isinstance(seconds, int) and 0 < seconds <= 31 * 86_400:
            over = dataclasses.replace(event, kind="bot_unmuted", message_id=f"over:{event.message_id}", detail=None)
            self._lifts[event.group_id] = asyncio.get_running_loop().call_later(seconds, self._lift, over)

    def _lift(self, event: GroupChange) -> None:
        self._lifts.pop(event.group_id, None)
        with contextlib.suppress(asyncio.QueueFull):
            self._queue.put_nowait(dataclasses.replace(event, sent_at=self._now()))

    # Handing over

    async def _work(self, sink: Sink) -> None:
        """Until cancelled: hand event after event to the sink."""
        while True:
            item = await self._queue.get()
            try:
                if isinstance(item, CatchUp):
                    again = await self._history.catch_up(item, lambda event: self._hand_over(event, sink))
                    if again:
                        self._queue.put_nowait(dataclasses.replace(item, tries=item.tries + 1))
                else:
                    await self._hand_over(item, sink)
            except asyncio.QueueFull:
                log.warning("OneBot: the history is not asked again: too much is waiting.")
            except Exception as error:
                log.error("OneBot: an unexpected error on the way to the inbox (%s).", type(error).__name__)
            finally:
                self._queue.task_done()

    async def _hand_over(self, event: AnyEvent, sink: Sink) -> None:
        if isinstance(event, GroupMessage | DirectMessage):
            if self._memory.knows(said_of(event)):
                return
            event = await self.gateway.completed(event)
            await self._commit(event, sink)
            self._memory.note(said_of(event))
        elif isinstance(event, GroupChange):
            change = await self.gateway.standing(event)
            if change is not None:
                await self._commit(change, sink)
        elif isinstance(event, DirectRecall):
            await self._commit(event, sink)

    async def _commit(self, event: AnyEvent, sink: Sink) -> None:
        waits = Waits(self._timing.first_wait, self._timing.longest_wait)
        await hand_over(event, sink, waits, self._health, say("platforms.onebot.trouble.sink"), log)

    async def learned(self) -> None:
        """Wait a little, after a connection came about, for the gateway to tell our groups and friends."""
        if self._caller is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._timing.probe / 2):
                    await self._history.learned.wait()

    # Health

    def _lost(self, error: Exception) -> None:
        """A connection that came to us ended badly; the next is waited for."""
        if isinstance(error, TokenMismatch):
            log.warning("OneBot: a gateway came with a wrong token (check ANXIN_ONEBOT_TOKEN and the gateway's token).")
            if not self._health.connected:
                self.state(connected=False, trouble=say("platforms.onebot.trouble.token"))
        elif not isinstance(error, Offline):
            log.warning("OneBot: the connection ended (%s).", type(error).__name__)

    def _failed(self, error: Exception, waits: Waits) -> float:
        """Note why connecting failed; returns the seconds to wait."""
        if isinstance(error, TokenRefused | TokenMismatch):
            pause = waits.next(at_least=self._timing.token_wait)
            reason, key = "the gateway refused the token (check ANXIN_ONEBOT_TOKEN and the gateway's token)", "token"
        elif self._door.listens:
            pause = waits.next()
            reason, key = f"cannot listen at the address of adapters.onebot.listen ({type(error).__name__})", "listen"
        else:
            pause = waits.next()
            reason, key = f"no usable connection to the gateway ({type(error).__name__})", "offline"
        log.warning("OneBot: %s; next try in %.1f s.", reason, pause)
        self.state(connected=False, trouble=say(f"platforms.onebot.trouble.{key}"))
        return pause

    def state(self, connected: bool, trouble: str | None = None) -> None:
        if connected != self._health.connected or self._health.since is None:
            self._health.since = self._now()
            if connected:
                log.info("OneBot: connected as account %s.", self._memory.account)
        self._health.connected, self._health.trouble = connected, trouble
