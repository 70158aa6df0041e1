"""B10: a leader corrects what was promised: that takes its place, instead of coming on top."""

from __future__ import annotations

import pytest

from bot.storage import promises
from tests.conversation import Conversation, Said

EVERYBODY = "草莓每家退8块，今晚转"


async def _after(c: Conversation, *said: str) -> None:
    """Three have rotten strawberries; what the leader says and answers, the last of it unseen yet."""
    for who in ("静静", "王姐", "赵姐"):
        await c.complain(who, "草莓烂了一半")
    await c.wait(minutes=20)
    for text in said:
        c.skip()
        if text.startswith(("诺", "回")):
            await c.private("团长", text)
        else:
            await c.group("团长", text)
        await c.wait(2)


async def stands(c: Conversation) -> set[tuple[str | None, int | None, str]]:
    made = await c.read(lambda conn: [p for n in (1, 2, 3) for p in promises.of_case(conn, n)])
    return {(p.member_name, p.amount_fen, p.state) for p in made}


def told(c: Conversation) -> list[Said]:
    return [said for said in c.all_to("团长") if "承诺" in said]


@pytest.mark.parametrize(
    "text",
    [
        "不好意思打错了，是每家退10块",
        "刚才写错了，草莓每家退10块",
        "更正一下，草莓每家退10块",
        "说错了，应该是每家退10块",
        "口误，草莓每家退10块",
        "草莓改退每家10块",
    ],
)
async def test_b10_what_counts_and_was_said_wrongly_is_one_question_for_all(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _after(c, EVERYBODY, "诺 1 都对", text)
        (question,) = told(c)
        assert "改成退款 10 元，今天 22:00 前，对吗" in question
        assert all(f"诺 {n} 改 10 元" in question for n in (1, 2, 3))
        assert await stands(c) == {(who, 800, "open") for who in ("静静", "王姐", "赵姐")}
        await c.private("团长", "诺 2 改 10 元")
        assert ("王姐", 1000, "open") in await stands(c)
        c.skip()


async def test_b10_what_nobody_confirmed_follows_the_correction(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _after(c, EVERYBODY, "不好意思打错了，是每家退10块")
        (question,) = told(c)
        assert question.count("退款 10 元，今天 22:00 前") == 3 or question.count("退款 10 元 · 今天 22:00 前") == 3
        assert await stands(c) == {(who, 1000, "unconfirmed") for who in ("静静", "王姐", "赵姐")}
        c.skip()


@pytest.mark.parametrize("text", ["打错了，退10块", "回 1 说错了，给您退10块", "打错了，是静静今晚退10块"])
async def test_b10_a_correction_to_one_is_asked_about_as_that(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _after(c, "静静今晚退8块", "诺 1 对", text)
        assert any("承诺 1（售后单 1 · 静静）改成退款 10 元" in said for said in told(c))
        assert await stands(c) == {("静静", 800, "open")}
        c.skip()


async def test_b10_another_deed_in_its_place_tells_what_it_may_replace(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _after(c, "静静今晚退8块", "诺 1 对", "回 1 改成明天给您补一盒吧，不退了")
        assert any("要是换成这回的，回：诺 2 换" in said for said in told(c))
        made = await c.read(lambda conn: promises.of_case(conn, 1))
        assert [(p.kind, p.thing) for p in made] == [("refund", None), ("replacement", "一盒")]
        c.skip()


@pytest.mark.parametrize("answer", ["诺 1 对", None])
async def test_b10_somebody_else_was_meant(database_url: str, answer: str | None) -> None:
    async with Conversation.on(database_url) as c:
        said = ("静静今晚退8块", *([answer] if answer else []), "说错了，是赵姐今晚退8块")
        await _after(c, *said)
        notices = told(c)
        assert len(notices) == 2
        assert any(("诺 1 撤 原因" if answer else "诺 1 不是") in notice for notice in notices)
        assert await stands(c) == {("静静", 800, "open" if answer else "unconfirmed"), ("赵姐", 800, "unconfirmed")}


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("静静再退你2块，明天", 200),
        ("静静不好意思，发错了货，另外再退你3块，明天", 300),
        ("@静静 没说错，今晚退您10块", 1000),
        ("@静静 价签写错了，今晚再退您2块", 200),
    ],
)
async def test_b10_what_is_no_correction_stays_a_promise_of_its_own(database_url: str, text: str, new: int) -> None:
    async with Conversation.on(database_url) as c:
        await _after(c, "静静今晚退8块", "诺 1 对", text)
        assert await stands(c) == {("静静", 800, "open"), ("静静", new, "unconfirmed")}
        c.skip()


@pytest.mark.parametrize(
    ("before", "text", "sums"),
    [
        ("静静今晚退你8块", "打错了，是10块", {"静静": 1000}),
        ("静静今晚退你8块", "写错了，10块，不是8块", {"静静": 1000}),
        ("静静今晚退你8块", "不好意思说错了，应该是退你10块", {"静静": 1000}),
        ("静静退8块，王姐退5块，今晚", "打错了 王姐是6块", {"静静": 800, "王姐": 600}),
        ("草莓一家退6块，今晚", "打错了，是9块，每家9块", {"静静": 900, "王姐": 900, "赵姐": 900}),
        ("静静退8块，王姐退5块，今晚", "打错了，是10块", {"静静": 800, "王姐": 500}),
        ("静静今晚退你8块", "接龙里苹果打错了，是10块", {"静静": 800}),
        ("明天苹果8块一斤", "打错了，是10块", {}),
    ],
)
async def test_b10_a_bare_sum_corrects_the_refund_just_promised(
    database_url: str, before: str, text: str, sums: dict[str, int]
) -> None:
    async with Conversation.on(database_url) as c:
        await _after(c, before, text)
        assert {who: fen for who, fen, state in await stands(c) if state == "unconfirmed"} == sums
        c.skip()
