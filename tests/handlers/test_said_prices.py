"""B9: a price that only the member named is asked of the leader with one tap; nothing is computed with it before."""

from __future__ import annotations

import asyncio

from bot.replies import say
from bot.storage import offers
from handlers.compensation.facts import price_of
from tests.conversation import Conversation, Said


async def told(c: Conversation, *words: str, who: str = "静静") -> None:
    """A complaint whose questions are through, in which the member also said this."""
    await c.complain(who, "草莓烂了一半", photos=1)
    for said in (*words, "打开就这样了", "你们看着办吧"):
        await c.private(who, said)
        await c.wait(10)


def asked_price(c: Conversation) -> Said:
    """What the leader was last asked about the price."""
    return [said for said in c.all_to("团长") if "这单一共付" in said][-1]


async def priced(c: Conversation, number: int = 1) -> int | None:
    return price_of(await c.case(number))


async def test_b9_the_members_price_is_confirmed_with_one_command(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await told(c, "一盒29.9的")
        assert asked_price(c).split("\n") == [
            "售后单 1 · 静静 说过价钱：“一盒29.9的”",
            "草莓这单一共付了 29.90 元，对吗？对就回：价 1 对；不对写准数：价 1 25.8",
            "这话像是一盒的价，买了不止一盒的话，请写总数。",
        ]
        assert await priced(c) is None
        assert await c.read(lambda conn: offers.of_case(conn, 1)) == [], "nothing is proposed with it before"
        c.skip()
        await c.private("团长", "价 1 对")
        assert "建议全额退款 29.90 元" in c.to("团长")
        assert await priced(c) == 2990
        await c.private("团长", "价 1 对")
        assert c.to("团长") == "售后单 1 的价钱已经记了，是 29.90 元。要改就写准数：价 1 25.8"
        assert [k for k in await c.kinds() if k in ("price_said", "price_asked", "facts", "proposed")] == [
            "price_said", "price_asked", "facts", "proposed",
        ]  # fmt: skip


async def test_b9_the_members_price_is_confirmed_with_one_tap(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await told(c, "花了39.9呢")
        asked = asked_price(c)
        button = asked.buttons["是 39.90 元"]
        c.skip()
        assert button.data is not None
        await c.tap("静静", button.data)
        assert await priced(c) is None, "the member's own tap confirms nothing"
        c.skip()
        await c.tap("团长", button.data)
        assert "建议全额退款 39.90 元" in c.to("团长")
        assert await priced(c) == 3990


async def test_b9_equal_facts_give_equal_proposals_whoever_named_the_price(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await told(c, "一盒29.9的")
        await told(c, who="老李")
        await c.private("团长", "价 1 对")
        await c.private("团长", "价 2 29.9")
        c.skip()
        one = await c.read(lambda conn: offers.latest(conn, 1))
        two = await c.read(lambda conn: offers.latest(conn, 2))
        assert one is not None
        assert two is not None
        assert (one.facts_key, one.kind, one.amount_fen) == (two.facts_key, two.kind, two.amount_fen)


async def test_b9_a_price_said_once_it_was_asked_for_comes_with_its_tap(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await told(c)
        assert c.all_to("团长")[-1] == say("compensation.ask_price", number=1, member="静静", goods="草莓")
        c.skip()
        await c.private("静静", "对了，我29.9买的")
        await c.wait(10)
        assert c.all_to("团长")[-1].startswith("售后单 1 · 静静 说过价钱：“我29.9买的”")
        c.skip()
        await c.private("团长", "价 1 对")
        assert "建议" in c.to("团长")


async def test_b9_of_two_prices_the_leader_is_asked_which(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await told(c, "花了29.9", "不对，是39.9买的")
        asked = asked_price(c)
        assert asked.split("\n") == [
            "售后单 1 · 静静 说了不止一个价：",
            "29.90 元，原话：“花了29.9”",
            "39.90 元，原话：“是39.9买的”",
            "草莓这单一共付的是哪个？写准数就行：价 1 25.8",
        ]
        assert list(asked.buttons) == ["是 29.90 元", "是 39.90 元"]
        c.skip()
        await c.private("团长", "价 1 对")
        assert c.to("团长") == asked
        assert await priced(c) is None
        data = asked.buttons["是 39.90 元"].data
        assert data is not None
        await c.tap("团长", data)
        assert "39.90 元" in c.to("团长")
        assert await priced(c) == 3990


async def test_b9_the_sum_of_all_is_asked_where_the_price_of_each_was_said_too(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await told(c, "一盒29.9的", "一共付了59.8")
        assert "一共付了 59.80 元，对吗" in asked_price(c)
        c.skip()
        await c.private("团长", "价 1 对")
        c.skip()
        assert await priced(c) == 5980


async def test_b9_a_price_said_after_the_leaders_changes_nothing_and_is_shown_when_different(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await told(c)
        await c.private("团长", "价 1 29.9")
        c.skip()
        await c.private("静静", "我29.9买的")
        await c.wait(10)
        assert not any("说的价" in said or "说过价钱" in said for said in c.all_to("团长"))
        c.skip()
        await c.private("静静", "看错了，39.9买的")
        await c.wait(10)
        assert c.all_to("团长")[-1] == (
            "售后单 1 · 静静 说的价是 39.90 元（原话：“39.9买的”），跟记下的 29.90 元 不一样，先按记下的算。"
            "要改回：价 1 39.90"
        )
        c.skip()
        assert await priced(c) == 2990
        await c.private("团长", "价 1 对")
        assert "已经记了，是 29.90 元" in c.to("团长")
        assert await priced(c) == 2990


async def test_b9_nothing_said_is_nothing_to_confirm(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await told(c, "退我29.9", "超市才卖19.9一盒")
        c.skip()
        await c.private("团长", "价 1 对")
        assert c.to("团长").startswith("价钱没看懂，写个准数就行")
        assert await priced(c) is None
        await c.private("团长", "价 9 对")
        assert "没有" in c.to("团长")


async def test_b9_two_leaders_confirm_different_prices_at_once_and_one_counts(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await told(c, "花了29.9", "不对，是39.9买的")
        c.skip()
        await asyncio.gather(c.adapter.press("团长", "paid:1:0"), c.adapter.press("团长", "paid:1:1"))
        await c.wait(10)
        said = c.all_to("团长")
        assert sum("建议" in one for one in said) == 1
        assert sum("已经记了" in one for one in said) == 1
        await c.tap("团长", "paid:1:7")
        assert c.nothing()


async def test_b9_a_price_said_before_a_merge_is_asked_after_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await told(c, "花了29.9")
        await told(c, "花了19.9", who="老李")
        c.skip()
        await c.private("团长", "2 并入 1")
        c.skip()
        await c.private("团长", "价 1 对")
        assert "说了不止一个价" in c.to("团长")
        await c.tap("团长", "paid:2:0")
        c.skip()
        assert await priced(c) == 1990
