"""What a group's temperature is read from: its messages and those who left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, case, func, select, update

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
    return found + _leavers(conn, [group], since).get(group.id, [])


def now(conn: Connection, group: Group, since: datetime, until: datetime) -> Temperature:
    """The temperature of the window from `since` to `until`, counted by the database."""
    return now_of(conn, [group], since, until)[group.id]


def now_of(conn: Connection, known: Sequence[Group], since: datetime, until: datetime) -> dict[int, Temperature]:
    """The temperatures of several groups, by group."""
    unhappy = messages.c.complaint.is_(True)
    query = (
        select(
            messages.c.group,
            func.count(),
            func.count(case((unhappy, 1))),
            func.count(case((unhappy, messages.c.member_id)).distinct()),
        )
        .where(
            messages.c.group.in_([group.id for group in known]),
            messages.c.at > since,
            messages.c.at <= until,
            messages.c.role == "member",
        )
        .group_by(messages.c.group)
    )
    said = {row[0]: (row[1], row[2], row[3]) for row in conn.execute(query)}
    gone = _leavers(conn, known, since)
    found = {}
    for group in known:
        (count, complaints, people), left = said.get(group.id, (0, 0, 0)), gone.get(group.id, [])
        everybody = people + len({m.member_id for m in left})
        found[group.id] = Temperature(until, count, complaints, len(left), everybody)
    return found


def _leavers(conn: Connection, known: Sequence[Group], since: datetime) -> dict[int, list[Moment]]:
    """Who left each of these groups."""
    lanes = {group_lane(group.platform, group.account, group.group_id): group.id for group in known}
    # Literally, so that the index of these serves.
    kind: BindParameter[str] = bindparam("kind", GroupChange.__name__, literal_execute=True)
    changes = select(inbox.c.lane, inbox.c.kind, inbox.c.payload).where(
        inbox.c.lane.in_(lanes), inbox.c.kind == kind, inbox.c.received_at >= since
    )
    found: dict[int, list[Moment]] = {}
    for row in conn.execute(changes):
        change = events.decode(row.kind, row.payload)
        if isinstance(change, GroupChange) and change.kind == "member_left" and change.sent_at >= since:
            moment = Moment(change.sent_at, change.member_id or "", left=True)
            found.setdefault(lanes[row.lane], []).append(moment)
    return found


def set_alarmed(conn: Connection, group: int, at: datetime | None) -> None:
    """The leaders were told at `at` that the group is heated; None once it has calmed down."""
    conn.execute(update(groups).where(groups.c.id == group).values(alarmed_at=at))
