"""A piece of chat, pasted as text or as a file, through the real pipeline; plain functions for the terminal and the
console."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.domain import pasted
from bot.domain.pasted import Pasted, Unreadable
from bot.domain.pasted.photos import Picture, assign
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups
from bot.storage.groups import Group
from bot.storage.images import StoredImage
from handlers import lane
from handlers.cases.timeline import Actor
from handlers.pasted import by_hand, past
from handlers.pasted import paste as pasting
from handlers.pasted import report as paste_report
from handlers.pasted.paste import DAYS, Counts, Drafts, Outcome
from handlers.sending import outbox
from handlers.sweeps import UNPACKING, NotAPicture, checked

PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".heic")
MAX_PHOTO = 20_000_000
REST_S = 0.05


@dataclass(frozen=True)
class Result:
    """What came of a paste: what was read, the lines that were not, and all that waits to be copied."""

    group: Group
    counts: Counts
    unreadable: tuple[Unreadable, ...] = ()
    outcome: Outcome = field(default_factory=Outcome)
    photos_unused: tuple[str, ...] = ()
    photos_bad: tuple[str, ...] = ()


async def paste(
    ctx: Context,
    given: bytes | str,
    group_name: str,
    *,
    leaders: Collection[str] = (),
    photos: Mapping[str, bytes] | None = None,
    days: int = DAYS,
) -> Result:
    """Read a text, take what is new into the group, work it through and return what waits to be copied there.

    `photos` are the files beside it, by name. The same text again adds nothing.
    """
    now = ctx.now().astimezone(ctx.settings.defaults.quiet_hours.zone)
    found = await asyncio.to_thread(pasted.read, given, now, leaders)
    kept, unused, bad = await asyncio.get_running_loop().run_in_executor(
        UNPACKING, _photos, found, photos or {}, ctx.now()
    )
    group, counts = await ctx.storage.write(partial(_take, ctx, found, group_name, leaders, kept, days))
    await work_through(ctx, group)
    outcome = await ctx.storage.read(lambda conn: pasting.outcome(conn, group))
    return Result(group, counts, found.unreadable, outcome, unused, bad)


def _take(
    ctx: Context,
    found: Pasted,
    name: str,
    leaders: Collection[str],
    photos: Mapping[Picture, StoredImage],
    days: int,
    conn: Connection,
) -> tuple[Group, Counts]:
    group = pasting.group_named(ctx, conn, name)
    pasting.name_leaders(ctx, conn, group, leaders)
    counts = pasting.take(ctx, conn, group, found, photos=photos, days=days)
    if found.messages:
        pasting.keep_paste(ctx, conn, group, counts)
    return group, counts


async def work_through(ctx: Context, group: Group) -> None:
    """Judge all that was pasted into the group; another process may do some of it."""
    key = pasting.lane_of(group)
    while not await ctx.storage.read(lambda conn: past.is_done(conn, key)):
        if not await lane.work_one_lane(ctx, only=key):
            await asyncio.sleep(REST_S)
    await outbox.send_due(ctx, {}, [group.platform])


def _photos(
    found: Pasted, photos: Mapping[str, bytes], now: datetime
) -> tuple[dict[Picture, StoredImage], tuple[str, ...], tuple[str, ...]]:
    """The photos by the picture that they are, and the names of those that fit nothing and that are no pictures."""
    places = assign(found.messages, list(photos))
    kept: dict[Picture, StoredImage] = {}
    bad = []
    for picture, name in places.items():
        try:
            kept[picture] = checked(photos[name], now)
        except NotAPicture:
            bad.append(name)
    return kept, tuple(name for name in photos if name not in places.values()), tuple(bad)


def photos_in(folder: Path) -> dict[str, bytes]:
    """The pictures in a folder and those below it, by file name; raises OSError."""
    files = [p for p in sorted(folder.rglob("*")) if p.suffix.lower() in PHOTO_ENDINGS and p.is_file()]
    if not files:
        list(folder.iterdir())  # a folder that cannot be opened says so
    return {p.name: p.read_bytes() for p in files if p.stat().st_size <= MAX_PHOTO and "_thumb" not in p.name}


async def mark_sent(ctx: Context, numbers: Collection[int], leader: str = "") -> dict[int, bool]:
    """Say that a person has sent what waited for these cases; whether there was something."""

    def unit(conn: Connection) -> dict[int, bool]:
        done = {}
        for number in numbers:
            case = cases.get(conn, number, for_update=True)
            by = Actor("group_leader", leader or say("paste.leader"))
            in_paste = case is not None and groups.get(conn, case.group).platform == groups.PASTE
            done[number] = case is not None and in_paste and by_hand.mark_sent(ctx, conn, case, by) > 0
        return done

    return await ctx.storage.write(unit)


def as_text(result: Result) -> str:
    """The result for a person at a terminal."""
    lines = [paste_report.head(result.group, result.counts, result.outcome)]
    if result.unreadable:
        shown = [say("paste.line", line=u.line, text=excerpt(u.text, 60)) for u in result.unreadable]
        lines.append(say("paste.unread", lines="\n".join(shown)))
    lines += [say("paste.photo_unused", name=name) for name in result.photos_unused]
    lines += [say("paste.photo_bad", name=name) for name in result.photos_bad]
    rule = "─" * 24
    for drafts in result.outcome.drafts:
        lines += [rule, paste_report.case_text(drafts, result.group, hint=False)]
    if result.outcome.drafts:
        numbers = " ".join(f"--sent {d.case.number}" for d in result.outcome.drafts[:1])
        lines += [rule, say("paste.copy_hint", numbers=numbers)]
    return "\n".join(lines)


def as_json(result: Result) -> dict[str, Any]:
    """The result for programs."""
    return {
        "group": result.group.name,
        "counts": vars(result.counts),
        "unreadable": [vars(u) for u in result.unreadable],
        "cases": [_case(d) for d in result.outcome.drafts],
        "reviews": [{"number": n, "member": name, "text": text} for n, name, text in result.outcome.reviews],
        "photos_unused": list(result.photos_unused),
        "photos_bad": list(result.photos_bad),
    }


def _case(drafts: Drafts) -> dict[str, Any]:
    case = drafts.case
    return {
        "number": case.number, "member": case.member_name, "category": case.category, "severity": case.severity,
        "goods": case.goods, "red": case.red, "quote": case.quote, "opened_at": case.opened_at.isoformat(),
        "incident": case.incident, "post": drafts.post, "post_also_for": list(drafts.post_also_for),
        "post_with": drafts.post_with, "private": list(drafts.private),
    }  # fmt: skip
