"""A6 in the console: 批次 lists what belongs together, and one page decides, tells the group and keeps it in order."""

from __future__ import annotations

import re

import pytest

from bot.storage import incidents, outbox
from tests.conversation import Conversation
from tests.web.desk import Browser, Desk, words
from tests.web.test_paste import paste, with_paste


async def batch(c: Conversation, *who: str, text: str = "草莓烂了一半") -> None:
    """These members complain about one batch, and all that was said about it is looked at."""
    for name in who or ("静静", "老周"):
        await c.group(name, text)
        await c.wait(60)
    c.skip()


async def do(visitor: Browser, action: str, number: int = 1, **fields: object) -> str:
    """Press a button on the page of an incident; what the page says then."""
    page = await visitor.post(f"/incidents/{number}/{action}", fields)
    assert page.status_code == 200, action
    return words(page)


async def draft_of(visitor: Browser, number: int = 1) -> str:
    """The post that the page would send."""
    found = re.findall(r'name="post" value="(\d+)"', (await visitor.get(f"/incidents/{number}")).text)
    return str(found[0])


async def decided_of(visitor: Browser, number: int = 1) -> str:
    """The decision that the page shows, as its forms name it."""
    found = re.findall(r'name="decided" value="([^"]*)"', (await visitor.get(f"/incidents/{number}")).text)
    return str(found[0])


# --- the list and the page ---


async def test_the_list_shows_open_ones_first_and_ended_ones_apart(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        await batch(desk.chat, "玲姐", "阿宽", text="牛奶酸了一盒")
        visitor = await desk.log_in("admin")
        page = words(await visitor.get("/incidents"))
        for part in ("草莓", "牛奶", "2 位", "进行中 2", "还有 2 单没办完"):
            assert part in page, part
        await do(visitor, "close", 2)
        assert "牛奶" not in words(await visitor.fragment("/incidents"))
        ended = words(await visitor.fragment("/incidents?ended=1"))
        assert "牛奶" in ended
        assert "草莓" not in ended


async def test_an_incident_is_linked_from_today_and_from_its_cases(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        visitor = await desk.log_in("viewer")
        for page in ("/", "/cases/1", "/incidents"):
            assert 'href="/incidents/1"' in (await visitor.get(page)).text, page


async def test_the_page_shows_members_their_words_and_what_the_group_heard(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        visitor = await desk.log_in("viewer")
        page = await visitor.get("/incidents/1")
        for part in ("静静", "老周", "草莓烂了一半", "2 位", "已经说了", "还没有方案"):
            assert part in words(page), part
        assert "<textarea" not in page.text, "a viewer writes nothing"
        assert ("incident_opened", "incident:1") in await desk.audit()
        await (await desk.log_in("viewer", name="小美")).fragment("/incidents/1")
        assert (await desk.audit()).count(("incident_opened", "incident:1")) == 2, "a part of the page is a look, too"


async def test_nobody_sees_incidents_of_other_groups(database_url: str) -> None:
    async with Desk.on(database_url, others={"刘姐": "刘姐"}) as desk:
        await batch(desk.chat)
        elsewhere = await desk.log_in("leader", only=["刘姐的群"])
        assert "草莓" not in words(await elsewhere.get("/incidents"))
        assert (await elsewhere.get("/incidents/1")).status_code == 404
        assert (await elsewhere.post("/incidents/1/dissolve")).status_code == 404
        assert "没找到这张售后单" in words(await elsewhere.post("/incidents", {"numbers": "1 2"}))
        assert (await desk.chat.read(incidents.everything))[0].state == "open"


@pytest.mark.parametrize("address", ["/incidents/0", "/incidents/99999999999999999999", "/incidents/7"])
async def test_an_unknown_number_is_a_friendly_page(address: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        assert (await (await desk.log_in("viewer")).get(address)).status_code == 404


# --- one decision for all ---


async def test_one_decision_reaches_every_open_case_and_later_ones_on_demand(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        visitor = await desk.log_in("leader", name="小美")
        assert "2 单用上了" in await do(visitor, "price", price="29.9")
        told = await do(visitor, "decide", what="退8元 明天18:00", reason="这批都坏了")
        assert "2 单的方案发给群友了" in told
        assert "小美定的" in told
        await desk.chat.wait(60)
        for name in ("静静", "老周"):
            assert "8" in desk.chat.all_to(name)[-1]
        desk.chat.skip()
        await batch(desk.chat, "玲姐")
        assert "还没有方案的 1 单也这样发" in words(await visitor.get("/incidents/1"))
        assert "1 单的方案发给群友了" in await do(visitor, "decide", decided=await decided_of(visitor))
        assert {(await desk.chat.case(n)).state for n in (1, 2, 3)} == {"offered"}
        assert ("incident_decide", "incident:1") in await desk.audit()
        desk.chat.skip()


async def test_a_sum_over_ones_cap_waits_for_who_may_give_it(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        visitor = await desk.log_in("admin")
        told = await do(visitor, "decide", what="退500元 明天18:00", reason="这批都坏了")
        assert "要管得着的人点头" in told
        assert {(await desk.chat.case(n)).state for n in (1, 2)}.isdisjoint({"offered"})
        desk.chat.skip()


async def test_who_has_not_seen_the_newest_decision_decides_nothing(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        one, other = await desk.log_in("leader", name="小美"), await desk.log_in("owner", name="阿强")
        await do(one, "decide", what="退8元 明天18:00", reason="这批都坏了")
        told = await do(other, "decide", what="改 退9元 明天18:00", reason="多退一点")
        assert "小美刚刚定了" in told
        page = await other.post("/incidents/1/decide", {"what": "改 退9元"})
        assert 'value="改 退9元"' in page.text, "nothing that was typed is lost"
        assert "8" in str((await desk.chat.read(lambda conn: incidents.get(conn, 1))).offer)  # type: ignore[union-attr]
        desk.chat.skip()


async def test_words_that_are_no_decision_are_said_so_and_kept(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        visitor = await desk.log_in("leader")
        page = await visitor.post("/incidents/1/decide", {"what": "看着办吧"})
        assert "没发" in words(page)
        assert 'value="看着办吧"' in page.text
        assert "先写几个字" in await do(visitor, "decide")
        assert "写一个价钱" in await do(visitor, "price", price="一点点")


# --- what the group hears ---


async def test_a_progress_post_waits_as_a_draft_and_goes_out_once(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        visitor = await desk.log_in("admin")
        suggestion = re.findall(r"<textarea[^>]*>([^<]+)</textarea>", (await visitor.get("/incidents/1")).text)[0]
        assert "2 家" in suggestion
        assert "草稿存好了" in await do(visitor, "draft", text=suggestion)
        await desk.chat.wait(60)
        assert desk.chat.posts() == []
        post = await draft_of(visitor)
        assert "分钟再发" in await do(visitor, "send", post=post)
        await desk.chat.wait(minutes=31)
        assert desk.chat.post() == suggestion
        desk.chat.skip()


async def test_the_tone_guard_asks_before_a_post_is_kept(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        visitor = await desk.log_in("admin")
        rude = "都是你们自己没放冰箱，怪谁呢？"
        held = await do(visitor, "draft", text=rude)
        assert "群友看了可能更难受" in held
        assert rude in held
        assert (
            await desk.chat.read(lambda conn: [p.text for p in incidents.posts_of(conn, 1) if p.state == "draft"]) == []
        )
        assert "草稿存好了" in await do(visitor, "draft", text=rude, anyway=rude)


async def test_only_the_draft_that_was_read_goes_out(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        one, other = await desk.log_in("admin"), await desk.log_in("leader")
        await do(one, "draft", text="草莓的事还在查，抱歉。")
        read = await draft_of(one)
        await do(other, "draft", text="草莓的事查清楚了，明天一起补。")
        assert "刚刚有人改过" in await do(one, "send", post=read)
        await desk.chat.wait(minutes=31)
        assert desk.chat.posts() == []


async def test_where_nothing_can_be_sent_the_words_are_copied_and_counted(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        with_paste(desk)
        visitor = await desk.log_in("owner")
        await paste(visitor, "静静 09:01\n草莓烂了一半\n\n老周 09:02\n草莓烂了一半\n")
        page = await visitor.get("/incidents/1")
        assert "我已经发了" in words(page)
        assert "发到群里" not in words(page)
        assert "群里已经说过" in await do(visitor, "sent", post=await draft_of(visitor))
        states = {p.state for p in await desk.chat.read(lambda conn: incidents.posts_of(conn, 1))}
        assert states == {"sent"}
        told = await do(visitor, "decide", what="退8元 明天18:00", reason="这批都坏了")
        assert "2 单的方案" in told
        offered = [
            p for p in await desk.chat.read(lambda conn: outbox.of_case(conn, 1)) if p.dedupe_key.startswith("offer:")
        ]
        assert [p.state for p in offered] == ["draft"]


# --- which cases belong to it ---


async def test_cases_are_put_together_by_hand(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await desk.chat.complain("老周", "牛奶酸了一盒")
        visitor = await desk.log_in("admin")
        assert "至少要两位" in words(await visitor.post("/incidents", {"numbers": "1"}))
        assert "两张以上" in words(await visitor.post("/incidents", {"numbers": "都算", "title": "草莓"}))
        assert "没找到" in words(await visitor.post("/incidents", {"numbers": "1 77"}))
        made = await visitor.post("/incidents", {"numbers": "1、2", "title": "周二的车"})
        assert made.headers["hx-redirect"] == "/incidents/1"
        assert "周二的车" in words(await visitor.get("/incidents/1"))
        again = await visitor.post("/incidents", {"numbers": "1 2"})
        assert "已经在别的批次里" in words(again)
        assert 'value="1 2"' in again.text


async def test_a_case_leaves_and_another_joins(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat, "静静", "老周", "玲姐")
        await desk.chat.complain("阿宽", "牛奶酸了一盒")
        visitor = await desk.log_in("admin")
        assert "移出去了" in await do(visitor, "remove", case="3")
        assert "没找到" in await do(visitor, "remove", case="3")
        assert "加进来了" in await do(visitor, "add", case="4")
        assert [c.number for c in await desk.chat.read(lambda conn: incidents.cases_of(conn, 1))] == [1, 2, 4]
        assert "没找到" in await do(visitor, "add", case="十二")
        await do(visitor, "remove", case="1")
        assert "只剩一位" in await do(visitor, "remove", case="2")
        assert "已经结束了" in await do(visitor, "add", case="2")
        desk.chat.skip()


async def test_two_incidents_become_one(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        await batch(desk.chat, "玲姐", "阿宽", text="牛奶酸了一盒")
        visitor = await desk.log_in("leader")
        assert "没找到要并过去的批次" in await do(visitor, "merge", into="9")
        assert "并不到一起" in await do(visitor, "merge", into="1")
        assert "并进批次 2" in await do(visitor, "merge", into="2")
        assert "4 位" in words(await visitor.get("/incidents/2"))


async def test_closing_leaves_a_summary_to_be_read(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        visitor = await desk.log_in("leader")
        page = await do(visitor, "close")
        assert "批次 1 结束了" in page
        assert "等您点头" in page
        assert "已经结束了" in await do(visitor, "close")
        await do(visitor, "send", post=await draft_of(visitor))
        await desk.chat.wait(minutes=31)
        assert "2 家" in desk.chat.post()
        desk.chat.skip()


async def test_what_a_person_took_apart_takes_no_more_decisions(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        one, other = await desk.log_in("leader", name="小美"), await desk.log_in("owner", name="阿强")
        assert "散开了" in await do(one, "dissolve")
        assert "已经结束了" in await do(other, "decide", what="退8元 明天18:00")
        assert "已经结束了" in await do(other, "draft", text="都查清楚了。")
        assert "已经结束了" in await do(other, "dissolve")
        assert (await desk.chat.case(1)).state != "offered"
