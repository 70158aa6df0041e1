"""A member with several open cases: which of them a promise in the group belongs to, and which one stands for all."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_spans, same_goods
from bot.detection.normal import normal
from bot.domain.case import Case
from bot.domain.plain_words import plain
from bot.domain.promise_corrected import corrects
from bot.domain.promise_words import PromiseWords
from bot.storage import cases, promises
from handlers.cases.goods import case_about
from handlers.promises.repeated import compared

_CLAUSE_ENDS = ",，。；;！!？?"


def one_for_each(answered: Sequence[Case], text: str) -> list[Case]:
    """One case for each member: the one whose goods are named, else the newest."""
    named = find_goods(text)
    chosen: dict[str, Case] = {}
    for case in sorted(answered, key=lambda c: (any(same_goods(c.goods or "", g) for g in named), c.number)):
        chosen[case.member_id] = case
    return list(chosen.values())


def by_case(
    conn: Connection, case: Case, said: Sequence[PromiseWords], text: str
) -> list[tuple[Case, list[PromiseWords]]]:
    """What is promised to the case's member, by the case it belongs to: of the goods that are named with it, else the
    one in which the same stands already, or what these words correct; else this case."""
    mine = cases.open_of_member(conn, case.platform, case.member_id, case.group)
    found: dict[int, tuple[Case, list[PromiseWords]]] = {}
    for words in said:
        whose = case if len(mine) < 2 else _case_of(conn, case, mine, words, text)
        found.setdefault(whose.number, (whose, []))[1].append(words)
    return list(found.values())


def _case_of(conn: Connection, case: Case, mine: Sequence[Case], words: PromiseWords, text: str) -> Case:
    named = goods_of(words, text)
    if named:
        about = {c.number: c for goods in named if (c := case_about(conn, mine, goods)) is not None}
        return next(iter(about.values())) if len(about) == 1 else case
    others = [c for c in mine if c.number != case.number]
    if _stands(conn, case, words, text):
        return case
    return next((c for c in others if _stands(conn, c, words, text)), case)


def _stands(conn: Connection, case: Case, words: PromiseWords, text: str) -> bool:
    """Whether a case has this promise already, or one that these words correct."""
    if corrects(text):
        return any(p.is_unkept and p.kind == words.kind for p in promises.of_case(conn, case.number))
    return bool(compared(conn, case, [words]).again)


def goods_of(words: PromiseWords, text: str) -> list[str]:
    """The goods that a promise is about: its thing's, those of its own clause, else what was named last before it."""
    if words.thing and (named := find_goods(words.thing)):
        return list(named)
    first = words.words
    for sign in _CLAUSE_ENDS:
        first = first.partition(sign)[0] or first
    if named := find_goods(first):
        return list(named)
    before = normal(plain(text).partition(plain(words.words))[0])
    return [span.name for span in goods_spans(before)][-1:]
