"""B9, B12, B2: what counts as the member's yes to an offer, when it does not, and what it ends."""

from __future__ import annotations

import pytest

from bot.storage import offers, promises
from handlers.compensation.offers import post_key
from tests.conversation import LEADER, Conversation
from tests.handlers.test_compensation import all_offers, the_offer


async def offered(c: Conversation, who: str = "王姐") -> None:
    """A refund of 3 yuan for two eggs of ten is offered, and the member has read it."""
    await c.complain(who, "鸡蛋坏了两个", photos=1)
    await c.private(LEADER, "价 1 15 10个坏2个")
    await c.private(LEADER, "赔 1")
    assert "退 3 元" in c.all_to(who)[-1]
    c.skip()


async def offered_without_a_photo(c: Conversation) -> None:
    await c.complain("王姐", "鸡蛋坏了两个")
    await c.private(LEADER, "赔 1 退3元 因为老邻居")
    c.skip()


async def promised(c: Conversation) -> int:
    return len(await c.read(lambda conn: promises.of_case(conn, 1)))


async def says(c: Conversation, text: str, who: str = "王姐") -> None:
    await c.private(who, text)
    await c.wait(10)


# --- B12: the case turns red after the offer ---


@pytest.mark.parametrize("where", ["private", "group"])
async def test_b12_a_yes_after_the_case_turned_red_agrees_to_nothing(database_url: str, where: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await (c.private if where == "private" else c.group)("王姐", "鸡蛋吃了上吐下泻")
        await c.wait(10)
        assert (await c.case()).red == "illness"
        assert any("之前的方案（退 3 元）先收起来了" in said for said in c.all_to(LEADER))
        c.skip()

        await says(c, "好")
        assert c.all_to("王姐") == [], "it answers that the leader will come in person"
        assert await promised(c) == 0
        assert c.all_to(LEADER)[0].startswith("售后单 1 · 王姐：好")
        assert (await c.case()).state == "waiting_us"
        assert not {o.state for o in await all_offers(c)} & {"sent", "accepted"}


async def test_b12_the_leader_decides_anew_after_the_case_turned_red(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, "鸡蛋吃了上吐下泻")
        c.skip()
        await c.private(LEADER, "赔 1")
        assert "建议全额退款 15 元" in c.to(LEADER), "computed afresh, and shown before anything is said"
        await c.private(LEADER, "赔 1")
        assert "全额退款 15 元" in c.to("王姐")
        c.skip()
        await says(c, "好")
        assert "15 元" in c.to("王姐")
        assert await promised(c) == 1
        c.skip()


async def test_b12_a_tap_under_what_was_taken_back_goes_to_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, "鸡蛋吃了上吐下泻")
        c.skip()
        await c.tap("王姐", f"take:{(await the_offer(c)).id}")
        assert c.all_to("王姐") == []
        assert "没算数" in c.to(LEADER)
        assert await promised(c) == 0


async def test_b12_an_offer_that_was_not_read_yet_is_never_said(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await c.group("王姐", "鸡蛋坏了两个")
        await c.wait(10)
        c.allow(dm_first="never")
        await c.private(LEADER, "价 1 15 10个坏2个")
        await c.private(LEADER, "赔 1")
        offer = await the_offer(c)
        await c.group("王姐", "鸡蛋吃了上吐下泻")
        await c.wait(10)
        c.skip()
        c.allow(dm_first="always")
        await c.start("王姐", "case_1")
        await c.wait(60)
        assert not any("退 3 元" in said for said in c.all_to("王姐"))
        assert (await the_offer(c)).state == "replaced"
        assert post_key(offer) == f"offer:{offer.id}"
        c.skip()


async def test_b12_a_case_merged_into_a_red_one_brings_no_live_offer(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.group("王姐", "牛奶过期了")
        await c.wait(10)
        c.skip()
        await c.private(LEADER, "1 并入 2")
        assert any("先收起来了" in said for said in c.all_to(LEADER))
        assert await c.read(lambda conn: offers.live(conn, 2)) is None


# --- B9: a bare yes after the leader's own words ---


async def asked_besides(c: Conversation) -> None:
    await offered(c)
    await c.private(LEADER, "回 1 您把坏的那两个拍张照给我，我找供货的对一下，行吗？")
    c.skip()


async def test_b9_a_bare_yes_after_the_leaders_own_question_is_asked_about(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked_besides(c)
        await says(c, "好")
        asked = c.to(LEADER)
        assert "王姐 回了“好”" in asked
        assert "拿不准是回您这句，还是同意方案（退 3 元）" in asked
        assert await promised(c) == 0
        assert (await the_offer(c)).state == "sent"

        await c.private(LEADER, "赔 1 没同意")
        assert c.to(LEADER) == "好，售后单 1 的方案（退 3 元）还等 王姐 一句准话。"
        assert await promised(c) == 0

        await c.private(LEADER, "赔 1 对方同意了")
        assert "退 3 元" in c.to("王姐")
        assert c.to(LEADER).startswith("售后单 1 · 王姐 同意了：退 3 元")
        assert await promised(c) == 1
        assert (await the_offer(c)).answer == "好"


async def test_b9_the_same_by_taps(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await asked_besides(c)
        await says(c, "好")
        asked = c.to(LEADER)
        await c.tap("王姐", str(asked.buttons["是同意方案"].data))
        assert await promised(c) == 0, "a member's tap on a leader's button does nothing"
        await c.tap(LEADER, str(asked.buttons["不是"].data))
        assert "还等 王姐 一句准话" in c.to(LEADER)
        await c.tap(LEADER, str(asked.buttons["是同意方案"].data))
        c.skip()
        assert await promised(c) == 1
        await c.tap(LEADER, str(asked.buttons["是同意方案"].data))
        assert c.to(LEADER) == "售后单 1 现在没有等 王姐 回话的方案。"
        assert await promised(c) == 1


@pytest.mark.parametrize("words", ["好，就退3块吧", "行，那就退吧", "同意退3元"])
async def test_b9_a_yes_that_says_what_it_agrees_to_counts_at_once(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked_besides(c)
        await says(c, words)
        assert "退 3 元" in c.to("王姐")
        assert await promised(c) == 1
        c.skip()


async def test_b9_a_yes_to_the_leaders_words_about_the_offer_itself_counts(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.private(LEADER, "回 1 先退您3元，您看行吗")
        c.skip()
        await says(c, "好")
        assert await promised(c) >= 1
        assert (await the_offer(c)).state == "accepted"
        c.skip()


async def test_b9_a_yes_after_the_reminder_means_the_offer_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await asked_besides(c)
        await c.wait(hours=30)
        assert any("退 3 元" in said for said in c.all_to("王姐")), "reminded"
        c.skip()
        await says(c, "好")
        assert await promised(c) == 1
        c.skip()


# --- B9: a bare yes after the member's own wish, which we said we pass on ---


@pytest.mark.parametrize(
    ("wish", "then"),
    [
        ("太少了，至少退15", "好的"), ("能不能换一份", "好的谢谢"), ("凭什么3块", "嗯"), ("退到哪里呀？", "好的"),
        ("不行，太少了", "好，等您消息"), ("能不能再多退点", "行，那我等团长同意"),
    ],
)  # fmt: skip
async def test_b9_a_bare_yes_to_being_passed_on_is_no_consent(database_url: str, wish: str, then: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await says(c, wish)
        c.skip()
        await says(c, then)
        assert await promised(c) == 0
        assert (await the_offer(c)).state == "sent"
        assert c.all_to("王姐") == [] or "转给团长" in c.to("王姐")
        assert (await c.case()).answer_due_at is not None, "the leader owes an answer to the wish"
        c.skip()


async def test_b9_the_leader_is_asked_once_and_says_what_was_meant(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await offered(c)
        await says(c, "太少了，至少退15")
        c.skip()
        await says(c, "好的")
        asked = c.to(LEADER)
        assert "前面说“太少了，至少退15”" in asked
        assert "没算同意（退 3 元）" in asked
        await says(c, "嗯")
        await says(c, "谢谢团长")
        assert c.nothing(), "kept, without a word"

        await c.tap(LEADER, str(asked.buttons["是同意方案"].data))
        assert "退 3 元" in c.to("王姐")
        assert await promised(c) == 1
        c.skip()


@pytest.mark.parametrize("then", ["行吧", "那行吧，就这样", "算了，3块就3块吧", "同意退3元", "那就退吧"])
async def test_b9_a_yes_that_gives_in_or_repeats_the_offer_counts_after_a_wish(database_url: str, then: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, "太少了，至少退15")
        await says(c, then)
        assert await promised(c) == 1
        c.skip()


async def test_b9_a_tap_on_the_offer_counts_after_a_wish(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await offered(c)
        await c.tap("王姐", f"more:{(await the_offer(c)).id}")
        await says(c, "好的")
        assert await promised(c) == 0, "it answers what they would like instead"
        await c.tap("王姐", f"take:{(await the_offer(c)).id}")
        assert await promised(c) == 1
        c.skip()


async def test_b9_once_the_offer_is_put_again_a_bare_yes_means_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, "太少了，至少退15")
        await says(c, "我再想想吧，等团长消息")
        assert not any("回“好”" in said for said in c.all_to("王姐")), "who waits for an answer is not asked for a yes"
        await c.private(LEADER, "回 1 这次只能退3元，您看行吗")
        c.skip()
        await says(c, "好的")
        assert (await the_offer(c)).state == "accepted"
        c.skip()


# --- B7, B9: after a refusal nobody is asked the questions of the beginning again ---


async def test_b7_b9_a_yes_after_a_no_goes_to_the_leader_with_the_offer_beside_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered_without_a_photo(c)
        await says(c, "不要")
        c.skip()
        await says(c, "那行吧，就这样")
        assert "照片" not in c.to("王姐")
        assert "前面没要“退 3 元”，现在说：那行吧，就这样" in c.to(LEADER)
        assert await promised(c) == 0
        assert (await c.case()).answer_due_at is not None


async def test_b7_b9_after_no_was_decided_nothing_more_is_asked(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王姐", "鸡蛋坏了两个")
        await c.private(LEADER, "不赔 1 上次补过")
        c.skip()
        await says(c, "那就退8块也行")
        assert "照片" not in c.to("王姐")
        assert "那就退8块也行" in c.to(LEADER)


# --- B9, A4: an answer given in the group ---


async def test_a4_b9_a_yes_in_the_group_is_asked_back_in_private_and_told_to_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.group("王姐", "@团长 退3块我同意")
        await c.wait(10)
        assert c.posts() == [], "no sum is spoken of in public"
        assert "退 3 元" in c.to("王姐")
        assert "在群里说“退3块我同意”，像是同意方案（退 3 元）" in c.to(LEADER)
        assert await promised(c) == 0
        await says(c, "好")
        assert await promised(c) == 1
        c.skip()


@pytest.mark.parametrize("text", ["3块太少了吧", "鸡蛋退3块打发叫花子呢", "你们的方案我不接受，至少退15"])
async def test_b9_a_refusal_in_the_group_is_a_wish_for_more(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.group("王姐", text)
        await c.wait(10)
        assert c.posts() == []
        assert "转给团长" in c.to("王姐")
        assert text in c.to(LEADER)
        assert len(await c.cases()) == 1
        case = await c.case()
        assert (case.state, case.answer_due_at is not None) == ("waiting_us", True)


@pytest.mark.parametrize("text", ["好的", "大家早", "团长今天还有鸡蛋吗", "收到补的了", "鸡蛋能不能多补点货"])
async def test_b9_other_words_in_the_group_answer_no_offer(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.group("王姐", text)
        await c.wait(10)
        assert (await the_offer(c)).answer is None
        c.skip()


# --- B2, A5: what is agreed waits for no word more ---


@pytest.mark.parametrize("before", ["能不能再多退点", "退到哪里呀？"])
async def test_b2_agreeing_ends_the_clock_of_an_answer(database_url: str, before: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await says(c, before)
        assert (await c.case()).answer_due_at is not None
        await says(c, "行吧")
        assert await promised(c) == 1
        assert (await c.case()).answer_due_at is None
        c.skip()
        await c.wait(hours=3)
        assert not any("行吧" in said for said in c.all_to(LEADER))
        assert "clock_breached" not in [e.kind for e in await c.timeline() if e.data.get("clock") == "answer"]
        await c.private(LEADER, "结 1 退了 3 元")
        assert not any("漏看" in said for said in c.all_to("王姐")), "nobody missed anything"
        c.skip()


async def test_b2_a_tap_of_agreement_ends_it_too(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await says(c, "能不能再多退点")
        await c.tap("王姐", f"take:{(await the_offer(c)).id}")
        assert (await c.case()).answer_due_at is None
        c.skip()


async def test_b2_a_yes_that_asks_something_besides_waits_for_an_answer(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await says(c, "好的，退到哪里呀？")
        assert await promised(c) == 1
        assert (await c.case()).answer_due_at is not None
        c.skip()


async def test_a5_who_waited_in_vain_before_agreeing_still_hears_so(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await offered(c)
        await says(c, "能不能再多退点")
        await c.wait(hours=3)
        c.skip()
        await says(c, "行吧")
        c.skip()
        await c.private(LEADER, "结 1 退了 3 元")
        assert any("漏看" in said for said in c.all_to("王姐"))
        c.skip()


@pytest.mark.parametrize("text", ["3块不行，全烂了", "3元太少", "退3块不够啊，坏了好多"])
async def test_b9_the_offers_own_sum_refused_is_a_wish_for_more(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, text)
        assert text in c.to(LEADER)
        c.skip()
        case = await c.case()
        assert (case.state, case.answer_due_at is not None) == ("waiting_us", True)


async def test_b2_other_words_to_an_offer_were_passed_on_and_so_are_answered_in_time(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, "谢谢")
        c.skip()
        assert (await c.case()).answer_due_at is None, "thanks want no answer"
        await says(c, "我老公说想问问你们老板")
        c.skip()
        assert (await c.case()).answer_due_at is not None


# --- B10: with two promises, the one that is meant ---


async def test_b10_what_has_not_arrived_is_what_was_noted_as_done(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, "好的")
        await c.private(LEADER, "赔 1 改 补一份 后天18:00 因为又坏了")
        await says(c, "好的")
        assert await promised(c) == 2
        await c.private(LEADER, "兑 1 转了")
        c.skip()
        await says(c, "没收到啊")
        assert "3 元" in c.to("王姐")
        assert "没收到：承诺 1" in c.to(LEADER)
        await says(c, "查了，没到账")
        assert "3 元" in c.to("王姐")
        assert "没收到：承诺 1" in c.to(LEADER)


async def test_b10_a_question_about_money_is_answered_with_the_refund(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await says(c, "好的")
        await c.private(LEADER, "赔 1 改 补一份 后天18:00 因为又坏了")
        await says(c, "好的")
        c.skip()
        await says(c, "多久到账")
        assert "3 元" in c.to("王姐")
        c.skip()


# --- A5, B2: who says that it came waits for nothing ---


async def test_a5_b2_what_came_after_all_ends_the_clock_of_an_answer(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain("王姐", "鸡蛋坏了两个", photos=1)
        await c.private(LEADER, "结 1 退了3块")
        await says(c, "还没")
        assert (await c.case()).answer_due_at is not None
        await says(c, "哦收到了")
        assert (await c.case()).answer_due_at is None
        await c.wait(hours=2)
        await c.private(LEADER, "结 1 退了3块")
        assert not any("漏看" in said for said in c.all_to("王姐")), "nobody missed anything"
        c.skip()


async def test_b2_a_shrug_at_the_closing_question_waits_for_no_answer(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain("王姐", "鸡蛋坏了两个", photos=1)
        await c.private(LEADER, "结 1 退了3块")
        await says(c, "随便")
        assert (await c.case()).answer_due_at is None
        c.skip()
