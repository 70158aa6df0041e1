"""B11: after a case is over, whatever the member says or taps gets words that know it is over."""

from __future__ import annotations

from bot.replies import variants
from tests.conversation import LIKE_TELEGRAM, Conversation
from tests.handlers.test_showing import agreed


async def closed(c: Conversation) -> None:
    """The case is over, by the member's own word; the invitation to a mark has come."""
    await c.private("团长", "结 1 补了一盒")
    await c.private("静静", "好了，谢谢")
    await c.wait(20)
    assert (await c.case()).settled
    c.skip()


async def test_b11_the_link_of_a_case_that_is_over_opens_nothing_anew(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await c.complain()
        await c.start("静静", "case_1")
        c.skip()
        await closed(c)
        await c.start("静静", "case_1")
        assert c.to("静静") in variants("private.settled")


async def test_b11_no_mark_is_all_right(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await closed(c)
        await c.private("静静", "不打了")
        await c.wait(20)
        assert c.to("静静") in variants("private.mark_skipped")
        await c.private("静静", "不打分了")
        await c.wait(20)
        assert c.nothing(), "once"
        await c.private("静静", "那给4分吧")
        await c.wait(20)
        assert c.to("静静") in variants("private.closed_thanks")
        assert (await c.case()).mark == 4
        c.skip()


async def test_c1_a_card_that_was_taken_back_is_gone(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("王丽", "把那张图撤了")
        await c.wait(20)
        c.skip()
        await c.private("王丽", "算了，可以发，放着吧")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.gone")
        assert "王丽 又说“算了，可以发，放着吧”" in c.to("团长")
        await c.private("团长", "图卡 1 问")
        assert c.to("团长") == "售后单 1：王丽 同意过，后来撤回了，不再问。"
        assert c.posts() == []
