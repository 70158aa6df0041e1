"""售后单: finding a case, its page, and what can be done there."""

from __future__ import annotations

import re

import pytest

from bot.domain.verdict import Verdict
from bot.replies import variants
from bot.storage import promises, users
from bot.storage.promises import Promise
from bot.web.access import LOOK_LASTS
from tests.conversation import LEADER
from tests.web.desk import Browser, Desk, words


async def do(visitor: Browser, action: str, number: int = 1, **fields: object) -> str:
    """Press a button on the page of a case; what the page says then."""
    page = await visitor.post(f"/cases/{number}/{action}", {"key": "k1", **fields})
    assert page.status_code == 200, action
    return words(page)


# --- the list ---


async def test_a_case_is_found_by_words_name_goods_number_and_phone_tail(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await desk.chat.private("静静", "电话 138 0013 8000，打这个")
        await desk.chat.wait(15)
        await desk.chat.complain("王姐", "牛奶酸了一盒")
        visitor = await desk.log_in("viewer")
        for looked_for in ("烂了", "静静", "草莓", "1", "#1", "8000", "静静 烂", "一半"):
            page = words(await visitor.fragment(f"/cases?view=all&q={looked_for.replace('#', '%23')}"))
            assert "草莓烂了一半" in page, looked_for
        for looked_for in ("烂了", "静静", "8000"):
            assert "牛奶" not in words(await visitor.fragment(f"/cases?view=all&q={looked_for}")), looked_for
        assert "没找到" in words(await visitor.fragment("/cases?view=all&q=%25"))


async def test_views_and_filters_narrow_the_list(database_url: str) -> None:
    async with Desk.on(database_url, others={"刘姐": "刘姐"}, clocks=True) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await desk.chat.complain("王姐", "牛奶酸了一盒", group_id="刘姐的群")
        visitor = await desk.log_in("owner")
        assert "牛奶" not in words(await visitor.fragment("/cases?category=damaged"))
        assert "草莓" not in words(await visitor.fragment("/cases?group=2"))
        assert "草莓" in words(await visitor.fragment("/cases?view=open"))
        assert "草莓" not in words(await visitor.fragment("/cases?view=done"))
        await desk.chat.wait(hours=10)
        late = words(await visitor.fragment("/cases?view=late"))
        assert "草莓" in late
        assert "超" in late
        desk.chat.skip()


async def test_nobody_sees_cases_of_other_groups(database_url: str) -> None:
    async with Desk.on(database_url, others={"刘姐": "刘姐"}) as desk:
        await desk.chat.complain("静静", "草莓烂了一半", photos=1)
        elsewhere = await desk.log_in("leader", only=["刘姐的群"])
        assert "草莓" not in words(await elsewhere.get("/cases?view=all&group=1"))
        assert "草莓" not in words(await elsewhere.get("/cases?view=all&q=草莓"))
        assert (await elsewhere.get("/cases/1")).status_code == 404
        assert (await elsewhere.post("/cases/1/note", {"text": "看看"})).status_code == 404
        mine = await desk.log_in("owner")
        picture = re.findall(r'src="(/pictures/case/1/\w+)"', (await mine.get("/cases/1")).text)[0]
        assert (await mine.get(picture)).status_code == 200
        assert (await elsewhere.get(picture)).status_code == 404
        assert (await mine.get("/pictures/case/1/" + "0" * 64)).status_code == 404


@pytest.mark.parametrize(
    "address", ["/cases?page=0", "/cases?severity=9&category=x&group=x&view=x", "/cases?q=" + "长" * 200]
)
async def test_an_odd_address_breaks_nothing(address: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        assert (await (await desk.log_in("viewer")).get(address)).status_code in (200, 422)


async def test_the_board_has_a_column_for_each_stage(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        page = words(await (await desk.log_in("viewer")).fragment("/cases?board=1"))
        for column in ("等我们", "等群友", "已承诺", "办完的"):
            assert column in page
        assert "草莓烂了一半" in page


# --- the page ---


async def test_a_look_at_a_case_is_written_down(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("viewer")
        page = words(await visitor.get("/cases/1"))
        for part in ("静静", "草莓烂了一半", "对话", "经过", "群里致歉", "这是第一单"):
            assert part in page, part
        assert ("case_opened", "case:1") in await desk.audit()
        assert "发送" not in page, "a viewer gets no reply box"


async def test_a_look_by_fragments_alone_is_written_down_once_in_a_while(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor, other = await desk.log_in("viewer"), await desk.log_in("admin")
        for _ in range(3):
            assert "静静" in (await visitor.fragment("/cases/1")).text
        await other.fragment("/cases/1")
        assert (await desk.audit()).count(("case_opened", "case:1")) == 2, "one for each of them"
        desk.chat.clock.at += LOOK_LASTS
        await visitor.fragment("/cases/1")
        await visitor.get("/cases/1")
        assert (await desk.audit()).count(("case_opened", "case:1")) == 4
        log = await desk.chat.read(users.audit_log)
        assert not [entry for entry in log if "静静" in entry.detail]


async def test_one_message_about_two_goods_stands_on_both_pages(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半，鸡蛋也坏了两个", photos=1)
        visitor = await desk.log_in("viewer")
        for number in (1, 2):
            page = await visitor.get(f"/cases/{number}")
            assert "草莓烂了一半，鸡蛋也坏了两个" in words(page)
            picture = re.search(rf"/pictures/case/{number}/[0-9a-f]+", page.text)
            assert picture is not None
            assert (await visitor.get(picture.group())).status_code == 200


async def test_a_reply_reaches_the_member_once(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("admin", name="小美")
        said = await do(visitor, "reply", text="您好，我这就去问供货那边。")
        assert "回复发给 静静 了" in said
        await do(visitor, "reply", text="您好，我这就去问供货那边。")
        await desk.chat.wait(1)
        assert desk.chat.to("静静") == "您好，我这就去问供货那边。"
        assert [e.actor_name for e in await desk.chat.timeline() if e.kind == "reply"] == ["小美"]
        assert ("case_reply", "case:1") in await desk.audit()


async def test_the_tone_guard_asks_first_and_keeps_the_words(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("admin")
        rude = "您自己没放冰箱，怪谁呢？"
        held = await do(visitor, "reply", text=rude)
        assert "群友看了可能更难受" in held
        assert rude in held
        await desk.chat.wait(1)
        assert desk.chat.nothing()
        await do(visitor, "reply", text=rude, anyway=rude)
        await desk.chat.wait(1)
        assert desk.chat.to("静静") == rude


async def test_resolved_with_a_cause_and_reopened(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("admin")
        assert "等回音" in await do(visitor, "resolve", text="补了一盒", seen=(await desk.chat.case()).state)
        await desk.chat.wait(1)
        assert "补了一盒" in desk.chat.to("静静")
        await do(visitor, "cause", cause="courier")
        assert (await desk.chat.case()).cause == "courier"
        await do(visitor, "reopen", reason="又坏了")
        assert (await desk.chat.case()).state == "waiting_us"


async def test_b11_a_line_written_beside_the_cause_is_what_the_member_hears(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("admin")
        assert "结单时一起跟 静静 说" in await do(visitor, "cause", cause="courier", text="以后都换泡沫箱。")
        assert 'value="以后都换泡沫箱。"' in (await visitor.get("/cases/1")).text
        await do(visitor, "resolve", text="补了一盒")
        await desk.chat.wait(1)
        told = desk.chat.to("静静")
        assert "补了一盒\n以后都换泡沫箱。" in told
        assert not any(text in told for text in variants("private.lesson_courier"))
        assert "之前已经跟 静静 说过" in await do(visitor, "cause", cause="seller", text="下回先开箱看")
        assert "记成了备注" in await do(visitor, "cause", cause="member", text="没放冰箱")
        assert (await desk.chat.case()).lesson is None
        desk.chat.skip()


async def test_a3_the_line_beside_the_cause_is_held_once_with_its_cause(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("admin")
        rude = "您自己没放冰箱，怪谁呢？"
        held = (await visitor.post("/cases/1/cause", {"key": "k1", "cause": "seller", "text": rude})).text
        assert "群友看了可能更难受" in held
        assert 'type="hidden" name="cause" value="seller"' in held
        assert (await desk.chat.case()).cause is None
        await do(visitor, "cause", cause="seller", text=rude, anyway=rude)
        assert (await desk.chat.case()).lesson == rude
        assert "点一下是哪边的原因" in await do(visitor, "cause", cause="", text="写好的话")


async def test_who_saw_an_older_state_hears_what_happened(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        seen = (await desk.chat.case()).state
        one, other = await desk.log_in("admin", name="小美"), await desk.log_in("owner", name="阿强")
        await do(one, "resolve", text="补了一盒", seen=seen)
        told = await do(other, "resolve", text="退了 8 块", seen=seen, key="k2")
        assert "小美" in told
        assert (await desk.chat.case()).resolution == "补了一盒"
        desk.chat.skip()


async def test_notes_tags_snoozing_and_handing_over(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("admin")
        assert "供货那边周三休息" in await do(visitor, "note", text="供货那边周三休息")
        assert "期望落差 ×" in await do(visitor, "tag", name="期望落差")
        assert "期望落差 ×" not in await do(visitor, "tag", name="期望落差")
        for until in ("1小时", "3小时", "明天上午", "后天上午"):
            await do(visitor, "snooze", until=until)
            assert (await desk.chat.case()).snoozed_until is not None, until
        await do(visitor, "snooze", until="")
        assert (await desk.chat.case()).snoozed_until is None
        await do(visitor, "assign", to=LEADER)
        assert (await desk.chat.case()).assignee == LEADER
        assert "选一位负责人" in await do(visitor, "assign", to="路人")
        desk.chat.skip()


async def test_merging_and_splitting(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await desk.chat.complain("静静", "牛奶酸了一盒")
        visitor = await desk.log_in("admin")
        assert "没有" in await do(visitor, "merge", into="99")
        await do(visitor, "merge", number=2, into="1")
        assert (await desk.chat.case(2)).merged_into == 1
        assert "请到那边接着办" in words(await visitor.get("/cases/2"))
        page = (await visitor.get("/cases/1")).text
        own = re.findall(r'name="message" value="(\w+)"', page)
        assert len(own) == 2
        assert "至少留一条" in await do(visitor, "split", message=own)
        await do(visitor, "split", message=own[1:])
        assert (await desk.chat.case(3)).quote == "牛奶酸了一盒"
        desk.chat.skip()


async def test_not_a_complaint(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await do(await desk.log_in("admin"), "undo")
        assert (await desk.chat.case()).closed_by == "undo"
        desk.chat.skip()


async def test_a_draft_waits_for_a_yes(database_url: str) -> None:
    async with Desk.on(database_url, mode="assist") as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("admin")
        assert "等您点头" in words(await visitor.get("/cases/1"))
        await do(visitor, "send")
        await desk.chat.wait(1)
        assert "草莓" in desk.chat.post()
        desk.chat.skip()


# --- money ---


async def test_price_and_share_give_a_proposal_and_a_person_agrees(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("leader")
        await do(visitor, "facts", price="19.9", share="一半")
        page = await visitor.get("/cases/1")
        assert "建议，等您定" in words(page)
        offer = re.findall(r'name="offer" value="(\d+)"', page.text)[0]
        assert "方案发给 静静 了" in await do(visitor, "agree", offer=offer)
        await desk.chat.wait(1)
        assert "19.9" in desk.chat.to("静静")
        desk.chat.skip()


async def test_b9_the_price_that_the_member_said_is_confirmed_on_the_page(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await desk.chat.private("静静", "一盒29.9<b>的</b>，怎么弄")
        await desk.chat.wait(10)
        visitor = await desk.log_in("leader")
        page = await visitor.get("/cases/1")
        assert "群友说的价：29.90 元" in words(page)
        assert "<b>的</b>" not in page.text
        assert 'name="price" value="29.90"' in page.text
        assert (await desk.chat.case()).intake.get("price_fen") is None
        await do(visitor, "facts", price="29.90", said="1")
        assert "建议，等您定" in words(await visitor.get("/cases/1"))
        assert "群友说的价" not in words(await visitor.get("/cases/1"))
        assert "价钱已经记了，是 29.90 元" in await do(visitor, "facts", price="39.90", said="1")
        assert (await desk.chat.case()).intake["price_fen"] == 2990
        await desk.chat.private("静静", "不对，是39.9买的")
        await desk.chat.wait(10)
        page = await visitor.get("/cases/1")
        assert "群友说的价：39.90 元" in words(page)
        assert 'value="39.90"' not in page.text, "what the leader named stands"
        desk.chat.skip()


async def test_what_is_more_than_somebody_may_give_waits(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        admin, owner = await desk.log_in("admin"), await desk.log_in("owner")
        waits = await do(admin, "offer", what="退35元", reason="孩子过生日用的")
        assert "超出您能定的" in waits
        offer = re.findall(r'name="offer" value="(\d+)"', (await owner.get("/cases/1")).text)[0]
        assert "方案发给 静静 了" in await do(owner, "agree", offer=offer)
        desk.chat.skip()


async def test_b9_who_saw_the_offer_may_change_it_and_who_saw_an_older_one_hears_of_it(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("owner")
        await do(visitor, "offer", what="退8元", reason="一半是好的", key="k1")
        page = (await visitor.get("/cases/1")).text
        form = page[page.index('action="/cases/1/offer"') :].partition("</form>")[0]
        [seen] = re.findall(r'name="offer" value="(\d+)"', form)
        assert "已经定了" in await do(visitor, "offer", what="补一盒", reason="她想要新的", key="k2")
        changed = await do(visitor, "offer", what="补一盒", reason="她想要新的", offer=seen, key="k3")
        assert "方案发给 静静 了：补发一盒" in changed
        assert "已经定了" in await do(visitor, "offer", what="退9元", reason="再想想", offer=seen, key="k4")
        desk.chat.skip()


async def test_b9_beside_a_promise_the_form_asks_whether_it_takes_its_place(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await desk.chat.private("团长", "赔 1 补一盒 明天18:00 因为她想要新的")
        await desk.chat.private("静静", "好")
        await desk.chat.wait(10)
        desk.chat.skip()
        visitor = await desk.log_in("owner")
        [seen, *_] = re.findall(r'name="offer" value="(\d+)"', (await visitor.get("/cases/1")).text)
        fields = {"reason": "她改主意了", "offer": seen}
        for what in ("退8元", "改 退8元"):
            asked = (await visitor.post("/cases/1/offer", {"what": what, **fields})).text
            assert "说好的补一盒还没办。这回是换掉它，还是另外再加？" in asked
            assert f'name="what" value="{what}"' in asked
            assert 'name="how" value="instead"' in asked
            assert desk.chat.nothing()
        assert "方案发给 静静 了：退 8 元" in await do(visitor, "offer", what="退8元", how="instead", **fields)
        again = {"what": "改 券5元", "how": "besides", **fields}
        second = (await visitor.post("/cases/1/offer", again)).text
        assert "已经定了：退 8 元" in second, "a second page does not take away what the first decided"
        assert 'value="改 券5元"' in second, "nor is what was typed there lost"
        await desk.chat.wait(10)
        assert "补一盒" not in desk.chat.to("静静")
        desk.chat.skip()


async def test_refusing_needs_a_reason(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("leader")
        await do(visitor, "refuse", reason="")
        assert "定了不赔" not in [e.kind for e in await desk.chat.timeline()]
        await do(visitor, "refuse", reason="照片里是别家的草莓")
        assert "offer_refused" in await desk.chat.kinds()
        desk.chat.skip()


async def test_a_promise_is_heard_in_a_reply_confirmed_and_kept(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("leader")
        await do(visitor, "reply", text="明天18点前退您8元。")
        page = await visitor.get("/cases/1")
        promise = re.findall(r'name="promise" value="(\d+)"', page.text)[0]
        assert "到点前会提醒" in await do(visitor, "promise", promise=promise, act="counts")
        assert "写一句怎么兑现的" in await do(visitor, "promise", promise=promise, act="kept", text="")
        await do(visitor, "promise", promise=promise, act="kept", text="已转账，尾号 1234")
        assert (await desk.chat.case()).state == "fulfilled"
        assert "别人刚处理过了" in await do(visitor, "promise", promise=promise, act="none")
        desk.chat.skip()


async def promised(desk: Desk) -> Browser:
    """A case with a confirmed promise of 8 yuan, on the desk of its leader."""
    await desk.chat.complain("静静", "草莓烂了一半")
    visitor = await desk.log_in("leader")
    await do(visitor, "reply", text="明天18点前退您8元。", key="k0")
    promise = re.findall(r'name="promise" value="(\d+)"', (await visitor.get("/cases/1")).text)[0]
    await do(visitor, "promise", promise=promise, act="counts")
    await desk.chat.wait(1)
    desk.chat.skip()
    return visitor


async def the_promise(desk: Desk) -> Promise:
    [found] = await desk.chat.read(lambda conn: promises.of_case(conn, 1))
    return found


async def test_b10_who_resolves_sees_what_is_promised_and_ticks_that_it_is_done(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await promised(desk)
        page = (await visitor.get("/cases/1")).text
        form = page[page.index('action="/cases/1/resolve"') :].partition("</form>")[0]
        assert "退款 8 元" in form
        assert 'name="kept" value="1"' in form
        said = await do(visitor, "resolve", text="8 元退了，尾号 1234", kept="1")
        assert "没记成办好" not in said
        kept = await the_promise(desk)
        assert (kept.state, kept.proof) == ("fulfilled", {"text": "8 元退了，尾号 1234"})
        await desk.chat.wait(1)
        assert "尾号 1234" in desk.chat.to("静静"), "one message says both"


async def test_b10_what_is_not_ticked_stays_due_and_is_noted_later(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await promised(desk)
        assert "还有 1 件没记成办好" in await do(visitor, "resolve", text="都跟您说好了")
        assert (await the_promise(desk)).state == "open"
        assert "都办好了" in words(await visitor.get("/cases/1"))
        desk.chat.skip()
        await do(visitor, "all_kept", kept="1", key="k2")
        assert (await the_promise(desk)).state == "fulfilled"
        assert "别人刚处理过了" in await do(visitor, "all_kept", kept="1", key="k3")
        await desk.chat.wait(hours=40)
        assert not any("承诺" in said for said in desk.chat.all_to(LEADER)), "nothing is overdue"
        desk.chat.skip()


async def test_b10_only_what_the_person_saw_is_done(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await promised(desk)
        assert "先写处理结果" in await do(visitor, "all_kept", kept="1")
        await do(visitor, "resolve", text="都跟您说好了", kept="99 x 1234567890123")
        assert (await the_promise(desk)).state == "open"
        desk.chat.skip()


async def test_a3_b10_the_tick_is_kept_while_the_words_are_held(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await promised(desk)
        rude = "8 元退了，您自己没放冰箱，怪谁呢？"
        held = (await visitor.post("/cases/1/resolve", {"key": "k5", "text": rude, "kept": "1"})).text
        assert 'type="hidden" name="kept" value="1"' in held
        assert re.search(r'type="checkbox" name="kept" value="1"[^>]*checked', held)
        await do(visitor, "resolve", text=rude, anyway=rude, kept="1")
        assert (await the_promise(desk)).state == "fulfilled"
        desk.chat.skip()


async def test_b10_the_console_gives_the_statement_of_a_member_and_of_a_day(database_url: str) -> None:
    async with Desk.on(database_url, others={"刘姐": "刘姐"}) as desk:
        visitor = await promised(desk)
        await do(visitor, "promise", promise="1", act="kept", text="转账单号420001", key="k7")
        for asked in ("静静", "静", "今天"):
            page = words(await visitor.fragment(f"/promises?q={asked}"))
            assert "兑现 1 条" in page, asked
            assert "退款 8 元" in page, asked
            assert "转账单号420001" in page, asked
        assert "没有给“老周”的承诺" in words(await visitor.get("/promises?q=老周"))
        elsewhere = await desk.log_in("viewer", only=["刘姐的群"])
        assert "退款" not in words(await elsewhere.fragment("/promises?q=静静"))
        desk.chat.skip()


async def test_b10_what_the_resolution_tells_as_done_is_no_new_promise(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await do(await desk.log_in("leader"), "resolve", text="已经退您8元了，给您补了一盒")
        assert await desk.chat.read(lambda conn: promises.of_case(conn, 1)) == []
        desk.chat.skip()


async def test_what_a_member_writes_is_text(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        nasty = "<img src=x onerror=alert(1)> 草莓烂了"
        desk.chat.verdicts[nasty] = Verdict("complaint", 0.9, "damaged", 1, ("烂了",))
        await desk.chat.complain("<script>坏人</script>", nasty)
        visitor = await desk.log_in("owner")
        for address in ("/cases", "/cases?board=1", "/cases/1"):
            page = (await visitor.get(address)).text
            assert "<img src=x" not in page
            assert "<script>坏人" not in page
            assert "&lt;img src=x" in page


# --- who works on it, and in which order ---


async def test_the_list_narrows_to_one_assignee_or_to_nobody(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await desk.chat.complain("王姐", "牛奶酸了一盒")
        visitor = await desk.log_in("admin")
        await do(visitor, "assign", 1, to=LEADER, seen=(await desk.chat.case(1)).state)
        mine = words(await visitor.fragment(f"/cases?assignee={LEADER}"))
        assert "草莓" in mine
        assert "牛奶" not in mine
        nobodys = words(await visitor.fragment("/cases?assignee=-"))
        assert "牛奶" in nobodys
        assert "草莓" not in nobodys
        assert "没找到" in words(await visitor.fragment("/cases?assignee=x"))
        desk.chat.skip()


async def test_the_order_is_kept_by_the_browser(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        for name, text in (("静静", "草莓烂了一半"), ("王姐", "牛奶酸了一盒")):
            await desk.chat.complain(name, text)

        async def numbers(path: str) -> list[str]:
            return re.findall(r'href="/cases/(\d+)"', (await visitor.get(path)).text)

        visitor = await desk.log_in("viewer")
        assert await numbers("/cases?order=newest") == ["2", "1"]
        assert await numbers("/cases") == ["2", "1"], "kept"
        assert await numbers("/cases?order=oldest") == ["1", "2"]
        assert await numbers("/cases?order=nonsense&view=all") in (["1", "2"], ["2", "1"])
        assert await numbers("/cases") == ["1", "2"], "nonsense changes nothing"
