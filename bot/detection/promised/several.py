"""Several promises of one kind in one message: 草莓退8块，鸡蛋退3块; 豉油补一支，今日；蚝油也补一支，明天."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.detection.promised.network import KINDS, OWNED, SUMMED, Chances
from bot.detection.promised.sold import is_a_rate, is_a_total, is_in_pieces, is_of_one, is_paid, leaves_the_sum_open
from bot.domain.money_words import Money
from bot.domain.promise_deeds import Kind
from bot.domain.promise_words import PromiseWords
from bot.domain.when_words import When

ONE_OF_A_KIND, TWO_OF_A_KIND = 0.1, 0.7
"""Chance of two promises of one kind below which two that the rules read are one, and from which two are read of which
they read one at most."""
ITS_VALUE = 0.9
"""Chance from which a sum or a thing beside another of the kind is a promise's own."""
NOT_ITS = 0.15
"""Chance below which a value that the rules read belongs to something else."""
ITS_THING = 0.3
"""Chance from which words name the thing of a promise."""
_CLAUSES = re.compile(r"[^，,。；;！!？?\n]+")


def several(kind: Kind, text: str, ruled: Sequence[PromiseWords], chances: Chances) -> bool:
    """Whether the promises of a kind that the rules read are more than one: it is likely, or each has its own value."""
    alike = [p for p in ruled if p.kind == kind]
    if len(alike) < 2 or chances.two_of_a_kind >= ONE_OF_A_KIND:
        return len(alike) > 1
    if kind in SUMMED:
        likely = {money.fen for money, by in chances.sums if by[kind] > 0.5}
        return len({p.amount_fen for p in alike}) == len(alike) and likely.issuperset(p.amount_fen for p in alike)
    things = [text[one.start : one.end] for one in chances.things if one.kind == kind and one.chance > ITS_THING]
    met = [[n for n, thing in enumerate(things) if p.thing and meets(p.thing, thing)] for p in alike]
    return all(len(own) == 1 for own in met) and len({own[0] for own in met}) == len(alike)


def each_once(text: str, ruled: Sequence[PromiseWords], chances: Chances) -> list[PromiseWords]:
    """One promise of each kind where two of a kind are hardly meant; two sums leave the sum open."""
    found: dict[object, PromiseWords] = {}
    for n, p in enumerate(ruled):
        first = found.setdefault(n if several(p.kind, text, ruled, chances) else p.kind, p)
        if first is not p:
            fen = first.amount_fen if first.amount_fen == p.amount_fen else None
            moment = first if first.due or first.when else p
            thing = first.thing or p.thing
            found[p.kind] = replace(first, amount_fen=fen, thing=thing, due=moment.due, when=moment.when)
    return list(found.values())


def only_reckoned(text: str, p: PromiseWords, ruled: Sequence[PromiseWords], chances: Chances) -> bool:
    """Whether a sum beside another of the kind is only what that is reckoned from: 退八毛一张，10张，退您8块."""
    others = [q for q in ruled if q.kind == p.kind and q is not p and q.amount_fen is not None]
    if p.kind not in SUMMED or p.amount_fen is None or not others:
        return False
    same = [(money, by[p.kind]) for money, by in chances.sums if money.fen == p.amount_fen]
    if not same or len({q.amount_fen for q in others} | {p.amount_fen}) == 1:
        return False
    rates = all(is_of_one(text, money) or is_a_rate(text, money) for money, _ in same)
    better = max((by[p.kind] for money, by in chances.sums for q in others if money.fen == q.amount_fen), default=0.0)
    hardly = max(chance for _, chance in same) < NOT_ITS and better > 0.5
    pieces = any(is_in_pieces(text, money) for money, _ in same)
    return pieces or hardly or rates or any(_is_in_all(text, q, chances) for q in others)


def _is_in_all(text: str, p: PromiseWords, chances: Chances) -> bool:
    """Whether the sum of a promise is the total of what stands before it."""
    return any(money.fen == p.amount_fen and is_a_total(text, money) for money, _ in chances.sums)


def left_over(p: PromiseWords, ruled: Sequence[PromiseWords], chances: Chances) -> int | None:
    """The sum of one of several of a kind: where the rules leave it open, the only likely one that is no other's."""
    if p.amount_fen is not None or any(q.amount_fen is None for q in ruled if q.kind == p.kind and q is not p):
        return p.amount_fen
    taken = {q.amount_fen for q in ruled if q.kind == p.kind}
    found = {money.fen for money, by in chances.sums if by[p.kind] > ITS_VALUE and money.fen not in taken}
    return found.pop() if len(found) == 1 else None


def each_of_several(text: str, kept: Sequence[PromiseWords], passed: set[Kind], chances: Chances) -> list[PromiseWords]:
    """What is kept, with each of two or three of a kind where it is likely that there are more of it than were read."""
    found = list(kept)
    if chances.two_of_a_kind < TWO_OF_A_KIND:
        return found
    for kind in KINDS:
        values = _values(text, kind, chances)
        own = [p for p in found if p.kind == kind]
        if (kind in passed and not own) or not 1 < len(values) < 4 or len(own) >= len(values):
            continue
        if any(q.amount_fen is not None and q.amount_fen not in {v.amount_fen for _, v in values} for q in own):
            continue
        each = [with_time(p, when) for (_, p), when in zip(values, _times(text, kind, values, chances), strict=True)]
        first = found.index(own[0]) if own else len(found)
        found = [p for p in found[:first] if p.kind != kind] + each + [p for p in found[first:] if p.kind != kind]
    return found


def _values(text: str, kind: Kind, chances: Chances) -> list[tuple[int, PromiseWords]]:
    """The likely sums or things of a kind, each as a promise, with where it stands; none where they may be one."""
    values: list[tuple[int, PromiseWords]] = []
    if kind in SUMMED and not leaves_the_sum_open(text):
        likely = [money for money, by in chances.sums if by[kind] >= ITS_VALUE]
        if any(_not_alone(text, money) for money in likely):
            return []
        values = [(m.start, PromiseWords(kind, m.fen, words=_clause(text, m.start))) for m in likely]
    elif kind in OWNED:
        things = [one for one in chances.things if one.kind == kind and one.chance >= ITS_VALUE]
        named = [(one.start, named_in_text(text, one.start, one.end)) for one in things]
        values = [(at, PromiseWords(kind, None, words, words=_clause(text, at))) for at, words in named if words]
    apart = len({_clause_at(text, at) for at, _ in values}) == len(values)
    return values if apart else []


def _not_alone(text: str, money: Money) -> bool:
    """Whether a sum is reckoned with others, paid, or perhaps none."""
    return any(is_so(text, money) for is_so in (is_of_one, is_a_rate, is_a_total, is_paid, is_in_pieces))


def _times(text: str, kind: Kind, values: Sequence[tuple[int, PromiseWords]], chances: Chances) -> list[When | None]:
    """The time of each: the one in its clause or in the next, or that which is said before or behind all of them."""
    likely = sorted((when for when, by in chances.times if by[kind] > 0.5), key=lambda when: when.start)
    places = [_clause_at(text, at) for at, _ in values]
    if len(likely) == 1:
        at = _clause_at(text, likely[0].start)
        if at not in places and (at < places[0] or at > places[-1]):
            return [likely[0]] * len(values)
    found: list[When | None] = [None] * len(values)
    for when in likely:
        at = _clause_at(text, when.start)
        before = [n for n, place in enumerate(places) if place <= at]
        if before:
            found[before[-1]] = when
    return found


def _clause_at(text: str, at: int) -> int:
    """Where the clause begins in which a place is."""
    return max((m.start() for m in _CLAUSES.finditer(text) if m.start() <= at), default=0)


def _clause(text: str, at: int) -> str:
    found = _CLAUSES.match(text, _clause_at(text, at))
    return found[0].strip() if found else text.strip()


def with_time(p: PromiseWords, when: When | None) -> PromiseWords:
    """A promise with the time that is its own, or none."""
    return replace(p, due=when.due if when else None, when=when.awaits if when else None)


_LEADING = re.compile("^(?:的|了|是|把|给|个(?!头))+")


def named_in_text(text: str, start: int, end: int) -> str:
    """A thing as it stands in the text, without what only leads to it."""
    return _LEADING.sub("", text[start:end]).strip(" ,，。!！?？")


def meets(ruled: str, read: str) -> bool:
    """Whether two things that were read may be the same."""
    return ruled in read or read in ruled
