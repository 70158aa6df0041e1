"""The page of a card in a real Chromium, on a desk and on a phone; `Window.check` looks at everything else."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.handlers.test_showing import solved
from tests.web.browsing import DESK, PHONE, browsing, chromium
from tests.web.desk import Desk

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine"),
]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_a_card_from_the_first_look_to_the_group(size: dict[str, int], database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await solved(desk.chat)
        async with browsing(desk, "leader", size=size) as window:
            page = window.page
            await window.open("/cases/1")
            await page.get_by_role("link", name="看图卡").click()
            await expect(page.get_by_role("heading", level=1)).to_contain_text("售后单 1 的图卡")
            await expect(page.locator("mark").first).to_be_visible()
            await window.check()
            await page.get_by_role("button", name="做图卡").click()
            await expect(page.locator(".card-picture")).to_be_visible()
            await page.get_by_text("再遮几个字").first.click()
            await page.get_by_label("照原文写要遮住的字").first.fill("一半")
            await page.get_by_role("button", name="按这样重做").click()
            await expect(page.locator(".redacted").first).to_contain_text("[已隐去]")
            await window.check()
            await page.get_by_role("button", name="问问本人").click()
            await expect(page.locator(".notice", has_text="等回话")).to_be_visible()
            await desk.chat.wait(5)
            await desk.chat.private("王丽", "可以")
            await desk.chat.wait(20)
            await page.get_by_text("跟大家说一声").click()
            await window.check()
            await page.get_by_role("button", name="发到群里").click()
            await expect(page.locator(".toast")).to_contain_text("这就发")
            await desk.chat.wait(5)
            assert desk.chat.post().message.image
            await window.open("/cards")
            await page.get_by_label("校验码").fill("AAAA-AAAA")
            await page.get_by_role("button", name="核对").click()
            await expect(page.get_by_text("没有这个校验码")).to_be_visible()
            await window.check()
            desk.chat.skip()


async def test_a_link_that_is_pressed_while_the_page_is_drawn_anew_still_goes_where_it_leads(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await solved(desk.chat)
        async with browsing(desk, "leader", size=DESK) as window:
            page = window.page
            await window.open("/cases/1")
            await page.wait_for_timeout(800)
            await page.get_by_role("link", name="看图卡").hover()
            await page.mouse.down()
            await desk.chat.private("团长", "回 1 草莓的事谢谢您")
            await desk.chat.wait(5)
            await page.wait_for_timeout(800)
            await expect(page.get_by_text("草莓的事谢谢您")).to_have_count(0)
            await page.mouse.up()
            await expect(page.get_by_role("heading", level=1)).to_contain_text("售后单 1 的图卡")
            await page.go_back()
            await expect(page.get_by_text("草莓的事谢谢您").first).to_be_visible()
            desk.chat.skip()
