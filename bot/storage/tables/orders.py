"""What members bought: the lines of imported orders."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from bot.storage.tables.base import metadata
from bot.storage.types import UtcDateTime

orders = Table(
    "orders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("order_number", String, nullable=False, comment="the shop's; sealed once its buyer was forgotten"),
    Column("goods", String, nullable=False, comment="one line of the order, with its specification"),
    Column("quantity", Integer, nullable=False),
    Column("sum_fen", Integer, comment="what this line costs"),
    Column("paid_fen", Integer, comment="what was paid for the whole order"),
    Column("buyer_name", String, nullable=False, comment="nickname in the group, else who collects it"),
    Column("buyer_key", String, nullable=False, comment="the name as names are compared; empty: not known"),
    Column("phone_tail", String, comment="the last four digits; no more is kept"),
    Column("pickup_point", String),
    Column("ordered_at", UtcDateTime),
    Column("arrives_on", Date),
    Column("cancelled", Boolean, nullable=False, server_default=text("false")),
    Column("imported_at", UtcDateTime, nullable=False),
    Column("member_id", String, comment="whose it is, once a number, a phone's tail or a leader has said so"),
    UniqueConstraint("group", "order_number", "goods"),
    Index("ix_orders_buyer", "group", "buyer_key"),
    Index("ix_orders_phone_tail", "group", "phone_tail"),
    Index("ix_orders_member", "group", "member_id"),
)
