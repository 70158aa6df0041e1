"""团队: who may log in, as what and to which groups, where they are logged in, and the log of what was done."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from sqlalchemy import Connection

from bot.ports import Context
from bot.storage import users
from bot.storage.users import ROLES, User
from bot.web.access import MOST, Number, Visitor, audited, context, may
from bot.web.accounts import NAME
from bot.web.links import link_for
from bot.web.rendering import is_fragment, render, word

router = APIRouter()

LOG_SHOWN = 100


class Refused(Exception):
    """It was not done; the message says why."""


@router.get("/team")
async def page(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("owner"))],
    before: Annotated[int | None, Query(ge=0, le=MOST)] = None,
) -> Response:
    return await _shown(request, visitor, before=before)


async def _shown(request: Request, visitor: Visitor, *, before: int | None = None, **more: Any) -> Response:
    known = await context(request).storage.read(partial(_read, before=before))
    template = "team_body.html" if is_fragment(request) else "team.html"
    return render(template, request, visitor, roles=ROLES, **known, **more)


def _read(conn: Connection, *, before: int | None) -> dict[str, Any]:
    everyone = users.everyone(conn)
    return {
        "people": [(user, users.sessions_of(conn, user.id)) for user in everyone],
        "log": users.audit_log(conn, before=before, limit=LOG_SHOWN),
    }


@router.post("/team/add")
async def add(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("owner"))],
    name: Annotated[str, Form()] = "",
    display_name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    group: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """Add somebody; they get a one-time link by which they set their password."""

    def unit(conn: Connection) -> str:
        chosen = next((r for r in ROLES if r == role), None)
        if not NAME.fullmatch(name) or chosen is None:
            raise Refused(word("team_name"))
        user = users.add(conn, name, display_name.strip()[:40] or name, chosen, group, context(request).now())
        if user is None:
            raise Refused(word("team_taken"))
        audited(context(request), conn, visitor, "user_added", f"user:{user.id}", f"{user.name} {role}")
        return _link(conn, context(request), request, user)

    return await _done(request, visitor, unit)


@router.post("/team/{user}/{action}")
async def change(
    request: Request,
    user: Number,
    action: str,
    visitor: Annotated[Visitor, Depends(may("owner"))],
    role: Annotated[str, Form()] = "",
) -> Response:
    """Change somebody's role, let them in or keep them out, or make a new link for their password."""

    def unit(conn: Connection) -> str:
        found = users.get(conn, user)
        if found is None or action not in ("role", "disable", "enable", "link", "logout"):
            raise HTTPException(404)
        if found.id == visitor.user.id and action in ("role", "disable"):
            raise Refused(word("team_not_yourself"))
        audited(context(request), conn, visitor, f"user_{action}", f"user:{user}", f"{found.name} {role}".strip())
        return _change(conn, context(request), request, found, action, role)

    return await _done(request, visitor, unit)


def _change(conn: Connection, ctx: Context, request: Request, found: User, action: str, role: str) -> str:
    """Carry it out; returns a new one-time link, or nothing."""
    if action == "link":
        return _link(conn, ctx, request, found)
    if action == "role" and role in ROLES:
        users.change(conn, found.id, role=role)
    if action in ("disable", "enable"):
        users.change(conn, found.id, disabled_at=ctx.now() if action == "disable" else None)
    if action == "disable":
        users.shut_out(conn, found.id)
    if action == "logout":
        users.end_sessions_of(conn, found.id)
    return ""


def _link(conn: Connection, ctx: Context, request: Request, user: User) -> str:
    return link_for(ctx, conn, user.id, str(request.base_url).rstrip("/"))


async def _done(request: Request, visitor: Visitor, unit: Callable[[Connection], str]) -> Response:
    try:
        link = await context(request).storage.write(unit)
    except Refused as e:
        return await _shown(request, visitor, refused=re.sub(r"\s+", " ", str(e)))
    return await _shown(request, visitor, link=link, toast="" if link else word("saved"))
