"""Brings a database's tables up to date at start; several processes may do it at once."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import StaticPool

from bot.replies import say
from bot.storage.errors import DatabaseTooNew

ADVISORY_LOCK = 4_149_200_011
"""One number that all processes lock on PostgreSQL while they migrate; SQLite's BEGIN IMMEDIATE does the same."""

MIGRATIONS = Path(__file__).with_name("migrations")


def migrations_config(connection: Connection) -> Config:
    """Alembic's settings, with the connection that the migrations run on."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> None:
    """Upgrade to the newest step, or raise DatabaseTooNew when the database already knows later ones.

    A database in memory is always new: the tables are copied into it, which takes a hundredth of the time.
    """
    if isinstance(engine.pool, StaticPool):
        _copy(_empty_tables(), engine)
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        current = MigrationContext.configure(connection).get_current_revision()
        steps = _steps()
        if current == steps[0]:
            return
        if current is not None and current not in steps:
            raise DatabaseTooNew(say("errors.database_too_new", current=current, known=steps[0]))
        command.upgrade(migrations_config(connection), "head")


@cache
def _steps() -> tuple[str, ...]:
    """The names of all steps, the newest first; they are files of the package, read once."""
    return tuple(step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


@cache
def _empty_tables() -> sqlite3.Connection:
    """An empty database in memory with all tables, made once in a process and only ever copied from."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    with engine.begin() as connection:
        command.upgrade(migrations_config(connection), "head")
    made = sqlite3.connect(":memory:", check_same_thread=False)
    _driver(engine).backup(made)
    engine.dispose()
    return made


def _copy(source: sqlite3.Connection, target: Engine) -> None:
    source.backup(_driver(target))


def _driver(engine: Engine) -> sqlite3.Connection:
    """The one connection of a database in memory, as the sqlite3 module knows it."""
    with engine.connect() as connection:
        found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found
