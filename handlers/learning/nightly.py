"""Learning from what people said of single messages: at night by itself, or by `anxin learn`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.detection import LearningDetector, detect_many
from bot.detection.learned import Learned, Lesson, learn, packed, shipped_as, unpacked
from bot.detection.model.arrays import ModelError, model
from bot.detection.model.frozen import Figures, frozen
from bot.detection.model.quick import gate
from bot.domain.verdict import Burst, BurstMessage, Situation
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, learning, reviews
from bot.storage.reviews import Correction
from handlers import speak

log = logging.getLogger(__name__)

NIGHT = time(3, 30)
OPINION = "second_opinion"
WEAK = 0.3
"""What a second opinion weighs beside a person's word."""
COMPARED = 200
"""Of so many of the latest corrections it is said how they are judged before and after."""


@dataclass(frozen=True)
class Flip:
    """A message that was corrected and is now judged in another way."""

    text: str
    complaint: bool
    before: str
    after: str


@dataclass(frozen=True)
class Report:
    """What a version changes: figures on the frozen set, and decisions on the corrected messages."""

    number: int
    corrections: int
    as_said: int
    """Of the compared ones: how many are judged now as people said."""
    flips: tuple[Flip, ...]
    before: Figures
    after: Figures
    refused: bool


def next_night(at: datetime, zone: ZoneInfo) -> datetime:
    """The next time of learning after a moment."""
    local = at.astimezone(zone)
    night = datetime.combine(local.date(), NIGHT, zone)
    return night if night > local else night + timedelta(days=1)


async def learn_when_due(ctx: Context) -> int:
    """Learn in the night after something was corrected; 1 when this process did."""
    told = await follow(ctx)
    if not isinstance(ctx.detector, LearningDetector):
        return told
    first = await ctx.storage.read(partial(learning.waiting, base=shipped_as()))
    zone = ZoneInfo(ctx.settings.defaults.timezone)
    if first is None or ctx.now() < next_night(first.at, zone):
        return told
    return told + int(await learn_now(ctx, "night") is not None)


async def learn_now(ctx: Context, by: str) -> Report | None:
    """Make a version out of all corrections; None when there is none that is new."""
    now = ctx.now()

    def claim(conn: Connection) -> tuple[int | None, list[Correction]]:
        told = reviews.all_corrections(conn)
        if learning.waiting(conn, shipped_as()) is None:
            return None, told
        return learning.claim(conn, shipped_as(), told[-1].id, by, now), told

    number, told = await ctx.storage.write(claim)
    if number is None:
        return None
    try:
        learned, report = await asyncio.to_thread(_learn, ctx, number, told)
    except BaseException:
        await ctx.storage.write(partial(learning.forget_claim, number=number))
        raise
    await ctx.storage.write(partial(_keep, ctx, learned=learned, report=report, told=told))
    await follow(ctx)
    return report


def _learn(ctx: Context, number: int, told: Sequence[Correction]) -> tuple[Learned | None, Report]:
    lessons = [
        Lesson(one.group, one.text, one.complaint, WEAK if one.source == OPINION else 1.0)
        for one in told
        if any(char.isalnum() for char in one.text)
    ]
    before = frozen().figures(model())
    learned, after = learn(lessons, model(), gate(), frozen()) if lessons else (None, before)
    flips, as_said = _compared(ctx, told[-COMPARED:], learned)
    return learned, Report(number, len(told), as_said, flips, before, after, learned is None)


def _compared(ctx: Context, told: Sequence[Correction], learned: Learned | None) -> tuple[tuple[Flip, ...], int]:
    """What is judged in another way than until now, and how many are judged as people said."""
    assert isinstance(ctx.detector, LearningDetector)
    items = [(Burst((BurstMessage(one.text),)), Situation(group=one.group)) for one in told]
    until_now = ctx.detector(items)
    trial = LearningDetector(ctx.detector.settings)
    trial.use(None, learned if learned is not None else ctx.detector.settings.learned)
    from_now = detect_many(items, trial.settings)
    flips = tuple(
        Flip(one.text, one.complaint, old.decision, new.decision)
        for one, old, new in zip(told, until_now, from_now, strict=True)
        if old.decision != new.decision
    )
    return flips, sum((new.decision != "none") == one.complaint for one, new in zip(told, from_now, strict=True))


def _keep(ctx: Context, conn: Connection, learned: Learned | None, report: Report, told: Sequence[Correction]) -> None:
    """Keep the version; the leaders whose words it has learned hear of it once."""
    before = learning.active(conn)
    arrays, checksum = packed(learned) if learned is not None else (None, None)
    learning.finish(conn, report.number, asdict(report), arrays, checksum)
    if learned is None:
        log.warning("what was learned is worse on the frozen set and is not used: %s", report.after)
        return
    known = before.up_to if before else 0
    for group_id in {one.group for one in told if one.id > known and one.source != OPINION}:
        group = groups.get(conn, group_id)
        count = sum(one.group == group_id and one.id > known and one.source != OPINION for one in told)
        text = say("leader.learned", group=group.name, count=count)
        speak.to_leaders(ctx, conn, group, text, f"learned:{report.number}:{group_id}")


async def follow(ctx: Context) -> int:
    """Judge with the version that is active, whoever made it so. One that cannot be read is taken out of use, loudly:
    the shipped model goes on alone, for complaints must be heard, and the leaders are told. 1 when that happened."""
    detector = ctx.detector
    if not isinstance(detector, LearningDetector):
        return 0
    if await ctx.storage.read(learning.active_number) == detector.version:
        return 0
    version = await ctx.storage.read(learning.active)
    if version is None:
        detector.use(None, None)
        return 0
    if version.base != shipped_as():
        log.warning("version %d was learned beside another model; it is learned again", version.number)
        detector.use(version.number, None)
        return 0
    try:
        learned = unpacked(version.arrays or b"", version.checksum or "", f"learned model {version.number}")
    except ModelError as error:
        log.error("%s; the shipped model goes on alone", error)
        detector.use(None, None)
        return await ctx.storage.write(partial(_tell_damaged, ctx, number=version.number))
    detector.use(version.number, learned)
    log.info("judging with version %d of what was learned here", version.number)
    return 0


def _tell_damaged(ctx: Context, conn: Connection, number: int) -> int:
    if not learning.set_damaged(conn, number):
        return 0
    for group in groups.everyone(conn):
        text = say("leader.learned_damaged", group=group.name)
        speak.to_leaders(ctx, conn, group, text, f"learned_damaged:{number}:{group.id}:{ctx.now().isoformat()}")
    return 1


def as_lines(report: Report) -> list[str]:
    """What a version changes, for whoever asked for it."""
    words: dict[str, Any] = {"number": report.number, "count": report.corrections, "as_said": report.as_said}
    decisions = {name: say(f"learning.{name}") for name in ("complaint", "review", "none")}
    lines = [say("learning.refused" if report.refused else "learning.done", **words)]
    for flip in report.flips:
        before, after = decisions[flip.before], decisions[flip.after]
        lines.append(say("learning.flip", text=flip.text.replace("\n", " ")[:40], before=before, after=after))
    if not report.flips:
        lines.append(say("learning.no_flip"))
    f1 = f"{report.before.f1:.3f} → {report.after.f1:.3f}"
    alarms = f"{report.before.false_alarms:.1f} → {report.after.false_alarms:.1f}"
    return [*lines, say("learning.figures", f1=f1, alarms=alarms)]
