"""An export file of a shop becomes the orders of a group; open cases find theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.orders import BadRow, CannotUse, OrderLine, Read, name_key, read
from bot.ports import Context
from bot.replies import say
from bot.sheets import MAX_BYTES, MAX_ROWS, UnreadableSheet, read_rows
from bot.storage import cases, orders
from bot.storage.groups import Group
from bot.storage.orders import Kept
from handlers import zones
from handlers.compensation.proposals import after_words
from handlers.orders.linking import look_for, refresh_price

BAD_SHOWN = 20
HEADINGS_SHOWN = 30


class NotImported(Exception):
    """Nothing of a file could be taken; the message is the sentence that says why."""


@dataclass(frozen=True)
class Imported:
    """What came of a file: what became of its lines, the rows that could not be read, and the cases that now know
    their order."""

    group: Group
    kept: Kept
    lines: int
    bad: tuple[BadRow, ...] = ()
    unused: tuple[str, ...] = ()
    linked: tuple[int, ...] = ()


async def import_file(ctx: Context, group: Group, raw: bytes) -> Imported:
    """Take a file's orders into a group; raises NotImported. The same file again changes nothing."""
    zone = zones.zone_of(ctx, group)
    found = await asyncio.to_thread(_read, raw, ctx, zone)
    rows = [values_of(line, zone) for line in found.lines]
    kept = await ctx.storage.write(lambda conn: orders.keep(conn, group.id, rows, ctx.now()))
    for number in await ctx.storage.read(lambda conn: orders.cases_about(conn, kept.touched)):
        await ctx.storage.write(partial(_refresh, ctx=ctx, number=number))
    waiting = await ctx.storage.read(lambda conn: orders.open_cases_without(conn, group.id))
    linked = [c.number for c in waiting if await ctx.storage.write(partial(_look, ctx=ctx, number=c.number))]
    return Imported(group, kept, len(found.lines), found.bad, found.unused, tuple(linked))


def _read(raw: bytes, ctx: Context, zone: ZoneInfo) -> Read:
    try:
        found = read(read_rows(raw), ctx.now().astimezone(zone).date())
    except UnreadableSheet as e:
        raise NotImported(say(f"order.file.{e.why}", most=MAX_BYTES // 1_000_000, rows=MAX_ROWS)) from e
    except CannotUse as e:
        missing = "、".join(say(f"order.columns.{field}") for field in e.missing)
        named = "、".join(heading[:20] for heading in e.found[:HEADINGS_SHOWN])
        raise NotImported(
            say("order.file.columns" if named else "order.file.empty", missing=missing, found=named)
        ) from e
    if not found.lines and not found.bad:
        raise NotImported(say("order.file.no_rows"))
    return found


def values_of(line: OrderLine, zone: ZoneInfo) -> Mapping[str, Any]:
    """A line as it is stored: its time is the group's."""
    at = line.ordered_at.replace(tzinfo=zone) if line.ordered_at else None
    return {**vars(line), "ordered_at": at, "buyer_key": name_key(line.buyer_name)}


def _refresh(conn: Connection, *, ctx: Context, number: int) -> None:
    case = cases.get(conn, number, for_update=True)
    if case is not None and case.is_open and case.order is not None:
        refresh_price(ctx, conn, case)
        after_words(ctx, conn, number)


def _look(conn: Connection, *, ctx: Context, number: int) -> bool:
    """Whether a case has found its order; what waited for the price goes on."""
    case = cases.get(conn, number, for_update=True)
    if case is None or not case.is_open or case.order is not None or case.merged_into is not None:
        return False
    if look_for(ctx, conn, case).order is None:
        return False
    after_words(ctx, conn, number)
    return True


def summary(done: Imported) -> list[str]:
    """What a person is told of it, a sentence a line."""
    kept = done.kept
    lines = [
        say("order.counts", group=done.group.name, lines=done.lines, new=kept.new, changed=kept.changed, same=kept.same)
    ]
    lines += [
        say(f"order.{what}_lines", count=count) for what in ("cancelled", "forgotten") if (count := getattr(kept, what))
    ]
    if done.linked:
        lines.append(say("order.linked_cases", numbers="、".join(map(str, done.linked))))
    if done.unused:
        lines.append(say("order.unused", columns="、".join(name[:20] for name in done.unused[:HEADINGS_SHOWN])))
    return lines


def troubles(done: Imported) -> list[str]:
    """The rows that could not be taken, each with its number and why."""
    lines = [say(f"order.wrong.{bad.wrong}", row=bad.row, cell=bad.cell[:40]) for bad in done.bad[:BAD_SHOWN]]
    rest = len(done.bad) - BAD_SHOWN
    return [*lines, say("order.more_wrong", count=rest)] if rest > 0 else lines
