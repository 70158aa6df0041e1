"""The accounts that we send through: refusals in a row, and whether sending by itself has stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.storage.rows import build, insert_once
from bot.storage.tables import accounts


@dataclass(frozen=True)
class Account:
    """One account on one platform. `modes` are its groups' modes before sending stopped, by our group id."""

    platform: str
    account: str
    refused: int = 0
    stopped_at: datetime | None = None
    reason: str | None = None
    modes: Mapping[str, Any] = field(default_factory=dict)


def get(conn: Connection, platform: str, account: str, *, for_update: bool = False) -> Account:
    """The account; one that nothing was ever refused to is as new."""
    query = select(accounts).where(accounts.c.platform == platform, accounts.c.account == account)
    row = conn.execute(query.with_for_update() if for_update else query).first()
    return build(Account, row) if row else Account(platform, account)


def stopped(conn: Connection) -> list[Account]:
    """The accounts whose sending has stopped, oldest first."""
    query = select(accounts).where(accounts.c.stopped_at.is_not(None)).order_by(accounts.c.stopped_at)
    return [build(Account, row) for row in conn.execute(query)]


def change(conn: Connection, platform: str, account: str, **values: Any) -> Account:
    """Set columns, with a row of its own from the first time on."""
    new = {"platform": platform, "account": account, "refused": 0, "modes": {}}
    insert_once(conn, accounts, new)
    where = (accounts.c.platform == platform, accounts.c.account == account)
    conn.execute(update(accounts).where(*where).values(**values))
    return get(conn, platform, account)


def took(conn: Connection, platform: str, account: str) -> None:
    """The platform took a message: nothing is refused in a row."""
    where = (accounts.c.platform == platform, accounts.c.account == account, accounts.c.refused > 0)
    conn.execute(update(accounts).where(*where, accounts.c.stopped_at.is_(None)).values(refused=0))
