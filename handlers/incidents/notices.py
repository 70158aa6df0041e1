"""What the group leaders hear about an incident: its members and their words at once, later voices spaced."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.chat import Button
from bot.domain.incident import Incident, next_post_at
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import incidents, outbox
from bot.storage.groups import Group
from bot.storage.outbox import UNDECIDED
from handlers import speak

LISTED = 8
"""So many of the last voices stand in a notice."""
TELL_EVERY = timedelta(minutes=1)
"""The leaders hear of further voices at most so often."""


def tell_leaders(ctx: Context, conn: Connection, incident: Incident, group: Group) -> None:
    """At once of a new incident with its members and their words; of further voices at most once a minute."""
    told = incidents.notices_of(conn, incident.number)
    text, buttons = _notice(conn, incident, group, first=not told)
    waiting = [p for p in told if p.state in UNDECIDED]
    if waiting:
        for post in waiting:
            outbox.change(conn, post.id, text=text)
        return
    turn = len({p.created_at for p in told}) + 1
    speak.to_leaders(ctx, conn, group, text, f"{incidents.POST}:{incident.number}:{turn}", buttons=buttons)
    if told:
        later = next_post_at(max(p.not_before for p in told), ctx.now(), TELL_EVERY)
        for post in incidents.notices_of(conn, incident.number):
            if post.state == "pending" and post not in told:
                outbox.change(conn, post.id, not_before=later)


def _notice(conn: Connection, incident: Incident, group: Group, *, first: bool) -> tuple[str, list[Button]]:
    words: dict[str, Any] = {"number": incident.number, "group": group.name, "title": incident.title}
    words |= {"count": incidents.count_members(conn, incident.number), "together": _together(conn, incident)}
    text = say("incident.leader.new" if first else "incident.leader.more", **words, voices=voice_lines(conn, incident))
    draft = next((p for p in incidents.posts_of(conn, incident.number) if p.state == "draft"), None)
    buttons = [Button(say("incident.buttons.look"), data=f"incident:{incident.number}")]
    if draft is not None:
        text += "\n" + say("incident.leader.draft", number=incident.number, draft=draft.text)
        buttons.insert(0, Button(say("incident.buttons.send"), data=f"incidentsend:{incident.number}"))
    return text, buttons


def _together(conn: Connection, incident: Incident) -> str:
    """How to decide on compensation for all; nothing is decided together where a case is red."""
    red = [c.number for c in incidents.cases_of(conn, incident.number) if c.red and c.is_open]
    if not red:
        return say("incident.leader.together", number=incident.number)
    return say("incident.leader.apart", cases="、".join(map(str, red[:LISTED])))


def voice_lines(conn: Connection, incident: Incident, listed: int = LISTED) -> str:
    """The last voices of an incident, a line each: case, member and words."""
    lines = [
        say(
            "incident.leader.voice",
            number=c.number,
            member=safe_name(c.member_name),
            quote=excerpt(c.quote, 40) or say("leader.only_image"),
        )
        for c in incidents.cases_of(conn, incident.number, newest=listed)
    ]
    return "\n".join(lines)
