"""C1: the group sees how a case was solved, only with its member's yes, for as long as they like."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from bot.adapters.paste import PasteAdapter
from bot.domain.chat import Capabilities, Outgoing, Sent, Unconfirmed
from bot.replies import variants
from bot.storage import cards, consents, images, members, orders
from bot.storage.cards import Card
from bot.storage.consents import Consent
from handlers.cases.timeline import member_of
from handlers.showing.choices import choices_of
from handlers.showing.withdrawal import withdraw
from tests.conversation import AT_TEN, LIKE_TELEGRAM, Conversation, Said

LIKE_ONEBOT = Capabilities(
    quote_reply=True, dm_first="temp_session", delete_own_s=120, catch_up="history", group_per_min=60, max_text=4500
)
LIKE_WECHATY = Capabilities(dm_first="friends", delete_own_s=None, group_per_min=60)
PLATFORMS = {
    "terminal": None, "like Telegram": LIKE_TELEGRAM, "like QQ": LIKE_ONEBOT, "like WeChat": LIKE_WECHATY,
}  # fmt: skip
FAULT = "草莓烂了一半，我住3栋502，电话13812345678"


@pytest.fixture(params=PLATFORMS.values(), ids=PLATFORMS.keys())
def can(request: pytest.FixtureRequest) -> Capabilities | None:
    return request.param  # type: ignore[no-any-return]


async def solved(c: Conversation, who: str = "王丽", text: str = FAULT, number: int = 1) -> None:
    """A case from the complaint to the member's word that it is solved."""
    await c.complain(who, text, photos=1)
    await c.private(who, "一盒里有六个是坏的，捏着就出水")
    await c.wait(20)
    await c.private("团长", f"回 {number} 实在对不起，坏的给您补上")
    await c.private("团长", f"结 {number} 补了一盒草莓，放您门口了")
    await c.wait(minutes=5)
    await c.private(who, "好了，收到了，谢谢")
    await c.wait(20)
    c.skip()


async def asked(c: Conversation, who: str = "王丽") -> Said:
    """The case is solved, its card made, the member asked: the question."""
    await solved(c, who)
    await c.private("团长", "图卡 1")
    c.skip()
    await c.private("团长", "图卡 1 问")
    c.skip_to("团长")
    return c.to(who)


async def agreed(c: Conversation, words: str = "可以") -> None:
    """The member has said yes and the leader knows."""
    await asked(c)
    await c.private("王丽", words)
    await c.wait(20)
    c.skip()


async def card_of(c: Conversation, number: int = 1) -> Card:
    return (await c.read(lambda conn: cards.of_case(conn, number)))[-1]


async def consent_of(c: Conversation, number: int = 1) -> Consent:
    return (await c.read(lambda conn: consents.of_case(conn, number)))[-1]


async def test_from_the_solved_case_to_the_picture_in_the_group(database_url: str, can: Capabilities | None) -> None:
    async with Conversation.on(database_url, can=can) as c:
        await solved(c)
        await c.private("团长", "图卡 1")
        preview = c.to("团长")
        assert "只有您看得到" in preview
        with Image.open(io.BytesIO(preview.message.image or b"")) as picture:
            assert picture.width == 1080

        await c.private("团长", "图卡 1 问")
        assert "48 小时" in c.to("团长")
        question = c.to("王丽")
        assert question.message.image == preview.message.image, "the very picture that would be posted"
        assert "阳光里 3 群" in question

        await c.private("王丽", "可以的，发吧")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.agreed")
        assert "王丽 同意发图卡，说“可以的，发吧”" in c.to("团长")
        consent = await consent_of(c)
        assert (consent.state, consent.words, consent.relayed_by) == ("yes", "可以的，发吧", None)
        assert consent.answered_at is not None

        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        post = c.post()
        assert post.message.image == question.message.image
        assert "本人" in post
        assert c.all_to("团长")[-1] == "售后单 1 的图卡已经在群里了。"
        assert (await card_of(c)).state == "posted"
        happened = [k for k in await c.kinds() if k.startswith(("card", "consent"))]
        assert happened == ["card_made", "consent_asked", "consent_yes", "card_approved", "card_posted"]

        await c.private("团长", "图卡 1 发")
        assert "一单只发一次" in c.to("团长")


async def test_nothing_of_the_card_leads_to_the_member(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("林小娟", "今天的菜不错")
        await c.wait(30)
        await solved(c, text=FAULT + "，跟林小娟一起拿的，微信同号")
        await c.private("团长", "图卡 1")
        c.skip()
        content = str((await card_of(c)).content)
        for secret in ("王丽", "3栋", "502", "13812345678", "林小娟"):
            assert secret not in content
        assert "王**" in content
        assert "草莓烂了一半" in content, "word for word otherwise"
        await c.private("团长", "图卡 1 原文")
        shown = c.to("团长")
        assert "13812345678" in shown, "the leader sees the original"
        assert "[电话]" in shown, "beside what the card shows"


async def test_who_only_ordered_is_named_nowhere(database_url: str) -> None:
    """A neighbour who never spoke in the group is known by the group's orders."""
    line = {"order_number": "A1", "goods": "草莓", "quantity": 1, "buyer_name": "月牙湾"}
    line |= {"buyer_key": "月牙湾", "cancelled": False}
    async with Conversation.on(database_url) as c:
        await c.group("林小娟", "今天的菜不错")
        await c.storage.write(lambda conn: orders.keep(conn, 1, [line], c.clock()))
        await solved(c, text=FAULT + "，跟月牙湾一起拿的")
        await c.private("团长", "图卡 1")
        c.skip()
        content = str((await card_of(c)).content)
        assert "月牙湾" not in content
        assert "草莓烂了一半" in content


async def test_a_good_mark_shows_the_leader_the_way(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await solved(c)
        c.allow(buttons=True)
        await c.private("王丽", "5")
        await c.wait(10)
        c.skip_to("王丽")
        button = c.to("团长").buttons["看图卡"]
        await c.tap("团长", button.data or "")
        assert c.to("团长").message.image
        await c.tap("王丽", button.data or "")
        assert c.nothing(), "it is the leader's"


async def test_the_member_is_asked_by_buttons(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        question = await asked(c)
        assert list(question.buttons) == ["可以", "不行", "等等", "可以但别发名字"]
        await c.tap("老周", question.buttons["可以"].data or "")
        assert c.nothing(), "it is not for him to say"
        await c.tap("王丽", question.buttons["可以但别发名字"].data or "")
        c.skip()
        assert (await consent_of(c)).words == "可以但别发名字"
        assert (await card_of(c)).state == "agreed"
        await c.tap("王丽", question.buttons["不行"].data or "")
        assert c.to("王丽") in variants("showing.member.not_shown")
        assert (await consent_of(c)).state == "withdrawn", "the last tap counts"
        c.skip()
        await c.tap("王丽", question.buttons["可以"].data or "")
        assert c.to("王丽") in variants("showing.over")


async def test_no_is_a_no_for_ever(database_url: str, can: Capabilities | None) -> None:
    async with Conversation.on(database_url, can=can) as c:
        await asked(c)
        await c.private("王丽", "还是算了吧，不想发")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.refused")
        assert "不再问" in c.to("团长")
        card = await card_of(c)
        assert (card.state, card.content, card.pictures) == ("refused", None, ())
        for command in ("图卡 1 发", "图卡 1 问", "图卡 1"):
            await c.private("团长", command)
            assert c.to("团长").message.image is None
        await c.wait(hours=100)
        assert not c.posts()
        assert not [said for said in c.all_to("王丽") if said.message.image]
        c.skip()


async def test_without_the_name(database_url: str, can: Capabilities | None) -> None:
    """What the member saw, less their name: that may be shown without asking once more."""
    async with Conversation.on(database_url, can=can) as c:
        question = await asked(c)
        await c.private("王丽", "可以，但是别写我的名字")
        await c.wait(20)
        c.skip()
        assert "王**" not in str((await card_of(c)).content)
        assert "邻居A" in str((await card_of(c)).content)
        await c.private("团长", "图卡 1 留姓")
        assert "先问 王丽" in c.to("团长"), "with the surname it is another card"
        await c.private("团长", "图卡 1 发")
        assert "还没同意" in c.to("团长")
        await c.private("团长", "图卡 1 匿名")
        assert "同意了" in c.to("团长")
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        post = c.post()
        assert post.message.image not in (None, question.message.image)
        c.skip()


async def test_wait_is_asked_once_more(database_url: str, can: Capabilities | None) -> None:
    async with Conversation.on(database_url, can=can) as c:
        first = await asked(c)
        await c.private("王丽", "等等，我问问老公")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.waits")
        await c.wait(hours=26)
        again = c.to("王丽")
        assert again.message.image == first.message.image
        await c.private("王丽", "再等等吧")
        await c.wait(20)
        c.skip()
        await c.wait(hours=24)
        assert c.nothing(), "twice is enough"
        await c.private("王丽", "问过了，那张图可以发")
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == "asked", "words that nobody knows are no yes"
        await c.private("王丽", "那张图可以发")
        await c.wait(20)
        c.skip()
        assert (await card_of(c)).state == "agreed"


async def test_silence_is_a_no_and_a_late_yes_is_a_yes(database_url: str, can: Capabilities | None) -> None:
    async with Conversation.on(database_url, can=can) as c:
        await asked(c)
        await c.wait(hours=47)
        assert c.nothing()
        await c.wait(hours=2)
        assert "没回图卡的事" in c.to("团长")
        assert (await consent_of(c)).state == "silent"
        await c.private("团长", "图卡 1 发")
        assert c.to("团长").message.image is None

        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == "silent", "so late, it may be about anything"
        await c.private("王丽", "那张图可以发")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.agreed")
        c.skip()
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        assert c.post().message.image
        c.skip()


WITHDRAWALS = ("把那张图撤了", "别放我那张图了", "我反悔了")


@pytest.mark.parametrize("words", WITHDRAWALS)
async def test_taken_back_after_it_was_posted(database_url: str, can: Capabilities | None, words: str) -> None:
    async with Conversation.on(database_url, can=can) as c:
        await agreed(c)
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        c.skip()
        picture = (await card_of(c)).pictures[0]
        await c.private("王丽", words)
        await c.wait(20)
        deletes = c.adapter.capabilities.delete_own_s is not None
        assert len(c.adapter.deleted) == (1 if deletes else 0)
        assert c.to("王丽") in variants(f"showing.member.{'withdrawn' if deletes else 'by_hand'}")
        notice = c.to("团长")
        assert ("长按撤回" in notice) is not deletes
        card, consent = await card_of(c), await consent_of(c)
        assert (card.state, card.content, card.pictures) == ("withdrawn", None, ())
        assert await c.read(lambda conn: images.get(conn, picture)) is None
        assert (consent.state, consent.withdrawn_words) == ("withdrawn", words)
        assert {"consent_withdrawn", "card_destroyed"} <= set(await c.kinds())
        for command in ("图卡 1", "图卡 1 问", "图卡 1 发"):
            await c.private("团长", command)
            answer = c.to("团长")
            assert answer.message.image is None
            assert "先做一张" not in answer, "there will be no other"


@pytest.mark.parametrize("in_group", [True, False])
async def test_whether_the_members_words_are_those_of_the_card_is_asked_back(database_url: str, in_group: bool) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        c.skip()
        await (c.group if in_group else c.private)("王丽", "别用我说的那句话了")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.take_down")
        assert (await card_of(c)).state == "posted"
        await c.private("王丽", "是的，撤吧")
        await c.wait(20)
        c.skip()
        assert (await card_of(c)).state == "withdrawn"


async def test_taken_back_in_the_group_itself(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        c.skip()
        await c.group("老周", "把那张图撤了")
        await c.wait(30)
        assert not c.adapter.deleted, "it is not his"
        await c.group("王丽", "团长把那张图撤了吧")
        await c.wait(30)
        c.skip()
        assert len(c.adapter.deleted) == 1
        assert len(await c.cases()) == 1, "and no complaint"


async def test_taken_back_before_it_was_posted(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("王丽", "还是算了，别发了")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.not_shown")
        c.skip()
        await c.private("团长", "图卡 1 发")
        assert "图卡" in c.to("团长")
        assert not c.posts()


async def test_too_old_to_be_deleted_is_the_leaders_task(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "图卡 1 发")
        await c.wait(hours=1)
        c.skip()
        await c.private("王丽", "把那张图撤了")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.by_hand")
        assert "长按撤回" in c.to("团长")


async def test_taken_back_while_the_picture_is_on_its_way(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        case = await c.case()
        send = c.adapter.send

        async def slowly(message: Outgoing) -> Sent:
            if message.group_id is not None:
                await c.storage.write(lambda conn: withdraw(c.app.ctx, conn, case, "把那张图撤了", member_of(case)))
            return await send(message)

        monkeypatch.setattr(c.adapter, "send", slowly)
        await c.private("团长", "图卡 1 发")
        await c.wait(10)
        assert len(c.posts()) == len(c.adapter.deleted) == 1
        assert (await card_of(c)).state == "withdrawn"
        c.skip()


async def test_a_picture_that_may_have_gone_out_is_looked_for(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        c.adapter.troubles.append(Unconfirmed("no answer"))
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        c.skip()
        await c.private("王丽", "把那张图撤了")
        await c.wait(20)
        c.skip_to("王丽")
        assert "长按撤回" in c.to("团长"), "it may be in the group: somebody looks"


async def test_a_complaint_stays_a_complaint(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("王丽", "不行啊，补来的草莓又烂了一半")
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == "asked"
        assert len(await c.cases()) == 2
        await c.wait(hours=60)
        c.skip()
        assert (await consent_of(c)).state == "silent"


async def test_unclear_words_are_asked_back_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("王丽", "随便你们吧")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.unclear")
        await c.private("王丽", "随便")
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == "asked"
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == "yes"


async def test_a_yes_to_something_else_is_none(database_url: str) -> None:
    """B11: after the question we asked something else; a bare word answers that."""
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("团长", "回 1 周末给您送一盒新鲜的，方便吗？")
        c.skip()
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        assert (await consent_of(c)).state == "asked"


async def test_the_question_waits_for_the_morning_and_counts_as_unasked(database_url: str) -> None:
    """B8"""
    async with Conversation.on(database_url, at=AT_TEN + timedelta(hours=11, minutes=30)) as c:
        await solved(c)
        await c.wait(minutes=30)
        await c.private("团长", "图卡 1")
        c.skip()
        await c.private("团长", "图卡 1 问")
        assert c.to("团长")
        await c.wait(hours=8)
        assert c.nothing(), "at night nobody is asked"
        await c.wait(hours=16)
        assert 8 <= c.to("王丽").at.astimezone(AT_TEN.tzinfo).hour < 22
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()


async def test_a_yes_at_night_is_told_and_posted_in_the_morning(database_url: str) -> None:
    async with Conversation.on(database_url, at=AT_TEN + timedelta(hours=11)) as c:
        await asked(c)
        await c.wait(hours=1, minutes=30)
        await c.private("王丽", "可以")
        await c.wait(20)
        assert c.to("王丽")
        assert c.nothing(), "it is late; the leader is told tomorrow"
        await c.private("团长", "图卡 1 发")
        c.skip()
        await c.wait(hours=2)
        assert not c.posts(), "never in quiet hours"
        await c.wait(hours=8)
        assert c.post().message.image
        c.skip()


@pytest.mark.parametrize("text", ["草莓里有根头发", "草莓烂了，吃得上吐下泻", "草莓烂了，我要打12315"])
async def test_red_cases_are_never_shown(database_url: str, text: str) -> None:
    """B12, C1"""
    async with Conversation.on(database_url) as c:
        await solved(c, text=text)
        assert (await c.case()).red
        await c.private("团长", "图卡 1")
        assert c.to("团长") == "售后单 1 是食品安全或投诉举报的事，不做图卡。"


async def test_only_what_the_member_called_solved(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "图卡 1")
        assert "还没办完" in c.to("团长")
        await c.private("团长", "结 1 补了一盒")
        await c.wait(hours=72)
        c.skip()
        await c.private("团长", "图卡 1")
        assert "还没办完" in c.to("团长"), "silence is no word that it is solved"


async def test_a_case_that_is_opened_again_is_not_posted(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "重开 1 还有一盒")
        c.skip()
        await c.private("团长", "图卡 1 发")
        assert "还没办完" in c.to("团长")


async def test_who_wants_no_messages_is_not_asked(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await solved(c)
        await c.private("王丽", "别再给我发消息了")
        await c.wait(20)
        c.skip()
        await c.private("团长", "图卡 1")
        assert "别再打扰" in c.to("团长")


async def test_leave_me_alone_is_a_no_and_more(database_url: str) -> None:
    """B8"""
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("王丽", "别再给我发消息了")
        await c.wait(20)
        assert c.to("王丽") in variants("private.left_alone")
        c.skip()
        assert (await consent_of(c)).state == "no"
        assert (await card_of(c)).content is None


async def test_a_long_card_goes_as_several_pictures(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王丽", "草莓烂了一半")
        for n in range(8):
            await c.private("王丽", f"第{n}个也是这样，" + "底下全是软的，一捏就出水，" * 22)
            await c.wait(20)
        await c.private("团长", "结 1 补了一盒")
        await c.private("王丽", "好了，收到了，谢谢")
        await c.wait(20)
        c.skip()
        await c.private("团长", "图卡 1")
        preview = c.all_to("团长")
        assert len(preview) >= 2
        await c.private("团长", "图卡 1 问")
        c.skip_to("团长")
        question = c.all_to("王丽")
        assert [q.message.image for q in question] == [p.message.image for p in preview]
        assert "回“可以”" in question[-1], "the question stands below the last"
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        await c.private("团长", "图卡 1 发")
        await c.wait(minutes=5)
        assert [p.message.image for p in c.posts()] == [p.message.image for p in preview]
        c.skip()
        assert (await card_of(c)).state == "posted"
        await c.private("王丽", "把那张图撤了")
        await c.wait(20)
        c.skip()
        assert (await card_of(c)).state == "withdrawn"


async def test_the_leader_hides_more_without_asking_again_and_never_less(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "图卡 1 去掉 2")
        assert "同意了" in c.to("团长")
        await c.private("团长", "图卡 1 遮 1 一半")
        assert "同意了" in c.to("团长")
        assert "一半" not in str((await card_of(c)).content)
        await c.private("团长", "图卡 1 加上 3")
        assert "先问" in c.to("团长"), "that shows more than she saw"
        await c.private("团长", "图卡 1 发")
        assert "还没同意" in c.to("团长")
        await c.private("团长", "图卡 1 问")
        c.skip_to("团长")
        assert c.to("王丽").message.image
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        await c.private("团长", "图卡 1 加上 5")
        c.skip()
        await c.private("团长", "图卡 1 问")
        assert "两次" in c.to("团长")


async def test_amounts_and_photos_only_if_both_want_them(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await solved(c, text="草莓烂了一半，29.9元呢")
        await c.private("团长", "图卡 1")
        c.skip()
        assert "29.9" not in str((await card_of(c)).content)
        await c.private("团长", "图卡 1 金额")
        await c.private("团长", "图卡 1 照片")
        c.skip()
        shown = await card_of(c)
        assert "29.9元" in str(shown.content)
        assert choices_of(shown).photos
        await c.private("团长", "图卡 1 问")
        c.skip()
        await c.private("王丽", "可以，照片别放，也别写金额")
        await c.wait(20)
        c.skip()
        card = await card_of(c)
        assert card.state == "agreed"
        assert "29.9" not in str(card.content)
        assert not choices_of(card).photos


RED, BLUE, GREEN = (210, 20, 40), (20, 60, 220), (20, 170, 60)


def photo_of(colour: tuple[int, int, int]) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(data, "JPEG")
    return data.getvalue()


def colours_on(said: Said) -> set[tuple[int, int, int]]:
    """Which of the photos can be seen on a picture."""
    found: Any = Image.open(io.BytesIO(said.message.image or b"")).convert("RGB").getcolors(1 << 24)
    seen = [colour for count, colour in found if count > 5000]
    return {one for one in (RED, BLUE, GREEN) if any(math.dist(one, colour) < 20 for colour in seen)}


async def with_photos(c: Conversation) -> None:
    """A solved case whose complaint has a red photo and a blue one; a green one came in private."""
    c.adapter.pictures |= {"m1/0": photo_of(RED), "m1/1": photo_of(BLUE)}
    c.adapter.pictures |= {f"d{n}/0": photo_of(GREEN) for n in range(20)}
    await c.complain("王丽", FAULT, photos=2)
    await c.private("王丽", photos=1)
    await c.wait(20)
    await c.private("团长", "回 1 实在对不起，坏的给您补上")
    await c.private("团长", "结 1 补了一盒草莓，放您门口了")
    await c.wait(minutes=5)
    await c.private("王丽", "好了，收到了，谢谢")
    await c.wait(20)
    c.skip()


async def photos_after(c: Conversation, command: str) -> set[tuple[int, int, int]]:
    await c.private("团长", command)
    return colours_on(c.to("团长"))


async def test_photos_are_chosen_one_by_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await with_photos(c)
        await c.private("团长", "图卡 1")
        preview = c.to("团长")
        assert colours_on(preview) == set()
        assert "图卡 1 照片 1" in preview
        await c.private("团长", "图卡 1 原文")
        listed = c.to("团长")
        assert "烂了一半，我住3栋502，电话13812345678（照片 1、2）" in listed
        assert "（照片 3）" in listed
        assert listed.count("（照片不放）") == 2

        assert await photos_after(c, "图卡 1 照片 2") == {BLUE}
        assert await photos_after(c, "图卡 1 照片 1 3") == {RED, GREEN}
        await c.private("团长", "图卡 1 原文")
        assert "（放照片 1）" in c.to("团长")
        assert await photos_after(c, "图卡 1 照片 不要 1") == {GREEN}
        assert await photos_after(c, "图卡 1 照片") == {RED, BLUE, GREEN}
        assert await photos_after(c, "图卡 1 不放照片 2、3") == {RED}
        assert await photos_after(c, "图卡 1 加上照片 2") == {RED, BLUE}
        assert await photos_after(c, "图卡 1 照片2到3") == {BLUE, GREEN}
        assert await photos_after(c, "图卡 1 去掉 照片 3") == {BLUE}
        assert len((await card_of(c)).content["bubbles"]) > 2, "an excerpt's number is another"  # type: ignore[index]
        assert await photos_after(c, "图卡 1 不放照片") == set()


async def test_the_member_sees_the_very_photos_and_no_other_is_shown(
    database_url: str, can: Capabilities | None
) -> None:
    async with Conversation.on(database_url, can=can) as c:
        await with_photos(c)
        if can is not None:
            await c.start("王丽", "")
        await c.private("团长", "图卡 1 照片 2 3")
        c.skip()
        await c.private("团长", "图卡 1 问")
        c.skip_to("团长")
        assert colours_on(c.to("王丽")) == {BLUE, GREEN}
        await c.private("王丽", "可以")
        await c.wait(20)
        c.skip()
        await c.private("团长", "图卡 1 照片 1 2")
        assert "先问" in c.to("团长"), "she has not seen the first among them"
        await c.private("团长", "图卡 1 发")
        assert "还没同意" in c.to("团长")
        await c.private("团长", "图卡 1 照片 3")
        assert "同意了" in c.to("团长"), "fewer than she saw"
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        assert colours_on(c.post()) == {GREEN}
        c.skip()


async def test_a_photo_that_cannot_be_meant_is_answered_in_one_sentence(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await with_photos(c)
        await c.private("团长", "图卡 1 照片 1")
        c.skip()
        before = await card_of(c)
        for command, answer in (
            ("照片 7", "没有照片 7，售后单 1 一共 3 张"), ("照片 0", "没有照片 0"), ("照片 1-9", "没有照片 4"),
            ("照片 99999999", "没有这个号"), ("照片 不要 9", "没有照片 9"), ("照片 不要 2", "照片 2 本来就没放"),
            ("照片 最好看的那张", "要写第几张，1 到 3"), ("照片 加上", "要写第几张，1 到 3"),
        ):  # fmt: skip
            await c.private("团长", f"图卡 1 {command}")
            assert answer in c.to("团长")
        assert (await card_of(c)).id == before.id

        await c.private("团长", "图卡 1 去掉 1")
        c.skip()
        await c.private("团长", "图卡 1 照片 1 3")
        assert "照片 1 在第 1 条里，那条没放上图。先加上：图卡 1 加上 1" in c.to("团长")
        await c.private("团长", "图卡 1 结果")
        c.skip()
        await c.private("团长", "图卡 1 照片 3")
        assert "图卡 1 全部" in c.to("团长")


async def test_where_no_photo_was_sent_none_can_be_chosen(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王丽", FAULT)
        await c.private("团长", "结 1 补了一盒草莓，放您门口了")
        await c.wait(minutes=5)
        await c.private("王丽", "好了，收到了，谢谢")
        await c.wait(20)
        c.skip()
        for command in ("照片", "照片 1"):
            await c.private("团长", f"图卡 1 {command}")
            assert "没有照片可以放" in c.to("团长")
        await c.private("团长", "图卡 1 原文")
        assert "照片" not in c.to("团长")


async def test_the_result_only(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await solved(c)
        await c.private("团长", "图卡 1 结果")
        assert c.to("团长").message.image
        content = (await card_of(c)).content or {}
        assert content["bubbles"] == []
        assert content["result"] == "补了一盒草莓，放您门口了"


async def test_other_words_above_the_picture(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "图卡 1 换一句")
        shown = c.to("团长")
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        assert c.post() in shown
        c.skip()


async def test_the_leader_takes_it_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        c.skip()
        await c.private("团长", "图卡 1 撤")
        await c.wait(5)
        c.skip()
        assert len(c.adapter.deleted) == 1
        assert (await card_of(c)).content is None


async def test_a_shown_case_that_is_not_solved_after_all_is_told_with_its_picture(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        c.skip()
        await c.private("王丽", "其实还没解决")
        await c.wait(20)
        assert "重新打开" in c.to("王丽")
        assert "图卡 1 撤" in c.to("团长")
        await c.private("团长", "图卡 1 撤")
        await c.wait(5)
        c.skip()
        assert len(c.adapter.deleted) == 1


async def test_whom_no_message_reaches_the_leader_asks(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await solved(c)
        await c.private("团长", "图卡 1")
        c.skip()
        c.adapter.refused.add("王丽")
        await c.private("团长", "图卡 1 问")
        await c.wait(5)
        assert "没能发给 王丽" in c.all_to("团长")[-1]
        await c.private("团长", "图卡 1 回 她说随便")
        assert "没看懂" in c.to("团长")
        await c.private("团长", "图卡 1 回 可以")
        await c.wait(10)
        assert "同意发图卡" in c.to("团长")
        consent = await consent_of(c)
        assert (consent.state, consent.relayed_by, consent.words) == ("yes", "团长", "可以")
        yes = [e for e in await c.timeline() if e.kind == "consent_yes"]
        assert (yes[0].actor, yes[0].data["relayed"]) == ("group_leader", True)


async def test_where_we_write_ourselves_nobody_answers_for_the_member(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("团长", "图卡 1 回 可以")
        assert "会直接跟我说" in c.to("团长")
        assert (await consent_of(c)).state == "asked"


PASTED = "王丽 2026/1/5 09:31\n草莓烂了一半，我住3栋502"
PASTED_PRIVATE = "王丽 2026/1/5 09:40\n一盒里有六个是坏的\n\n团长 2026/1/5 09:41\n对不起，给您补一盒"
PASTED_END = "王丽 2026/1/5 09:58\n草莓补到了，好了，谢谢团长"


async def test_in_a_pasted_chat_the_leader_passes_everything_on(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.app.ctx = replace(c.app.ctx, adapters={**c.app.ctx.adapters, "paste": PasteAdapter()})
        await c.private("团长", f"粘贴 桂花苑\n{PASTED}")
        await c.private("团长", f"粘贴 1\n{PASTED_PRIVATE}")
        await c.private("团长", "结 1 补了一盒草莓")
        await c.private("团长", f"粘贴 桂花苑\n{PASTED_END}")
        c.skip()
        await c.private("团长", "图卡 1")
        preview = c.to("团长")
        assert preview.message.image
        await c.private("团长", "图卡 1 问")
        question = c.to("团长")
        assert question.message.image == preview.message.image
        assert "转给本人" in question
        assert "桂花苑" in question
        await c.private("团长", "图卡 1 发")
        assert "还没同意" in c.to("团长")
        await c.private("团长", "图卡 1 回 可以")
        await c.wait(10)
        assert "同意发图卡" in c.to("团长")
        assert (await consent_of(c)).relayed_by == "团长"
        await c.private("团长", "图卡 1 发")
        copy = c.to("团长")
        assert copy.message.image == preview.message.image
        assert "已发 1" in copy
        await c.private("团长", "已发 1")
        c.skip()
        assert (await card_of(c)).state == "posted"
        await c.private("团长", "图卡 1 撤 她不想放了")
        assert "长按撤回" in c.all_to("团长")[0]
        assert (await card_of(c)).content is None
        assert not c.posts()


@pytest.mark.parametrize(
    "command",
    ["图卡", "图卡 99", "图卡 1 跳舞", "图卡 1 去掉", "图卡 1 去掉 99", "图卡 1 遮 1 西瓜", "图卡 1 遮", "图卡 1 撤"],
)  # fmt: skip
async def test_what_cannot_be_done_is_one_clear_sentence(database_url: str, command: str) -> None:
    async with Conversation.on(database_url) as c:
        await solved(c)
        await c.private("团长", command)
        assert c.to("团长").message.image is None
        assert await c.read(lambda conn: cards.of_case(conn, 1)) == []


async def test_a_stranger_sees_and_does_nothing(database_url: str) -> None:
    async with Conversation.on(database_url, others={"老周": "老周"}) as c:
        await agreed(c)
        for command in ("图卡 1", "图卡 1 发", "图卡 1 原文"):
            await c.private("老周", command)
            assert "没有售后单 1" in c.to("老周")
        await c.private("小李", "图卡 1")
        await c.wait(20)
        assert c.to("小李").message.image is None


async def test_a_card_that_cannot_be_drawn_is_said_once(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(content: object) -> list[bytes]:
        raise ValueError("no ink")

    monkeypatch.setattr("handlers.showing.making.draw", broken)
    async with Conversation.on(database_url) as c:
        await solved(c)
        await c.private("团长", "图卡 1")
        assert "没画出来" in c.to("团长")
        await c.wait(hours=1)
        assert c.nothing()


async def test_the_group_reads_a_draft_nowhere_in_watch_mode(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("团长", "模式 观察")
        c.skip()
        await c.private("团长", "图卡 1 发")
        assert "观察模式" in c.to("团长")
        assert not c.posts()


async def posted(c: Conversation) -> None:
    """The card is in the group and everybody knows."""
    await agreed(c)
    await c.private("团长", "图卡 1 发")
    await c.wait(5)
    c.skip()


@pytest.mark.parametrize("where", ["private", "group"])
@pytest.mark.parametrize(
    "words", ["收到，图做得真好，谢谢团长", "我没收到图片", "拍的图我删掉了", "那张图挺好的，不用撤"]
)
async def test_words_about_receiving_or_keeping_take_nothing_back(database_url: str, where: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await (c.private("王丽", words) if where == "private" else c.group("王丽", words))
        await c.wait(40)
        c.skip()
        assert (await card_of(c)).state == "posted"
        assert not c.adapter.deleted


@pytest.mark.parametrize("where", ["private", "group"])
@pytest.mark.parametrize("words", ["能不能把那张图撤了", "請把那張圖刪了", "群里那张图帮我删掉好吗"])
async def test_a_polite_or_traditional_wish_takes_it_back(database_url: str, where: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await (c.private("王丽", words) if where == "private" else c.group("王丽", words))
        await c.wait(40)
        assert c.to("王丽") in variants("showing.member.withdrawn")
        c.skip()
        assert (await card_of(c)).state == "withdrawn"
        assert len(c.adapter.deleted) == 1


async def test_a_complaint_with_a_picture_opens_a_case_and_the_card_stays(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.group("王丽", "草莓又烂了，取货时拍的图给你看")
        await c.wait(40)
        c.skip()
        assert (await card_of(c)).state == "posted"
        assert len(await c.cases()) == 2


@pytest.mark.parametrize("where", ["private", "group"])
async def test_a_complaint_beside_the_wish_is_heard_too(database_url: str, where: str) -> None:
    words = "那张图撤了吧，这次的葡萄又烂了一半"
    async with Conversation.on(database_url) as c:
        await posted(c)
        await (c.private("王丽", words) if where == "private" else c.group("王丽", words))
        await c.wait(40)
        c.skip()
        assert (await card_of(c)).state == "withdrawn"
        assert len(await c.cases()) == 2


@pytest.mark.parametrize(("answer", "state"), [("是的", "withdrawn"), ("撤", "withdrawn"), ("不用，留着吧", "posted")])
async def test_a_doubtful_wish_is_asked_back(database_url: str, answer: str, state: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.private("王丽", "撤了吧，老公不高兴")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.take_down")
        assert (await card_of(c)).state == "posted"
        await c.private("王丽", answer)
        await c.wait(20)
        assert c.to("王丽") in variants(f"showing.member.{'stays' if state == 'posted' else 'withdrawn'}")
        c.skip()
        assert (await card_of(c)).state == state


async def test_a_doubtful_wish_before_it_was_posted_is_asked_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("王丽", "撤了吧，老公不高兴")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.leave_unposted")
        c.skip()
        await c.private("团长", "图卡 1 发")
        assert "像是不想发了" in c.to("团长")
        await c.private("王丽", "撤")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.not_shown")
        c.skip()
        assert (await card_of(c)).state == "withdrawn"


async def test_a_doubtful_wish_that_was_none_lets_it_be_posted(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await agreed(c)
        await c.private("王丽", "撤了吧，老公不高兴")
        await c.wait(20)
        await c.private("王丽", "不用，留着吧")
        await c.wait(20)
        await c.private("团长", "图卡 1 发")
        await c.wait(20)
        c.skip()
        assert (await card_of(c)).state == "posted"


async def test_whom_we_cannot_ask_back_a_leader_asks(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        c.allow(image=False)
        await c.group("王丽", "群里那个可以删掉吗，邻居老问我")
        await c.wait(40)
        assert "像是想把图卡撤下来" in c.to("团长")
        c.skip()
        assert (await card_of(c)).state == "posted"


async def test_a_doubtful_wish_in_the_group_is_asked_back_in_private(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.group("王丽", "群里那个可以删掉吗，邻居老问我")
        await c.wait(40)
        assert c.to("王丽") in variants("showing.member.take_down")
        assert (await card_of(c)).state == "posted"


async def test_what_names_nothing_after_another_question_answers_that(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.private("团长", "回 1 周末给您再送一盒，方便吗？")
        c.skip()
        await c.private("王丽", "还是算了吧")
        await c.wait(20)
        assert not any(text in variants("showing.member.take_down") for text in c.all_to("王丽"))
        assert c.to("团长").startswith("售后单 1 · 王丽：还是算了吧"), "he has asked her"
        assert (await card_of(c)).state == "posted"


@pytest.mark.parametrize("words", ["当然可以", "可以，谢谢团长这么负责", "发呗", "冇問題"])
async def test_a_warm_yes_is_a_yes(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("王丽", words)
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.agreed")
        c.skip()
        assert (await consent_of(c)).state == "yes"


async def test_a_yes_with_words_of_its_own_is_asked_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("王丽", "可以呀，邻里之间嘛")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.unclear")
        assert (await consent_of(c)).state == "asked"


async def test_not_now_is_no_refusal(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.private("王丽", "先不要发，我想想")
        await c.wait(20)
        assert c.to("王丽") in variants("showing.member.waits")
        assert (await consent_of(c)).state == "later"
        assert (await card_of(c)).content is not None


async def two_posted(c: Conversation) -> None:
    """Two cases of one member are shown in the group."""
    await posted(c)
    await c.wait(hours=4)
    c.skip()
    await solved(c, text="蓝莓烂了一半", number=2)
    for words in ("图卡 2", "图卡 2 问"):
        await c.private("团长", words)
        await c.wait(5)
    c.skip()
    await c.private("王丽", "可以")
    await c.wait(20)
    await c.private("团长", "图卡 2 发")
    await c.wait(10)
    c.skip()
    assert [(await card_of(c, n)).state for n in (1, 2)] == ["posted", "posted"]


@pytest.mark.parametrize(
    ("words", "states"), [("把图都撤了", ("withdrawn", "withdrawn")), ("把草莓那张图撤了", ("withdrawn", "posted")),
                          ("把那张图撤了", ("posted", "withdrawn"))],
)  # fmt: skip
async def test_of_several_cards_the_one_that_is_meant(database_url: str, words: str, states: tuple[str, str]) -> None:
    async with Conversation.on(database_url) as c:
        await two_posted(c)
        await c.private("王丽", words)
        await c.wait(20)
        said = c.all_to("王丽")
        c.skip()
        assert tuple([(await card_of(c, n)).state for n in (1, 2)]) == states
        assert any("把图都撤了" in text for text in said) is ("posted" in states)


@pytest.mark.parametrize("where", ["private", "group"])
@pytest.mark.parametrize("words", ["之前同意发的那张图，现在不想发了", "把我的聊天记录撤了", "那张图怎么还在，赶紧撤"])
async def test_an_ordinary_wish_takes_it_back_and_silences_nobody(database_url: str, where: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await (c.private("王丽", words) if where == "private" else c.group("王丽", words))
        await c.wait(40)
        assert c.to("王丽") in variants("showing.member.withdrawn")
        c.skip()
        assert (await card_of(c)).state == "withdrawn"
        member = await c.read(lambda conn: members.get(conn, "terminal", "王丽"))
        assert member is not None
        assert member.no_contact_at is None


@pytest.mark.parametrize("words", ["那张图不要了", "我邻居都认出我来了，赶紧弄掉", "图卡作废吧"])
async def test_other_words_for_it_are_asked_back(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.private("王丽", words)
        await c.wait(40)
        assert c.to("王丽") in variants("showing.member.take_down")
        c.skip()
        assert (await card_of(c)).state == "posted"


@pytest.mark.parametrize("where", ["private", "group"])
async def test_a_picture_of_their_own_that_was_recalled_is_another(database_url: str, where: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        words = "刚刚那张图撤回了，发错群"
        await (c.private("王丽", words) if where == "private" else c.group("王丽", words))
        await c.wait(40)
        c.skip()
        assert (await card_of(c)).state == "posted"


@pytest.mark.parametrize("days", [0, 20])
async def test_words_about_an_order_reach_the_leader(database_url: str, days: int) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.wait(hours=24 * days)
        c.skip()
        await c.private("王丽", "取消吧，这单不要了，别给我送过来")
        await c.wait(40)
        assert not any(text in variants("showing.member.take_down") for text in c.all_to("王丽"))
        assert any("这单不要了" in text for text in c.all_to("团长"))
        assert (await card_of(c)).state == "posted"


async def test_a_bare_word_long_after_is_about_something_else(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await posted(c)
        await c.wait(hours=24 * 5)
        c.skip()
        await c.private("王丽", "还是算了")
        await c.wait(40)
        assert not any(text in variants("showing.member.take_down") for text in c.all_to("王丽"))
        c.skip()
