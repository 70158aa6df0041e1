"""One message of the leader to several members, or to everybody: whose promise is what."""

from __future__ import annotations

import pytest

from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import Conversation, Said


async def _two(c: Conversation) -> None:
    await c.complain("静静", "草莓烂了一半")
    await c.complain("王姐", "牛奶漏了一箱")


async def ledger(c: Conversation) -> list[Promise]:
    return await c.read(lambda conn: [p for n in (1, 2, 3) for p in promises.of_case(conn, n)])


async def values(c: Conversation) -> set[tuple[str | None, str, int | None, bool]]:
    return {(p.member_name, p.kind, p.amount_fen, p.due_at is not None) for p in await ledger(c)}


def asked(c: Conversation) -> list[Said]:
    return [said for said in c.all_to("团长") if "听着像" in said]


EACH_THEIRS = {("静静", "refund", 800, True), ("王姐", "replacement", None, True)}


@pytest.mark.parametrize(
    "text",
    [
        "@静静 退你8块，@王姐 补你一箱，都是明天",
        "静静退8块，王姐补一箱，都是明天",
        "静静：明天退8元；王姐：明天补一箱",
        "明天给静静退8块，给王姐补一箱，都明天",
    ],
)
async def test_b10_each_member_is_promised_what_their_part_of_the_message_says(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        assert await values(c) == EACH_THEIRS
        first, second = asked(c)
        assert "8 元" in first
        assert "补" not in first.split("原话")[0]
        assert "8 元" not in second
        await c.private("团长", "诺 1 都对")
        assert [p.state for p in await ledger(c)] == ["open", "unconfirmed"], "one tap confirms one member's only"
        c.skip()


async def test_b10_what_one_member_hears_last_is_no_time_for_the_other(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "@静静 退你8块 @王姐 补你一箱 明天弄")
        assert await values(c) == {("静静", "refund", 800, False), ("王姐", "replacement", None, True)}
        c.skip()


async def test_b10_two_who_are_named_together_are_one_question(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "王姐静静你们俩的明天都退8块")
        assert {p.member_name for p in await ledger(c)} == {"静静", "王姐"}
        (question,) = asked(c)
        assert "静静" in question
        assert "王姐" in question
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "退你8块@静静，补你一箱@王姐，明天",
        "静静和王姐，明天退8块，再补一箱",
        "静静退5块，王姐补一箱，都退8块，明天",
        "@静静 王姐那份明天补，明天退你8块",
    ],
)
async def test_b10_where_it_cannot_be_told_apart_nothing_is_guessed(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        made = await ledger(c)
        assert {(p.member_name, p.kind) for p in made} == {
            (who, kind) for who in ("静静", "王姐") for kind in ("refund", "replacement")
        }
        assert {(p.amount_fen, p.thing, p.due_at) for p in made} == {(None, None, None)}
        (question,) = asked(c)
        assert text in question
        await c.private("团长", "诺 1 都对")
        assert {p.state for p in await ledger(c)} == {"unconfirmed"}, "what is missing has to be said first"
        await c.private("团长", "诺 1 都不是")
        assert {p.state for p in await ledger(c)} == {"not_a_promise"}
        c.skip()


async def test_b10_what_is_promised_to_somebody_without_a_case_is_nobody_elses(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.group("团长", "静静明天退8块，李姐补一箱")
        assert await values(c) == {("静静", "refund", 800, True)}
        c.skip()


@pytest.mark.parametrize("text", ["明天退你8块，王姐那边补一箱", "王姐那份我来补，明天退你8块"])
async def test_b10_a_reply_promises_nothing_of_what_it_says_of_others(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.private("团长", f"回 1 {text}")
        assert await values(c) == {("静静", "refund", 800, True)}
        c.skip()


async def test_b10_an_edit_is_read_for_each_in_their_part(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        said = await c.group("团长", "@静静 退你8块，@王姐 补你一箱，都是明天")
        await c.group("团长", "@静静 退你9块，@王姐 补你一箱，都是明天", edited_message_id=said)
        assert await values(c) == {("静静", "refund", 900, True), ("王姐", "replacement", None, True)}
        c.skip()


@pytest.mark.parametrize("text", ["烂的每家退8块，今晚转", "草莓烂了的都明天补发", "草莓烂的都明天补发，大家别急"])
async def test_b10_a_promise_to_everybody_is_one_question_for_the_cases_it_fits(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("王姐", "草莓也烂了")
        await c.complain("老周", "鸡蛋少了两个")
        await c.group("团长", text)
        made = await ledger(c)
        assert {p.member_name for p in made} == {"静静", "王姐"}
        assert all(p.state == "unconfirmed" and p.due_at for p in made)
        assert len(asked(c)) == 1
        await c.private("团长", "诺 1 都对")
        assert {p.state for p in await ledger(c)} == {"open"}
        c.skip()


async def _incident(c: Conversation) -> None:
    for who in ("静静", "王姐", "赵姐"):
        await c.complain(who, "草莓烂了一半")
    await c.private("团长", "批次 1 价 29.9")


async def test_b10_a_post_about_an_incident_promises_to_all_its_voices(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", "批次 1 公告 草莓每家退8元，明天转")
        assert await ledger(c) == [], "it has not been said yet"
        await c.private("团长", "批次 1 发")
        assert await values(c) == {(who, "refund", 800, True) for who in ("静静", "王姐", "赵姐")}
        assert len(asked(c)) == 1
        await c.private("团长", "诺 1 都对")
        assert {p.state for p in await ledger(c)} == {"open"}
        c.skip()


async def test_b10_a_post_asks_only_for_those_who_were_not_offered_the_same(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", "批次 1 方案 退8元 明天 因为都一样")
        await c.private("静静", "好")
        await c.wait(10)
        before = len(await ledger(c))
        await c.private("团长", "批次 1 公告 草莓每家退8元，大家放心")
        await c.private("团长", "批次 1 发")
        assert len(await ledger(c)) == before == 1
        await c.private("团长", "批次 1 公告 草莓每家退9元，明天转")
        await c.private("团长", "批次 1 发")
        assert {(p.member_name, p.amount_fen) for p in await ledger(c) if p.state == "unconfirmed"} == {
            (who, 900) for who in ("静静", "王姐", "赵姐")
        }
        c.skip()


async def test_b10_our_own_words_about_an_incident_promise_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", "批次 1 公告")
        await c.private("团长", "批次 1 发")
        assert await ledger(c) == []
        c.skip()


async def test_b10_a_promise_to_everybody_that_fits_no_case_is_none(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("老周", "鸡蛋少了两个")
        await c.group("团长", "草莓烂了的都明天补发")
        assert await ledger(c) == []
        c.skip()
