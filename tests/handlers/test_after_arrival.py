"""A few words in the group after goods have come, with much or other talk in between."""

from __future__ import annotations

from dataclasses import replace

from bot.detection import detect_many
from tests.conversation import Conversation

TALK = [
    "好",
    "下班来",
    "几点关门",
    "我晚点",
    "带伞哦",
    "谢谢提醒",
    "一起",
    "哈哈",
    "我拿到了",
    "好的",
    "我也拿到了",
    "好嘞",
    "收到",
]


def heard_for_real(c: Conversation) -> None:
    """What a few words mean is for the detector itself to say."""
    c.app.ctx = replace(c.app.ctx, detector=detect_many)


async def test_what_came_is_known_after_much_talk(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        heard_for_real(c)
        await c.group("团长", "草莓到了，没空的明天来拿也行")
        for at, words in enumerate(TALK):
            await c.group(f"邻居{at}", words)
            await c.wait(10)
        await c.group("团长", "还有谁没拿")
        await c.group("静静", "坏啦")
        await c.wait(60)
        assert "草莓" in str(c.posts()[-1])
        assert (await c.case(1)).goods == "草莓"
        c.skip()


async def test_what_answers_other_talk_opens_no_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        heard_for_real(c)
        await c.group("团长", "草莓到了，大家来拿")
        for who, asked, answer in (
            ("老周", "小区电梯咋了", "又坏了"),
            ("李姐", "楼下柠檬茶好喝吗", "太酸"),
            ("静静", "我手机刚摔了", "碎了"),
        ):
            await c.group(who, asked)
            await c.wait(40)
            await c.group("静静", answer)
            await c.wait(60)
        assert await c.cases() == []
        c.skip()
