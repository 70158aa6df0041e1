"""HTTP to the Bot API: bounded in time and size, and failures told apart by whether the call can have been carried out.

Nothing here puts an address, a token or the text of a message into an error or the log.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpx
from telegram._utils.types import JSONDict, ODVInput
from telegram.error import BadRequest, ChatMigrated, Conflict, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.error import Forbidden as TelegramForbidden
from telegram.error import InvalidToken as TelegramInvalidToken
from telegram.request import BaseRequest, RequestData

from bot.domain.chat import (
    CannotReachMember,
    ChatError,
    Forbidden,
    Gone,
    Invalid,
    Offline,
    RateLimited,
    Unconfirmed,
)
from bot.replies import say

DEFAULT_RETRY_AFTER_S = 5.0
_HEAD_BYTES = 4096


class NotSent(NetworkError):
    """The request never left this host, so the call was not carried out."""


class TooLarge(NetworkError):
    """The answer is larger than we read; `head` is its beginning."""

    def __init__(self, head: bytes) -> None:
        super().__init__("the answer is too large")
        self.head = head


class TooFast(TelegramError):
    """HTTP 429: nothing was carried out; the server names the seconds to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class BadAnswer(TelegramError):
    """The server answered with something that is not a Bot API answer."""


@dataclass
class Progress:
    """Whether the running call has begun to leave this host."""

    begun: bool = False


_PROGRESS: ContextVar[Progress | None] = ContextVar("telegram_call_progress", default=None)


@contextmanager
def watched() -> Iterator[Progress]:
    """Within this block, the next request notes in the given `Progress` that it began."""
    progress = Progress()
    mark = _PROGRESS.set(progress)
    try:
        yield progress
    finally:
        _PROGRESS.reset(mark)


class BoundedRequest(BaseRequest):
    """python-telegram-bot's request interface over httpx, with a limit on the size of an answer.

    The library's own class reads an answer of any size and writes unreadable answers, texts included, into the log.
    Proxies come from the environment (HTTPS_PROXY, NO_PROXY).
    """

    def __init__(self, *, connections: int, read_s: float, most_bytes: int) -> None:
        self._connections = connections
        self._read_s = read_s
        self._most_bytes = most_bytes
        self._client: httpx.AsyncClient | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_s

    async def initialize(self) -> None:
        if self._client is None:
            limits = httpx.Limits(max_connections=self._connections, keepalive_expiry=15)
            self._client = httpx.AsyncClient(limits=limits, follow_redirects=False)

    async def shutdown(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._client is None:
            raise NotSent("not started")
        files = request_data.multipart_data if request_data else None
        timeout = httpx.Timeout(
            connect=_seconds(connect_timeout, 8),
            read=_seconds(read_timeout, self._read_s),
            write=_seconds(write_timeout, 30 if files else 8),
            pool=_seconds(pool_timeout, 10),
        )
        request = self._client.build_request(
            method,
            url,
            data=request_data.json_parameters if request_data else None,
            files=files,
            headers={"User-Agent": self.USER_AGENT},
            timeout=timeout,
        )
        if (progress := _PROGRESS.get()) is not None:
            progress.begun = True
        status, body = await self._exchange(self._client, request)
        if status == httpx.codes.TOO_MANY_REQUESTS:
            raise TooFast(_retry_after(body))
        return status, body

    async def _exchange(self, client: httpx.AsyncClient, request: httpx.Request) -> tuple[int, bytes]:
        try:
            answer = await client.send(request, stream=True)
            try:
                return answer.status_code, await self._read(answer)
            finally:
                await answer.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise NotSent(type(error).__name__) from error
        except httpx.UnsupportedProtocol:
            raise NotSent("the address is not an http address") from None
        except httpx.TimeoutException as error:
            raise TimedOut from error
        except httpx.HTTPError as error:
            raise NetworkError(type(error).__name__) from error

    async def _read(self, answer: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > self._most_bytes:
                raise TooLarge(bytes(body[:_HEAD_BYTES]))
        return bytes(body)

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        try:
            parsed: Any = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise BadAnswer("the answer is not JSON") from None
        if not isinstance(parsed, dict):
            raise BadAnswer("the answer is not a JSON object")
        return parsed


def _seconds(given: ODVInput[float], otherwise: float) -> float | None:
    return given if isinstance(given, int | float) else otherwise


def _retry_after(body: bytes) -> float:
    try:
        return max(0.0, float(json.loads(body)["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return DEFAULT_RETRY_AFTER_S


def quiet_libraries() -> None:
    """Keep the libraries from logging addresses (which hold the token) and parameters (which hold texts)."""
    for name in ("httpx", "httpcore", "telegram"):
        logger = logging.getLogger(name)
        if logger.level < logging.WARNING:
            logger.setLevel(logging.WARNING)
    # The rate limiter logs every 429 with a traceback; the caller gets it as RateLimited.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)


_GONE = ("message to delete not found", "message to edit not found", "message_id_invalid", "query is too old",
         "query id is invalid", "wrong file_id", "invalid file_id", "file is temporarily unavailable")  # fmt: skip
_NOT_ALLOWED = ("can't be deleted", "not enough rights", "have no rights", "chat_write_forbidden", "chat_restricted",
                "need administrator rights", "topic_closed", "chat_send_", "user_banned_in_channel",
                "is not a member", "was kicked")  # fmt: skip
_NO_MEMBER = ("chat not found", "peer_id_invalid", "user not found", "user_is_blocked", "input_user_deactivated",
              "have no access")  # fmt: skip


def chat_error(error: Exception, *, private: bool, writes: bool) -> ChatError:
    """What a failed call means for the caller. `writes` is whether carrying it out twice would be seen by people."""
    if isinstance(error, TooFast):
        return RateLimited(say("platforms.too_fast_seconds", seconds=f"{error.seconds:g}"), error.seconds)
    if isinstance(error, RetryAfter):
        return RateLimited(say("platforms.too_fast"), _flood_seconds(error))
    if isinstance(error, ChatMigrated):
        return Gone(say("platforms.telegram.migrated"), str(error.new_chat_id))
    if isinstance(error, TelegramForbidden):
        return _forbidden(error, private)
    if isinstance(error, TelegramInvalidToken):
        return Offline(say("platforms.telegram.token_refused"))
    if isinstance(error, BadRequest):
        return _refused(error, private)
    if isinstance(error, NotSent):
        return Offline(say("platforms.telegram.not_sent"))
    if isinstance(error, TooLarge) and not writes:
        return Invalid(say("platforms.answer_too_large"))
    if writes and not isinstance(error, Conflict):
        return Unconfirmed(say("platforms.telegram.unconfirmed"))
    return Offline(say("platforms.telegram.bad_answer"))


def _forbidden(error: TelegramForbidden, private: bool) -> ChatError:
    if private:
        return CannotReachMember(say("platforms.telegram.not_started"))
    if "deleted" in error.message.lower():
        return Gone(say("platforms.group_deleted"))
    return Forbidden(say("platforms.not_in_group"))


def _refused(error: BadRequest, private: bool) -> ChatError:
    reason = error.message.lower()
    if any(sign in reason for sign in _NO_MEMBER):
        if private:
            return CannotReachMember(say("platforms.telegram.no_such_member"))
        return Gone(say("platforms.telegram.no_such_group"))
    if any(sign in reason for sign in _GONE):
        return Gone(say("platforms.gone"))
    if any(sign in reason for sign in _NOT_ALLOWED):
        return Forbidden(say("platforms.no_right"))
    return Invalid(say("platforms.telegram.refused"))


def _flood_seconds(error: RetryAfter) -> float:
    given = error.retry_after
    return float(given) if isinstance(given, int | float) else given.total_seconds()
