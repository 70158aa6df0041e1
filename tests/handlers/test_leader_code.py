"""Becoming a group's leader by the one-time code that the program prints."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.adapters.terminal import TerminalAdapter
from bot.domain.chat import Offline
from bot.replies import say
from bot.storage import groups
from tests.conversation import GROUP, LIKE_TELEGRAM, NAME, Conversation


async def leaders(c: Conversation, group_id: str = GROUP) -> list[str]:
    group = await c.read(lambda conn: groups.find(conn, "terminal", group_id))
    return await c.read(lambda conn: groups.staff_of(conn, group.id)) if group else []


async def test_an_unknown_group_waits_in_assist_for_its_leader(database_url: str) -> None:
    async with Conversation.on(database_url, leader=None, can=LIKE_TELEGRAM) as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(minutes=5)
        assert c.nothing(), "nobody has said that the bot may speak here"
        group = await c.read(lambda conn: groups.find(conn, "terminal", GROUP))
        assert group is not None
        assert group.mode == "assist"

        c.adapter.leader_names = frozenset({"团长"})
        code = await c.leader_code()
        await c.private("团长", f"我是团长 {code}")
        assert c.to("团长") == f"认得您了，{NAME} 的团长。已经有 1 单在等您，回“待办”看看；回“帮助”看看能做什么。"
        assert await leaders(c) == ["团长"]
        await c.private("团长", "发 1")
        assert c.post().mentions == ["静静"]
        c.skip()


async def test_the_code_works_once(database_url: str) -> None:
    async with Conversation.on(database_url, leader=None, can=LIKE_TELEGRAM) as c:
        c.adapter.leader_names = frozenset({"团长", "老周"})
        await c.group("静静", "大家好")
        code = await c.leader_code()
        await c.private("团长", f"我是团长：{code.lower()}")
        assert c.to("团长") == f"认得您了，{NAME} 的团长。有投诉我先告诉您；回“帮助”看看能做什么。"
        await c.private("老周", f"我是团长 {code}")
        assert c.to("老周") == say("leader.code_wrong")
        assert await leaders(c) == ["团长"]


async def test_a_code_grows_old(database_url: str) -> None:
    async with Conversation.on(database_url, leader=None, can=LIKE_TELEGRAM) as c:
        c.adapter.leader_names = frozenset({"团长"})
        await c.group("静静", "大家好")
        code = await c.leader_code()
        await c.wait(hours=25)
        await c.private("团长", f"我是团长 {code}")
        assert c.to("团长") == say("leader.code_wrong")


async def test_guessing_is_slow(database_url: str) -> None:
    async with Conversation.on(database_url, leader=None, can=LIKE_TELEGRAM) as c:
        c.adapter.leader_names = frozenset({"团长"})
        await c.group("静静", "大家好")
        code = await c.leader_code()
        for n in range(5):
            await c.private("团长", f"我是团长 ABCD234{n + 2}")
            assert c.to("团长") == say("leader.code_wrong")
        await c.private("团长", f"我是团长 {code}")
        assert c.to("团长") == say("leader.code_wrong"), "not even the right one within the hour"
        await c.wait(minutes=61)
        await c.private("团长", f"我是团长 {code}")
        assert c.to("团长").startswith("认得您了")


@pytest.mark.parametrize("words", ["我是团长", "我是团长 ", "我是团长 口令", "我是團長："])
async def test_without_a_code_it_is_explained(database_url: str, words: str) -> None:
    async with Conversation.on(database_url, leader=None) as c:
        await c.private("团长", words)
        assert c.to("团长") == say("leader.code_how")


async def test_who_is_no_admin_on_the_platform_is_refused(database_url: str) -> None:
    async with Conversation.on(database_url, leader=None, can=LIKE_TELEGRAM) as c:
        await c.group("静静", "大家好")
        code = await c.leader_code()
        await c.private("老周", f"我是团长 {code}")
        assert c.to("老周") == say("leader.code_not_admin", group=NAME)
        assert await leaders(c) == []
        c.adapter.leader_names = frozenset({"团长"})
        await c.private("团长", f"我是团长 {code}")
        assert c.to("团长").startswith("认得您了"), "the code is not spent by a refusal"


@dataclass
class Silent(TerminalAdapter):
    """A platform that does not answer who administers a group, or (`says` None) cannot."""

    fails: bool = True

    async def is_group_admin(self, group_id: str, member_id: str) -> bool | None:
        if self.fails:
            raise Offline("no answer")
        return None


async def test_a_platform_that_does_not_answer_now(database_url: str) -> None:
    async with Conversation.on(database_url, leader=None, can=LIKE_TELEGRAM) as c:
        c.adapter.__class__ = Silent
        c.adapter.fails = True  # type: ignore[attr-defined]
        await c.group("静静", "大家好")
        code = await c.leader_code()
        await c.private("团长", f"我是团长 {code}")
        assert c.to("团长") == say("leader.code_no_answer")
        c.adapter.fails = False  # type: ignore[attr-defined]
        await c.private("团长", f"我是团长 {code}")
        assert c.to("团长") == say("leader.which_group", groups=NAME), "it can't say, so the leader names the group"
        await c.private("团长", NAME)
        assert c.to("团长").startswith("认得您了")


async def test_where_the_platform_cannot_say_the_leader_names_the_group(database_url: str) -> None:
    async with Conversation.on(database_url, leader=None) as c:
        await c.group("静静", "大家好")
        await c.group("阿May", "早", group_id="g2", group_name="荷花里")
        code = await c.leader_code()
        await c.private("团长", f"我是团长 {code}")
        assert c.to("团长") == say("leader.which_group", groups=f"{NAME}\n荷花里")
        await c.private("团长", "里")
        assert c.to("团长").startswith("口令对了"), "both names have that character"
        await c.private("团长", "荷花里")
        assert c.to("团长") == "认得您了，荷花里 的团长。有投诉我先告诉您；回“帮助”看看能做什么。"
        assert (await leaders(c, "g2"), await leaders(c)) == (["团长"], [])


async def test_before_the_bot_is_in_any_group(database_url: str) -> None:
    async with Conversation.on(database_url, leader=None) as c:
        code = await c.leader_code()
        await c.private("团长", f"我是团长 {code}")
        assert c.to("团长") == say("leader.no_group_yet")


async def test_the_code_is_nowhere_in_the_database(database_url: str) -> None:
    async with Conversation.on(database_url, leader=None) as c:
        code = await c.leader_code()
        rows = await c.read(lambda conn: conn.exec_driver_sql("SELECT code_hash FROM leader_codes").all())
        assert len(rows) == 1
        assert code not in rows[0].code_hash
