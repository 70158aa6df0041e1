"""口碑 in a real Chromium, on a desk and on a phone."""

from __future__ import annotations

import os

import pytest
from playwright.async_api import expect

from tests.web.browsing import DESK, PHONE, browsing, chromium
from tests.web.desk import Desk
from tests.web.test_voices import PRAISE, heard

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine"),
]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_a_voice_is_asked_about_shown_and_taken_down(size: dict[str, int], database_url: str) -> None:
    async with Desk.on(database_url) as desk, browsing(desk, "admin", size=size) as window:
        page = window.page
        await window.open("/voices")
        await expect(page.get_by_text("还没听到")).to_be_visible()
        await window.check()
        await heard(desk)
        await expect(page.locator("#voice-1")).to_contain_text(PRAISE)  # by itself
        await expect(page.get_by_label("好评 2，意见 1").first).to_be_visible()
        await page.locator("#voice-1").get_by_role("button", name="问问能不能用").click()
        await expect(page.locator("#voice-1 .told")).to_contain_text("王姐")
        await window.check()
        await page.locator("#voice-1").get_by_role("button", name="本人说可以").click()
        await expect(page.locator("#quote-1")).to_contain_text("王**")
        await page.locator(".shares").get_by_role("link", name="草莓").click()
        await expect(page.locator("#voice-3")).to_have_count(0)
        await window.check()
        await page.locator("#voice-1").get_by_role("button", name="撤下").click()
        await expect(page.locator("#quote-1")).to_have_count(0)
        await window.check()
        if shots := os.environ.get("SHOTS"):
            await page.screenshot(path=f"{shots}/voices-{size['width']}.png", full_page=True)
        desk.chat.skip()


async def test_in_the_dark_on_a_small_phone(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await heard(desk)
        async with browsing(desk, "owner", size={"width": 360, "height": 640}, dark=True) as window:
            await window.open("/voices")
            await expect(window.page.get_by_role("heading", level=1)).to_be_visible()
            await window.check()
