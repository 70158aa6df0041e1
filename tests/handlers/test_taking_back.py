"""C1: a card goes on its member's plain words, and on nothing less; where they may mean it, one question asks."""

from __future__ import annotations

import pytest

from bot.replies import variants
from tests.conversation import Conversation
from tests.handlers.test_showing import card_of, posted

ORDINARY = ("我改主意了，要两盒", "后悔了，不该买", "别在群里发广告图了")
IN_THE_GROUP = ("我改主意了，草莓要两盒", "老周你那图撤了吧", "我昨天发的图删了哈", "我反悔了")


@pytest.mark.parametrize(
    ("where", "words"), [*(("private", words) for words in ORDINARY), *(("group", words) for words in IN_THE_GROUP)]
)
async def test_ordinary_words_leave_the_card(database_url: str, where: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await (c.private if where == "private" else c.group)("王丽", words)
        await c.wait(40)
        assert not any(text in variants("showing.member.take_down") for text in c.all_to("王丽")), "nor are they asked"
        assert not c.adapter.deleted
        assert (await card_of(c)).state == "posted"
        c.skip()


@pytest.mark.parametrize("words", ["把群里那张撤了", "那张撤了吧", "我改主意了，不同意了"])
async def test_words_that_name_no_card_are_plain_soon_after_it(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.private("王丽", words)
        await c.wait(20)
        c.skip()
        assert (await card_of(c)).state == "withdrawn"


@pytest.mark.parametrize(("words", "is_asked"), [("把群里那张撤了", True), ("我改主意了，不同意了", False)])
async def test_weeks_later_they_are_asked_back_or_about_something_else(
    database_url: str, words: str, is_asked: bool
) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.wait(hours=24 * 14)
        c.skip()
        await c.private("王丽", words)
        await c.wait(20)
        assert any(text in variants("showing.member.take_down") for text in c.all_to("王丽")) is is_asked
        assert (await card_of(c)).state == "posted"
        c.skip()


async def test_the_one_there_in_the_group_is_asked_back_in_private(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.group("王丽", "把那张撤了吧")
        await c.wait(40)
        assert c.to("王丽") in variants("showing.member.take_down")
        assert (await card_of(c)).state == "posted"
        await c.private("王丽", "是的")
        await c.wait(20)
        c.skip()
        assert (await card_of(c)).state == "withdrawn"
