"""Who joins an incident after a word to everybody counts: the leaders are asked whether it holds for them, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.called import named_in
from bot.domain.case import Case
from bot.domain.incident import Incident
from bot.domain.money_words import money_in
from bot.domain.plain_words import plain
from bot.domain.promise_words import PromiseWords, promises_in
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, promises
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
    """Ask about the incident's words to everybody that fit, with the values that they say; a time that is over is
    asked for."""
    locked = cases.get(conn, case.number, for_update=True)
    if locked is None:
        return
    now, why = ctx.now(), say("promise.joined", member=safe_name(locked.member_name))
    for told in _told_to_all(conn, incident, case, zones.zone_of(ctx, group)):
        if not fitting(told[0].words, [locked], now):
            continue
        said = [
            PromiseWords(p.kind, p.amount_fen, p.thing, None if p.is_past(now) else p.due_at, p.awaits, p.words)
            for p in told
        ]
        by, message = Actor("group_leader", told[0].said_by_name, told[0].said_by), told[0].message
        made = [
            make(
                ctx, conn, locked,
                NewPromise(w.kind, w.words, w.amount_fen, w.thing, w.due, w.when, message=message),
                by, confirmed=False,
            )
            for w in compared(conn, locked, said).new
        ]  # fmt: skip
        ask(ctx, conn, group, made, f"joined:{incident.number}", why=why)


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
            told.insert(0, _as_said(holds, zone))
            newest = newest or theirs
    return told


def _as_said(made: Sequence[Promise], zone: ZoneInfo) -> list[Promise]:
    """What the same words gave to several: of each deed that with the sum which the words name, else what most have,
    of as many the time that the words say."""
    deeds: dict[tuple[str, int], list[Promise]] = {}
    for number in dict.fromkeys(p.case for p in made):
        counted: Counter[str] = Counter()
        for p in (p for p in made if p.case == number):
            deeds.setdefault((p.kind, counted[p.kind]), []).append(p)
            counted[p.kind] += 1
    sums = {m.fen for m in money_in(plain(made[0].words))}
    times = {w.due for w in promises_in(made[0].words, made[0].said_at.astimezone(zone))}
    found = []
    for alike in deeds.values():
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
