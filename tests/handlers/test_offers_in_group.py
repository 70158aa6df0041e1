"""A4, B9, B10: what a member says in the group of an offer or a promise reaches the leaders; no sum is named there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.domain.chat import GroupChange
from tests.conversation import GROUP, LEADER, NAME, Conversation
from tests.handlers.test_compensation import the_offer
from tests.handlers.test_offer_answers import offered, promised, says


async def in_group(c: Conversation, text: str, **more: Any) -> None:
    await c.group("王姐", text, **more)
    await c.wait(10)


async def with_a_second_case(c: Conversation) -> None:
    """An offer of 3 yuan for eggs, and an open case of strawberries without one."""
    await offered(c)
    await c.complain("王姐", "草莓烂了一半", photos=1)
    assert len(await c.cases()) == 2


async def agreed(c: Conversation) -> None:
    """The refund of 3 yuan is promised."""
    await offered(c)
    await says(c, "好")
    c.skip()


# --- the offer that is meant ---


@pytest.mark.parametrize("text", ["退3块我同意", "鸡蛋退3块我同意"])
async def test_a4_b9_an_answer_is_heard_for_the_offer_it_names_beside_a_second_case(
    database_url: str, text: str
) -> None:
    async with Conversation.on(database_url) as c:
        await with_a_second_case(c)
        await in_group(c, text)
        assert c.posts() == []
        assert f"售后单 1 · 王姐 在群里说“{text}”" in c.to(LEADER)
        assert "退 3 元" in c.to("王姐")


async def test_a4_b9_goods_that_are_named_belong_to_their_own_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await with_a_second_case(c)
        await in_group(c, "草莓退3块我同意")
        assert (await the_offer(c)).answer is None
        c.skip()


# --- questions and impatient words ---


@pytest.mark.parametrize(
    "text", ["说好退3块怎么还没到", "团长那3块什么时候退啊", "我那3块呢", "退款什么时候到账", "说好的退款呢"]
)
async def test_b10_b2_pressing_for_a_promise_reaches_the_leader_with_it(database_url: str, text: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await agreed(c)
        await in_group(c, text)
        assert c.posts() == [], "no sum is spoken of in public"
        told = c.to(LEADER)
        assert f"王姐 在群里问：{text}" in told
        assert "承诺 1：退款 3 元" in told
        assert "退款 3 元" in c.to("王姐")
        assert (await c.case()).answer_due_at is not None
        await c.wait(hours=2)
        assert any("在群里" in said and text in said for said in c.all_to(LEADER)), "the clock of an answer runs"
        c.skip()


async def test_b10_who_asks_after_its_time_hears_that_it_is_late_and_that_we_are_sorry(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.wait(hours=72)
        c.skip()
        await in_group(c, "说好退3块怎么还没到")
        assert c.posts() == []
        words = c.to("王姐")
        assert "对不起" in words or "抱歉" in words
        assert "退款 3 元" in words
        c.skip()


@pytest.mark.parametrize("text", ["说好退3块怎么还没到", "团长那3块什么时候退啊", "退3块怎么算的"])
async def test_b9_b2_questions_about_an_offer_reach_the_leader_with_it(database_url: str, text: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await in_group(c, text)
        assert c.posts() == []
        told = c.to(LEADER)
        assert "退 3 元" in told
        assert text in told
        c.skip_to("王姐")
        assert (await c.case()).answer_due_at is not None
        assert await promised(c) == 0


async def test_b10_what_was_noted_as_done_and_has_not_come_is_told_as_that(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private(LEADER, "兑 1 转了")
        c.skip()
        await in_group(c, "3块的退款怎么还没到账")
        assert c.posts() == []
        assert "没收到：承诺 1 退款 3 元" in c.to(LEADER)
        assert "3 元" in c.to("王姐")


async def test_b10_a_promise_of_a_closed_case_is_asked_for_without_a_new_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private(LEADER, "结 1 说好退3块")
        await says(c, "解决了")
        c.skip()
        await in_group(c, "说好退3块怎么还没到")
        assert c.posts() == []
        assert "承诺 1：退款 3 元" in c.to(LEADER)
        assert "退款 3 元" in c.to("王姐")
        assert len(await c.cases()) == 1
        assert (await c.case()).answer_due_at is not None


# --- a no, a threat ---


@pytest.mark.parametrize("text", ["谁要你退3块", "就退3块，以后再也不在你家买了"])
async def test_b9_bitter_words_about_an_offer_reach_the_leader(database_url: str, text: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await in_group(c, text)
        assert c.posts() == []
        assert text in c.to(LEADER)
        assert "回“好”" not in c.to("王姐")
        assert (await c.case()).answer_due_at is not None
        await says(c, "好")
        assert await promised(c) == 0
        c.skip()


async def test_b12_a_threat_that_throws_an_offer_back_is_red(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await in_group(c, "你们那3块我不要，我要投诉")
        case = await c.case()
        assert (case.red, case.severity) == ("threat", 3)
        assert any(said.startswith("【急】") for said in c.all_to(LEADER))
        assert c.posts() == []


# --- what is none of ours ---


@pytest.mark.parametrize(
    "text",
    [
        "都退3块吗？", "李哥你退了多少", "你也退3块？", "每家退3块吗", "人家都退了", "3块的给我留一份",
        "好，3块的来一份", "3块一斤的鸡蛋还有吗", "今天3块的鸡蛋什么时候到", "鸡蛋什么时候到", "补货什么时候",
        "退货怎么弄", "行，3块那个",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", [offered, agreed], ids=["offered", "promised"])
async def test_b9_ordinary_talk_in_the_group_answers_nothing(
    database_url: str, before: Callable[[Conversation], Awaitable[None]], text: str
) -> None:
    async with Conversation.on(database_url) as c:
        await before(c)
        await in_group(c, text)
        assert (await c.case()).answer_due_at is None
        assert c.nothing()


async def test_b9_words_to_another_member_answer_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        other = await c.group("李哥", "退3块你同意不")
        await c.wait(10)
        await in_group(c, "退3块我同意", quote=other)
        await in_group(c, "退3块我同意", mentions=("李哥",))
        assert (await the_offer(c)).answer is None
        c.skip()


async def test_b9_nothing_is_heard_where_the_leader_only_watches(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        await c.complain("王姐", "鸡蛋坏了两个", photos=1)
        await c.private(LEADER, "赔 1 退3元 因为老邻居")
        c.skip()
        await in_group(c, "说好退3块怎么还没到")
        assert c.posts() == []
        assert c.all_to("王姐") == []
        c.skip()


# --- B10: a member leaves who was promised something ---


async def test_b10_who_leaves_with_a_closed_case_is_still_owed_what_was_promised(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private(LEADER, "结 1 说好退3块")
        await says(c, "解决了")
        c.skip()
        left = GroupChange("terminal", c.adapter.account, "left1", c.clock(), GROUP, NAME, "member_left", "王姐")
        await c.take(left)
        told = c.to(LEADER)
        assert told.startswith("王姐 退群了，答应过的照样算数，还没办完：\n承诺 1")
        assert "退款 3 元" in told
        await c.take(left)
        assert c.nothing(), "told once"

        await c.private(LEADER, "兑 1 转了")
        c.skip()
        again = GroupChange("terminal", c.adapter.account, "left2", c.clock(), GROUP, NAME, "member_left", "王姐")
        await c.take(again)
        assert c.nothing(), "nothing is owed any more"
