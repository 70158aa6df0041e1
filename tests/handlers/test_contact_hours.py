"""B8: whoever named no hours is written to unasked only in the hours of the day in which they were last active."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.contact_hours import active_hours, next_active
from bot.domain.pacing import QuietHours
from bot.replay import DAY_ONE
from tests.conversation import Conversation

AT_EIGHT = DAY_ONE + timedelta(hours=20)


async def offered_next_morning(c: Conversation, *evening: str) -> None:
    """A member writes in the evening; at ten the next morning the leader makes an offer."""
    for text in evening:
        await c.group("静静", text)
        await c.wait(minutes=4)
    await c.wait((DAY_ONE + timedelta(hours=34) - c.clock()).total_seconds())
    c.skip()
    await c.private("团长", "赔 1 退8元 明天18:00 因为老邻居")
    assert "8 元" in c.to("静静"), "what a person decided does not wait"
    c.skip()


async def test_b8_a_reminder_waits_for_the_hours_in_which_she_writes(database_url: str) -> None:
    async with Conversation.on(database_url, at=AT_EIGHT) as c:
        await offered_next_morning(c, "草莓烂了一半", "一盒里面坏了七八颗", "心情都不好了")
        await c.wait(hours=25)
        assert c.all_to("静静") == [], "ten in the morning is not her time"
        await c.wait(hours=6, minutes=50)
        assert c.all_to("静静") == []
        await c.wait(minutes=15)
        assert c.to("静静").at.astimezone(DAY_ONE.tzinfo).hour == 18
        c.skip()


async def test_b8_who_wrote_too_little_to_tell_is_written_to_by_day(database_url: str) -> None:
    async with Conversation.on(database_url, at=AT_EIGHT) as c:
        await offered_next_morning(c, "草莓烂了一半")
        await c.wait(hours=25)
        assert c.to("静静")
        c.skip()


async def test_b8_the_hours_that_she_named_count_before_those_in_which_she_writes(database_url: str) -> None:
    async with Conversation.on(database_url, at=AT_EIGHT) as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        await c.private("静静", "上午九点到十一点方便联系")
        await c.wait(10)
        c.skip()
        await offered_next_morning(c, "一盒里面坏了七八颗", "心情都不好了")
        await c.wait(hours=24)
        assert c.to("静静").at.astimezone(DAY_ONE.tzinfo).hour == 10
        c.skip()


SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = st.sampled_from([SHANGHAI, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")])
MOMENTS = st.integers(0, 365 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@given(at=MOMENTS, hours=st.frozensets(st.integers(0, 23)), start=TIMES, end=TIMES, zone=ZONES)
def test_nobody_is_written_to_in_quiet_hours_nor_kept_waiting_for_more_than_a_day(
    at: datetime, hours: frozenset[int], start: time, end: time, zone: ZoneInfo
) -> None:
    quiet = QuietHours(start, end, zone)
    found = next_active(at, hours, quiet)
    awake = quiet.over_at(at)
    assert found >= awake
    assert not quiet.is_quiet(found)
    assert found - awake <= timedelta(hours=25)
    suits = any(
        (awake + timedelta(minutes=15 * n)).astimezone(zone).hour in hours
        and not quiet.is_quiet((awake + timedelta(minutes=15 * n)).astimezone(zone).replace(minute=0).astimezone(UTC))
        for n in range(4, 90)
    )
    assert not suits or found.astimezone(zone).hour in hours


def test_the_hours_around_what_somebody_wrote() -> None:
    evening = [datetime(2026, 1, 5, 23, m, tzinfo=SHANGHAI) for m in (1, 20, 59)]
    assert active_hours(evening) == {21, 22, 23, 0, 1}
    assert active_hours(evening[:2]) == frozenset()
