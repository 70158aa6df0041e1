"""Both databases with their tables made already: a copy of one that was migrated once; and cards drawn once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from bot.cards import draw
from bot.storage import open_storage, users
from handlers.showing.making import KEY
from tests.postgres import PostgresServer

_drawn = lru_cache(maxsize=200)(draw)


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same card is drawn once for all tests; how it looks is tested in tests/cards."""
    monkeypatch.setattr("handlers.showing.making.draw", _drawn)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "anxin.db"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    url = postgres_server.create_database()
    _prepare(url)
    return url


def _prepare(url: str) -> None:
    """Make the tables, and the key of the check codes, so that equal cards are equal in all tests."""
    storage = open_storage(url)
    asyncio.run(storage.write(lambda conn: users.secret(conn, KEY, "0" * 64)))
    storage.close()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, migrated_postgres: str) -> Iterator[str]:
    url = postgres_server.create_database(template=migrated_postgres)
    yield url
    postgres_server.discard_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The url of a database of the test's own; the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    copy = tmp_path / "anxin.db"
    shutil.copyfile(request.getfixturevalue("migrated_sqlite"), copy)
    return f"sqlite:///{copy}"
