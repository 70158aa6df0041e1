"""C1: what a member took back in private stands on no card either; words that were taken back before they were heard
answer nothing."""

from __future__ import annotations

from bot.domain.chat import DirectRecall
from bot.storage import cards, consents, messages
from tests.conversation import Conversation
from tests.handlers.test_recalled_cards import card_of, texts
from tests.handlers.test_showing import agreed, asked, posted

WET = "一盒里有六个是坏的，捏着就出水"


async def recall(c: Conversation, words: str, who: str = "王丽") -> None:
    """Somebody takes back what they wrote in private."""
    written = await c.read(lambda conn: messages.directs_since(conn, "terminal", who, c.clock().replace(year=2000)))
    message_id = next(d.message_id for d in reversed(written) if d.text == words and d.direction == "in")
    assert message_id is not None
    await c.wait(2)
    await c.take(DirectRecall("terminal", "anxin", f"back:{message_id}", c.clock(), who, message_id))


async def test_c1_words_recalled_in_private_are_taken_from_the_card(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        assert WET in texts(await card_of(c))
        await recall(c, WET)
        assert c.to("团长") == "售后单 1：王丽 撤回了一句话，图卡上那句也拿掉了。看新的：图卡 1"
        card = await card_of(c)
        assert card.state == "agreed"
        assert "出水" not in texts(card)
        assert "草莓烂了一半" in texts(card)
        assert (await c.kinds())[-2:] == ["message_deleted", "card_made"]


async def test_c1_a_posted_card_with_them_is_taken_down(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await recall(c, WET)
        await c.wait(5)
        assert len(c.adapter.deleted) == 1
        assert "群里那张跟着撤" in c.to("团长")
        assert "出水" not in texts(await card_of(c))
        assert c.posts() == []


async def test_c1_words_recalled_before_the_card_was_made_are_not_on_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王丽", "草莓烂了一半")
        await c.private("王丽", WET)
        await recall(c, WET)
        await c.wait(20)
        await c.private("团长", "结 1 补了一盒草莓，放您门口了")
        await c.wait(minutes=5)
        await c.private("王丽", "好了，收到了，谢谢")
        await c.wait(20)
        await c.private("团长", "图卡 1")
        c.skip()
        assert "出水" not in texts(await card_of(c))


async def test_c1_a_yes_that_was_taken_back_at_once_is_none(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("王丽", "可以")
        await recall(c, "可以")
        await c.wait(20)
        assert c.nothing()
        assert [one.state for one in await c.read(lambda conn: consents.of_case(conn, 1))] == ["asked"]


async def test_a_complaint_that_was_taken_back_beside_other_words_is_not_heard(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王丽", "草莓烂了一半")
        await c.private("王丽", "蓝莓烂了一半")
        await recall(c, "蓝莓烂了一半")
        await c.private("王丽", WET)
        await c.wait(20)
        assert "蓝莓" not in " ".join(c.all_to("团长"))
        c.skip()
        assert len(await c.cases()) == 1


async def test_a_recall_of_what_nobody_knows_changes_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        for who, message_id in (("王丽", "m404"), ("老李", "m404")):
            await c.take(DirectRecall("terminal", "anxin", f"back:{who}", c.clock(), who, message_id))
        assert c.nothing()
        assert await c.read(lambda conn: cards.live(conn, 1)) is not None
