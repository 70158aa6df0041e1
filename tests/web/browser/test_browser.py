"""The main job of each page in a real Chromium, on a desk and on a phone; `Window.check` looks at everything else."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from bot.domain.verdict import Verdict
from tests.web.browsing import DESK, PHONE, browsing, chromium
from tests.web.desk import Desk
from tests.web.test_incidents import batch
from tests.web.test_reviews import UNSURE, asked

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine"),
]
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@SIZES
async def test_logging_in(size: dict[str, int], database_url: str) -> None:
    from bot.web.server import first_link

    async with Desk.on(database_url) as desk, browsing(desk, None, size=size) as window:
        page = window.page
        window.expected = ("401",)
        await window.open("/")
        await expect(page.get_by_label("用户名")).to_be_focused()
        await window.check()
        await page.get_by_label("用户名").fill("owner")
        await page.get_by_label("密码").fill("not the password")
        await page.get_by_role("button", name="登录").click()
        await expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
        link = await first_link(desk.chat.app.ctx, window.url)
        await page.goto(link or "")
        await window.check()
        await page.get_by_label("新密码").fill("一二三四五六七八九十")
        await page.get_by_label("再输一遍").fill("一二三四五六七八九十")
        await page.get_by_role("button", name="开始使用").click()
        await expect(page.get_by_role("heading", name="今日", exact=True)).to_be_visible()
        await window.check()


@SIZES
async def test_reviewing_by_touch_with_undo(size: dict[str, int], database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await asked(desk, *UNSURE)
        async with browsing(desk, "admin", size=size) as window:
            page = window.page
            await window.open("/reviews")
            await expect(page.locator("[data-review]")).to_have_count(3)
            await window.check()
            await page.locator("#review-2").get_by_role("button", name="不是").click()
            await expect(page.locator("[data-review]")).to_have_count(2)
            await page.locator(".toast").get_by_role("button", name="撤销").click()
            await expect(page.locator("[data-review]")).to_have_count(3)
            await page.get_by_label(re.compile("全选")).check()
            await page.get_by_role("button", name="都不是").click()
            await expect(page.get_by_text("都看完了")).to_be_visible()
            await window.check()


async def test_reviewing_by_keys(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await asked(desk, *UNSURE)
        async with browsing(desk, "admin") as window:
            page = window.page
            await window.open("/reviews")
            await page.keyboard.press("ArrowRight")
            await expect(page.locator("#review-3")).to_be_focused()
            await page.keyboard.press("ArrowRight")
            await page.keyboard.press("n")
            await expect(page.locator("#review-2")).to_have_count(0)
            await expect(page.locator("#review-1")).to_be_focused()
            await page.keyboard.press("u")
            await expect(page.locator("#review-2")).to_have_count(1)
            await page.locator("#review-3").focus()
            await page.keyboard.press("y")
            await expect(page.locator("#review-3")).to_have_count(0)
            await window.check()


@SIZES
async def test_what_happens_in_the_chat_appears_by_itself(size: dict[str, int], database_url: str) -> None:
    async with Desk.on(database_url) as desk, browsing(desk, "owner", size=size) as window:
        page = window.page
        await window.open("/reviews")
        await expect(page.get_by_text("都看完了")).to_be_visible()
        await asked(desk, UNSURE[0])
        await expect(page.locator(".said")).to_have_text(UNSURE[0])
        await expect(page).to_have_title(re.compile(r"^\(1\) "))
        await window.open("/")
        await desk.chat.complain("静静", "面包里有头发")
        await expect(page.get_by_text("面包里有头发")).to_be_visible()
        await window.open("/cases")
        await desk.chat.complain("王姐", "牛奶酸了一盒")
        await expect(page.get_by_text("牛奶酸了一盒")).to_be_visible()
        await window.check()


@SIZES
async def test_a_case_is_found_and_worked(size: dict[str, int], database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半", photos=1)
        await desk.chat.complain("王姐", "牛奶酸了一盒")
        async with browsing(desk, "leader", size=size) as window:
            page = window.page
            await window.open("/cases")
            await window.check()
            await page.get_by_label("找售后单").fill("草莓")
            await expect(page.locator(".case-link")).to_have_count(1)
            await page.locator(".case-link").click()
            await expect(page.get_by_role("heading", level=1)).to_contain_text("静静")
            await window.check()
            box = page.get_by_label("私聊回复静静")
            await box.fill("您自己没放冰箱，怪谁呢？")
            await page.get_by_role("button", name="发送").click()
            await expect(page.get_by_role("alert")).to_contain_text("更难受")
            await expect(box).to_have_value("您自己没放冰箱，怪谁呢？")
            await window.check()
            await box.fill("您好，我这就去问供货那边。")
            await page.get_by_role("button", name="发送", exact=True).click()
            await expect(page.locator(".toast")).to_contain_text("回复发给 静静 了")
            await desk.chat.wait(1)
            await expect(page.locator(".bubble.ours", has_text="供货那边")).to_be_visible()
            await page.get_by_text("价钱和损失", exact=True).click()
            await page.get_by_label("买的时候多少钱").fill("19.9")
            await page.get_by_label("损失多少").fill("一半")
            await page.get_by_role("button", name="记下，算一算").click()
            await page.get_by_role("button", name="同意，发给群友").click()
            await expect(page.get_by_text("已发给群友")).to_be_visible()
            await page.get_by_role("button", name="快递", exact=True).click()
            await expect(page.locator(".toast")).to_contain_text("快递")
            await window.check()
            desk.chat.skip()


async def test_words_that_are_being_written_stay_when_something_happens(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        async with browsing(desk, "admin") as window:
            page = window.page
            await window.open("/cases/1")
            box = page.get_by_label("私聊回复静静")
            await box.fill("我正在写")
            await desk.chat.private("静静", "还有两个也坏了")
            await desk.chat.wait(15)
            await page.wait_for_timeout(1600)
            await expect(box).to_have_value("我正在写")
            await box.fill("")
            await desk.chat.private("静静", "您看看")
            await desk.chat.wait(15)
            await expect(page.get_by_text("您看看").first).to_be_visible()
            await window.check()
            desk.chat.skip()


async def test_the_cursor_and_a_refusal_stay_when_something_happens(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await batch(desk.chat)
        async with browsing(desk, "admin") as window:
            page = window.page
            await window.open("/incidents/1")
            await page.get_by_text("写一条进展").click()
            box = page.get_by_label("给全群的话")
            await box.click()
            await page.keyboard.press("Control+A")
            await batch(desk.chat, "玲姐")
            await expect(page.get_by_text("玲姐", exact=True)).to_be_visible()
            await page.keyboard.insert_text("都是你们自己没放冰箱，怪谁呢？")
            await expect(box).to_have_value("都是你们自己没放冰箱，怪谁呢？")
            await page.get_by_role("button", name="存成草稿").click()
            await expect(page.get_by_role("alert")).to_contain_text("更难受")
            await batch(desk.chat, "阿宽")
            await page.wait_for_timeout(1600)
            await expect(page.get_by_role("alert")).to_contain_text("更难受")
            await expect(box).to_have_value("都是你们自己没放冰箱，怪谁呢？")
            await window.check()


PAGES = (
    "/", "/reviews", "/cases", "/cases?board=1", "/cases/1", "/promises", "/paste", "/settings", "/settings/groups/1",
    "/team",
)  # fmt: skip


@pytest.mark.parametrize("size", [{"width": 640, "height": 430}, {"width": 360, "height": 640}], ids=["wide", "small"])
async def test_in_the_dark_and_twice_as_large(size: dict[str, int], database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        desk.chat.verdicts[UNSURE[0]] = Verdict("review", 0.5, "quality", 1, ("说得含糊",))
        await desk.chat.group("老李", UNSURE[0])
        await desk.chat.wait(40)
        async with browsing(desk, "owner", size=size, dark=True) as window:
            for path in PAGES:
                await window.open(path)
                await expect(window.page.get_by_role("heading", level=1)).to_be_visible()
                await window.check()
        desk.chat.skip()


async def test_pages_work_without_scripts_too(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await asked(desk, UNSURE[0])
        visitor = await desk.log_in("admin")
        fields = {"csrf": visitor.csrf, "number": "1", "answer": "no"}
        done = await visitor.client.post("/reviews/decide", data=fields)
        assert (done.status_code, done.headers["location"]) == (303, "/reviews")
