"""What the group hears about an incident: one post for all its voices, then at most spaced updates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.case import Case, State
from bot.domain.chat import Button
from bot.domain.incident import Incident, next_post_at
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, incidents, messages, outbox
from bot.storage.groups import Group
from bot.storage.outbox import UNDECIDED, Post
from handlers import speak, zones
from handlers.cases.timeline import BOT, record
from handlers.wordings.speaking import pick_in

MENTIONED = 10
"""At most so many members are named in one post; the others are written to in private all the same."""


def cancel(conn: Connection, posts: Sequence[Post]) -> None:
    for post in posts:
        if post.state in UNDECIDED:
            outbox.change(conn, post.id, state="cancelled")


def is_released(post: Post) -> bool:
    """Whether a person let a post go that still waits for its time, such as the group's rest from the last."""
    return post.state == "pending" and post.approved_at is not None


def carry(ctx: Context, conn: Connection, incident: Incident, into: Incident) -> None:
    """What a person let go about an incident and the group has not read yet is said about the one it went into."""
    for post in incidents.posts_of(conn, incident.number):
        if is_released(post):
            outbox.change(conn, post.id, state="cancelled")
            mention = tuple((m[0], m[1]) for m in post.mention)
            group = groups.get(conn, into.group)
            key = add_post(ctx, conn, into, group, post.text, mention=mention, state="pending")
            moved = outbox.find(conn, key)
            assert moved is not None
            outbox.change(conn, moved.id, approved_at=post.approved_at, approved_by=post.approved_by)


def say_in_group(ctx: Context, conn: Connection, incident: Incident, group: Group, voices: Sequence[Case]) -> None:
    """One post for the voices: the one that still waits takes them in, else a new one that keeps its distance.

    Apologies of theirs that did not go out yet are in it.
    """
    for case in voices:
        outbox.cancel(conn, case.number, (speak.APOLOGY,))
    posts = incidents.posts_of(conn, incident.number)
    mention = [(c.member_id, c.member_name) for c in voices]
    waiting = next((p for p in posts if p.state in UNDECIDED), None)
    if waiting is not None:
        named = [tuple(m) for m in waiting.mention]
        named += [m for m in mention if m not in named]
        outbox.change(conn, waiting.id, mention=[list(m) for m in named[:MENTIONED]])
        return
    first = not any(p.state != "cancelled" for p in posts)
    text, buttons = _post_text(ctx, conn, incident, group, voices, "notice" if first else "update")
    add_post(
        ctx,
        conn,
        incident,
        group,
        text,
        mention=tuple(mention[:MENTIONED]),
        buttons=buttons,
        quote=voices[-1].opened_by_message if first else None,
        prompted=first,
        state="pending" if group.mode == "auto" else "draft",
    )


def say_unsolved(ctx: Context, conn: Connection, case: Case, group: Group) -> bool:
    """A member says in the group that it is not solved: one post for all members of the incident who say so, at its
    distance from the last. False where the case stands alone."""
    incident = incidents.get(conn, case.incident) if case.incident is not None else None
    if incident is None or incident.state == "dissolved":
        return False
    incidents.lock(conn, group.id)
    mention = (case.member_id, case.member_name)
    waiting = next((p for p in incidents.posts_of(conn, incident.number) if p.state == "pending"), None)
    if waiting is not None:
        named = list(dict.fromkeys([*((m[0], m[1]) for m in waiting.mention), mention]))
        outbox.change(conn, waiting.id, mention=[list(m) for m in named[:MENTIONED]])
        return True
    form = "with_goods" if incident.subject == "goods" else "plain"
    text = pick_in(conn, group.id, f"apology.unsolved.{form}", incident.number, goods=incident.title)
    nudge, buttons = speak.nudge(ctx, conn, group, f"incident_{incident.number}", case.number, [case.member_id])
    text = speak.guarded(f"{text}{nudge}", say("incident.fallback") + nudge, "public")
    incident = incidents.get(conn, incident.number) or incident
    add_post(ctx, conn, incident, group, text, mention=(mention,), buttons=buttons, prompted=True, state="pending")
    return True


def add_post(
    ctx: Context,
    conn: Connection,
    incident: Incident,
    group: Group,
    text: str,
    *,
    mention: tuple[tuple[str, str], ...] = (),
    buttons: tuple[Button, ...] = (),
    quote: str | None = None,
    prompted: bool = False,
    state: str = "draft",
) -> str:
    """Queue a post about an incident, not before the group has had its rest from the last; returns its key."""
    now = ctx.now()
    posts = incidents.posts_of(conn, incident.number)
    quiet = not ctx.settings.defaults.quiet_replies and zones.quiet_hours(ctx, group).is_quiet(now)
    quoted = messages.find(conn, group.id, quote) if quote else None
    key = f"{incidents.POST}:{incident.number}:{len(posts) + 1}"
    outbox.add(
        conn,
        Post(
            dedupe_key=key,
            platform=group.platform,
            account=group.account,
            group=group.id,
            purpose=speak.INCIDENT,
            text=text,
            mention=mention,
            quote_message_id=quote,
            topic_id=quoted.topic_id if quoted else None,
            buttons=speak.stored_buttons(buttons),
            prompted=prompted and not quiet,
            state=state,
            created_at=now,
            not_before=next_post_at(incident.last_post_at, now, spacing(ctx)),
        ),
    )
    return key


def _post_text(
    ctx: Context, conn: Connection, incident: Incident, group: Group, voices: Sequence[Case], kind: str
) -> tuple[str, tuple[Button, ...]]:
    """A wording that was not used lately in this group, and the way into private."""
    form = incident.subject if incident.subject != "goods" else "with_goods"
    text = pick_in(conn, group.id, f"incident.{kind}.{form}", incident.number, goods=incident.title)
    to = [c.member_id for c in voices]
    nudge, buttons = speak.nudge(ctx, conn, group, f"incident_{incident.number}", voices[-1].number, to)
    instead = say("incident.fallback") + nudge
    return speak.guarded(f"{text}{nudge}", instead, "public"), buttons


def spacing(ctx: Context) -> timedelta:
    return timedelta(minutes=ctx.settings.incidents.post_every_min)


def hold_until(ctx: Context, conn: Connection, post: Post) -> datetime | None:
    """Until when a post about an incident has to wait so that the group hears of it once a spacing; None is now."""
    incident = _of_post(conn, post)
    if incident is None:
        return None
    at = next_post_at(incident.last_post_at, ctx.now(), spacing(ctx))
    return at if at > ctx.now() else None


def posting(ctx: Context, conn: Connection, post: Post) -> None:
    """The post is about to go out."""
    incident = _of_post(conn, post)
    if incident is not None:
        incidents.change(conn, incident.number, last_post_at=ctx.now())


def _of_post(conn: Connection, post: Post) -> Incident | None:
    number = incidents.number_in(post.dedupe_key) if post.purpose == speak.INCIDENT else None
    return incidents.get(conn, number, for_update=True) if number is not None else None


def post_sent(ctx: Context, conn: Connection, post: Post) -> None:
    """The group has heard: that was the first response to every voice that had none."""
    incident = _of_post(conn, post)
    if incident is None:
        return
    for found in incidents.cases_of(conn, incident.number):
        case = cases.get(conn, found.number, for_update=True)
        if case is not None and case.first_response_at is None and case.opened_by_message:
            state: State | None = "contacted" if case.state == "open" else None
            cases.change(conn, case, state=state, first_response_at=ctx.now(), first_response_by="bot")
            record(ctx, conn, case.number, BOT, "incident_post_sent", post.text, incident=incident.number)
    if post.approved_at is not None:
        _tell_about_post(ctx, conn, post, incident, "incident.leader.post_sent", "")


def post_in_doubt(ctx: Context, conn: Connection, post: Post, kind: str, why: str) -> None:
    """A post about an incident failed, or may not have gone out: the leaders look."""
    incident = _of_post(conn, post)
    if incident is not None:
        _tell_about_post(ctx, conn, post, incident, f"incident.leader.post_{kind}", why)


def _tell_about_post(ctx: Context, conn: Connection, post: Post, incident: Incident, key: str, why: str) -> None:
    group = groups.get(conn, incident.group)
    words: dict[str, Any] = {
        "number": incident.number,
        "group": group.name,
        "text": excerpt(post.text, 60),
        "reason": excerpt(why, 60),
    }
    speak.to_leaders(ctx, conn, group, say(key, **words), f"{key}:{post.id}:{post.attempts}")


def posting_waits(post: Post) -> bool:
    """Whether a post waits for a person's yes: a draft, one that is held, failed or may not have gone out."""
    held = post.state == "pending" and post.held_for is not None
    return held or post.state in ("draft", "failed", "unconfirmed")


def answered(conn: Connection, case: Case) -> None:
    """The leader has answered this member in the group: our waiting post needs not name them any more."""
    number = incidents.incident_of(conn, case.number)
    if number is not None:
        spare(conn, number, case.member_id)


def told_of(conn: Connection, case: Case) -> bool:
    """Whether the group has read a post about the case's incident that names its member."""
    number = incidents.incident_of(conn, case.number)
    posts = incidents.posts_of(conn, number, lock=False) if number is not None else []
    out = (post for post in posts if post.state in ("sending", "sent", "unconfirmed"))
    return any(case.member_id == member_id for post in out for member_id, _ in post.mention)


def spare(conn: Connection, number: int, member_id: str) -> None:
    """Leave a member out of what still waits to be posted; a post of ours that named only them is not needed."""
    for post in incidents.posts_of(conn, number):
        named = [list(m) for m in post.mention if m[0] != member_id]
        if post.state in UNDECIDED and len(named) < len(post.mention):
            needed = bool(named) or is_released(post)
            outbox.change(conn, post.id, mention=named, **({} if needed else {"state": "cancelled"}))


def unanswered(conn: Connection, others: Sequence[Case]) -> list[Case]:
    """Those whose own apology still waits: the incident's post takes its place."""
    found = []
    for case in others:
        post = outbox.find(conn, f"{speak.APOLOGY}:{case.number}")
        if post is not None and post.state in UNDECIDED:
            found.append(case)
    return found
