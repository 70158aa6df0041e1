"""Databases with their tables made already, as for the handlers' tests."""

from tests.handlers.conftest import database_url as database_url
from tests.handlers.conftest import migrated_postgres as migrated_postgres
from tests.handlers.conftest import migrated_sqlite as migrated_sqlite
from tests.handlers.conftest import postgres_url as postgres_url
