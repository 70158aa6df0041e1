"""A3, A13, A25: what a leader writes with 兑 is what the member reads: true, and for those who are meant."""

from __future__ import annotations

import pytest

from bot.storage import promises
from tests.conversation import LEADER, Conversation


async def owed(c: Conversation) -> None:
    """8 yuan each to 静静, 王姐 and 赵姐, 5 to 老周, each in a case of their own."""
    for who, words in (
        ("静静", "草莓烂了一半"), ("王姐", "鸡蛋坏了两个"), ("赵姐", "牛奶漏了一盒"), ("老周", "苹果烂了一半"),
    ):  # fmt: skip
        await c.complain(who, words)
    for number, sum_ in ((1, 8), (2, 8), (3, 8), (4, 5)):
        await c.private(LEADER, f"回 {number} 今晚退您{sum_}块")
        await c.private(LEADER, f"诺 {number} 对")
    c.skip()


async def kept(c: Conversation) -> list[int]:
    found = await c.read(lambda conn: [p for case in range(1, 5) for p in promises.of_case(conn, case)])
    return sorted(p.id for p in found if p.state == "fulfilled")


async def told_any(c: Conversation) -> bool:
    await c.wait(10)
    return any(c.all_to(who) for who in ("静静", "王姐", "赵姐", "老周"))


@pytest.mark.parametrize(
    "text",
    [
        "还没转",
        "没转成，明天再转",
        "等下就转",
        "转不出去",
        "对方没收款，退回来了",
        "她说不用了",
        "？",
        "怎么用",
        "转了5块",
        "转了吗",
    ],
)
async def test_a3_words_that_are_no_proof_are_asked_about_and_the_member_hears_nothing(
    database_url: str, text: str
) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, f"兑 1 {text}")
        assert f"兑 1 确实 {text}" in c.to(LEADER)
        assert not await told_any(c)
        assert await kept(c) == []


async def test_half_of_it_a_first_step_and_waiting_are_no_proof_and_she_is_you_to_herself(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        for text in (
            "转了一半",
            "发红包了等她领",
            "申请了",
            "微信没加上",
            "客服处理中",
            "她说转过了",
            "转了部分，剩下明天",
        ):
            await c.private(LEADER, f"兑 1 {text}")
            assert f"兑 1 确实 {text}" in c.to(LEADER), text
            c.skip()
        assert await kept(c) == []
        for number, text, read, who in (
            (1, "已经退到她微信", "已经退到您微信", "静静"),
            (2, "转了，没到跟我说", "转了，没到跟我说", "王姐"),
            (3, "快递说他放门口了", "快递说他放门口了", "赵姐"),
            (4, "没货了换成5块转给她了", "没货了换成5块转给您了", "老周"),
        ):
            await c.private(LEADER, f"兑 {number} {text}")
            assert read in c.to(who), text
        assert await kept(c) == [1, 2, 3, 4]
        c.skip()


@pytest.mark.parametrize(
    "text", ["转了", "微信转了8块", "单号20260106123456", "昨天就转了", "确实 还差的转了", "确实转了"]
)
async def test_a3_a_proof_is_noted_and_told_without_the_word_that_insists(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, f"兑 1 {text}")
        assert "承诺 1 兑现了" in c.to(LEADER)
        said = c.to("静静")
        assert text.removeprefix("确实").strip() in said
        assert "确实" not in said


@pytest.mark.parametrize("command", ["兑 1 都 退了80块", "兑 1 都 还没转", "兑 1 都 转了24块", "批次 1 兑 明天转"])
async def test_a3_one_proof_for_all_is_read_in_the_same_way(database_url: str, command: str) -> None:
    async with Conversation.on(database_url) as c:
        for who, words in (("静静", "草莓烂了一半"), ("王姐", "草莓也烂了"), ("赵姐", "我的草莓也烂了")):
            await c.group(who, words)
            await c.wait(10)
        await c.group(LEADER, "草莓烂的每家退8块，今晚转")
        await c.private(LEADER, "诺 1 都对")
        c.skip()
        await c.private(LEADER, command)
        assert " 确实 " in c.to(LEADER)
        assert not await told_any(c)
        assert await kept(c) == []
        await c.private(LEADER, "兑 1 都 转了")
        assert await kept(c) == [1, 2, 3]
        c.skip()


@pytest.mark.parametrize(
    ("command", "done"),
    [
        ("兑 2,3 转了", [2, 3]), ("兑 2、3 都转了", [2, 3]), ("兑 2和3都转了", [2, 3]), ("兑 1-3 都转了", [1, 2, 3]),
        ("兑 2 3 转了", [2, 3]),
        ("兑 1-4 转了", [1, 2, 3, 4]), ("兑 2 8块转了", [2]), ("兑 2，转了", [2]), ("兑 2 3楼门口当面给的", [2]),
    ],
)  # fmt: skip
async def test_a13_each_number_is_a_promise_and_nobody_reads_the_rest_of_the_command(
    database_url: str, command: str, done: list[int]
) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, command)
        assert await kept(c) == done
        await c.wait(10)
        for who in ("静静", "王姐", "赵姐", "老周"):
            for said in c.all_to(who):
                assert "、3" not in said
                assert "和3" not in said
                assert "-3" not in said
                assert "3 转了" not in said
        c.skip()


@pytest.mark.parametrize(
    "command", ["兑 2、9 转了", "兑 2、3", "兑 2、3 明天转", "兑 2、3 王姐赵姐转了", "兑 2-1 转了"]
)
async def test_a13_what_cannot_be_noted_for_all_is_noted_for_none(database_url: str, command: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, command)
        assert c.to(LEADER)
        assert await kept(c) == []
        assert not await told_any(c)


async def test_a13_a_proof_that_names_others_who_wait_is_asked_about(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, "兑 2 王姐和赵姐都转了")
        said = c.to(LEADER)
        assert "赵姐" in said
        assert "兑 2、3" in said
        assert await kept(c) == []
        await c.private(LEADER, "兑 2 赵姐帮忙带过去的")
        assert await kept(c) == [2], "who carries it is named and owed nothing with it"
        c.skip()


async def test_a13_what_is_done_already_is_said_beside_the_others(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, "兑 1 转了")
        c.skip()
        await c.private(LEADER, "兑 1、2 转了")
        assert "承诺 1 已经处理过" in c.to(LEADER)
        assert await kept(c) == [1, 2]
        await c.wait(10)
        assert len(c.all_to("王姐")) == 1
        assert c.all_to("静静") == []


async def test_a25_the_new_time_that_is_shown_with_an_overdue_promise_can_be_typed(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.private(LEADER, "回 1 今晚退您8块")
        await c.private(LEADER, "诺 1 对")
        await c.wait(hours=13)
        said = next(said for said in c.all_to(LEADER) if said.startswith("承诺 1 过点了"))
        command = said.split("还要晚一点回：")[1].split("，")[0]
        assert command == "诺 1 改 明天12:00"
        await c.private(LEADER, command)
        assert "改好了" in c.to(LEADER)
        promise = await c.read(lambda conn: promises.get(conn, 1))
        assert promise is not None
        assert promise.due_at is not None
        assert promise.due_at > c.clock()
        c.skip()


async def test_a_proof_that_would_read_oddly_to_the_member_stays_with_the_leaders(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        for number, text, who in (
            (4, "都 转了", "老周"), (2, "放门口了，她不在", "王姐"), (1, "让邻居带给她了", "静静"),
        ):  # fmt: skip
            await c.private(LEADER, f"兑 {number} {text}")
            told = c.to(who)
            assert "办好" in told, text
            assert "：" not in told, text
        await c.private(LEADER, "兑 3 转给她了")
        assert "转给您了" in c.to("赵姐")
        assert await kept(c) == [1, 2, 3, 4]
        c.skip()


async def test_another_members_name_another_count_and_another_deed_are_asked_about(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        for text in ("转给王姐了", "退王姐8块了", "赵姐那份退了", "王姐的8块转了"):
            await c.private(LEADER, f"兑 1 {text}")
            assert "里面提到了" in c.to(LEADER), text
        for text in ("补了一盒", "送了一盒新的过去", "补给她两盒草莓", "换成一盒草莓了"):
            await c.private(LEADER, f"兑 1 {text}")
            assert "办的是别的" in c.to(LEADER), text
        await c.private(LEADER, "回 4 明天补您3个苹果")
        await c.private(LEADER, "诺 5 对")
        c.skip()
        for text, doubt in (
            ("补了2个", "数对不上"), ("给了5个", "数对不上"), ("送过去两个", "数对不上"),
            ("没货了退了3块", "办的是别的"), ("转了3块", "办的是别的"), ("没了换成退3块了", "办的是别的"),
        ):  # fmt: skip
            await c.private(LEADER, f"兑 5 {text}")
            answer = c.to(LEADER)
            assert doubt in answer, text
            assert f"兑 5 确实 {text}" in answer
        assert not await told_any(c)
        assert await kept(c) == []
        for number, text in (
            (1, "微信转给静静了"), (2, "8块现金放赵姐那儿了"), (3, "补差价转了"), (5, "补了3个大的"),
        ):  # fmt: skip
            await c.private(LEADER, f"兑 {number} {text}")
        assert await kept(c) == [1, 2, 3, 5]
        c.skip()
