"""Small helpers that every file of table functions uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Table, literal
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")


def build(cls: type[T], row: Row[Any]) -> T:
    """A dataclass from a row whose columns have its fields' names; lists of JSON become tuples."""
    known = _names(cls)  # type: ignore[arg-type]
    values = {name: value for name, value in row._mapping.items() if name in known}
    return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


@cache
def _names(cls: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(cls))


def insert(conn: Connection, table: Table) -> Any:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def insert_once(conn: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert unless a unique key is there already; whether a row was written."""
    # Not by rowcount: SQLAlchemy keeps none for an INSERT on PostgreSQL.
    statement = insert(conn, table).values(**values).on_conflict_do_nothing().returning(literal(1))
    return conn.execute(statement).first() is not None
