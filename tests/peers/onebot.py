"""A QQ gateway for tests that speaks OneBot v11 in both directions, and the people who chat on it.

    peer = OneBotPeer()
    await peer.listen()              # forward: the adapter connects to peer.url
    await peer.dial("ws://…")        # reverse: the gateway connects to the adapter, again and again
    group, jing = peer.group("锦绣花园3群"), peer.user("静静")
    peer.say(group, jing, "草莓烂了一半")
    post = await peer.sees(lambda sent: jing.id in sent.mentions)
    await peer.stop()

Lives in the test's event loop. What is said while nobody is connected stays in the history only.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.http11 import Request, Response

from tests.peers.onebot_world import JSON, NEVER, Group, Refusal, Sent, User, World

TOKEN = "gateway-token"
_SILENT = logging.getLogger("tests.peers.onebot.wire")
_SILENT.setLevel(logging.CRITICAL + 1)
__all__ = ["TOKEN", "Fault", "Group", "OneBotPeer", "Sent", "User"]


@dataclass
class Fault:
    """Something that goes wrong with the next `times` calls of `action` ("*" is any).

    With `carried_out` the call takes effect first. Then `delay` seconds pass, and the connection drops, no answer comes
    (`silent`), or the answer is a refusal with `retcode` and `words`.
    """

    action: str
    times: int = 1
    carried_out: bool = False
    delay: float = 0.0
    drop: bool = False
    silent: bool = False
    retcode: int | None = None
    words: str = ""


class OneBotPeer:
    """The gateway and the people; see the module. `codes` reports messages as strings with CQ codes."""

    def __init__(
        self,
        token: str = TOKEN,
        account: int = 10_001,
        *,
        heartbeat: float | None = 0.5,
        codes: bool = False,
        milliseconds: bool = False,
        refuse_late: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.heartbeat = heartbeat
        self.codes = codes
        self.milliseconds = milliseconds
        self.refuse_late = refuse_late
        """Refuse a wrong token as NapCat does: by a frame after the handshake."""
        self.world = World(account, "安心", clock)
        self.world.tell = self.event
        self.faults: list[Fault] = []
        self.calls: list[tuple[str, JSON]] = []
        self.connections: list[Connection] = []
        self.refused = 0
        self.port = 0
        self._server: Server | None = None
        self._files: asyncio.Server | None = None
        self._dialling: asyncio.Task[None] | None = None
        self._frozen = False
        self._thawed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    # Connecting

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/"

    @property
    def connected(self) -> bool:
        return bool(self.connections)

    async def listen(self) -> None:
        """Forward: wait for the adapter."""
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            self.port,
            process_request=self._check,
            ping_interval=None,
            max_size=None,
            logger=_SILENT,
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def dial(self, address: str, *, role: str = "Universal", query: bool = False) -> None:
        """Reverse: connect to the adapter, and again whenever the connection ends."""
        headers = {"X-Self-ID": str(self.world.account.id), "X-Client-Role": role, "User-Agent": "OneBot/11"}
        if self.token and not query:
            headers["Authorization"] = f"Bearer {self.token}"
        target = f"{address}?access_token={self.token}" if query else address

        async def again() -> None:
            while True:
                with contextlib.suppress(OSError, WebSocketException):
                    try:
                        socket = await connect(
                            target,
                            additional_headers=headers,
                            ping_interval=None,
                            max_size=None,
                            proxy=None,
                            logger=_SILENT,
                        )
                    except InvalidStatus:
                        self.refused += 1
                        raise
                    await self._serve(socket)
                await asyncio.sleep(0.05)

        self._dialling = asyncio.create_task(again())

    async def offline(self) -> None:
        """Refuse connections and cut the open ones."""
        server, self._server = self._server, None
        dialling, self._dialling = self._dialling, None
        self.drop()
        if dialling is not None:
            dialling.cancel()
            await asyncio.wait([dialling])
        if server is not None:
            server.close(close_connections=False)
            await server.wait_closed()

    async def stop(self) -> None:
        self.thaw()
        await self.offline()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self._files is not None:
            self._files.close()

    def drop(self) -> None:
        """Cut the open connections like a machine without power."""
        for socket in self.connections:
            socket.transport.abort()

    def freeze(self) -> None:
        """Half-open: read nothing, answer nothing, close nothing."""
        self._frozen = True
        self._thawed.clear()
        for socket in self.connections:
            socket.transport.pause_reading()

    def thaw(self) -> None:
        self._frozen = False
        self._thawed.set()
        for socket in self.connections:
            with contextlib.suppress(RuntimeError):
                socket.transport.resume_reading()

    def forget_ids(self, start: int = 1_000) -> None:
        """As after a restart of the gateway: every message of the history gets a new id, counted from `start`."""
        world = self.world
        world.ids = itertools.count(start)
        world.messages.clear()
        world.recalled.clear()
        for group in world.groups.values():
            group.history = [self._with_new_id(event) for event in group.history]
        for user_id, told in world.private.items():
            world.private[user_id] = [self._with_new_id(event) for event in told]

    def _with_new_id(self, event: JSON) -> JSON:
        number = next(self.world.ids)
        renewed = event | {"message_id": number, "message_seq": number, "real_id": number}
        self.world.messages[number] = renewed
        return renewed

    def _check(self, connection: ServerConnection, request: Request) -> Response | None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        given = given or parse_qs(urlsplit(request.path).query).get("access_token", [""])[0]
        if not self.token or given == self.token or self.refuse_late:
            return None
        self.refused += 1
        return connection.respond(403 if given else 401, "")

    async def _serve(self, socket: Connection) -> None:
        request = getattr(socket, "request", None)
        given = request.headers.get("Authorization", "").removeprefix("Bearer ") if request else ""
        if self.refuse_late and given != self.token:
            self.refused += 1
            answer = {"status": "failed", "retcode": 1403, "data": None, "message": "token验证失败", "echo": None}
            await socket.send(json.dumps(answer))
            return
        self.connections.append(socket)
        beating = asyncio.create_task(self._beat(socket))
        try:
            await self._write(socket, self._meta("lifecycle", sub_type="connect"))
            async for frame in socket:
                task = asyncio.create_task(self._answer(socket, json.loads(frame)))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        except WebSocketException:
            pass
        finally:
            self.connections.remove(socket)
            beating.cancel()
            await asyncio.wait([beating])

    async def _beat(self, socket: Connection) -> None:
        while self.heartbeat is not None:
            await asyncio.sleep(self.heartbeat)
            status = {"online": self.world.online, "good": True}
            await self._write(socket, self._meta("heartbeat", status=status, interval=int(self.heartbeat * 1000)))

    def _meta(self, kind: str, **more: Any) -> JSON:
        return self.world.base(post_type="meta_event", meta_event_type=kind, **more)

    async def _write(self, socket: Connection, payload: Any) -> None:
        if self._frozen:
            await self._thawed.wait()
        with contextlib.suppress(WebSocketException):
            await socket.send(payload if isinstance(payload, str | bytes) else json.dumps(payload))

    async def _answer(self, socket: Connection, call: JSON) -> None:
        action, params = call["action"], call.get("params") or {}
        if self._frozen:
            await self._thawed.wait()
        self.calls.append((action, params))
        fault = next((f for f in self.faults if f.times > 0 and f.action in (action, "*")), None)
        answer: JSON = {"status": "ok", "retcode": 0, "message": "", "wording": ""}
        data: Any = None
        try:
            if fault is not None:
                fault.times -= 1
            if fault is None or fault.carried_out or fault.retcode is None:
                carries = fault is None or fault.carried_out or not (fault.drop or fault.silent)
                data = self.world.answer(action, params) if carries else None
            if fault is not None and fault.retcode is not None:
                raise Refusal(fault.retcode, fault.words)
        except Refusal as refusal:
            data = None
            answer |= {"status": "failed", "retcode": refusal.retcode, "message": refusal.words}
        if fault is not None:
            await asyncio.sleep(fault.delay)
            if fault.drop:
                socket.transport.abort()
            if fault.drop or fault.silent:
                return
        if data is not NEVER:
            await self._write(socket, answer | {"data": data, "echo": call.get("echo")})

    # Looking on

    @property
    def sent(self) -> list[Sent]:
        return self.world.sent

    def fault(self, action: str, **what: Any) -> Fault:
        self.faults.append(Fault(action, **what))
        return self.faults[-1]

    async def sees(self, fits: Callable[[Sent], bool], within: float = 5.0) -> Sent:
        """The first message of the account that fits."""
        end = time.monotonic() + within
        while not (found := [sent for sent in self.sent if fits(sent)]):
            assert time.monotonic() < end, f"it sent only {[sent.text for sent in self.sent]}"
            await asyncio.sleep(0.01)
        return found[0]

    # People, groups, talking

    def user(self, name: str, *, friend: bool = False) -> User:
        user = User(next(self.world.numbers), name, friend)
        self.world.users[user.id] = user
        return user

    def group(self, name: str = "锦绣花园3群", role: str = "member") -> Group:
        """A new group that the account is in with this role."""
        group = Group(next(self.world.numbers), name, {self.world.account.id: role})
        self.world.groups[group.id] = group
        return group

    def text(self, text: str) -> JSON:
        return {"type": "text", "data": {"text": text}}

    async def picture(self, content: bytes, *, name: str = "A507E29F.png", link: bool = True) -> JSON:
        """A segment for a picture that this peer serves (`link`), or hands out by get_image only."""
        self.world.pictures[name] = content
        if self._files is None:
            self._files = await asyncio.start_server(self._serve_file, "127.0.0.1", 0)
        port = self._files.sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}/{name}" if link else ""
        return {"type": "image", "data": {"file": name, "url": url, "sub_type": 0, "file_size": str(len(content))}}

    async def _serve_file(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        content = self.world.pictures.get(request.split(b" ")[1].decode().lstrip("/"))
        status, body = ("200 OK", content) if content is not None else ("404 Not Found", b"")
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
            writer.close()

    def say(
        self, group: Group, user: User, what: str | Sequence[JSON], *, reply_to: JSON | None = None, **more: Any
    ) -> JSON:
        """A message in a group: a text, or segments."""
        group.roles.setdefault(user.id, "member")
        return self._spoken(group, user, what, reply_to, more)

    def dm(self, user: User, what: str | Sequence[JSON], *, reply_to: JSON | None = None, **more: Any) -> JSON:
        return self._spoken(None, user, what, reply_to, more)

    def by_hand(self, group: Group, text: str) -> JSON:
        """Somebody types on the account's own phone."""
        return self._spoken(group, self.world.account, text, None, {})

    def _spoken(
        self, group: Group | None, user: User, what: str | Sequence[JSON], reply_to: JSON | None, more: JSON
    ) -> JSON:
        segments = [self.text(what)] if isinstance(what, str) else list(what)
        if reply_to is not None:
            segments.insert(0, {"type": "reply", "data": {"id": str(reply_to["message_id"])}})
        message: Any = coded(segments) if self.codes else segments
        event = self.world.message(group, user, message, raw=coded(segments), **more)
        self.event(event)
        return event

    def recall(self, event: JSON, by: User | None = None) -> None:
        self.world.recalled.add(event["message_id"])
        kind = "group_recall" if "group_id" in event else "friend_recall"
        told: JSON = {"user_id": event["user_id"], "message_id": event["message_id"]}
        if "group_id" in event:
            told |= {"group_id": event["group_id"], "operator_id": by.id if by else event["user_id"]}
        self.notice(kind, **told)

    def notice(self, kind: str, **more: Any) -> None:
        self.event(self.world.base(post_type="notice", notice_type=kind, **more))

    def event(self, event: JSON) -> None:
        """Report an event to whoever is connected."""
        if self.milliseconds and isinstance(event.get("time"), int):
            event = event | {"time": event["time"] * 1000 + 7}
        self.frame(event)

    def frame(self, payload: Any) -> None:
        """Send any payload as a frame, in order: a dict as JSON, text and bytes as they are."""
        for socket in list(self.connections):
            task = asyncio.create_task(self._write(socket, payload))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


def coded(segments: Sequence[JSON]) -> str:
    """Segments as a string with CQ codes."""
    return "".join(_code(segment) for segment in segments)


def _code(segment: JSON) -> str:
    if segment["type"] == "text":
        return _escaped(segment["data"]["text"])
    pairs = "".join(f",{name}={_escaped(str(value)).replace(',', '&#44;')}" for name, value in segment["data"].items())
    return f"[CQ:{segment['type']}{pairs}]"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")


def inline(content: bytes) -> JSON:
    """A segment for a picture whose bytes are in the message."""
    return {"type": "image", "data": {"file": "base64://" + base64.b64encode(content).decode()}}
