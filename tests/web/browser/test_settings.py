"""群与设置 in a real Chromium, on a desk and on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import expect

from bot.storage import accounts
from handlers.sending import connections
from tests.conversation import NAME
from tests.web.browser.test_browser import SIZES
from tests.web.browsing import browsing, chromium
from tests.web.desk import Desk

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine"),
]


async def trouble(desk: Desk) -> None:
    """The line was lost for a while, and the platform refused the account."""
    ctx, health = desk.chat.app.ctx, desk.chat.adapter.health
    await desk.chat.storage.write(lambda conn: connections.look(ctx, conn))
    health.connected = False
    await desk.chat.storage.write(lambda conn: connections.look(ctx, conn))
    desk.chat.clock.at += timedelta(minutes=12)
    health.connected, health.since = True, desk.chat.clock()
    await desk.chat.storage.write(lambda conn: connections.look(ctx, conn))
    values = {"stopped_at": desk.chat.clock(), "reason": "发送太快，平台要求等待。", "modes": {"1": "auto"}}
    await desk.chat.storage.write(lambda conn: accounts.change(conn, "terminal", "anxin", **values))


@SIZES
async def test_a_group_is_set_up_and_sending_goes_on(size: dict[str, int], database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.group("小美", "今天天气好")
        await trouble(desk)
        async with browsing(desk, "leader", size=size) as window:
            page = window.page
            await window.open("/settings")
            await expect(page.get_by_text("我们没读到")).to_be_visible()
            await window.check()
            await page.get_by_role("button", name="恢复发送").click()
            await expect(page.locator(".toast")).to_contain_text("恢复自动发送")
            await page.get_by_role("link", name=NAME).click()
            await page.get_by_text("写好放着，团长点一下再发").click()
            await expect(page.locator(".toast")).to_contain_text("改好了")
            await page.get_by_label("平台上的号").fill("小美")
            await page.get_by_role("button", name="加上").click()
            await expect(page.get_by_text("在这里加的")).to_be_visible()
            await window.check()
            await page.get_by_role("button", name="去掉 小美").click()
            await expect(page.get_by_text("在这里加的")).to_have_count(0)
            await window.open("/settings/wordings")
            await page.get_by_role("link", name="赔付方案").click()
            await expect(page.locator(".filled").first).to_be_visible()
            await window.check()


async def test_a_line_that_is_lost_shows_by_itself(database_url: str) -> None:
    async with Desk.on(database_url) as desk, browsing(desk, "owner") as window:
        ctx, health = desk.chat.app.ctx, desk.chat.adapter.health
        await desk.chat.storage.write(lambda conn: connections.look(ctx, conn))
        await window.open("/settings")
        await expect(window.page.locator(".light.connected")).to_be_visible()
        health.connected = False
        await desk.chat.storage.write(lambda conn: connections.look(ctx, conn))
        await expect(window.page.locator(".light.offline")).to_be_visible()
        await window.check()
