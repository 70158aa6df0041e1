"""An account that is refused is not driven on: limits below the platform's, and a stop that a leader lifts."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.config import OnebotLimits
from bot.domain.chat import ChatError, Forbidden, Offline, Outgoing, RateLimited, Sent
from bot.domain.pacing import Limits
from bot.replies import say
from bot.storage import accounts, groups
from tests.conversation import AT_TEN, LEADER, Conversation

GOODS = ("草莓", "香蕉", "面包", "牛奶", "鸡蛋", "桃子", "豆腐")
CALM = Limits(group_per_min=60, per_hour=10, per_day=20, private_per_day=4, spacing_s=5)


@asynccontextmanager
async def limited(url: str, **limits: float) -> AsyncIterator[Conversation]:
    """A simulated QQ with limits of the test's own."""
    async with Conversation.on(url, post_spacing_s=0, posts_per_hour=100, unasked_per_day=100) as c:
        wide = {"group_per_min": 10, "per_hour": 1000, "per_day": 1000, "private_per_day": 1000, "spacing_s": 0}
        onebot = OnebotLimits.model_validate(wide | limits)
        sending = c.app.ctx.settings.sending.model_copy(update={"onebot": onebot, "stop_after": 3})
        settings = c.app.ctx.settings.model_copy(update={"sending": sending})
        c.app.ctx = replace(c.app.ctx, settings=settings, adapters={"onebot": c.adapter})
        c.adapter.platform = "onebot"
        await c.storage.write(lambda conn: _lead(conn, c))
        yield c


def _lead(conn: Connection, c: Conversation) -> None:
    group = groups.ensure(conn, "onebot", "anxin", "g1", "阳光里 3 群", "auto", c.clock())
    groups.add_staff(conn, group.id, LEADER, "group_leader", "config", c.clock())


async def complaints(c: Conversation, count: int, first: int = 0) -> None:
    for n in range(first, first + count):
        await c.group(f"群友{n}", f"{GOODS[n]}烂了一半")
        await c.wait(30)


def refuse(c: Conversation, monkeypatch: pytest.MonkeyPatch, error: ChatError, times: int) -> None:
    """The platform refuses the next messages, but those to the leader."""
    left, send = [error] * times, c.adapter.send

    async def refusing(message: Outgoing) -> Sent:
        if left and message.member_id != LEADER:
            raise left.pop()
        return await send(message)

    monkeypatch.setattr(c.adapter, "send", refusing)


async def mode(c: Conversation) -> str:
    group = await c.read(lambda conn: groups.find(conn, "onebot", "g1"))
    assert group is not None
    return group.mode


@pytest.mark.parametrize("error", [Forbidden("不让发"), RateLimited("太快", 1)])
async def test_refusals_in_a_row_stop_the_account(
    database_url: str, error: ChatError, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The groups go to assist, the leader is told, what waits becomes drafts; the leader starts it again."""
    async with limited(database_url) as c:
        refuse(c, monkeypatch, error, 3)
        await c.group("群友0", "草莓烂了一半")
        await c.wait(30)
        await c.group("群友1", "香蕉烂了一半")
        await c.wait(30)
        notices = c.all_to(LEADER)
        assert sum("先停了自动发送" in n for n in notices) == 1
        assert await mode(c) == "assist"
        c.skip()
        await c.group("群友2", "面包烂了一半")
        await c.wait(30)
        assert c.posts() == []
        assert "致歉草稿" in c.all_to(LEADER)[0]
        c.skip()
        assert any("自动发送已停" in note for note in c.adapter.health.notes)

        await c.private(LEADER, "恢复发送")
        assert "恢复自动发送" in c.to(LEADER)
        assert await mode(c) == "auto"
        assert c.adapter.health.notes == []
        await complaints(c, 1, 3)
        assert c.posts()
        c.skip()
        await c.private(LEADER, "恢复发送")
        assert "没有停" in c.to(LEADER)


async def test_an_account_that_is_logged_out_stops_and_its_messages_become_drafts(database_url: str) -> None:
    async with limited(database_url) as c:
        c.adapter.health.trouble = say("platforms.onebot.trouble.logged_out")
        c.adapter.troubles += [Offline("logged out")] * 8
        await complaints(c, 1)
        await c.wait(minutes=5)
        assert await mode(c) == "assist"
        assert any("这条请您来发给" in n for n in c.all_to(LEADER))
        c.skip()
        await c.private(LEADER, "已发 1")
        assert "您发过了" in c.to(LEADER)
        assert (await c.case()).first_response_by == "group_leader"


async def test_a_message_that_goes_through_ends_the_row(database_url: str) -> None:
    async with limited(database_url) as c:
        for n in range(4):
            c.adapter.troubles.append(RateLimited("太快", 1))
            await complaints(c, 1, n)
        assert await mode(c) == "auto"
        account = await c.read(lambda conn: accounts.get(conn, "onebot", "anxin"))
        assert account.stopped_at is None
        c.skip()


async def test_a_leader_may_send_while_it_is_stopped(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with limited(database_url) as c:
        refuse(c, monkeypatch, Forbidden("不让发"), 3)
        await complaints(c, 2)
        c.skip()
        await complaints(c, 1, 2)
        number = len(await c.cases())
        c.skip()
        await c.private(LEADER, f"发 {number}")
        assert c.post().mentions == ["群友2"]
        c.skip()


async def test_the_day_s_private_messages_are_counted_and_the_leader_knows(database_url: str) -> None:
    async with limited(database_url, private_per_day=2) as c:
        await complaints(c, 3)
        assert [len(c.all_to(f"群友{n}")) for n in range(3)] == [1, 1, 0]
        assert len(c.posts()) == 3, "the groups have a share of their own"
        assert any("说得够多了" in n for n in c.all_to(LEADER))
        c.skip()
        await c.wait(hours=24)
        assert c.all_to("群友2")
        c.skip()


async def test_messages_of_an_account_keep_their_distance(database_url: str) -> None:
    async with limited(database_url, spacing_s=4) as c:
        await complaints(c, 3)
        times = sorted(d.at for d in c.adapter.sent if d.message.member_id != LEADER)
        assert len(times) == 6
        assert all(b - a >= timedelta(seconds=4) for a, b in itertools.pairwise(times))
        c.skip()


SAID = st.lists(st.tuples(st.integers(0, 90_000), st.booleans()), max_size=60)


@given(SAID, st.booleans())
def test_whoever_waits_as_told_is_never_over_a_limit(said: list[tuple[int, bool]], private: bool) -> None:
    past = sorted((AT_TEN - timedelta(seconds=s), was_private) for s, was_private in said)
    now: datetime = AT_TEN
    for _ in range(100):
        over = CALM.until(past, private, now)
        if over is None:
            break
        assert over[0] > now, "waiting brings it forward"
        now = over[0]
    assert sum(at > now - timedelta(hours=1) for at, _ in past) < CALM.per_hour
    assert sum(at > now - timedelta(days=1) for at, _ in past) < CALM.per_day
    if private:
        assert sum(at > now - timedelta(days=1) and p for at, p in past) < CALM.private_per_day
