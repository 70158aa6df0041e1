"""Logging in and out, and the one-time link by which somebody sets their first password."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.ports import Context
from bot.storage import users
from bot.storage.users import Audited, Session, User
from bot.web import access, passwords
from bot.web.access import Visitor, anybody, context, may
from bot.web.rendering import render, word

router = APIRouter()

WINDOW = timedelta(minutes=15)
PER_NAME, PER_ADDRESS = 5, 20
"""So many failures within WINDOW, and logging in has to wait."""


@router.get("/login", dependencies=[Depends(anybody)])
async def show(request: Request) -> Response:
    return render("login.html", request, name="", trouble=None)


@router.post("/login", dependencies=[Depends(anybody)])
async def log_in(
    request: Request, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
) -> Response:
    ctx = context(request)
    attempt = await _attempt(ctx, name, access.address(request))
    if attempt is None:
        return render("login.html", request, status=429, name=name, trouble=word("login_wait"))
    user = await ctx.storage.read(lambda conn: users.by_name(conn, name))
    right = await passwords.check_password(user.password_hash if user else None, password[: passwords.MAX_LENGTH])
    if user is None or not right or user.disabled_at is not None:
        return render("login.html", request, status=401, name=name, trouble=word("login_wrong"))
    await ctx.storage.write(lambda conn: users.attempt_succeeded(conn, attempt))
    return await begin_session(request, user)


async def _attempt(ctx: Context, name: str, where: str) -> int | None:
    """Count a try as a failure before its password is looked at; None, and not counted, when there were too many.

    It is committed before the others are counted: of tries sent all at once no more get through than one by one.
    """
    now = ctx.now()
    since = now - WINDOW
    failed = await ctx.storage.read(lambda conn: users.failures(conn, name, where, since))
    if failed[0] >= PER_NAME or failed[1] >= PER_ADDRESS:
        return None
    attempt = await ctx.storage.write(lambda conn: users.attempted(conn, name, where, now, succeeded=False))
    failed = await ctx.storage.read(lambda conn: users.failures(conn, name, where, since))
    if failed[0] > PER_NAME or failed[1] > PER_ADDRESS:
        await ctx.storage.write(lambda conn: users.forget_attempt(conn, attempt))
        return None
    return attempt


@router.post("/logout")
async def log_out(request: Request, visitor: Annotated[Visitor, Depends(may("viewer"))]) -> Response:
    def end(conn: Connection) -> None:
        users.end_session(conn, visitor.token_hash)
        access.audited(context(request), conn, visitor, "logout", f"user:{visitor.user.id}")

    await context(request).storage.write(end)
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(access.COOKIE, path="/")
    return response


@router.get("/welcome/{token}", dependencies=[Depends(anybody)])
async def welcome(request: Request, token: str) -> Response:
    user = await _link_owner(context(request), token)
    return render("welcome.html", request, user=user, trouble=None)


@router.post("/welcome/{token}", dependencies=[Depends(anybody)])
async def set_password(
    request: Request, token: str, password: Annotated[str, Form()] = "", again: Annotated[str, Form()] = ""
) -> Response:
    """Take a new password; this link and every other one is used up by it."""
    ctx = context(request)
    user = await _link_owner(ctx, token)
    trouble = passwords.trouble_with(password, again)
    if trouble:
        return render("welcome.html", request, status=422, user=user, trouble=trouble)
    hashed = await passwords.hash_password(password)

    def keep(conn: Connection) -> bool:
        if not users.use_link(conn, passwords.token_hash(token), ctx.now()):
            return False
        users.set_password(conn, user.id, hashed)
        where = access.address(request)
        users.log_action(
            conn, Audited(ctx.now(), user.id, user.display_name, where, "password_set", f"user:{user.id}", "")
        )
        return True

    if not await ctx.storage.write(keep):
        raise HTTPException(410)
    return await begin_session(request, user)


async def _link_owner(ctx: Context, token: str) -> User:
    user = await ctx.storage.read(lambda conn: users.user_of_link(conn, passwords.token_hash(token), ctx.now()))
    if user is None:
        raise HTTPException(410)
    return user


async def begin_session(request: Request, user: User) -> Response:
    """Open a session under a fresh token and go to the first page."""
    ctx = context(request)
    token = passwords.new_token()
    await ctx.storage.write(partial(_begin, ctx=ctx, request=request, user=user, token=token))
    response = RedirectResponse("/", status_code=303)
    response.set_cookie(
        access.COOKIE, token, max_age=int(access.ABSOLUTE.total_seconds()), path="/", httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


def _begin(conn: Connection, *, ctx: Context, request: Request, user: User, token: str) -> None:
    now, where = ctx.now(), access.address(request)
    users.drop_old_sessions(conn, now - access.IDLE, now - access.ABSOLUTE)
    users.open_session(conn, Session(passwords.token_hash(token), user.id, now, now, where))
    users.log_action(conn, Audited(now, user.id, user.display_name, where, "login", f"user:{user.id}", ""))
