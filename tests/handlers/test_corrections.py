"""The leader teaches: what was no complaint, what was missed, what nobody was sure of."""

from __future__ import annotations

import pytest

from bot.storage import outbox, reviews
from bot.storage.reviews import Correction
from tests.conversation import LIKE_TELEGRAM, NAME, Conversation
from tests.judge import UNSURE


async def corrections(c: Conversation) -> list[Correction]:
    return await c.read(reviews.all_corrections)


# --- 不是投诉 ---


async def test_undo_withdraws_the_post_and_closes_without_a_word(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        post = c.adapter.sent[0].message_id
        await c.private("团长", "不是投诉 1")
        assert c.adapter.deleted == [post]
        assert c.to("团长") == "好的，售后单 1 按“不是投诉”结了，群里的致歉已撤回。以后会认得更准。"
        assert c.nothing()
        case = await c.case()
        assert (case.state, case.closed_by) == ("closed", "undo")
        (kept,) = await corrections(c)
        assert (kept.text, kept.complaint, kept.source, kept.by) == ("草莓烂了一半", False, "undo", "团长")
        assert kept.was["decision"] == "complaint"

        await c.private("团长", "不是投诉 1")
        assert "不用再结" in c.to("团长")
        assert len(await corrections(c)) == 1, "said twice, kept once"


async def test_undo_by_a_tap(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await c.complain()
        await c.tap("团长", "undo:1")
        assert "已撤回" in c.to("团长")


async def test_a_post_too_old_to_be_deleted(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(minutes=3)
        await c.private("团长", "不是投诉 1")
        assert c.to("团长") == "好的，售后单 1 按“不是投诉”结了。群里的致歉撤不回，要删请您手动删。以后会认得更准。"
        assert c.adapter.deleted == []


async def test_a_platform_that_deletes_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(delete_own_s=None)
        await c.complain()
        await c.private("团长", "不是投诉 1")
        assert "撤不回" in c.to("团长")


async def test_undo_of_a_draft_needs_no_withdrawal(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await c.complain()
        await c.private("团长", "不是投诉 1")
        assert c.to("团长") == "好的，售后单 1 按“不是投诉”结了，群里没发过话。以后会认得更准。"
        await c.private("团长", "发 1")
        assert c.to("团长") == "售后单 1 没有等着发的话。"


async def test_after_undo_the_next_complaint_is_no_repetition(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "不是投诉 1")
        await c.wait(minutes=5)
        await c.complain()
        assert (await c.case(2)).repeat_of is None


# --- 登记 ---


async def test_register_by_reply_in_the_group(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        missed = await c.group("静静", "这盒草莓你们自己看看")
        await c.wait(20)
        assert c.nothing()
        await c.group("团长", "登记", quote=missed)
        assert c.post().mentions == ["静静"]
        told = c.all_to("团长")
        assert told[0].startswith(f"售后单 1 · {NAME}\n静静：这盒草莓你们自己看看")
        assert told[1] == "登记好了，售后单 1 · 静静：这盒草莓你们自己看看"
        c.skip()
        case = await c.case()
        assert (case.goods, case.opened_by_message) == ("草莓", missed)
        (kept,) = await corrections(c)
        assert (kept.complaint, kept.source) == (True, "register")
        assert kept.was["decision"] == "none"

        await c.group("团长", "登记", quote=missed)
        assert c.to("团长") == "这条已经在售后单 1 里了。"


async def test_register_without_a_reply_explains(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("团长", "登记")
        assert c.to("团长") == "请回复（或转发给我）漏掉的那条消息，写“登记”。"
        own = await c.group("团长", "草莓到了")
        await c.group("团长", "登记", quote=own)
        assert c.to("团长").startswith("请回复")


async def test_a_member_cannot_register(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        missed = await c.group("静静", "这盒草莓你们自己看看")
        await c.group("老周", "登记", quote=missed)
        await c.wait(20)
        assert c.nothing()
        assert await c.cases() == []


@pytest.mark.parametrize("hidden", [False, True])
async def test_register_by_forwarding(database_url: str, hidden: bool) -> None:
    """Two neighbours said the same; where the platform says whom the leader forwards, it is theirs."""
    async with Conversation.on(database_url) as c:
        for who in ("静静", "老周"):
            await c.group(who, "这盒草莓你们自己看看")
        await c.wait(20)
        forwarded = {"forwarded_from_name": "静静"} if hidden else {"forwarded_from_id": "静静"}
        await c.private("团长", "这盒草莓你们自己看看", **forwarded)
        c.skip()
        assert (await c.case()).member_name == ("老周" if hidden else "静静")


async def test_register_by_quoting_in_private(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "这盒草莓你们自己看看")
        await c.wait(20)
        await c.private("团长", "登记", quote="这盒草莓你们自己看看")
        assert "登记好了，售后单 1" in c.all_to("团长")[-1]
        c.skip()


async def test_what_cannot_be_found_is_said(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.private("团长", "这句谁也没说过", forwarded_from_name="静静")
        assert c.to("团长") == "群里没找到“这句谁也没说过”这条。请在群里回复那条消息，写“登记”。"


async def test_registering_more_of_the_same_joins_the_open_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(hours=2)
        missed = await c.group("静静", "草莓的事你们自己看着办")
        await c.wait(20)
        await c.group("团长", "登记", quote=missed)
        assert c.to("团长") == "静静 已有售后单 1，这条一起记进去了：草莓的事你们自己看着办"
        assert "草莓的事你们自己看着办" in [e.text for e in await c.timeline()]


async def test_register_in_watch_only_records(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        missed = await c.group("静静", "这盒草莓你们自己看看")
        await c.group("团长", "登记", quote=missed)
        assert c.to("团长").startswith("登记好了，售后单 1")


# --- 待审 ---


async def unsure(c: Conversation) -> None:
    c.verdicts["这个味道怪怪的"] = UNSURE
    await c.group("团长", "牛奶到了")
    await c.group("静静", "这个味道怪怪的")
    await c.wait(10)


async def test_a_doubtful_message_is_shown_with_what_came_before(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await unsure(c)
        notice = c.to("团长")
        assert notice.split("\n") == [
            f"待审 R1 · {NAME}，这句拿不准是不是投诉：",
            "团长：牛奶到了",
            "▶ 静静：这个味道怪怪的",
            "是投诉回：是 R1",
            "不是回：不是 R1",
        ]
        assert c.nothing(), "nothing is said to her yet"
        await c.private("团长", "待审")
        assert "R1 " in c.to("团长")


@pytest.mark.parametrize("words", ["是 R1", "是R1", "是 r1", "tap"])
async def test_yes_opens_the_case(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await unsure(c)
        c.skip()
        await (c.tap("团长", "yes:1") if words == "tap" else c.private("团长", words))
        assert c.post().mentions == ["静静"]
        assert c.all_to("团长")[-1] == "记下了，R1 是投诉，已开售后单 1。"
        c.skip()
        assert (await c.case()).category == "quality"
        (kept,) = await corrections(c)
        assert (kept.complaint, kept.source, kept.text) == (True, "review", "这个味道怪怪的")
        await c.private("团长", "不是 R1")
        assert c.to("团长") == "R1 已经审过了。"


@pytest.mark.parametrize("words", ["不是 R1", "不是R1", "tap"])
async def test_no_is_kept_and_nothing_is_said(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await unsure(c)
        c.skip()
        await (c.tap("团长", "no:1") if words == "tap" else c.private("团长", words))
        assert c.to("团长") == "记下了，R1 不是投诉，以后会认得更准。"
        assert c.nothing()
        assert await c.cases() == []
        (kept,) = await corrections(c)
        assert (kept.complaint, kept.source, kept.context) == (False, "review", ("团长：牛奶到了",))


async def test_yes_in_assist_brings_a_draft(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await unsure(c)
        c.skip()
        await c.private("团长", "是 R1")
        assert "致歉草稿" in c.all_to("团长")[0]
        post = await c.read(lambda conn: outbox.find(conn, "apology:1"))
        assert post is not None
        assert post.state == "draft"
        c.skip()


async def test_yes_about_goods_with_an_open_case_joins_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "牛奶漏了一地")
        c.verdicts["牛奶味道怪怪的"] = UNSURE
        await c.wait(hours=2)
        await c.group("静静", "牛奶味道怪怪的")
        await c.wait(10)
        c.skip()
        await c.private("团长", "是 R1")
        assert c.to("团长") == "记下了，R1 是投诉，这位群友已有售后单 1，一起记进去了。"
        assert "牛奶味道怪怪的" in [e.text for e in await c.timeline()]


async def test_in_watch_doubts_wait_in_the_list(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        await unsure(c)
        assert c.nothing()
        await c.private("团长", "待审")
        assert c.to("团长").startswith("待审 1 条")
