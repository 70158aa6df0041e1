"""Fetching a picture that came over OneBot: its link, else the gateway's own copy, else the message once more."""

from __future__ import annotations

import asyncio
import binascii
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

import httpx

from bot.adapters.onebot.link import Refused, TokenRefused
from bot.adapters.onebot.memory import Malformed, Memory
from bot.adapters.onebot.segments import decode_inline, is_inline, read
from bot.domain.chat import ChatError, Gone, Invalid, Offline
from bot.replies import say

IMAGE_BYTES = 20 * 1024 * 1024
FETCH_S = 25.0

Call = Callable[[str, dict[str, Any]], Awaitable[Any]]


async def fetch(ref: str, memory: Memory, call: Call) -> bytes:
    """The picture behind a `picture_ref`; raises a ChatError."""
    try:
        async with asyncio.timeout(FETCH_S):
            return await _fetch(ref, memory, call, again=True)
    except TimeoutError:
        raise Offline(say("platforms.onebot.no_answer")) from None


async def _fetch(ref: str, memory: Memory, call: Call, *, again: bool) -> bytes:
    parts = ref.split(" ")
    if len(parts) != 3:
        raise Gone(say("platforms.image_no_address"))
    link, file, place = ("" if part == "-" else part for part in parts)
    file = unquote(file)
    if file.startswith("held:") and (held := memory.picture(file.removeprefix("held:"))) is not None:
        return bounded(held)
    trouble: ChatError = Gone(say("platforms.image_no_address"))
    if link:
        try:
            return await download(link)
        except Invalid:
            raise
        except ChatError as error:
            trouble = error
    if file and not file.startswith(("held:", "http://", "https://")):
        found = await _from_gateway(file, call)
        if found is not None:
            return found
    raw, _, number = place.rpartition("/")
    fresh = await _told_again(unquote(raw), int(number) if number.isdecimal() else 0, memory, call) if again else None
    if fresh is not None and fresh != ref:
        return await _fetch(fresh, memory, call, again=False)
    raise trouble


async def _from_gateway(file: str, call: Call) -> bytes | None:
    """The gateway's copy. Paths on its disk are not read: it may stand on another host."""
    for action, params in (("get_image", {"file": file}), ("get_file", {"file_id": file, "file": file})):
        try:
            data = await call(action, params)
        except (Refused, TokenRefused):
            continue
        if not isinstance(data, dict):
            continue
        for given in (data.get("base64"), data.get("url"), data.get("file")):
            if not isinstance(given, str) or not given:
                continue
            if given is data.get("base64") or is_inline(given):
                return bounded(_decoded(given))
            if given.startswith(("http://", "https://")):
                return await download(given)
    return None


def _decoded(given: str) -> bytes:
    try:
        return decode_inline(given if is_inline(given) else f"base64://{given}")
    except (ValueError, binascii.Error):
        raise Gone(say("platforms.image_gone")) from None


async def _told_again(raw: str, number: int, memory: Memory, call: Call) -> str | None:
    """The ref of the same picture as the gateway tells its message now; links run out after hours."""
    if not raw.lstrip("-").isdecimal():
        return None
    try:
        data = await call("get_msg", {"message_id": int(raw)})
        message = data.get("message") if isinstance(data, dict) else None
        images = read(message, memory, raw).images if message is not None else []
    except (Refused, TokenRefused, Malformed):
        return None
    return images[number].ref if number < len(images) else None


async def download(link: str) -> bytes:
    """What a link holds, at most 20 MB; only http and https."""
    try:
        async with (
            httpx.AsyncClient(timeout=httpx.Timeout(15, connect=8), follow_redirects=True, max_redirects=3) as client,
            client.stream("GET", link) as answer,
        ):
            if answer.status_code >= 500 or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                raise Offline(say("platforms.onebot.no_picture_now"))
            if answer.status_code >= 400:
                raise Gone(say("platforms.image_gone"))
            body = bytearray()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > IMAGE_BYTES:
                    break
            return bounded(bytes(body))
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.TooManyRedirects):
        raise Gone(say("platforms.image_no_address")) from None
    except httpx.HTTPError as error:
        raise Offline(say("platforms.onebot.no_picture_now")) from error


def bounded(content: bytes) -> bytes:
    if len(content) > IMAGE_BYTES:
        raise Invalid(say("platforms.image_too_large", megabytes=IMAGE_BYTES >> 20))
    return content
