"""What the shared contract test needs of a platform: an adapter, and a peer behind it that people chat on.

A new platform is one class here and one line in SIDES.
"""

from __future__ import annotations

import asyncio
import io
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from PIL import Image as Picture

from bot.adapters.onebot.adapter import OneBotAdapter
from bot.adapters.onebot.link import Timing as OneBotTiming
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.receiving import Timing as TelegramTiming
from bot.adapters.terminal import TerminalAdapter
from bot.adapters.wechaty.adapter import WechatyAdapter
from bot.adapters.wechaty.line import Timing as WechatyTiming
from bot.domain.chat import (
    AnyEvent,
    ChatAdapter,
    DirectMessage,
    Forbidden,
    GroupChange,
    GroupMessage,
    RateLimited,
    Unconfirmed,
)
from tests.peers.bot_api import BotApiPeer
from tests.peers.onebot import OneBotPeer
from tests.peers.wechaty_gateway import free_port, shared_gateway

Trouble = Literal["too fast", "forbidden", "silent"]

QUICK_TELEGRAM = TelegramTiming(poll=1, answer=0.5, first_wait=0.02, longest_wait=0.1, token_wait=0.05, start_wait=2.0)
QUICK_ONEBOT = OneBotTiming(
    answer=0.5, lookup=0.5, probe=0.2, quiet=0.6, least_quiet=0.3, first_wait=0.02, longest_wait=0.1, token_wait=0.05,
    connect=0.5, start_wait=2.0,
)  # fmt: skip

QUICK_WECHATY = WechatyTiming(
    answer=0.5, connect=1.0, beat=0.2, beat_answer=0.5, first_wait=0.02, longest_wait=0.1, token_wait=0.05,
    taken_wait=0.1, start_wait=2.0, settle=0.5,
)  # fmt: skip


def a_picture() -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", (32, 32), "#cc3344").save(out, "PNG")
    return out.getvalue()


def utc_now() -> datetime:
    return datetime.now(UTC)


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208


async def until(condition: Callable[[], object], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "what was waited for did not happen"
        await asyncio.sleep(0.01)


class Inbox:
    """A sink that keeps events, and refuses as many of them as it is told to."""

    def __init__(self) -> None:
        self.events: list[AnyEvent] = []
        self.refuse = 0
        self.refused = 0

    async def __call__(self, event: AnyEvent) -> None:
        if self.refuse:
            self.refuse -= 1
            self.refused += 1
            raise OSError("disk full: 草莓烂了")
        self.events.append(event)

    @property
    def messages(self) -> list[GroupMessage | DirectMessage]:
        return [event for event in self.events if isinstance(event, GroupMessage | DirectMessage)]

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.messages]

    @property
    def changes(self) -> list[GroupChange]:
        return [event for event in self.events if isinstance(event, GroupChange)]

    async def holds(self, count: int) -> None:
        """That many events are there."""
        await until(lambda: len(self.events) >= count)

    async def hears(self, text: str) -> GroupMessage | DirectMessage:
        """The first message with this text, once it is there."""
        await until(lambda: text in self.texts)
        return next(event for event in self.messages if event.text == text)


@dataclass(frozen=True)
class Posted:
    """A message of ours as people see it. `mentions` and `reply_to` are ids as the adapter knows them."""

    text: str
    mentions: tuple[str, ...]
    reply_to: str | None
    image: bytes | None
    private_to: str | None


class Side:
    """One platform under test: `adapter` and the people behind it, all in the group `group_id` with member 静静."""

    name: str
    adapter: ChatAdapter
    real = True
    """Whether there is a connection that can be cut, and a platform that refuses what is malformed."""
    needs_node = False
    secrets: tuple[str, ...] = ()
    group_id: str
    member_id: str
    stranger_id: str
    """Somebody whom we cannot reach in private."""

    async def up(self) -> None:
        """Start the peer."""

    async def down(self) -> None:
        """Stop the peer."""

    async def say(self, text: str, *, picture: bytes | None = None, reply_to: str | None = None) -> None:
        """静静 speaks in the group; `reply_to` is the id of a message of ours."""
        raise NotImplementedError

    async def whisper(self, text: str) -> None:
        """静静 writes to us in private."""
        raise NotImplementedError

    async def posted(self) -> list[Posted]:
        raise NotImplementedError

    async def trouble(self, kind: Trouble) -> None:
        """The next message that we send goes wrong like this."""
        raise NotImplementedError

    async def cut(self) -> None:
        """The platform goes away."""

    async def mend(self) -> None:
        """The platform is back."""


class TerminalSide(Side):
    name = "terminal"
    real = False
    group_id, member_id, stranger_id = "g1", "静静", "路人"

    def __init__(self) -> None:
        self.adapter = self._terminal = TerminalAdapter(utc_now, {"g1": "锦绣花园3群"}, refused={"路人"})

    async def say(self, text: str, *, picture: bytes | None = None, reply_to: str | None = None) -> None:
        number = f"said-{time.monotonic_ns()}"
        if picture is not None:
            self._terminal.pictures[f"{number}/0"] = picture
        for sent in self._terminal.sent:
            self._terminal._texts[sent.message_id] = (self._terminal.account, sent.message.text)
        while True:  # whoever types is told at once that it was not kept
            try:
                await self._terminal.say(
                    "g1", "静静", text, message_id=number, pictures=int(picture is not None), quote=reply_to
                )
            except OSError:
                continue
            return

    async def whisper(self, text: str) -> None:
        await self._terminal.whisper("静静", text)

    async def posted(self) -> list[Posted]:
        return [
            Posted(
                sent.message.text,
                tuple(member_id for member_id, _ in sent.message.mention),
                sent.message.quote_message_id,
                sent.message.image,
                sent.message.member_id,
            )
            for sent in self._terminal.sent
        ]

    async def trouble(self, kind: Trouble) -> None:
        self._terminal.troubles.append(
            {
                "too fast": RateLimited("slower", 3),
                "forbidden": Forbidden("muted"),
                "silent": Unconfirmed("no answer"),
            }[kind]
        )


class TelegramSide(Side):
    name = "telegram"

    async def up(self) -> None:
        self.peer = BotApiPeer()
        self.group = self.peer.group("锦绣花园3群")
        self.jing = self.peer.user("静静")
        self.group.members[self.jing.id] = "member"
        stranger = self.peer.user("路人")
        self.group_id, self.member_id, self.stranger_id = str(self.group.id), str(self.jing.id), str(stranger.id)
        self.secrets = (self.peer.token,)
        peer = self.peer
        self.adapter = TelegramAdapter(peer.token, peer.base_url, peer.base_file_url, utc_now, QUICK_TELEGRAM)

    async def down(self) -> None:
        await asyncio.to_thread(self.peer.stop)

    async def say(self, text: str, *, picture: bytes | None = None, reply_to: str | None = None) -> None:
        quoted = None
        if reply_to is not None:
            quoted = next(s.message for s in self.peer.sent if reply_to == f"{s.chat.id}:{s.message['message_id']}")
        if picture is None:
            self.peer.say(self.group, self.jing, text, reply_to=quoted)
        else:
            self.peer.say(self.group, self.jing, photo=picture, caption=text, reply_to=quoted)

    async def whisper(self, text: str) -> None:
        self.peer.dm(self.jing, text)

    async def posted(self) -> list[Posted]:
        return [
            Posted(
                sent.text,
                tuple(map(str, sent.mentions)),
                f"{sent.chat.id}:{sent.reply_to}" if sent.reply_to else None,
                sent.image,
                str(sent.chat.id) if sent.chat.id > 0 else None,
            )
            for sent in self.peer.sent
        ]

    async def trouble(self, kind: Trouble) -> None:
        if kind == "too fast":
            self.peer.too_fast("sendMessage", 3)
        elif kind == "forbidden":
            self.peer.fault("sendMessage", code=403, description="Forbidden: bot was kicked from the supergroup chat")
        else:
            self.peer.fault("sendMessage", carried_out=True, delay=0.8)

    async def cut(self) -> None:
        await asyncio.to_thread(self.peer.offline)

    async def mend(self) -> None:
        self.peer.online()


class OneBotSide(Side):
    direction: Literal["forward", "reverse"] = "forward"

    async def up(self) -> None:
        self.peer = OneBotPeer(heartbeat=0.1)
        self.group = self.peer.group("锦绣花园3群")
        self.jing = self.peer.user("静静")
        self.group.roles[self.jing.id] = "member"
        stranger = self.peer.user("路人")
        stranger.refuses = True
        self.group_id, self.member_id, self.stranger_id = str(self.group.id), str(self.jing.id), str(stranger.id)
        self.secrets = (self.peer.token,)
        self.listen = f"127.0.0.1:{free_port()}"
        if self.direction == "forward":
            await self.peer.listen()
        else:
            await self.mend()
        self.adapter = OneBotAdapter(self.direction, self.peer.url, self.listen, self.peer.token, utc_now, QUICK_ONEBOT)

    async def down(self) -> None:
        await self.peer.stop()

    async def say(self, text: str, *, picture: bytes | None = None, reply_to: str | None = None) -> None:
        what: list[dict[str, Any]] = [self.peer.text(text)]
        if picture is not None:
            what.append(await self.peer.picture(picture))
        self.peer.say(self.group, self.jing, what, reply_to={"message_id": reply_to} if reply_to else None)

    async def whisper(self, text: str) -> None:
        self.peer.dm(self.jing, text, group_id=self.group.id)

    async def posted(self) -> list[Posted]:
        return [
            Posted(
                sent.text,
                tuple(map(str, sent.mentions)),
                str(sent.reply_to) if sent.reply_to else None,
                sent.image,
                str(sent.user) if sent.user else None,
            )
            for sent in self.peer.sent
        ]

    async def trouble(self, kind: Trouble) -> None:
        if kind == "too fast":
            self.peer.fault("send_group_msg", retcode=1200, words="发送消息过于频繁")
        elif kind == "forbidden":
            self.peer.fault("send_group_msg", retcode=1200, words='{"result": 120, "errMsg": "你已被禁言"}')
        else:
            self.peer.fault("send_group_msg", silent=True, carried_out=True)

    async def cut(self) -> None:
        await self.peer.offline()

    async def mend(self) -> None:
        if self.direction == "forward":
            await self.peer.listen()
        else:
            await self.peer.dial(f"ws://{self.listen}/onebot/v11/ws")


class OneBotForward(OneBotSide):
    name = "onebot-forward"


class OneBotReverse(OneBotSide):
    name = "onebot-reverse"
    direction = "reverse"


class WechatySide(Side):
    """A picture is a message of its own here: a text with one is two."""

    name = "wechaty"
    needs_node = True

    async def up(self) -> None:
        self.gateway = await asyncio.to_thread(shared_gateway)
        self.jing = self.gateway.contact("静静")
        leader = self.gateway.contact("团长")
        self.group = self.gateway.room("锦绣花园3群", [self.jing, leader], owner=leader)
        stranger = self.gateway.contact("路人", friend=False)
        self.group_id, self.member_id, self.stranger_id = self.group.id, self.jing.id, stranger.id
        self.secrets = (self.gateway.token,)
        self.adapter = WechatyAdapter(self.gateway.endpoint, self.gateway.token, utc_now, timing=QUICK_WECHATY)

    async def say(self, text: str, *, picture: bytes | None = None, reply_to: str | None = None) -> None:
        self.gateway.say(self.group, self.jing, text)
        if picture is not None:
            self.gateway.say(self.group, self.jing, image=picture)

    async def whisper(self, text: str) -> None:
        self.gateway.say(self.gateway.me, self.jing, text)

    async def posted(self) -> list[Posted]:
        return [
            Posted(
                sent["text"],
                tuple(sent["mentions"]),
                None,
                sent["image"],
                None if sent["conversation"] == self.group.id else sent["conversation"],
            )
            for sent in self.gateway.sent
        ]

    async def trouble(self, kind: Trouble) -> None:
        if kind == "silent":
            self.gateway.fault("messageSendText", after=800)
        else:
            words = {"too fast": "操作太频繁", "forbidden": "you are not in this room"}[kind]
            self.gateway.fault("messageSendText", error=words)

    async def cut(self) -> None:
        await asyncio.to_thread(self.gateway.kill)

    async def mend(self) -> None:
        await asyncio.to_thread(self.gateway.start)


SIDES: tuple[type[Side], ...] = (TerminalSide, TelegramSide, OneBotForward, OneBotReverse, WechatySide)
