"""Who may work in the console, their sessions, and the log of what they did and looked at."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.storage.tables.base import Json, metadata
from bot.storage.types import UtcDateTime

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True, comment="what is typed at login, in small letters"),
    Column("display_name", String, nullable=False),
    Column("password_hash", String, comment="argon2; null until the one-time link was used"),
    Column("role", String, nullable=False, comment="owner, leader, admin or viewer"),
    Column("groups", Json, comment="ids of the groups they may see; null means all"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("user", ForeignKey("users.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("address", String, nullable=False),
    Index("ix_sessions_user", "user"),
)

login_links = Table(
    "login_links",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("user", ForeignKey("users.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

login_attempts = Table(
    "login_attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("address", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("succeeded", Boolean, nullable=False, server_default=text("false")),
    Index("ix_login_attempts_name_at", "name", "at"),
    Index("ix_login_attempts_address_at", "address", "at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("user", Integer, comment="null for what nobody logged in did"),
    Column("user_name", String, nullable=False),
    Column("address", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False, comment="what it was done to, such as case:12"),
    Column("detail", Text, nullable=False),
    Index("ix_audit_at", "at"),
    Index("ix_audit_subject", "subject"),
)

case_search = Table(
    "case_search",
    metadata,
    Column("case", ForeignKey("cases.number"), primary_key=True),
    Column("words", Text, nullable=False, comment="what people said about the case, made plain for looking up"),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Json, nullable=False, comment="made at random at first use; no secret of a platform"),
)
