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


# --- B11: the leader's own words ---

OWN = "以后都换泡沫箱"


@pytest.mark.parametrize("typed", [f"因 1 快递 {OWN}", f"因 1 快递：{OWN}", f"因1快递，{OWN}", f"因 1 快递\n{OWN}"])
async def test_b11_the_leaders_own_line_is_said_in_place_of_ours(database_url: str, typed: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private(LEADER, typed)
        assert c.to("静静") == OWN
        assert f"顺带跟 静静 说了：{OWN}" in c.to(LEADER)
        case = await c.case()
        assert (case.cause, case.lesson) == ("courier", OWN)
        assert [e.text for e in await c.timeline() if e.kind == "lesson"] == [OWN]


async def test_b11_the_own_line_named_before_stands_beside_what_was_done(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private(LEADER, f"因 1 我们 {OWN}")
        assert f"结单的时候一起跟 静静 说：{OWN}" in c.to(LEADER)
        await c.private(LEADER, "因 1 我们")
        c.skip()
        await c.private(LEADER, "结 1 退了款")
        told = c.to("静静")
        assert f"退了款\n{OWN}\n" in told
        assert not any(text in told for text in ALL)
        c.skip()


async def test_b11_another_cause_leaves_the_line_of_the_first_unsaid(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private(LEADER, f"因 1 快递 {OWN}")
        await c.private(LEADER, "因 1 我们")
        c.skip()
        await c.private(LEADER, "结 1 退了款")
        told = c.to("静静")
        assert OWN not in told
        assert any(text in told for text in variants(KEYS[1]))
        c.skip()


async def test_b3_beside_a_cause_that_is_the_members_the_line_is_a_note(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private(LEADER, "因 1 群友 放了三天才吃，怪谁呢")
        assert "群友看不到" in c.to(LEADER)
        assert c.all_to("静静") == []
        assert [e.text for e in await c.timeline() if e.kind == "note"] == ["放了三天才吃，怪谁呢"]
        assert (await c.case()).lesson is None


@pytest.mark.parametrize("line", ["您自己没放冰箱，怪谁呢？", "下次给您免单", "都怪快递，你去找他们"])
async def test_a3_an_own_line_that_may_hurt_or_promises_money_is_held_once(database_url: str, line: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private(LEADER, f"因 1 快递 {line}")
        warned = c.to(LEADER)
        assert "先没发" in warned
        assert "改一改再发：因 1 快递 您的话" in warned
        assert (await c.case()).cause is None
        assert c.all_to("静静") == []
        await c.private(LEADER, "照发 1")
        assert c.to("静静") == line
        assert (await c.case()).cause == "courier"
        c.skip()


async def test_a3_words_said_anew_take_the_place_of_those_held(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private(LEADER, "因 1 快递 都怪快递，你去找他们")
        await c.private(LEADER, f"因 1 快递 {OWN}")
        assert c.to("静静") == OWN
        c.skip()
        await c.private(LEADER, "照发 1")
        assert "没有等着发的话" in c.to(LEADER)


async def test_b11_an_own_line_after_ours_was_said_is_not_a_second_sentence(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await resolved(c)
        await c.tap(LEADER, "courier:1")
        c.skip()
        await c.private(LEADER, f"因 1 快递 {OWN}")
        assert c.all_to("静静") == []
        assert f"回 1 {OWN}" in c.to(LEADER)


async def test_b11_at_night_the_own_line_replaces_ours_that_still_waits(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(hours=12.5)
        c.skip()
        await c.private(LEADER, "结 1 退了款")
        await c.private(LEADER, "因 1 快递")
        assert c.all_to("静静") == [], "it is half past ten"
        await c.private(LEADER, f"因 1 快递 {OWN}")
        assert f"08:00 再跟 静静 说：{OWN}" in c.all_to(LEADER)[-1]
        await c.wait(hours=11)
        said = c.all_to("静静")
        assert OWN in said
        assert not any(text in said for text in ALL)
        c.skip()


async def test_b8_what_changes_comes_right_after_the_resolution_whatever_hours_the_member_keeps(
    database_url: str,
) -> None:
    async with Conversation.on(database_url, unasked_per_day=1) as c:
        await c.complain()
        await c.private("静静", "十二个坏的")
        await c.wait(hours=9)
        c.skip()
        await c.private(LEADER, "结 1 退了款")
        c.skip()
        await c.private(LEADER, "因 1 快递")
        assert c.to("静静") in variants(KEYS[0]), "seven in the evening, though the member wrote at ten"
        c.skip()


async def test_b12_in_a_red_case_the_leaders_own_line_is_a_persons_word(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain(text="草莓吃完孩子上吐下泻")
        await c.private(LEADER, "结 1 医药费付了")
        c.skip()
        await c.private(LEADER, "因 1 我们 这批草莓已经全部停卖")
        assert c.to("静静") == "这批草莓已经全部停卖"
        c.skip()


@pytest.mark.parametrize("ended", ["over", "watch", "no contact"])
async def test_b11_a_line_that_nobody_is_to_hear_is_kept_and_the_leader_told_so(database_url: str, ended: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        if ended == "no contact":
            await c.private("静静", "别再发了")
            await c.wait(10)
        await c.private(LEADER, "结 1 退了款")
        if ended == "over":
            await c.private("静静", "好了，谢谢")
            await c.wait(10)
        if ended == "watch":
            await c.private(LEADER, "模式 观察")
        c.skip()
        await c.private(LEADER, f"因 1 我们 {OWN}")
        assert c.all_to("静静") == []
        assert f"记在售后单里了。想说就回：回 1 {OWN}" in c.to(LEADER)
        c.skip()


async def test_b10_what_an_own_line_promises_is_asked_about(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private(LEADER, "因 1 我们 是我们漏装了，明天18点前给您送到")
        c.skip_to("静静")
        assert any("听着像承诺" in said for said in c.all_to(LEADER))


@pytest.mark.parametrize(
    ("typed", "told"),
    [("因 1 快递小哥 慢", "这次是哪边的原因"), ("因 1 快递 " + "长" * 201, "200 个字以内再发一次：因 1 快递")],
)
async def test_bad_input_beside_a_cause_gets_one_sentence(database_url: str, typed: str, told: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private(LEADER, typed)
        assert told in c.to(LEADER)
        assert (await c.case()).cause is None


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
