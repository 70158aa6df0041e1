"""What the night held back for a member does not follow the resolution of their case."""

from __future__ import annotations

from bot.storage import offers
from tests.conversation import Conversation


async def _at_half_past_ten(c: Conversation) -> None:
    """A case of the morning; the leader works at night, and the member sleeps."""
    await c.complain()
    await c.private("团长", "价 1 29.9")
    await c.wait(hours=12, minutes=30)
    c.skip()


async def test_b11_a_reply_of_the_night_is_not_sent_after_the_resolution(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "回 1 今晚给您退8块")
        c.skip()
        await c.private("静静", "怎么说")
        await c.private("团长", "结 1 退了8块")
        assert any("还没发出去" in said and "今晚给您退8块" in said for said in c.all_to("团长"))
        await c.private("静静", "好了")
        await c.wait(10)
        await c.private("团长", "因 1 我们")
        await c.wait(hours=11)
        assert not [said for said in c.all_to("静静") if "今晚给您退8块" in said]
        c.skip()


async def test_b9_an_offer_of_the_night_is_not_made_after_the_resolution(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "赔 1 退8元 因为一样")
        c.skip()
        await c.private("团长", "结 1 退了8块")
        assert any("还没发出去" in said for said in c.all_to("团长"))
        await c.wait(hours=11)
        (said,) = c.all_to("静静")
        assert "退了8块" in said
        assert "回“好”" not in said.split("退了8块")[0]
        c.skip()


async def test_b11_the_leader_may_send_the_held_words_all_the_same(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "回 1 盒子不用留着了")
        await c.private("团长", "结 1 退了8块")
        c.skip()
        await c.private("团长", "发 1")
        assert any("盒子不用留着了" in said for said in c.all_to("静静"))
        c.skip()


async def test_b9_an_offer_that_is_taken_back_at_the_end_never_goes_out(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "赔 1 退8元 因为一样")
        await c.private("团长", "结 1 换了一盒")
        offer = await c.read(lambda conn: offers.live(conn, 1))
        assert offer is not None
        await c.tap("团长", f"drop:{offer.id}")
        c.skip()
        await c.private("团长", "发 1")
        assert not [said for said in c.all_to("静静") if "8 元" in said]
        c.skip()


async def test_b11_what_is_on_its_way_by_day_still_goes_out_before_the_resolution(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 我看一下")
        await c.private("团长", "结 1 退了8块")
        assert ["我看一下" in said for said in c.all_to("静静")] == [True, False]
        assert not [said for said in c.all_to("团长") if "还没发出去" in said]
        c.skip()
