"""B10: a promise in free words is theirs for whom it was meant, and nobody's where that cannot be told."""

from __future__ import annotations

import pytest

from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import Conversation


async def _two(c: Conversation) -> None:
    """静静 waits with her strawberries since an hour, 王姐 with her eggs spoke last; 小鱼儿 has no case."""
    await c.complain("静静", "草莓烂了一半")
    await c.wait(hours=1)
    await c.complain("王姐", "鸡蛋坏了3个")
    await c.group("小鱼儿", "有人拿我快递吗")
    await c.group("王姐", "在吗")
    await c.wait(20)
    c.skip()


async def ledger(c: Conversation) -> list[Promise]:
    return await c.read(lambda conn: [p for n in (1, 2) for p in promises.of_case(conn, n)])


async def whose(c: Conversation) -> set[tuple[str | None, str, int | None]]:
    return {(p.member_name, p.kind, p.amount_fen) for p in await ledger(c)}


@pytest.mark.parametrize(
    "text",
    [
        "静静我今晚退你8块哈",
        "静静现在退你8块",
        "静静等下退你8块",
        "静静这边今晚退8块给你",
        "静静姐，今晚把8块退给你",
        "那个静静，我等会退你8块",
        "不好意思静静，今晚退你8块哈",
        "不好意思啊静静今晚退你8块哈",
        "收到静静，今晚退你8块",
        "今晚退你8块哈静静",
        "今晚退你8块，静静",
        "8块我今晚退给静静",
        "退静静8块，今晚转",
        "今晚我给静静退8块",
        "@静静 今晚退你8块，跟王姐没关系",
    ],
)
async def test_b10_who_is_called_by_name_is_who_is_promised(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        assert await whose(c) == {("静静", "refund", 800)}
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "草莓的我今晚退你8块",
        "草莓那份今晚退你8块",
        "烂掉的草莓今晚退你8块",
        "你的草莓今晚退8块",
        "你那盒草莓今晚退8块给你",
    ],
)
async def test_b10_goods_of_one_open_case_are_to_its_member(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        assert await whose(c) == {("静静", "refund", 800)}
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "小鱼儿我今晚退你8块哈",
        "小鱼儿，今晚退你8块",
        "今晚退你8块哈小鱼儿",
        "刘姐，今晚退你8块",
        "我问问静静，今晚退你8块",
        "静静昨天也是这样，今晚退你8块",
        "静静那边我打过电话了，今晚退你8块",
        "跟静静一样，今晚退你8块",
        "王姐说静静那份明天补，我同意",
        "明天给你补点草莓",
    ],
)
async def test_b10_words_that_name_somebody_else_are_not_to_who_spoke_last(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        assert await ledger(c) == []
        c.skip()


@pytest.mark.parametrize(
    "text", ["今晚退你8块哈", "不好意思，今晚退你8块", "亲，今晚退你8块", "鸡蛋的事抱歉，今晚退你8块"]
)
async def test_b10_words_that_name_nobody_are_to_who_spoke_last(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        assert await whose(c) == {("王姐", "refund", 800)}
        c.skip()


@pytest.mark.parametrize("call", ["@静静", "静静", "静静 在吗", "@静静 让你久等了"])
async def test_b10_a_call_in_a_message_of_its_own_says_to_whom_the_next_is(database_url: str, call: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", call)
        await c.group("团长", "今晚退你8块")
        assert await whose(c) == {("静静", "refund", 800)}
        c.skip()


async def test_b10_a_mention_by_its_id_alone_is_a_call(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "@草莓控", mentions=("静静",))
        await c.group("王姐", "我也等着呢")
        await c.group("团长", "今晚退你8块")
        assert await whose(c) == {("静静", "refund", 800)}
        c.skip()


async def test_b10_a_call_lasts_a_minute(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "@静静")
        await c.wait(minutes=2)
        await c.group("王姐", "在吗")
        await c.group("团长", "今晚退你8块")
        assert await whose(c) == {("王姐", "refund", 800)}
        c.skip()


async def test_b10_words_to_one_last_until_somebody_else_writes(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "@静静 让你久等了")
        await c.group("王姐", "在吗")
        await c.group("团长", "今晚退你8块")
        assert await whose(c) == {("王姐", "refund", 800)}
        c.skip()


async def test_b10_goods_of_a_neighbour_of_unknown_name_are_not_the_others(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "静静草莓的事我问了，晚上八点前回复您。张哥大葱退4块")
        await c.wait(20)
        assert not [kind for _, kind, _ in await whose(c) if kind == "refund"]
        c.skip()


async def test_b10_a_name_that_is_a_word_for_goods_calls_nobody(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("鸡蛋", "今天有车厘子吗")
        await c.group("团长", "鸡蛋的我今晚退你8块")
        assert await whose(c) == {("王姐", "refund", 800)}
        c.skip()


async def test_b10_a_resolution_promises_nothing_of_what_it_says_of_others(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.private("团长", "结 1 今晚退您8块，王姐明天补3个")
        assert await whose(c) == {("静静", "refund", 800)}
        c.skip()


async def test_b10_a_reply_promises_nothing_of_what_another_gets(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.private("团长", "回 1 麻烦跟王姐说一声，她那份明天补")
        assert await ledger(c) == []
        c.skip()


async def test_a2_an_answer_to_somebody_else_is_none_to_who_waits(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("小鱼儿", "有人拿我快递吗")
        await c.group("静静", "草莓烂了一半")
        await c.group("团长", "小鱼儿我马上帮你查")
        await c.wait(10)
        assert c.post()
        assert (await c.case()).first_response_by == "bot"
        c.skip()


async def _said(c: Conversation, reported: dict[str, str], text: str) -> set[tuple[str | None, str, int | None]]:
    """What is heard of these words after these members reported these faults, and somebody else wrote last."""
    for member, words in reported.items():
        await c.complain(member, words)
    await c.group("小鱼儿", "有人拿我快递吗")
    await c.wait(minutes=12)
    c.skip()
    await c.group("团长", text)
    c.skip()
    return await whose(c)


@pytest.mark.parametrize(
    "text",
    [
        "小吴草莓今晚退8块",
        "小吴烂的草莓今晚退8块",
        "小吴，你的草莓今晚退8块",
        "草莓今晚退你8块哈小吴",
        "岁月姐草莓今晚退8块",
        "草莓今晚退你8块哈岁月姐",
    ],
)
async def test_b10_a_short_name_is_theirs_whose_name_it_shortens(database_url: str, text: str) -> None:
    who = "8栋小吴" if "小吴" in text else "岁月静好"
    async with Conversation.on(database_url) as c:
        assert await _said(c, {who: "草莓烂了一半", "老周": "鸡蛋坏了3个"}, text) == {(who, "refund", 800)}


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        ("8栋小吴", "3栋小吴", "小吴今晚退你8块"),
        ("8栋小吴", "3栋小吴", "小吴草莓今晚退8块"),
        ("岁月静好", "岁月如歌", "岁月姐今晚退你8块"),
    ],
)
async def test_b10_a_short_name_of_two_is_nobodys(database_url: str, one: str, other: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        assert await _said(c, {one: "草莓烂了一半", other: "鸡蛋坏了3个"}, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "静静草莓很好吃的，今晚接龙每人送一盒",
        "静静草莓烂了几个？拍个照",
        "静静草莓这个退不了哈",
        "静静说草莓今晚退8块",
        "草莓明天到一批新的，补货了",
    ],
)
async def test_b10_a_name_beside_goods_without_a_promise_is_none(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        assert await _said(c, {"静静": "草莓烂了一半", "王姐": "鸡蛋坏了3个"}, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "烂的那盒草莓今晚退8块",
        "草莓烂了那盒我看到了，今晚退你8块",
        "草莓给你今晚退8块",
    ],
)
async def test_b10_goods_and_their_fault_are_to_whom_they_belong(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        found = await _said(c, {"静静": "草莓烂了一半", "王姐": "鸡蛋坏了3个"}, text)
        assert found == {("静静", "refund", 800)}


async def test_b10_a_name_that_is_a_word_for_goods_is_called_with_the_sign(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        found = await _said(c, {"向日葵": "草莓烂了一半", "王姐": "鸡蛋坏了3个"}, "@向日葵 草莓今晚退8块")
        assert found == {("向日葵", "refund", 800)}


async def test_b10_goods_of_who_is_called_are_not_those_of_another(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        found = await _said(c, {"静静": "草莓烂了一半", "王姐": "草莓也烂了"}, "@静静 草莓的今晚退你8块")
        assert found == {("静静", "refund", 800)}


@pytest.mark.parametrize(
    "text",
    [
        "静静别急，我今晚退你8块",
        "静静真不好意思，今晚退你8块",
        "静静啊，今晚退你8块",
        "静静妹妹别气，今晚退你8块",
        "让静静久等了，今晚退你8块",
    ],
)
async def test_b10_a_name_with_a_kindness_behind_it_calls(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        assert await whose(c) == {("静静", "refund", 800)}
        c.skip()


@pytest.mark.parametrize(
    "text", ["王姐今晚退3块", "王姐退3块，今晚", "王姐今晚转3块", "不好意思王姐让你受累了，今晚退你3块"]
)
async def test_b10_a_member_whose_name_is_a_common_one_is_heard(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        assert await whose(c) == {("王姐", "refund", 300)}
        c.skip()


async def test_b10_what_is_left_to_do_is_not_theirs_who_have_theirs(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "静静的都退完了，只剩王姐，3块今晚退")
        assert await whose(c) == {("王姐", "refund", 300)}
        c.skip()


async def test_b10_what_may_be_anothers_leaves_the_values_open(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "刚跟静静通了电话，今晚退8块，王姐你稍等")
        assert await whose(c) == {("静静", "refund", None)}
        c.skip()


async def test_b10_her_money_is_not_theirs_who_are_spoken_to(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "王姐你帮静静带一下，我今晚退她8块")
        assert await whose(c) == {("静静", "refund", 800)}
        c.skip()


@pytest.mark.parametrize("text", ["静静的快递我明天去取", "给静静说了今晚退8块"])
async def test_b10_what_is_no_matter_of_theirs_is_no_promise(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        assert await ledger(c) == []
        c.skip()


async def test_b10_a_reply_promises_nothing_of_the_goods_of_another(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.private("团长", "回 1 今晚退您8块，顺便把王姐的鸡蛋也带过去")
        assert await whose(c) == {("静静", "refund", 800)}
        c.skip()


async def test_b10_a_name_with_a_title_is_not_short_for_a_longer_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        found = await _said(c, {"静静": "草莓烂了一半", "静静妈妈": "鸡蛋坏了3个"}, "静静姐今晚退你8块")
        assert found == {("静静", "refund", 800)}


async def test_b10_a_member_called_like_goods_is_called_where_no_case_is_about_these(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王姐", "芒果坏了两个")
        await c.complain("小米", "芒果烂了三个")
        await c.group("团长", "王姐的昨天已经退了，小米的今晚退，4块")
        assert await whose(c) == {("小米", "refund", 400)}
        c.skip()


async def test_b10_words_to_one_while_several_wait_are_to_who_spoke_last(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("王姐", "鸡蛋坏了3个")
        await c.group("团长", "好的亲 看到了，退你6块哈")
        assert await whose(c) == {("王姐", "refund", 600)}
        c.skip()
