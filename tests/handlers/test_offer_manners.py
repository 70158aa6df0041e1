"""B9, B12: a yes with more to it, praise that bites, questions, a hard no and a threat, in answer to an offer."""

from __future__ import annotations

import pytest

from tests.conversation import LEADER, Conversation
from tests.handlers.test_compensation import the_offer
from tests.handlers.test_offer_answers import offered, promised, says

# --- what the leader reads of a yes ---


@pytest.mark.parametrize("text", ["好，那剩下的呢", "行，那其他几盒怎么办", "可以，运费呢"])
async def test_b9_b2_a_yes_with_a_rest_is_one_and_the_rest_waits_for_an_answer(database_url: str, text: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await says(c, text)
        assert "退 3 元" in c.to("王姐")
        told = c.to(LEADER)
        assert told.startswith("售后单 1 · 王姐 同意了：退 3 元")
        assert f"对方还在等一句话：{text}\n回话：回 1 您的话" in told
        assert await promised(c) == 1
        assert (await c.case()).answer_due_at is not None

        await c.private(LEADER, "回 1 剩下的您放心吃，没事的")
        assert (await c.case()).answer_due_at is None
        c.skip()


@pytest.mark.parametrize("text", ["好的，微信号abc123", "好的，我晚上在家", "行吧，钱打到我老公那儿"])
async def test_b9_the_leader_reads_whatever_a_yes_says_besides(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        assert f"对方原话：{text}" in c.to(LEADER)
        assert await promised(c) == 1
        assert (await c.case()).answer_due_at is None
        c.skip()


@pytest.mark.parametrize("text", ["好的", "行，谢谢团长", "那就退3块吧"])
async def test_b9_a_bare_yes_is_told_without_its_words(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        assert "\n" not in c.to(LEADER)
        c.skip()


# --- praise that bites ---


@pytest.mark.parametrize("text", ["行啊，你们行", "可以啊，你们真可以", "可真行", "好，真有你们的"])
async def test_b9_praise_that_bites_is_no_yes_and_a_bare_one_after_it_neither(database_url: str, text: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await says(c, text)
        assert text in c.to(LEADER)
        assert "回“好”" not in c.to("王姐")
        assert (await c.case()).answer_due_at is not None
        await says(c, "好")
        assert "没算同意" in c.to(LEADER)
        assert await promised(c) == 0


# --- questions ---


@pytest.mark.parametrize("text", ["3块怎么算的", "为啥是3块", "是不是按坏的算的", "依据是啥"])
async def test_b9_a_question_without_a_mark_is_one_and_a_bare_word_after_it_agrees_to_nothing(
    database_url: str, text: str
) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await says(c, text)
        assert f"王姐 问（方案是：退 3 元）：{text}" in c.to(LEADER)
        assert (await c.case()).answer_due_at is not None
        c.skip()
        for bare in ("哦", "哦哦好"):
            await says(c, bare)
        assert await promised(c) == 0
        assert (await the_offer(c)).state == "sent"
        c.skip()


async def test_b9_an_explanation_that_repeats_the_sum_asks_for_no_yes(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, "3块怎么算的")
        await c.private(LEADER, "回 1 10个坏2个，15块的五分之一就是3块")
        c.skip()
        await says(c, "哦好")
        assert "拿不准是回您这句，还是同意方案（退 3 元）" in c.to(LEADER)
        assert await promised(c) == 0
        await says(c, "行吧")
        assert (await the_offer(c)).state == "accepted"
        c.skip()


# --- a hard no, a threat ---


@pytest.mark.parametrize("text", ["谁要你退3块", "不要你们的3块钱", "3块你们自己留着吧", "谁稀罕你这3块，恶心"])
async def test_b9_a_hard_no_is_one(database_url: str, text: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await says(c, text)
        assert f"王姐 不接受“退 3 元”：{text}" in c.to(LEADER)
        assert "回“好”" not in c.to("王姐")
        assert (await the_offer(c)).state == "declined"
        assert (await c.case()).answer_due_at is not None


@pytest.mark.parametrize(
    "text", ["不要你们的3块钱，我要投诉", "好吧，我去消协问问", "我找媒体曝光你们", "行，发小红书大家看看"]
)
async def test_b12_a_threat_in_answer_to_an_offer_is_a_red_case(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        case = await c.case()
        assert (case.red, case.severity, case.state) == ("threat", 3, "waiting_us")
        told = c.all_to(LEADER)
        assert any("之前的方案（退 3 元）先收起来了" in said for said in told)
        assert any(said.startswith("【急】") and text in said for said in told)
        assert "回“好”" not in c.to("王姐")
        await says(c, "好")
        assert await promised(c) == 0
        c.skip()


@pytest.mark.parametrize("text", ["快递我已经投诉了", "我不想投诉你们，就是心里难受", "照片都在手机里"])
async def test_b12_words_that_only_look_like_a_threat_leave_the_offer(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        assert (await c.case()).red is None
        assert (await the_offer(c)).state == "sent"
        c.skip()
