"""How much a request may send: little, unless somebody who is logged in uploads."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import HTTPException, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.access import NotLoggedIn, visitor_of
from bot.web.rendering import error_page

MOST = 1_000_000
"""Bytes of a request that uploads nothing."""


class BodyLimit:
    """Refuses with 413 what is larger than it may be, before it is kept anywhere.

    A form is read before a route's rights are looked at, so whether somebody may upload is asked here.
    """

    def __init__(self, app: ASGIApp, uploads: Mapping[str, int]) -> None:
        self.app, self.uploads = app, uploads
        """`uploads` are the addresses that take files, and how many bytes each."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        most = await self._most(request)
        declared = request.headers.get("content-length", "0")
        if not declared.isdecimal() or len(declared) > 15 or int(declared) > most:
            await error_page(request, 413)(scope, receive, send)
            return
        await self.app(scope, _counted(receive, most), send)

    async def _most(self, request: Request) -> int:
        upload = self.uploads.get(request.url.path, MOST) if request.method == "POST" else MOST
        if upload > MOST:
            try:
                await visitor_of(request, active=False)
            except NotLoggedIn:
                return MOST
        return upload


def _counted(receive: Receive, most: int) -> Receive:
    """The same body, which ends in a refusal once it is larger than that, whatever length it said it has."""
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise HTTPException(413)
        return message

    return limited
