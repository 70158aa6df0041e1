"""Pictures, kept by the hash of their content, and those still to be fetched from a platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.storage.rows import build, insert_once
from bot.storage.tables import image_fetches, images


@dataclass(frozen=True)
class StoredImage:
    """A checked picture, at most 1 MB."""

    content_hash: str
    content: bytes
    content_type: str
    width: int
    height: int
    added_at: datetime


@dataclass(frozen=True)
class Fetch:
    """A picture to be fetched; `due_at` is when to try, or to tell of one that was given up, and None after that."""

    id: int
    platform: str
    account: str
    ref: str
    case: int | None
    state: str
    attempts: int
    due_at: datetime | None
    content_hash: str | None = None
    error: str | None = None


def add(conn: Connection, image: StoredImage) -> None:
    insert_once(conn, images, vars(image))


def get(conn: Connection, content_hash: str) -> StoredImage | None:
    row = conn.execute(select(images).where(images.c.content_hash == content_hash)).first()
    return build(StoredImage, row) if row else None


def want(conn: Connection, platform: str, account: str, ref: str, now: datetime, case: int | None = None) -> None:
    """Have a picture fetched soon; `case` is where it has to be looked at then."""
    values = {"platform": platform, "account": account, "ref": ref, "state": "pending", "attempts": 0, "due_at": now}
    insert_once(conn, image_fetches, {**values, "case": case})


def due(conn: Connection, now: datetime, platforms: list[str], limit: int) -> list[Fetch]:
    query = (
        select(image_fetches)
        .where(
            image_fetches.c.state == "pending", image_fetches.c.due_at <= now, image_fetches.c.platform.in_(platforms)
        )
        .order_by(image_fetches.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [build(Fetch, row) for row in conn.execute(query)]


def lost(conn: Connection, now: datetime, limit: int = 20) -> list[Fetch]:
    """Pictures that were given up and whose senders have to hear of it now."""
    query = (
        select(image_fetches)
        .where(image_fetches.c.state == "failed", image_fetches.c.due_at <= now)
        .order_by(image_fetches.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [build(Fetch, row) for row in conn.execute(query)]


def change(conn: Connection, fetch: int, **values: Any) -> None:
    conn.execute(update(image_fetches).where(image_fetches.c.id == fetch).values(**values))


def by_refs(conn: Connection, platform: str, refs: list[str]) -> list[Fetch]:
    query = select(image_fetches).where(image_fetches.c.platform == platform, image_fetches.c.ref.in_(refs or [""]))
    return [build(Fetch, row) for row in conn.execute(query.order_by(image_fetches.c.id))]


def next_due(conn: Connection) -> datetime | None:
    return conn.execute(select(func.min(image_fetches.c.due_at))).scalar()


def put(conn: Connection, platform: str, account: str, ref: str, content_hash: str | None) -> None:
    """Say what a picture is that nobody has to fetch: kept already, or not to be had. What is kept stays."""
    state = "fetched" if content_hash else "failed"
    values = {"platform": platform, "account": account, "ref": ref, "attempts": 0}
    insert_once(conn, image_fetches, {**values, "state": state, "content_hash": content_hash})
    if content_hash:
        where = (image_fetches.c.platform == platform, image_fetches.c.ref == ref)
        conn.execute(update(image_fetches).where(*where).values(state=state, content_hash=content_hash, error=None))
