"""C3: words that a member took back in the group are no voice any more: not counted, not quoted, not asked about."""

from __future__ import annotations

from sqlalchemy import select

from bot.domain.chat import Capabilities
from bot.storage import consents, voices
from bot.storage.consents import Consent
from bot.storage.tables import cleanings
from bot.storage.voices import Share, Voice
from tests.conversation import Conversation
from tests.handlers.test_erasing import CAN
from tests.handlers.test_recalled import recall
from tests.handlers.test_retention import keeping, nights
from tests.handlers.test_voices import PRAISE, heard, praised, share

BUTTONS = Capabilities(dm_first="always", buttons=True)


async def first(c: Conversation) -> Voice:
    found = await c.read(lambda conn: voices.get(conn, 1))
    assert found is not None
    return found


async def asked_about(c: Conversation) -> list[Consent]:
    states: tuple[consents.State, ...] = ("asked", "yes", "withdrawn", "void", "silent")
    return await c.read(lambda conn: consents.of_member(conn, "terminal", "王姐", "voice", states))


async def allowed(c: Conversation) -> str:
    """王姐 praised, was asked and said yes; the message's id."""
    message_id = await c.group("王姐", PRAISE)
    await c.wait(10)
    await c.private("团长", "问口碑 1")
    await c.tap("王姐", c.to("王姐").buttons["可以"].data or "")
    c.skip()
    return message_id


async def test_a_recalled_voice_leaves_the_board(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message_id = await c.group("王姐", PRAISE)
        await c.wait(10)
        await praised(c, "老李", "草莓又甜又新鲜，回购了")
        assert await share(c) == Share(2, 0)
        await recall(c, message_id)
        assert c.nothing()
        assert await share(c) == Share(1, 0)
        await c.private("团长", "口碑 草莓")
        board = c.to("团长")
        assert "好评 1" in board
        assert PRAISE not in board
        await c.private("团长", "问口碑 1")
        assert "撤回" in c.to("团长")
        await c.private("团长", "口碑 1 可以")
        assert "撤回" in c.to("团长")
        await c.private("团长", "请口碑 1")
        assert "撤回" in c.to("团长")
        assert c.all_to("王姐") == []


async def test_one_that_others_may_see_is_quoted_no_more_and_the_leader_hears_it(database_url: str) -> None:
    async with Conversation.on(database_url, can=BUTTONS) as c:
        message_id = await allowed(c)
        await recall(c, message_id)
        told = c.to("团长")
        assert told == "口碑 1：王姐把群里那句撤回了，已经拿下，不再给人看。要是贴到过群里，请您也删一下。"
        assert PRAISE not in told
        voice = await first(c)
        assert (voice.state, voice.shown) == ("recalled", None)
        [consent] = await asked_about(c)
        assert (consent.state, consent.withdrawn_words) == ("withdrawn", "撤回了消息")
        assert consent.withdrawn_at is not None
        await c.private("团长", "口碑")
        assert "还没听到" in c.to("团长")


async def test_an_open_question_lapses(database_url: str) -> None:
    async with Conversation.on(database_url, can=BUTTONS) as c:
        message_id = await c.group("王姐", PRAISE)
        await c.wait(10)
        await c.private("团长", "问口碑 1")
        yes = c.to("王姐").buttons["可以"].data or ""
        c.skip()
        await recall(c, message_id)
        await c.tap("王姐", yes)
        await c.wait(hours=60)
        assert c.nothing()
        assert (await first(c)).state == "recalled"
        assert [one.state for one in await asked_about(c)] == ["void"]


async def test_a_question_that_waits_for_the_morning_is_not_sent(database_url: str) -> None:
    async with Conversation.on(database_url, can=BUTTONS) as c:
        message_id = await c.group("王姐", PRAISE)
        await c.wait(hours=12)
        await c.private("团长", "问口碑 1")
        c.skip_to("团长")
        await recall(c, message_id)
        await c.wait(hours=14)
        assert c.all_to("王姐") == []


async def test_one_message_of_several_takes_the_voice_with_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("王姐", "草莓真甜")
        second = await c.group("王姐", "孩子抢着吃")
        await c.wait(10)
        assert await share(c) == Share(1, 0)
        await recall(c, second)
        assert await share(c) == Share()


async def test_said_again_it_is_a_voice(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await recall(c, await c.group("王姐", PRAISE))
        await c.wait(10)
        assert await heard(c) == []
        message_id = await c.group("王姐", PRAISE)
        await c.wait(10)
        await recall(c, message_id)
        await praised(c, text="草莓真好吃，孩子很喜欢")
        assert await share(c) == Share(1, 0)


async def test_the_history_of_its_case_says_so(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message_id = await c.group("静静", "草莓酸得没法吃")
        await c.wait(10)
        c.skip()
        assert await share(c) == Share(0, 1)
        await recall(c, message_id)
        c.skip()
        assert await share(c) == Share()
        assert (await c.kinds())[-2:] == ["message_deleted", "voice_withdrawn"]


async def test_the_leader_sees_no_recalled_words_beside_a_complaint(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message_id = await c.group("王姐", PRAISE)
        await c.wait(10)
        await praised(c, "老李", "草莓又甜又新鲜，回购了")
        await recall(c, message_id)
        await c.group("静静", "草莓酸得没法吃")
        await c.wait(10)
        told = " ".join(c.all_to("团长"))
        assert "回购了" in told
        assert "抢着吃" not in told
        c.skip()


async def test_who_is_forgotten_does_not_bring_it_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message_id = await c.group("王姐", PRAISE)
        await c.wait(10)
        await recall(c, message_id)
        for words in ("请把我的资料都删掉", "确认删除"):
            await c.private("王姐", words)
            await c.wait(30)
        await c.wait(minutes=10)
        c.skip()
        assert (await first(c)).text == ""
        assert await share(c) == Share()


async def test_nor_does_the_end_of_its_time(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN, settings=keeping(voices_days=10, group_messages_days=10)) as c:
        message_id = await c.group("王姐", PRAISE)
        await c.wait(10)
        await recall(c, message_id)
        await nights(c, 12)
        assert (await first(c)).text == ""
        assert await share(c) == Share()
        nightly = await c.read(lambda conn: conn.execute(select(cleanings.c.counts)).scalars().all())
        assert len([night for night in nightly if "voices" in str(night)]) == 1
