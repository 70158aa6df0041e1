"""Promises of one message, or to the voices of one incident, that come up together: one notice, one proof."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Connection

from bot.domain.chat import Capabilities
from bot.storage import open_storage, promises
from bot.storage.promises import Promise
from handlers.promises.sweep import sweep_promises
from handlers.promises.together import every
from tests.conversation import Conversation, Said

NEIGHBOURS = ("静静", "王姐", "赵姐", "钱姐")


async def _promised(c: Conversation, *, confirmed: bool = True, to: tuple[str, ...] = NEIGHBOURS) -> None:
    """One word to all these neighbours, due at ten in the evening."""
    for who in to:
        await c.complain(who, "草莓烂了一半")
    await c.group("团长", "烂的每家退8块，今晚转")
    if confirmed:
        await c.private("团长", "诺 1 都对")
    c.skip()


async def _ledger(c: Conversation) -> list[Promise]:
    return await c.read(lambda conn: [p for n in range(1, 90) for p in promises.of_case(conn, n)])


async def _states(c: Conversation) -> dict[int, str]:
    return {p.id: p.state for p in await _ledger(c)}


def _about(c: Conversation, words: str) -> list[Said]:
    return [said for said in c.all_to("团长") if words in said]


def _names_all(said: str) -> bool:
    return all(f"{who}（承诺 {n}）" in said for n, who in enumerate(NEIGHBOURS, 1))


# --- one notice ---


async def test_b10_one_message_to_many_is_one_notice_each_time(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.wait(hours=11)
        (warning,) = _about(c, "快到点")
        assert _names_all(warning)
        assert "兑 1 都" in warning
        await c.wait(hours=2)
        (overdue,) = _about(c, "过点")
        assert _names_all(overdue)
        assert "兑 1 都" in overdue
        for _ in range(2):
            await c.wait(hours=24)
            (morning,) = _about(c, "还没办")
            assert _names_all(morning)
        assert [(await c.kinds(n)).count("promise_breached") for n in (1, 2, 3, 4)] == [1, 1, 1, 1]
        c.skip()


async def test_b10_an_unconfirmed_word_to_many_is_one_question_once_more_and_when_due(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c, confirmed=False)
        await c.wait(hours=3)
        (again,) = _about(c, "没确认")
        assert _names_all(again)
        assert "诺 1 都对" in again
        await c.wait(hours=20)
        (due,) = _about(c, "没确认")
        assert _names_all(due)
        assert "兑 1 都" in due
        c.skip()


async def test_b10_the_clock_of_one_transaction_moves_and_it_is_one_notice_all_the_same(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.app.ctx = replace(c.app.ctx, now=_ticking(c.clock))
        await _promised(c)
        assert set((await _states(c)).values()) == {"open"}, "都对 is for all of them"
        await c.wait(hours=11)
        assert len(_about(c, "快到点")) == 1
        await c.wait(hours=3)
        assert len(_about(c, "过点")) == 1
        await c.private("团长", "兑 1 都 转了")
        assert set((await _states(c)).values()) == {"fulfilled"}
        c.skip()


def _ticking(clock: Callable[[], datetime]) -> Callable[[], datetime]:
    """A clock that never says the same twice."""
    asked = 0

    def now() -> datetime:
        nonlocal asked
        asked += 1
        return clock() + timedelta(microseconds=asked)

    return now


async def test_b10_what_an_incident_was_offered_comes_up_as_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for who in NEIGHBOURS:
            await c.complain(who, "草莓烂了一半")
        await c.private("团长", "批次 1 方案 退8元 今天20:00 因为都一样")
        for who in NEIGHBOURS:
            await c.private(who, "好")
            await c.wait(minutes=3)
        c.skip()
        await c.wait(hours=10)
        (warning,) = _about(c, "快到点")
        assert _names_all(warning)
        c.skip()


async def test_b10_other_messages_and_other_incidents_have_notices_of_their_own(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c, to=("静静", "王姐"))
        await c.complain("老周", "鸡蛋少了两个")
        await c.private("团长", "回 3 今晚给您退5块")
        await c.private("团长", "诺 3 对")
        c.skip()
        await c.wait(hours=13)
        several, one = sorted(_about(c, "过点"), key=len, reverse=True)
        assert "老周" not in several
        assert "老周" in one
        c.skip()


async def test_b10_a_red_case_is_never_one_of_many(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.group("王姐", "草莓吃完孩子上吐下泻")
        await c.wait(10)
        assert (await c.case(2)).red
        c.skip()
        await c.wait(hours=13)
        several, one = sorted(_about(c, "过点"), key=len, reverse=True)
        assert "王姐" not in several
        assert "王姐" in one
        await c.private("团长", "兑 1 都 转了")
        assert (await _states(c))[2] == "open"
        (answer,) = _about(c, "兑现了")
        assert "急单" in answer
        assert "王姐" in answer.split("没一起记")[1]
        c.skip()


async def test_b10_more_than_one_notice_holds_are_all_named(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.promises.sweep.TOLD_AT_ONCE", 4)
    async with Conversation.on(database_url) as c:
        many = tuple(f"邻居{n}号" for n in range(101, 107))
        await _promised(c, to=many)
        await c.wait(hours=13)
        told = _about(c, "过点")
        assert 1 < len(told) < 4
        assert all(any(who in said for said in told) for who in many)
        c.skip()


# --- one proof ---


@pytest.mark.parametrize("command", ["兑 1 都 转账单号 88001234", "兑 3 都转了，88001234", "批次 1 兑 88001234 都转了"])
async def test_b10_one_proof_for_all_and_each_member_is_told_singly(database_url: str, command: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.private("团长", command)
        await c.wait(10)
        for who in NEIGHBOURS:
            said = c.to(who)
            assert "退款 8 元" in said
            assert "88001234" in said
            assert not [other for other in NEIGHBOURS if other != who and other in said]
        assert set((await _states(c)).values()) == {"fulfilled"}
        (answer,) = _about(c, "兑现了")
        assert _names_all(answer)
        assert "售后单 1、2、3、4" in answer
        c.skip()


async def test_b10_another_sum_is_left_out_and_named(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.private("团长", "诺 2 改 10元")
        c.skip()
        await c.private("团长", "兑 1 都 转了")
        assert await _states(c) == {1: "fulfilled", 2: "open", 3: "fulfilled", 4: "fulfilled"}
        (answer,) = _about(c, "兑现了")
        assert "退款 10 元" in answer.split("没一起记")[1]
        c.skip_to("静静")
        assert c.all_to("王姐") == []
        c.skip()


async def test_b10_of_an_incident_most_are_meant_or_the_sum_that_is_named(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.private("团长", "诺 1 改 10元")
        await c.private("团长", "诺 2 改 10元")
        c.skip()
        await c.private("团长", "批次 1 兑 转了")
        (which,) = c.all_to("团长")
        assert "哪一种" in which
        assert set((await _states(c)).values()) == {"open"}
        await c.private("团长", "批次 1 兑 10元的都转了")
        assert await _states(c) == {1: "fulfilled", 2: "fulfilled", 3: "open", 4: "open"}
        await c.private("团长", "批次 1 兑 剩下的转了")
        assert set((await _states(c)).values()) == {"fulfilled"}
        c.skip()


async def test_b10_of_one_case_one_promise_is_meant(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c, to=("静静", "王姐"))
        await c.private("团长", "赔 1 退8元 因为都一样")
        await c.private("静静", "好")
        await c.wait(10)
        c.skip()
        assert len(await _ledger(c)) == 3
        await c.private("团长", "批次 1 兑 都转了")
        assert sorted((await _states(c)).values()) == ["fulfilled", "fulfilled", "open"]
        assert len([said for said in c.all_to("静静") if "退款 8 元" in said]) == 1
        (answer,) = _about(c, "兑现了")
        assert "同一单还有一个" in answer
        c.skip()


async def test_b10_one_photo_for_all_is_shown_to_each(database_url: str) -> None:
    async with Conversation.on(database_url, can=Capabilities(image=True, dm_first="always")) as c:
        await _promised(c, to=("静静", "王姐"))
        await c.private("团长", "兑 1 都", photos=1)
        await c.wait(60)
        for who in ("静静", "王姐"):
            assert [said for said in c.all_to(who) if said.message.image] != []
        c.skip()


async def test_b10_at_night_each_is_told_when_it_suits_them(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.wait(hours=13)
        c.skip()
        await c.private("团长", "兑 1 都 转了")
        (answer,) = _about(c, "兑现了")
        assert "08:00" in answer
        assert [said for who in NEIGHBOURS for said in c.all_to(who)] == []
        await c.wait(hours=10)
        assert all("退款 8 元" in c.to(who) for who in NEIGHBOURS)
        c.skip()


@pytest.mark.parametrize("command", ["兑 1 都", "批次 1 兑", "批次 1 兑 都"])
async def test_b10_without_a_proof_nothing_is_noted(database_url: str, command: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.private("团长", command)
        assert "写一句话或单号" in c.to("团长")
        assert set((await _states(c)).values()) == {"open"}


@pytest.mark.parametrize("command", ["批次 9 兑 转了", "批次 兑 转了", "兑 99 都 转了"])
async def test_bad_input_about_many_gets_one_clear_sentence(database_url: str, command: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.private("团长", command)
        assert "\n" not in c.to("团长").strip()
        assert set((await _states(c)).values()) == {"open"}


async def test_the_same_command_twice_tells_each_member_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.private("团长", "兑 1 都 转了")
        await c.private("团长", "兑 1 都 转了")
        await c.wait(10)
        assert len(c.all_to("静静")) == 1
        assert "已经处理过" in c.all_to("团长")[-1]
        c.skip()


async def test_the_leader_of_another_group_notes_nothing(database_url: str) -> None:
    async with Conversation.on(database_url, others={"李团长": "g2"}) as c:
        await _promised(c)
        for command in ("兑 1 都 转了", "批次 1 兑 转了"):
            await c.private("李团长", command)
            assert "没有" in c.to("李团长")
        assert set((await _states(c)).values()) == {"open"}


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("都 转账单号 123", "转账单号 123"),
        ("都转了", "转了"),
        ("每家都转了", "转了"),
        ("各家转了", "转了"),
        ("大家的都退了", "退了"),
        ("8家都转了", "转了"),
        ("几家一起转了", "转了"),
        ("全都补齐了", "补齐了"),
        ("都", ""),
        ("他们的统一转了", "转了"),
        ("转了", None),
        ("全额退了", None),
        ("全款退了", None),
        ("今晚转了，都好了", None),
        ("8块转了", None),
        ("88001234", None),
        ("", None),
    ],
)
def test_b10_words_that_mean_all_of_them(text: str, rest: str | None) -> None:
    assert every(text) == rest


async def test_b6_one_tap_for_all_is_answered_in_one_piece(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c, confirmed=False)
        await c.private("团长", "诺 2 改 10元")
        c.skip()
        await c.private("团长", "诺 1 都对")
        answer = c.to("团长")
        assert answer.count("记下了") == 1
        assert "静静（承诺 1）、赵姐（承诺 3）、钱姐（承诺 4）" in answer
        assert set((await _states(c)).values()) == {"open"}


async def test_b10_two_processes_that_look_at_once_give_one_notice(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        other = replace(c.app.ctx, storage=open_storage(database_url, pragmas={"synchronous": 0}))
        c.clock.at += timedelta(hours=13)
        began = Event()
        seen: list[tuple[str, int]] = []

        def slowly(conn: Connection) -> None:
            promises.lock_all(conn)
            began.set()
            time.sleep(0.3)  # long enough for the other to come in between
            seen.append(("first", sweep_promises(c.app.ctx, conn)))

        def meanwhile(conn: Connection) -> None:
            seen.append(("then", sweep_promises(other, conn)))

        try:
            first = asyncio.create_task(c.storage.write(slowly))
            await asyncio.to_thread(began.wait)
            await asyncio.gather(first, other.storage.write(meanwhile))
        finally:
            other.storage.close()
        assert seen == [("first", 4), ("then", 0)]
        await c.wait(1)
        (overdue,) = _about(c, "过点")
        assert _names_all(overdue)
        c.skip()


async def test_b10_a_proof_that_calls_a_neighbour_by_name_is_not_sent_to_all(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        for command in ("兑 1 都 静静转了8块，王姐转了8块", "批次 1 兑 王姐的和别家都转了"):
            await c.private("团长", command)
            assert "王姐" in c.to("团长")
        assert set((await _states(c)).values()) == {"open"}
        await c.private("团长", "兑 1 转给静静了")
        assert (await _states(c))[1] == "fulfilled"
        c.skip()


async def test_b10_what_lacks_something_is_asked_for_once_and_not_confirmed(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for who in NEIGHBOURS:
            await c.complain(who, "草莓烂了一半")
        await c.group("团长", "烂的每家退8块")
        c.skip()
        await c.wait(hours=3)
        (again,) = _about(c, "还差时间")
        assert _names_all(again)
        assert "都对" not in again
        assert "诺 1 都不是" in again
        c.skip()
