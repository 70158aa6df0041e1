"""A leader takes words back that were said just before: another sum (打错了，是10块; 静静不是8块，10块), another day
(打错字了，是明晚), another member (刚说错人了，是王姐), or all of it (发错群了)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.detection.promised import promises_in
from bot.domain.called import named_in
from bot.domain.case import Case
from bot.domain.name_forms import forms_in
from bot.domain.promise_corrected import Restated, other_person, restated_sum, takes_back_last, without_the_slip
from bot.domain.promise_moves import only_time_in
from bot.domain.promise_words import PromiseWords
from bot.domain.said_part import Part
from bot.ports import Context
from bot.storage import cases, messages, promises
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import zones
from handlers.promises.anew import anew
from handlers.promises.later import later
from handlers.promises.names import LOOKED_BACK, names_for
from handlers.promises.priced import among_prices

_WITHIN = timedelta(minutes=10)
_LONGEST = 100
"""Longer words are no mere correction."""
_NO_PRICE = re.compile("退|[每各一][家户人位]")
_SORRY = re.compile(r"^(?:不好意思|抱歉|对不[起住]|啊|哎呀?|呃|额|嗯|哦|[\s,，。.!！~～…])*")
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
    return (
        _corrected(ctx, conn, group, message, whose)
        or anew(ctx, conn, group, message)
        or later(ctx, conn, group, message)
    )


def _corrected(ctx: Context, conn: Connection, group: Group, message: Message, whose: Read) -> Found | None:
    """What was said just before, or stands for who is named, was said wrongly."""
    if len(message.text) > _LONGEST:
        return None
    meant = other_person(message.text)
    to_another = _to_another(ctx, conn, group, message, meant, whose) if meant is not None else None
    if to_another is not None:
        return to_another
    found = restated_sum(message.text) or _to_who_is_called(conn, message)
    if found is None:
        return _of_the_last(ctx, conn, group, message, whose)
    if found.whole is not None and not found.on_top:
        return _as(message, whose(ctx, conn, group, replace(message, text=found.whole)))
    return _other_sum(ctx, conn, group, message, found, whose)


def _to_who_is_called(conn: Connection, message: Message) -> Restated | None:
    """The same behind the name of a member: 静静算错了，一共15."""
    words = _SORRY.sub("", message.text)
    form = max((f for f in forms_in(words, names_for(conn, message)) if _calls(f, words)), key=len, default=None)
    if form is None:
        return None
    found = restated_sum(words.lstrip("@＠ ").removeprefix(form).lstrip("，, 的"))
    return replace(found, who=form) if found is not None and not found.who else None


def _calls(form: str, words: str) -> bool:
    return words.lstrip("@＠ ").startswith(form.lstrip("@"))


def _of_the_last(ctx: Context, conn: Connection, group: Group, message: Message, whose: Read) -> Found | None:
    """Another time for what the same leader has just promised, or nothing of it any more: to those to whom that was
    said. A bare time is, where nobody has spoken in between."""
    if message.quote_id or message.mentions:
        return None
    back = takes_back_last(message.text)
    later = without_the_slip(message.text)
    slip = later != message.text
    when = None if back else only_time_in(later, zones.local_now(ctx, group))
    before = _just_before(conn, group, message, alone=not (slip or back)) if back or when else None
    was = whose(ctx, conn, group, before) if before is not None else None
    if was is None or not any(_gives(ctx, group, part.read) for part in was.parts):
        return None
    if back:
        return was.cases, tuple(replace(p, words=message.text, read=message.text) for p in was.parts)
    return was.cases, tuple(replace(p, words=message.text, read=f"{p.read}，改到{later}") for p in was.parts)


def _other_sum(
    ctx: Context, conn: Connection, group: Group, message: Message, found: Restated, whose: Read
) -> Found | None:
    """Another sum of what the same leader has just promised, to whom that was said or who is named now, or of what
    stands for who is named; None where it was no sum of money, or several were promised one, or it may be a price."""
    if (find_goods(found.who) and not found.was) or (
        not _NO_PRICE.search(message.text) and among_prices(conn, message)
    ):
        return None
    before = _just_before(conn, group, message)
    was = whose(ctx, conn, group, before) if before is not None else None
    sums = [p for part in (was.parts if was else ()) for p in _refunds(ctx, group, part.read)]
    read = found.whole if found.on_top and found.whole else f"改退您{_with_unit(found.sum)}"
    if not found.who:
        if was is None or not sums or len(was.parts) != 1:
            return None
        return was.cases, (replace(was.parts[0], words=message.text, read=read),)
    named = whose(ctx, conn, group, replace(message, text=f"{found.who}，{read}"))
    if named is None or not (sums or _stands(ctx, conn, group, found, named.cases)):
        return None
    return _as(message, named)


def _stands(ctx: Context, conn: Connection, group: Group, found: Restated, of: Sequence[Case]) -> bool:
    """Whether the sum that the words take back was promised to these; where they name none, one refund is."""
    was = [p.amount_fen for p in _refunds(ctx, group, f"退您{_with_unit(found.was)}")] if found.was else []
    standing = {c.member_id: [p for p in promises.of_case(conn, c.number) if p.is_unkept] for c in of}
    of_who = [[p for p in made if p.kind == "refund"] for made in standing.values()]
    if not was:
        return bool(of_who) and all(len(made) == 1 for made in of_who)
    return all(any(p.amount_fen in was for p in made) for made in of_who)


def _with_unit(said: str) -> str:
    return said if re.search("[块元蚊]", said) else f"{said}块"


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


def _just_before(conn: Connection, group: Group, message: Message, *, alone: bool = False) -> Message | None:
    """What the same leader wrote last, if that is not long ago; `alone`: and nobody has written since."""
    lately = messages.recent(conn, group.id, LOOKED_BACK, before=message.id)
    lately = lately[-1:] if alone else lately
    own = [m for m in lately if m.member_id == message.member_id and message.at - m.at <= _WITHIN]
    return own[-1] if own else None
