"""What the gateway is asked beside the events that it tells: names, roles, the words that a message replies to."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Awaitable, Callable
from typing import Any

from bot.adapters.common.memory import keep
from bot.adapters.common.reading import Malformed
from bot.adapters.onebot.events import WHOLE_GROUP
from bot.adapters.onebot.link import Refused, Timing, TokenRefused
from bot.adapters.onebot.memory import Memory, an_id
from bot.adapters.onebot.segments import read
from bot.domain.chat import DirectMessage, GroupChange, GroupMessage, Offline, Quote

MOST_ASKED_GROUPS = 20


class Gateway:
    """Asks over the connection that stands (`call`); what cannot be had is left open."""

    def __init__(self, memory: Memory, timing: Timing, call: Callable[..., Awaitable[Any]]) -> None:
        self._memory = memory
        self._timing = timing
        self._call = call
        self._unnamed: set[str] = set()

    async def completed(self, event: GroupMessage | DirectMessage) -> GroupMessage | DirectMessage:
        """The event with the group's name, or with the words of the message that a private one replies to."""
        if isinstance(event, GroupMessage):
            name = event.group_name or await self._group_name(event.group_id)
            return dataclasses.replace(event, group_name=name)
        if event.quote is None or event.quote.text or not event.quote.message_id.lstrip("-").isdecimal():
            return event
        try:
            number = int(event.quote.message_id)
            told = await self._call("get_msg", {"message_id": number}, within=self._timing.probe / 2)
            message = told.get("message") if isinstance(told, dict) else None
            if not isinstance(told, dict) or message is None:
                return event
            quote = event.quote.message_id
            sender = an_id(told.get("user_id")) or an_id((told.get("sender") or {}).get("user_id"))
            words = read(message, self._memory, quote).text
        except (Offline, Refused, TokenRefused, Malformed, AttributeError):
            return event  # NapCat never answers for a message that was recalled
        return dataclasses.replace(event, quote=Quote(quote, sender or None, words))

    async def _group_name(self, group_id: str) -> str:
        """The group's name, asked for once."""
        if group_id in self._memory.groups or group_id in self._unnamed or not group_id.isdecimal():
            return self._memory.groups.get(group_id, "")
        self._unnamed.add(group_id)
        with contextlib.suppress(Offline, Refused, TokenRefused):
            told = await self._call("get_group_info", {"group_id": int(group_id)}, within=self._timing.probe / 2)
            name = told.get("group_name") if isinstance(told, dict) else None
            if isinstance(name, str) and name:
                keep(self._memory.groups, group_id, name)
        return self._memory.groups.get(group_id, "")

    async def standing(self, change: GroupChange) -> GroupChange | None:
        """The change as it concerns us: a ban of the whole group does not silence its owner and administrators."""
        if change.kind == "bot_muted" and change.detail == WHOLE_GROUP:
            if await self.is_admin(change.group_id, self._memory.account):
                return None
            change = dataclasses.replace(change, detail=None)
        return dataclasses.replace(change, group_name=change.group_name or await self._group_name(change.group_id))

    async def is_admin(self, group_id: str, member_id: str) -> bool | None:
        """Whether a member owns or administers a group; None where the gateway can't say."""
        if not (group_id.isdecimal() and member_id.isdecimal()):
            return None
        params = {"group_id": int(group_id), "user_id": int(member_id), "no_cache": True}
        try:
            told = await self._call("get_group_member_info", params)
        except (Offline, Refused, TokenRefused):
            return None
        role = told.get("role") if isinstance(told, dict) else None
        return role in ("owner", "admin") if role else None

    async def group_of(self, member_id: str) -> str | None:
        """A group that the member is in, for a temporary session with somebody who has not spoken since the start."""
        for group_id in list(self._memory.groups)[-MOST_ASKED_GROUPS:]:
            try:
                params = {"group_id": int(group_id), "user_id": int(member_id)}
                await self._call("get_group_member_info", params, within=self._timing.probe / 2)
            except Refused:
                continue
            except (Offline, TokenRefused):
                return None
            keep(self._memory.last_group, member_id, group_id)
            return group_id
        return None
