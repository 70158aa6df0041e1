"""Orders from a shop's export, taken on the page 粘贴."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, HTTPException, Request, Response, UploadFile

from bot.replies import say
from bot.sheets import MAX_BYTES
from bot.storage.groups import Group
from bot.web.access import Visitor, audited, context, may
from bot.web.rendering import is_fragment, render
from handlers.orders.importing import Imported, NotImported, import_file, summary, troubles

router = APIRouter()

MAX_BODY = MAX_BYTES + 1_000_000
"""A file as large as it may be, or a little larger and told so, with the form around it."""


@router.post("/paste/orders")
async def take(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("admin"))],
    group: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Import a file into a group that the visitor sees; the same file again changes nothing."""
    chosen = _chosen(visitor, group)
    raw = await file.read(MAX_BYTES + 1) if file is not None and file.filename else b""
    if chosen is None or not raw:
        return _shown(request, visitor, refused=say(f"order.page_needs_{'file' if chosen else 'group'}"))
    ctx = context(request)
    try:
        done = await import_file(ctx, chosen, raw)
    except NotImported as e:
        return _shown(request, visitor, refused=str(e))
    told, subject = f"+{done.kept.new} ~{done.kept.changed}", f"group:{chosen.id}"
    await ctx.storage.write(lambda conn: audited(ctx, conn, visitor, "orders_imported", subject, told))
    return _shown(request, visitor, done)


def _chosen(visitor: Visitor, group: str) -> Group | None:
    """The group that was chosen; None where none was."""
    if not group:
        return None
    found = next((seen for seen in visitor.groups if str(seen.id) == group), None)
    if found is None:
        raise HTTPException(403 if visitor.user.groups is not None else 404)
    return found


def _shown(request: Request, visitor: Visitor, done: Imported | None = None, refused: str = "") -> Response:
    lines, bad = (summary(done), troubles(done)) if done is not None else ([], [])
    template = "orders_result.html" if is_fragment(request) else "paste.html"
    linked = done.linked if done is not None else ()
    return render(
        template, request, visitor, refused="", result=None, names=[], order_refused=refused, lines=lines, bad=bad,
        linked=linked, wrong=len(done.bad) if done is not None else 0,
    )  # fmt: skip
