"""B1, B3, B11: a case from its opening to its cause, merged, split, handed over, put off; two people at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.domain.case import Case
from bot.replies import say
from bot.storage import cases, messages
from handlers.cases import life as case_life
from handlers.cases.closing import Meanwhile, resolve, set_cause
from handlers.cases.timeline import Actor
from tests.conversation import GROUP, Conversation
from tests.handlers.test_clocks import staffed

LEADER = Actor("group_leader", "团长", "团长")
XIAOMEI = Actor("group_leader", "小美", "小美")


async def locked(c: Conversation, unit: Any, number: int = 1) -> Any:
    """Do something with a case as a command or the console would."""

    def work(conn: Connection) -> Any:
        case = cases.get(conn, number, for_update=True)
        assert case is not None
        return unit(conn, case)

    return await c.storage.write(work)


# --- B3: the cause ---


async def test_b3_no_case_closes_without_a_cause(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await c.complain()
        await c.private("团长", "结 1 补了一盒草莓")
        asked = c.to("团长")
        assert "因 1 快递 / 因 1 我们 / 因 1 群友" in asked
        assert [b.data for b in asked.message.buttons] == ["courier:1", "seller:1", "member:1", "gap:1"]
        c.skip()
        await c.private("静静", "好了")
        await c.wait(10)
        assert "1–5 分" in c.to("静静"), "she does not wait for it"
        assert c.to("团长").startswith("售后单 1：静静 说解决了。记下原因就结单。")
        await c.private("静静", "4")
        await c.wait(10)
        c.skip()
        case = await c.case()
        assert (case.state, case.closed_at, case.mark) == ("resolved", None, 4)
        await c.private("团长", "待办")
        assert c.to("团长").endswith("等您记原因")

        await c.tap("团长", "courier:1")
        assert c.to("团长") == "记下了，售后单 1 的原因：快递。已结单。"
        case = await c.case()
        assert (case.state, case.cause, case.closed_by, case.mark) == ("closed", "courier", "member", 4)
        assert c.nothing(), "the member hears nothing of it"


async def test_b3_the_leader_is_reminded_of_a_missing_cause(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain()
        await c.private("团长", "结 1 补了一盒草莓")
        await c.private("静静", "好了")
        await c.wait(10)
        c.skip()
        await c.wait(hours=71)
        assert c.nothing()
        await c.wait(hours=2)
        assert c.to("团长").startswith("售后单 1 · 静静 的事办完了，还差个原因")
        assert (await c.case()).state == "resolved"


async def test_b3_the_members_own_doing_is_never_said(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "因 1 群友")
        await c.private("团长", "标 1 期望落差")
        await c.private("团长", "结 1 给您补了一盒，商品说明也改清楚了")
        await c.private("静静", "好了")
        await c.wait(10)
        said = [d.message.text for d in c.adapter.sent if d.message.member_id == "静静" or d.message.group_id]
        assert not any("原因" in text or "期望" in text or "群友" in text for text in said)
        assert any("商品说明也改清楚了" in text for text in said)
        case = await c.case()
        assert (case.state, case.cause, case.tags) == ("closed", "member", ("期望落差",))
        c.skip()


async def test_b3_the_cause_may_be_corrected_and_both_stand_in_the_timeline(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        for words in ("因 1 快递", "因 1 我们"):
            await c.private("团长", words)
        c.skip()
        assert (await c.case()).cause == "seller"
        assert [e.text for e in await c.timeline() if e.kind == "cause"] == ["快递", "我们"]


async def test_not_a_complaint_needs_no_cause(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "不是投诉 1")
        c.skip()
        case = await c.case()
        assert (case.state, case.cause, case.closed_by) == ("closed", None, "undo")


async def test_b11_over_but_for_its_cause_it_opens_again_when_it_is_not_solved(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "结 1 补了一盒草莓")
        await c.private("静静", "好了")
        await c.wait(10)
        c.skip()
        await c.private("静静", "还是没收到")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 1 重新打开")
        c.skip()
        case = await c.case()
        assert (case.state, case.closed_by, case.closes_at) == ("waiting_us", None, None)


async def test_b11_what_she_was_sent_has_come(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 静静您好，我这就给您补一盒")
        c.skip()
        await c.wait(hours=1)
        await c.private("静静", "收到补的了")
        await c.wait(10)
        assert "收到补的了" in c.to("静静")
        c.skip()
        await c.private("静静", "好了")
        await c.wait(10)
        assert "1–5 分" in c.to("静静")
        c.skip()


# --- B1: two people at once ---


async def test_two_admins_resolve_at_once_and_one_of_them_hears_of_the_other(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await staffed(c)
        await c.complain()
        ctx = c.app.ctx

        async def end(by: Actor, words: str) -> str:
            def unit(conn: Connection, case: Case) -> str:
                resolve(ctx, conn, case, words, by, words, seen="waiting_member")
                return "done"

            try:
                return str(await locked(c, unit))
            except Meanwhile as e:
                return str(e)

        answers = await asyncio.gather(end(LEADER, "补了一盒"), end(XIAOMEI, "退了十块"))
        assert answers.count("done") == 1
        lost = next(a for a in answers if a != "done")
        winner = "团长" if answers[0] == "done" else "小美"
        assert lost == f"售后单 1 刚有变动（{winner}：处理结果），现在是“已处理待确认”。先看一眼：看 1"
        await c.wait(1)
        assert len(c.all_to("静静")) == 1, "she hears one of them"
        assert (await c.kinds()).count("resolved") == 1
        c.skip()


async def test_two_admins_type_at_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await staffed(c)
        await c.complain()
        await c.private("团长", "结 1 补了一盒")
        await c.private("小美", "结 1 退了十块")
        assert c.to("小美").startswith("售后单 1 刚有变动（团长：处理结果）")
        c.skip()
        assert (await c.case()).resolution == "补了一盒"


async def test_work_from_the_chat_and_the_console_loses_nothing(database_url: str) -> None:
    """Ten people note, tag and name the cause at once: all of it is there afterwards."""
    async with Conversation.on(database_url) as c:
        await c.complain()
        ctx = c.app.ctx
        work = [
            *(lambda conn, case, n=n: case_life.note(ctx, conn, case, f"第{n}条", LEADER) for n in range(4)),
            *(lambda conn, case, n=n: case_life.tag(ctx, conn, case, f"标签{n}", XIAOMEI) for n in range(4)),
            lambda conn, case: set_cause(ctx, conn, case, "seller", LEADER),
            lambda conn, case: case_life.reassign(ctx, conn, case, "团长", LEADER, "k"),
        ]
        await asyncio.gather(*(locked(c, unit) for unit in work))
        case = await c.case()
        assert (set(case.tags), case.cause, case.assignee) == ({f"标签{n}" for n in range(4)}, "seller", "团长")
        assert {e.text for e in await c.timeline() if e.kind == "note"} == {f"第{n}条" for n in range(4)}


async def test_the_leader_resolves_while_the_member_writes(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("静静", "底下那层全是软的")
        await c.private("团长", "结 1 补了一盒草莓")
        await c.wait(10)
        assert "底下那层全是软的" in [e.text for e in await c.timeline() if e.kind == "direct_message"], (
            "nothing is lost"
        )
        c.skip()


# --- merge and split ---


async def two_cases(c: Conversation) -> None:
    await c.complain("静静", "草莓烂了一半")
    await c.wait(60)
    await c.complain("静静", "鸡蛋少了两个")


async def test_merged_cases_go_on_as_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await two_cases(c)
        await c.private("团长", "售后单 2 并入 1")
        assert c.to("团长") == "售后单 2 并入售后单 1 了，话都接在一起，以后看 1 就行。"
        assert c.nothing(), "the member is told nothing"
        case = await c.case(2)
        assert (case.state, case.closed_by, case.merged_into) == ("closed", "merged", 1)
        said = await c.read(lambda conn: [m.text for m in messages.of_case(conn, 1) if m.role == "member"])
        assert said == ["草莓烂了一半", "鸡蛋少了两个"]
        assert [e.text for e in await c.timeline(1) if e.kind == "opened"] == ["草莓烂了一半", "鸡蛋少了两个"]

        await c.private("团长", "看 2")
        assert c.to("团长").startswith("售后单 1 · ")
        await c.private("团长", "回 2 静静您好，两样我都在看")
        assert c.to("团长") == "好，这就转给 静静（售后单 1）。"
        c.skip()
        await c.private("静静", "鸡蛋要大的那种可以吗")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 1 · 静静：鸡蛋要大的")
        await c.private("团长", "待办")
        assert c.to("团长").startswith("待办 1 单")
        await c.private("团长", "因 1 快递")
        c.skip()
        assert (await c.case(2)).cause == "courier"


async def test_an_offer_after_a_merge_names_the_goods_of_both(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await two_cases(c)
        await c.private("团长", "赔 2 退5元 明天18:00 因为少了两个鸡蛋")
        c.skip()
        await c.private("团长", "2 并入 1")
        c.skip()
        await c.private("团长", "赔 1 改 退8元 明天18:00 因为两样一起")
        said = c.to("静静")
        assert "草莓和鸡蛋" in said
        assert "退 8 元" in said
        c.skip()


MORE_EGGS = [("group", "鸡蛋又坏了三个"), ("private", "鸡蛋又坏了三个"), ("group", "草莓烂了，鸡蛋也碎了两个")]


@pytest.mark.parametrize(("where", "text"), MORE_EGGS)
async def test_new_words_about_merged_goods_go_to_the_case_that_goes_on(
    database_url: str, where: str, text: str
) -> None:
    async with Conversation.on(database_url) as c:
        await two_cases(c)
        await c.private("团长", "售后单 2 并入 1")
        await c.wait(hours=1)
        c.skip()
        await (c.group if where == "group" else c.private)("静静", text)
        await c.wait(10)
        assert len(await c.cases()) == 2
        said = await c.read(
            lambda conn: [m.text for m in [*messages.of_case(conn, 1), *messages.conversation(conn, 1)]]
        )
        assert text in said
        assert not [p for p in c.posts() if "静静" in p.mentions], "the group has been answered once"
        c.skip()


async def test_merged_goods_that_are_not_solved_open_the_case_that_went_on_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await two_cases(c)
        await c.private("团长", "售后单 2 并入 1")
        await c.private("团长", "结 1 两样都补了")
        await c.wait(60)
        await c.group("静静", "鸡蛋还是坏的")
        await c.wait(10)
        assert [case.state for case in await c.cases()] == ["waiting_us", "closed"]
        c.skip()


async def test_goods_split_off_again_keep_their_own_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await two_cases(c)
        await c.private("团长", "售后单 2 并入 1")
        await c.private("团长", "拆 1 2")
        c.skip()
        await c.group("静静", "鸡蛋又坏了三个")
        await c.wait(10)
        assert len(await c.cases()) == 3
        said = await c.read(lambda conn: [m.text for m in messages.of_case(conn, 3) if m.role == "member"])
        assert said == ["鸡蛋少了两个", "鸡蛋又坏了三个"]
        c.skip()


async def test_what_waits_in_a_merged_case_stays_unsaid(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await two_cases(c)
        await c.private("团长", "2 并入 1")
        c.skip()
        await c.private("团长", "发 2")
        assert [p.mentions for p in c.posts()] == [["静静"]], "only what the first case has to say"
        c.skip()


async def test_two_accounts_of_one_neighbour_are_one_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.wait(60)
        await c.complain("静静小号", "我另一个号，草莓烂了")
        await c.private("团长", "2 并入 1")
        c.skip()
        await c.private("静静小号", "用这个号说也行吧")
        await c.wait(10)
        assert any(s.startswith("售后单 1 ") for s in c.all_to("团长"))
        c.skip()


@pytest.mark.parametrize(
    "words",
    [
        "我是静静，用这个号说，草莓烂了",
        "我另一个号，草莓烂了",
        "草莓烂了一半，我是静静老公",
        "这是我小号，那个草莓烂了",
    ],
)
async def test_a_second_account_is_no_second_voice_and_leaders_read_whose(words: str, database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        c.skip()
        await c.group("岁月", words)
        await c.wait(60)
        assert "像是 静静（售后单 1）" in c.to("团长")
        assert (await c.case(2)).incident is None
        await c.private("团长", "2 并入 1")
        assert (await c.case(2)).merged_into == 1
        c.skip()


@pytest.mark.parametrize("words", ["我是静静楼上的，草莓也烂了", "草莓烂了，我要的是小号的", "我是1号楼的，草莓烂了"])
async def test_a_neighbour_who_names_another_is_a_voice_of_their_own(words: str, database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        c.skip()
        await c.group("岁月", words)
        await c.wait(60)
        assert (await c.case(2)).incident == 1
        c.skip()


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("1 并入 1", "已经是同一单了：售后单 1。"),
        ("1 并入 99", "没有售后单 99。回“待办”看看现在有哪些。"),
        ("99 并入 1", "没有售后单 99。回“待办”看看现在有哪些。"),
        ("99999999999999 并入 1", "没有售后单 99999999999999。回“待办”看看现在有哪些。"),
        ("因 1 天气", say("leader.ask_cause", number=1)),
        ("因", "是哪一单？这样写：因 12"),
        ("标 1", "标什么？这样写：标 1 期望落差（最多 12 个字）"),
        ("标 1 " + "长" * 13, "标什么？这样写：标 1 期望落差（最多 12 个字）"),
        ("记 1", "记什么？这样写：记 1 您想记的话"),
        ("转 1 @老周", "转给谁？这样写：转 1 @名字\n阳光里 3 群 能接的有：团长"),
        ("转 1", "转给谁？这样写：转 1 @名字\n阳光里 3 群 能接的有：团长"),
        ("缓 1 改天", "缓到什么时候？这样写：缓 1 明天上午，或：缓 1 2小时（最多一个月）"),
        ("缓 1 今天上午8点", "缓到什么时候？这样写：缓 1 明天上午，或：缓 1 2小时（最多一个月）"),
        ("缓 1 90天", "缓到什么时候？这样写：缓 1 明天上午，或：缓 1 2小时（最多一个月）"),
        ("拆 1 9", "拆哪几条？这样写：拆 1 2 3（至少留一条）\n1. 草莓烂了一半"),
        ("拆 1 1", "拆哪几条？这样写：拆 1 2 3（至少留一条）\n1. 草莓烂了一半"),
        ("重开 1", "售后单 1 还开着，现在是“等群友”。"),
        ("重开 7", "没有售后单 7。回“待办”看看现在有哪些。"),
    ],
)
async def test_half_and_wrong_commands_get_one_sentence(database_url: str, command: str, answer: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        before = await c.case()
        await c.private("团长", command)
        assert c.to("团长") == answer
        assert await c.case() == before
        assert c.nothing()


async def test_messages_are_split_off_into_a_case_of_their_own(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.group("静静", "还有上周的牛奶也酸了")
        await c.wait(60)
        await c.private("团长", "2 并入 1")  # however the detector took it, it is one case now
        c.skip()
        await c.private("团长", "拆 1")
        assert c.to("团长").split("\n")[1:] == ["1. 草莓烂了一半", "2. 还有上周的牛奶也酸了"]
        await c.private("团长", "拆 1 2")
        answer = c.to("团长")
        assert answer.startswith("拆好了，这几条现在是售后单")
        made = (await c.cases())[-1]
        assert (made.quote, made.state, made.first_response_at is not None) == (
            "还有上周的牛奶也酸了",
            "waiting_us",
            True,
        )
        said = await c.read(lambda conn: [m.text for m in messages.of_case(conn, made.number) if m.role == "member"])
        assert said == ["还有上周的牛奶也酸了"]
        assert "split" in await c.kinds(1)
        assert c.nothing(), "the member is told nothing"


# --- hand over, put off, note ---


async def test_a_case_is_handed_over(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await staffed(c)
        await c.complain()
        await c.private("团长", "转 1 @小美")
        assert c.to("团长") == "售后单 1 交给 小美 了。"
        assert c.to("小美").startswith("团长 把售后单 1 转给您了 · 阳光里 3 群\n静静：草莓烂了一半")
        await c.private("团长", "看 1")
        assert "负责人 小美" in c.to("团长")
        await c.private("小美", "转 1 我")
        assert c.to("小美") == "售后单 1 交给 小美 了。"
        assert c.nothing()


async def test_a_snoozed_case_is_silent_and_wakes(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain()
        await c.private("静静", "找团长")
        await c.wait(10)
        c.skip()
        await c.private("团长", "缓 1 下午三点")
        assert c.to("团长") == "好，售后单 1 缓到 01-05 15:00，这之前不催您。答应群友的事照样看着。"
        await c.private("团长", "待办")
        assert c.to("团长").endswith("缓到 01-05 15:00")
        await c.wait(hours=4)
        assert c.nothing()
        await c.wait(hours=1, minutes=1)
        assert "请您亲自打个电话" in c.to("团长")


async def test_snoozing_ends_by_word(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.complain()
        await c.private("静静", "找团长")
        await c.wait(10)
        await c.private("团长", "缓 1 明天上午")
        await c.private("团长", "缓 1 取消")
        c.skip()
        await c.wait(minutes=31)
        assert any("超时" in s for s in c.all_to("团长"))


async def test_notes_and_tags_are_for_us_only(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "记 1 打过电话，说好晚上送")
        assert c.to("团长") == "记在售后单 1 里了，群友看不到。"
        await c.private("团长", "标 1 老客户")
        c.skip()
        await c.private("团长", "看 1")
        shown = c.to("团长")
        assert "备注：打过电话，说好晚上送" in shown
        assert "标签 老客户" in shown
        await c.private("团长", "标 1 老客户")
        assert c.to("团长") == "售后单 1 去掉了“老客户”。"
        assert c.nothing()


async def test_a_person_takes_an_ended_case_up_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "因 1 快递")
        await c.private("团长", "结 1 补了一盒")
        await c.private("静静", "好了")
        await c.wait(10)
        c.skip()
        await c.private("团长", "重开 1 补的那盒送错门了")
        assert c.to("团长") == "好，售后单 1 重开了，接着办。"
        assert (await c.case()).state == "waiting_us"
        assert c.nothing(), "without a word to the member"


async def test_a_member_who_leaves_or_renames_stays_in_the_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.group("静静", "草莓底下也烂了", member_name="静静(3栋)", member_id="静静")
        await c.wait(10)
        c.skip()
        assert len(await c.cases()) == 1
        assert (await c.case()).member_name == "静静(3栋)"
        from bot.domain.chat import GroupChange

        left = GroupChange(
            "terminal", c.adapter.account, "left1", c.clock(), GROUP, "阳光里 3 群", "member_left", "静静"
        )
        await c.take(left)
        assert "left_group" in await c.kinds()
        assert c.to("团长").startswith("静静(3栋) 退群了，售后单 1 还没办完。")
        await c.take(left)
        assert c.nothing(), "told once"
        await c.private("团长", "结 1 补了一盒")
        c.skip()
        assert (await c.case()).state == "resolved"


async def test_a_leader_of_another_group_works_no_case_here(database_url: str) -> None:
    async with Conversation.on(database_url, others={"李姐": "荷花里"}) as c:
        await c.complain()
        before = await c.case()
        for command in (
            "因 1 快递",
            "标 1 老客户",
            "记 1 试试",
            "转 1 我",
            "缓 1 明天",
            "拆 1 1",
            "重开 1",
            "1 并入 1",
        ):
            await c.private("李姐", command)
            assert c.to("李姐") == "没有售后单 1。回“待办”看看现在有哪些。", command
        await c.tap("李姐", "courier:1")
        assert c.to("李姐").startswith("没有售后单 1")
        assert await c.case() == before
        await c.tap("静静", "courier:1")
        assert c.nothing()
        assert (await c.case()).cause is None
