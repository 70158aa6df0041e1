"""待审: the messages that the detector was unsure of, and the decision about one of them."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection

from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, groups, messages, reviews
from bot.storage.reviews import Correction, Review
from handlers.bursts.group import unanswered
from handlers.bursts.registration import new_case_of
from handlers.cases.timeline import Actor
from handlers.cases.work import register
from handlers.request import Answer, Command, Request

REVIEWS_SHOWN = 10


def list_reviews(r: Request) -> Answer:
    """待审: the messages that the detector was unsure of, with context."""
    waiting = reviews.open_of_groups(r.conn, [g.id for g in r.led])
    if not waiting:
        return say("leader.reviews_empty")
    lines = []
    for review in waiting[:REVIEWS_SHOWN]:
        lines += [f"  {excerpt(line, 40)}" for line in review.context[-2:]]
        group = groups.get(r.conn, review.group)
        words: dict[str, Any] = {"number": review.number, "group": group.name, "member": safe_name(review.member_name)}
        lines.append(say("leader.review_line", **words, quote=excerpt(review.text, 60)))
    return "\n".join([say("leader.reviews_header", count=len(waiting)), *lines])


def answer_review(r: Request) -> Answer:
    """是 R7 / 不是 R7: the leader's decision, kept as a correction; a yes opens the case."""
    review = reviews.get(r.conn, int(r.words["review"]), for_update=True)
    if review is None or review.group not in {g.id for g in r.led}:
        return say("leader.no_such_review", number=r.words["review"])
    if review.answer == reviews.JOINED:
        return say("leader.review_joined", number=review.number, case=bursts.get(r.conn, review.burst).case)
    if review.answer is not None:
        return say("leader.review_done", number=review.number)
    yes = not r.words["no"]
    return decide_review(r.ctx, r.conn, review, yes, r.by)


def decide_review(
    ctx: Context, conn: Connection, review: Review, yes: bool, by: Actor, *, source: str = "review"
) -> str:
    """Keep the decision; a yes opens a case as if the detector had been sure."""
    now = ctx.now()
    reviews.answer(conn, review.number, "yes" if yes else "no", by.member_id or by.name, now)
    reviews.correct(
        conn,
        Correction(
            group=review.group, text=review.text, context=review.context, was=review.verdict, complaint=yes,
            source=source, by=by.member_id or by.name, at=now,
        ),
    )  # fmt: skip
    said = messages.of_burst(conn, review.burst)
    messages.change(conn, [m.id for m in said], complaint=yes)
    if not yes:
        return say("leader.review_no", number=review.number)
    group = groups.get(conn, review.group)
    verdict = review.verdict or {}
    named_by = said[min(int(verdict.get("named_by") or 0), len(said) - 1)]
    new = new_case_of(ctx, named_by, group, review.text, verdict)
    missed = unanswered(ctx, conn, group, review, new.severity)
    public = not all(m.recalled_at for m in said)
    case, is_new = register(ctx, conn, new, group, by, said, missed=missed, public=public)
    bursts.set_case(conn, review.burst, case.number)
    return say("leader.review_yes" if is_new else "leader.review_joins", number=review.number, case=case.number)


COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (re.compile(r"^(?:待审|待審)$"), list_reviews),
    (re.compile(r"^(?P<no>不)?是\s*[RrＲ](?P<review>\d{1,9})$"), answer_review),
)
"""What a leader may say about what the detector was unsure of."""
