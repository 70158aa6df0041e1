"""Sentences worded by the people here, and how readily each group's messages count as complaints."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=True, comment="null: for every group that has none of its own"),
        sa.Column("key", sa.String(), nullable=False, comment="which sentence of the catalogue"),
        sa.Column(
            "texts", sa.JSON(none_as_null=True), nullable=False, comment="the wordings among which one is chosen"
        ),
        sa.Column("version", sa.Integer(), nullable=False, comment="one more with each change"),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_by_name", sa.String(), nullable=False, comment="the name of whoever wrote them"),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_wordings_group_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
    )
    with op.batch_alter_table("wordings", schema=None) as batch_op:
        batch_op.create_index("uq_wordings_of_group", ["key", "group"], unique=True)
        batch_op.create_index(
            "uq_wordings_of_all",
            ["key"],
            unique=True,
            sqlite_where=sa.text('"group" IS NULL'),
            postgresql_where=sa.text('"group" IS NULL'),
        )

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sensitivity", sa.String(), nullable=True, comment="null: the installation's"))
