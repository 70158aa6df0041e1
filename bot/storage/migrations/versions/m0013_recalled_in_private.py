"""Which private messages were taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: that makes the table anew.
    op.add_column(
        "direct_messages",
        sa.Column("recalled_at", UtcDateTime(timezone=True), nullable=True, comment="when its member took it back"),
    )
