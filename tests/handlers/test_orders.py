"""D1, B4: orders are imported, a case knows its own, and only what is missing is asked."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.domain.verdict import Verdict
from bot.storage import groups, orders, tables
from bot.storage.orders import Order
from bot.storage.rows import build
from handlers.orders.importing import Imported, import_file
from tests.conversation import LIKE_TELEGRAM, Conversation

HEAD = "订单号,商品名称,规格,数量,单价,实付金额,昵称,手机号,自提点,下单时间,预计到货"
STRAWBERRIES = "2026010300012345,丹东草莓,3斤装,2,19.9,39.8,静静,13812345678,3栋,2026-01-03 18:20,1月5日"
OF_LI = "2026010300012399,纯牛奶,,1,45,45,老李,13900001111,3栋,2026-01-03 18:25,1月5日"
HERS = "2026010300012377,丹东草莓,3斤装,1,39.9,39.9,珍珍妈,13700002222,3栋,2026-01-03 19:00,1月5日"


async def imported(c: Conversation, *rows: str, head: str = HEAD) -> Imported:
    [group] = [g for g in await c.read(groups.everyone) if g.group_id == "g1"]
    return await import_file(c.app.ctx, group, "\n".join([head, *rows]).encode())


async def all_orders(c: Conversation) -> list[Order]:
    long_ago = c.clock() - timedelta(days=999)
    return await c.read(lambda conn: orders.lately(conn, 1, long_ago, 999))


async def of_case(c: Conversation, number: int = 1) -> str | None:
    """The number of the order that a case is about."""
    case = await c.case(number)
    found = await c.read(lambda conn: orders.get(conn, case.order))
    return found.order_number if found else None


async def talked(c: Conversation, who: str, *lines: str) -> None:
    for text in lines:
        await c.private(who, text)
        await c.wait(10)


async def asked(c: Conversation, number: int = 1) -> list[str]:
    return list((await c.case(number)).intake.get("asked", []))


async def test_b4_the_opening_says_which_order_and_the_leader_sees_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES, OF_LI)
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        c.post()
        opening = c.to("静静")
        assert "草莓烂了一半" in opening
        assert "您1月3日接龙的丹东草莓 3斤装" in opening
        assert "5678" not in opening
        notice = c.to("团长")
        assert "订单 2026010300012345：丹东草莓 3斤装 ×2，39.80 元，1月3日下单" in notice
        assert "order_linked" in await c.kinds()


async def test_b9_the_proposal_takes_price_from_the_order_and_nobody_is_asked(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES)
        await c.complain(photos=1)
        await talked(c, "静静", "打开就这样了", "你们看着办吧")
        said = c.all_to("团长")
        assert any("建议" in text and "39.80 元" in text for text in said)
        assert not any("价" in text and "多少钱" in text for text in said)
        assert "price_asked" not in await c.kinds()
        c.skip()


async def test_b9_one_of_two_that_were_bought_is_half(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES)
        await c.complain(text="草莓有一份全烂了", photos=1)
        await talked(c, "静静", "打开就这样了", "你们看着办吧")
        assert any("损失 50%" in text for text in c.all_to("团长"))
        c.skip()
        assert "share_asked" not in await c.kinds()


async def test_b9_a_price_that_the_leader_names_counts_before_the_order(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES)
        await c.complain(photos=1)
        await talked(c, "静静", "打开就这样了", "你们看着办吧")
        c.skip()
        await c.private("团长", "价 1 30")
        assert "30 元" in c.to("团长")


async def test_b9_an_order_of_several_goods_without_prices_leaves_the_price_open(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        head = "订单号,商品,实付金额,昵称"
        await imported(c, "A1,丹东草莓,88,静静", "A1,纯牛奶,88,静静", head=head)
        await c.complain(photos=1)
        await talked(c, "静静", "打开就这样了", "你们看着办吧")
        assert await of_case(c) == "A1"
        assert "price_asked" in await c.kinds()
        c.skip()


async def test_goods_are_not_asked_where_the_member_has_one_order(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES, OF_LI)
        await c.group("静静", "烂了一半，怎么吃")
        await c.wait(10)
        c.post()
        assert "丹东草莓" in c.to("静静")
        assert (await c.case()).goods is None, "the group hears no goods that the member did not name"
        c.skip()
        await talked(c, "静静", "打开就这样了")
        assert (await c.case()).goods == "草莓"
        assert "goods" not in await asked(c)
        c.skip()


async def test_without_orders_nobody_is_asked_for_a_number(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain(photos=1)
        await talked(c, "静静", "打开就这样了", "5678", "没有", "看着办")
        assert "order" not in await asked(c)
        assert (await c.case()).order is None
        c.skip()


async def told(c: Conversation, answer: str) -> str:
    """A member of another name than the order's is asked for it, and answers; what they hear."""
    await c.complain("珍珍", photos=1)
    await talked(c, "珍珍", "打开就这样了")
    assert "后四位" in c.all_to("珍珍")[-1]
    c.skip()
    await talked(c, "珍珍", answer)
    said: str = c.to("珍珍")
    c.skip()
    return said


@pytest.mark.parametrize("answer", ["2222", "尾号2222", "订单号是2026010300012377", "我手机13700002222", "２２２２。"])
async def test_the_number_or_the_tail_finds_the_order(answer: str, database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES, HERS)
        said = await told(c, answer)
        assert "您1月3日接龙的丹东草莓 3斤装" in said
        assert await of_case(c) == "2026010300012377"
        [hers] = [order for order in await all_orders(c) if order.order_number == "2026010300012377"]
        assert hers.member_id == "珍珍"


@pytest.mark.parametrize("answer", ["9999", "订单号 88887777", "1111"])
async def test_a_number_that_fits_nothing_is_said_kindly_and_not_asked_again(answer: str, database_url: str) -> None:
    """1111 is the tail of an order of other goods."""
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES, HERS, OF_LI)
        said = await told(c, answer)
        assert "团长" in said
        assert await of_case(c) is None
        await talked(c, "珍珍", "看着办", "谢谢")
        assert (await asked(c)).count("order") == 1
        c.skip()


async def test_nobody_finds_others_orders_by_guessing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, HERS)
        await told(c, "9999")
        await talked(c, "珍珍", "尾号9998", "尾号9997", "尾号2222")
        assert await of_case(c) is None
        c.skip()


async def test_an_order_that_is_somebody_elses_stays_theirs(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, HERS)
        await told(c, "2222")
        await c.complain("小王", "草莓坏了好多", photos=1)
        await talked(c, "小王", "尾号2222")
        assert await of_case(c, 2) is None
        c.skip()


async def test_two_orders_of_the_same_goods_are_never_guessed_between(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES, STRAWBERRIES.replace("2345", "2346").replace("01-03", "01-04"))
        await c.complain(photos=1)
        assert await of_case(c) is None
        await talked(c, "静静", "打开就这样了")
        assert "order" in await asked(c)
        await talked(c, "静静", "2026010300012346")
        c.skip()
        assert await of_case(c) == "2026010300012346"


async def test_two_neighbours_of_one_name_are_never_guessed_between(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("", "今天天气不错", member_id="other", member_name="静 静")
        await c.wait(10)
        await imported(c, STRAWBERRIES)
        await c.complain(photos=1)
        assert await of_case(c) is None


async def test_one_name_with_two_phones_is_two_people(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        milk = STRAWBERRIES.replace("2345", "2346").replace("丹东草莓,3斤装", "纯牛奶,").replace("138123", "139123")
        await imported(c, STRAWBERRIES, milk.replace("13912345678", "13912340000"))
        await c.complain(photos=1)
        assert await of_case(c) is None


@pytest.mark.parametrize(
    "row",
    [
        STRAWBERRIES.replace("静静", "小静"),
        STRAWBERRIES.replace("2026-01-03", "2025-11-03"),
        STRAWBERRIES.replace("丹东草莓", "纯牛奶"),
        STRAWBERRIES.replace("2026-01-03", "2026-01-09"),
        STRAWBERRIES + ",已取消",
    ],
    ids=["another name", "long ago", "other goods", "after the complaint", "cancelled"],
)
async def test_what_is_not_certain_is_not_taken(row: str, database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, row, head=HEAD + ",订单状态")
        await c.complain(photos=1)
        assert await of_case(c) is None


@pytest.mark.parametrize("name", ["静静", " 静静 ", "静\u200b静"])
async def test_a_name_is_compared_without_blanks_and_unseen_characters(name: str, database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES.replace("静静", name))
        await c.complain(photos=1)
        assert await of_case(c) == "2026010300012345"


async def test_an_order_that_comes_after_the_case_is_found_and_the_price_goes_on(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain(photos=1)
        await talked(c, "静静", "打开就这样了", "你们看着办吧")
        assert "price_asked" in await c.kinds()
        c.skip()
        done = await imported(c, STRAWBERRIES)
        await c.wait(10)
        assert done.linked == (1,)
        assert "39.80 元" in c.to("团长")
        assert c.all_to("静静") == []
        await talked(c, "静静", "在吗，还想说一句，这批真的不行")
        assert "丹东草莓 3斤装" in c.to("静静"), "what the opening could not say is said once"
        c.skip()
        await talked(c, "静静", "我再补充一点，盒子也破了")
        assert not any("丹东草莓 3斤装" in said for said in c.all_to("静静"))
        c.skip()


async def test_a_changed_order_changes_the_price_of_its_open_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES)
        await c.complain(photos=1)
        done = await imported(c, STRAWBERRIES.replace("39.8", "35.8"))
        assert (done.kept.changed, done.kept.same, done.kept.new) == (1, 0, 0)
        assert (await c.case()).intake["order_price_fen"] == 3580
        assert (await c.kinds())[-1] == "order_changed"
        await imported(c, STRAWBERRIES + ",已退款", head=HEAD + ",订单状态")
        assert (await c.case()).intake["order_price_fen"] is None


async def test_the_member_says_that_it_is_another_order(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES)
        await c.complain(photos=1)
        await talked(c, "静静", "不是这单，是我妈那边拿的")
        assert "那一单" in c.to("静静")
        assert await of_case(c) is None
        await imported(c, STRAWBERRIES)
        assert await of_case(c) is None, "it is not taken for it again"
        c.skip()


async def test_other_goods_named_later_take_the_order_off(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES, OF_LI.replace("老李,13900001111", "静静,13812345678"))
        await c.group("静静", "烂了一半，怎么吃")
        await c.wait(10)
        assert await of_case(c) is None, "two orders, and no goods named"
        c.skip()
        await talked(c, "静静", "是牛奶，盒子烂了")
        assert await of_case(c) == "2026010300012399"
        c.skip()


async def test_the_leader_chooses_by_letter_number_and_takes_it_off(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, HERS, OF_LI)
        await c.complain(photos=1)
        await c.private("团长", "订单 1")
        shown = c.to("团长")
        assert "还没对上订单" in shown
        assert "A. 订单 2026010300012377：丹东草莓 3斤装 ×1，39.90 元，1月3日下单（珍珍妈）" in shown
        await c.private("团长", "订单 1 A")
        assert "记上了：订单 2026010300012377" in c.to("团长")
        assert await of_case(c) == "2026010300012377"
        await c.private("团长", "订单1")
        assert "尾号 2222" in c.to("团长")
        await talked(c, "静静", "不是这单吧")
        assert await of_case(c) == "2026010300012377", "what the leader chose stands"
        c.skip()
        await c.private("团长", "订单 1 不是")
        assert "拿掉了" in c.to("团长")
        assert await of_case(c) is None
        await c.private("团长", "订单 1 不是")
        assert "不用拿掉" in c.to("团长")
        await c.private("团长", "订单 1 2026010300012399")
        assert "纯牛奶" in c.to("团长")
        await c.private("团长", "订单 1 777777")
        assert "没有“777777”这一单" in c.to("团长")
        assert await of_case(c) == "2026010300012399"


async def test_an_order_of_several_goods_asks_the_leader_which(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        two = HERS.replace("丹东草莓,3斤装", "奶油草莓,1斤装").replace("19:00", "18:00")
        await imported(c, HERS, two)
        await c.complain(photos=1)
        await c.private("团长", "订单 1 2026010300012377")
        said = c.to("团长")
        assert "几样东西" in said
        [b] = [line for line in said.split("\n") if "奶油草莓 1斤装" in line]
        await c.private("团长", f"订单 1 {b[0].lower()}")
        assert "记上了：订单 2026010300012377：奶油草莓 1斤装" in c.to("团长")


async def test_an_order_of_several_goods_is_known_by_the_goods_of_the_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, HERS, HERS.replace("丹东草莓,3斤装", "纯牛奶,"))
        await c.complain(photos=1)
        await c.private("团长", "订单 1 2026010300012377")
        assert "丹东草莓 3斤装" in c.to("团长")


async def test_another_leaders_case_is_none_of_theirs(database_url: str) -> None:
    async with Conversation.on(database_url, others={"王姐": "王姐"}) as c:
        await imported(c, STRAWBERRIES)
        await c.complain(photos=1)
        await c.private("王姐", "订单 1")
        assert "没有" in c.to("王姐")
        await c.private("静静", "订单 1 不是")
        await c.wait(10)
        c.skip()
        assert await of_case(c) == "2026010300012345"


async def test_a_red_case_knows_its_order_and_its_member_reads_nothing_of_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES)
        await c.group("静静", "草莓里有头发")
        await c.wait(10)
        assert "接龙的" not in c.to("静静")
        c.skip()
        assert await of_case(c) == "2026010300012345"


async def test_an_opening_that_the_member_comes_for_says_it_too(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await imported(c, STRAWBERRIES)
        await c.complain(photos=1)
        await c.start("静静", "case_1")
        assert "丹东草莓 3斤装" in c.to("静静")


async def test_a_complaint_in_private_hears_which_order_we_mean(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES)
        await c.group("静静", "今天天气真好")
        await c.wait(10)
        c.verdicts["草莓全烂了"] = Verdict("complaint", 0.9, "damaged", 2, goods=("草莓",))
        await talked(c, "静静", "草莓全烂了")
        assert "您1月3日接龙的丹东草莓 3斤装" in c.to("静静")
        c.skip()


async def test_a_merged_case_keeps_the_order(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES, OF_LI.replace("老李,13900001111", "静静,13812345678"))
        await c.complain("静静", "草莓烂了一半", photos=1)
        await c.complain("静静", "牛奶盒子漏了", photos=1)
        assert [await of_case(c, 1), await of_case(c, 2)] == ["2026010300012345", "2026010300012399"]
        await c.private("团长", "售后单 2 并入 1")
        c.skip()
        assert await of_case(c, 1) == "2026010300012345"


async def test_words_of_an_order_are_data(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        goods: Any = '"=A1(""草莓"") {group}"'
        await imported(c, f"A1,{goods},9.9,静静", head="订单号,商品,单价,昵称")
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        assert "=A1" in c.to("静静")
        assert "{group}" in c.to("团长")
        c.skip()


async def test_c2_a_voice_of_somebody_who_bought_the_goods_is_named_as_such(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES.replace("静静", "王姐"))
        for who in ("王姐", "路人"):
            await c.group(who, "草莓真甜，孩子抢着吃")
            await c.wait(10)
        await c.private("团长", "口碑 草莓")
        lines = c.to("团长").split("\n")
        assert [line for line in lines if "王姐" in line and line.endswith("（1月3日买过）")]
        assert not [line for line in lines if "路人" in line and "买过" in line]


async def test_erased_orders_keep_what_accounts_need_and_do_not_come_back(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, STRAWBERRIES, OF_LI)
        await c.complain(photos=1)
        await c.private("团长", "结 1 退了")
        await talked(c, "静静", "好了谢谢")
        await c.private("团长", "因 1 快递")
        await talked(c, "静静", "请把我的资料都删掉", "确认删除")
        await c.wait(minutes=10)
        c.skip()
        hers, others = sorted(await c.read(every_order), key=lambda order: order.quantity, reverse=True)
        assert (hers.goods, hers.quantity, hers.sum_fen, hers.paid_fen) == ("丹东草莓 3斤装", 2, 3980, 3980)
        assert (hers.buyer_name, hers.buyer_key, hers.phone_tail, hers.pickup_point) == ("", "", None, None)
        assert hers.member_id is None
        assert "2345" not in hers.order_number
        assert (others.buyer_name, others.phone_tail) == ("老李", "1111")
        assert (await c.case()).order is None
        assert not any("丹东草莓 3斤装" in event.text for event in await c.timeline())
        done = await imported(c, STRAWBERRIES, OF_LI)
        assert (done.kept.forgotten, done.kept.new, done.kept.same) == (1, 0, 1)
        assert len(await c.read(every_order)) == 2


async def test_the_orders_of_a_namesake_stay(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for member in ("one", "other"):
            await c.group("", "今天天气不错", member_id=member, member_name="静静")
            await c.wait(10)
        await imported(c, STRAWBERRIES)
        for text in ("请把我的资料都删掉", "确认删除"):
            await c.private("", text, member_id="one", member_name="静静")
            await c.wait(30)
        await c.wait(minutes=10)
        c.skip()
        assert [order.buyer_name for order in await c.read(every_order)] == ["静静"]


def every_order(conn: Connection) -> list[Order]:
    return [build(Order, row) for row in conn.execute(select(tables.orders).order_by(tables.orders.c.id))]


async def test_old_orders_go_but_for_those_of_open_cases(database_url: str) -> None:
    keeping = {"retention": {"orders_days": 20}}
    async with Conversation.on(database_url, settings=keeping) as c:
        await imported(c, STRAWBERRIES, OF_LI)
        await c.complain(photos=1)
        await c.wait(hours=24 * 10)
        assert len(await c.read(every_order)) == 2
        await c.wait(hours=24 * 12)
        c.skip()
        assert [order.buyer_name for order in await c.read(every_order)] == ["静静"]
        assert await of_case(c) == "2026010300012345"
        await c.private("团长", "不是投诉 1")
        await c.wait(hours=24)
        c.skip()
        assert await c.read(every_order) == []
        assert (await c.case()).order is None


async def test_two_imports_of_one_file_at_once_write_it_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        rows = [STRAWBERRIES.replace("00012345", f"0001{n:04}") for n in range(40)]
        await asyncio.gather(imported(c, *rows), imported(c, *reversed(rows)))
        assert len(await c.read(every_order)) == 40


async def test_other_goods_of_an_order_that_the_member_told_are_theirs_too(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await imported(c, HERS, HERS.replace("丹东草莓,3斤装", "纯牛奶,"))
        await told(c, "2026010300012377")
        assert await of_case(c) == "2026010300012377"
        await c.complain("珍珍", "牛奶盒子漏了", photos=1)
        found = await c.read(lambda conn: [orders.get(conn, n) for n in (1, 2)])
        assert await of_case(c, 2) == "2026010300012377"
        assert (await c.case(2)).order != (await c.case(1)).order
        assert {order.member_id for order in found if order} == {"珍珍"}
