"""A due burst of a group with all that is needed to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.detection.arrival import HOURS, goods_that_came
from bot.domain.text import only_picture
from bot.domain.verdict import Burst, BurstMessage, Earlier, OpenCase, Role, Situation
from bot.storage import cases, groups, messages
from bot.storage.bursts import StoredBurst
from bot.storage.messages import Message

EARLIER = 12
"""So many earlier messages a person would have in view."""
_POSTS = 40
"""So many of the leader's messages of today are looked through for what has come."""


@dataclass(frozen=True)
class Loaded:
    """A due burst with all that is needed to judge it."""

    burst: StoredBurst
    said: tuple[Message, ...]
    judged: Burst
    situation: Situation


def load(conn: Connection, burst: StoredBurst, now: datetime) -> Loaded:
    """Read a group's burst and the situation in which it was written."""
    assert burst.group is not None
    group = groups.get(conn, burst.group)
    said = _that_stands(messages.of_burst(conn, burst.id))
    spoken = tuple(_burst_message(conn, burst.group, m) for m in said)
    last = said[-1].id + 1 if said else None
    around = [m for m in messages.recent(conn, burst.group, EARLIER + len(said), before=last) if m.burst != burst.id]
    earlier = tuple(
        Earlier(
            text=m.text,
            role=_role(m.role),
            same_member=m.member_id == burst.member_id,
            at=m.at,
            has_image=bool(m.images),
            complaint=m.complaint,
            category=m.category,
            goods=tuple(m.goods),
            of_case=m.case is not None and m.role == "member",
            speaker=m.member_id,
        )
        for m in around[-EARLIER:]
    )
    open_cases = tuple(
        OpenCase(c.number, c.category, c.goods, c.fix_confirmed_at is not None)
        for c in cases.open_of_member(conn, burst.platform, burst.member_id, burst.group)
    )
    first = around[-EARLIER:][0].id if around else last or 0
    situation = Situation(
        earlier, open_cases, now, group.id, group.sensitivity, _came_before(conn, burst.group, first, now)
    )
    return Loaded(burst, tuple(said), Burst(spoken), situation)


def _came_before(conn: Connection, group: int, first: int, now: datetime) -> tuple[Earlier, ...]:
    """The leader's posts of today that goods have come, which lie before the messages in view."""
    posts = messages.of_leader_since(conn, group, now - timedelta(hours=HOURS), first, _POSTS)
    return tuple(
        Earlier(text=m.text, role="group_leader", same_member=False, at=m.at)
        for m in posts
        if goods_that_came(m.text) is not None
    )


def _that_stands(said: list[Message]) -> list[Message]:
    """What was not taken back; all of it where nothing is left."""
    return [m for m in said if m.recalled_at is None] or said


def _burst_message(conn: Connection, group: int, m: Message) -> BurstMessage:
    quoted = messages.find(conn, group, m.quote_id) if m.quote_id else None
    text = "" if only_picture(m.text) and m.images else m.text
    if quoted is None:
        return BurstMessage(text, bool(m.images), m.at)
    return BurstMessage(text, bool(m.images), m.at, quoted.text, _role(quoted.role), bool(quoted.complaint))


def _role(role: str) -> Role:
    if role == "group_leader":
        return "group_leader"
    return "member" if role == "member" else "bot" if role in ("bot", "other_bot") else "unknown"
