"""群与设置: each group's mode, people and sensitivity, how the connections are, the rules in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.detection.expected import in_words
from bot.domain.chat import Capabilities
from bot.domain.text import keep
from bot.domain.verdict import SENSITIVITIES
from bot.ports import Context
from bot.replies import say
from bot.storage import accounts, connections, console, groups, members
from bot.storage.accounts import Account
from bot.storage.connections import Downtime
from bot.storage.groups import PASTE, Group, Role, Staff
from bot.web import policies
from bot.web.access import Number, Visitor, audited, context, may
from bot.web.rendering import clock, is_fragment, length, render, word
from handlers.sending import breaker
from handlers.sending.connections import STALE, watched

router = APIRouter()

GAPS_SINCE = timedelta(days=7)
GAPS_SHOWN = 8
NAME_LENGTH = 60
ID_LENGTH = 128
SEEN_SHOWN = 100


class Refused(Exception):
    """It was not done; the message says why."""


@dataclass(frozen=True)
class Line:
    """One platform: how the connection is, what it can do, when it could not be heard."""

    platform: str
    account: str
    state: str
    """connected, trouble, offline, or silent when the program that speaks to it does not run."""
    since: datetime | None
    trouble: str | None
    notes: tuple[str, ...]
    abilities: tuple[tuple[bool, str], ...]
    gaps: tuple[str, ...]
    hears_again: bool
    """Whether what was said in a gap is read afterwards."""
    stopped: tuple[Account, ...]


@dataclass(frozen=True)
class Person:
    """Somebody of a group's staff, by name where it is known."""

    entry: Staff
    name: str


@router.get("/settings")
async def page(request: Request, visitor: Annotated[Visitor, Depends(may("leader"))]) -> Response:
    return await _overview(request, visitor)


async def _overview(request: Request, visitor: Visitor, **more: Any) -> Response:
    ctx = context(request)
    known = await ctx.storage.read(partial(_read, ctx=ctx, visitor=visitor))
    template = "settings_body.html" if is_fragment(request) else "settings.html"
    return render(template, request, visitor, **known, **more)


def _read(conn: Connection, *, ctx: Context, visitor: Visitor) -> dict[str, Any]:
    lines = _lines(conn, ctx, visitor)
    people = {group.id: groups.staff_entries(conn, group.id) for group in visitor.groups}
    return {
        "lines": lines,
        "people": people,
        "parts": policies.rules(ctx.settings, [line.platform for line in lines]),
    }


def _is_theirs(visitor: Visitor, platform: str, account: str | None = None) -> bool:
    """Whether one of the visitor's groups is on this platform, or is heard through this account."""
    mine = [group for group in visitor.groups if group.platform == platform]
    return visitor.is_at_least("owner") or any(account in (None, group.account) for group in mine)


def _lines(conn: Connection, ctx: Context, visitor: Visitor) -> list[Line]:
    """The visitor's platforms that the settings connect to, as the program that speaks to them last saw them."""
    known = {found.platform: found for found in connections.everything(conn)}
    stopped = [found for found in accounts.stopped(conn) if _is_theirs(visitor, found.platform, found.account)]
    now, zone = ctx.now(), ctx.settings.defaults.timezone
    lines = []
    for platform, adapter in watched(ctx).items():
        if not _is_theirs(visitor, platform):
            continue
        found = known.get(platform)
        gaps = connections.lately(conn, platform, now - GAPS_SINCE, GAPS_SHOWN)
        silent = found is None or now - found.seen_at > STALE
        state = "silent" if silent or found is None else "offline" if not found.connected else "connected"
        since = found.seen_at if found and silent else found.since if found else None
        lines.append(
            Line(
                platform=platform,
                account=found.account if found else "",
                state="trouble" if state == "connected" and found and found.trouble else state,
                since=since,
                trouble=found.trouble if found and not silent else None,
                notes=found.notes if found and not silent else (),
                abilities=abilities(adapter.capabilities),
                gaps=tuple(gap_words(gap, zone) for gap in gaps),
                hears_again=adapter.capabilities.catch_up != "none",
                stopped=tuple(account for account in stopped if account.platform == platform),
            )
        )
    return lines


def abilities(can: Capabilities) -> tuple[tuple[bool, str], ...]:
    """What a platform allows, in words; False for what it does not."""
    first = "link" if can.dm_first == "never" and can.deep_link else can.dm_first
    minutes = (can.delete_own_s or 0) // 60
    delete = "long" if minutes >= 600 else "" if minutes else "not"
    found = (
        (can.sends, "sends" if can.sends else "sends_not"),
        (first != "never", f"dm_{first}"),
        (can.buttons, "buttons" if can.buttons else "buttons_not"),
        (can.image, "image" if can.image else "image_not"),
        (minutes > 0, f"delete_{delete}".rstrip("_")),
        (can.catch_up != "none", f"catch_up_{can.catch_up}"),
    )
    return tuple((able, say(f"settings.abilities.{key}", minutes=minutes)) for able, key in found)


def gap_words(gap: Downtime, zone: str) -> str:
    """From when to when, as one says it."""
    start = clock(gap.began_at, zone)
    if gap.ended_at is None:
        return say("settings.gap_open", start=start)
    lasted, end = gap.ended_at - gap.began_at, clock(gap.ended_at, zone)
    if lasted < timedelta(minutes=1):
        return say("settings.gap_short", start=start, time=length(lasted))
    same_day = start.split()[0] == end.split()[0]
    return say("settings.gap", start=start, end=end.split()[1] if same_day else end)


@router.post("/settings/resume")
async def resume(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("leader"))],
    platform: Annotated[str, Form()] = "",
    account: Annotated[str, Form()] = "",
) -> Response:
    """恢复发送: an account that was stopped sends by itself again."""
    ctx = context(request)

    def unit(conn: Connection) -> bool:
        if not _is_theirs(visitor, platform, account):
            raise HTTPException(404)
        started = breaker.start_again(ctx, conn, platform, account)
        if started:
            audited(ctx, conn, visitor, "sending_resumed", f"account:{platform}", account)
        return started

    started = await ctx.storage.write(unit)
    if not is_fragment(request):
        return RedirectResponse("/settings", status_code=303)
    return await _overview(request, visitor, toast=say("sending.started" if started else "sending.not_stopped"))


@router.get("/settings/groups/{group}")
async def show_group(request: Request, group: Number, visitor: Annotated[Visitor, Depends(may("leader"))]) -> Response:
    return await _group(request, visitor, group)


async def _group(request: Request, visitor: Visitor, group: int, **more: Any) -> Response:
    if not visitor.sees(group):
        raise HTTPException(404)
    ctx = context(request)
    known = await ctx.storage.read(partial(_read_group, ctx=ctx, group=group))
    template = "group_settings_body.html" if is_fragment(request) else "group_settings.html"
    return render(template, request, visitor, **known, **more)


def _read_group(conn: Connection, *, ctx: Context, group: int) -> dict[str, Any]:
    found = groups.get(conn, group)
    entries = groups.staff_entries(conn, group)
    by_platform: dict[str, list[str]] = {}
    for entry in entries:
        platform, member_id = _reached(found, entry.member_id)
        by_platform.setdefault(platform, []).append(member_id)
    names = console.people(conn, by_platform)
    configured = ctx.settings.group(found.platform, found.group_id)
    return {
        "group": found,
        "staff": [Person(entry, names.get(_reached(found, entry.member_id), "")) for entry in entries],
        "seen": [] if found.platform == PASTE else members.speakers(conn, group, SEEN_SHOWN),
        "mode_fixed": bool(configured and configured.mode),
        "name_fixed": bool(configured and configured.name),
        "sensitivities": {code: in_words(code) for code in SENSITIVITIES},
        "usual": ctx.settings.detection.readiness,
        "can_be_sensitive": ctx.settings.detection.backend == "anxin",
        "own_hours": policies.own_hours(ctx.settings, configured),
    }


def _reached(group: Group, staff_id: str) -> tuple[str, str]:
    """Platform and id under which somebody of the staff is known as a member."""
    return groups.reach(staff_id) if group.platform == PASTE else (group.platform, staff_id)


@router.post("/settings/groups/{group}/{action}")
async def change_group(
    request: Request,
    group: Number,
    action: str,
    visitor: Annotated[Visitor, Depends(may("leader"))],
    value: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
) -> Response:
    """Change a group's mode or name, or who leads and helps in it."""
    change = ACTIONS.get(action)
    if change is None or not visitor.sees(group):
        raise HTTPException(404)
    ctx = context(request)

    def unit(conn: Connection) -> None:
        detail = change(ctx, conn, groups.get(conn, group), keep(value).strip(), role)
        audited(ctx, conn, visitor, f"group_{action}", f"group:{group}", detail)

    try:
        await ctx.storage.write(unit)
    except Refused as e:
        return await _group(request, visitor, group, refused=str(e))
    if not is_fragment(request):
        return RedirectResponse(f"/settings/groups/{group}", status_code=303)
    return await _group(request, visitor, group, toast=word("saved"))


def _mode(ctx: Context, conn: Connection, group: Group, value: str, role: str) -> str:
    mode = next((mode for mode in ("auto", "assist", "watch") if mode == value), None)
    if mode is None:
        raise Refused(say("leader.mode_unknown"))
    groups.set_mode(conn, group.id, mode)
    return mode


def _sensitivity(ctx: Context, conn: Connection, group: Group, value: str, role: str) -> str:
    """How readily words count as a complaint; without a value as in the whole installation."""
    code = next((code for code in SENSITIVITIES if code == value), None)
    if value and code is None:
        raise Refused(say("settings.sensitivity_unknown"))
    groups.set_sensitivity(conn, group.id, code)
    usual = ctx.settings.detection.readiness
    called = [say(f"sensitivities.{one or usual}") for one in (group.sensitivity, code)]
    return " → ".join(called)


def _name(ctx: Context, conn: Connection, group: Group, value: str, role: str) -> str:
    """Without a name the platform's counts again."""
    if len(value) > NAME_LENGTH or "\n" in value:
        raise Refused(say("settings.name_too_long", most=NAME_LENGTH))
    groups.rename(conn, group.id, value)
    return value


def _add(ctx: Context, conn: Connection, group: Group, value: str, role: str) -> str:
    chosen: Role | None = next((r for r in ("group_leader", "admin") if r == role), None)
    if not value or len(value) > ID_LENGTH or len(value.split()) > 1 or chosen is None:
        raise Refused(say("settings.bad_id"))
    before = next((s for s in groups.staff_entries(conn, group.id) if s.member_id == value), None)
    if before is not None and (before.role == chosen or before.source == "config"):
        raise Refused(say("settings.already_staff", role=say(f"settings.roles.{before.role}")))
    if before is not None:
        _keep_a_leader(conn, group, before)
        groups.remove_staff(conn, group.id, value)
    groups.add_staff(conn, group.id, value, chosen, "console", ctx.now())
    return f"{value} {say(f'settings.roles.{chosen}')}"


def _remove(ctx: Context, conn: Connection, group: Group, value: str, role: str) -> str:
    found = next((s for s in groups.staff_entries(conn, group.id) if s.member_id == value), None)
    if found is None:
        raise Refused(say("settings.no_such_staff"))
    if found.source == "config":
        raise Refused(say("settings.staff_fixed"))
    _keep_a_leader(conn, group, found)
    groups.remove_staff(conn, group.id, value)
    return value


def _keep_a_leader(conn: Connection, group: Group, leaving: Staff) -> None:
    """Refuse to take the last leader away: nobody would read the drafts and notices."""
    leaders = [s for s in groups.staff_entries(conn, group.id) if s.role == "group_leader"]
    if leaving.role == "group_leader" and len(leaders) == 1:
        raise Refused(say("settings.last_leader"))


ACTIONS: dict[str, Callable[[Context, Connection, Group, str, str], str]] = {
    "mode": _mode, "sensitivity": _sensitivity, "name": _name, "add": _add, "remove": _remove,
}  # fmt: skip
"""What can be changed of a group; each returns what the audit log says of it."""
