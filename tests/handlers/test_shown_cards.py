"""C1, B12: when something speaks against a card that the group sees, the leader hears of it with the way to take it
down."""

from __future__ import annotations

import pytest

from tests.conversation import Conversation
from tests.handlers.test_showing import agreed, posted

ILL = "孩子吃完那个草莓上吐下泻了，去医院了"
TAKE_DOWN = "图卡 1 撤"


async def test_c1_a_shown_case_that_was_no_complaint_is_told_with_its_picture(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.private("团长", "不是投诉 1")
        await c.wait(5)
        told = [text for text in c.all_to("团长") if TAKE_DOWN in text]
        assert told == [f"售后单 1 不算投诉了，可图卡还在群里挂着。要撤下来就回：{TAKE_DOWN}"]
        await c.private("团长", TAKE_DOWN)
        await c.wait(5)
        c.skip()
        assert len(c.adapter.deleted) >= 1


async def test_c1_without_a_card_in_the_group_nothing_is_said_of_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "不是投诉 1")
        await c.wait(5)
        assert not any("图卡" in text for text in c.all_to("团长"))
        c.skip()


@pytest.mark.parametrize("where", ["private", "group"])
async def test_b12_a_red_case_of_the_same_member_and_goods_names_the_card(database_url: str, where: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await (c.private("王丽", ILL) if where == "private" else c.group("王丽", ILL))
        await c.wait(20)
        [urgent] = [text for text in c.all_to("团长") if "【急】" in text]
        assert urgent.endswith(f"这位群友还有图卡在群里，写着“售后已解决”。先撤下来更稳妥：{TAKE_DOWN}")
        c.skip()


async def test_b12_a_card_that_waits_for_the_morning_is_named_too(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.wait(hours=12)
        await c.private("团长", "图卡 1 发")
        c.skip()
        await c.private("王丽", ILL)
        await c.wait(20)
        [urgent] = [text for text in c.all_to("团长") if "【急】" in text]
        assert urgent.endswith(f"这位群友的图卡正等着发到群里，先别发更稳妥：{TAKE_DOWN}")
        c.skip()


@pytest.mark.parametrize(("who", "words"), [("王丽", "鸡蛋吃完全家上吐下泻了"), ("静静", ILL)])
async def test_b12_other_goods_and_other_members_cards_are_not_named(database_url: str, who: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.group(who, words)
        await c.wait(20)
        [urgent] = [text for text in c.all_to("团长") if "【急】" in text]
        assert "图卡" not in urgent
        c.skip()
