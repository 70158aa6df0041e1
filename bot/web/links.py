"""One-time links by which somebody sets a password."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.ports import Context
from bot.storage import users
from bot.web import passwords

LINK_LASTS = timedelta(days=1)


def link_for(ctx: Context, conn: Connection, user: int, url: str) -> str:
    """A one-time link by which this user sets a password."""
    token, now = passwords.new_token(), ctx.now()
    users.add_link(conn, passwords.token_hash(token), user, now, now + LINK_LASTS)
    return f"{url}/welcome/{token}"
