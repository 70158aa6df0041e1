"""Several members' complaints about one matter become one incident: one public post, a private case for each.

Whoever changes a group's incidents takes the group's lock first, so that voices in several lanes make one incident.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.detection.normal import plain
from bot.domain.case import Case
from bot.domain.incident import GENERIC, Incident, Voice, sameness, subject_of
from bot.domain.money_words import sum_words
from bot.domain.text import quoted
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, incidents, messages
from bot.storage.groups import Group
from handlers import speak
from handlers.cases.same_person import first_voice
from handlers.cases.timeline import BOT, Actor, record
from handlers.incidents.joined import hear_what_all_were_told
from handlers.incidents.notices import tell_leaders
from handlers.incidents.posts import cancel, is_released, say_in_group, spacing, spare, unanswered
from handlers.incidents.price import give

LOOSE, NEWEST = 40, 8
"""So many open cases outside of incidents, and so many of each incident's, is a new voice compared with."""
IN_VIEW = 12
"""So many messages back is the complaint that "我的也是" joins."""


def join(
    ctx: Context, conn: Connection, case: Case, group: Group, *, me_too: bool = False, public: bool = True
) -> Incident | None:
    """The incident that a new case belongs to, begun where the voices are enough; None when it stands alone.

    The group hears of it in one post (`public` is False for what came in private or is answered already), the leaders
    in one notice. Who has complained already, from another account, is no second voice.
    """
    incidents.lock(conn, group.id)
    if first_voice(conn, case) is not None:
        return None
    found = _best(ctx, conn, case, group, me_too)
    if found is None:
        return None
    others, incident = found
    if incident is None:
        incident = _begin(ctx, conn, [*others, case], group)
    else:
        incident = incidents.change(conn, incident.number, last_voice_at=ctx.now())
    put(ctx, conn, incident, [case])
    hear_what_all_were_told(ctx, conn, incident, case, group)
    _answered_by_last_post(ctx, conn, incident, case)
    if public and case.opened_by_message and group.mode != "watch":
        say_in_group(ctx, conn, incident, group, [*unanswered(conn, others), case])
    if group.mode != "watch":
        tell_leaders(ctx, conn, incident, group)
    return incident


def regroup(ctx: Context, conn: Connection, case: Case, group: Group) -> Incident | None:
    """Its goods were named, or it was split off: the case belongs to the matter of these goods now, if to any."""
    incidents.lock(conn, group.id)
    incident = incidents.get(conn, case.incident) if case.incident is not None else None
    if incident is None:
        young = ctx.now() - case.opened_at <= timedelta(hours=ctx.settings.incidents.window_h)
        return join(ctx, conn, case, group, public=case.first_response_at is None) if young else None
    if incident.state != "open" or not case.goods_key or case.goods_key in GENERIC:
        return incident
    if incident.subject == "other":
        named = {"subject": "goods", "subject_key": case.goods_key, "title": case.goods}
        return incidents.change(conn, incident.number, **named)
    if incident.subject != "goods" or incident.subject_key in (case.goods_key, *find_goods(case.quote)):
        return incident
    leave(ctx, conn, case)
    return regroup(ctx, conn, cases.get(conn, case.number) or case, group)


def _answered_by_last_post(ctx: Context, conn: Connection, incident: Incident, case: Case) -> None:
    """The group has just heard from us about this very matter: the post answers one who joins it now, too."""
    now = ctx.now()
    lately = incident.last_post_at is not None and now - incident.last_post_at < spacing(ctx)
    if lately and case.first_response_at is None:
        cases.change(conn, case, first_response_at=now, first_response_by="bot")


def _best(
    ctx: Context, conn: Connection, case: Case, group: Group, me_too: bool
) -> tuple[list[Case], Incident | None] | None:
    """The matter that a case belongs to: the loose cases it makes an incident with, or the incident it joins."""
    since = ctx.now() - timedelta(hours=ctx.settings.incidents.window_h)
    voice = voice_of(case)
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


def voice_of(case: Case) -> Voice:
    """A case as the grouping of complaints reads it."""
    key = case.goods_key.partition(" ")[0]
    also = frozenset(find_goods(case.quote))
    return Voice(case.member_id, case.category, plain(case.quote), case.opened_at, key, also)


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
    if incident.price_fen is not None:
        give(ctx, conn, incident.price_fen, members, sum_words(incident.price_fen), by)


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
    """Close or dissolve an incident: nothing more is said about it by itself. What a person let go still goes out where
    it was closed; where it is no common matter any more it does not, and the leaders read that."""
    posts = incidents.posts_of(conn, incident.number)
    released = [post for post in posts if is_released(post)]
    kept = released if state == "closed" else []
    cancel(conn, [*(p for p in posts if p not in kept), *incidents.notices_of(conn, incident.number)])
    if released and not kept:
        text = say("incident.leader.post_dropped", number=incident.number, text=quoted(released[-1].text))
        key = f"incident.leader.post_dropped:{released[-1].id}"
        speak.to_leaders(ctx, conn, groups.get(conn, incident.group), text, key)
    return incidents.change(conn, incident.number, state=state, closed_at=ctx.now())
