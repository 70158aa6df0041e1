"""C1: what a member took back in the group stands on no card; a card that has it goes on without it, or not at all."""

from __future__ import annotations

import pytest

from bot.domain.chat import Capabilities
from bot.storage import cards, consents
from bot.storage.cards import Card
from tests.conversation import Conversation
from tests.handlers.test_recalled import recall

ANGRY = "烂得恶心，你们是不是黑心商家"
NO_DELETING = Capabilities(dm_first="friends", delete_own_s=None, group_per_min=60)


async def solved(c: Conversation, *, back: bool = False, talks: bool = True) -> str:
    """王丽's case from her complaint to her word that it is solved, with angry words with a photo in between; their
    id. `back`: she took them back at once."""
    await c.complain("王丽", "草莓烂了一半")
    angry = await c.group("王丽", f"草莓真的{ANGRY}", photos=1)
    if back:
        await c.wait(20)
        await recall(c, angry)
    await c.wait(20)
    if talks:
        await c.private("王丽", "一盒里有六个是坏的，捏着就出水")
        await c.wait(20)
    await c.private("团长", "回 1 实在对不起，坏的给您补上")
    await c.private("团长", "结 1 补了一盒草莓，放您门口了")
    await c.wait(minutes=5)
    await c.private("王丽", "好了，收到了，谢谢")
    await c.wait(20)
    c.skip()
    return angry


async def made(c: Conversation, *steps: str, **how: bool) -> str:
    """The card is made and taken so far: asked, agreed, posted; the id of the angry words."""
    angry = await solved(c, **how)
    for command in ("图卡 1", *(["图卡 1 问"] if "asked" in steps else [])):
        await c.private("团长", command)
        await c.wait(2)
    if "agreed" in steps:
        await c.private("王丽", "可以")
        await c.wait(20)
    if "posted" in steps:
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
    c.skip()
    return angry


async def card_of(c: Conversation) -> Card:
    card = await c.read(lambda conn: cards.live(conn, 1))
    assert card is not None
    assert card.content is not None
    return card


def texts(card: Card) -> str:
    return str((card.content or {})["bubbles"])


async def test_c1_recalled_words_and_their_photo_stand_on_no_card(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await solved(c, back=True)
        await c.private("团长", "图卡 1")
        c.skip_to("团长")
        card = await card_of(c)
        assert "草莓烂了一半" in texts(card)
        assert "恶心" not in texts(card)
        assert all(not b["photos"] and not b["hidden_photos"] for b in (card.content or {})["bubbles"])
        await c.private("团长", "图卡 1 原文")
        assert "恶心" not in c.to("团长")
        await c.private("团长", "图卡 1 照片 1")
        assert "没有照片" in c.to("团长")


async def test_c1_our_own_words_quote_nothing_that_was_recalled(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        first = await c.group("王丽", "草莓烂得恶心")
        await c.wait(10)
        assert "草莓烂得恶心" in c.to("王丽")
        await recall(c, first)
        await c.private("王丽", "一盒里有六个是坏的，捏着就出水")
        await c.wait(20)
        await c.private("团长", "结 1 补了一盒草莓，放您门口了")
        await c.wait(minutes=5)
        await c.private("王丽", "好了，收到了，谢谢")
        await c.wait(20)
        c.skip()
        await c.private("团长", "图卡 1 原文")
        last = str(c.to("团长")).splitlines()[-1].split(".")[0]
        await c.private("团长", f"图卡 1 加上 1-{last}")
        c.skip_to("团长")
        assert "“[已隐去]”" in texts(await card_of(c))
        assert "恶心" not in texts(await card_of(c))


@pytest.mark.parametrize("state", ["preview", "asked", "agreed"])
async def test_c1_words_recalled_after_the_card_was_made_are_taken_from_it(database_url: str, state: str) -> None:
    async with Conversation.on(database_url) as c:
        angry = await made(c, *{"preview": (), "asked": ("asked",), "agreed": ("asked", "agreed")}[state])
        assert "恶心" in texts(await card_of(c))
        await recall(c, angry)
        assert c.to("团长") == "售后单 1：王丽 撤回了一句话，图卡上那句也拿掉了。看新的：图卡 1"
        card = await card_of(c)
        assert card.state == state
        assert "恶心" not in texts(card)
        assert "草莓烂了一半" in texts(card)


async def test_c1_her_yes_to_the_whole_picture_is_one_to_the_narrower(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await recall(c, await made(c, "asked"))
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        assert c.post()
        c.skip()
        card = await card_of(c)
        assert card.state == "posted"
        assert "恶心" not in texts(card)


async def test_c1_a_posted_card_with_recalled_words_is_taken_down_and_made_narrower(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await recall(c, await made(c, "asked", "agreed", "posted"))
        await c.wait(5)
        assert len(c.adapter.deleted) == 1
        assert "群里那张跟着撤" in c.to("团长")
        card = await card_of(c)
        assert card.state == "agreed"
        assert "恶心" not in texts(card)
        assert c.posts() == [], "a person decides whether the narrower one is shown"
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        assert c.post()
        c.skip()


async def test_c1_a_posted_card_that_cannot_be_deleted_is_the_leaders_task(database_url: str) -> None:
    async with Conversation.on(database_url, can=NO_DELETING) as c:
        await recall(c, await made(c, "asked", "agreed", "posted"))
        told = c.all_to("团长")
        assert any("还在阳光里 3 群的那张我撤不了" in text for text in told)
        assert not any("不想让图卡留在" in text for text in told)


async def test_c1_a_picture_on_its_way_stays_here(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        angry = await made(c, "asked", "agreed")
        await c.wait(hours=12)  # quiet hours hold the post
        c.skip()
        await c.private("团长", "图卡 1 发")
        assert "夜里会等到早上" in c.to("团长")
        await recall(c, angry)
        assert "图卡" in c.to("团长")
        await c.wait(hours=12)
        assert c.posts() == []
        c.skip()
        assert (await card_of(c)).state == "agreed"


async def test_c1_a_card_of_nothing_else_is_void(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        angry = await solved(c)
        await c.private("团长", "图卡 1 原文")
        lines = str(c.to("团长")).splitlines()
        [n] = [line.split(".")[0] for line in lines if "恶心" in line and "→" not in line]
        others = " ".join(str(k) for k in range(1, 30) if str(k) != n and any(x.startswith(f"{k}.") for x in lines))
        await c.private("团长", f"图卡 1 去掉 {others}")
        await c.private("团长", "图卡 1 问")
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        await recall(c, angry)
        assert "这张作废" in c.to("团长")
        assert await c.read(lambda conn: cards.live(conn, 1)) is None
        assert [one.state for one in await c.read(lambda conn: consents.of_case(conn, 1))] == ["void"]
        assert all(card.content is None for card in await c.read(lambda conn: cards.of_case(conn, 1)))


async def test_c1_recalled_words_that_are_not_on_the_card_change_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        angry = await solved(c)
        await c.private("团长", "图卡 1 结果")
        c.skip()
        before = await card_of(c)
        await recall(c, angry)
        assert c.nothing()
        assert (await card_of(c)).id == before.id
