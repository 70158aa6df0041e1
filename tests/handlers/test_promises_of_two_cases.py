"""B10: a member with two cases, and a household with two accounts: whose promise is what."""

from __future__ import annotations

import pytest

from bot.storage import promises
from tests.conversation import Conversation, Said

Heard = list[tuple[int, str, int | None]]


async def _eggs_too(c: Conversation, *said: str) -> None:
    """静静 has a case about strawberries and one about eggs; what the leader says and answers, the last unseen yet."""
    await c.complain("静静", "草莓烂了一半")
    await c.wait(minutes=3)
    await c.complain("静静", "鸡蛋坏了3个")
    await c.wait(minutes=20)
    for text in said:
        c.skip()
        if text.startswith("诺"):
            await c.private("团长", text)
        else:
            await c.group("团长", text)


async def heard(c: Conversation) -> Heard:
    made = await c.read(lambda conn: [p for n in (1, 2) for p in promises.of_case(conn, n)])
    return [(p.case or 0, p.kind, p.amount_fen) for p in made]


def asked(c: Conversation) -> list[Said]:
    return [said for said in c.all_to("团长") if "承诺" in said]


@pytest.mark.parametrize(
    "text",
    [
        "静静草莓退8块，鸡蛋补2个，都明天",
        "@静静 草莓退8块，鸡蛋补2个，都是明天",
        "静静鸡蛋补2个，草莓退8块，都明天",
        "静静，鸡蛋碎了2个，明天给您补2个，草莓烂的退8块今晚",
        "草莓今晚退8块，鸡蛋明天补2个",
    ],
)
async def test_b10_each_promise_stands_with_the_case_of_its_goods(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _eggs_too(c, text)
        assert await heard(c) == [(1, "refund", 800), (2, "replacement", None)]
        (question,) = asked(c)
        assert "售后单 1" in question
        assert "售后单 2" in question
        c.skip()


@pytest.mark.parametrize("text", ["@静静 不好意思，今晚退你8块", "静静今晚退8块哈"])
async def test_b10_what_stands_in_one_case_is_not_promised_in_the_other(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _eggs_too(c, "静静草莓今晚退8块", "诺 1 对", text)
        assert await heard(c) == [(1, "refund", 800)]
        assert asked(c) == []
        c.skip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@静静 鸡蛋也退你8块，今晚", [(1, "refund", 800), (2, "refund", 800)]),
        ("@静静 鸡蛋再退你5块，今晚", [(1, "refund", 800), (2, "refund", 500)]),
        ("@静静 草莓再退你5块，今晚", [(1, "refund", 800), (1, "refund", 500)]),
        ("@静静 鸡蛋明天补您2个", [(1, "refund", 800), (2, "replacement", None)]),
    ],
)
async def test_b10_the_other_goods_are_the_other_case(database_url: str, text: str, expected: Heard) -> None:
    async with Conversation.on(database_url) as c:
        await _eggs_too(c, "静静草莓今晚退8块", "诺 1 对", text)
        assert await heard(c) == expected
        c.skip()


async def test_b10_a_correction_finds_what_it_corrects_in_the_other_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _eggs_too(c, "静静草莓今晚退8块", "诺 1 对", "@静静 打错了，今晚退你10块")
        assert await heard(c) == [(1, "refund", 800)]
        assert "诺 1 改 10 元" in asked(c)[0]
        c.skip()


async def test_b10_changed_words_stay_with_the_case_of_each(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.wait(minutes=3)
        await c.complain("静静", "鸡蛋坏了3个")
        message = await c.group("团长", "静静草莓退8块，鸡蛋补2个，都明天")
        await c.group("团长", "静静草莓退10块，鸡蛋补3个，都明天", message_id="again", edited_message_id=message)
        assert await heard(c) == [(1, "refund", 1000), (2, "replacement", None)]
        c.skip()


async def _second_account(c: Conversation, words: str, told: str) -> set[str | None]:
    await c.complain("静静", "草莓烂了一半")
    await c.complain("王姐", "草莓也烂了")
    await c.complain("小号66", words)
    await c.wait(minutes=20)
    await c.group("团长", told)
    c.skip()
    made = await c.read(lambda conn: [p for n in (1, 2, 3) for p in promises.of_case(conn, n)])
    return {p.member_name for p in made}


@pytest.mark.parametrize(
    "words",
    [
        "我是静静，用这个号说，草莓烂了一半",
        "换个号说，草莓烂了一半",
        "这是我小号，草莓也烂了",
        "我是静静老公，草莓烂了",
        "我换了个号，草莓烂了一半",
        "草莓烂了一半，我是静静",
    ],
)
async def test_b10_a_household_with_two_accounts_is_promised_it_once(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        assert await _second_account(c, words, "草莓烂的每家退8块，今晚转") == {"静静", "王姐"}


@pytest.mark.parametrize(
    "words", ["草莓烂了一半，换箱大的也一样", "我是1号楼的，草莓烂了", "我是静静楼上的，草莓也烂了"]
)
async def test_b10_a_neighbour_is_no_second_account(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        assert await _second_account(c, words, "草莓烂的每家退8块，今晚转") == {"静静", "王姐", "小号66"}


async def test_b10_a_second_account_that_is_called_is_promised_what_is_said(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        assert await _second_account(c, "我是静静，用这个号说，草莓烂了", "小号66今晚退你8块") == {"小号66"}
