"""承诺: the ledger, overdue first, or the statement of a member or a day; each can be confirmed, kept, changed or
withdrawn on the page of its case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy import Connection

from bot.ports import Context
from bot.storage import promises
from bot.storage.promises import Promise
from bot.web.access import Visitor, context, may
from bot.web.rendering import is_fragment, render
from handlers.promises import says as promise_says
from handlers.promises.statement import statement
from handlers.zones import zone_of

router = APIRouter()

PART_NAMES = ("overdue", "unconfirmed", "open")
SHOWN = 100


@dataclass(frozen=True)
class Entry:
    """One promise in words."""

    promise: Promise
    outcome: str
    due: str
    group: str


@router.get("/promises")
async def page(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("viewer"))],
    q: Annotated[str, Query(max_length=30)] = "",
) -> Response:
    ctx = context(request)
    template = "promises_list.html" if is_fragment(request) else "promises.html"
    if q.strip():
        told = await ctx.storage.read(partial(_stated, ctx=ctx, visitor=visitor, who=q))
        return render(template, request, visitor, q=q, told=told)
    parts = await ctx.storage.read(partial(ledger, ctx=ctx, visitor=visitor))
    more = await ctx.storage.read(partial(promises.count_open, groups=visitor.group_ids)) - SHOWN
    return render(template, request, visitor, parts=parts, more=max(more, 0), q="", told=None)


def _stated(conn: Connection, *, ctx: Context, visitor: Visitor, who: str) -> tuple[str, list[tuple[Promise, str]]]:
    """One member's or one day's statement: its title, and each promise with its line."""
    told = statement(ctx, conn, visitor.groups, who)
    return told.title, [(promise, promise_says.line(ctx, conn, promise)) for promise in told.found]


def ledger(conn: Connection, *, ctx: Context, visitor: Visitor) -> dict[str, list[Entry]]:
    """What is still to be done: what is overdue, what nobody has confirmed, and the rest, each by its time."""
    of = {group.id: group for group in visitor.groups}
    parts: dict[str, list[Entry]] = {name: [] for name in PART_NAMES}
    for promise in promises.open_of_groups(conn, visitor.group_ids, limit=SHOWN):
        group = of[promise.group]
        stands = promise_says.standing(ctx, promise)
        due = promise_says.due(ctx, conn, promise, zone_of(ctx, group))
        entry = Entry(promise, promise_says.outcome(promise), due, group.name)
        parts[stands].append(entry)
    return parts
