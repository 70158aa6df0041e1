"""Groups, who leads them, and who speaks in them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, UniqueConstraint, text

from bot.storage.tables.base import Json, metadata
from bot.storage.types import UtcDateTime

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
    Column("alarmed_at", UtcDateTime, comment="since when the leaders know that the group is heated"),
    Column("renamed", Boolean, nullable=False, server_default=text("false"), comment="a person gave the name here"),
    Column("timezone", String, comment="null: the default one"),
    Column("sensitivity", String, comment="null: the installation's"),
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
    Column("contact_hours", Json, comment="preferred hours of the day, from and until, as the member said"),
    Column("unasked", Json, nullable=False, server_default="[]", comment="when we last wrote unasked"),
    Column("choosing", Json, comment="a question to this person that waits for an answer"),
)
