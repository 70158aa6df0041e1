"""The console's users, their sessions, one-time links and the audit log. Only hashes of tokens are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from bot.storage.rows import build, insert_once
from bot.storage.tables import audit, login_attempts, login_links, secrets, sessions, users

Role = Literal["owner", "leader", "admin", "viewer"]
NAME_LENGTH = 32
ROLES: tuple[Role, ...] = ("owner", "leader", "admin", "viewer")


@dataclass(frozen=True)
class User:
    """Somebody who may log in. `groups` are the ids of the groups they see; None means all of them."""

    id: int
    name: str
    display_name: str
    role: Role
    created_at: datetime
    password_hash: str | None = None
    groups: tuple[int, ...] | None = None
    disabled_at: datetime | None = None


@dataclass(frozen=True)
class Session:
    """One browser that is logged in."""

    token_hash: str
    user: int
    created_at: datetime
    seen_at: datetime
    address: str


@dataclass(frozen=True)
class Audited:
    """One line of the audit log: who did what to what, from where."""

    at: datetime
    user: int | None
    user_name: str
    address: str
    action: str
    subject: str
    detail: str
    id: int = 0


def login_name(typed: str) -> str:
    """A name as it is kept and compared, however it was typed."""
    return typed.replace("\0", "").strip().lower()[:NAME_LENGTH]


def add(
    conn: Connection, name: str, display_name: str, role: Role, groups: Sequence[int] | None, at: datetime
) -> User | None:
    """Add a user without a password; None when the name is taken."""
    values = {
        "name": login_name(name), "display_name": display_name, "role": role,
        "groups": None if groups is None else list(groups), "created_at": at,
    }  # fmt: skip
    return by_name(conn, name) if insert_once(conn, users, values) else None


def everyone(conn: Connection) -> list[User]:
    return [build(User, row) for row in conn.execute(select(users).order_by(users.c.id))]


def get(conn: Connection, user: int) -> User | None:
    row = conn.execute(select(users).where(users.c.id == user)).first()
    return build(User, row) if row else None


def by_name(conn: Connection, name: str) -> User | None:
    row = conn.execute(select(users).where(users.c.name == login_name(name))).first()
    return build(User, row) if row else None


def change(conn: Connection, user: int, **values: Any) -> None:
    conn.execute(update(users).where(users.c.id == user).values(**values))


def set_password(conn: Connection, user: int, password_hash: str) -> None:
    """Give somebody a password; whatever let them in before lets nobody in any more."""
    change(conn, user, password_hash=password_hash)
    shut_out(conn, user)


def shut_out(conn: Connection, user: int) -> None:
    """End somebody's sessions and one-time links."""
    end_sessions_of(conn, user)
    conn.execute(delete(login_links).where(login_links.c.user == user))


def open_session(conn: Connection, session: Session) -> None:
    conn.execute(sessions.insert().values(**vars(session)))


def session(conn: Connection, token_hash: str) -> tuple[Session, User] | None:
    """A session and its user; None when there is none or the user was disabled."""
    row = conn.execute(select(sessions).where(sessions.c.token_hash == token_hash)).first()
    if row is None:
        return None
    found = build(Session, row)
    user = get(conn, found.user)
    return None if user is None or user.disabled_at is not None else (found, user)


def session_seen(conn: Connection, token_hash: str, at: datetime) -> None:
    conn.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=at))


def end_session(conn: Connection, token_hash: str) -> None:
    conn.execute(delete(sessions).where(sessions.c.token_hash == token_hash))


def end_sessions_of(conn: Connection, user: int) -> None:
    conn.execute(delete(sessions).where(sessions.c.user == user))


def sessions_of(conn: Connection, user: int) -> list[Session]:
    query = select(sessions).where(sessions.c.user == user).order_by(sessions.c.seen_at.desc())
    return [build(Session, row) for row in conn.execute(query)]


def drop_old_sessions(conn: Connection, idle_since: datetime, begun_before: datetime) -> int:
    """Forget sessions that nobody used since `idle_since` or that began before `begun_before`; how many."""
    old = or_(sessions.c.seen_at < idle_since, sessions.c.created_at < begun_before)
    return conn.execute(delete(sessions).where(old)).rowcount


def add_link(conn: Connection, token_hash: str, user: int, at: datetime, expires_at: datetime) -> None:
    """Keep a one-time link that lets this user set a password."""
    conn.execute(login_links.insert().values(token_hash=token_hash, user=user, created_at=at, expires_at=expires_at))


def user_of_link(conn: Connection, token_hash: str, now: datetime) -> User | None:
    """Whose link it is, while it is neither used nor expired."""
    row = conn.execute(
        select(login_links.c.user).where(
            login_links.c.token_hash == token_hash, login_links.c.used_at.is_(None), login_links.c.expires_at > now
        )
    ).first()
    return get(conn, row.user) if row else None


def use_link(conn: Connection, token_hash: str, now: datetime) -> bool:
    """Mark a link as used; False when somebody was faster or it has expired."""
    used = conn.execute(
        update(login_links)
        .where(login_links.c.token_hash == token_hash, login_links.c.used_at.is_(None), login_links.c.expires_at > now)
        .values(used_at=now)
        .returning(login_links.c.user)
    ).first()
    return used is not None


def attempted(conn: Connection, name: str, address: str, at: datetime, *, succeeded: bool) -> int:
    """Note that somebody tried to log in; the number of this try."""
    values = {"name": login_name(name), "address": address, "at": at, "succeeded": succeeded}
    return int(conn.execute(login_attempts.insert().values(**values).returning(login_attempts.c.id)).scalar_one())


def attempt_succeeded(conn: Connection, attempt: int) -> None:
    conn.execute(update(login_attempts).where(login_attempts.c.id == attempt).values(succeeded=True))


def forget_attempt(conn: Connection, attempt: int) -> None:
    conn.execute(delete(login_attempts).where(login_attempts.c.id == attempt))


def failures(conn: Connection, name: str, address: str, since: datetime) -> tuple[int, int]:
    """How often logging in failed since then: for this name, and from this address."""
    failed = and_(login_attempts.c.at >= since, login_attempts.c.succeeded.is_(False))

    def number(where: Any) -> int:
        return int(conn.execute(select(func.count()).select_from(login_attempts).where(failed, where)).scalar_one())

    return number(login_attempts.c.name == login_name(name)), number(login_attempts.c.address == address)


def log_action(conn: Connection, entry: Audited) -> None:
    conn.execute(audit.insert().values(**{k: v for k, v in vars(entry).items() if k != "id"}))


def did(conn: Connection, user: int, action: str, subject: str, since: datetime) -> bool:
    """Whether somebody has done this since then."""
    mine = (audit.c.subject == subject, audit.c.action == action, audit.c.user == user, audit.c.at > since)
    return conn.execute(select(audit.c.id).where(*mine).limit(1)).first() is not None


def audit_log(
    conn: Connection, *, before: int | None = None, subject: str | None = None, limit: int = 100
) -> list[Audited]:
    """The newest lines of the audit log, or those before one; of one subject, where it is named."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if subject is not None:
        query = query.where(audit.c.subject == subject)
    if before is not None:
        query = query.where(audit.c.id < before)
    return [build(Audited, row) for row in conn.execute(query)]


def secret(conn: Connection, name: str, made: str) -> str:
    """The installation's own secret of this name; `made` becomes it when there is none yet."""
    insert_once(conn, secrets, {"name": name, "value": made})
    return str(conn.execute(select(secrets.c.value).where(secrets.c.name == name)).scalar_one())
