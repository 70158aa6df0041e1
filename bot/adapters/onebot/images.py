"""Fetching a picture that came over OneBot: its link, else the gateway's own copy, else the message once more."""

from __future__ import annotations

import asyncio
import binascii
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

from bot.adapters.common.pictures import bounded, download
from bot.adapters.common.reading import Malformed
from bot.adapters.onebot.link import Refused, TokenRefused
from bot.adapters.onebot.memory import Memory
from bot.adapters.onebot.segments import decode_inline, is_inline, read
from bot.domain.chat import ChatError, Gone, Invalid, Offline
from bot.replies import say

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
            return await download(link, say("platforms.onebot.no_picture_now"))
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
                return await download(given, say("platforms.onebot.no_picture_now"))
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
