"""Whose the turns of a message are: those named, or the open cases of the goods that each is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.detection.promised import promises_in
from bot.domain.case import Case
from bot.domain.name_forms import forms_in
from bot.domain.said_in_turn import Turn, in_turn
from bot.domain.said_left_out import leaves_out
from bot.domain.said_part import Part
from handlers.promises.fits import is_second
from handlers.promises.names import owners

_GIVEN = {"sum": "refund", "thing": "replacement"}


def by_turns(
    conn: Connection, text: str, names: Mapping[str, str], open_cases: Sequence[Case], now: datetime,
    quoted: str | None = None,
) -> tuple[Part, ...]:  # fmt: skip
    """The parts of a message that goes from one to the next; none where it is no such message, or what a turn gives
    is not what its words say alone. In a reply 你的 is theirs who are `quoted`, and goods alone may be, too."""
    forms = forms_in(text, names)
    if quoted is not None:
        forms |= {you: (quoted,) for you in ("你的", "您的") if you in text}
    turns = in_turn(text, forms, owners(text, open_cases))
    if quoted is not None and not all(turn.ids for turn in turns):
        return ()
    given = [turn for turn in turns if turn.read]
    if len(turns) < 2 and not any(turn.many for turn in given):
        return ()
    if not given or not all(_reads_so(turn, now) for turn in given):
        return ()
    parts = [_part(conn, turn, turns, open_cases) for turn in given]
    for n, (turn, before) in enumerate(zip(given[1:], given, strict=False), 1):
        if not turn.ids and set(before.ids) & set(parts[n].to):  # 静静草莓退8块，鸡蛋补2个: hers, or of all with eggs
            parts[n] = replace(parts[n], sure=False)
    to_one = len({member_id for part in parts for member_id in part.to}) == 1
    return () if to_one else tuple(part for part in parts if part.to)


def _reads_so(turn: Turn, now: datetime) -> bool:
    said = promises_in(turn.read, now)
    return [p.kind for p in said] == [_GIVEN[turn.kind]] and (turn.kind == "thing" or said[0].amount_fen is not None)


def _part(conn: Connection, turn: Turn, turns: Sequence[Turn], open_cases: Sequence[Case]) -> Part:
    if turn.ids:
        return Part(turn.ids, turn.words, turn.read, turn.sure)
    named = find_goods(turn.goods or "")
    about = [c for c in open_cases if not c.red and any(same_goods(c.goods or "", goods) for goods in named)]
    out = {i for other in turns for i in other.ids if _apart(other, turn)}
    found = [c for c in about if c.member_id not in out and not is_second(conn, c, about)]
    to = tuple(dict.fromkeys(c.member_id for c in found))
    everybody = {c.member_id for c in about if not is_second(conn, c, about)}
    counted = turn.many is None or turn.many == len(to) or (turn.many == len(everybody) and not turn.rest)
    return Part(to, turn.words, turn.read, turn.sure and counted)


def _apart(other: Turn, turn: Turn) -> bool:
    """Whether who is named in another turn is none of those of this one: they get something else, are left out, or it
    is the rest."""
    same = other.goods is None or other.goods == turn.goods
    return same and (turn.rest or bool(other.read) or leaves_out(other.words))
