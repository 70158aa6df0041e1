"""How the rules' reading of promises and the network's chances become one.

The rules reckon sums, times and things; the network has a feeling for what is promised at all and of which kind. Where
they agree on the kinds, the rules' values stand and the network fills in what they leave open; a value of theirs that
it holds for another's is dropped. Where they do not, a sure network decides. A sum that it adds is always one that
stands in the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.detection.promised.network import KINDS, OWNED, SUMMED, Chances, Thing
from bot.detection.promised.sold import (
    gives_a_part,
    is_a_rate,
    is_hardly_ours,
    is_of_one,
    is_put_off,
    is_restocking,
    leaves_the_sum_open,
    names_money_back,
    not_for_members,
    theirs_anyway,
)
from bot.domain.promise_deeds import Kind, sentences
from bot.domain.promise_words import PromiseWords
from bot.domain.when_words import When

NOTHING_AT_ALL, NOTHING, SOMETHING = 0.005, 0.2, 0.8
"""Chance of any promise below which what the rules read is none, is none if it has no time, and from which one is read
that they do not."""
NOT_THIS, THIS = 0.15, 0.85
"""The same for one kind."""
ONE_OF_A_KIND = 0.1
"""Chance of two promises of one kind below which two that the rules read are one."""
ITS_SUM, ITS_TIME, ITS_TIME_TOO = 0.7, 0.5, 0.9
"""Chance from which a sum, and a time of a promise that only the network reads, or that the rules read, is its own."""
NOT_ITS = 0.15
"""Chance below which a value that the rules read belongs to something else."""
ITS_THING = 0.3
"""Chance from which words name the thing of a promise."""
_FOR_ALL = re.compile("都|[两三](?:样|笔)|一起|一块儿|同时|一并")
"""都是明天: a time that the rules read is believed to be that of each."""
_OF_ALL_BEFORE = re.compile("(?:都|[两三](?:样|笔)|一起|一块儿)(?:是|等|在|赶)?$")
_OF_ALL_AFTER = re.compile("之?前?(?:都|一起|一块儿|两[样笔])")
_LEADING = re.compile("^(?:的|了|是|把|给|个(?!头))+")


def together(text: str, ruled: Sequence[PromiseWords], chances: Chances) -> tuple[PromiseWords, ...]:
    """What is promised, in order."""
    if is_hardly_ours(text) and not ruled:
        return ()
    ruled = [p for p in ruled if p.kind != "replacement" or not is_restocking(text)]
    theirs = theirs_anyway(text)
    ruled = [p for p in ruled if p.kind not in theirs]
    if chances.any < (NOTHING if ruled else SOMETHING):
        return tuple(ruled) if chances.any > NOTHING_AT_ALL and any(p.due or p.when for p in ruled) else ()
    passed = {p.kind for p in ruled} | not_for_members(text) | theirs
    if chances.kinds["replacement"] > THIS and not names_money_back(text):
        passed.add("refund")
    missed = [_built(text, kind, chances) for kind in KINDS if chances.kinds[kind] > THIS and kind not in passed]
    doubted = [p for p in ruled if chances.kinds[p.kind] < NOT_THIS]
    if len(missed) == len(doubted) == 1:
        kept = [_instead(p, missed[0]) if p is doubted[0] else _checked(text, p, ruled, chances) for p in ruled]
    else:
        kept = [_checked(text, p, ruled, chances) for p in _each_once(text, ruled, chances) if p not in doubted]
        for at, one in sorted(((_evidence(text, p, chances), p) for p in missed), key=lambda placed: placed[0]):
            after = [n for n, p in enumerate(kept) if at < _place(text, p, chances)]
            kept.insert(after[0] if after else len(kept), one)
    moment = _for_all(text, chances)
    kept = [p if p.due or p.when or moment is None else _at(p, moment) for p in kept]
    put_off = is_put_off(text)
    kept = [p for p in kept if not put_off or p.kind not in ("other", "reply") or p.thing is not None]
    return tuple(p for p in kept if p.kind != "other" or p.due or p.when)


def _for_all(text: str, chances: Chances) -> When | None:
    """The only time of a message, where it is said of all that is promised in it."""
    times = {(when.due, when.awaits): when for when, _ in chances.times}
    if len(times) != 1:
        return None
    when = next(iter(times.values()))
    said = _OF_ALL_BEFORE.search(text[: when.start]) or _OF_ALL_AFTER.match(text[when.end :])
    return when if said else None


def _instead(doubted: PromiseWords, better: PromiseWords) -> PromiseWords:
    """The same promise as another kind."""
    if better.due or better.when:
        return replace(better, words=doubted.words)
    return replace(better, words=doubted.words, due=doubted.due, when=doubted.when)


def _several(kind: Kind, text: str, ruled: Sequence[PromiseWords], chances: Chances) -> bool:
    """Whether the promises of a kind that the rules read are more than one: it is likely, or each has its own value."""
    alike = [p for p in ruled if p.kind == kind]
    if len(alike) < 2 or chances.two_of_a_kind >= ONE_OF_A_KIND:
        return len(alike) > 1
    if kind in SUMMED:
        likely = {money.fen for money, by in chances.sums if by[kind] > 0.5}
        return len({p.amount_fen for p in alike}) == len(alike) and likely.issuperset(p.amount_fen for p in alike)
    things = [text[one.start : one.end] for one in chances.things if one.kind == kind and one.chance > ITS_THING]
    met = [[n for n, thing in enumerate(things) if p.thing and _meets(p.thing, thing)] for p in alike]
    return all(len(own) == 1 for own in met) and len({own[0] for own in met}) == len(alike)


def _each_once(text: str, ruled: Sequence[PromiseWords], chances: Chances) -> list[PromiseWords]:
    """One promise of each kind where two of a kind are hardly meant; two sums leave the sum open."""
    found: dict[object, PromiseWords] = {}
    for n, p in enumerate(ruled):
        first = found.setdefault(n if _several(p.kind, text, ruled, chances) else p.kind, p)
        if first is not p:
            fen = first.amount_fen if first.amount_fen == p.amount_fen else None
            moment = first if first.due or first.when else p
            thing = first.thing or p.thing
            found[p.kind] = replace(first, amount_fen=fen, thing=thing, due=moment.due, when=moment.when)
    return list(found.values())


def _checked(text: str, p: PromiseWords, ruled: Sequence[PromiseWords], chances: Chances) -> PromiseWords:
    """A promise of the rules with what they left open and without what is another's; two of a kind stay as they are."""
    if _several(p.kind, text, ruled, chances):
        return p
    moment = _time(p.kind, chances, ITS_TIME_TOO)
    if p.due is None and p.when is None:
        p = _at(p, moment)
    elif not _FOR_ALL.search(text):
        same = [by[p.kind] for when, by in chances.times if (when.due, when.awaits) == (p.due, p.when)]
        if same and max(same) < NOT_ITS:
            p = _at(p, moment)
    if p.kind in SUMMED:
        fen = _better_sum(text, p, chances)
        p = replace(p, amount_fen=fen, thing=p.thing if fen is None else None)
    if p.kind in OWNED:
        p = replace(p, thing=_thing(text, p.kind, chances, p.thing))
    return p


def _built(text: str, kind: Kind, chances: Chances) -> PromiseWords:
    """A promise that the rules do not read."""
    fen = _sum(text, kind, chances) if kind in SUMMED else None
    thing = _thing(text, kind, chances, None) if kind in OWNED else None
    found = _at(PromiseWords(kind, fen, thing), _time(kind, chances, ITS_TIME))
    return replace(found, words=_words(text, _evidence(text, found, chances)))


def _at(p: PromiseWords, when: When | None) -> PromiseWords:
    return replace(p, due=when.due if when else None, when=when.awaits if when else None)


def _sum(text: str, kind: Kind, chances: Chances) -> int | None:
    """The only sum that is likely this promise's, beside what one piece is worth, where nothing leaves it open."""
    if leaves_the_sum_open(text):
        return None
    likely = [money for money, by in chances.sums if by[kind] > ITS_SUM and not is_a_rate(text, money)]
    if len({money.fen for money in likely}) > 1:
        likely = [money for money in likely if not is_of_one(text, money)]
    found = {money.fen for money in likely}
    alone = len({money.fen for money, _ in chances.sums}) == 1
    return found.pop() if len(found) == 1 and not (alone and gives_a_part(text)) else None


def _better_sum(text: str, p: PromiseWords, chances: Chances) -> int | None:
    """The sum that the rules read; another where theirs is open or hardly its own, or a far likelier one stands."""
    same = [by[p.kind] for money, by in chances.sums if money.fen == p.amount_fen]
    if p.amount_fen is None or (same and max(same) < NOT_ITS):
        return _sum(text, p.kind, chances)
    likelier = max((by[p.kind] for money, by in chances.sums if money.fen != p.amount_fen), default=0.0)
    return _sum(text, p.kind, chances) if same and max(same) < 0.5 and likelier > 0.9 else p.amount_fen


def _time(kind: Kind, chances: Chances, least: float) -> When | None:
    likely = [(when, by[kind]) for when, by in chances.times if by[kind] > least]
    return max(likely, key=lambda one: one[1])[0] if likely else None


def _thing(text: str, kind: Kind, chances: Chances, ruled: str | None) -> str | None:
    """The thing that is named; where the rules' own is among the likely ones, theirs."""
    likely = [one for one in chances.things if one.kind == kind and one.chance > ITS_THING]
    if not likely or (ruled is not None and any(_meets(ruled, text[one.start : one.end]) for one in likely)):
        return ruled
    return _named(text, max(likely, key=lambda one: one.chance)) or ruled


def _meets(ruled: str, read: str) -> bool:
    return ruled in read or read in ruled


def _named(text: str, thing: Thing) -> str:
    """A thing as it stands in the text, without what only leads to it."""
    return _LEADING.sub("", text[thing.start : thing.end]).strip(" ,，。!！?？")


def _place(text: str, p: PromiseWords, chances: Chances) -> float:
    """Where in the text a promise is said: its words, else what it names."""
    evidence = _evidence(text, p, chances)
    at = text.find(p.words) if p.words else -1
    return evidence if at < 0 or at <= evidence < at + len(p.words) else at


def _evidence(text: str, p: PromiseWords, chances: Chances) -> float:
    """Where the first of what a promise names stands; the end where it names nothing."""
    found = [money.start for money, by in chances.sums if p.kind in SUMMED and by[p.kind] > 0.5]
    found += [one.start for one in chances.things if one.kind == p.kind and one.chance > 0.5]
    found = found or [when.start for when, by in chances.times if by[p.kind] > 0.5]
    return min(found, default=len(text))


def _words(text: str, place: float) -> str:
    """The sentence at a place; all of the text where it is nowhere."""
    return next((text[a:b].strip(" ,，。;；") for a, b in sentences(text) if a <= place < b), text.strip())
