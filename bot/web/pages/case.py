"""The page of one case, and all that can be done there."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.ports import Context
from bot.replies import catalogue
from bot.storage import cases
from bot.web.access import Number, Visitor, audited, context, looked, may
from bot.web.case_actions import ACTIONS
from bot.web.case_view import CaseView, Held, read_case
from bot.web.case_work import Refused, WordsHeld, Work
from bot.web.rendering import is_fragment, render, word
from handlers.cases.closing import Meanwhile
from handlers.zones import zone_of

router = APIRouter()


@router.get("/cases/{number}")
async def page(request: Request, number: Number, visitor: Annotated[Visitor, Depends(may("viewer"))]) -> Response:
    ctx = context(request)
    view = await _view(ctx, visitor, number)
    await looked(request, visitor, "case_opened", f"case:{number}")
    return _shown(request, visitor, view)


async def _view(ctx: Context, visitor: Visitor, number: int) -> CaseView:
    view = await ctx.storage.read(lambda conn: read_case(conn, ctx, visitor, number))
    if view is None:
        raise HTTPException(404)
    return view


def _shown(request: Request, visitor: Visitor, view: CaseView, held: Held | None = None, **more: Any) -> Response:
    template = "case_body.html" if is_fragment(request) else "case.html"
    known = catalogue()["console"]
    return render(
        template, request, visitor, view=view, case=view.case, held=held, saved=known["saved_replies"],
        snoozes=known["snoozes"], kinds=catalogue()["events"], actors=known["actors"],
        zone=zone_of(context(request), view.group).key, **more,
    )  # fmt: skip


@router.post("/cases/{number}/{action}")
async def act(
    request: Request, number: Number, action: str, visitor: Annotated[Visitor, Depends(may("admin"))]
) -> Response:
    """Do one thing; what could not be done is said in one sentence and nothing that was typed is lost."""
    if action not in ACTIONS:
        raise HTTPException(404)
    ctx = context(request)
    held, toast, refused = None, "", ""
    sent = await request.form()
    several = {name: [v for v in sent.getlist(name) if isinstance(v, str)] for name in sent}
    try:
        toast = await ctx.storage.write(
            partial(_act, ctx=ctx, visitor=visitor, number=number, action=action, several=several)
        )
    except WordsHeld as e:
        held = e.held
    except (Refused, Meanwhile) as e:
        refused, held = str(e), getattr(e, "typed", None)
    if not is_fragment(request) and held is None and not refused:
        return RedirectResponse(f"/cases/{number}", status_code=303)
    view = await _view(ctx, visitor, number)
    return _shown(request, visitor, view, held, toast=toast, refused=refused)


def _act(
    conn: Connection, *, ctx: Context, visitor: Visitor, number: int, action: str, several: dict[str, list[str]]
) -> str:
    case = cases.get(conn, number, for_update=True)
    if case is None or not visitor.sees(case.group):
        raise HTTPException(404)
    if case.merged_into is not None:
        raise Refused(word("merged_away", number=case.merged_into))
    form = {name: values[0] for name, values in several.items() if values}
    said = ACTIONS[action](Work(ctx, conn, case, visitor.actor, form, several))
    audited(ctx, conn, visitor, f"case_{action}", f"case:{number}")
    return said
