"""What can be taken away as a table: the cases of the list as it is filtered, and the promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy import Connection

from bot.domain.case import Case
from bot.ports import Context
from bot.replies import catalogue, say
from bot.storage import console, offers, promises
from bot.storage.groups import Group
from bot.storage.promises import Promise
from bot.web.access import Visitor, audited, context, may
from bot.web.csv_file import as_csv
from bot.web.pages.cases import Filters, filters_of, wanted_by
from handlers import zones
from handlers.compensation.words import outcome_of
from handlers.promises import says as promise_says

router = APIRouter()


@router.get("/export/cases.csv")
async def cases_file(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("admin"))],
    filters: Annotated[Filters, Depends(filters_of)],
) -> Response:
    ctx = context(request)
    rows = await ctx.storage.read(partial(_cases, ctx=ctx, visitor=visitor, filters=filters))
    await _note(ctx, visitor, "cases", len(rows), filters.address(q=""))
    return _file(ctx, "cases", rows)


@router.get("/export/promises.csv")
async def promises_file(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("admin"))],
    everything: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    ctx = context(request)
    rows = await ctx.storage.read(partial(_promises, ctx=ctx, visitor=visitor, everything=everything))
    await _note(ctx, visitor, "promises", len(rows), "all" if everything else "open")
    return _file(ctx, "promises", rows)


async def _note(ctx: Context, visitor: Visitor, what: str, count: int, detail: str) -> None:
    """Who took how much away is written down, without the words that were looked for: they may be a name."""
    await ctx.storage.write(lambda conn: audited(ctx, conn, visitor, f"export_{what}", f"rows:{count}", detail))


def _file(ctx: Context, what: str, rows: list[list[Any]]) -> Response:
    header = catalogue()["console"]["exports"][what]
    name = f"{what}-{zones.local_now(ctx, None):%Y%m%d-%H%M}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(header, rows), media_type="text/csv; charset=utf-8", headers=headers)


def _cases(conn: Connection, *, ctx: Context, visitor: Visitor, filters: Filters) -> list[list[Any]]:
    of = {group.id: group for group in visitor.groups}
    names = dict(console.staff_names(conn, visitor.group_ids))
    found = list(console.every_case(conn, wanted_by(visitor, filters, filters.view), ctx.now()))
    given = dict(_offered(conn, [case.number for case in found]))
    return [_case(ctx, case, of[case.group], names, given.get(case.number, "")) for case in found]


def _offered(conn: Connection, numbers: list[int]) -> Iterator[tuple[int, str]]:
    """What the members of these cases were offered last and did not decline."""
    for start in range(0, len(numbers), console.AT_ONCE):
        for number, offer in offers.latest_of(conn, numbers[start : start + console.AT_ONCE]).items():
            if offer.state in ("sent", "accepted"):
                yield number, outcome_of(offer)


def _case(ctx: Context, case: Case, group: Group, names: dict[str, str], given: str) -> list[Any]:
    at = _clock(ctx, group)
    return [
        case.number, group.name, case.member_name, say(f"states.{case.state}"), say(f"categories.{case.category}"),
        say(f"severities.{case.severity}"), case.goods, case.quote, names.get(case.assignee or "", case.assignee),
        say(f"causes.{case.cause}") if case.cause else "", "、".join(case.tags), at(case.opened_at),
        at(case.first_response_at), at(case.resolved_at), case.resolution, case.mark, given, case.incident,
    ]  # fmt: skip


def _promises(conn: Connection, *, ctx: Context, visitor: Visitor, everything: bool) -> list[list[Any]]:
    of = {group.id: group for group in visitor.groups}
    seen = visitor.group_ids
    found = promises.all_of_groups(conn, seen) if everything else promises.open_of_groups(conn, seen)
    return [_promise(ctx, promise, of[promise.group]) for promise in found]


def _promise(ctx: Context, promise: Promise, group: Group) -> list[Any]:
    at = _clock(ctx, group)
    due = at(promise.due_at) or (say(f"promise.{promise.awaits}") if promise.awaits else "")
    return [
        promise.id, promise.case, group.name, promise.member_name, promise_says.outcome(promise), promise.words,
        promise.said_by_name, at(promise.said_at), due, say(f"promise.states.{promise_says.standing(ctx, promise)}"),
        at(promise.fulfilled_at), promise_says.proof_words(promise) or promise.reason,
    ]  # fmt: skip


def _clock(ctx: Context, group: Group) -> Callable[[datetime | None], str]:
    """Times as the group's own clock shows them."""
    zone = zones.zone_of(ctx, group)
    return lambda at: f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at is not None else ""
