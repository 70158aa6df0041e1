"""What a person can do with an incident. Commands, buttons and the console call these; all take the group's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key
from bot.domain.case import Case
from bot.domain.incident import Incident, subject_of
from bot.domain.money_words import sum_words
from bot.domain.text import excerpt, quoted
from bot.domain.tone import ToneFinding, check_tone
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, incidents, outbox
from bot.storage.groups import Group
from bot.storage.outbox import UNDECIDED, Post
from handlers import speak
from handlers.cases.timeline import Actor, record
from handlers.incidents.life import end, leave, put, voice_of
from handlers.incidents.posts import add_post, cancel, carry, is_released, posting_waits, spacing
from handlers.incidents.price import give
from handlers.incidents.promised import approval, takes_the_place_of
from handlers.wordings.speaking import say_in

TITLE_LENGTH = 20


class CannotDo(Exception):
    """It does not fit this incident as it is now; the message is a key of `incident.answers`."""


@dataclass(frozen=True)
class View:
    """An incident with its cases, for a page or a message."""

    incident: Incident
    group: Group
    cases: tuple[Case, ...]
    draft: str | None = None
    """What waits for the leader's yes."""

    @property
    def done(self) -> int:
        return sum(not c.is_open for c in self.cases)


def overview(conn: Connection, led: Sequence[int]) -> list[View]:
    """The open incidents of these groups, newest first."""
    return [view(conn, incident) for incident in incidents.of_groups(conn, led)]


def view(conn: Connection, incident: Incident) -> View:
    draft = next((p.text for p in incidents.posts_of(conn, incident.number, lock=False) if p.state == "draft"), None)
    members = tuple(incidents.cases_of(conn, incident.number))
    return View(incident, groups.get(conn, incident.group), members, draft)


def start(ctx: Context, conn: Connection, group: Group, title: str, numbers: Sequence[int], by: Actor) -> Incident:
    """A person says that these cases are one matter."""
    incidents.lock(conn, group.id)
    found = [cases.get(conn, number) for number in dict.fromkeys(numbers)]
    members = [c for c in found if c is not None and c.group == group.id]
    if len(members) < len(found):
        raise CannotDo("no_such_case")
    if len({c.member_id for c in members}) < 2:
        raise CannotDo("two_members")
    if any(_in_open(conn, c) for c in members):
        raise CannotDo("already_in_one")
    subject, key = subject_of([voice_of(c) for c in members])
    if find_goods(title):
        subject, key = "goods", goods_key(title)
    now = ctx.now()
    first = min(members, key=lambda c: c.number)
    incident = incidents.add(
        conn,
        group.id,
        subject=subject,
        subject_key=key,
        category=first.category,
        title=excerpt(title, TITLE_LENGTH) or key or say(f"incident.subjects.{subject}"),
        opened_at=now,
        last_voice_at=now,
        opened_by=by.member_id or by.name,
    )
    put(ctx, conn, incident, members, by)
    return incident


def _in_open(conn: Connection, case: Case) -> Incident | None:
    number = incidents.incident_of(conn, case.number)
    incident = incidents.get(conn, number) if number is not None else None
    return incident if incident is not None and incident.state != "dissolved" else None


def add_case(ctx: Context, conn: Connection, incident: Incident, case: Case, by: Actor) -> None:
    """A person puts one more case into an incident."""
    incident = _open_now(conn, incident)
    if case.group != incident.group:
        raise CannotDo("no_such_case")
    if _in_open(conn, case):
        raise CannotDo("already_in_one")
    put(ctx, conn, incident, [case], by)


def remove_case(ctx: Context, conn: Connection, incident: Incident, case: Case, by: Actor) -> None:
    """A person takes a case out of an incident; one with a single member left is dissolved."""
    incident = _open_now(conn, incident)
    if incidents.incident_of(conn, case.number) != incident.number:
        raise CannotDo("no_such_case")
    leave(ctx, conn, case, by)


def merge(ctx: Context, conn: Connection, incident: Incident, into: Incident, by: Actor) -> Incident:
    """Two incidents turn out to be one: the cases of the first go on in the second."""
    if incident.number == into.number or incident.group != into.group:
        raise CannotDo("not_these_two")
    incident, into = _open_now(conn, incident), _open_now(conn, into)
    moved = incidents.cases_of(conn, incident.number)
    incidents.put(conn, [c.number for c in moved], into.number)
    for case in moved:
        record(ctx, conn, case.number, by, "incident_moved", into.title, incident=into.number, was=incident.number)
    carry(ctx, conn, incident, into)
    end(ctx, conn, incident, "dissolved")
    price = into.price_fen or incident.price_fen
    if price is not None:
        give(ctx, conn, price, incidents.cases_of(conn, into.number), sum_words(price), by)
    posts = [at for at in (incident.last_post_at, into.last_post_at) if at is not None]
    return incidents.change(
        conn,
        into.number,
        last_voice_at=max(incident.last_voice_at, into.last_voice_at),
        last_post_at=max(posts, default=None),
        price_fen=price,
    )


def dissolve(ctx: Context, conn: Connection, incident: Incident, by: Actor) -> Incident:
    """It is not one matter after all: every case goes on by itself, and these are not taken for one again."""
    incident = _open_now(conn, incident)
    for case in incidents.cases_of(conn, incident.number):
        record(ctx, conn, case.number, by, "incident_left", incident.title, incident=incident.number)
    return end(ctx, conn, incident, "dissolved")


def close(ctx: Context, conn: Connection, incident: Incident, by: Actor) -> tuple[Incident, str, Drafted]:
    """Nothing more joins; a summary for the group waits as a draft. The members' own cases go on to their own end."""
    incident = _open_now(conn, incident)
    text = summary(conn, incident)
    members = incidents.cases_of(conn, incident.number)
    incident = end(ctx, conn, incident, "closed")
    for case in members:
        record(ctx, conn, case.number, by, "incident_closed", incident.title, incident=incident.number)
    return incident, text, draft_post(ctx, conn, incident, text)


def progress(conn: Connection, incident: Incident) -> str:
    """A progress post in our words: how many, how many are done; no names, no money."""
    return _counted(conn, incident, "incident.progress")


def summary(conn: Connection, incident: Incident) -> str:
    return _counted(conn, incident, "incident.summary")


def _counted(conn: Connection, incident: Incident, key: str) -> str:
    members = incidents.cases_of(conn, incident.number)
    everyone = {c.member_id for c in members}
    unfinished = {c.member_id for c in members if c.is_open}
    words = {"title": incident.title, "count": len(everyone), "done": len(everyone - unfinished)}
    key = key if words["done"] else f"{key}_begun"
    return say_in(conn, incident.group, key, incident.number, **words)


@dataclass(frozen=True)
class Drafted:
    """A post kept for the leader's yes: what the tone guard says of it, and what the leader had let go before that the
    group has not read yet."""

    findings: tuple[ToneFinding, ...]
    beside: tuple[Post, ...] = ()
    """Still goes out."""
    instead: tuple[Post, ...] = ()
    """Is not said any more: the new one takes its place."""

    def words(self) -> list[str]:
        """What the leader reads of those."""
        told = [("drafted_beside", post) for post in self.beside] + [("drafted_instead", p) for p in self.instead]
        return [say(f"incident.answers.{key}", text=quoted(post.text)) for key, post in told]


def draft_post(ctx: Context, conn: Connection, incident: Incident, text: str) -> Drafted:
    """Keep a post about an incident for the leader's yes.

    It takes the place of whatever still waited for a yes, or for its time without one, and of what a person let go and
    it corrects; it names those whom these named.
    """
    incidents.lock(conn, incident.group)
    group = groups.get(conn, incident.group)
    posts = [p for p in incidents.posts_of(conn, incident.number) if p.state in UNDECIDED]
    released = [p for p in posts if is_released(p)]
    instead = [p for p in released if takes_the_place_of(ctx, group, text, p)]
    replaced = [p for p in posts if p in instead or p not in released]
    mention = tuple(dict.fromkeys((m[0], m[1]) for p in replaced for m in p.mention))
    cancel(conn, replaced)
    add_post(ctx, conn, incident, group, text, mention=mention)
    findings = check_tone(text, kind="public", author="group_leader")
    return Drafted(findings, tuple(p for p in released if p not in instead), tuple(instead))


def send_draft(ctx: Context, conn: Connection, incident: Incident, by: Actor) -> int | None:
    """The leader says yes: the draft goes out, and its members' private openings with it.

    Returns how many minutes the group still rests before it; None when nothing waits.
    """
    incidents.lock(conn, incident.group)
    posts = incidents.posts_of(conn, incident.number)
    waits = [p for p in posts if posting_waits(p)]
    if waits:
        now = ctx.now()
        let_go = {"state": "pending", "not_before": now, "approved_at": now, "held_for": None, "error": None}
        outbox.change(conn, waits[-1].id, **let_go, approved_by=approval(by))
    openings = 0
    for case in incidents.cases_of(conn, incident.number):
        opened = outbox.find(conn, f"{speak.OPENING}:{case.number}")
        if opened is not None and opened.state == "draft":
            outbox.change(conn, opened.id, state="pending", not_before=ctx.now(), approved_at=ctx.now())
            record(ctx, conn, case.number, by, "approved")
            openings += 1
    if not waits and not openings:
        return None
    return _rests(ctx, incident, sum(is_released(p) for p in posts if p.id != waits[-1].id)) if waits else 0


def _rests(ctx: Context, incident: Incident, before: int) -> int:
    """How many minutes the group rests before a post that has so many `before` it."""
    now, rest = ctx.now(), spacing(ctx)
    at = max(now, incident.last_post_at + rest if incident.last_post_at else now) + before * rest
    return -(-int((at - now).total_seconds()) // 60)


def _open_now(conn: Connection, incident: Incident) -> Incident:
    """The incident as it is under the group's lock; raises CannotDo when it has ended meanwhile."""
    incidents.lock(conn, incident.group)
    found = incidents.get(conn, incident.number)
    if found is None or found.state != "open":
        raise CannotDo("ended")
    return found
