"""What arrives and what is said: the inbox, its lanes, messages, bursts and pictures."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.tables.base import Json, metadata
from bot.storage.types import UtcDateTime

lanes = Table(
    "lanes",
    metadata,
    Column("key", String, primary_key=True),
    Column("wake_at", UtcDateTime, comment="when there is something to do; null is never"),
    Column("lease_until", UtcDateTime),
    Column("lease_token", String),
    Index("ix_lanes_wake_at", "wake_at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False),
    Column("account", String, nullable=False),
    Column("message_id", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("payload", Json, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False, server_default="pending", comment="pending, done, failed"),
    Column("error", Text),
    UniqueConstraint("platform", "account", "message_id"),
    Index("ix_inbox_lane_state_id", "lane", "state", "id"),
    Index(
        "ix_inbox_changes",
        "lane",
        "received_at",
        sqlite_where=text("kind = 'GroupChange'"),
        postgresql_where=text("kind = 'GroupChange'"),
    ),
)

bursts = Table(
    "bursts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lane", String, nullable=False),
    Column("group", ForeignKey("groups.id"), comment="null for a private chat"),
    Column("platform", String, nullable=False),
    Column("member_id", String, nullable=False),
    Column("member_name", String, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, comment="when it is judged; null once it was"),
    Column("verdict", Json),
    Column("case", ForeignKey("cases.number")),
    Index("ix_bursts_lane_due_at", "lane", "due_at"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("message_id", String, nullable=False),
    Column("member_id", String, nullable=False),
    Column("member_name", String, nullable=False),
    Column("role", String, nullable=False, comment="member, group_leader, bot, other_bot, channel"),
    Column("at", UtcDateTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("images", Json, nullable=False),
    Column("quote_id", String),
    Column("mentions", Json, nullable=False),
    Column("topic_id", String),
    Column("burst", ForeignKey("bursts.id")),
    Column("case", ForeignKey("cases.number")),
    Column("complaint", Boolean, comment="null until judged"),
    Column("category", String),
    Column("goods", Json, nullable=False),
    Column("recalled_at", UtcDateTime, comment="when it was taken back in the group"),
    UniqueConstraint("group", "message_id"),
    Index("ix_messages_group_id", "group", "id"),
    Index("ix_messages_group_at", "group", "at"),
    Index("ix_messages_burst", "burst"),
    Index("ix_messages_case", "case"),
)

direct_messages = Table(
    "direct_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False),
    Column("account", String, nullable=False),
    Column("message_id", String),
    Column("member_id", String, nullable=False),
    Column("direction", String, nullable=False, comment="in or out"),
    Column("at", UtcDateTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("images", Json, nullable=False),
    Column("case", ForeignKey("cases.number")),
    Column("burst", ForeignKey("bursts.id")),
    Column("recalled_at", UtcDateTime, comment="when its member took it back"),
    Index("ix_direct_messages_case_id", "case", "id"),
    Index("ix_direct_messages_burst", "burst"),
    Index("ix_direct_messages_member", "platform", "member_id", "id"),
)

pastes = Table(
    "pastes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("platform", String, comment="where the leader wrote who pasted; null for a file"),
    Column("account", String),
    Column("member_id", String),
    Column("message_id", String),
    Column("at", UtcDateTime, nullable=False),
    Column("counts", Json, nullable=False, comment="form, read, new, known, older, unreadable lines"),
    Column("told_at", UtcDateTime, comment="when the leader was given the drafts"),
    Index("ix_pastes_group_told_at", "group", "told_at"),
)

images = Table(
    "images",
    metadata,
    Column("content_hash", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("content_type", String, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
)

image_fetches = Table(
    "image_fetches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False),
    Column("account", String, nullable=False),
    Column("ref", Text, nullable=False),
    Column("case", ForeignKey("cases.number")),
    Column("state", String, nullable=False, comment="pending, fetched, failed"),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime),
    Column("content_hash", ForeignKey("images.content_hash")),
    Column("error", Text),
    UniqueConstraint("platform", "account", "ref"),
    Index("ix_image_fetches_due_at", "due_at"),
)
