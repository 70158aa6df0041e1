"""A migrated database, on SQLite and on PostgreSQL, and one transaction on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from bot.storage import Storage, open_storage


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
