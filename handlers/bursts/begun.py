"""What a member said just before their complaint, in words that were perhaps part of it: one story, one case."""

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
PART_FROM, OPENS_FROM = 0.1, 0.2
"""The chance of a complaint from which words are part of the story, and from which they open it."""


@dataclass(frozen=True)
class Begun:
    """The open questions about the member's words of the last minutes, and these and other words of the story, oldest
    first."""

    questions: tuple[Review, ...] = ()
    said: tuple[Message, ...] = ()
    opening: Message | None = None
    """With which of them the matter was first told; None where all were only a preface."""


def begun(conn: Connection, burst: StoredBurst, goods: str | None) -> Begun:
    """Where the story of a complaint about `goods` began. A bare picture and words about other goods begin none; nor
    does what the member took back, what the leader has answered, and what could not be judged."""
    assert burst.group is not None
    since = burst.first_at - WITHIN
    open_ones = {review.burst: review for review in reviews.open_of_member(conn, burst.group, burst.member_id)}
    questions, said, opening = [], [], None
    for before in bursts.judged_of_member(conn, burst.group, burst.member_id, since):
        own = messages.of_burst(conn, before.id)
        judged = before.verdict or {}
        if before.id == burst.id or "score" not in judged or own[-1].at < since or not _tells(own):
            continue
        chance, review = judged["score"], open_ones.get(before.id)
        if review is None and (judged["decision"] != "none" or chance < PART_FROM):
            continue
        named = find_goods(review.text if review is not None else "，".join(m.text for m in own))
        if goods and named and not any(same_goods(goods, one) for one in named):
            continue
        questions += [review] if review is not None else []
        said += own
        if opening is None and chance >= OPENS_FROM:
            opening = own[0]
    return Begun(tuple(questions), tuple(said), opening)


def _tells(own: Sequence[Message]) -> bool:
    """Whether there are words at all, none taken back and none in a case."""
    return any(m.text and not m.images for m in own) and not any(m.recalled_at or m.case for m in own)


def settle(ctx: Context, conn: Connection, questions: Sequence[Review], case: Case) -> None:
    """The questions need no answer any more: their words are the case's."""
    for review in questions:
        reviews.answer(conn, review.number, reviews.JOINED, case.member_id, ctx.now())
        bursts.set_case(conn, review.burst, case.number)
