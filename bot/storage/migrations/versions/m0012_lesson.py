"""A leader's own words about what went wrong in a case and what changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: that makes the table anew.
    op.add_column(
        "cases",
        sa.Column("lesson", sa.Text(), nullable=True, comment="a leader's own words beside the cause, for the member"),
    )
