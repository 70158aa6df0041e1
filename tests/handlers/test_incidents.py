"""A6: several complaints about one matter become one incident: one public notice, a private case for each, one decision
for all; the leader hears of it early."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.chat import GroupChange
from bot.domain.incident import Incident
from bot.replies import say, variants
from bot.storage import groups, incidents, outbox
from handlers import speak
from handlers.cases.timeline import Actor
from handlers.incidents import work as incident_work
from handlers.incidents.work import CannotDo
from tests.conversation import GROUP, LIKE_TELEGRAM, NAME, Conversation

LI = Actor("group_leader", "团长", "团长")


async def all_incidents(c: Conversation) -> list[Incident]:
    return await c.read(incidents.everything)


async def voices(c: Conversation, *who: str, text: str = "草莓烂了一半", apart: float = 60) -> None:
    """Members complain one after the other; what follows at once is another test's matter."""
    for name in who:
        await c.group(name, text)
        await c.wait(apart)


async def incident(c: Conversation, *who: str) -> None:
    """An incident of these members, all that was said about it looked at."""
    await voices(c, *(who or ("静静", "老周")))
    c.skip()


def post_times(c: Conversation) -> list[datetime]:
    """When the group was told about an incident."""
    return [d.at for d in c.adapter.sent if d.message.group_id and not d.message.quote_message_id]


async def test_the_second_voice_gets_the_one_notice_and_a_private_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await voices(c, "静静")
        assert c.post().mentions == ["静静"]
        c.skip()
        await voices(c, "老周")
        notice = c.post()
        assert notice.mentions == ["老周"]
        assert "草莓" in notice
        assert "草莓烂了一半" in c.to("老周")
        told = c.to("团长")
        assert told.startswith(f"批次 1 · {NAME} · 草莓，2 位")
        assert "售后单 1 静静：草莓烂了一半\n售后单 2 老周：草莓烂了一半" in told
        assert [case.incident for case in await c.cases()] == [1, 1]
        assert "incident_joined" in await c.kinds(1)
        assert "incident_joined" in await c.kinds(2)
        assert (await c.case(2)).first_response_by == "bot"


async def test_later_voices_get_private_cases_and_one_spaced_update(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await voices(c, "阿宽", "玲姐", "大可")
        assert c.posts() == [], "the group has just heard"
        assert all(c.to(name) for name in ("阿宽", "玲姐", "大可"))
        assert len([t for t in c.all_to("团长") if t.startswith("批次 1")]) == 3
        await c.wait(minutes=30)
        update = c.post()
        assert update.mentions == ["阿宽", "玲姐", "大可"]
        assert c.nothing()


async def test_voices_at_once_share_one_post(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for name in ("静静", "老周", "阿宽"):
            await c.group(name, "草莓烂了一半")
        await c.wait(10)
        await c.wait(minutes=1)
        posts = c.posts()
        assert sorted(name for post in posts for name in post.mentions) == ["老周", "阿宽", "静静"]
        assert len(posts) <= 2
        c.skip()


async def test_an_apology_that_still_waits_goes_into_the_notice(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await voices(c, "小马", text="面包坏了", apart=9)
        c.skip()
        await c.group("静静", "草莓烂了一半")
        await c.group("老周", "草莓烂了一半")
        await c.wait(9)
        assert c.posts() == [], "half a minute between posts"
        await c.wait(minutes=2)
        assert c.post().mentions == ["静静", "老周"]
        c.skip()


async def test_plus_one_joins_without_goods(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await voices(c, "静静", text="牛奶酸了，倒出来结块")
        await voices(c, "老周", text="我的也是")
        (found,) = await all_incidents(c)
        assert found.title == "牛奶"
        c.skip()


@pytest.mark.parametrize("second", ["香蕉烂了", "草莓少了两盒", "面包有点酸"])
async def test_another_matter_stays_apart(database_url: str, second: str) -> None:
    async with Conversation.on(database_url) as c:
        await voices(c, "静静", "静静")
        await voices(c, "老周", text=second)
        assert await all_incidents(c) == []
        c.skip()


async def test_other_groups_and_solved_cases_do_not_count(database_url: str) -> None:
    async with Conversation.on(database_url, others={"李姐": "荷花里"}) as c:
        await voices(c, "静静")
        await c.group("老周", "草莓烂了一半", group_id="李姐的群")
        await c.wait(10)
        await c.private("团长", "结 1 补了一盒")
        await voices(c, "阿宽")
        assert await all_incidents(c) == []
        c.skip()


async def test_what_came_in_private_is_never_named_in_the_group(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await voices(c, "静静")
        await c.private("老周", "草莓烂了一半")
        await c.wait(20)
        assert [p.mentions for p in c.posts()] == [["静静"]]
        assert len(await all_incidents(c)) == 1
        assert any("批次 1" in t for t in c.all_to("团长"))
        c.skip()
        await c.wait(minutes=40)
        assert c.posts() == []
        c.skip()


async def test_the_leader_who_answers_first_leaves_nothing_to_post(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await voices(c, "静静")
        c.skip()
        await c.group("老周", "草莓烂了一半")
        await c.group("团长", "@老周 对不起，马上给您处理")
        await c.wait(minutes=40)
        assert c.posts() == []
        assert len(await all_incidents(c)) == 1
        c.skip()


async def test_in_assist_mode_one_tap_sends_the_post_and_the_openings(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await incident(c)
        await c.private("团长", "批次 1 发")
        c.all_to("团长")
        assert c.post().mentions == ["静静", "老周"]
        assert c.to("静静")
        assert c.to("老周")
        c.skip()
        await c.private("团长", "批次 1 发")
        assert c.to("团长") == "批次 1 没有等着发的话。"
        assert c.nothing()


async def test_in_watch_mode_it_is_only_recorded(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        await voices(c, "静静", "老周")
        assert len(await all_incidents(c)) == 1
        assert c.nothing()


async def test_the_button_of_a_notice_opens_ones_own_case(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await voices(c, "静静")
        c.skip()
        await voices(c, "老周")
        (button,) = c.post().buttons.values()
        assert button.start == "incident_1"
        await c.start("老周", "incident_1")
        assert "草莓烂了一半" in c.to("老周")
        await c.start("路人", "incident_1")
        assert "草莓" not in c.to("路人")
        c.skip()


async def test_the_list_and_one_incident(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.private("团长", "批次")
        assert c.to("团长") == "现在没有进行中的批次。"
        await incident(c)
        await c.private("团长", "批次")
        assert c.to("团长").split("\n")[1] == f"批次 1 {NAME} · 草莓 · 2 位 · 办好 0"
        await c.private("团长", "批次 1")
        lines = c.to("团长").split("\n")
        assert lines[0] == "批次 1 · 草莓 · 进行中 · 2 位，办好 0"
        assert lines[1] == "售后单 1 静静：草莓烂了一半（损坏 · 等群友）"


async def test_one_decision_reaches_all_and_can_be_changed_singly(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private("团长", "批次 1 价 20")
        assert c.to("团长") == "记下了，批次 1 的价钱是 20 元，2 单用上了。"
        await c.private("团长", "批次 1 方案 退8元 明天18:00 因为先这样")
        assert "2 单的方案已发给群友" in c.all_to("团长")[0]
        assert "8" in c.to("静静")
        assert "8" in c.to("老周")
        await c.private("团长", "赔 2 改退10元 明天18:00 因为坏得多")
        assert "10" in c.to("老周")
        c.skip()
        await voices(c, "阿宽")
        c.skip()
        await c.private("团长", "批次 1 方案")
        assert "8" in c.to("阿宽"), "the same for whoever came later"
        answer = c.all_to("团长")[0]
        assert "1 单的方案" in answer
        assert "售后单 1" in answer, "who has an offer keeps it"
        c.skip()


async def test_a_progress_post_goes_out_after_one_tap_and_keeps_its_distance(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private("团长", "批次 1 公告")
        draft = c.to("团长")
        assert "2 家" in draft
        assert "静静" not in draft
        assert c.nothing()
        await c.private("团长", "批次 1 发")
        assert c.to("团长").startswith("好的。这批刚在群里说过，隔 ")
        assert c.nothing()
        await c.wait(minutes=30)
        assert "2 家" in c.post()
        assert c.to("团长") == f"批次 1 的话已发到 {NAME}。"


async def test_the_leaders_own_words_are_warned(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private("团长", "批次 1 公告 你自己放坏的怪谁啊，爱要不要")
        assert c.to("团长").startswith("这几处群友听了可能更不高兴：")
        await c.wait(minutes=40)
        assert c.nothing()


async def test_closing_leaves_a_summary_and_nothing_joins_any_more(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private("团长", "批次 1 结")
        assert "还有 2 单没办完" in c.to("团长")
        await voices(c, "阿宽")
        assert c.post().mentions == ["阿宽"], "an apology of their own"
        assert (await c.case(3)).incident is None
        c.skip()
        await c.private("团长", "批次 1 结")
        assert c.to("团长") == "批次 1 已经结束了，不用再动。"


async def test_dissolved_it_is_not_taken_for_one_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private("团长", "批次 1 散")
        assert "散开了" in c.to("团长")
        await voices(c, "阿宽")
        assert c.post().mentions == ["阿宽"]
        assert len(await all_incidents(c)) == 1
        c.skip()
        await voices(c, "玲姐")
        found = await all_incidents(c)
        assert [i.state for i in found] == ["dissolved", "open"]
        assert [case.incident for case in await c.cases()] == [1, 1, 2, 2]
        c.skip()


async def test_an_incident_started_and_merged_by_the_leader(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await voices(c, "阿宽", text="香蕉烂了")
        await voices(c, "玲姐", text="桃子烂了")
        c.skip()
        await c.private("团长", "批次 建 运输 3 4")
        assert c.to("团长").startswith("好的，批次 2 · 运输：")
        await c.private("团长", "批次 2 并 1")
        assert c.to("团长") == "好的，批次 2 并进批次 1，现在一共 4 位。"
        assert {case.incident for case in await c.cases()} == {1}
        assert "incident_moved" in await c.kinds(3)
        await c.private("团长", "批次 1 减 4")
        assert c.to("团长") == "好的，售后单 4 移出批次 1，单独办。"
        await c.private("团长", "批次 1 加 4")
        assert (await c.case(4)).incident == 1
        c.skip()


async def test_a_case_that_was_no_complaint_leaves_and_one_voice_is_no_incident(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await c.private("团长", "不是投诉 2")
        c.skip()
        assert [i.state for i in await all_incidents(c)] == ["dissolved"]
        await voices(c, "阿宽")
        assert len(await all_incidents(c)) == 2, "the first voice counts again"
        c.skip()


WRONG = {
    "批次 9": "没有批次 9。回“批次”看看现在有哪些。",
    "批次 1 并 1": "这两个批次并不到一起：要同一个群、两个不同的批次。",
    "批次 1 并 7": "要并到哪一批？这样写：批次 1 并 4",
    "批次 1 并": "要并到哪一批？这样写：批次 1 并 4",
    "批次 建": "哪几单是一回事？这样写：批次 建 草莓 12 13",
    "批次 建 草莓 77 78": "没找到那张售后单，或不在这个群里。",
    "批次 建 草莓 1 2": "有的售后单已经在别的批次里了，先移出来：批次 3 减 12",
    "批次 建 草莓 1": "一个批次至少要两位群友的售后单。",
    "批次 1 减 99": "没找到那张售后单，或不在这个群里。",
    "批次 1 价 看情况": "多少钱一份？这样写：批次 1 价 29.9",
    "批次 999999999999": say("incident.answers.how"),
    "批次 三": say("incident.answers.how"),
}


async def test_wrong_commands_get_one_clear_sentence(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        before = await all_incidents(c)
        for command, answer in WRONG.items():
            await c.private("团长", command)
            assert c.to("团长") == answer, command
        assert await all_incidents(c) == before


async def all_resolved(c: Conversation, *who: str) -> None:
    await incident(c, *who)
    await c.private("团长", "批次 1 发")
    for number in range(1, len(who) + 1):
        await c.private("团长", f"结 {number} 退了10块")
    await c.wait(hours=3)
    c.skip()


async def test_b11_members_who_say_it_is_not_solved_stand_in_one_line_with_their_count(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await all_resolved(c, "静静", "老周", "小唐", "阿芳")
        await c.private("静静", "还没解决")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 1 重新打开：静静 说“还没解决”"), "of the first at once"
        for name in ("老周", "小唐"):
            await c.private(name, "没解决，还没收到")
            await c.wait(10)
        assert c.all_to("团长") == []
        await c.wait(60)
        told = c.to("团长")
        assert told.startswith(f"批次 1 · {NAME} · 草莓，2 位说还没解决")
        assert "售后单 2 老周：没解决，还没收到\n售后单 3 小唐：没解决，还没收到" in told
        assert "静静" not in told, "once"
        await c.wait(minutes=5)
        await c.private("阿芳", "还没解决")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 4 重新打开：阿芳 说"), "alone"
        assert [(await c.case(n)).state for n in (1, 2, 3, 4)] == ["waiting_us"] * 4
        c.skip()


async def test_a6_members_who_say_in_the_group_that_it_is_not_solved_are_named_in_one_post(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await all_resolved(c, "静静", "老周", "小唐")
        for name in ("静静", "老周", "小唐"):
            await c.group(name, "草莓的还没到账，没解决")
            await c.wait(20)
        await c.wait(60)
        post = c.post()
        assert post.startswith(tuple(w.format(goods="草莓") for w in variants("apology.unsolved.with_goods")))
        assert post.mentions == ["静静"], "of the first at once"
        for name in ("静静", "老周", "小唐"):
            assert "还没到账" in c.to(name), "each in private"
        await c.wait(minutes=31)
        assert c.post().mentions == ["老周", "小唐"]
        await c.wait(hours=2)
        assert c.posts() == []
        c.skip()


async def test_b11_the_drafts_of_all_who_say_so_in_the_group_stand_in_the_one_notice(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await all_resolved(c, "静静", "老周", "小唐")
        for name in ("静静", "老周", "小唐"):
            await c.group(name, "草莓的还没到账，没解决")
        await c.wait(120)
        told = c.all_to("团长")
        assert len(told) == 2
        for number, name in ((1, "静静"), (2, "老周"), (3, "小唐")):
            assert sum(f"售后单 {number} {name}：" in said or f"{name} 说“" in said for said in told) == 1, name
            assert sum(f"发到群里：发 {number}" in said for said in told) == 1
        assert c.posts() == []
        c.skip()


async def test_the_leader_of_another_group_may_do_nothing_here(database_url: str) -> None:
    async with Conversation.on(database_url, others={"李姐": "荷花里"}) as c:
        await incident(c)
        for command in ("批次 1", "批次 1 散", "批次 1 结", "批次 1 方案 退8元", "批次 建 草莓 1 2"):
            await c.private("李姐", command)
            assert c.to("李姐").startswith("没"), command
        assert (await all_incidents(c))[0].state == "open"


async def test_an_ended_incident_is_not_changed(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        (found,) = await all_incidents(c)
        await c.private("团长", "批次 1 散")
        c.skip()
        with pytest.raises(CannotDo):
            await c.storage.write(lambda conn: incident_work.dissolve(c.app.ctx, conn, found, LI))


# --- races ---


async def test_two_private_voices_in_two_lanes_are_one_incident(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await voices(c, "小马", text="面包坏了")
        for name in ("静静", "老周"):
            await c.group(name, "大家好呀")
        await c.wait(20)
        for name in ("静静", "老周"):
            await c.adapter.whisper(name, "草莓烂了一半")
        await c.app.run_until_idle()
        c.clock.at += timedelta(seconds=30)
        await asyncio.gather(*(c.app._work() for _ in range(4)))
        await c.app.run_until_idle()
        found = await all_incidents(c)
        assert len(found) == 1
        assert len(await c.read(lambda conn: incidents.cases_of(conn, found[0].number))) == 2
        c.skip()


async def test_a_merge_while_a_voice_joins_loses_nobody(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await incident(c)
        await voices(c, "阿宽", "玲姐", text="香蕉烂了")
        one, two = sorted(await all_incidents(c), key=lambda i: i.number)
        ctx = c.app.ctx
        await c.adapter.say(GROUP, "大可", "香蕉烂了三根")
        await c.app.run_until_idle()
        c.clock.at += timedelta(seconds=30)
        await asyncio.gather(
            c.app._work(), c.storage.write(lambda conn: incident_work.merge(ctx, conn, two, one, LI)), c.app._work()
        )
        await c.app.run_until_idle()
        members = await c.read(lambda conn: [x.member_name for x in incidents.cases_of(conn, one.number)])
        assert {"静静", "老周", "阿宽", "玲姐"} <= set(members)
        assert (await c.case(5)).incident in (None, one.number), "in it, or a matter of its own: never in what is gone"
        c.skip()


@pytest.mark.slow
async def test_five_hundred_members_in_ten_minutes(database_url: str) -> None:
    """500 on SQLite; on PostgreSQL, where the same code runs, a crowd that comes twenty times as fast."""
    many, at_once = (500, 25) if database_url.startswith("sqlite") else (80, 80)
    async with Conversation.on(database_url) as c:
        begun = c.clock()
        for n in range(many):
            await c.adapter.say(GROUP, f"群友{n}", "草莓烂了一半")
            if n % at_once == at_once - 1:
                await c.wait(30)
        await c.wait(60)
        (found,) = await all_incidents(c)
        of_it = await c.read(lambda conn: incidents.cases_of(conn, found.number))
        assert len({case.member_id for case in of_it}) == many
        assert {post for case in of_it for post in [case.incident]} == {1}
        posts = c.posts()
        assert len(posts) <= 2, "one apology, one notice"
        assert all(len(post.mentions) <= 10 for post in posts)
        written_to = [d.message.member_id for d in c.adapter.sent if (d.message.member_id or "").startswith("群友")]
        assert len(set(written_to)) == many
        assert len(c.all_to("团长")) <= 30, "not one notice each"
        at = [d.at for d in c.adapter.sent if (d.message.member_id or "").startswith("群友")]
        assert max(at) - begun < timedelta(minutes=15)
        c.skip()


NO_SHRINKING = (Phase.explicit, Phase.generate)
Step = tuple[str, int]
COMMANDS = ("批次 1 公告", "批次 1 发", "批次 2 并 1", "批次 2 发", "批次 2 公告", "批次 1 散")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("voice"), st.integers(0, 9)),
        st.tuples(st.just("voice"), st.integers(0, 9)),
        st.tuples(st.just("bananas"), st.integers(0, 9)),
        st.tuples(st.just("wait"), st.sampled_from((5, 60, 600, 1900))),
        st.tuples(st.sampled_from(COMMANDS), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)


@pytest.mark.slow
def test_the_group_hears_of_an_incident_at_most_once_a_spacing(migrated_sqlite: Path, tmp_path: Path) -> None:
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=NO_SHRINKING)
    @given(steps=STEPS, mode=st.sampled_from(("auto", "assist")))
    def plays(steps: list[Step], mode: str) -> None:
        path = shutil.copy(migrated_sqlite, tmp_path / "anxin.db")
        asyncio.run(_play(f"sqlite:///{path}", steps, mode))

    plays()


async def _play(url: str, steps: list[Step], mode: str) -> None:
    async with Conversation.on(url, mode=mode) as c:
        for what, n in steps:
            if what == "wait":
                await c.wait(n)
            elif what in ("voice", "bananas"):
                await c.group(f"群友{n}", "草莓烂了一半" if what == "voice" else "香蕉烂了两根")
            else:
                await c.private("团长", what)
        await c.wait(minutes=40)
        sent = await c.read(lambda conn: [p for p in outbox.in_state(conn, "sent") if p.purpose == speak.INCIDENT])
        by_incident: dict[int | None, list[datetime]] = {}
        for post in sent:
            assert post.sent_at is not None
            by_incident.setdefault(incidents.number_in(post.dedupe_key), []).append(post.sent_at)
        for times in by_incident.values():
            assert all(b - a >= timedelta(minutes=30) for a, b in itertools.pairwise(sorted(times)))
        for found in await all_incidents(c):
            members = await c.read(lambda conn, i=found: incidents.count_members(conn, i.number))  # type: ignore[misc]
            assert found.state == "dissolved" or members >= 2
        c.skip()


# --- the group's temperature ---


async def heat(c: Conversation) -> None:
    for name, text in (("静静", "草莓烂了一半"), ("老周", "牛奶酸了"), ("阿宽", "面包坏了")):
        await c.group(name, text)
        await c.wait(20)


async def test_the_leader_is_alarmed_once_a_rise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await heat(c)
        alarms = [t for t in c.all_to("团长") if t.startswith("【留意】")]
        assert len(alarms) == 1
        assert f"{NAME} 升到 100 度了" in alarms[0]
        await voices(c, "玲姐", text="虾饺坏了")
        assert not [t for t in c.all_to("团长") if "留意" in t], "they know"
        c.skip()
        await c.wait(hours=2)
        await c.group("大可", "早上好")
        await c.wait(10)
        await heat(c)
        assert len([t for t in c.all_to("团长") if "留意" in t]) == 1, "a new rise"
        c.skip()


async def test_talk_keeps_the_group_cool(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for n in range(12):
            await c.group(f"邻居{n}", "大家早")
        await c.wait(10)
        await heat(c)
        assert not [t for t in c.all_to("团长") if "留意" in t]
        await c.private("团长", "温度")
        lines = c.to("团长").split("\n")
        assert lines[0] == f"{NAME}：现在 20 度。近 60 分钟 15 条消息，3 条不满，0 人退群。"
        assert "度" in lines[1]
        c.skip()


async def test_those_who_leave_heat_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await voices(c, "静静", text="草莓烂了一半")
        for n in range(2):
            fields = {"group_id": GROUP, "group_name": NAME, "kind": "member_left", "member_id": f"走{n}"}
            await c.take(
                GroupChange(c.adapter.platform, c.adapter.account, f"left{n}", c.clock(), **fields)  # type: ignore[arg-type]
            )
        assert any("2 人退群" in t for t in c.all_to("团长"))
        group = await c.read(lambda conn: groups.find(conn, "terminal", GROUP))
        assert group is not None
        c.skip()


async def test_b12_a_common_decision_leaves_red_cases_to_a_person(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("王姐", "草莓吃完孩子上吐下泻")
        await voices(c, "静静", text="草莓烂了一半")
        notice = next(said for said in c.all_to("团长") if said.startswith("批次 1"))
        assert "一起赔付" not in notice
        assert "售后单 1 是急事，先亲自联系；赔不赔、赔多少都请单独定" in notice
        c.skip()
        await c.private("团长", "批次 1 方案 退8元 明天")
        told = c.to("团长")
        assert "1 单的方案已发给群友" in told
        assert "售后单 1 没发：这是急事（身体不适），先亲自联系，再单独定：赔 1 …" in told
        assert "退 8 元" in c.to("静静")
        assert c.all_to("王姐") == []
        await c.private("团长", "赔 1 退8元 因为先退货款")
        assert "退 8 元" in c.to("王姐"), "a person decides it by itself"
        c.skip()
