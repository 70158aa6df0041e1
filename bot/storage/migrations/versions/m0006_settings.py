"""How the connections are and were, groups that a person named, and each group's own time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "connections",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("connected", sa.Boolean(), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=True, comment="since when it is so"),
        sa.Column("trouble", sa.Text(), nullable=True, comment="the last trouble, in words for a person"),
        sa.Column("notes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("seen_at", UtcDateTime(timezone=True), nullable=False, comment="when the program last looked"),
        sa.Column("up_at", UtcDateTime(timezone=True), nullable=True, comment="when it was last seen connected"),
        sa.PrimaryKeyConstraint("platform", name=op.f("pk_connections")),
    )
    op.create_table(
        "downtimes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("began_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True, comment="null while it lasts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_downtimes")),
    )
    with op.batch_alter_table("downtimes", schema=None) as batch_op:
        batch_op.create_index("ix_downtimes_platform_began_at", ["platform", "began_at"], unique=False)

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "renamed",
                sa.Boolean(),
                server_default=sa.text("false"),
                nullable=False,
                comment="a person gave the name here",
            )
        )
        batch_op.add_column(sa.Column("timezone", sa.String(), nullable=True, comment="null: the default one"))
    with op.batch_alter_table("direct_messages", schema=None) as batch_op:
        batch_op.create_index("ix_direct_messages_member", ["platform", "member_id", "id"], unique=False)

    op.create_index("ix_cases_merged_into", "cases", ["merged_into"], unique=False)
    op.create_index("ix_cases_listed", "cases", ["state", "group", "category", "severity", "assignee"], unique=False)
    op.create_index(
        "ix_inbox_changes",
        "inbox",
        ["lane", "received_at"],
        unique=False,
        sqlite_where=sa.text("kind = 'GroupChange'"),
        postgresql_where=sa.text("kind = 'GroupChange'"),
    )
