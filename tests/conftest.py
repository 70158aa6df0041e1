"""What every test gets: a zone that is not UTC, no network but this machine's own, and both databases."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Dialect, Engine, create_engine

from tests.postgres import PostgresServer, running_postgres

os.environ["TZ"] = "Asia/Shanghai"
time.tzset()

ALL_ON_BOTH = ("test_at_once", "test_erasing", "test_invariants", "test_lane", "test_outbox", "test_promises_together")
"""Transcripts that are about what two databases may do differently."""

_dialects: dict[str, Dialect] = {}
_compiled: dict[Any, Any] = {}
"""Statements as SQL, by dialect: what a process that runs for long has once, the engines of all tests share."""


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Each test has an engine of its own, which would compile every statement anew: a quarter of a test's time.

    A dialect learns of its server when an engine first connects; until one has, it is not shared.
    """

    def sharing(*args: Any, **options: Any) -> Engine:
        engine = create_engine(*args, **options)
        known = _dialects.get(engine.dialect.name)
        if known is None or getattr(known, "server_version_info", None) is None:
            known = _dialects[engine.dialect.name] = engine.dialect
        engine.dialect = known
        engine.update_execution_options(compiled_cache=_compiled)
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.storage.engine.create_engine", sharing)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for each test process, started by the first test that asks for it."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The url of a PostgreSQL database that is empty and the test's own."""
    url = postgres_server.create_database()
    yield url
    postgres_server.discard_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The url of an empty database of the test's own; the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'anxin.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the fast tests first, so that most mistakes show within seconds; the order within a class stays.

    What differs in its words or its platform only, not in its database, is told on PostgreSQL once, with the first of
    them, and of the transcripts every fifth, but all of those that are about races, locks and interleavings; tests
    of the storage itself all run on both.
    """
    told: dict[Path, dict[str, bool]] = {}
    told_before = {item for item in items if _told_before(item, told)}
    config.hook.pytest_deselected(items=[item for item in items if item in told_before])
    items[:] = sorted((item for item in items if item not in told_before), key=_slowness)


def _told_before(item: pytest.Item, told: dict[Path, dict[str, bool]]) -> bool:
    """Whether a test is spared on PostgreSQL; `told` are the tests of each file so far, and which of them are."""
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    if parameters.get("database_url") != "postgresql" or "storage" in item.path.parts:
        return False
    of_file, name = told.setdefault(item.path, {}), getattr(item, "originalname", item.name)
    if name in of_file:
        return True
    in_turn = "handlers" in item.path.parts and item.path.stem not in ALL_ON_BOTH
    of_file[name] = in_turn and len(of_file) % 5 != 0
    return of_file[name]


def _slowness(item: pytest.Item) -> int:
    """The longest, which wait for programs and browsers, do not come last: a worker would wait for them alone."""
    if "e2e" in item.path.parts or any(item.get_closest_marker(name) for name in ("needs_node", "needs_chromium")):
        return 2
    if item.get_closest_marker("slow"):
        return 3
    if "postgres_server" in getattr(item, "fixturenames", ()):
        return 1
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return 1 if parameters.get("database_url") == "postgresql" else 0
