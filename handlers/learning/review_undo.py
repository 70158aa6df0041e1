"""Taking back what was just decided about a message that the detector was unsure of."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.ports import Context
from bot.storage import bursts, cases, messages, reviews
from bot.storage.reviews import Review
from handlers.cases.timeline import Actor
from handlers.cases.work import undo

WITHIN = timedelta(minutes=10)
_OURS = ("registered", "opened")


def take_back(ctx: Context, conn: Connection, review: Review, by: Actor) -> bool:
    """Open the question again, as if nobody had answered; False when too much has happened since.

    A case that the answer opened ends as no complaint; one that it only joined goes on without these messages.
    """
    if review.answered_at is None or ctx.now() - review.answered_at > WITHIN:
        return False
    said = messages.of_burst(conn, review.burst)
    number = next((m.case for m in said if m.case is not None), None)
    case = cases.get(conn, number, for_update=True) if review.answer == "yes" and number is not None else None
    if case is not None and case.opened_by_message in {m.message_id for m in said}:
        if _worked_on(conn, case):
            return False
        undo(ctx, conn, case, by)
    messages.change(conn, [m.id for m in said], case=None, complaint=None)
    bursts.set_case(conn, review.burst, None)
    reviews.open_again(conn, review)
    return True


def _worked_on(conn: Connection, case: Case) -> bool:
    """Whether somebody has done more with the case than to open it."""
    people = ("group_leader", "member")
    return not case.is_open or any(e.actor in people and e.kind not in _OURS for e in cases.timeline(conn, case.number))
