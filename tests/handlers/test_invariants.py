"""What holds whatever members, leader, admin and clock do, in whatever order."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.domain.case import CaseEvent
from bot.storage import cases, groups, offers, promises
from bot.storage.tables import offers as offer_rows
from bot.storage.tables import outbox as outbox_rows
from bot.storage.tables import promises as promise_rows
from handlers import speak
from tests.conversation import GROUP, LEADER, Conversation

pytestmark = pytest.mark.slow

NO_SHRINKING = (Phase.explicit, Phase.generate)
"""A failing play is short as it is; to look for a shorter one takes minutes."""
MEMBERS = ("静静", "老李", "王姐")
ADMIN = "小陈"
SPACING = timedelta(minutes=30)
LATEST_NOTICE = timedelta(minutes=2)
"""A sweep runs at the moment that something is due; the driven clock reaches it at once."""

FAULTS = (
    "草莓烂了一半",
    "草莓烂了，鸡蛋也坏了两个",
    "坏了好几个",
    "草莓全坏了",
    "鸡蛋少了两个",
    "牛奶过期了",
    "橘子有点酸",
    "我的也是",
    "群主态度真差",
)
CHATTER = ("大家早", "好的", "好吃", "收到补的了", "还没好", "别再发了")
PRIVATE = (
    "好的",
    "可以",
    "不行，太少了",
    "还没",
    "好了",
    "5",
    "坏了三分之一",
    "一半都烂了",
    "我要找人",
    "算了不想说了",
    "下午三点以后找我",
)
BY_LEADER = (
    "回 {n} 明天下午给您补发一份", "回 {n} 不好意思，我看看", "结 {n} 已经退款", "因 {n} 快递", "因 {n} 我们",
    "价 {n} 29.9", "价 {n} 29.9 一半", "赔 {n}", "赔 {n} 退8元 明天18:00 因为老邻居", "不赔 {n} 已经补过", "重开 {n}",
    "缓 {n} 明天上午", "记 {n} 打过电话", "{n} 并入 {m}", "不是投诉 {n}", "诺 {n} 对", "诺 {n} 不是",
    "兑 {n} 已转账 10086", "承诺", "批次", "批次 1 结", "批次 1 散", "批次 1 方案 退5元 明天18:00", "发 {n}",
)  # fmt: skip

move = st.one_of(
    st.tuples(st.just("group"), st.sampled_from(MEMBERS), st.sampled_from(FAULTS)),
    st.tuples(st.just("group"), st.sampled_from((*MEMBERS, LEADER)), st.sampled_from((*CHATTER, "今晚给大家退款"))),
    st.tuples(st.just("private"), st.sampled_from(MEMBERS), st.sampled_from(PRIVATE)),
    st.tuples(
        st.just("command"), st.sampled_from((LEADER, ADMIN)), st.sampled_from(BY_LEADER), st.integers(1, 4),
        st.integers(1, 4),
    ),
    st.tuples(st.just("wait"), st.sampled_from((5, 60, 1800, 4 * 3600, 26 * 3600))),
)  # fmt: skip


@dataclass
class Watch:
    """Looks at everything after each move, and remembers the timelines."""

    timelines: Mapping[int, list[CaseEvent]]

    async def look(self, c: Conversation) -> None:
        timelines = await c.read(_timelines)
        for number, before in self.timelines.items():
            assert timelines[number][: len(before)] == before, "a timeline was changed"
        self.timelines = timelines
        await c.read(lambda conn: _one_open_case_each(conn))
        await c.read(_money_only_after_a_person)
        await c.read(_public_posts_are_spaced)
        now = c.clock()
        await c.read(lambda conn: _no_promise_hides(conn, now))


def _timelines(conn: Connection) -> dict[int, list[CaseEvent]]:
    """The lines of each case; those of a case that was merged into another are its own still."""
    found: dict[int, list[CaseEvent]] = {case.number: [] for case in cases.all_cases(conn)}
    for case in cases.all_cases(conn):
        if case.merged_into is None:
            for event in cases.timeline(conn, case.number):
                found[event.case].append(event)
    return found


def _one_open_case_each(conn: Connection) -> None:
    """One open case a member and problem."""
    open_ones = Counter((c.group, c.member_id, c.goods_key) for c in cases.all_cases(conn) if c.is_open)
    assert all(count == 1 for count in open_ones.values()), open_ones


def _money_only_after_a_person(conn: Connection) -> None:
    """No offer was sent and no promise of an offer stands that a person of this group did not decide."""
    staff = set(groups.staff_of(conn, 1))
    for offer in conn.execute(select(offer_rows).where(offer_rows.c.state.in_(("sent", "accepted", "declined")))):
        assert offer.decided_by in staff, offer
        assert offer.decided_at is not None
    for promise in conn.execute(select(promise_rows).where(promise_rows.c.state.in_(("open", "fulfilled")))):
        assert promise.confirmed_at is not None, promise
        assert promise.offer is not None or promise.said_by in staff, promise
    live = Counter(
        row.case for row in conn.execute(select(offer_rows.c.case).where(offer_rows.c.state.in_(offers.LIVE)))
    )
    assert all(count == 1 for count in live.values()), live


def _no_promise_hides(conn: Connection, now: Any) -> None:
    """Every promise is kept, taken back, open in time, or its breach was told."""
    for promise in conn.execute(select(promise_rows).where(promise_rows.c.state == "open")):
        if promise.due_at is not None and promise.due_at < now - LATEST_NOTICE:
            assert promise.breached_at is not None, promise
            notices = conn.execute(
                select(outbox_rows.c.id).where(
                    outbox_rows.c.purpose == speak.NOTICE, outbox_rows.c.created_at >= promise.breached_at
                )
            )
            assert notices.first() is not None, promise
        else:
            assert promise.next_look_at is not None or promise.due_at is None or promise.breached_at, promise
    assert promises.next_due(conn) is None or promises.next_due(conn) >= now - LATEST_NOTICE  # type: ignore[operator]


def _public_posts_are_spaced(conn: Connection) -> None:
    """At most one public post for an incident in its spacing window."""
    posts: dict[str, list[Any]] = {}
    sent = outbox_rows.c.sent_at
    query = select(outbox_rows.c.dedupe_key, sent).where(
        outbox_rows.c.purpose == speak.INCIDENT, sent.is_not(None), outbox_rows.c.group.is_not(None)
    )
    for key, at in conn.execute(query.order_by(sent)):
        posts.setdefault(key.rsplit(":", 1)[0], []).append(at)
    for times in posts.values():
        assert all(later - earlier >= SPACING for earlier, later in pairwise(times)), times


async def _play(url: str, moves: list[tuple[Any, ...]]) -> None:
    async with Conversation.on(url, clocks=True) as c:
        await c.storage.write(lambda conn: groups.add_staff(conn, 1, ADMIN, "admin", "config", c.clock()))
        watch = Watch({})
        for what, *rest in moves:
            if what == "group":
                await c.group(*rest)
            elif what == "private":
                await c.private(*rest)
            elif what == "wait":
                await c.wait(*rest)
            else:
                who, words, n, m = rest
                await c.private(who, words.format(n=n, m=m))
            await watch.look(c)
        await c.wait(hours=30)
        await watch.look(c)
        c.skip()
        assert not any(d.message.member_id is None and d.message.group_id != GROUP for d in c.adapter.sent)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    derandomize=True, phases=NO_SHRINKING,
)  # fmt: skip
@given(moves=st.lists(move, min_size=4, max_size=16))
def test_whatever_happens_on_sqlite(migrated_sqlite: Path, moves: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_play(f"sqlite:///{shutil.copy(migrated_sqlite, folder)}", moves))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=NO_SHRINKING)
@given(moves=st.lists(move, min_size=4, max_size=16))
def test_whatever_happens_on_postgresql(
    postgres_server: Any, migrated_postgres: str, moves: list[tuple[Any, ...]]
) -> None:
    url = postgres_server.create_database(template=migrated_postgres)
    try:
        asyncio.run(_play(url, moves))
    finally:
        postgres_server.discard_database(url)


def test_the_watch_sees_what_is_wrong(tmp_path: Path) -> None:
    """The invariants are no mere decoration: money that no person decided on is seen."""

    async def story() -> None:
        async with Conversation.on(f"sqlite:///{tmp_path / 'a.db'}") as c:
            await c.complain()
            case = await c.case()
            now = c.clock()
            await c.storage.write(
                lambda conn: conn.execute(
                    offer_rows.insert().values(
                        case=case.number,
                        kind="voucher",
                        facts={},
                        facts_key="",
                        rule="x",
                        state="sent",
                        proposed_at=now,
                    )
                )
            )
            with pytest.raises(AssertionError):
                await Watch({}).look(c)

    asyncio.run(story())
