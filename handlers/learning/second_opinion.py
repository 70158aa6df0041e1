"""A second opinion on what the detector was unsure of: asked beside the lanes, one review at a time.

The leader is asked as always; whoever answers first decides. What is certain never waits for this.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.text import excerpt
from bot.opinion import NoOpinion, Opinion, Question
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, messages, opinions, reviews
from bot.storage.reviews import Review
from handlers.cases.timeline import Actor, record
from handlers.learning.nightly import OPINION
from handlers.learning.reviewing import decide_review

log = logging.getLogger(__name__)

FAILURES = 3
"""After so many answers in a row that were none, asking rests."""
REST = timedelta(minutes=10)
BY = Actor("bot", say("actors.second_opinion"))


async def ask_waiting(ctx: Context) -> bool:
    """Ask about the question that has waited longest; False when there is none, or none may be asked now."""
    if ctx.opinion is None:
        return False
    wanted = ctx.settings.detection.second_opinion
    lease = timedelta(seconds=2 * wanted.timeout_s + 10)
    now, day = ctx.now(), _today(ctx)
    review = await ctx.storage.write(lambda conn: opinions.claim(conn, day, wanted.daily_budget, now, lease))
    if review is None:
        return False
    names = await ctx.storage.read(lambda conn: messages.names_in(conn, review.group))
    try:
        opinion = await ctx.opinion.ask(_question(review, names))
    except NoOpinion as error:
        log.warning("no second opinion on R%d: %s", review.number, error)
        await ctx.storage.write(partial(_failed, ctx, review=review, day=day, why=str(error)))
    else:
        await ctx.storage.write(partial(_apply, ctx, review=review, day=day, opinion=opinion))
    return True


def _today(ctx: Context) -> str:
    return f"{ctx.now().astimezone(ZoneInfo(ctx.settings.defaults.timezone)):%Y-%m-%d}"


def _question(review: Review, names: list[str]) -> Question:
    """What leaves this machine: the words without who said them, and the names to be taken out of them."""
    said = tuple(_words_of(line, names) for line in review.context)
    return Question(review.text, said, review.member_name, tuple(name for name in names if name != review.member_name))


def _words_of(line: str, names: list[str]) -> str:
    """A line of the context without its speaker, whose name may hold a colon itself."""
    speaker = max((name for name in names if line.startswith(f"{name}：")), key=len, default=None)
    return line.partition("：")[2] if speaker is None else line[len(speaker) + 1 :]


def _failed(ctx: Context, conn: Connection, review: Review, day: str, why: str) -> None:
    opinions.settle(conn, review.number, ctx.now(), complaint=None, error=why[:200])
    failures = opinions.today_for_update(conn, day).failures + 1
    paused = ctx.now() + REST if failures >= FAILURES else None
    if paused is not None:
        log.error("the second opinion gave no answer %d times; it rests until %s", failures, paused.isoformat())
    opinions.set_failures(conn, day, 0 if paused else failures, paused)


def _grave(judged: Mapping[str, Any]) -> bool:
    """Whether it may be about harm or great anger: a person says that it is nothing, no opinion does."""
    return judged.get("severity") == 3 or bool(judged.get("red"))


def _apply(ctx: Context, conn: Connection, review: Review, day: str, opinion: Opinion) -> None:
    """Keep the opinion, and let it decide unless a person has meanwhile."""
    opinions.settle(conn, review.number, ctx.now(), complaint=opinion.complaint, answer=opinion.model_dump())
    opinions.today_for_update(conn, day)
    opinions.set_failures(conn, day, 0, None)
    current = reviews.get(conn, review.number, for_update=True)
    if current is None or current.answer is not None:
        return
    judged = dict(current.verdict or {})
    if not opinion.complaint and _grave(judged):
        return
    if opinion.complaint:
        judged |= {"category": opinion.category, "severity": opinion.severity}
    judged |= {"decision": "complaint" if opinion.complaint else "none", "source": OPINION, "reason": opinion.reason}
    decide_review(ctx, conn, reviews.with_verdict(current, judged), opinion.complaint, BY, source=OPINION)
    bursts.change_verdict(conn, current.burst, judged)
    case = bursts.get(conn, current.burst).case
    if opinion.complaint and case is not None:
        record(ctx, conn, case, BY, OPINION, excerpt(opinion.reason, 60), review=current.number)
