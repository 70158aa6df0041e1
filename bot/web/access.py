"""Who may do what: the one place that lets a request in.

Every route declares what it needs: `Depends(may("viewer"))` and so on, or `Depends(anybody)`. A visitor's groups are
the groups whose cases they see; a page asks `visitor.sees(group)` and answers 404 for the rest.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import HTTPException, Path, Request
from sqlalchemy import Connection

from bot.ports import Context
from bot.storage import groups, users
from bot.storage.groups import Group
from bot.storage.users import Audited, Role, User
from bot.web.passwords import csrf_of, token_hash
from handlers.cases.work import Actor

COOKIE = "anxin_session"
IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=1)
LOOK_LASTS = timedelta(minutes=30)
"""So long parts of a page that are fetched again belong to one look."""
RANK: dict[Role, int] = {"viewer": 0, "admin": 1, "leader": 2, "owner": 3}
RANKS: dict[Role, Literal["owner", "group_leader", "admin"]] = {
    "owner": "owner", "leader": "group_leader", "admin": "admin", "viewer": "admin",
}  # fmt: skip
"""As what each role decides on money."""
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
MOST = 999_999_999
Number = Annotated[int, Path(ge=0, le=MOST)]
"""The number of something in an address; both databases know numbers of this size."""


class NotLoggedIn(Exception):
    """There is no session, or it has ended: the visitor is asked to log in."""


@dataclass(frozen=True)
class Visitor:
    """Whoever sends a request, once they are known."""

    user: User
    token_hash: str
    csrf: str
    groups: tuple[Group, ...]
    """The groups that they see, all of them for an owner."""
    address: str

    @property
    def actor(self) -> Actor:
        """As whom the timeline names them."""
        return Actor("group_leader", self.user.display_name, f"console:{self.user.name}", RANKS[self.user.role])

    @property
    def group_ids(self) -> list[int]:
        return [group.id for group in self.groups]

    def sees(self, group: int) -> bool:
        return any(group == seen.id for seen in self.groups)

    def is_at_least(self, role: Role) -> bool:
        return RANK[self.user.role] >= RANK[role]


def context(request: Request) -> Context:
    """What the handlers are given, from the running program."""
    ctx: Context = request.app.state.ctx
    return ctx


def address(request: Request) -> str:
    return request.client.host if request.client else ""


def may(role: Role) -> Callable[[Request], Awaitable[Visitor]]:
    """A dependency that lets in whoever has at least this role, with a valid token for every change."""

    async def check(request: Request) -> Visitor:
        visitor = await visitor_of(request, active=_by_a_person(request))
        if not visitor.is_at_least(role):
            raise HTTPException(403)
        if request.method in CHANGING:
            await check_origin_and_token(request, visitor.csrf)
        return visitor

    check.needs = role  # type: ignore[attr-defined]
    return check


def _by_a_person(request: Request) -> bool:
    """Whether somebody opened a page or did something; parts, pictures and streams an open page asks for by itself."""
    opened = "text/html" in request.headers.get("accept", "") and "hx-request" not in request.headers
    return opened or request.method in CHANGING


async def anybody(request: Request) -> None:
    """A dependency for the few routes that need no session; a change must come from our own pages."""
    if request.method in CHANGING:
        check_origin(request)


anybody.needs = "anybody"  # type: ignore[attr-defined]


async def visitor_of(request: Request, *, active: bool = True) -> Visitor:
    """Who sends a request; raises NotLoggedIn. Only an `active` request keeps the session from going idle."""
    token = request.cookies.get(COOKIE)
    if not token:
        raise NotLoggedIn
    ctx = context(request)
    hashed = token_hash(token)
    found = await ctx.storage.read(partial(_session, hashed=hashed))
    now = ctx.now()
    if found is None or now - found[0].seen_at > IDLE or now - found[0].created_at > ABSOLUTE:
        raise NotLoggedIn
    session, user, seen = found
    if active and now - session.seen_at > SEEN_EVERY:
        await ctx.storage.write(lambda conn: users.session_seen(conn, hashed, now))
    return Visitor(user, hashed, csrf_of(request.app.state.secret, hashed), seen, address(request))


def _session(conn: Connection, hashed: str) -> tuple[users.Session, User, tuple[Group, ...]] | None:
    found = users.session(conn, hashed)
    if found is None:
        return None
    session, user = found
    known = groups.everyone(conn)
    seen = known if user.groups is None else [group for group in known if group.id in user.groups]
    return session, user, tuple(seen)


def check_origin(request: Request) -> None:
    """Refuse a change that another site's page sends."""
    origin = request.headers.get("origin")
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise HTTPException(403)
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403)


async def check_origin_and_token(request: Request, expected: str) -> None:
    check_origin(request)
    given = request.headers.get("x-csrf-token")
    if given is None:
        value = (await request.form()).get("csrf")
        given = value if isinstance(value, str) else ""
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise HTTPException(403)


async def looked(request: Request, visitor: Visitor, action: str, subject: str) -> None:
    """Write down that somebody looked; what an open page fetches again, once in a while."""
    ctx = context(request)
    if "hx-request" in request.headers:
        did = partial(users.did, user=visitor.user.id, action=action, subject=subject, since=ctx.now() - LOOK_LASTS)
        if await ctx.storage.read(did):
            return
    await ctx.storage.write(lambda conn: audited(ctx, conn, visitor, action, subject))


def audited(ctx: Context, conn: Connection, visitor: Visitor, action: str, subject: str, detail: str = "") -> None:
    """Write down what somebody did or looked at."""
    users.log_action(
        conn,
        Audited(ctx.now(), visitor.user.id, visitor.user.display_name, visitor.address, action, subject, detail),
    )
