"""The outbox: what is to be said, and what became of it. A row is claimed before the platform is called."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.storage.rows import build, insert_once
from bot.storage.tables import outbox

CLOCKS_DIFFER = timedelta(seconds=3)
UNDECIDED = ("draft", "pending")
"""States in which a message can still be taken back."""
UNSAID = "unsaid"
"""Why a draft waits that was left for a member whose case ended first."""
UNREACHABLE = "unreachable"
"""What a message that failed waits for: the member opening the private chat."""


@dataclass(frozen=True)
class Post:
    """One message to a group (`group`) or a member (`member_id`).

    `dedupe_key` is purpose + what it is about: the same key is written once, whatever happens. `prompted` says that it
    answers somebody who just wrote, so quiet hours do not hold it. A `draft` waits for the group leader.
    """

    dedupe_key: str
    platform: str
    account: str
    purpose: str
    text: str
    created_at: datetime
    not_before: datetime
    group: int | None = None
    member_id: str | None = None
    case: int | None = None
    mention: tuple[Any, ...] = ()
    quote_message_id: str | None = None
    topic_id: str | None = None
    buttons: tuple[Any, ...] = ()
    image_hash: str | None = None
    prompted: bool = True
    state: str = "pending"
    held_for: str | None = None
    attempts: int = 0
    approved_at: datetime | None = None
    approved_by: Mapping[str, Any] | None = None
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    sent_message_id: str | None = None
    degraded: tuple[str, ...] = field(default_factory=tuple)
    error: str | None = None
    id: int = 0

    def had_arrived(self, at: datetime) -> bool:
        """Whether what was written then may answer this; where money hangs on it, the times are compared as they stand.

        Platforms give whole seconds of clocks of their own, and a message counts as sent once they have said so, when
        its reader may have read it already.
        """
        return self.sent_at is not None and self.sent_at - CLOCKS_DIFFER <= at


def add(conn: Connection, post: Post) -> bool:
    """Put a message into the outbox; False when its dedupe key is there already."""
    values = {k: v for k, v in vars(post).items() if k != "id"}
    for key in ("mention", "buttons", "degraded"):
        values[key] = list(values[key])
    return insert_once(conn, outbox, values)


def get(conn: Connection, row_id: int, *, for_update: bool = False) -> Post:
    query = select(outbox).where(outbox.c.id == row_id)
    return build(Post, conn.execute(query.with_for_update() if for_update else query).one())


def find(conn: Connection, dedupe_key: str) -> Post | None:
    row = conn.execute(select(outbox).where(outbox.c.dedupe_key == dedupe_key)).first()
    return build(Post, row) if row else None


def of_case(conn: Connection, case: int) -> list[Post]:
    return _all(conn, outbox.c.case == case)


def _all(conn: Connection, *where: ColumnElement[bool]) -> list[Post]:
    return [build(Post, row) for row in conn.execute(select(outbox).where(*where).order_by(outbox.c.id))]


def due(conn: Connection, now: datetime, platforms: Collection[str], limit: int, state: str = "pending") -> list[Post]:
    """Messages in `state` whose time has come, locked for this transaction; another process's are passed over."""
    query = (
        select(outbox)
        .where(outbox.c.state == state, outbox.c.not_before <= now, outbox.c.platform.in_(platforms))
        .order_by(outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [build(Post, row) for row in conn.execute(query)]


def next_due(conn: Connection) -> datetime | None:
    waiting = outbox.c.state.in_(("pending", "withdrawing"))
    return conn.execute(select(func.min(outbox.c.not_before)).where(waiting)).scalar()


def targets_in_flight(conn: Connection) -> set[tuple[int | None, str, str | None]]:
    """(group, platform, member) of the messages being sent now."""
    columns = (outbox.c.group, outbox.c.platform, outbox.c.member_id)
    rows = conn.execute(select(*columns).where(outbox.c.state == "sending"))
    return {(row.group, row.platform, row.member_id) for row in rows}


def posted_in_group(conn: Connection, group: int, since: datetime) -> list[datetime]:
    """When we posted in the group after `since`, oldest first; unconfirmed posts and those on their way count."""
    when = func.coalesce(outbox.c.sent_at, outbox.c.claimed_at)
    rows = conn.execute(
        select(when.label("at"))
        .where(outbox.c.group == group, outbox.c.state.in_(("sending", "sent", "unconfirmed")), when > since)
        .order_by(when)
    )
    return [row.at for row in rows]


def said_by(
    conn: Connection, platform: str, account: str, since: datetime, but: Sequence[str]
) -> list[tuple[datetime, bool]]:
    """When the account said something after `since`, and whether in private, oldest first; without the purposes `but`.
    What is on its way or unconfirmed counts."""
    when = func.coalesce(outbox.c.sent_at, outbox.c.claimed_at)
    under_way = and_(outbox.c.state.in_(("sending", "unconfirmed")), outbox.c.claimed_at > since)
    rows = conn.execute(
        select(when.label("at"), outbox.c.group)
        .where(
            outbox.c.platform == platform,
            outbox.c.account == account,
            outbox.c.purpose.not_in(but),
            or_(outbox.c.sent_at > since, under_way),
        )
        .order_by(when)
    )
    return [(row.at, row.group is None) for row in rows]


def change(conn: Connection, row_id: int, **values: Any) -> None:
    conn.execute(update(outbox).where(outbox.c.id == row_id).values(**values))


def finish(conn: Connection, row_id: int, **values: Any) -> bool:
    """Write what became of a message that is being sent; False when somebody else already settled it."""
    statement = update(outbox).where(outbox.c.id == row_id, outbox.c.state == "sending").values(**values)
    return bool(conn.execute(statement).rowcount)


def cancel(conn: Connection, case: int, purposes: Sequence[str]) -> int:
    """Take back what was not sent yet; how many messages that were."""
    statement = (
        update(outbox)
        .where(outbox.c.case == case, outbox.c.purpose.in_(purposes), outbox.c.state.in_(UNDECIDED))
        .values(state="cancelled")
    )
    return conn.execute(statement).rowcount


def approve(conn: Connection, case: int, now: datetime) -> int:
    """The leader lets a case's drafts go out now, and what is held, failed or unconfirmed once more; how many."""
    waits = or_(
        outbox.c.state == "draft",
        and_(outbox.c.state == "pending", outbox.c.held_for.is_not(None)),
        and_(
            outbox.c.state.in_(("failed", "unconfirmed")),
            outbox.c.purpose != "notice",
            or_(outbox.c.held_for.is_(None), outbox.c.held_for != UNREACHABLE),
        ),
    )
    statement = (
        update(outbox)
        .where(outbox.c.case == case, waits)
        .values(state="pending", not_before=now, approved_at=now, held_for=None, error=None)
    )
    return conn.execute(statement).rowcount


def approve_opening(conn: Connection, case: int, now: datetime) -> None:
    """The member came to the private chat: the opening that could not be delivered, or was a draft, goes out now."""
    waits = outbox.c.state.in_(("draft", "failed", "cancelled"))
    conn.execute(
        update(outbox)
        .where(outbox.c.case == case, outbox.c.purpose == "opening", waits)
        .values(state="pending", not_before=now, prompted=True, error=None)
    )


def back_to_draft(conn: Connection, platform: str, member_id: str) -> None:
    """What waits for a member who asked not to be written to goes out only when a leader insists."""
    mine = (outbox.c.platform == platform, outbox.c.member_id == member_id, outbox.c.state == "pending")
    conn.execute(update(outbox).where(*mine, outbox.c.purpose.in_(("opening", "case_member"))).values(state="draft"))


def send_again(conn: Connection, case: int, purpose: str, now: datetime) -> int:
    """The member can be reached now: what could not be delivered goes out; how many messages that are."""
    statement = (
        update(outbox)
        .where(outbox.c.case == case, outbox.c.purpose == purpose, outbox.c.state == "failed")
        .values(state="pending", not_before=now, prompted=True, held_for=None, error=None)
    )
    return conn.execute(statement).rowcount


def withdraw(conn: Connection, post: Post, now: datetime) -> None:
    """Have a sent post deleted from its group."""
    conn.execute(update(outbox).where(outbox.c.id == post.id).values(state="withdrawing", not_before=now))


def abandoned(conn: Connection, before: datetime) -> list[Post]:
    """Messages whose sender was lost in the middle of a call, locked for this transaction."""
    query = (
        select(outbox)
        .where(outbox.c.state == "sending", outbox.c.claimed_at <= before)
        .order_by(outbox.c.id)
        .with_for_update(skip_locked=True)
    )
    return [build(Post, row) for row in conn.execute(query)]


def in_state(conn: Connection, state: str) -> list[Post]:
    return _all(conn, outbox.c.state == state)


def last_to(conn: Connection, platform: str, member_id: str) -> Post | None:
    """The last private message that somebody was sent."""
    mine = (outbox.c.platform == platform, outbox.c.member_id == member_id, outbox.c.sent_at.is_not(None))
    row = conn.execute(select(outbox).where(*mine).order_by(outbox.c.sent_at.desc(), outbox.c.id.desc()).limit(1))
    found = row.first()
    return build(Post, found) if found else None
