"""A story told in two goes: the leader was asked about the first words, the next ones say it plainly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.verdict import Verdict
from bot.storage import bursts, messages, reviews
from tests.conversation import LIKE_TELEGRAM, Conversation
from tests.judge import UNSURE

FIRST, THEN = "酸菜炖上了，一尝苦咸苦咸", "洗了三遍还是酸得没法吃"


async def asked_about(c: Conversation, text: str = FIRST, **more: object) -> str:
    c.verdicts[text] = UNSURE
    said = await c.group("静静", text, **more)  # type: ignore[arg-type]
    await c.wait(10)
    assert "待审 R1" in c.to("团长")
    c.skip()
    return said


async def open_questions(c: Conversation) -> list[reviews.Review]:
    return await c.read(lambda conn: reviews.open_of_groups(conn, [1]))


async def test_the_case_begins_where_the_leader_was_asked(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        first = await asked_about(c)
        await c.wait(minutes=3)
        await c.group("静静", THEN)
        await c.wait(10)
        case = await c.case()
        assert case.opened_by_message == first
        assert case.quote == f"{FIRST}，{THEN}"
        assert f"静静：{FIRST}，{THEN}" in c.to("团长")
        assert c.post().message.quote_message_id == first
        said = await c.read(lambda conn: messages.of_case(conn, 1))
        assert [m.text for m in said if m.role == "member"] == [FIRST, THEN]
        assert await open_questions(c) == []
        c.skip()
        await c.private("团长", "待审")
        assert c.to("团长") == "没有待审的消息。"
        await c.private("团长", "是 R1")
        assert c.to("团长") == "R1 不用答了，群友后来说清楚了，已记在售后单 1 里。"


async def test_a_late_tap_on_the_question_says_where_it_is(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await asked_about(c)
        await c.group("静静", THEN)
        await c.wait(10)
        c.skip()
        await c.tap("团长", "no:1")
        assert "已记在售后单 1 里" in c.to("团长")
        assert (await c.case()).is_open


async def test_the_case_undone_asks_nothing_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked_about(c)
        await c.group("静静", THEN)
        await c.wait(10)
        await c.private("团长", "不是投诉 1")
        c.skip()
        assert await open_questions(c) == []
        said = await c.read(lambda conn: messages.recent(conn, 1, 10))
        assert [m.complaint for m in said if m.member_id == "静静"] == [False, False]


async def test_words_about_other_goods_stay_a_question(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked_about(c, "牛奶味道怪怪的")
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        assert (await c.case()).quote == "草莓烂了一半"
        assert [q.number for q in await open_questions(c)] == [1]
        c.skip()


async def test_words_of_long_ago_stay_a_question(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked_about(c)
        await c.wait(minutes=11)
        await c.group("静静", THEN)
        await c.wait(10)
        assert (await c.case()).quote == THEN
        assert [q.number for q in await open_questions(c)] == [1]
        c.skip()


async def test_a_neighbours_words_stay_a_question(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked_about(c)
        await c.group("果果", "草莓烂了一半")
        await c.wait(10)
        assert (await c.case()).member_name == "果果"
        assert [q.member_name for q in await open_questions(c)] == ["静静"]
        c.skip()


def doubted(chance: float) -> Verdict:
    """Words that may be a complaint by this chance; too little to ask about from .2 down."""
    return replace(UNSURE, score=chance, decision="review" if chance > 0.2 else "none")


@pytest.mark.parametrize(("chance", "part", "opens"), [(0.05, False, False), (0.15, True, False), (0.35, True, True)])
async def test_the_surer_it_was_the_more_it_is_of_the_story(
    database_url: str, chance: float, part: bool, opens: bool
) -> None:
    async with Conversation.on(database_url) as c:
        c.verdicts[FIRST] = doubted(chance)
        first = await c.group("静静", FIRST)
        await c.wait(minutes=3)
        c.skip()
        then = await c.group("静静", THEN)
        await c.wait(10)
        case = await c.case()
        assert case.quote == (f"{FIRST}，{THEN}" if part else THEN)
        assert case.opened_by_message == (first if opens else then)
        c.skip()


async def test_a_preface_that_was_asked_about_is_quoted_and_not_answered(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.verdicts["团长我订的是五斤的吧"] = replace(UNSURE, score=0.15)
        await c.group("静静", "团长我订的是五斤的吧")
        await c.wait(minutes=2)
        c.skip()
        told = await c.group("静静", THEN)
        await c.wait(10)
        assert (await c.case()).quote == f"团长我订的是五斤的吧，{THEN}"
        assert c.post().message.quote_message_id == told
        assert await open_questions(c) == []
        c.skip()


async def test_after_words_that_could_not_be_judged_a_complaint_is_heard(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.verdicts[FIRST] = doubted(0.15)
        await c.group("静静", FIRST)
        await c.wait(minutes=2)
        c.skip()
        await c.storage.write(lambda conn: bursts.change_verdict(conn, 1, {"error": "ZeroDivisionError"}))
        await c.group("静静", THEN)
        await c.wait(10)
        assert (await c.case()).quote == THEN
        c.skip()
