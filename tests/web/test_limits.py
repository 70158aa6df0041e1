"""How much the console takes, what odd addresses get, and what every answer carries."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.web import body_limit
from bot.web.access import IDLE
from bot.web.app import HEADERS
from tests.web.desk import HOST, Browser, Desk

HUGE = "9" * 20
LONG = "9" * 5000


def photo(size: int) -> dict[str, tuple[str, bytes, str]]:
    return {"photos": ("1.jpg", bytes(size), "image/jpeg")}


async def send(browser: Browser, path: str, size: int) -> httpx.Response:
    headers = {"origin": HOST, "x-csrf-token": browser.csrf}
    return await browser.client.post(path, data={"group": "二群"}, files=photo(size), headers=headers)


@pytest.mark.parametrize("path", ["/paste", "/paste/orders", "/login", "/cases/1/note", "/nowhere"])
async def test_without_logging_in_nobody_sends_much(path: str) -> None:
    async with Desk.on("sqlite://") as desk:
        browser = await desk.browser()
        browser.client.cookies.set("anxin_session", "made up")
        answer = await send(browser, path, body_limit.MOST)
        assert answer.status_code == 413
        assert "一次放得太多了" in answer.text


async def test_an_upload_is_taken_from_who_is_logged_in_and_only_where_it_belongs() -> None:
    async with Desk.on("sqlite://") as desk:
        browser = await desk.log_in("admin")
        assert (await send(browser, "/paste", 2 * body_limit.MOST)).status_code == 200
        assert (await send(browser, "/cases/1/note", 2 * body_limit.MOST)).status_code == 413


async def test_a_body_that_says_no_length_is_counted_and_not_read_to_its_end() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b"name="
        while sent < 50 * body_limit.MOST:
            sent += 65536
            yield b"x" * 65536

    async with Desk.on("sqlite://") as desk:
        browser = await desk.browser()
        form = {"content-type": "application/x-www-form-urlencoded", "origin": HOST}
        answer = await browser.client.post("/login", content=endless(), headers=form)
        assert answer.status_code == 413
        assert sent < 2 * body_limit.MOST


@pytest.mark.parametrize("declared", ["-5", "1e9", "9" * 400, "²"])
async def test_a_length_that_is_none_is_refused(declared: str) -> None:
    async with Desk.on("sqlite://") as desk:
        browser = await desk.browser()
        headers = [(b"content-length", declared.encode()), (b"origin", HOST.encode())]
        assert (await browser.client.post("/login", content=b"", headers=headers)).status_code == 413


ODD = [
    f"/cases/{HUGE}", f"/cases/{LONG}", "/cases/abc", "/cases/-1", f"/cases/{HUGE}/card", f"/cases/{HUGE}/card/ab",
    f"/incidents/{HUGE}", f"/pictures/case/{HUGE}/ab", f"/pictures/review/{HUGE}/ab", f"/settings/groups/{HUGE}",
    f"/cases?group={LONG}", "/cases?group=²", f"/voices?group={LONG}", f"/team?before={HUGE}", f"/cases?page={HUGE}",
    f"/export/cases.csv?group={LONG}", "/settings/wordings?group=²", f"/settings/wordings?group={LONG}",
]  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_odd_addresses_break_nothing(method: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        owner = await desk.log_in("owner")
        more = ["/cases/1/agree", f"/team/{HUGE}/link", f"/voices/{HUGE}/hide", f"/cases/{HUGE}/note"]
        for path in ODD if method == "GET" else more:
            answer = await (owner.get(path) if method == "GET" else owner.post(path, {"offer": LONG}))
            assert answer.status_code in (200, 404, 422), path
            assert "text/html" in answer.headers["content-type"] or path.startswith("/export"), path


async def test_an_answer_to_what_nobody_foresaw_has_every_header(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Desk.on("sqlite://") as desk:
        viewer = await desk.log_in("viewer")

        async def broken(unit: object) -> None:
            raise RuntimeError("the disk is gone")

        monkeypatch.setattr(desk.chat.app.ctx.storage, "read", broken)
        answer = await viewer.get("/reviews")
        assert answer.status_code == 500
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "headers", [{"hx-request": "true"}, {"hx-request": "true", "accept": "text/html"}, {"accept": "image/avif,*/*"}]
)
async def test_parts_that_an_open_page_fetches_again_keep_no_session(headers: dict[str, str]) -> None:
    async with Desk.on("sqlite://") as desk:
        browser = await desk.log_in("viewer")
        desk.chat.clock.at += IDLE
        for path in ("/", "/cases", "/reviews"):
            assert (await browser.get(path, headers={"accept": "*/*", **headers})).status_code == 200
        desk.chat.clock.at += timedelta(minutes=1)
        assert (await browser.get("/reviews")).status_code == 303


async def test_what_a_person_does_keeps_the_session() -> None:
    async with Desk.on("sqlite://") as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        browser = await desk.log_in("admin")
        desk.chat.clock.at += IDLE
        assert (await browser.post("/cases/1/note", {"words": "问过仓库了"})).status_code == 200
        desk.chat.clock.at += IDLE
        assert (await browser.get("/reviews")).status_code == 200
