"""QQ over OneBot v11: one account behind a gateway (NapCat, LLOneBot, Lagrange), its calls and what may go wrong."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from bot.adapters.common.memory import Post
from bot.adapters.common.pictures import IMAGE_BYTES
from bot.adapters.onebot import images, outgoing
from bot.adapters.onebot.doors import Forward, Reverse
from bot.adapters.onebot.link import JSON, Refused, Timing, TokenRefused, message_id_in
from bot.adapters.onebot.memory import Memory, Past, Said, raw_id
from bot.adapters.onebot.receiving import Receiver
from bot.domain.chat import (
    CannotReachMember,
    Capabilities,
    ChatError,
    Gone,
    Health,
    Invalid,
    Offline,
    Outgoing,
    Sent,
    Sink,
    Unconfirmed,
)
from bot.replies import say

log = logging.getLogger("bot.adapters.onebot")


class OneBotAdapter:
    """One QQ account; see `bot.domain.chat.ChatAdapter`."""

    platform = "onebot"
    capabilities = Capabilities(
        quote_reply=True,
        mention=True,
        image=True,
        dm_first="temp_session",
        deep_link=False,
        delete_own_s=120,
        catch_up="history",
        global_per_sec=1,
        max_text=outgoing.MAX_TEXT,
        buttons=False,
        tells_admins=True,
    )

    def __init__(
        self,
        direction: Literal["forward", "reverse"],
        url: str | None,
        listen: str | None,
        token: str | None,
        now: Callable[[], datetime],
        timing: Timing | None = None,
        past: Past | None = None,
    ) -> None:
        address = url if direction == "forward" else listen
        if not address:
            raise ValueError(f"adapters.onebot needs {'url' if direction == 'forward' else 'listen'}")
        token = (token or "").strip() or None
        self.health = Health()
        self._timing = timing or Timing()
        self._memory = Memory(now)
        make = Forward if direction == "forward" else Reverse
        door = make(address, token, self._timing)
        self._receiver = Receiver(door, self._memory, self.health, now, self._timing, past)
        if token is None and isinstance(door, Reverse) and not door.only_this_host:
            log.warning("OneBot: ANXIN_ONEBOT_TOKEN is not set: whoever reaches the address may play the gateway.")
            self.health.notes.append(say("platforms.onebot.no_token"))
        self._task: asyncio.Task[None] | None = None

    @property
    def account(self) -> str:
        return self._memory.account

    async def start(self, sink: Sink) -> None:
        if self._task is not None:
            raise RuntimeError("the OneBot adapter is already started")
        self._receiver.tried.clear()
        self._task = asyncio.create_task(self._receiver.run(sink), name="onebot-receive")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._receiver.tried.wait(), self._timing.start_wait)

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task], timeout=2.5)
        self._receiver.state(connected=False)

    async def send(self, message: Outgoing) -> Sent:
        if not message.text.strip() and message.image is None:
            raise Invalid(say("platforms.empty"))
        if len(message.image or b"") > IMAGE_BYTES:
            raise Invalid(say("platforms.image_too_large", megabytes=IMAGE_BYTES >> 20))
        composed = outgoing.compose(message)
        if message.group_id is not None:
            if not outgoing.is_number(message.group_id):
                raise Gone(say("platforms.onebot.not_a_group_id"))
            ways = [("send_group_msg", {"group_id": int(message.group_id)})]
            target = f"group:{message.group_id}"
        else:
            ways = await self._private_ways(message.member_id or "")
            target = f"private:{message.member_id}"
        post = self._memory.posting(target, composed.plain, 1 if message.image is not None else 0)
        try:
            sent = await self._send_one_way(ways, composed.segments, post, private=message.group_id is None)
        except Unconfirmed:
            raise
        except BaseException:
            self._memory.own.not_posted(post)
            raise
        self._note(post, message, composed.plain, sent)
        return Sent(sent, composed.degraded)

    async def _private_ways(self, member_id: str) -> list[tuple[str, JSON]]:
        """How a member may be reached: as a friend, else by a temporary session out of the group seen last."""
        if not outgoing.is_number(member_id):
            raise CannotReachMember(say("platforms.onebot.not_a_member_id"))
        await self._receiver.learned()
        memory = self._memory
        friend: tuple[str, JSON] = ("send_private_msg", {"user_id": int(member_id)})
        if memory.friends is not None and member_id in memory.friends:
            return [friend]
        group_id = memory.last_group.get(member_id) or await self._receiver.gateway.group_of(member_id)
        if group_id is None:
            return [friend]
        session: tuple[str, JSON] = (
            "send_private_msg",
            {"user_id": int(member_id), "group_id": int(group_id)},
        )
        # At some gateways a plain message to somebody who is no friend ends in a timeout, which says nothing.
        return [session] if memory.friends is not None else [friend, session]

    async def _send_one_way(
        self, ways: list[tuple[str, JSON]], segments: list[JSON], post: Post, *, private: bool
    ) -> str | None:
        """Try one way after the other; only a refusal leads to the next."""

        def late(data: Any) -> None:
            post.raw = message_id_in(data)

        error: ChatError = Offline(say("platforms.onebot.offline"))
        for action, params in ways:
            try:
                data = await self._receiver.call(action, params | {"message": segments}, writes=True, late=late)
            except Refused as refused:
                error = outgoing.send_error(refused, private=private)
            except TokenRefused:
                raise Offline(say("platforms.onebot.trouble.token")) from None
            else:
                return message_id_in(data)
            if not isinstance(error, CannotReachMember):
                break
        raise error

    def _note(self, post: Post, message: Outgoing, plain: str, sent: str | None) -> None:
        """Keep the id of what went out, so that its echo and quotes of it are recognised."""
        post.raw = sent
        if sent is not None:
            account = self.account
            pictures = 1 if message.image is not None else 0
            self._memory.note(Said(sent, message.group_id, account, post.at, plain.strip(), pictures, own=True))

    async def delete(self, group_id: str, message_id: str) -> None:
        number = raw_id(message_id)
        if not number.lstrip("-").isdecimal():
            raise Gone(say("platforms.not_in_this_group"))
        known = self._memory.find(number)
        if known is not None and known.group_id not in (None, group_id):
            raise Gone(say("platforms.not_in_this_group"))
        try:
            await self._receiver.call("delete_msg", {"message_id": int(number)}, writes=True)
        except Refused as refused:
            raise outgoing.delete_error(refused) from None
        except TokenRefused:
            raise Offline(say("platforms.onebot.trouble.token")) from None

    async def fetch_image(self, ref: str) -> bytes:
        return await images.fetch(ref, self._memory, self._receiver.call)

    async def is_group_admin(self, group_id: str, member_id: str) -> bool | None:
        return await self._receiver.gateway.is_admin(group_id, member_id)

    async def answer_button(self, press_id: str, text: str) -> None:
        raise Invalid(say("platforms.onebot.no_buttons"))

    def deep_link(self, start: str) -> str | None:
        return None
