"""What a member said just before their complaint, in words that the leader was asked about: one story, one case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.domain.case import Case
from bot.ports import Context
from bot.storage import bursts, messages, reviews
from bot.storage.bursts import StoredBurst
from bot.storage.messages import Message
from bot.storage.reviews import Review

WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Begun:
    """The open questions about the member's words of the last minutes, and these words, oldest first."""

    questions: tuple[Review, ...] = ()
    said: tuple[Message, ...] = ()


def begun(conn: Connection, burst: StoredBurst, goods: str | None) -> Begun:
    """Where the story of a complaint about `goods` began. A bare picture and words about other goods begin none; nor
    does what the member took back."""
    assert burst.group is not None
    questions, said = [], []
    for review in reviews.open_of_member(conn, burst.group, burst.member_id):
        own = messages.of_burst(conn, review.burst)
        ago = burst.first_at - own[-1].at if own else WITHIN * 2
        if ago > WITHIN or any(m.recalled_at or m.case for m in own) or not any(m.text and not m.images for m in own):
            continue
        named = find_goods(review.text)
        if goods and named and not any(same_goods(goods, one) for one in named):
            continue
        questions.append(review)
        said += own
    return Begun(tuple(questions), tuple(sorted(said, key=lambda m: m.id)))


def settle(ctx: Context, conn: Connection, questions: Sequence[Review], case: Case) -> None:
    """The questions need no answer any more: their words are the case's."""
    for review in questions:
        reviews.answer(conn, review.number, reviews.JOINED, case.member_id, ctx.now())
        bursts.set_case(conn, review.burst, case.number)
