"""Messages that a person copies and sends themselves: 已发 says that they did, and the clocks count it."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import Sent
from bot.domain.incident import Incident
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, incidents, outbox
from bot.storage.outbox import Post
from handlers import speak
from handlers.cases import clocks
from handlers.cases.timeline import Actor, record
from handlers.incidents import posts as incident_posts
from handlers.incidents.promised import approval
from handlers.pasted import paste as pasting
from handlers.request import Answer, Command, Request, no_such_case
from handlers.sending import delivered

_PLACES = {"群": "group", "群里": "group", "私": "private", "私聊": "private", "": ""}


def mark_sent(ctx: Context, conn: Connection, case: Case, by: Actor, where: str = "") -> int:
    """A person has sent the waiting messages of a case (`where`: only those of the group, or the private ones)."""
    posts = [p for p in pasting.waiting_posts(conn, case) if where in ("", "group" if p.group else "private")]
    if not posts:
        return 0
    record(ctx, conn, case.number, by, "sent_by_hand")
    was_waiting = case.first_response_at is None
    case = clocks.answered(conn, case)
    for post in posts:
        _sent(ctx, conn, post)
    now = cases.get(conn, case.number)
    if was_waiting and now is not None:
        cases.change(conn, now, first_response_at=ctx.now(), first_response_by="group_leader")
    return len(posts)


def mark_posts_sent(ctx: Context, conn: Connection, incident: Incident, by: Actor) -> int:
    """A person has sent what waited to be said in the group about an incident."""
    incidents.lock(conn, incident.group)
    posts = [p for p in incidents.posts_of(conn, incident.number) if p.state in pasting.WAITING]
    for post in posts:
        incident_posts.posting(ctx, conn, post)
        outbox.change(conn, post.id, approved_by=approval(by))
        _sent(ctx, conn, post)
    return len(posts)


def _sent(ctx: Context, conn: Connection, post: Post) -> None:
    """What the platform's receipt would have brought about."""
    now = ctx.now()
    outbox.change(conn, post.id, state="sending", claimed_at=now, approved_at=None)
    outbox.finish(conn, post.id, state="sent", sent_at=now)
    delivered.sent(ctx, conn, outbox.get(conn, post.id), Sent(None))


def sent_command(r: Request) -> Answer:
    """已发 12 [群|私聊]: the drafts were copied and sent."""
    case = r.case()
    if case is None:
        return no_such_case(r, "已发")
    sent = mark_sent(r.ctx, r.conn, case, r.by, _PLACES[r.words["where"]])
    return say("paste.marked" if sent else "leader.nothing_to_send", number=case.number)


def copies(r: Request, answer: Answer) -> Answer:
    """The answer to a command about a pasted case: what it wants said cannot be sent, so it is given to be copied."""
    case = r.case() if r.words.get("number") else None
    if case is None or speak.capabilities(r.ctx, case.platform).sends:
        return answer
    waiting = pasting.waiting_posts(r.conn, case)
    if not any(post.state == "pending" for post in waiting):
        return answer
    for post in waiting:
        outbox.change(r.conn, post.id, state="draft")
    member = safe_name(case.member_name)
    lines = [
        say("paste.for_group", text=pasting.to_copy(p))
        if p.group
        else say("paste.for_member", member=member, text=p.text)
        for p in waiting
    ]
    text = "\n".join([say("paste.copy_these", number=case.number), *lines, say("paste.when_sent", number=case.number)])
    said = outbox.find(r.conn, speak.answer_key(r.event))
    if said is None:
        return text
    outbox.change(r.conn, said.id, text=text)  # instead of words that say it goes out by itself
    return None


COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (
        re.compile(r"^已[发發]\s*(?:售后单|[#＃])?\s*(?P<number>\d+)?\s*(?P<where>群里?|私聊?|)$"),
        sent_command,
    ),
)
