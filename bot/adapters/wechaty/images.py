"""Fetching a picture of a message: from the gateway's answer itself, its store of files, or a link, at most 20 MB."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from contextlib import aclosing
from typing import Any

import httpx

from bot.adapters.wechaty.compat import GatewayPuppet
from bot.adapters.wechaty.line import Line, Refused, Unanswered
from bot.adapters.wechaty.outgoing import fetch_error
from bot.domain.chat import Gone, Invalid, Offline
from bot.replies import say

IMAGE_BYTES = 20 * 1024 * 1024
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
            return _bounded(base64.b64decode(str(box.get("base64")).partition(";base64,")[2] or str(box.get("base64"))))
        except (ValueError, binascii.Error):
            raise Gone(say("platforms.image_gone")) from None
    if kind == _UUID:
        uuid = str(box.get("uuid"))
        return _bounded(await line.call(lambda puppet: _download(puppet, uuid), FETCH_S))
    if kind == _URL:
        return await _from_link(str(box.get("url") or box.get("remoteUrl")))
    raise Gone(say("platforms.image_no_address"))


async def _download(puppet: GatewayPuppet, uuid: str) -> bytes:
    body = bytearray()
    async with aclosing(puppet.download(uuid)) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) > IMAGE_BYTES:
                break
    return bytes(body)


async def _from_link(link: str) -> bytes:
    try:
        async with (
            httpx.AsyncClient(timeout=httpx.Timeout(15, connect=8), follow_redirects=True, max_redirects=3) as client,
            client.stream("GET", link) as answer,
        ):
            if answer.status_code >= 500 or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                raise Offline(say("platforms.wechaty.no_answer"))
            if answer.status_code >= 400:
                raise Gone(say("platforms.image_gone"))
            body = bytearray()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > IMAGE_BYTES:
                    break
            return _bounded(bytes(body))
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.TooManyRedirects):
        raise Gone(say("platforms.image_no_address")) from None
    except httpx.HTTPError as error:
        raise Offline(say("platforms.wechaty.no_answer")) from error


def _bounded(content: bytes) -> bytes:
    if len(content) > IMAGE_BYTES:
        raise Invalid(say("platforms.image_too_large", megabytes=IMAGE_BYTES >> 20))
    if not content:
        raise Gone(say("platforms.image_gone"))
    return content
