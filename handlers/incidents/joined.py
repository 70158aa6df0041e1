"""Who joins an incident after a word to everybody: once it counts, the leaders are asked whether it holds for them,
too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.detection.promised import promises_in
from bot.domain.called import named_in
from bot.domain.case import Case
from bot.domain.incident import Incident
from bot.domain.money_words import money_in
from bot.domain.plain_words import plain
from bot.domain.promise_words import PromiseWords
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, incidents, promises
from bot.storage.groups import Group
from bot.storage.promises import NewPromise, Promise
from handlers import zones
from handlers.cases.timeline import Actor
from handlers.promises.fits import fitting
from handlers.promises.hearing import ask
from handlers.promises.ledger import make
from handlers.promises.names import names_of
from handlers.promises.repeated import compared


def hear_what_all_were_told(ctx: Context, conn: Connection, incident: Incident, case: Case, group: Group) -> None:
    """A case joins: the leaders are asked about the incident's words to everybody that fit and count."""
    _ask_for(ctx, conn, incident, [case], group)


def hear_for_who_joined_meanwhile(ctx: Context, conn: Connection, promise: Promise) -> None:
    """A promise counts from now on: the leaders are asked, once for all of them, about who joined its incident after it
    was said and before somebody confirmed it. Who was asked about with these words is not asked about again. The caller
    has locked the group's incidents."""
    number = incidents.incident_of(conn, promise.case) if promise.case is not None else None
    incident = incidents.get(conn, number) if number is not None else None
    if incident is None or incident.state == "dissolved" or promise.offer is not None:
        return
    members = [c for c in incidents.cases_of(conn, incident.number) if c.is_open and c.number != promise.case]
    joined = [c for c in members if _joined_after(conn, c, incident, promise)]
    _ask_for(ctx, conn, incident, joined, groups.get(conn, promise.group))


def _joined_after(conn: Connection, case: Case, incident: Incident, promise: Promise) -> bool:
    came = [
        e.at
        for e in cases.timeline(conn, case.number)
        if e.kind in ("incident_joined", "incident_moved") and e.data.get("incident") == incident.number
    ]
    return max(came, default=case.opened_at) > promise.said_at


def _ask_for(ctx: Context, conn: Connection, incident: Incident, joined: Sequence[Case], group: Group) -> None:
    """Ask about what fits these cases, with the values that the words say; a time that is over is asked for."""
    asked: dict[str, list[Promise]] = {}
    for case in joined:
        locked = cases.get(conn, case.number, for_update=True)
        for told in _told_to_all(conn, incident, case, zones.zone_of(ctx, group)) if locked is not None else ():
            if locked is not None and fitting(told[0].words, [locked], ctx.now()):
                asked.setdefault(told[0].words, []).extend(_made_for(ctx, conn, locked, told))
    for made in asked.values():
        names = list(dict.fromkeys(safe_name(p.member_name or "") for p in made))
        why = say(f"promise.joined{'_several' if len(names) > 1 else ''}", member="、".join(names))
        ask(ctx, conn, group, made, f"joined:{incident.number}", why=why)


def _made_for(ctx: Context, conn: Connection, case: Case, told: Sequence[Promise]) -> list[Promise]:
    """What words to everybody promise to one who joined, unconfirmed, beyond what these or others gave them already."""
    known = promises.of_case(conn, case.number)
    if any(p.words == told[0].words for p in known):
        return []
    now, done = ctx.now(), [(p.kind, p.amount_fen, p.thing) for p in known if p.is_kept]
    said = [
        PromiseWords(p.kind, p.amount_fen, p.thing, None if p.is_past(now) else p.due_at, p.awaits, p.words)
        for p in told
        if (p.kind, p.amount_fen, p.thing) not in done
    ]
    by, message = Actor("group_leader", told[0].said_by_name, told[0].said_by), told[0].message
    return [
        make(
            ctx, conn, case,
            NewPromise(w.kind, w.words, w.amount_fen, w.thing, w.due, w.when, message=message),
            by, confirmed=False,
        )
        for w in compared(conn, case, said).new
    ]  # fmt: skip


def _told_to_all(conn: Connection, incident: Incident, case: Case, zone: ZoneInfo) -> list[list[Promise]]:
    """What words to several cases of the incident gave to each, as far as it counts: the newest words, and older ones
    beside which one case has these, too. Words that name some of them were not to everybody."""
    all_told = promises.all_of_incident(conn, incident.number)
    made = [p for p in all_told if p.offer is None and p.case != case.number]
    if not made:
        return []
    names = names_of(conn, incident.group)
    counting = [p for p in made if p.state in ("open", "fulfilled") and not named_in(p.words, names)]
    told: list[list[Promise]] = []
    newest: set[int | None] = set()
    while counting:
        last = max(counting, key=lambda p: p.said_at)
        together = [p for p in made if _in_one_breath(p, last)]
        holds = [p for p in together if p in counting]
        counting = [p for p in counting if p not in holds]
        theirs = {p.case for p in holds}
        if len({p.case for p in together}) > 1 and (not newest or theirs & newest):
            told.insert(0, _as_said(holds, [p for p in together if p.state == "unconfirmed"], zone))
            newest = newest or theirs
    return told


def _as_said(counting: Sequence[Promise], waiting: Sequence[Promise], zone: ZoneInfo) -> list[Promise]:
    """What the same words gave to several: of each deed that counts for any, that with the sum which the words name,
    else what most have, of as many the time that the words say. Where what counts was changed for some, and others
    still wait for a word with what the words say, it is theirs."""
    deeds: dict[tuple[str, int], list[Promise]] = {}
    for number in dict.fromkeys(p.case for p in (*counting, *waiting)):
        counted: Counter[str] = Counter()
        for p in sorted((p for p in (*counting, *waiting) if p.case == number), key=lambda p: p.id):
            deeds.setdefault((p.kind, counted[p.kind]), []).append(p)
            counted[p.kind] += 1
    words = counting[0].words
    sums = {m.fen for m in money_in(plain(words))}
    times = {w.due for w in promises_in(words, counting[0].said_at.astimezone(zone))}
    found = []
    for said in deeds.values():
        alike = [p for p in said if p in counting]
        if not alike:
            continue
        if not any(p.amount_fen in sums and p.due_at in times for p in alike):
            alike = [p for p in said if p.amount_fen in sums and p.due_at in times] or alike
        named = [p for p in alike if p.amount_fen in sums] or alike
        named.sort(key=lambda p: p.due_at not in times)
        values, _ = Counter(_values(p) for p in named).most_common(1)[0]
        found.append(next(p for p in named if _values(p) == values))
    return found


def _values(promise: Promise) -> tuple[object, ...]:
    return promise.amount_fen, promise.thing, promise.due_at, promise.awaits


def _in_one_breath(one: Promise, other: Promise) -> bool:
    same = (one.said_by, one.words) == (other.said_by, other.words)
    return same and abs(one.said_at - other.said_at) <= promises.IN_ONE_BREATH
