"""A leader takes words back that were said just before: another sum (打错了，是10块; 静静不是8块，10块), or another
member (刚说错人了，是王姐)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from sqlalchemy import Connection

from bot.detection.promised import promises_in
from bot.domain.called import named_in
from bot.domain.case import Case
from bot.domain.promise_corrected import Restated, other_person, restated_sum
from bot.domain.promise_words import PromiseWords
from bot.domain.said_part import Part
from bot.ports import Context
from bot.storage import cases, messages, promises
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import zones
from handlers.promises.names import LOOKED_BACK, names_for

_WITHIN = timedelta(minutes=10)
Found = tuple[tuple[Case, ...], tuple[Part, ...]]


class ToWhom(Protocol):
    """The open cases that a message is about, and what it says to whom."""

    @property
    def cases(self) -> tuple[Case, ...]: ...

    @property
    def parts(self) -> tuple[Part, ...]: ...


Read = Callable[[Context, Connection, Group, Message], ToWhom | None]


def restated(ctx: Context, conn: Connection, group: Group, message: Message, whose: Read) -> Found | None:
    """To whom it is said, and what; None where the words correct nothing that can be told. `whose` reads a message."""
    meant = other_person(message.text)
    to_another = _to_another(ctx, conn, group, message, meant, whose) if meant is not None else None
    found = restated_sum(message.text)
    if to_another is not None or found is None:
        return to_another
    if found.whole is not None:
        return _as(message, whose(ctx, conn, group, replace(message, text=found.whole)))
    return _other_sum(ctx, conn, group, message, found, whose)


def _other_sum(
    ctx: Context, conn: Connection, group: Group, message: Message, found: Restated, whose: Read
) -> Found | None:
    """Another sum of what the same leader has just promised, to whom that was said or who is named now, or of what
    stands for who is named; None where it was no sum of money, or several were promised one."""
    before = _just_before(conn, group, message)
    was = whose(ctx, conn, group, before) if before is not None else None
    sums = [p for part in (was.parts if was else ()) for p in _refunds(ctx, group, part.read)]
    if not found.who:
        if was is None or not sums or len(was.parts) != 1:
            return None
        return was.cases, (replace(was.parts[0], words=message.text, read=f"退您{found.sum}"),)
    named = whose(ctx, conn, group, replace(message, text=f"{found.who}，退您{found.sum}"))
    if named is None or not (sums or _stands(ctx, conn, group, found, named.cases)):
        return None
    return _as(message, named)


def _stands(ctx: Context, conn: Connection, group: Group, found: Restated, of: Sequence[Case]) -> bool:
    """Whether the sum that the words take back was promised to these."""
    was = [p.amount_fen for p in _refunds(ctx, group, f"退您{found.was}")] if found.was else []
    return bool(was) and all(
        any(p.is_unkept and p.amount_fen in was for p in promises.of_case(conn, case.number)) for case in of
    )


def _to_another(
    ctx: Context, conn: Connection, group: Group, message: Message, meant: tuple[str, str | None], whose: Read
) -> Found | None:
    """What the same leader has just promised to one was meant for the one who is named now."""
    before = _just_before(conn, group, message)
    was = whose(ctx, conn, group, before) if before is not None else None
    to = named_in(meant[0], names_for(conn, message))
    if was is None or len(was.parts) != 1 or len(to) != 1 or not _gives(ctx, group, was.parts[0].read):
        return None
    mine = tuple(c for c in cases.open_of_groups(conn, [group.id]) if c.member_id in to)
    read = was.parts[0].read
    sums = {p.amount_fen for p in _refunds(ctx, group, read)}
    if meant[1] is not None and not sums & {p.amount_fen for p in _refunds(ctx, group, f"退您{meant[1]}")}:
        read = f"退您{meant[1]}"
    return mine, (Part(tuple(to), message.text, read),)


def _as(message: Message, found: ToWhom | None) -> Found | None:
    """The same in the leader's own words."""
    if found is None:
        return None
    return found.cases, tuple(replace(p, words=message.text) for p in found.parts)


def _gives(ctx: Context, group: Group, text: str) -> list[PromiseWords]:
    return list(promises_in(text, zones.local_now(ctx, group)))


def _refunds(ctx: Context, group: Group, text: str) -> list[PromiseWords]:
    return [p for p in _gives(ctx, group, text) if p.kind == "refund"]


def _just_before(conn: Connection, group: Group, message: Message) -> Message | None:
    """What the same leader wrote last, if that is not long ago."""
    lately = messages.recent(conn, group.id, LOOKED_BACK, before=message.id)
    own = [m for m in lately if m.member_id == message.member_id and message.at - m.at <= _WITHIN]
    return own[-1] if own else None
