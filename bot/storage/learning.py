"""What the detector has learned in this installation: versions, one of them active."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.storage.reviews import Correction
from bot.storage.rows import build, insert_once
from bot.storage.tables import corrections, learned_models

ABANDONED = timedelta(hours=1)
"""A version that is still being made after so long is made again by whoever asks."""


@dataclass(frozen=True)
class LearnedModel:
    """One version. `state` is working, active, replaced, rolled_back, refused or damaged."""

    number: int
    made_at: datetime
    by: str
    base: str
    up_to: int
    state: str
    arrays: bytes | None = None
    checksum: str | None = None
    report: Any = None


def waiting(conn: Connection, base: str) -> Correction | None:
    """The first correction that no version beside this shipped model knows."""
    known = select(func.coalesce(func.max(learned_models.c.up_to), 0)).where(
        learned_models.c.base == base, learned_models.c.state.not_in(["working", "damaged"])
    )
    query = select(corrections).where(corrections.c.id > known.scalar_subquery()).order_by(corrections.c.id).limit(1)
    row = conn.execute(query).first()
    return build(Correction, row) if row else None


def claim(conn: Connection, base: str, up_to: int, by: str, now: datetime) -> int | None:
    """The number of a version to be made; None when it was made before or another process makes it."""
    values = {"made_at": now, "by": by, "base": base, "up_to": up_to, "state": "working"}
    is_new = insert_once(conn, learned_models, values)
    query = select(learned_models).where(learned_models.c.base == base, learned_models.c.up_to == up_to)
    row = build(LearnedModel, conn.execute(query.with_for_update()).one())
    if is_new:
        return row.number
    abandoned = row.state == "working" and now - row.made_at >= ABANDONED
    if not abandoned and row.state != "damaged":
        return None
    again = {"made_at": now, "by": by, "state": "working"}
    conn.execute(update(learned_models).where(learned_models.c.number == row.number).values(**again))
    return row.number


def finish(conn: Connection, number: int, report: Any, arrays: bytes | None, checksum: str | None) -> None:
    """Make a version the active one; without arrays it was refused."""
    if arrays is not None:
        _retire(conn, "replaced")
    conn.execute(
        update(learned_models)
        .where(learned_models.c.number == number)
        .values(state="active" if arrays is not None else "refused", report=report, arrays=arrays, checksum=checksum)
    )


def forget_claim(conn: Connection, number: int) -> None:
    """Nothing came of making a version: whoever asks next may try."""
    conn.execute(learned_models.delete().where(learned_models.c.number == number, learned_models.c.state == "working"))


def active(conn: Connection) -> LearnedModel | None:
    row = conn.execute(select(learned_models).where(learned_models.c.state == "active")).first()
    return build(LearnedModel, row) if row else None


def active_number(conn: Connection) -> int | None:
    """Which version is active: cheap, for everyone who keeps it in memory."""
    number: int | None = conn.execute(
        select(learned_models.c.number).where(learned_models.c.state == "active")
    ).scalar()
    return number


def roll_back(conn: Connection) -> tuple[LearnedModel, LearnedModel | None] | None:
    """Drop the active version for the one before it, or for none; what was dropped and what holds now."""
    dropped = active(conn)
    if dropped is None:
        return None
    _retire(conn, "rolled_back")
    query = (
        select(learned_models)
        .where(learned_models.c.state == "replaced", learned_models.c.base == dropped.base)
        .order_by(learned_models.c.number.desc())
        .limit(1)
    )
    row = conn.execute(query).first()
    if row is None:
        return dropped, None
    before = build(LearnedModel, row)
    conn.execute(update(learned_models).where(learned_models.c.number == before.number).values(state="active"))
    return dropped, before


def set_damaged(conn: Connection, number: int) -> bool:
    """Take a version that cannot be read out of use; whether this call did."""
    changed = conn.execute(
        update(learned_models)
        .where(learned_models.c.number == number, learned_models.c.state == "active")
        .values(state="damaged")
        .returning(learned_models.c.number)
    )
    return changed.first() is not None


def everything(conn: Connection) -> Sequence[LearnedModel]:
    """All versions without their arrays, oldest first."""
    columns = [column for column in learned_models.c if column.name != "arrays"]
    return [build(LearnedModel, row) for row in conn.execute(select(*columns).order_by(learned_models.c.number))]


def _retire(conn: Connection, state: str) -> None:
    conn.execute(update(learned_models).where(learned_models.c.state == "active").values(state=state))
