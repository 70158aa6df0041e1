"""The databases that the tests run on: both work, each test has its own, and PostgreSQL never runs as root."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, create_engine, func, insert, select, text

from tests.postgres import PostgresServer, _installed_package, running_postgres

metadata = MetaData()
remark = Table("remark", metadata, Column("id", Integer, primary_key=True), Column("text", String, nullable=False))

ROOT = Path(__file__).parent.parent


def _count_after_insert(url: str) -> int:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            metadata.create_all(connection)
            connection.execute(insert(remark).values(text="草莓坏了一半🍓"))
        with engine.connect() as connection:
            assert connection.scalar(select(remark.c.text)) == "草莓坏了一半🍓"
            return connection.scalar(select(func.count()).select_from(remark)) or 0
    finally:
        engine.dispose()


def _query(url: str, statement: str) -> str:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return str(row[0])


def test_sqlalchemy_writes_and_reads(database_url: str) -> None:
    assert _count_after_insert(database_url) == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_database(database_url: str, turn: int) -> None:
    assert _count_after_insert(database_url) == 1


def test_a_database_can_be_copied_from_a_template(postgres_server: PostgresServer) -> None:
    template = postgres_server.create_database()
    _count_after_insert(template)
    copy = postgres_server.create_database(template)
    assert _query(copy, "SELECT count(*) FROM remark") == "1"
    assert _count_after_insert(copy) == 2
    assert _query(template, "SELECT count(*) FROM remark") == "1"


def test_a_discarded_database_goes_even_with_someone_connected(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_server, "keep", 0)
    url = postgres_server.create_database()
    with psycopg.connect(url.replace("+psycopg", "")):
        postgres_server.discard_database(url)
        other = postgres_server.create_database()
        name = url.rsplit("/", 1)[1]
        assert _query(other, f"SELECT count(*) FROM pg_database WHERE datname = '{name}'") == "0"


def test_the_server_runs_as_an_unprivileged_user(postgres_url: str) -> None:
    # PostgreSQL starts only when its user owns the data folder, so the owner of the folder is the user.
    assert Path(_query(postgres_url, "SHOW data_directory")).stat().st_uid != 0


def test_the_server_has_a_zone_of_its_own(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    moment = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    table = Table("moment", MetaData(), Column("at", DateTime(timezone=True)))
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table).values(at=moment))
        assert connection.scalar(text("SHOW timezone")) == "America/New_York"
        assert connection.scalar(select(table.c.at)) == moment
    engine.dispose()


@pytest.mark.slow
def test_programs_that_only_root_can_reach_are_copied(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    installed = _installed_package()
    (closed / installed.name).symlink_to(installed)
    (closed / f"{installed.name}.libs").symlink_to(installed.with_name(f"{installed.name}.libs"))
    with running_postgres(closed / installed.name) as server:
        assert _count_after_insert(server.create_database()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_the_owner_dies(blow: signal.Signals) -> None:
    script = (
        "import time\n"
        "from tests.postgres import running_postgres\n"
        "with running_postgres() as server:\n"
        "    print(server.create_database(), flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    ) as owner:
        assert owner.stdout is not None
        url = owner.stdout.readline().strip()
        folder = Path(_query(url, "SHOW data_directory")).parent
        assert folder.is_dir()
        os.kill(owner.pid, blow)
        owner.wait()
    deadline = time.monotonic() + 10
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        _query(url, "SELECT 1")
