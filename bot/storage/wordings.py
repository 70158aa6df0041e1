"""The wordings that people here gave to sentences of the catalogue: for one group, or for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from bot.storage.rows import build, insert_once
from bot.storage.tables import wordings


@dataclass(frozen=True)
class Worded:
    """One sentence's own wordings; `group` None is for every group that has none of its own."""

    group: int | None
    key: str
    texts: tuple[str, ...]
    version: int
    changed_at: datetime
    changed_by_name: str


def texts_of(conn: Connection, group: int | None, key: str) -> tuple[str, ...]:
    """The group's own wordings of a sentence, else the installation's; empty where the catalogue's hold."""
    here = _of(group) if group is None else or_(_of(group), _of(None))
    query = select(wordings.c.texts).where(wordings.c.key == key, here).order_by(wordings.c.group.is_(None))
    found = conn.execute(query).first()
    return tuple(found.texts) if found else ()


def get(conn: Connection, group: int | None, key: str) -> Worded | None:
    """What was written for exactly this group, or for all."""
    row = conn.execute(select(wordings).where(wordings.c.key == key, _of(group))).first()
    return build(Worded, row) if row else None


def everything(conn: Connection, group: int | None) -> dict[str, Worded]:
    """By key, what holds in a group: its own wordings, else the installation's."""
    here = _of(group) if group is None else or_(_of(group), _of(None))
    query = select(wordings).where(here).order_by(wordings.c.group.is_not(None))
    return {row.key: build(Worded, row) for row in conn.execute(query)}


def put(conn: Connection, group: int | None, key: str, texts: Sequence[str], seen: int, by: str, now: datetime) -> bool:
    """From now on these are the wordings of a sentence; False when they are not in the version any more that was
    `seen` (0: none)."""
    new = {"texts": list(texts), "version": seen + 1, "changed_at": now, "changed_by_name": by}
    if not seen:
        return insert_once(conn, wordings, {"group": group, "key": key, **new})
    here = (wordings.c.key == key, _of(group), wordings.c.version == seen)
    return bool(conn.execute(update(wordings).where(*here).values(**new)).rowcount)


def drop(conn: Connection, group: int | None, key: str, seen: int) -> bool:
    """The sentence is worded as it was before; False when that is not the version any more that was `seen`."""
    here = (wordings.c.key == key, _of(group), wordings.c.version == seen)
    return bool(conn.execute(delete(wordings).where(*here)).rowcount)


def _of(group: int | None) -> ColumnElement[bool]:
    return wordings.c.group.is_(None) if group is None else wordings.c.group == group
