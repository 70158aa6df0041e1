"""Who joins an incident after a word to everybody counts: the leaders are asked whether it holds for them, too."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.called import named_in
from bot.domain.case import Case
from bot.domain.incident import Incident
from bot.domain.promise_words import PromiseWords
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, incidents, promises
from bot.storage.groups import Group
from bot.storage.promises import NewPromise, Promise
from handlers.cases.timeline import Actor
from handlers.promises.fits import fitting
from handlers.promises.hearing import ask
from handlers.promises.ledger import make
from handlers.promises.repeated import compared
from handlers.promises.whose import names_of


def hear_what_all_were_told(ctx: Context, conn: Connection, incident: Incident, case: Case, group: Group) -> None:
    """Ask about the incident's newest word to all whom it fits, with the same values; a time that is over is asked
    for."""
    told = _told_to_all(conn, incident, case)
    locked = cases.get(conn, case.number, for_update=True)
    if not told or locked is None or not fitting(told[0].words, [locked], ctx.now()):
        return
    now = ctx.now()
    said = [
        PromiseWords(
            p.kind, p.amount_fen, p.thing, p.due_at if p.due_at and p.due_at > now else None, p.awaits, p.words
        )
        for p in told
    ]
    by = Actor("group_leader", told[0].said_by_name, told[0].said_by)
    made = [
        make(
            ctx, conn, locked,
            NewPromise(w.kind, w.words, w.amount_fen, w.thing, w.due, w.when, message=told[0].message),
            by, confirmed=False,
        )
        for w in compared(conn, locked, said).new
    ]  # fmt: skip
    why = say("promise.joined", member=safe_name(locked.member_name))
    ask(ctx, conn, group, made, f"joined:{incident.number}", why=why)


def _told_to_all(conn: Connection, incident: Incident, case: Case) -> list[Promise]:
    """What the newest words to several cases of the incident gave one of them, if it counts; words that name some of
    them were not to everybody."""
    others = [c for c in incidents.cases_of(conn, incident.number) if c.number != case.number]
    made = [p for c in others for p in promises.of_case(conn, c.number) if p.offer is None]
    names = names_of(conn, incident.group)
    counting = [p for p in made if p.state in ("open", "fulfilled") and not named_in(p.words, names)]
    for last in sorted(counting, key=lambda p: p.said_at, reverse=True):
        together = [p for p in made if _in_one_breath(p, last)]
        if len({p.case for p in together}) > 1:
            return [p for p in together if p.case == last.case and p in counting]
    return []


def _in_one_breath(one: Promise, other: Promise) -> bool:
    same = (one.said_by, one.words) == (other.said_by, other.words)
    return same and abs(one.said_at - other.said_at) <= promises.IN_ONE_BREATH
