"""B10: a promise to one stands beside words to another, to everybody, or about other goods: each hears their own."""

from __future__ import annotations

import pytest

from bot.domain.chat import Quote
from bot.storage import promises
from tests.conversation import GROUP, Conversation

Told = set[tuple[str | None, str, int | None, bool]]


async def told(c: Conversation) -> Told:
    """Who is promised what, and whether a time is known."""
    made = await c.read(lambda conn: [p for n in range(1, 7) for p in promises.of_case(conn, n)])
    return {(p.member_name, p.kind, p.amount_fen, p.due_at is not None) for p in made}


async def complain(c: Conversation, **said: str) -> dict[str, Quote]:
    """Each complains, which is another test's matter; what the leader may quote."""
    quotes = {}
    for who, words in said.items():
        quotes[who] = Quote(await c.group(who, words), who, words)
        await c.wait(10)
    await c.wait(minutes=15)
    c.skip()
    return quotes


async def reply(c: Conversation, quote: Quote, text: str) -> None:
    await c.take(c._group_message(GROUP, "团长", text, {"quote": quote}))
    await c.wait(2)
    c.skip()


async def say(c: Conversation, text: str) -> None:
    await c.group("团长", text)
    await c.wait(2)
    c.skip()


async def test_b10_who_is_named_behind_a_promise_does_not_take_it_away(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        said = await complain(c, 静静="草莓烂了一半", 王姐="鸡蛋坏了3个", 老周="牛奶漏了一箱", 赵姐="苹果烂了")
        await reply(c, said["静静"], "今晚退你8块，王姐的明天")
        expected: Told = {("静静", "refund", 800, True)}
        assert await told(c) == expected, "王姐 is only told when hers is seen to"
        await reply(c, said["老周"], "5块今晚转你，王姐别急")
        expected |= {("老周", "refund", 500, True)}
        assert await told(c) == expected
        await reply(c, said["赵姐"], "退6块今晚转，鸡蛋的明天说")
        expected |= {("赵姐", "refund", 600, True)}
        assert await told(c) == expected, "nor do goods that close the message"
        await reply(c, said["静静"], "给您的照旧，王姐今晚退你3块")
        expected |= {("王姐", "refund", 300, True)}
        assert await told(c) == expected, "words that call another are to that one"


async def test_b10_what_may_be_said_to_who_spoke_last_is_asked_about_without_values(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complain(c, 静静="草莓烂了一半", 王姐="鸡蛋坏了3个")
        await c.group("静静", "怎么说")
        await c.wait(10)
        await say(c, "8块今晚转你，王姐别急")
        assert await told(c) == {("静静", "refund", None, False), ("王姐", "refund", None, False)}


async def test_b10_both_hear_the_promise_that_is_also_the_others(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        said = await complain(c, 静静="草莓烂了一半", 王姐="鸡蛋坏了3个")
        await reply(c, said["静静"], "今晚退你8块，王姐也是")
        assert await told(c) == {("静静", "refund", 800, True), ("王姐", "refund", 800, True)}


async def test_b10_goods_of_which_nothing_is_given_are_promised_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complain(c, 静静="草莓烂了一半", 王姐="草莓也烂了", 老周="鸡蛋坏了3个")
        await say(c, "草莓每家退8块今晚转，鸡蛋还在问供应商")
        expected: Told = {("静静", "refund", 800, True), ("王姐", "refund", 800, True)}
        assert await told(c) == expected
        await say(c, "今天先处理草莓，每家退8块，今晚转，鸡蛋明天处理")
        assert await told(c) == expected


async def test_b10_goods_by_goods_with_one_that_waits(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complain(c, 静静="草莓烂了一半", 王姐="鸡蛋坏了3个", 老周="牛奶漏了一箱")
        await say(c, "退草莓的钱，8块，今晚，鸡蛋明天补3个，牛奶我再问问")
        assert await told(c) == {("静静", "refund", 800, True), ("王姐", "replacement", None, True)}


async def test_b10_another_sum_for_one_takes_the_place_of_everybodys(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complain(c, 静静="草莓烂了一半", 王姐="草莓也烂了", 赵姐="我的草莓也烂了")
        await say(c, "草莓每家8元，静静烂得多给15，今晚转给大家")
        both: Told = {("王姐", "refund", 800, True), ("赵姐", "refund", 800, True)}
        assert await told(c) == {("静静", "refund", 1500, True)} | both


async def test_b10_what_comes_on_top_for_one_leaves_them_everybodys(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complain(c, 静静="草莓烂了一半", 王姐="草莓也烂了")
        await say(c, "草莓每家退8块，静静多退2块，今晚转")
        more: Told = {("静静", "refund", 800, True), ("静静", "refund", 200, True)}
        assert await told(c) == {("王姐", "refund", 800, True)} | more


async def test_b10_a_list_with_goods_beside_the_names_is_each_theirs(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complain(c, 静静="草莓烂了一半", 王姐="鸡蛋坏了3个", 老周="牛奶漏了一箱")
        await say(c, "静静 草莓2盒 16元\n王姐 鸡蛋1盒 3元\n老周 牛奶 5元\n今晚截单")
        assert await told(c) == set(), "that is an order"
        await say(c, "退款名单\n静静 草莓 8元\n王姐 鸡蛋 3元\n老周 牛奶 5元\n今晚10点前转")
        assert await told(c) == {
            ("静静", "refund", 800, True), ("王姐", "refund", 300, True), ("老周", "refund", 500, True),
        }  # fmt: skip


async def test_b10_nobody_of_those_who_are_named_is_dropped(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complain(c, 静静="草莓烂了一半", 王姐="鸡蛋坏了3个", 老周="牛奶漏了一箱")
        await say(c, "今晚先退静静8块，王姐的明天")
        expected: Told = {("静静", "refund", 800, True), ("王姐", "refund", None, False)}
        assert await told(c) == expected, "how much is hers nobody can tell"
        await say(c, "静静8块已退，老周5块今晚")
        expected |= {("老周", "refund", 500, True)}
        assert await told(c) == expected


async def test_b10_the_same_as_before_is_heard_after_and_as_a_reply(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        said = await complain(c, 静静="草莓烂了一半", 王姐="鸡蛋坏了3个", 老周="牛奶漏了一箱", 赵姐="苹果烂了")
        await reply(c, said["静静"], "好的")
        await reply(c, said["王姐"], "同上")
        assert await told(c) == set()
        await reply(c, said["静静"], "今晚退8块")
        await reply(c, said["王姐"], "你的也一样")
        await say(c, "@赵姐 你的也一样")
        await reply(c, said["老周"], "同上")
        assert await told(c) == {(who, "refund", 800, True) for who in said}


async def test_b10_everybody_is_spoken_to_without_a_word_for_all(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complain(c, 静静="草莓烂了一半", 王姐="草莓也烂了", 老周="鸡蛋坏了3个")
        for text in ("草莓8块/家，接龙走起", "每人8块，转给我就行"):
            await say(c, text)
            assert await told(c) == set(), text
        for text in ("草莓这批供应商认了，每家8块，今晚转给大家", "草莓退8块/家，今晚转", "草莓烂的私我，今晚退8块"):
            await say(c, text)
            assert await told(c) == {("静静", "refund", 800, True), ("王姐", "refund", 800, True)}, text


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("草莓都退8块今晚转，王姐退15", ("refund", 1500)),
        ("草莓三家都退8块今晚转，王姐那盒全烂退15", ("refund", 1500)),
        ("除了王姐，草莓都退8块今晚转，王姐的我补一盒", ("replacement", None)),
        ("草莓全部退8块今晚转，王姐的明天", ("refund", 800)),
    ],
)
async def test_what_all_of_these_goods_get_is_for_each_but_the_one_who_gets_another(
    database_url: str, text: str, own: tuple[str, int | None]
) -> None:
    async with Conversation.on(database_url) as c:
        await complain(c, 静静="草莓烂了一半", 王姐="草莓也烂了", 赵姐="我的草莓也是坏的", 老周="鸡蛋碎了3个")
        await say(c, text)
        expected: Told = {("静静", "refund", 800, True), ("赵姐", "refund", 800, True)}
        assert await told(c) == expected | {("王姐", *own, True)}
