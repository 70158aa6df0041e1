"""The whole program on a real WeChat gateway: a complaint, its apology, the refused private message, both sides
restarted, nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build
from bot.config import from_dict
from tests.peers.wechaty_gateway import TOKEN, WechatyGateway

pytestmark = [pytest.mark.slow, pytest.mark.needs_node]


@asynccontextmanager
async def program(folder: Path, gateway: WechatyGateway, room: str, leader: str) -> AsyncIterator[App]:
    settings = from_dict(
        {
            "database": {"url": f"sqlite:///{folder / 'anxin.db'}"},
            "adapters": {"wechaty": {"enabled": True, "endpoint": gateway.endpoint}},
            "groups": [{"platform": "wechaty", "id": room, "mode": "auto", "leaders": [leader]}],
            "defaults": {
                "burst_pause_s": 0.2, "burst_max_s": 1, "post_spacing_s": 0,
                "quiet_from": "00:00", "quiet_until": "00:00",
            },
            "sending": {"wechaty": {"spacing_s": 0, "group_per_min": 6}},
        },
        environ={"ANXIN_WECHATY_TOKEN": TOKEN},
    )  # fmt: skip
    app = build(settings)
    await app.start()
    try:
        await until(lambda: app.ctx.adapters["wechaty"].health.connected)
        yield app
    finally:
        await app.stop()
        app.ctx.storage.close()


async def until(condition: Callable[[], object], within: float = 30) -> None:
    end = asyncio.get_running_loop().time() + within
    while not condition():
        assert asyncio.get_running_loop().time() < end, "it did not come"
        await asyncio.sleep(0.1)


async def test_a_complaint_through_a_restart_of_both_sides(tmp_path: Path) -> None:
    gateway = WechatyGateway()
    await asyncio.to_thread(gateway.start)
    try:
        jing, wang = gateway.contact("静静"), gateway.contact("王哥", friend=False)
        leader = gateway.contact("团长")
        room = gateway.room("锦绣花园3群", [jing, wang, leader], owner=leader)

        def to(place: str) -> list[dict[str, Any]]:
            return [post for post in gateway.sent if post["conversation"] == place]

        async with program(tmp_path, gateway, room.id, leader.id):
            gateway.say(room, jing, "草莓烂了一半")
            await until(lambda: [p for p in to(room.id) if jing.id in p["mentions"]])
            await until(lambda: [p for p in to(jing.id) if "草莓烂了一半" in p["text"]])
            await until(lambda: [p for p in to(leader.id) if "售后单 1" in p["text"]])
            gateway.say(gateway.me, jing, "大概半盒")
            await until(lambda: len(to(jing.id)) > 1)

            gateway.say(room, wang, "牛奶漏了一箱")
            await until(lambda: [p for p in to(room.id) if wang.id in p["mentions"] and "1" in p["text"]])
            await until(lambda: [p for p in to(leader.id) if "私聊不到 王哥" in p["text"]])
            gateway.say(room, wang, "1")
            await until(lambda: [p for p in to(leader.id) if "王哥 在群里回了 1" in p["text"]])

        await asyncio.to_thread(gateway.kill)
        await asyncio.to_thread(gateway.start)
        async with program(tmp_path, gateway, room.id, leader.id):
            gateway.say(room, leader, "今天的货都齐了")
            gateway.say(room, jing, "鸡蛋碎了三个")
            await until(lambda: [p for p in to(room.id) if jing.id in p["mentions"]])
            await until(lambda: [p for p in to(leader.id) if "售后单 3" in p["text"]])
            assert len(to(room.id)) == 1, "the first complaints are answered once, before the restart"
    finally:
        gateway.kill()
