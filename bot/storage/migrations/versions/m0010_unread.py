"""What nobody reads goes: a browser's name, a name beside its id, the price of one, two values inside JSON."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

offers = sa.table("offers", sa.column("id"), sa.column("proposed", sa.JSON(none_as_null=True)))
inbox = sa.table("inbox", sa.column("id"), sa.column("kind"), sa.column("payload", sa.JSON(none_as_null=True)))


def upgrade() -> None:
    # Not in a batch: that makes the table anew, to which rows of others refer.
    op.drop_column("sessions", "agent")
    op.drop_column("offers", "asked_by_name")
    op.drop_column("orders", "unit_fen")
    _take_out("within_h", offers, offers.c.proposed, offers.c.proposed.is_not(None))
    _take_out("in_group", inbox, inbox.c.payload, inbox.c.kind == "ButtonPress")


def _take_out(key: str, table: sa.TableClause, column: sa.ColumnClause[Any], rows: sa.ColumnElement[bool]) -> None:
    """Take one key out of the JSON of a column."""
    conn = op.get_bind()
    for number, value in conn.execute(sa.select(table.c.id, column).where(rows)).all():
        if key in value:
            kept = {name: part for name, part in value.items() if name != key}
            conn.execute(sa.update(table).where(table.c.id == number).values({column.name: kept}))
