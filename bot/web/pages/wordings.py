"""对群友说的话: how our sentences are worded, for all groups and for one."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.ports import Context
from bot.replies import say
from bot.storage import groups, users
from bot.storage.groups import Group
from bot.web import wordings
from bot.web.access import Visitor, audited, context, may
from bot.web.rendering import is_fragment, render
from handlers.wordings import changing
from handlers.wordings.changing import CannotWord, Wordings
from handlers.wordings.checking import shown
from handlers.wordings.occasions import OCCASIONS, PARTS, Occasion

router = APIRouter()

FIRST = next(iter(PARTS))
HISTORY = 6
TYPED = 12
"""So many fields of a form are read at most."""
LEADER = Annotated[Visitor, Depends(may("leader"))]


def _place(visitor: Visitor, group: str) -> Group | None:
    """The group that is meant; None is all groups, which only an owner words."""
    if group:
        found = next((seen for seen in visitor.groups if str(seen.id) == group), None)
        if found is None:
            raise HTTPException(404)
        return found
    if not visitor.is_at_least("owner"):
        raise HTTPException(403)
    return None


def _first_place(visitor: Visitor, group: str) -> Group | None:
    """The same, where nothing was chosen: an owner begins with all groups, a leader with one of theirs."""
    if not group and visitor.groups and not visitor.is_at_least("owner"):
        return visitor.groups[0]
    return _place(visitor, group)


def _occasion(key: str) -> Occasion:
    if key not in OCCASIONS:
        raise HTTPException(404)
    return OCCASIONS[key]


@router.get("/settings/wordings")
async def show_list(request: Request, visitor: LEADER, group: str = "", part: str = FIRST, q: str = "") -> Response:
    if part not in PARTS:
        raise HTTPException(404)
    if not visitor.groups and not visitor.is_at_least("owner"):
        return render("wordings_nowhere.html", request, visitor)
    where, q = _first_place(visitor, group), q.strip()[:100]
    found = await context(request).storage.read(partial(wordings.parts, group=where, part=part, q=q))
    template = "wordings_list.html" if is_fragment(request) else "wordings.html"
    return render(template, request, visitor, where=where, part=part, parts=PARTS, q=q, found=found)


@router.get("/settings/wordings/{key}")
async def show_one(request: Request, key: str, visitor: LEADER, group: str = "") -> Response:
    occasion, where = _occasion(key), _first_place(visitor, group)
    return await _shown(request, visitor, occasion, where)


async def _shown(
    request: Request,
    visitor: Visitor,
    occasion: Occasion,
    where: Group | None,
    *,
    given: list[str] | None = None,
    **more: Any,
) -> Response:
    ctx = context(request)
    known = await ctx.storage.read(partial(_read, occasion=occasion, where=where))
    worded: Wordings = known["worded"]
    texts = [shown(occasion, text) for text in worded.texts] if given is None else given
    name = where.name if where else ""
    template = "wording_body.html" if is_fragment(request) else "wording.html"
    return render(
        template, request, visitor, where=where, occasion=occasion, title=wordings.title(occasion),
        fields=wordings.fields(occasion, texts, name), chips=wordings.chips(occasion, name),
        earlier=[wordings.preview(occasion, text, name) for text in known["before"].texts],
        fixed=where is not None and occasion.for_all, **known, **more,
    )  # fmt: skip


def _read(conn: Connection, *, occasion: Occasion, where: Group | None) -> dict[str, Any]:
    group = where.id if where else None
    return {
        "worded": changing.said(conn, group, occasion.key),
        "before": changing.before_own(conn, group, occasion.key),
        "history": users.audit_log(conn, subject=_subject(occasion, where), limit=HISTORY),
    }


def _subject(occasion: Occasion, where: Group | None) -> str:
    return f"wording:{occasion.key}:{where.id if where else 'all'}"


@router.post("/settings/wordings/{key}/{action}")
async def change(
    request: Request,
    key: str,
    action: str,
    visitor: LEADER,
    group: Annotated[str, Form()] = "",
    text: Annotated[list[str] | None, Form()] = None,
    seen: Annotated[int, Form()] = 0,
    n: Annotated[int, Form()] = 1,
) -> Response:
    """Look at a wording while it is written, keep the wordings, or go back to those before."""
    occasion, where = _occasion(key), _place(visitor, group)
    if action not in ("preview", "save", "back") or (where is not None and occasion.for_all):
        raise HTTPException(404)
    given = (text or [])[:TYPED]
    if action == "preview":
        one = given[n - 1] if 0 < n <= len(given) else ""
        field = wordings.field(occasion, one, n, where.name if where else "")
        return render("wording_preview.html", request, visitor, field=field, occasion=occasion)
    ctx = context(request)
    unit = partial(_change, ctx=ctx, visitor=visitor, occasion=occasion, where=where, given=given, seen=seen)
    try:
        toast = await ctx.storage.write(partial(unit, action=action))
    except CannotWord as e:
        return await _shown(request, visitor, occasion, where, given=given, refused=str(e))
    if not is_fragment(request):
        return RedirectResponse(f"/settings/wordings/{key}?group={group}", status_code=303)
    return await _shown(request, visitor, occasion, where, toast=toast)


def _change(
    conn: Connection,
    *,
    ctx: Context,
    visitor: Visitor,
    occasion: Occasion,
    where: Group | None,
    given: list[str],
    seen: int,
    action: str,
) -> str:
    """Carry it out and write down what it was and is; returns what to say."""
    group = groups.get(conn, where.id).id if where else None
    if action == "save":
        before, after = changing.change(ctx, conn, group, occasion, given, seen, visitor.user.display_name)
    else:
        before, after = changing.go_back(conn, group, occasion, seen)
    if before == after and action == "save":
        return say("settings.wording_same")
    detail = say(
        "settings.wording_audit",
        title=wordings.title(occasion),
        place=where.name if where else say("settings.wordings_everywhere"),
        before=" ／ ".join(shown(occasion, text) for text in before),
        after=" ／ ".join(shown(occasion, text) for text in after),
    )
    audited(ctx, conn, visitor, f"wording_{action}", _subject(occasion, where), detail)
    return say("settings.wording_saved" if action == "save" else "settings.wording_gone")
