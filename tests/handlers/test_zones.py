"""B2, B6 and B8 in each group's own time: quiet hours, business hours, promise words, every time that is shown."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.config import ConfigError, from_dict
from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import AT_TEN, GROUP, Conversation

BERLIN = {GROUP: "Europe/Berlin"}
"""Seven hours behind the default zone in winter: 10:00 in Shanghai is 03:00 there."""
NIGHT_BEFORE_SUMMER_TIME = datetime(2026, 3, 28, 19, tzinfo=UTC)
"""20:00 in Berlin; at 02:00 the clocks are put forward."""
NIGHT_BEFORE_WINTER_TIME = datetime(2026, 10, 24, 18, tzinfo=UTC)
"""20:00 in Berlin; at 03:00 the clocks are put back."""


async def all_promises(c: Conversation) -> list[Promise]:
    return await c.read(lambda conn: promises.of_case(conn, 1))


async def promised(c: Conversation, words: str) -> Promise:
    await c.complain()
    await c.private("团长", f"回 1 {words}")
    c.skip()
    await c.private("团长", "诺 1 对")
    (made,) = await all_promises(c)
    return made


async def test_b8_the_quiet_hours_are_the_groups_own(database_url: str) -> None:
    async with Conversation.on(database_url, zones=BERLIN, others={"李姐": "荷花里"}) as c:
        await c.complain()
        await c.group("老周", "鸡蛋坏了两个", group_id="李姐的群")
        await c.wait(minutes=40)
        c.skip()
        await c.private("李姐", "回 2 老周，补的放您门口了")
        assert c.to("老周") == "老周，补的放您门口了", "it is ten in the morning in that group"
        c.skip()
        await c.private("团长", "回 1 静静，补的放您门口了")
        assert "08:00 再转给 静静" in c.to("团长")
        assert c.nothing()
        await c.wait(hours=4)
        assert c.nothing()
        await c.wait(hours=1)
        assert c.to("静静") == "静静，补的放您门口了"


async def test_b2_business_hours_and_shown_times_are_the_groups_own(database_url: str) -> None:
    async with Conversation.on(database_url, zones=BERLIN, mode="assist", clocks=True) as c:
        await c.complain()
        assert (await c.case()).first_response_due_at == datetime(2026, 1, 5, 8, 10, tzinfo=UTC), "09:10 in Berlin"
        await c.private("团长", "看 1")
        assert "01-05 03:00 静静" in c.to("团长")
        await c.private("团长", "缓 1 明天上午")
        assert "01-06 09:00" in c.to("团长")
        assert (await c.case()).snoozed_until == datetime(2026, 1, 6, 8, tzinfo=UTC)
        await c.private("团长", "待办")
        assert "01-06 09:00" in c.to("团长")


def test_b2_a_day_off_is_the_day_in_the_group() -> None:
    settings = from_dict({"sla": {"holidays": ["2026-01-04"]}}, environ={})
    assert settings.sla_rules_in(ZoneInfo("Asia/Shanghai")).hours.is_open(AT_TEN), "Monday"
    assert not settings.sla_rules_in(ZoneInfo("America/Los_Angeles")).hours.is_open(AT_TEN), "still Sunday evening"


async def test_b8_one_group_has_quiet_hours_of_its_own(database_url: str) -> None:
    night = {"quiet_from": "12:00", "quiet_until": "15:00"}
    async with Conversation.on(database_url, own=night, others={"李姐": "荷花里"}) as c:
        await c.complain()
        await c.group("老周", "鸡蛋坏了两个", group_id="李姐的群")
        await c.wait(hours=2.5)
        c.skip()
        await c.private("李姐", "回 2 老周，补的放您门口了")
        assert c.to("老周") == "老周，补的放您门口了"
        c.skip()
        await c.private("团长", "回 1 静静，补的放您门口了")
        assert "15:00 再转给 静静" in c.to("团长")
        await c.wait(hours=3)
        assert c.to("静静") == "静静，补的放您门口了"


async def test_b2_one_group_has_hours_and_days_off_of_its_own(database_url: str) -> None:
    own = {"open_from": "13:00", "open_until": "20:00", "holidays": ["2026-01-05"]}
    others = {"李姐": "荷花里"}
    async with Conversation.on(database_url, own=own, others=others, mode="assist", clocks=True) as c:
        await c.complain()
        await c.group("老周", "鸡蛋坏了两个", group_id="李姐的群")
        await c.wait(10)
        c.skip()
        assert (await c.case()).first_response_due_at == datetime(2026, 1, 6, 5, 10, tzinfo=UTC), "13:10 the next day"
        due = (await c.case(2)).first_response_due_at
        assert due is not None
        assert due.date() == AT_TEN.date(), "the others work"


async def test_b10_an_overdue_promise_comes_up_again_when_this_groups_night_is_over(database_url: str) -> None:
    async with Conversation.on(database_url, own={"quiet_until": "06:30"}) as c:
        await promised(c, "今晚八点前给您补一份")
        c.skip()
        await c.wait(hours=20.4)
        c.skip()
        await c.wait(minutes=10)
        assert "承诺 1 还没办" in c.to("团长")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"quiet_form": "23:00"}, "groups.0.quiet_form"),
        ({"open_from": "25:00"}, "groups.0.open_from"),
        ({"holidays": ["2026-02-30"]}, "groups.0.holidays.0"),
        ({"weekdays": []}, "groups.0.weekdays"),
        ({"weekdays": [8]}, "groups.0.weekdays.0"),
    ],
)
def test_a_mistake_in_a_groups_own_hours_is_named_with_its_place(entry: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(complaint)):
        from_dict({"groups": [{"platform": "terminal", "id": GROUP, **entry}]}, environ={})


async def test_b6_tomorrow_morning_is_the_groups_own(database_url: str) -> None:
    async with Conversation.on(database_url, zones=BERLIN) as c:
        made = await promised(c, "明早给您补发一份")
        assert made.due_at == datetime(2026, 1, 6, 9, tzinfo=UTC), "10:00 in Berlin"
        assert "明天 10:00 前" in c.to("团长")
        await c.private("团长", "诺 1 改 今晚八点")
        assert "今天 20:00 前" in c.to("团长")
        assert (await all_promises(c))[0].due_at == datetime(2026, 1, 5, 19, tzinfo=UTC)
        c.skip()


async def test_b9_the_time_of_an_offer_is_the_groups_own(database_url: str) -> None:
    async with Conversation.on(database_url, zones=BERLIN) as c:
        await c.complain()
        await c.private("团长", "赔 1 退8元 今天18:00 因为老邻居")
        assert "今天 18:00" in c.to("静静")
        c.skip()
        await c.private("静静", "好的")
        await c.wait(10)
        assert (await all_promises(c))[0].due_at == datetime(2026, 1, 5, 17, tzinfo=UTC)
        c.skip()


@pytest.mark.parametrize(
    ("said_at", "due"),
    [
        (NIGHT_BEFORE_SUMMER_TIME, datetime(2026, 3, 29, 8, tzinfo=UTC)),
        (NIGHT_BEFORE_WINTER_TIME, datetime(2026, 10, 25, 9, tzinfo=UTC)),
    ],
    ids=["forward", "back"],
)
async def test_clocks_put_forward_or_back_overnight_move_no_promise(
    database_url: str, said_at: datetime, due: datetime
) -> None:
    async with Conversation.on(database_url, zones=BERLIN, at=said_at) as c:
        made = await promised(c, "明天早上十点前给您退8块")
        assert made.due_at == due, "ten on the wall of that morning"
        c.skip()
        eight = due - timedelta(hours=2)
        await c.wait((eight - c.clock()).total_seconds() - 60)
        assert [t for t in c.all_to("团长") if "承诺 1" in t] == [], "the quiet hours end at eight on that wall"
        await c.wait(120)
        assert [t for t in c.all_to("团长") if "承诺 1" in t], "warned in the morning"
        c.skip()


@pytest.mark.parametrize("at", [NIGHT_BEFORE_SUMMER_TIME, NIGHT_BEFORE_WINTER_TIME], ids=["forward", "back"])
async def test_what_waits_for_the_morning_goes_at_eight_on_the_wall(database_url: str, at: datetime) -> None:
    async with Conversation.on(database_url, zones=BERLIN, at=at) as c:
        await c.complain()
        await c.wait(hours=3)
        c.skip()
        await c.private("团长", "回 1 静静，补的放您门口了")
        assert "08:00 再转给" in c.to("团长")
        await c.wait(hours=14)
        local = c.to("静静").at.astimezone(ZoneInfo(BERLIN[GROUP]))
        assert (local.hour, local.minute) == (8, 0)


def test_a_zone_that_nobody_knows_stops_the_start_with_one_line() -> None:
    group = {"platform": "terminal", "id": 1, "timezone": "Asia/Nowhere"}
    with pytest.raises(ConfigError, match=r"groups\.0\.timezone: 不认识这个时区") as e:
        from_dict({"groups": [group]}, environ={})
    assert "\n" not in str(e.value)
