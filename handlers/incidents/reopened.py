"""Members of one incident say that it is not solved: the leaders hear of the first at once, of the next together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.incident import next_post_at
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cards, incidents, outbox
from bot.storage.groups import Group
from bot.storage.incidents import REOPENED
from bot.storage.outbox import UNDECIDED, Post
from handlers import speak

TOGETHER = timedelta(minutes=1)
"""Who says it within this time of the last notice stands in the next one."""


def tell_leaders(ctx: Context, conn: Connection, case: Case, group: Group, alone: str, key: str) -> None:
    """One notice for all who said so since the last; `alone` is said where it is this case only.

    A notice that still waits is replaced by one that holds its members, too.
    """
    assert case.incident is not None
    told = incidents.reopenings_told(conn, case.incident)
    waiting = [post for post in told if post.state in UNDECIDED]
    since, not_before = _when(ctx, told, waiting)
    again = incidents.reopened_since(conn, case.incident, since)
    for post in waiting:
        outbox.change(conn, post.id, state="cancelled")
    text = alone if len(again) == 1 else _together(conn, case.incident, group, again)
    name = f"{REOPENED}:{case.incident}:{case.number}:{key}"
    speak.to_leaders(ctx, conn, group, text, name, case=case.number if len(again) == 1 else None)
    for post in incidents.reopenings_told(conn, case.incident):
        if post.state == "pending" and post not in told:
            outbox.change(conn, post.id, created_at=since, not_before=not_before)


def _when(ctx: Context, told: Sequence[Post], waiting: Sequence[Post]) -> tuple[datetime, datetime]:
    """Since when those count who said so, and when the leaders hear of them."""
    now = ctx.now()
    if waiting:
        return min(post.created_at for post in waiting), min(post.not_before for post in waiting)
    return now, next_post_at(max((post.not_before for post in told), default=None), now, TOGETHER)


def _together(conn: Connection, number: int, group: Group, again: Sequence[tuple[Case, str]]) -> str:
    incident = incidents.get(conn, number)
    assert incident is not None
    members = {case.member_id for case, _ in again}
    lines = "\n".join(line for case, words in again for line in _lines(conn, case, words))
    return say(
        "incident.leader.reopened", number=number, group=group.name, title=incident.title, count=len(members),
        voices=lines,
    )  # fmt: skip


def _lines(conn: Connection, case: Case, words: str) -> list[str]:
    """A member's words, what could be said to them in the group, and whether the group sees their card."""
    lines = [
        say(
            "incident.leader.voice", number=case.number, member=safe_name(case.member_name), quote=excerpt(words, 40),
        )
    ]  # fmt: skip
    drafts = [p for p in outbox.of_case(conn, case.number) if p.purpose == speak.APOLOGY and p.state == "draft"]
    if drafts:
        lines.append(say("incident.leader.reopened_draft", number=case.number, draft=drafts[-1].text))
    card = cards.live(conn, case.number)
    if card is not None and card.state == "posted":
        lines.append(say("leader.reopened_shown", number=case.number))
    return lines
