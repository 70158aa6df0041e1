"""A6 and B1: a case whose goods are named later belongs to the matter of these goods from then on."""

from __future__ import annotations

from bot.domain.incident import Incident
from bot.storage import incidents
from tests.conversation import Conversation

VAGUE = "坏了好几个"


async def all_incidents(c: Conversation) -> list[Incident]:
    return await c.read(incidents.everything)


async def tells(c: Conversation, who: str, *texts: str) -> None:
    """A member answers in private."""
    for text in texts:
        await c.private(who, text)
        await c.wait(10)


async def test_a6_goods_named_later_join_the_incident(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.wait(minutes=40)
        await c.complain("老周", VAGUE)
        assert await all_incidents(c) == [], "nobody knows yet what he means"
        await tells(c, "老周", "是草莓")
        (found,) = await all_incidents(c)
        assert (found.state, found.title) == ("open", "草莓")
        assert [case.incident for case in await c.cases()] == [1, 1]
        assert any(t.startswith("批次 1 ·") for t in c.all_to("团长"))
        assert c.posts() == [], "both were answered in the group already"
        c.skip()


async def test_a6_goods_named_later_join_one_that_is_under_way_and_its_decision(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("阿宽", "草莓烂了一半")
        await c.wait(minutes=40)
        await c.complain("老周", VAGUE)
        assert (await c.case(3)).incident is None
        await tells(c, "老周", "是草莓")
        assert (await c.case(3)).incident == 1
        c.skip()
        await c.private("团长", "批次 1 方案 退8元 明天18:00")
        assert "3 单的方案已发给群友" in c.all_to("团长")[0]
        c.skip()


async def test_a6_other_goods_named_later_leave_the_incident(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("阿宽", "草莓烂了一半")
        await c.wait(minutes=2)
        await c.complain("老周", VAGUE)
        assert (await c.case(3)).incident == 1, "said right after the others"
        await tells(c, "老周", "是鸡蛋")
        assert (await c.case(3)).incident is None
        assert "incident_left" in await c.kinds(3)
        assert [i.state for i in await all_incidents(c)] == ["open"]
        c.skip()


async def test_a6_an_incident_without_goods_gets_its_name(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", VAGUE)
        await c.complain("老周", "我这也是" + VAGUE)
        assert [i.subject for i in await all_incidents(c)] == ["other"]
        await tells(c, "老周", "是草莓")
        (found,) = await all_incidents(c)
        assert (found.subject, found.title) == ("goods", "草莓")
        c.skip()


async def test_b1_goods_that_have_an_open_case_already_go_on_as_that_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "鸡蛋坏了两个")
        await c.wait(hours=80)
        c.skip()
        await c.complain("静静", VAGUE)
        assert [case.goods for case in await c.cases()] == ["鸡蛋", None]
        await tells(c, "静静", "好几个都这样", "鸡蛋")
        assert "静静 说的也是鸡蛋，售后单 2 并到售后单 1 一起办了。" in c.all_to("团长")
        first, second = await c.cases()
        assert first.is_open
        assert (second.state, second.merged_into) == ("closed", 1)
        assert any(VAGUE in e.text for e in await c.timeline(1)), "nothing of it is lost"
        c.skip()
        await c.private("团长", "回 2 静静，这两次一起给您处理")
        assert c.to("静静") == "静静，这两次一起给您处理"
        c.skip()


async def test_a6_what_is_split_off_joins_the_incident_of_its_goods(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.group("老周", "鸡蛋坏了两个")
        await c.complain("老周", "草莓看着也够呛")
        assert [case.goods for case in await c.cases()] == ["草莓", "鸡蛋"]
        await c.private("团长", "拆 2 2")
        assert [(case.goods, case.incident) for case in await c.cases()] == [("草莓", 1), ("鸡蛋", None), ("草莓", 1)]
        c.skip()
