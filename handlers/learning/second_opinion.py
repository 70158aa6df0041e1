"""A second opinion on what the detector was unsure of: asked beside the lanes, one review at a time.

The leader is asked as always; whoever answers first decides. What is certain never waits for this.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.text import excerpt
from bot.opinion import NoOpinion, Opinion, Question
from bot.ports import Context
from bot.storage import bursts, messages, opinions, reviews
from bot.storage.reviews import Review
from handlers.cases.timeline import Actor, record
from handlers.leader_command import decide_review
from handlers.learning.nightly import OPINION

log = logging.getLogger(__name__)

FAILURES = 3
"""After so many answers in a row that were none, asking rests."""
REST = timedelta(minutes=10)
BY = Actor("bot", "第二意见")


async def ask_waiting(ctx: Context) -> bool:
    """Ask about the question that has waited longest; False when there is none, or none may be asked now."""
    if ctx.opinion is None:
        return False
    wanted = ctx.settings.detection.second_opinion
    lease = timedelta(seconds=2 * wanted.timeout_s + 10)
    now, day = ctx.now(), _today(ctx)
    claimed = await ctx.storage.write(
        lambda conn: _with_names(conn, opinions.claim(conn, day, wanted.daily_budget, now, lease))
    )
    if claimed is None:
        return False
    review, names = claimed
    try:
        opinion = await ctx.opinion.ask(Question(review.text, review.context, review.member_name, names))
    except NoOpinion as error:
        log.warning("no second opinion on R%d: %s", review.number, error)
        await ctx.storage.write(partial(_failed, ctx, review=review, day=day, why=str(error)))
    else:
        await ctx.storage.write(partial(_apply, ctx, review=review, day=day, opinion=opinion))
    return True


def _today(ctx: Context) -> str:
    return f"{ctx.now().astimezone(ZoneInfo(ctx.settings.defaults.timezone)):%Y-%m-%d}"


def _with_names(conn: Connection, review: Review | None) -> tuple[Review, tuple[str, ...]] | None:
    """The review with the names of all who speak around it, which are not to leave this machine."""
    if review is None:
        return None
    around = messages.recent(conn, review.group, 50)
    return review, tuple(dict.fromkeys(m.member_name for m in around if m.member_name != review.member_name))


def _failed(ctx: Context, conn: Connection, review: Review, day: str, why: str) -> None:
    opinions.settle(conn, review.number, ctx.now(), complaint=None, error=why[:200])
    failures = opinions.today_for_update(conn, day).failures + 1
    paused = ctx.now() + REST if failures >= FAILURES else None
    if paused is not None:
        log.error("the second opinion gave no answer %d times; it rests until %s", failures, paused.isoformat())
    opinions.set_failures(conn, day, 0 if paused else failures, paused)


def _apply(ctx: Context, conn: Connection, review: Review, day: str, opinion: Opinion) -> None:
    """Keep the opinion, and let it decide unless a person has meanwhile."""
    opinions.settle(conn, review.number, ctx.now(), complaint=opinion.complaint, answer=opinion.model_dump())
    opinions.today_for_update(conn, day)
    opinions.set_failures(conn, day, 0, None)
    current = reviews.get(conn, review.number, for_update=True)
    if current is None or current.answer is not None:
        return
    judged = dict(current.verdict or {})
    if opinion.complaint:
        judged |= {"category": opinion.category, "severity": opinion.severity}
    judged |= {"decision": "complaint" if opinion.complaint else "none", "source": OPINION, "reason": opinion.reason}
    decide_review(ctx, conn, reviews.with_verdict(current, judged), opinion.complaint, BY, source=OPINION)
    bursts.change_verdict(conn, current.burst, judged)
    case = bursts.get(conn, current.burst).case
    if opinion.complaint and case is not None:
        record(ctx, conn, case, BY, OPINION, excerpt(opinion.reason, 60), review=current.number)
