"""B10: a leader's reply that quotes one complaint and speaks to everybody, or to somebody else."""

from __future__ import annotations

import pytest

from bot.domain.chat import Quote
from bot.storage import promises
from tests.conversation import GROUP, Conversation

THREE = (("静静", "草莓烂了一半"), ("王姐", "草莓也烂了"), ("赵姐", "我的草莓也烂了"))
TWO = (("静静", "草莓烂了一半"), ("王姐", "鸡蛋坏了3个"))


async def replies(c: Conversation, said: tuple[tuple[str, str], ...], whom: str, text: str, **more: object) -> None:
    """Each complains, and the leader replies to one of these messages."""
    quoted = {}
    for who, words in said:
        quoted[who] = Quote(await c.group(who, words), who, words)
        await c.wait(10)
    await c.take(c._group_message(GROUP, "团长", text, {"quote": quoted[whom], **more}))
    await c.wait(2)
    c.skip()


async def told(c: Conversation) -> set[tuple[str | None, str, int | None]]:
    made = await c.read(lambda conn: [p for n in (1, 2, 3) for p in promises.of_case(conn, n)])
    return {(p.member_name, p.kind, p.amount_fen) for p in made}


@pytest.mark.parametrize(
    "text",
    [
        "不好意思各位，草莓烂的每家退8块，今晚转",
        "大家别急，草莓烂的今晚统一退8块",
        "@所有人 草莓烂的每家退8块，今晚转",
        "每家退8块，今晚转",
        "这批草莓每家退8块，今晚",
        "不好意思让大家久等了，每家退8块，今晚转",
    ],
)
async def test_b10_words_to_everybody_in_a_reply_are_to_everybody(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await replies(c, THREE, "赵姐", text)
        assert await told(c) == {(who, "refund", 800) for who in ("静静", "王姐", "赵姐")}


async def test_b10_a_reply_may_mention_the_one_who_is_quoted_by_itself(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await replies(c, THREE, "赵姐", "@赵姐 不好意思各位，草莓烂的每家退8块，今晚转", mentions=("赵姐",))
        assert await told(c) == {(who, "refund", 800) for who in ("静静", "王姐", "赵姐")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王姐，你也一样，今晚退你8块", {("王姐", "refund", 800)}),
        ("@王姐 今晚退你8块", {("王姐", "refund", 800)}),
        ("8块我今晚退给王姐", {("王姐", "refund", 800)}),
        ("静静退8块，王姐退6块，都是今晚", {("静静", "refund", 800), ("王姐", "refund", 600)}),
        ("鸡蛋的明天补3个，草莓的今晚退8块", {("王姐", "replacement", None), ("静静", "refund", 800)}),
        ("鸡蛋明天补3个", {("王姐", "replacement", None)}),
    ],
)
async def test_b10_a_reply_that_calls_others_is_to_these(
    database_url: str, text: str, expected: set[tuple[str | None, str, int | None]]
) -> None:
    async with Conversation.on(database_url) as c:
        await replies(c, TWO, "静静", text)
        assert await told(c) == expected


@pytest.mark.parametrize(
    "text",
    [
        "今晚退8块",
        "草莓今晚退8块",
        "静静今晚退你8块",
        "跟王姐一样，今晚退你8块",
        "给王姐退了，您的今晚退8块",
        "王姐那边我来处理，你的8块今晚转",
        "让大家久等了，今晚退8块",
        "各位稍等，静静你的8块今晚转",
    ],
)
async def test_b10_a_reply_that_only_tells_of_others_is_to_the_one_who_is_quoted(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await replies(c, TWO, "静静", text)
        assert await told(c) == {("静静", "refund", 800)}
