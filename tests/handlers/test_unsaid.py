"""What the night held back for a member: it goes when they write, and does not follow the resolution of their case."""

from __future__ import annotations

import pytest

from bot.storage import offers, promises
from bot.storage.promises import Promise
from tests.conversation import Conversation


async def _at_half_past_ten(c: Conversation) -> None:
    """A case of the morning; the leader works at night, and the member sleeps."""
    await c.complain()
    await c.private("团长", "价 1 29.9")
    await c.wait(hours=12, minutes=30)
    c.skip()


async def test_b11_a_reply_of_the_night_is_not_sent_after_the_resolution(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "回 1 今晚给您退8块")
        c.skip()
        await c.private("静静", "怎么说")
        await c.private("团长", "结 1 退了8块")
        assert any("还没发出去" in said and "今晚给您退8块" in said for said in c.all_to("团长"))
        await c.private("静静", "好了")
        await c.wait(10)
        await c.private("团长", "因 1 我们")
        await c.wait(hours=11)
        assert not [said for said in c.all_to("静静") if "今晚给您退8块" in said]
        c.skip()


async def test_b11_a_member_who_writes_at_night_reads_what_was_left_for_them(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "回 1 盒子不用留着了，您早点休息")
        await c.private("团长", "赔 1 退8元 因为一样")
        assert c.all_to("静静") == []
        await c.private("静静", "怎么说")
        await c.wait(10)
        left, offer, *_ = c.all_to("静静")
        assert "盒子不用留着了" in left
        assert "退 8 元" in offer
        await c.private("静静", "好的")
        await c.wait(10)
        assert (await c.case(1)).state == "promised"
        c.skip()


async def test_b11_what_was_left_is_not_sent_after_the_member_says_that_it_is_solved(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "回 1 今晚给您退8块")
        c.skip()
        await c.private("静静", "好了，退款收到了")
        await c.wait(10)
        assert any("还没发出去" in said and "今晚给您退8块" in said for said in c.all_to("团长"))
        await c.wait(hours=11)
        assert not [said for said in c.all_to("静静") if "今晚给您退8块" in said]
        c.skip()


async def test_b9_an_offer_of_the_night_is_not_made_after_the_resolution(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "赔 1 退8元 因为一样")
        c.skip()
        await c.private("团长", "结 1 退了8块")
        assert any("还没发出去" in said for said in c.all_to("团长"))
        await c.wait(hours=11)
        (said,) = c.all_to("静静")
        assert "退了8块" in said
        assert "回“好”" not in said.split("退了8块")[0]
        c.skip()


async def test_b11_the_leader_may_send_the_held_words_all_the_same(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "回 1 盒子不用留着了")
        await c.private("团长", "结 1 退了8块")
        c.skip()
        await c.private("团长", "发 1")
        assert any("盒子不用留着了" in said for said in c.all_to("静静"))
        c.skip()


async def test_b9_an_offer_that_is_taken_back_at_the_end_never_goes_out(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "赔 1 退8元 因为一样")
        await c.private("团长", "结 1 换了一盒")
        offer = await c.read(lambda conn: offers.live(conn, 1))
        assert offer is not None
        await c.tap("团长", f"drop:{offer.id}")
        c.skip()
        await c.private("团长", "发 1")
        assert not [said for said in c.all_to("静静") if "8 元" in said]
        c.skip()


async def test_b11_what_is_on_its_way_by_day_still_goes_out_before_the_resolution(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 我看一下")
        await c.private("团长", "结 1 退了8块")
        assert ["我看一下" in said for said in c.all_to("静静")] == [True, False]
        assert not [said for said in c.all_to("团长") if "还没发出去" in said]
        c.skip()


# --- what the words that were kept back promise ---


async def _promise_kept_back(c: Conversation) -> None:
    """The night's reply promises eight yuan by the next evening, and the case ends before its member reads it."""
    await _at_half_past_ten(c)
    await c.private("团长", "回 1 后天给您退8块")
    await c.private("团长", "结 1 这批我查过了")
    assert [said for said in c.all_to("团长") if "听着像承诺" in said] != []
    c.skip()


async def _promise(c: Conversation) -> Promise:
    (found,) = await c.read(lambda conn: promises.of_case(conn, 1))
    return found


async def test_b10_a_promise_that_nobody_has_read_is_no_open_question(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promise_kept_back(c)
        await c.wait(hours=60)
        assert not [said for said in c.all_to("团长") if "承诺 1" in said]
        await c.private("团长", "承诺")
        assert "承诺 1" not in c.to("团长")
        await c.private("团长", "诺 1 对")
        assert "还没看到" in c.to("团长")
        assert (await _promise(c)).state == "unsaid"
        c.skip()


async def test_b10_it_is_asked_about_again_when_its_words_are_sent(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promise_kept_back(c)
        await c.wait(hours=11)
        c.skip()
        await c.private("团长", "发 1")
        await c.wait(10)
        assert any("后天给您退8块" in said for said in c.all_to("静静"))
        (question,) = [said for said in c.all_to("团长") if "听着像承诺" in said]
        assert "8 元" in question
        await c.private("团长", "诺 1 对")
        assert (await _promise(c)).state == "open"
        assert (await c.kinds(1)).count("promise_heard") == 2
        c.skip()


async def test_b10_sent_when_its_time_is_over_it_is_asked_about_once_not_twice(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promise_kept_back(c)
        await c.wait(hours=60)
        c.skip()
        await c.private("团长", "发 1")
        await c.wait(minutes=5)
        assert len([said for said in c.all_to("团长") if "承诺 1" in said]) == 1
        await c.wait(hours=3)
        assert len([said for said in c.all_to("团长") if "承诺 1" in said]) == 1
        c.skip()


async def test_b10_what_a_person_has_confirmed_counts_though_its_words_wait(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "回 1 后天给您退8块")
        await c.private("团长", "诺 1 对")
        await c.private("团长", "结 1 这批我查过了")
        assert (await _promise(c)).state == "open"
        c.skip()


async def test_b10_words_kept_back_may_be_said_to_be_no_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promise_kept_back(c)
        await c.private("团长", "诺 1 不是")
        await c.private("团长", "发 1")
        await c.wait(hours=3)
        assert (await _promise(c)).state == "not_a_promise"
        assert not [said for said in c.all_to("团长") if "听着像承诺" in said]
        c.skip()


async def test_b11_a_newer_reply_takes_the_place_of_what_was_kept_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promise_kept_back(c)
        await c.wait(hours=11)
        await c.private("静静", "还没")
        c.skip()
        await c.private("团长", "回 1 您把收款码发我一下")
        assert any("就不发了" in said and "后天给您退8块" in said for said in c.all_to("团长"))
        await c.private("团长", "发 1")
        await c.wait(hours=30)
        assert not [said for said in c.all_to("静静") if "后天给您退8块" in said]
        assert not [said for said in c.all_to("团长") if "承诺 1" in said]
        assert (await _promise(c)).state == "not_a_promise"
        c.skip()


async def test_b11_a_newer_reply_leaves_what_waits_for_other_reasons(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "回 1 您先留着盒子")
        await c.private("团长", "回 1 明天我来看")
        c.skip()
        await c.wait(hours=11)
        said = c.all_to("静静")
        assert any("盒子" in one for one in said)
        assert any("我来看" in one for one in said)
        c.skip()


@pytest.mark.parametrize("ended", [True, False])
async def test_b10_after_no_complaint_nothing_is_asked_about_it(database_url: str, ended: bool) -> None:
    async with Conversation.on(database_url) as c:
        await _at_half_past_ten(c)
        await c.private("团长", "回 1 后天给您退8块")
        if ended:
            await c.private("团长", "结 1 这批我查过了")
        await c.private("团长", "不是投诉 1")
        c.skip()
        await c.wait(hours=60)
        assert not [said for said in c.all_to("团长") if "承诺 1" in said]
        assert not [said for said in c.all_to("静静") if "后天给您退8块" in said]
        assert (await _promise(c)).state == "not_a_promise"
        c.skip()


async def test_b10_what_the_member_has_read_stays_in_the_ledger_after_no_complaint(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 明天给您退8块")
        await c.wait(10)
        await c.private("团长", "不是投诉 1")
        c.skip()
        await c.wait(hours=40)
        assert not [said for said in c.all_to("团长") if "承诺 1" in said]
        await c.private("团长", "承诺")
        assert "待确认" in c.to("团长")
        c.skip()


async def test_b10_a_merge_takes_back_words_that_wait_and_what_they_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "鸡蛋少了两个")
        await _at_half_past_ten(c)
        await c.private("团长", "回 1 后天给您退8块")
        await c.private("团长", "1 并入 2")
        c.skip()
        await c.wait(hours=60)
        assert not [said for said in c.all_to("静静") if "后天给您退8块" in said]
        assert not [said for said in c.all_to("团长") if "承诺 1" in said]
        c.skip()
