"""What belongs together: pieces of one complaint, a neighbour's words, follow-ups, another fault."""

from __future__ import annotations

from bot.replies import variants
from bot.storage import messages
from tests.conversation import Conversation


def starts_as(post: str, key: str, goods: str | None = None) -> bool:
    form = "with_goods" if goods else "plain"
    return any(post.startswith(w.format(goods=goods)) for w in variants(f"apology.{key}.{form}"))


async def test_a_complaint_in_pieces_is_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "我说")
        await c.wait(4)
        await c.group("静静", "你们这草莓")
        await c.wait(4)
        named = await c.group("静静", "一半是烂的")
        await c.wait(10)
        assert c.post().message.quote_message_id == named
        assert "“我说，你们这草莓，一半是烂的”" in c.to("静静")
        assert "静静：我说，你们这草莓，一半是烂的" in c.to("团长")
        case = await c.case()
        assert (case.goods, case.opened_by_message) == ("草莓", named)
        said = await c.read(lambda conn: messages.of_case(conn, 1))
        assert [m.text for m in said if m.role == "member"] == ["我说", "你们这草莓", "一半是烂的"]


async def test_whoever_never_pauses_is_answered_all_the_same(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓烂了一半")
        for _ in range(4):
            await c.wait(5)
            await c.group("静静", "你们看看")
        assert c.post().mentions == ["静静"]
        c.skip()


async def test_the_goods_named_just_before_count(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "我刚拿到草莓")
        await c.wait(12)
        assert c.nothing()
        await c.group("静静", "烂的")
        await c.wait(10)
        assert (await c.case()).goods == "草莓"
        c.skip()


async def test_others_talking_in_between_do_not_break_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "你们这草莓")
        await c.group("果果", "中午吃啥")
        await c.group("静静", "一半是烂的")
        await c.group("果果", "我去楼下嗦粉")
        await c.wait(10)
        assert c.post().mentions == ["静静"]
        c.skip()
        assert len(await c.cases()) == 1


async def test_a_photo_and_a_question_mark(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "我拿到草莓了")
        await c.wait(20)
        photo = await c.group("静静", photos=1)
        await c.wait(2)
        await c.group("静静", "？")
        await c.wait(10)
        assert c.post().mentions == ["静静"]
        assert "发的照片" in c.to("静静")
        assert "静静：[图片]" in c.to("团长")
        said = await c.read(lambda conn: messages.of_case(conn, 1))
        assert [m.text for m in said if m.role == "member"] == ["", "？"]
        assert (await c.case()).opened_by_message == photo
        assert (await c.case()).goods == "草莓"


async def test_my_own_too_after_a_neighbours_complaint(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.wait(60)
        await c.group("老周", "我的也是")
        await c.wait(10)
        post = c.post()
        assert post.mentions == ["老周"]
        assert "草莓" in post, "two voices about one batch: the post is the incident's"
        assert "“我的也是”" in c.to("老周")
        assert c.to("团长").startswith("批次 1")
        case = await c.case(2)
        assert (case.member_name, case.category, case.goods) == ("老周", "damaged", "草莓")


async def test_my_own_too_is_nothing_when_nobody_complained(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("团长", "草莓到了，来拿哈")
        await c.group("静静", "我下班去拿")
        await c.wait(20)
        await c.group("老周", "我的也是")
        await c.wait(10)
        assert c.nothing()


async def test_follow_ups_join_the_timeline(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(minutes=5)
        await c.group("静静", "底下那层全是软的")
        await c.wait(minutes=1)
        await c.group("静静", "照片在这", photos=1)
        await c.wait(minutes=1)
        assert c.nothing()
        assert len(await c.cases()) == 1
        assert [e.text for e in await c.timeline() if e.kind == "group_message"] == ["底下那层全是软的", "照片在这"]


async def test_the_same_complaint_again_is_no_second_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(hours=5)
        await c.group("静静", "草莓烂了一半，退钱！")
        await c.wait(10)
        assert c.nothing()
        assert len(await c.cases()) == 1
        assert (await c.case()).severity == 3, "she got angrier"


async def test_an_unnamed_complaint_days_later_still_joins_the_open_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "自提点阿姨态度太差")
        await c.wait(hours=100)
        await c.group("静静", "自提点阿姨态度还是太差")
        await c.wait(10)
        assert c.nothing()
        assert "自提点阿姨态度还是太差" in [e.text for e in await c.timeline()]


async def test_two_goods_are_two_cases(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.wait(60)
        await c.group("静静", "鸡蛋少了两个")
        await c.wait(10)
        assert starts_as(c.post(), "missing", "鸡蛋")
        assert "“鸡蛋少了两个”" in c.to("静静")
        assert c.to("团长").startswith("售后单 2")
        assert [case.goods for case in await c.cases()] == ["草莓", "鸡蛋"]


async def test_a_new_fault_after_a_confirmed_fix_is_a_new_case_and_we_know_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "结 1 补了一盒")
        await c.private("静静", "好了")
        await c.wait(10)
        c.skip()
        await c.wait(hours=5)
        await c.group("静静", "补的草莓又烂了")
        await c.wait(10)
        assert starts_as(c.post(), "repeat", "草莓")
        c.skip()
        case = await c.case(2)
        assert (case.repeat_of, case.severity >= 2) == (1, True)
        assert (await c.case(1)).settled


async def test_a_new_fault_after_she_said_it_arrived(database_url: str) -> None:
    """The leader sent another box; she wrote that it came, and in the evening that this one is bad, too."""
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.group("静静", "收到了，谢谢")
        await c.wait(10)
        c.skip()
        await c.wait(hours=5)
        await c.group("静静", "补的草莓又烂了")
        await c.wait(10)
        assert starts_as(c.post(), "repeat", "草莓")
        c.skip()
        assert (await c.case(1)).settled
        assert (await c.case(2)).repeat_of == 1


async def test_the_same_trouble_before_she_confirmed_reopens(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "结 1 补了一盒")
        c.skip()
        await c.wait(hours=5)
        await c.group("静静", "草莓还是烂的")
        await c.wait(10)
        assert "售后单 1 重新打开" in c.to("团长")
        assert "草莓的事我们以为办好了" in c.post()
        assert "草莓还是烂的" in c.to("静静")
        assert (await c.case()).state == "waiting_us"


async def test_a_message_changed_afterwards_is_evidence_and_no_second_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        first = await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        c.skip()
        await c.group("静静", "草莓烂了一大半，你们看", message_id="e1", edited_message_id=first)
        await c.wait(10)
        assert c.nothing()
        assert len(await c.cases()) == 1
        assert "edited" in await c.kinds()


async def test_a_message_changed_into_a_complaint_counts(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        first = await c.group("静静", "草莓真香")
        await c.wait(60)
        await c.group("静静", "草莓烂了一半", message_id="e1", edited_message_id=first)
        await c.wait(10)
        assert c.post().mentions == ["静静"]
        c.skip()
