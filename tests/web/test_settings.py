"""群与设置: modes, people, sensitivity, connections and rules."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.detection.expected import in_words
from bot.domain.chat import Capabilities
from bot.domain.verdict import SENSITIVITIES
from bot.replies import say
from bot.storage import accounts, groups, users
from bot.storage.groups import Group
from bot.web import policies
from bot.web.pages.settings import abilities
from handlers.sending import connections
from tests.conversation import NAME
from tests.web.desk import Desk, words


async def the_group(desk: Desk) -> Group:
    return (await desk.chat.read(groups.everyone))[0]


async def look(desk: Desk) -> None:
    """As the running program looks at its connections."""
    ctx = desk.chat.app.ctx
    await desk.chat.storage.write(lambda conn: connections.look(ctx, conn))


async def test_the_mode_changes_and_it_is_written_down(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        page = await leader.get("/settings/groups/1")
        assert 'value="auto" checked' in page.text
        done = await leader.post("/settings/groups/1/mode", {"value": "watch"})
        assert "改好了" in words(done)
        assert (await the_group(desk)).mode == "watch"
        assert ("group_mode", "group:1") in await desk.audit()
        await desk.chat.group("静静", "草莓烂了一半")
        await desk.chat.wait(15)
        assert desk.chat.posts() == [], "nothing is posted in watch"
        refused = await leader.post("/settings/groups/1/mode", {"value": "loud"})
        assert "自动" in words(refused)
        assert (await the_group(desk)).mode == "watch"
        desk.chat.skip()


async def test_somebody_added_may_command_and_somebody_removed_may_not(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        await desk.chat.group("小美", "今天天气好")
        page = await leader.get("/settings/groups/1")
        assert '<option value="小美">' in page.text, "whoever spoke can be chosen"
        await leader.post("/settings/groups/1/add", {"value": "小美", "role": "admin"})
        await desk.chat.private("小美", "待办")
        assert desk.chat.to("小美") == say("leader.todo_empty")
        assert "在这里加的" in words(await leader.get("/settings/groups/1"))
        again = await leader.post("/settings/groups/1/add", {"value": "小美", "role": "admin"})
        assert "已经是管理员了" in words(again)
        await leader.post("/settings/groups/1/add", {"value": "小美", "role": "group_leader"})
        assert {s.member_id: s.role for s in await desk.chat.read(lambda conn: groups.staff_entries(conn, 1))} == {
            "团长": "group_leader",
            "小美": "group_leader",
        }
        await leader.post("/settings/groups/1/remove", {"value": "小美"})
        await desk.chat.private("小美", "待办")
        assert desk.chat.nothing()
        assert [action for action, _ in await desk.audit()] == ["group_add", "group_add", "group_remove"]


async def test_who_stands_in_config_yaml_stays(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        assert "config.yaml 里写的" in words(await leader.get("/settings/groups/1"))
        refused = words(await leader.post("/settings/groups/1/remove", {"value": "团长"}))
        assert "写在 config.yaml 里" in refused
        assert await desk.chat.read(lambda conn: groups.staff_of(conn, 1)) == ["团长"]


async def test_the_last_leader_stays(database_url: str) -> None:
    async with Desk.on(database_url, leader=None) as desk:
        await desk.chat.group("小美", "今天天气好")
        owner = await desk.log_in("owner")
        assert "请先加一位团长" in words(await owner.get("/settings/groups/1"))
        await owner.post("/settings/groups/1/add", {"value": "小美", "role": "group_leader"})
        for action, fields in (("remove", {"value": "小美"}), ("add", {"value": "小美", "role": "admin"})):
            assert "最后一位团长" in words(await owner.post(f"/settings/groups/1/{action}", fields))
        assert await desk.chat.read(lambda conn: groups.role_of(conn, 1, "小美")) == "group_leader"


@pytest.mark.parametrize("value", ["", "   ", "a b", "x" * 200, "\u202e"])
async def test_a_bad_id_is_refused_in_one_sentence(value: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        refused = await leader.post("/settings/groups/1/add", {"value": value, "role": "admin"})
        assert "先写上这个人的号" in words(refused)
        assert await desk.chat.read(lambda conn: groups.staff_of(conn, 1)) == ["团长"]


async def test_a_name_given_here_stays_until_it_is_taken_back(database_url: str) -> None:
    async with Desk.on(database_url, leader=None) as desk:
        await desk.chat.group("小美", "今天天气好", group_name="平台群")
        owner = await desk.log_in("owner")
        await owner.post("/settings/groups/1/name", {"value": "三栋的群"})
        await desk.chat.group("小美", "出太阳了", group_name="平台群改名了")
        assert (await the_group(desk)).name == "三栋的群"
        await owner.post("/settings/groups/1/name", {"value": ""})
        await desk.chat.group("小美", "多云", group_name="平台群改名了")
        assert (await the_group(desk)).name == "平台群改名了"
        assert "最多" in words(await owner.post("/settings/groups/1/name", {"value": "群" * 61}))


async def test_another_leaders_group_does_not_exist(database_url: str) -> None:
    async with Desk.on(database_url, others={"李姐": ""}) as desk:
        leader = await desk.log_in("leader", only=["李姐的群"])
        overview = words(await leader.get("/settings"))
        assert "李姐的群" in overview
        assert NAME not in overview
        assert (await leader.get("/settings/groups/1")).status_code == 404
        assert (await leader.post("/settings/groups/1/mode", {"value": "watch"})).status_code == 404
        assert (await the_group(desk)).mode == "auto"


async def test_a_lost_connection_and_what_was_missed_meanwhile(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        owner = await desk.log_in("owner")
        assert "程序没在跑" in words(await owner.get("/settings"))
        await look(desk)
        page = words(await owner.get("/settings"))
        assert "连着" in page
        assert "最近 7 天一直听得到" in page
        health = desk.chat.adapter.health
        health.connected, health.since, health.trouble = False, desk.chat.clock(), "连不上网关，正在自动重连。"
        await look(desk)
        page = words(await owner.get("/settings"))
        assert "断了" in page
        assert "连不上网关" in page
        assert "01-05 10:00 到现在" in page
        assert "演示断了（最后听到是刚刚）" in words(await owner.get("/"))
        desk.chat.clock.at += timedelta(minutes=7)
        health.connected, health.since, health.trouble = True, desk.chat.clock(), None
        await look(desk)
        page = words(await owner.get("/settings"))
        assert "01-05 10:00 到 10:07" in page
        assert "演示断了" not in words(await owner.get("/"))
        assert "我们没读到" in page, "this platform keeps no history"
        desk.chat.allow(catch_up="history")
        assert "漏下的读回来" in words(await owner.get("/settings"))


async def test_the_program_stood_still(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await look(desk)
        desk.chat.clock.at += timedelta(hours=2)
        ctx = desk.chat.app.ctx
        await desk.chat.storage.write(lambda conn: connections.program_starts(ctx, conn))
        desk.chat.adapter.health.since = desk.chat.clock()
        await look(desk)
        owner = await desk.log_in("owner")
        assert "01-05 10:00 到 12:00" in words(await owner.get("/settings"))


async def test_an_account_that_was_stopped_sends_again(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.group("小美", "今天天气好")
        values = {"stopped_at": desk.chat.clock(), "reason": "发送太快", "modes": {"1": "auto"}}
        await desk.chat.storage.write(lambda conn: accounts.change(conn, "terminal", "anxin", **values))
        await desk.chat.storage.write(lambda conn: groups.set_mode(conn, 1, "assist"))
        leader = await desk.log_in("leader")
        assert "发送太快" in words(await leader.get("/settings"))
        stranger = await desk.log_in("leader", name="other", only=[])
        fields = {"platform": "terminal", "account": "anxin"}
        assert "发送太快" not in words(await stranger.get("/settings"))
        assert (await stranger.post("/settings/resume", fields)).status_code == 404
        assert say("sending.started") in words(await leader.post("/settings/resume", fields))
        assert (await the_group(desk)).mode == "auto"
        assert await desk.audit() == [("sending_resumed", "account:terminal")]
        assert say("sending.not_stopped") in words(await leader.post("/settings/resume", fields))


async def test_the_rules_say_where_they_come_from(database_url: str) -> None:
    async with Desk.on(database_url, posts_per_hour=4) as desk:
        found = policies.rules(desk.chat.app.ctx.settings, ["telegram"])
        assert {rule.about: rule.own for rule in found["talk"]}["群里的间隔"]
        assert not {rule.about: rule.own for rule in found["talk"]}["安静时段"]
        assert "Telegram" in [rule.about for rule in found["sending"]]
        page = words(await (await desk.log_in("leader")).get("/settings"))
        for part in ("一小时最多 4 条", "22:00–08:00", "平衡：", "30 元以内"):
            assert part in page, part


async def test_a_groups_own_hours_stand_on_its_page(database_url: str) -> None:
    own = {"quiet_from": "23:00", "open_until": "18:00", "holidays": ["2026-02-17"]}
    async with Desk.on(database_url, own=own, others={"李姐": "荷花里"}) as desk:
        owner = await desk.log_in("owner")
        page = words(await owner.get("/settings/groups/1"))
        for part in ("安静时段也是自己的：23:00–08:00", "工作时间也是自己的：每天", "–18:00", "2026-02-17 休息"):
            assert part in page, part
        assert "也是自己的" not in words(await owner.get("/settings/groups/2"))
        assert "22:00–08:00" in words(await owner.get("/settings"))
        assert "承诺到点前 4 小时提醒" in words(await owner.get("/settings"))


async def test_how_readily_words_count_is_set_for_one_group(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        page = await leader.get("/settings/groups/1")
        assert 'value="" checked' in page.text
        for code in SENSITIVITIES:
            assert in_words(code).partition("：")[2] in words(page)
        assert "改好了" in words(await leader.post("/settings/groups/1/sensitivity", {"value": "cautious"}))
        assert (await the_group(desk)).sensitivity == "cautious"
        refused = await leader.post("/settings/groups/1/sensitivity", {"value": "loud"})
        assert "只有谨慎、平衡、灵敏三种" in words(refused)
        assert (await the_group(desk)).sensitivity == "cautious"
        await leader.post("/settings/groups/1/sensitivity", {"value": ""})
        assert (await the_group(desk)).sensitivity is None
        log = await desk.chat.read(users.audit_log)
        assert [entry.detail for entry in reversed(log)] == ["平衡 → 谨慎", "谨慎 → 平衡"]
        viewer = await desk.log_in("viewer")
        assert (await viewer.post("/settings/groups/1/sensitivity", {"value": "keen"})).status_code == 403


def test_what_a_platform_can_do_is_said_in_words() -> None:
    assert "不能先私聊群友" in [words for _, words in abilities(Capabilities())]
    telegram = abilities(Capabilities(deep_link=True, delete_own_s=172_800, catch_up="queue", buttons=True))
    assert all(can for can, _ in telegram)
    assert "群友点链接后能私聊" in [words for _, words in telegram]
    wechat = abilities(Capabilities(dm_first="friends", delete_own_s=120))
    assert "发错了 2 分钟内能撤" in [words for _, words in wechat]
    assert (False, "断线时漏的读不回来") in wechat
