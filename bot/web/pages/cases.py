"""售后单: all cases as a list or a board, with filters and a search that takes words, names and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy import Connection

from bot.domain.case import Case, State
from bot.domain.text import safe_name
from bot.domain.verdict import CATEGORIES
from bot.ports import Context
from bot.storage import console
from bot.storage.console import ORDERS, Found, Order, Wanted
from bot.storage.groups import Group
from bot.web.access import Visitor, context, may
from bot.web.rendering import is_fragment, render
from handlers.cases.clocks import standing
from handlers.zones import zone_of

router = APIRouter()

PAGE = 40
ON_BOARD = 15
VIEWS: dict[str, tuple[State, ...] | None] = {
    "open": ("open", "contacted", "waiting_us", "waiting_member", "offered", "promised", "fulfilled"),
    "us": ("open", "contacted", "waiting_us"),
    "member": ("waiting_member", "offered"),
    "promised": ("promised", "fulfilled"),
    "done": ("resolved", "closed"),
    "all": None,
}
"""What one tap shows: a name and its states; `late` are those over their time."""
BOARD = ("us", "member", "promised", "done")
NOBODY = "-"
"""As assignee: cases that nobody works on."""
ORDER_COOKIE = "anxin_order"
A_YEAR_S = 31_536_000


@dataclass(frozen=True)
class Filters:
    """What the visitor asked to see, from the address."""

    view: str = "open"
    q: str = ""
    group: int | None = None
    category: str | None = None
    severity: int | None = None
    assignee: str = ""
    """A platform id, or NOBODY; empty is anybody."""
    board: bool = False
    page: int = 1
    order: Order = "urgent"
    """Kept by the browser, so that it is no part of an address."""

    def address(self, path: str = "/cases", **changed: Any) -> str:
        """The address of this list with some filters changed; the first page unless it says otherwise."""
        values = {**vars(self), "page": 1, "order": ""} | changed
        kept = {k: v for k, v in values.items() if v and (k, v) != ("page", 1)}
        return f"{path}?" + urlencode({k: int(v) if isinstance(v, bool) else v for k, v in kept.items()})

    @property
    def narrow(self) -> bool:
        return bool(self.q or self.group or self.category or self.severity or self.assignee)


def filters_of(
    request: Request,
    view: str = "open",
    q: Annotated[str, Query(max_length=100)] = "",
    group: str = "",
    category: str = "",
    severity: str = "",
    assignee: Annotated[str, Query(max_length=100)] = "",
    order: str = "",
    board: bool = False,
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Filters:
    wanted = order or request.cookies.get(ORDER_COOKIE, "")
    return Filters(
        view if view in (*VIEWS, "late") else "open", q.strip(),
        int(group) if group.isdecimal() and len(group) <= 9 else None,
        category if category in CATEGORIES else None, int(severity) if severity in ("1", "2", "3") else None,
        assignee.strip(), board, page, next((known for known in ORDERS if known == wanted), "urgent"),
    )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One case in a list, with how its time stands."""

    case: Case
    group: str
    standing: str
    late: bool
    zone: str
    """In which its times are shown."""


@router.get("/cases")
async def page(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("viewer"))],
    filters: Annotated[Filters, Depends(filters_of)],
) -> Response:
    ctx = context(request)
    read = _board if filters.board else _list
    known = await ctx.storage.read(partial(read, ctx=ctx, visitor=visitor, filters=filters))
    template = "cases_list.html" if is_fragment(request) else "cases.html"
    answer = render(template, request, visitor, filters=filters, categories=CATEGORIES, orders=ORDERS, **known)
    if request.query_params.get("order") == filters.order:
        secure = request.url.scheme == "https"
        answer.set_cookie(
            ORDER_COOKIE, filters.order, max_age=A_YEAR_S, httponly=True, samesite="lax", secure=secure
        )  # fmt: skip
    return answer


def _list(conn: Connection, *, ctx: Context, visitor: Visitor, filters: Filters) -> dict[str, Any]:
    wanted = wanted_by(visitor, filters, filters.view)
    found = console.find_cases(conn, wanted, ctx.now(), limit=PAGE, offset=(filters.page - 1) * PAGE)
    pages = -(-found.total // PAGE)
    return {"rows": _rows(ctx, visitor, found), "total": found.total, "pages": pages, **_tabs(conn, ctx, visitor)}


def _board(conn: Connection, *, ctx: Context, visitor: Visitor, filters: Filters) -> dict[str, Any]:
    columns = []
    for name in BOARD:
        found = console.find_cases(conn, wanted_by(visitor, filters, name), ctx.now(), limit=ON_BOARD)
        columns.append((name, _rows(ctx, visitor, found), found.total))
    return {"columns": columns, "total": sum(total for _, _, total in columns), **_tabs(conn, ctx, visitor)}


def wanted_by(visitor: Visitor, filters: Filters, view: str) -> Wanted:
    """The cases of the visitor's groups that fit the filters."""
    assignee = {"": None, NOBODY: ""}.get(filters.assignee, filters.assignee)
    return Wanted(
        [g for g in visitor.group_ids if filters.group in (None, g)], VIEWS.get(view), filters.category,
        filters.severity, assignee, view == "late", words=filters.q, order=filters.order,
    )  # fmt: skip


def _tabs(conn: Connection, ctx: Context, visitor: Visitor) -> dict[str, Any]:
    """How many cases each view holds."""
    states = console.states_of(conn, visitor.group_ids)
    numbers = {name: sum(states.get(s, 0) for s in wanted or states) for name, wanted in VIEWS.items()}
    numbers["late"] = console.counts(conn, groups=visitor.group_ids, now=ctx.now()).overdue
    staff = [(member, safe_name(name)) for member, name in console.staff_names(conn, visitor.group_ids)]
    return {"numbers": numbers, "views": ("open", "late", *BOARD, "all"), "staff": staff, "nobody": NOBODY}


def _rows(ctx: Context, visitor: Visitor, found: Found) -> list[Row]:
    of = {group.id: group for group in visitor.groups}
    return [row_of(ctx, case, of[case.group]) for case in found.cases]


def row_of(ctx: Context, case: Case, group: Group) -> Row:
    stands = standing(ctx, case, group) if case.state != "closed" else ""
    return Row(case, group.name, stands, console.is_late(case, ctx.now()), zone_of(ctx, group).key)
