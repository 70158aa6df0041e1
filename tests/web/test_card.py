"""C1 in the console: original and redacted side by side, the member's consent, the post, and the check code."""

from __future__ import annotations

import re

from bot.storage import cards, consents
from bot.storage.cards import Card
from tests.handlers.test_showing import solved
from tests.web.desk import Desk, words

HERE = "/cases/1/card"


async def card_of(desk: Desk) -> Card:
    return (await desk.chat.read(lambda conn: cards.of_case(conn, 1)))[-1]


async def test_made_asked_and_posted(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await solved(desk.chat)
        visitor = await desk.log_in("leader")
        page = await visitor.get(HERE)
        assert "<mark>13812345678</mark>" in page.text, "what will not show is marked in the original"
        assert "[电话]" in page.text
        assert "还没做" in words(page)

        page = await visitor.post(f"{HERE}/make", {"layout": "full"})
        picture = re.findall(rf'src="({HERE}/\w{{64}})"', page.text)[0]
        shown = await visitor.get(picture)
        assert shown.headers["content-type"] == "image/png"
        assert shown.headers["cache-control"] == "no-store"
        page = await visitor.post(f"{HERE}/post")
        assert "还没同意" in words(page)
        assert not desk.chat.posts(), "no consent, no card"

        await visitor.post(f"{HERE}/ask")
        await desk.chat.wait(5)
        assert desk.chat.to("王丽").message.image == shown.content
        page = await visitor.get(HERE)
        assert "等本人回话" in words(page)
        await desk.chat.private("王丽", "可以")
        await desk.chat.wait(20)
        desk.chat.skip()
        page = await visitor.post(f"{HERE}/post", {"wording": "2"})
        assert "这就发" in words(page)
        await desk.chat.wait(5)
        post = desk.chat.post()
        assert post.message.image == shown.content
        assert post.startswith("草莓这单已经办妥")
        assert ("card_post", "case:1") in await desk.audit()


async def test_more_is_hidden_by_words_by_excerpts_and_never_shown_again(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await solved(desk.chat)
        visitor = await desk.log_in("admin")
        page = await visitor.get(HERE)
        keys = re.findall(r'name="shown" value="(\w+)"', page.text)
        await visitor.post(f"{HERE}/make", {"excerpts": "1", "shown": [keys[0], keys[-2]], f"hide:{keys[0]}": "一半"})
        content = str((await card_of(desk)).content)
        assert len((await card_of(desk)).content["bubbles"]) == 2  # type: ignore[index]
        assert "一半" not in content
        await visitor.post(f"{HERE}/make", {"neutral": "1"})
        content = str((await card_of(desk)).content)
        assert "一半" not in content
        assert "王**" not in content
        page = await visitor.post(f"{HERE}/make", {f"hide:{keys[0]}": "西瓜"})
        assert "没有“西瓜”" in words(page)


async def test_where_nothing_can_be_sent_the_leader_passes_it_on(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await solved(desk.chat)
        desk.chat.allow(image=False)
        visitor = await desk.log_in("leader")
        await visitor.post(f"{HERE}/make", {"layout": "full"})
        page = await visitor.post(f"{HERE}/ask")
        assert "请把图和这段话转给 王丽" in words(page)
        page = await visitor.post(f"{HERE}/relay", {"words": "她说随便"})
        assert "没看懂" in words(page)
        page = await visitor.post(f"{HERE}/relay", {"words": "可以"})
        assert "本人同意了" in words(page)
        consent = (await desk.chat.read(lambda conn: consents.of_case(conn, 1)))[-1]
        assert consent.relayed_by == "console:leader"
        page = await visitor.post(f"{HERE}/post")
        assert "存图、复制" in words(page)
        await desk.chat.wait(60)
        assert not desk.chat.posts()
        desk.chat.skip()


async def test_stopping_destroys_what_is_kept(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await solved(desk.chat)
        visitor = await desk.log_in("leader")
        page = await visitor.post(f"{HERE}/make", {"layout": "full"})
        picture = re.findall(rf'src="({HERE}/\w{{64}})"', page.text)[0]
        await visitor.post(f"{HERE}/stop", {"words": "不发了"})
        desk.chat.skip()
        assert (await visitor.get(picture)).status_code == 404
        assert (await card_of(desk)).content is None


async def test_the_picture_is_for_whoever_works_on_the_case(database_url: str) -> None:
    async with Desk.on(database_url, others={"老周": "老周"}) as desk:
        await solved(desk.chat)
        page = await (await desk.log_in("leader")).post(f"{HERE}/make", {"layout": "full"})
        picture = re.findall(rf'src="({HERE}/\w{{64}})"', page.text)[0]
        elsewhere = await desk.log_in("admin", only=["老周的群"])
        assert (await elsewhere.get(picture)).status_code == 404
        assert (await elsewhere.get(HERE)).status_code == 404
        assert (await elsewhere.post(f"{HERE}/make")).status_code == 404
        viewer = await desk.log_in("viewer")
        assert (await viewer.get(picture)).status_code == 403
        other = (await desk.log_in("owner")).get(f"{HERE}/{'0' * 64}")
        assert (await other).status_code == 404


async def test_the_check_code_tells_a_real_card_from_a_drawn_one(database_url: str) -> None:
    async with Desk.on(database_url, others={"老周": "老周"}) as desk:
        await solved(desk.chat)
        visitor = await desk.log_in("leader")
        await visitor.post(f"{HERE}/make", {"layout": "full"})
        code = (await card_of(desk)).check_code
        for typed in (code, code.lower().replace("-", " ")):
            assert "是真的：售后单 1" in words(await visitor.get("/cards", params={"code": typed}))
        for typed in ("AAAA-AAAA", code[:-1], "<b>", "'"):
            assert "没有这个校验码" in words(await visitor.get("/cards", params={"code": typed}))
        elsewhere = await desk.log_in("admin", only=["老周的群"])
        assert "没有这个校验码" in words(await elsewhere.get("/cards", params={"code": code}))
        await visitor.post(f"{HERE}/stop")
        desk.chat.skip()
        assert "后来撤了" in words(await visitor.get("/cards", params={"code": code}))


async def test_a_red_case_has_no_card(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await solved(desk.chat, text="草莓里有根头发")
        visitor = await desk.log_in("leader")
        assert "不做图卡" in words(await visitor.get(HERE))
        assert "不做图卡" in words(await visitor.post(f"{HERE}/make"))
        assert HERE not in (await visitor.get("/cases/1")).text
