"""Assist mode without a bot in the group: a leader pastes the chat, gets cases and drafts, and says what they sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.adapters.paste import PasteAdapter
from bot.adapters.terminal import grey_picture
from bot.domain.verdict import Verdict
from bot.paste import Result, as_json, as_text, mark_sent, paste
from bot.storage import groups, images, messages
from tests.conversation import AT_TEN, LEADER, NAME, Conversation

STRAWBERRIES = "静静 2026/1/5 09:31\n草莓烂了一半\n\n小李 2026/1/5 09:33\n谢谢团长"
LATER = "小李 2026/1/5 09:33\n谢谢团长\n\n老王 2026/1/5 09:50\n牛奶漏了\n\n老王 2026/1/5 09:51\n[图片]"


@asynccontextmanager
async def pasting(url: str, **more: object) -> AsyncIterator[Conversation]:
    async with Conversation.on(url, **more) as c:  # type: ignore[arg-type]
        c.app.ctx = replace(c.app.ctx, adapters={**c.app.ctx.adapters, "paste": PasteAdapter()})
        yield c


async def test_a_leader_pastes_a_chat_and_gets_drafts_to_copy(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{STRAWBERRIES}")
        head, case = c.all_to(LEADER)
        assert "桂花苑：读到 2 条，新的 2 条" in head
        assert "售后单 1 · 静静：草莓烂了一半" in case
        assert "@静静" in case
        assert "草莓" in case.split("发到群里：")[1]
        assert "“草莓烂了一半”" in case.split("私聊 静静：")[1]
        assert "已发 1" in case
        assert c.posts() == [], "nothing is sent anywhere"
        found = await c.case()
        assert (found.platform, f"{found.opened_at:%H:%M}") == ("paste", "01:31"), "the time when it was said"


async def test_the_same_text_again_adds_nothing_and_gives_the_drafts_again(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{STRAWBERRIES}")
        first = c.all_to(LEADER)[1]
        await c.private(LEADER, f"粘贴 桂花苑\n{STRAWBERRIES}")
        head, again = c.all_to(LEADER)
        assert "新的 0 条" in head
        assert "2 条以前贴过" in head
        assert again == first
        assert len(await c.cases()) == 1


async def test_an_overlapping_piece_adds_what_is_new(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{STRAWBERRIES}")
        c.skip()
        await c.private(LEADER, LATER)
        head = c.all_to(LEADER)[0]
        assert "桂花苑：读到 3 条，新的 2 条" in head, "recognised by its form, for the same group"
        assert [case.member_name for case in await c.cases()] == ["静静", "老王"]


async def test_what_was_copied_and_sent_counts(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{STRAWBERRIES}")
        c.skip()
        await c.private(LEADER, "已发 1")
        assert "您发过了" in c.to(LEADER)
        case = await c.case()
        assert case.first_response_by == "group_leader"
        assert case.state == "waiting_member"
        assert {"sent_by_hand", "apology_sent", "opening_sent"} <= set(await c.kinds())
        await c.private(LEADER, "已发 1")
        assert "没有等着发的话" in c.to(LEADER)


async def test_what_a_leader_says_in_a_pasted_case_is_given_to_be_copied(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{STRAWBERRIES}")
        c.skip()
        await c.private(LEADER, "回 1 您好，烂的有几颗")
        answer = c.to(LEADER)
        assert "请您复制了发" in answer
        assert "您好，烂的有几颗" in answer
        assert "转给" not in answer


async def test_the_leader_s_own_words_in_the_chat_are_an_answer(database_url: str) -> None:
    text = "静静 2026/1/5 09:31\n草莓烂了一半\n\n团长 2026/1/5 09:32\n@静静 抱歉，我马上处理"
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{text}")
        assert "没有等着发的话" in c.to(LEADER)
        assert (await c.case()).first_response_by == "group_leader"


async def test_more_than_five_cases_are_counted(database_url: str) -> None:
    goods = ("草莓", "牛奶", "虾饺", "西瓜", "土豆", "豆腐", "面包")
    text = "\n\n".join(f"邻居{n} 2026/1/5 0{n + 1}:10\n{name}坏了" for n, name in enumerate(goods))
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{text}")
        answers = c.all_to(LEADER)
        assert len(answers) == 7
        assert "还有 2 条" in answers[-1]


async def test_a_name_that_another_leader_uses_is_refused(database_url: str) -> None:
    async with pasting(database_url, others={"李姐": "李姐"}) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{STRAWBERRIES}")
        c.skip()
        await c.private("李姐", f"粘贴 桂花苑\n{LATER}")
        assert "已经有人在用" in c.to("李姐")
        await c.private("李姐", "看 1")
        assert "没有售后单 1" in c.to("李姐")


async def test_a_member_cannot_paste(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.private("静静", f"粘贴 桂花苑\n{STRAWBERRIES}")
        await c.wait(30)
        c.skip()
        assert await c.read(lambda conn: groups.find(conn, "paste", "桂花苑")) is None


@pytest.mark.parametrize("text", ["粘贴 桂花苑", "粘贴", "粘贴 1"])
async def test_a_command_without_a_text_says_how(database_url: str, text: str) -> None:
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{STRAWBERRIES}")
        c.skip()
        await c.private(LEADER, text)
        assert "这样写" in c.to(LEADER)


async def test_what_is_no_chat_is_shown_line_by_line(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.private(LEADER, "粘贴 桂花苑\n今天天气不错\n大家好")
        answer = c.to(LEADER)
        assert "第 1 行：今天天气不错" in answer
        assert "第 2 行：大家好" in answer


async def test_half_a_message_is_shown_and_the_rest_taken(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n还漏水\n\n{STRAWBERRIES}")
        unread, head, _ = c.all_to(LEADER)
        assert "第 1 行：还漏水" in unread
        assert "新的 2 条" in head


@pytest.mark.parametrize("text", ["回 1 静静: 好的\n芳芳: 嗯", "待办", "明天\n到货"])
async def test_ordinary_words_of_a_leader_are_no_paste(database_url: str, text: str) -> None:
    async with pasting(database_url) as c:
        await c.private(LEADER, text)
        c.skip()
        everyone = await c.read(groups.everyone)
        assert [g.platform for g in everyone] == ["terminal"]


# --- a case's private chat ---

PRIVATE = (
    "粘贴 1\n静静 2026/1/5 09:40\n烂了有十颗\n\n团长 2026/1/5 09:41\n真抱歉，我看看\n\n静静 2026/1/5 09:42\n好的等你"
)


async def test_a_private_chat_is_pasted_into_its_case(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{STRAWBERRIES}")
        c.skip()
        await c.private(LEADER, PRIVATE)
        assert "新的 3 条" in c.to(LEADER)
        case = await c.case()
        assert case.state == "waiting_us", "the member spoke last"
        assert case.first_contact_at is not None
        assert (await c.kinds())[-3:] == ["direct_message", "reply", "direct_message"]
        await c.private(LEADER, PRIVATE + "\n\n静静 2026/1/5 09:43\n还在吗")
        assert "新的 1 条" in c.to(LEADER)
        await c.private(LEADER, PRIVATE)
        assert "以前都记过了" in c.to(LEADER)


async def test_a_private_chat_works_for_a_case_of_any_platform(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.complain()
        await c.private(LEADER, PRIVATE)
        assert "新的 3 条" in c.to(LEADER)


async def test_whose_words_they_are_is_asked(database_url: str) -> None:
    async with pasting(database_url) as c:
        await c.complain()
        await c.private(LEADER, "粘贴 1\n甲: 在吗\n乙: 在")
        assert "甲、乙" in c.to(LEADER)
        await c.private(LEADER, "粘贴 1 群友=甲\n甲: 在吗\n乙: 在")
        assert "新的 2 条" in c.to(LEADER)


# --- from a file, as the terminal and the console do ---


async def pasted(c: Conversation, text: str, **more: object) -> Result:
    return await paste(c.app.ctx, text, "桂花苑", **more)  # type: ignore[arg-type]


async def test_a_file_gives_ranked_drafts(database_url: str) -> None:
    text = STRAWBERRIES + "\n\n陈姐 2026/1/5 09:55\n孩子吃了虾拉肚子"
    async with pasting(database_url) as c:
        c.verdicts["孩子吃了虾拉肚子"] = Verdict("complaint", 0.9, "quality", 3, ("test",), red="illness")
        result = await pasted(c, text)
        assert [d.case.member_name for d in result.outcome.drafts] == ["陈姐", "静静"], "severest first"
        assert as_json(result)["cases"][1]["post"].startswith("@静静")
        assert "【急】" in as_text(result)
        assert await mark_sent(c.app.ctx, [1, 9]) == {1: True, 9: False}
        again = await pasted(c, text)
        assert (again.counts.new, [d.case.member_name for d in again.outcome.drafts]) == (0, ["陈姐"])


async def test_a_photo_beside_belongs_to_its_message_even_when_it_comes_later(database_url: str) -> None:
    text = "静静 2026/1/5 09:31\n草莓烂了一半\n[图片]"
    async with pasting(database_url) as c:
        first = await pasted(c, text, photos={"notes.png": b"no picture"})
        assert first.photos_bad == ("notes.png",)
        assert first.counts.pictures_missing == 1
        second = await pasted(c, text, photos={"1.png": grey_picture()})
        assert (second.counts.new, second.counts.pictures) == (0, 1)
        refs = [i["ref"] for m in await c.read(_messages) for i in m.images]
        fetches = await c.read(lambda conn: images.by_refs(conn, "paste", refs))
        assert [f.state for f in fetches] == ["fetched"]


def _messages(conn: Connection) -> list[messages.Message]:
    group = groups.find(conn, "paste", "桂花苑")
    assert group is not None
    return messages.recent(conn, group.id, 10)


async def test_what_is_older_than_a_week_is_left_alone(database_url: str) -> None:
    async with pasting(database_url) as c:
        result = await pasted(c, "静静 2025/11/5 09:31\n草莓烂了一半\n\n小李 2026/1/5 09:33\n谢谢")
        assert (result.counts.older, result.counts.new) == (1, 1)
        assert await c.cases() == []


async def test_a_time_that_lies_ahead_counts_as_now(database_url: str) -> None:
    async with pasting(database_url) as c:
        await pasted(c, "静静 2026/3/5 09:31\n草莓烂了一半")
        assert (await c.case()).opened_at <= c.clock()


async def test_pieces_of_a_complaint_are_one_and_words_hours_apart_are_not(database_url: str) -> None:
    text = "静静: 草莓\n小李: 早\n静静: 烂了一半"
    async with pasting(database_url) as c:
        await pasted(c, text)
        assert [case.quote for case in await c.cases()] == ["草莓，烂了一半"]


async def test_nobody_in_a_pasted_chat_is_a_leader_elsewhere(database_url: str) -> None:
    """A nickname like an id of another platform opens nothing there."""
    async with pasting(database_url) as c:
        await pasted(c, STRAWBERRIES, leaders=["terminal:小偷"])
        await c.private("小偷", "看 1")
        await c.wait(30)
        assert "售后单 1 ·" not in "".join(c.all_to("小偷"))


async def test_two_pastes_at_once_are_one(database_url: str) -> None:
    async with pasting(database_url) as c:
        await asyncio.gather(*(pasted(c, STRAWBERRIES) for _ in range(4)))
        assert len(await c.cases()) == 1
        group = await c.read(lambda conn: groups.find(conn, "paste", "桂花苑"))
        assert group is not None
        assert len(await c.read(_messages)) == 2


async def test_b1_what_the_live_group_has_heard_is_no_second_case(database_url: str) -> None:
    missed = f"{STRAWBERRIES}\n\n老王 2026/1/5 09:50\n牛奶漏了"
    async with pasting(database_url, at=AT_TEN - timedelta(minutes=30)) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.private(LEADER, f"粘贴 {NAME}\n{missed}")
        head, case = c.all_to(LEADER)
        assert "新的 2 条" in head
        assert "1 条群里已经听到过" in head
        assert "老王：牛奶漏了" in case
        assert [(found.member_name, found.platform) for found in await c.cases()] == [
            ("静静", "terminal"),
            ("老王", "paste"),
        ]
        await c.private(LEADER, f"模式 观察 {NAME}")
        assert c.to(LEADER) == f"{NAME} 现在是“观察”模式。", "the one that we listen to"


async def test_e4_a_post_that_was_sent_by_hand_was_said(database_url: str) -> None:
    text = f"{STRAWBERRIES}\n\n王姐 2026/1/5 09:35\n我家草莓也坏了"
    async with pasting(database_url) as c:
        await c.private(LEADER, f"粘贴 桂花苑\n{text}")
        c.skip()
        await c.private(LEADER, "已发 1")
        c.skip()
        await c.private(LEADER, "不是投诉 1")
        assert "群里没发过话" not in c.to(LEADER)
