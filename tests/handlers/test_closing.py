"""How a case ends: the leader resolves, the member is asked, a mark is welcome and never invented."""

from __future__ import annotations

import pytest

from bot.replies import variants
from tests.conversation import Conversation


async def resolved(c: Conversation) -> None:
    await c.complain()
    await c.private("团长", "结 1 补了一盒草莓，放您门口了")
    c.skip()


async def test_the_leader_resolves_the_member_agrees_and_marks(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "结 1 补了一盒草莓，放您门口了")
        asked = c.to("静静")
        assert "补了一盒草莓，放您门口了" in asked
        assert "好了" in asked or "行就回" in asked
        assert "48 小时没回话，我就结掉售后单 1" in c.to("团长")
        assert (await c.case()).state == "resolved"

        await c.private("团长", "因 1 我们")
        assert c.to("团长").startswith("记下了，售后单 1 的原因：我们。")
        assert c.to("静静") in variants("private.lesson_seller")
        await c.private("静静", "好了，谢谢")
        await c.wait(10)
        assert "1–5 分" in c.to("静静")
        assert c.to("团长") == "售后单 1 已结单，静静 说解决了。"
        case = await c.case()
        assert (case.state, case.closed_by, case.mark) == ("closed", "member", None)

        await c.private("静静", "5")
        await c.wait(10)
        assert c.to("静静") in variants("private.closed_thanks")
        assert c.to("团长") == "售后单 1：静静 打了 5 分。"
        assert (await c.case()).mark == 5

        await c.private("静静", "谢谢")
        await c.wait(minutes=5)
        assert c.nothing(), "a word of thanks wants no answer"


async def test_the_same_by_taps(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await c.complain()
        await c.private("团长", "结 1 补了一盒草莓，放您门口了")
        assert [b.data for b in c.to("静静").message.buttons] == ["fixed:1", "notfixed:1"]
        c.skip()
        await c.tap("老周", "fixed:1")
        assert c.nothing(), "it is not his case"
        await c.tap("静静", "fixed:1")
        assert list(c.to("静静").buttons) == ["1", "2", "3", "4", "5"]
        c.skip()
        await c.tap("静静", "mark:1:4")
        c.skip()
        await c.tap("静静", "mark:1:1")
        assert c.nothing(), "the first mark stands"
        assert (await c.case()).mark == 4


@pytest.mark.parametrize("data", ["mark:1:9", "mark:1:0", "fixed:77", "nonsense", "", "fixed:1:", "look:1"])
async def test_a_tap_that_makes_no_sense_does_nothing(database_url: str, data: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.tap("静静", data)
        assert c.nothing()
        assert (await c.case()).state == "resolved"


async def test_not_solved_opens_it_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private("静静", "还没，一盒都没看到")
        await c.wait(10)
        assert c.to("静静") in variants("private.reopened")
        assert c.to("团长").startswith("售后单 1 重新打开：静静 说“还没，一盒都没看到”")
        case = await c.case()
        assert (case.state, case.closes_at) == ("waiting_us", None)
        await c.wait(hours=50)
        assert (await c.case()).state == "waiting_us", "silence closes what is resolved only"
        c.skip()
        await c.private("团长", "结 1 刚刚送到了")
        c.skip()
        await c.private("静静", "好了")
        await c.wait(10)
        c.skip()
        assert (await c.case()).settled


async def test_silence_closes_without_a_mark(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.wait(hours=47, minutes=59)
        assert c.nothing()
        await c.wait(minutes=2)
        assert c.to("团长").startswith("售后单 1：静静 48 小时没有回话，没有打分。记下原因就结单。")
        assert c.nothing(), "she is not bothered"
        case = await c.case()
        assert (case.state, case.closed_by, case.mark) == ("resolved", "silence", None)
        await c.private("团长", "因 1 快递")
        assert c.to("团长") == "记下了，售后单 1 的原因：快递。已结单。"
        case = await c.case()
        assert (case.state, case.closed_by, case.mark) == ("closed", "silence", None)


async def test_the_silence_is_as_long_as_the_settings_say(database_url: str) -> None:
    async with Conversation.on(database_url, close_after_h=2) as c:
        await c.complain()
        await c.private("团长", "结 1 补了一盒")
        assert "2 小时没回话" in c.to("团长")
        c.skip()
        await c.wait(hours=2, minutes=1)
        assert "2 小时没有回话" in c.to("团长")


async def test_a_question_after_the_resolution_is_passed_on(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private("静静", "大概几点能送来呀？")
        await c.wait(10)
        assert "大概几点能送来呀？" in c.to("团长")
        assert c.to("静静") in variants("private.ask_fixed_again")
        await c.private("静静", "我就想知道几点能到？")
        await c.wait(10)
        assert "我就想知道几点能到？" in c.to("团长")
        assert c.to("静静") in [w.format(number=1) for w in variants("private.noted_more")], "asked again only once"
        assert (await c.case()).state == "resolved"


async def test_days_after_the_end_nobody_is_met_with_silence(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.wait(hours=49)
        c.skip()
        await c.wait(hours=48)
        await c.private("静静", "你好在吗，想问一下发票的事")
        await c.wait(10)
        assert "想问一下发票的事" in c.to("团长")
        assert c.to("静静") in variants("private.passed_on")
        await c.private("静静", "待办")
        await c.wait(10)
        assert c.to("静静") in variants("private.ordinary")
        await c.private("静静", photos=1)
        await c.wait(10)
        assert "发来图片" in c.to("团长")
        c.skip()


async def test_not_solved_after_the_end_opens_it_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.wait(hours=49)
        c.skip()
        await c.private("静静", "还没收到呢")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 1 重新打开")
        c.skip()


async def test_a_new_complaint_in_private_after_the_end_is_a_new_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private("静静", "好了")
        await c.wait(10)
        c.skip()
        await c.private("静静", "补的草莓又烂了一半")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 2")
        c.skip()
        assert (await c.case(2)).repeat_of == 1


async def test_with_two_cases_an_answer_belongs_to_the_one_that_was_asked_about(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.wait(60)
        await c.complain("静静", "鸡蛋少了两个")
        await c.private("团长", "结 1 补了一盒草莓")
        c.skip()
        await c.private("静静", "好了")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 1：静静 说解决了。记下原因就结单。")
        c.skip()
        await c.private("静静", "5分")
        await c.wait(10)
        c.skip()
        assert [(case.settled, case.mark) for case in await c.cases()] == [(True, 5), (False, None)]


async def test_an_old_button_after_a_new_case_of_the_same_goods(database_url: str) -> None:
    """A tap on last week's "还没" while a newer case is open speaks of the newer one."""
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private("静静", "好了")
        await c.wait(10)
        await c.complain("静静", "补的草莓又烂了")
        await c.tap("静静", "notfixed:1")
        assert c.nothing()
        assert (await c.case(1)).settled
        assert "says_not_fixed" in await c.kinds(2)
        await c.private("团长", "待办")
        assert "没处理成" not in c.to("团长")


# --- A2, B2: said in the group that it is not solved ---

STILL_NOT = "都一下午了，草莓的还没到账，说话不算数"


async def resolved_long_ago(c: Conversation) -> None:
    await c.complain()
    await c.private("团长", "结 1 退了10块")
    await c.wait(hours=5)
    c.skip()


async def test_a2_not_solved_said_in_the_group_is_answered_there_and_in_private(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved_long_ago(c)
        await c.group("静静", STILL_NOT)
        await c.wait(40)
        post = c.post()
        assert post.mentions == ["静静"]
        said = [w.format(goods="草莓") for w in variants("apology.unsolved.with_goods")]
        assert post.startswith(tuple(said))
        assert c.to("静静").startswith(
            tuple(w.format(quote=STILL_NOT) for w in variants("private.reopened_in_group"))
        ), "she need not say it again"
        assert c.to("团长").startswith("售后单 1 重新打开：静静 说")
        case = await c.case()
        assert (case.state, case.answer_due_at is not None) == ("waiting_us", True)
        await c.group("静静", "还没到呢")
        await c.wait(40)
        assert c.posts() == [], "once"
        c.skip()


async def test_b2_the_clock_runs_for_what_was_said_in_the_group(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await resolved_long_ago(c)
        await c.group("静静", STILL_NOT)
        await c.wait(40)
        c.skip()
        await c.wait(hours=18)
        told = c.all_to("团长")
        assert any(said.startswith("售后单 1 · 静静 在群里等您回话") for said in told)
        assert any(said.startswith(f"售后单 1 超时：静静 在群里一直没等到回话：{STILL_NOT[:6]}") for said in told)
        c.skip()
        await c.private("团长", "回 1 刚查过，银行明早到")
        assert (await c.case()).answer_due_at is None
        c.skip()


async def test_a2_in_assist_mode_the_answer_waits_for_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await c.complain()
        await c.private("团长", "发 1")
        await c.private("团长", "结 1 退了10块")
        await c.wait(hours=5)
        c.skip()
        await c.group("静静", STILL_NOT)
        await c.wait(40)
        notice = c.to("团长")
        assert "群里可以先回一句：" in notice
        assert notice.endswith("发到群里：发 1")
        assert c.nothing()
        await c.private("团长", "发 1")
        assert c.post().mentions == ["静静"]
        assert "还没到账" in c.to("静静")
        c.skip()


async def test_b12_not_solved_in_a_red_case_goes_to_the_leader_only(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓吃完孩子上吐下泻")
        await c.private("团长", "结 1 陪着去看了医生")
        await c.wait(hours=5)
        c.skip()
        await c.group("静静", "还没好呢，没解决")
        await c.wait(40)
        assert c.posts() == []
        assert c.all_to("静静") == []
        assert "重新打开" in c.to("团长")
        assert (await c.case()).answer_due_at is not None


@pytest.mark.parametrize("words", ["多久到账", "还行吧", "这就算解决了", "好了我告诉你"])
async def test_neither_yes_nor_no_goes_to_the_leader_and_is_asked_again(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await resolved(c)
        await c.private("静静", words)
        await c.wait(10)
        assert words in c.to("团长")
        asked = c.to("静静")
        assert asked in variants("private.ask_fixed_again")
        assert [b.data for b in asked.message.buttons] == ["fixed:1", "notfixed:1"]
        assert (await c.case()).asks_member
        await c.private("静静", "好了")
        await c.wait(10)
        assert "1–5 分" in c.to("静静")
        c.skip()


@pytest.mark.parametrize("words", ["好了个屁", "这也叫解决了", "满意个鬼"])
async def test_mockery_opens_it_again(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private("静静", words)
        await c.wait(10)
        assert c.to("静静") in variants("private.reopened")
        assert words in c.to("团长")
        assert (await c.case()).state == "waiting_us"


async def test_a_yes_with_advice_is_a_yes_and_the_leader_reads_the_advice(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await resolved(c)
        await c.private("静静", "好了，不过下次注意")
        await c.wait(10)
        assert "1–5 分" in c.to("静静")
        assert "不过下次注意" in c.all_to("团长")[0]
        assert (await c.case()).settled


@pytest.mark.parametrize("words", ["好的", "没照片，扔了"])
async def test_words_from_before_the_resolution_are_no_answer_to_it(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("静静", words)
        await c.wait(3)
        await c.private("团长", "结 1 补了一盒草莓，放您门口了")
        await c.wait(10)
        assert "补了一盒草莓" in c.to("静静")
        assert any(words in said for said in c.all_to("团长"))
        assert (await c.case()).asks_member
        await c.private("静静", "好的")
        await c.wait(10)
        assert "1–5 分" in c.to("静静")
        c.skip()


async def test_a_resolution_held_overnight_is_no_question_yet_and_not_said_once_reopened(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(hours=13)
        c.skip()
        await c.private("团长", "结 1 退了29.9元")
        c.skip()
        await c.private("静静", "我还没收到钱啊")
        await c.wait(10)
        assert "我还没收到钱啊" in c.to("团长")
        assert c.to("静静") in [w.format(number=1) for w in variants("private.noted_more")]
        assert (await c.case()).asks_member
        await c.private("团长", "重开 1")
        c.skip()
        await c.wait(hours=10)
        assert not [said for said in c.all_to("静静") if "29.9" in said]
        c.skip()
