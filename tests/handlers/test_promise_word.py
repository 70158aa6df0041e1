"""B9, B10: what a leader promises in free words has the limits of an offer: the price, and the cap of who confirms."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.domain.case import CaseEvent
from bot.storage import groups, promises
from bot.storage.promises import Promise
from tests.conversation import Conversation, Said


async def heard(c: Conversation, words: str = "@静静 明天退您50元", *, price: str = "29.9") -> None:
    """静静's case with its price, and a sum that the leader promised her in the group."""

    def staff(conn: Connection) -> None:
        groups.add_staff(conn, 1, "小王", "admin", "config", c.clock())

    await c.storage.write(staff)
    await c.complain("静静", "草莓烂了一半")
    if price:
        await c.private("团长", f"价 1 {price}")
    await c.group("团长", words)
    await c.wait(10)


async def the_promise(c: Conversation, number: int = 1) -> Promise:
    found = await c.read(lambda conn: promises.get(conn, number))
    assert found is not None
    return found


async def events(c: Conversation, kind: str) -> list[CaseEvent]:
    return [event for event in await c.timeline() if event.kind == kind]


def question(c: Conversation, who: str = "团长") -> Said:
    return [said for said in c.all_to(who) if "听着像承诺" in said][-1]


async def test_b9_the_question_says_when_more_is_promised_than_was_paid(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await heard(c)
        assert question(c).split("\n")[-1] == "留意：加起来退 50 元，这单才付了 29.90 元。"
        c.skip()
        await c.private("团长", "诺 1 对")
        assert "留意：加起来退 50 元" in c.to("团长")
        assert (await the_promise(c)).state == "open", "a leader's own word counts"
        [noted] = await events(c, "above_price")
        assert "明天退您50元" in noted.text, "with the words in which it was promised"


async def test_b9_what_was_promised_before_counts_with_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await heard(c, "@静静 明天退您20元")
        assert "留意" not in question(c)
        c.skip()
        await c.private("团长", "诺 1 对")
        assert "留意" not in c.to("团长")
        assert await events(c, "above_price") == []
        await c.group("团长", "@静静 后天再退您10元")
        await c.wait(10)
        assert question(c).endswith("留意：加起来退 30 元，这单才付了 29.90 元。")
        c.skip()


async def test_b9_an_offer_that_waits_for_its_yes_counts_with_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await heard(c, "大家早")
        await c.private("团长", "赔 1 退25元 因为老邻居")
        c.skip()
        await c.group("团长", "@静静 明天再退您8元")
        await c.wait(10)
        assert question(c).endswith("留意：加起来退 33 元，这单才付了 29.90 元。")
        c.skip()


async def test_b9_without_a_price_there_is_nothing_to_compare(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await heard(c, price="")
        assert "留意" not in question(c)
        c.skip()


@pytest.mark.parametrize("tapped", [False, True])
async def test_b9_over_an_admins_cap_a_promise_needs_the_leaders_word(database_url: str, tapped: bool) -> None:
    async with Conversation.on(database_url) as c:
        await heard(c, price="89")
        c.skip()
        await (c.tap("小王", "keep:1") if tapped else c.private("小王", "诺 1 对"))
        assert c.to("小王") == "“退款 50 元”要团长点头才算数（您能定到 30 元，也不能比货款多），已经替您问了。"
        asked = c.to("团长")
        assert asked.startswith("小王 想记下这个承诺，超过自己能定的，要您点头：\n承诺 1 · 售后单 1 · 静静：退款 50 元")
        assert "@静静 明天退您50元" in asked
        assert (await the_promise(c)).state == "unconfirmed"
        assert (await c.case()).state != "promised"
        await c.private("小王", "诺 1 对")
        assert "要团长点头" in c.to("小王"), "asking twice is no second word, and the leader is asked once"
        await c.private("团长", "诺 1 对")
        assert c.to("团长").startswith("记下了")
        assert (await the_promise(c)).state == "open"


async def test_b9_an_admin_confirms_what_an_admin_may_give(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await heard(c, "@静静 明天退您12.8元", price="89")
        c.skip()
        await c.private("小王", "诺 1 对")
        assert c.to("小王").startswith("记下了")
        assert (await the_promise(c)).state == "open"
        await c.group("团长", "@静静 后天再退您20元")
        await c.wait(10)
        c.skip()
        await c.private("小王", "诺 2 对")
        assert "要团长点头" in c.to("小王"), "the sums of a case count together"
        c.skip()


async def test_b9_more_than_was_paid_needs_the_leader_whatever_the_cap(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await heard(c, "@静静 明天退您20元", price="12")
        c.skip()
        await c.private("小王", "诺 1 对")
        assert "要团长点头" in c.to("小王")
        assert c.to("团长").endswith("留意：加起来退 20 元，这单才付了 12 元。")
        assert (await the_promise(c)).state == "unconfirmed"


async def test_b9_a_sum_that_an_admin_changes_has_the_same_limit(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await heard(c, "@静静 明天退您12.8元", price="89")
        c.skip()
        await c.private("小王", "诺 1 改 60元")
        assert "“退款 60 元”要团长点头" in c.to("小王")
        assert "退款 60 元" in c.to("团长")
        promise = await the_promise(c)
        assert (promise.state, promise.amount_fen) == ("unconfirmed", 6000)
        await c.private("小王", "诺 1 改 20元")
        assert c.to("小王").startswith("改好了")
        assert (await the_promise(c)).state == "open"
        await c.private("小王", "诺 1 改 70元")
        assert "要团长点头" in c.to("小王")
        assert "从“退款 20 元”改成“退款 70 元”" in c.to("团长")
        assert (await the_promise(c)).amount_fen == 2000, "what counts already stays until then"
        await c.private("团长", "诺 1 改 70 元")
        assert c.to("团长").startswith("改好了")
        assert (await the_promise(c)).amount_fen == 7000
        await c.private("小王", "诺 1 改 后天18:00")
        assert c.to("小王").startswith("改好了"), "another time is no more money"
        await c.private("小王", "诺 1 改 40元")
        assert c.to("小王").startswith("改好了"), "nor is a smaller sum"
        c.skip()


@pytest.mark.parametrize("owners", [[], ["老板"]])
async def test_b9_over_the_leaders_cap_a_promise_needs_the_owner_or_a_second_word(
    database_url: str, owners: list[str]
) -> None:
    settings = {"compensation": {"owners": owners}}
    async with Conversation.on(database_url, settings=settings) as c:
        await heard(c, "@静静 明天退您300元", price="400")
        c.skip()
        await c.private("团长", "诺 1 对")
        said = c.to("团长")
        assert ("要店主点头" if owners else "超过 200 元，不是小数") in said
        assert (await the_promise(c)).state == "unconfirmed"
        await c.private("团长", "诺 1 对")
        c.skip()
        assert (await the_promise(c)).state == ("unconfirmed" if owners else "open")


async def test_b9_a_visit_needs_nobodys_word(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await heard(c, "@静静 明天上午我上门看看")
        c.skip()
        made = await c.read(lambda conn: promises.of_case(conn, 1))
        assert [p.kind for p in made] == ["visit"]
        await c.private("小王", "诺 1 对")
        assert c.to("小王").startswith("记下了")
