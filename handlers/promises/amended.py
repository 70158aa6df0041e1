"""诺 5 都改 明天18:00 8元: what is open in all that was said in the same words gets the same values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.promise_change import Change, change_in
from bot.domain.text import safe_name
from bot.replies import say
from bot.storage import cases, groups, promises
from bot.storage.promises import Promise
from handlers import zones
from handlers.compensation import given
from handlers.promises import says as promise_says
from handlers.promises import together, word
from handlers.request import Request

WITHOUT_SUM = ("replacement", "visit", "reply", "points", "other")


def amend_all(r: Request, promise: Promise, text: str) -> str | None:
    """What the leader hears; None where it is for one only, or says nothing that can be taken. None of them changes
    where they are not of one kind, or where they differ and one has another value already."""
    found = promises.said_together(r.conn, promise)
    change = change_in(text, local(r, promise.group), promise.kind) if text else "nothing"
    if len(found) < 2 or not isinstance(change, Change):
        return None
    if len({p.kind for p in found}) > 1 or not (_are_alike(found) or not any(_has_another(p, change) for p in found)):
        return say("promise.not_alike", id=promise.id)
    if change.amount_fen is not None and promise.kind in WITHOUT_SUM:
        return say("promise.no_amount", **described(r, promise))
    kept, lines = list[Promise](), list[str]()
    for one in found:
        if was_no_complaint(r, one):
            lines.append(say("promise.no_complaint", **described(r, one)))
            continue
        now, waits = word.edit(r.ctx, r.conn, one, change, r.by)
        if now.state == "open":
            kept.append(now)
        else:
            lines.append(waits or say("promise.lacks_something", **described(r, now)))
    above = dict.fromkeys(line for one in kept for line in given.above_price(r.conn, [one]))
    noted = [together.told(r.ctx, r.conn, kept, "confirmed")] if kept else []
    return "\n".join([*noted, *above, *lines])


def _are_alike(found: list[Promise]) -> bool:
    return len({(p.amount_fen, p.thing, p.due_at, p.awaits) for p in found}) == 1


def _has_another(promise: Promise, change: Change) -> bool:
    """Whether a value that was said is not the one of the change."""
    pairs = (
        (promise.amount_fen, change.amount_fen), (promise.thing, change.thing), (promise.due_at, change.due_at),
        (promise.awaits, change.awaits),
    )  # fmt: skip
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def was_no_complaint(r: Request, promise: Promise) -> bool:
    """Whether its case was taken back as no complaint."""
    case = cases.get(r.conn, promise.case) if promise.case is not None else None
    return case is not None and case.closed_by == "undo"


def local(r: Request, group: int) -> datetime:
    return zones.local_now(r.ctx, groups.get(r.conn, group))


def described(r: Request, promise: Promise) -> dict[str, Any]:
    words = promise_says.described(r.ctx, r.conn, promise)
    return words | {"member": safe_name(promise.member_name or groups.get(r.conn, promise.group).name)}
