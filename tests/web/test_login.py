"""Logging in and out, one-time links, sessions that end, and guessing that does not pay."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection

from bot.storage import users
from bot.web.access import ABSOLUTE, COOKIE, IDLE
from bot.web.accounts import add_account
from bot.web.links import LINK_LASTS, link_for
from bot.web.pages.login import PER_ADDRESS, PER_NAME, WINDOW
from bot.web.server import first_link
from tests.web.desk import HOST, Browser, Desk

PASSWORD = "一只会唱歌的草莓"


async def owner(desk: Desk, url: str, name: str = "meimei") -> None:
    trouble, _ = await add_account(url, name, "owner", [], PASSWORD + "00", desk.chat.clock())
    assert not trouble


async def try_login(browser: Browser, name: str, password: str) -> int:
    fields = {"name": name, "password": password}
    return (await browser.client.post("/login", data=fields, headers={"origin": HOST})).status_code


async def test_the_first_person_comes_in_by_a_one_time_link(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        link = await first_link(desk.chat.app.ctx, HOST)
        assert link is not None
        browser = await desk.browser()
        assert "设置密码" in (await browser.get(link)).text
        short = await browser.client.post(link, data={"password": "短", "again": "短"}, headers={"origin": HOST})
        assert "至少要 10 位" in short.text
        differs = {"password": "一二三四五六七八九十", "again": "一二三四五六七八九百"}
        assert "不一样" in (await browser.client.post(link, data=differs, headers={"origin": HOST})).text
        fields = {"password": "一二三四五六七八九十", "again": "一二三四五六七八九十"}
        done = await browser.client.post(link, data=fields, headers={"origin": HOST})
        assert (done.status_code, done.headers["location"]) == (303, "/")
        assert (await browser.get("/reviews")).status_code == 200
        again = await (await desk.browser()).get(link)
        assert again.status_code == 410
        assert await first_link(desk.chat.app.ctx, HOST) is None, "somebody can log in"


async def test_a_link_is_good_for_a_day(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        link = await first_link(desk.chat.app.ctx, HOST)
        assert link is not None
        desk.chat.clock.at += LINK_LASTS
        assert (await (await desk.browser()).get(link)).status_code == 410


async def test_name_and_password_let_in_and_logging_out_ends_it(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        browser = await desk.browser()
        assert await try_login(browser, "meimei", "wrong wrong wrong") == 401
        assert await try_login(browser, "nobody", PASSWORD + "00") == 401
        assert await try_login(browser, "MeiMei ", PASSWORD + "00") == 303
        page = await browser.get("/reviews")
        browser.csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
        token = browser.client.cookies[COOKIE]
        await browser.post("/logout")
        browser.client.cookies.set(COOKIE, token)
        assert (await browser.get("/reviews")).status_code == 303, "the session is gone, not only the cookie"


async def test_the_cookie_is_kept_from_scripts_and_other_sites(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        browser = await desk.browser()
        fields = {"name": "meimei", "password": PASSWORD + "00"}
        plain = await browser.client.post("/login", data=fields)
        sent = plain.headers["set-cookie"].lower()
        assert "httponly" in sent
        assert "samesite=lax" in sent
        assert "secure" not in sent, "over http to this machine it would not come back"
        safe = await browser.client.post("https://console.test/login", data=fields)
        assert "secure" in safe.headers["set-cookie"].lower()


async def test_only_hashes_of_tokens_and_passwords_are_kept(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        browser = await desk.browser()
        await try_login(browser, "meimei", PASSWORD + "00")
        user = await desk.chat.read(partial(users.by_name, name="meimei"))
        assert user is not None
        assert (user.password_hash or "").startswith("$argon2")
        sessions = await desk.chat.read(partial(users.sessions_of, user=user.id))
        assert [s.token_hash == browser.client.cookies[COOKIE] for s in sessions] == [False]


@pytest.mark.parametrize(("rest", "lasts"), [(IDLE, True), (IDLE + timedelta(seconds=1), False)])
async def test_an_idle_session_ends(rest: timedelta, lasts: bool, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        browser = await desk.log_in("admin")
        desk.chat.clock.at += rest
        assert ((await browser.get("/reviews")).status_code == 200) == lasts


async def test_a_session_that_is_used_ends_after_two_weeks(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        browser = await desk.log_in("admin")
        begun = desk.chat.clock()
        while desk.chat.clock() - begun + IDLE < ABSOLUTE:
            desk.chat.clock.at += IDLE
            assert (await browser.get("/reviews")).status_code == 200
        desk.chat.clock.at = begun + ABSOLUTE + timedelta(seconds=1)
        assert (await browser.get("/reviews")).status_code == 303


async def test_an_open_page_alone_does_not_keep_a_session(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        browser = await desk.log_in("admin")
        desk.chat.clock.at += IDLE
        assert (await browser.fragment("/counts")).status_code == 200
        desk.chat.clock.at += timedelta(minutes=1)
        assert (await browser.fragment("/counts")).status_code == 401


async def test_somebody_who_was_disabled_is_out_at_once(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        browser = await desk.log_in("admin")
        now = desk.chat.clock()
        await desk.chat.storage.write(lambda conn: users.change(conn, 1, disabled_at=now))
        assert (await browser.get("/reviews")).status_code == 303


async def test_guessing_one_name_has_to_wait(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        browser = await desk.browser()
        for _ in range(PER_NAME):
            assert await try_login(browser, "meimei", "wrong wrong wrong") == 401
        assert await try_login(browser, "meimei", PASSWORD + "00") == 429, "even the right one"
        assert await try_login(browser, "nobody", "wrong wrong wrong") == 401, "other names may try"
        desk.chat.clock.at += WINDOW + timedelta(seconds=1)
        assert await try_login(browser, "meimei", PASSWORD + "00") == 303


@pytest.mark.parametrize("written", [" " * 80 + "meimei", "MEIMEI\t", "meimei" + " " * 80, "mei\0mei"])
async def test_however_the_name_is_written_it_is_the_same_name(written: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        browser = await desk.browser()
        for _ in range(PER_NAME):
            assert await try_login(browser, written, "wrong wrong wrong") == 401
        assert await try_login(browser, "meimei", PASSWORD + "00") == 429


async def test_guesses_sent_all_at_once_are_counted_one_by_one(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        browser = await desk.browser()
        answers = Counter(
            await asyncio.gather(*(try_login(browser, "meimei", "wrong wrong wrong") for _ in range(3 * PER_NAME)))
        )
        assert answers[401] <= PER_NAME
        assert answers[401] + answers[429] == 3 * PER_NAME
        desk.chat.clock.at += WINDOW + timedelta(seconds=1)
        assert await try_login(browser, "meimei", PASSWORD + "00") == 303, "those that were refused count no longer"


async def test_a_login_that_succeeds_is_no_failure(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        browser = await desk.browser()
        for _ in range(PER_NAME + 2):
            assert await try_login(browser, "meimei", PASSWORD + "00") == 303


async def test_guessing_from_one_address_has_to_wait(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        browser = await desk.browser()
        now = desk.chat.clock()
        for n in range(PER_ADDRESS):
            await desk.chat.storage.write(
                partial(users.attempted, name=f"name{n}", address="127.0.0.1", at=now, succeeded=False)
            )
        assert await try_login(browser, "meimei", PASSWORD + "00") == 429


async def link_of(desk: Desk, name: str) -> str:
    def make(conn: Connection) -> str:
        user = users.by_name(conn, name)
        assert user is not None
        return link_for(desk.chat.app.ctx, conn, user.id, HOST)

    return await desk.chat.storage.write(make)


async def test_a_new_password_ends_every_older_link(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        first, second, third = [await link_of(desk, "meimei") for _ in range(3)]
        browser = await desk.browser()
        fields = {"password": PASSWORD + "11", "again": PASSWORD + "11"}
        assert (await browser.client.post(first, data=fields, headers={"origin": HOST})).status_code == 303
        assert ("password_set", "user:1") in await desk.audit()
        assert (await browser.get(second)).status_code == 410
        assert (await browser.client.post(third, data=fields, headers={"origin": HOST})).status_code == 410


async def test_admin_add_ends_every_older_link(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        link = await link_of(desk, "meimei")
        await owner(desk, database_url)
        assert (await (await desk.browser()).get(link)).status_code == 410


async def test_somebody_who_is_kept_out_has_no_link_left(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await owner(desk, database_url)
        link = await link_of(desk, "meimei")
        boss = await desk.log_in("owner")
        for action in ("disable", "enable"):
            assert (await boss.post(f"/team/1/{action}")).status_code == 200
        assert (await (await desk.browser()).get(link)).status_code == 410


async def test_admin_add_gives_a_role_and_a_group(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        now = desk.chat.clock()
        trouble, said = await add_account(database_url, "xiaomei", "viewer", ["阳光里 3 群"], PASSWORD + "00", now)
        assert (trouble, said) == ("", "xiaomei 可以登录管理后台了，角色：只看。")
        user = await desk.chat.read(partial(users.by_name, name="xiaomei"))
        assert user is not None
        assert (user.role, user.groups) == ("viewer", (1,))
        trouble, _ = await add_account(database_url, "xiaomei", "viewer", ["没有的群"], PASSWORD + "00", now)
        assert "没有叫“没有的群”的群" in trouble
        assert (await add_account(database_url, "x y", "viewer", [], PASSWORD + "00", now))[0].startswith("用户名用")
        assert (await add_account(database_url, "xy", "viewer", [], "short", now))[0] == "密码至少要 10 位。"
        assert (await add_account(database_url, "xiaomei", "owner", [], PASSWORD + "11", now))[1].startswith(
            "xiaomei 的密码换好了"
        )
