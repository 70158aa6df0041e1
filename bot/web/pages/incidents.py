"""批次: complaints of several members about one matter: the list, the page of one, and one decision for all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.domain.incident import Incident
from bot.domain.text import keep
from bot.ports import Context
from bot.storage import cases, groups, incidents
from bot.storage.groups import Group
from bot.storage.incidents import Standing
from bot.web.access import Number, Visitor, audited, context, looked, may
from bot.web.case_view import Held
from bot.web.case_work import Refused, WordsHeld
from bot.web.incident_actions import ACTIONS, Deed, cannot
from bot.web.incident_view import IncidentView, read_incident
from bot.web.rendering import is_fragment, render
from handlers import zones
from handlers.incidents import work
from handlers.incidents.work import CannotDo

router = APIRouter()

PAGE = 30
MAX_CASES = 50
"""So many cases can be made one incident at once."""


@dataclass(frozen=True)
class Line:
    """One incident in the list."""

    standing: Standing
    group: Group


@dataclass(frozen=True)
class Refusal:
    """What somebody typed to start an incident, and why it was not done."""

    title: str = ""
    numbers: str = ""
    why: str = ""


@router.get("/incidents")
async def page(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("viewer"))],
    ended: bool = False,
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    return await _list(request, visitor, ended, page)


async def _list(
    request: Request, visitor: Visitor, ended: bool = False, page: int = 1, refusal: Refusal | None = None
) -> Response:
    known = await context(request).storage.read(partial(_read, visitor=visitor, ended=ended, page=page))
    template = "incidents_list.html" if is_fragment(request) else "incidents.html"
    return render(template, request, visitor, ended=ended, page=page, refusal=refusal or Refusal(), **known)


def _read(conn: Connection, *, visitor: Visitor, ended: bool, page: int) -> dict[str, Any]:
    """One page of the incidents that are open, or of those that have ended, and how many there are of each."""
    of = {group.id: group for group in visitor.groups}
    seen = visitor.group_ids
    numbers = {name: incidents.count(conn, seen, ended=name == "ended") for name in ("open", "ended")}
    found = incidents.standings(conn, seen, ended=ended, limit=PAGE, offset=(page - 1) * PAGE)
    lines = [Line(standing, of[standing.incident.group]) for standing in found]
    return {"lines": lines, "numbers": numbers, "pages": -(-numbers["ended" if ended else "open"] // PAGE)}


@router.post("/incidents")
async def start(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("admin"))],
    title: Annotated[str, Form()] = "",
    numbers: Annotated[str, Form()] = "",
) -> Response:
    """A person says that these cases are one matter."""
    ctx = context(request)
    try:
        made = await ctx.storage.write(partial(_start, ctx=ctx, visitor=visitor, title=title, numbers=numbers))
    except CannotDo as e:
        refusal = Refusal(title[:40], numbers[:200], cannot(e))
        return await _list(request, visitor, refusal=refusal)
    if is_fragment(request):
        return Response(status_code=204, headers={"HX-Redirect": f"/incidents/{made.number}"})
    return RedirectResponse(f"/incidents/{made.number}", status_code=303)


def _start(conn: Connection, *, ctx: Context, visitor: Visitor, title: str, numbers: str) -> Incident:
    wanted = [int(n) for n in re.findall(r"(?<!\d)\d{1,9}(?!\d)", numbers)][:MAX_CASES]
    first = cases.get(conn, wanted[0]) if wanted else None
    if first is None or not visitor.sees(first.group):
        raise CannotDo("no_such_case" if wanted else "how_start")
    group = groups.get(conn, first.group)
    made = work.start(ctx, conn, group, keep(title).strip(), wanted, visitor.actor)
    audited(ctx, conn, visitor, "incident_start", f"incident:{made.number}")
    return made


@router.get("/incidents/{number}")
async def show(request: Request, number: Number, visitor: Annotated[Visitor, Depends(may("viewer"))]) -> Response:
    ctx = context(request)
    view = await _view(ctx, visitor, number)
    await looked(request, visitor, "incident_opened", f"incident:{number}")
    return _shown(request, visitor, view)


async def _view(ctx: Context, visitor: Visitor, number: int) -> IncidentView:
    view = await ctx.storage.read(lambda conn: read_incident(conn, ctx, visitor, number))
    if view is None:
        raise HTTPException(404)
    return view


def _shown(request: Request, visitor: Visitor, view: IncidentView, held: Held | None = None, **more: Any) -> Response:
    template = "incident_body.html" if is_fragment(request) else "incident.html"
    zone = zones.zone_of(context(request), view.group).key
    return render(template, request, visitor, view=view, incident=view.incident, held=held, zone=zone, **more)


@router.post("/incidents/{number}/{action}")
async def act(
    request: Request, number: Number, action: str, visitor: Annotated[Visitor, Depends(may("admin"))]
) -> Response:
    """Do one thing; what could not be done is said in one sentence and nothing that was typed is lost."""
    if action not in ACTIONS:
        raise HTTPException(404)
    ctx = context(request)
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    held, toast, refused = None, "", ""
    try:
        toast = await ctx.storage.write(
            partial(_act, ctx=ctx, visitor=visitor, number=number, action=action, form=form)
        )
    except WordsHeld as e:
        held = e.held
    except Refused as e:
        refused = str(e)
    except CannotDo as e:
        refused = cannot(e, number)
    if not is_fragment(request) and held is None and not refused:
        return RedirectResponse(f"/incidents/{number}", status_code=303)
    view = await _view(ctx, visitor, number)
    return _shown(request, visitor, view, held, toast=toast, refused=refused, typed=form if refused else {})


def _act(conn: Connection, *, ctx: Context, visitor: Visitor, number: int, action: str, form: dict[str, str]) -> str:
    found = incidents.get(conn, number) if number < 2**31 else None
    if found is None or not visitor.sees(found.group):
        raise HTTPException(404)
    incidents.lock(conn, found.group)
    current = incidents.get(conn, number)
    assert current is not None
    said = ACTIONS[action](Deed(ctx, conn, current, visitor.actor, form))
    audited(ctx, conn, visitor, f"incident_{action}", f"incident:{number}", current.title)
    return said
