"""Who says in free words that it is done: the leaders are asked, and one tap notes it."""

from __future__ import annotations

from bot.storage import promises
from tests.conversation import LEADER, Conversation


async def owed(c: Conversation) -> None:
    """8 yuan each to 静静 and 王姐 for their strawberries, three eggs to 老周."""
    for who, words in (("静静", "草莓烂了一半"), ("王姐", "草莓烂了两个"), ("老周", "鸡蛋坏了两个")):
        await c.complain(who, words)
    await c.group(LEADER, "草莓每家退8块今晚转")
    await c.private(LEADER, "诺 1 都对")
    await c.private(LEADER, "回 3 明天补您3个")
    await c.private(LEADER, "诺 3 对")
    await c.wait(minutes=15)
    c.skip()


async def kept(c: Conversation) -> list[int]:
    found = await c.read(lambda conn: [p for case in range(1, 4) for p in promises.of_case(conn, case)])
    return sorted(p.id for p in found if p.is_kept)


def asked(c: Conversation) -> list[str]:
    return [said for said in c.all_to(LEADER) if "办好了吗" in said]


async def test_a_leaders_words_in_the_group_are_asked_about_once_and_noted_by_one_tap(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        for text in (
            "静静转告王姐一声", "图发群里了", "静静今晚一定转", "大家草莓接龙转了哈", "静静转了吗", "还没转",
            "静静18块转你了",
        ):  # fmt: skip
            await c.group(LEADER, text)
        await c.wait(2)
        assert asked(c) == []
        await c.group(LEADER, "老周的蛋放你家门口了")
        await c.wait(2)
        (question,) = asked(c)
        assert "承诺 3 办好了吗？" in question
        await c.group(LEADER, "静静8块已转，查收一下")
        await c.wait(2)
        (question,) = asked(c)
        assert "承诺 1 办好了吗？售后单 1 · 静静：退款 8 元" in question
        await c.group(LEADER, "静静、王姐都转了哈，查收")
        await c.wait(2)
        (question,) = asked(c)
        assert "承诺 2 办好了吗？" in question, "what was just asked about is not asked again"
        assert await kept(c) == []
        await c.tap(LEADER, "did:1")
        await c.wait(10)
        assert "退款 8 元" in c.to("静静")
        c.skip()
        await c.private(LEADER, "兑 2、3 对")
        await c.wait(10)
        assert "查收" not in c.to("王姐"), "words that were for others, too"
        assert await kept(c) == [1, 2, 3]
        c.skip()


async def test_who_is_left_out_or_owed_nothing_is_not_asked_about(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.group("小林", "团长我多转了8块")
        for text in ("8块退你了", "刚才静静转了8块给我", "静静转我8块了"):
            await c.group(LEADER, text)
        await c.wait(2)
        assert asked(c) == []
        await c.group(LEADER, "静静转了，王姐你收款没开，通一下")
        await c.wait(2)
        (question,) = asked(c)
        assert "承诺 1 办好了吗？" in question
        for text in ("除了静静都转了", "8块都转了，除了静静", "除静静外都转好了"):
            await c.wait(hours=1)
            c.skip()
            await c.group(LEADER, text)
            await c.wait(2)
            (question,) = asked(c)
            assert "承诺 2 办好了吗？" in question, text
        assert await kept(c) == []


async def test_what_a_leader_writes_to_us_or_to_the_member_is_asked_about(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        for text, ids in (
            ("静静的转了", "1"), ("静静 8块转了", "1"), ("已转 1", "1"), ("都转了", "12"), ("转了", "12"),
            ("转给王姐了", "2"),
            ("兑 静静 转了", "1"), ("老周补了", "3"), ("都办好了", "123"),
        ):  # fmt: skip
            await c.private(LEADER, text)
            answer = c.to(LEADER)
            assert "办好了吗" in answer, text
            assert [n for n in "123" if f"承诺 {n} " in answer] == list(ids), text
        await c.private(LEADER, "静静18块转了")
        assert "是哪个承诺办好了" in c.to(LEADER)
        await c.private(LEADER, f"转 1 {LEADER}")
        assert "交给" in c.to(LEADER)
        c.skip()
        await c.wait(hours=2)
        c.skip()
        await c.private(LEADER, "回 1 已经转了，您查收")
        assert len(asked(c)) == 1
        await c.wait(10)
        c.skip()
        await c.private(LEADER, "兑 1 对")
        await c.wait(10)
        assert c.all_to("静静") == [], "who has just read it"
        assert await kept(c) == [1]
        c.skip()


async def test_a_member_who_has_it_is_the_leaders_to_note(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        for text in ("王姐你收到8块了", "收到5块", "快递收到了吗", "收到8块了吗"):
            await c.group("静静", text)
            await c.wait(10)
        assert asked(c) == []
        await c.private("静静", "收到8块了，谢谢")
        await c.wait(10)
        (question,) = asked(c)
        assert "承诺 1 办好了吗？" in question
        assert "对方说：收到8块了，谢谢" in question
        await c.group("王姐", "退款收到了，谢谢团长")
        await c.wait(10)
        (question,) = asked(c)
        assert "承诺 2 办好了吗？" in question
        assert await kept(c) == []
        c.skip()
        await c.private(LEADER, "兑 1、2 对")
        await c.wait(10)
        assert [said for who in ("静静", "王姐") for said in c.all_to(who)] == []
        assert await kept(c) == [1, 2]
        c.skip()


async def test_words_that_answer_a_neighbour_who_is_owed_nothing_are_nobody_elses(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        for said, answer in (("团长我多转了5块", "退你了"), ("多付了，看下", "退了"), ("刚才多扫了5块", "已退")):
            await c.group("小林", said)
            await c.group(LEADER, answer)
            await c.wait(2)
            assert asked(c) == []
            await c.wait(minutes=3)
        await c.group("老周", "你昨天赢我30还没给呢")
        await c.group(LEADER, "转你了")
        await c.wait(2)
        assert asked(c) == []
        await c.group("小林", "快递到了")
        await c.group(LEADER, "静静退你了")
        await c.wait(2)
        assert len(asked(c)) == 1
