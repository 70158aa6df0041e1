"""今日: what needs somebody now, in this order, how warm each group is, and how fast the first answers come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection as Database

from bot.domain.temperature import Temperature
from bot.ports import Context
from bot.storage import console, incidents, promises, reviews
from bot.storage.connections import Connection
from bot.storage.groups import Group
from bot.storage.incidents import Standing
from bot.storage.promises import Promise
from bot.web.access import Visitor, context, may
from bot.web.pages.cases import VIEWS, Row, row_of
from bot.web.rendering import is_fragment, render
from handlers.incidents import temperature
from handlers.promises import says as promise_says
from handlers.sending.connections import lost

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
    """What the page shows; `late`, `red`, `us` and `member` (whom we asked something) are cases, each with how many
    there are."""

    late: tuple[list[Row], int]
    red: tuple[list[Row], int]
    us: tuple[list[Row], int]
    member: tuple[list[Row], int]
    reviews: int
    promises: list[tuple[Promise, str, bool]]
    incidents: tuple[list[Standing], int]
    """The newest that are open, and how many there are."""
    lost: list[Connection]
    """Platforms that cannot be heard now."""
    warmth: list[Warmth]
    opened: int
    done: int
    first_response: timedelta | None

    @property
    def nothing(self) -> bool:
        cases = self.late[1] + self.red[1] + self.us[1] + self.member[1]
        return not (cases or self.reviews or self.promises or self.incidents[1])


@router.get("/")
async def page(request: Request, visitor: Annotated[Visitor, Depends(may("viewer"))]) -> Response:
    ctx = context(request)
    today = await ctx.storage.read(partial(read, ctx=ctx, visitor=visitor))
    template = "today_body.html" if is_fragment(request) else "today.html"
    return render(template, request, visitor, today=today, groups={group.id: group.name for group in visitor.groups})


def read(conn: Database, *, ctx: Context, visitor: Visitor) -> Today:
    now, seen = ctx.now(), visitor.group_ids
    of = {group.id: group for group in visitor.groups}

    everything = console.open_now(conn, seen, now)

    def listed(found: list[int]) -> tuple[list[Row], int]:
        shown = console.cases_by_number(conn, found[:SHOWN])
        return [row_of(ctx, case, of[case.group]) for case in shown], len(found)

    def calm(view: str) -> list[int]:
        return [c.number for c in everything if c.state in (VIEWS[view] or ()) and not (c.red or c.late)]

    midnight = now.astimezone(ZoneInfo(ctx.settings.defaults.timezone)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    opened, done, first = console.day(conn, seen, midnight)
    return Today(
        late=listed([c.number for c in everything if c.late]),
        red=listed([c.number for c in everything if c.red]),
        us=listed(calm("us")),
        member=listed(sorted(calm("member"), reverse=True)),
        reviews=reviews.count_open(conn, seen),
        promises=_promises(conn, ctx, seen, now),
        incidents=(incidents.standings(conn, seen, limit=SHOWN), incidents.count(conn, seen)),
        lost=lost(ctx, conn, {group.platform for group in visitor.groups}),
        warmth=_warmth(ctx, conn, [group for group in visitor.groups if group.left_at is None]),
        opened=opened,
        done=done,
        first_response=first,
    )


def _promises(conn: Database, ctx: Context, seen: list[int], now: datetime) -> list[tuple[Promise, str, bool]]:
    """What is overdue or due within a day, in words."""
    due = promises.open_of_groups(conn, seen, until=now + SOON, limit=SHOWN)
    return [(p, promise_says.line(ctx, conn, p), p.is_overdue(now)) for p in due]


def _warmth(ctx: Context, conn: Database, known: list[Group]) -> list[Warmth]:
    rules, found = ctx.settings.temperature, temperature.readings(ctx, conn, known)
    limits = (rules.alarm_share, rules.alarm_voices)
    return [Warmth(g, found[g.id], found[g.id].is_hot(*limits), found[g.id].is_calm(*limits)) for g in known]
