"""What a group's temperature is read from: its messages and those who left."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, func, select, update

from bot.domain.chat import GroupChange
from bot.domain.temperature import Moment, Temperature
from bot.storage import inbox as events
from bot.storage.groups import Group
from bot.storage.lanes import group_lane
from bot.storage.tables import groups, inbox, messages


def moments(conn: Connection, group: Group, since: datetime) -> list[Moment]:
    """What members said in the group since then, and who left."""
    said = select(messages.c.at, messages.c.member_id, messages.c.complaint).where(
        messages.c.group == group.id, messages.c.at >= since, messages.c.role == "member"
    )
    found = [Moment(row.at, row.member_id, bool(row.complaint)) for row in conn.execute(said)]
    return found + _leavers(conn, group, since)


def now(conn: Connection, group: Group, since: datetime, until: datetime) -> Temperature:
    """The temperature of the window from `since` to `until`, counted by the database."""
    unhappy = messages.c.complaint.is_(True)
    said = select(
        func.count(), func.count(case((unhappy, 1))), func.count(case((unhappy, messages.c.member_id)).distinct())
    ).where(
        messages.c.group == group.id, messages.c.at > since, messages.c.at <= until, messages.c.role == "member"
    )  # fmt: skip
    count, complaints, people = conn.execute(said).one()
    left = _leavers(conn, group, since)
    return Temperature(until, count, complaints, len(left), people + len({m.member_id for m in left}))


def _leavers(conn: Connection, group: Group, since: datetime) -> list[Moment]:
    found = []
    lane = group_lane(group.platform, group.account, group.group_id)
    changes = select(inbox.c.kind, inbox.c.payload).where(
        inbox.c.lane == lane, inbox.c.kind == GroupChange.__name__, inbox.c.received_at >= since
    )
    for row in conn.execute(changes):
        change = events.decode(row.kind, row.payload)
        if isinstance(change, GroupChange) and change.kind == "member_left" and change.sent_at >= since:
            found.append(Moment(change.sent_at, change.member_id or "", left=True))
    return found


def set_alarmed(conn: Connection, group: int, at: datetime | None) -> None:
    """The leaders were told at `at` that the group is heated; None once it has calmed down."""
    conn.execute(update(groups).where(groups.c.id == group).values(alarmed_at=at))
