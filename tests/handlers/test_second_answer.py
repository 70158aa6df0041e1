"""C1: after a yes the member's last word counts: no, wait, or less of it, in words, by a tap, or through the leader."""

from __future__ import annotations

import pytest

from bot.domain.chat import Capabilities
from bot.replies import variants
from tests.conversation import LIKE_TELEGRAM, Conversation
from tests.handlers.test_showing import PLATFORMS, agreed, asked, card_of, consent_of, posted, solved


@pytest.fixture(params=[*PLATFORMS.values()], ids=[*PLATFORMS])
def can(request: pytest.FixtureRequest) -> Capabilities | None:
    return request.param  # type: ignore[no-any-return]


async def says(c: Conversation, text: str) -> None:
    await c.private("王丽", text)
    await c.wait(20)


async def tries_to_post(c: Conversation) -> bool:
    """Whether the leader gets the card into the group."""
    c.skip()
    await c.private("团长", "图卡 1 发")
    await c.wait(5)
    there = bool([said for said in c.posts() if said.message.image])
    c.skip()
    return there


@pytest.mark.parametrize("words", ["不行，我老公不同意", "还是算了"])
async def test_no_after_yes_is_a_no(database_url: str, can: Capabilities | None, words: str) -> None:
    async with Conversation.on(database_url, can=can) as c:
        await agreed(c)
        await says(c, words)
        assert c.to("王丽") in variants("showing.member.not_shown")
        assert words in c.to("团长")
        card = await card_of(c)
        assert (card.state, card.content, card.pictures) == ("withdrawn", None, ())
        assert (await consent_of(c)).withdrawn_words == words
        assert (await c.case()).settled, "it is about the picture, not about the goods"
        assert not await tries_to_post(c)


@pytest.mark.parametrize("words", ["先别急着发", "还是等等吧，我问下老公", "等一下，先别发"])
async def test_wait_after_yes_holds_the_card(database_url: str, can: Capabilities | None, words: str) -> None:
    async with Conversation.on(database_url, can=can) as c:
        await agreed(c)
        await says(c, words)
        assert c.to("王丽") in variants("showing.member.held"), "and nobody is silenced"
        assert "先不发" in c.to("团长")
        assert ((await consent_of(c)).state, (await card_of(c)).state) == ("later", "asked")
        assert not await tries_to_post(c)
        await says(c, "问过了，图可以发")
        c.skip()
        await says(c, "图可以发")
        assert c.to("王丽") in variants("showing.member.agreed")
        assert await tries_to_post(c)


async def test_who_waits_after_a_yes_is_asked_once_more_and_silence_is_a_no(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await says(c, "我再想想")
        c.skip()
        await c.wait(hours=25)
        assert c.to("王丽").message.image is not None
        c.skip()
        await c.wait(hours=60)
        assert any("没回图卡的事" in text for text in c.all_to("团长"))
        assert (await consent_of(c)).state == "silent"
        assert not await tries_to_post(c)


@pytest.mark.parametrize("words", ["对了，别发名字", "还是别写名字吧", "能不能别写名字", "可以但别发名字"])
async def test_less_after_yes_is_the_narrower_card(database_url: str, can: Capabilities | None, words: str) -> None:
    async with Conversation.on(database_url, can=can) as c:
        await agreed(c)
        assert "王**" in str((await card_of(c)).content)
        await says(c, words)
        assert c.to("王丽") in variants("showing.member.less")
        assert words in c.to("团长")
        card = await card_of(c)
        assert card.state == "agreed"
        assert "王**" not in str(card.content)
        assert (await consent_of(c)).without == ("name",)
        await c.private("团长", "图卡 1 留姓")
        assert not await tries_to_post(c), "the surname is not theirs to show any more"
        await c.private("团长", "图卡 1 匿名")
        assert await tries_to_post(c)


async def test_less_and_less(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c, "可以但别写金额")
        await says(c, "也别写名字")
        c.skip()
        assert set((await consent_of(c)).without) == {"amounts", "name"}
        assert (await card_of(c)).state == "agreed"


async def test_a_condition_after_yes_is_the_leaders_to_meet(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await says(c, "第一句别放")
        assert c.to("王丽") in variants("showing.member.condition")
        assert "第一句别放" in c.to("团长")
        assert not await tries_to_post(c)
        await c.private("团长", "图卡 1 去掉 1")
        await c.wait(5)
        c.skip()
        await c.private("团长", "图卡 1 问")
        await c.wait(5)
        c.skip_to("团长")
        assert c.to("王丽").message.image is not None


@pytest.mark.parametrize("words", ["不客气", "好的，谢谢", "不愧是安心", "在忙"])
async def test_kind_words_after_yes_change_nothing(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await says(c, words)
        c.skip()
        assert (await consent_of(c)).state == "yes"
        assert await tries_to_post(c)


async def test_a_no_to_something_else_lets_the_card_wait_and_is_asked_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "回 1 我再给您多送一盒过去")
        c.skip()
        await says(c, "不用了，谢谢")
        assert c.to("王丽") in variants("showing.member.meant")
        assert not await tries_to_post(c)
        assert (await card_of(c)).content is not None
        await says(c, "图可以发")
        assert await tries_to_post(c)


async def test_less_once_it_is_posted_is_asked_back(database_url: str, can: Capabilities | None) -> None:
    async with Conversation.on(database_url, can=can) as c:
        await posted(c)
        await says(c, "我姓也去掉")
        assert c.to("王丽") in variants("showing.member.take_down")
        assert (await card_of(c)).state == "posted"
        await says(c, "撤")
        c.skip()
        assert (await card_of(c)).state == "withdrawn"


@pytest.mark.parametrize(
    ("tap", "state", "said"),
    [
        ("不行", "withdrawn", "not_shown"),
        ("等等", "later", "held"),
        ("可以但别发名字", "yes", "less"),
        ("可以", "yes", "agreed"),
    ],
)
async def test_another_tap_after_yes(database_url: str, tap: str, state: str, said: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        question = await asked(c)
        await c.tap("王丽", question.buttons["可以"].data or "")
        await c.wait(5)
        c.skip()
        await c.tap("王丽", question.buttons[tap].data or "")
        assert c.to("王丽") in variants(f"showing.member.{said}")
        assert (await consent_of(c)).state == state
        assert await tries_to_post(c) is (state == "yes")
        card = await card_of(c)
        if tap == "可以但别发名字":
            assert "王**" not in str(card.content)
        if state == "withdrawn":
            await c.tap("王丽", question.buttons["可以"].data or "")
            assert c.to("王丽") in variants("showing.over")


@pytest.mark.parametrize(
    ("tap", "said"), [("不行", "withdrawn"), ("等等", "take_down"), ("可以但别发名字", "take_down")]
)
async def test_another_tap_once_it_is_posted(database_url: str, tap: str, said: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        question = await asked(c)
        await c.tap("王丽", question.buttons["可以"].data or "")
        assert await tries_to_post(c)
        await c.tap("王丽", question.buttons[tap].data or "")
        assert c.to("王丽") in variants(f"showing.member.{said}")
        c.skip()
        assert (await card_of(c)).state == ("withdrawn" if said == "withdrawn" else "posted")


async def test_the_leader_passes_on_another_answer(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked_through_the_leader(c)
        await c.private("团长", "图卡 1 回 可以")
        await c.wait(5)
        c.skip()
        await c.private("团长", "图卡 1 回 不行")
        await c.wait(5)
        c.skip()
        assert (await consent_of(c)).state == "withdrawn"
        assert not await tries_to_post(c)


async def asked_through_the_leader(c: Conversation) -> None:
    await solved(c)
    await c.private("团长", "图卡 1")
    c.allow(image=False)
    await c.private("团长", "图卡 1 问")
    await c.wait(5)
    c.skip()


async def test_yes_at_last_after_a_no_hears_that_it_is_gone(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await says(c, "不行")
        c.skip()
        await says(c, "想了想还是可以发吧")
        assert c.to("王丽") in variants("showing.member.gone")
        assert "又说" in c.to("团长")


async def test_a_wish_about_one_excerpt_as_a_question_is_a_condition(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        for words in ("能不能把“一盒里有六个”那句去掉", "其他可以"):
            await c.wait(minutes=2)
            await says(c, words)
            assert c.to("王丽") in variants("showing.member.condition")
            assert words in c.to("团长")
        assert (await consent_of(c)).state == "asked"


@pytest.mark.parametrize("words", ["没问题不用问我", "发吧我看看", "不是不可以"])
async def test_what_is_neither_yes_nor_no_is_asked_back(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await says(c, words)
        assert c.to("王丽") in variants("showing.member.unclear")
        assert (await consent_of(c)).state == "asked"


@pytest.mark.parametrize("words", ["在忙", "开会呢", "在开车"])
async def test_who_is_busy_is_asked_later(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await says(c, words)
        assert c.to("王丽") in variants("showing.member.waits")
        assert (await consent_of(c)).state == "later"
