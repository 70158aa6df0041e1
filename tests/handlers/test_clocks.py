"""B2, A5: the longer it takes, the angrier the member. Clocks warn, tell of a breach, and call the leader in person."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.config import from_dict
from bot.domain.case import Case
from bot.replay import DAY_ONE
from bot.replies import variants
from bot.storage import cases
from bot.web.rendering import since
from handlers.cases import clocks
from handlers.spans import age, span
from tests.conversation import LIKE_TELEGRAM, Conversation

EVENING = DAY_ONE + timedelta(hours=20, minutes=50)


def heads(said: list[Any]) -> list[str]:
    return [s.split("\n")[0] for s in said]


async def noted(c: Conversation) -> None:
    """静静's case with all that the bot asks answered: a person has to speak now."""
    await c.complain("静静", "草莓烂了三个", photos=1)
    for words in ("一打开就是烂的", "补几个就行"):
        await c.private("静静", words)
        await c.wait(10)
    c.skip()


async def test_b2_nobody_answers_in_the_group(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="assist") as c:
        await c.complain()
        await c.wait(minutes=7)
        assert c.nothing()
        await c.wait(minutes=1)
        assert c.to("团长").startswith("售后单 1 · 静静 在 阳光里 3 群 还没等到回应，还剩 2 分钟")
        await c.wait(minutes=2)
        assert c.to("团长").startswith("售后单 1 超时：静静 在 阳光里 3 群 一直没等到回应")
        await c.wait(minutes=60)
        assert c.to("团长").startswith("售后单 1 还没人回应，已过 1 小时。请您亲自给 静静 打个电话")
        await c.wait(minutes=45)
        assert c.nothing(), "each is said once"
        assert [k for k in await c.kinds() if k.startswith("clock")] == [
            "clock_warned",
            "clock_breached",
            "clock_phone",
        ]


async def test_b2_an_apology_that_went_out_stops_the_clock(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="assist") as c:
        await c.complain()
        await c.wait(minutes=5)
        await c.private("团长", "发 1")
        c.skip()
        await c.wait(minutes=60)
        assert c.nothing()


async def test_b2_the_leaders_own_answer_stops_the_clocks(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="assist") as c:
        await c.complain()
        await c.group("团长", "@静静 对不起，我来处理")
        c.skip()
        await c.wait(hours=5)
        assert c.nothing(), "the leader talks with her"


async def test_b2_first_contact(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain()
        await c.wait(hours=2)
        assert c.to("团长").startswith("售后单 1 · 静静 还没在私聊里说上话")
        await c.private("静静", "打开就这样")
        await c.wait(10)
        c.skip()
        assert (await c.case()).first_contact_at is not None


async def test_b2_first_contact_in_time(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain()
        await c.private("静静", "打开就这样")
        await c.wait(10)
        c.skip()
        contact = (await c.case()).first_contact_at
        assert contact is not None
        await c.wait(hours=3)
        assert c.nothing()


async def test_a5_a_member_who_waits_in_private_is_a_clock_too(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await noted(c)
        assert (await c.case()).answer_due_at is not None
        await c.wait(minutes=23)
        assert c.to("团长").startswith("售后单 1 · 静静 在私聊等您回话，还剩 8 分钟：补几个就行")
        await c.wait(minutes=8)
        assert c.to("团长").startswith("售后单 1 超时：静静 在私聊一直没等到回话：补几个就行")
        await c.private("团长", "回 1 静静您好，晚上给您补三个")
        said = c.all_to("静静")
        assert said[0] in variants("private.missed")
        assert "漏看了" in said[0]
        assert said[1:] == ["静静您好，晚上给您补三个"]
        c.skip()
        assert (await c.case()).answer_due_at is None
        await c.wait(minutes=50)
        assert c.nothing()


async def test_a5_who_asks_again_hears_first_that_we_missed_it(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await noted(c)
        await c.wait(minutes=35)
        c.skip()
        await c.private("静静", "有人在看吗")
        await c.wait(10)
        assert c.all_to("静静")[0] in variants("private.missed")
        c.skip()
        await c.private("团长", "回 1 对不起，晚上给您补三个")
        assert c.to("静静") == "对不起，晚上给您补三个", "said once"
        c.skip()


async def test_a5_who_says_it_in_the_group_instead_hears_it_there(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await noted(c)
        await c.wait(minutes=35)
        c.skip()
        await c.group("静静", "草莓烂了，私聊也没人理我")
        await c.wait(40)
        post = c.post()
        assert any(post.startswith(w.format(goods="草莓")) for w in variants("apology.missed.with_goods"))
        c.skip()
        assert len(await c.cases()) == 1


async def test_an_answer_in_time_needs_no_apology(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await noted(c)
        await c.wait(minutes=10)
        await c.private("团长", "回 1 静静您好，晚上给您补三个")
        assert c.to("静静") == "静静您好，晚上给您补三个"
        c.skip()
        await c.private("静静", "好的谢谢")
        await c.wait(minutes=50)
        c.skip()
        assert (await c.case()).answer_due_at is None, "thanks wait for nothing"


async def test_the_resolution_clock_stands_still_while_the_member_is_to_answer(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain()
        due = (await c.case()).resolution_due_at
        assert (await c.case()).paused_at is not None
        await c.wait(hours=3)
        c.skip()
        await c.private("静静", "找团长")
        await c.wait(10)
        c.skip()
        case = await c.case()
        assert case.paused_at is None
        assert due is not None
        assert case.resolution_due_at is not None
        shifted = case.resolution_due_at - due
        assert timedelta(hours=3) <= shifted <= timedelta(hours=3, minutes=1)


async def test_it_escalates_from_the_assignee_to_the_leader_in_person(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await staffed(c, phone="13800000000")
        await noted(c)
        await c.private("团长", "转 1 @小美")
        c.skip()
        await c.wait(minutes=25)
        assert "在私聊等您回话" in c.to("小美"), "the warning is for whoever works on it"
        assert c.nothing()
        await c.wait(minutes=10)
        assert "超时" in c.to("小美")
        assert "超时" in c.to("团长")
        await c.wait(minutes=60)
        assert "请您亲自打个电话" in c.to("团长")
        assert "打给团长：13800000000" in c.to("小美")
        assert c.nothing()
        assert not any("13800000000" in d.message.text for d in c.adapter.sent if d.message.member_id == "静静")


async def staffed(c: Conversation, phone: str = "") -> None:
    """The same group with an admin, 小美."""
    groups = [
        {"platform": "terminal", "id": "g1", "name": "阳光里 3 群", "mode": "auto", "leaders": ["团长"],
         "admins": ["小美"], "leader_phone": phone},
    ]  # fmt: skip
    c.app.ctx = replace(c.app.ctx, settings=from_dict({"groups": groups}, environ={}))
    await c.app.prepare()


async def test_nobody_is_woken_outside_business_hours(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="assist", at=EVENING) as c:
        await c.complain()
        await c.wait(minutes=30)
        c.skip()  # the warning came at 20:58
        await c.wait(hours=11)
        assert c.nothing()
        await c.wait(hours=1)
        assert any("超时" in head for head in heads(c.all_to("团长")))


async def test_a_red_case_is_worth_waking_somebody(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="assist", at=EVENING + timedelta(hours=3)) as c:
        await c.complain("静静", "虾饺吃完孩子上吐下泻")
        await c.wait(minutes=6)
        assert any("超时" in head for head in heads(c.all_to("团长")))


async def test_watch_mode_only_records(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="watch") as c:
        await c.complain()
        await c.wait(hours=30)
        assert c.nothing()


async def test_what_is_due_is_shown_everywhere(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await noted(c)
        await c.complain("老周", "鸡蛋少了两个")
        await c.private("团长", "待办")
        first, second = c.to("团长").split("\n")[1:]
        assert first.endswith("回话还剩 30 分钟"), "what is due first stands first"
        assert second.startswith("售后单 2 老周")
        assert second.endswith("联系还剩 2 小时")
        await c.wait(minutes=90)
        c.skip()
        await c.private("团长", "待办")
        assert "回话超时 1 小时" in c.to("团长")
        await c.private("团长", "看 1")
        assert "时限 回话超时 1 小时，办妥还剩 " in c.all_to("团长")[0]
        await c.private("团长", "看 2")
        assert "等群友期间不计时" in c.to("团长")


async def test_severity_changes_the_clocks(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain("静静", "牛奶有点酸")
        before = (await c.case()).first_contact_due_at
        await c.group("静静", "喝完肚子疼，上吐下泻")
        await c.wait(10)
        c.skip()
        case = await c.case()
        assert case.red
        assert before is not None
        assert case.first_contact_due_at is not None
        assert case.first_contact_due_at < before


async def test_a_reopened_case_has_its_time_anew(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain()
        await c.private("团长", "结 1 补了一盒")
        c.skip()
        await c.wait(hours=72)
        c.skip()
        await c.private("静静", "还没收到呢")
        await c.wait(10)
        c.skip()
        due = (await c.case()).resolution_due_at
        assert due is not None
        assert due > c.clock() + timedelta(hours=20)


async def test_what_fell_due_while_nothing_ran_is_said_once(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="assist") as c:
        await c.complain()
        c.clock.at += timedelta(hours=3)
        await c.wait(1)
        said = heads(c.all_to("团长"))
        assert len([s for s in said if "还没人回应" in s]) == 1
        assert not any("还剩" in s for s in said), "nobody is warned of what is over"


async def test_a_clock_that_is_put_back_warns_nobody_twice(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="assist") as c:
        await c.complain()
        await c.wait(minutes=8)
        assert "还剩" in c.to("团长")
        c.clock.at -= timedelta(minutes=5)
        await c.wait(minutes=6)
        assert c.nothing()


async def test_who_blocks_the_bot_is_a_matter_for_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, can=LIKE_TELEGRAM) as c:
        await c.complain()
        c.adapter.refused = {"静静"}
        await c.wait(hours=2, minutes=1)
        assert "打个电话问问" in c.to("团长")


async def test_many_cases_due_at_once_are_one_notice(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="assist") as c:
        for n, goods in enumerate(("草莓", "牛奶", "鸡蛋", "面包", "苹果")):
            await c.group(f"群友{n}", f"{goods}烂了")
        await c.wait(10)
        c.skip()
        c.clock.at += timedelta(minutes=12)
        await c.wait(1)
        said = [s for s in c.all_to("团长") if "到了时限" in s]
        assert said == ["阳光里 3 群 有 5 单到了时限，回“待办”看看，急的在前。"]
        c.skip()
        assert "clock_breached" in await c.kinds(5), "each case knows of its own"


async def test_many_sweeps_at_once_say_it_once(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="assist") as c:
        await c.complain()
        c.clock.at += timedelta(minutes=8)
        ctx = c.app.ctx

        async def sweep() -> int:
            return await c.storage.write(lambda conn: clocks.sweep_clocks(ctx, conn))

        worked = await asyncio.gather(*(sweep() for _ in range(6)))
        assert sum(worked) == 1
        await c.wait(1)
        assert "还剩" in c.to("团长")


@pytest.mark.parametrize("state", ["resolved", "closed"])
async def test_an_ended_case_has_no_clock(database_url: str, state: Any) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain()

        def end(conn: Any) -> Case:
            case = cases.get(conn, 1)
            assert case is not None
            return cases.change(conn, case, state=state)

        await c.storage.write(end)
        await c.wait(1)
        assert (await c.case()).clock_due_at is None
        assert await c.read(cases.next_clock) is None


def test_spans_are_one_short_word() -> None:
    spans = [span(timedelta(minutes=m)) for m in (0, 1, 59, 60, 89, 119, 150, 47 * 60, 49 * 60, 71 * 60)]
    assert spans == ["1 分钟", "1 分钟", "59 分钟", "1 小时", "1 小时", "1 小时", "2 小时", "47 小时", "2 天", "2 天"]
    now = datetime(2026, 1, 5, tzinfo=UTC)
    assert [age(now, now - timedelta(seconds=s)) for s in (59, 60, 7199 - 60)] == ["刚刚", "1 分钟", "1 小时"]
    assert [since(now, now - timedelta(seconds=s)) for s in (59, 60, 7199 - 60)] == ["刚刚", "1 分钟前", "1 小时前"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"weekdays": []}, "sla.weekdays"),
        ({"weekdays": [8]}, "sla.weekdays"),
        ({"open_from": "morgens"}, "sla.open_from"),
        ({"warn_at": 1.5}, "sla.warn_at"),
        ({"light": {"answer_min": 0}}, "sla.light.answer_min"),
        ({"holidays": ["2026-02-30"]}, "sla.holidays"),
        ({"mild": {}}, "sla.mild"),
    ],
)
def test_time_limits_that_make_no_sense_stop_the_start_with_one_line(raw: dict[str, Any], says: str) -> None:
    from bot.config import ConfigError

    with pytest.raises(ConfigError) as stopped:
        from_dict({"sla": raw}, environ={})
    assert says in str(stopped.value)
    assert "\n" not in str(stopped.value)


def test_yaml_times_and_partial_policies() -> None:
    settings = from_dict({"sla": {"open_from": 540, "severe": {"answer_min": 3}}}, environ={})
    assert settings.sla.severe.answer_min == 3
    assert settings.sla.severe.first_contact_min == 30, "the rest is as severe as before"
    assert settings.sla_rules.hours.is_open(datetime(2026, 1, 5, 9, tzinfo=DAY_ONE.tzinfo))
