"""The Wechaty adapter against a real gateway: what only WeChat does, and everything that gateways do wrong."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.adapters import ADAPTERS
from bot.adapters.wechaty.adapter import WechatyAdapter
from bot.adapters.wechaty.line import Timing
from bot.domain.chat import (
    CannotReachMember,
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
from tests.adapters.contract import Inbox, until, utc_now
from tests.peers.wechaty_gateway import SELF, Contact, Room, WechatyGateway, shared_gateway

pytestmark = pytest.mark.needs_node

QUICK = Timing(
    answer=0.6, connect=1.0, beat=0.2, beat_answer=0.5, first_wait=0.05, longest_wait=0.2, token_wait=0.2,
    taken_wait=0.3, start_wait=3.0, settle=0.5,
)  # fmt: skip
PATIENT = replace(QUICK, beat=5.0, beat_answer=10.0)
"""Where a busy machine may not look like a gateway that is gone."""
PICTURE = b"\x89PNG\r\n" + bytes(range(256))


def trouble(name: str) -> str:
    return say(f"platforms.wechaty.trouble.{name}")


@pytest.fixture
def gateway() -> WechatyGateway:
    return shared_gateway()


@pytest.fixture
def own_gateway() -> Iterator[WechatyGateway]:
    """One that the test may kill, freeze and start again."""
    with WechatyGateway() as gateway:
        yield gateway


@pytest.fixture
def jing(gateway: WechatyGateway) -> Contact:
    return gateway.contact("静静")


@pytest.fixture
def group(gateway: WechatyGateway, jing: Contact) -> Room:
    return gateway.room("锦绣花园3群", [jing])


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def adapter_for(gateway: WechatyGateway, token: str | None = None, timing: Timing = QUICK) -> WechatyAdapter:
    return WechatyAdapter(gateway.endpoint, token or gateway.token, utc_now, timing=timing)


@asynccontextmanager
async def running(
    gateway: WechatyGateway, inbox: Inbox | None = None, token: str | None = None, *, connects: bool = True,
    timing: Timing = QUICK,
) -> AsyncIterator[WechatyAdapter]:  # fmt: skip
    others = asyncio.all_tasks()
    adapter = adapter_for(gateway, token, timing)
    await adapter.start(inbox or Inbox())
    try:
        if connects:
            await until(lambda: adapter.health.connected)
        yield adapter
    finally:
        began = time.monotonic()
        await adapter.stop()
        assert time.monotonic() - began < 3
        assert asyncio.all_tasks() <= others


# Receiving


async def test_what_is_said_in_a_group(gateway: WechatyGateway, jing: Contact, inbox: Inbox) -> None:
    group = gateway.room("锦绣花园3群", [jing], aliases={jing.id: "3-201 静静"})
    async with running(gateway, inbox) as adapter:
        assert adapter.account == SELF
        number = gateway.say(group, jing, "@安心\u2005草莓烂了一半", mentionIdList=[SELF])
        event = await inbox.hears("@安心\u2005草莓烂了一半")
    assert isinstance(event, GroupMessage)
    assert event.message_id == number
    assert event.mentions == (SELF,)
    assert event.member_name == "3-201 静静", "the name that the group knows"
    assert abs(event.sent_at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("size", [len(PICTURE), 300_000], ids=["inside the answer", "by an id of the gateway"])
async def test_pictures(gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox, size: int) -> None:
    picture = (PICTURE * (size // len(PICTURE) + 1))[:size]
    async with running(gateway, inbox) as adapter:
        gateway.say(group, jing, image=picture)
        await until(lambda: inbox.messages)
        (image,) = inbox.messages[0].images
        assert await adapter.fetch_image(image.ref) == picture


async def test_a_picture_behind_a_link(
    gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox, pictures: str
) -> None:
    async with running(gateway, inbox) as adapter:
        for path in ("there", "gone", "broken"):
            gateway.say(group, jing, link=f"{pictures}/{path}")
        gateway.say(group, jing, link="ftp://127.0.0.1/picture")
        await until(lambda: len(inbox.messages) == 4)
        there, gone, broken, strange = (message.images[0].ref for message in inbox.messages)
        assert await adapter.fetch_image(there) == PICTURE
        with pytest.raises(Gone):
            await adapter.fetch_image(gone)
        with pytest.raises(Offline):
            await adapter.fetch_image(broken)
        with pytest.raises(Gone):
            await adapter.fetch_image(strange)


@pytest.fixture
def pictures() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response({"/there": 200, "/gone": 404}.get(self.path, 503))
            self.end_headers()
            self.wfile.write(PICTURE)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


async def test_a_picture_that_is_too_large_or_gone(
    gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.common.pictures.IMAGE_BYTES", 100_000)
    async with running(gateway, inbox) as adapter:
        gateway.say(group, jing, image=PICTURE * 2000)
        await until(lambda: inbox.messages)
        ref = inbox.messages[0].images[0].ref
        with pytest.raises(Invalid):
            await adapter.fetch_image(ref)
        with pytest.raises(Gone):
            await adapter.fetch_image("never heard of")
        gateway.fault("messageFile", delay=2000)
        with pytest.raises(Offline):
            await adapter.fetch_image(ref)


async def test_a_puppet_that_hands_pictures_out_only_as_images(
    gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox
) -> None:
    async with running(gateway, inbox) as adapter:
        gateway.say(group, jing, image=PICTURE)
        await until(lambda: inbox.messages)
        gateway.fault("messageFile", error="not supported")
        assert await adapter.fetch_image(inbox.messages[0].images[0].ref) == PICTURE


async def test_who_may_write_in_private(gateway: WechatyGateway, jing: Contact, inbox: Inbox) -> None:
    shop = gateway.contact("某某商城", "gh_1234", kind=2)
    service = gateway.contact("某某服务号", kind=2)
    wechat = gateway.contact("微信团队", "weixin")
    async with running(gateway, inbox):
        for somebody in (shop, service, wechat, jing):
            gateway.say(gateway.me, somebody, f"{somebody.name}的话")
        event = await inbox.hears("静静的话")
    assert isinstance(event, DirectMessage)
    assert (event.member_id, event.member_name) == (jing.id, "静静")
    assert inbox.texts == ["静静的话"]


async def test_what_changes_about_a_group(gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox) -> None:
    async with running(gateway, inbox):
        said = gateway.say(group, jing, "说错了")
        gateway.recall(said, jing)
        seconds = int(time.time())
        new = gateway.contact("新人")
        gateway.event("room-join", inviteeIdList=[new.id, SELF], inviterId=jing.id, roomId=group.id, timestamp=seconds)
        gateway.event("room-topic", changerId=jing.id, newTopic="新群名", oldTopic="旧", roomId=group.id,
                      timestamp=seconds * 1000)  # fmt: skip
        gateway.event("room-leave", removeeIdList=[new.id, SELF], removerId=jing.id, roomId=group.id, timestamp=seconds)
        gateway.event("room-invite", roomInvitationId="1")
        gateway.event("friendship", friendshipId="1")
        await until(lambda: len(inbox.changes) == 6)
    assert [(change.kind, change.member_id, change.group_name) for change in inbox.changes] == [
        ("message_deleted", jing.id, "锦绣花园3群"),
        ("member_joined", new.id, "锦绣花园3群"),
        ("bot_added", SELF, "锦绣花园3群"),
        ("renamed", jing.id, "新群名"),
        ("member_left", new.id, "新群名"),
        ("bot_removed", SELF, "新群名"),
    ]
    assert inbox.changes[0].detail == said
    assert len({change.message_id for change in inbox.changes}) == 6
    assert {change.sent_at.year for change in inbox.changes} == {datetime.now(UTC).year}


async def test_many_messages_keep_their_order(
    gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox
) -> None:
    inbox.refuse = 3
    texts = [f"第{number}句" for number in range(150)]
    async with running(gateway, inbox):
        for text in texts:
            gateway.say(group, jing, text)
        await until(lambda: len(inbox.texts) == len(texts))
    assert inbox.texts == texts


async def test_stopping_commits_what_has_arrived(
    gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox
) -> None:
    async with running(gateway, inbox):
        for number in range(20):
            gateway.say(group, jing, f"第{number}句")
        await until(lambda: inbox.texts)
    assert len(inbox.texts) == 20


async def test_events_that_cannot_be_used(
    gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(gateway, inbox, timing=PATIENT) as adapter:
        gateway.event("message")
        gateway.event("message", messageId="forgotten")
        gateway.event("message", messageId={"a": 1})
        gateway.event("room-join", inviteeIdList=[jing.id])
        gateway.event("room-join", inviteeIdList="x", roomId=group.id)
        gateway.event("error", data="秘密")
        gateway.event("error", gerror="秘密")
        gateway.event("post", postId="1")
        gateway.say(group, jing, "x", type=999)
        gateway.say(group, Contact("", ""), "系统消息")
        gateway.say(group, jing, "大" * 1_000_000)
        gateway.say(group, jing, "还在吗")
        await inbox.hears("还在吗")
        assert adapter.health.connected
        assert adapter.health.notes == [say("platforms.wechaty.unread")]
    assert [len(text) for text in inbox.texts] == [65_536, 3]
    assert "does not say which message" in caplog.text
    assert "秘密" not in caplog.text


async def test_a_message_is_asked_for_again(gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox) -> None:
    async with running(gateway, inbox):
        gateway.fault("messagePayload", delay=900)
        for text in ("第一句", "第二句"):
            gateway.say(group, jing, text)
        await inbox.hears("第二句")
    assert inbox.texts == ["第一句", "第二句"]


# The bot runs on a person's account


async def test_only_what_we_sent_is_dropped(gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox) -> None:
    async with running(gateway, inbox) as adapter:
        await adapter.send(Outgoing("真抱歉", group_id=group.id, mention=((jing.id, "静静"),), image=PICTURE))
        gateway.fault("messageSendText", noId=True)
        assert (await adapter.send(Outgoing("马上补", group_id=group.id))).message_id is None
        for text in ("我来处理", "马上补"):
            gateway.say(group, gateway.me, text)
        gateway.say(group, gateway.me, image=PICTURE)
        gateway.say(jing, gateway.me, "私下说一句")
        await until(lambda: len(inbox.messages) == 3)
    assert inbox.texts == ["我来处理", "马上补", ""]
    assert {message.member_id for message in inbox.messages} == {SELF}


async def test_what_was_not_sent_may_be_typed_by_hand(gateway: WechatyGateway, group: Room, inbox: Inbox) -> None:
    async with running(gateway, inbox) as adapter:
        gateway.fault("messageSendText", error="muted")
        with pytest.raises(Forbidden):
            await adapter.send(Outgoing("真抱歉", group_id=group.id))
        gateway.say(group, gateway.me, "真抱歉")
        await inbox.hears("真抱歉")


async def test_the_leader_talks_to_the_bot_in_the_file_helper(gateway: WechatyGateway, inbox: Inbox) -> None:
    async with running(gateway, inbox) as adapter:
        gateway.say(gateway.helper, gateway.me, "待办")
        event = await inbox.hears("待办")
        assert isinstance(event, DirectMessage)
        assert event.member_id == SELF
        await adapter.send(Outgoing("没有待办", member_id=SELF))
        gateway.say(gateway.helper, gateway.me, "好")
        await inbox.hears("好")
    assert inbox.texts == ["待办", "好"]
    assert gateway.sent[0]["conversation"] == gateway.helper.id


# Sending


async def test_a_post_mentions_by_the_name_that_the_group_knows(gateway: WechatyGateway, jing: Contact) -> None:
    group = gateway.room("锦绣花园3群", [jing], aliases={jing.id: "3-201"})
    async with running(gateway) as adapter:
        mention = ((jing.id, "静静"), ("wxid_left", "走了的人"))
        sent = await adapter.send(Outgoing("抱歉", group_id=group.id, mention=mention, quote_message_id="1"))
        assert sent.degraded == ("quote",)
    (post,) = gateway.sent
    assert post["text"] == "@3-201\u2005@走了的人\u2005抱歉"
    assert post["mentions"] == [jing.id, "wxid_left"]


async def test_pictures_are_sent(gateway: WechatyGateway, group: Room, jing: Contact) -> None:
    large = PICTURE * 10_000
    async with running(gateway) as adapter:
        first = await adapter.send(Outgoing("处理好了", group_id=group.id, image=large))
        await adapter.send(Outgoing("", member_id=jing.id, image=PICTURE))
        with pytest.raises(Invalid):
            await adapter.send(Outgoing("", group_id=group.id, image=PICTURE * 20_000))
        gateway.fault("messageSendText", error="muted")
        with pytest.raises(Unconfirmed):
            await adapter.send(Outgoing("处理好了", group_id=group.id, image=PICTURE))
    posts = gateway.sent
    assert [post["image"] for post in posts] == [large, None, PICTURE, PICTURE]
    assert first.message_id == posts[1]["id"]


@pytest.mark.parametrize(
    ("words", "in_group", "in_private"),
    [
        ("操作太频繁", RateLimited, RateLimited),
        ("request timeout", Unconfirmed, Unconfirmed),
        ("not logged in", Offline, Offline),
        ("you have been muted", Forbidden, CannotReachMember),
        ("room not found", Gone, CannotReachMember),
        ("什么也不说", Invalid, CannotReachMember),
    ],
)
async def test_what_a_refusal_means(
    gateway: WechatyGateway,
    group: Room,
    jing: Contact,
    words: str,
    in_group: type[Exception],
    in_private: type[Exception],
) -> None:
    async with running(gateway) as adapter:
        for target, expected in (({"group_id": group.id}, in_group), ({"member_id": jing.id}, in_private)):
            gateway.fault("messageSendText", error=words)
            with pytest.raises(expected) as caught:
                await adapter.send(Outgoing("您好", **target))
            assert type(caught.value) is expected
    assert gateway.sent == []


async def test_taking_a_post_back(gateway: WechatyGateway, group: Room) -> None:
    async with running(gateway) as adapter:
        first, second = [(await adapter.send(Outgoing(text, group_id=group.id))).message_id or "" for text in "一二"]
        with pytest.raises(Gone):
            await adapter.delete("another@chatroom", first)
        await adapter.delete(group.id, first)
        with pytest.raises(Gone):
            await adapter.delete(group.id, first)
        gateway.age(second, 121)
        with pytest.raises(Forbidden):
            await adapter.delete(group.id, second)
        gateway.fault("messageRecall", delay=2000)
        with pytest.raises(Unconfirmed):
            await adapter.delete(group.id, second)


async def test_who_leads_a_group(gateway: WechatyGateway, jing: Contact) -> None:
    leader = gateway.contact("团长")
    led, unknown = gateway.room("有群主", [jing, leader], owner=leader), gateway.room("不知道", [jing, leader])
    async with running(gateway) as adapter:
        assert await adapter.is_group_admin(led.id, leader.id) is True
        assert await adapter.is_group_admin(led.id, jing.id) is False
        assert await adapter.is_group_admin(unknown.id, leader.id) is None
        assert await adapter.is_group_admin("nowhere", leader.id) is None


# Trouble with the gateway


async def test_a_gateway_that_is_killed_and_comes_back(
    own_gateway: WechatyGateway, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = own_gateway
    jing = gateway.contact("静静")
    group = gateway.room("锦绣花园3群", [jing])
    caplog.set_level(logging.INFO)
    async with running(gateway, inbox) as adapter:
        assert adapter.health.notes == []
        await asyncio.to_thread(gateway.kill)
        await until(lambda: adapter.health.trouble == trouble("offline"))
        with pytest.raises(Offline):
            await adapter.send(Outgoing("x", group_id=group.id))
        await asyncio.to_thread(gateway.start)
        began = time.monotonic()
        await until(lambda: adapter.health.connected)
        assert time.monotonic() - began < 2
        assert adapter.health.trouble is None
        (note,) = adapter.health.notes
        assert note.endswith("没有连上微信，这段时间的消息收不到（网关不存历史），请翻一下群聊。")
        gateway.say(group, jing, "有人吗")
        await inbox.hears("有人吗")
    assert "gateways keep no history" in caplog.text
    assert f"no connection to 127.0.0.1:{gateway.port} (ConnectionRefusedError)" in caplog.text


async def test_a_half_open_connection(
    own_gateway: WechatyGateway, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = own_gateway
    jing = gateway.contact("静静")
    group = gateway.room("锦绣花园3群", [jing])
    async with running(gateway, inbox) as adapter:
        gateway.freeze()
        sending = asyncio.create_task(adapter.send(Outgoing("在途中", group_id=group.id)))
        await until(lambda: adapter.health.trouble == trouble("silent"))
        assert not adapter.health.connected
        with pytest.raises(Unconfirmed):
            await sending
        await asyncio.sleep(1.5)  # and while new connections find nobody
        assert adapter.health.trouble == trouble("silent")
        gateway.thaw()
        await until(lambda: adapter.health.connected)
        gateway.say(group, jing, "有人吗")
        await inbox.hears("有人吗")
        assert adapter.health.notes
    assert "no heartbeat from the gateway" in caplog.text
    assert inbox.texts == ["有人吗"], "our own message is known when it comes late"


async def test_a_gateway_that_forgot_us(
    gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(gateway, inbox) as adapter:
        await until(lambda: gateway.state["dings"] > 1)
        gateway.fault("ding")
        await until(lambda: "no events from the gateway" in caplog.text)
        await until(lambda: adapter.health.connected)
        gateway.say(group, jing, "有人吗")
        await inbox.hears("有人吗")


async def test_a_puppet_that_does_not_echo(gateway: WechatyGateway, caplog: pytest.LogCaptureFixture) -> None:
    gateway.fault("ding", times=1000)
    async with running(gateway) as adapter:
        await until(lambda: "no events from the gateway" in caplog.text)
        await until(lambda: adapter.health.connected)
        since = adapter.health.since
        await asyncio.sleep(1.5)
        assert adapter.health.since == since


async def test_stopping_while_the_gateway_is_frozen(own_gateway: WechatyGateway) -> None:
    async with running(own_gateway) as adapter:
        own_gateway.freeze()
        group = Outgoing("x", group_id="g", image=PICTURE * 10_000)
        sending = asyncio.create_task(adapter.send(group))
        await asyncio.sleep(0.05)
        await adapter.stop()
        with pytest.raises((Unconfirmed, Offline)):
            await sending


async def test_starting_on_a_frozen_gateway(own_gateway: WechatyGateway, inbox: Inbox) -> None:
    own_gateway.freeze()
    async with running(own_gateway, inbox, connects=False) as adapter:
        assert adapter.health.trouble == trouble("silent")
        own_gateway.thaw()
        await until(lambda: adapter.health.connected)


async def test_a_wrong_token(gateway: WechatyGateway, caplog: pytest.LogCaptureFixture) -> None:
    async with running(gateway, token="wrong-secret", connects=False) as adapter:
        assert adapter.health.trouble == trouble("token")
        await until(lambda: caplog.text.count("the gateway refused the token") >= 2)
        with pytest.raises(Offline):
            await adapter.send(Outgoing("x", group_id="g"))
    assert "wrong-secret" not in caplog.text


async def test_another_program_takes_the_gateway(
    gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(gateway, inbox) as adapter:
        async with gateway.second_client():
            await until(lambda: adapter.health.trouble == trouble("taken"))
            starts = gateway.state["starts"]
            await until(lambda: "another program is connected" in caplog.text)
            assert gateway.state["starts"] == starts, "nobody fights over it"
            assert not adapter.health.connected
        await until(lambda: adapter.health.connected)
        gateway.say(group, jing, "有人吗")
        await inbox.hears("有人吗")
        assert len(adapter.health.notes) == 1
    assert "most likely another program took it over" in caplog.text


async def test_the_newer_of_two_anxins_has_the_gateway(gateway: WechatyGateway) -> None:
    async with running(gateway) as older:
        async with running(gateway) as newer:
            await until(lambda: older.health.trouble == trouble("taken"))
            await asyncio.sleep(0.8)
            assert newer.health.connected
            assert not older.health.connected
        await until(lambda: older.health.connected)


async def test_a_reconnection_does_not_log_the_account_in_again(gateway: WechatyGateway) -> None:
    async with running(gateway):
        starts = gateway.state["starts"]
    async with running(gateway):
        pass
    assert gateway.state["starts"] == starts


async def test_the_account_is_logged_out(gateway: WechatyGateway, group: Room, jing: Contact, inbox: Inbox) -> None:
    async with running(gateway, inbox) as adapter:
        gateway.logout()
        await until(lambda: adapter.health.trouble == trouble("logged_out"))
        gateway.event("scan", qrcode="https://login.example/秘密", status=2)
        await until(lambda: adapter.health.trouble == trouble("scan"))
        with pytest.raises(Offline):
            await adapter.send(Outgoing("x", group_id=group.id))
        gateway.login()
        await until(lambda: adapter.health.connected)
        assert adapter.health.trouble is None
        gateway.say(group, jing, "有人吗")
        await inbox.hears("有人吗")


async def test_something_else_stands_at_the_address(pictures: str) -> None:
    adapter = WechatyAdapter(pictures.removeprefix("http://"), "token", utc_now, timing=QUICK)
    await adapter.start(Inbox())
    assert adapter.health.trouble == trouble("no_gateway")
    await adapter.stop()


async def test_an_address_that_does_not_exist() -> None:
    adapter = WechatyAdapter("no-such-host.invalid:1", "token", utc_now, timing=QUICK)
    await adapter.start(Inbox())
    await until(lambda: adapter.health.trouble == trouble("offline"))
    await adapter.stop()


# The library


def test_importing_it_leaves_no_trace(tmp_path: Path) -> None:
    code = """
import logging, os, sys
logging.basicConfig(level=logging.DEBUG)
from bot.adapters.wechaty.compat import GatewayPuppet
GatewayPuppet("127.0.0.1", 1, "secret-token", print, bool)
import pyee, urllib3
assert not hasattr(pyee, "AsyncIOEventEmitter") and not hasattr(urllib3, "get_host")
assert "telnetlib" not in sys.modules
assert os.environ["WECHATY_LOG"] == "nonsense" and "CACHE_DIR" not in os.environ
"""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "WECHATY_LOG": "nonsense"}
    environment["WECHATY_LOG_FILE"] = "wechaty.log"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert list(tmp_path.iterdir()) == []
    assert "secret-token" not in run.stdout + run.stderr


def test_an_empty_token_and_a_bad_endpoint_are_refused_at_once() -> None:
    with pytest.raises(ValueError, match="ANXIN_WECHATY_TOKEN"):
        WechatyAdapter("127.0.0.1:8788", " ", utc_now)
    for endpoint in ("", "127.0.0.1", "http://127.0.0.1:8788", "127.0.0.1:x", "127.0.0.1:8788/path"):
        with pytest.raises(ValueError, match="host:port"):
            WechatyAdapter(endpoint, "token", utc_now)


def test_the_table_makes_this_adapter() -> None:
    made = ADAPTERS["wechaty"](endpoint="127.0.0.1:8788", token="x", now=utc_now, timezone="Asia/Shanghai")
    assert made.platform == "wechaty"
    assert made.capabilities.catch_up == "none"
