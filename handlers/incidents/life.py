"""Several members' complaints about one matter become one incident: one public post, a private case for each.

Whoever changes a group's incidents takes the group's lock first, so that voices in several lanes make one incident.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot import replies
from bot.detection.goods import find_goods
from bot.detection.normal import plain
from bot.domain.case import Case, State
from bot.domain.chat import Button
from bot.domain.incident import Incident, Voice, next_post_at, sameness, subject_of
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, incidents, messages, outbox
from bot.storage.groups import Group
from bot.storage.outbox import UNDECIDED, Post
from handlers import speak
from handlers.cases.timeline import BOT, Actor, record
from handlers.incidents.notices import tell_leaders

LOOSE, NEWEST = 40, 8
"""So many open cases outside of incidents, and so many of each incident's, is a new voice compared with."""
IN_VIEW = 12
"""So many messages back is the complaint that "我的也是" joins."""
MENTIONED = 10
"""At most so many members are named in one post; the others are written to in private all the same."""


def join(
    ctx: Context, conn: Connection, case: Case, group: Group, *, me_too: bool = False, public: bool = True
) -> Incident | None:
    """The incident that a new case belongs to, begun where the voices are enough; None when it stands alone.

    The group hears of it in one post (`public` is False for what came in private or is answered already), the leaders
    in one notice.
    """
    incidents.lock(conn, group.id)
    found = _best(ctx, conn, case, group, me_too)
    if found is None:
        return None
    others, incident = found
    if incident is None:
        incident = _begin(ctx, conn, [*others, case], group)
    else:
        incident = incidents.change(conn, incident.number, last_voice_at=ctx.now())
    put(ctx, conn, incident, [case])
    _answered_by_last_post(ctx, conn, incident, case)
    if public and case.opened_by_message and group.mode != "watch":
        say_in_group(ctx, conn, incident, group, [*_unanswered(conn, others), case])
    if group.mode != "watch":
        tell_leaders(ctx, conn, incident, group)
    return incident


def _answered_by_last_post(ctx: Context, conn: Connection, incident: Incident, case: Case) -> None:
    """The group has just heard from us about this very matter: the post answers one who joins it now, too."""
    now = ctx.now()
    if incident.last_post_at is not None and now - incident.last_post_at < spacing(ctx):
        cases.change(conn, case, first_response_at=now, first_response_by="bot")


def _best(
    ctx: Context, conn: Connection, case: Case, group: Group, me_too: bool
) -> tuple[list[Case], Incident | None] | None:
    """The matter that a case belongs to: the loose cases it makes an incident with, or the incident it joins."""
    since = ctx.now() - timedelta(hours=ctx.settings.incidents.window_h)
    voice = voice_of(case, joins=me_too)
    quoted, joined = _pointed_at(conn, case, me_too)

    def sure(other: Case) -> int:
        return sameness(voice_of(other), voice, quoted=other.number in quoted, joined=other.number == joined)

    loose = [c for c in incidents.loose_voices(conn, group.id, since, LOOSE) if c.number != case.number]
    same = [(sure(c), c.number, c) for c in loose]
    same = [found for found in same if found[0]]
    best_loose = max(same, default=None)
    best: tuple[int, int, Incident] | None = None
    for incident in incidents.of_groups(conn, [group.id]):
        if incident.last_voice_at < since:
            continue
        lately = incidents.cases_of(conn, incident.number, newest=NEWEST)
        rank = max([_about(incident, voice), *(sure(c) for c in lately)])
        if rank and (best is None or (rank, incident.number) > best[:2]):
            best = (rank, incident.number, incident)
    if best is not None and (best_loose is None or best[0] >= best_loose[0]):
        return [], best[2]
    members = {c.member_id for _, _, c in same} | {case.member_id}
    if len(members) < max(2, ctx.settings.incidents.voices):
        return None
    surest = [c for _, _, c in sorted(same)]
    return surest if ctx.settings.incidents.voices > 2 else surest[-1:], None


def _about(incident: Incident, voice: Voice) -> int:
    """How sure it is that a voice belongs to an incident by the incident's own goods."""
    if incident.subject != "goods":
        return 0
    first = Voice("", incident.category, "", incident.opened_at, incident.subject_key, frozenset())
    return sameness(first, voice)


def voice_of(case: Case, *, joins: bool = False) -> Voice:
    """A case as the grouping of complaints reads it."""
    key = case.goods_key.partition(" ")[0]
    also = frozenset(find_goods(case.quote))
    return Voice(case.member_id, case.category, plain(case.quote), case.opened_at, key, also, joins)


def _pointed_at(conn: Connection, case: Case, me_too: bool) -> tuple[set[int], int | None]:
    """The cases that the member's words quote, and the one that they join."""
    opening = messages.find(conn, case.group, case.opened_by_message) if case.opened_by_message else None
    if opening is None:
        return set(), None
    quoted = messages.find(conn, case.group, opening.quote_id) if opening.quote_id else None
    if quoted is not None:
        return {quoted.case} if quoted.case else set(), None
    if not me_too:
        return set(), None
    before = messages.recent(conn, case.group, IN_VIEW, before=opening.id)
    joined = [m.case for m in before if m.complaint and m.case and m.member_id != case.member_id]
    return set(), joined[-1] if joined else None


def _begin(ctx: Context, conn: Connection, members: Sequence[Case], group: Group) -> Incident:
    """A new incident of these cases; all but the last are put into it here."""
    first = min(members, key=lambda c: c.number)
    subject, key = subject_of([voice_of(c) for c in members])
    now = ctx.now()
    named = next((c.goods for c in members if c.goods and c.goods_key == key), key)
    incident = incidents.add(
        conn,
        group.id,
        subject=subject,
        subject_key=key,
        category=first.category,
        title=named or say(f"incident.subjects.{subject}"),
        opened_at=now,
        last_voice_at=now,
        opened_by="bot",
    )
    put(ctx, conn, incident, members[:-1])
    return incident


def put(ctx: Context, conn: Connection, incident: Incident, members: Sequence[Case], by: Actor = BOT) -> None:
    """Make these cases part of the incident, as their timelines say."""
    incidents.put(conn, [c.number for c in members], incident.number)
    for case in members:
        record(ctx, conn, case.number, by, "incident_joined", incident.title, incident=incident.number)


def leave(ctx: Context, conn: Connection, case: Case, by: Actor = BOT) -> None:
    """A case turned out not to belong to its incident; an incident of one member is none."""
    number = incidents.incident_of(conn, case.number)
    incident = incidents.get(conn, number) if number is not None else None
    if incident is None or incident.state == "dissolved":
        return
    incidents.lock(conn, case.group)
    incidents.put(conn, [case.number], None)
    record(ctx, conn, case.number, by, "incident_left", incident.title, incident=incident.number)
    spare(conn, incident.number, case.member_id)
    if incidents.count_members(conn, incident.number) < 2:
        incidents.put(conn, [c.number for c in incidents.cases_of(conn, incident.number)], None)
        end(ctx, conn, incident, "dissolved")


def end(ctx: Context, conn: Connection, incident: Incident, state: str) -> Incident:
    """Close or dissolve an incident: nothing more is said about it by itself."""
    cancel(conn, [*incidents.posts_of(conn, incident.number), *incidents.notices_of(conn, incident.number)])
    return incidents.change(conn, incident.number, state=state, closed_at=ctx.now())


def cancel(conn: Connection, posts: Sequence[Post]) -> None:
    for post in posts:
        if post.state in UNDECIDED:
            outbox.change(conn, post.id, state="cancelled")


# --- what the group hears ---


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
    text, buttons = _post_text(ctx, conn, incident, group, voices[-1], "notice" if first else "update")
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
    quiet = not ctx.settings.defaults.quiet_replies and ctx.settings.defaults.quiet_hours.is_quiet(now)
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
    ctx: Context, conn: Connection, incident: Incident, group: Group, voice: Case, kind: str
) -> tuple[str, tuple[Button, ...]]:
    """An approved wording that was not used lately in this group, and the way into private."""
    group = groups.get(conn, group.id)
    form = incident.subject if incident.subject != "goods" else "with_goods"
    wording, key = replies.pick_wording(f"incident.{kind}.{form}", group.recent_wordings, incident.number)
    groups.remember_wording(conn, group.id, (key, *group.recent_wordings)[: speak.WORDINGS_REMEMBERED])
    nudge, buttons = speak.nudge(ctx, group.platform, f"incident_{incident.number}", voice.number)
    text = wording.format(goods=incident.title)
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
    for case in incidents.cases_of(conn, incident.number):
        if case.first_response_at is None and case.opened_by_message:
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


def spare(conn: Connection, number: int, member_id: str) -> None:
    """Leave a member out of what still waits to be posted; a post that named only them is not needed."""
    for post in incidents.posts_of(conn, number):
        named = [list(m) for m in post.mention if m[0] != member_id]
        if post.state in UNDECIDED and len(named) < len(post.mention):
            outbox.change(conn, post.id, mention=named, **({} if named else {"state": "cancelled"}))


def _unanswered(conn: Connection, others: Sequence[Case]) -> list[Case]:
    """Those whose own apology still waits: the incident's post takes its place."""
    found = []
    for case in others:
        post = outbox.find(conn, f"{speak.APOLOGY}:{case.number}")
        if post is not None and post.state in UNDECIDED:
            found.append(case)
    return found
