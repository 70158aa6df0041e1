"""A7 and B1: one burst that complains about two goods opens two cases, with one answer in the group."""

from __future__ import annotations

import pytest

from bot.detection.goods import find_goods
from bot.domain.by_goods import by_goods
from bot.domain.verdict import Burst, BurstMessage
from bot.replies import variants
from bot.storage import incidents
from tests.conversation import Conversation

BOTH = "草莓烂了一半，鸡蛋也坏了两个"


async def test_a7_two_goods_in_one_message_are_two_cases_and_one_post(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", BOTH)
        await c.wait(60)
        post = c.post()
        assert "草莓、鸡蛋" in post
        assert post.mentions == ["静静"]
        assert "草莓烂了一半" in c.to("静静"), "one opening"
        first, second = await c.cases()
        assert [(x.goods, x.quote) for x in (first, second)] == [("草莓", "草莓烂了一半"), ("鸡蛋", "鸡蛋也坏了两个")]
        assert second.first_response_by == "bot", "the post answers both"
        assert second.state == "contacted"
        assert len([t for t in c.all_to("团长") if "售后单" in t]) == 2


async def test_a2_different_faults_are_not_said_to_be_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓有点酸，鸡蛋坏了两个")
        await c.wait(60)
        assert [x.category for x in await c.cases()] == ["taste", "damaged"]
        post = c.post()
        assert any(post.startswith(w.format(goods="草莓、鸡蛋")) for w in variants("apology.other.with_goods"))
        c.skip()


async def test_a7_in_several_messages_too(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for text in ("草莓烂了一半", "还有鸡蛋", "碎了好几个，坏了", "草莓真的没法吃"):
            await c.group("静静", text)
        await c.wait(60)
        assert [(x.goods, x.quote) for x in await c.cases()] == [
            ("草莓", "草莓烂了一半，草莓真的没法吃"),
            ("鸡蛋", "还有鸡蛋，碎了好几个，坏了"),
        ]
        c.skip()


async def test_b5_the_private_chat_goes_through_one_case_after_the_other(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", BOTH)
        for text in ("坏了七八个", "这是照片", "退一半吧"):
            await c.private("静静", text, photos=int(text == "这是照片"))
            await c.wait(10)
        noted, following = c.all_to("静静")[-2:]
        assert "售后单 1" in noted
        assert "鸡蛋" in following
        assert "“鸡蛋也坏了两个”" in following
        c.skip()
        await c.private("静静", "碎了两个，补两个就行")
        await c.wait(10)
        assert any("碎了两个" in e.text for e in await c.timeline(2)), "her words belong to the eggs"
        assert not any("碎了两个，补" in e.text for e in await c.timeline(1))
        c.skip()


async def test_a7_goods_with_an_open_case_get_the_words_and_the_others_a_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "鸡蛋坏了两个")
        await c.wait(minutes=40)
        await c.complain("静静", BOTH)
        assert [x.goods for x in await c.cases()] == ["鸡蛋", "草莓"]
        assert any("鸡蛋也坏了两个" in e.text for e in await c.timeline(1))
        c.skip()


async def test_a6_each_joins_the_incident_of_its_goods(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("老周", "鸡蛋坏了三个")
        await c.wait(minutes=1)
        await c.complain("静静", BOTH)
        assert [(x.goods, x.incident) for x in await c.cases()] == [("鸡蛋", 1), ("草莓", None), ("鸡蛋", 1)]
        assert [i.title for i in await c.read(incidents.everything)] == ["鸡蛋"]
        c.skip()


async def test_a7_in_private_two_goods_are_two_cases(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "大家早")
        await c.wait(10)
        await c.private("静静", BOTH)
        await c.wait(20)
        assert [x.goods for x in await c.cases()] == ["草莓", "鸡蛋"]
        assert len(c.all_to("静静")) == 1
        c.skip()


async def test_b12_one_of_them_red_calls_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓烂了一半，牛奶还过期了")
        await c.wait(60)
        assert [x.red for x in await c.cases()] == [None, "expired"]
        assert any(t.startswith("【急】") for t in c.all_to("团长"))
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "草莓烂了一半，买的鸡蛋倒是都好",
        "草莓烂了一半，红颜草莓也不行",
        "跟草莓一起买的鸡蛋坏了两个",
        "我说\n你们这草莓\n一半是烂的",
    ],
)
async def test_a7_one_fault_stays_one_case(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        for line in text.split("\n"):
            await c.group("静静", line)
        await c.wait(60)
        assert len(await c.cases()) == 1
        c.skip()


def test_what_is_said_about_each() -> None:
    def apart(*texts: str) -> dict[str, str]:
        found = by_goods(Burst(tuple(BurstMessage(text) for text in texts)), find_goods)
        return {goods: part.text.replace("\n", "/") for goods, part in found}

    assert apart("今天真倒霉，草莓烂了，鸡蛋碎了，补吗") == {"草莓": "今天真倒霉，草莓烂了", "鸡蛋": "鸡蛋碎了，补吗"}
    assert apart("草莓和鸡蛋都坏了") == {"草莓": "草莓和鸡蛋都坏了", "鸡蛋": "草莓和鸡蛋都坏了"}
    assert apart("草莓烂了", "烂了一半", "鸡蛋碎了") == {"草莓": "草莓烂了/烂了一半", "鸡蛋": "鸡蛋碎了"}
    assert apart("草莓盒里的鸡蛋碎了") == {}, "it stays open which"
    assert apart("草莓烂了") == {}


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("我的也是，而且鸡蛋坏了两个", "鸡蛋"),
        ("我的也是，鸡蛋也坏了两个", "鸡蛋"),
        ("我的也是！还有牛奶漏了一包", "牛奶"),
        ("我的也是。另外鸡蛋少了两个", "鸡蛋"),
        ("唉，我的也是，牛奶还漏了", "牛奶"),
        ("我的也是…不止这个，鸡蛋坏了3个", "鸡蛋"),
    ],
)
async def test_a7_joining_a_neighbour_and_goods_of_ones_own_are_two_cases(
    database_url: str, text: str, own: str
) -> None:
    async with Conversation.on(database_url) as c:
        for who in ("静静", "王姐"):
            await c.complain(who, "草莓烂了一半")
        await c.complain("小林", text)
        mine = [x for x in await c.cases() if x.member_name == "小林"]
        assert [(x.goods, x.incident) for x in mine] == [("草莓", 1), (own, None)]
        assert "我的也是" in mine[0].quote
        assert "我的也是" not in mine[1].quote


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("我的也是，草莓底下全烂了", ["草莓"]),
        ("我的也是，气死了", ["草莓"]),
        ("鸡蛋坏了两个", ["鸡蛋"]),
        ("我买的鸡蛋坏了，有点烦", ["鸡蛋"]),
        ("我的也是，顺便问下鸡蛋什么时候到", ["草莓"]),
    ],
)
async def test_a7_joining_alone_or_goods_of_ones_own_alone_are_one_case(
    database_url: str, text: str, goods: list[str]
) -> None:
    async with Conversation.on(database_url) as c:
        for who in ("静静", "王姐"):
            await c.complain(who, "草莓烂了一半")
        await c.complain("小林", text)
        assert [x.goods for x in await c.cases() if x.member_name == "小林"] == goods


async def test_a_member_who_was_just_told_who_we_are_is_not_told_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        assert "安心" in c.to("静静")
        c.skip()
        await c.group("静静", "鸡蛋坏了两个")
        await c.wait(10)
        said = c.to("静静")
        assert "安心" not in said
        assert "鸡蛋坏了两个" in said, "it is about the other one"
        c.skip()
        await c.group("王姐", "牛奶漏了一包")
        await c.wait(10)
        assert "安心" in c.to("王姐"), "somebody else is"
        c.skip()
