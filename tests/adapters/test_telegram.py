"""The Telegram adapter against the Bot API peer, over HTTP."""

from __future__ import annotations

import asyncio
import logging
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters import ADAPTERS
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.receiving import Timing
from bot.domain.chat import (
    Button,
    CannotReachMember,
    ChatAdapter,
    ChatError,
    DirectMessage,
    Forbidden,
    Gone,
    GroupMessage,
    Invalid,
    Offline,
    Outgoing,
    RateLimited,
    Unconfirmed,
)
from bot.replies import say
from tests.adapters.contract import Inbox, until
from tests.peers.bot_api import BotApiPeer, Chat, User

QUICK = Timing(poll=5, answer=1.0, first_wait=0.02, longest_wait=0.1, token_wait=0.05, start_wait=2.0)
PICTURE = b"\x89PNG\r\n\r\n--not a boundary\r\n" + bytes(range(256))


@pytest.fixture
def peer() -> Iterator[BotApiPeer]:
    with BotApiPeer() as peer:
        yield peer


@pytest.fixture
def group(peer: BotApiPeer) -> Chat:
    return peer.group("锦绣花园3群")


@pytest.fixture
def jing(peer: BotApiPeer, group: Chat) -> User:
    user = peer.user("静静")
    group.members[user.id] = "member"
    return user


def adapter_for(peer: BotApiPeer, token: str | None = None, timing: Timing = QUICK) -> TelegramAdapter:
    return TelegramAdapter(token or peer.token, peer.base_url, peer.base_file_url, lambda: datetime.now(UTC), timing)


@asynccontextmanager
async def running(
    peer: BotApiPeer, inbox: Inbox | None = None, token: str | None = None
) -> AsyncIterator[TelegramAdapter]:
    adapter = adapter_for(peer, token)
    await adapter.start(inbox or Inbox())
    try:
        yield adapter
    finally:
        began = time.monotonic()
        await adapter.stop()
        assert time.monotonic() - began < 3
        assert asyncio.all_tasks() == {asyncio.current_task()}


def to(where: Chat | User, text: str = "真抱歉", **more: object) -> Outgoing:
    field = "group_id" if isinstance(where, Chat) else "member_id"
    return Outgoing(text, **{field: str(where.id)}, **more)  # type: ignore[arg-type]


# Receiving


async def test_messages_arrive_in_order_and_are_acknowledged(peer: BotApiPeer, group: Chat, jing: User) -> None:
    inbox = Inbox()
    for number in range(120):
        peer.say(group, jing, f"第{number}条")
    async with running(peer, inbox) as adapter:
        await inbox.holds(120)
        assert inbox.texts == [f"第{number}条" for number in range(120)]
        assert adapter.account == str(peer.bot.id)
        assert adapter.health.connected
        assert adapter.health.trouble is None
        assert adapter.health.notes == []
        await until(lambda: peer.waiting == 0)
    assert not adapter.health.connected


async def test_the_last_message_is_acknowledged_when_stopping(peer: BotApiPeer, group: Chat, jing: User) -> None:
    inbox = Inbox()
    async with running(peer, inbox):
        peer.say(group, jing, "到了吗")
        await inbox.holds(1)
    assert peer.waiting == 0


async def test_what_the_sink_refuses_is_kept_in_order(
    peer: BotApiPeer, group: Chat, jing: User, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    inbox.refuse = 4
    async with running(peer, inbox) as adapter:
        for text in ("草莓烂了", "一半是烂的", "怎么办"):
            peer.say(group, jing, text)
        await until(lambda: inbox.refused >= 2)
        assert adapter.health.trouble == say("platforms.telegram.trouble.sink")
        await inbox.holds(3)
        assert inbox.texts == ["草莓烂了", "一半是烂的", "怎么办"]
        await until(lambda: adapter.health.trouble is None)
    assert "could not be stored (OSError)" in caplog.text
    assert "草莓" not in caplog.text


async def test_nothing_is_lost_when_it_stops_with_three_updates_in_flight(
    peer: BotApiPeer, group: Chat, jing: User
) -> None:
    for text in ("草莓烂了", "一半是烂的", "怎么办"):
        peer.say(group, jing, text)
    refusing = Inbox()
    refusing.refuse = 1_000_000
    async with running(peer, refusing):
        await until(lambda: refusing.refused >= 2)
    assert peer.waiting == 3
    inbox = Inbox()
    async with running(peer, inbox):
        await inbox.holds(3)
    assert inbox.texts == ["草莓烂了", "一半是烂的", "怎么办"]
    assert peer.waiting == 0


KILLED = """
import asyncio, sys
from datetime import UTC, datetime
from bot.adapters.telegram.adapter import TelegramAdapter

async def main():
    adapter = TelegramAdapter(sys.argv[1], sys.argv[2], None, lambda: datetime.now(UTC))
    seen = []
    async def sink(event):
        seen.append(event)
        if len(seen) == 2:
            print("committed one, holding the second", flush=True)
            await asyncio.sleep(60)
    await adapter.start(sink)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_nothing_is_lost_when_the_process_is_killed(peer: BotApiPeer, group: Chat, jing: User) -> None:
    for text in ("草莓烂了", "一半是烂的", "怎么办"):
        peer.say(group, jing, text)
    root = Path(__file__).parents[2]
    process = await asyncio.to_thread(
        subprocess.Popen,
        [sys.executable, "-c", KILLED, peer.token, peer.base_url],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=root,
    )
    assert process.stdout is not None
    with process.stdout:
        assert b"holding the second" in await asyncio.to_thread(process.stdout.readline)
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.wait)
    assert peer.waiting == 3
    inbox = Inbox()
    async with running(peer, inbox):
        await inbox.holds(3)
    assert inbox.texts == ["草莓烂了", "一半是烂的", "怎么办"]


async def test_a_malformed_update_is_named_and_skipped(
    peer: BotApiPeer, group: Chat, jing: User, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    peer.say(group, jing, "第一条")
    broken = peer.raw_update({"message": {"message_id": "x", "text": "秘密"}})
    unknown = peer.raw_update({"telepathy": {}})
    peer.raw_update(["not an update"])
    peer.say(group, jing, "第二条")
    async with running(peer, inbox):
        await inbox.holds(2)
        await until(lambda: peer.waiting == 0)
    assert inbox.texts == ["第一条", "第二条"]
    lines = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert [line for line in lines if str(broken) in line] == [
        f"Telegram: update {broken} was skipped: its message cannot be read (KeyError)."
    ]
    assert [line for line in lines if str(unknown) in line] == [
        f"Telegram: update {unknown} was skipped: it holds 'telepathy', which is not known."
    ]
    assert any("without an update_id" in line for line in lines)
    assert "秘密" not in caplog.text


async def test_a_batch_out_of_order_is_handled_in_the_order_of_its_ids(
    peer: BotApiPeer, group: Chat, jing: User
) -> None:
    inbox = Inbox()
    one, two = (peer.state.post(group, jing, {"text": text}) for text in ("一", "二"))
    peer.raw_update({"message": two}, update_id=905)
    peer.raw_update({"message": one}, update_id=903)
    async with running(peer, inbox):
        await inbox.holds(2)
        assert inbox.texts == ["一", "二"]
        await until(lambda: peer.waiting == 0)


async def test_a_server_that_goes_away_and_comes_back(
    peer: BotApiPeer, group: Chat, jing: User, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        await asyncio.to_thread(peer.offline)
        await until(lambda: adapter.health.trouble == say("platforms.telegram.trouble.offline"))
        assert not adapter.health.connected
        with pytest.raises(Offline):
            await adapter.send(to(group))
        peer.say(group, jing, "有人吗")
        peer.online()
        await inbox.holds(1)
        await until(lambda: adapter.health.connected)
        assert adapter.health.trouble is None
    assert "no usable answer from the server" in caplog.text


async def test_starting_while_the_server_is_away(peer: BotApiPeer, group: Chat, jing: User) -> None:
    peer.offline()
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        assert adapter.health.trouble == say("platforms.telegram.trouble.offline")
        assert adapter.account == str(peer.bot.id)
        assert adapter.deep_link("case_1") is None
        with pytest.raises(Offline):
            await adapter.send(to(group, buttons=(Button("私聊处理", start="case_1"),)))
        peer.online()
        peer.say(group, jing, "有人吗")
        await inbox.holds(1)


@pytest.mark.parametrize(
    "fault",
    [
        {"code": 500},
        {"code": 502, "body": b"<html>Bad Gateway</html>"},
        {"body": b'{"ok": true, "result": [{'},
        {"body": b'{"ok": true, "result": {"update_id": 1}}'},
        {"body": b"[" * 100_000},
        {"body": b'{"ok": true, "result": ["' + b"x" * 33_000_000 + b'"]}'},
        {"drop": True},
        {"code": 429, "parameters": {"retry_after": 1}},
        {"code": 429},
    ],
    ids=["500", "502", "half JSON", "no list", "deep", "huge", "dropped", "too fast", "too fast without seconds"],
)
async def test_a_failing_server_is_asked_again(
    peer: BotApiPeer, group: Chat, jing: User, fault: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.telegram.http.DEFAULT_RETRY_AFTER_S", 0.1)
    inbox = Inbox()
    peer.fault("getUpdates", times=2, **fault)
    async with running(peer, inbox):
        peer.say(group, jing, "草莓烂了")
        await inbox.holds(1)
    assert inbox.texts == ["草莓烂了"]


async def test_one_update_too_large_to_read_is_stepped_over(
    peer: BotApiPeer, group: Chat, jing: User, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.telegram.adapter.UPDATE_BYTES", 100_000)
    inbox = Inbox()
    peer.say(group, jing, "第一条")
    huge = peer.raw_update({"message": {"text": "x" * 200_000}})
    peer.say(group, jing, "第二条")
    async with running(peer, inbox):
        await inbox.holds(2)
    assert inbox.texts == ["第一条", "第二条"]
    assert f"update {huge} is larger than" in caplog.text


async def test_a_wrong_token(peer: BotApiPeer, caplog: pytest.LogCaptureFixture) -> None:
    async with running(peer, token="7000000001:wrong") as adapter:
        assert adapter.health.trouble == say("platforms.telegram.trouble.token")
        await until(lambda: caplog.text.count("the token was refused") >= 3)
    assert "wrong" not in caplog.text


async def test_another_program_with_the_same_token(
    peer: BotApiPeer, group: Chat, jing: User, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        await until(lambda: peer.state.polls)
        other = adapter_for(peer)
        await other.start(Inbox())
        conflict = say("platforms.telegram.trouble.conflict")
        await until(lambda: conflict in (adapter.health.trouble, other.health.trouble))
        await other.stop()
        peer.say(group, jing, "还在吗")
        await inbox.holds(1)
    assert "another program receives with the same token" in caplog.text


async def test_a_webhook_is_deleted(peer: BotApiPeer, group: Chat, jing: User) -> None:
    peer.set_webhook("https://example.invalid/hook")
    inbox = Inbox()
    peer.say(group, jing, "一")
    async with running(peer, inbox):
        await inbox.holds(1)
        peer.set_webhook("https://example.invalid/again")
        peer.say(group, jing, "二")
        await inbox.holds(2)
        peer.say(group, jing, "三")
        await inbox.holds(3)
    assert inbox.texts == ["一", "二", "三"]


async def test_group_privacy_mode_is_said(
    peer: BotApiPeer, group: Chat, jing: User, caplog: pytest.LogCaptureFixture
) -> None:
    peer.privacy = True
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        assert adapter.health.notes == [say("platforms.telegram.privacy")]
        peer.say(group, jing, "草莓烂了")
        peer.say(group, jing, "@anxin_bot 草莓烂了")
        await inbox.holds(1)
    assert inbox.texts == ["@anxin_bot 草莓烂了"]
    assert "/setprivacy" in caplog.text


async def test_stopping_while_the_server_is_slow(peer: BotApiPeer) -> None:
    peer.fault("getMe", delay=1.5)
    adapter = adapter_for(peer, timing=Timing(start_wait=0.1))
    await adapter.start(Inbox())
    assert not adapter.health.connected
    await adapter.stop()
    await adapter.stop()


async def test_starting_again_after_a_stop(peer: BotApiPeer, group: Chat, jing: User) -> None:
    inbox = Inbox()
    adapter = adapter_for(peer)
    for text in ("一", "二"):
        await adapter.start(inbox)
        peer.say(group, jing, text)
        await until(lambda text=text: text in inbox.texts)
        await adapter.stop()
    assert inbox.texts == ["一", "二"]


def test_an_empty_token_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="ANXIN_TELEGRAM_TOKEN"):
        TelegramAdapter(" ", None, None, lambda: datetime.now(UTC))


def test_the_table_makes_this_adapter() -> None:
    made: ChatAdapter = ADAPTERS["telegram"](
        token="1:x", base_url=None, base_file_url=None, now=lambda: datetime.now(UTC)
    )
    assert made.platform == "telegram"
    assert made.account == "1"
    assert made.capabilities.deep_link


async def test_everything_that_people_do_becomes_events(peer: BotApiPeer, jing: User) -> None:
    inbox = Inbox()
    leader = peer.user("团长", username="tuanzhang")
    group = peer.group("老群", type="group", owner=leader, bot=False)
    async with running(peer, inbox):
        await until(lambda: peer.state.polls)
        peer.add_bot(group, by=leader)
        peer.join(group, jing, by=leader)
        said = peer.say(group, jing, photo=PICTURE, caption="烂的")
        peer.edit(said, "全烂了")
        peer.say(group, leader, "看到了", reply_to=said, mention=[jing])
        peer.mute_bot(group, by=leader)
        peer.unmute_bot(group, by=leader)
        peer.rename(group, "新群", by=leader)
        new = peer.migrate(group)
        peer.say(new, None, "我是管理员", as_chat=new)
        peer.promote(new, peer.bot)
        peer.leave(new, jing)
        peer.kick_bot(new, by=leader)
        peer.dm(leader, "登记", forward_from=jing)
        await until(lambda: inbox.texts[-1:] == ["登记"])
        await until(lambda: peer.waiting == 0)
    kinds = [getattr(event, "kind", type(event).__name__) for event in inbox.events]
    assert kinds == [
        "bot_added", "member_joined", "GroupMessage", "GroupMessage", "GroupMessage", "bot_muted",
        "bot_unmuted", "renamed", "migrated", "migrated", "GroupMessage", "member_left", "member_left", "bot_removed",
        "DirectMessage",
    ]  # fmt: skip
    ids = [event.message_id for event in inbox.events]
    assert len(ids) - len(set(ids)) == 2, "leaving (to an admin) and migrating are told twice, under one id each"


# Sending


async def test_an_apology_replies_mentions_and_carries_a_button(peer: BotApiPeer, group: Chat) -> None:
    jing = peer.user("🍓静静\u202e")
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        said = peer.say(group, jing, "草莓烂了")
        await inbox.holds(1)
        event = inbox.events[0]
        assert isinstance(event, GroupMessage)
        result = await adapter.send(
            Outgoing(
                "真抱歉，<b>马上</b>处理_*",
                group_id=event.group_id,
                mention=((event.member_id, event.member_name), ("-100", "频道")),
                quote_message_id=event.message_id,
                buttons=(Button("私聊处理", start="case_12"), Button("规则", url="https://example.com/")),
            )
        )
        post = await peer.sees(lambda sent: sent.mentions == [jing.id])
        assert post.text == "@🍓静静 @频道 真抱歉，<b>马上</b>处理_*"
        assert post.message["entities"][0]["length"] == 5
        assert post.reply_to == said["message_id"]
        assert post.buttons == {"私聊处理": "https://t.me/anxin_bot?start=case_12", "规则": "https://example.com/"}
        assert result.message_id == f"{group.id}:{post.message['message_id']}"
        assert result.degraded == ("mention",)
        peer.press(post.message, "私聊处理", jing)
        await inbox.holds(2)
        start = inbox.events[1]
        assert isinstance(start, DirectMessage)
        assert start.start == "case_12"
        assert adapter.deep_link("case_12") == "https://t.me/anxin_bot?start=case_12"
        await adapter.send(to(jing, "您好"))
    assert peer.transcript(jing) == ["🍓静静\u202e: /start case_12", "安心: 您好"]


async def test_what_cannot_be_carried_is_told(peer: BotApiPeer, group: Chat, jing: User) -> None:
    stranger = peer.user("路人")
    gone = peer.say(group, jing, "x")
    peer.delete(gone)
    async with running(peer) as adapter:
        mention = ((str(stranger.id), "路人"),)
        result = await adapter.send(to(group, mention=mention, quote_message_id=f"{group.id}:{gone['message_id']}"))
        assert result.degraded == ("quote", "mention")
        other_chat = await adapter.send(to(group, quote_message_id="-100999:3"))
        assert other_chat.degraded == ("quote",)
        topicless = await adapter.send(to(group, topic_id="77"))
        assert topicless.degraded == ("topic",)
    assert [sent.text for sent in peer.sent] == ["@路人 真抱歉", "真抱歉", "真抱歉"]


async def test_an_answer_stays_in_its_topic(peer: BotApiPeer, jing: User) -> None:
    forum = peer.group("论坛群", forum=True)
    topic = peer.topic(forum, jing, "售后")
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        peer.say(forum, jing, "坏了", topic=topic)
        await inbox.holds(1)
        event = inbox.events[0]
        assert isinstance(event, GroupMessage)
        assert event.topic_id == str(topic)
        await adapter.send(to(forum, topic_id=event.topic_id, quote_message_id=event.message_id))
    assert peer.sent[0].topic == topic


async def test_pictures(peer: BotApiPeer, group: Chat, jing: User) -> None:
    async with running(peer) as adapter:
        await adapter.send(to(group, "处理好了", image=PICTURE, mention=((str(jing.id), "静静"),)))
        await adapter.send(to(group, "长。" * 600, image=PICTURE))
        await adapter.send(to(group, "", image=PICTURE))
    assert [sent.image for sent in peer.sent] == [PICTURE, PICTURE, None, PICTURE]
    assert [len(sent.text) for sent in peer.sent] == [len("@静静 处理好了"), 0, 1200, 0]
    assert peer.sent[0].mentions == [jing.id]


async def test_a_text_beyond_the_limit_ends_with_a_sentence(peer: BotApiPeer, group: Chat) -> None:
    async with running(peer) as adapter:
        await adapter.send(to(group, "草莓坏了🍓。" * 2000))
        await adapter.send(to(group, "草" * 10_000))
    assert peer.sent[0].text.endswith("🍓。…")
    assert 4000 < len(peer.sent[0].text.encode("utf-16-le")) // 2 <= 4096
    assert len(peer.sent[1].text) == 4096


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"code": 429, "parameters": {"retry_after": 7}}, RateLimited),
        ({"code": 500}, Unconfirmed),
        ({"code": 502, "body": b"<html>"}, Unconfirmed),
        ({"carried_out": True, "drop": True}, Unconfirmed),
        ({"carried_out": True, "body": b"{"}, Unconfirmed),
        ({"carried_out": True, "body": b'{"ok": true, "result": {}}'}, Unconfirmed),
        ({"carried_out": True, "body": b'{"ok": true, "result": "' + b"x" * 21_000_000 + b'"}'}, Unconfirmed),
        ({"delay": 1.6}, Unconfirmed),
        ({"code": 400, "description": "Bad Request: group chat was upgraded",
          "parameters": {"migrate_to_chat_id": -1009}}, Gone),
        ({"code": 403, "description": "Forbidden: the group chat was deleted"}, Gone),
        ({"code": 400, "description": "Bad Request: have no rights to send a message"}, Forbidden),
        ({"code": 400, "description": "Bad Request: CHAT_WRITE_FORBIDDEN"}, Forbidden),
        ({"code": 400, "description": "Bad Request: something new"}, Invalid),
        ({"code": 401, "description": "Unauthorized"}, Offline),
    ],
)  # fmt: skip
async def test_failures_of_a_group_post(
    peer: BotApiPeer, group: Chat, fault: dict[str, object], expected: type[ChatError]
) -> None:
    async with running(peer) as adapter:
        peer.fault("sendMessage", **fault)
        with pytest.raises(expected) as caught:
            await adapter.send(to(group))
        if isinstance(caught.value, RateLimited):
            assert caught.value.retry_after == 7
        if "parameters" in fault and isinstance(caught.value, Gone):
            assert caught.value.moved_to == "-1009"
        assert peer.token not in f"{caught.value!r} {caught.value.__cause__!r}"
        assert len([call for call in peer.calls if call.method == "sendMessage"]) == 1, "it is never repeated"
        await adapter.send(to(group, "后来的"))
    assert peer.sent[-1].text == "后来的"


async def test_whom_and_where_it_cannot_write(peer: BotApiPeer, group: Chat, jing: User) -> None:
    leader = peer.user("团长")
    old = peer.group("老群", type="group", owner=leader)
    async with running(peer) as adapter:
        with pytest.raises(CannotReachMember):
            await adapter.send(to(jing))
        peer.dm(jing, start="")
        await adapter.send(to(jing))
        peer.block(jing)
        with pytest.raises(CannotReachMember):
            await adapter.send(to(jing))
        for nobody in ("999", "-100777", "wxid_abc", ""):
            with pytest.raises(CannotReachMember):
                await adapter.send(Outgoing("x", member_id=nobody))
        for nowhere in ("-100999", "roomid@chatroom"):
            with pytest.raises(Gone):
                await adapter.send(Outgoing("x", group_id=nowhere))
        peer.mute_bot(group, by=leader)
        with pytest.raises(Forbidden):
            await adapter.send(to(group))
        peer.kick_bot(group, by=leader)
        with pytest.raises(Forbidden):
            await adapter.send(to(group))
        new = peer.migrate(old)
        with pytest.raises(Gone) as caught:
            await adapter.send(to(old))
        assert caught.value.moved_to == str(new.id)


async def test_what_is_refused_before_it_is_sent(peer: BotApiPeer, group: Chat) -> None:
    async with running(peer) as adapter:
        with pytest.raises(Invalid):
            await adapter.send(to(group, " \n"))
        with pytest.raises(Invalid):
            await adapter.send(to(group, buttons=(Button("发送", data="数" * 40),)))
    assert peer.sent == []


async def test_sending_before_the_start_is_offline(peer: BotApiPeer, group: Chat) -> None:
    with pytest.raises(Offline):
        await adapter_for(peer).send(to(group))


async def test_withdrawing_a_post(peer: BotApiPeer, group: Chat, jing: User) -> None:
    async with running(peer) as adapter:
        first, second = [(await adapter.send(to(group, text))).message_id for text in ("一", "二")]
        assert first is not None
        assert second is not None
        await adapter.delete(str(group.id), first)
        with pytest.raises(Gone):
            await adapter.delete(str(group.id), first)
        with pytest.raises(Gone):
            await adapter.delete(str(group.id), "no such message")
        with pytest.raises(Forbidden):
            await adapter.delete(str(group.id), "-100999:1")
        peer.age(peer.sent[1].message, 49 * 3600)
        with pytest.raises(Forbidden):
            await adapter.delete(str(group.id), second)
        said = peer.say(group, jing, "我的话")
        with pytest.raises(Forbidden):
            await adapter.delete(str(group.id), f"{group.id}:{said['message_id']}")
    assert peer.transcript(group) == ["安心: 一 (已撤回)", "安心: 二", "静静: 我的话"]


async def test_fetching_pictures(peer: BotApiPeer, group: Chat, jing: User, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        peer.say(group, jing, photo=PICTURE)
        peer.say(group, jing, photo=b"x" * (20 * 1024 * 1024 + 1))
        await inbox.holds(2)
        small, large = (event.images[0].ref for event in inbox.events if isinstance(event, GroupMessage))
        assert await adapter.fetch_image(small) == PICTURE
        with pytest.raises(Invalid):
            await adapter.fetch_image(large)
        with pytest.raises(Gone):
            await adapter.fetch_image("never seen")
        peer.fault("file", code=404, description="Not Found")
        with pytest.raises(Gone):
            await adapter.fetch_image(small)
        peer.fault("file", body=b"x" * 21_000_000)
        with pytest.raises(Invalid):
            await adapter.fetch_image(small)
        peer.fault("file", drop=True)
        with pytest.raises(Offline):
            await adapter.fetch_image(small)
        assert await adapter.fetch_image(small) == PICTURE


async def test_who_is_admin(peer: BotApiPeer, jing: User) -> None:
    leader, helper, stranger = peer.user("团长"), peer.user("管理员"), peer.user("路人")
    group = peer.group(owner=leader)
    group.members |= {helper.id: "administrator", jing.id: "member"}
    async with running(peer) as adapter:
        asked = [await adapter.is_group_admin(str(group.id), str(user.id)) for user in (leader, helper, jing, stranger)]
        assert asked == [True, True, False, False]
        assert await adapter.is_group_admin(str(group.id), "42") is None
        assert await adapter.is_group_admin(str(group.id), "wxid") is None
        assert await adapter.is_group_admin("-100999", str(leader.id)) is None
        assert await adapter.is_group_admin("no number", str(leader.id)) is None


async def test_answering_a_button(peer: BotApiPeer, jing: User) -> None:
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        peer.dm(jing, start="")
        await adapter.send(to(jing, "发这条吗", buttons=(Button("发送", data="send:12"),)))
        press = peer.press(peer.sent[0].message, "发送", jing)
        await inbox.holds(2)
        assert press is not None
        await adapter.answer_button(press, "好的" * 200)
        with pytest.raises(Gone):
            await adapter.answer_button(press, "好的")
    assert peer.answers[press].startswith("好的")


async def test_neither_the_token_nor_texts_reach_the_log(
    peer: BotApiPeer, group: Chat, jing: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    inbox = Inbox()
    peer.fault("getMe", body=b'{"secret words": ')
    peer.fault("getUpdates", body='{"result": ["秘密'.encode())
    async with running(peer, inbox) as adapter:
        peer.say(group, jing, "秘密")
        await inbox.holds(1)
        peer.too_fast("sendMessage", 1)
        with pytest.raises(RateLimited):
            await adapter.send(to(group, "秘密"))
        await adapter.send(to(group, "秘密", image=PICTURE))
        await asyncio.to_thread(peer.offline)
        with pytest.raises(Offline):
            await adapter.send(to(group, "秘密"))
    assert caplog.records
    for hidden in (peer.token, peer.token.split(":")[1], "秘密", "secret words", "静静"):
        assert hidden not in caplog.text
