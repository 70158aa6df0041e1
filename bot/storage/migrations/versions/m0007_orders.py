"""Imported orders, and which of them a case is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column(
            "order_number", sa.String(), nullable=False, comment="the shop's; sealed once its buyer was forgotten"
        ),
        sa.Column("goods", sa.String(), nullable=False, comment="one line of the order, with its specification"),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_fen", sa.Integer(), nullable=True),
        sa.Column("sum_fen", sa.Integer(), nullable=True, comment="what this line costs"),
        sa.Column("paid_fen", sa.Integer(), nullable=True, comment="what was paid for the whole order"),
        sa.Column("buyer_name", sa.String(), nullable=False, comment="nickname in the group, else who collects it"),
        sa.Column("buyer_key", sa.String(), nullable=False, comment="the name as names are compared; empty: not known"),
        sa.Column("phone_tail", sa.String(), nullable=True, comment="the last four digits; no more is kept"),
        sa.Column("pickup_point", sa.String(), nullable=True),
        sa.Column("ordered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("arrives_on", sa.Date(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("imported_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "member_id",
            sa.String(),
            nullable=True,
            comment="whose it is, once a number, a phone's tail or a leader has said so",
        ),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_orders_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("group", "order_number", "goods", name=op.f("uq_orders_group_order_number_goods")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_buyer", ["group", "buyer_key"], unique=False)
        batch_op.create_index("ix_orders_phone_tail", ["group", "phone_tail"], unique=False)
        batch_op.create_index("ix_orders_member", ["group", "member_id"], unique=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("order", sa.Integer(), nullable=True, comment="the line of an order it is about"))
        batch_op.create_index("ix_cases_order", ["order"], unique=False)
