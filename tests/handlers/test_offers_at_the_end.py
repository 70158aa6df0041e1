"""B9, B10: an offer that was not answered when its case is resolved: a person says what becomes of it."""

from __future__ import annotations

from bot.replies import say
from bot.storage import offers, promises
from tests.conversation import Conversation
from tests.handlers.test_compensation import offered, the_offer

LEFT = say("compensation.left_open", number=1, member="静静", outcome="全额退款 29.90 元，东西不用退回")


async def resolved(c: Conversation) -> None:
    """The case is resolved while the offer is out, and the leader has read what that leaves open."""
    await offered(c)
    await c.private("团长", "结 1 跟供应商说了")
    assert LEFT in c.all_to("团长")
    c.skip()


async def test_b9_an_unanswered_offer_is_named_at_the_end_and_still_counts(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private("静静", "好")
        await c.wait(10)
        assert any("回了“好”，单算解决了。方案（全额退款 29.90 元" in text for text in c.all_to("团长"))
        c.skip()

        await c.private("团长", "赔 1 对方同意了")
        assert c.to("团长").startswith("售后单 1 · 静静 同意了：全额退款 29.90 元")
        assert "全额退款 29.90 元" in c.to("静静")
        [promise] = await c.read(lambda conn: promises.of_case(conn, 1))
        assert (promise.amount_fen, promise.state) == (2990, "open")
        assert (await c.case()).is_open is False, "what is owed is in the ledger; the case has ended"


async def test_b9_one_tap_says_that_it_still_counts(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        offer = await the_offer(c)
        await c.tap("静静", f"stands:{offer.id}")
        assert c.nothing(), "a member's tap decides nothing"
        await c.tap("团长", f"stands:{offer.id}")
        assert c.to("团长").startswith("售后单 1 · 静静 同意了")
        c.skip()
        assert (await the_offer(c)).state == "accepted"


async def test_b9_what_was_offered_in_an_open_case_cannot_be_taken_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.private("团长", "赔 1 收回")
        words = {"number": 1, "member": "静静", "outcome": "全额退款 29.90 元，东西不用退回"}
        assert c.to("团长") == say("compensation.refuse_sent", **words)
        assert (await the_offer(c)).state == "sent"


async def test_b9_an_offer_is_taken_back_once_its_case_is_resolved(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private("团长", "赔 1 收回")
        assert "收回了。这话跟 静静 说过，请您亲自说一声" in c.to("团长")
        assert (await the_offer(c)).state == "replaced"
        assert "offer_taken_back" in await c.kinds()
        await c.private("静静", "好")
        await c.wait(10)
        assert not any("方案" in text for text in c.all_to("团长")), "it is settled"
        assert await c.read(lambda conn: promises.of_case(conn, 1)) == []
        c.skip()


async def test_b9_nobody_forgets_an_offer_that_was_left_open(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.wait(hours=30)
        assert LEFT in c.all_to("团长")
        c.skip()
        await c.wait(hours=72)
        assert LEFT not in c.all_to("团长"), "once more, then it is left in peace"
        c.skip()
        live = await c.read(lambda conn: offers.live(conn, 1))
        assert live is not None
