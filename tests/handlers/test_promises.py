"""B6 and B10: every promise has an outcome, a time and a proof, and the leader hears of a broken one first."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.config import ConfigError, from_dict
from bot.domain.verdict import Verdict
from bot.replies import variants
from bot.storage import promises
from bot.storage.promises import NewPromise, Promise
from handlers.cases.work import Actor
from handlers.promises import ledger as ledger
from tests.conversation import AT_TEN, Conversation, Said

LI = Actor("group_leader", "团长", "团长")
WORDS = "不好意思，今晚八点前给您退12.8"


async def all_promises(c: Conversation) -> list[Promise]:
    return await c.read(lambda conn: promises.of_case(conn, 1))


def heard(c: Conversation) -> list[Said]:
    """What the leader newly heard about promises; the case's own clocks are another test's matter."""
    return [said for said in c.all_to("团长") if "承诺" in said]


def one(c: Conversation) -> Said:
    [said] = heard(c)
    return said


async def promised(c: Conversation, words: str = WORDS) -> None:
    """A case, and a promise to its member that the leader confirmed."""
    await c.complain()
    await c.private("团长", f"回 1 {words}")
    await c.private("团长", "诺 1 对")
    c.skip()


async def test_b6_a_promise_in_a_private_reply_is_asked_about_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", f"回 1 {WORDS}")
        assert c.to("静静") == WORDS
        sent, asked = c.all_to("团长")
        assert sent == "好，这就转给 静静（售后单 1）。"
        assert asked.split("\n")[:3] == [
            "听着像承诺，记下吗？",
            "承诺 1 · 售后单 1 · 静静：退款 12.80 元，今天 20:00 前",
            f"原话：{WORDS}",
        ]
        assert [p.state for p in await all_promises(c)] == ["unconfirmed"]
        assert (await c.case()).state == "waiting_member", "nothing is promised before a person says so"
        await c.private("团长", "诺 1 对")
        assert c.to("团长").startswith("记下了：承诺 1 · 售后单 1 · 静静 · 退款 12.80 元 · 今天 20:00 前 · 没办")
        assert (await c.case()).state == "promised"
        assert [kind for kind in await c.kinds() if kind.startswith("promise")] == ["promise_heard", "promise_made"]


REPEATED = [
    ("明天补发一份", "明天补发一份", True),
    ("今晚八点前给您退12.8", "退您12.8，今晚到账", True),
    ("今晚八点前给您退12.8", "给您退12.8", True),
    ("今晚八点前给您退12.8", "给您退20.8", False),
    ("明天补发一份", "明天再补发一份", False),
]


@pytest.mark.parametrize(("promise", "resolution", "repeats"), REPEATED)
async def test_b6_a_resolution_that_repeats_a_promise_is_no_second_one(
    database_url: str, promise: str, resolution: str, repeats: bool
) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c, promise)
        await c.private("团长", f"结 1 {resolution}")
        c.skip()
        assert len(await all_promises(c)) == (1 if repeats else 2)


async def test_b6_buttons_do_what_the_words_do(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await c.complain()
        await c.private("团长", f"回 1 {WORDS}")
        asked = c.all_to("团长")[-1]
        assert list(asked.buttons) == ["记下", "改", "不是承诺"]
        await c.tap("团长", asked.buttons["改"].data or "")
        assert c.all_to("团长")[-1].startswith("怎么改？这样写：诺 1 改")
        await c.tap("团长", asked.buttons["记下"].data or "")
        assert c.to("团长").startswith("记下了")
        c.skip()


async def test_b6_the_leaders_words_in_the_group_are_heard(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.group("团长", "@静静 对不起，明早给您补一盒新的", mentions=("静静",))
        asked = c.to("团长")
        assert "承诺 1 · 售后单 1 · 静静：补一盒新的，明天 10:00 前" in asked
        [promise] = await all_promises(c)
        assert (promise.kind, promise.thing, promise.said_by, promise.member_id) == (
            "replacement", "一盒新的", "团长", "静静",
        )  # fmt: skip


async def test_b6_what_is_missing_is_asked_for(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 这钱我退给您")
        asked = c.all_to("团长")[-1]
        assert asked.startswith("听着像承诺，还差时间和金额：")
        await c.private("团长", "诺 1 对")
        assert c.to("团长") == "承诺 1 还差时间和金额，补上才能记：诺 1 改 明天18:00 8元"
        await c.private("团长", "诺 1 改 明天18:00")
        assert "还差金额" in c.to("团长")
        await c.private("团长", "诺 1 改 8元")
        assert c.to("团长") == "改好了：承诺 1 · 售后单 1 · 静静 · 退款 8 元 · 明天 18:00 前 · 没办"
        c.skip()


async def test_b6_two_promises_in_one_message_are_one_question(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 明天退您8块，再补一份")
        asked = c.all_to("团长")[-1]
        assert asked.startswith(
            "听着像几个承诺，记下吗？\n承诺 1 · 售后单 1 · 静静 · 退款 8 元 · 明天 22:00 前 · 待确认\n承诺 2"
        )
        await c.private("团长", "诺 1 都对")
        kept = c.to("团长")
        assert "记下了 2 个承诺" in kept
        assert "兑 1 都" not in kept, "they are not alike: each has a proof of its own"
        assert {p.state for p in await all_promises(c)} == {"open"}
        c.skip()


async def test_b10_kept_in_time_with_a_transfer_number(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c)
        await c.private("团长", "兑 1")
        assert c.to("团长").startswith("怎么办的？")
        await c.private("团长", "兑 1 转账单号 4200001234567")
        assert "售后单 1 答应的都办完了" in c.to("团长")
        told = c.to("静静")
        assert "退款 12.80 元" in told
        assert "4200001234567" in told
        assert (await c.case()).state == "fulfilled"
        [promise] = await all_promises(c)
        assert promise.proof == {"text": "转账单号 4200001234567", "transfer": "4200001234567"}
        await c.wait(hours=30)
        assert heard(c) == [], "a kept promise is never brought up again"
        c.skip()


async def test_b10_a_photo_is_proof(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c)
        await c.private("团长", "兑 1", photos=1)
        assert c.to("团长").startswith("承诺 1 兑现了")
        word, picture = c.all_to("静静")
        assert "退款 12.80 元" in word
        assert word.message.image is None
        assert any(picture == w.format(outcome="退款 12.80 元") for w in variants("promise.member.proof"))
        assert picture.message.image, "the picture itself"
        [promise] = await all_promises(c)
        assert promise.proof
        assert len(promise.proof["images"]) == 1
        await c.private("团长", "承诺 静静")
        assert c.to("团长").endswith("已兑现（照片 1 张）")


async def test_b10_a_photo_that_comes_late_is_shown_when_it_is_there(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c)
        c.adapter.pictures = {f"d{n}/0": None for n in range(1, 99)}
        await c.private("团长", "兑 1 放门口了", photos=1)
        assert "放门口了" in c.to("静静"), "the word does not wait for it"
        c.skip()
        c.adapter.pictures = {}
        await c.wait(minutes=1)
        assert c.to("静静").message.image
        await c.wait(hours=4)
        assert c.all_to("静静") == [], "once"
        c.skip()


async def test_b10_a_photo_that_is_lost_is_the_leaders_to_show(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c)
        c.adapter.pictures = {f"d{n}/0": None for n in range(1, 99)}
        await c.private("团长", "兑 1", photos=1)
        c.skip()
        await c.wait(hours=5)
        assert "承诺 1 的照片没取到，没能转给 静静，麻烦您自己发一下。" in c.all_to("团长")
        assert c.all_to("静静") == []


async def test_b10_where_no_picture_can_be_sent_the_leader_keeps_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(image=False)
        await promised(c)
        await c.private("团长", "兑 1", photos=1)
        assert "团长" in c.to("静静")
        c.skip()


async def test_b10_the_case_is_fulfilled_when_all_its_promises_are(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 明天退您8块，再补一份")
        await c.private("团长", "诺 1 都对")
        await c.private("团长", "兑 1 转了")
        assert (await c.case()).state == "promised"
        await c.private("团长", "兑 2 放门口了")
        assert (await c.case()).state == "fulfilled"
        c.skip()


async def test_b10_warned_before_and_told_after(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c)
        await c.wait(hours=7, minutes=30)
        assert not heard(c)
        await c.wait(hours=1)
        warning = one(c)
        assert warning.startswith(
            "承诺 1 快到点了，还有 2 小时 · 售后单 1 · 静静：退款 12.80 元，今天 20:00 前\n原话："
        )
        assert WORDS in warning
        await c.wait(hours=2)
        overdue = one(c)
        assert overdue.startswith("承诺 1 过点了")
        assert WORDS in overdue
        assert "promise_breached" in await c.kinds()
        await c.wait(hours=24)
        assert one(c).startswith("承诺 1 还没办，过点 12 小时了"), "once a day, in the morning"
        await c.wait(hours=24)
        assert one(c).startswith("承诺 1 还没办，过点 36 小时了")
        assert (await c.kinds()).count("promise_breached") == 1
        [promise] = await all_promises(c)
        assert promise.breached_at is not None
        assert not c.all_to("静静"), "nothing is said to the member by itself"


async def test_b10_a_new_time_brings_words_that_a_person_sends(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c)
        await c.wait(hours=11)
        c.skip()
        await c.private("团长", "诺 1 改 明天中午12点")
        answer = c.to("团长")
        assert "跟群友的话拟好了" in answer
        assert not c.all_to("静静")
        await c.private("团长", "诺 1 改 明天18:00")
        c.skip()
        await c.private("团长", "发 1")
        told = c.to("静静")
        assert "退款 12.80 元" in told
        assert "明天 18:00 前" in told, "the earlier draft is gone"
        c.skip()
        await c.wait(hours=20)
        assert one(c).startswith("承诺 1 快到点了"), "watched afresh"


@pytest.mark.parametrize(("severity", "hours"), [(1, 1), (2, 2), (3, 4)])
async def test_b10_how_early_the_warning_comes_goes_by_severity(database_url: str, severity: int, hours: int) -> None:
    clocks = {"light": {"promise_warn_h": 1}}
    rough = "草莓烂了一半"
    async with Conversation.on(database_url, settings={"sla": clocks}, mode="assist") as c:
        c.verdicts[rough] = Verdict("complaint", 0.9, "damaged", severity, ("烂了",))
        await c.complain(text=rough)
        await c.private("团长", "回 1 今晚八点前退您12.8元")
        c.skip()
        await c.private("团长", "诺 1 对")
        due = (await all_promises(c))[0].due_at
        assert due is not None
        looked_at = (await all_promises(c))[0].next_look_at
        assert looked_at == due - timedelta(hours=hours)
        c.skip()


def test_the_old_name_of_the_warning_says_what_to_write_instead() -> None:
    with pytest.raises(ConfigError) as stopped:
        from_dict({"defaults": {"promise_warn_h": 3}}, environ={})
    assert "sla.light.promise_warn_h、sla.clear.promise_warn_h、sla.severe.promise_warn_h" in str(stopped.value)
    assert "都写成 3 就和原来一样" in str(stopped.value)
    assert "\n" not in str(stopped.value)


async def test_b10_a_statement_names_what_is_open_kept_broken_and_withdrawn_and_hides_nothing(
    database_url: str,
) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        for n, words in enumerate(
            ("今天11点前退您1元", "今天11点前退您2元", "今天11点前退您3元", "后天退您4元", "今天11点前退您5元"), 1
        ):
            await c.private("团长", f"回 1 {words}")
            await c.private("团长", f"诺 {n} 对")
        await c.private("团长", "回 1 后天退您6元")
        await c.wait(hours=2)
        await c.private("团长", "兑 1 转账单号420001")
        await c.private("团长", "诺 2 改 后天12:00")
        await c.private("团长", "诺 5 撤 跟前面那笔重了")
        c.skip()
        await c.private("团长", "承诺 静静")
        told = c.to("团长")
        title, *lines = told.splitlines()
        assert title == "静静 的承诺 6 条，兑现 1 条，过点 1 条，待确认 1 条，没到点 2 条，办晚了 1 条，撤回 1 条："
        found = [(line.split(" · ")[0], line.split(" · ")[-1]) for line in lines]
        assert found[0] == ("承诺 3", "过点"), "what is overdue stands on top"
        assert dict(found) == {
            "承诺 3": "过点", "承诺 2": "没办，误过一次", "承诺 4": "没办", "承诺 6": "待确认",
            "承诺 1": "已兑现，误过一次（转账单号420001）", "承诺 5": "已撤回，误过一次（跟前面那笔重了）",
        }  # fmt: skip
        await c.private("团长", "承诺 今天")
        told = c.to("团长")
        assert [n for n in range(1, 7) if f"承诺 {n} ·" in told] == [1, 2, 3, 5], "a new time does not hide the old"


async def test_b10_no_warning_in_the_quiet_hours_unless_it_is_due_by_then(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c, "明早给您补一盒")
        await c.wait(hours=21, minutes=50)
        assert not heard(c)
        await c.wait(minutes=20)
        warning = one(c)
        assert warning.startswith("承诺 1 快到点了")
        assert warning.at.astimezone(ZoneInfo("Asia/Shanghai")).hour == 8
        c.skip()


async def test_b10_an_unconfirmed_one_is_asked_once_more_and_never_counts_as_kept(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 明天下午给您补一盒")
        c.skip()
        await c.wait(hours=3)
        assert one(c).startswith("这个承诺还没确认，没确认就不算数：")
        await c.wait(hours=60)
        assert one(c).startswith("这个承诺一直没确认，说好的时间已经到了")
        c.skip()
        await c.wait(hours=60)
        assert not any("没确认" in text for text in c.all_to("团长")), "its time comes once"
        c.skip()
        await c.private("团长", "承诺")
        assert "补一盒 · 明天" not in (shown := c.to("团长"))
        assert "待确认，时间已过" in shown
        await c.private("团长", "承诺 静静")
        assert "兑现 0 条，过点 0 条，待确认 1 条" in c.to("团长")


@pytest.mark.parametrize(
    "text", ["王姐，今天退你8元", "王姐 明天给你补发一份", "王姐12-3：晚上八点前退你8元", "王姐你好，今天退你8元"]
)
async def test_b10_a_member_called_by_name_in_the_group_is_promised_something(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王姐12-3", "草莓烂了一半")
        await c.complain("老周", "牛奶漏了")
        c.skip()
        await c.group("团长", text)
        assert one(c).startswith("听着像承诺，记下吗？")
        assert [p.member_name for p in await all_promises(c)] == ["王姐12-3"]


@pytest.mark.parametrize("text", ["王，今天退你8元", "王姐夫，今天退你8元", "大家，今天退你8元", "今天每户退8元"])
async def test_b10_who_is_not_called_is_promised_nothing(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王姐12-3", "草莓烂了一半")
        c.skip()
        await c.group("团长", text)
        assert await all_promises(c) == []


@pytest.mark.parametrize("text", ["明天给你补发一份", "不好意思啊，明天给你补发一份", "收到，今晚退您8块"])
async def test_b10_nobody_named_it_is_to_the_member_who_spoke_last(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("老周", "牛奶漏了")
        await c.complain("王姐12-3", "草莓烂了一半")
        await c.group("团长", "@王姐12-3 我看看")
        c.skip()
        await c.group("团长", text)
        assert one(c).startswith("听着像承诺，记下吗？")
        assert [p.member_name for p in await c.read(lambda conn: promises.of_case(conn, 2))] == ["王姐12-3"]


async def test_b10_nobody_named_and_another_spoke_last(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王姐12-3", "草莓烂了一半")
        await c.group("小美", "面包还有吗")
        c.skip()
        await c.group("团长", "明天给你补发一份")
        assert await all_promises(c) == []


async def test_b10_what_waits_for_the_goods_comes_up_when_they_come(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 到货那天给您补一盒")
        await c.private("团长", "诺 1 对")
        assert "到货那天" in c.all_to("团长")[-1]
        c.skip()
        await c.group("团长", "大家看下，草莓还没到货呢")
        await c.group("团长", "面包到货了，来取")
        assert c.nothing()
        await c.wait(hours=24 * 7)
        assert "承诺 1 还等着（到货那天）" in one(c), "weekly, so that it cannot hide"
        await c.group("团长", "草莓到了，来自提点取")
        assert "承诺 1 · 售后单 1 · 静静 · 补一盒 · 今天 22:00 前" in c.to("团长")
        await c.wait(hours=13)
        assert one(c).startswith("承诺 1 过点了")


async def test_what_waits_for_the_goods_is_due_on_the_day_that_is_announced_for_them(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "回 1 下次到货给您补一盒")
        await c.private("团长", "诺 1 对")
        c.skip()
        for text in ("鸡蛋明天到货", "草莓预计明天到货", "想要的接龙，29元，明天到货"):
            await c.group("团长", text)
            assert c.nothing(), text
        await c.group("团长", "草莓周五到货")
        assert "补一盒 · 1月9日 22:00 前" in c.to("团长")
        await c.group("团长", "明天草莓到货，大家记得来拿")
        assert "补一盒 · 明天 22:00 前" in c.to("团长"), "a nearer day"
        await c.group("团长", "下一批草莓周五到货")
        assert c.nothing(), "it may be another delivery"
        await c.wait(hours=24)
        await c.group("团长", "草莓到货了，大家来拿")
        assert c.nothing(), "it is due this evening already"
        await c.wait(hours=12)
        assert [said.partition("，")[0] for said in c.all_to("团长")] == [
            "承诺 1 快到点了",
            "承诺 1 过点了 · 售后单 1 · 静静：补一盒",
        ]


async def test_b10_what_waits_for_the_next_group_buy(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c, "下次开团给您带一盒新的")
        await c.group("团长", "草莓开团了！接龙")
        assert "今天到时候了：\n承诺 1" in c.to("团长")


async def test_b10_withdrawn_only_with_a_reason_and_never_silently(database_url: str) -> None:
    async with Conversation.on(database_url, others=None) as c:
        await promised(c)
        await c.private("团长", "诺 1 撤")
        assert c.to("团长") == "为什么撤？这样写：诺 1 撤 原因"
        await c.private("团长", "诺 1 撤 原路退款走平台，钱已经自动到账")
        assert "怎么跟群友说由您定" in c.to("团长")
        assert not c.all_to("静静")
        await c.private("团长", "发 1")
        told = c.to("静静")
        assert "真对不起" in told or "抱歉" in told
        assert "钱已经自动到账" not in told, "the reason is the leader's own"
        c.skip()
        [promise] = await all_promises(c)
        assert (promise.state, promise.reason) == ("withdrawn", "原路退款走平台，钱已经自动到账")


async def test_b10_the_ledger_shows_overdue_first(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.private("团长", "承诺")
        assert c.to("团长") in variants("promise.ledger_empty")
        await c.complain("静静", "草莓烂了一半")
        await c.complain("老周", "牛奶漏了")
        await c.private("团长", "回 1 后天给您补一盒")
        await c.private("团长", "诺 1 对")
        await c.private("团长", "回 2 半小时内退您6块")
        await c.private("团长", "诺 2 对")
        await c.wait(hours=1)
        c.skip()
        await c.private("团长", "承诺")
        lines = c.to("团长").split("\n")
        assert lines[0] == "承诺 2 条没办完，过点的在前："
        assert lines[1].startswith("承诺 2 · 售后单 2 · 老周 · 退款 6 元")
        assert lines[1].endswith("过点")
        assert lines[2].startswith("承诺 1 · 售后单 1 · 静静 · 补一盒 · 后天 22:00 前 · 没办")
        await c.private("团长", "承诺 今天")
        assert c.to("团长").startswith("今天的承诺 1 条，兑现 0 条，过点 1 条，待确认 0 条：\n承诺 2")
        await c.private("团长", "承诺 王姐")
        assert c.to("团长") == "没有给“王姐”的承诺。"


BAD = {
    "诺": "是哪个承诺？这样写：诺 5",
    "诺 9 对": "没有承诺 9。回“承诺”看看有哪些。",
    "诺 999999999 对": "没有承诺 999999999。回“承诺”看看有哪些。",
    "兑 9 转了": "没有承诺 9。回“承诺”看看有哪些。",
    "诺 1": "诺 1 后面写：对、不是、改 明天18:00 8元，或者撤 原因",
    "诺 1 改": "怎么改？这样写：诺 1 改 明天18:00 8元（只写要改的）",
    "诺 1 改 2月30日": "“2月30日”这个时间已经过了，或者日历上没有。这样写：诺 1 改 明天18:00",
    "诺 1 改 昨天": "“昨天”这个时间已经过了，或者日历上没有。这样写：诺 1 改 明天18:00",
    "诺 1 改 今天早上8点": "“今天早上8点”这个时间已经过了，或者日历上没有。这样写：诺 1 改 明天18:00",
    "诺 1 改 0元": "“0元”不是能记的金额，要大于 0、不超过 10 万，写清楚数。这样写：诺 1 改 8元",
    "诺 1 改 -5元": "“-5元”不是能记的金额，要大于 0、不超过 10 万，写清楚数。这样写：诺 1 改 8元",
    "诺 1 改 1e9元": "“1e9元”不是能记的金额，要大于 0、不超过 10 万，写清楚数。这样写：诺 1 改 8元",
    "诺 1 改 1000000000": "“1000000000”不是能记的金额，要大于 0、不超过 10 万，写清楚数。这样写：诺 1 改 8元",
    "诺 1 改 加2块": "“加2块”是一共这么多，还是另外加减？请写总数：诺 1 改 10元",
    "诺 1 改 不退了": "不办了请写原因：诺 1 撤 原因。只改时间或金额，写新的就行：诺 1 改 明天18:00 8元",
    "诺 1 改 补一盒 明天": (
        "“补一盒 明天”没看懂，承诺还是原来的。时间和金额这样改：诺 1 改 明天18:00 8元；要换成别的先撤：诺 1 撤 原因"
    ),
    "诺 1 改 十几块": "“十几块”不是能记的金额，要大于 0、不超过 10 万，写清楚数。这样写：诺 1 改 8元",
}


async def test_bad_input_gets_one_clear_sentence_and_nothing_changes(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c)
        before = await all_promises(c)
        for words, answer in BAD.items():
            await c.private("团长", words)
            assert c.to("团长") == answer, words
        assert await all_promises(c) == before


async def test_amounts_in_every_way_of_writing_them(database_url: str) -> None:
    ways = {"十二块八": 1280, "12.8": 1280, "¥12.80/份×3": 3840, "１２元": 1200, "一百五": 15000, "3块5": 350}
    async with Conversation.on(database_url) as c:
        await promised(c)
        for words, fen in ways.items():
            await c.private("团长", f"诺 1 改 {words}")
            assert c.to("团长").startswith("改好了"), words
            assert (await all_promises(c))[0].amount_fen == fen, words


async def test_the_leader_of_another_group_cannot_touch_it(database_url: str) -> None:
    async with Conversation.on(database_url, others={"老陈": "老陈"}) as c:
        await promised(c)
        await c.private("老陈", "诺 1 撤 算了")
        assert c.to("老陈") == "没有承诺 1。回“承诺”看看有哪些。"
        await c.private("老陈", "承诺")
        assert c.to("老陈") in variants("promise.ledger_empty")
        await c.private("老陈", "承诺 静静")
        assert c.to("老陈").startswith("没有给")


async def test_a_members_words_are_no_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.group("静静", "团长说明天退我8块")
        await c.private("静静", "诺 1 对")
        await c.wait(10)
        assert await all_promises(c) == []
        c.skip()


async def test_two_admins_answer_differently_at_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", f"回 1 {WORDS}")
        c.skip()

        def answer(yes: bool):  # type: ignore[no-untyped-def]
            def work(conn):  # type: ignore[no-untyped-def]
                promise = promises.get(conn, 1, for_update=True)
                assert promise is not None
                if promise.state != "unconfirmed":
                    return None
                return (ledger.confirm if yes else ledger.refuse)(c.app.ctx, conn, promise, LI)

            return work

        decided = await asyncio.gather(*(c.storage.write(answer(n % 2 == 0)) for n in range(6)))
        assert len([p for p in decided if p is not None]) == 1, "the first word counts"
        first = next(p for p in decided if p is not None)
        assert [p.state for p in await all_promises(c)] == [first.state]
        await c.private("团长", "诺 1 不是")
        said = c.to("团长")
        assert said.startswith("承诺 1 已经记下" if first.state == "open" else "承诺 1 已经处理过，现在是“不算承诺”")


async def test_an_offers_promise_counts_at_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        due = AT_TEN + timedelta(hours=8)
        case = await c.case()
        new = NewPromise("refund", "退款 8 元", 800, due_at=due)
        made = await c.storage.write(lambda conn: ledger.make(c.app.ctx, conn, case, new, LI, confirmed=True))
        assert (made.state, made.due_at, made.next_look_at) == ("open", due, due - timedelta(hours=2))
        assert (await c.case()).state == "promised"
        await c.wait(hours=7)
        assert one(c).startswith("承诺 1 快到点了")


async def test_a_watched_group_hears_no_question(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        await c.group("团长", "@静静 明天给您补一盒", mentions=("静静",))
        await c.wait(hours=30)
        assert not [said for said in c.all_to("团长") if "承诺" in said]
        assert [p.state for p in await all_promises(c)] == ["unconfirmed"]
        c.skip()
