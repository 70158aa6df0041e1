"""A member's data is deleted on request: cases keep what law and accounts need, and nobody can tell whose they were."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, LargeBinary, insert, select

from bot.domain.chat import Capabilities, Image
from bot.domain.verdict import Verdict
from bot.replies import variants
from bot.storage import erasing, groups, offers, outbox, users, voices
from bot.storage.erasing import Person
from bot.storage.tables import corrections, erasures, images, metadata, pastes
from bot.storage.users import Audited
from bot.storage.voices import Wanted
from handlers.erasing.doing import sweep_erasures
from tests.conversation import Conversation
from tests.handlers.test_showing import LIKE_ONEBOT, agreed, asked, card_of, consent_of

MEMBER = "zhuque7788"
NAME = "朱雀栀子"
PHONE = "13812345678"
COMPLAINT = "蓝莓烂了一半，汁水流得满袋子都是"
PRAISE = "松茸炖汤鲜得眉毛掉下来，全家抢着喝"
PRIVATE = f"我住槐荫巷九弄，电话{PHONE}，麻烦尽快"
UNSURE = "这个榴莲莫名其妙有股塑胶气息"
PLANTED = (MEMBER, NAME, PHONE, "汁水流得满", "眉毛掉下来", "槐荫巷", "塑胶气息", "麻烦尽快")
WHO: dict[str, Any] = {"member_id": MEMBER, "member_name": NAME}
CAN = Capabilities(dm_first="always", buttons=True)


def carried_out(conn: Connection) -> list[Any]:
    """The wishes that were carried out."""
    return list(conn.execute(select(erasures).where(erasures.c.done_at.is_not(None))).all())


def everything(conn: Connection) -> list[tuple[str, str, str]]:
    """Every value of every table that can hold words: table, column, value."""
    found = []
    for table in metadata.sorted_tables:
        for row in conn.execute(select(table)).mappings():
            for column in table.columns:
                value: Any = row[column.name]
                if value is not None and not isinstance(column.type, LargeBinary):
                    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
                    found.append((table.name, column.name, shown))
    return found


async def traces(c: Conversation) -> list[tuple[str, str, str]]:
    """Where the member can still be found."""
    return [entry for entry in await c.read(everything) if any(planted in entry[2] for planted in PLANTED)]


async def says(c: Conversation, text: str, **more: Any) -> None:
    await c.group("", text, **WHO, **more)
    await c.wait(10)


async def whispers(c: Conversation, text: str) -> None:
    await c.private("", text, **WHO)
    await c.wait(30)


async def lived(c: Conversation) -> None:
    """A member has been complaining, praising, writing in private and been asked about; the case is over."""
    c.verdicts[COMPLAINT] = Verdict("complaint", 0.9, "damaged", 2, ("说烂了",), goods=("蓝莓",))
    c.verdicts[UNSURE] = Verdict("review", 0.5, "quality", 1, (f"说得含糊：“{UNSURE}”",), goods=("榴莲",))
    await says(c, PRAISE)
    await says(c, COMPLAINT, images=(Image("picture-of-blueberries"),))
    await whispers(c, PRIVATE)
    await says(c, UNSURE)
    await c.group("老李", f"@{NAME} 我家也这样")
    await c.wait(10)
    await c.private("团长", f"回 1 {NAME}您好，马上给您看看")
    await c.private("团长", "不是 R1")
    await c.private("团长", "赔 1 退8元 明天18:00 因为坏了一半")
    await c.wait(60)
    await whispers(c, "好的可以")
    await c.wait(10)
    await c.private("团长", "兑 1 转账单号 4200001234567890")
    await c.private("团长", "结 1 退了八块")
    await whispers(c, "解决了，谢谢")
    await c.private("团长", "因 1 快递")
    await c.private("团长", "问口碑 1")
    await c.wait(30)
    await whispers(c, "可以")
    await c.wait(minutes=10)
    c.skip()


async def forgotten(c: Conversation) -> None:
    """The member asks and confirms, and the time for it passes."""
    await whispers(c, "请把我的资料都删掉")
    await whispers(c, "确认删除")
    await c.wait(minutes=10)


async def test_asked_once_more_then_done_with_a_last_word(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await lived(c)
        await whispers(c, "请把我的资料都删掉")
        assert "回“确认删除”" in c.to(MEMBER)
        await whispers(c, "确认删除")
        assert "删" in c.to(MEMBER)
        assert await traces(c)
        await c.wait(minutes=10)
        assert "售后单 1 还在" in c.to("团长")
        assert await traces(c) == []


async def test_no_table_knows_the_member_any_more(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await lived(c)
        before = {table for table, _, _ in await traces(c)}
        assert {
            "messages",
            "direct_messages",
            "cases",
            "case_events",
            "voices",
            "consents",
            "reviews",
            "inbox",
        } <= before
        assert {"corrections", "outbox", "members", "bursts", "lanes", "case_search"} <= before
        await forgotten(c)
        c.skip()
        assert await traces(c) == []


async def test_the_log_of_the_console_keeps_no_words_about_their_cases(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await lived(c)
        looks = [Audited(c.clock(), None, "", "", "case_opened", f"case:{n}", "小草莓") for n in (1, 11)]
        await c.storage.write(lambda conn: [users.log_action(conn, look) for look in looks])
        await forgotten(c)
        c.skip()
        assert [look.detail for look in await c.read(users.audit_log)] == ["小草莓", ""]


async def test_what_law_and_accounts_need_stays(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await lived(c)
        was = await c.case()
        kinds = await c.kinds()
        await forgotten(c)
        c.skip()
        case = await c.case()
        same = ("number", "category", "severity", "opened_at", "resolved_at", "closed_at", "cause", "goods", "state")
        assert [getattr(case, name) for name in same] == [getattr(was, name) for name in same]
        assert (case.member_name, case.quote, case.resolution) == ("一位群友", "", None)
        assert (await c.kinds())[: len(kinds)] == kinds
        assert (await c.kinds())[-1] == "erased"
        (offer,) = await c.read(lambda conn: offers.of_case(conn, 1))
        assert offer.amount_fen == 800
        share = await c.read(lambda conn: voices.share(conn, Wanted((1,))))
        assert share.praise == 1  # as a number


async def test_it_is_kept_that_it_was_done_but_not_for_whom(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await lived(c)
        await forgotten(c)
        c.skip()
        (done,) = await c.read(carried_out)
        assert (done.platform, done.member_id, done.asked_by) == (None, None, "member")
        assert done.counts is not None
        assert done.counts["cases"] == 1


async def test_others_keep_what_is_theirs(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await lived(c)
        await c.complain("静静", "草莓烂了一半")
        before = [entry for entry in await c.read(everything) if "静静" in entry[2] or "草莓烂了一半" in entry[2]]
        await forgotten(c)
        c.skip()
        after = [entry for entry in await c.read(everything) if "静静" in entry[2] or "草莓烂了一半" in entry[2]]
        assert before == after
        texts = [value for table, column, value in await c.read(everything) if (table, column) == ("messages", "text")]
        assert "一位群友 我家也这样" in texts


async def test_open_things_end_first(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        c.verdicts[COMPLAINT] = Verdict("complaint", 0.9, "damaged", 2, goods=("蓝莓",))
        await says(c, COMPLAINT)
        c.skip()
        await forgotten(c)
        assert any("售后单 1 还没办完" in said for said in c.all_to(MEMBER))
        assert any("售后单 1 还没办完" in said for said in c.all_to("团长"))
        assert await traces(c)
        await c.private("团长", "因 1 快递")
        await c.private("团长", "结 1 补发了")
        await whispers(c, "好了")
        c.skip()
        await c.wait(hours=2)
        c.skip()
        assert await traces(c) == []


@pytest.mark.parametrize("answer", ["不删了", "算了"])
async def test_thinking_better_of_it(answer: str, database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await says(c, PRAISE)
        await whispers(c, "把我的信息都删了")
        c.skip()
        await whispers(c, answer)
        assert "删" in c.to(MEMBER)
        await whispers(c, "确认删除")
        await c.wait(minutes=10)
        c.skip()
        assert await traces(c)


async def test_a_yes_in_other_words_is_told_which_it_takes(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await says(c, PRAISE)
        await whispers(c, "把我的信息都删了")
        c.skip()
        await whispers(c, "嗯，删吧")
        assert c.to(MEMBER) in variants("erasure.confirm_how")
        assert await traces(c)
        await whispers(c, "确认删除")
        await c.wait(minutes=10)
        c.skip()
        assert await traces(c) == []


async def test_without_a_yes_it_lapses(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await says(c, PRAISE)
        await whispers(c, "把我的信息都删了")
        c.skip()
        await c.wait(hours=25)
        await whispers(c, "确认删除")
        await c.wait(minutes=10)
        c.skip()
        assert await traces(c)
        assert await c.read(carried_out) == []


async def test_a_leader_passes_the_wish_on(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await lived(c)
        await c.private("团长", "删除资料 1")
        assert "确认删除资料 1" in c.to("团长")
        await c.private("团长", "确认删除资料 1")
        assert "几分钟" in c.to("团长")
        await c.wait(minutes=10)
        c.skip()
        assert await traces(c) == []
        (done,) = await c.read(carried_out)
        assert done.asked_by == "团长"


async def test_whoever_leads_the_group_has_to_stop_leading_first(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await lived(c)
        now = c.clock()
        await c.storage.write(lambda conn: groups.add_staff(conn, 1, MEMBER, "admin", "console", now))
        await c.private("团长", "删除资料 1")
        assert "团长或管理员" in c.to("团长")
        await c.private("团长", "确认删除资料 99")
        assert "99" in c.to("团长")
        await c.wait(minutes=10)
        assert await traces(c)


async def test_somebody_with_the_same_name_stays(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await says(c, PRAISE)
        await c.group("", "牛奶很好喝，孩子喜欢", member_id="another", member_name=NAME)
        await c.wait(10)
        await forgotten(c)
        c.skip()
        found = await c.read(lambda conn: voices.find(conn, Wanted((1,))))
        assert [(v.member_id, v.member_name, v.text) for v in found if v.state == "heard"] == [
            ("another", NAME, "牛奶很好喝，孩子喜欢")
        ]


async def test_the_walk_finds_what_is_planted_in_any_table(database_url: str) -> None:
    """A table that nobody thought of is cleaned like the others."""
    async with Conversation.on(database_url, can=CAN) as c:
        await says(c, PRAISE)
        now = c.clock()
        context = [f"{NAME}：{PRAISE}"]

        def plant(conn: Connection) -> None:
            row = {"group": 1, "text": "别人的话", "context": context, "complaint": False, "source": "undo"}
            conn.execute(insert(corrections).values(**row, by="团长", at=now))
            conn.execute(insert(pastes).values(group=1, at=now, counts={"who": MEMBER, "said": {"last": PRAISE[:20]}}))

        await c.storage.write(plant)
        await forgotten(c)
        c.skip()
        assert await traces(c) == []


async def test_a_card_that_waits_for_an_answer_goes_at_once(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_ONEBOT) as c:
        await asked(c)
        await c.private("王丽", "删掉我的资料")
        await c.wait(20)
        await c.private("王丽", "确认删除")
        await c.wait(20)
        c.skip()
        card = await card_of(c)
        assert (card.state, card.content, card.pictures) == ("withdrawn", None, ())
        assert (await consent_of(c)).state == "withdrawn"


async def test_a_posted_card_is_taken_down_and_destroyed(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_ONEBOT) as c:
        await agreed(c)
        await c.private("团长", "图卡 1 发")
        await c.wait(5)
        c.skip()
        assert (await card_of(c)).state == "posted"
        await c.private("王丽", "删掉我的资料")
        await c.wait(20)
        await c.private("王丽", "确认删除")
        await c.wait(minutes=10)
        c.skip()
        card = await card_of(c)
        assert (card.state, card.content, card.pictures) == ("withdrawn", None, ())
        post = await c.read(lambda conn: [p for p in outbox.of_case(conn, 1) if p.purpose == "card" and p.group])
        assert [p.state for p in post] == ["withdrawn"]
        left = [entry for entry in await c.read(everything) if "王丽" in entry[2] or "草莓烂了一半" in entry[2]]
        assert left == []
        assert await c.read(lambda conn: conn.execute(select(images)).all()) == []


async def test_two_processes_carry_a_wish_out_once(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN) as c:
        await lived(c)
        await whispers(c, "请把我的资料都删掉")
        await whispers(c, "确认删除")
        c.skip()
        c.clock.at += timedelta(minutes=10)
        units = [c.storage.write(partial(sweep_erasures, c.app.ctx)) for _ in range(3)]
        assert sorted(await asyncio.gather(*units)) == [0, 0, 1]
        await c.wait(1)
        assert "按本人要求" in c.to("团长")
        assert await traces(c) == []


MARKS = st.text(alphabet="甲乙丙丁ab19 ，。\n“”\\%_'\"", min_size=9, max_size=40).filter(
    lambda text: len(text.split()) > 0
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=MARKS,
    value=st.recursive(st.text(max_size=20), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
)
def test_whatever_quotes_or_names_them_is_cleaned(words: str, value: Any) -> None:
    """Of any nested value nothing is left that quotes or names the person; a second look changes nothing."""
    person = Person("p", MEMBER, [NAME], [NAME], "erased-1")
    flat = " ".join(words.split())
    assume(len(flat) >= erasing.SAYS_ENOUGH)
    names, quotes = erasing.patterns(person, [flat])
    planted = [value, {"said": f"说过“{words}”", "by": [f"{NAME}：", f"@{NAME}", MEMBER]}]
    cleaned = erasing.cleaned(planted, names, quotes, person)
    shown = json.dumps(cleaned, ensure_ascii=False)
    assert NAME not in shown
    assert MEMBER not in shown
    assert json.dumps(flat[: erasing.RECOGNISED_BY], ensure_ascii=False)[1:-1] not in shown
    assert erasing.cleaned(cleaned, names, quotes, person) == cleaned
