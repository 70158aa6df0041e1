"""Races: what somebody does at the very moment at which something else happens to the same case is never lost."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

from sqlalchemy import Connection, text

from bot.domain.case import Case
from bot.domain.chat import Outgoing, Sent
from bot.storage import cases
from handlers.cases.closing import resolve
from handlers.cases.life import merge
from handlers.cases.timeline import Actor
from handlers.compensation.turned_red import turn_red
from tests.conversation import Conversation

LEADER = Actor("group_leader", "团长", "团长")
Unit = Callable[[Connection, Case], object]


async def held(c: Conversation, number: int, first: Unit) -> asyncio.Future[None]:
    """Somebody holds the case and has not changed it yet: `first` is done as soon as somebody else waits for it. On
    SQLite the others wait for their turn."""
    holds = threading.Event()

    def unit(conn: Connection) -> None:
        case = cases.get(conn, number, for_update=True)
        assert case is not None
        holds.set()
        for _ in range(1000 if conn.dialect.name == "postgresql" else 0):
            if conn.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar():
                break
            time.sleep(0.005)
        first(conn, case)

    holding = asyncio.ensure_future(c.storage.write(unit))
    await asyncio.to_thread(holds.wait)
    return holding


async def while_posting(c: Conversation, number: int, first: Unit) -> None:
    """What is due happens, and `first` while the platform takes a post of ours in the group."""
    send, under_way = c.adapter.send, list[asyncio.Future[None]]()

    async def slowly(message: Outgoing) -> Sent:
        if message.group_id is not None and not under_way:
            under_way.append(await held(c, number, first))
        return await send(message)

    c.adapter.send = slowly  # type: ignore[method-assign]
    await c.wait(minutes=1)
    c.adapter.send = send  # type: ignore[method-assign]
    await under_way[0]


def solved(c: Conversation) -> Unit:
    return lambda conn, case: resolve(c.app.ctx, conn, case, "补了一盒", LEADER, "once")


async def test_a6_resolved_while_the_incidents_post_goes_out(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        c.adapter.refused.add("老李")
        await c.group("老李", "草莓全坏了")
        await while_posting(c, 2, solved(c))
        assert (await c.case(2)).state == "resolved"
        c.skip()


async def test_b12_a_red_case_stays_severe_while_its_member_complains_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.group("静静", "草莓又坏了")
        under_way = await held(c, 1, lambda conn, case: turn_red(c.app.ctx, conn, case, "illness"))
        await c.wait(10)
        await under_way
        case = await c.case()
        assert (case.red, case.severity) == ("illness", 3)
        c.skip()


async def test_b9_the_price_of_the_second_goods_stays_while_the_bot_goes_on_to_them(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain(text="草莓烂了，鸡蛋也坏了两个")
        await c.private("静静", "草莓坏了一盒，没照片，退我钱")
        price = {"price_fen": 2990}
        under_way = await held(c, 2, lambda conn, case: cases.change(conn, case, intake={**case.intake, **price}))
        await c.wait(10)
        await under_way
        intake = (await c.case(2)).intake
        assert intake["price_fen"] == 2990
        assert intake["asked"] == ["beside"]
        c.skip()


async def test_b1_words_about_a_case_that_is_merged_meanwhile_go_on_in_the_other(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain()
        await c.complain(text="鸡蛋少了两个")
        await c.private("静静", "又坏了一个")

        def into_the_first(conn: Connection, case: Case) -> None:
            first = cases.get(conn, 1, for_update=True)
            assert first is not None
            merge(c.app.ctx, conn, case, first, LEADER)

        under_way = await held(c, 2, into_the_first)
        await c.wait(10)
        await under_way
        assert len(await c.cases()) == 2, "no third case for what is worked on in the first"
        c.skip()
