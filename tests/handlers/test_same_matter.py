"""What a member names while they tell of one matter is part of it; what is wrong besides is another."""

from __future__ import annotations

import pytest

from bot.detection.goods import find_goods
from bot.domain.verdict import Verdict
from tests.conversation import Conversation


async def told_after(c: Conversation, text: str, minutes: int) -> list[str | None]:
    """The goods of the member's cases, once they said this so long after they told of a kettle."""
    c.verdicts[text] = Verdict("complaint", 0.9, "quality", 2, ("坏消息",), goods=find_goods(text))
    await c.group("静静", "热水壶坏了，通电没反应")
    await c.wait(minutes=minutes)
    await c.group("静静", text)
    await c.wait(10)
    c.skip()
    return [case.goods for case in await c.cases()]


@pytest.mark.parametrize("text", ["换三个插座了 手机都能充", "我连方便面都没泡到肚皮还是饿起的", "旧的那双鞋都比它强"])
async def test_what_is_named_besides_is_part_of_the_story(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        assert find_goods(text)
        assert await told_after(c, text, 2) == ["热水壶"]


@pytest.mark.parametrize("text", ["鸡蛋也碎了三个", "另外我的抽纸呢", "还有洗洁精，说是两斤装，一看标签才一斤"])
async def test_what_is_wrong_besides_is_a_matter_of_its_own(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        assert await told_after(c, text, 2) == ["热水壶", *find_goods(text)[:1]]


async def test_later_what_is_named_is_what_is_meant(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        assert await told_after(c, "我的抽纸呢", 20) == ["热水壶", "抽纸"]
