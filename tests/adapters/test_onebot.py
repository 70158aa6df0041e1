"""The OneBot adapter against a gateway of our own: what the shared contract does not hold."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from bot.adapters import ADAPTERS
from bot.adapters.onebot.adapter import OneBotAdapter
from bot.adapters.onebot.memory import Past, Said
from bot.config import ConfigError, from_dict
from bot.domain.chat import (
    CannotReachMember,
    ChatError,
    DirectRecall,
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
from tests.adapters.contract import QUICK_ONEBOT, Inbox, a_picture, until, utc_now
from tests.peers.onebot import Group, OneBotPeer, User, inline
from tests.peers.wechaty_gateway import free_port

Direction = Literal["forward", "reverse"]
TROUBLE = "platforms.onebot.trouble"


@pytest.fixture
async def peer() -> AsyncIterator[OneBotPeer]:
    made = OneBotPeer(heartbeat=0.1)
    try:
        yield made
    finally:
        await made.stop()


@pytest.fixture
def group(peer: OneBotPeer) -> Group:
    return peer.group("锦绣花园3群")


@pytest.fixture
def jing(peer: OneBotPeer, group: Group) -> User:
    user = peer.user("静静")
    group.roles[user.id] = "member"
    return user


@asynccontextmanager
async def running(
    peer: OneBotPeer,
    inbox: Inbox | None = None,
    *,
    direction: Direction = "forward",
    token: str | None = "gateway-token",
    past: Past | None = None,
    connected: bool = True,
    **timing: float,
) -> AsyncIterator[OneBotAdapter]:
    listen = f"127.0.0.1:{free_port()}"
    if direction == "forward" and peer.port == 0:
        await peer.listen()
    adapter = OneBotAdapter(direction, peer.url, listen, token, utc_now, replace(QUICK_ONEBOT, **timing), past)
    if direction == "reverse":
        await peer.dial(f"ws://{listen}/")
    await adapter.start(inbox or Inbox())
    try:
        if connected:
            await until(lambda: adapter.health.connected)
        yield adapter
    finally:
        began = time.monotonic()
        await adapter.stop()
        assert time.monotonic() - began < 3
        assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("onebot-")]


def to(where: Group | User, text: str = "真抱歉", **more: Any) -> Outgoing:
    field = "group_id" if isinstance(where, Group) else "member_id"
    return Outgoing(text, **{field: str(where.id)}, **more)


# Connecting


@pytest.mark.parametrize("late", [False, True], ids=["at the handshake", "by a frame, as NapCat"])
async def test_a_wrong_token_forward(peer: OneBotPeer, late: bool, caplog: pytest.LogCaptureFixture) -> None:
    peer.refuse_late = late
    async with running(peer, token="secret-and-wrong", connected=False) as adapter:
        await until(lambda: peer.refused >= 2)
        assert not adapter.health.connected
        assert adapter.health.trouble == say(f"{TROUBLE}.token")
        with pytest.raises(Offline):
            await adapter.send(Outgoing("x", group_id="1"))
    assert "the gateway refused the token" in caplog.text
    assert "secret-and-wrong" not in caplog.text


async def test_a_wrong_token_reverse(peer: OneBotPeer, caplog: pytest.LogCaptureFixture) -> None:
    peer.token = "secret-and-wrong"
    async with running(peer, direction="reverse", connected=False) as adapter:
        await until(lambda: peer.refused >= 2)
        assert adapter.health.trouble == say(f"{TROUBLE}.token")
        assert not adapter.health.connected
    assert "a gateway came with a wrong token" in caplog.text
    assert "secret-and-wrong" not in caplog.text


async def test_the_token_in_the_address(peer: OneBotPeer) -> None:
    listen = f"127.0.0.1:{free_port()}"
    adapter = OneBotAdapter("reverse", None, listen, peer.token, utc_now, QUICK_ONEBOT)
    await adapter.start(Inbox())
    assert adapter.health.trouble == say(f"{TROUBLE}.waiting")
    await peer.dial(f"ws://{listen}/any/path", query=True)
    await until(lambda: adapter.health.connected)
    assert adapter.account == "10001"
    await adapter.stop()


async def test_without_a_token_no_web_page_plays_the_gateway() -> None:
    listen = f"127.0.0.1:{free_port()}"
    adapter = OneBotAdapter("reverse", None, listen, None, utc_now, QUICK_ONEBOT)
    assert adapter.health.notes == []
    await adapter.start(Inbox())
    with pytest.raises(InvalidStatus):
        await connect(f"ws://{listen}/", origin="http://evil.example", proxy=None)  # type: ignore[arg-type]
    await adapter.stop()
    open_to_all = OneBotAdapter("reverse", None, "0.0.0.0:3002", None, utc_now)
    assert open_to_all.health.notes == [say("platforms.onebot.no_token")]


async def test_a_port_that_is_taken(peer: OneBotPeer, caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        adapter = OneBotAdapter("reverse", None, listen, peer.token, utc_now, QUICK_ONEBOT)
        await adapter.start(Inbox())
        assert adapter.health.trouble == say(f"{TROUBLE}.listen")
    await peer.dial(f"ws://{listen}")
    await until(lambda: adapter.health.connected)
    await adapter.stop()
    assert "cannot listen" in caplog.text


@pytest.mark.parametrize("direction", ["forward", "reverse"])
async def test_a_half_open_connection_is_noticed(
    peer: OneBotPeer, group: Group, jing: User, direction: Direction, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    async with running(peer, inbox, direction=direction) as adapter:
        await until(lambda: peer.connected)
        await asyncio.sleep(0.25)
        peer.freeze()
        await until(lambda: not adapter.health.connected)
        assert "the gateway is silent although the connection stands" in caplog.text
        peer.say(group, jing, "有人吗")
        peer.thaw()
        await until(lambda: adapter.health.connected)
        await inbox.hears("有人吗")
    assert inbox.texts == ["有人吗"]


async def test_a_half_open_connection_without_heartbeats(peer: OneBotPeer) -> None:
    peer.heartbeat = None
    async with running(peer) as adapter:
        await asyncio.sleep(1.2)
        assert adapter.health.connected, "get_status was answered"
        assert any(action == "get_status" for action, _ in peer.calls)
        peer.freeze()
        await until(lambda: not adapter.health.connected)
        peer.thaw()
        await until(lambda: adapter.health.connected)


async def test_a_gateway_that_answers_no_question_but_lives(peer: OneBotPeer, group: Group, jing: User) -> None:
    """Events come and posts go; every other call stays without an answer, and no heartbeat comes."""
    peer.heartbeat = None
    for action in ("get_login_info", "get_status", "get_group_list", "get_friend_list", "get_group_msg_history"):
        peer.fault(action, times=1000, silent=True)
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        peer.say(group, jing, "草莓烂了")
        await inbox.hears("草莓烂了")
        await asyncio.sleep(1.2)
        assert len(peer.connections) == 1
        assert adapter.account == "10001"
        await adapter.send(to(group))
    assert [sent.text for sent in peer.sent] == ["真抱歉"]


async def test_a_second_gateway_takes_the_place_of_the_first(
    peer: OneBotPeer, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(peer, direction="reverse") as adapter:
        first = peer.connections[0]
        await peer.offline()
        await until(lambda: not adapter.health.connected)
        listen = f"ws://{adapter._receiver._door._host}:{adapter._receiver._door._port}"  # type: ignore[attr-defined]
        await peer.dial(listen)
        await until(lambda: peer.connected and adapter.health.connected)
        other = OneBotPeer(heartbeat=0.1)
        await other.dial(listen)
        await until(lambda: "takes the place" in caplog.text)
        assert first not in peer.connections
        await other.stop()
        await until(lambda: adapter.health.connected and peer.connected)


async def test_events_and_calls_over_two_connections(peer: OneBotPeer, group: Group, jing: User) -> None:
    listen = f"127.0.0.1:{free_port()}"
    inbox = Inbox()
    adapter = OneBotAdapter("reverse", None, listen, peer.token, utc_now, QUICK_ONEBOT)
    events = OneBotPeer(heartbeat=0.1)
    await adapter.start(inbox)
    await peer.dial(f"ws://{listen}/api", role="API")
    await until(lambda: adapter.health.connected)
    await events.dial(f"ws://{listen}/event", role="Event")
    await until(lambda: events.connected)
    events.event(peer.world.message(group, jing, [peer.text("草莓烂了")]))
    await inbox.hears("草莓烂了")
    await adapter.send(to(group))
    assert [sent.text for sent in peer.sent] == ["真抱歉"]
    assert events.calls == []
    await adapter.stop()
    await events.stop()


async def test_an_account_that_is_logged_out(peer: OneBotPeer) -> None:
    async with running(peer) as adapter:
        peer.world.online = False
        await until(lambda: adapter.health.trouble == say(f"{TROUBLE}.logged_out"))
        peer.world.online = True
        await until(lambda: adapter.health.trouble is None)
        peer.notice("bot_offline", user_id=10001, tag="BotOfflineEvent", message="账号状态变更为离线")
        await until(lambda: adapter.health.trouble == say(f"{TROUBLE}.logged_out"))


@pytest.mark.parametrize("direction", ["forward", "reverse"])
async def test_stopping_with_a_stuck_database_and_a_silent_gateway(
    peer: OneBotPeer, group: Group, jing: User, direction: Direction
) -> None:
    held = asyncio.Event()

    class Stuck(Inbox):
        async def __call__(self, event: Any) -> None:
            held.set()
            await asyncio.sleep(60)

    async with running(peer, Stuck(), direction=direction):  # which measures how long stopping takes
        for text in ("一", "二"):
            peer.say(group, jing, text)
        await held.wait()
        peer.freeze()


# Receiving


@pytest.mark.parametrize("direction", ["forward", "reverse"])
async def test_strings_with_codes_and_milliseconds(direction: Direction) -> None:
    peer = OneBotPeer(heartbeat=0.1, codes=True, milliseconds=True)
    group, jing = peer.group(), peer.user("静静")
    inbox = Inbox()
    async with running(peer, inbox, direction=direction) as adapter:
        picture = await peer.picture(a_picture())
        said = peer.say(group, jing, [peer.text("烂了[一半], A&B"), picture])
        event = await inbox.hears("烂了[一半], A&B")
        assert await adapter.fetch_image(event.images[0].ref) == a_picture()
        peer.say(
            group,
            peer.user("李姐"),
            [{"type": "at", "data": {"qq": str(jing.id)}}, peer.text(" 我也是")],
            reply_to=said,
        )
        answer = await inbox.hears("@静静  我也是")
        assert isinstance(answer, GroupMessage)
        assert answer.mentions == (str(jing.id),)
        assert answer.quote is not None
        assert (answer.quote.message_id, answer.quote.text) == (event.message_id, event.text)
        assert abs((answer.sent_at - utc_now()).total_seconds()) < 60
    await peer.stop()


async def test_frames_that_are_none(
    peer: OneBotPeer, group: Group, jing: User, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    async with running(peer, inbox):
        event = peer.world.message(group, jing, [peer.text("二进制也行")])
        for frame in ("秘密 no json", "[" * 100_000, "[1]", b"\xff\xfe\x00", '{"post_type": "message"}', "null", ""):
            peer.frame(frame)
        peer.frame(json.dumps(event).encode())
        await inbox.hears("二进制也行")
        peer.event({"post_type": "message", "message_type": "group", "group_id": {}, "self_id": 10001})
        peer.event({"echo": "anxin-1", "status": "ok"})
        peer.event({"post_type": "telepathy"})
        peer.say(group, jing, "最后")
        await inbox.hears("最后")
    assert inbox.texts == ["二进制也行", "最后"]
    assert "is no JSON object and was skipped" in caplog.text
    assert "秘密" not in caplog.text


async def test_five_megabytes(peer: OneBotPeer, group: Group, jing: User) -> None:
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        peer.say(group, jing, "烂" * 1_700_000)
        peer.say(group, jing, [peer.text("图在里面"), inline(a_picture() + b"x" * 3_900_000)])
        event = await inbox.hears("图在里面")
        assert len(event.images[0].ref) < 200
        assert (await adapter.fetch_image(event.images[0].ref)).startswith(a_picture())
        assert len(inbox.texts[0]) == 65_536


async def test_the_same_frame_twice_and_out_of_order(peer: OneBotPeer, group: Group, jing: User) -> None:
    inbox = Inbox()
    async with running(peer, inbox):
        await until(lambda: any(action == "get_group_msg_history" for action, _ in peer.calls))
        await asyncio.sleep(0.1)
        one = peer.world.message(group, jing, [peer.text("一")])
        two = peer.world.message(group, jing, [peer.text("二")])
        for event in (two, one, two, one):
            peer.event(event)
        peer.say(group, jing, "三")
        await inbox.hears("三")
    assert inbox.texts == ["二", "一", "三"]


async def test_the_same_words_twice_in_a_second_are_two_messages(peer: OneBotPeer, group: Group, jing: User) -> None:
    inbox = Inbox()
    async with running(peer, inbox):
        peer.say(group, jing, "烂了")
        peer.say(group, jing, "烂了")
        await until(lambda: len(inbox.texts) == 2)
        peer.drop()
        await until(lambda: not peer.connected)
        await until(lambda: peer.connected)
        peer.say(group, jing, "完")
        await inbox.hears("完")
    assert inbox.texts == ["烂了", "烂了", "完"]


async def test_requests_are_left_alone(peer: OneBotPeer, group: Group, jing: User) -> None:
    inbox = Inbox()
    async with running(peer, inbox):
        for kind in ({"request_type": "friend"}, {"request_type": "group", "sub_type": "invite", "group_id": 7}):
            peer.event(peer.world.base(post_type="request", user_id=jing.id, comment="", flag="f", **kind))
        peer.say(group, jing, "完")
        await inbox.hears("完")
    assert len(inbox.events) == 1
    assert not [action for action, _ in peer.calls if "request" in action or action.startswith("set_")]


async def test_what_happens_in_a_group(peer: OneBotPeer, group: Group, jing: User) -> None:
    inbox = Inbox()
    where = {"group_id": group.id}
    async with running(peer, inbox) as adapter:
        said = peer.say(group, jing, "草莓烂了")
        event = await inbox.hears("草莓烂了")
        peer.recall(said)
        peer.notice("group_increase", sub_type="approve", user_id=999, operator_id=1, **where)
        peer.notice("group_ban", sub_type="ban", user_id=int(adapter.account), operator_id=1, duration=1, **where)
        await until(lambda: len(inbox.changes) == 4, 3)
        assert [change.kind for change in inbox.changes] == [
            "message_deleted", "member_joined", "bot_muted", "bot_unmuted",
        ]  # fmt: skip
        assert inbox.changes[0].detail == event.message_id
        assert {change.group_name for change in inbox.changes} == {"锦绣花园3群"}


async def test_a_private_message_is_taken_back(peer: OneBotPeer, jing: User) -> None:
    inbox = Inbox()
    async with running(peer, inbox):
        said = peer.dm(jing, "其实是我自己弄坏的")
        event = await inbox.hears("其实是我自己弄坏的")
        peer.recall(said)
        await until(lambda: len(inbox.events) == 2, 3)
        recalled = inbox.events[1]
        assert isinstance(recalled, DirectRecall)
        assert (recalled.member_id, recalled.recalled_message_id) == (str(jing.id), event.message_id)


@pytest.mark.parametrize(("role", "told"), [("member", 1), ("owner", 0)])
async def test_a_ban_of_the_whole_group(peer: OneBotPeer, group: Group, role: str, told: int) -> None:
    inbox = Inbox()
    group.roles[10001] = role
    async with running(peer, inbox):
        peer.notice("group_ban", sub_type="ban", user_id=0, operator_id=1, duration=-1, group_id=group.id)
        peer.say(group, peer.user("静静"), "完")
        await inbox.hears("完")
    assert [(change.kind, change.detail) for change in inbox.changes] == [("bot_muted", None)] * told


async def test_a_private_reply_to_a_recalled_message(peer: OneBotPeer, jing: User, group: Group) -> None:
    """The gateway never answers for it; the reply arrives all the same."""
    inbox = Inbox()
    known = peer.world.message(group, jing, [peer.text("草莓烂了")])
    recalled = peer.world.message(group, jing, [peer.text("说错了")])
    peer.world.recalled.add(recalled["message_id"])
    leader = peer.user("团长", friend=True)
    async with running(peer, inbox):
        group.history.clear()
        peer.dm(leader, "登记", reply_to=recalled)
        event = await inbox.hears("登记")
        assert event.quote is not None
        assert event.quote.text == ""
        peer.dm(leader, "登记这条", reply_to=known)
        event = await inbox.hears("登记这条")
        assert event.quote is not None
        assert event.quote.text == "草莓烂了"
        assert event.quote.member_id == str(jing.id)


async def test_a_full_queue_loses_nothing(
    peer: OneBotPeer, group: Group, jing: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.onebot.receiving.WAITING_EVENTS", 5)
    inbox = Inbox()
    inbox.refuse = 10
    texts = [f"第{number}句" for number in range(60)]
    async with running(peer, inbox) as adapter:
        for text in texts:
            peer.say(group, jing, text)
        await until(lambda: adapter.health.trouble == say(f"{TROUBLE}.sink"))
        await until(lambda: len(inbox.texts) >= 60)
        assert adapter.health.trouble is None
    assert inbox.texts == texts


# Catching up


@pytest.mark.parametrize("page", [None, 20], ids=["as many as asked for", "never more than 20"])
@pytest.mark.parametrize("new_ids", [False, True], ids=["same ids", "new ids"])
async def test_what_was_said_during_an_interruption_comes_once(
    peer: OneBotPeer, group: Group, jing: User, new_ids: bool, page: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if page is not None:
        whole = peer.world._history
        monkeypatch.setattr(peer.world, "_history", lambda told, params: whole(told, params | {"count": page}))
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        for text in ("一", "二"):
            peer.say(group, jing, text)
        await inbox.hears("二")
        await adapter.send(to(group, "真抱歉", mention=((str(jing.id), "静静"),)))
        await peer.offline()
        await until(lambda: not adapter.health.connected)
        missed = [f"漏{number}" for number in range(130)]
        for text in missed:
            peer.say(group, jing, text)
        peer.by_hand(group, "我是团长，我来处理")
        if new_ids:
            peer.forget_ids(start=1_000)
        await peer.listen()
        await inbox.hears("我是团长，我来处理")
        peer.say(group, jing, "完")
        await inbox.hears("完")
    assert inbox.texts == ["一", "二", *missed, "我是团长，我来处理", "完"]
    assert len({event.message_id for event in inbox.events}) == len(inbox.events)


async def test_a_private_message_during_an_interruption(peer: OneBotPeer, group: Group, jing: User) -> None:
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        peer.dm(jing, "在吗", group_id=group.id)
        await inbox.hears("在吗")
        await peer.offline()
        await until(lambda: not adapter.health.connected)
        peer.dm(jing, "人呢", group_id=group.id)
        await peer.listen()
        await inbox.hears("人呢")
    assert inbox.texts == ["在吗", "人呢"]


async def test_after_a_restart_of_the_program(peer: OneBotPeer, group: Group, jing: User) -> None:
    """A new process knows from the database what came in and went out; the gateway has renumbered everything."""
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        peer.say(group, jing, "草莓烂了")
        first = await inbox.hears("草莓烂了")
        sent = await adapter.send(to(group, "真抱歉", mention=((str(jing.id), "静静"),)))
    peer.say(group, jing, "有人管吗")
    peer.forget_ids(start=5_000)

    async def past() -> list[Said]:
        return [
            Said(first.message_id, str(group.id), str(jing.id), first.sent_at, first.text),
            Said(str(sent.message_id), str(group.id), "10001", utc_now(), "真抱歉", own=True),
        ]

    again = Inbox()
    async with running(peer, again, past=past):
        await again.hears("有人管吗")
        peer.say(group, jing, "完")
        await again.hears("完")
    assert again.texts == ["有人管吗", "完"]


async def test_the_first_start_does_not_dig_up_old_messages(peer: OneBotPeer, group: Group, jing: User) -> None:
    inbox = Inbox()
    peer.world.message(group, jing, [peer.text("上周的事")], time=int(time.time()) - 7 * 86_400)
    peer.world.message(group, jing, [peer.text("两小时前")], time=int(time.time()) - 7_200)
    peer.world.message(group, jing, [peer.text("刚才")], time=int(time.time()) - 60)
    async with running(peer, inbox):
        await inbox.hears("刚才")
    assert inbox.texts == ["刚才"]


async def test_a_gateway_without_history(peer: OneBotPeer, group: Group, jing: User) -> None:
    peer.world.unknown |= {"get_group_msg_history", "get_group_list", "get_friend_list"}
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        peer.say(group, jing, "一")
        await inbox.hears("一")
        peer.drop()
        await until(lambda: not peer.connected)
        await until(lambda: peer.connected)
        peer.say(group, jing, "二")
        await inbox.hears("二")
        assert adapter.health.notes == [say("platforms.onebot.no_history")]
    assert inbox.texts == ["一", "二"]


# Own messages


async def test_what_is_typed_by_hand_on_our_account_is_a_person_speaking(peer: OneBotPeer, group: Group) -> None:
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        await adapter.send(to(group, "真抱歉，马上处理"))
        peer.by_hand(group, "大家别急，我是团长")
        event = await inbox.hears("大家别急，我是团长")
        assert isinstance(event, GroupMessage)
        assert event.member_id == adapter.account == event.account
        assert event.sender == "member"
        peer.by_hand(group, "真抱歉，马上处理")
        await inbox.hears("真抱歉，马上处理")
    assert len(inbox.texts) == 2


async def test_an_echo_whose_id_nobody_told(peer: OneBotPeer, group: Group, jing: User) -> None:
    """The answer is lost, the echo comes: the same words within a minute are ours, once."""
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        peer.fault("send_group_msg", silent=True, carried_out=True)
        with pytest.raises(Unconfirmed):
            await adapter.send(to(group, "真抱歉", mention=((str(jing.id), "静静"),)))
        peer.say(group, jing, "好的")
        await inbox.hears("好的")
    assert inbox.texts == ["好的"]


async def test_what_was_refused_and_then_typed_by_hand(peer: OneBotPeer, group: Group) -> None:
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        peer.fault("send_group_msg", retcode=1200, words="你已被禁言")
        with pytest.raises(Forbidden):
            await adapter.send(to(group, "真抱歉"))
        peer.by_hand(group, "真抱歉")
        await inbox.hears("真抱歉")


async def test_an_answer_after_the_timeout(peer: OneBotPeer, group: Group, jing: User) -> None:
    inbox = Inbox()
    peer.world.echo_own = False
    async with running(peer, inbox) as adapter:
        peer.fault("send_group_msg", delay=0.7)
        with pytest.raises(Unconfirmed):
            await adapter.send(to(group, "几盒坏了？"))
        await asyncio.sleep(0.4)
        peer.say(group, jing, "完")
        await inbox.hears("完")
        own = peer.sent[0]
        peer.event(peer.world.messages[own.message_id] | {"message": [peer.text("words that differ")]})
        peer.say(group, jing, "真完了")
        await inbox.hears("真完了")
    assert inbox.texts == ["完", "真完了"], "the late answer told the id"


# Sending


async def test_the_segments_of_a_post(peer: OneBotPeer, group: Group, jing: User) -> None:
    async with running(peer) as adapter:
        sent = await adapter.send(
            to(
                group,
                "真抱歉[CQ:at,qq=all]，A&B",
                mention=((str(jing.id), "静静"), ("anonymous:77", "佛系网友")),
                quote_message_id="-77@1767603600",
                image=b"png",
                topic_id="3",
            )
        )
    action, params = next(call for call in peer.calls if call[0].startswith("send"))
    assert (action, params["group_id"]) == ("send_group_msg", group.id)
    assert params["message"] == [
        {"type": "reply", "data": {"id": "-77"}},
        {"type": "at", "data": {"qq": str(jing.id)}},
        {"type": "text", "data": {"text": " @佛系网友 真抱歉[CQ:at,qq=all]，A&B"}},
        {"type": "image", "data": {"file": "base64://cG5n"}},
    ]
    assert set(sent.degraded) == {"topic", "mention"}
    assert sent.message_id == str(peer.sent[0].message_id)


@pytest.mark.parametrize(
    ("words", "retcode", "expected"),
    [
        ("发消息太频繁", 1200, RateLimited),
        ("too many requests", 429, RateLimited),
        ('{"result": 110, "errMsg": "发送失败，你已被移出该群，请重新加群。"}', 200, Forbidden),
        ('{"result": 120, "errMsg": ""}', 1200, Forbidden),
        ("账号可能被风控", 100, Forbidden),
        ("群聊不存在", 100, Gone),
        ("Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg", 1200, Unconfirmed),
        ("不支持的API send_group_msg", 1404, Invalid),
        ("rich media transfer failed", 1200, Invalid),
        ("", 1400, Invalid),
    ],
)
async def test_refusals_of_a_group_post(
    peer: OneBotPeer, group: Group, words: str, retcode: int, expected: type[ChatError]
) -> None:
    async with running(peer) as adapter:
        peer.fault("send_group_msg", retcode=retcode, words=words)
        with pytest.raises(expected) as caught:
            await adapter.send(to(group))
        assert type(caught.value) is expected
        assert str(caught.value).endswith("。")
    assert peer.sent == []


async def test_friends_sessions_and_those_who_refuse(peer: OneBotPeer, group: Group, jing: User) -> None:
    friend, shy, far = peer.user("朋友", friend=True), peer.user("不理人"), peer.user("别处的人")
    shy.refuses = True
    group.roles[shy.id] = "member"
    async with running(peer) as adapter:
        await adapter.send(to(friend, "您好"))
        await adapter.send(to(jing, "您好"))
        for nobody in (shy, far):
            with pytest.raises(CannotReachMember):
                await adapter.send(to(nobody, "您好"))
        with pytest.raises(CannotReachMember):
            await adapter.send(Outgoing("您好", member_id="anonymous:77"))
    assert [(sent.user, sent.via) for sent in peer.sent] == [(friend.id, None), (jing.id, group.id)]


async def test_a_gateway_that_does_not_tell_its_friends(peer: OneBotPeer, group: Group, jing: User) -> None:
    """First as to a friend; only a refusal leads to the temporary session, a silence does not."""
    peer.world.unknown.add("get_friend_list")
    async with running(peer) as adapter:
        await until(lambda: any(action == "get_group_msg_history" for action, _ in peer.calls))
        await adapter.send(to(jing, "您好"))
        peer.fault("send_private_msg", retcode=1200, words="Timeout: sendMsg")
        with pytest.raises(Unconfirmed):
            await adapter.send(to(jing, "在吗"))
    asked = [params.get("group_id") for action, params in peer.calls if action == "send_private_msg"]
    assert asked == [None, group.id, None]


async def test_a_connection_that_breaks_during_a_call(peer: OneBotPeer, group: Group) -> None:
    async with running(peer) as adapter:
        peer.fault("send_group_msg", drop=True)
        with pytest.raises(Unconfirmed):
            await adapter.send(to(group))
        await asyncio.sleep(0.1)
        await until(lambda: adapter.health.connected)
        await adapter.send(to(group, "后来的"))
    assert [sent.text for sent in peer.sent] == ["后来的"]


async def test_withdrawing(peer: OneBotPeer, group: Group, jing: User) -> None:
    other = peer.group("别的群")
    async with running(peer) as adapter:
        sent = await adapter.send(to(group))
        assert sent.message_id is not None
        with pytest.raises(Gone):
            await adapter.delete(str(other.id), sent.message_id)
        peer.world.messages[int(sent.message_id)]["time"] -= 300
        with pytest.raises(Forbidden):
            await adapter.delete(str(group.id), sent.message_id)
        peer.fault("delete_msg", silent=True)
        with pytest.raises(Unconfirmed):
            await adapter.delete(str(group.id), sent.message_id)


async def test_who_is_admin(peer: OneBotPeer, group: Group, jing: User) -> None:
    owner, helper = peer.user("群主"), peer.user("管理员")
    group.roles |= {owner.id: "owner", helper.id: "admin"}
    async with running(peer) as adapter:
        asked = [await adapter.is_group_admin(str(group.id), str(user.id)) for user in (owner, helper, jing)]
        assert asked == [True, True, False]
        for group_id, member_id in (("999", "1"), (str(group.id), "999"), ("x", "1"), ("1", "anonymous:7")):
            assert await adapter.is_group_admin(group_id, member_id) is None


# Pictures


async def test_a_picture_whose_link_ran_out(peer: OneBotPeer, group: Group, jing: User) -> None:
    inbox = Inbox()
    async with running(peer, inbox) as adapter:
        segment = await peer.picture(a_picture(), name="copy.png")
        segment["data"]["url"] += ".gone"
        peer.say(group, jing, [peer.text("看图"), segment])
        event = await inbox.hears("看图")
        assert await adapter.fetch_image(event.images[0].ref) == a_picture(), "the gateway's own copy"
        peer.world.unknown |= {"get_image", "get_file"}
        with pytest.raises(Gone):
            await adapter.fetch_image(event.images[0].ref)
        segment["data"]["url"] = segment["data"]["url"].removesuffix(".gone")
        assert await adapter.fetch_image(event.images[0].ref) == a_picture(), "the link as it is told now"


async def test_pictures_that_are_not_had(peer: OneBotPeer, group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(peer) as adapter:
        monkeypatch.setattr("bot.adapters.common.pictures.IMAGE_BYTES", 1000)
        large = (await peer.picture(b"x" * 1001, name="large.png"))["data"]["url"]
        with pytest.raises(Invalid):
            await adapter.fetch_image(f"{large} - -/0")
        for ref in ("", "file:///etc/passwd - -/0", "- held:none 5/0", "- - -/0", "a b", f"{large}.none - 7/0"):
            with pytest.raises(Gone):
                await adapter.fetch_image(ref)
        with pytest.raises(Offline):
            await adapter.fetch_image(f"http://127.0.0.1:{free_port()}/x - -/0")


# Wiring


def settings(**onebot: Any) -> Any:
    return from_dict({"adapters": {"onebot": {"enabled": True} | onebot}}, environ={"ANXIN_ONEBOT_TOKEN": "t"})


def test_settings() -> None:
    forward = settings(url="ws://127.0.0.1:3001")
    assert (forward.adapters.onebot.direction, forward.onebot_token) == ("forward", "t")
    assert "onebot_token" not in repr(forward)
    assert settings(direction="reverse", listen="0.0.0.0:3002").adapters.onebot.listen == "0.0.0.0:3002"
    for wrong, word in (
        ({}, "url"),
        ({"url": "http://127.0.0.1:3001"}, "ws://"),
        ({"direction": "reverse"}, "listen"),
        ({"direction": "reverse", "listen": "3002"}, "主机:端口"),
        ({"direction": "reverse", "listen": "localhost:99999"}, "主机:端口"),
        ({"direction": "sideways", "url": "ws://h"}, "direction"),
    ):
        with pytest.raises(ConfigError, match=word) as caught:
            settings(**wrong)
        assert "\n" not in str(caught.value)
    with pytest.raises(ConfigError, match="ANXIN_ONEBOT_TOKEN"):
        from_dict({"onebot_token": "t"}, environ={})


def test_the_table_makes_this_adapter() -> None:
    made = ADAPTERS["onebot"](direction="forward", url="ws://127.0.0.1:1", listen=None, token=None, now=utc_now)
    assert made.platform == "onebot"
    assert made.account == ""
    assert made.capabilities.dm_first == "temp_session"
    with pytest.raises(ValueError, match="listen"):
        ADAPTERS["onebot"](direction="reverse", url="ws://h", listen=None, token=None, now=utc_now)


async def test_a_time_older_than_a_day_is_not_asked_for(peer: OneBotPeer, group: Group, jing: User) -> None:
    inbox = Inbox()

    async def past() -> list[Said]:
        return [Said("1@1", str(group.id), str(jing.id), utc_now() - timedelta(days=3), "三天前")]

    peer.world.message(group, jing, [peer.text("两天前")], time=int(time.time()) - 2 * 86_400)
    peer.world.message(group, jing, [peer.text("昨晚")], time=int(time.time()) - 43_200)
    async with running(peer, inbox, past=past):
        await inbox.hears("昨晚")
    assert inbox.texts == ["昨晚"]


async def test_neither_the_token_nor_texts_reach_the_log(
    peer: OneBotPeer, group: Group, jing: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    inbox = Inbox()
    inbox.refuse = 1
    async with running(peer, inbox) as adapter:
        peer.say(group, jing, "秘密")
        await inbox.hears("秘密")
        peer.fault("send_group_msg", retcode=1200, words="秘密")
        with pytest.raises(Invalid):
            await adapter.send(to(group, "秘密"))
        peer.event(peer.world.message(group, jing, 7) | {"raw_message": "秘密"})
        peer.drop()
        await until(lambda: not adapter.health.connected)
    assert caplog.records
    for hidden in (peer.token, "秘密", "静静"):
        assert hidden not in caplog.text
