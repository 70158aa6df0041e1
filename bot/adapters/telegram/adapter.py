"""Telegram over python-telegram-bot: one bot account, its calls and what may go wrong with them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from telegram import Message, ReplyParameters
from telegram.error import BadRequest, InvalidToken
from telegram.ext import AIORateLimiter, ExtBot

from bot.adapters.common.outgoing import shorten
from bot.adapters.common.pictures import IMAGE_BYTES
from bot.adapters.telegram import outgoing
from bot.adapters.telegram.base import Seen, number_in, own_id
from bot.adapters.telegram.http import BoundedRequest, chat_error, quiet_libraries, watched
from bot.adapters.telegram.receiving import UPDATE_BYTES, Receiver, Timing, raw_call
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
    RateLimited,
    Sent,
    Sink,
    Unconfirmed,
)
from bot.replies import say

T = TypeVar("T")

_CALL_S = 60.0


class TelegramAdapter:
    """One bot account on Telegram; see `bot.domain.chat.ChatAdapter`."""

    platform = "telegram"
    capabilities = Capabilities(
        quote_reply=True,
        mention=True,
        image=True,
        dm_first="never",
        deep_link=True,
        delete_own_s=172_800,
        catch_up="queue",
        global_per_sec=30,
        max_text=outgoing.MAX_TEXT,
        buttons=True,
        tells_admins=True,
    )

    def __init__(
        self,
        token: str,
        base_url: str | None,
        base_file_url: str | None,
        now: Callable[[], datetime],
        timing: Timing | None = None,
    ) -> None:
        if not token.strip():
            raise ValueError("the Telegram token is empty: set the environment variable ANXIN_TELEGRAM_TOKEN")
        quiet_libraries()
        token = token.strip()
        base_url = base_url or "https://api.telegram.org/bot"
        if base_file_url is None:
            base_file_url = f"{base_url.removesuffix('/bot')}/file/bot"
        self.health = Health()
        self._timing = timing or Timing()
        self._updates = BoundedRequest(connections=2, read_s=15, most_bytes=UPDATE_BYTES)
        self._calls = BoundedRequest(connections=32, read_s=self._timing.answer, most_bytes=IMAGE_BYTES)
        self._bot: ExtBot[Any] = ExtBot(
            token=token,
            base_url=base_url,
            base_file_url=base_file_url,
            request=self._calls,
            get_updates_request=self._updates,
            rate_limiter=AIORateLimiter(max_retries=0),
        )
        bot_number, _, _ = token.partition(":")
        self._seen = Seen(now=now, account=bot_number if bot_number.isdecimal() else "")
        self._receiver = Receiver(self._bot, self._updates, self._seen, self.health, now, self._timing)
        self._task: asyncio.Task[None] | None = None

    @property
    def account(self) -> str:
        return self._seen.account

    async def start(self, sink: Sink) -> None:
        if self._task is not None:
            raise RuntimeError("the Telegram adapter is already started")
        await self._updates.initialize()
        await self._calls.initialize()
        self._task = asyncio.create_task(self._receiver.run(sink), name="telegram-receive")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._receiver.tried.wait(), self._timing.start_wait)

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task], timeout=1)
            await self._receiver.settle()
        await self._updates.shutdown()
        await self._calls.shutdown()
        self._receiver.state(connected=False)

    async def _call(self, act: Callable[[], Awaitable[T]], *, private: bool = False, writes: bool = False) -> T:
        """Run one call under a timeout; only a ChatError comes out."""
        with watched() as progress:
            try:
                async with asyncio.timeout(_CALL_S):
                    return await act()
            except ChatError:
                raise
            except TimeoutError:
                if not progress.begun:
                    raise RateLimited(say("platforms.telegram.queued"), _CALL_S) from None
                if writes:
                    raise Unconfirmed(say("platforms.telegram.unconfirmed")) from None
                raise Offline(say("platforms.telegram.no_answer")) from None
            except Exception as error:
                raise chat_error(error, private=private, writes=writes) from error

    async def send(self, message: Outgoing) -> Sent:
        private = message.group_id is None
        chat_id = self._chat_id(message)
        if not message.text.strip() and message.image is None:
            raise Invalid(say("platforms.empty"))
        composed = outgoing.compose(message, await self._name_for(message))
        reply_to = number_in(message.quote_message_id, chat_id) if message.quote_message_id else None
        topic = int(message.topic_id) if message.topic_id and message.topic_id.isdecimal() else None
        post = _Post(self._bot, chat_id, composed, message.image, reply_to)
        degraded = list(composed.degraded)
        try:
            sent = await self._call(lambda: post.send(topic), private=private, writes=True)
        except Invalid as error:
            if topic is None or not _topic_is_gone(error.__cause__):
                raise
            degraded.append("topic")
            sent = await self._call(lambda: post.send(None), private=private, writes=True)
        if message.quote_message_id and sent.reply_to_message is None:
            degraded.append("quote")
        if len(composed.entities) > sum(entity.user is not None for entity in sent.entities or sent.caption_entities):
            degraded.append("mention")
        return Sent(own_id(chat_id, sent.message_id), tuple(dict.fromkeys(degraded)))

    async def _name_for(self, message: Outgoing) -> str | None:
        """Our username, asked for when a deep link needs it before the first connection has told it."""
        receiver = self._receiver
        if receiver.username is None and any(button.start is not None for button in message.buttons):
            receiver.username = (await self._call(self._bot.get_me)).username
        return receiver.username

    @staticmethod
    def _chat_id(message: Outgoing) -> int:
        if message.group_id is not None:
            try:
                return int(message.group_id)
            except ValueError:
                raise Gone(say("platforms.telegram.not_a_group_id")) from None
        number = outgoing.user_number(message.member_id or "")
        if number is None:
            raise CannotReachMember(say("platforms.telegram.not_a_member_id"))
        return number

    async def delete(self, group_id: str, message_id: str) -> None:
        chat_id = self._chat_id(Outgoing("", group_id=group_id))
        number = number_in(message_id, chat_id)
        if number is None and ":" in message_id:  # from before the group got a new id: out of reach, but still there
            raise Forbidden(say("platforms.not_in_this_group"))
        if number is None:
            raise Gone(say("platforms.gone"))
        if not await self._call(lambda: self._bot.delete_message(chat_id, number), writes=True):
            raise Forbidden(say("platforms.no_right"))

    async def fetch_image(self, ref: str) -> bytes:
        async def download() -> bytes:
            file = await self._bot.get_file(ref)
            if (file.file_size or 0) > IMAGE_BYTES:
                raise Invalid(say("platforms.image_too_large", megabytes=IMAGE_BYTES >> 20))
            if file.file_path is None or not file.file_path.startswith(("http://", "https://")):
                raise Gone(say("platforms.image_no_address"))
            try:
                return await self._calls.retrieve(file.file_path)
            except InvalidToken:
                raise Gone(say("platforms.image_gone")) from None  # the library's name for HTTP 404

        return await self._call(download)

    async def is_group_admin(self, group_id: str, member_id: str) -> bool | None:
        number = outgoing.user_number(member_id)
        if number is None:
            return None
        try:
            chat_id = self._chat_id(Outgoing("", group_id=group_id))
            member = await self._call(
                lambda: raw_call(self._bot, self._calls, "getChatMember", chat_id=chat_id, user_id=number)
            )
        except ChatError:
            return None
        status = member.get("status") if isinstance(member, dict) else None
        return status in ("creator", "administrator") if status else None

    async def answer_button(self, press_id: str, text: str) -> None:
        await self._call(lambda: self._bot.answer_callback_query(press_id, text=shorten(text, 200, [])))

    def deep_link(self, start: str) -> str | None:
        username = self._receiver.username
        return outgoing.deep_link(username, start) if username else None


@dataclass(frozen=True)
class _Post:
    """One message on its way; a picture carries the text as caption where it fits."""

    bot: ExtBot[Any]
    chat_id: int
    composed: outgoing.Composed
    image: bytes | None
    reply_to: int | None

    async def send(self, topic: int | None) -> Message:
        reply = None
        if self.reply_to is not None:
            reply = ReplyParameters(self.reply_to, allow_sending_without_reply=True)
        where: dict[str, Any] = {"chat_id": self.chat_id, "message_thread_id": topic, "reply_parameters": reply}
        composed = self.composed
        if self.image is None:
            return await self._text(**where)
        if outgoing.units(composed.text) <= outgoing.MAX_CAPTION:
            return await self.bot.send_photo(
                **where,
                photo=self.image,
                caption=composed.text or None,
                caption_entities=composed.entities,
                reply_markup=composed.keyboard,
            )
        await self.bot.send_photo(**where, photo=self.image)
        try:
            return await self._text(**where)
        except Exception as error:
            raise Unconfirmed(say("platforms.half_sent")) from error

    async def _text(self, **where: Any) -> Message:
        composed = self.composed
        return await self.bot.send_message(
            **where, text=composed.text, entities=composed.entities, reply_markup=composed.keyboard
        )


def _topic_is_gone(cause: BaseException | None) -> bool:
    reason = cause.message.lower() if isinstance(cause, BadRequest) else ""
    return "thread not found" in reason or "topic_deleted" in reason or "topic_id_invalid" in reason
