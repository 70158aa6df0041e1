"""B10: a promise to everybody is one question for the open cases that it fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import Conversation, Said


async def ledger(c: Conversation) -> list[Promise]:
    return await c.read(lambda conn: [p for n in (1, 2, 3) for p in promises.of_case(conn, n)])


async def values(c: Conversation) -> set[tuple[str | None, str, int | None, bool]]:
    return {(p.member_name, p.kind, p.amount_fen, p.due_at is not None) for p in await ledger(c)}


async def whom(c: Conversation) -> set[str | None]:
    return {p.member_name for p in await ledger(c)}


def asked(c: Conversation) -> list[Said]:
    return [said for said in c.all_to("团长") if "听着像" in said]


async def _three(c: Conversation) -> None:
    """Two with rotten strawberries, one with bad eggs; all have been answered."""
    await c.complain("静静", "草莓烂了一半")
    await c.complain("王姐", "草莓也烂了")
    await c.complain("李哥", "鸡蛋坏了3个")
    await c.wait(minutes=20)
    c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "各位，草莓有问题的我这边统一退8元，今晚到账",
        "买草莓的都退一半，今晚",
        "烂草莓的亲们别急，今晚一家退8块",
        "收到草莓坏的，退8块一户，今晚发红包",
        "你们的草莓今晚都退8块",
        "@所有人 草莓烂的每家退8块，今晚转",
        "@全体成员 草莓烂了的邻居，今晚一户退8块",
        "@all 草莓有问题的，今晚统一退8元",
        "这批草莓我全退，今晚",
        "草莓不好的都给退8块，今晚转给你们",
        "反馈草莓的几位，今晚每位退8块",
        "草莓坏果的几户，今晚每户退8块",
        "街坊们，草莓坏的今晚每盒退8块",
        "买到坏草莓的今晚一人退8块",
        "刚才说的几家，今晚都补",
        "上面几位的草莓今晚都补",
        "草莓都退8块，今晚转",
        "草莓坏的都退8块哈，今晚转给你们",
    ],
)
async def test_b10_everybody_is_called_in_many_ways(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("团长", text)
        assert await whom(c) == {"静静", "王姐"}
        assert len(asked(c)) == 1
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "明天草莓每家送一份小番茄，接龙走起",
        "今晚接龙的每家送3个鸡蛋",
        "大家的草莓明天到，坏了包退",
        "这期草莓团购每家送一份小番茄，明天发",
        "@所有人 明天草莓开团，每家送一份小番茄",
        "今天下单的每人返5块，今晚发",
        "明天每家送一份小番茄，谢谢大家支持",
        "大家如果草莓有坏的，明天给补",
        "草莓今晚截单，下单每户立减8块",
    ],
)
async def test_b10_what_is_for_sale_promises_nothing(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("李哥", "在吗")
        await c.wait(10)
        await c.group("团长", text)
        assert await ledger(c) == []
        c.skip()


@pytest.mark.parametrize("text", ["大家没收到的明天统一补发", "没拿到的每家退8块，今晚", "牛奶漏了的每家退8块，今晚"])
async def test_b10_a_fault_that_nobody_reported_promises_nothing(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("李哥", "在吗")
        await c.wait(10)
        await c.group("团长", text)
        assert await ledger(c) == [], "nor to who spoke last"
        c.skip()


async def test_b10_what_did_not_come_is_theirs_who_miss_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("王姐", "鸡蛋少了两个")
        await c.group("团长", "大家没收到的明天统一补发")
        assert await whom(c) == {"王姐"}
        c.skip()


async def test_b10_a_fault_of_two_goods_is_about_both(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("团长", "坏的每家退8块，今晚转")
        assert await whom(c) == {"静静", "王姐", "李哥"}
        assert len(asked(c)) == 1
        c.skip()


async def test_b10_goods_by_goods_for_everybody(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("团长", "草莓烂的退8块，鸡蛋坏的退3块，今晚")
        made = await ledger(c)
        assert {(p.member_name, p.amount_fen) for p in made} == {("静静", 800), ("王姐", 800), ("李哥", 300)}
        c.skip()


@pytest.mark.parametrize("text", ["草莓烂的每家退8块，今晚转，静静除外她要补发", "除了静静，草莓烂的每家退8块，今晚转"])
async def test_b10_who_is_left_out_is_promised_nothing(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("团长", text)
        assert await values(c) == {("王姐", "refund", 800, True)}
        c.skip()


async def test_b10_who_joins_after_it_was_confirmed_is_asked_about_with_the_same_word(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("团长", "草莓烂的每家退8块，今晚转")
        await c.private("团长", "诺 1 都对")
        c.skip()
        await c.group("赵姐", "我的草莓也烂了")
        await c.wait(10)
        (question,) = asked(c)
        assert question.startswith("赵姐 后来也报了同样的问题")
        (promise,) = await c.read(lambda conn: promises.of_case(conn, 4))
        assert (promise.state, promise.amount_fen, promise.words) == (
            "unconfirmed", 800, "草莓烂的每家退8块，今晚转",
        )  # fmt: skip
        assert "退款 8 元，今天 22:00 前" in question
        c.skip()


@pytest.mark.parametrize("answer", ["诺 1 都不是", None])
async def test_b10_who_joins_is_asked_about_only_with_a_word_that_counts(database_url: str, answer: str | None) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("团长", "草莓烂的每家退8块，今晚转")
        if answer:
            await c.private("团长", answer)
        c.skip()
        await c.complain("赵姐", "我的草莓也烂了")
        assert await c.read(lambda conn: promises.of_case(conn, 4)) == []


async def test_b10_a_time_that_is_over_is_asked_for_when_somebody_joins(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("团长", "草莓烂的每家退8块，今天中午前转")
        await c.private("团长", "诺 1 都对")
        await c.wait(hours=6)
        c.skip()
        await c.group("赵姐", "我的草莓也烂了")
        await c.wait(10)
        (question,) = asked(c)
        assert "还差时间" in question
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


async def test_b10_a_promise_to_everybody_that_fits_no_case_is_none(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("老周", "鸡蛋少了两个")
        await c.group("团长", "草莓烂了的都明天补发")
        assert await ledger(c) == []
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "买了草莓反映坏了的，钱全部退回，今晚",
        "水果烂的统一处理，每户退10块，今晚",
        "你们俩的草莓全退，今晚",
        "两位的草莓都给退，今晚",
        "收到烂草莓的都退，今晚",
        "草莓的事我在问供应商，晚上8点给大家一个答复",
        "@所有人 草莓的事我找供应商去了，晚上8点在群里给各位答复",
    ],
)
async def test_b10_all_of_those_goods_or_faults_are_meant(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("团长", text)
        assert await whom(c) == {"静静", "王姐"}
        assert len(asked(c)) == 1
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "两家店我都问了，草莓明天退给供应商",
        "新品的价格大家别急，晚上8点给大家答复",
        "没收到草莓的都登记一下，我统计",
        "水果今晚开团，每户立减10块",
        "蔬菜烂的每户退10块，今晚",
        "两位的鸡翅都给退，今晚",
    ],
)
async def test_b10_words_to_many_that_promise_these_nothing(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("团长", text)
        assert await ledger(c) == []
        c.skip()


async def test_b10_two_are_meant_where_three_have_the_goods_and_nobody_can_tell_which(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.complain("赵姐", "草莓坏了好多")
        c.skip()
        await c.group("团长", "两位的草莓都给退，今晚")
        assert await ledger(c) == []
        c.skip()


@pytest.mark.parametrize("text", ["鸡蛋坏了的明天补，草莓坏了的每家退10块", "草莓没收到的明天补，烂的每家退10块"])
async def test_b10_two_deeds_for_several_goods_or_faults_leave_the_values_open(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("李哥", "鸡蛋坏了3个")
        await c.complain("王姐", "草莓没收到")
        await c.group("团长", text)
        assert all(p.amount_fen is None for p in await ledger(c) if p.member_name != "静静")
        c.skip()


async def test_b10_what_a_member_wrote_tells_that_nothing_came(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "酸奶没收到")
        await c.complain("王姐", "我的酸奶也没收到")
        await c.complain("老周", "苹果烂了2个")
        await c.group("团长", "没收到酸奶的明天都补，车上落了一箱")
        assert await whom(c) == {"静静", "王姐"}
        c.skip()


async def test_b10_words_that_took_a_moment_to_write_down_are_one_word_to_all(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.app.ctx = replace(c.app.ctx, now=_ticking(c.clock))
        await _three(c)
        await c.group("团长", "草莓烂的每家退8块，今晚转")
        assert len({p.said_at for p in await ledger(c)}) == 2
        await c.private("团长", "诺 1 都对")
        await c.complain("赵姐", "我的草莓也烂了")
        (promise,) = await c.read(lambda conn: promises.of_case(conn, 4))
        assert promise.amount_fen == 800
        c.skip()


def _ticking(clock: Callable[[], datetime]) -> Callable[[], datetime]:
    """A clock that goes on between two looks at it."""
    looks = count()
    return lambda: clock() + timedelta(microseconds=next(looks))


@pytest.mark.parametrize(
    "text",
    [
        "草莓烂得多的退15元，烂得少的退8元，今晚9点前转",
        "草莓全烂的退29.9，烂一半的退15，今晚",
        "草莓烂一半的每家退8元，全烂的每家退15元，今晚转",
        "草莓烂得厉害的每家退15元，今晚转",
    ],
)
async def test_b10_words_that_tell_some_from_others_leave_every_value_open(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        await c.group("团长", text)
        assert await values(c) == {(who, "refund", None, False) for who in ("静静", "王姐")}
        assert len(asked(c)) == 1
        c.skip()
