"""Messages that the detector was unsure of, and what people told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from bot.storage.rows import build
from bot.storage.tables import corrections, reviews

JOINED = "joined"
"""The answer to a question that nobody needs to answer: the member went on, and a case holds these words now."""


@dataclass(frozen=True)
class Review:
    """One question to the leader (R7): is this a complaint? `answer` is yes, no, JOINED, or None while it is open."""

    burst: int
    group: int
    member_id: str
    member_name: str
    text: str
    context: tuple[str, ...]
    verdict: Any
    at: datetime
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    number: int = 0


@dataclass(frozen=True)
class Correction:
    """What a person said about one message, kept for the detector to learn from."""

    group: int
    text: str
    context: tuple[str, ...]
    was: Any
    complaint: bool
    source: str
    by: str
    at: datetime
    id: int = 0


def add(conn: Connection, review: Review) -> int:
    """Keep the question and return its number."""
    values = {k: v for k, v in vars(review).items() if k != "number"} | {"context": list(review.context)}
    return int(conn.execute(reviews.insert().values(**values).returning(reviews.c.number)).scalar_one())


def get(conn: Connection, number: int, *, for_update: bool = False) -> Review | None:
    query = select(reviews).where(reviews.c.number == number)
    row = conn.execute(query.with_for_update() if for_update else query).first()
    return build(Review, row) if row else None


def open_of_groups(conn: Connection, groups: Sequence[int]) -> list[Review]:
    """The groups' unanswered questions, oldest first."""
    query = select(reviews).where(reviews.c.group.in_(groups), reviews.c.answer.is_(None)).order_by(reviews.c.number)
    return [build(Review, row) for row in conn.execute(query)]


def newest_open(conn: Connection, groups: Sequence[int], limit: int) -> list[Review]:
    """The newest of the groups' unanswered questions, newest first."""
    waits = (reviews.c.group.in_(groups), reviews.c.answer.is_(None))
    query = select(reviews).where(*waits).order_by(reviews.c.number.desc()).limit(limit)
    return [build(Review, row) for row in conn.execute(query)]


def count_open(conn: Connection, groups: Sequence[int]) -> int:
    """How many questions of the groups nobody has answered."""
    waits = (reviews.c.group.in_(groups), reviews.c.answer.is_(None))
    return conn.execute(select(func.count()).select_from(reviews).where(*waits)).scalar_one()


def open_of_member(conn: Connection, group: int, member_id: str) -> list[Review]:
    """The unanswered questions about one member's messages."""
    return [r for r in open_of_groups(conn, [group]) if r.member_id == member_id]


def answer(conn: Connection, number: int, answer: str, by: str, at: datetime) -> None:
    conn.execute(
        update(reviews).where(reviews.c.number == number).values(answer=answer, answered_by=by, answered_at=at)
    )


def open_again(conn: Connection, review: Review) -> None:
    """Forget the answer to a question and what was learned from it."""
    conn.execute(
        update(reviews).where(reviews.c.number == review.number).values(answer=None, answered_by=None, answered_at=None)
    )
    learned = (corrections.c.group == review.group, corrections.c.at >= review.answered_at)
    conn.execute(delete(corrections).where(*learned, corrections.c.text == review.text))


def with_verdict(review: Review, verdict: Any) -> Review:
    """The review as if this had been the verdict."""
    return replace(review, verdict=verdict)


def correct(conn: Connection, correction: Correction) -> None:
    """Keep what a person said about a message."""
    values = {k: v for k, v in vars(correction).items() if k != "id"} | {"context": list(correction.context)}
    conn.execute(corrections.insert().values(**values))


def all_corrections(conn: Connection) -> list[Correction]:
    return [build(Correction, row) for row in conn.execute(select(corrections).order_by(corrections.c.id))]
