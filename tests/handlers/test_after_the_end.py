"""B11: after a case is over, whatever the member says or taps gets words that know it is over."""

from __future__ import annotations

from bot.replies import variants
from bot.storage import cases
from tests.conversation import LIKE_TELEGRAM, Conversation
from tests.handlers.test_showing import agreed


async def closed(c: Conversation) -> None:
    """The case is over, by the member's own word; the invitation to a mark has come."""
    await c.private("团长", "结 1 补了一盒")
    await c.private("静静", "好了，谢谢")
    await c.wait(20)
    assert (await c.case()).settled
    c.skip()


async def test_b11_the_link_of_a_case_that_is_over_opens_nothing_anew(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await c.complain()
        await c.start("静静", "case_1")
        c.skip()
        await closed(c)
        await c.start("静静", "case_1")
        assert c.to("静静") in variants("private.settled")


async def test_b11_no_mark_is_all_right(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await closed(c)
        await c.private("静静", "不打了")
        await c.wait(20)
        assert c.to("静静") in variants("private.mark_skipped")
        await c.private("静静", "不打分了")
        await c.wait(20)
        assert c.nothing(), "once"
        await c.private("静静", "那给4分吧")
        await c.wait(20)
        assert c.to("静静") in variants("private.closed_thanks")
        assert (await c.case()).mark == 4
        c.skip()


async def test_c1_a_card_that_was_taken_back_is_gone(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("王丽", "把那张图撤了")
        await c.wait(20)
        c.skip()
        await c.private("王丽", "算了，可以发，放着吧")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.gone")
        assert "王丽 又说“算了，可以发，放着吧”" in c.to("团长")
        await c.private("团长", "图卡 1 问")
        assert c.to("团长") == "售后单 1：王丽 同意过，后来撤回了，不再问。"
        assert c.posts() == []


async def test_b11_a_good_mark_is_the_yes_and_the_mark(database_url: str) -> None:
    said = (
        ("5", 5), ("5分", 5), ("4分，少一分怕你骄傲", 4), ("五星好评", 5), ("好了，5分", 5), ("⭐⭐⭐⭐⭐", 5),
        ("满分", 5),
    )  # fmt: skip
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "因 1 快递")
        for words, mark in said:
            await c.private("团长", "结 1 补了一盒")
            c.skip()
            await c.private("静静", words)
            await c.wait(20)
            assert c.to("静静") in variants("private.closed_thanks"), words
            told = c.all_to("团长")
            assert f"售后单 1：静静 打了 {mark} 分。" in told
            assert ("少一分怕你骄傲" in words) is any(f"静静：{words}" in notice for notice in told)
            assert ((await c.case()).state, (await c.case()).mark) == ("closed", mark)
            await c.private("团长", "重开 1")
            await c.storage.write(lambda conn: cases.change(conn, cases.get(conn, 1), mark=None))
            c.skip()
        for words in ("解决了解决了 不过快递确实要说说", "10分"):
            await c.private("团长", "结 1 补了一盒")
            c.skip()
            await c.private("静静", words)
            await c.wait(20)
            assert "1–5 分" in c.to("静静"), "solved, and no mark is invented"
            assert ("快递" in words) is any(f"静静：{words}" in notice for notice in c.all_to("团长"))
            await c.private("团长", "重开 1")
            c.skip()
        for words in ("还行吧", "1分都不想给", "5分钟内给我解决", "5星差评", "5分，但是还有烂的"):
            await c.private("团长", "结 1 补了一盒")
            c.skip()
            await c.private("静静", words)
            await c.wait(20)
            assert not (await c.case()).settled, words
            c.skip()
            await c.private("团长", "重开 1")
            c.skip()


async def test_b11_plain_words_after_the_end_go_to_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "因 1 快递")
        await closed(c)
        for words in ("在吗", "草莓还有吗", "就上次那盒", "你好在吗，想问一下发票的事"):
            await c.private("静静", words)
            await c.wait(20)
            assert words in c.to("团长")
            assert c.to("静静") in variants("private.passed_on")
        for words in ("谢谢", "嗯嗯", "👌"):
            await c.private("静静", words)
            await c.wait(20)
            assert c.nothing(), words
        for words in ("发错了不好意思", "抱歉发错人了"):
            await c.private("静静", words)
            await c.wait(20)
            assert c.to("静静") in variants("private.not_meant")
            assert c.nothing()
        assert len(await c.cases()) == 1
        await c.private("静静", "坏的又来了")
        await c.wait(20)
        assert "草莓" in c.to("静静")
        assert "售后单 2" in c.to("团长")
        assert c.posts() == []
        assert (await c.case(2)).repeat_of == 1
