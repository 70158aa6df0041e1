"""What was said in groups and in private."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.storage.rows import build, insert_once
from bot.storage.tables import direct_messages, groups, messages


@dataclass(frozen=True)
class Message:
    """One message of a group. `images` are {"ref", "content_hash"} dicts; `complaint` is None until judged."""

    group: int
    message_id: str
    member_id: str
    member_name: str
    role: str
    at: datetime
    text: str
    images: tuple[Any, ...] = ()
    quote_id: str | None = None
    mentions: tuple[str, ...] = ()
    topic_id: str | None = None
    burst: int | None = None
    case: int | None = None
    complaint: bool | None = None
    category: str | None = None
    goods: tuple[str, ...] = ()
    recalled_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True)
class Direct:
    """One private message, `direction` "in" from the member or "out" to them."""

    platform: str
    account: str
    member_id: str
    direction: str
    at: datetime
    text: str
    message_id: str | None = None
    images: tuple[Any, ...] = ()
    case: int | None = None
    burst: int | None = None
    recalled_at: datetime | None = None
    id: int = 0


def add(conn: Connection, message: Message) -> bool:
    """Keep a group's message; False when it is here already."""
    values = {k: v for k, v in vars(message).items() if k != "id"}
    for key in ("images", "mentions", "goods"):
        values[key] = list(values[key])
    return insert_once(conn, messages, values)


def find(conn: Connection, group: int, message_id: str) -> Message | None:
    query = select(messages).where(messages.c.group == group, messages.c.message_id == message_id)
    row = conn.execute(query).first()
    return build(Message, row) if row else None


def recent(conn: Connection, group: int, limit: int, before: int | None = None) -> list[Message]:
    """The group's last messages, oldest first; `before` leaves out that row's id and later ones."""
    query = select(messages).where(messages.c.group == group)
    if before is not None:
        query = query.where(messages.c.id < before)
    rows = conn.execute(query.order_by(messages.c.id.desc()).limit(limit)).all()
    return [build(Message, row) for row in reversed(rows)]


def of_leader_since(conn: Connection, group: int, since: datetime, before: int, limit: int) -> list[Message]:
    """The leader's last messages in the group since then and before that row, oldest first."""
    query = select(messages).where(
        messages.c.group == group,
        messages.c.at >= since,
        messages.c.id < before,
        messages.c.role == "group_leader",
        messages.c.recalled_at.is_(None),
    )
    rows = conn.execute(query.order_by(messages.c.id.desc()).limit(limit)).all()
    return [build(Message, row) for row in reversed(rows)]


def names_in(conn: Connection, group: int) -> list[str]:
    """Everybody's names who has spoken in the group, the longest first."""
    names = conn.execute(select(messages.c.member_name).where(messages.c.group == group).distinct()).scalars()
    return sorted((name for name in names if name), key=lambda name: (-len(name), name))


def after(conn: Connection, group: int, first: int) -> list[Message]:
    """The group's messages later than row `first`, oldest first."""
    query = select(messages).where(messages.c.group == group, messages.c.id > first).order_by(messages.c.id)
    return [build(Message, row) for row in conn.execute(query)]


def of_burst(conn: Connection, burst: int) -> list[Message]:
    query = select(messages).where(messages.c.burst == burst).order_by(messages.c.id)
    return [build(Message, row) for row in conn.execute(query)]


def of_bursts(conn: Connection, bursts: Collection[int]) -> dict[int, list[Message]]:
    """The messages of several bursts, by burst."""
    query = select(messages).where(messages.c.burst.in_(bursts)).order_by(messages.c.id)
    found: dict[int, list[Message]] = {}
    for row in conn.execute(query):
        found.setdefault(row.burst, []).append(build(Message, row))
    return found


def of_case(conn: Connection, case: int) -> list[Message]:
    query = select(messages).where(messages.c.case == case).order_by(messages.c.id)
    return [build(Message, row) for row in conn.execute(query)]


def case_of_picture(conn: Connection, platform: str, ref: str, since: datetime) -> int | None:
    """The case of the message, in a group or in private, that this picture came with."""
    said = (
        select(messages.c.case, messages.c.images)
        .join(groups, groups.c.id == messages.c.group)
        .where(groups.c.platform == platform, messages.c.at >= since, messages.c.case.is_not(None))
    )
    whispered = select(direct_messages.c.case, direct_messages.c.images).where(
        direct_messages.c.platform == platform, direct_messages.c.at >= since, direct_messages.c.case.is_not(None)
    )
    rows = [*conn.execute(said), *conn.execute(whispered)]
    return next((row.case for row in rows if any(image["ref"] == ref for image in row.images)), None)


def by_text(conn: Connection, group: int, text: str, member_id: str | None = None, limit: int = 200) -> Message | None:
    """The latest member's message of the group with exactly this text; with `member_id` only that member's."""
    rows = conn.execute(select(messages).where(messages.c.group == group).order_by(messages.c.id.desc()).limit(limit))
    for row in rows:
        if row.text == text and row.role == "member" and member_id in (None, row.member_id):
            return build(Message, row)
    return None


def said_between(conn: Connection, group: int, since: datetime, until: datetime) -> list[Message]:
    """What was said in the group in this time, at both ends included, oldest first."""
    query = select(messages).where(messages.c.group == group, messages.c.at.between(since, until))
    return [build(Message, row) for row in conn.execute(query.order_by(messages.c.id))]


def change(conn: Connection, ids: Sequence[int], **values: Any) -> None:
    """Set columns of the messages with these row ids."""
    if ids:
        conn.execute(update(messages).where(messages.c.id.in_(ids)).values(**values))


def add_direct(conn: Connection, message: Direct) -> int:
    values = {k: v for k, v in vars(message).items() if k != "id"}
    values["images"] = list(values["images"])
    return int(conn.execute(direct_messages.insert().values(**values).returning(direct_messages.c.id)).scalar_one())


def find_direct(conn: Connection, platform: str, member_id: str, message_id: str) -> Direct | None:
    """What a member wrote to us in private under this id."""
    query = select(direct_messages).where(
        direct_messages.c.platform == platform,
        direct_messages.c.member_id == member_id,
        direct_messages.c.direction == "in",
        direct_messages.c.message_id == message_id,
    )
    row = conn.execute(query).first()
    return build(Direct, row) if row else None


def direct_of_burst(conn: Connection, burst: int) -> list[Direct]:
    query = select(direct_messages).where(direct_messages.c.burst == burst).order_by(direct_messages.c.id)
    return [build(Direct, row) for row in conn.execute(query)]


def conversation(conn: Connection, case: int) -> list[Direct]:
    """The private messages of one case, oldest first."""
    query = select(direct_messages).where(direct_messages.c.case == case).order_by(direct_messages.c.id)
    return [build(Direct, row) for row in conn.execute(query)]


def last_direct(conn: Connection, platform: str, member_id: str, direction: str) -> Direct | None:
    query = (
        select(direct_messages)
        .where(
            direct_messages.c.platform == platform,
            direct_messages.c.member_id == member_id,
            direct_messages.c.direction == direction,
        )
        .order_by(direct_messages.c.id.desc())
        .limit(1)
    )
    row = conn.execute(query).first()
    return build(Direct, row) if row else None


def wrote_at(
    conn: Connection, platform: str, member_id: str, group: int | None, since: datetime, limit: int = 20
) -> list[datetime]:
    """When a member wrote last since then, in the group and in private; `limit` of each."""
    public = select(messages.c.at).where(
        messages.c.group == group, messages.c.at > since, messages.c.member_id == member_id
    )
    private = select(direct_messages.c.at).where(
        direct_messages.c.platform == platform,
        direct_messages.c.member_id == member_id,
        direct_messages.c.direction == "in",
        direct_messages.c.at > since,
    )
    newest = public.order_by(messages.c.at.desc()), private.order_by(direct_messages.c.id.desc())
    return [row.at for query in newest for row in conn.execute(query.limit(limit))]


def directs_since(conn: Connection, platform: str, member_id: str, since: datetime) -> list[Direct]:
    """What a member and we said to each other in private after `since`, oldest first."""
    query = (
        select(direct_messages)
        .where(
            direct_messages.c.platform == platform,
            direct_messages.c.member_id == member_id,
            direct_messages.c.at > since,
        )
        .order_by(direct_messages.c.id)
    )
    return [build(Direct, row) for row in conn.execute(query)]


def change_direct(conn: Connection, ids: Sequence[int], **values: Any) -> None:
    if ids:
        conn.execute(update(direct_messages).where(direct_messages.c.id.in_(ids)).values(**values))
