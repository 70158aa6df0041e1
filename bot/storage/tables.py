"""Every table. Timers are columns: whoever wants to know what is due asks the database."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.types import UtcDateTime

Json = JSON(none_as_null=True)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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
)

groups = Table(
    "groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False),
    Column("account", String, nullable=False),
    Column("group_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime, comment="since when the bot is not in the group any more"),
    Column("muted", Boolean, nullable=False, server_default=text("false")),
    Column("recent_wordings", Json, nullable=False, comment="the last apologies' wording keys, newest first"),
    UniqueConstraint("platform", "group_id"),
)

staff = Table(
    "staff",
    metadata,
    Column("group", ForeignKey("groups.id"), primary_key=True),
    Column("member_id", String, primary_key=True),
    Column("role", String, nullable=False, comment="group_leader or admin"),
    Column("source", String, nullable=False, comment="config or code"),
    Column("since", UtcDateTime, nullable=False),
)

leader_codes = Table(
    "leader_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code_hash", String, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("used_by", String),
)

members = Table(
    "members",
    metadata,
    Column("platform", String, primary_key=True),
    Column("member_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("last_group", ForeignKey("groups.id")),
    Column("wrote_to_us_at", UtcDateTime, comment="last private message or start"),
    Column("unreachable_at", UtcDateTime, comment="since when private messages are refused"),
    Column("no_contact_at", UtcDateTime, comment="asked not to be written to"),
    Column("wrong_codes", Json, nullable=False, comment="times of recent wrong leader codes"),
    Column("choosing", Json, comment="a question to this person that waits for an answer"),
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
    UniqueConstraint("group", "message_id"),
    Index("ix_messages_group_id", "group", "id"),
    Index("ix_messages_burst", "burst"),
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
    Index("ix_direct_messages_case_id", "case", "id"),
    Index("ix_direct_messages_burst", "burst"),
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

cases = Table(
    "cases",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("platform", String, nullable=False),
    Column("member_id", String, nullable=False),
    Column("member_name", String, nullable=False),
    Column("state", String, nullable=False),
    Column("category", String, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("goods", String),
    Column("goods_key", String, nullable=False, comment="empty while no goods are named"),
    Column("red", String),
    Column("quote", Text, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("opened_by_message", String),
    Column("first_response_at", UtcDateTime),
    Column("first_response_by", String),
    Column("resolution", Text),
    Column("resolved_at", UtcDateTime),
    Column("closes_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("closed_by", String),
    Column("fix_confirmed_at", UtcDateTime),
    Column("mark", Integer),
    Column("repeat_of", ForeignKey("cases.number")),
    Column("intake", Json, nullable=False),
    Index(
        "uq_cases_open",
        "group",
        "member_id",
        "goods_key",
        unique=True,
        sqlite_where=text("state NOT IN ('resolved', 'closed')"),
        postgresql_where=text("state NOT IN ('resolved', 'closed')"),
    ),
    Index("ix_cases_member", "platform", "member_id"),
    Index("ix_cases_closes_at", "closes_at"),
    sqlite_autoincrement=True,
)

case_events = Table(
    "case_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", ForeignKey("cases.number"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String, nullable=False),
    Column("actor_name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("data", Json, nullable=False),
    Index("ix_case_events_case_id", "case", "id"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("burst", ForeignKey("bursts.id"), nullable=False, unique=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("member_id", String, nullable=False),
    Column("member_name", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("context", Json, nullable=False),
    Column("verdict", Json, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("answer", String, comment="yes, no; null while open"),
    Column("answered_by", String),
    Column("answered_at", UtcDateTime),
    sqlite_autoincrement=True,
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("context", Json, nullable=False),
    Column("was", Json, comment="the detector's verdict; null when it saw nothing"),
    Column("complaint", Boolean, nullable=False, comment="what a person says"),
    Column("source", String, nullable=False, comment="undo, register or review"),
    Column("by", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

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
    Column("held_for", String, comment="why it waits: quiet, spacing, cap, rate, offline, unreachable"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("approved_at", UtcDateTime, comment="the leader said: send it now, whatever the pacing"),
    Column("claimed_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("sent_message_id", String),
    Column("degraded", Json, nullable=False),
    Column("error", Text),
    Index("ix_outbox_state_not_before", "state", "not_before"),
    Index("ix_outbox_group_sent_at", "group", "sent_at"),
    Index("ix_outbox_case", "case"),
)
