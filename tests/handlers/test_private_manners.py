"""B4 to B8, B12: how we speak with a member in private, when, how often, and when not at all."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.contact_hours import contact_hours_in
from bot.replies import variants
from bot.storage import members
from bot.storage.members import Member
from tests.conversation import NAME, Conversation


def is_one_of(said: str, key: str, **words: object) -> bool:
    return any(said == w.format(**words) for w in variants(key))


async def member(c: Conversation, who: str = "静静") -> Member:
    found = await c.read(lambda conn: members.get(conn, "terminal", who))
    assert found is not None
    return found


# --- B4, B5, B7 ---


async def test_b4_the_opening_says_who_we_are_and_gives_the_words_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        opening = c.to("静静")
        assert NAME in opening
        assert "“草莓烂了一半”" in opening
        assert opening.count("？") == 1
        c.skip()


async def test_b5_one_answer_to_all_that_a_member_writes_in_a_row(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        for words in ("我跟您说", "底下那层", "全是软的"):
            await c.private("静静", words)
            await c.wait(3)
        assert c.all_to("静静") == []
        await c.wait(10)
        assert len(c.all_to("静静")) == 1
        c.skip()


@pytest.mark.parametrize("words", ["算了不想说了", "懒得说了", "别问了"])
async def test_b7_who_does_not_want_to_talk_is_left_in_peace_and_we_go_on(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", words)
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.no_talk")
        assert c.to("团长").startswith(f"售后单 1 · 静静 不想多说了：{words}")
        case = await c.case()
        assert (case.state, case.answer_due_at) == ("waiting_us", None)
        assert "no_talk" in await c.kinds()
        await c.wait(hours=3)
        assert c.all_to("静静") == []
        await c.private("静静", "底下那层是软的")
        await c.wait(10)
        assert c.all_to("静静") == [], "nothing more is asked"
        c.skip()
        await c.private("团长", "结 1 补了一盒")
        assert "补了一盒" in c.to("静静"), "she hears how it ended"
        c.skip()


# --- B8: hours, cap, opt-out ---


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("下午三点以后找我", "15:00", None),
        ("晚上8点后再联系我吧", "20:00", None),
        ("中午十二点到两点方便", "12:00", "14:00"),
        ("白天上班，六点半以后打给我", "18:30", None),
        ("15:30以后找我", "15:30", None),
        ("晚上九点前联系我", None, "21:00"),
        ("下午三点到五点找我", "15:00", "17:00"),
        ("三点以后找我可以吗", None, None),
        ("不要晚上八点以后找我", None, None),
        ("我六点后在家", None, None),
        ("二十五点以后找我", None, None),
        ("草莓烂了", None, None),
        ("", None, None),
    ],
)
def test_b8_hours_in_plain_words(words: str, start: str | None, end: str | None) -> None:
    found = contact_hours_in(words)
    said = (found.start and f"{found.start:%H:%M}", found.end and f"{found.end:%H:%M}") if found else (None, None)
    assert said == (start, end)


async def test_b8_a_member_is_written_to_in_the_hours_that_they_named(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", "下午三点以后找我")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.hours_noted", hours="下午三点以后")
        c.skip()
        await c.wait(hours=1)
        await c.private("团长", "回 1 静静您好，我看看库存")
        assert c.to("团长") == "现在是休息时间，15:00 再转给 静静（售后单 1）。要现在就转，回：发 1"
        await c.wait(hours=3)
        assert c.nothing()
        await c.wait(hours=1)
        assert c.to("静静") == "静静您好，我看看库存"


async def test_b8_so_many_unasked_messages_a_day_and_no_more(database_url: str) -> None:
    async with Conversation.on(database_url, unasked_per_day=1) as c:
        for n, goods in enumerate(("草莓", "鸡蛋", "牛奶")):
            await c.complain("静静", f"{goods}坏了")
            await c.private("静静", "找团长")
            await c.wait(minutes=31)
            c.skip()
            await c.private("静静", "收到了")
            await c.wait(10 + n)
            c.skip()
        assert (await member(c)).unasked == (), "she wrote first each time"
        await c.wait(hours=1)
        from handlers import speak

        ctx = c.app.ctx

        def tell(key: str) -> Any:
            case_of = c.case

            async def say() -> None:
                case = await case_of(1)
                await c.storage.write(
                    lambda conn: speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, f"有消息了（{key}）", key)
                )

            return say

        await tell("a")()
        await tell("b")()
        await c.wait(1)
        assert c.to("静静") == "有消息了（a）"
        await c.wait(hours=10)
        assert c.all_to("静静") == []
        await c.wait(hours=12)
        assert c.to("静静") == "有消息了（b）", "tomorrow, after the quiet hours"
        c.skip()


async def test_b8_the_leaders_own_words_are_not_counted(database_url: str) -> None:
    async with Conversation.on(database_url, unasked_per_day=1) as c:
        await c.complain("静静", "草莓烂了")
        await c.wait(hours=1)
        for words in ("静静您好", "我在看库存", "还在等回话"):
            await c.private("团长", f"回 1 {words}")
            assert c.to("静静") == words
            c.skip()


@pytest.mark.parametrize("words", ["别发了，已经收到了", "坏的别发", "明天再发，今天别发", "不用发了，我自己去拿"])
async def test_b8_what_need_not_be_sent_is_no_opt_out(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", words)
        await c.wait(10)
        c.skip()
        await c.private("团长", "回 1 好的，听您的")
        assert c.to("静静") == "好的，听您的"
        c.skip()


@pytest.mark.parametrize(
    ("asked", "opts_out"), [("回 1 明天给您补一盒过去，可以吗？", False), ("回 1 我们再看看", True)]
)
async def test_b8_stop_sending_after_our_question_is_about_the_goods(
    database_url: str, asked: str, opts_out: bool
) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("团长", asked)
        c.skip()
        await c.private("静静", "别发了")
        await c.wait(10)
        assert any(is_one_of(text, "private.left_alone") for text in c.all_to("静静")) is opts_out
        c.skip()


@pytest.mark.parametrize("words", ["别再发了", "不要再发消息给我", "别再给我发消息了，烦死了"])
async def test_b8_after_an_opt_out_nothing_unasked_ever(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", words)
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.left_alone"), "one polite last sentence"
        told = c.to("团长")
        assert told.startswith("售后单 1 · 静静 请我们别再发消息")
        assert words in told
        await c.private("团长", "结 1 补了一盒草莓")
        assert c.all_to("静静") == []
        assert any("静静 请过我们别再发消息，这句先没发" in s for s in c.all_to("团长"))
        await c.wait(hours=30)
        assert c.all_to("静静") == []
        c.skip()


async def test_b8_a_leader_may_insist_knowing_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", "别再发了")
        await c.wait(10)
        await c.private("团长", "回 1 静静，补的那盒放门口了")
        c.skip()
        await c.private("团长", "发 1")
        assert c.to("静静") == "静静，补的那盒放门口了"
        c.skip()


async def test_b8_who_writes_again_is_answered_and_still_not_written_to(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", "别再发了")
        await c.wait(10)
        c.skip()
        await c.wait(hours=2)
        await c.private("静静", "找团长")
        await c.wait(10)
        assert is_one_of(c.to("静静"), "private.person"), "an answer is welcome"
        c.skip()
        await c.wait(hours=2)
        await c.private("团长", "回 1 静静您好")
        assert c.all_to("静静") == [], "the word stands"
        assert (await member(c)).no_contact_at is not None
        c.skip()


async def test_b8_a_new_complaint_after_an_opt_out_gets_no_private_opening(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", "别再发了")
        await c.wait(10)
        await c.wait(hours=2)
        c.skip()
        await c.group("静静", "鸡蛋少了两个")
        await c.wait(10)
        assert c.posts() != []
        assert c.all_to("静静") == []
        c.skip()


async def test_b8_what_waits_for_the_morning_is_not_sent_after_an_opt_out(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.wait(hours=12, minutes=30)
        await c.private("团长", "回 1 静静您好，我看看")
        await c.private("静静", "别再发了")
        await c.wait(10)
        c.skip()
        await c.wait(hours=12)
        assert c.all_to("静静") == []
        c.skip()


# --- B12 ---

RED = "虾饺吃完孩子上吐下泻"
PATHS = [
    ("静静", "group", "我家老人也拉肚子了"),
    ("静静", "private", "到底怎么办"),
    ("静静", "private", "找团长"),
    ("静静", "private", "晚上八点以后找我"),
    ("静静", "private", "算了不想说了"),
    ("静静", "private", "照片在这"),
    ("静静", "group", "收到了"),
]


async def test_b12_after_the_apology_and_one_opening_the_bot_is_silent(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", RED)
        await c.wait(10)
        assert c.to("团长").startswith("【急】")
        assert "团长" in c.post()
        opening = c.to("静静")
        assert "？" not in opening
        for who, where, words in PATHS:
            await (c.group if where == "group" else c.private)(who, words)  # type: ignore[operator]
            await c.wait(40)
            assert c.posts() == [], words
            assert c.all_to("静静") == [], words
            c.skip()
        await c.private("团长", "结 1 陪着去看了医生，货都下架了")
        assert "陪着去看了医生" in c.to("静静"), "a person's words are passed on"
        c.skip()
        await c.private("静静", "还没")
        await c.wait(10)
        assert c.all_to("静静") == []
        await c.private("团长", "结 1 医药费团长已经去谈")
        c.skip()
        await c.private("静静", "好了")
        await c.wait(10)
        assert c.all_to("静静") == [], "nobody asks for a mark"
        c.skip()


async def test_b12_in_private_too(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.private("静静", RED)
        await c.wait(10)
        assert c.to("团长").startswith("【急】")
        assert "？" not in c.to("静静")
        for words in ("怎么办", "转人工", "照片在这"):
            await c.private("静静", words)
            await c.wait(10)
            assert c.all_to("静静") == [], words
            assert c.all_to("团长") != [], words
        c.skip()


async def test_b12_a_case_that_turns_red_has_its_one_line_and_then_silence(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "虾饺味道不对")
        await c.private("静静", RED)
        await c.wait(10)
        assert len(c.all_to("静静")) == 1
        assert any(s.startswith("【急】") for s in c.all_to("团长"))
        await c.private("静静", "还拉了两次")
        await c.wait(10)
        assert c.all_to("静静") == []
        c.skip()


# --- people and accounts ---


async def test_a_nickname_may_change(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", "找团长", member_name="静静<b>3栋</b>")
        await c.wait(10)
        assert len(await c.cases()) == 1
        c.skip()


async def test_a_member_who_blocks_us_is_the_leaders_task(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        c.adapter.refused = {"静静"}
        await c.private("团长", "结 1 补了一盒")
        told = c.all_to("团长")
        assert any("我私聊不到 静静" in s for s in told)
        assert (await c.case()).state == "resolved"


# --- B12: a threat of complaint is about no illness ---


async def test_b12_a_threat_about_money_is_answered_as_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "退款拖了一个星期了，再不退我打12315")
        await c.wait(10)
        post, opening, told = c.post(), c.to("静静"), c.to("团长")
        assert post.startswith(tuple(variants("apology.threat.plain")))
        assert "“退款拖了一个星期了，再不退我打12315”" in opening
        assert "不用" in opening, "she need not say it again"
        assert told.startswith("【急】售后单 1")
        assert "先说清事情（款）到哪一步" in told
        for said in (post, opening, told):
            assert not any(word in said for word in ("实物", "照片", "就医", "不适", "不舒服"))


async def test_b12_a_case_that_becomes_a_threat_says_so_to_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", "再不退我打12315")
        await c.wait(10)
        told = next(said for said in c.all_to("团长") if said.startswith("【急】"))
        assert "先说清事情（款）到哪一步" in told
        assert "就医" not in c.to("静静")
        c.skip()


# --- B8: after an opt-out we say what is true ---


async def left_alone(c: Conversation) -> None:
    await c.complain("静静", "草莓烂了")
    await c.private("静静", "别再给我发消息了")
    await c.wait(10)
    await c.wait(hours=2)
    c.skip()


async def test_b8_the_group_is_not_told_of_a_private_message_that_was_not_written(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await left_alone(c)
        await c.group("静静", "鸡蛋漏了两个")
        await c.wait(10)
        post = c.post()
        assert post.endswith(tuple(variants("nudge.any_time")))
        assert c.all_to("静静") == []
        c.skip()
        await c.group("老周", "鸡蛋漏了两个")
        await c.wait(40)
        for post in c.posts():
            assert "已私聊" not in post or "静静" not in post.mentions
        c.skip()


async def test_b8_held_words_are_announced_once_and_no_silence_runs(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await left_alone(c)
        await c.private("团长", "回 1 静静您好")
        assert c.to("团长").startswith("售后单 1：静静 请过我们别再发消息，这句先没发")
        await c.private("团长", "结 1 补了一盒草莓")
        told = c.to("团长")
        assert "这句先没发" in told
        assert "不发也行，记个原因就结单：因 1 快递" in told
        await c.wait(hours=72)
        assert c.nothing(), "she heard nothing, so her silence means nothing"
        assert (await c.case()).state == "resolved"
        await c.private("团长", "因 1 我们")
        assert c.to("团长") == "记下了，售后单 1 的原因：我们。已结单。"
        assert ((await c.case()).state, (await c.case()).closed_by) == ("closed", "unasked")


async def test_b8_once_a_leader_insists_the_silence_counts_from_then(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await left_alone(c)
        await c.private("团长", "结 1 补了一盒草莓")
        await c.wait(hours=20)
        c.skip()
        await c.private("团长", "发 1")
        assert "补了一盒草莓" in c.to("静静")
        c.skip()
        await c.wait(hours=47)
        assert c.nothing()
        await c.wait(hours=2)
        assert "48 小时没有回话" in c.to("团长")


async def test_b8_an_offer_that_is_held_is_announced_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await left_alone(c)
        await c.private("团长", "赔 1 退8元 因为先垫着")
        assert "这句先没发" in c.to("团长")
        assert c.nothing()


async def _promised(c: Conversation) -> None:
    await c.complain()
    await c.private("团长", "价 1 29.9")
    await c.private("团长", "赔 1")
    await c.wait(10)
    await c.private("静静", "好")
    await c.wait(10)
    c.skip()
    assert (await c.case()).state == "promised"


async def test_after_an_agreement_nothing_more_is_asked_and_a_person_answers(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await _promised(c)
        await c.private("静静", "多久到账")
        await c.wait(10)
        assert "多久到账" in c.to("团长")
        answer = c.to("静静")
        assert "29.90" in answer
        assert "照片" not in answer
        case = await c.case()
        assert (case.state, case.answer_due_at is not None) == ("promised", True)
        await c.wait(hours=3)
        assert any("售后单 1" in said for said in c.all_to("团长")), "whoever waits is a clock"
        c.skip()


async def test_what_was_noted_as_done_and_did_not_arrive_is_named_to_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.private("团长", "兑 1 转了")
        await c.wait(10)
        c.skip()
        await c.private("静静", "没收到啊")
        await c.wait(10)
        assert "没收到：承诺 1" in c.to("团长")
        assert "查" in c.to("静静")
        case = await c.case()
        assert (case.state, case.answer_due_at is not None) == ("waiting_us", True)
