"""The demo's history is told to the program itself, and leaves cases in every state behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.app import utc_now
from bot.demo.history import how_long, load_history, tell
from bot.demo.play import stage_of
from bot.demo.stage import StageClock
from bot.domain.case import STATES
from bot.storage import cases, connections, console, groups, incidents, promises, reviews
from bot.storage.console import Wanted
from handlers import lane

pytestmark = pytest.mark.slow
NOW = datetime(2026, 3, 4, 7, tzinfo=UTC)


async def test_every_kind_of_work_is_there_when_somebody_looks() -> None:
    """And every command of the history was understood: none of the answers says that it was not."""
    history = load_history()
    clock = StageClock(NOW)
    async with stage_of(history["groups"], clock) as stage:
        await tell(stage, clock, history["lines"], NOW)
        assert clock() == NOW
        read = stage.app.ctx.storage.read
        found = await read(cases.all_cases)
        assert {case.state for case in found} == set(STATES) - {"contacted"}
        assert [case.member_name for case in found if case.red] == ["周阿姨"]
        assert all(case.opened_at <= NOW for case in found)
        assert found[0].opened_at < NOW - timedelta(days=2)
        everywhere = [group.id for group in await read(groups.everyone)]
        assert len(await read(lambda conn: reviews.open_of_groups(conn, everywhere))) == 3
        assert [i.title for i in await read(incidents.everything)] == ["草莓"]
        owed = await read(lambda conn: promises.open_of_groups(conn, everywhere))
        assert {p.is_overdue(NOW) for p in owed if p.state == "open"} == {True, False}
        late = await read(lambda conn: console.find_cases(conn, Wanted(everywhere, overdue=True), NOW))
        assert {c.number for c in late.cases} == {c.number for c in found if console.is_late(c, NOW)} != set()
        gaps = await read(lambda conn: connections.lately(conn, "terminal", NOW - timedelta(days=7), 9))
        assert [g.ended_at - g.began_at for g in gaps if g.ended_at] == [timedelta(minutes=12)]
        answers = [line.text for line in stage.lines if line.ours and line.member in stage.leaders]
        assert answers
        for wrong in ("没有售后单", "没有承诺", "没看懂", "先没发", "是哪一单"):
            assert not [text for text in answers if wrong in text], wrong


async def test_the_neighbours_chat_of_nothing_bad() -> None:
    history = load_history()
    clock = StageClock(utc_now())
    async with stage_of(history["groups"], clock) as stage:
        await stage.app.prepare()
        await stage.adapter.start(stage.app.take)
        for line in history["chatter"]:
            clock.at += timedelta(seconds=5)
            await stage.speak(line["who"], line["text"], private=False, group="garden")
            while await lane.work_one_lane(stage.app.ctx):
                pass
        clock.at += timedelta(seconds=60)
        await stage.app.run_until_idle()
        assert await stage.app.ctx.storage.read(cases.all_cases) == []
        assert await stage.app.ctx.storage.read(lambda conn: reviews.open_of_groups(conn, [1])) == []
        assert not [line for line in stage.lines if line.ours]


@pytest.mark.parametrize(
    ("ago", "time"),
    [("2d3h20m", timedelta(days=2, hours=3, minutes=20)), ("45m", timedelta(minutes=45)), ("1d", timedelta(days=1))],
)
def test_how_long_ago(ago: str, time: timedelta) -> None:
    assert how_long(ago) == time
