"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "left_at",
            UtcDateTime(timezone=True),
            nullable=True,
            comment="since when the bot is not in the group any more",
        ),
        sa.Column("muted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "recent_wordings",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="the last apologies' wording keys, newest first",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("platform", "group_id", name=op.f("uq_groups_platform_group_id")),
    )
    op.create_table(
        "images",
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_images")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), server_default="pending", nullable=False, comment="pending, done, failed"),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("platform", "account", "message_id", name=op.f("uq_inbox_platform_account_message_id")),
    )
    op.create_index("ix_inbox_lane_state_id", "inbox", ["lane", "state", "id"], unique=False)
    op.create_table(
        "lanes",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "wake_at", UtcDateTime(timezone=True), nullable=True, comment="when there is something to do; null is never"
        ),
        sa.Column("lease_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lanes")),
    )
    op.create_index("ix_lanes_wake_at", "lanes", ["wake_at"], unique=False)
    op.create_table(
        "leader_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_leader_codes_code_hash")),
    )
    op.create_table(
        "cases",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("member_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("goods", sa.String(), nullable=True),
        sa.Column("goods_key", sa.String(), nullable=False, comment="empty while no goods are named"),
        sa.Column("red", sa.String(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_by_message", sa.String(), nullable=True),
        sa.Column("first_response_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("first_response_by", sa.String(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("resolved_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closes_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("fix_confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("repeat_of", sa.Integer(), nullable=True),
        sa.Column("intake", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_cases_group")),
        sa.ForeignKeyConstraint(["repeat_of"], ["cases.number"], name=op.f("fk_cases_repeat_of")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cases")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_closes_at", "cases", ["closes_at"], unique=False)
    op.create_index("ix_cases_member", "cases", ["platform", "member_id"], unique=False)
    op.create_index(
        "uq_cases_open",
        "cases",
        ["group", "member_id", "goods_key"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('resolved', 'closed')"),
        postgresql_where=sa.text("state NOT IN ('resolved', 'closed')"),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("context", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "was", sa.JSON(none_as_null=True), nullable=True, comment="the detector's verdict; null when it saw nothing"
        ),
        sa.Column("complaint", sa.Boolean(), nullable=False, comment="what a person says"),
        sa.Column("source", sa.String(), nullable=False, comment="undo, register or review"),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_corrections_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_table(
        "members",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_group", sa.Integer(), nullable=True),
        sa.Column("wrote_to_us_at", UtcDateTime(timezone=True), nullable=True, comment="last private message or start"),
        sa.Column(
            "unreachable_at",
            UtcDateTime(timezone=True),
            nullable=True,
            comment="since when private messages are refused",
        ),
        sa.Column("no_contact_at", UtcDateTime(timezone=True), nullable=True, comment="asked not to be written to"),
        sa.Column(
            "wrong_codes", sa.JSON(none_as_null=True), nullable=False, comment="times of recent wrong leader codes"
        ),
        sa.Column(
            "choosing",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="a question to this person that waits for an answer",
        ),
        sa.ForeignKeyConstraint(["last_group"], ["groups.id"], name=op.f("fk_members_last_group")),
        sa.PrimaryKeyConstraint("platform", "member_id", name=op.f("pk_members")),
    )
    op.create_table(
        "staff",
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False, comment="group_leader or admin"),
        sa.Column("source", sa.String(), nullable=False, comment="config or code"),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_staff_group")),
        sa.PrimaryKeyConstraint("group", "member_id", name=op.f("pk_staff")),
    )
    op.create_table(
        "bursts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=True, comment="null for a private chat"),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("member_name", sa.String(), nullable=False),
        sa.Column("first_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=True, comment="when it is judged; null once it was"),
        sa.Column("verdict", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("case", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_bursts_case")),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_bursts_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bursts")),
    )
    op.create_index("ix_bursts_lane_due_at", "bursts", ["lane", "due_at"], unique=False)
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_case_events_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_events")),
    )
    op.create_index("ix_case_events_case_id", "case_events", ["case", "id"], unique=False)
    op.create_table(
        "image_fetches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False, comment="pending, fetched, failed"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("content_hash", sa.String(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_image_fetches_case")),
        sa.ForeignKeyConstraint(["content_hash"], ["images.content_hash"], name=op.f("fk_image_fetches_content_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image_fetches")),
        sa.UniqueConstraint("platform", "account", "ref", name=op.f("uq_image_fetches_platform_account_ref")),
    )
    op.create_index("ix_image_fetches_due_at", "image_fetches", ["due_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=True, comment="set for a post in a group"),
        sa.Column("member_id", sa.String(), nullable=True, comment="set for a private message"),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mention", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("quote_message_id", sa.String(), nullable=True),
        sa.Column("topic_id", sa.String(), nullable=True),
        sa.Column("buttons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("image_hash", sa.String(), nullable=True),
        sa.Column("prompted", sa.Boolean(), nullable=False, comment="an answer to somebody who just wrote"),
        sa.Column(
            "state",
            sa.String(),
            nullable=False,
            comment="draft, pending, sending, sent, failed, unconfirmed, cancelled; withdrawing, withdrawn",
        ),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("not_before", UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "held_for",
            sa.String(),
            nullable=True,
            comment="why it waits: quiet, spacing, cap, rate, offline, unreachable",
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "approved_at",
            UtcDateTime(timezone=True),
            nullable=True,
            comment="the leader said: send it now, whatever the pacing",
        ),
        sa.Column("claimed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_message_id", sa.String(), nullable=True),
        sa.Column("degraded", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_outbox_case")),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_outbox_group")),
        sa.ForeignKeyConstraint(["image_hash"], ["images.content_hash"], name=op.f("fk_outbox_image_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
    )
    op.create_index("ix_outbox_case", "outbox", ["case"], unique=False)
    op.create_index("ix_outbox_group_sent_at", "outbox", ["group", "sent_at"], unique=False)
    op.create_index("ix_outbox_state_not_before", "outbox", ["state", "not_before"], unique=False)
    op.create_table(
        "direct_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False, comment="in or out"),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("images", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("case", sa.Integer(), nullable=True),
        sa.Column("burst", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["burst"], ["bursts.id"], name=op.f("fk_direct_messages_burst")),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_direct_messages_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direct_messages")),
    )
    op.create_index("ix_direct_messages_burst", "direct_messages", ["burst"], unique=False)
    op.create_index("ix_direct_messages_case_id", "direct_messages", ["case", "id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("member_name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False, comment="member, group_leader, bot, other_bot, channel"),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("images", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("quote_id", sa.String(), nullable=True),
        sa.Column("mentions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("topic_id", sa.String(), nullable=True),
        sa.Column("burst", sa.Integer(), nullable=True),
        sa.Column("case", sa.Integer(), nullable=True),
        sa.Column("complaint", sa.Boolean(), nullable=True, comment="null until judged"),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("goods", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["burst"], ["bursts.id"], name=op.f("fk_messages_burst")),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_messages_case")),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_messages_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("group", "message_id", name=op.f("uq_messages_group_message_id")),
    )
    op.create_index("ix_messages_burst", "messages", ["burst"], unique=False)
    op.create_index("ix_messages_group_id", "messages", ["group", "id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("burst", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("member_name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("context", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("verdict", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True, comment="yes, no; null while open"),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["burst"], ["bursts.id"], name=op.f("fk_reviews_burst")),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_reviews_group")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reviews")),
        sa.UniqueConstraint("burst", name=op.f("uq_reviews_burst")),
        sqlite_autoincrement=True,
    )
