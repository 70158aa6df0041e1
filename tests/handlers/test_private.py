"""The private chat: the member's own words back, only what is missing, one question at a time, a person at any time."""

from __future__ import annotations

import pytest

from bot.replies import variants
from bot.storage import images, members, messages
from tests.conversation import LIKE_TELEGRAM, NAME, Conversation


def is_one_of(said: str, key: str, **words: object) -> bool:
    return any(said == w.format(**words) for w in variants(key))


async def test_it_asks_only_what_is_missing_and_then_has_noted_it_all(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", "打开就这样了")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.ask_photo")
        assert "静静：打开就这样了" in c.to("团长")

        await c.private("静静", photos=1)
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.ask_count")
        assert c.to("团长") == "售后单 1 · 静静 发来图片，看 1 能看到。"

        await c.private("静静", "大概三个")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.ask_help")

        await c.private("静静", "补几个就行")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.thanks_noted", number=1)
        c.skip()
        case = await c.case()
        assert case.state == "waiting_us"
        assert case.intake["count"] == "大概三个"
        assert case.intake["wish"] == "补几个就行"

        await c.private("静静", "对了，我六点后在家")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.noted_more", number=1)
        await c.private("静静", "门口放着也行")
        await c.wait(10)
        assert len(c.all_to("团长")) == 2
        assert c.nothing(), "noted again would be noise"


async def test_what_was_told_is_not_asked(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了三个", photos=1)
        await c.private("静静", "一打开就是烂的")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.ask_help")
        c.skip()


async def test_unnamed_goods_are_asked_for(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "都坏成这样了")
        await c.private("静静", "昨天拿的")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.ask_goods")
        await c.private("静静", "草莓")
        await c.wait(10)
        c.skip()
        assert (await c.case()).goods == "草莓"


async def test_it_never_talks_into_a_member_who_is_still_writing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        for words in ("是这样的", "我昨天拿的", "回家打开"):
            await c.private("静静", words)
            await c.wait(4)
            assert c.nothing()
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.ask_photo"), "one answer to all three"
        assert "是这样的 我昨天拿的 回家打开" in c.to("团长")


async def test_no_photo_is_fine(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        for words in ("打开就这样", "没有"):
            await c.private("静静", words)
            await c.wait(10)
        asked = c.all_to("静静")
        assert is_one_of(asked[0], "private.ask_photo")
        assert is_one_of(asked[1], "private.ask_count")
        c.skip()


async def test_pictures_are_kept_and_shown_to_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了", photos=1)
        await c.private("静静", "再发一张", photos=1)
        await c.wait(10)
        c.skip()
        shown = await c.read(lambda conn: (*messages.of_case(conn, 1), *messages.conversation(conn, 1)))
        refs = [image["ref"] for m in shown for image in m.images]
        kept = await c.read(lambda conn: images.by_refs(conn, "terminal", refs))
        assert [f.state for f in kept] == ["fetched", "fetched"]
        await c.private("团长", "看 1")
        shown = c.all_to("团长")
        assert shown[0].startswith("售后单 1 · ")
        assert [str(s) for s in shown[1:]] == ["售后单 1 · 图 1/1"], "both are the same picture"
        assert shown[1].message.image is not None


@pytest.mark.parametrize("words", ["转人工", "找团长"])
async def test_a_person_at_any_time(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", words)
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.person")
        assert f"静静 想找您本人：{words}" in c.to("团长")
        await c.private("静静", "就是烂得不行")
        await c.wait(10)
        assert "就是烂得不行" in c.to("团长")
        assert c.nothing(), "the bot asks nothing more"


async def test_a_person_for_somebody_without_a_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.private("静静", "找团长")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.person")
        told = c.all_to("团长")
        assert "静静 想找您本人：找团长" in told[-1]
        assert (await c.case()).intake["person"] is True


async def test_once_the_leader_talks_the_bot_does_not_ask(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("团长", "回 1 静静您好，补的那盒放您门口了")
        assert c.to("静静") == "静静您好，补的那盒放您门口了"
        c.skip()
        await c.private("静静", "好的，我在家")
        await c.wait(10)
        assert "好的，我在家" in c.to("团长")
        assert c.nothing()


@pytest.mark.parametrize("before", [(), ("好的，我在家",)])
async def test_what_the_leader_sent_has_arrived(database_url: str, before: tuple[str, ...]) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("团长", "回 1 静静您好，补的那盒放您门口了")
        for words in before:
            await c.private("静静", words)
            await c.wait(10)
        c.skip()
        await c.wait(hours=1)
        await c.private("静静", "收到了，谢谢")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.ask_fixed", quote="收到了，谢谢")
        assert "我再问一句是不是处理好了" in c.to("团长")


@pytest.mark.parametrize("command", ["待办", "结 1 补一盒", "不是投诉 1", "帮助", "模式 观察", "发 1"])
async def test_a_members_command_gets_an_ordinary_answer(database_url: str, command: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("老周", "鸡蛋少了两个")
        await c.private("静静", command)
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.ordinary")
        assert c.nothing()
        assert (await c.case()).state == "waiting_member"


async def test_a_member_with_a_case_commands_nothing_either(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", "结 1 补一盒")
        await c.wait(10)
        c.skip()
        assert (await c.case()).state == "waiting_member"
        assert "resolved" not in await c.kinds()


async def test_the_link_of_a_case_opens_for_its_member_only(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await c.complain()
        await c.start("大可", "case_1")
        answer = c.to("大可")
        assert is_one_of(answer, "private.start_other")
        assert "草莓" not in answer
        assert "came_to_private" not in await c.kinds()

        await c.start("静静", "case_1")
        assert "“草莓烂了一半”" in c.to("静静")
        await c.start("静静", "case_1")
        assert c.nothing(), "pressed twice"


@pytest.mark.parametrize("payload", ["", "case_", "case_99", "case_1x", "case_99999999999999", "promo"])
async def test_a_start_that_means_nothing_is_friendly(database_url: str, payload: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.start("静静", payload)
        assert is_one_of(c.to("静静"), "private.start_other")


async def test_what_could_not_be_delivered_arrives_when_she_comes(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await c.complain()
        c.adapter.refused = {"静静"}
        await c.private("团长", "回 1 静静您好，补的放您门口了")
        await c.wait(minutes=1)
        news = c.post()
        assert is_one_of(news, "private.news")
        assert news.buttons["私聊处理"].start == "case_1"
        c.skip()
        c.adapter.refused = set()
        await c.start("静静", "case_1")
        assert c.to("静静") == "静静您好，补的放您门口了"


async def test_in_assist_the_leader_decides_about_the_reminder(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist", can=LIKE_TELEGRAM) as c:
        await c.complain()
        c.adapter.refused = {"静静"}
        await c.private("团长", "结 1 补了您一盒")
        told = c.all_to("团长")
        assert "静静 还没打开私聊" in told[-1]
        assert told[-1].buttons["发出"].data == "send:1"
        assert c.nothing()
        await c.private("团长", "发 1")
        assert is_one_of(c.post(), "private.news")
        assert "这就发" in c.to("团长")
        c.adapter.refused = set()
        await c.start("静静", "case_1")
        assert "补了您一盒" in c.to("静静")


async def test_nobody_is_written_to_after_they_said_no(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("静静", "别再给我发消息了")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.left_alone")
        assert "别再给我发消息了" in c.to("团长")
        await c.wait(minutes=20)
        await c.group("静静", "收到了")
        await c.wait(10)
        assert c.all_to("静静") == []
        assert "收到了" in c.to("团长")
        member = await c.read(lambda conn: members.get(conn, "terminal", "静静"))
        assert member is not None
        assert member.no_contact_at is not None


# --- a complaint that begins in private ---


async def test_a_complaint_in_private_is_a_case_without_a_post(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "明天有菠萝吗")
        await c.wait(20)
        await c.private("静静", "草莓烂了一半")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.ask_photo")
        assert c.to("团长").startswith(f"售后单 1 · {NAME}\n静静：草莓烂了一半")
        assert c.nothing()
        case = await c.case()
        assert (case.goods, case.first_response_by) == ("草莓", "bot")


async def test_a_lurker_who_never_spoke_in_the_only_group(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.private("静静", "草莓烂了一半")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 1")
        c.skip()


async def test_a_lurker_is_asked_for_the_group_where_there_are_several(database_url: str) -> None:
    async with Conversation.on(database_url, others={"李姐": "李姐的群"}) as c:
        await c.private("静静", "草莓烂了一半")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.which_group")
        await c.private("静静", "阳光里 3 群")
        await c.wait(10)
        assert c.to("团长").startswith(f"售后单 1 · {NAME}\n静静：草莓烂了一半")
        assert is_one_of(c.to("静静"), "private.ask_photo")
        assert c.nothing(), "the other group's leader is not concerned"


async def test_a_red_complaint_in_private_asks_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.private("静静", "虾饺吃完孩子上吐下泻")
        await c.wait(10)
        assert c.to("团长").startswith("【急】")
        assert "？" not in c.to("静静")


async def test_other_goods_in_private_are_a_case_of_their_own(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.private("静静", "鸡蛋也少了两个")
        await c.wait(10)
        c.skip()
        assert [case.goods for case in await c.cases()] == ["草莓", "鸡蛋"]
        await c.private("静静", "草莓是底下那层烂的")
        await c.wait(10)
        assert "售后单 1 · 静静：草莓是底下那层烂的" in c.all_to("团长")[0]
        c.skip()
        said = await c.read(lambda conn: messages.conversation(conn, 1))
        assert "草莓是底下那层烂的" in [m.text for m in said]


async def test_small_talk_gets_an_ordinary_answer(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.private("静静", "你是谁")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.ordinary")
        assert await c.cases() == []
