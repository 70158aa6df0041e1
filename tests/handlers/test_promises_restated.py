"""B10: a leader says what was promised in other words: another sum, day, deed or member, or nothing of it; where nobody
can tell whether it comes in the place of what stands or on top, the leaders say so with one tap."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.detection.promised import promises_in
from bot.domain.chat import Capabilities
from bot.domain.promise_corrected import Restated, corrects, other_person, restated_sum, takes_back_last
from bot.storage import promises
from tests.conversation import LEADER, Conversation, Said

BUTTONS = Capabilities(buttons=True)
Values = tuple[str | None, str, int | None, str]


async def _begun(c: Conversation, *said: str) -> None:
    for who, words in (("静静", "草莓烂了一半"), ("王姐", "草莓坏了3个"), ("老周", "鸡蛋碎了3个")):
        await c.complain(who, words)
    await c.wait(minutes=15)
    for text in said:
        await _says(c, text)
    c.skip()


async def _says(c: Conversation, text: str) -> None:
    await (c.private if text.startswith(("诺", "回", "不是投诉")) else c.group)(LEADER, text)
    await c.wait(1)


async def _asked(c: Conversation, text: str) -> list[Said]:
    c.skip()
    await _says(c, text)
    return [said for said in c.all_to(LEADER) if "承诺" in said]


async def _values(c: Conversation) -> list[Values]:
    made = await c.read(lambda conn: [p for n in (1, 2, 3) for p in promises.of_case(conn, n)])
    return [(p.member_name, p.kind, p.amount_fen, p.state) for p in made if p.state != "not_a_promise"]


async def test_another_sum_for_what_counts_is_asked_about_as_that(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对")
        for text in (
            "静静算错了，一共12", "静静刚才少算了，应该是12", "静静12块哈，刚写错了", "静静12块吧，8块我不好意思",
            "静静我给你凑个整，12块", "静静再加你4块，一共12块", "静静8块少了，退你12吧", "静静写少了，是12块",
            "回 1 算错了，一共12",
        ):  # fmt: skip
            [asked] = await _asked(c, text)
            assert asked.startswith("承诺 1（售后单 1 · 静静）改成退款 12 元，今天 22:00 前，对吗？"), text
        for text in ("静静改明天退，还是8块", "静静改到明天转", "回 1 刚说快了，是明天"):
            [asked] = await _asked(c, text)
            assert asked.startswith("承诺 1（售后单 1 · 静静）改到明天 22:00 前，对吗？"), text
        for text in (
            "静静，草莓12块一盒", "静静你那份12块，别算错了", "静静那盒我看错了", "老周说错了，是今晚到",
            "等下，我再问下供应商再说", "大家明晚开团哈",
        ):  # fmt: skip
            assert await _asked(c, text) == [], text
        assert await _values(c) == [("静静", "refund", 800, "open")], "nothing changes before a person says so"
        [asked] = await _asked(c, "静静8块之外再给你加5块")
        assert "退款 5 元" in asked
        assert "这回是另外加的才记" in asked


async def test_in_the_place_of_what_stands_or_on_top_is_one_tap_each(database_url: str) -> None:
    async with Conversation.on(database_url, can=BUTTONS) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对")
        [asked] = await _asked(c, "静静退你12块")
        assert "静静 已记着：退款 8 元（今天 22:00 前），承诺 1。换成这回的回：诺 2 换（没说的照原来的）" in asked
        assert [b.label for b in asked.message.buttons] == ["换成这个", "不是承诺"], "on top it has no time yet"
        await c.tap(LEADER, asked.buttons["换成这个"].data or "")
        assert c.to(LEADER) == "改好了：承诺 1 · 售后单 1 · 静静 · 退款 12 元 · 今天 22:00 前 · 没办"
        assert await _values(c) == [("静静", "refund", 1200, "open")]
        assert c.all_to("静静") == [], "the member has read it"
        [asked] = await _asked(c, "回 1 明天退您5块")
        assert [b.label for b in asked.message.buttons] == ["换成这个", "另外加", "不是承诺"]
        await c.tap(LEADER, asked.buttons["另外加"].data or "")
        assert ("静静", "refund", 500, "open") in await _values(c)
        c.skip()


async def test_another_deed_takes_the_place_of_what_stood(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对")
        [asked] = await _asked(c, "静静改成给你补一盒吧，明天到")
        assert "要是换成这回的，回：诺 2 换；另外再加的回：诺 2 对" in asked
        await c.private(LEADER, "诺 2 换")
        assert c.to(LEADER).startswith("记下了：承诺 2 · 售后单 1 · 静静 · 补一盒 · 明天 22:00 前")
        assert await _values(c) == [("静静", "refund", 800, "withdrawn"), ("静静", "replacement", None, "open")]
        await c.private(LEADER, "诺 2 换")
        assert "已经记下" in c.to(LEADER)
        await c.private(LEADER, "发 1")
        assert c.all_to("静静") == [], "no words about the old one wait to be sent"
        c.skip()


async def test_a_promise_takes_the_place_of_an_offer_without_an_answer(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c)
        for text in ("价 1 29.9", "赔 1 退8元 明天18:00 因为只坏了几个"):
            await c.private(LEADER, text)
        [asked] = await _asked(c, "静静再加你4块，今晚")
        assert "诺 1 换" not in asked, "on top, as it is said"
        await c.private(LEADER, "诺 1 不是")
        [asked] = await _asked(c, "静静那退你12块吧，今晚")
        assert "没回：退 8 元。换成这回的回：诺 2 换；另外再加的回：诺 2 对" in asked
        await c.private(LEADER, "诺 2 换")
        assert c.to(LEADER).startswith("记下了：承诺 2 · 售后单 1 · 静静 · 退款 12 元 · 今天 22:00 前")
        c.skip()
        await c.private("静静", "好")
        await c.wait(10)
        assert not any("方案" in text for text in c.all_to(LEADER)), "the offer is no more what 好 may mean"
        assert ("静静", "refund", 1200, "open") in await _values(c)
        assert ("静静", "refund", 800, "open") not in await _values(c)
        c.skip()


async def test_amended_to_what_was_heard_beside_it_needs_no_second_word(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对")
        await _asked(c, "静静退你10块吧")
        await c.private(LEADER, "诺 1 改 9元")
        assert ("静静", "refund", 1000, "unconfirmed") in await _values(c), "another sum"
        c.skip()
        await c.private(LEADER, "诺 1 改 10元")
        assert "承诺 2 说的就是这回的" in c.to(LEADER)
        assert await _values(c) == [("静静", "refund", 1000, "open")]
        await _asked(c, "静静再退你5块")
        await c.private(LEADER, "诺 1 改 5元")
        assert ("静静", "refund", 500, "unconfirmed") in await _values(c), "on top"
        c.skip()


async def test_several_numbers_are_confirmed_or_refused_at_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "回 2 明天退您5块")
        assert [state for *_, state in await _values(c)] == ["unconfirmed", "unconfirmed"]
        for words, answer in (("诺 1、9 对", "没有承诺 9"), ("诺 1、2", "诺 1 后面写"), ("诺 1 3元", "诺 1 后面写")):
            await c.private(LEADER, words)
            assert c.to(LEADER).startswith(answer), words
            c.skip()
        await c.private(LEADER, "诺 1、2 对")
        assert [state for *_, state in await _values(c)] == ["open", "open"]
        await c.private(LEADER, "诺 1和2 不是")
        assert [state for *_, state in await _values(c)] == ["open", "open"], "what counts is not refused"
        c.skip()


async def test_what_nobody_confirmed_follows_the_words(database_url: str) -> None:
    async with Conversation.on(database_url, can=BUTTONS) as c:
        await _begun(c, "静静今晚退你8块")
        for text, fen in (
            ("那给你退12", 1200), ("回 1 您那盒全烂了，退您15", 1500), ("静静退你10块", 1000),
            ("不对，是18", 1800), ("少打个1，是19", 1900),
        ):  # fmt: skip
            [asked] = await _asked(c, text)
            assert await _values(c) == [("静静", "refund", fen, "unconfirmed")], text
            assert "今天 22:00 前" in asked, "the time that was said is kept"
        await _asked(c, "静静今晚退你8块")
        for text in ("打错字了，是明晚", "说快了，是明天", "明晚哈"):
            await _asked(c, "静静今晚退你8块哈")
            [asked] = await _asked(c, text)
            assert asked.startswith("承诺 1（售后单 1 · 静静）改到明天 22:00 前，对吗？"), text
            assert f"原话：{text}" in asked
        for text in ("发错了，忽略", "发错群了", "撤回，这句不算", "先别急着记，我再确认一下"):
            await _asked(c, "静静今晚退你8块哈")
            [asked] = await _asked(c, text)
            assert asked.startswith("承诺 1（售后单 1 · 静静）不算数了吗？（还没确认过）"), text
            assert [b.label for b in asked.message.buttons] == ["不是承诺"]
        [asked] = await _asked(c, "静静再退你3块，明天")
        assert ("静静", "refund", 300, "unconfirmed") in await _values(c), "on top"


@pytest.mark.parametrize("text", ["不好意思 是王姐的", "@错人了，是王姐"])
async def test_another_member_was_meant(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块")
        asked = await _asked(c, text)
        assert any("要是不算了，回：诺 1 不是" in said for said in asked), asked
        assert await _values(c) == [("静静", "refund", 800, "unconfirmed"), ("王姐", "refund", 800, "unconfirmed")]


async def test_words_to_all_grow_are_taken_back_and_leave_out_who_had_no_complaint(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "草莓的每家退8块，今晚转")
        await _asked(c, "草莓每家退10块")
        assert await _values(c) == [("静静", "refund", 1000, "unconfirmed"), ("王姐", "refund", 1000, "unconfirmed")]
        await _says(c, "不是投诉 2")
        [noted] = await _asked(c, "诺 1 都对")
        assert "王姐 的售后单 2 已经按不是投诉结了，退款 10 元先没记。也要给就回：诺 2 对" in noted
        assert await _values(c) == [("静静", "refund", 1000, "open"), ("王姐", "refund", 1000, "unconfirmed")]
        await _says(c, "诺 2 对")
        assert ("王姐", "refund", 1000, "open") in await _values(c), "a person has said so"
        c.skip()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("算错了，一共15", Restated("", "15")), ("12块哈，刚写错了", Restated("", "12块")),
        ("10块吧，8块我不好意思", Restated("", "10块", "8块")), ("给你凑个整，10块", Restated("", "10块")),
        ("加你2块，一共10块", Restated("", "10块")), ("不对，是18", Restated("", "18")),
        ("8块之外再给你加5块", Restated("", "5块", "8块", "另外再退您5块", on_top=True)),
        ("不对，是18号楼", None), ("坏了10个，不对，是12个", None), ("10块一斤，8块半斤", None), ("加5块", None),
    ],
)  # fmt: skip
def test_another_sum_in_few_words(text: str, read: Restated | None) -> None:
    assert restated_sum(text) == read


NOON = datetime(2026, 1, 5, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    "text",
    [
        "退8块可以吗，今晚转", "退8块给你老公了哈", "牛奶我问了，厂家明天给补一包", "团里规矩，烂的每家退8块",
        "退8块行不行，今晚给你转", "供应商明天补3个", "等下，我再问下供应商再说",
    ],
)  # fmt: skip
def test_offers_rules_and_what_others_give_are_none(text: str) -> None:
    assert promises_in(text, NOON, None) == ()


@pytest.mark.parametrize("text", ["好的，今晚退你8块", "今晚退你8块，老公来拿也行", "厂家那边我来催，今晚退你8块"])
def test_what_is_ours_is_promised_beside_such_words(text: str) -> None:
    assert [(p.kind, p.amount_fen) for p in promises_in(text, NOON, None)] == [("refund", 800)]


async def test_so_much_as_another_is_a_refund_in_a_reply(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对")
        [asked] = await _asked(c, "回 2 您的也是8块，今晚")
        assert "退款 8 元，今天 22:00 前" in asked
        for text in ("回 3 您的也一样", "回 3 您的也是8块一斤"):
            assert await _asked(c, text) == [], text
        c.skip()
        assert ("王姐", "refund", 800, "unconfirmed") in await _values(c)


def test_what_corrects_and_what_does_not() -> None:
    for text in ("静静算错了，一共15", "静静10块吧，8块少了", "静静换成给你补一盒"):
        assert corrects(text), text
    for text in ("静静8块之外再给你加5块", "静静明天补你一盒", "静静再退你8块"):
        assert not corrects(text), text
    for text in ("发错群了", "当我没说", "这条不算", "先不记"):
        assert takes_back_last(text), text
    for text in ("发错货了", "打错了", "算了", "烂的不算", "快递发错了地址"):
        assert not takes_back_last(text), text
    assert other_person("不好意思，是快递的问题") is None
    assert other_person("不好意思，是我的错") is None
