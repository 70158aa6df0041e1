"""WeChat over a Wechaty gateway: one account, its calls and what may go wrong with them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import urlsplit

from bot.adapters.common.waiting import Waits
from bot.adapters.wechaty import images, outgoing
from bot.adapters.wechaty.compat import GatewayPuppet
from bot.adapters.wechaty.line import Line, Refused, Timing, Unanswered
from bot.adapters.wechaty.memory import Memory
from bot.adapters.wechaty.receiving import Directory, Receiver
from bot.domain.chat import (
    CannotReachMember,
    Capabilities,
    ChatError,
    Forbidden,
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


class WechatyAdapter:
    """One WeChat account; see `bot.domain.chat.ChatAdapter`."""

    platform = "wechaty"
    capabilities = Capabilities(
        quote_reply=False,
        mention=True,
        image=True,
        dm_first="friends",
        deep_link=False,
        delete_own_s=120,
        catch_up="none",
        global_per_sec=0.5,
        max_text=outgoing.MAX_TEXT,
        buttons=False,
        tells_admins=True,
    )

    def __init__(
        self,
        endpoint: str,
        token: str,
        now: Callable[[], datetime],
        timezone: str = "Asia/Shanghai",
        timing: Timing | None = None,
    ) -> None:
        if not token.strip():
            raise ValueError("the Wechaty token is empty: set the environment variable ANXIN_WECHATY_TOKEN")
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs the links of members' pictures
        self.health = Health()
        self._timing = timing or Timing()
        self._memory = Memory(now)
        self._receiver = Receiver(self._memory, self.health)
        self._line = Line(
            _address(endpoint), token.strip(), self._memory, self.health, self._timing, timezone, self._receiver.arrived
        )
        self._directory = Directory(self._line, self._memory)
        self._receiver.attach(self._line, self._directory)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def account(self) -> str:
        return self._memory.account

    async def start(self, sink: Sink) -> None:
        if self._tasks:
            raise RuntimeError("the Wechaty adapter is already started")
        receive = self._receiver.run(sink, lambda: Waits(self._timing.first_wait, self._timing.longest_wait))
        self._tasks = [
            asyncio.create_task(receive, name="wechaty-receive"),
            asyncio.create_task(self._line.run(), name="wechaty-line"),
        ]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._line.tried.wait(), self._timing.start_wait)

    async def stop(self) -> None:
        tasks, self._tasks = self._tasks, []
        if tasks:
            if self._line.up.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._receiver.settled(), self._timing.settle)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=1.5)
            self._receiver.dropped()
        self._line.stopped()

    async def send(self, message: Outgoing) -> Sent:
        if not message.text.strip() and message.image is None:
            raise Invalid(say("platforms.empty"))
        if len(message.image or b"") > outgoing.MAX_PICTURE:
            raise Invalid(say("platforms.image_too_large", megabytes=outgoing.MAX_PICTURE // 1_000_000))
        private = message.group_id is None
        conversation = message.group_id or self._memory.conversation_of(message.member_id or "")
        if not conversation:
            raise CannotReachMember(say("platforms.wechaty.no_friend"))
        composed = outgoing.compose(message, await self._names(message))
        raw: str | None = None
        if message.image is not None:
            raw = await self._post(conversation, None, _picture(conversation, message.image), private)
        if not composed.text.strip():
            return Sent(raw, composed.degraded)
        try:
            raw = await self._post(conversation, composed.text, _text(conversation, composed), private)
        except ChatError as error:
            if message.image is None:
                raise
            raise Unconfirmed(say("platforms.half_sent")) from error
        return Sent(raw, composed.degraded)

    async def _names(self, message: Outgoing) -> dict[str, str]:
        """How the group calls those who are mentioned: WeChat finds them by it."""
        if message.group_id is None or not message.mention:
            return {}
        names = {}
        for member_id, _ in message.mention:
            try:
                name = await self._directory.member_name(message.group_id, member_id)
            except Unanswered as unanswered:
                raise Offline(say("platforms.wechaty.no_answer")) from unanswered
            if name != member_id:
                names[member_id] = name
        return names

    async def _post(
        self, conversation: str, text: str | None, act: Callable[[GatewayPuppet], Awaitable[str | None]], private: bool
    ) -> str | None:
        """Send one message, noted before, for its echo may come before the answer; returns the gateway's id of it."""
        post = self._memory.posting(conversation, text)
        try:
            raw = await self._line.call(act)
        except Unanswered as unanswered:
            raise Unconfirmed(say("platforms.wechaty.unconfirmed")) from unanswered
        except Refused as refused:
            error = outgoing.send_error(refused.words, private=private)
            if not isinstance(error, Unconfirmed):
                self._memory.own.not_posted(post)
            raise error from None
        except Offline:
            self._memory.own.not_posted(post)
            raise
        if raw:
            self._memory.posted(post, raw)
        return raw or None

    async def delete(self, group_id: str, message_id: str) -> None:
        if not message_id or self._memory.group_of(message_id) not in (None, group_id):
            raise Gone(say("platforms.not_in_this_group"))
        if self._memory.was_recalled(message_id):
            raise Gone(say("platforms.gone"))
        try:
            done = await self._line.call(lambda puppet: puppet.message_recall(message_id))
        except Unanswered as unanswered:
            raise Unconfirmed(say("platforms.wechaty.unconfirmed")) from unanswered
        except Refused as refused:
            raise outgoing.delete_error(refused.words) from None
        if not done:
            raise Forbidden(say("platforms.wechaty.not_recalled"))
        self._memory.recalled(message_id)

    async def fetch_image(self, ref: str) -> bytes:
        return await images.fetch(ref, self._line)

    async def is_group_admin(self, group_id: str, member_id: str) -> bool | None:
        try:
            room = await self._line.call(lambda puppet: puppet.room_payload(group_id))
        except (Offline, Refused, Unanswered):
            return None
        known = {room.owner_id, *room.admin_ids} - {""}
        return member_id in known if known else None

    async def answer_button(self, press_id: str, text: str) -> None:
        raise Invalid(say("platforms.wechaty.no_buttons"))

    def deep_link(self, start: str) -> str | None:
        return None


def _picture(conversation: str, content: bytes) -> Callable[[GatewayPuppet], Awaitable[str | None]]:
    return lambda puppet: puppet.send_picture(conversation, outgoing.picture_name(content), content)


def _text(conversation: str, composed: outgoing.Composed) -> Callable[[GatewayPuppet], Awaitable[str | None]]:
    return lambda puppet: puppet.message_send_text(conversation, composed.text, composed.mention_ids)


def _address(endpoint: str) -> tuple[str, int]:
    """Host and port of "host:port"."""
    try:
        parts = urlsplit(f"//{endpoint.strip()}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.path:
        raise ValueError(f"adapters.wechaty.endpoint must be host:port, not {endpoint!r}")
    return host, port
