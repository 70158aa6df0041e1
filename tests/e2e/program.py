"""`anxin run` as a program of its own, beside a Bot API server that outlives it; and its words by their names.

with Scene(tmp_path, database_url) as scene:
    scene.start()
    scene.peer.say(group, jing, "草莓烂了一半")
    scene.hears(group, "apology.damaged.with_goods", "nudge.button")
"""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import yaml
from PIL import Image
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from bot.replies import catalogue
from bot.storage.engine import parse_url
from tests.peers.bot_api import TOKEN, BotApiPeer, Chat, Sent, User

ROOT = Path(__file__).parents[2]
PATIENCE_S = 40.0

QUICK = {
    "burst_pause_s": 0.4, "burst_max_s": 2, "post_spacing_s": 0, "posts_per_hour": 500,
    "quiet_from": "00:00", "quiet_until": "00:00",
}  # fmt: skip
"""Short pauses, and no quiet hours, so that the tests pass at any time of day."""


class Process(Protocol):
    """What `Program` needs of a process, as subprocess.Popen has it."""

    returncode: int | None

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, sig: int) -> None: ...


Launcher = Callable[[Sequence[str], Path, Path], Process]
"""Starts a command line of Python with the files for its output and its log."""


def as_subprocess(command: Sequence[str], out: Path, log: Path) -> Process:
    with out.open("wb") as printed, log.open("wb") as logged:
        return subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=printed, stderr=logged, env=environment())


class Program:
    """One process of `anxin run` (or of another command line); what it prints is in `out` and `log`."""

    def __init__(self, command: Sequence[str], folder: Path, name: str, launcher: Launcher) -> None:
        self._out, self._log = folder / f"{name}.out", folder / f"{name}.log"
        self._process = launcher(command, self._out, self._log)

    @property
    def out(self) -> str:
        return self._out.read_text("utf-8")

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def prints(self, pattern: str, within: float = PATIENCE_S) -> re.Match[str]:
        """Wait for a line of its output."""
        found: list[re.Match[str]] = []

        def printed() -> bool:
            match = re.search(pattern, self.out)
            found.extend([match] if match else [])
            return bool(match) or not self.running

        until(printed, lambda: f"no {pattern!r} in\n{self.out}\n{self.log}", within)
        assert found, f"ended with {self._process.returncode}:\n{self.out}\n{self.log}"
        return found[0]

    @property
    def code(self) -> str:
        """The leader's one-time code that it prints."""
        return self.prints(r"我是团长 ([0-9A-Z]{8})")[1]

    def stop(self) -> int:
        """SIGTERM, as a service manager sends it; how it ended."""
        if self.running:
            self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=PATIENCE_S)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=PATIENCE_S)

    def ends(self, within: float = PATIENCE_S) -> int:
        return self._process.wait(timeout=within)


def environment(**more: str) -> dict[str, str]:
    """What the program may see of ours: the token, and no proxy between it and this machine."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ANXIN_")}
    return ours | {"ANXIN_TELEGRAM_TOKEN": TOKEN, "NO_PROXY": "127.0.0.1", "PYTHONUNBUFFERED": "1"} | more


def until(condition: Callable[[], object], says: Callable[[], str] | str, within: float = PATIENCE_S) -> None:
    """Wait until it is so; else fail with what `says` then says."""
    end = time.monotonic() + within
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(says if isinstance(says, str) else says())
        time.sleep(0.05)


class Scene:
    """A Bot API server, a database and a config.yaml; programs come and go."""

    def __init__(self, folder: Path, database_url: str, launcher: Launcher = as_subprocess, **defaults: Any) -> None:
        self.folder, self.url, self.launcher = folder, database_url, launcher
        self.peer = BotApiPeer()
        self.programs: list[Program] = []
        self.config = folder / "config.yaml"
        telegram = {"enabled": True, "base_url": self.peer.base_url, "base_file_url": self.peer.base_file_url}
        settings = {"database": {"url": database_url}, "adapters": {"telegram": telegram}, "defaults": QUICK | defaults}
        self.config.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
        self._engine: Engine | None = None

    def __enter__(self) -> Scene:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for program in self.programs:
            if program.running:
                program.kill()
        if self._engine is not None:
            self._engine.dispose()
        if error is not None and self.programs:
            error.add_note("\n".join(p.log[-3000:] for p in self.programs))
        self.peer.stop()

    def start(self, *options: str) -> Program:
        """Start `anxin run` and wait until it works."""
        program = self.launch("-m", "bot", "run", "--config", str(self.config), *options)
        program.prints("安心在工作了")
        return program

    def launch(self, *command: str) -> Program:
        program = Program(command, self.folder, f"program-{len(self.programs)}", self.launcher)
        self.programs.append(program)
        return program

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            self._engine = create_engine(parse_url(self.url))
        return self._engine

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """What the database says, from outside of the program."""
        with self.engine.connect() as conn:
            return [tuple(row) for row in conn.execute(text(query), values)]

    def comes(self, query: str, expected: Any, within: float = PATIENCE_S, **values: Any) -> None:
        """Wait until the one value that `query` gives is `expected`."""

        def value() -> Any:
            rows = self.rows(query, **values)
            return rows[0][0] if len(rows) == 1 else rows

        until(lambda: value() == expected, lambda: f"{query} gives {value()!r} and not {expected!r}", within)

    def hears(self, where: Chat | User, *names: str, within: float = PATIENCE_S) -> Sent:
        """Wait until the last words that the bot said to a group or person are these, by their names."""
        wanted = "".join(f"⟨{name}⟩" for name in names)

        def last() -> str:
            sent = self.peer.sent_to(where)
            return named(sent[-1].text) if sent else "nothing"

        until(lambda: last().endswith(wanted), lambda: f"not {wanted} but:\n{self.transcript(where)}", within)
        return self.peer.sent_to(where)[-1]

    def reads(self, where: Chat | User, words: str, within: float = PATIENCE_S) -> Sent:
        """Wait until the last message of the bot to a group or person holds these words."""
        until(
            lambda: any(words in sent.text for sent in self.peer.sent_to(where)[-1:]),
            lambda: f"not {words!r} but:\n{self.transcript(where)}",
            within,
        )
        return self.peer.sent_to(where)[-1]

    def transcript(self, where: Chat | User) -> str:
        """The chat as people see it, with the bot's sentences by their names in replies.zh.yaml."""
        lines = []
        for line in self.peer.transcript(where):
            who, _, said = line.partition(": ")
            buttons = re.search(r"(?: \[[^\]\n]+\])*(?: \(已撤回\))?$", said)
            tail = buttons[0] if buttons else ""
            body = said.removesuffix(tail) if tail else said
            lines.append(f"{who}: {named(body)}{tail}" if who == self.peer.bot.name else line)
        return "\n".join(line[:300] for line in lines)


def named(said: str) -> str:
    """A sentence of the bot as "⟨private.opening⟩", a post as "@静静 ⟨apology.damaged.with_goods⟩⟨nudge.button⟩"."""
    mention = re.match(r"@\S+ ", said)
    body = said[mention.end() :] if mention else said
    front = mention[0] if mention else ""
    for key, pattern in patterns():
        if not key.startswith("nudge.") and pattern.fullmatch(body):
            return f"{front}⟨{key}⟩"
    for nudge, nudges in patterns():
        if nudge.startswith("nudge.") and (match := re.search(f"(?:{nudges.pattern})$", body)):
            for key, pattern in patterns():
                if key.startswith("apology.") and pattern.fullmatch(body[: match.start()].strip()):
                    return f"{front}⟨{key}⟩⟨{nudge}⟩"
    return said


@lru_cache(maxsize=1)
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every wording as a pattern, with its key; the most definite (longest) first."""

    def leaves(key: str, found: Any) -> list[tuple[str, str]]:
        if isinstance(found, dict):
            return [leaf for part, inner in found.items() for leaf in leaves(f"{key}.{part}", inner)]
        wordings = found if isinstance(found, list) else [str(found)]
        return [(key, wording.strip()) for wording in wordings]

    sections = ("apology", "nudge", "private", "leader")
    wordings = [leaf for section in sections for leaf in leaves(section, catalogue()[section])]
    wordings.sort(key=lambda leaf: -len(re.sub(r"\{\w+\}", "", leaf[1])))
    return [(key, re.compile(re.sub(r"\\\{\w+\\\}", "(?:.|\n)+?", re.escape(text)))) for key, text in wordings]


def photo(colour: str = "red", size: tuple[int, int] = (640, 480)) -> bytes:
    """A real JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()
