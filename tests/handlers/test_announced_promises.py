"""A post about an incident promises to all its voices what the group has really read."""

from __future__ import annotations

import pytest

from bot.domain.chat import ChatError, Outgoing, Sent
from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import Conversation, Said

VOICES = ("静静", "王姐", "赵姐")
GIVEN = "草莓冷链出了问题，每家退8元，明天转"


async def _incident(c: Conversation) -> None:
    for who in VOICES:
        await c.complain(who, "草莓烂了一半")
    await c.private("团长", "批次 1 价 29.9")
    c.skip()


async def _ledger(c: Conversation) -> list[Promise]:
    return await c.read(lambda conn: [p for n in range(1, 6) for p in promises.of_case(conn, n)])


async def _values(c: Conversation) -> set[tuple[str | None, str, int | None, str]]:
    return {(p.member_name, p.kind, p.amount_fen, p.state) for p in await _ledger(c)}


def _asked(c: Conversation) -> list[Said]:
    return [said for said in c.all_to("团长") if "听着像" in said]


async def test_b10_a_post_about_an_incident_promises_to_all_its_voices_once_it_went_out(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", "批次 1 公告 草莓每家退8元，明天转")
        await c.private("团长", "批次 1 发")
        assert await _ledger(c) == [], "the group has not read it yet"
        assert _asked(c) == []
        await c.wait(hours=1)
        assert "退8元" in c.posts()[-1]
        assert await _values(c) == {(who, "refund", 800, "unconfirmed") for who in VOICES}
        assert {p.said_by for p in await _ledger(c)} == {"团长"}
        assert len(_asked(c)) == 1
        await c.private("团长", "诺 1 都对")
        assert {p.state for p in await _ledger(c)} == {"open"}
        c.skip()


async def test_b10_what_an_unsent_post_said_before_is_never_promised(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", "批次 1 公告 草莓的每家退15块，今晚到账")
        await c.private("团长", "批次 1 发")
        await c.private("团长", "诺 1 都对")
        await c.private("团长", "批次 1 公告 草莓的每家退10块，今晚到账")
        await c.private("团长", "批次 1 发")
        await c.wait(hours=1)
        assert [post for post in c.posts() if "15块" in post] == []
        assert await _values(c) == {(who, "refund", 1000, "unconfirmed") for who in VOICES}
        c.skip()


async def test_b10_a_post_that_an_end_takes_back_promises_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", "批次 1 公告 草莓每家退8元，明天转")
        await c.private("团长", "批次 1 发")
        await c.private("团长", "批次 1 散")
        await c.wait(hours=2)
        assert [post for post in c.posts() if "退8元" in post] == []
        assert await _ledger(c) == []
        c.skip()


async def test_b10_a_post_that_the_platform_refused_promises_nothing_until_it_goes_out(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        send = c.adapter.send

        async def refuses(message: Outgoing) -> Sent:
            if "退8元" in message.text and message.group_id is not None:
                raise ChatError("refused")
            return await send(message)

        monkeypatch.setattr(c.adapter, "send", refuses)
        await c.private("团长", "批次 1 公告 草莓每家退8元，明天转")
        await c.private("团长", "批次 1 发")
        await c.wait(hours=1)
        assert await _ledger(c) == []
        monkeypatch.undo()
        await c.private("团长", "批次 1 发")
        await c.wait(hours=1)
        assert await _values(c) == {(who, "refund", 800, "unconfirmed") for who in VOICES}
        c.skip()


async def test_b10_who_joins_before_it_goes_out_is_promised_it_too(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", "批次 1 公告 大家别急，草莓在查")
        await c.private("团长", "批次 1 发")
        await c.wait(minutes=2)
        await c.private("团长", "批次 1 公告 草莓每家退8元，明天转")
        await c.private("团长", "批次 1 发")
        await c.complain("钱姐", "草莓也烂了")
        assert await _ledger(c) == []
        await c.wait(hours=1)
        assert {p.member_name for p in await _ledger(c)} == {*VOICES, "钱姐"}
        c.skip()


async def test_b10_a_post_asks_only_for_those_who_were_not_offered_the_same(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", "批次 1 方案 退8元 明天 因为都一样")
        await c.private("静静", "好")
        await c.wait(10)
        before = len(await _ledger(c))
        await c.private("团长", "批次 1 公告 草莓每家退8元，大家放心")
        await c.private("团长", "批次 1 发")
        await c.wait(hours=1)
        assert len(await _ledger(c)) == before == 1
        await c.private("团长", "批次 1 公告 草莓每家退9元，明天转")
        await c.private("团长", "批次 1 发")
        await c.wait(hours=1)
        assert {(p.member_name, p.amount_fen) for p in await _ledger(c) if p.state == "unconfirmed"} == {
            (who, 900) for who in VOICES
        }
        c.skip()


async def test_b10_our_own_words_about_an_incident_promise_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", "批次 1 公告")
        await c.private("团长", "批次 1 发")
        await c.wait(hours=1)
        assert await _ledger(c) == []
        c.skip()


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("草莓每家8元，今晚到账", 800),
        ("每户10块，明天转", 1000),
        ("草莓坏的一家8块，今晚到账", 800),
        ("草莓问题统一8元/户，今晚到账", 800),
        ("烂果的每人5元红包，今晚发", 500),
        ("这批草莓每单10元，明天12点前到微信", 1000),
        ("赔偿标准：每家8元，今晚到账", 800),
        ("草莓的事，每家8元，稍后打到大家微信", 800),
        ("8元一家，今晚转", 800),
        ("草莓的事給大家賠個不是，每戶8元，今晚到賬", 800),
    ],
)
async def test_b10_a_sum_for_each_needs_no_verb_in_a_post(database_url: str, text: str, fen: int) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", f"批次 1 公告 {text}")
        await c.private("团长", "批次 1 发")
        await c.wait(hours=1)
        assert await _values(c) == {(who, "refund", fen, "unconfirmed") for who in VOICES}
        assert {p.words for p in await _ledger(c)} == {text}, "word for word, with nothing put in"
        c.skip()


async def test_b10_a_thing_for_each_needs_no_verb_in_a_post(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", "批次 1 公告 补偿方案：每家一盒新草莓，明天自提点拿")
        await c.private("团长", "批次 1 发")
        await c.wait(hours=1)
        assert {(p.kind, p.thing) for p in await _ledger(c)} == {("replacement", "一盒新草莓")}
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "草莓每盒29.9元，今晚截单",
        "下次草莓每家8元，欢迎接龙",
        "草莓每斤8元，明天到货",
        "每家8元运费，请今晚转给我",
        "每家限2盒，今晚到货",
        "草莓29.9元一盒，明天到",
        "处理好了，每家8元，已到账",
    ],
)
async def test_b10_prices_and_what_is_done_are_no_promise_in_a_post(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", f"批次 1 公告 {text}")
        await c.private("团长", "批次 1 发")
        await c.wait(hours=1)
        assert await _ledger(c) == []
        c.skip()


async def test_b10_a_red_voice_is_left_out_of_a_post(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.group("赵姐", "草莓吃完孩子上吐下泻")
        await c.wait(10)
        red = [case for case in await c.cases() if case.red]
        await c.private("团长", "批次 1 公告 草莓每家退8元，明天转")
        await c.private("团长", "批次 1 发")
        await c.wait(hours=1)
        assert red
        assert not {p.case for p in await _ledger(c)} & {case.number for case in red}
        c.skip()


async def _posts(c: Conversation, text: str) -> None:
    await _incident(c)
    await c.wait(minutes=40)
    await c.private("团长", f"批次 1 公告 {text}")
    await c.private("团长", "批次 1 发")
    await c.wait(minutes=1)
    c.skip()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("草莓烂得多的退15元，烂得少的退8元，今晚9点前转到微信", {"refund"}),
        ("草莓烂一半的每家退8元，全烂的退15元，今晚转", {"refund"}),
        ("草莓全烂的补一盒，烂一半的退8块，明天", {"refund", "replacement"}),
        ("草莓超过5个的退15元，今晚转到微信", {"refund"}),
        ("烂得厉害的退15元，轻一点的退8元，今晚转", {"refund"}),
        ("静静退15元，其余两家退8块，今晚转", {"refund"}),
    ],
)
async def test_b10_a_post_that_tells_some_from_others_leaves_every_value_open(
    database_url: str, text: str, kinds: set[str]
) -> None:
    async with Conversation.on(database_url) as c:
        await _posts(c, text)
        made = await _ledger(c)
        assert {(p.member_name, p.kind) for p in made} == {(who, kind) for who in VOICES for kind in kinds}
        assert {(p.amount_fen, p.thing, p.due_at) for p in made} == {(None, None, None)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("草莓烂得太厉害了，每家退8元，今晚转", {(who, "refund", 800) for who in VOICES}),
        ("草莓每家退8元，今晚转到微信，对不住大家", {(who, "refund", 800) for who in VOICES}),
        ("静静、王姐、赵姐的草莓每家退8元，今晚转", {(who, "refund", 800) for who in VOICES}),
        ("草莓每家退8元，静静除外，今晚转", {(who, "refund", 800) for who in ("王姐", "赵姐")}),
        (
            "草莓每家退8元，另外再补一盒，明天",
            {(who, *gift) for who in VOICES for gift in (("refund", 800), ("replacement", None))},
        ),
    ],
)
async def test_b10_a_post_to_all_promises_its_values_to_each(
    database_url: str, text: str, expected: set[tuple[str | None, str, int | None]]
) -> None:
    async with Conversation.on(database_url) as c:
        await _posts(c, text)
        assert {(p.member_name, p.kind, p.amount_fen) for p in await _ledger(c)} == expected


@pytest.mark.parametrize(
    ("said", "posts"),
    [
        (["批次 1 公告 补充：没加微信的找我"], [GIVEN]),
        (["批次 1 公告 补充：没加微信的找我", "批次 1 发"], [GIVEN, "补充：没加微信的找我"]),
        (["批次 1 结"], [GIVEN]),
        (["批次 1 结", "批次 1 发"], [GIVEN, "3 家"]),
        (["批次 1 公告 草莓每家退10元，明天转"], []),
        (["批次 1 公告 草莓每家退10元，明天转", "批次 1 发"], ["10元"]),
        (["批次 1 散"], []),
    ],
)
async def test_what_was_let_go_goes_out_or_the_leader_reads_that_it_does_not(
    database_url: str, said: list[str], posts: list[str]
) -> None:
    async with Conversation.on(database_url) as c:
        await _incident(c)
        await c.private("团长", f"批次 1 公告 {GIVEN}")
        await c.private("团长", "批次 1 发")
        c.skip()
        for text in said:
            await c.private("团长", text)
            told = "\n".join(c.all_to("团长"))
            assert (f"“{GIVEN}”" in told) == (text != "批次 1 发")
            assert ("就不发了" in told) == ("10元" in text or "散" in text)
            assert "办好了 0" not in told
        await c.wait(minutes=70)
        assert [words in post for words, post in zip(posts, c.posts(), strict=True)] == [True] * len(posts)
        assert bool(await _ledger(c)) == bool(posts)
        c.skip()
