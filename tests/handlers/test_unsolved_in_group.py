"""C9: a member whose case was closed in the last days says in the group that it is not solved, or again bad."""

from __future__ import annotations

from bot.domain.verdict import CheckResult, Verdict
from bot.replies import variants
from tests.conversation import Conversation
from tests.judge import UNSURE


async def _closed(c: Conversation) -> None:
    await c.private("团长", "结 1 补了一盒")
    await c.private("静静", "好了")
    await c.wait(minutes=120)
    assert (await c.case()).settled
    c.skip()


def _is_one_of(said: str, key: str, quote: str) -> bool:
    return said in [wording.format(quote=quote) for wording in variants(key)]


async def test_c9_unsolved_in_the_group_after_the_end_reopens_without_a_second_apology(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.private("团长", "因 1 快递")
        await _closed(c)
        for words in ("草莓多少钱", "电梯没人管", "晚饭还没解决呢", "上次的草莓退得快，好评"):
            await c.group("静静", words)
            await c.wait(10)
            assert c.nothing(), words
        words = "快递怎么还没收到"
        c.verdicts[words] = Verdict("complaint", 0.9, "damaged", 2, goods=("草莓",), follow_up=True)
        await c.group("静静", words)
        await c.wait(10)
        assert f"▶ 静静：{words}" in c.to("团长"), "a parcel is asked about"
        assert c.nothing()
        assert len(await c.cases()) == 1
        words = "又是草莓，吃腻了"
        c.verdicts[words] = Verdict("complaint", 0.6, "damaged", 2, goods=("草莓",), follow_up=True)
        await c.group("静静", words)
        await c.wait(10)
        assert f"▶ 静静：{words}" in c.to("团长"), "no fault of its own is told"
        assert c.nothing()
        assert len(await c.cases()) == 1
        words = "团长人呢"
        called = CheckResult("service", 5.0, "提到“团长人呢”", category="service")
        c.verdicts[words] = Verdict("complaint", 0.9, "damaged", 2, goods=("草莓",), follow_up=True, checks=(called,))
        await c.group("静静", words)
        await c.wait(10)
        assert f"▶ 静静：{words}" in c.to("团长"), "who only calls for the leader tells no fault of goods"
        assert c.nothing()
        assert len(await c.cases()) == 1
        await c.group("王姐", "物业的电梯修好没")
        await c.group("静静", "没解决呢")
        await c.wait(10)
        assert c.nothing(), "it may answer the neighbour"
        await c.wait(minutes=5)
        for words in ("没解决啊", "还是烂的", "上次的草莓还是烂的，这次还敢卖", "这也叫解决", "草莓的事没人管了？"):
            await c.group("静静", words)
            await c.wait(10)
            assert c.posts() == [], "the group has read one apology"
            assert c.to("团长").startswith(f"售后单 1 重新打开：静静 说“{words}”")
            assert _is_one_of(c.to("静静"), "private.reopened_in_group", words)
            assert len(await c.cases()) == 1
            await _closed(c)
        await c.wait(hours=24 * 8)
        await c.group("静静", "没解决啊")
        await c.wait(10)
        assert c.nothing(), "long ago"


async def test_c9_perhaps_the_same_again_is_asked_with_the_old_case_beside_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.private("团长", "因 1 快递")
        await _closed(c)
        for words in ("又是烂草莓", "今天的草莓还是烂的"):
            c.verdicts[words] = UNSURE
            await c.group("静静", words)
            await c.wait(10)
            told = c.to("团长")
            assert f"▶ 静静：{words}" in told
            assert told.endswith("静静 的售后单 1 刚办完不久。说的是那一单没办好，就回：重开 1")
            assert _is_one_of(c.to("静静"), "private.heard_in_group", words)
            assert c.posts() == []
            assert (await c.case()).state == "closed"
        await c.private("团长", "重开 1")
        assert (await c.case()).state == "waiting_us"
        c.skip()


async def test_c9_goods_of_an_open_case_are_that_cases(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.private("团长", "因 1 快递")
        await _closed(c)
        await c.complain("静静", "牛奶漏了")
        await c.wait(minutes=40)
        c.skip()
        await c.group("静静", "没解决啊")
        await c.wait(10)
        assert (await c.case(1)).state == "closed"
        c.skip()
        await c.group("静静", "草莓的事还没解决呢")
        await c.wait(10)
        assert "售后单 1 重新打开" in c.to("团长")
        c.skip()
        assert (await c.case(1)).state == "waiting_us"
