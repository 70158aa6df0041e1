"""What the detector has learned here, and what a second opinion said."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from bot.storage.tables.base import Json, metadata
from bot.storage.types import UtcDateTime

learned_models = Table(
    "learned_models",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("by", String, nullable=False, comment="night or command"),
    Column("base", String, nullable=False, comment="which shipped model it is beside"),
    Column("up_to", Integer, nullable=False, comment="the last correction that it knows"),
    Column("state", String, nullable=False, comment="working, active, replaced, rolled_back, refused or damaged"),
    Column("arrays", LargeBinary),
    Column("checksum", String),
    Column("report", Json, comment="what changed: decisions that flip, figures before and after"),
    UniqueConstraint("base", "up_to"),
    Index("ix_learned_models_state", "state"),
    sqlite_autoincrement=True,
)

opinions = Table(
    "opinions",
    metadata,
    Column("review", ForeignKey("reviews.number"), primary_key=True),
    Column("state", String, nullable=False, comment="waiting, asking, answered or none"),
    Column("due_at", UtcDateTime, comment="when it is to be asked; null once it was settled"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("complaint", Integer, comment="1 complaint, 0 not, null without an opinion"),
    Column("answer", Json, comment="the validated answer"),
    Column("error", Text),
    Column("answered_at", UtcDateTime),
    Index("ix_opinions_due_at", "due_at"),
)

opinion_days = Table(
    "opinion_days",
    metadata,
    Column("day", String, primary_key=True, comment="in the groups' own time"),
    Column("asked", Integer, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0", comment="one after another, up to now"),
    Column("paused_until", UtcDateTime),
)
