"""The stream that tells open pages what changed, and the counts in the navigation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from bot.storage.console import counts
from bot.web.access import NotLoggedIn, Visitor, context, may, visitor_of
from bot.web.live import Live
from bot.web.rendering import render

router = APIRouter()


@router.get("/events")
async def stream(request: Request, visitor: Annotated[Visitor, Depends(may("viewer"))]) -> Response:
    """Server-sent events: names of what changed, never what it is."""
    headers = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
    return StreamingResponse(_while_logged_in(request), media_type="text/event-stream", headers=headers)


async def _while_logged_in(request: Request) -> AsyncIterator[str]:
    live: Live = request.app.state.live
    async for event in live.stream():
        try:
            await visitor_of(request, active=False)
        except NotLoggedIn:
            return
        yield event


@router.get("/counts")
async def show_counts(request: Request, visitor: Annotated[Visitor, Depends(may("viewer"))]) -> Response:
    """How much waits, for the navigation and the title."""
    ctx = context(request)
    found = await ctx.storage.read(partial(counts, groups=visitor.group_ids, now=ctx.now()))
    return render("counts.html", request, visitor, counts=found)
