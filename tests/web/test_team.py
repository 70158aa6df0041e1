"""团队: who may log in, and the log of what was done."""

from __future__ import annotations

import re

from bot.web.case_actions import ACTIONS
from bot.web.rendering import did
from tests.web.desk import HOST, Desk, words


async def test_somebody_is_added_and_sets_a_password(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        owner = await desk.log_in("owner")
        page = await owner.post("/team/add", {"name": "xiaomei", "display_name": "小美", "role": "admin", "group": [1]})
        link = re.findall(rf"{HOST}/welcome/[\w-]+", page.text)[0]
        browser = await desk.browser()
        fields = {"password": "一二三四五六七八九十", "again": "一二三四五六七八九十"}
        await browser.client.post(link, data=fields, headers={"origin": HOST})
        assert "小美" in words(await browser.get("/"))
        assert (await browser.get("/team")).status_code == 403
        assert "有人用了" in words(await owner.post("/team/add", {"name": "XiaoMei", "role": "admin"}))
        assert "用户名用" in words(await owner.post("/team/add", {"name": "x y", "role": "admin"}))
        assert "用户名用" in words(await owner.post("/team/add", {"name": "fine", "role": "king"}))


async def test_a_role_changes_and_somebody_is_kept_out(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        owner, other = await desk.log_in("owner"), await desk.log_in("admin")
        assert (await other.post("/reviews/decide", {"answer": "no"})).status_code == 200
        await owner.post("/team/2/role", {"role": "viewer"})
        assert (await other.post("/reviews/decide", {"answer": "no"})).status_code == 403
        await owner.post("/team/2/disable")
        assert (await other.get("/")).status_code == 303
        for action in ("disable", "role"):
            refused = words(await owner.post(f"/team/1/{action}", {"role": "viewer"}))
            assert "自己的角色自己改不了" in refused
        assert (await owner.get("/team")).status_code == 200
        log = words(await owner.get("/team"))
        for part in ("改角色", "停用", "用户 2"):
            assert part in log
        assert ("user_role", "user:1") not in await desk.audit(), "what was refused was not done"


def test_every_action_has_a_word_in_the_log() -> None:
    for action in ACTIONS:
        assert did(f"case_{action}") != f"case_{action}"
