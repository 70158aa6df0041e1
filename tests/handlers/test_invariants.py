"""What holds whatever members, leader, admins, console and clock do, in whatever order, several of them at once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import Connection, select

from bot.storage.tables import case_events as event_rows
from bot.storage.tables import cases as case_rows
from bot.storage.tables import offers as offer_rows
from bot.storage.tables import promises as promise_rows
from tests.conversation import GROUP, Conversation
from tests.handlers.holding import Watch
from tests.handlers.moves import OFFICE, Move, plays
from tests.handlers.playing import Play

pytestmark = pytest.mark.slow

NO_SHRINKING = (Phase.explicit, Phase.generate)
"""A failing play is short as it is; to look for a shorter one takes minutes."""
QUICKLY = settings(
    deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=NO_SHRINKING, database=None
)


async def _play(url: str, moves: Sequence[Move]) -> None:
    async with Conversation.on(url, clocks=True) as c:
        play, watch = Play(c), Watch(tuple(OFFICE))
        await play.begin()
        for move in moves:
            await play.do(move)
            await _look(c, watch)
        await c.wait(hours=30)
        await _look(c, watch)
        c.skip()
        assert not any(d.message.member_id is None and d.message.group_id != GROUP for d in c.adapter.sent)


async def _look(c: Conversation, watch: Watch) -> None:
    now = c.clock()
    await c.read(lambda conn: watch.look(conn, now))


@settings(QUICKLY, max_examples=14)
@given(moves=plays)
def test_whatever_happens_on_sqlite(migrated_sqlite: Path, moves: list[Move]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_play(f"sqlite:///{shutil.copy(migrated_sqlite, folder)}", moves))


@settings(QUICKLY, max_examples=7)
@given(moves=plays)
def test_whatever_happens_on_postgresql(postgres_server: Any, migrated_postgres: str, moves: list[Move]) -> None:
    url = postgres_server.create_database(template=migrated_postgres)
    try:
        asyncio.run(_play(url, moves))
    finally:
        postgres_server.discard_database(url)


OFFERED: Sequence[Move] = (
    ("group", "静静", "草莓烂了一半"),
    ("command", "团长", "赔 {case} 退8元 明天18:00 因为老邻居", 0, 0),
    ("private", "静静", "好的"),
)


def _money_of_nobody(conn: Connection) -> None:
    conn.execute(offer_rows.update().values(decided_by="静静"))


def _no_sum(conn: Connection) -> None:
    conn.execute(promise_rows.update().values(amount_fen=None))


def _closed_without_a_cause(conn: Connection) -> None:
    conn.execute(case_rows.update().values(state="closed", closed_by="silence"))


def _twice_the_price(conn: Connection) -> None:
    conn.execute(
        event_rows.update().where(event_rows.c.kind == "promise_made").values(text="退款 60 元，明天 18:00 前")
    )


def _price_lost(conn: Connection) -> None:
    conn.execute(case_rows.update().values(intake={}))


def _wished_for_more(conn: Connection) -> None:
    accepted = conn.execute(select(offer_rows.c.id).where(offer_rows.c.state == "accepted")).scalar_one()
    said = event_rows.c.kind == "direct_message"
    conn.execute(event_rows.update().where(said).values(kind="offer_more", data={"offer": accepted}))


WRONG = (_money_of_nobody, _no_sum, _twice_the_price, _closed_without_a_cause, _price_lost, _wished_for_more)


@pytest.mark.parametrize("wrong", WRONG)
async def test_the_watch_sees_what_is_wrong(migrated_sqlite: Path, tmp_path: Path, wrong: Any) -> None:
    """The invariants are no mere decoration: the same play passes, and is seen as soon as something is wrong."""
    async with Conversation.on(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path)}") as c:
        play, watch = Play(c), Watch(tuple(OFFICE))
        await play.begin()
        for move in (*OFFERED[:1], ("command", "团长", "价 {case} 29.9", 0, 0), *OFFERED[1:]):
            await play.do(move)
        await _look(c, watch)
        await c.storage.write(wrong)
        c.skip()
        with pytest.raises(AssertionError):
            await _look(c, Watch(tuple(OFFICE)))
