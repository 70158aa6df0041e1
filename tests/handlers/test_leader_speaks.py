"""The leader's own words in the group are the first response; what the member says after them."""

from __future__ import annotations

import pytest

from tests.conversation import Conversation


async def test_an_answer_within_the_pause_is_the_first_response(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(3)
        await c.group("团长", "静静不好意思，我马上看看")
        await c.wait(minutes=5)
        assert c.posts() == []
        assert c.all_to("静静") == [], "the leader is talking with her"
        assert c.to("团长").startswith("售后单 1")
        case = await c.case()
        assert (case.first_response_by, case.state) == ("group_leader", "contacted")


async def test_an_answer_after_the_pause_takes_a_waiting_apology_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("老周", "鸡蛋少了两个")
        await c.group("静静", "草莓烂了一半")
        await c.wait(9)
        assert c.posts() == [], "two posts are half a minute apart"
        await c.group("团长", "@静静 对不起，我来处理")
        await c.wait(minutes=5)
        assert c.posts() == []
        assert (await c.case(2)).first_response_by == "group_leader"
        c.skip()


async def test_in_assist_an_answer_takes_the_draft_back(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await c.complain()
        await c.wait(minutes=2)
        await c.group("团长", "静静抱歉，我来处理")
        await c.private("团长", "发 1")
        assert c.to("团长") == "售后单 1 没有等着发的话。"
        assert c.nothing()


async def test_an_answer_to_somebody_else_changes_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓烂了一半")
        await c.group("团长", "@王阿姨 好的，我马上看看")
        await c.wait(10)
        assert c.post().mentions == ["静静"]
        c.skip()


async def test_small_talk_of_the_leader_changes_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓烂了一半")
        await c.group("团长", "明天有菠萝，要的接龙")
        await c.wait(10)
        assert c.post().mentions == ["静静"]
        c.skip()


async def test_quoting_the_complaint_is_an_answer_whatever_it_says(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        asked = await c.group("静静", "草莓烂了一半")
        await c.group("团长", "哪一盒", quote=asked)
        await c.wait(10)
        assert c.posts() == []
        c.skip()


async def test_an_anonymous_admin_speaks_for_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓烂了一半")
        await c.group("GroupAnonymousBot", "静静不好意思，马上处理", sender="anonymous_admin")
        await c.wait(10)
        assert c.posts() == []
        c.skip()
        assert len(await c.cases()) == 1


async def test_an_admin_named_by_the_leader_counts_as_well(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("团长", "草莓烂了一半的都找我")
        await c.wait(10)
        assert c.nothing(), "a leader never complains here"


async def test_received_after_the_leaders_answer_asks_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓烂了一半")
        await c.group("团长", "静静不好意思，下午给您补一盒")
        await c.wait(10)
        c.skip()
        await c.wait(minutes=20)
        await c.group("静静", "收到了，谢谢团长")
        await c.wait(10)
        assert c.to("团长") == "静静 说“收到了，谢谢团长”。要结单就回：结 1 处理结果"
        assert c.nothing(), "the leader talks with her, nobody else asks"


@pytest.mark.parametrize(("answer", "state"), [("好了", "resolved"), ("还没", "waiting_us")])
async def test_received_in_the_group_is_asked_about_in_private(database_url: str, answer: str, state: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(minutes=20)
        await c.group("静静", "收到了，谢谢")
        await c.wait(10)
        assert "“收到了，谢谢”" in c.to("静静")
        assert "我再问一句是不是处理好了" in c.to("团长")
        await c.private("静静", answer)
        await c.wait(10)
        c.skip()
        case = await c.case()
        assert case.state == state or (state == "waiting_us" and case.fix_confirmed_at is None)
        assert case.mark is None


async def test_received_the_next_evening_counts_and_understood_does_not(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(hours=20)
        await c.group("团长", "明天停水，大家存点水")
        await c.group("静静", "收到")
        await c.wait(10)
        assert c.nothing(), "she only means that she has read it"
        await c.wait(hours=10)
        await c.group("静静", "补的收到了，谢谢")
        await c.wait(10)
        assert "补的收到了" in c.to("静静")
        assert "我再问一句是不是处理好了" in c.to("团长")


async def test_not_received_is_no_confirmation(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(minutes=20)
        await c.group("静静", "还没收到呢")
        await c.wait(10)
        assert (await c.case()).fix_confirmed_at is None
        assert "在群里催：还没收到呢" in c.to("团长")
        assert "有消息第一时间跟您说" in c.to("静静")
