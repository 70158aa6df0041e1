"""`anxin admin add`: somebody who may log in, or a new password for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot.replies import say
from bot.storage import groups, open_storage, users
from bot.storage.users import Audited, Role
from bot.web import passwords

NAME = re.compile(r"[A-Za-z0-9._-]{2,32}")


class CannotAdd(Exception):
    """The account cannot be made; the message is the sentence that says why."""


async def add_account(
    url: str, name: str, role: Role, group_names: Sequence[str], password: str, now: datetime
) -> tuple[str, str]:
    """Add a user of the console, or give one a new password; returns what went wrong, or what was done."""
    trouble = passwords.trouble_with(password, password)
    if not NAME.fullmatch(name):
        trouble = say("cli.admin_name")
    if trouble:
        return trouble, ""
    hashed = await passwords.hash_password(password)
    storage = open_storage(url)
    try:
        done = await storage.write(partial(keep, name=name, role=role, group_names=group_names, hashed=hashed, now=now))
    except CannotAdd as e:
        return str(e), ""
    finally:
        storage.close()
    return "", done


def keep(conn: Connection, *, name: str, role: Role, group_names: Sequence[str], hashed: str, now: datetime) -> str:
    """Write the account; somebody who is there already keeps their role and is logged out everywhere."""
    seen = [_group_named(conn, wanted) for wanted in group_names] or None
    user = users.add(conn, name, name, role, seen, now)
    key = "cli.admin_added" if user is not None else "cli.admin_changed"
    user = user or users.by_name(conn, name)
    assert user is not None
    users.change(conn, user.id, disabled_at=None)
    users.set_password(conn, user.id, hashed)
    users.log_action(conn, Audited(now, None, "anxin admin add", "", "user_changed", f"user:{user.id}", user.role))
    return say(key, name=user.name, role=say(f"console.roles.{user.role}"))


def _group_named(conn: Connection, wanted: str) -> int:
    found = [group.id for group in groups.everyone(conn) if wanted in (group.name, group.group_id)]
    if len(found) != 1:
        raise CannotAdd(say("cli.admin_group", name=wanted))
    return found[0]
