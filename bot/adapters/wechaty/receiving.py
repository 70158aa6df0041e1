"""From the gateway's events to the sink: one after the other, each committed before the next.

An event only names its message; the message is asked for. A connection that breaks in between is waited for, and the
question asked again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.adapters.common.memory import keep
from bot.adapters.common.reading import Malformed, NotUsed, storable
from bot.adapters.common.waiting import Waits, hand_over
from bot.adapters.wechaty.events import EventKind, message_event, room_event
from bot.adapters.wechaty.line import Line, Refused, Unanswered
from bot.adapters.wechaty.memory import Memory, an_id
from bot.domain.chat import AnyEvent, Health, Offline, Sink
from bot.replies import say

log = logging.getLogger("bot.adapters.wechaty")

MOST_WAITING = 20_000
_TRIES = 4
_FRESH = timedelta(minutes=10)


@dataclass(frozen=True)
class _Known:
    value: Any
    at: datetime


class Directory:
    """Names of groups and people, asked for once in ten minutes; an id stands where the gateway tells none."""

    def __init__(self, line: Line, memory: Memory) -> None:
        self._line = line
        self._memory = memory
        self._known: dict[tuple[str, ...], _Known] = {}

    async def group_name(self, group_id: str) -> str:
        async def ask() -> str:
            room = await self._line.call(lambda puppet: puppet.room_payload(group_id))
            return storable(room.topic)

        return str(await self._ask(("group", group_id), ask, ""))

    def renamed(self, group_id: str, name: str) -> None:
        keep(self._known, ("group", group_id), _Known(name, self._memory.now()))

    async def member_name(self, group_id: str, member_id: str) -> str:
        """The name in the group, else the person's own."""

        async def ask() -> str:
            member = await self._line.call(lambda puppet: puppet.room_member_payload(group_id, member_id))
            return storable(member.room_alias).strip() or storable(member.name).strip()

        name = await self._ask(("member", group_id, member_id), ask, "")
        return str(name or (await self.contact(member_id))[0])

    async def contact(self, contact_id: str) -> tuple[str, int]:
        """(name, kind of account) of a person; the leader's own remark on them is not used."""

        async def ask() -> tuple[str, int]:
            contact = await self._line.call(lambda puppet: puppet.contact_payload(contact_id))
            return storable(contact.name).strip() or contact_id, int(contact.type)

        name, kind = await self._ask(("contact", contact_id), ask, (contact_id, 0))
        return name, kind

    async def _ask(self, key: tuple[str, ...], ask: Callable[[], Awaitable[Any]], otherwise: Any) -> Any:
        now = self._memory.now()
        known = self._known.get(key)
        if known is not None and now - known.at < _FRESH:
            return known.value
        try:
            value = await ask()
        except Refused:
            value = known.value if known is not None else otherwise
        keep(self._known, key, _Known(value, now))
        return value


class Receiver:
    """Takes what arrives on the line and hands it to the sink."""

    def __init__(self, memory: Memory, health: Health) -> None:
        self._memory = memory
        self._health = health
        self._queue: asyncio.Queue[tuple[EventKind, dict[str, Any]]] = asyncio.Queue(MOST_WAITING)

    def attach(self, line: Line, directory: Directory) -> None:
        """The line that this is the other end of."""
        self._line = line
        self._directory = directory

    def arrived(self, kind: EventKind, told: dict[str, Any]) -> None:
        """Keep an event until its turn."""
        try:
            self._queue.put_nowait((kind, told))
        except asyncio.QueueFull:
            log.error("Wechaty: a message was dropped: %d wait already.", MOST_WAITING)
            self._line.note(say("platforms.wechaty.unread"))

    async def settled(self) -> None:
        """Wait until all that arrived is committed."""
        await self._queue.join()

    def dropped(self) -> None:
        """Forget what waits, and say how much it was."""
        count = self._queue.qsize()
        while not self._queue.empty():
            self._queue.get_nowait()
            self._queue.task_done()
        if count:
            log.warning("Wechaty: stopped while %d events waited; they are lost.", count)

    async def run(self, sink: Sink, waits: Callable[[], Waits]) -> None:
        """Until cancelled: the next event, its message, the sink."""
        while True:
            kind, told = await self._queue.get()
            try:
                for event in await self._events(kind, told, waits()):
                    await self._commit(event, sink, waits())
            except NotUsed as reason:
                log.debug("Wechaty: an event is not used: %s.", reason)
            except Malformed as reason:
                log.warning("Wechaty: an event was skipped: %s.", reason)
            except Exception as error:
                log.error("Wechaty: an event was skipped after an unexpected error (%s).", type(error).__name__)
            finally:
                self._queue.task_done()

    async def _events(self, kind: EventKind, told: dict[str, Any], waits: Waits) -> list[AnyEvent]:
        """What the event becomes; a broken connection is waited for."""
        for _ in range(_TRIES):
            await self._line.up.wait()
            try:
                return await self._translate(kind, told)
            except (Offline, Unanswered) as error:
                log.info("Wechaty: a message could not be asked for (%s); it will be.", type(error).__name__)
                await asyncio.sleep(waits.next())
        self._unread("the gateway did not answer")
        return []

    async def _translate(self, kind: EventKind, told: dict[str, Any]) -> list[AnyEvent]:
        if kind is not EventKind.MESSAGE:
            return await room_event(kind, told, self._memory, self._directory)
        message_id = an_id(told.get("messageId"))
        if not message_id:
            raise Malformed("it does not say which message")
        try:
            payload = await self._line.call(lambda puppet: puppet.message_payload(message_id))
        except Refused:
            self._unread("the gateway does not give it out")
            return []
        return await message_event(payload, message_id, self._memory, self._directory)

    def _unread(self, reason: str) -> None:
        log.warning("Wechaty: a message was announced and could not be read: %s.", reason)
        self._line.note(say("platforms.wechaty.unread"))

    async def _commit(self, event: AnyEvent, sink: Sink, waits: Waits) -> None:
        await hand_over(event, sink, waits, self._health, say("platforms.wechaty.trouble.sink"), log)
