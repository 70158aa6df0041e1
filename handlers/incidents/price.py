"""What the goods of an incident cost: said once for all of its cases, those that join later included."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.incident import Incident
from bot.ports import Context
from bot.storage import cases, incidents
from handlers.cases.timeline import Actor, record
from handlers.compensation.facts import price_of


def set_price(ctx: Context, conn: Connection, incident: Incident, price_fen: int, words: str, by: Actor) -> int:
    """What the goods cost, for every open case where that is not known; how many those are."""
    incidents.lock(conn, incident.group)
    incidents.change(conn, incident.number, price_fen=price_fen)
    return give(ctx, conn, price_fen, incidents.cases_of(conn, incident.number), words, by)


def give(ctx: Context, conn: Connection, price_fen: int, members: Sequence[Case], words: str, by: Actor) -> int:
    """The open ones of these cases whose price nobody knows have this one; how many those are."""
    told = 0
    for found in members:
        case = cases.get(conn, found.number, for_update=True)
        if case is not None and case.is_open and price_of(case) is None:
            cases.change(conn, case, intake={**case.intake, "price_fen": price_fen})
            record(ctx, conn, case.number, by, "facts", words)
            told += 1
    return told
