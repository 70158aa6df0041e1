"""What the goods of an incident cost, for whoever joins it later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: that makes the table anew.
    op.add_column(
        "incidents",
        sa.Column("price_fen", sa.Integer(), nullable=True, comment="what the goods cost, as a leader said for all"),
    )
