"""How fast we speak: 30 s between posts, 6 an hour, quiet hours, and the leader knows what waits."""

from __future__ import annotations

import itertools
from datetime import timedelta

from bot.replay import DAY_ONE
from tests.conversation import LIKE_TELEGRAM, NAME, Conversation

AT_NIGHT = DAY_ONE + timedelta(hours=23)


GOODS = ("草莓", "香蕉", "面包", "牛奶", "鸡蛋", "桃子", "豆腐")
"""Each of several members complains about something else, so that it is no incident."""


async def complaints(c: Conversation, count: int) -> None:
    for n in range(count):
        await c.group(f"群友{n + 1}", f"{GOODS[n]}烂了一半")
    await c.wait(10)


async def test_posts_are_half_a_minute_apart(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complaints(c, 3)
        assert len(c.posts()) == 1
        await c.wait(minutes=2)
        later = c.posts()
        assert [p.mentions for p in later] == [["群友2"], ["群友3"]]
        c.skip()
        times = [d.at for d in c.adapter.sent if d.message.group_id]
        assert all(b - a >= timedelta(seconds=30) for a, b in itertools.pairwise(times))


async def test_private_messages_do_not_wait_for_the_group(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complaints(c, 3)
        assert all(c.to(f"群友{n}") for n in (1, 2, 3))
        assert len([t for t in c.all_to("团长") if t.startswith("售后单")]) == 3
        c.skip()
        await c.wait(minutes=2)
        c.skip()


async def test_over_the_cap_the_post_waits_the_private_message_goes_the_leader_knows(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await complaints(c, 7)
        await c.wait(minutes=10)
        assert len(c.posts()) == 6
        assert c.to("群友7")
        told = c.all_to("团长")
        assert told[-1] == (f"{NAME} 这一小时发得够多了，售后单 7 的群内致歉先不发，私聊照发。要现在发就回：发 7")
        assert sum("这一小时" in t for t in told) == 1, "said once"
        c.skip()
        await c.private("团长", "发 7")
        assert c.post().mentions == ["群友7"]
        assert "已发到群里" in c.to("团长")


async def test_the_cap_is_over_after_an_hour(database_url: str) -> None:
    async with Conversation.on(database_url, posts_per_hour=1) as c:
        await complaints(c, 2)
        c.skip()
        await c.wait(minutes=59)
        assert c.posts() == []
        await c.wait(minutes=2)
        assert c.post().mentions == ["群友2"]
        c.skip()


async def test_one_group_does_not_slow_another(database_url: str) -> None:
    async with Conversation.on(database_url, others={"李姐": "荷花里"}) as c:
        await c.group("静静", "草莓烂了一半")
        await c.group("老周", "草莓烂了一半", group_id="李姐的群")
        await c.wait(9)
        assert len(c.posts()) == 2
        c.skip()


async def test_at_night_a_complaint_is_answered_and_the_leader_told(database_url: str) -> None:
    async with Conversation.on(database_url, at=AT_NIGHT) as c:
        await complaints(c, 1)
        assert c.post().mentions == ["群友1"]
        assert c.to("群友1")
        assert c.to("团长")


async def test_at_night_no_post_where_the_leader_chose_silence(database_url: str) -> None:
    async with Conversation.on(database_url, at=AT_NIGHT, quiet_replies=False) as c:
        await complaints(c, 1)
        assert c.posts() == []
        c.skip()
        await c.wait(hours=9)
        post = c.post()
        assert post.mentions == ["群友1"]
        assert post.at == DAY_ONE + timedelta(hours=32), "at eight in the morning"


async def test_at_night_nobody_is_reminded_in_the_group(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM, at=AT_NIGHT - timedelta(hours=2)) as c:
        await complaints(c, 1)
        c.skip()
        c.adapter.refused = {"群友1"}
        await c.wait(hours=2)
        await c.private("团长", "回 1 明早给您送一盒")
        await c.private("团长", "发 1")
        c.skip()
        await c.wait(hours=3)
        assert c.nothing(), "there is news for her, and it waits"
        await c.wait(hours=7)
        assert c.post().mentions == ["群友1"]
        assert "还没确认" in c.to("团长"), "the promise, asked about once more in the morning"


async def test_a_case_that_closes_itself_at_night_wakes_nobody(database_url: str) -> None:
    async with Conversation.on(database_url, close_after_h=1, at=AT_NIGHT) as c:
        await complaints(c, 1)
        await c.private("团长", "结 1 补了一盒")
        c.skip()
        await c.wait(hours=2)
        assert "记下原因就结单" in c.to("团长")
        assert c.nothing()
