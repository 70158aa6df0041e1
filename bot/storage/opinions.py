"""Second opinions on doubtful messages: which were asked for, what they said, and what asking may cost a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from bot.storage.reviews import Review
from bot.storage.rows import build, insert_once
from bot.storage.tables import opinion_days, opinions, reviews


@dataclass(frozen=True)
class Day:
    """What was asked on one day; `failures` is how many answers in a row were none."""

    day: str
    asked: int
    failures: int
    paused_until: datetime | None


def claim(conn: Connection, day: str, budget: int, now: datetime, lease: timedelta) -> Review | None:
    """The oldest open question that nobody has asked about yet, unless the day's budget is used up or asking rests."""
    insert_once(conn, opinion_days, {"day": day, "asked": 0})
    today = today_for_update(conn, day)
    if today.asked >= budget or (today.paused_until is not None and now < today.paused_until):
        return None
    asked = select(opinions.c.review).where((opinions.c.state != "asking") | (opinions.c.due_at > now))
    query = (
        select(reviews)
        .where(reviews.c.answer.is_(None), reviews.c.number.not_in(asked))
        .order_by(reviews.c.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = conn.execute(query).first()
    if row is None:
        return None
    review = build(Review, row)
    values = {"review": review.number, "state": "asking", "due_at": now + lease, "attempts": 1}
    if not insert_once(conn, opinions, values):  # whoever asked before was stopped: once more, then no further
        again = {"due_at": now + lease, "attempts": opinions.c.attempts + 1}
        conn.execute(update(opinions).where(opinions.c.review == review.number).values(**again))
    conn.execute(update(opinion_days).where(opinion_days.c.day == day).values(asked=today.asked + 1))
    return review


def today_for_update(conn: Connection, day: str) -> Day:
    row = conn.execute(select(opinion_days).where(opinion_days.c.day == day).with_for_update()).one()
    return build(Day, row)


def set_failures(conn: Connection, day: str, failures: int, paused_until: datetime | None) -> None:
    values = {"failures": failures, "paused_until": paused_until}
    conn.execute(update(opinion_days).where(opinion_days.c.day == day).values(**values))


def settle(
    conn: Connection,
    review: int,
    now: datetime,
    *,
    complaint: bool | None,
    answer: Any = None,
    error: str | None = None,
) -> None:
    """Keep what came of asking."""
    conn.execute(
        update(opinions)
        .where(opinions.c.review == review)
        .values(
            state="none" if complaint is None else "answered", due_at=None, answered_at=now, answer=answer, error=error,
            complaint=None if complaint is None else int(complaint),
        )
    )  # fmt: skip
