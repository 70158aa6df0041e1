"""Fetching a picture of a message: from the gateway's answer itself, its store of files, or a link, at most 20 MB."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from contextlib import aclosing
from typing import Any

from bot.adapters.common import pictures
from bot.adapters.common.pictures import bounded, download
from bot.adapters.wechaty.compat import GatewayPuppet
from bot.adapters.wechaty.line import Line, Refused, Unanswered
from bot.adapters.wechaty.outgoing import fetch_error
from bot.domain.chat import Gone, Offline
from bot.replies import say

FETCH_S = 30.0

_BASE64, _URL, _UUID = 1, 2, 7
_ARTWORK = 3


async def fetch(message_id: str, line: Line) -> bytes:
    """The picture of a message; raises a ChatError."""
    try:
        async with asyncio.timeout(FETCH_S):
            try:
                return await _from_box(await line.call(lambda puppet: _file(puppet, message_id)), line)
            except (Refused, Gone):
                # Some puppets hand pictures out as files, some only as images.
                return await _from_box(await line.call(lambda puppet: _image(puppet, message_id)), line)
    except Refused as refused:
        raise fetch_error(refused.words) from None
    except (Unanswered, TimeoutError):
        raise Offline(say("platforms.wechaty.no_answer")) from None


async def _file(puppet: GatewayPuppet, message_id: str) -> str:
    return str((await puppet.puppet_stub.message_file(id=message_id)).filebox)


async def _image(puppet: GatewayPuppet, message_id: str) -> str:
    return str((await puppet.puppet_stub.message_image(id=message_id, type=_ARTWORK)).filebox)


async def _from_box(told: str, line: Line) -> bytes:
    """The bytes that a file box stands for. wechaty's own reader knows neither today's field names nor files by id."""
    try:
        box: Any = json.loads(told)
        kind = box.get("type") or box.get("boxType")
    except (ValueError, AttributeError, RecursionError):
        raise Gone(say("platforms.image_no_address")) from None
    if kind == _BASE64:
        try:
            return bounded(base64.b64decode(str(box.get("base64")).partition(";base64,")[2] or str(box.get("base64"))))
        except (ValueError, binascii.Error):
            raise Gone(say("platforms.image_gone")) from None
    if kind == _UUID:
        uuid = str(box.get("uuid"))
        return bounded(await line.call(lambda puppet: _download(puppet, uuid), FETCH_S))
    if kind == _URL:
        return await download(str(box.get("url") or box.get("remoteUrl")), say("platforms.wechaty.no_answer"))
    raise Gone(say("platforms.image_no_address"))


async def _download(puppet: GatewayPuppet, uuid: str) -> bytes:
    body = bytearray()
    async with aclosing(puppet.download(uuid)) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) > pictures.IMAGE_BYTES:
                break
    return bytes(body)
