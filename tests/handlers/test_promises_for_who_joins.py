"""B10: who joins an incident after words to everybody counts is asked about with what the words say."""

from __future__ import annotations

import pytest

from bot.storage import promises
from tests.conversation import Conversation, Said

TOLD = "草莓烂的每家退8块，今晚转"


async def _joins(c: Conversation, *said: str) -> list[tuple[str, int | None, int | None]]:
    """Two have rotten strawberries, the leader says and answers this, then a third complains: what is asked about."""
    await c.complain("静静", "草莓烂了一半")
    await c.complain("王姐", "草莓也烂了")
    await c.wait(minutes=20)
    for text in said:
        if text.startswith("诺"):
            await c.private("团长", text)
        else:
            await c.group("团长", text)
    c.skip()
    await c.group("赵姐", "我的草莓也烂了")
    await c.wait(10)
    made = await c.read(lambda conn: promises.of_case(conn, 3))
    assert {p.state for p in made} <= {"unconfirmed"}
    return [(p.kind, p.amount_fen, p.due_at.day if p.due_at else None) for p in made]


def asked(c: Conversation) -> list[Said]:
    return [said for said in c.all_to("团长") if "听着像" in said]


@pytest.mark.parametrize(
    "said",
    [
        (TOLD, "诺 1 都对"),
        (TOLD, "诺 1 都对", "诺 1 改 15元"),
        (TOLD, "诺 1 都对", "诺 2 改 15元"),
        (TOLD, "诺 1 改 15元", "诺 2 对"),
        (TOLD, "诺 1 都对", "诺 1 改 明天18:00"),
        (TOLD, "诺 1 都对", "静静今晚再退你5块", "诺 3 对"),
        ("草莓烂的每家退款，今晚转", "诺 1 改 8元", "诺 2 改 8元"),
        ("草莓烂的每家退6块，今晚转", "诺 1 都对", "诺 1 撤 算错了", "诺 2 撤 算错了", TOLD, "诺 3 都对"),
    ],
)
async def test_b10_one_members_exception_is_not_what_all_were_told(database_url: str, said: tuple[str, ...]) -> None:
    async with Conversation.on(database_url) as c:
        assert await _joins(c, *said) == [("refund", 800, 5)]
        (question,) = asked(c)
        assert question.startswith("赵姐 后来也报了同样的问题")
        assert "退款 8 元，今天 22:00 前" in question
        c.skip()


async def test_b10_what_was_changed_for_all_is_what_all_have(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        assert await _joins(c, TOLD, "诺 1 都对", "诺 1 改 10元", "诺 2 改 10元") == [("refund", 1000, 5)]
        c.skip()


async def test_b10_what_came_on_top_for_all_is_asked_about_as_well(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        said = (TOLD, "诺 1 都对", "草莓烂的每家再补一盒，明天", "诺 3 都对")
        assert await _joins(c, *said) == [("refund", 800, 5), ("replacement", None, 6)]
        assert [TOLD in question for question in asked(c)] == [True, False]
        c.skip()


async def test_b10_older_words_that_nobody_kept_are_not_asked_about(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        said = (TOLD, "诺 1 都不是", "草莓烂的每家再补一盒，明天", "诺 3 都对")
        assert await _joins(c, *said) == [("replacement", None, 6)]
        c.skip()


async def test_who_joins_between_the_words_and_their_confirmation_is_asked_about_then(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for who, text in (("静静", "草莓烂了一半"), ("王姐", "草莓也烂了")):
            await c.complain(who, text)
        await c.group("团长", TOLD)
        await c.wait(minutes=2)
        await c.complain("赵姐", "我家草莓也烂了")
        await c.complain("小林", "我的草莓也是烂的")
        await c.complain("老周", "鸡蛋碎了3个")
        await c.complain("阿花", "草莓吃了拉肚子")
        assert await _ledger(c) == {"静静": "unconfirmed", "王姐": "unconfirmed"}
        c.skip()
        await c.private("团长", "诺 1 改 15元")
        (question,) = [said for said in c.unseen() if "听着像" in said]
        assert "赵姐、小林 后来也报了同样的问题" in question
        assert question.count("退款 8 元 · 今天 22:00 前") == 2  # as the words say, not as it was changed for one
        c.skip()
        await c.private("团长", "诺 3 不是")
        await c.private("团长", "兑 2 转了")
        kept = {"静静": "open", "王姐": "fulfilled", "赵姐": "not_a_promise", "小林": "unconfirmed"}
        assert await _ledger(c) == kept
        assert not [said for said in c.unseen() if "听着像" in said]
        c.skip()


async def test_who_joins_before_it_is_noted_as_done_is_asked_about_and_where_it_was_none_nobody(
    database_url: str,
) -> None:
    async with Conversation.on(database_url) as c:
        for who, text in (("静静", "草莓烂了一半"), ("王姐", "草莓也烂了")):
            await c.complain(who, text)
        await c.group("团长", TOLD)
        await c.wait(minutes=2)
        await c.complain("赵姐", "我家草莓也烂了")
        await c.private("团长", "兑 1 都 转了")
        assert await _ledger(c) == {"静静": "fulfilled", "王姐": "fulfilled", "赵姐": "unconfirmed"}
        await c.private("团长", "诺 3 对")
        await c.group("团长", "草莓烂的每家再补一盒，明天")
        await c.complain("小林", "我的草莓也是烂的")
        before = await _ledger(c)
        await c.private("团长", "诺 4 都不是")
        assert len(before) == len(await _ledger(c)) == 4
        c.skip()


async def _ledger(c: Conversation) -> dict[str | None, str]:
    made = await c.read(lambda conn: [p for case in range(1, 9) for p in promises.of_case(conn, case)])
    return {p.member_name: p.state for p in made}
