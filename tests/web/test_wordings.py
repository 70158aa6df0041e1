"""对群友说的话: our sentences are put into words of their own in the console, and said in them."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from bot.domain.wording import variables_in
from bot.replies import catalogue, say, variants
from bot.storage import users, wordings
from bot.web.wordings import title
from handlers.wordings.checking import examples_of, names_of, remarks, shown, typed
from handlers.wordings.occasions import MOST, OCCASIONS, PARTS
from tests.conversation import NAME
from tests.web.desk import Browser, Desk, words

KEY = "apology.damaged.with_goods"
PAGE = f"/settings/wordings/{KEY}"
OURS = "哎呀，{商品}烂了真不好意思，这就去查。"
KEPT = "哎呀，{goods}烂了真不好意思，这就去查。"


def seen_in(page: httpx.Response) -> str:
    """The version of the wordings that a page was drawn from."""
    found = re.search(r'name="seen" value="(\d+)"', page.text)
    assert found is not None
    return found[1]


async def save(browser: Browser, *texts: str, group: str = "1", key: str = KEY, **more: Any) -> httpx.Response:
    """As somebody saves what they typed on the page that they have just opened."""
    page = await browser.get(f"/settings/wordings/{key}?group={group}")
    fields = {"text": list(texts), "group": group, "seen": seen_in(page), **more}
    return await browser.post(f"/settings/wordings/{key}/save", fields)


async def own(desk: Desk, group: int | None = 1, key: str = KEY) -> tuple[str, ...]:
    found = await desk.chat.read(lambda conn: wordings.get(conn, group, key))
    return found.texts if found else ()


@pytest.mark.parametrize("key", OCCASIONS)
def test_every_sentence_can_be_shown_explained_and_saved_as_it_is(key: str) -> None:
    occasion = OCCASIONS[key]
    settings = catalogue()["settings"]
    assert say("settings.wordings.other") not in title(occasion) or "other" in key
    assert set(occasion.needed) <= set(occasion.variables)
    assert occasion.part in settings["wording_parts"]
    assert len(set(names_of(occasion).values())) == len(occasion.variables), "no two are called the same"
    assert all(settings["variable_hints"][name] for name in occasion.variables)
    for text in variants(key):
        assert set(variables_in(text)) <= set(occasion.variables)
        assert not [remark.words for remark in remarks(occasion, text, NAME) if remark.stops]
        assert typed(occasion, shown(occasion, text)) == text.strip()
        assert not {"{", "}"} & set(text.format(**examples_of(occasion, NAME)))


@pytest.mark.parametrize("part", PARTS)
async def test_the_list_shows_each_sentence_with_an_example(part: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        page = await (await desk.log_in("leader")).get(f"/settings/wordings?part={part}")
        assert page.status_code == 200
        for key in PARTS[part]:
            assert title(OCCASIONS[key]) in page.text
            assert f"/settings/wordings/{key}?group=1" in page.text


async def test_what_is_saved_for_a_group_is_said_there(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        assert "改好了" in words(await save(leader, OURS))
        assert await own(desk) == (KEPT,)
        await desk.chat.group("静静", "草莓烂了一半")
        await desk.chat.wait(15)
        assert "哎呀，草莓烂了真不好意思，这就去查。" in desk.chat.post()
        assert "本群改过" in words(await leader.get("/settings/wordings?group=1"))
        desk.chat.skip()


async def test_the_log_says_who_changed_what_from_what_to_what(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader", name="王姐")
        await save(leader, OURS)
        await save(leader, OURS)
        entry = (await desk.chat.read(users.audit_log))[0]
        assert (entry.action, entry.subject) == ("wording_save", f"wording:{KEY}:1")
        for part in ("损坏", NAME, "原来：{商品}到您手上成了这样", f"现在：{OURS}"):
            assert part in entry.detail
        assert len(await desk.audit()) == 1, "what changes nothing is not written down"
        page = words(await leader.get(f"{PAGE}?group=1"))
        assert "王姐 改说法" in page
        owner = await desk.log_in("owner")
        assert "改说法 说法" in words(await owner.get("/team"))


async def test_going_back_to_ours(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        await save(leader, OURS)
        page = await leader.get(f"{PAGE}?group=1")
        assert "用回原来的" in page.text
        gone = await leader.post(f"{PAGE}/back", {"group": "1", "seen": seen_in(page)})
        assert "用回原来的了" in words(gone)
        assert await own(desk) == ()
        assert "用回原来的</button>" not in gone.text
        assert [action for action, _ in await desk.audit()] == ["wording_save", "wording_back"]


async def test_all_groups_are_the_owners(database_url: str) -> None:
    async with Desk.on(database_url, others={"李姐": ""}) as desk:
        leader, owner = await desk.log_in("leader"), await desk.log_in("owner")
        refused = await leader.post(f"{PAGE}/save", {"text": [OURS], "seen": "0"})
        assert refused.status_code == 403
        assert await own(desk, None) == ()
        await save(owner, OURS, group="")
        assert await own(desk, None) == (KEPT,)
        page = await leader.get(f"{PAGE}?group=1")
        assert OURS in page.text, "a group without words of its own says what is said in all"
        await save(leader, "{商品}坏了，对不起，正在查。")
        assert "用回所有群的说法" in words(await leader.get(f"{PAGE}?group=1"))
        assert "所有群改过" in words(await owner.get("/settings/wordings?group=2"))


async def test_another_leaders_group_and_a_viewer(database_url: str) -> None:
    async with Desk.on(database_url, others={"李姐": ""}) as desk:
        theirs = await desk.log_in("leader", name="other", only=["李姐的群"])
        assert "李姐的群" in words(await theirs.get("/settings/wordings")), "a leader begins with a group of theirs"
        assert (await theirs.get(f"{PAGE}?group=1")).status_code == 404
        assert (await theirs.post(f"{PAGE}/save", {"text": [OURS], "group": "1", "seen": "0"})).status_code == 404
        for role in ("viewer", "admin"):
            nobody = await desk.log_in(role)  # type: ignore[arg-type]
            assert (await nobody.post(f"{PAGE}/save", {"text": [OURS], "group": "1", "seen": "0"})).status_code == 403
        nowhere = await desk.log_in("leader", name="new", only=[])
        assert "还没有您管的群" in words(await nowhere.get("/settings/wordings"))
        assert await own(desk) == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{商品}坏了，不要在群里说了，这就给您处理，抱歉。", "不要在群里说"),
        ("{商品}坏了，对不起，马上退您 10 元。", "团长点头"),
        ("{商品.__class__}坏了，抱歉，正在查。", "花括号只能成对放下面那些词"),
        ("{member.__class__}坏了，抱歉，正在查。", "花括号只能成对放下面那些词"),
        ("{goods[0]}坏了，抱歉，正在查。", "花括号只能成对放下面那些词"),
        ("{goods!r}坏了，抱歉，正在查。", "花括号只能成对放下面那些词"),
        ("{0}坏了，抱歉，正在查。", "花括号只能成对放下面那些词"),
        ("{}坏了，抱歉，正在查。", "花括号只能成对放下面那些词"),
        ("{商品坏了，抱歉，正在查。", "花括号只能成对放下面那些词"),
        ("｛商品｝坏了，抱歉，正在查。", "花括号只能成对放下面那些词"),
        ("{{商品}}坏了，抱歉，正在查。", "花括号只能成对放下面那些词"),
        ("{电话}坏了，抱歉，正在查。", "用不上“电话”，能用的有：{商品}"),
        ("抱歉，正在查。" * 20, "太长了，这里最多 80 个字"),
    ],
)
async def test_what_cannot_be_said_is_refused_and_stays_in_the_field(text: str, why: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        refused = await save(leader, OURS, text)
        assert "还没存" in words(refused)
        assert why in words(refused)
        assert text in refused.text, "nothing that was typed is lost"
        assert OURS in refused.text
        assert await own(desk) == ()
        assert await desk.audit() == []


async def test_what_a_sentence_cannot_do_without(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        refused = await save(leader, "团长定了，您看行吗？", key="offer.new")
        assert "少了“{方案}”" in words(refused)
        assert await own(desk, key="offer.new") == ()
        saved = await save(leader, "团长定了：{方案}，{约定时间}前办好，{几小时}小时里都行。", key="offer.new")
        assert "改好了" in words(saved)
        assert await own(desk, key="offer.new") == ("团长定了：{outcome}，{due}前办好，{hours}小时里都行。",)


async def test_money_stands_in_the_plan_and_never_in_the_wording(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        refused = await save(leader, "{方案}，{约定时间}前办好，另外再送您 5 元红包。", key="offer.new")
        assert "团长点头" in words(refused)
        assert await own(desk, key="offer.new") == ()


async def test_a_warning_may_be_saved(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        saved = words(await save(leader, "{商品}的事你说的我们看到了。"))
        assert "改好了" in saved
        for hint in ("没有道歉", "没说正在办", "用“你”会显得生分"):
            assert hint in saved
        assert await own(desk) == ("{goods}的事你说的我们看到了。",)


async def test_empty_fields_fall_away_and_one_has_to_stay(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        await save(leader, "", OURS, "  ", OURS)
        assert await own(desk) == (KEPT,)
        assert "至少留一种说法" in words(await save(leader, "", "\u200b\n"))
        assert await own(desk) == (KEPT,)
        many = [f"{{商品}}坏了，抱歉，正在查第 {n} 遍。" for n in range(MOST + 1)]
        assert f"最多 {MOST} 种说法" in words(await save(leader, *many))
        assert await own(desk) == (KEPT,)


async def test_who_comes_second_hears_who_was_first(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        one, two = await desk.log_in("leader", name="王姐"), await desk.log_in("leader", name="李姐")
        await save(one, OURS)
        late = await two.post(f"{PAGE}/save", {"text": ["{商品}坏了，抱歉，正在查。"], "group": "1", "seen": "0"})
        assert "王姐刚刚也改了这句" in words(late)
        assert "{商品}坏了，抱歉，正在查。" in late.text
        assert await own(desk) == (KEPT,)
        again = await two.post(
            f"{PAGE}/save", {"text": ["{商品}坏了，抱歉，正在查。"], "group": "1", "seen": seen_in(late)}
        )
        assert "改好了" in words(again)
        stale = await one.post(f"{PAGE}/back", {"group": "1", "seen": "1"})
        assert "李姐刚刚也改了这句" in words(stale)
        assert await own(desk) == ("{goods}坏了，抱歉，正在查。",)


async def test_the_preview_reads_one_field(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        fields = {"text": ["一", OURS, "不要在群里说了"], "group": "1"}
        second = words(await leader.post(f"{PAGE}/preview", {**fields, "n": "2"}))
        assert "哎呀， 草莓 烂了真不好意思，这就去查。" in second
        assert "语气没问题" in second
        assert "不要在群里说" in words(await leader.post(f"{PAGE}/preview", {**fields, "n": "3"}))
        for n in ("0", "9", "-1"):
            assert (await leader.post(f"{PAGE}/preview", {**fields, "n": n})).status_code == 200
        assert await desk.audit() == []


async def test_searching_finds_words_and_occasions(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        await save(leader, OURS)
        found = await leader.fragment("/settings/wordings?group=1&q=哎呀")
        assert KEY in found.text
        assert "apology.late" not in found.text
        assert "private.ask_photo" in (await leader.fragment("/settings/wordings?group=1&q=照片")).text
        assert "没找到这样的话" in words(await leader.fragment("/settings/wordings?group=1&q=%25%27{x}"))


async def test_a_sentence_that_knows_no_group_is_worded_for_all(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader, owner = await desk.log_in("leader"), await desk.log_in("owner")
        page = "/settings/wordings/private.ordinary"
        assert "只能为所有群改" in words(await leader.get(f"{page}?group=1"))
        fields = {"text": ["我在的，有事您说。"], "group": "1", "seen": "0"}
        assert (await leader.post(f"{page}/save", fields)).status_code == 404
        await save(owner, "我在的，有事您说。", group="", key="private.ordinary")
        await desk.chat.private("静静", "你好")
        await desk.chat.wait(15)
        assert desk.chat.to("静静") == "我在的，有事您说。"


async def test_markup_in_a_wording_is_text(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        leader = await desk.log_in("leader")
        page = await save(leader, "<b onclick=x>{商品}</b>坏了，抱歉，正在查。")
        assert "<b onclick" not in page.text
        assert "&lt;b onclick=x&gt;" in page.text
