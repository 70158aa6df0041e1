"""Both databases with their tables made already: a copy of one that was migrated once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage import open_storage
from tests.postgres import PostgresServer


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "anxin.db"
    open_storage(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    url = postgres_server.create_database()
    open_storage(url).close()
    return url


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
