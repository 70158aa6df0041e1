"""B10: a leader says anew what stands for a member or for all with the same goods, in few words: another sum, another
time, on top, another deed, nothing any more. To who is promised nothing such words say nothing."""

from __future__ import annotations

from bot.storage import promises
from tests.conversation import LEADER, Conversation, Said

ALL = ("静静", "王姐", "赵姐")


async def _begun(c: Conversation, *said: str) -> None:
    for who, words in (
        ("静静", "草莓烂了一半"),
        ("王姐", "草莓也烂了"),
        ("赵姐", "我的草莓也是坏的"),
        ("老周", "鸡蛋碎了3个"),
    ):
        await c.complain(who, words)
    await c.wait(minutes=15)
    for text in said:
        await _says(c, text)
    await c.wait(minutes=4)
    c.skip()


async def _says(c: Conversation, text: str) -> None:
    who, sign, words = text.partition(">")
    if sign:
        await c.group(who, words)
    else:
        await (c.private if text.startswith("诺") else c.group)(LEADER, text)
    await c.wait(1)


async def _asked(c: Conversation, *said: str) -> list[Said]:
    for text in said:
        c.skip()
        await _says(c, text)
    assert c.posts() == []
    return [found for found in c.all_to(LEADER) if "承诺" in found]


async def _values(c: Conversation) -> list[tuple[str | None, str, int | None, str]]:
    made = await c.read(lambda conn: [p for n in (1, 2, 3, 4) for p in promises.of_case(conn, n)])
    return [(p.member_name, p.kind, p.amount_fen, p.state) for p in made if p.state != "not_a_promise"]


async def test_another_sum_for_all_of_goods_and_for_one_of_them(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "草莓每家退8块，今晚转", "诺 1 都对")
        for text in (
            "打错了，草莓每家10块", "草莓改10块吧", "草莓的改成10块", "刚打错，草莓是10块", "草莓每家加到10块",
        ):  # fmt: skip
            [asked] = await _asked(c, text)
            assert asked.startswith("这 3 个承诺改成退款 10 元，今天 22:00 前，对吗？"), text
            assert f"原话：{text}" in asked
        for text in ("静静15，其他不变", "静静的改15，别人还是8块"):
            [asked] = await _asked(c, text)
            assert asked.startswith("承诺 1（售后单 1 · 静静）改成退款 15 元，今天 22:00 前，对吗？"), text
        for text in (
            "草莓改10块一盒了", "打错了，草莓一盒10块", "明天草莓改15块", "草莓涨到10块了", "鸡蛋改10块吧",
            "老周10块吧",
        ):  # fmt: skip
            assert await _asked(c, text) == [], text
        [asked] = await _asked(c, "今晚转不完，剩下的明早")
        assert asked.startswith("这 3 个承诺改到明天 10:00 前，对吗？")
        [asked] = await _asked(c, "草莓的先不退，我再看看")
        assert asked.startswith("这 3 个承诺不算数了吗？")
        assert await _values(c) == [(who, "refund", 800, "open") for who in ALL], "nothing changes by itself"


async def test_what_nobody_confirmed_follows_in_the_same_words(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "草莓每家退8块，今晚转")
        await _asked(c, "打错了，草莓每家10块")
        assert await _values(c) == [(who, "refund", 1000, "unconfirmed") for who in ALL]
        [asked] = await _asked(c, "静静15，其他不变")
        assert "退款 15 元，今天 22:00 前" in asked
        assert [fen for _, _, fen, _ in await _values(c)] == [1500, 1000, 1000]


async def test_another_sum_time_or_deed_for_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对")
        for fen, *said in (
            (10, "静静10块吧"), (10, "静静还是10块吧"), (10, "静静刚才说8块说少了，给你10块吧"),
            (12, "静静要不给你退12吧，8块实在太少"), (10, "静静再多给你2块吧，凑10块"),
            (15, "静静>能不能15", "15就15，今晚"),
        ):  # fmt: skip
            [asked] = await _asked(c, *said)
            assert asked.startswith(f"承诺 1（售后单 1 · 静静）改成退款 {fen} 元，今天 22:00 前，对吗？"), said
        for text, until in (
            ("静静那8块今晚转不了，明早给你", "10:00"), ("静静8块明早给你转哈，今晚忙不过来", "10:00"),
            ("静静的今晚来不及了，明天中午", "14:00"), ("今晚来不及了，明天", "22:00"),
            ("今晚转不了了，明早一起转", "10:00"),
        ):  # fmt: skip
            [asked] = await _asked(c, text)
            assert asked.startswith(f"承诺 1（售后单 1 · 静静）改到明天 {until} 前，对吗？"), text
        for text in ("静静的先不退，我再看看", "静静8块取消，系统原路退了", "静静的不退了，她说不要"):
            [asked] = await _asked(c, text)
            assert asked.startswith("承诺 1（售后单 1 · 静静）不算数了吗？"), text
        for quiet in (
            ("静静要不退你12？",), ("静静10块一盒吧",), ("静静取消",), ("老周的先不退，我再看看",), ("老周15就15",),
            ("静静>苹果多少钱", "静静10块吧"), ("老周>鸡蛋今晚能到吗", "今晚来不及了，明天"),
            ("今晚送不了货了，明天送",),
        ):  # fmt: skip
            assert await _asked(c, *quiet) == [], quiet
        assert await _values(c) == [("静静", "refund", 800, "open")]
        for text in ("静静还是补你一盒吧", "静静那就补一盒，8块就不转了哈"):
            [asked] = await _asked(c, text)
            assert "静静 原来记着承诺 1：退款 8 元，今天 22:00 前。要是换成这回的" in asked, text
            await _says(c, f"诺 {asked.split('诺 ')[1].split(' ')[0]} 不是")
            c.skip()


async def test_what_comes_with_it_is_on_top_and_never_in_its_place(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对")
        new = 1
        for text, outcome in (
            ("静静运费5块也一起退你", "退款 5 元"), ("静静运费5块一起退，今晚", "退款 5 元"),
            ("静静运费8块也一起退", "退款 8 元"),
            ("静静除了8块再补你一盒", "补一盒"), ("静静除了8块另外再退你2块", "退款 2 元"),
        ):  # fmt: skip
            [asked] = await _asked(c, text)
            new += 1
            assert outcome in asked, text
            assert "静静 已记着：退款 8 元（今天 22:00 前）。这回是另外加的才记" in asked, text
            assert f"诺 {new} 换" not in asked, text
            await _says(c, f"诺 {new} 不是")
            c.skip()
        [asked] = await _asked(c, "静静今晚退你8块，运费5块也一起退")
        assert f"换成这回的回：诺 {new + 1} 换" in asked, "all of it may be meant"
        await _says(c, f"诺 {new + 1} 不是")
        c.skip()
        for text in ("静静8块今晚一起转你", "静静那盒一起拿走", "老周运费5块也一起退你"):
            assert await _asked(c, text) == [], text
        assert await _values(c) == [("静静", "refund", 800, "open")]


async def test_sums_that_were_exchanged_are_one_question(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对", "王姐今晚退你5块", "诺 2 对")
        for text in ("打错了，静静5块王姐8块", "反了反了，静静5块王姐8块", "写反了：静静5，王姐8"):
            [asked] = await _asked(c, text)
            assert (
                "承诺 1（售后单 1 · 静静）：记的是退款 8 元，改成退款 5 元，今天 22:00 前；要改回：诺 1 改 5 元"
                in asked
            ), text
            assert (
                "承诺 2（售后单 2 · 王姐）：记的是退款 5 元，改成退款 8 元，今天 22:00 前；要改回：诺 2 改 8 元"
                in asked
            ), text
        assert await _asked(c, "反了反了，静静5块老周8块") == [], "who is promised nothing"
        assert await _values(c) == [("静静", "refund", 800, "open"), ("王姐", "refund", 500, "open")]


async def test_a_price_is_no_refund(database_url: str) -> None:
    """What nobody has confirmed is not rewritten by words that may be a price, and what counts is not asked about."""
    async with Conversation.on(database_url) as c:
        await _begun(c, "草莓每家退8块，今晚转")
        await c.wait(minutes=16)
        for said in (
            ("小林>草莓多少钱", "草莓15一盒", "打错了，草莓16"), ("草莓还是15吧",), ("草莓今天15", "打错了，草莓是16"),
            ("静静>便宜点嘛", "静静10块吧"), ("静静>12行不行，我要两箱", "12就12"), ("静静>两箱能不能50", "50就50"),
        ):  # fmt: skip
            assert await _asked(c, *said) == [], said
            assert await _values(c) == [(who, "refund", 800, "unconfirmed") for who in ALL], said
            await c.wait(minutes=11)
        [asked] = await _asked(c, "静静>12行不行，烂得太多了", "12就12")
        assert "退款 12 元，今天 22:00 前" in asked
        await _says(c, "诺 1 都对")
        await _says(c, "诺 2 都对")
        await c.wait(minutes=11)
        for said in (
            ("静静>草莓多少钱", "打错了，草莓15"), ("草莓15一盒", "打错了，草莓16"), ("打错了，草莓是15",),
            ("静静>再少点呗", "静静还是10块吧"), ("小林>我要两盒草莓", "打错了，草莓15"),
        ):  # fmt: skip
            assert await _asked(c, *said) == [], said
        asked = "\n".join(await _asked(c, "打错了，草莓每家15"))
        assert [f"诺 {n} 改 15 元" in asked for n in (1, 2, 3)] == [True] * 3


async def test_when_goods_come_and_a_vague_word_move_no_money(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "草莓每家退8块，今晚转", "诺 1 都对")
        for said in (
            ("草莓改成明天到",), ("草莓改后天到",), ("草莓今晚到不了，改明天了",), ("今晚草莓到不了，明早",),
            ("今晚来不及了，草莓明天到货",), ("静静明天来拿",), ("静静那8块我晚点转",), ("静静等下转你哈",),
            ("静静8块一会转",), ("静静>今天能拿苹果吗", "今晚来不及了，明天"),
        ):  # fmt: skip
            assert await _asked(c, *said) == [], said
        for text, until in (
            ("草莓明早转", "10:00"), ("草莓的钱明早转哈，今晚太晚了", "10:00"), ("草莓的钱明天一起转哈", "22:00"),
        ):  # fmt: skip
            [asked] = await _asked(c, text)
            assert asked.startswith(f"这 3 个承诺改到明天 {until} 前，对吗？"), text
        [asked] = await _asked(c, "静静>钱今晚能转吗", "今晚来不及了，明天")
        assert asked.startswith("承诺 1（售后单 1 · 静静）改到明天 22:00 前，对吗？")
        [asked] = await _asked(c, "静静8块也是明早")
        assert asked.startswith("承诺 1（售后单 1 · 静静）改到明天 10:00 前，对吗？")


async def test_one_question_for_all_of_one_message_with_all_its_words(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对", "王姐今晚退你5块", "诺 2 对")
        [asked] = await _asked(c, "今晚来不及了，明天")
        assert asked.startswith("这 2 个承诺改到明天 22:00 前，对吗？")
        [asked] = await _asked(c, "静静的明天，王姐今晚")
        assert "原话：静静的明天，王姐今晚" in asked
        for text in ("静静王姐都改10块", "静静10块王姐12块，刚说错了"):
            asked = "\n".join(await _asked(c, text))
            assert [part in asked for part in ("诺 1 改 10 元", "诺 2 改 1", f"原话：{text}")] == [True] * 3, text
        for text in ("静静10块，王姐不变", "静静10块哈不是8块"):
            [asked] = await _asked(c, text)
            assert asked.startswith("承诺 1（售后单 1 · 静静）改成退款 10 元"), text
        for said in (
            ("静静王姐都改10盒",), ("王姐8块也是明早",), ("小林>苹果多少钱", "静静王姐都改10块一箱"),
            ("静静10块不是15块",),
        ):  # fmt: skip
            assert await _asked(c, *said) == [], said


async def test_what_is_open_for_all_is_set_by_one_command(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c)
        [asked] = await _asked(c, "草莓退8块今晚转")
        assert "都一样就补上回：诺 1 都改 明天18:00 8元" in asked
        assert "都对" not in asked
        await _says(c, "诺 1 都改 8元")
        assert await _values(c) == [(who, "refund", 800, "unconfirmed") for who in ALL]
        await _says(c, "诺 2 改 今晚 10元")
        c.skip()
        await _says(c, "诺 1 都改 今晚")
        assert c.all_to(LEADER)[0].startswith("记下了 2 个承诺：")
        assert await _values(c) == [
            ("静静", "refund", 800, "open"),
            ("王姐", "refund", 1000, "open"),
            ("赵姐", "refund", 800, "open"),
        ]


async def test_values_that_differ_are_not_set_by_one_command(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "草莓退8块今晚转")
        await _says(c, "诺 1 改 15元")
        c.skip()
        await _says(c, "诺 2 都改 今晚 8元")
        assert "不能一起改" in c.all_to(LEADER)[0]
        assert [fen for _, _, fen, _ in await _values(c)] == [1500, None, None]
