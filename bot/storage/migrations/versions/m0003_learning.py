"""What the detector has learned here, and second opinions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learned_models",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False, comment="night or command"),
        sa.Column("base", sa.String(), nullable=False, comment="which shipped model it is beside"),
        sa.Column("up_to", sa.Integer(), nullable=False, comment="the last correction that it knows"),
        sa.Column(
            "state", sa.String(), nullable=False, comment="working, active, replaced, rolled_back, refused or damaged"
        ),
        sa.Column("arrays", sa.LargeBinary(), nullable=True),
        sa.Column("checksum", sa.String(), nullable=True),
        sa.Column(
            "report",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="what changed: decisions that flip, figures before and after",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_learned_models")),
        sa.UniqueConstraint("base", "up_to", name=op.f("uq_learned_models_base_up_to")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("learned_models", schema=None) as batch_op:
        batch_op.create_index("ix_learned_models_state", ["state"], unique=False)

    op.create_table(
        "opinion_days",
        sa.Column("day", sa.String(), nullable=False, comment="in the groups' own time"),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False, comment="one after another, up to now"),
        sa.Column("paused_until", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_opinion_days")),
    )

    op.create_table(
        "opinions",
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False, comment="waiting, asking, answered or none"),
        sa.Column(
            "due_at",
            UtcDateTime(timezone=True),
            nullable=True,
            comment="when it is to be asked; null once it was settled",
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("complaint", sa.Integer(), nullable=True, comment="1 complaint, 0 not, null without an opinion"),
        sa.Column("answer", sa.JSON(none_as_null=True), nullable=True, comment="the validated answer"),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["review"], ["reviews.number"], name=op.f("fk_opinions_review")),
        sa.PrimaryKeyConstraint("review", name=op.f("pk_opinions")),
    )
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.create_index("ix_opinions_due_at", ["due_at"], unique=False)
