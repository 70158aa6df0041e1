"""A6, B6, B9: one decision for all of an incident: a sum for everybody, the same for who joins later, and a reason
where the rule gives something else."""

from __future__ import annotations

from bot.domain.case import Case
from bot.storage import cases, offers, promises
from bot.storage.offers import Offer
from tests.conversation import LEADER, Conversation
from tests.handlers.test_incidents import incident, voices


async def the_offer(c: Conversation, number: int) -> Offer | None:
    return await c.read(lambda conn: offers.latest(conn, number))


async def case_of(c: Conversation, who: str) -> Case:
    found = await c.read(cases.all_cases)
    return next(case for case in found if case.member_id == who)


async def test_b6_who_joins_later_reads_the_sum_too(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private(LEADER, "批次 1 价 29.9")
        await c.private(LEADER, "批次 1 方案 退一半 明天18:00 因为烂了一半")
        assert "退 15 元" in c.to("静静")
        c.skip()
        await voices(c, "阿强")
        c.skip()
        await c.private(LEADER, "批次 1 方案")
        assert "退 15 元" in c.to("阿强")
        c.skip()
        await c.private("阿强", "好")
        await c.wait(10)
        number = (await case_of(c, "阿强")).number
        [promise] = await c.read(lambda conn: promises.of_case(conn, number))
        assert promise.amount_fen == 1500
        c.skip()


async def test_b6_the_price_comes_with_a_case_put_in_by_hand_and_with_a_merge(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private(LEADER, "批次 1 价 29.9")
        await voices(c, "阿强", text="鸡蛋坏了两个")
        await c.private(LEADER, "批次 1 加 3")
        assert (await c.case(3)).intake["price_fen"] == 2990
        c.skip()
        await voices(c, "小马", "老刘", text="面包坏了")
        await c.private(LEADER, "批次 2 并 1")
        assert [(await c.case(n)).intake.get("price_fen") for n in (4, 5)] == [2990, 2990]
        assert [e.kind for e in await c.timeline(5)].count("facts") == 1
        c.skip()


async def test_b6_a_price_that_is_known_already_stays(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await voices(c, "阿强", text="鸡蛋坏了两个")
        await c.private(LEADER, "价 3 15")
        await c.private(LEADER, "批次 1 价 29.9")
        await c.private(LEADER, "批次 1 加 3")
        assert (await c.case(3)).intake["price_fen"] == 1500
        c.skip()


async def test_b9_a_share_of_an_unknown_price_reaches_nobody(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private(LEADER, "批次 1 方案 退一半 明天")
        assert "还不知道这单付了多少" in c.to(LEADER)
        assert c.nothing()
        assert await the_offer(c, 1) is None


async def test_b9_where_the_rule_gives_something_else_a_reason_is_asked_first(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private(LEADER, "批次 1 价 29.9")
        c.skip()
        await c.private(LEADER, "批次 1 方案 退一半 明天18:00")
        assert c.to(LEADER).split("\n") == [
            "先没发。按规则，这几单不该是这样：",
            "售后单 1 静静：全额退款 29.90 元，东西不用退回",
            "售后单 2 老周：全额退款 29.90 元，东西不用退回",
            "就这样一起定的话，请在后面加一句原因，以后好对账：批次 1 方案 退一半 明天18:00 因为…",
        ]
        assert c.nothing(), "nobody has read anything"

        await c.private(LEADER, "批次 1 方案 退一半 明天18:00 因为供货商只认一半")
        assert "退 15 元" in c.to("静静")
        assert "退 15 元" in c.to("老周")
        c.skip()
        await c.private(LEADER, "偏差")
        assert c.to(LEADER).count("供货商只认一半") == 2


async def test_b9_what_the_rule_gives_needs_no_reason(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private(LEADER, "批次 1 价 29.9")
        await c.private(LEADER, "批次 1 方案 全退 明天18:00")
        assert "29.90 元" in c.to("静静")
        offer = await the_offer(c, 1)
        assert offer is not None
        assert offer.deviation is None
        c.skip()


async def test_a6_who_joined_by_the_colour_reads_the_goods_of_the_incident(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await voices(c, "阿强", text="那个红的也烂了")
        joined = await case_of(c, "阿强")
        assert (joined.goods, joined.incident) == (None, 1)
        c.skip()
        await c.private(LEADER, f"赔 {joined.number} 补一份 明天18:00 因为烂了")
        told = c.to("阿强")
        assert "草莓" in told
        assert "您这单" not in told
        c.skip()
