"""B4 to B8: the questions of a private chat hear what was just said, and what a member takes back stops them."""

from __future__ import annotations

import pytest

from bot.detection.intake_words import asks_how, has_no_photo, names_wish, takes_back, waits_for_us
from bot.replies import say, variants
from bot.storage import members
from tests.conversation import Conversation, Said


def is_one_of(said: str, key: str) -> bool:
    return any(said == wording.format(number=1) for wording in variants(key))


def begins(said: str, key: str) -> bool:
    return said.startswith(tuple(variants(key)))


async def answer_to(c: Conversation, words: str) -> Said:
    """What she reads after these words."""
    await c.private("静静", words)
    await c.wait(10)
    return c.to("静静")


# --- B5: what was said is not asked ---


async def test_b5_no_photo_and_a_wish_are_heard_before_they_are_asked_for(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        assert is_one_of(await answer_to(c, "没拍照，就想退一半的钱"), "private.thanks_noted")
        intake = (await c.case()).intake
        assert (intake["no_photo"], intake["wish"]) == (True, "没拍照，就想退一半的钱")
        assert not intake.get("asked")
        assert is_one_of(await answer_to(c, "怎么还不回我"), "private.chased")
        assert (await c.case()).intake["wish"] == "没拍照，就想退一半的钱"
        c.skip()


async def test_b5_a_question_is_no_wish(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        asked = await answer_to(c, "你们怎么处理")
        assert begins(asked, "private.how"), "her question comes first, then ours"
        assert asked.endswith(tuple(variants("private.ask_photo")))
        assert is_one_of(await answer_to(c, "没有"), "private.ask_help")
        assert is_one_of(await answer_to(c, "怎么还不回我"), "private.chased")
        assert "wish" not in (await c.case()).intake
        c.skip()


# --- B7: what is taken back ---


async def test_b7_a_mistake_of_her_own_stops_the_questions(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        said = await answer_to(c, "不好意思我弄错了，是拼多多买的，不用处理了")
        assert is_one_of(said, "private.mistaken")
        told = c.to("团长")
        assert told.startswith("售后单 1 · 静静 说是弄错了：不好意思我弄错了")
        assert "不是投诉 1" in told
        assert (await c.case()).state == "waiting_us"
        await c.private("静静", "真的不用了")
        await c.wait(10)
        assert c.all_to("静静") == [], "nothing more is asked"
        assert c.to("团长").startswith("售后单 1 · 静静 说不用处理了：真的不用了")
        await c.private("团长", "不是投诉 1")
        assert (await c.case()).closed_by == "undo"
        c.skip()


async def test_b7_nothing_has_to_be_done(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        assert is_one_of(await answer_to(c, "不用处理了，谢谢"), "private.no_need")
        assert c.to("团长").startswith("售后单 1 · 静静 说不用处理了：不用处理了，谢谢")


async def test_b7_what_is_taken_back_in_the_group_reaches_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(hours=2)
        c.skip()
        await c.group("静静", "不好意思搞错了，是别家买的")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 1 · 静静 说是弄错了：不好意思搞错了")
        assert "mistaken" in await c.kinds()
        assert c.posts() == [], "nobody is shown up"
        await c.private("静静", "就是这样")
        await c.wait(10)
        assert c.all_to("静静") == []
        c.skip()


async def test_b12_in_a_red_case_only_the_leader_hears_of_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "虾饺吃完孩子上吐下泻")
        await c.private("静静", "不好意思我弄错了，是别家买的")
        await c.wait(10)
        assert c.all_to("静静") == []
        assert "说是弄错了" in c.to("团长")


# --- B8: another way than the telephone, or than a private chat ---


async def test_b8_no_call_is_no_opt_out(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        said = await answer_to(c, "不用打电话给我，发消息就行，一共坏了6颗")
        assert begins(said, "private.by_writing")
        assert said.endswith(tuple(variants("private.ask_photo")))
        assert (await c.case()).intake["count"].endswith("一共坏了6颗")
        assert "一共坏了6颗" in c.to("团长")
        assert (await no_contact(c)) is False
        await c.private("团长", "回 1 给您补一盒")
        assert c.to("静静") == "给您补一盒"
        c.skip()


async def test_b8_in_the_group_and_not_in_private(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        assert await answer_to(c, "别私聊我，群里说就行") == say("private.in_group")
        assert c.to("团长").startswith("售后单 1 · 静静 不想私聊，想在群里说：")
        await c.private("团长", "回 1 给您补一盒")
        assert c.all_to("静静") == [], "what is private waits for a leader who insists"
        c.skip()


@pytest.mark.parametrize("words", ["不要再傳訊息給我了", "別再傳了", "不要再私訊我", "不要再聯繫我"])
async def test_b8_an_opt_out_in_traditional_characters(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        assert await answer_to(c, words) == say("private.left_alone")
        assert await no_contact(c) is True
        c.skip()


@pytest.mark.parametrize("words", ["别联系我婆婆，联系我", "别发了盒装的，发袋装的", "别给我打电话，打字说"])
async def test_b8_what_is_no_opt_out_is_answered(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        assert (await answer_to(c, words)).endswith(tuple(variants("private.ask_photo")))
        assert await no_contact(c) is False
        c.skip()


async def no_contact(c: Conversation) -> bool:
    """Whether she is not to be written to."""
    found = await c.read(lambda conn: members.get(conn, "terminal", "静静"))
    assert found is not None
    return found.no_contact_at is not None


# --- the words themselves ---


@pytest.mark.parametrize(
    ("says", "text", "it_does"),
    [
        (has_no_photo, "没拍照，就想退一半的钱", True), (has_no_photo, "已经扔了", True),
        (has_no_photo, "都吃完了", True), (has_no_photo, "有没有照片", False),
        (has_no_photo, "吃了一个发现坏的", False),
        (names_wish, "都说了退一半", True), (names_wish, "不用退了，补一盒就行", True),
        (names_wish, "能不能退一半", True),
        (names_wish, "什么时候退", False), (names_wish, "谁要你们退钱", False), (names_wish, "不用补了", False),
        (asks_how, "你们怎么处理", True), (asks_how, "怎么处理都行", False),
        (waits_for_us, "怎么还不回我", True), (waits_for_us, "等了半天也没人", True),
        (waits_for_us, "不急，等你消息", False),
    ],
)  # fmt: skip
def test_b5_words_of_the_intake(says: object, text: str, it_does: bool) -> None:
    assert callable(says)
    assert says(text) is it_does


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("我弄错了", "mistaken"), ("不是在你们家买的", "mistaken"), ("是楼下超市买的", "mistaken"),
        ("数错了，没少", "mistaken"), ("真的不用了", "no_need"), ("不用麻烦了谢谢", "no_need"),
        ("你们发错了，我要的是草莓", None), ("是不是弄错了", None), ("货发错了", None), ("团长弄错了", None),
        ("不好意思，货弄错了", None), ("我看错了，是青提不是草莓", None), ("我数错了，是3个", None),
        ("在拼多多买的都没这么差", None), ("不用退了，补一盒就行", None), ("我弄错订单了", None), ("", None),
    ],
)  # fmt: skip
def test_b7_words_that_take_a_complaint_back(text: str, how: str | None) -> None:
    assert takes_back(text) == how
