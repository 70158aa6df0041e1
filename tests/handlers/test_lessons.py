"""B11, B3: who is told what was done hears what went wrong and what changes, and never that it was their fault."""

from __future__ import annotations

import pytest

from bot.replies import variants
from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import LEADER, Conversation

KEYS = ("private.lesson_courier", "private.lesson_seller", "private.lesson_gap")
ALL = [text for key in KEYS for text in variants(key)]


async def resolved(c: Conversation) -> None:
    await c.complain()
    await c.private(LEADER, "结 1 退了款")
    c.skip()


@pytest.mark.parametrize(
    ("named", "key"),
    [("因 1 快递", "private.lesson_courier"), ("因 1 我们", "private.lesson_seller"),
     ("标 1 期望落差", "private.lesson_gap")],
)  # fmt: skip
async def test_b11_the_cause_named_after_the_resolution_is_one_more_sentence(
    database_url: str, named: str, key: str
) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private(LEADER, named)
        told = c.to("静静")
        assert told in variants(key)
        assert f"顺带跟 静静 说了：{told}" in c.to(LEADER), "the leader reads what was said in their name"
        await c.private(LEADER, "因 1 我们")
        assert c.all_to("静静") == [], "once"
        c.skip()


@pytest.mark.parametrize(("named", "key"), [("因 1 快递", KEYS[0]), ("因 1 我们", KEYS[1]), ("标 1 期望落差", KEYS[2])])
async def test_b11_the_cause_named_before_stands_beside_what_was_done(database_url: str, named: str, key: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private(LEADER, named)
        c.skip()
        await c.private(LEADER, "结 1 退了款")
        told = c.to("静静")
        assert "退了款" in told
        assert any(text in told for text in variants(key))
        assert told.count("对不起") + told.count("抱歉") == 1
        c.skip()


@pytest.mark.parametrize("first", ["因 1 群友", "结 1 退了款"])
async def test_b3_of_a_cause_that_is_the_members_nothing_is_said(database_url: str, first: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        for command in (first, "因 1 群友" if first.startswith("结") else "结 1 退了款"):
            await c.private(LEADER, command)
        [told] = c.all_to("静静")
        assert "退了款" in told
        assert not any(text in told for text in ALL)
        c.skip()


async def test_b11_whom_it_is_over_for_is_not_written_to_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private("静静", "好了，谢谢")
        await c.wait(10)
        c.skip()
        await c.private(LEADER, "因 1 我们")
        assert c.all_to("静静") == []
        c.skip()


async def test_b12_in_a_red_case_a_person_says_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain(text="草莓吃完孩子上吐下泻")
        await c.private(LEADER, "结 1 医药费付了")
        c.skip()
        await c.private(LEADER, "因 1 我们")
        assert c.all_to("静静") == []
        c.skip()


async def test_b8_who_asked_not_to_be_written_to_hears_nothing_of_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("静静", "别再发了")
        await c.wait(10)
        await c.wait(hours=2)
        await c.private(LEADER, "结 1 退了款")
        c.skip()
        await c.private(LEADER, "因 1 我们")
        assert c.all_to("静静") == []
        c.skip()


# --- B10: what is still promised when the case is resolved ---


async def promised_and_resolved(c: Conversation) -> None:
    await c.complain()
    await c.private(LEADER, "赔 1 退13元 明天18:00 因为弄错了")
    await c.private("静静", "好")
    await c.wait(10)
    c.skip()
    await c.private(LEADER, "结 1 退了，转账单号 1000200030004")


async def the_promise(c: Conversation) -> Promise:
    [promise] = await c.read(lambda conn: promises.of_case(conn, 1))
    return promise


async def test_b10_an_open_promise_is_named_when_its_case_is_resolved(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised_and_resolved(c)
        assert "退了" in c.to("静静")
        told = c.all_to(LEADER)[-1]
        assert told.startswith("售后单 1 说好的还有没记成办好的：")
        assert "退款 13 元" in told
        assert (await the_promise(c)).state == "open"

        await c.private(LEADER, "都办好了 1")
        assert c.to(LEADER).startswith("好，售后单 1 说好的都办好了：")
        assert c.all_to("静静") == [], "who has read the resolution is not told again"
        kept = await the_promise(c)
        assert (kept.state, kept.proof) == ("fulfilled", {"text": "退了，转账单号 1000200030004"})
        await c.private("静静", "好了")
        await c.wait(10)
        c.skip()
        await c.wait(hours=60)
        assert not any("承诺" in said for said in c.all_to(LEADER)), "nothing is overdue"
        c.skip()


async def test_b10_the_same_by_a_tap_and_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await promised_and_resolved(c)
        button = c.all_to(LEADER)[-1].buttons["都办好了"]
        c.skip()
        await c.tap("静静", str(button.data))
        assert (await the_promise(c)).state == "open", "a leader's button"
        await c.tap(LEADER, str(button.data))
        assert (await the_promise(c)).state == "fulfilled"
        c.skip()
        await c.tap(LEADER, str(button.data))
        assert c.to(LEADER) == "售后单 1 没有还没办的承诺。"


async def test_b10_what_is_left_open_stays_due(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised_and_resolved(c)
        c.skip()
        await c.wait(hours=40)
        assert any("退款 13 元" in said for said in c.all_to(LEADER)), "it is not hidden by the end of its case"
        c.skip()


async def test_b10_all_done_is_said_of_a_resolved_case_only(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private(LEADER, "赔 1 退13元 明天18:00 因为弄错了")
        await c.private("静静", "好")
        await c.wait(10)
        c.skip()
        await c.private(LEADER, "都办好了 1")
        assert c.to(LEADER).startswith("售后单 1 还没结。")
        await c.private(LEADER, "都办好了 7")
        assert "7" in c.to(LEADER)
        assert (await the_promise(c)).state == "open"


async def test_b11_nothing_more_is_said_where_nothing_was_promised(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private(LEADER, "结 1 退了款")
        c.to(LEADER)
        c.skip_to("静静")
