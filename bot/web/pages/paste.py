"""粘贴: chat text, an exported file and photos from any group, and the words to copy that come of them."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, HTTPException, Request, Response, UploadFile

from bot.paste import MAX_PHOTO, Result, paste
from bot.storage.groups import PASTE
from bot.web.access import Visitor, audited, context, may
from bot.web.rendering import is_fragment, render, word

router = APIRouter()

MAX_TEXT = 8_000_000
MAX_PHOTOS = 60
MAX_BODY = 200_000_000
"""Text, file and photos of one paste together."""


@router.get("/paste")
async def page(request: Request, visitor: Annotated[Visitor, Depends(may("admin"))]) -> Response:
    return _shown(request, visitor, None)


def _shown(request: Request, visitor: Visitor, result: Result | None, refused: str = "") -> Response:
    template = "paste_result.html" if is_fragment(request) else "paste.html"
    names = [group.name for group in visitor.groups if group.platform == PASTE]
    return render(template, request, visitor, result=result, refused=refused, names=names)


@router.post("/paste")
async def take(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("admin"))],
    group: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    leaders: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
    photos: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Work a paste through; the same text again adds nothing."""
    given: str | bytes = await file.read(MAX_TEXT + 1) if file is not None and file.filename else text
    refused = _trouble(visitor, group.strip(), given)
    if refused:
        return _shown(request, visitor, None, refused)
    ctx = context(request)
    names = [name for name in re.split(r"[,，、\s]+", leaders) if name]
    kept = {f.filename: await f.read(MAX_PHOTO + 1) for f in (photos or [])[:MAX_PHOTOS] if f.filename}
    kept = {name: content for name, content in kept.items() if len(content) <= MAX_PHOTO}
    result = await paste(ctx, given, group.strip(), leaders=names, photos=kept)
    subject = f"group:{result.group.id}"
    await ctx.storage.write(lambda conn: audited(ctx, conn, visitor, "pasted", subject, f"{result.counts.new}"))
    return _shown(request, visitor, result)


def _trouble(visitor: Visitor, group: str, given: str | bytes) -> str:
    """Why this cannot be taken, in one sentence."""
    if not group:
        return word("paste_needs_group")
    if not given.strip():
        return word("paste_needs_text")
    if len(given) > MAX_TEXT:
        return word("paste_too_long")
    known = {seen.group_id for seen in visitor.groups if seen.platform == PASTE}
    if visitor.user.groups is not None and group not in known:
        raise HTTPException(403)
    return ""
