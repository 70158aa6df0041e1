"""Exported orders: a table's rows in, lines of orders out; what cannot be read is told row by row."""

from bot.domain.orders.columns import CannotUse, Columns, columns_in
from bot.domain.orders.model import BadRow, OrderLine, Read, name_key
from bot.domain.orders.rows import read

__all__ = ["BadRow", "CannotUse", "Columns", "OrderLine", "Read", "columns_in", "name_key", "read"]
