"""C1: after a yes, words in the group hold the card back, too; what is said of it is said in private."""

from __future__ import annotations

import pytest

from bot.domain.chat import Capabilities
from bot.replies import variants
from tests.conversation import Conversation
from tests.handlers.test_second_answer import tries_to_post
from tests.handlers.test_showing import PLATFORMS, agreed, asked, card_of, consent_of, posted

HELD = variants("showing.member.held")
MEANT = variants("showing.member.meant")


@pytest.fixture(params=[*PLATFORMS.values()], ids=[*PLATFORMS])
def can(request: pytest.FixtureRequest) -> Capabilities | None:
    return request.param  # type: ignore[no-any-return]


async def says(c: Conversation, text: str, who: str = "王丽") -> None:
    """Somebody says it in the group, and the pause after it is over."""
    await c.group(who, text)
    await c.wait(20)


@pytest.mark.parametrize("words", ["先别发那张图", "那图先不发吧"])
async def test_words_in_the_group_hold_the_card_back(database_url: str, can: Capabilities | None, words: str) -> None:
    async with Conversation.on(database_url, can=can) as c:
        await agreed(c)
        await says(c, words)
        assert c.posts() == [], "the group hears nothing of it"
        assert c.to("王丽") in HELD
        assert "先不发" in c.to("团长")
        assert ((await consent_of(c)).state, (await card_of(c)).state) == ("later", "asked")
        assert not await tries_to_post(c)
        await c.private("王丽", "图可以发")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.agreed")
        assert await tries_to_post(c)


async def test_a_picture_that_nobody_points_at_waits_and_is_asked_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await says(c, "等等再发图")
        assert c.posts() == []
        assert c.to("王丽") in MEANT
        assert "等等再发图" in c.to("团长")
        assert not await tries_to_post(c)
        await c.private("王丽", "图可以发")
        await c.wait(20)
        c.skip()
        assert await tries_to_post(c)


async def test_a_picture_on_its_way_stays_here(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.wait(hours=12)  # quiet hours hold the post
        c.skip()
        await c.private("团长", "图卡 1 发")
        c.skip()
        await says(c, "那张图等等再发吧")
        assert "图卡先不发" in c.to("团长")
        assert c.to("王丽") in HELD
        await c.wait(hours=12)
        assert c.posts() == []
        c.skip()


async def test_who_cannot_be_written_to_is_heard_all_the_same(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        c.allow(sends=False)
        await says(c, "先别发那张图")
        c.skip()
        assert ((await consent_of(c)).state, (await card_of(c)).state) == ("later", "asked")


@pytest.mark.parametrize("words", ["那图先不发吧", "那张图我再想想"])
async def test_a_card_that_the_group_sees_is_asked_back_in_private(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await says(c, words)
        assert c.posts() == []
        assert c.to("王丽") in variants("showing.member.take_down")
        assert not c.adapter.deleted
        assert (await card_of(c)).state == "posted"


@pytest.mark.parametrize("words", ["先别发货", "先别发我那箱", "图发错了", "我等等再发图"])
async def test_ordinary_words_hold_nothing_back(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await says(c, words)
        assert c.all_to("王丽") == []
        assert (await consent_of(c)).state == "yes"
        assert await tries_to_post(c)


async def test_another_members_words_hold_nothing_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await says(c, "先别发那张图", who="老李")
        assert c.nothing()
        assert await tries_to_post(c)


async def test_before_the_yes_nothing_waits_to_be_posted(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await says(c, "先别发货")
        c.skip()
        assert (await consent_of(c)).state == "asked"


async def test_a_complaint_beside_it_is_heard_too(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await says(c, "先别发那张图，蓝莓烂了一半")
        assert "蓝莓" in c.post()
        c.skip()
        assert (await consent_of(c)).state == "later"
        assert len(await c.cases()) == 2


async def test_the_same_words_in_private_hold_it_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("王丽", "先别发那张图")
        await c.wait(20)
        assert c.to("王丽") in HELD
        c.skip()
        assert ((await consent_of(c)).state, (await card_of(c)).state) == ("later", "asked")
