"""今日: what needs somebody now, in this order, how warm each group is, and how fast the first answers come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection

from bot.domain.temperature import Temperature
from bot.ports import Context
from bot.storage import console, promises
from bot.storage.console import Wanted
from bot.storage.groups import Group
from bot.storage.promises import Promise
from bot.web.access import Visitor, context, may
from bot.web.pages.cases import VIEWS, Row, row_of
from bot.web.rendering import is_fragment, render
from handlers.incidents import temperature
from handlers.incidents import work as incident_work
from handlers.incidents.work import View
from handlers.promises import says as promise_says

router = APIRouter()

SHOWN = 6
SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Warmth:
    """How heated a group is."""

    group: Group
    now: Temperature
    hot: bool
    calm: bool


@dataclass(frozen=True)
class Today:
    """What the page shows; `late`, `red` and `us` are cases, each with how many there are."""

    late: tuple[list[Row], int]
    red: tuple[list[Row], int]
    us: tuple[list[Row], int]
    reviews: int
    promises: list[tuple[Promise, str, bool]]
    incidents: list[View]
    warmth: list[Warmth]
    opened: int
    done: int
    first_response: timedelta | None

    @property
    def nothing(self) -> bool:
        return not (self.late[1] or self.red[1] or self.us[1] or self.reviews or self.promises or self.incidents)


@router.get("/")
async def page(request: Request, visitor: Annotated[Visitor, Depends(may("viewer"))]) -> Response:
    ctx = context(request)
    today = await ctx.storage.read(partial(read, ctx=ctx, visitor=visitor))
    return render("today_body.html" if is_fragment(request) else "today.html", request, visitor, today=today)


def read(conn: Connection, *, ctx: Context, visitor: Visitor) -> Today:
    now, seen = ctx.now(), visitor.group_ids
    names = {group.id: group.name for group in visitor.groups}

    def listed(wanted: Wanted) -> tuple[list[Row], int]:
        found = console.find_cases(conn, wanted, now, limit=SHOWN)
        return [row_of(ctx, case, names[case.group]) for case in found.cases], found.total

    midnight = now.astimezone(ZoneInfo(ctx.settings.defaults.timezone)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    opened, done, first = console.day(conn, seen, midnight)
    return Today(
        late=listed(Wanted(seen, overdue=True)),
        red=listed(Wanted(seen, VIEWS["open"], red=True)),
        us=listed(Wanted(seen, VIEWS["us"], red=False, overdue=False)),
        reviews=console.counts(conn, groups=seen, now=now).reviews,
        promises=_promises(conn, ctx, seen, now),
        incidents=incident_work.overview(conn, seen),
        warmth=[_warmth(ctx, conn, group) for group in visitor.groups if group.left_at is None],
        opened=opened,
        done=done,
        first_response=first,
    )


def _promises(conn: Connection, ctx: Context, seen: list[int], now: datetime) -> list[tuple[Promise, str, bool]]:
    """What is overdue or due within a day, in words."""
    due = [p for p in promises.open_of_groups(conn, seen) if p.due_at is not None and p.due_at <= now + SOON]
    return [(p, promise_says.line(ctx, conn, p), p.is_overdue(now)) for p in due[:SHOWN]]


def _warmth(ctx: Context, conn: Connection, group: Group) -> Warmth:
    rules, found = ctx.settings.temperature, temperature.reading(ctx, conn, group)
    hot = found.is_hot(rules.alarm_share, rules.alarm_voices)
    return Warmth(group, found, hot, found.is_calm(rules.alarm_share, rules.alarm_voices))
