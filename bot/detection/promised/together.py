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

from bot.detection.promised.network import KINDS, OWNED, SUMMED, Chances
from bot.detection.promised.several import (
    ITS_THING,
    NOT_ITS,
    each_of_several,
    each_once,
    left_over,
    meets,
    named_in_text,
    only_reckoned,
    several,
    with_time,
)
from bot.detection.promised.sold import (
    gives_a_part,
    is_a_rate,
    is_a_total,
    is_for_all,
    is_for_each,
    is_hardly_ours,
    is_in_pieces,
    is_of_one,
    is_put_off,
    is_restocking,
    is_told_as_done,
    leaves_the_sum_open,
    names_money_back,
    not_for_members,
    says_the_part,
    theirs_anyway,
    tickets_of,
)
from bot.domain.promise_deeds import Kind, sentences
from bot.domain.promise_words import PromiseWords
from bot.domain.when_words import When

NOTHING_AT_ALL, NOTHING, SOMETHING = 0.002, 0.2, 0.8
"""Chance of any promise below which what the rules read is none, is none if it has no time, and from which one is read
that they do not."""
PROBABLY = 0.5
"""Chance of any promise from which what the rules read is none the less believed, where no kind of it is likely."""
NOT_THIS, THIS = 0.15, 0.85
"""The same for one kind."""
SURELY_SOMETHING, LIKELIEST = 0.97, 0.6
"""Chance of any promise from which the likeliest kind alone is read, and how likely it has to be."""
ITS_SUM, ITS_TIME, ITS_TIME_TOO = 0.7, 0.5, 0.9
"""Chance from which a sum, and a time of a promise that only the network reads, or that the rules read, is its own."""
_FOR_ALL = re.compile("都|[两三](?:样|笔)|一起|一块儿|同时|一并")
"""都是明天: a time that the rules read is believed to be that of each."""
_OF_ALL_BEFORE = re.compile("(?:都|[两三](?:样|笔)|一起|一块儿)(?:是|等|在|赶)?$")
_OF_ALL_AFTER = re.compile("之?前?(?:都|一起|一块儿?(?!钱)|一[并道同]|两[样笔])")
_VALID_UNTIL = re.compile("之?前?[^,，。]{0,2}(?:能用|可用|都能|有效|使用|过期|作废|用掉)")
"""9月底前都能用: how long a voucher is good."""
_CAME_SHORT = re.compile("(?:[少缺漏差短欠坏烂碎破裂][掉你您发给拿装]*|了)$")
"""少你五个蛋，补你六个: not what is given."""


def together(text: str, ruled: Sequence[PromiseWords], chances: Chances) -> tuple[PromiseWords, ...]:
    """What is promised, in order."""
    if is_hardly_ours(text) and not ruled:
        return ()
    ruled = [p for p in ruled if p.kind != "replacement" or not is_restocking(text)]
    theirs = theirs_anyway(text)
    ruled = [p for p in ruled if p.kind not in theirs]
    ruled = [p for p in ruled if not only_reckoned(text, p, ruled, chances)]
    if chances.any < (NOTHING if ruled else SOMETHING):
        dated = any(p.due or p.when for p in ruled) and not is_told_as_done(text)
        return tuple(ruled) if dated and (chances.any > NOTHING_AT_ALL or is_for_all(text)) else ()
    passed = {p.kind for p in ruled} | not_for_members(text) | theirs
    pieces = any(is_in_pieces(text, money) for money, _ in chances.sums) and any(p.kind == "replacement" for p in ruled)
    if pieces or (chances.kinds["replacement"] > THIS and not names_money_back(text)):
        passed.add("refund")
    missed = [_built(text, kind, chances) for kind in KINDS if chances.kinds[kind] > THIS and kind not in passed]
    if not ruled and not missed and chances.any > SURELY_SOMETHING:
        likely = max((k for k in KINDS if k not in passed), key=lambda k: chances.kinds[k], default=None)
        missed = [_built(text, likely, chances)] if likely and chances.kinds[likely] > LIKELIEST else []
    doubted = [p for p in ruled if chances.kinds[p.kind] < NOT_THIS]
    if len(doubted) == len(ruled) and not missed and chances.any > PROBABLY:
        doubted = []
    if len(missed) == len(doubted) == 1:
        kept = [_instead(p, missed[0]) if p is doubted[0] else _checked(text, p, ruled, chances) for p in ruled]
    else:
        kept = [_checked(text, p, ruled, chances) for p in each_once(text, ruled, chances) if p not in doubted]
        for at, one in sorted(((_evidence(text, p, chances), p) for p in missed), key=lambda placed: placed[0]):
            after = [n for n, p in enumerate(kept) if at < _place(text, p, chances)]
            kept.insert(after[0] if after else len(kept), one)
    kept = [with_time(p, None) if _is_good_until(text, p, chances) else p for p in kept]
    kept = each_of_several(text, kept, passed, chances)
    moment = _for_all(text, chances)
    kept = [p if p.due or p.when or moment is None else with_time(p, moment) for p in kept]
    put_off = is_put_off(text)
    kept = [p for p in kept if not put_off or p.kind not in ("other", "reply") or p.thing is not None]
    return tuple(p for p in kept if p.kind != "other" or p.due or p.when)


def _is_good_until(text: str, p: PromiseWords, chances: Chances) -> bool:
    """Whether the time of a voucher is until when it can be used."""
    mine = [when for when, _ in chances.times if when.due is not None and when.due == p.due]
    return p.kind == "voucher" and any(_VALID_UNTIL.match(text, when.end) for when in mine)


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


def _checked(text: str, p: PromiseWords, ruled: Sequence[PromiseWords], chances: Chances) -> PromiseWords:
    """A promise of the rules with what they left open and without what is another's; two of a kind stay as they are."""
    if several(p.kind, text, ruled, chances):
        return replace(p, amount_fen=left_over(p, ruled, chances)) if p.kind in SUMMED else p
    moment = _time(p.kind, chances, ITS_TIME_TOO)
    if p.due is None and p.when is None:
        p = with_time(p, moment)
    elif not _FOR_ALL.search(text):
        same = [by[p.kind] for when, by in chances.times if (when.due, when.awaits) == (p.due, p.when)]
        if same and max(same) < NOT_ITS:
            p = with_time(p, moment)
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
    found = with_time(PromiseWords(kind, fen, thing), _time(kind, chances, ITS_TIME))
    return replace(found, words=_words(text, _evidence(text, found, chances)))


def _sum(text: str, kind: Kind, chances: Chances) -> int | None:
    """The only sum that is likely this promise's, beside what one piece is worth, where nothing leaves it open."""
    if leaves_the_sum_open(text):
        return None
    likely = [money for money, by in chances.sums if by[kind] > ITS_SUM and not is_a_rate(text, money)]
    likely = [money for money in likely if not is_in_pieces(text, money) and not is_for_each(text, money)]
    if kind == "voucher" and any(is_a_total(text, money) for money in likely):
        likely = [money for money in likely if is_a_total(text, money)]
    if len({money.fen for money in likely}) > 1:
        likely = [money for money in likely if not is_of_one(text, money)]
    found = {money.fen * (tickets_of(text, money) if kind == "voucher" else 1) for money in likely if money.fen}
    alone = len({money.fen for money, _ in chances.sums}) == 1
    part = alone and gives_a_part(text) and not any(says_the_part(text, money) for money in likely)
    return found.pop() if len(found) == 1 and not part else None


def _better_sum(text: str, p: PromiseWords, chances: Chances) -> int | None:
    """The sum that the rules read; another where theirs is open or hardly its own, or a far likelier one stands."""
    same = [by[p.kind] for money, by in chances.sums if money.fen == p.amount_fen and not is_in_pieces(text, money)]
    if p.amount_fen is not None and not same and any(is_in_pieces(text, money) for money, _ in chances.sums):
        return None
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
    if not likely or (ruled is not None and any(meets(ruled, text[one.start : one.end]) for one in likely)):
        return ruled
    given = ruled is not None and re.search(f"[补送换赔](?:[发寄给]|[你您])*{re.escape(ruled)}", text)
    if given and all(_CAME_SHORT.search(text[: one.start]) for one in likely):
        return ruled
    best = max(likely, key=lambda one: one.chance)
    return named_in_text(text, best.start, best.end) or ruled


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
