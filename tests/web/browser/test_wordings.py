"""对群友说的话 in a real Chromium, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.conversation import NAME
from tests.web.browser.test_browser import SIZES
from tests.web.browsing import PHONE, browsing, chromium
from tests.web.desk import Desk

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine"),
]


@SIZES
async def test_the_apology_is_worded_and_the_next_complaint_hears_it(size: dict[str, int], database_url: str) -> None:
    async with Desk.on(database_url) as desk, browsing(desk, "leader", size=size, dark=size == PHONE) as window:
        page = window.page
        await window.open("/settings/groups/1")
        await window.check()
        await page.get_by_text("很有把握才自己回").click()
        await expect(page.locator(".toast")).to_contain_text("改好了")
        await page.get_by_role("link", name="对群友说的话").click()
        await expect(page.get_by_role("link", name="损坏 · 知道是什么东西")).to_be_visible()
        await window.check()
        await page.get_by_role("searchbox").fill("烂 损坏")
        await expect(page.get_by_text("没找到这样的话")).to_be_visible()
        await page.get_by_role("searchbox").fill("损坏 东西")
        await page.get_by_role("link", name="损坏 · 知道是什么东西").click()
        first, look = page.get_by_label("说法 1"), page.locator("#preview-1")
        await window.check()

        await first.fill("不要在群里说了")
        await expect(look.locator(".stops")).to_contain_text("不要在群里说")
        for n in (2, 3, 4):
            await page.get_by_label(f"说法 {n}").fill("")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("alert")).to_contain_text("还没存")
        await expect(first).to_have_value("不要在群里说了")
        await window.check()

        await first.fill("哎呀，真不好意思，这就去查")
        await first.press("End")
        await page.get_by_role("button", name="{商品}").click()
        await expect(first).to_have_value("哎呀，真不好意思，这就去查{商品}")
        await expect(first).to_be_focused()
        await expect(look.locator(".bubble")).to_have_text("哎呀，真不好意思，这就去查草莓")
        await expect(look.get_by_text("语气没问题")).to_be_visible()
        await page.get_by_role("button", name="保存").click()
        await expect(page.locator(".toast")).to_contain_text("改好了")
        await expect(page.get_by_text("现在：哎呀，真不好意思，这就去查{商品}")).to_be_visible()
        await window.check()

        await desk.chat.group("静静", "芒果烂了一半")
        await desk.chat.wait(15)
        assert desk.chat.post().startswith("哎呀，真不好意思，这就去查芒果")
        desk.chat.skip()

        await page.get_by_role("button", name="用回原来的").click()
        await expect(page.get_by_label("说法 4")).to_be_visible()
        await expect(page.get_by_role("button", name="用回原来的")).to_have_count(0)
        await window.check()


async def test_an_owner_goes_from_all_groups_to_one(database_url: str) -> None:
    async with Desk.on(database_url) as desk, browsing(desk, "owner") as window:
        page = window.page
        await window.open("/settings/wordings")
        await page.get_by_label("哪里用").select_option(NAME)
        await page.wait_for_url("**group=1*")
        await page.get_by_role("link", name="赔付方案").click()
        await expect(page.get_by_role("link", name="提方案")).to_be_visible()
        await page.get_by_role("link", name="提方案").click()
        await expect(page.get_by_text(NAME)).to_be_visible()
        await window.check()
