"""One `anxin run` on Telegram, QQ and WeChat at once, while one peer is killed, dropped and half-open: what a
platform can give again is answered once, and the others go on as if nothing had happened."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.program import QUICK, ROOT, Process, Program, environment
from tests.peers.bot_api import BotApiPeer
from tests.peers.onebot import TOKEN as ONEBOT_TOKEN
from tests.peers.onebot import OneBotPeer
from tests.peers.wechaty_gateway import WechatyGateway, free_port
from tests.peers.wire import Wire

pytestmark = [pytest.mark.slow, pytest.mark.needs_node]

PATIENCE_S = 40.0
GOODS = ("草莓", "牛奶", "虾饺", "西瓜", "土豆", "豆腐", "面包", "鸡蛋", "苹果", "橙子", "香蕉", "桃子", "葡萄", "酸奶")
WIDE = {"per_hour": 10_000, "per_day": 10_000, "private_per_day": 10_000, "spacing_s": 0}
MOST = {"telegram": 20, "onebot": 10, "wechaty": 6}


Fault = tuple[str, Callable[[], Awaitable[None]], Callable[[], Awaitable[None]]]
"""What it is called, how it begins, how it ends."""


@dataclass
class Place:
    """A platform's group: how somebody complains there, whom the bot has answered, and the faults of its peer."""

    name: str
    speak: Callable[[str, str], str]
    """A new member says something; their id."""
    answered: Callable[[], list[str]]
    """The ids mentioned in the bot's posts, in order."""
    keeps: bool
    """Whether what is said during a fault can be had afterwards."""
    faults: Sequence[Fault]
    complained: list[str] = field(default_factory=list)

    def complain(self) -> str:
        n = len(self.complained)
        who = self.speak(f"邻居{n}", f"{GOODS[n % len(GOODS)]}烂了一半")
        self.complained.append(who)
        return who

    async def answers(self, who: str) -> None:
        end = asyncio.get_running_loop().time() + 2 * PATIENCE_S
        while who not in self.answered():
            assert asyncio.get_running_loop().time() < end, f"{self.name}: {who} got no answer"
            await asyncio.sleep(0.1)


async def nothing() -> None:
    pass


def pulled(wire: Wire) -> Fault:
    """The cable is pulled and plugged in again."""

    async def begin() -> None:
        wire.drop()

    return "dropped", begin, nothing


def dead(wire: Wire, end: Callable[[], Awaitable[None]] = nothing) -> Fault:
    """The connections that stand go dead and nobody is told: the program has to notice by itself."""

    async def begin() -> None:
        wire.hang()

    return "half-open", begin, end


def telegram(peer: BotApiPeer, wire: Wire) -> tuple[Place, dict[str, Any], str]:
    owner = peer.user("团长", "tuanzhang")
    group = peer.group("锦绣花园1群", owner=owner)

    def speak(name: str, text: str) -> str:
        user = peer.user(name)
        peer.say(group, user, text)
        return str(user.id)

    async def offline() -> None:
        await asyncio.to_thread(peer.offline)

    async def online() -> None:
        peer.online()

    place = Place(
        "telegram",
        speak,
        lambda: [str(m) for sent in peer.sent_to(group) for m in sent.mentions],
        True,
        [("killed", offline, online), pulled(wire), dead(wire)],
    )
    here, there = f"127.0.0.1:{wire.port}", f"127.0.0.1:{peer.port}"
    urls = {"base_url": peer.base_url, "base_file_url": peer.base_file_url}
    return place, {"enabled": True} | {key: url.replace(there, here) for key, url in urls.items()}, str(group.id)


def onebot(peer: OneBotPeer, wire: Wire, reverse: str | None) -> tuple[Place, dict[str, Any], str]:
    """QQ; `reverse` is the address on which the program waits for the gateway."""
    group = peer.group("锦绣花园2群")

    def speak(name: str, text: str) -> str:
        user = peer.user(name)
        peer.say(group, user, text)
        return str(user.id)

    async def again() -> None:
        await peer.dial(f"ws://127.0.0.1:{wire.port}/onebot/v11/ws")

    async def gateway_notices() -> None:
        peer.drop()

    back, noticed = (again, gateway_notices) if reverse else (peer.listen, nothing)
    place = Place(
        "onebot",
        speak,
        lambda: [str(m) for sent in peer.sent if sent.group == group.id for m in sent.mentions],
        True,
        [("killed", peer.offline, back), pulled(wire), dead(wire, noticed)],
    )
    if reverse:
        return place, {"enabled": True, "direction": "reverse", "listen": reverse}, str(group.id)
    return place, {"enabled": True, "direction": "forward", "url": f"ws://127.0.0.1:{wire.port}/"}, str(group.id)


def wechaty(gateway: WechatyGateway, wire: Wire) -> tuple[Place, dict[str, Any], str]:
    members = [gateway.contact(f"邻居{n}") for n in range(20)]
    room = gateway.room("锦绣花园3群", members)
    turn = iter(members)
    past: list[str] = []

    def speak(_: str, text: str) -> str:
        who = next(turn)
        gateway.say(room, who, text)
        return who.id

    def answered() -> list[str]:
        return past + [m for post in gateway.sent for m in post["mentions"]] if gateway.process else past

    async def kill() -> None:
        past.extend(m for post in gateway.sent for m in post["mentions"])
        gateway.kill()

    async def start() -> None:
        await asyncio.to_thread(gateway.start)

    place = Place("wechaty", speak, answered, False, [("killed", kill, start), pulled(wire), dead(wire)])
    return place, {"enabled": True, "endpoint": f"127.0.0.1:{wire.port}"}, room.id


def launch(command: Sequence[str], out: Path, log: Path) -> Process:
    env = environment(ANXIN_ONEBOT_TOKEN=ONEBOT_TOKEN, ANXIN_WECHATY_TOKEN="puppet_anxin_test-token")
    with out.open("wb") as printed, log.open("wb") as logged:
        return subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=printed, stderr=logged, env=env)


ILL = ("telegram", "onebot forward", "onebot reverse", "wechaty")


async def test_a_fault_of_one_platform_stops_no_other(tmp_path: Path) -> None:
    """Each platform falls ill beside a program of its own. They mostly wait, so all of it is played at once; the
    programs start one after the other."""
    starting = asyncio.Lock()

    async def play(ill: str) -> None:
        folder = tmp_path / ill.replace(" ", "-")
        folder.mkdir()
        async with AsyncExitStack() as open_now:
            async with starting:
                peers = await open_now.enter_async_context(Peers("reverse" in ill))
                program = await at_work(folder, peers)
            await story(program, peers, ill.split()[0])

    played = await asyncio.gather(*(play(ill) for ill in ILL), return_exceptions=True)
    failed = [error for error in played if isinstance(error, Exception)]
    for ill, error in zip(ILL, played, strict=True):
        if isinstance(error, Exception):
            error.add_note(f"with {ill} ill")
    if failed:
        raise ExceptionGroup("a fault stopped more than its platform", failed)


class Peers:
    """All peers at work, each behind a wire."""

    def __init__(self, reverse: bool) -> None:
        self.bot_api, self.qq, self.wechat = BotApiPeer(), OneBotPeer(heartbeat=0.5), WechatyGateway()
        self._reverse = f"127.0.0.1:{free_port()}" if reverse else None
        self._wires = AsyncExitStack()

    async def __aenter__(self) -> Peers:
        await asyncio.to_thread(self.wechat.start)
        to_api, to_qq, to_wechat = [await self._wires.enter_async_context(Wire(0)) for _ in range(3)]
        to_api.target, to_wechat.target = self.bot_api.port, self.wechat.port
        if self._reverse:
            to_qq.target = int(self._reverse.rpartition(":")[2])
            await self.qq.dial(f"ws://127.0.0.1:{to_qq.port}/onebot/v11/ws")
        else:
            await self.qq.listen()
            to_qq.target = self.qq.port
        self.made = {
            "telegram": telegram(self.bot_api, to_api),
            "onebot": onebot(self.qq, to_qq, self._reverse),
            "wechaty": wechaty(self.wechat, to_wechat),
        }
        return self

    async def __aexit__(self, *_: object) -> None:
        self.wechat.kill()
        await self.qq.stop()
        await asyncio.to_thread(self.bot_api.stop)
        await self._wires.aclose()


async def at_work(folder: Path, peers: Peers) -> Program:
    """A program on all the platforms, which has said that it works."""
    made = peers.made
    config = folder / "config.yaml"
    settings = {
        "database": {"url": f"sqlite:///{folder / 'anxin.db'}"},
        "adapters": {name: adapter for name, (_, adapter, _) in made.items()},
        "groups": [{"platform": name, "id": group, "mode": "auto"} for name, (_, _, group) in made.items()],
        "defaults": QUICK,
        "incidents": {"voices": 10},
        "sending": {"stop_after": 0} | {name: WIDE | {"group_per_min": MOST[name]} for name in made},
    }
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    program = Program(["-m", "bot", "run", "--config", str(config)], folder, "all", launch)
    try:
        await asyncio.to_thread(program.prints, "安心在工作了")
    except BaseException:
        program.kill()
        raise
    return program


async def story(program: Program, peers: Peers, ill: str) -> None:
    made = peers.made
    places = [place for place, _, _ in made.values()]
    try:
        await everybody_is_answered(places)
        sick = made[ill][0]
        for fault, begin, end in sick.faults:
            await through(program, sick, fault, begin, end, [p for p in places if p is not sick])
            assert program.running, fault
        await everybody_is_answered(places)
        for place in places:
            answered = place.answered()
            assert sorted(answered) == sorted(place.complained), f"{place.name}: each once, none lost"
        assert await asyncio.to_thread(program.stop) == 0
    except BaseException as error:
        error.add_note(program.log[-4000:])
        raise
    finally:
        if program.running:
            program.kill()


async def everybody_is_answered(places: Sequence[Place]) -> None:
    """Somebody complains everywhere at once, and each gets an answer."""
    said = [(place, place.complain()) for place in places]
    await asyncio.gather(*(place.answers(who) for place, who in said))


async def through(
    program: Program,
    ill: Place,
    fault: str,
    begin: Callable[[], Awaitable[None]],
    end: Callable[[], Awaitable[None]],
    others: Sequence[Place],
) -> None:
    """One fault from beginning to end, with complaints meanwhile."""
    connected = program.log.count("connected")
    await begin()
    meanwhile = ill.complain() if ill.keeps else None
    try:
        await everybody_is_answered(others)
    except AssertionError as error:
        error.add_note(f"while {ill.name} was {fault}")
        raise
    await end()
    if meanwhile is not None:
        await ill.answers(meanwhile)
    if not ill.keeps:
        await line_is_up(program, connected)
    after = ill.complain()
    try:
        await ill.answers(after)
    except AssertionError as error:
        error.add_note(f"after {ill.name} was {fault}")
        raise


async def line_is_up(program: Program, connected: int) -> None:
    """Wait until the log tells of a connection more: before, nothing is heard."""
    for _ in range(600):
        if program.log.count("connected") > connected:
            break
        await asyncio.sleep(0.1)
    else:
        raise AssertionError("the program did not connect again")
    await asyncio.sleep(1)
