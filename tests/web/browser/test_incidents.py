"""批次, the table to take away and the sound for new complaints in a real Chromium, on a desk and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.web.browsing import DESK, PHONE, browsing, chromium
from tests.web.desk import Desk
from tests.web.test_incidents import batch

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine"),
]
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@SIZES
async def test_an_incident_is_decided_told_and_closed(size: dict[str, int], database_url: str) -> None:
    async with Desk.on(database_url) as desk, browsing(desk, "leader", size=size) as window:
        page = window.page
        await window.open("/incidents")
        await expect(page.get_by_text("现在没有批次")).to_be_visible()
        await window.check()
        await batch(desk.chat)
        await page.get_by_role("link", name=re.compile("草莓")).click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("草莓")
        await window.check()
        await page.get_by_label("给什么，什么时候").fill("退8元 明天18:00")
        await page.get_by_label(re.compile("为什么")).fill("这批都坏了")
        await page.get_by_role("button", name="发给这 2 单").click()
        await expect(page.locator(".toast")).to_contain_text("2 单的方案发给群友了")
        await expect(page.get_by_text("已发给群友")).to_have_count(2)
        await page.get_by_text("写一条进展").click()
        box = page.get_by_label("给全群的话")
        await box.fill("都是你们自己没放冰箱，怪谁呢？")
        await page.get_by_role("button", name="存成草稿").click()
        await expect(page.get_by_role("alert")).to_contain_text("更难受")
        await window.check()
        await box.fill("草莓的事还在一家一家跟，抱歉让大家费心。")
        await page.get_by_role("button", name="存成草稿").click()
        await page.get_by_role("button", name="发到群里").click()
        await expect(page.locator(".toast")).to_contain_text("再发")
        await desk.chat.wait(minutes=31)
        assert "一家一家跟" in desk.chat.post()
        desk.chat.skip()
        await page.get_by_role("button", name="结束批次").click()
        await expect(page.locator(".toast")).to_contain_text("结束了")
        await expect(page.get_by_text("已结束", exact=True)).to_be_visible()
        await window.check()


async def test_an_incident_grows_under_the_eyes_of_who_looks(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        async with browsing(desk, "viewer") as window:
            await window.open("/incidents/1")
            await batch(desk.chat, "玲姐")
            await expect(window.page.get_by_text("玲姐", exact=True)).to_be_visible()
            await window.check()


@pytest.mark.parametrize("path", ["/incidents", "/incidents/1"])
async def test_in_the_dark_and_twice_as_large(path: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        for size in ({"width": 640, "height": 430}, {"width": 360, "height": 640}):
            async with browsing(desk, "owner", size=size, dark=True) as window:
                await window.open(path)
                await expect(window.page.get_by_role("heading", level=1)).to_be_visible()
                await window.check()


async def test_on_a_phone_every_page_is_two_taps_away(database_url: str) -> None:
    async with Desk.on(database_url) as desk, browsing(desk, "owner", size=PHONE) as window:
        await window.open("/")
        await window.page.get_by_text("更多", exact=True).click()
        await window.check()
        await window.page.get_by_role("navigation").get_by_role("link", name="批次").click()
        await expect(window.page.get_by_role("heading", level=1)).to_have_text("批次")


async def test_the_filtered_list_stays_filtered_when_something_happens(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await desk.chat.complain("王姐", "牛奶酸了一盒")
        async with browsing(desk, "admin") as window:
            page = window.page
            await window.open("/cases")
            await page.get_by_label("找售后单").fill("草莓")
            await expect(page.locator(".case-link")).to_have_count(1)
            await desk.chat.complain("阿宽", "草莓压坏了")
            await expect(page.get_by_text("草莓压坏了")).to_be_visible()
            await expect(page.locator(".case-link")).to_have_count(2)
            async with page.expect_download() as taken:
                await page.get_by_role("link", name="导出这 2 单").click()
            assert (await taken.value).suggested_filename.endswith(".csv")
            await window.check()


async def test_a_new_complaint_sounds_for_who_wants_it(database_url: str) -> None:
    async with Desk.on(database_url) as desk, browsing(desk, "admin") as window:
        page = window.page
        await page.add_init_script(
            "window.tones = 0; const begin = OscillatorNode.prototype.start;"
            "OscillatorNode.prototype.start = function (at) { window.tones += 1; begin.call(this, at); };"
        )
        await window.open("/cases")
        await desk.chat.complain("静静", "草莓烂了一半")
        await expect(page.get_by_text("草莓烂了一半")).to_be_visible()
        assert await page.evaluate("window.tones") == 0, "off at first"
        await page.get_by_role("button", name="有新投诉响一声").click()
        assert await page.evaluate("window.tones") == 2, "one hears what it will be"
        await desk.chat.complain("王姐", "牛奶酸了一盒")
        await expect(page).to_have_title(re.compile("^● "))
        assert await page.evaluate("window.tones") == 4
        await page.keyboard.press("Shift")
        await expect(page).not_to_have_title(re.compile("^● "))
        await page.reload()
        await expect(page.get_by_role("button", name="有新投诉响一声")).to_have_attribute("aria-pressed", "true")
        await window.check()
