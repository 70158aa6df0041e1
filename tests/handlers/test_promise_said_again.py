"""B10: what the leader says a second time is the promise that stands, not one more."""

from __future__ import annotations

import pytest

from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import Conversation, Said


async def ledger(c: Conversation, number: int = 1) -> list[Promise]:
    return await c.read(lambda conn: promises.of_case(conn, number))


def asked(c: Conversation) -> list[Said]:
    return [said for said in c.all_to("团长") if "听着像" in said]


def moved(c: Conversation) -> list[Said]:
    return [said for said in c.all_to("团长") if "改到" in said]


async def _offered(c: Conversation) -> None:
    await c.complain("静静", "草莓烂了一半")
    await c.private("静静", "没照片")
    await c.wait(10)
    await c.private("团长", "价 1 29.9")
    await c.private("团长", "赔 1 退8元 明天18:00 因为都一样")
    c.skip()


async def _promised(c: Conversation, words: str = "今晚退你8块") -> None:
    await c.complain("静静", "草莓烂了一半")
    await c.group("团长", f"@静静 {words}")
    await c.private("团长", "诺 1 对")
    c.skip()


AGAIN = ["@静静 8块明天退你哈", "@静静 退你8块，放心", "@静静 那8块明天肯定到"]


@pytest.mark.parametrize("text", AGAIN)
async def test_b10_an_offer_that_was_accepted_is_not_promised_twice(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _offered(c)
        await c.private("静静", "好")
        await c.wait(10)
        c.skip()
        await c.group("团长", text)
        assert [p.amount_fen for p in await ledger(c)] == [800]
        assert c.nothing()


async def test_b10_a_reply_that_repeats_an_accepted_offer_is_no_second_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _offered(c)
        await c.private("静静", "好")
        await c.wait(10)
        await c.private("团长", "回 1 放心，退款8块明天肯定到您账上")
        assert [p.state for p in await ledger(c)] == ["open"]
        assert asked(c) == []
        c.skip()


@pytest.mark.parametrize("text", AGAIN)
async def test_b10_an_offer_that_waits_for_its_answer_is_no_promise_yet(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _offered(c)
        await c.group("团长", text)
        assert await ledger(c) == []
        await c.private("静静", "好")
        await c.wait(10)
        assert [p.amount_fen for p in await ledger(c)] == [800]
        c.skip()


@pytest.mark.parametrize("text", ["@静静 退你8块哈，今晚，放心", "@静静 8块晚上就转哈", "@静静 今晚退你"])
async def test_b10_the_same_in_other_words_is_that_promise(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.group("团长", text)
        assert [p.state for p in await ledger(c)] == ["open"]
        assert c.nothing()


async def test_b10_the_same_at_another_time_is_asked_about_as_that(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.group("团长", "@静静 那8块明天晚上八点前退你")
        (question,) = moved(c)
        assert question.startswith("承诺 1（售后单 1 · 静静）改到明天 20:00 前，对吗？")
        await c.private("团长", question.rpartition("对就回：")[2].partition("；")[0])
        (promise,) = await ledger(c)
        assert (promise.state, promise.amount_fen) == ("open", 800)
        c.skip()


async def test_b10_the_evening_says_no_more_than_an_hour_of_that_day(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c, "今晚八点前退你8块")
        await c.group("团长", "@静静 8块今晚转你哈")
        assert len(await ledger(c)) == 1
        assert c.nothing()


@pytest.mark.parametrize("text", ["@静静 另外再退你8块，今晚", "@静静 额外退你8块，今晚", "@静静 今晚退你10块"])
async def test_b10_what_comes_on_top_is_asked_about_beside_what_stands(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.group("团长", text)
        (question,) = asked(c)
        assert "静静 已记着：退款 8 元（今天 22:00 前）" in question
        assert [p.state for p in await ledger(c)] == ["open", "unconfirmed"]
        c.skip()


async def test_b10_what_was_missing_is_filled_in(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.group("团长", "@静静 今晚给你退款")
        assert "还差" in asked(c)[0]
        await c.group("团长", "@静静 退你8块哈")
        (question,) = asked(c)
        assert "承诺 1 · 售后单 1 · 静静：退款 8 元，今天 22:00 前" in question
        assert [(p.id, p.state) for p in await ledger(c)] == [(1, "unconfirmed")]
        c.skip()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("明天补你一份", "明天补你一盒草莓哈", True),
        ("明天补你两盒草莓", "草莓明天补你，放心", True),
        ("明天补你两盒草莓", "明天补你三盒草莓", False),
        ("明天补你一盒草莓", "明天补你一箱牛奶", False),
        ("明天补你一份", "明天退你8块", False),
    ],
)
async def test_b10_the_same_thing_is_that_promise(database_url: str, first: str, second: str, same: bool) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c, first)
        await c.group("团长", f"@静静 {second}")
        assert len(await ledger(c)) == (1 if same else 2)
        c.skip()


async def test_b10_of_several_only_those_are_asked_about_who_have_none_yet(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.complain("王姐", "草莓也烂了")
        await c.group("团长", "烂的每家退8块，今晚转")
        (question,) = asked(c)
        assert "王姐" in question.partition("原话")[0]
        assert "静静" not in question.partition("原话")[0]
        await c.private("团长", "诺 2 都对")
        c.skip()
        await c.group("团长", "大家放心，烂的每家退8块，今晚都转")
        assert [p.state for n in (1, 2) for p in await ledger(c, n)] == ["open", "open"]
        assert asked(c) == []
        c.skip()


async def test_b10_a_decision_for_all_that_is_repeated_in_the_group_is_not_doubled(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("王姐", "草莓也烂了")
        await c.private("团长", "批次 1 价 29.9")
        await c.private("团长", "批次 1 方案 退8元 明天 因为都一样")
        await c.private("静静", "好")
        await c.wait(10)
        c.skip()
        await c.group("团长", "草莓烂的每家退8块，明天之前都到账")
        assert asked(c) == []
        await c.private("王姐", "好")
        await c.wait(10)
        made = [p for n in (1, 2) for p in await ledger(c, n)]
        assert [(p.member_name, p.state, p.amount_fen) for p in made] == [("静静", "open", 800), ("王姐", "open", 800)]
        c.skip()
