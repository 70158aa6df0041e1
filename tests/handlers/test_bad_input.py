"""Whatever comes in: nothing is lost, nobody is harmed, the program goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

import handlers
from bot.domain.chat import GroupMessage
from bot.domain.text import MAX_KEPT
from bot.replies import say, variants
from bot.storage import groups, inbox, messages
from tests.conversation import GROUP, NAME, Conversation

LONG = "草莓烂了一半" + "，你们看看" * 2000

ODD_TEXTS = {
    "long": LONG,
    "empty": "",
    "blank": " \n\t ",
    "emoji": "😡😡😡",
    "picture_word": "[图片]",
    "controls": "草莓\x01\x02烂了\x7f一半",
    "bidi": "\u202e草莓\u2066烂了\u200f一半\u202c",
    "nul": "草莓\x00烂了一半",
    "surrogate": "草莓\ud83d烂了一半",
    "braces": "草莓{goods}烂了一半{0}%s",
    "markup": "<b>草莓</b>*烂了*_一半_[x](http://y)",
    "sql": "草莓'); DROP TABLE cases;-- 烂了",
}
COMPLAINTS = ("long", "controls", "bidi", "nul", "surrogate", "braces", "markup", "sql")


@pytest.mark.parametrize("kind", ODD_TEXTS)
async def test_odd_texts_in_the_group(database_url: str, kind: str) -> None:
    async with Conversation.on(database_url, posts_per_hour=99) as c:
        await c.group("静静", ODD_TEXTS[kind])
        await c.wait(10)
        assert len(c.posts()) == (kind in COMPLAINTS)
        c.skip()
        await c.wait(minutes=1)
        await c.group("老周", "鸡蛋少了两个")
        await c.wait(10)
        assert c.post().mentions == ["老周"], "the next one is served as ever"
        c.skip()
        assert await c.read(lambda conn: inbox.count(conn, "failed")) == 0


@pytest.mark.parametrize("kind", ODD_TEXTS)
async def test_odd_texts_in_private_and_from_the_leader(database_url: str, kind: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了")
        await c.private("静静", ODD_TEXTS[kind])
        await c.wait(10)
        c.skip()
        await c.private("团长", ODD_TEXTS[kind])
        assert "没看懂" in c.to("团长")
        await c.private("团长", f"回 1 {ODD_TEXTS[kind]}")
        c.skip()
        await c.private("团长", "看 1")
        assert c.to("团长").startswith("售后单 1")
        assert await c.read(lambda conn: inbox.count(conn, "failed")) == 0


async def test_a_long_text_is_cut_and_the_writer_told(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.private("静静", LONG)
        await c.wait(10)
        assert c.all_to("静静")[0] in variants("private.too_long")
        c.skip()
        assert len((await c.case()).quote) <= MAX_KEPT + 1
        assert "…" in (await c.case()).quote


async def test_unseen_characters_are_not_passed_on(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", ODD_TEXTS["bidi"])
        await c.wait(10)
        assert "静静：草莓烂了一半" in c.to("团长")
        assert "“草莓烂了一半”" in c.to("静静")
        c.skip()


async def test_the_same_event_twice_is_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for _ in range(3):
            await c.group("静静", "草莓烂了一半", message_id="7")
        await c.wait(10)
        c.restart()
        await c.group("静静", "草莓烂了一半", message_id="7")
        await c.wait(60)
        assert c.post()
        assert c.to("静静")
        assert c.to("团长")
        assert len(await c.timeline()) == 3


async def test_events_out_of_order(database_url: str) -> None:
    """An answer before what it quotes, a change before the message itself, an old message after a new one."""
    async with Conversation.on(database_url) as c:
        early = c.clock() - timedelta(minutes=30)
        await c.group("团长", "登记", quote=None, message_id="9")
        await c.group("静静", "草莓烂了一大半", message_id="e5", edited_message_id="5")
        await c.group("静静", "草莓烂了一半", message_id="5", sent_at=early)
        await c.wait(10)
        assert c.post().mentions == ["静静"]
        c.skip()
        assert len(await c.cases()) == 1
        said = await c.read(lambda conn: messages.of_case(conn, 1))
        assert [m.text for m in said if m.role == "member"] == ["草莓烂了一大半"], "the change is newer"


@pytest.mark.parametrize("sender", ["bot", "other_bot", "channel", "anonymous_admin", "group_leader"])
async def test_who_never_complains(database_url: str, sender: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("某某", "草莓烂了一半", sender=sender)
        await c.wait(10)
        assert c.nothing()
        assert await c.cases() == []


async def test_a_leader_who_buys_in_another_group_is_a_member_there(database_url: str) -> None:
    async with Conversation.on(database_url, others={"李姐": "荷花里"}) as c:
        await c.group("李姐", "草莓烂了一半")
        await c.wait(10)
        assert c.post().mentions == ["李姐"]
        c.skip()


NAMES = {
    "markup": "<b>静静</b> *x* [y](tg://user?id=1)",
    "bidi": "\u202e静静\u2066",
    "emoji": "🍓" * 200,
    "unseen": "\u200b\u2060",
    "lines": "静静\n团长：都是真的",
    "braces": "{name}{0}",
    "nul": "静\x00静",
}


@pytest.mark.parametrize("kind", NAMES)
async def test_odd_nicknames(database_url: str, kind: str) -> None:
    async with Conversation.on(database_url) as c:
        name = NAMES[kind]
        await c.group("静静", "草莓烂了一半", member_name=name, member_id="42")
        await c.wait(10)
        assert c.post().mentions == ["42"]
        notice = c.to("团长")
        shown = notice.split("\n")[1].removesuffix("：草莓烂了一半")
        assert 0 < len(shown) <= 20
        assert not set("\u202e\u2066\u200b\u2060\x00") & set(notice)
        assert notice.count("\n") == 6, "a nickname adds no lines"
        c.skip()
        await c.private("静静", "你们看看", member_name=name, member_id="42")
        await c.wait(10)
        c.skip()
        for command in ("待办", "看 1", "回 1 您好"):
            await c.private("团长", command)
            assert c.all_to("团长"), command
        c.skip()


async def test_an_event_whose_handler_fails_is_kept_and_the_others_go_on(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = handlers.group_message.on_group_message  # type: ignore[attr-defined]

    def on_group_message(ctx, conn, event):  # type: ignore[no-untyped-def]
        really(ctx, conn, event)
        if "炸" in event.text:
            raise ZeroDivisionError("草莓")

    monkeypatch.setitem(handlers.ROUTES, GroupMessage, (on_group_message,))  # type: ignore[arg-type]
    async with Conversation.on(database_url) as c:
        await c.group("大可", "炸了")
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        assert c.post().mentions == ["静静"]
        c.skip()
        assert await c.read(lambda conn: inbox.count(conn, "failed")) == 1
        assert await c.read(lambda conn: messages.find(conn, 1, "m1")) is None, "nothing of it is half done"
        await c.private("团长", "待办")
        assert c.to("团长").endswith(say("leader.failed_messages", count=1))
        await c.private("老周", "待办")
        await c.wait(10)
        assert "没处理成" not in c.to("老周")


async def test_a_burst_that_cannot_be_concluded_holds_up_nobody(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handlers.bursts import group as bursts

    really = bursts.conclude

    def conclude(ctx, conn, loaded, verdict):  # type: ignore[no-untyped-def]
        if loaded.burst.member_id == "大可":
            raise KeyError("草莓")
        really(ctx, conn, loaded, verdict)

    monkeypatch.setattr(bursts, "conclude", conclude)
    async with Conversation.on(database_url) as c:
        await c.group("大可", "草莓烂了一半")
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        assert c.post().mentions == ["静静"]
        c.skip()


async def test_the_bot_thrown_out_and_let_in_again(database_url: str) -> None:
    from bot.domain.chat import GroupChange

    async with Conversation.on(database_url) as c:
        await c.group("静静", "大家好")

        async def change(kind: str, **more: str) -> None:
            event = GroupChange("terminal", "anxin", f"{kind}1", c.clock(), GROUP, NAME, kind, **more)  # type: ignore[arg-type]
            await c.take(event)

        await change("bot_removed")
        assert c.to("团长") == f"我被移出了 {NAME}，那边的消息我听不到了。要继续用，请再拉我进群。"
        await change("bot_added")
        await change("bot_muted")
        assert "被禁言了" in c.to("团长")
        await change("bot_unmuted")
        group = await c.read(lambda conn: groups.find(conn, "terminal", GROUP))
        assert group is not None
        assert (group.left_at, group.muted) == (None, False)

        await c.complain()
        await change("message_deleted", detail=(await c.case()).opened_by_message or "")
        c.skip()
        await change("member_left", member_id="静静")
        assert c.to("团长").startswith("静静 退群了，售后单 1 还没办完")
        assert {"message_deleted", "left_group"} <= set(await c.kinds())
        assert "草莓烂了一半" in [e.text for e in await c.timeline() if e.kind == "message_deleted"]
