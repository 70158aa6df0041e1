"""粘贴: chat text from any group becomes cases and words to copy."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from bot.adapters.paste import PasteAdapter
from bot.web.app import create_app
from tests.web.desk import HOST, Browser, Desk, words

CHAT = "静静 10:02\n草莓烂了一半\n\n老李 10:05\n今天的菜新鲜\n"


def with_paste(desk: Desk) -> None:
    app = desk.chat.app
    app.ctx = replace(app.ctx, adapters={**app.ctx.adapters, "paste": PasteAdapter()})
    desk.app = create_app(app.ctx, "a secret of the tests")


async def paste(visitor: Browser, text: str = CHAT, group: str = "3 群", **more: str) -> str:
    return words(await visitor.post("/paste", {"text": text, "group": group, **more}))


async def test_a_pasted_chat_gives_a_case_and_words_to_copy(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        with_paste(desk)
        visitor = await desk.log_in("owner")
        said = await paste(visitor)
        for part in ("读了 2 条，新的 2 条", "静静", "草莓烂了一半", "发到群里", "复制"):
            assert part in said, part
        assert [c.member_name for c in await desk.chat.cases()] == ["静静"]
        assert "新的 0 条" in await paste(visitor), "the same text again adds nothing"
        page = words(await visitor.get("/cases/1"))
        assert "我已经发了" in page
        await visitor.post("/cases/1/sent", {"key": "a"})
        assert (await desk.chat.case()).first_response_by == "group_leader"


async def test_a_file_and_photos_are_taken(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        with_paste(desk)
        visitor = await desk.log_in("owner")
        photo = io.BytesIO()
        Image.new("RGB", (40, 40), "red").save(photo, "PNG")
        files = [
            ("file", ("chat.txt", CHAT.encode(), "text/plain")),
            ("photos", ("1.png", photo.getvalue(), "image/png")),
            ("photos", ("2.png", b"<html>", "image/png")),
        ]
        headers = {"x-csrf-token": visitor.csrf, "origin": HOST, "hx-request": "true"}
        page = await visitor.client.post("/paste", data={"group": "3 群"}, files=files, headers=headers)
        assert "草莓烂了一半" in words(page)


async def test_what_is_missing_is_said(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        with_paste(desk)
        visitor = await desk.log_in("owner")
        assert "先写上是哪个群" in await paste(visitor, group=" ")
        assert "还没有聊天文字" in await paste(visitor, text=" ")
        assert await desk.chat.cases() == []


async def test_who_sees_some_groups_pastes_only_there(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        with_paste(desk)
        elsewhere = await desk.log_in("leader", only=["别的群"])
        assert (await elsewhere.post("/paste", {"text": CHAT, "group": "3 群"})).status_code == 403
        assert await desk.chat.cases() == []
