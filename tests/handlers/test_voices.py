"""C2 and C3: what real members say is kept as it was said, good and bad; who shows it asks them first."""

from __future__ import annotations

import pytest

from bot.domain.chat import Capabilities
from bot.domain.verdict import Verdict
from bot.replies import variants
from bot.storage import consents, messages, orders, voices
from bot.storage.voices import Share, Voice, Wanted
from tests.conversation import LIKE_TELEGRAM, Conversation, Said

QQ = Capabilities(dm_first="temp_session")
PRAISE = "草莓真甜，孩子抢着吃"


async def heard(c: Conversation) -> list[Voice]:
    """Every voice, oldest first."""
    return list(reversed(await c.read(lambda conn: voices.find(conn, Wanted((1,))))))


async def share(c: Conversation) -> Share:
    return await c.read(lambda conn: voices.share(conn, Wanted((1,))))


async def praised(c: Conversation, who: str = "王姐", text: str = PRAISE) -> None:
    await c.group(who, text)
    await c.wait(10)


async def test_praise_and_criticism_are_kept_word_for_word_with_source_and_goods(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        message_id = await c.group("王姐", PRAISE)
        await c.wait(10)
        await praised(c, "老李", "送得真快，上午下单下午就到了")
        assert c.nothing()
        first, second = await heard(c)
        assert (first.text, first.kind, first.aspect, first.goods_key) == (PRAISE, "praise", "product", "草莓")
        assert (second.kind, second.aspect, second.state) == ("praise", "delivery", "heard")
        source = await c.read(lambda conn: messages.find(conn, 1, message_id))
        assert source is not None
        assert source.id == first.message


async def test_a_complaint_is_a_criticism_joined_to_its_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓酸得没法吃")
        (voice,) = await heard(c)
        assert (voice.kind, voice.aspect, voice.case) == ("criticism", "product", 1)
        await c.private("团长", "不是投诉 1")
        c.skip()
        assert await share(c) == Share(0, 1)  # the words themselves are a criticism, whatever becomes of the case


async def test_what_only_the_detector_took_for_one_goes_with_the_complaint(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.verdicts["海蛎不够肥 瘦巴巴的 没几两肉"] = Verdict("complaint", 0.9, "quality", 1, goods=("海蛎",))
        await c.complain("静静", "海蛎不够肥 瘦巴巴的 没几两肉")
        assert await share(c) == Share(0, 1)
        await c.private("团长", "不是投诉 1")
        c.skip()
        assert await share(c) == Share()


@pytest.mark.parametrize("text", ["草莓好吃吗", "1. 王姐 草莓2份", "听说草莓很甜", "谢谢团长", "隔壁超市的草莓真甜"])
async def test_what_is_no_voice_is_not_kept(text: str, database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await praised(c, text=text)
        c.skip()
        assert await heard(c) == []


async def test_the_leaders_own_praise_is_not_heard(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await praised(c, "团长")
        assert await heard(c) == []


async def test_saying_it_again_the_same_day_is_one_voice(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await praised(c)
        await praised(c, text="草莓真好吃，孩子很喜欢")
        assert await share(c) == Share(1, 0)
        await c.wait(hours=30)
        await praised(c, text="草莓又甜又新鲜，回购了")
        assert await share(c) == Share(2, 0)


async def test_the_board_counts_all_that_was_heard_and_quotes_only_what_was_allowed(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await praised(c)
        await praised(c, "老李", "草莓又甜又新鲜，回购了")
        await praised(c, "芳芳", "草莓又酸又涩，太难吃了")
        c.skip()
        await c.private("团长", "口碑 草莓")
        board = c.to("团长")
        assert "好评 2 · 意见 1" in board
        assert "本人同意" not in board
        assert "“草莓又甜又新鲜，回购了”" in board  # for the leader's own eyes, to ask about
        await c.private("团长", "口碑 榴莲")
        assert "还没听到" in c.to("团长")


async def test_a_yes_lets_the_words_be_quoted_without_the_name_if_wished(database_url: str) -> None:
    async with Conversation.on(database_url, can=Capabilities(dm_first="always", buttons=True)) as c:
        await praised(c)
        await c.private("团长", "问口碑 1")
        assert "去问王姐了" in c.to("团长")
        question = c.to("王姐")
        assert PRAISE in question
        assert list(question.buttons) == ["可以", "可以，别写名字", "不用了"]
        await c.tap("王姐", question.buttons["可以，别写名字"].data or "")
        assert "把我那句话撤了" in c.to("王姐")
        assert "同意给人看" in c.to("团长")
        await c.private("团长", "口碑")
        board = c.to("团长")
        assert f"“{PRAISE}”——一位邻居" in board
        await c.private("团长", "问口碑 1")
        assert "已经同意" in c.to("团长")


async def test_nothing_is_shown_beyond_what_the_question_showed(database_url: str) -> None:
    long = "草莓真甜，" + "颗颗又大又红，甜得像蜜，孩子抢着吃，老人也说好，" * 6 + "最后这句没有给本人看过"
    async with Conversation.on(database_url, can=Capabilities(dm_first="always", buttons=True)) as c:
        await praised(c, text=long)
        await c.private("团长", "问口碑 1")
        c.skip_to("团长")
        question = c.to("王姐")
        shown = (await heard(c))[0].shown
        assert shown is not None
        assert f"“{shown}”" in question
        assert "最后这句" not in shown


@pytest.mark.parametrize("words", ["能不能把我那句话撤了", "那条评价删了吧", "不要引用我"])
async def test_a_polite_wish_takes_the_words_back(words: str, database_url: str) -> None:
    async with Conversation.on(database_url, can=Capabilities(dm_first="always", buttons=True)) as c:
        await praised(c)
        await c.private("团长", "问口碑 1")
        c.skip_to("团长")
        await c.tap("王姐", c.to("王姐").buttons["可以"].data or "")
        c.skip()
        await c.private("王姐", words)
        await c.wait(20)
        c.skip()
        assert (await heard(c))[0].state == "withdrawn"


@pytest.mark.parametrize(
    ("answer", "state"),
    [("可以的", "shown"), ("不用了吧", "kept_private"), ("等等再说", "asked"), ("把我那句话撤了吧", "kept_private")],
)
async def test_plain_words_are_an_answer_too(answer: str, state: str, database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await praised(c)
        await c.private("团长", "问口碑 1")
        c.skip()
        await c.private("王姐", answer)
        await c.wait(10)
        assert len(c.all_to("王姐")) == 1
        c.skip()
        (voice,) = await heard(c)
        assert voice.state == state


async def test_silence_is_a_no_and_nobody_is_reminded(database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await praised(c)
        await c.private("团长", "问口碑 1")
        c.skip()
        await c.wait(hours=50)
        assert c.nothing()
        (voice,) = await heard(c)
        assert voice.state == "kept_private"
        (consent,) = await c.read(lambda conn: consents.of_member(conn, "terminal", "王姐", "voice", ("silent",)))
        assert consent.words is None
        await c.private("王姐", "可以的，用吧")
        await c.wait(10)
        c.skip()
        assert (await heard(c))[0].state == "shown"


async def test_a_yes_is_taken_back_in_plain_words(database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await praised(c)
        await c.private("团长", "问口碑 1")
        await c.private("王姐", "可以")
        await c.wait(10)
        c.skip()
        await c.private("王姐", "还是把我那句话撤了吧")
        await c.wait(10)
        assert "撤" in c.to("王姐")
        assert "请您也删一下" in c.to("团长")
        (voice,) = await heard(c)
        assert (voice.state, voice.shown) == ("withdrawn", None)
        await c.private("团长", "口碑")
        board = c.to("团长")
        assert "好评 1" in board  # what was heard still counts
        assert PRAISE not in board


@pytest.mark.parametrize("in_group", [True, False])
async def test_a_complaint_beside_is_not_lost(in_group: bool, database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await praised(c)
        await c.private("团长", "问口碑 1")
        await c.private("王姐", "可以")
        await c.wait(10)
        await (c.group if in_group else c.private)("王姐", "我那句话别用了，今天的草莓烂了一半")
        await c.wait(20)
        c.skip()
        assert (await heard(c))[0].state == "withdrawn"
        assert [case.goods for case in await c.cases()] == ["草莓"]


async def test_it_is_taken_back_in_the_group_too(database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await praised(c)
        await c.private("团长", "问口碑 1")
        await c.private("王姐", "可以")
        await c.wait(10)
        c.skip()
        await c.group("王姐", "别用我说的那句话了")
        await c.wait(10)
        assert "已经撤下" in c.to("团长")
        assert (await heard(c))[0].state == "withdrawn"


async def test_where_nobody_can_be_written_to_the_leader_asks_and_passes_the_answer_on(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await praised(c)
        await c.private("团长", "口碑 1 可以")
        assert "先回“问口碑 1”" in c.to("团长")
        await c.private("团长", "问口碑 1")
        assert PRAISE in c.to("团长")
        await c.private("团长", "口碑 1 她说考虑一下")
        assert "再想想" in c.to("团长")
        await c.private("团长", "口碑 1 可以")
        assert "您转告的" in c.to("团长")
        (consent,) = await c.read(lambda conn: consents.of_member(conn, "terminal", "王姐", "voice", ("yes",)))
        assert consent.relayed_by == "团长"
        await c.private("团长", "口碑 1 撤")
        assert "撤下来了" in c.to("团长")


async def test_nobody_is_asked_twice_or_while_a_case_is_open(database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await praised(c)
        await praised(c, text="橙子很甜，孩子很喜欢")
        await c.private("团长", "问口碑 1")
        c.skip()
        await c.private("团长", "问口碑 2")
        assert "刚问过" in c.to("团长")
        await c.complain("静静", "牛奶酸了，根本没法喝")
        await c.private("团长", "问口碑 3")
        assert "不好打扰" in c.to("团长")
        await c.private("团长", "问口碑 99")
        assert "没有口碑 99" in c.to("团长")


async def test_other_peoples_names_and_numbers_are_not_quoted(database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await praised(c, "芳芳爱笑", "草莓好吃，回购了")
        await praised(c, text="草莓真甜，孩子抢着吃，芳芳爱笑家也爱吃，我电话13812345678")
        await c.private("团长", "问口碑 2")
        c.skip()
        voice = (await heard(c))[1]
        assert voice.shown is not None
        assert "13812345678" not in voice.shown
        assert "芳芳" not in voice.shown
        assert "草莓真甜" in voice.shown


async def test_who_only_ordered_is_not_quoted_by_name(database_url: str) -> None:
    """A neighbour who never spoke in the group is known by the group's orders."""
    line = {"order_number": "A1", "goods": "草莓", "quantity": 1, "buyer_name": "月牙湾"}
    line |= {"buyer_key": "月牙湾", "cancelled": False}
    async with Conversation.on(database_url, can=Capabilities(dm_first="always", buttons=True)) as c:
        await c.storage.write(lambda conn: orders.keep(conn, 1, [line], c.clock()))
        await praised(c, text="草莓真甜，孩子抢着吃，月牙湾家和小林家也爱吃")
        await c.private("团长", "问口碑 1")
        c.skip_to("团长")
        question = c.to("王姐")
        assert "草莓真甜" in question
        assert "月牙湾" not in question
        assert "小林" not in question
        await c.tap("王姐", question.buttons["可以"].data or "")
        c.skip()
        await c.private("团长", "口碑")
        assert "月牙湾" not in c.to("团长")


async def test_a_taste_complaint_shows_the_leader_what_other_buyers_said(database_url: str) -> None:
    async with Conversation.on(database_url, can=Capabilities(dm_first="always", buttons=True)) as c:
        await praised(c)
        await praised(c, "老李", "草莓又甜又新鲜，回购了")
        await praised(c, "芳芳", "牛奶真好喝，孩子很喜欢")
        c.skip()
        c.verdicts["草莓不甜，没味道"] = Verdict("complaint", 0.9, "taste", 2, goods=("草莓",))
        await c.group("静静", "草莓不甜，没味道")
        await c.wait(10)
        (told,) = [said for said in c.all_to("团长") if "近 30 天" in said]
        assert "好评 2 · 意见 0" in told
        assert "王姐" in told
        assert "老李" in told
        assert "牛奶" not in told
        c.skip()
        await c.tap("团长", next(b.data or "" for b in told.buttons.values() if "王姐" in b.label))
        assert "请王姐了" in c.to("团长")
        invitation = c.to("王姐")
        assert "照实" in invitation
        assert "好评" not in invitation
        await c.private("团长", "请口碑 1")
        assert "前几天刚请过" in c.to("团长")


async def test_only_complaints_so_far_are_the_incidents_matter(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.group("王姐", "草莓也太难吃了")
        await c.wait(10)
        assert not [said for said in c.all_to("团长") if "近 30 天" in said]
        c.skip()


async def test_what_a_leader_calls_a_complaint_is_a_criticism(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.verdicts["快递这次有点意思"] = Verdict("review", 0.5, "late", 1)
        await c.group("静静", "快递这次有点意思")
        await c.wait(40)
        assert await share(c) == Share()
        await c.private("团长", "是 R1")
        await c.wait(5)
        c.skip()
        (voice,) = await heard(c)
        assert (voice.kind, voice.aspect, voice.case) == ("criticism", "delivery", 1)


async def test_a_voice_goes_on_with_its_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓又酸又涩，太难吃了")
        await c.complain("静静", "牛奶酸了一盒，没法喝")
        await c.private("团长", "2 并入 1")
        c.skip()
        assert {voice.case for voice in await heard(c)} == {1}


async def test_another_leaders_voices_are_out_of_reach(database_url: str) -> None:
    async with Conversation.on(database_url, others={"李团长": "别的群"}) as c:
        await praised(c)
        await c.private("李团长", "口碑")
        assert "还没听到" in c.to("李团长")
        await c.private("李团长", "问口碑 1")
        assert "没有口碑 1" in c.to("李团长")


async def test_a_stranger_cannot_answer_for_the_member(database_url: str) -> None:
    async with Conversation.on(database_url, can=Capabilities(dm_first="always", buttons=True)) as c:
        await praised(c)
        await c.private("团长", "问口碑 1")
        c.skip()
        await c.tap("老李", "voiceyes:1")
        assert c.nothing()
        assert (await heard(c))[0].state == "asked"


@pytest.mark.parametrize("words", ["可以呀，说的都是实话", "随便用", "名字能去掉吗"])
async def test_an_unclear_yes_is_asked_back_once(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await praised(c)
        await c.private("团长", "问口碑 1")
        c.skip()
        await c.private("王姐", words)
        await c.wait(20)
        assert "可以，别写名字" in c.to("王姐")
        assert (await heard(c))[0].state == "asked"
        await c.private("王姐", words)
        await c.wait(20)
        assert not any("可以，别写名字" in text for text in c.all_to("王姐")), "once is enough"
        c.skip()


async def test_the_answer_to_what_was_asked_back_counts(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await praised(c)
        await c.private("团长", "问口碑 1")
        await c.private("王姐", "随便用")
        await c.wait(20)
        c.skip()
        await c.private("王姐", "可以")
        await c.wait(20)
        c.skip()
        assert (await heard(c))[0].state == "shown"


async def allowed(c: Conversation) -> Said:
    """The member let their words be shown: the question that they were asked."""
    await praised(c)
    await c.private("团长", "问口碑 1")
    c.skip_to("团长")
    question = c.to("王姐")
    await c.private("王姐", "可以")
    await c.wait(10)
    c.skip()
    return question


@pytest.mark.parametrize(
    "words", ["撤了吧", "我改主意了", "不行", "我收回好评", "口碑里把我的去掉", "别拿我当广告", "把我的好评下了"]
)
async def test_a_change_of_heart_right_after_the_yes_counts(words: str, database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await allowed(c)
        await c.private("王姐", words)
        await c.wait(10)
        assert c.to("王姐") in variants("voice.told_withdrawn")
        assert "不让再用" in c.to("团长")
        assert (await heard(c))[0].state == "withdrawn"


async def test_the_name_can_go_after_the_yes(database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await allowed(c)
        await c.private("王姐", "对了别写名字")
        await c.wait(10)
        assert c.to("王姐") in variants("voice.told_less")
        assert "一位邻居" in c.to("团长")
        await c.private("团长", "口碑")
        assert f"“{PRAISE}”——一位邻居" in c.to("团长")
        await c.private("王姐", "还是撤了吧")
        await c.wait(10)
        c.skip()
        assert (await heard(c))[0].state == "withdrawn"


async def test_wait_after_the_yes_takes_the_words_off_the_board(database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await allowed(c)
        await c.private("王姐", "等等，我再想想")
        await c.wait(10)
        assert c.to("王姐") in variants("voice.told_later")
        c.skip()
        await c.private("团长", "口碑")
        assert "——" not in c.to("团长")
        await c.wait(hours=50)
        assert (await heard(c))[0].state == "kept_private"


@pytest.mark.parametrize("words", ["不客气", "好的谢谢", "在忙"])
async def test_kind_words_after_the_yes_change_nothing(words: str, database_url: str) -> None:
    async with Conversation.on(database_url, can=QQ) as c:
        await allowed(c)
        await c.private("王姐", words)
        await c.wait(10)
        c.skip()
        assert (await heard(c))[0].state == "shown"


async def test_another_tap_after_the_yes_counts(database_url: str) -> None:
    async with Conversation.on(database_url, can=Capabilities(dm_first="always", buttons=True)) as c:
        question = await allowed(c)
        await c.tap("王姐", question.buttons["可以，别写名字"].data or "")
        assert c.to("王姐") in variants("voice.told_less")
        c.skip()
        await c.tap("王姐", question.buttons["不用了"].data or "")
        assert c.to("王姐") in variants("voice.told_withdrawn")
        c.skip()
        await c.tap("王姐", question.buttons["可以"].data or "")
        assert c.nothing()
        assert (await heard(c))[0].state == "withdrawn"
