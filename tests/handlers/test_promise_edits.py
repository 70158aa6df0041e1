"""B10: words in the group that a leader changes are read again for what they promise."""

from __future__ import annotations

from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import Conversation, Said


async def all_promises(c: Conversation) -> list[Promise]:
    return await c.read(lambda conn: promises.of_case(conn, 1))


def asked(c: Conversation) -> list[Said]:
    """What the leader newly heard about promises."""
    return [said for said in c.all_to("团长") if "承诺" in said]


async def says(c: Conversation, text: str) -> str:
    """A complaint, and what the leader writes in the group about it; the message's id."""
    await c.complain()
    return await c.group("团长", text)


async def changes(c: Conversation, message: str, text: str) -> None:
    await c.group("团长", text, message_id=f"{message}-{text}", edited_message_id=message)


async def test_b10_an_unconfirmed_promise_follows_the_words(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await says(c, "@静静 今晚八点前给您退8块")
        assert "退款 8 元，今天 20:00 前" in asked(c)[0]
        await changes(c, message, "@静静 明天中午前给您退10块")
        assert "承诺 1 · 售后单 1 · 静静：退款 10 元，明天 12:00 前" in asked(c)[0]
        (made,) = await all_promises(c)
        assert (made.state, made.amount_fen, made.words) == ("unconfirmed", 1000, "@静静 明天中午前给您退10块")
        await c.private("团长", "诺 1 对")
        assert (await all_promises(c))[0].state == "open"
        assert [k for k in await c.kinds() if k.startswith("promise")] == [
            "promise_heard",
            "promise_changed",
            "promise_made",
        ]
        c.skip()


async def test_b10_a_confirmed_promise_stays_until_a_person_says_so(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await says(c, "@静静 今晚八点前给您退8块")
        await c.private("团长", "诺 1 对")
        c.skip()
        await changes(c, message, "@静静 明天下午六点前给您退10块")
        told = c.to("团长")
        assert "记的是：退款 8 元，今天 20:00 前" in told
        assert "现在写的：退款 10 元，明天 18:00 前" in told
        assert (await all_promises(c))[0].amount_fen == 800
        command = told.partition("要改回：")[2].partition("；")[0]
        await c.private("团长", command)
        (made,) = await all_promises(c)
        assert (made.state, made.amount_fen) == ("open", 1000)
        assert "明天 18:00 前" in c.to("团长")


async def test_b10_a_promise_that_is_edited_away(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await says(c, "@静静 今晚八点前给您退8块")
        c.skip()
        await changes(c, message, "@静静 不好意思，我先看看")
        assert asked(c) == []
        assert (await all_promises(c))[0].state == "not_a_promise"
        await changes(c, message, "@静静 今晚八点前给您退8块")
        c.skip()
        await c.private("团长", "诺 2 对")
        c.skip()
        await changes(c, message, "@静静 不好意思，我再看看")
        assert "里头没有承诺 2" in c.to("团长")
        assert (await all_promises(c))[1].state == "open", "what counts is taken back by a person only"


async def test_b10_a_promise_that_is_written_in_later(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await says(c, "@静静 不好意思，我看看")
        assert asked(c) == []
        await changes(c, message, "@静静 不好意思，明天给您补发一份")
        assert "补" in asked(c)[0]
        assert [p.kind for p in await all_promises(c)] == ["replacement"]
        await changes(c, message, "@静静 不好意思，明天给您补发一份，再退5块运费")
        assert [p.kind for p in await all_promises(c)] == ["replacement", "refund"]
        c.skip()


async def test_b10_that_it_is_done_written_into_its_words_is_no_further_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await says(c, "@静静 今晚退你8块")
        await c.private("团长", "诺 1 对")
        await c.private("团长", "兑 1 转了")
        await c.wait(10)
        c.skip()
        for words in ("@静静 今晚退你8块，已转", "@静静 今晚退你8块，记得收", "@静静 今晚转你"):
            await changes(c, message, words)
            assert asked(c) == [], words
        assert [p.state for p in await all_promises(c)] == ["fulfilled"]
        await c.group("团长", "@静静 明天再退你2块")
        (question,) = asked(c)
        assert "静静 的退款 8 元已经办好了。这回是另外加的才记。" in question
        assert "已记着" not in question


async def test_b10_other_words_of_the_same_promise_ask_nobody_who_confirmed_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await says(c, "@静静 今晚八点前给您退8块")
        await c.private("团长", "诺 1 对")
        c.skip()
        await changes(c, message, "@静静 抱歉抱歉，今晚八点前给您退8块")
        assert c.nothing()


async def test_b10_in_watch_mode_it_is_only_recorded(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        message = await says(c, "@静静 今晚八点前给您退8块")
        await changes(c, message, "@静静 今晚八点前给您退10块")
        assert [p.amount_fen for p in await all_promises(c)] == [1000]
        assert c.nothing()


async def test_b10_who_is_no_longer_named_has_no_promise_in_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("王姐", "鸡蛋坏了3个")
        message = await c.group("团长", "静静退10块，王姐补5个，都是明天")
        c.skip()
        await changes(c, message, "静静退10块，都是明天")
        made = await c.read(lambda conn: [p for n in (1, 2) for p in promises.of_case(conn, n)])
        assert [(p.member_name, p.state, p.amount_fen) for p in made] == [
            ("静静", "unconfirmed", 1000),
            ("王姐", "not_a_promise", None),
        ]
        c.skip()


async def test_b10_an_edit_that_names_another_moves_the_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("王姐", "鸡蛋坏了3个")
        message = await c.group("团长", "@静静 退你8块，明天")
        c.skip()
        await changes(c, message, "@王姐 退你8块，明天")
        (question,) = asked(c)
        assert "王姐：退款 8 元" in question
        made = await c.read(lambda conn: [p for n in (1, 2) for p in promises.of_case(conn, n)])
        assert [(p.member_name, p.state, p.amount_fen) for p in made] == [
            ("静静", "not_a_promise", 800),
            ("王姐", "unconfirmed", 800),
        ]
        c.skip()


async def test_b10_an_edit_leaves_what_counts_for_who_is_no_longer_named(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await says(c, "@静静 退你8块，明天")
        await c.complain("王姐", "鸡蛋坏了3个")
        await c.private("团长", "诺 1 对")
        c.skip()
        await changes(c, message, "@王姐 退你8块，明天")
        told = asked(c)
        assert any("里头没有承诺 1" in said for said in told)
        assert [p.state for p in await all_promises(c)] == ["open"]
        c.skip()


async def _to_all(c: Conversation, answer: str | None) -> str:
    """Words to three, and what the leader answers to the question about them; the message's id."""
    for who in ("静静", "王姐", "赵姐"):
        await c.complain(who, "草莓烂了一半")
    message = await c.group("团长", "草莓每家退8块，今晚转")
    if answer:
        await c.private("团长", answer)
    c.skip()
    return message


async def test_b10_changed_words_to_everybody_are_one_notice(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await _to_all(c, "诺 1 都对")
        await changes(c, message, "草莓每家退10块，今晚转")
        (notice,) = asked(c)
        assert "现在写的：退款 10 元，今天 22:00 前" in notice
        commands = [line.partition("要改回：")[2] for line in notice.splitlines() if "要改回：" in line]
        assert len(commands) == 3
        await c.private("团长", commands[1])
        made = await c.read(lambda conn: [p for n in (1, 2, 3) for p in promises.of_case(conn, n)])
        assert [p.amount_fen for p in made] == [800, 1000, 800]
        c.skip()
        await changes(c, message, "草莓的事我再看看")
        away = asked(c)
        assert sum(notice.count("撤 原因") for notice in away) == 3
        c.skip()


async def test_b10_unconfirmed_words_to_everybody_are_one_question_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message = await _to_all(c, None)
        await changes(c, message, "草莓每家退10块，今晚转")
        assert len(asked(c)) == 1
        await c.private("团长", "诺 1 都对")
        made = await c.read(lambda conn: [p for n in (1, 2, 3) for p in promises.of_case(conn, n)])
        assert {(p.amount_fen, p.state) for p in made} == {(1000, "open")}
        c.skip()


async def test_b10_words_that_are_changed_to_somebody_else_are_theirs(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("赵姐", "鸡蛋坏了3个")
        message = await c.group("团长", "静静今晚退8块")
        await changes(c, message, "赵姐今晚退8块")
        made = await c.read(lambda conn: [p for n in (1, 2) for p in promises.of_case(conn, n)])
        assert [(p.member_name, p.state) for p in made] == [("静静", "not_a_promise"), ("赵姐", "unconfirmed")]
        c.skip()
