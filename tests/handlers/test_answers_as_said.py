"""A2, A4, A10, A15, A19, A28: what a member says about an offer or a promise is taken as people mean it."""

from __future__ import annotations

import pytest

from bot.storage import promises
from tests.conversation import LEADER, Conversation
from tests.handlers.test_compensation import the_offer
from tests.handlers.test_offer_answers import promised, says
from tests.handlers.test_private import is_one_of

THREE = "退 3 元"


async def offered(c: Conversation, what: str = "退3元 明天18:00") -> None:
    await c.complain("王姐", "鸡蛋坏了两个", photos=1)
    await c.private(LEADER, f"赔 1 {what} 因为老邻居")
    c.skip()


async def owed(c: Conversation, words: str = "今晚退您3块") -> None:
    await c.complain("王姐", "鸡蛋坏了两个", photos=1)
    await c.private(LEADER, f"回 1 {words}")
    await c.private(LEADER, "诺 1 对")
    await c.wait(minutes=5)
    c.skip()


async def in_group(c: Conversation, text: str) -> None:
    await c.group("王姐", text)
    await c.wait(10)


# --- A2: a friendly yes ---


@pytest.mark.parametrize(
    "text", ["好哒", "好嘞", "好嘞谢谢", "嗯嗯好嘞，麻烦了", "好哒，谢谢团长", "好咧", "行嘞", "可以了"]
)
async def test_a2_a_friendly_yes_agrees(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        assert await promised(c) == 1
        assert THREE in c.to("王姐")
        c.skip()


@pytest.mark.parametrize("text", ["收到啦", "收到谢谢", "收到，谢谢团长", "收到", "搞定", "我收到了"])
async def test_a2_words_that_only_arrived_are_asked_for_a_yes_and_never_whether_it_is_solved(
    database_url: str, text: str
) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        assert is_one_of(c.to("王姐"), "offer.noted", outcome=THREE)
        assert await promised(c) == 0
        await says(c, "好")
        assert await promised(c) == 1
        assert (await c.case()).state == "promised"
        c.skip()


@pytest.mark.parametrize("text", ["钱收到了", "退款收到了，谢谢", "已经解决了"])
async def test_a2_what_came_before_a_yes_is_still_heard_as_solved(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        assert is_one_of(c.to("王姐"), "private.ask_fixed", quote=text)
        c.skip()


async def test_a2_a_bare_word_after_the_leader_said_that_it_is_done_means_that(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.private(LEADER, "回 1 转您了，看下微信")
        c.skip()
        await says(c, "收到了")
        assert is_one_of(c.to("王姐"), "private.ask_fixed", quote="收到了")
        c.skip()


@pytest.mark.parametrize("text", ["收到啦", "好嘞", "可以了"])
async def test_a2_a_friendly_word_in_the_group_solves_nothing(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await in_group(c, text)
        assert c.posts() == []
        assert c.all_to("王姐") == []
        assert (await the_offer(c)).state == "sent"
        await says(c, "好")
        assert await promised(c) == 1
        c.skip()


# --- A4: in the group after 兑, and before ---


@pytest.mark.parametrize(
    "text",
    [
        "没收到退款", "我3块怎么没到", "3块没收到啊", "@团长 没收到", "团长我没收到钱", "红包没收到",
        "没有啊，没收到", "哪有转我",
        "退的钱我没看到", "钱呢", "微信零钱没看到啊", "还是没到账",
    ],
)  # fmt: skip
async def test_a4_not_received_in_the_group_after_it_was_noted_as_done_is_heard(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, "兑 1 转了")
        c.skip()
        await in_group(c, text)
        assert c.posts() == []
        assert "没收到：承诺 1" in c.to(LEADER)
        assert is_one_of(c.to("王姐"), "promise.member.not_arrived", outcome="退款 3 元")
        assert (await c.case()).answer_due_at is not None


@pytest.mark.parametrize("text", ["快递没收到", "验证码没收到", "没收到群公告", "哪有卖草莓的", "没有啊"])
async def test_a4_what_else_was_not_received_is_not_about_it(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, "兑 1 转了")
        c.skip()
        await in_group(c, text)
        assert not any("没收到：承诺" in said for said in c.all_to(LEADER))


async def test_a4_long_after_it_was_done_a_bare_word_is_about_anything(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, "兑 1 转了")
        await c.wait(hours=80)
        c.skip()
        await in_group(c, "没收到")
        assert not any("没收到：承诺" in said for said in c.all_to(LEADER))
        c.skip()


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("今晚退您3块", "什么时候退啊"), ("今晚退您3块", "3块什么时候给"), ("今晚退您3块", "说退3块又不退"),
        ("今晚退您3块", "@团长 我的呢"), ("今晚退您3块", "不会忘了吧"), ("今晚退您3块", "3块多久到"),
        ("明天补您一盒鸡蛋", "说好补我一盒的"), ("明天补您一盒鸡蛋", "我的鸡蛋还补不补"),
        ("明天补您一盒鸡蛋", "我那一盒呢"),
    ],
)  # fmt: skip
async def test_a4_who_asks_in_the_group_for_what_is_owed_is_heard(database_url: str, words: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c, words)
        await in_group(c, text)
        assert c.posts() == []
        assert "说好的是承诺 1" in c.to(LEADER)
        assert c.to("王姐")


@pytest.mark.parametrize("text", ["都下午了，3块呢", "说中午前，现在几点了", "没收到"])
async def test_a4_who_asks_after_its_time_hears_that_we_are_sorry(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c, "今天中午前退您3块")
        await c.wait(hours=4)
        c.skip()
        await in_group(c, text)
        assert any("说好的是承诺 1" in said for said in c.all_to(LEADER))
        assert is_one_of(c.to("王姐"), "promise.member.overdue", outcome="退款 3 元", due="今天 12:00 前")


@pytest.mark.parametrize(
    "text",
    ["什么时候开团", "什么时候补货", "3块的什么时候到货", "我的呢", "不会忘了吧明天开团", "给我留一盒", "现在几点了"],
)
async def test_a4_other_questions_in_the_group_are_not_about_it(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await in_group(c, text)
        assert not any("承诺 1" in said for said in c.all_to(LEADER))
        assert c.all_to("王姐") == []


# --- A10: the leader's words in the group ---


@pytest.mark.parametrize(
    "words", ["@王姐 拍个照给我看看行吗", "王姐，我退你10块吧，今晚转", "@王姐 补你一盒吧，明天拿"]
)
async def test_a10_a_yes_after_the_leaders_words_in_the_group_is_asked_about(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.group(LEADER, words)
        await c.wait(5)
        c.skip()
        await says(c, "好")
        asked = c.to(LEADER)
        assert words[:8] in asked
        assert "拿不准" in asked
        assert (await the_offer(c)).state == "sent"
        c.skip()


@pytest.mark.parametrize("words", ["静静你的菜到了", "大家早上好", "@王姐 退你3块行吗"])
async def test_a10_words_to_others_and_words_that_repeat_the_offer_leave_a_yes_as_it_is(
    database_url: str, words: str
) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "大家好")
        await offered(c)
        await c.group(LEADER, words)
        await c.wait(5)
        c.skip()
        await says(c, "好")
        assert (await the_offer(c)).state == "accepted"
        c.skip()


# --- A15: after the agreement ---


@pytest.mark.parametrize(
    "text",
    [
        "我对鸡蛋过敏算了，换成退钱吧", "听见没，我说退钱", "别送了", "那我不要了，退钱", "我明天不在家，后天行吗",
        "能不能直接退钱，不补了",
    ],
)  # fmt: skip
async def test_a15_who_wants_it_otherwise_is_not_told_that_it_is_done_as_said(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c, "明天补您一盒鸡蛋")
        await says(c, text)
        assert is_one_of(c.to("王姐"), "promise.member.wished", outcome="补一盒鸡蛋")
        assert text in c.to(LEADER)
        await says(c, "听到没，我不要了")
        assert c.all_to("王姐") == [], "nothing twice within minutes"
        assert "听到没，我不要了" in c.to(LEADER)


async def test_a15_not_to_be_given_is_a_wish_and_no_sign_that_it_is_solved(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        for text in (
            "算了别退了，补我一盒吧", "我自己洗洗吃了，别退了", "钱别退了，下次多给我两个就行",
            "3块别转了，折成券吧", "别转了，都是邻居",
        ):  # fmt: skip
            await says(c, text)
            assert is_one_of(c.to("王姐"), "promise.member.wished", outcome="退款 3 元")
            assert text in c.to(LEADER)
            assert (await c.case()).fix_confirmed_at is None
            await c.private(LEADER, "回 1 我看看")
            await c.wait(minutes=11)
            c.skip()
        await c.group("王姐", "别退了，补我一盒吧")
        await c.wait(10)
        assert is_one_of(c.to("王姐"), "promise.member.wished", outcome="退款 3 元")
        assert "别退了，补我一盒吧" in c.to(LEADER)
        for text in ("静静你别退了", "别退群呀"):
            await c.group("王姐", text)
            await c.wait(10)
            assert c.nothing(), text
        await says(c, "退好了，谢谢")
        assert (await c.case()).fix_confirmed_at is not None
        c.skip()


@pytest.mark.parametrize("text", ["几点送来", "别忘了送", "不要忘了啊", "多久能到", "我在家，随时"])
async def test_a15_who_asks_for_it_hears_that_it_stands(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c, "明天补您一盒鸡蛋")
        await says(c, text)
        assert is_one_of(c.to("王姐"), "promise.member.stands", outcome="补一盒鸡蛋", due="明天 22:00 前")
        c.skip()


@pytest.mark.parametrize("text", ["我的钱呢", "3块怎么还没到", "3块呢"])
async def test_a15_where_is_it_after_it_was_done_means_that_it_did_not_come(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, "兑 1 转了")
        c.skip()
        await says(c, text)
        assert is_one_of(c.to("王姐"), "promise.member.not_arrived", outcome="退款 3 元")
        assert "没收到：承诺 1" in c.to(LEADER)


async def test_a15_an_apology_for_the_delay_is_said_once_within_minutes(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c, "今天中午前退您3块")
        await c.wait(hours=4)
        c.skip()
        await says(c, "不是说中午前吗")
        await says(c, "又骗人")
        assert len(c.all_to("王姐")) == 1
        await c.wait(minutes=20)
        await says(c, "在不在")
        assert len(c.all_to("王姐")) == 1
        c.skip()


# --- A19: more answers to an offer ---


@pytest.mark.parametrize("text", ["没收到", "没看到转账"])
async def test_a19_who_thinks_it_was_paid_hears_that_a_yes_is_missing(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        assert "好" in c.to("王姐")
        assert (await the_offer(c)).state == "sent"
        await says(c, "好")
        assert await promised(c) == 1
        c.skip()


@pytest.mark.parametrize(
    "text", ["可以，不过快点", "可以，但是下次注意", "行，下不为例", "就按你说的", "3块也行，总比没有强"]
)
async def test_a19_a_yes_with_a_wish_for_the_future_is_one(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        assert await promised(c) == 1
        c.skip()


@pytest.mark.parametrize("text", ["不用退了没事的", "谢谢，不用了", "不用了，邻里邻居的，没事", "算了，不用退，小事"])
async def test_a19_who_lets_it_go_kindly_is_thanked(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        assert is_one_of(c.to("王姐"), "offer.let_go", outcome=THREE)
        assert "说不用“退 3 元”了" in c.to(LEADER)
        assert (await the_offer(c)).state == "declined"


# --- A28: small words ---


async def test_a28_who_presses_for_an_offer_hears_the_time_and_no_number_of_hours(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, "3块呢")
        said = c.to("王姐")
        assert "明天 18:00 前" in said
        assert "小时" not in said
        c.skip()


async def test_a28_who_names_the_sum_that_came_is_asked_whether_all_is_well(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await owed(c)
        await c.private(LEADER, "兑 1 转了")
        c.skip()
        await says(c, "收到3块了")
        assert is_one_of(c.to("王姐"), "private.ask_fixed", quote="收到3块了")
        assert len(await c.read(lambda conn: promises.of_case(conn, 1))) == 1
        c.skip()
