"""A1, A2: words that were taken back before they were judged are not answered in front of the group."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.chat import GroupChange
from tests.conversation import GROUP, NAME, Conversation


def taken_back(c: Conversation, message_id: str) -> GroupChange:
    return GroupChange(
        "terminal", "anxin", f"back:{message_id}", c.clock(), GROUP, NAME, "message_deleted", detail=message_id
    )


async def recall(c: Conversation, message_id: str) -> None:
    """She takes a message back, two seconds later."""
    await c.wait(2)
    await c.take(taken_back(c, message_id))


async def test_a2_a_recalled_complaint_is_the_leaders_to_judge(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await c.group("静静", "草莓烂了一半，垃圾")
        await recall(c, message)
        await c.wait(20)
        assert c.posts() == []
        assert c.all_to("静静") == []
        asked = c.to("团长")
        assert asked.startswith("待审 R1 · 阳光里 3 群，这句像投诉，发出来几秒就撤回了，群里没回：")
        assert "草莓烂了一半，垃圾" in asked
        assert await c.cases() == []
        await c.private("团长", "是 R1")
        assert c.posts() == [], "the group never hears of it"
        assert "草莓烂了一半" in c.to("静静")
        assert (await c.case()).quote == "草莓烂了一半，垃圾"
        c.skip()


async def test_a2_a_recalled_word_that_is_no_complaint_asks_nobody(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await recall(c, await c.group("静静", "今天几点取货"))
        await c.wait(20)
        assert c.nothing()


async def test_a7_what_stands_is_judged_without_what_was_recalled(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        wrong = await c.group("静静", "蓝莓烂了一半")
        await recall(c, wrong)
        await c.group("静静", "草莓烂了一半")
        await c.wait(20)
        assert "草莓" in c.post()
        [case] = await c.cases()
        assert (case.goods, case.quote) == ("草莓", "草莓烂了一半")
        assert "蓝莓" not in c.to("静静")
        assert "蓝莓" not in c.to("团长")


async def test_a7_all_that_she_wrote_in_a_row_is_recalled(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        both = [await c.group("静静", words) for words in ("草莓烂了一半", "太差了")]
        for message in both:
            await recall(c, message)
        await c.wait(20)
        assert c.posts() == []
        assert "撤回了" in c.to("团长")


async def test_a2_recalled_at_the_moment_of_the_answer(database_url: str) -> None:
    """The recall and the end of the pause come in one breath."""
    async with Conversation.on(database_url) as c:
        message = await c.group("静静", "草莓烂了一半")
        c.clock.at += timedelta(seconds=9)
        await c.take(taken_back(c, message))
        await c.wait(20)
        assert c.posts() == []
        assert "撤回了" in c.to("团长")


async def test_a2_a_recall_after_the_answer_is_kept_in_the_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        c.skip()
        await recall(c, message)
        assert c.nothing()
        assert "message_deleted" in await c.kinds()
