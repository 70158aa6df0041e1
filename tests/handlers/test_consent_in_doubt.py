"""C1: a member's word is a consent only where it plainly answers our question; a condition is no refusal."""

from __future__ import annotations

import pytest

from bot.replies import variants
from tests.conversation import Conversation
from tests.handlers.test_showing import asked, card_of, consent_of


@pytest.mark.parametrize(
    ("leader", "member", "answer", "state"),
    [
        ("您放心，下次一定给您挑好的", "好的，谢谢", "图可以发", "yes"),
        ("我再给您多送一盒过去", "不用了，谢谢", "可以", "yes"),
        ("明天有新到的芒果给您留一份", "要", "不行", "no"),
    ],
)
async def test_a_word_after_the_leaders_is_asked_back(
    database_url: str, leader: str, member: str, answer: str, state: str
) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("团长", f"回 1 {leader}")
        c.skip()
        await c.private("王丽", member)
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.meant")
        assert f"“{member}”" in c.to("团长")
        assert (await consent_of(c)).state == "asked"
        assert (await card_of(c)).content is not None
        await c.private("王丽", answer)
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == state


async def test_what_names_the_picture_needs_no_asking_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("团长", "回 1 您放心，下次一定给您挑好的")
        await c.private("王丽", "图可以发")
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == "yes"


async def test_it_is_asked_back_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        for _ in range(2):
            await c.private("团长", "回 1 您放心，下次一定给您挑好的")
            await c.private("王丽", "好的，谢谢")
            await c.wait(20)
        assert sum(text in variants("showing.member.meant") for text in c.all_to("王丽")) == 1
        c.skip()
        assert (await consent_of(c)).state == "asked"


async def test_a_condition_is_told_to_the_leader_who_asks_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("王丽", "可以，第一句别放")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.condition")
        assert "第一句别放" in c.to("团长")
        assert (await consent_of(c)).state == "asked"
        await c.private("团长", "图卡 1 去掉 1")
        await c.wait(5)
        c.skip()
        await c.private("团长", "图卡 1 问")
        await c.wait(5)
        c.skip_to("团长")
        assert c.to("王丽").message.image is not None
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == "yes"


async def test_whether_the_name_can_go(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("王丽", "名字能去掉吗")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.can_hide")
        await c.private("王丽", "去掉名字就可以发")
        await c.wait(20)
        c.skip()
        consent = await consent_of(c)
        assert (consent.state, consent.without) == ("yes", ("name",))


async def test_an_answer_in_the_group_is_asked_back_in_private(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.group("王丽", "可以发的，我没意见")
        await c.wait(40)
        assert c.to("王丽") in variants("showing.member.meant")
        c.skip()
        assert (await consent_of(c)).state == "asked"
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == "yes"


async def test_a_bare_late_yes_is_asked_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.wait(hours=49)
        c.skip()
        await c.private("王丽", "可以的")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.meant")
        c.skip()
        assert (await consent_of(c)).state == "silent"
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == "yes"
