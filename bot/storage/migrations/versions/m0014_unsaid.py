"""Who let a message go out; promises whose words wait as a draft."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: that makes the table anew.
    op.add_column(
        "outbox",
        sa.Column("approved_by", sa.JSON(none_as_null=True), nullable=True, comment="who said so: id and name"),
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column(
            "promises",
            "state",
            existing_type=sa.String(),
            existing_nullable=False,
            comment="unconfirmed, open, fulfilled, withdrawn, not_a_promise or unsaid",
            existing_comment="unconfirmed, open, fulfilled, withdrawn or not_a_promise",
        )
        op.alter_column(
            "outbox",
            "held_for",
            existing_type=sa.String(),
            existing_nullable=True,
            comment="why it waits: quiet, spacing, cap, rate, offline, unreachable; of a draft: unsaid",
            existing_comment="why it waits: quiet, spacing, cap, rate, offline, unreachable",
        )
