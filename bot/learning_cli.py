"""`anxin learn`: learn from the corrections now, take a version back, or show what was learned."""

from __future__ import annotations

from typing import Literal
from zoneinfo import ZoneInfo

from bot.app import build
from bot.config import Settings
from bot.detection import LearningDetector
from bot.ports import Context
from bot.replies import say
from bot.storage import learning
from handlers.learning.nightly import as_lines, follow, learn_now

What = Literal["learn", "rollback", "list"]


async def run_learning(settings: Settings, what: What) -> str:
    """Do it on the database that the settings name, and say in Chinese what came of it."""
    app = build(settings, adapters={})
    try:
        return "\n".join(await _WORK[what](app.ctx))
    finally:
        app.ctx.storage.close()


async def _learn(ctx: Context) -> list[str]:
    if not isinstance(ctx.detector, LearningDetector):
        return [say("learning.not_ours")]
    await follow(ctx)
    report = await learn_now(ctx, "command")
    return as_lines(report) if report is not None else [say("learning.nothing_new")]


async def _roll_back(ctx: Context) -> list[str]:
    done = await ctx.storage.write(learning.roll_back)
    if done is None:
        return [say("learning.nothing_back")]
    dropped, before = done
    now = say("learning.back_version", number=before.number) if before else say("learning.back_shipped")
    return [say("learning.back", number=dropped.number, now=now)]


async def _list(ctx: Context) -> list[str]:
    versions = await ctx.storage.read(learning.everything)
    zone = ZoneInfo(ctx.settings.defaults.timezone)
    lines = []
    for version in versions:
        report = version.report or {}
        lines.append(
            say(
                "learning.line",
                number=version.number,
                at=f"{version.made_at.astimezone(zone):%Y-%m-%d %H:%M}",
                state=say(f"learning.states.{version.state}"),
                count=report.get("corrections", "—"),
                f1=f"{report['after']['f1']:.3f}" if report else "—",
            )
        )
    return lines or [say("learning.empty")]


_WORK = {"learn": _learn, "rollback": _roll_back, "list": _list}
