"""A complaint in the group: the apology, the way into private, the leader's notice, by the group's mode."""

from __future__ import annotations

import itertools
import re

import pytest

from bot.replies import variants
from tests.conversation import LIKE_TELEGRAM, NAME, Conversation

RED = (
    ("虾饺吃完孩子上吐下泻", "身体不适"),
    ("面包里有头发", "异物"),
    ("牛奶过期了", "过期"),
    ("再不退我就打12315投诉你们", "威胁投诉"),
)


async def test_auto_apologises_opens_the_private_chat_and_tells_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        asked = await c.group("静静", "草莓烂了一半")
        assert c.nothing(), "she may not have finished"
        await c.wait(10)

        post = c.post()
        assert post.mentions == ["静静"]
        assert post.message.quote_message_id == asked
        assert any(post.startswith(w.format(goods="草莓")) for w in variants("apology.damaged.with_goods"))
        assert any(post.endswith(w) for w in variants("nudge.dm_sent"))

        opening = c.to("静静")
        assert "“草莓烂了一半”" in opening
        assert NAME in opening
        assert "安心" in opening

        notice = c.to("团长")
        assert notice.startswith(f"售后单 1 · {NAME}\n静静：草莓烂了一半\n类别 损坏")
        assert "货品 草莓" in notice

        case = await c.case()
        assert (case.state, case.member_name, case.goods) == ("waiting_member", "静静", "草莓")
        assert case.first_response_by == "bot"
        assert await c.kinds() == ["opened", "apology_sent", "opening_sent"]


async def test_where_nobody_can_be_written_to_first_the_post_carries_the_button(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        post = c.post()
        assert post.buttons["私聊处理"].start == "case_1"
        assert "私聊处理" in post
        notice = c.to("团长")
        assert [b.data for b in notice.message.buttons] == ["look:1", "undo:1"]
        assert c.nothing(), "she has not pressed start"


async def test_a_member_who_wrote_to_us_before_is_opened_to_at_once(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await c.private("静静", "你好")
        await c.wait(10)
        c.skip()
        await c.complain()
        assert "opening_sent" in await c.kinds()


async def test_without_any_way_into_private_the_post_asks_for_a_1(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(dm_first="never")
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        post = c.post()
        assert any(post.endswith(w) for w in variants("nudge.reply_one"))
        c.skip()


async def test_assist_posts_nothing_until_the_leader_says_so(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        notice = c.to("团长")
        draft = notice.split("致歉草稿：\n")[1].split("\n发到群里：发 1")[0]
        await c.wait(hours=3)
        assert c.nothing()
        assert (await c.case()).state == "open"

        await c.private("团长", "发 1")
        post = c.post()
        assert post == draft
        assert post.mentions == ["静静"]
        assert "“草莓烂了一半”" in c.to("静静")
        assert c.to("团长") == "售后单 1 的致歉已发到群里。"
        assert "approved" in await c.kinds()

        await c.private("团长", "发 1")
        assert c.to("团长") == "售后单 1 没有等着发的话。"


async def test_assist_sends_with_one_tap(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist", can=LIKE_TELEGRAM) as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        assert [b.data for b in c.to("团长").message.buttons] == ["send:1", "look:1", "undo:1"]
        await c.tap("静静", "send:1")
        assert c.nothing(), "only the leader may send"
        await c.tap("团长", "send:1")
        assert c.post().mentions == ["静静"]
        assert "已发到群里" in c.to("团长")


async def test_a_member_who_comes_by_themselves_needs_no_draft(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist", can=LIKE_TELEGRAM) as c:
        await c.complain()
        await c.start("静静", "case_1")
        assert "“草莓烂了一半”" in c.to("静静")


async def test_watch_says_nothing_and_records(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(hours=2)
        assert c.nothing()
        assert (await c.case()).quote == "草莓烂了一半"
        await c.private("团长", "待办")
        assert "静静 · 草莓 · 损坏" in c.to("团长")


@pytest.mark.parametrize(("words", "kind"), RED, ids=["illness", "foreign_matter", "expired", "threat"])
async def test_a_red_complaint_is_the_leaders_at_once_and_asks_nothing(
    database_url: str, words: str, kind: str
) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", words)
        await c.wait(10)
        assert "团长" in c.post()
        assert c.to("团长").startswith(f"【急】售后单 1 · {NAME} · {kind}")
        opening = c.to("静静")
        assert "团长" in opening
        assert "？" not in opening
        await c.private("静静", "东西还在我这儿")
        await c.wait(10)
        assert "东西还在我这儿" in c.to("团长")
        assert c.nothing(), "no questions in a red case"
        assert (await c.case()).state == "waiting_us"


async def test_in_watch_a_red_complaint_still_reaches_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        await c.group("静静", "面包里有头发")
        await c.wait(10)
        assert c.to("团长").startswith("【急】")


async def test_in_assist_a_red_complaint_brings_its_draft(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await c.group("静静", "面包里有头发")
        await c.wait(10)
        assert re.search(r"【急】.*\n致歉草稿：\n.+\n发到群里：发 1", c.to("团长"), re.DOTALL)


async def test_a_case_that_turns_red_stops_asking(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.private("静静", "孩子吃了草莓上吐下泻")
        await c.wait(10)
        assert c.to("团长").startswith("【急】售后单 1")
        assert "先去看医生" in (told := c.to("静静")) or "先就医" in told
        await c.private("静静", "在医院")
        await c.wait(10)
        assert "在医院" in c.to("团长")
        assert c.nothing()


async def test_no_wording_twice_running_in_a_group(database_url: str) -> None:
    async with Conversation.on(database_url, posts_per_hour=60) as c:
        said = {}
        for n, goods in enumerate(("草莓", "橘子", "香蕉", "苹果", "土豆", "西瓜")):
            await c.group(f"群友{n}", f"{goods}烂了一半")
            await c.wait(60)
            said[goods] = c.post()
            c.skip()
        apologies = [
            next(w for w in variants("apology.damaged.with_goods") if p.startswith(w.format(goods=goods)))
            for goods, p in said.items()
        ]
        assert all(a != b for a, b in itertools.pairwise(apologies))
        assert len(set(apologies[:4])) == 4, "all approved wordings have their turn"


async def test_a_neighbouring_groups_posts_bring_no_repetition(database_url: str) -> None:
    """The wording goes by the case's number: four cases later it would be the first one's turn again."""
    async with Conversation.on(database_url, others={"李姐": "荷花里"}) as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        first = c.post()
        for n in range(3):
            await c.group(f"群友{n}", "草莓烂了一半", group_id="李姐的群")
        await c.wait(minutes=5)
        c.skip()
        await c.group("老周", "草莓烂了一半")
        await c.wait(10)
        assert c.post().split("。")[0] != first.split("。")[0]
        c.skip()


async def test_chit_chat_is_left_alone(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for who, text in (
            ("王阿姨", "今天停水到六点"),
            ("大可", "草莓挺甜的，后悔买少了"),
            ("静静", "明天的菠萝还接龙吗"),
        ):
            await c.group(who, text)
        await c.wait(minutes=5)
        assert c.nothing()
        assert await c.cases() == []
