"""演示群: the visitor speaks as a member; only a demo has the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi.routing import APIRoute

from bot.demo.play import stage_of
from bot.demo.stage import Stage, StageClock
from bot.replies import say
from bot.storage import cases
from bot.web.app import create_app
from bot.web.pages import demo
from tests.web.desk import HOST, Browser, Desk, words

GROUPS = {
    "demo": {"name": "阳光里 3 群（模拟）", "mode": "auto", "leader": "团长"},
    "garden": {"name": "桂花苑 2 群（模拟）", "mode": "auto", "leader": "兰姐"},
}


@asynccontextmanager
async def visiting() -> AsyncIterator[tuple[Stage, Browser]]:
    """A demo on a driven clock, and somebody who came in by the link."""
    async with stage_of(GROUPS, StageClock(datetime(2026, 3, 4, 7, tzinfo=UTC))) as stage:
        await stage.app.prepare()
        await stage.adapter.start(stage.app.take)
        app = create_app(stage.app.ctx, "a secret of the tests", demo=stage)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as client:
            entered = await client.get(f"/demo/enter/{stage.key}")
            assert (entered.status_code, entered.headers["location"]) == (303, "/")
            browser = Browser(client)
            page = (await browser.get("/demo")).text
            browser.csrf = page.split('name="csrf" value="')[1].split('"')[0]
            yield stage, browser


async def later(stage: Stage) -> None:
    """Half a minute passes in three steps."""
    for _ in range(3):
        await stage.app.run_until_idle()
        stage.now.at += timedelta(seconds=10)  # type: ignore[attr-defined]


async def test_a_complaint_is_answered_in_the_group_and_in_private() -> None:
    async with visiting() as (stage, visitor):
        said = await visitor.post("/demo", {"group": "garden", "who": "小雨", "text": "草莓烂了一半", "photo": "1"})
        assert "草莓烂了一半" in words(said)
        await later(stage)
        page = await visitor.get("/demo?group=garden&who=小雨")
        assert "@小雨" in words(page)
        assert "小雨和安心的私聊" in words(page)
        assert say("demo.open_case", number=1) in words(page)
        number = page.text.split("/demo/pictures/")[1].split('"')[0]
        picture = await visitor.get(f"/demo/pictures/{number}")
        assert picture.headers["content-type"] == "image/png"
        assert "草莓烂了一半" in words(await visitor.get("/cases/1"))
        answered = await visitor.post(
            "/demo", {"group": "garden", "who": "小雨", "text": "一盒都软了", "place": "private"}
        )
        assert "一盒都软了" in words(answered)
        await later(stage)
        assert "一盒都软了" in words(await visitor.get("/cases/1"))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"who": "", "text": "草莓烂了"}, "demo.bad_name"),
        ({"who": "一" * 13, "text": "草莓烂了"}, "demo.bad_name"),
        ({"who": "兰姐", "text": "待办", "place": "private"}, "demo.is_leader"),
        ({"who": "小雨", "text": "  "}, "demo.needs_words"),
    ],
)
async def test_what_cannot_be_said_is_refused_in_one_sentence(fields: dict[str, str], why: str) -> None:
    async with visiting() as (stage, visitor):
        assert say(why) in words(await visitor.post("/demo", {"group": "garden", **fields}))
        assert stage.said == 0


async def test_a_members_text_is_text() -> None:
    async with visiting() as (_, visitor):
        text = "<script>alert(1)</script>{{ 7*7 }}"
        page = await visitor.post("/demo", {"group": "garden", "who": "<b>雨</b>", "text": text})
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;" in page.text
        assert "<b>雨" not in page.text


async def test_an_open_page_gets_only_what_is_new() -> None:
    async with visiting() as (stage, visitor):
        again = await visitor.fragment(f"/demo?seen={stage.said}")
        assert (again.status_code, again.text) == (204, "")
        await stage.speak("小何", "桂花开了", private=False, group="garden")
        assert "桂花开了" in (await visitor.fragment("/demo?group=garden&seen=0")).text


async def test_only_the_link_lets_in() -> None:
    async with visiting() as (stage, visitor):
        visitor.client.cookies.clear()
        assert (await visitor.get("/demo/enter/wrong")).status_code == 404
        assert (await visitor.get("/demo")).status_code == 303
        refused = await visitor.post("/demo", {"group": "garden", "who": "小雨", "text": "草莓烂了"})
        assert refused.status_code == 401
        assert stage.said == 0
        assert await stage.app.ctx.storage.read(cases.all_cases) == []


async def test_every_route_of_the_page_says_whom_it_needs() -> None:
    needs = {
        (method, route.path): [str(d.call.needs) for d in route.dependant.dependencies if hasattr(d.call, "needs")]
        for route in demo.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    assert needs == {
        ("GET", "/demo/enter/{key}"): ["anybody"],
        ("GET", "/demo"): ["viewer"],
        ("POST", "/demo"): ["viewer"],
        ("GET", "/demo/pictures/{number}"): ["viewer"],
    }


async def test_a_change_needs_the_token_of_the_page() -> None:
    async with visiting() as (stage, visitor):
        visitor.csrf = "0" * 64
        refused = await visitor.post("/demo", {"group": "garden", "who": "小雨", "text": "草莓烂了"})
        assert refused.status_code == 403
        assert stage.said == 0


async def test_a_real_console_has_no_such_page(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await desk.log_in("owner")
        for path in ("/demo", "/demo/enter/x", "/demo/pictures/1"):
            assert (await visitor.get(path)).status_code == 404
        assert "演示" not in words(await visitor.get("/"))
