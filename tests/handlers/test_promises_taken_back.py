"""B10: a leader takes back what was said just before: another sum, another member, another deed, or nothing at all."""

from __future__ import annotations

import pytest

from bot.domain.promise_corrected import Restated, other_person, restated_sum, takes_back
from bot.storage import promises
from tests.conversation import LEADER, Conversation

Values = tuple[str | None, str, int | None, str]


async def _begun(c: Conversation, *said: str) -> None:
    for who, words in (("静静", "草莓烂了一半"), ("王姐", "鸡蛋坏了3个")):
        await c.complain(who, words)
    await c.wait(minutes=15)
    for text in said:
        await (c.private if text.startswith("诺") else c.group)(LEADER, text)
        await c.wait(1)
    c.skip()


async def _asked(c: Conversation, text: str) -> list[str]:
    await c.group(LEADER, text)
    await c.wait(2)
    asked = [str(said) for said in c.all_to(LEADER) if "承诺" in said]
    c.skip()
    return asked


async def _values(c: Conversation) -> list[Values]:
    made = await c.read(lambda conn: [p for n in (1, 2) for p in promises.of_case(conn, n)])
    return [(p.member_name, p.kind, p.amount_fen, p.state) for p in made if p.state != "not_a_promise"]


async def test_what_counts_is_asked_about_when_its_sum_or_the_whole_is_taken_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对")
        for text in ("静静不是8块，10块", "10块哈打错", "静静那个8块改10块", "*10"):
            await c.group(LEADER, "静静今晚退你8块哈")
            c.skip()
            [asked] = await _asked(c, text)
            assert asked.startswith("承诺 1（售后单 1 · 静静）改成退款 10 元，今天 22:00 前，对吗？"), text
            assert f"原话：{text}" in asked
        for text in ("算了静静的不退了", "静静的不退了哈"):
            [asked] = await _asked(c, text)
            assert asked.startswith("承诺 1（售后单 1 · 静静）不算数了吗？"), text
            assert asked.endswith("不算了回：诺 1 撤 原因；还算数就不用回")
        for text in ("草莓不是8块一斤，是10块一斤", "*谢谢大家", "坏的不用退了哈", "静静还是老样子"):
            assert await _asked(c, text) == [], text
        assert await _values(c) == [("静静", "refund", 800, "open")], "nothing changes before a person says so"
        [asked] = await _asked(c, "静静还是补你一盒吧，明天")
        assert "要是换成这回的，回：诺 2 换" in asked


@pytest.mark.parametrize("text", ["刚说错人了，是王姐", "不是静静，是王姐，8块"])
async def test_who_was_meant_is_promised_it_and_the_other_may_not_be(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块")
        asked = await _asked(c, text)
        assert any("要是不算了，回：诺 1 不是" in said for said in asked), asked
        assert await _values(c) == [("静静", "refund", 800, "unconfirmed"), ("王姐", "refund", 800, "unconfirmed")]


async def test_words_that_correct_themselves_promise_what_they_end_with(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c)
        for text in ("静静不是8块，10块", "*10", "10块哈打错", "算了静静的不退了"):
            assert await _asked(c, text) == [], "nothing was promised before"
        for text, value in (
            ("静静不是8块，是10块，今晚退你", ("refund", 1000)), ("静静别8块了，10块，今晚退", ("refund", 1000)),
            ("静静还是补你一盒吧，明天", ("replacement", None)),
            ("静静不退钱了，给你补一盒，明天", ("replacement", None)),
            ("静静不退了，补你一盒，明天", ("replacement", None)),
        ):  # fmt: skip
            await _asked(c, text)
            *_, (who, kind, fen, state) = await _values(c)
            assert (who, kind, fen, state) == ("静静", *value, "unconfirmed"), text
            for number in range(1, 6):
                await c.private(LEADER, f"诺 {number} 不是")
            c.skip()
            assert await _values(c) == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("静静不是8块，10块", Restated("静静", "10块", "8块")), ("*10", Restated("", "10")),
        ("10块哈打错", Restated("", "10块")), ("打错了，是10块", Restated("", "10块")),
        ("静静别8块了，10块，今晚退", Restated("静静", "10块", "8块", "静静10块，今晚退")),
        ("苹果打错了，是10块", None), ("苹果不是8块，10块一斤", None), ("草莓8块，苹果10块", None), ("*谢谢", None),
    ],
)  # fmt: skip
def test_one_sum_in_the_place_of_another(text: str, read: Restated | None) -> None:
    assert restated_sum(text) == read


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("刚说错人了，是王姐", ("王姐", None)), ("不是静静，是王姐，8块", ("王姐", "8块")),
        ("不是静静，是王姐的", ("王姐", None)),
        ("说错了，是10块", None), ("不是8块，是10块", None), ("说错了，是王姐今晚退8块", None),
    ],
)  # fmt: skip
def test_somebody_else_was_meant(text: str, who: tuple[str, str | None] | None) -> None:
    assert other_person(text) == who


@pytest.mark.parametrize("text", ["静静的不退了哈", "算了，不补了", "先不退了吧", "取消了", "不给你退了"])
def test_words_that_take_all_of_it_back(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize("text", ["坏的不用退了", "还退不退了", "东西不用退了", "不退了吗", "客服说不退了"])
def test_words_that_take_nothing_back(text: str) -> None:
    assert not takes_back(text)


async def test_a_slip_behind_a_picture_or_words_that_gave_nothing_takes_nothing_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _begun(c, "静静今晚退你8块", "诺 1 对")
        for text in ("发错了", "静静发错了哈"):
            await c.group(LEADER, "@静静")
            await c.group(LEADER, "", photos=1)
            assert await _asked(c, text) == []
        for before, text in (("静静收到了吗", "静静发错了"), ("明天草莓到货", "发错群了"), ("静静你看看", "发错图了")):
            await c.group(LEADER, before)
            assert await _asked(c, text) == []
        await c.group(LEADER, "王姐明天补你3个")
        c.skip()
        assert len(await _asked(c, "发错群了")) == 1
