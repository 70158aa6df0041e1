"""What people here say in place of the catalogue's sentences."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from bot.storage.tables.base import Json, metadata
from bot.storage.types import UtcDateTime

wordings = Table(
    "wordings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), comment="null: for every group that has none of its own"),
    Column("key", String, nullable=False, comment="which sentence of the catalogue"),
    Column("texts", Json, nullable=False, comment="the wordings among which one is chosen"),
    Column("version", Integer, nullable=False, comment="one more with each change"),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by_name", String, nullable=False, comment="the name of whoever wrote them"),
    Index("uq_wordings_of_group", "key", "group", unique=True),
    Index(
        "uq_wordings_of_all",
        "key",
        unique=True,
        sqlite_where=text('"group" IS NULL'),
        postgresql_where=text('"group" IS NULL'),
    ),
)
