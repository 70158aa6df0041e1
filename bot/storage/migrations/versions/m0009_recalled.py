"""Which messages were taken back in their group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "recalled_at",
                UtcDateTime(timezone=True),
                nullable=True,
                comment="when it was taken back in the group",
            )
        )
