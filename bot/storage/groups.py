"""Groups, and who leads them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, String, and_, cast, delete, or_, select, update

from bot.domain.case import ENDED
from bot.domain.verdict import Sensitivity
from bot.storage import orders
from bot.storage.rows import build, insert_once
from bot.storage.tables import (
    bursts,
    cases,
    corrections,
    groups,
    incidents,
    leader_codes,
    members,
    messages,
    outbox,
    promises,
    reviews,
    staff,
    voices,
    wordings,
)

Mode = Literal["auto", "assist", "watch"]
Role = Literal["group_leader", "admin"]
Source = Literal["config", "code", "paste", "console"]

PASTE = "paste"
"""The platform of groups whose chat is pasted. Their leader writes to us elsewhere: as staff they are
`platform:member id`."""


def elsewhere(platform: str, member_id: str) -> str:
    """A person of another platform as staff of a pasted group."""
    return f"{platform}:{member_id}"


@dataclass(frozen=True)
class Group:
    """A group that the bot was told of or heard. `group_id` is the platform's, `id` ours."""

    id: int
    platform: str
    account: str
    group_id: str
    name: str
    mode: Mode
    created_at: datetime
    left_at: datetime | None = None
    muted: bool = False
    recent_wordings: tuple[str, ...] = ()
    timezone: str | None = None
    """Where the group lives; None: in the default zone."""
    renamed: bool = False
    """Whether a person gave it its name here, which stays."""
    sensitivity: Sensitivity | None = None
    """How readily its messages count as complaints; None: as in the whole installation."""


@dataclass(frozen=True)
class Staff:
    """A leader or admin of a group, and where that comes from."""

    group: int
    member_id: str
    role: Role
    source: Source
    since: datetime


def ensure(conn: Connection, platform: str, account: str, group_id: str, name: str, mode: Mode, now: datetime) -> Group:
    """The group, added with `mode` when it is new; a new name or account is taken over."""
    found = find(conn, platform, group_id)
    if found is None:
        insert_once(
            conn,
            groups,
            {
                "platform": platform, "account": account, "group_id": group_id, "name": name or group_id,
                "mode": mode, "created_at": now, "recent_wordings": [],
            },
        )  # fmt: skip
        found = find(conn, platform, group_id)
        assert found is not None
        return found
    new = {"name": found.name if found.renamed else name or found.name, "account": account or found.account}
    if (new["name"], new["account"]) != (found.name, found.account):
        conn.execute(update(groups).where(groups.c.id == found.id).values(**new))
        return get(conn, found.id)
    return found


def find(conn: Connection, platform: str, group_id: str) -> Group | None:
    row = conn.execute(select(groups).where(groups.c.platform == platform, groups.c.group_id == group_id)).first()
    return build(Group, row) if row else None


def get(conn: Connection, group: int) -> Group:
    return build(Group, conn.execute(select(groups).where(groups.c.id == group)).one())


def everyone(conn: Connection) -> list[Group]:
    """All groups, oldest first."""
    return [build(Group, row) for row in conn.execute(select(groups).order_by(groups.c.id))]


def alarmed_at(conn: Connection, group: int) -> datetime | None:
    """Since when the leaders know that the group is heated; its row is locked until the end of this transaction."""
    return conn.execute(
        select(groups.c.alarmed_at).where(groups.c.id == group).with_for_update(key_share=True)
    ).scalar()


def set_mode(conn: Connection, group: int, mode: Mode) -> None:
    conn.execute(update(groups).where(groups.c.id == group).values(mode=mode))


def rename(conn: Connection, group: int, name: str) -> None:
    """Give the group a name that the platform's does not replace; without one it takes the platform's again."""
    new = {"name": name, "renamed": True} if name else {"renamed": False}
    conn.execute(update(groups).where(groups.c.id == group).values(**new))


def set_timezone(conn: Connection, group: int, timezone: str | None) -> None:
    conn.execute(update(groups).where(groups.c.id == group).values(timezone=timezone))


def set_sensitivity(conn: Connection, group: int, sensitivity: Sensitivity | None) -> None:
    conn.execute(update(groups).where(groups.c.id == group).values(sensitivity=sensitivity))


def set_left(conn: Connection, group: int, at: datetime | None) -> None:
    """The bot was taken out of the group at `at`; None when it is in it again."""
    conn.execute(update(groups).where(groups.c.id == group).values(left_at=at))


def set_muted(conn: Connection, group: int, muted: bool) -> None:
    conn.execute(update(groups).where(groups.c.id == group).values(muted=muted))


def move(conn: Connection, platform: str, old_id: str, new_id: str) -> None:
    """The platform gave the group a new id (Telegram's migration); its history stays with it.

    What already came in under the new id joins the old group's history. Where a member has an open case for the same
    goods under both ids, both stay open: nobody but the leader may say that they are one.
    """
    group, stray = find(conn, platform, old_id), find(conn, platform, new_id)
    if group is None or group.id == (stray.id if stray else None):
        return
    if stray is not None:
        _tell_apart(conn, group.id, stray.id)
        for table in (messages, bursts, cases, incidents, promises, reviews, corrections, outbox, voices):
            conn.execute(update(table).where(table.c.group == stray.id).values(group=group.id))
        orders.move(conn, stray.id, group.id)
        conn.execute(update(members).where(members.c.last_group == stray.id).values(last_group=group.id))
        conn.execute(delete(staff).where(staff.c.group == stray.id))
        conn.execute(delete(wordings).where(wordings.c.group == stray.id))
        conn.execute(delete(groups).where(groups.c.id == stray.id))
    conn.execute(update(groups).where(groups.c.id == group.id).values(group_id=new_id))


def _tell_apart(conn: Connection, group: int, stray: int) -> None:
    """Give those open cases of `stray` a key of their own that `group` has open, too."""
    here = cases.alias()
    twice = select(here.c.number).where(
        here.c.group == group,
        here.c.member_id == cases.c.member_id,
        here.c.goods_key == cases.c.goods_key,
        here.c.state.not_in(ENDED),
    )
    conn.execute(
        update(cases)
        .where(cases.c.group == stray, cases.c.state.not_in(ENDED), twice.exists())
        .values(goods_key=cases.c.goods_key + " " + cast(cases.c.number, String))
    )


def remember_wording(conn: Connection, group: int, recent: tuple[str, ...]) -> None:
    conn.execute(update(groups).where(groups.c.id == group).values(recent_wordings=list(recent)))


def add_staff(
    conn: Connection,
    group: int,
    member_id: str,
    role: Role,
    source: Source,
    now: datetime,
) -> bool:
    """Name a leader or admin of a group; False when that person already was."""
    return insert_once(
        conn, staff, {"group": group, "member_id": member_id, "role": role, "source": source, "since": now}
    )


def staff_entries(conn: Connection, group: int) -> list[Staff]:
    """The group's leaders and admins, leaders first."""
    query = select(staff).where(staff.c.group == group).order_by(staff.c.role.desc(), staff.c.since, staff.c.member_id)
    return [build(Staff, row) for row in conn.execute(query)]


def remove_staff(conn: Connection, group: int, member_id: str) -> bool:
    """Take somebody's role in a group back; False when they had none, or have it from config.yaml."""
    where = (staff.c.group == group, staff.c.member_id == member_id, staff.c.source != "config")
    return bool(conn.execute(delete(staff).where(*where)).rowcount)


def drop_configured_staff(conn: Connection, group: int, keep: frozenset[str]) -> None:
    """Those that config.yaml named earlier and does not name now."""
    conn.execute(
        delete(staff).where(
            staff.c.group == group, staff.c.source == "config", staff.c.member_id.not_in(sorted(keep) or [""])
        )
    )


def role_of(conn: Connection, group: int, member_id: str) -> str | None:
    """`group_leader`, `admin`, or None for everybody else."""
    query = select(staff.c.role).where(staff.c.group == group, staff.c.member_id == member_id)
    return conn.execute(query).scalar()


def staff_of(conn: Connection, group: int) -> list[str]:
    """The platform ids of the group's leaders and admins, leaders first."""
    query = select(staff.c.member_id).where(staff.c.group == group).order_by(staff.c.role.desc(), staff.c.since)
    return list(conn.execute(query).scalars())


def reach(staff_id: str) -> tuple[str, str]:
    """Platform and member id by which a person of a pasted group's staff is written to; no platform for one who is
    only known by name."""
    platform, _, member_id = staff_id.partition(":")
    return (platform, member_id) if member_id else ("", staff_id)


def led_by(conn: Connection, platform: str, member_id: str) -> list[Group]:
    """The groups in which this person is leader or admin, pasted ones among them."""
    here = and_(groups.c.platform == platform, staff.c.member_id == member_id)
    pasted = and_(groups.c.platform == PASTE, staff.c.member_id == elsewhere(platform, member_id))
    query = (
        select(groups)
        .join(staff, staff.c.group == groups.c.id)
        .where(pasted if platform == PASTE else or_(here, pasted))
        .order_by(groups.c.id)
    )
    return [build(Group, row) for row in conn.execute(query)]


def without_leader(conn: Connection, platform: str | None = None) -> list[Group]:
    """Groups that nobody leads yet."""
    query = select(groups).where(groups.c.id.not_in(select(staff.c.group)), groups.c.left_at.is_(None))
    if platform is not None:
        query = query.where(groups.c.platform == platform)
    return [build(Group, row) for row in conn.execute(query.order_by(groups.c.id))]


def _hashed(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def add_leader_code(conn: Connection, code: str, now: datetime, valid: timedelta) -> None:
    """Keep a one-time code's hash; only the person who reads the program's output knows the code."""
    conn.execute(leader_codes.insert().values(code_hash=_hashed(code), created_at=now, expires_at=now + valid))


def leader_code_valid(conn: Connection, code: str, now: datetime) -> bool:
    query = select(leader_codes.c.id).where(
        leader_codes.c.code_hash == _hashed(code), leader_codes.c.used_at.is_(None), leader_codes.c.expires_at > now
    )
    return conn.execute(query).first() is not None


def use_leader_code(conn: Connection, code: str, by: str, now: datetime) -> bool:
    """Spend the code; False when it is wrong, spent or too old."""
    return bool(
        conn.execute(
            update(leader_codes)
            .where(
                leader_codes.c.code_hash == _hashed(code),
                leader_codes.c.used_at.is_(None),
                leader_codes.c.expires_at > now,
            )
            .values(used_at=now, used_by=by)
        ).rowcount
    )
