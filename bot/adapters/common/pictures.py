"""Pictures from links that a platform tells: bounded in size, and never anything but http and https."""

from __future__ import annotations

import httpx

from bot.domain.chat import Gone, Invalid, Offline
from bot.replies import say

IMAGE_BYTES = 20 * 1024 * 1024


async def download(link: str, not_now: str) -> bytes:
    """What a link holds, at most 20 MB; `not_now` is the sentence for a server that may answer later."""
    try:
        async with (
            httpx.AsyncClient(timeout=httpx.Timeout(15, connect=8), follow_redirects=True, max_redirects=3) as client,
            client.stream("GET", link) as answer,
        ):
            if answer.status_code >= 500 or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                raise Offline(not_now)
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
        raise Offline(not_now) from error


def bounded(content: bytes) -> bytes:
    """The picture itself; raises Invalid when it is too large and Gone when there is nothing."""
    if len(content) > IMAGE_BYTES:
        raise Invalid(say("platforms.image_too_large", megabytes=IMAGE_BYTES >> 20))
    if not content:
        raise Gone(say("platforms.image_gone"))
    return content
