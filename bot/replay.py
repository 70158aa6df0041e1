"""Running written-down group threads through the real pipeline: empty store, driven clock, same bytes every time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.adapters.terminal import TerminalAdapter
from bot.app import App, build
from bot.config import Settings, from_dict
from bot.domain.case import Case
from bot.domain.incident import Incident
from bot.storage import cases, groups, incidents, messages, open_storage

DAY_ONE = datetime(2026, 1, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
AFTER_LAST = timedelta(minutes=30)
GROUP_ID = "replay"
GROUP_NAME = "回放群"
LEADER = "团长"
SYSTEM = "系统"


@dataclass
class Clock:
    """The time, moved by hand."""

    at: datetime = field(default=DAY_ONE)

    def __call__(self) -> datetime:
        return self.at


def moments(thread: Mapping[str, Any]) -> list[datetime]:
    """When each message is said: an `at` smaller than the one before is the next day; one second between messages of
    one minute."""
    day, last = 0, -1
    times: list[datetime] = []
    for message in thread["messages"]:
        hour, minute = str(message["at"]).split(":")
        at = int(hour) * 60 + int(minute)
        if at < last:
            day += 1
        last = at
        moment = DAY_ONE + timedelta(days=day, minutes=at)
        if times and moment <= times[-1]:
            moment = times[-1] + timedelta(seconds=1)
        times.append(moment)
    return times


async def drive(app: App, clock: Clock, until: datetime) -> None:
    """Let the time pass to `until`, stopping wherever something is due."""
    while True:
        await app.run_until_idle()
        due = await app.next_due()
        if due is None or due > until:
            break
        clock.at = max(clock.at + timedelta(milliseconds=1), due)
    clock.at = max(clock.at, until)


async def replay(thread: Mapping[str, Any], mode: str = "auto", settings: Settings | None = None) -> dict[str, Any]:
    """The thread's cases, group posts, private messages and leader notices, as `anxin replay` writes them."""
    clock = Clock()
    raw = {"groups": [{"platform": "terminal", "id": GROUP_ID, "name": GROUP_NAME, "mode": mode, "leaders": [LEADER]}]}
    settings = settings or from_dict(raw, environ={})
    storage = open_storage("sqlite://")
    adapter = TerminalAdapter(clock, {GROUP_ID: GROUP_NAME}, frozenset({LEADER}))
    app = build(settings, storage=storage, adapters={"terminal": adapter}, now=clock)
    try:
        await app.prepare()
        await adapter.start(app.take)
        times = moments(thread)
        for message, at in zip(thread["messages"], times, strict=True):
            await drive(app, clock, at)
            await adapter.say(
                GROUP_ID,
                message["from"],
                message.get("text") or "",
                message_id=str(message["n"]),
                pictures=int(bool(message.get("image"))),
                sender="channel" if message["from"] == SYSTEM else None,
            )
        await drive(app, clock, times[-1] + AFTER_LAST if times else clock())
        await adapter.stop()
        return {"id": thread["id"], **await storage.read(_cases), **_spoken(adapter)}
    finally:
        storage.close()


def _cases(conn: Connection) -> dict[str, Any]:
    group = groups.find(conn, "terminal", GROUP_ID)
    if group is None:
        return {"cases": [], "incidents": []}
    found = [_incident(conn, i) for i in incidents.everything(conn) if i.state != "dissolved"]
    return {"cases": [_case(conn, c) for c in cases.all_cases(conn)], "incidents": found}


def _incident(conn: Connection, incident: Incident) -> dict[str, Any]:
    part = incidents.cases_of(conn, incident.number)
    return {
        "key": _key(incident),
        "members": list(dict.fromkeys(c.member_name for c in part)),
        "messages": sorted(n for c in part for n in _said(conn, c)),
    }


def _key(incident: Incident) -> str:
    return f"incident-{incident.number}"


def _said(conn: Connection, case: Case) -> list[int]:
    """The numbers of the member's own messages in a case; one that opened two cases belongs to both."""
    said = {int(m.message_id) for m in messages.of_case(conn, case.number) if m.member_id == case.member_id}
    return sorted(said | ({int(case.opened_by_message)} if case.opened_by_message else set()))


def _case(conn: Connection, case: Case) -> dict[str, Any]:
    number = incidents.incident_of(conn, case.number)
    incident = incidents.get(conn, number) if number is not None else None
    return {
        "number": case.number,
        "member": case.member_name,
        "category": case.category,
        "severity": case.severity,
        "opened_by": int(case.opened_by_message) if case.opened_by_message else None,
        "messages": _said(conn, case),
        "incident": _key(incident) if incident and incident.state != "dissolved" else None,
    }


def _spoken(adapter: TerminalAdapter) -> dict[str, Any]:
    posts, direct, notices = [], [], []
    for d in adapter.sent:
        after = int(d.after) if d.after else None
        if d.message.group_id is not None:
            mentions = [name for _, name in d.message.mention]
            posts.append({"after": after, "text": d.message.text, "mentions": mentions})
        elif d.message.member_id == LEADER:
            notices.append({"after": after, "text": d.message.text})
        else:
            direct.append({"after": after, "to": d.message.member_id, "text": d.message.text})
    return {"group_posts": posts, "direct_messages": direct, "leader_notices": notices}


def replay_thread(thread: Mapping[str, Any], mode: str = "auto") -> dict[str, Any]:
    """`replay` for callers without an event loop."""
    return asyncio.run(replay(thread, mode))
