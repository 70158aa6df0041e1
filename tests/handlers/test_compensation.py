"""B9: the rule proposes to the leader, a person decides, the member hears outcome and time and answers freely."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from bot.config import Compensation
from bot.domain.compensation import Terms
from bot.replies import say, variants
from bot.storage import cases, groups, offers, promises
from bot.storage.offers import Offer
from handlers.cases.timeline import Actor
from handlers.compensation import offers as compensation
from handlers.compensation.offers import NotPossible
from tests.conversation import GROUP, LIKE_TELEGRAM, Conversation


async def told(c: Conversation, who: str = "静静", text: str = "草莓烂了一半", *, photos: int = 1) -> None:
    """A complaint whose questions are through: what the leader is asked next is the price."""
    await c.complain(who, text, photos=photos)
    await c.private(who, "打开就这样了")
    await c.wait(10)
    await c.private(who, "你们看着办吧")
    await c.wait(10)


async def proposed(c: Conversation, price: str = "29.9") -> None:
    await told(c)
    c.skip()
    await c.private("团长", f"价 1 {price}")


async def offered(c: Conversation) -> None:
    """The leader has agreed to a refund of 29.90 yuan, and the member has read it."""
    await proposed(c)
    c.skip()
    await c.private("团长", "赔 1")
    c.skip()


async def all_offers(c: Conversation, number: int = 1) -> list[Offer]:
    return await c.read(lambda conn: offers.of_case(conn, number))


async def the_offer(c: Conversation, number: int = 1) -> Offer:
    return (await all_offers(c, number))[-1]


async def test_b9_the_whole_way_from_price_to_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await told(c)
        assert c.all_to("团长")[-1] == say("compensation.ask_price", number=1, member="静静", goods="草莓")
        c.skip()

        await c.private("团长", "价 1 29.9")
        assert c.to("团长").split("\n") == [
            "售后单 1 · 静静 · 草莓：建议全额退款 29.90 元，东西不用退回",
            "理由：货款 29.90 元，损失 50%，东西就留给群友；24 小时内办好",
            "同意回：赔 1",
            "要改回：赔 1 退8元 明天18:00 因为…",
            "不赔回：不赔 1 原因",
        ]
        assert c.nothing(), "nothing goes to the member before a person has decided"

        await c.private("团长", "赔 1")
        assert c.to("团长") == "好，这就告诉 静静：全额退款 29.90 元，东西不用退回，明天 11:00 前办好。回话了我告诉您。"
        offer = c.to("静静")
        assert "全额退款 29.90 元" in offer
        assert "明天 11:00" in offer
        assert (await c.case()).state == "offered"

        await c.private("静静", "好的谢谢")
        await c.wait(10)
        assert "全额退款 29.90 元" in c.to("静静")
        assert c.to("团长").startswith("售后单 1 · 静静 同意了：全额退款 29.90 元")
        assert (await c.case()).state == "promised"
        [promise] = await c.read(lambda conn: promises.of_case(conn, 1))
        assert (promise.kind, promise.amount_fen, promise.state) == ("refund", 2990, "open")
        assert promise.due_at == (await the_offer(c)).due_at
        assert promise.offer == (await the_offer(c)).id
        kinds = [k for k in await c.kinds() if k in ("price_asked", "facts", "proposed", "offered", "offer_accepted")]
        assert kinds == ["price_asked", "facts", "proposed", "offered", "offer_accepted"]


async def test_b9_the_share_is_asked_of_the_member_where_it_is_missing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await told(c, text="草莓烂了三个")
        c.skip()
        await c.private("团长", "价 1 89")
        assert c.to("团长") == "记下了，89 元。还差损失了多少，我去问 静静。您清楚就回：价 1 一半"
        assert "坏了多少" in c.to("静静")
        await c.private("静静", "一共30个")
        await c.wait(10)
        assert "建议退 8.90 元" in c.all_to("团长")[-1]
        c.skip()
        assert (await the_offer(c)).facts["share"] == "1/10"


async def test_b9_a_vague_share_is_left_to_the_leader_and_nobody_is_asked_twice(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await told(c, text="草莓烂了好几个")
        await c.private("团长", "价 1 89")
        c.skip()
        await c.private("静静", "十来个吧")
        await c.wait(10)
        assert "说不准损失了多少（“十来个吧”）" in c.all_to("团长")[-1]
        c.skip()
        await c.private("静静", "反正不少")
        await c.wait(10)
        assert not any("损失了多少" in said for said in c.all_to("团长"))
        assert not any("多少" in said for said in c.all_to("静静"))
        await c.private("团长", "价 1 三分之一")
        assert "建议退 29.70 元" in c.to("团长")


async def test_b9_what_costs_patience_needs_no_price(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "自提点那人态度太差")
        await c.private("静静", "催了三次都不理")
        await c.wait(10)
        await c.private("静静", "给个说法")
        await c.wait(10)
        assert "建议给 3 元代金券" in c.all_to("团长")[-1]
        c.skip()


async def test_b9_a_hint_of_trouble_needs_no_compensation(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "客服态度有点冷淡")
        for words in ("就是说话冲", "提醒一下就行"):
            await c.private("静静", words)
            await c.wait(10)
        assert not any("建议" in said for said in c.all_to("团长"))
        c.skip()
        await c.private("团长", "赔 1")
        assert c.to("团长").startswith("按规则这次真心道个歉就够")
        assert await all_offers(c) == []


async def test_b9_a_red_case_proposes_to_the_leader_only_when_asked(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "面包里有头发", photos=1)
        for words in ("刚咬了一口", "恶心死了"):
            await c.private("静静", words)
            await c.wait(10)
        assert not any("价 1" in said for said in c.all_to("团长"))
        c.skip()
        await c.private("团长", "价 1 18")
        assert "建议全额退款 18 元" in c.to("团长")
        assert c.nothing()


async def test_b9_nothing_is_computed_where_the_settings_say_so(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        await c.private("静静", "怎么办")
        await c.wait(10)
        assert await all_offers(c) == []
        assert not any("价 1" in said for said in c.all_to("团长"))
        c.skip()


async def test_b9_a_change_needs_a_reason_and_is_listed(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        c.skip()
        await c.private("团长", "偏差")
        assert c.to("团长") == say("compensation.deviations_empty")
        await c.private("团长", "赔 1 退8元 明天18:00")
        assert (
            c.to("团长") == "跟建议的（全额退款 29.90 元，东西不用退回）不一样，请在后面加一句原因，以后好对账：因为…"
        )
        assert (await the_offer(c)).state == "proposed"
        await c.private("团长", "赔 1 退8元 明天18:00 因为上次已经补过一盒")
        assert c.to("团长") == "好，这就告诉 静静：退 8 元，明天 18:00 前办好。回话了我告诉您。"
        offer = c.to("静静")
        assert "退 8 元" in offer
        assert "明天 18:00" in offer
        assert "上次" not in offer, "the reason is internal"
        await c.private("团长", "偏差")
        assert c.to("团长").split("\n") == [
            "没按规则定的 1 次，新的在前：",
            "售后单 1 团长：退 8 元，规则是全额退款 29.90 元，东西不用退回，因为上次已经补过一盒",
        ]
        assert [o.state for o in await all_offers(c)] == ["replaced", "sent"]


async def test_b9_the_same_offer_at_another_time_is_no_deviation(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        c.skip()
        await c.private("团长", "赔 1 今晚8点前")
        assert "今天 20:00 前办好" in c.to("团长")
        assert "今天 20:00" in c.to("静静")
        assert (await the_offer(c)).deviation is None


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("退一半", "退 15 元"),
        ("补一份", "补发一份"),
        ("券5元", "给 5 元代金券"),
        ("积分50", "给 50 积分"),
        ("退30%", "退 9 元"),
    ],
)
async def test_b9_every_step_of_the_ladder_reaches_the_ledger(database_url: str, words: str, given: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        c.skip()
        await c.private("团长", f"赔 1 {words} 因为这批就剩这些")
        c.skip()
        await c.private("静静", "行")
        await c.wait(10)
        assert given in c.to("静静")
        assert given in c.to("团长")
        [promise] = await c.read(lambda conn: promises.of_case(conn, 1))
        offer = await the_offer(c)
        assert (promise.state, promise.due_at, promise.amount_fen) == ("open", offer.due_at, offer.amount_fen)


async def test_b9_the_leader_refuses_and_speaks_in_person(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        c.skip()
        await c.private("团长", "不赔 1")
        assert c.to("团长") == "为什么不赔？写一句原因：不赔 1 原因"
        await c.private("团长", "不赔 1 照片是去年的")
        assert c.to("团长") == "记下了，售后单 1 不赔，原因：照片是去年的。怎么跟 静静 说由您定：回 1 您的话"
        assert c.nothing(), "the bot refuses nobody"
        await c.private("团长", "偏差")
        assert "不赔，规则是全额退款" in c.to("团长")
        await c.private("团长", "赔 1")
        assert c.to("团长").startswith("团长 今天 10:00 已经定了不赔（照片是去年的）")
        await c.private("团长", "赔 1 改 退5元 因为看错了照片")
        assert "退 5 元" in c.to("团长")
        c.skip()


async def test_b9_the_member_declines_and_nothing_is_tied_to_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.private("静静", "不用了，算了吧")
        await c.wait(10)
        assert c.to("静静") in variants("offer.declined")
        assert "不接受“全额退款 29.90 元，东西不用退回”：不用了，算了吧" in c.to("团长")
        assert (await c.case()).state == "waiting_us"
        assert (await the_offer(c)).state == "declined"
        assert await c.read(lambda conn: promises.of_case(conn, 1)) == []


@pytest.mark.parametrize(
    "words", ["太少了吧，再补一盒", "能不能退20？", "可以，但是要今天到账", "就退这点啊", "要退就全额退"]
)
async def test_b9_whoever_wants_more_is_heard_by_the_leader_and_the_bot_never_bargains(
    database_url: str, words: str
) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        await c.private("团长", "赔 1 退8元 因为只剩半价的货")
        c.skip()
        await c.private("静静", words)
        await c.wait(10)
        assert c.to("静静") in variants("offer.more")
        notice = c.to("团长")
        assert notice.startswith("售后单 1 · 静静 想再商量（现在是：退 8 元）")
        assert words in notice
        offer = await the_offer(c)
        assert (offer.state, offer.answer) == ("sent", words)
        assert (await c.case()).state == "waiting_us"

        await c.private("团长", "赔 1 改 退12.8元 因为又看了照片")
        assert "退 12.80 元" in c.to("静静")
        c.skip()
        await c.private("静静", "好的")
        await c.wait(10)
        c.skip()
        [promise] = await c.read(lambda conn: promises.of_case(conn, 1))
        assert promise.amount_fen == 1280


@pytest.mark.parametrize("words", ["好", "可以", "行", "好的，那什么时候到账", "嗯嗯谢谢", "同意"])
async def test_b9_a_plain_yes_in_many_words(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.private("静静", words)
        await c.wait(10)
        c.skip()
        offer = await the_offer(c)
        assert (offer.state, offer.answer) == ("accepted", words)


async def test_b9_other_words_leave_the_offer_open(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.private("静静", "我六点后在家")
        await c.wait(10)
        assert c.to("静静") in variants("offer.noted")
        assert "还没答应" in c.to("团长")
        await c.private("静静", photos=1)
        await c.wait(10)
        c.skip()
        assert (await the_offer(c)).state == "sent"
        await c.private("静静", "好")
        await c.wait(10)
        c.skip()
        assert (await the_offer(c)).state == "accepted"


async def test_b9_what_was_written_before_the_offer_came_is_no_answer(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        c.skip()
        await c.private("静静", "好的")  # to something else: the offer comes while she pauses
        await c.private("团长", "赔 1")
        await c.wait(10)
        c.skip()
        assert (await the_offer(c)).state == "sent"


async def test_b9_taps_do_what_the_words_do(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await told(c)
        c.skip()
        await c.private("团长", "价 1 29.9")
        notice = c.to("团长")
        assert list(notice.buttons) == ["同意", "改", "不赔"]
        await c.tap("团长", notice.buttons["改"].data)
        assert c.to("团长").startswith("改成什么？这样写：赔 1 退8元")
        await c.tap("团长", notice.buttons["不赔"].data)
        assert c.to("团长").startswith("为什么不赔？")
        await c.tap("老周", notice.buttons["同意"].data)
        assert c.nothing(), "he leads nobody"
        await c.tap("团长", notice.buttons["同意"].data)
        assert "这就告诉 静静" in c.to("团长")
        offer = c.to("静静")
        assert list(offer.buttons) == ["好的", "再商量", "不用了"]
        await c.tap("老周", offer.buttons["好的"].data)
        assert c.nothing(), "it is not his offer"
        await c.tap("静静", offer.buttons["再商量"].data)
        assert c.to("静静") == say("offer.more_asked")
        await c.tap("静静", offer.buttons["好的"].data)
        c.skip()
        await c.tap("静静", offer.buttons["好的"].data)
        await c.tap("静静", offer.buttons["不用了"].data)
        assert c.nothing(), "the first answer stands"
        assert (await the_offer(c)).state == "accepted"
        assert len(await c.read(lambda conn: promises.of_case(conn, 1))) == 1


async def test_b9_an_answer_to_an_older_offer_hears_what_it_is_now(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await proposed(c)
        c.skip()
        await c.private("团长", "赔 1")
        old = c.to("静静").buttons
        await c.private("团长", "赔 1 改 退8元 因为数错了")
        c.skip()
        await c.tap("静静", old["好的"].data)
        now = c.to("静静")
        assert now.startswith("这个方案后来换了，现在是：退 8 元")
        assert (await the_offer(c)).state == "sent"
        await c.tap("静静", now.buttons["好的"].data)
        c.skip()
        [promise] = await c.read(lambda conn: promises.of_case(conn, 1))
        assert promise.amount_fen == 800


async def test_b9_a_tap_on_an_old_proposal_never_approves_a_new_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await told(c)
        c.skip()
        await c.private("团长", "价 1 29.9")
        old = c.to("团长").buttons
        await c.private("团长", "价 1 39.9")
        assert "39.90 元" in c.to("团长")
        await c.tap("团长", old["同意"].data)
        assert c.to("团长") == "这个方案已经换了，现在的建议是：全额退款 39.90 元，东西不用退回。同意回：赔 1"
        assert c.nothing()


async def with_admin(c: Conversation) -> None:
    """小王 helps the leader as an admin of the group."""

    def add(conn: Connection) -> None:
        group = groups.find(conn, "terminal", GROUP)
        assert group is not None
        groups.add_staff(conn, group.id, "小王", "admin", "config", c.clock())

    await c.storage.write(add)


async def test_b9_an_admin_gives_what_an_admin_may(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await with_admin(c)
        await proposed(c)
        c.skip()
        await c.private("小王", "赔 1")
        assert "这就告诉 静静" in c.to("小王")
        assert (
            c.to("团长")
            == "小王 给售后单 1 定了：全额退款 29.90 元，东西不用退回，明天 11:00 前办好，已经在告诉 静静。"
        )
        c.skip()
        assert (await the_offer(c)).decided_by_name == "小王"


async def test_b9_over_an_admins_cap_the_leader_has_the_word(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await with_admin(c)
        await proposed(c, "45")
        c.skip()
        await c.private("小王", "赔 1")
        assert c.to("小王") == "“全额退款 45 元，东西不用退回”超过您能定的 30 元，已经请团长点头，定了告诉您。"
        asked = c.to("团长")
        assert asked.startswith("小王 想给 静静 全额退款 45 元")
        assert "超过自己能定的 30 元" in asked
        assert c.nothing(), "the member hears nothing yet"
        assert (await the_offer(c)).waits_for == "group_leader"
        await c.private("团长", "赔 1")
        assert "45 元" in c.to("静静")
        assert "团长 给售后单 1 定了" in c.to("小王")
        c.skip()
        assert (await the_offer(c)).decided_by_name == "团长"


async def test_b9_over_a_leaders_cap_the_word_is_given_twice(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c, "300")
        c.skip()
        await c.private("团长", "赔 1 全退 因为一箱都坏了")
        assert c.to("团长") == "“全额退款 300 元”超过 200 元，不是小数。确定的话再回一次：赔 1"
        assert c.nothing()
        await c.private("团长", "赔 1")
        assert "300 元" in c.to("静静")
        c.skip()


async def test_b9_a_named_owner_has_the_last_word(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        settings = c.app.ctx.settings.model_copy(update={"compensation": Compensation(owners=("老板",))})
        c.app.ctx = replace(c.app.ctx, settings=settings)
        await proposed(c, "300")
        c.skip()
        for _ in range(2):
            await c.private("团长", "赔 1 全退 因为一箱都坏了")
            assert "已经请店主点头" in c.to("团长")
        assert (await the_offer(c)).waits_for == "owner"

        def add(conn: Connection) -> None:
            group = groups.find(conn, "terminal", GROUP)
            assert group is not None
            groups.add_staff(conn, group.id, "老板", "admin", "config", c.clock())

        await c.storage.write(add)
        await c.private("老板", "赔 1")
        assert "300 元" in c.to("静静")
        c.skip()


async def test_b9_over_the_cap_what_was_said_to_the_member_stays(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await with_admin(c)
        await proposed(c, "45")
        await c.private("小王", "赔 1 退8元 因为先垫着")
        c.skip()
        await c.private("小王", "赔 1 改 全退 因为她不高兴")
        assert c.to("小王") == "这个数超过您能定的 30 元。已经跟 静静 说的“退 8 元”先不动，要换请团长来定。"
        assert c.nothing()
        assert (await the_offer(c)).amount_fen == 800


async def agreed(c: Conversation, words: str = "赔 1") -> None:
    """The offer is out, and the member has said yes to it."""
    await c.private("团长", words)
    await c.private("静静", "好")
    await c.wait(10)
    c.skip()


async def test_b9_after_an_agreement_no_more_than_the_price_is_refunded(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        await agreed(c)
        await c.private("团长", "赔 1 改 退29.9元 因为再补")
        assert c.to("团长") == say(
            "compensation.troubles.over_price_in_all", number=1, price="29.90 元", before="退款 29.90 元"
        )
        assert c.nothing()
        assert [o.state for o in await all_offers(c)] == ["accepted"]

        await c.private("团长", "诺 1 撤 供应商改主意了")
        c.skip()
        await c.private("团长", "赔 1 改 退29.9元 因为再补")
        assert "前面答应的" not in c.to("团长"), "what was taken back counts no more"
        assert "全额退款 29.90 元" in c.to("静静")


async def test_b9_an_offer_on_top_says_to_both_what_was_promised_before(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        await agreed(c)
        await c.private("团长", "赔 1 改 补一份 明天18:00 因为换成补货")
        sent, besides = c.to("团长").split("\n")
        assert sent.startswith("好，这就告诉 静静：补发一份，")
        undo = say("compensation.besides_undo", id=1)
        assert besides == "前面答应的退款 29.90 元还算数，这个是另外加的，合起来算。" + undo
        offer = c.to("静静")
        assert offer in [
            text.format(goods="草莓", promised="退款 29.90 元", outcome="补发一份", due="明天 18:00")
            for text in variants("offer.besides")
        ]


async def test_b9_the_cap_of_a_person_holds_for_a_case_in_all(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await with_admin(c)
        await proposed(c, "100")
        await c.private("小王", "赔 1 退20元 因为先垫着")
        await c.private("静静", "好")
        await c.wait(10)
        c.skip()
        await c.private("小王", "赔 1 改 退20元 因为再垫一点")
        assert c.to("小王").split("\n") == [
            "“退 20 元”超过您能定的 30 元，已经请团长点头，定了告诉您。",
            "前面答应的退款 20 元还算数，这个是另外加的，合起来算。前面那个不算了的话，回：诺 1 撤 原因",
        ]
        assert "前面答应的退款 20 元还算数" in c.to("团长")
        assert c.nothing(), "the member hears nothing before the leader has agreed"
        await c.private("团长", "赔 1")
        assert "退 20 元" in c.to("静静")
        c.skip()


async def test_b9_a_proposal_is_not_agreed_to_beside_a_promise_of_the_same_money(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        await c.private("团长", "回 1 今晚八点前退您8元")
        await c.private("团长", "诺 1 对")
        c.skip()
        await c.private("团长", "赔 1")
        assert "前面答应的退款 8 元还算数" in c.to("团长")
        assert [o.state for o in await all_offers(c)] == ["proposed"]


async def test_b9_two_admins_decide_at_once_and_exactly_one_wins(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await with_admin(c)
        await proposed(c)
        c.skip()

        def decide(conn: Connection, who: str, fen: int) -> str:
            case = cases.get(conn, 1, for_update=True)
            assert case is not None
            terms = Terms("part_refund", fen)
            try:
                compensation.offer_to(c.app.ctx, conn, case, terms, Actor("group_leader", who, who), reason="看着办")
            except NotPossible as e:
                return str(e)
            return ""

        heard = await asyncio.gather(
            c.storage.write(lambda conn: decide(conn, "团长", 800)),
            c.storage.write(lambda conn: decide(conn, "小王", 500)),
        )
        [lost] = [words for words in heard if words]
        winner, given = ("团长", "退 8 元") if heard[0] == "" else ("小王", "退 5 元")
        assert lost.startswith(f"{winner} 今天 10:00 已经定了：{given}")
        await c.wait(1)
        assert given in c.to("静静")
        c.skip()
        assert [o.state for o in await all_offers(c)] == ["replaced", "sent"]


async def test_b9_whoever_comes_second_hears_who_decided_what(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await with_admin(c)
        await offered(c)
        for words in ("赔 1", "赔 1 退8元 因为便宜"):
            await c.private("小王", words)
            assert c.to("小王").startswith("团长 今天 10:00 已经定了：全额退款 29.90 元，东西不用退回，在等 静静 回话")
        await c.private("小王", "不赔 1 没照片")
        assert "说出去的话得算数" in c.to("小王")
        assert c.nothing()
        await c.private("静静", "好")
        await c.wait(10)
        c.skip()
        await c.private("小王", "赔 1")
        assert "静静 已经同意，说好的得算数" in c.to("小王")


async def test_b9_the_same_harm_and_another_decision_are_shown(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        await c.private("团长", "赔 1 退8元 因为当天的货本来就半价")
        await c.wait(minutes=1)
        await told(c, "老周")
        c.skip()
        await c.private("团长", "价 2 29.9")
        assert c.to("团长").split("\n")[-1] == "同样情况，售后单 1 上次定的是：退 8 元（当天的货本来就半价）。"
        await c.private("团长", "赔 2 退5元 因为少了点")
        assert "同样情况，售后单 1 上次定的是：退 8 元" in c.to("团长")
        c.skip()
        first, second = (await the_offer(c, 1)), (await the_offer(c, 2))
        assert (first.facts_key, first.proposed) == (second.facts_key, second.proposed), "equal facts, equal proposals"


async def test_b9_silence_is_reminded_once_and_then_the_leader_is_told(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.wait(hours=23)
        c.skip()
        await c.wait(hours=2)
        assert "明天 11:00 前" in c.to("静静"), "until when it is done if the yes comes now"
        c.skip()
        await c.wait(hours=24)
        assert not c.all_to("静静"), "one reminder at most"
        assert any("没有回方案" in said for said in c.all_to("团长"))
        await c.wait(hours=72)
        assert not c.all_to("静静")
        assert not any("没有回方案" in said for said in c.all_to("团长"))
        c.skip()
        assert (await the_offer(c)).state == "sent", "silence is no answer"
        await c.private("静静", "好的")
        await c.wait(10)
        assert "明天" in c.to("静静"), "the time begins anew"
        assert any(said.startswith("售后单 1 · 静静 刚同意") for said in c.all_to("团长"))
        offer = await the_offer(c)
        assert offer.due_at is not None
        assert offer.due_at > c.clock()


async def test_b9_who_does_not_want_to_be_written_to_is_not_reminded(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.private("静静", "别再发了")
        await c.wait(10)
        c.skip()
        await c.wait(hours=25)
        assert not c.all_to("静静")
        assert any("不想被打扰" in said for said in c.all_to("团长"))
        c.skip()


async def test_b9_an_offer_that_cannot_be_delivered_waits_and_the_leader_knows(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await proposed(c)
        c.adapter.refused = {"静静"}  # she has blocked the bot
        await c.private("团长", "赔 1")
        assert any("还没送到，静静 的私聊进不去" in said for said in c.all_to("团长"))
        c.skip()
        await c.wait(hours=30)
        assert not any("24 小时" in said for said in c.all_to("静静")), "no reminder of what nobody has read"
        c.skip()
        c.adapter.refused = set()
        await c.start("静静", "case_1")
        assert any("全额退款 29.90 元" in said for said in c.all_to("静静"))
        await c.private("静静", "好")
        await c.wait(10)
        c.skip()
        assert (await the_offer(c)).state == "accepted"


BAD = {
    "赔": "是哪一单？这样写：赔 12",
    "价": "是哪一单？这样写：价 12",
    "不赔": "是哪一单？这样写：不赔 12",
    "赔 99": "没有售后单 99。回“待办”看看现在有哪些。",
    "价 99 29.9": "没有售后单 99。回“待办”看看现在有哪些。",
    "价 1": say("compensation.price_how", number=1),
    "价 1 0": say("compensation.price_how", number=1),
    "价 1 -5": say("compensation.price_how", number=1),
    "价 1 1e9": say("compensation.price_how", number=1),
    "价 1 很便宜": say("compensation.price_how", number=1),
    "赔 1 退0元 因为": say("compensation.troubles.amount", number=1),
    "赔 1 退-8元 因为玩": say("compensation.troubles.amount", number=1),
    "赔 1 退1e9元 因为玩": say("compensation.troubles.amount", number=1),
    "赔 1 退1000000000元 因为玩": say("compensation.troubles.amount", number=1),
    "赔 1 退50元 因为玩": say("compensation.troubles.over_price", number=1, price="29.90 元"),
    "赔 1 退12.80/份×3 因为玩": say("compensation.troubles.over_price", number=1, price="29.90 元"),
    "赔 1 退150% 因为玩": say("compensation.troubles.percent", number=1),
    "赔 1 多给点": say("compensation.troubles.what", number=1),
    "赔 1 退8元 2月30日 因为玩": say("compensation.troubles.when", number=1),
    "赔 1 退8元 昨天 因为玩": say("compensation.troubles.past", number=1),
    "赔 1 退8元加券5元 因为玩": say("compensation.troubles.two", number=1),
    "赔 1 改": say("compensation.change_how", number=1),
}


async def test_b9_bad_input_gets_one_sentence_and_nothing_is_lost(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        c.skip()
        for words, answer in BAD.items():
            await c.private("团长", words)
            assert c.to("团长") == answer, words
        assert c.nothing()
        [offer] = await all_offers(c)
        assert offer.state == "proposed"
        assert offer.amount_fen == 2990


async def test_b9_sums_in_words_are_understood(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await told(c)
        c.skip()
        await c.private("团长", "价 1 ¥12.80/份×3")
        assert "38.40 元" in c.to("团长")
        await c.private("团长", "赔 1 退十二块八 因为只坏了一份")
        assert "退 12.80 元" in c.to("静静")
        c.skip()


async def test_b9_nothing_is_offered_after_the_end(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        await c.private("团长", "结 1 当面补了一盒")
        c.skip()
        for words in ("赔 1", "赔 1 退8元 因为高兴", "不赔 1 已经补了", "价 1 30"):
            await c.private("团长", words)
            assert c.to("团长") == ("售后单 1 现在是“已处理待确认”，先不定赔付。静静 说还没好时会重新打开，到时再定。")
        assert c.nothing()


async def test_b9_the_leader_of_another_group_decides_nothing_here(database_url: str) -> None:
    async with Conversation.on(database_url, others={"李姐": "荷花里"}) as c:
        await proposed(c)
        offer = await the_offer(c)
        c.skip()
        for words in ("赔 1", "赔 1 退8元 因为玩", "不赔 1 玩", "价 1 30"):
            await c.private("李姐", words)
            assert c.to("李姐") == "没有售后单 1。回“待办”看看现在有哪些。"
        await c.tap("李姐", f"agree:{offer.id}")
        assert c.nothing()
        await c.private("李姐", "偏差")
        c.skip()
        assert await the_offer(c) == offer


async def test_b9_a_members_words_are_no_command(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        await c.private("静静", "赔 1")
        await c.private("静静", "价 1 999")
        await c.wait(10)
        c.skip()
        assert (await the_offer(c)).state == "proposed"
        assert (await c.case()).intake["price_fen"] == 2990


async def test_b9_at_night_the_offer_waits_for_the_morning(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await proposed(c)
        await c.wait(hours=13)
        c.skip()
        await c.private("团长", "赔 1")
        assert c.to("团长").startswith("好。现在是休息时间，08:00 再告诉 静静：全额退款 29.90 元")
        assert c.nothing()
        await c.wait(hours=10)
        assert any("全额退款 29.90 元" in said for said in c.all_to("静静"))
        c.skip()


# --- what is a yes, what is a question ---


async def offered_eight(c: Conversation) -> None:
    """The member has read an offer of 8 yuan until tomorrow evening."""
    await proposed(c)
    await c.private("团长", "赔 1 退8元 明天18:00 因为只剩半价的货")
    c.skip()


@pytest.mark.parametrize(
    "words",
    [
        "那就8块吧", "算了，8块就8块吧", "八块就八块吧", "同意退8元", "好的，退8元", "好，明天退就行", "就这样吧", "1",
        "那好吧", "那行", "退吧", "听你们的", "嗯 可以", "谢谢，可以", "就按你们说的办",
    ],
)  # fmt: skip
async def test_b9_a_yes_that_repeats_the_offer_is_a_yes(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered_eight(c)
        await c.private("静静", words)
        await c.wait(10)
        assert c.to("静静").endswith(("前办好。办好了我跟您说一声。", "前一定办好，办完我告诉您。"))
        assert "同意了：退 8 元" in c.to("团长")
        [promise] = await c.read(lambda conn: promises.of_case(conn, 1))
        assert promise.amount_fen == 800


@pytest.mark.parametrize(
    "words", ["那20吧", "8块不够", "才8块？", "行，退10块", "今天就退给我", "还是补一盒吧", "就这？", "最少一半"]
)
async def test_b9_another_sum_time_or_kind_is_no_yes(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered_eight(c)
        await c.private("静静", words)
        await c.wait(10)
        assert c.to("静静") in variants("offer.more")
        assert "想再商量（现在是：退 8 元）" in c.to("团长")
        assert (await the_offer(c)).state == "sent"


@pytest.mark.parametrize("words", ["好的我考虑一下", "行，我问问我老公", "8块"])
async def test_b9_what_is_no_plain_yes_waits_for_a_person(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered_eight(c)
        await c.private("静静", words)
        await c.wait(10)
        assert f"还没答应“退 8 元”，只说：{words}" in c.to("团长")
        assert c.to("静静") in variants("offer.noted")
        assert (await the_offer(c)).state == "sent"


async def test_b9_a_question_about_an_offer_is_shown_as_a_question(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered_eight(c)
        await c.private("静静", "什么时候到账")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 1 · 静静 问（方案是：退 8 元）：什么时候到账")
        assert "明天 18:00 前" in c.to("静静")
        await c.private("静静", "是退到微信吗？")
        await c.wait(10)
        assert "是退到微信吗？" in c.to("团长")
        assert "退 8 元" in c.to("静静")
        assert (await c.case()).answer_due_at is not None, "a person has to answer"
        await c.private("静静", "那就退吧，要我做什么吗")
        await c.wait(10)
        assert (await the_offer(c)).state == "accepted"
        assert any("要我做什么吗" in said for said in c.all_to("团长")), "her question is not lost with the yes"
        c.skip()


async def test_b9_who_waits_for_what_was_only_offered_hears_what_is_missing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await offered_eight(c)
        await c.wait(hours=34)
        c.skip()
        await c.private("静静", "说好今天退的呢")
        await c.wait(10)
        said = c.to("静静")
        assert said.startswith(("对不起", "抱歉"))
        assert "退 8 元" in said
        assert "“好”" in said
        assert c.to("团长").startswith("售后单 1 · 静静 在催（退 8 元，没等到一句“好”）：说好今天退的呢")
        assert (await c.case()).answer_due_at is not None
        await c.private("静静", "好")
        await c.wait(10)
        c.skip()
        assert (await the_offer(c)).state == "accepted"


# --- B12: red cases ---


async def red_and_offered(c: Conversation) -> None:
    """A child is ill, and the leader has offered to refund 8 yuan."""
    await c.complain("静静", "草莓吃完孩子上吐下泻")
    await c.private("团长", "赔 1 退8元 因为先把货款退了")
    assert "退 8 元" in c.to("静静")
    c.skip()


@pytest.mark.parametrize(
    "words", ["孩子还在医院呢", "谁要你们退钱", "不要", "8块够干什么", "怎么还没退", "什么时候到账"]
)
async def test_b12_in_a_red_case_an_answer_to_an_offer_goes_to_the_leader_only(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await red_and_offered(c)
        await c.private("静静", words)
        await c.wait(10)
        assert c.all_to("静静") == [], "nobody bargains with her"
        assert any(words in said for said in c.all_to("团长"))
        assert (await c.case()).answer_due_at is not None


async def test_b12_nobody_is_reminded_of_an_offer_in_a_red_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await red_and_offered(c)
        await c.wait(hours=72)
        assert c.all_to("静静") == []
        assert c.to("团长").startswith("售后单 1 · 静静 没有回方案（退 8 元）。这是急事")
        await c.private("静静", "好")
        await c.wait(10)
        assert "退 8 元" in c.to("静静"), "what was agreed is said with its time"
        c.skip()


async def test_b12_a_tap_for_more_in_a_red_case_asks_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.allow(buttons=True)
        await c.complain("静静", "草莓吃完孩子上吐下泻")
        await c.private("团长", "赔 1 退8元 因为先把货款退了")
        offer = c.to("静静")
        c.skip()
        await c.tap("静静", offer.buttons["再商量"].data)
        assert c.all_to("静静") == []
        assert "想再商量" in c.to("团长")


async def test_b9_half_is_said_as_a_sum(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.private("团长", "价 1 30")
        c.skip()
        await c.private("团长", "赔 1 退一半 明天18:00 因为烂了一半")
        said = c.to("静静")
        assert "退 15 元" in said
        assert "%" not in said
        c.skip()


@pytest.mark.parametrize("words", ["全退", "退一半", "退30%"])
async def test_b9_a_share_of_an_unknown_price_is_asked_about_never_assumed(database_url: str, words: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王姐", "茅台漏了半箱")
        await c.private("团长", f"赔 1 {words} 明天18:00 因为漏得多")
        assert "还不知道这单付了多少" in c.to("团长")
        assert c.nothing()
        assert await all_offers(c) == []
        await c.private("团长", "价 1 6000")
        c.skip()
        await c.private("团长", f"赔 1 {words} 明天18:00 因为漏得多")
        assert "超过 200 元，不是小数" in c.to("团长"), "and a known one is held against the cap"
        assert c.nothing()
