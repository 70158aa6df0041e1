"""A leader's short commands in private: whole ones, half ones, unknown ones, somebody else's."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.replies import say, variants
from bot.storage import groups
from tests.conversation import GROUP, NAME, Conversation
from tests.judge import UNSURE
from tests.storage.make import case as case_in

NIGHT = 14
"""Hours from ten in the morning into the quiet hours."""


async def test_todo_shows_what_is_not_done_and_how_long_it_may_take_severest_first(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.private("团长", "待办")
        assert c.to("团长") in variants("leader.todo_empty")
        await c.complain("静静", "牛奶有点酸")
        await c.wait(minutes=61)
        await c.complain("老周", "面包里有头发")
        await c.private("团长", "待办")
        assert c.to("团长").split("\n") == [
            "待办 2 单，急的在前：",
            "售后单 2 老周 · 面包 · 质量 · 等我们 · 刚刚 · 办妥还剩 6 小时",
            "售后单 1 静静 · 牛奶 · 口感 · 等群友 · 1 小时 · 联系还剩 1 小时",
        ]
        await c.private("团长", "结 1 补了一盒")
        c.skip()
        await c.private("团长", "待办")
        assert "牛奶 · 口感 · 已处理待确认" in c.to("团长"), "it waits for her yes"
        await c.private("静静", "好了")
        await c.wait(10)
        c.skip()
        await c.private("团长", "因 1 我们")
        c.skip()
        await c.private("团长", "待办")
        assert c.to("团长").startswith("待办 1 单")


async def test_seventy_cases_are_told_page_by_page(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()

        def many(conn: Connection) -> None:
            group = groups.get(conn, 1)
            for n in range(69):
                case_in(conn, group, member_id=f"m{n}", member_name=f"群友{n}", opened_at=c.clock())

        await c.storage.write(many)
        told = []
        for page in ("", " 2", "3", " 4"):
            await c.private("团长", f"待办{page}")
            said = c.to("团长")
            assert len(said) < 2000, "the shortest that a platform takes"
            told.append(said.split("\n"))
        assert [page[0] for page in told] == ["待办 70 单，急的在前："] * 4
        assert [page[-1] for page in told[:3]] == [
            f"后面还有 {left} 单，接着看回：待办 {n}" for n, left in ((2, 50), (3, 30), (4, 10))
        ]
        numbers = [line.split()[1] for page in told for line in page if line.startswith("售后单 ")]
        assert sorted(map(int, numbers)) == list(range(1, 71)), "each once"
        await c.private("团长", "待办 99")
        assert c.to("团长").split("\n") == told[3], "behind the last there is the last"


async def test_look_tells_the_whole_story(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.group("静静", "底下那层全是软的", photos=2)
        await c.wait(10)
        for words in ("看 1", "看1", "看售后单 1", "看 #1", "1"):
            await c.private("团长", words)
            lines = c.all_to("团长")[0].split("\n")
            assert lines[:3] == ["售后单 1 · 等群友", f"{NAME} · 静静", "货品 草莓 · 类别 损坏 · 明显"]
            assert lines[3].startswith("时限 联系还剩 ")
            assert lines[4] == "01-05 10:00 静静 反馈：草莓烂了一半"
            assert any(line.endswith("群里说：底下那层全是软的 [图片×2]") for line in lines)
            c.skip()


async def test_reply_reaches_the_member_in_the_leaders_words(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 您好，退您 10 块，晚上到账")
        assert c.to("静静") == "您好，退您 10 块，晚上到账", "money is the leader's own decision"
        assert c.all_to("团长")[0] == "好，这就转给 静静（售后单 1）。"
        assert (await c.case()).state == "waiting_member"
        await c.private("团长", "回复1：刚刚已经转了\n您看一下")
        assert c.to("静静") == "刚刚已经转了\n您看一下"
        c.skip()


async def test_words_that_may_hurt_are_held_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 你自己放坏的怪谁啊，爱要不要")
        warning = c.to("团长")
        assert warning.startswith("先没发")
        assert "改一改再发：回 1 您的话" in warning
        assert "照发 1" in warning
        assert c.nothing()
        await c.private("团长", "照发 1")
        assert c.to("静静") == "你自己放坏的怪谁啊，爱要不要"
        c.skip()
        await c.private("团长", "照发 1")
        assert c.to("团长") == "售后单 1 没有等着发的话。"


async def test_a3_a_guess_at_the_member_s_own_doing_is_held(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        for guess in ("是不是您自己没放冰箱", "拿走的时候还是好好的呀", "草莓本来就容易坏"):
            await c.private("团长", f"回 1 {guess}")
            assert "听着像在怪群友" in c.to("团长")
        assert c.nothing()


async def test_b12_no_question_about_keeping_goes_out_in_a_red_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王姐", "孩子吃了草莓上吐下泻")
        await c.private("团长", "回 1 是不是孩子自己吃坏了别的东西？")
        assert c.to("团长").startswith("先没发")
        await c.private("团长", "回 1 草莓买回去放冰箱了吗？")
        assert "先关心身体" in c.to("团长")
        await c.private("团长", "回 1 孩子现在怎么样？我马上过来")
        assert c.to("王姐") == "孩子现在怎么样？我马上过来"
        c.skip()


@pytest.mark.parametrize("command", ["回", "结"])
async def test_words_that_address_somebody_else_are_held_once(database_url: str, command: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", f"{command} 1 婷婷，草莓给您换好了")
        assert "“婷婷”：称呼像是别人的" in c.to("团长")
        assert c.nothing()
        await c.private("团长", f"{command} 1 静静，草莓给您换好了")
        assert "静静，草莓给您换好了" in c.to("静静")
        c.skip()


async def test_better_words_replace_those_that_were_held(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 你自己放坏的怪谁啊")
        await c.private("团长", "回 1 对不起，晚上给您补一盒")
        assert c.to("静静") == "对不起，晚上给您补一盒"
        c.skip()
        await c.private("团长", "照发 1")
        assert c.to("团长") == "售后单 1 没有等着发的话。"


async def test_a_hurtful_resolution_is_held_as_well(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "结 1 你自己放坏的怪谁啊，不赔")
        assert "改一改再发：结 1 您的话" in c.to("团长")
        assert (await c.case()).state == "waiting_member"
        await c.private("团长", "照发 1")
        assert (await c.case()).state == "resolved"
        c.skip()


async def test_what_is_ended_is_not_ended_twice(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "结 1 补了一盒")
        c.skip()
        await c.private("团长", "结 1 补了两盒")
        assert c.to("团长") == "售后单 1 已经结过了（补了一盒）。要改：先“重开 1”，再结。"
        assert c.nothing()


@pytest.mark.parametrize("text", ["好的", "知道了", "谢谢", "嗯嗯，辛苦了", "👌"])
async def test_a_leader_s_thanks_want_no_answer(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", text)
        assert c.nothing()


async def test_a_yes_to_words_that_are_held_is_answered(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 你自己放坏的怪谁啊")
        c.skip()
        await c.private("团长", "好的")
        assert "我没看懂" in c.to("团长")


async def test_b10_what_a_resolution_tells_as_done_is_no_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "结 1 补了一盒，放您家门口")
        assert "补了一盒，放您家门口" in c.to("静静")
        assert all("承诺" not in said for said in c.all_to("团长"))


async def test_b10_what_a_resolution_leaves_to_do_is_a_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "结 1 退了8块，明天再给您补一盒")
        c.skip_to("静静")
        assert any("承诺 1" in said for said in c.all_to("团长"))


async def test_b5_whoever_asks_for_a_person_hears_so_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("静静", "你是机器人吗")
        await c.wait(20)
        assert c.to("静静") in variants("private.robot")
        c.skip_to("团长")
        await c.private("静静", "有人吗")
        await c.wait(20)
        assert "想找您本人：有人吗" in c.to("团长")
        assert c.nothing(), "the leader is called again, she is not told again"
        await c.private("团长", "回 1 我在，您说")
        c.skip()
        await c.wait(minutes=5)
        await c.private("静静", "转人工")
        await c.wait(20)
        assert c.to("静静") in variants("private.person")
        c.skip()


HALF = {
    "看": "是哪一单？这样写：看 12",
    "回": "是哪一单？这样写：回 12",
    "回 补一盒": "是哪一单？这样写：回 12",
    "回 1": "还差内容，这样写：回 1 您想说的话",
    "结": "是哪一单？这样写：结 12",
    "结 1": "怎么处理的？这样写：结 1 处理结果",
    "结单": "是哪一单？这样写：结 12",
    "发": "是哪一单？这样写：发 12",
    "照发": "是哪一单？这样写：照发 12",
    "不是投诉": "是哪一单？这样写：不是投诉 12",
    "看 99": "没有售后单 99。回“待办”看看现在有哪些。",
    "回 99 您好": "没有售后单 99。回“待办”看看现在有哪些。",
    "看 99999999999999999999": "没有售后单 99999999999999999999。回“待办”看看现在有哪些。",
    "是 R99": "没有 R99。回“待审”看看还有哪些。",
    "待审": "没有待审的消息。",
    "模式": say("leader.mode_unknown"),
    "模式 飞快": say("leader.mode_unknown"),
    "登记": say("leader.register_how"),
    "帮助": say("leader.help"),
    "help": say("leader.help"),
    "？": say("leader.help"),
    "照发 1": "售后单 1 没有等着发的话。",
    "发 1": "售后单 1 没有等着发的话。",
    "在吗": "“在吗”我没看懂。回“帮助”看看能做什么，回“待办”看售后单。",
    "是 7": "“是 7”我没看懂。回“帮助”看看能做什么，回“待办”看售后单。",
    "": "“[图片]”我没看懂。回“帮助”看看能做什么，回“待办”看售后单。",
}


async def test_half_and_unknown_commands_get_help_and_never_silence(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        for command, answer in HALF.items():
            await c.private("团长", command)
            assert c.to("团长") == answer, command
        assert c.nothing()
        assert (await c.case()).state == "waiting_member"


async def test_help_names_every_command_that_a_leader_needs(database_url: str) -> None:
    for word in ("待办", "待审", "看 12", "回 12", "结 12", "发 12", "登记", "不是投诉 12", "模式 自动", "帮助"):
        assert word in say("leader.help")


async def test_traditional_characters_and_signs_are_understood(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        answers = {"待辦": "待办 1 单", "回 1：好的": "好，这就转给", "結單 1，補了一盒": "好的，这就告诉"}
        for command, answer in answers.items():
            await c.private("团长", command)
            assert c.to("团长").startswith(answer)
            c.skip()


async def test_the_mode_of_the_one_group(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for word, mode in (("协助", "assist"), ("观察", "watch"), ("自动", "auto")):
            await c.private("团长", f"模式 {word}")
            assert c.to("团长") == f"{NAME} 现在是“{word}”模式。"
            group = await c.read(lambda conn: groups.find(conn, "terminal", GROUP))
            assert group is not None
            assert group.mode == mode


async def test_the_mode_of_one_of_several_groups(database_url: str) -> None:
    async with Conversation.on(database_url, others={"团长": "荷花里"}) as c:
        await c.private("团长", "模式 观察")
        assert c.to("团长").split("\n")[0] == "要改哪个群？这样写：模式 协助 群名"
        await c.private("团长", "模式 观察 阳光里")
        assert c.to("团长") == f"{NAME} 现在是“观察”模式。"


async def test_the_leader_of_another_group_may_do_nothing_here(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist", others={"李姐": "荷花里"}) as c:
        c.verdicts["这个味道怪怪的"] = UNSURE
        await c.complain()
        await c.complain("老周", "这个味道怪怪的")
        before = await c.case()
        for command in ("看 1", "1", "回 1 您好", "结 1 补一盒", "发 1", "不是投诉 1", "照发 1"):
            await c.private("李姐", command)
            assert c.to("李姐") == "没有售后单 1。回“待办”看看现在有哪些。", command
        for command in ("是 R1", "不是 R1"):
            await c.private("李姐", command)
            assert c.to("李姐").startswith("没有 R1")
        for command, answer in (("待办", "leader.todo_empty"), ("待审", "leader.reviews_empty")):
            await c.private("李姐", command)
            assert c.to("李姐") in variants(answer)
        for data in ("send:1", "undo:1", "yes:1"):
            await c.tap("李姐", data)
            assert c.to("李姐").startswith("没有")
        assert c.nothing()
        assert await c.case() == before


async def test_what_is_said_at_night_goes_out_in_the_morning_and_the_leader_knows(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(hours=NIGHT)
        await c.private("团长", "回 1 静静，补的放您门口了")
        assert c.all_to("团长")[0] == "现在是休息时间，08:00 再转给 静静（售后单 1）。要现在就转，回：发 1"
        assert c.nothing()
        await c.wait(hours=10)
        assert c.to("静静") == "静静，补的放您门口了"


async def test_the_leader_may_insist_at_night(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.wait(hours=NIGHT)
        await c.private("团长", "结 1 补了一盒在您门口")
        assert c.to("团长").startswith("记下了。现在是休息时间，08:00 再告诉 静静")
        await c.private("团长", "发 1")
        assert "补了一盒在您门口" in c.to("静静")
        assert c.to("团长") == "好的，售后单 1 等着的话这就发。"


@pytest.mark.parametrize("data", ["todo", "reviews"])
async def test_help_has_buttons(database_url: str, data: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await c.private("团长", "帮助")
        assert data in [b.data for b in c.to("团长").message.buttons]
        await c.tap("团长", data)
        assert c.to("团长")
