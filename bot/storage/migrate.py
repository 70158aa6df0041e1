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


def migrations_config(connection: Connection) -> Config:
    """Alembic's settings, with the connection that the migrations run on."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
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
        config = migrations_config(connection)
        script = ScriptDirectory.from_config(config)
        current = MigrationContext.configure(connection).get_current_revision()
        if current == script.get_current_head():
            return
        if current is not None and current not in {step.revision for step in script.walk_revisions()}:
            known = script.get_current_head()
            raise DatabaseTooNew(say("errors.database_too_new", current=current, known=known))
        command.upgrade(config, "head")


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
