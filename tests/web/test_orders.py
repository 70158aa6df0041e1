"""Orders in the console: imported on 粘贴, shown on the case, found by number and phone, chosen by one tap."""

from __future__ import annotations

import httpx

from tests.handlers.test_orders import HEAD, HERS, OF_LI, STRAWBERRIES, imported, of_case
from tests.web.desk import HOST, Browser, Desk, words

FILE = "\n".join([HEAD, STRAWBERRIES, OF_LI]).encode("gb18030")


async def upload(visitor: Browser, raw: bytes = FILE, group: str = "1", **headers: str) -> httpx.Response:
    sent = {"x-csrf-token": visitor.csrf, "origin": HOST, "hx-request": "true", **headers}
    files = [("file", ("订单.csv", raw, "text/csv"))]
    return await visitor.client.post("/paste/orders", data={"group": group}, files=files, headers=sent)


async def test_a_file_is_imported_and_the_audit_log_knows(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("admin")
        page = words(await visitor.get("/paste"))
        assert "导入订单" in page
        said = words(await upload(visitor))
        assert "读到 2 行订单，新的 2" in said
        assert "对上了售后单 1" in said
        assert "新的 0，改了的 0，没变的 2" in words(await upload(visitor))
        assert ("orders_imported", "group:1") in await desk.audit()
        assert await of_case(desk.chat) == "2026010300012345"


async def test_without_scripts_the_page_says_the_same(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await desk.log_in("owner")
        files = [("file", ("o.csv", FILE, "text/csv"))]
        data = {"group": "1", "csrf": visitor.csrf}
        answer = await visitor.client.post("/paste/orders", data=data, files=files, headers={"origin": HOST})
        assert answer.status_code == 200
        assert "读到 2 行订单" in words(answer)
        assert "聊天文字" in words(answer)


async def test_what_is_wrong_is_one_sentence(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await desk.log_in("owner")
        assert "先选是哪个群" in words(await upload(visitor, group=""))
        assert "先选一个表格" in words(await upload(visitor, b""))
        assert "不是表格" in words(await upload(visitor, b"\x89PNG\r\n\x1a\n" + bytes(200)))
        assert "表格打不开" in words(await upload(visitor, b"PK\x03\x04 and nothing more"))
        assert "文件太大" in words(await upload(visitor, b"x" * 8_000_001))
        bad = words(await upload(visitor, FILE + "\nA9,<b>草莓</b>,,x,1,1,静静,,,,".encode("gb18030")))
        assert "第 4 行：数量“x”看不懂" in bad
        assert "新的 2" in bad


async def test_who_sees_some_groups_imports_only_there(database_url: str) -> None:
    async with Desk.on(database_url, others={"王姐": "王姐"}) as desk:
        elsewhere = await desk.log_in("leader", only=["王姐的群"])
        assert (await upload(elsewhere)).status_code == 403
        assert (await upload(await desk.log_in("viewer"))).status_code == 403
        assert "阳光里 3 群" not in words(await elsewhere.get("/paste"))
        owner = await desk.log_in("owner")
        assert (await upload(owner, group="99")).status_code == 404
        assert (await upload(owner, **{"x-csrf-token": "0" * 64})).status_code == 403


async def test_the_case_shows_its_order_and_of_the_phone_only_the_tail(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await imported(desk.chat, STRAWBERRIES)
        await desk.chat.complain("静静", "草莓烂了一半")
        page = words(await (await desk.log_in("viewer")).get("/cases/1"))
        for part in ("2026010300012345", "丹东草莓 3斤装", "39.80 元", "01-03 18:20", "3栋", "尾号 5678", "昵称一样"):
            assert part in page, part
        assert "13812345678" not in page
        assert "不是这一单" not in page.replace("不是这一单就告诉我", ""), "a viewer changes nothing"


async def test_one_tap_chooses_and_takes_off(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await imported(desk.chat, HERS, OF_LI)
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("admin")
        page = (await visitor.get("/cases/1")).text
        assert "还没对上订单" in page
        assert 'name="order" value="1"' in page
        said = words(await visitor.post("/cases/1/order", {"order": "1", "key": "a"}))
        assert "尾号 2222" in said
        assert "团长选的" in said
        assert await of_case(desk.chat) == "2026010300012377"
        assert "还没对上订单" in words(await visitor.post("/cases/1/order_off", {"key": "b"}))
        assert ("case_order", "case:1") in await desk.audit()
        await visitor.post("/cases/1/order", {"number": "2026010300012399", "key": "c"})
        assert await of_case(desk.chat) == "2026010300012399"


async def test_a_number_that_fits_nothing_and_an_order_of_another_group_are_refused(database_url: str) -> None:
    async with Desk.on(database_url, others={"王姐": "王姐"}) as desk:
        owner = await desk.log_in("owner")
        await upload(owner, group="2")
        await desk.chat.complain("静静", "草莓烂了一半")
        assert "先写订单号" in words(await owner.post("/cases/1/order", {"key": "a"}))
        assert "没有“77”这一单" in words(await owner.post("/cases/1/order", {"number": "77", "key": "b"}))
        assert "没有" in words(await owner.post("/cases/1/order", {"order": "1", "key": "c"}))
        assert await of_case(desk.chat) is None


async def test_a_case_is_found_by_the_number_of_its_order_and_the_phones_tail(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await imported(desk.chat, STRAWBERRIES.replace("2026010300012345", "WD2026010300012345"), HERS)
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("viewer")
        for looked_for in ("WD2026010300012345", "wd2026010300012345", "12345", "5678"):
            assert "静静" in words(await visitor.fragment(f"/cases?q={looked_for}")), looked_for
        for other in ("2222", "1234567", "2026010300012377", "5%"):
            assert "静静" not in words(await visitor.fragment(f"/cases?q={other}")), other
