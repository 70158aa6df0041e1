"""The whole story in the browser: a complaint that somebody types in the demo's group is worked until it is solved, and
the group sees how, because its member agreed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.app import utc_now
from bot.demo.play import open_console, stage_of
from bot.demo.stage import StageClock
from bot.replies import say, variants
from tests.web.browsing import DESK, FLAGS, PHONE, Window, chromium
from tests.web.test_demo_page import GROUPS

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine"),
]
PATIENCE_MS = 30_000
"""The program works in real time here, on a machine that may be busy."""


@asynccontextmanager
async def two_windows(size: dict[str, int]) -> AsyncIterator[tuple[Window, Window]]:
    """A running demo in one browser: the group in one window, the console in another."""
    expect.set_options(timeout=PATIENCE_MS)
    clock = StageClock(utc_now())
    clock.let_go()
    async with stage_of(GROUPS, clock) as stage:
        await stage.app.start()
        console = await open_console(stage, (0,))
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
                context = await browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
                context.set_default_timeout(PATIENCE_MS)
                windows = [Window(await context.new_page(), console.url) for _ in range(2)]
                for window in windows:
                    window.watch()
                await windows[0].open(f"/demo/enter/{stage.key}")
                yield windows[0], windows[1]
                await browser.close()
        finally:
            await console.stop()
            await stage.app.stop()


async def tell(page: Page, text: str, *, private: bool = False) -> None:
    """The visitor speaks as a member."""
    await page.get_by_label("说什么").fill(text)
    await page.get_by_role("button", name="私聊安心" if private else "在群里说").click()
    await expect(page.locator("#chat-private" if private else "#chat-group")).to_contain_text(text)
    await expect(page.get_by_label("说什么")).to_have_value("")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_a_complaint_from_the_group_to_the_posted_card(size: dict[str, int]) -> None:
    async with two_windows(size) as (group, desk):
        await desk.open("/")
        await expect(desk.page.get_by_text("都办妥了")).to_be_visible()
        await group.open("/demo")
        await tell(group.page, "团长，草莓烂了一半，孩子都没法吃")
        await expect(desk.page.get_by_text("草莓烂了一半")).to_be_visible()  # by itself
        await expect(group.page.locator("#chat-group .at")).to_have_text("@新邻居")
        await expect(group.page.locator("#chat-private .ours")).to_have_count(1)
        await tell(group.page, "一盒29.9的，烂了一半左右", private=True)
        await group.check()

        page = desk.page
        await page.get_by_role("link", name="草莓烂了一半").click()
        await expect(page.locator(".talk")).to_contain_text("一盒29.9的")
        await page.get_by_label("私聊回复新邻居").fill("看到了，真不好意思，我去问问供货那边。")
        await page.get_by_role("button", name="发送", exact=True).click()
        await expect(group.page.locator("#chat-private")).to_contain_text("问问供货那边")
        await page.get_by_text("价钱和损失", exact=True).click()
        await page.get_by_label("买的时候多少钱").fill("29.9")
        await page.get_by_label("损失多少").fill("一半")
        await page.get_by_role("button", name="记下，算一算").click()
        await page.get_by_role("button", name="同意，发给群友").click()
        await expect(group.page.locator("#chat-private")).to_contain_text("全额退款 29.90 元")
        await tell(group.page, "好的", private=True)
        await expect(page.locator("h1")).to_contain_text("已承诺")

        await page.get_by_text("兑现、改或撤", exact=True).click()
        await page.get_by_label("怎么兑现的").fill("已转账 29.9 元，尾号 1234")
        await page.get_by_role("button", name="兑现了").click()
        await expect(group.page.locator("#chat-private")).to_contain_text("尾号 1234")
        await page.get_by_role("button", name=say("causes.seller"), exact=True).click()
        await expect(page.locator(".toast")).to_contain_text("我们")
        await page.get_by_label("写下怎么处理的").fill("退了 29.9 元，东西留着")
        await page.get_by_role("button", name="告诉群友").click()
        await expect(group.page.locator("#chat-private")).to_contain_text("东西留着")
        await tell(group.page, "收到了，好了，谢谢", private=True)
        await expect(page.locator("h1")).to_contain_text("已结单")
        await tell(group.page, "5", private=True)
        thanks = re.compile("|".join(map(re.escape, variants("private.closed_thanks"))))
        await expect(group.page.locator("#chat-private .ours").last).to_contain_text(thanks)
        await desk.check()

        await page.get_by_role("link", name=say("console.card_open")).click()
        await page.get_by_role("button", name=say("console.card_make")).click()
        await expect(page.locator(".card-picture")).to_be_visible()
        await desk.check()
        await page.get_by_role("button", name=say("console.card_ask")).click()
        await expect(group.page.locator("#chat-private .pictures img")).to_have_count(1)
        await expect(group.page.locator("#chat-group .pictures img")).to_have_count(0)
        await tell(group.page, "可以发", private=True)
        await page.get_by_role("button", name=say("console.card_post")).click()
        await expect(group.page.locator("#chat-group .ours .pictures img")).to_be_visible()
        await desk.check()
        await group.check()
