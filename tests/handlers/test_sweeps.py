"""What time alone brings about is found by the sweeps; the look before them hides nothing that is due."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from bot.ports import Context
from bot.storage import outbox
from handlers import sweeps
from tests.conversation import Conversation
from tests.handlers.test_compensation import offered
from tests.handlers.test_showing import asked

Sweep = Callable[[Context, Connection], int]

NAMES = (
    "close_silent", "sweep_clocks", "remind_silent", "sweep_promises", "sweep_voices", "sweep_erasures",
    "sweep_consents", "settle_abandoned", "sweep_lost_pictures",
)  # fmt: skip


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Which sweeps found something; where the look before them says that none would, that is put to the test."""
    found: set[str] = set()
    every: dict[str, Sweep] = {name: getattr(sweeps, name) for name in NAMES}
    look = sweeps.has_work

    def counting(name: str) -> Sweep:
        def sweep(ctx: Context, conn: Connection) -> int:
            count = every[name](ctx, conn)
            found.update([name] if count else [])
            return count

        return sweep

    def has_work(ctx: Context, conn: Connection) -> bool:
        says = look(ctx, conn)
        hidden = [] if says else [name for name, sweep in every.items() if sweep(ctx, conn)]
        assert not hidden
        return says

    for name in NAMES:
        monkeypatch.setattr(sweeps, name, counting(name))
    monkeypatch.setattr(sweeps, "has_work", has_work)
    return found


async def test_nothing_that_is_due_hides(database_url: str, found: set[str]) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        c.adapter.pictures["m1/0"] = b"no picture"
        await c.group("静静", "草莓烂了一半", photos=1)
        await c.wait(minutes=3)
        await c.private("静静", "补一盒就行")
        await c.private("团长", "回 1 静静，今晚给您退8块")
        await c.private("团长", "诺 1 对")
        await c.wait(hours=30)
        await c.private("团长", "兑 1 转账 123456")
        await c.private("团长", "因 1 我们")
        await c.private("团长", "结 1 退了8块")
        await c.wait(hours=1)
        lost = {"state": "sending", "claimed_at": c.clock()}
        sent = await c.read(lambda conn: outbox.in_state(conn, "sent")[-1])
        await c.storage.write(lambda conn: outbox.change(conn, sent.id, **lost))
        await c.wait(minutes=2)
        await c.wait(hours=24 * 8)
        c.skip()
    assert found >= {
        "close_silent", "sweep_clocks", "sweep_promises", "settle_abandoned", "sweep_lost_pictures"
    }  # fmt: skip


async def test_no_question_waits_for_longer_than_it_may(database_url: str, found: set[str]) -> None:
    async with Conversation.on(database_url) as c:
        await offered(c)
        await c.wait(hours=60)
        await c.private("静静", "请把我的资料都删掉")
        await c.private("静静", "确认删除")
        await c.wait(minutes=10)
        c.skip()
        await c.group("王姐", "草莓又甜又新鲜，回购了")
        await c.wait(20)
        await c.private("团长", "问口碑 1")
        await c.wait(hours=60)
        c.skip()
    assert found >= {"remind_silent", "sweep_erasures", "sweep_voices"}


async def test_no_question_about_a_card_does(database_url: str, found: set[str]) -> None:
    async with Conversation.on(database_url) as c:
        await asked(c)
        await c.wait(hours=60)
        c.skip()
    assert "sweep_consents" in found
