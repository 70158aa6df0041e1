"""What goes out."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from bot.storage.tables.base import Json, metadata
from bot.storage.types import UtcDateTime

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dedupe_key", String, nullable=False, unique=True),
    Column("platform", String, nullable=False),
    Column("account", String, nullable=False),
    Column("group", ForeignKey("groups.id"), comment="set for a post in a group"),
    Column("member_id", String, comment="set for a private message"),
    Column("purpose", String, nullable=False),
    Column("case", ForeignKey("cases.number")),
    Column("text", Text, nullable=False),
    Column("mention", Json, nullable=False),
    Column("quote_message_id", String),
    Column("topic_id", String),
    Column("buttons", Json, nullable=False),
    Column("image_hash", ForeignKey("images.content_hash")),
    Column("prompted", Boolean, nullable=False, comment="an answer to somebody who just wrote"),
    Column(
        "state",
        String,
        nullable=False,
        comment="draft, pending, sending, sent, failed, unconfirmed, cancelled; withdrawing, withdrawn",
    ),
    Column("created_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column(
        "held_for",
        String,
        comment="why it waits: quiet, spacing, cap, rate, offline, unreachable; of a draft: unsaid",
    ),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("approved_at", UtcDateTime, comment="the leader said: send it now, whatever the pacing"),
    Column("approved_by", Json, comment="who said so: id and name"),
    Column("claimed_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("sent_message_id", String),
    Column("degraded", Json, nullable=False),
    Column("error", Text),
    Index("ix_outbox_state_not_before", "state", "not_before"),
    Index("ix_outbox_group_sent_at", "group", "sent_at"),
    Index("ix_outbox_case", "case"),
    Index("ix_outbox_account_sent_at", "account", "sent_at"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", String, primary_key=True),
    Column("account", String, primary_key=True),
    Column("refused", Integer, nullable=False, comment="messages that the platform refused in a row"),
    Column("stopped_at", UtcDateTime, comment="since when nothing is sent by itself"),
    Column("reason", Text),
    Column("modes", Json, nullable=False, comment="the groups' modes before, by group id"),
)

connections = Table(
    "connections",
    metadata,
    Column("platform", String, primary_key=True),
    Column("account", String, nullable=False),
    Column("connected", Boolean, nullable=False),
    Column("since", UtcDateTime, comment="since when it is so"),
    Column("trouble", Text, comment="the last trouble, in words for a person"),
    Column("notes", Json, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False, comment="when the program last looked"),
    Column("up_at", UtcDateTime, comment="when it was last seen connected"),
)

downtimes = Table(
    "downtimes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, comment="null while it lasts"),
    Index("ix_downtimes_platform_began_at", "platform", "began_at"),
)
