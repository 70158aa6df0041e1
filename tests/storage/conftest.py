"""A database with its tables made already, on SQLite and on PostgreSQL, and one transaction on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from bot.storage import Storage, open_storage
from tests.handlers.conftest import database_url as database_url
from tests.handlers.conftest import migrated_postgres as migrated_postgres
from tests.handlers.conftest import migrated_sqlite as migrated_sqlite
from tests.handlers.conftest import postgres_url as postgres_url


@pytest.fixture
def storage(database_url: str) -> Iterator[Storage]:
    storage = open_storage(database_url)
    yield storage
    storage.close()


@pytest.fixture
def conn(storage: Storage) -> Iterator[Connection]:
    """One transaction for the whole test, for functions that need no second connection."""
    with storage._engine.begin() as connection:  # type: ignore[attr-defined]
        yield connection
