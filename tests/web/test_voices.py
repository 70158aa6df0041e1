"""口碑 in the console: what is shown to whom, and what the buttons do."""

from __future__ import annotations

import pytest

from bot.storage import consents
from tests.web.desk import Desk

PRAISE = "草莓真甜，孩子抢着吃"


async def heard(desk: Desk) -> None:
    """Three voices in the group, two good and one bad."""
    for who, text in (("王姐", PRAISE), ("老李", "草莓又酸又涩，太难吃了"), ("芳芳", "送得真快，上午下单下午就到了")):
        await desk.chat.group(who, text)
        await desk.chat.wait(10)
    desk.chat.skip()


async def test_the_board_shows_the_true_proportion(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await desk.log_in("viewer")
        assert "还没听到" in (await visitor.get("/voices")).text
        await heard(desk)
        page = (await visitor.get("/voices")).text
        assert 'aria-label="好评 2，意见 1"' in page
        assert "还没有谁同意" in page
        assert "问问能不能用" not in page.replace("点“问问能不能用”", "")  # a viewer only looks
        only = (await visitor.fragment("/voices?goods=草莓&aspect=product")).text
        assert 'aria-label="好评 1，意见 1"' in only
        assert "送得真快" not in only


async def test_an_admin_asks_and_passes_the_answer_on(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await heard(desk)
        visitor = await desk.log_in("admin")
        asked = await visitor.post("/voices/1/ask")
        assert "王姐" in asked.text
        desk.chat.skip()
        yes = await visitor.post("/voices/1/noname")
        assert "您转告的" in yes.text
        assert f"“{PRAISE}”——一位邻居" in yes.text
        down = await visitor.post("/voices/1/withdraw")
        assert "撤下来了" in down.text
        assert "——一位邻居" not in down.text
        given = await desk.chat.read(lambda conn: consents.of_member(conn, "terminal", "王姐", "voice", ("withdrawn",)))
        assert len(given) == 1
        assert desk.chat.nothing()


@pytest.mark.parametrize("path", ["/voices/99/ask", "/voices/1/burn"])
async def test_what_is_not_there_is_not_found(path: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await heard(desk)
        visitor = await desk.log_in("admin")
        assert (await visitor.post(path)).status_code == 404
        assert (await visitor.get("/voices?page=0")).status_code == 422
        assert (await visitor.get("/voices?group=x&aspect=y&kind=z")).status_code == 200


async def test_another_groups_voices_are_hidden(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await heard(desk)
        visitor = await desk.log_in("admin", only=())
        assert PRAISE not in (await visitor.get("/voices")).text
        assert (await visitor.post("/voices/1/ask")).status_code == 404
        assert desk.chat.nothing()


async def test_a_members_data_is_deleted_on_their_word(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("admin")
        assert "是本人的意思" in (await visitor.post("/cases/1/erase")).text
        waits = await visitor.post("/cases/1/erase", {"sure": "1"})
        assert "售后单 1 还没办完" in waits.text
        await visitor.post("/cases/1/cause", {"cause": "courier"})
        await visitor.post("/cases/1/resolve", {"text": "补发了一盒"})
        await desk.chat.private("静静", "好了，谢谢")
        await desk.chat.wait(hours=3)
        desk.chat.skip()
        page = (await visitor.get("/cases/1")).text
        assert "静静" not in page
        assert "按本人要求删去个人资料" in page
        assert ("case_erase", "case:1") in await desk.audit()
