"""What was said while there was no connection, as the gateway's history tells it, each message once.

`get_group_msg_history` is an extension of go-cqhttp that NapCat, LLOneBot and Lagrange share; how far back a call
reaches and whether ids stay the same after a restart differs, so pages are asked for until they bring nothing new, and
messages that are known under another id are told by chat, sender, time and text.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.adapters.common.memory import keep
from bot.adapters.common.reading import Malformed, NotUsed
from bot.adapters.onebot.events import said_of, translate
from bot.adapters.onebot.link import JSON, NO_SUCH_ACTION, Link, Refused, Timing, TokenRefused
from bot.adapters.onebot.memory import Memory, an_id, moment
from bot.domain.chat import AnyEvent, DirectMessage, GroupMessage, Health, Offline
from bot.replies import say

log = logging.getLogger("bot.adapters.onebot")

COUNTS = (50, 200, 1000)
PAGES = 20
TRIES = 3
OLDEST = timedelta(hours=24)
OVERLAP = timedelta(minutes=2)
MOST_PRIVATE = 30

_ACTIONS = {"group": ("get_group_msg_history", "group_id"), "private": ("get_friend_msg_history", "user_id")}


@dataclass(frozen=True)
class CatchUp:
    """Stands in the queue in front of the events of a new connection."""

    link: Link
    tries: int = 1


class History:
    """Asks for what was missed; `call` goes over the connection that stands."""

    def __init__(
        self,
        memory: Memory,
        health: Health,
        now: Callable[[], datetime],
        timing: Timing,
        call: Callable[..., Awaitable[Any]],
    ) -> None:
        self._memory = memory
        self._health = health
        self._now = now
        self._timing = timing
        self._call = call
        self._gap_from: datetime | None = None
        self.learned = asyncio.Event()
        """Set once the gateway was asked for our groups and friends."""

    def gap_begins(self, at: datetime) -> None:
        self._gap_from = at

    async def catch_up(self, request: CatchUp, hand_over: Callable[[AnyEvent], Awaitable[None]]) -> bool:
        """Hand over what was missed; whether it is worth trying again."""
        if not await _greeted(request.link):
            return False
        bound = self._gap_from or self._now() - timedelta(seconds=self._timing.fresh)
        try:
            chats = await self._chats()
            for kind, chat_id in chats:
                await self._catch_up_chat(kind, chat_id, self._memory.latest.get((kind, chat_id), bound), hand_over)
        except _NoHistory:
            log.warning("OneBot: the gateway has no history: what is said while there is no connection is lost.")
            self._note(say("platforms.onebot.no_history"))
        except Offline:
            return request.link.open and request.tries < TRIES
        finally:
            self.learned.set()
        return False

    async def _chats(self) -> list[tuple[str, str]]:
        """The groups of the account, and who wrote in private lately. Learns names and friends by the way."""
        memory = self._memory
        for item in await self._list("get_group_list") or ():
            group_id, name = an_id(item.get("group_id")), item.get("group_name")
            if group_id:
                known = memory.groups.get(group_id, "")
                keep(memory.groups, group_id, name if isinstance(name, str) and name else known)
        friends = await self._list("get_friend_list")
        if friends is not None:
            memory.friends = {an_id(item.get("user_id")) for item in friends}
        self.learned.set()
        recent = self._now() - OLDEST
        private = [who for (kind, who), at in memory.latest.items() if kind == "private" and at > recent]
        groups = dict.fromkeys([*memory.groups, *(chat for kind, chat in memory.latest if kind == "group")])
        return [("group", group_id) for group_id in groups] + [("private", who) for who in private[-MOST_PRIVATE:]]

    async def _list(self, action: str) -> list[JSON] | None:
        try:
            told = await self._call(action)
        except (Refused, TokenRefused) as refused:
            log.info("OneBot: %s was refused (%s).", action, refused)
            return None
        return [item for item in told if isinstance(item, dict)] if isinstance(told, list) else None

    async def _catch_up_chat(
        self, kind: str, chat_id: str, since: datetime, hand_over: Callable[[AnyEvent], Awaitable[None]]
    ) -> None:
        if not chat_id.isdecimal():
            return
        since = max(since - OVERLAP, self._now() - OLDEST)
        told = await self._pages(kind, chat_id, since)
        taken: set[str] = set()
        for frame in sorted(told, key=self._time):
            if self._time(frame) < since:
                continue
            for event in self._events(kind, chat_id, frame):
                said = said_of(event)
                if self._memory.knows(said):
                    taken.add(self._memory.full_id(said.message_id.partition("@")[0]))
                elif not self._memory.twin(said, taken):
                    await hand_over(event)
                    taken.add(said.message_id)

    def _events(self, kind: str, chat_id: str, frame: JSON) -> list[GroupMessage | DirectMessage]:
        filled = {"post_type": "message", "message_type": kind, "self_id": self._memory.account} | frame
        if kind == "group":
            filled["group_id"] = chat_id
        try:
            events = translate(filled, self._memory)
        except NotUsed:
            return []
        except Malformed as reason:
            log.warning("OneBot: a message of the history was skipped: %s.", reason)
            return []
        return [event for event in events if isinstance(event, GroupMessage | DirectMessage)]

    def _time(self, frame: JSON) -> datetime:
        return moment(frame.get("time"), self._now())[0]

    async def _pages(self, kind: str, chat_id: str, since: datetime) -> list[JSON]:
        """The messages since then: more at a time, and where a gateway gives no more, further back from the oldest."""
        found: list[JSON] = []
        before: JSON = {}
        for page in range(PAGES):
            count = COUNTS[min(page, len(COUNTS) - 1)]
            told = await self._page(kind, chat_id, {"count": count} | before)
            whole = joined(found, told)
            nothing_new = len(whole) == len(found)
            found = whole
            if not found or self._time(found[0]) < since or (nothing_new and before):
                break
            if nothing_new or page >= len(COUNTS) - 1:
                start = found[0].get("message_seq") or found[0].get("message_id")
                if start is None or before.get("message_seq") == start:
                    break
                before = {"message_seq": start}
        else:
            log.warning("OneBot: the history of a %s reaches further back than was asked for.", kind)
        return found

    async def _page(self, kind: str, chat_id: str, params: JSON) -> list[JSON]:
        action, name = _ACTIONS[kind]
        try:
            told = await self._call(action, {name: int(chat_id)} | params)
        except TokenRefused:
            return []
        except Refused as refused:
            if refused.retcode == NO_SUCH_ACTION and kind == "group":
                raise _NoHistory from None
            return []  # NapCat refuses where there is nothing yet
        messages = told.get("messages") if isinstance(told, dict) else told
        return [item for item in messages if isinstance(item, dict)] if isinstance(messages, list) else []

    def _note(self, words: str) -> None:
        if words not in self._health.notes:
            self._health.notes.append(words)


def joined(found: list[JSON], told: list[JSON]) -> list[JSON]:
    """Both pages in the order of the chat, oldest first; a page may reach back, and begin anew in the present."""
    if len(told) > 1 and str(told[0].get("time")) > str(told[-1].get("time")):
        told = told[::-1]
    known = {_key(frame) for frame in found}
    places = [place for place, frame in enumerate(told) if _key(frame) in known]
    if not places:
        return told + found
    older = [frame for frame in told[: places[-1]] if _key(frame) not in known]
    return older + found + told[places[-1] + 1 :]


def _key(frame: JSON) -> tuple[Any, ...]:
    return frame.get("message_id"), frame.get("time"), frame.get("user_id")


class _NoHistory(Exception):
    """The gateway does not know the action."""


async def _greeted(link: Link) -> bool:
    """Wait until the gateway has said who we are; False when the connection ended before."""
    waiting = [asyncio.create_task(link.greeted.wait()), asyncio.create_task(link.ended.wait())]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
    return link.greeted.is_set() and link.open
