"""What becomes of a message: sent, tried again, refused, perhaps sent; never twice and never silently lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.chat import (
    CannotReachMember,
    ChatError,
    Forbidden,
    Gone,
    Invalid,
    Offline,
    Outgoing,
    RateLimited,
    Sent,
    Unconfirmed,
)
from bot.storage import groups, outbox
from bot.storage.outbox import Post
from tests.conversation import GROUP, NAME, Conversation


async def state_of(c: Conversation, key: str = "apology:1") -> str:
    post = await c.read(lambda conn: outbox.find(conn, key))
    assert post is not None
    return post.state


async def trouble(c: Conversation, error: ChatError | BaseException, *more: ChatError) -> None:
    """The apology, which goes out first, meets this."""
    c.adapter.troubles = [error, *more]  # type: ignore[list-item]
    await c.group("静静", "草莓烂了一半")
    await c.wait(9)


async def test_too_fast_is_tried_again_when_the_platform_says(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await trouble(c, RateLimited("slow down", 20))
        assert c.posts() == []
        await c.wait(18)
        assert c.posts() == []
        await c.wait(4)
        assert c.post().mentions == ["静静"]
        c.skip()


async def test_an_outage_is_waited_out(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await trouble(c, *[Offline("no network")] * 12)
        await c.wait(minutes=10)
        assert c.post().mentions == ["静静"]
        assert c.to("静静")
        assert c.to("团长")
        assert await state_of(c) == "sent"


@pytest.mark.parametrize("error", [Invalid("the text is too long"), Forbidden("muted"), Gone("no such group")])
async def test_a_refusal_is_shown_to_the_leader_who_may_try_again(database_url: str, error: ChatError) -> None:
    async with Conversation.on(database_url) as c:
        await trouble(c, error)
        assert c.posts() == []
        told = c.all_to("团长")[-1]
        assert told.startswith(f"售后单 1：这条没发出去（{error}）：")
        assert await state_of(c) == "failed"
        c.skip()
        await c.wait(hours=2)
        assert c.nothing()
        await c.private("团长", "发 1")
        assert c.post().mentions == ["静静"]
        assert "已发到群里" in c.to("团长")


@pytest.mark.parametrize("error", [Unconfirmed("no answer"), TimeoutError(), RuntimeError("a bug in an adapter")])
async def test_perhaps_sent_is_shown_and_never_repeated(database_url: str, error: Exception) -> None:
    async with Conversation.on(database_url) as c:
        await trouble(c, error)
        told = c.all_to("团长")[-1]
        assert told.startswith(f"售后单 1：这条可能发出去了，也可能没有，麻烦看一眼 {NAME}：")
        assert await state_of(c) == "unconfirmed"
        c.skip()
        c.restart()
        await c.wait(hours=5)
        assert c.nothing()
        await c.private("团长", "发 1")
        assert c.post().mentions == ["静静"], "a person has looked"
        c.skip()


async def test_stopped_between_the_claim_and_the_answer(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        with pytest.raises(asyncio.CancelledError):
            await trouble(c, asyncio.CancelledError())
        assert await state_of(c) == "sending"
        c.restart()
        await c.wait(minutes=2)
        assert c.posts() == [], "it may have gone out"
        assert await state_of(c) == "unconfirmed"
        told = c.all_to("团长")
        assert sum("可能发出去了" in t for t in told) == 2, "the apology and the opening"
        assert "售后单 1 有一条通知可能没送到您这儿，回“看 1”看看。" in told
        await c.wait(hours=2)
        assert c.nothing()


async def test_what_the_platform_cut_or_could_not_address_is_told_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        send = c.adapter.send

        async def carry_less(message: Outgoing) -> Sent:
            return replace(await send(message), degraded=("text", "mention") if message.group_id else ())

        c.adapter.send = carry_less  # type: ignore[method-assign]
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        c.post()
        told = [t.split("，")[0] for t in c.all_to("团长") if t.startswith("发")]
        assert told == [f"发给 {NAME} 的这条太长", f"发到 {NAME} 的这条没能 @ 到人"]
        c.skip()


async def test_in_assist_no_case_gets_lost_with_its_notice(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await trouble(c, Unconfirmed("no answer"), Unconfirmed("no answer"))
        await c.wait(hours=1)
        assert c.nothing(), "said again once, and not for ever"
        await c.private("团长", "待办")
        assert "售后单 1" in c.to("团长")


async def test_a_notice_that_is_refused_is_followed_by_a_short_one(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await trouble(c, Invalid("too long"))
        assert c.to("团长") == "售后单 1 有一条通知可能没送到您这儿，回“看 1”看看。"


async def test_a_member_nobody_can_write_to_is_the_leaders_task(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.adapter.refused = {"静静"}
        await c.group("静静", "草莓烂了一半")
        await c.wait(9)
        assert c.post()
        assert c.all_to("团长")[-1].startswith(f"售后单 1：我私聊不到 静静（{NAME}），麻烦您联系一下。")
        assert "unreachable" in await c.kinds()
        await c.private("团长", "结 1 已经当面补了一盒")
        told = c.all_to("团长")
        assert any("我私聊不到" in t for t in told)


async def test_a_leader_nobody_can_write_to_harms_nothing(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.adapter.refused = {"团长"}
        await c.group("静静", "草莓烂了一半")
        await c.wait(9)
        assert c.post()
        assert c.to("静静")
        await c.wait(hours=1)
        assert c.nothing()


async def test_a_group_that_moved_keeps_its_post(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await trouble(c, Gone("the group is a supergroup now", moved_to="g1-new"))
        post = c.post()
        assert post.message.group_id == "g1-new"
        c.skip()
        group = await c.read(lambda conn: groups.find(conn, "terminal", "g1-new"))
        assert group is not None
        assert group.name == NAME
        assert await c.read(lambda conn: groups.find(conn, "terminal", GROUP)) is None


async def test_a_delivery_that_came_late_changes_nothing_that_was_settled(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        post = await c.read(lambda conn: outbox.find(conn, "apology:1"))
        assert post is not None
        assert not await c.storage.write(lambda conn: outbox.finish(conn, post.id, state="failed"))
        assert await state_of(c) == "sent"


async def test_the_same_purpose_is_queued_once(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist") as c:
        await c.complain()
        post = await c.read(lambda conn: outbox.find(conn, "apology:1"))
        assert post is not None
        assert not await c.storage.write(lambda conn: outbox.add(conn, post))


async def test_a_withdrawal_is_tried_until_the_platform_answers(database_url: str, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    async with Conversation.on(database_url) as c:
        await c.complain()
        answers = iter([Offline("no network"), RateLimited("slow down", 5), None])
        really = c.adapter.delete

        async def delete(group_id: str, message_id: str) -> None:
            error = next(answers)
            if error:
                raise error
            await really(group_id, message_id)

        monkeypatch.setattr(c.adapter, "delete", delete)
        await c.private("团长", "不是投诉 1")
        assert c.nothing()
        await c.wait(minutes=5)
        assert "已撤回" in c.to("团长")
        assert len(c.adapter.deleted) == 1


async def test_a_post_that_is_gone_already_counts_as_withdrawn(database_url: str, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    async with Conversation.on(database_url) as c:
        await c.complain()

        async def delete(group_id: str, message_id: str) -> None:
            raise Gone("somebody deleted it")

        monkeypatch.setattr(c.adapter, "delete", delete)
        await c.private("团长", "不是投诉 1")
        assert "已撤回" in c.to("团长")


async def test_an_unreachable_opening_needs_no_second_try(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.adapter.troubles = [Offline("x"), CannotReachMember("never pressed start")]
        await c.group("静静", "草莓烂了一半")
        await c.wait(minutes=5)
        assert c.post()
        assert any("我私聊不到 静静" in told for told in c.all_to("团长"))
        assert c.nothing()


async def test_a_call_that_hangs_holds_up_no_other_message(database_url: str, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    async with Conversation.on(database_url) as c:
        answered, delivered = asyncio.Event(), asyncio.Semaphore(0)
        really = c.adapter.send

        async def send(message: Outgoing) -> Sent:
            if message.group_id is not None:
                await answered.wait()
            sent = await really(message)
            delivered.release()
            return sent

        monkeypatch.setattr(c.adapter, "send", send)
        await c.adapter.say(GROUP, "静静", "草莓烂了一半")
        while await c.app._work():
            pass
        c.clock.at += timedelta(seconds=9)
        while await c.app._work():
            pass
        assert await c.app._begin_to_send()
        await delivered.acquire()
        await delivered.acquire()
        assert await state_of(c) == "sending"
        later = Post("later", "terminal", "anxin", "answer", "在的", c.clock(), c.clock(), member_id="老周")
        await c.storage.write(lambda conn: outbox.add(conn, later))
        assert await c.app._begin_to_send(), "what comes later does not wait for it"
        await delivered.acquire()
        assert c.to("老周") == "在的"
        assert c.posts() == []
        answered.set()
        await asyncio.wait(set(c.app.under_way.calls))
        assert c.post().mentions == ["静静"]
        assert await state_of(c) == "sent"
        c.skip()
