"""Killed with SIGKILL at any point and started again: no complaint is lost, nobody is answered twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select, update

from bot.storage.tables import image_fetches, lanes, outbox
from tests.e2e.killed_child import POINTS
from tests.e2e.program import ROOT, Scene, environment, named, photo, until
from tests.peers.bot_api import User
from tests.postgres import PostgresServer

pytestmark = pytest.mark.slow

AT_ONCE = 5
"""So many points run beside each other."""

COMPLAINTS = {"静静": "草莓一半是烂的", "王哥": "土豆少了两斤", "芳芳12-3": "鸡蛋碎了三个"}


@dataclass
class Story:
    """Three members complain before the program runs; it is killed at `point`, and started again a while later."""

    scene: Scene
    point: str
    people: list[User] = field(default_factory=list)

    def __post_init__(self) -> None:
        peer = self.scene.peer
        self.li = peer.user("李姐")
        self.li.started = True
        self.group = peer.group("锦绣花园3群", owner=self.li)
        settings = yaml.safe_load(self.scene.config.read_text("utf-8"))
        settings["groups"] = [
            {"platform": "telegram", "id": self.group.id, "mode": "auto", "leaders": [self.li.id]},
        ]
        self.scene.config.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
        for name, words in COMPLAINTS.items():
            self.people.append(peer.user(name))
            if name == "静静":
                peer.say(self.group, self.people[-1], photo=photo(), caption=words)
            else:
                peer.say(self.group, self.people[-1], words)

    def play(self) -> None:
        child = self.scene.launch(self.point)
        assert child.ends(60) == -9, f"the point was not reached:\n{child.log[-2000:]}"
        assert max(self.apologies().values()) <= 1
        self._a_while_passes()
        self.scene.launch().prints("安心在工作了")
        until(lambda: not any(self._waiting()), lambda: f"it does not come to rest: {self._waiting()}", 60)
        self._nothing_is_lost()
        unsure = self.scene.rows("SELECT \"case\" FROM outbox WHERE state = 'unconfirmed' AND purpose = 'apology'")
        assert len(unsure) <= 1
        assert unsure or not POINTS[self.point].call
        for (number,) in unsure:
            assert len(self._told("leader.unconfirmed", number)) == 1, "a person looks; nothing is repeated blindly"
            if 0 in self.apologies().values():
                self.scene.peer.dm(self.li, f"发 {number}")
                until(lambda: set(self.apologies().values()) == {1}, lambda: f"{self.apologies()}")
        assert set(self.apologies().values()) == {1}, "everybody is answered once"

    def apologies(self) -> dict[str, int]:
        """Member -> how many posts in the group mention them."""
        posts = self.scene.peer.sent_to(self.group)
        return {person.name: sum(person.id in post.mentions for post in posts) for person in self.people}

    def _nothing_is_lost(self) -> None:
        rows = self.scene.rows
        assert [text for (text,) in rows("SELECT text FROM messages WHERE role = 'member' ORDER BY id")] == list(
            COMPLAINTS.values()
        ), "all are kept, once, in the order in which they were said"
        opened = rows("SELECT number, member_name FROM cases ORDER BY number")
        assert sorted(name for _, name in opened) == sorted(COMPLAINTS), "one case a complaint"
        assert rows("SELECT count(*) FROM inbox WHERE state <> 'done'") == [(0,)]
        assert rows("SELECT state FROM image_fetches") == [("fetched",)]
        for number, _ in opened:
            told, pointed = self._told("leader.new_case", number), self._told("leader.notice_lost", number)
            assert len(told) == 1 or (len(told) == 0 and len(pointed) == 1), "the leader hears of each case"

    def _told(self, name: str, number: int) -> list[str]:
        """What the leader was told of this kind about a case."""
        texts = [s.text for s in self.scene.peer.sent_to(self.li)]
        return [text for text in texts if named(text) == f"⟨{name}⟩" and f"售后单 {number}" in text]

    def _waiting(self) -> tuple[int, ...]:
        """What is left to do: updates, events, bursts, messages, pictures, cases."""
        rows = self.scene.rows(
            "SELECT (SELECT count(*) FROM inbox WHERE state = 'pending'),"
            " (SELECT count(*) FROM bursts WHERE due_at IS NOT NULL),"
            " (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')),"
            " (SELECT count(*) FROM image_fetches WHERE state = 'pending'),"
            " (SELECT 3 - count(*) FROM cases)"
        )
        return (self.scene.peer.waiting, *rows[0])

    def _a_while_passes(self) -> None:
        """Two minutes, without waiting for them: what the dead process held runs out."""
        with self.scene.engine.begin() as conn:
            for table, column in ((lanes, "lease_until"), (outbox, "claimed_at"), (image_fetches, "due_at")):
                key = next(iter(table.primary_key))
                for row in conn.execute(select(key, table.c[column]).where(table.c[column].is_not(None))).all():
                    earlier = {column: row[1] - timedelta(minutes=2)}
                    conn.execute(update(table).where(key == row[0]).values(earlier))


class Nursery:
    """The process that forks a program for each point; see `killed_child`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.killed_child"],
            cwd=ROOT, env=environment(OPENBLAS_NUM_THREADS="1"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()

    def ask(self, order: dict[str, object]) -> int | None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()
            answered: int | None = json.loads(self._process.stdout.readline())
            return answered

    def launch(self, config: Path, command: Sequence[str], out: Path, log: Path) -> Forked:
        """A child that dies at the point in `command`, or a plain one."""
        for path in (out, log):
            path.touch()
        number = self.ask({"point": next(iter(command), None), "config": str(config), "out": str(out), "log": str(log)})
        assert number is not None
        return Forked(self, number)


@dataclass
class Forked:
    """A child of the nursery, as `Program` wants it."""

    nursery: Nursery
    number: int
    returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self.nursery.ask({"wait": self.number})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        until(lambda: self.poll() is not None, "the process does not end", timeout or 60)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, sig: int) -> None:
        os.kill(self.number, sig)


def play_all(folder: Path, database_url: Callable[[Path], str]) -> None:
    """Every point with a group, a database and a program of its own, some beside each other."""

    def play(point: str) -> str | None:
        place = folder / point.replace(" ", "-")
        place.mkdir()
        try:
            with Scene(place, database_url(place), partial(nursery.launch, place / "config.yaml")) as scene:
                Story(scene, point).play()
        except Exception as error:
            return f"{point}: {type(error).__name__}: {error}\n" + "\n".join(getattr(error, "__notes__", []))
        return None

    with Nursery() as nursery, ThreadPoolExecutor(AT_ONCE) as pool:
        failed = [said for said in pool.map(play, POINTS) if said is not None]
    assert not failed, "\n\n".join(failed)


def test_killed_at_any_point_on_sqlite(tmp_path: Path) -> None:
    play_all(tmp_path, lambda place: f"sqlite:///{place / 'anxin.db'}")


def test_killed_at_any_point_on_postgresql(tmp_path: Path, postgres_server: PostgresServer) -> None:
    made: list[str] = []

    def database(_place: Path) -> str:
        made.append(postgres_server.create_database())
        return made[-1]

    play_all(tmp_path, database)
    for url in made:
        postgres_server.discard_database(url)
