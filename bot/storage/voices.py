"""Voices: what members said of goods, service and delivery, word for word, and whether others may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, case, delete, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.voice import Aspect, Kind
from bot.storage.consents import Consent
from bot.storage.rows import build, insert_once
from bot.storage.tables import consents, messages, voices

State = Literal["heard", "asked", "shown", "kept_private", "withdrawn", "recalled", "erased"]
"""`shown`: the member said yes; `kept_private`: they said no, or nothing; `recalled`: they took the message
back, and it is as if it had not been said."""
ERASED = case((voices.c.state == "recalled", "recalled"), else_="erased")
"""The state of a voice whose words are erased: it stays a number on the board, unless it was recalled."""


@dataclass(frozen=True)
class Voice:
    """One voice. `message` is the row of the group's message it was said in, `shown` what may be quoted of it."""

    group: int
    message: int
    platform: str
    member_id: str
    member_name: str
    at: datetime
    text: str
    kind: Kind
    aspect: Aspect
    goods: str | None = None
    goods_key: str = ""
    case: int | None = None
    state: State = "heard"
    shown: str | None = None
    invited_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True)
class Wanted:
    """Which voices are asked for; None is any."""

    groups: Sequence[int]
    goods_key: str | None = None
    aspect: Aspect | None = None
    kind: Kind | None = None
    states: Sequence[State] | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Share:
    """How many voices praise and how many criticise."""

    praise: int = 0
    criticism: int = 0

    @property
    def total(self) -> int:
        return self.praise + self.criticism


def keep(conn: Connection, voice: Voice) -> bool:
    """Write a voice down; False when its message has one."""
    return insert_once(conn, voices, {k: v for k, v in vars(voice).items() if k != "id"})


def get(conn: Connection, voice: int, *, for_update: bool = False) -> Voice | None:
    query = select(voices).where(voices.c.id == voice)
    row = conn.execute(query.with_for_update() if for_update else query).first()
    return build(Voice, row) if row else None


def change(conn: Connection, voice: int, **values: Any) -> None:
    conn.execute(update(voices).where(voices.c.id == voice).values(**values))


def find(conn: Connection, wanted: Wanted, *, limit: int = 50, offset: int = 0) -> list[Voice]:
    """The voices that are wanted, newest first; never one whose message was taken back."""
    query = select(voices).where(*_where(wanted)).order_by(voices.c.at.desc(), voices.c.id.desc())
    return [build(Voice, row) for row in conn.execute(query.limit(limit).offset(offset))]


def share(conn: Connection, wanted: Wanted) -> Share:
    """How what was heard divides into praise and criticism, whether others may see it or not."""
    return _sum(row for row in conn.execute(_counted(wanted, voices.c.kind)))


def by_aspect(conn: Connection, wanted: Wanted) -> dict[str, Share]:
    return _by(conn, wanted, voices.c.aspect)


def by_goods(conn: Connection, wanted: Wanted) -> dict[str, Share]:
    """The same for each of the goods, by their canonical name; what names none is left out."""
    found = _by(conn, wanted, voices.c.goods_key)
    return {key: one for key, one in sorted(found.items(), key=lambda item: -item[1].total) if key}


def said_before(conn: Connection, voice: Voice, since: datetime) -> bool:
    """Whether the member has said the same of the same since then."""
    same = ("group", "platform", "member_id", "goods_key", "kind", "aspect")
    where = [voices.c[name] == getattr(voice, name) for name in same]
    where.append(voices.c.state != "recalled")
    query = select(voices.c.id).where(*where, voices.c.at >= since, voices.c.at <= voice.at)
    return conn.execute(query.limit(1)).first() is not None


def of_member(conn: Connection, platform: str, member_id: str) -> list[Voice]:
    """All that a member said, newest first."""
    mine = (voices.c.platform == platform, voices.c.member_id == member_id)
    return [build(Voice, row) for row in conn.execute(select(voices).where(*mine).order_by(voices.c.id.desc()))]


def of_case(conn: Connection, case: int) -> list[Voice]:
    return [build(Voice, row) for row in conn.execute(select(voices).where(voices.c.case == case))]


def heard_in(conn: Connection, message: int, burst: int | None) -> list[Voice]:
    """What was heard in a message, or in the burst that it belongs to, locked."""
    here = or_(voices.c.message == message, and_(messages.c.burst.is_not(None), messages.c.burst == burst))
    query = select(voices).join(messages, messages.c.id == voices.c.message).where(here)
    return [build(Voice, row) for row in conn.execute(query.with_for_update(of=voices))]


def forget(conn: Connection, voice: int) -> None:
    """It was no voice; one that somebody was asked about stays."""
    conn.execute(delete(voices).where(voices.c.id == voice, voices.c.state == "heard"))


def unanswered(conn: Connection, now: datetime, limit: int = 50) -> list[Consent]:
    """Questions about voices whose time is over, with their voices locked; another process's are passed over."""
    query = (
        select(consents)
        .join(voices, voices.c.id == consents.c.voice)
        .where(consents.c.next_look_at <= now, consents.c.purpose == "voice")
        .order_by(consents.c.next_look_at, consents.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=voices)
    )
    return [build(Consent, row) for row in conn.execute(query)]


def _where(wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [voices.c.group.in_(wanted.groups), voices.c.state != "recalled"]
    for name in ("goods_key", "aspect", "kind"):
        value = getattr(wanted, name)
        if value is not None:
            where.append(voices.c[name] == value)
    if wanted.states is not None:
        where.append(voices.c.state.in_(wanted.states))
    if wanted.since is not None:
        where.append(voices.c.at >= wanted.since)
    return where


def _counted(wanted: Wanted, *columns: ColumnElement[Any]) -> Any:
    return select(*columns, func.count().label("number")).where(*_where(wanted)).group_by(*columns)


def _by(conn: Connection, wanted: Wanted, column: ColumnElement[Any]) -> dict[str, Share]:
    rows = conn.execute(_counted(wanted, column.label("part"), voices.c.kind)).all()
    return {part: _sum(row for row in rows if row.part == part) for part in dict.fromkeys(row.part for row in rows)}


def _sum(rows: Any) -> Share:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + row.number
    return Share(counts.get("praise", 0), counts.get("criticism", 0))
