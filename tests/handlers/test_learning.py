"""Every decision teaches (E4): the same words in the same group are judged as the person said next time."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.app import make_detector
from bot.detection import LearningDetector
from bot.domain.verdict import Burst, BurstMessage, Situation
from bot.storage import learning, reviews
from bot.storage.reviews import Correction
from bot.storage.tables import learned_models
from handlers.learning.nightly import follow, learn_now
from tests.conversation import Conversation

MISFIRE = "这个团的鸡蛋碎了三个"
MISSED = "看看你们卖的草莓"


def own_detector(c: Conversation) -> LearningDetector:
    """Let the program judge with its own detector, which learns."""
    detector = make_detector(c.app.ctx.settings)
    assert isinstance(detector, LearningDetector)
    c.app.ctx = replace(c.app.ctx, detector=detector)
    return detector


async def misfire(c: Conversation, words: str = MISFIRE) -> None:
    await c.complain("静静", words)
    await c.private("团长", "不是投诉 1")
    c.skip()


async def night(c: Conversation) -> None:
    await c.wait(hours=24)


async def test_a_misfire_is_not_repeated_after_the_night(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        own_detector(c)
        await misfire(c)
        await night(c)
        assert c.to("团长").endswith("您指出的 1 条我学会了，以后再有这样的话，就按您说的来。")
        for words in (MISFIRE, "这个团的鸡蛋又碎了三个"):
            await c.group("老周", words)
            await c.wait(10)
            assert c.nothing(), words
        assert len(await c.cases()) == 1
        await c.group("老周", "草莓烂了一半，退钱")
        await c.wait(10)
        c.skip()
        assert len(await c.cases()) == 2, "other complaints are heard as before"


async def test_before_the_night_nothing_has_changed(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        detector = own_detector(c)
        await misfire(c)
        await c.wait(hours=2)
        assert detector.version is None


async def test_a_missed_complaint_is_found_the_next_time(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        own_detector(c)
        missed = await c.group("静静", MISSED)
        await c.wait(20)
        assert c.nothing()
        await c.group("团长", "登记", quote=missed)
        c.skip()
        await night(c)
        c.skip()
        await c.group("老周", MISSED)
        await c.wait(10)
        assert c.post().mentions == ["老周"]
        c.skip()
        await c.group("小美", "你们看看你们卖的草莓吧")
        await c.wait(10)
        assert "小美" in "".join(c.all_to("团长")), "nearly the same words: a case, or at least a question"
        c.skip()


async def test_what_was_learned_holds_in_its_own_group(database_url: str) -> None:
    async with Conversation.on(database_url, others={"老李": "老李"}) as c:
        own_detector(c)
        await misfire(c)
        await night(c)
        c.skip()
        await c.group("老周", MISFIRE, group_id="老李的群")
        await c.wait(10)
        c.skip()
        assert len(await c.cases()) == 2


async def test_other_goods_are_other_words(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        detector = own_detector(c)
        await misfire(c)
        await night(c)
        c.skip()
        burst = Burst((BurstMessage("这个团的杯子碎了三个"),))
        assert detector([(burst, Situation(group=1))])[0].decision == "complaint"


async def test_harm_is_asked_about_whatever_was_said(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        detector = own_detector(c)
        text = "团长，吃了你家的鸡蛋，孩子上吐下泻进医院了"
        await c.complain("静静", text)
        await c.private("团长", "不是投诉 1")
        await night(c)
        c.skip()
        verdict = detector([(Burst((BurstMessage(text),)), Situation(group=1))])[0]
        assert verdict.decision == "review"
        assert "之前说过，这句不是投诉" in verdict.reasons


async def test_the_last_word_holds(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        own_detector(c)
        await misfire(c)
        await night(c)
        missed = await c.group("老周", MISFIRE)
        await c.wait(10)
        await c.group("团长", "登记", quote=missed)
        c.skip()
        await night(c)
        c.skip()
        await c.group("小美", MISFIRE)
        await c.wait(10)
        c.skip()
        assert len(await c.cases()) == 3


async def test_two_processes_learn_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        own_detector(c)
        await misfire(c)
        other = replace(c.app.ctx, detector=make_detector(c.app.ctx.settings))
        made = await asyncio.gather(learn_now(c.app.ctx, "night"), learn_now(other, "night"))
        assert sum(report is not None for report in made) == 1
        await follow(other)
        assert isinstance(other.detector, LearningDetector)
        assert other.detector.version == 1
        await c.wait(1)
        assert "学会了" in c.to("团长")


async def test_rolled_back_it_is_as_before(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        detector = own_detector(c)
        words = "草莓烂了一半"
        await misfire(c, words)
        await night(c)
        c.skip()
        assert detector.version == 1
        await c.storage.write(learning.roll_back)
        await c.wait(10)
        assert detector.version is None
        await c.group("老周", words)
        await c.wait(10)
        assert c.to("团长"), "the words are heard again"
        c.skip()
        await night(c)
        assert [version.state for version in await c.read(learning.everything)] == ["rolled_back"]


async def test_a_damaged_version_is_said_aloud_and_learned_again(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Conversation.on(database_url) as c:
        own_detector(c)
        await misfire(c)
        await night(c)
        c.skip()
        await c.storage.write(lambda conn: conn.execute(update(learned_models).values(arrays=b"broken")))
        detector = own_detector(c)
        with caplog.at_level(logging.ERROR):
            await c.wait(10)
        assert "learned model 1: damaged: SHA-256 is" in caplog.text
        assert "学到的东西读不出来了" in c.to("团长")
        await c.wait(60)
        assert c.nothing(), "it is said once"
        assert detector.version == 1
        assert detector.settings.learned is not None


async def test_corrections_that_spoil_the_rest_move_nothing_far(database_url: str) -> None:
    """Somebody says 不是投诉 to everything: what the frozen set forbids is not learned."""
    async with Conversation.on(database_url) as c:
        own_detector(c)
        await c.group("团长", "大家好")
        for text in ("草莓烂了一半", "鸡蛋碎了三个", "还没收到货", "牛奶过期了", "发错货了，退款", "苹果是坏的，臭了"):
            wrong = Correction(1, text, (), None, False, "undo", "团长", c.clock())
            await c.storage.write(lambda conn, wrong=wrong: reviews.correct(conn, wrong))
        report = await learn_now(c.app.ctx, "command")
        assert report is not None
        assert report.refused or report.after.f1 >= report.before.f1 - 0.003
        c.skip()
        await c.wait(1)
        c.skip()
        await c.complain("老周", "草莓全烂了，没法吃，太气人了")
        assert len(await c.cases()) == 1
