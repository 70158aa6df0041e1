"""B10: one message of the leader to several members: whose promise is what."""

from __future__ import annotations

import pytest

from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import Conversation, Said


async def _two(c: Conversation) -> None:
    await c.complain("静静", "草莓烂了一半")
    await c.complain("王姐", "牛奶漏了一箱")


async def ledger(c: Conversation) -> list[Promise]:
    return await c.read(lambda conn: [p for n in (1, 2, 3) for p in promises.of_case(conn, n)])


async def values(c: Conversation) -> set[tuple[str | None, str, int | None, bool]]:
    return {(p.member_name, p.kind, p.amount_fen, p.due_at is not None) for p in await ledger(c)}


def asked(c: Conversation) -> list[Said]:
    return [said for said in c.all_to("团长") if "听着像" in said]


EACH_THEIRS = {("静静", "refund", 800, True), ("王姐", "replacement", None, True)}


@pytest.mark.parametrize(
    "text",
    [
        "@静静 退你8块，@王姐 补你一箱，都是明天",
        "静静退8块，王姐补一箱，都是明天",
        "静静：明天退8元；王姐：明天补一箱",
        "明天给静静退8块，给王姐补一箱，都明天",
    ],
)
async def test_b10_each_member_is_promised_what_their_part_of_the_message_says(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        assert await values(c) == EACH_THEIRS
        first, second = asked(c)
        assert "8 元" in first
        assert "补" not in first.split("原话")[0]
        assert "8 元" not in second
        await c.private("团长", "诺 1 都对")
        assert [p.state for p in await ledger(c)] == ["open", "unconfirmed"], "one tap confirms one member's only"
        c.skip()


async def test_b10_what_one_member_hears_last_is_no_time_for_the_other(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "@静静 退你8块 @王姐 补你一箱 明天弄")
        assert await values(c) == {("静静", "refund", 800, False), ("王姐", "replacement", None, True)}
        c.skip()


async def test_b10_two_who_are_named_together_are_one_question(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", "王姐静静你们俩的明天都退8块")
        assert {p.member_name for p in await ledger(c)} == {"静静", "王姐"}
        (question,) = asked(c)
        assert "静静" in question
        assert "王姐" in question
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "退你8块@静静，补你一箱@王姐，明天",
        "静静和王姐，明天退8块，再补一箱",
        "静静退5块，王姐补一箱，都退8块，明天",
        "@静静 王姐那份明天补，明天退你8块",
    ],
)
async def test_b10_where_it_cannot_be_told_apart_nothing_is_guessed(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.group("团长", text)
        made = await ledger(c)
        assert {(p.member_name, p.kind) for p in made} == {
            (who, kind) for who in ("静静", "王姐") for kind in ("refund", "replacement")
        }
        assert {(p.amount_fen, p.thing, p.due_at) for p in made} == {(None, None, None)}
        (question,) = asked(c)
        assert text in question
        await c.private("团长", "诺 1 都对")
        assert {p.state for p in await ledger(c)} == {"unconfirmed"}, "what is missing has to be said first"
        await c.private("团长", "诺 1 都不是")
        assert {p.state for p in await ledger(c)} == {"not_a_promise"}
        c.skip()


async def test_b10_what_is_promised_to_somebody_without_a_case_is_nobody_elses(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.group("团长", "静静明天退8块，李姐补一箱")
        assert await values(c) == {("静静", "refund", 800, True)}
        c.skip()


@pytest.mark.parametrize("text", ["明天退你8块，王姐那边补一箱", "王姐那份我来补，明天退你8块"])
async def test_b10_a_reply_promises_nothing_of_what_it_says_of_others(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        await c.private("团长", f"回 1 {text}")
        assert await values(c) == {("静静", "refund", 800, True)}
        c.skip()


async def test_b10_an_edit_is_read_for_each_in_their_part(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _two(c)
        said = await c.group("团长", "@静静 退你8块，@王姐 补你一箱，都是明天")
        await c.group("团长", "@静静 退你9块，@王姐 补你一箱，都是明天", edited_message_id=said)
        assert await values(c) == {("静静", "refund", 900, True), ("王姐", "replacement", None, True)}
        c.skip()


async def _strawberries_and_eggs(c: Conversation) -> None:
    await c.complain("静静", "草莓烂了一半")
    await c.complain("王姐", "鸡蛋坏了3个")


@pytest.mark.parametrize("mode", ["auto", "assist"])
@pytest.mark.parametrize(
    "text",
    [
        "静静我明天退你8块哈\n王姐你的鸡蛋明天补",
        "1号静静退8块；2号王姐补3个鸡蛋，都明天",
        "①静静退8块②王姐补3个，都是明天",
        "草莓的退8块，鸡蛋的补3个，都明天",
        "烂草莓的明天退8块，坏鸡蛋的明天补",
        "草莓：退8块，明天；鸡蛋：补3个，明天",
        "明天静静退8块，王姐明天补3个",
        "今天@静静 退你8块 @王姐 补你3个",
        "明天：静静退8块，王姐补3个",
        "明天给静静退8块，明天补王姐3个",
    ],
)
async def test_b10_parts_are_cut_at_names_numbers_and_goods(database_url: str, mode: str, text: str) -> None:
    async with Conversation.on(database_url, mode=mode) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", text)
        assert await values(c) == EACH_THEIRS
        c.skip()


async def test_b10_a_name_behind_the_verb_is_a_name(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", "退静静8块，补王姐3个鸡蛋，明天")
        assert await values(c) == {("静静", "refund", 800, False), ("王姐", "replacement", None, True)}
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "静静王姐一人退8块，明天",
        "静静、王姐每人退8块，明天",
        "@静静 明天退你8块 @王姐 你也一样",
        "@静静 明天退你8块，@王姐 您的也是",
        "静静明天退你8块，王姐也一样",
    ],
)
async def test_b10_the_same_for_each_who_is_named(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", text)
        assert await values(c) == {("静静", "refund", 800, True), ("王姐", "refund", 800, True)}
        c.skip()


async def test_b10_likewise_in_the_next_message(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", "@静静 明天退你8块")
        await c.group("团长", "@王姐 你的也是")
        assert await values(c) == {("静静", "refund", 800, True), ("王姐", "refund", 800, True)}
        c.skip()


@pytest.mark.parametrize("text", ["退你8块静静，退你5块王姐，明天", "草莓和鸡蛋明天都退8块"])
async def test_b10_two_names_or_goods_without_a_cut_leave_the_values_open(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.wait(minutes=20)
        await c.group("王姐", "在吗")
        await c.wait(10)
        await c.group("团长", text)
        assert await values(c) == {("静静", "refund", None, False), ("王姐", "refund", None, False)}
        c.skip()


@pytest.mark.parametrize("text", ["静静明天退你8块。王姐稍等哈", "静静明天退你8块，王姐你的我再问问"])
async def test_b10_who_is_named_beside_a_promise_is_promised_nothing(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", text)
        assert await values(c) == {("静静", "refund", 800, True)}
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "静静草莓退8块，王姐鸡蛋补3个，都明天",
        "静静烂的草莓退8块，王姐坏的3个补上，都是明天",
        "1.静静草莓退8块\n2.王姐鸡蛋补3个\n都是明天",
        "静静——草莓退8块\n王姐——鸡蛋补3个\n都是明天",
        "静静-草莓退8块\n王姐-鸡蛋补3个\n都是明天",
    ],
)
async def test_b10_a_name_followed_at_once_by_its_goods_or_fault_begins_a_part(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", text)
        assert await values(c) == EACH_THEIRS
        c.skip()


@pytest.mark.parametrize(
    "text", ["草莓和鸡蛋两家都退，@静静 明天退8块，@王姐 明天退3块", "退款来了：@静静 明天退8块 @王姐 明天退3块"]
)
async def test_b10_a_heading_before_the_names_is_no_deed_of_its_own(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", text)
        assert await values(c) == {("静静", "refund", 800, True), ("王姐", "refund", 300, True)}
        c.skip()


async def test_b10_a_sum_before_the_names_is_no_heading(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", "明天退8块，@静静 补1盒，@王姐 退3块")
        assert {p.amount_fen for p in await ledger(c)} == {None}
        c.skip()


THREE_GOODS = "草莓烂了的补一盒，鸡蛋少的那盒也补。橘子烂的退7块"


async def test_b10_each_clause_is_about_the_goods_of_one_open_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.complain("老周", "橘子烂了一半")
        await c.group("团长", THREE_GOODS)
        assert {(p.member_name, p.kind, p.amount_fen) for p in await ledger(c)} == {
            ("静静", "replacement", None), ("王姐", "replacement", None), ("老周", "refund", 700),
        }  # fmt: skip
        c.skip()


async def test_b10_a_clause_about_goods_of_nobody_is_not_theirs_whose_goods_stand_beside(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("老周", "橘子烂了一半")
        await c.group("团长", THREE_GOODS)
        assert {(p.kind, p.amount_fen) for p in await ledger(c)} == {("refund", 700)}
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "静静8块 王姐3块 今晚转给你们",
        "@静静 8元 @王姐 3元 今晚退款",
        "静静：8元\n王姐：3元\n今晚退",
        "退静静8元，王姐3元，今晚到账",
        "今晚退款名单：静静8元 王姐3元",
        "静静+8 王姐+3 今晚红包",
        "静静（草莓）8块、王姐（鸡蛋）3块，今晚退",
        "静静退8，王姐退3，今晚一起转",
        "大家别急，今晚一个个退：静静8块、王姐3块",
    ],
)
async def test_b10_each_of_a_list_is_asked_about(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", text)
        assert await values(c) == {("静静", "refund", 800, True), ("王姐", "refund", 300, True)}
        c.skip()


@pytest.mark.parametrize("text", ["静静8块 王姐3块", "静静8块 王姐3块 都转了", "静静8块，王姐3块，今晚转给我"])
async def test_b10_sums_with_nothing_to_be_done_are_no_promise(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", text)
        assert await ledger(c) == []
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "静静今晚退5块，王姐一样",
        "静静今晚退5块，王姐也是",
        "静静今晚退5块，王姐同上",
        "静静退5块，王姐也是，今晚转",
        "静静和王姐今晚各退5块",
        "@静静 @王姐 今晚各退5块",
        "两位对不住，今晚一人退5块",
    ],
)
async def test_b10_the_same_sum_for_two(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", text)
        assert await values(c) == {("静静", "refund", 500, True), ("王姐", "refund", 500, True)}
        c.skip()


async def test_b10_you_three_are_those_with_an_open_case_if_they_are_three(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", "你们三家今晚都退")
        assert await ledger(c) == []
        await c.complain("老周", "橘子烂了一半")
        await c.group("团长", "你们三家今晚都退")
        assert {p.member_name for p in await ledger(c)} == {"静静", "王姐", "老周"}
        c.skip()


@pytest.mark.parametrize(
    "text",
    ["静静退15，其他人退8块，今晚转", "静静今晚退15块，另外两家今晚退8块", "静静的15块今晚退，其余的今晚每家退8块"],
)
async def test_b10_the_others_are_those_of_the_same_goods(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("王姐", "草莓也烂了")
        await c.complain("老周", "草莓烂了好多")
        await c.group("团长", text)
        assert await values(c) == {
            ("静静", "refund", 1500, True), ("王姐", "refund", 800, True), ("老周", "refund", 800, True),
        }  # fmt: skip
        c.skip()


async def test_b10_the_others_without_any_are_nobody(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _strawberries_and_eggs(c)
        await c.group("团长", "静静退15块，其他人退8块，今晚转")
        assert await values(c) == {("静静", "refund", 1500, True)}
        c.skip()


async def test_b10_one_is_given_more_beside_what_everybody_is(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("王姐", "草莓也烂了")
        await c.group("团长", "草莓每家退8块，静静那份我另外补一盒")
        assert {(p.member_name, p.kind, p.amount_fen) for p in await ledger(c)} == {
            ("静静", "refund", 800), ("静静", "replacement", None), ("王姐", "refund", 800),
        }  # fmt: skip
        c.skip()
