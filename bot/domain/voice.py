"""Voices: does a member praise or fairly criticise our goods, our service or the delivery, by what they went through?

Questions, orders, hearsay, hopes, other shops and the leader's own advertising are no voices. In doubt there is none:
what is kept here stands on a board, and a board with words that nobody meant is worse than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.domain import voice_words as words
from bot.domain.plain_words import plain

Kind = Literal["praise", "criticism"]
Aspect = Literal["product", "service", "delivery"]
KINDS: tuple[Kind, ...] = ("praise", "criticism")
ASPECTS: tuple[Aspect, ...] = ("product", "service", "delivery")

_ORDER: tuple[Aspect, ...] = ("service", "delivery", "product")
"""Who serves and who delivers are named; the goods often are not."""
_CLAUSES = re.compile(r"[^,。!?;…~\n]+[,。!?;…~\n]*")
_LEAST = 2
_LONGEST = 300
"""A longer text is no remark of a neighbour."""
_LONGEST_ANSWER = 60
_TURNED = re.compile(words.NOT + "$")


@dataclass(frozen=True)
class Heard:
    """What one voice says, and of what."""

    kind: Kind
    aspect: Aspect


@dataclass(frozen=True)
class _Hit:
    kind: Kind
    aspect: Aspect
    after_turn: bool
    general: bool


def hear(
    text: str, *, earlier: Sequence[str] = (), goods: Sequence[str] = (), complaint: str | None = None
) -> Heard | None:
    """The voice in a member's words; None where there is none.

    `earlier` are the texts before it, `goods` those it names, `complaint` is the category that the detector found.
    """
    said = plain(text).replace("\t", " ").strip()
    if not _LEAST <= len(said) <= _LONGEST:
        return None
    about_goods = bool(goods) or any(words.ABOUT_GOODS.search(plain(before)) for before in earlier[-1:])
    hits = _hits(said, about_goods)
    if complaint is not None:
        return _complained(said, hits, complaint)
    if not hits:
        return _agreed(said, earlier)
    if _is_no_voice(said, hits):
        return None
    heard = _main(hits)
    return heard if heard.kind == "criticism" or not words.BITTER.search(said) else None


def _complained(said: str, hits: Sequence[_Hit], category: str) -> Heard | None:
    """A complaint is a criticism; where the words only praise, they have the better ear for it."""
    own = [hit for hit in hits if hit.kind == "criticism"]
    if not own and (category == "other" or hits):
        return _main(hits) if hits and not words.BITTER.search(said) and not _is_no_voice(said, hits) else None
    if words.QUESTION.fullmatch(said) or "举手" in said:
        return None
    default: Aspect = words.ASPECT_OF.get(category, "product")  # type: ignore[assignment]
    if category == "damaged" and words.CARTON.search(said):
        return Heard("criticism", "delivery")
    aspects = {hit.aspect for hit in own}
    return Heard("criticism", default if not aspects or default in aspects else own[0].aspect)


def _is_no_voice(said: str, hits: Sequence[_Hit]) -> bool:
    if words.ORDER.search(said) or words.ADVERT.search(said) or words.THANKS_ONLY.match(said):
        return True
    if words.SMALL_TALK.search(said) and all(hit.general for hit in hits):
        return True
    return bool(words.ELSEWHERE.search(said) and not words.OURS.search(said))


def _hits(said: str, names_goods: bool) -> list[_Hit]:
    """Every place where something is praised or criticised from experience, in order."""
    found: list[_Hit] = []
    turned = False
    about_goods = names_goods or bool(words.ABOUT_GOODS.search(said))
    for match in _CLAUSES.finditer(said):
        clause = match.group()
        turned = turned or bool(words.TURN.search(clause))
        if words.QUESTION.search(clause) or words.UNTRIED.search(clause):
            continue
        found += _in_clause(clause, turned, about_goods)
    return [replace(hit, aspect=_whose(hit.aspect, said)) for hit in found]


def _in_clause(clause: str, turned: bool, about_goods: bool) -> list[_Hit]:
    found: list[_Hit] = []
    taken: list[tuple[int, int]] = []
    for match in (*words.SPARED.finditer(clause), *words.STILL_FROZEN.finditer(clause)):
        taken.append(match.span())
        aspect: Aspect = "delivery" if match.re is words.STILL_FROZEN or words.CARTON.search(clause) else "product"
        found.append(_Hit("praise", aspect, turned, False))
    for aspect in _ORDER:
        for match in words.CRITICISM[aspect].finditer(clause):
            if not _overlaps(match, taken):
                taken.append(match.span())
                found.append(_Hit("criticism", aspect, turned, False))
    for aspect in _ORDER:
        for match in words.PRAISE[aspect].finditer(clause):
            if _overlaps(match, taken):
                continue
            taken.append(match.span())
            general = bool(words.GENERAL.fullmatch(match.group()))
            if general and not about_goods:
                continue
            turned_round = _TURNED.search(clause[: match.start()]) and not match.group().startswith("不")
            kind: Kind = "criticism" if turned_round else "praise"
            found.append(_Hit(kind, aspect, turned, general))
    return found


def _overlaps(match: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    return any(match.start() < end and start < match.end() for start, end in taken)


def _whose(aspect: Aspect, said: str) -> Aspect:
    """Kindness is the courier's where he is named, and bringing something is service where the leader does it."""
    if aspect == "service" and words.COURIER.search(said) and not words.LEADER.search(said):
        return "delivery"
    return "service" if aspect == "delivery" and words.LEADER_BRINGS.search(said) else aspect


def _main(hits: Sequence[_Hit]) -> Heard:
    """The main point: what comes after a 但是, else what is said most, else what is said last."""
    telling = [hit for hit in hits if hit.after_turn] or list(hits)
    counts = {kind: sum(hit.kind == kind for hit in telling) for kind in KINDS}
    kind: Kind = "praise" if counts["praise"] > counts["criticism"] else "criticism"
    if counts["praise"] == counts["criticism"]:
        kind = telling[-1].kind
    own = [hit for hit in telling if hit.kind == kind]
    specific = [hit for hit in own if not hit.general] or own
    aspects = [hit.aspect for hit in specific]
    return Heard(kind, max(dict.fromkeys(aspects), key=aspects.count))


def _agreed(said: str, earlier: Sequence[str]) -> Heard | None:
    """A short yes to somebody's voice is a voice of the same kind."""
    if not earlier or not words.AGREES.match(said) or "+1" in said:
        return None
    before = plain(earlier[-1])
    hits = _hits(before, False)
    return _main(hits) if hits and not _is_no_voice(before, hits) else None


def takes_voice_back(text: str) -> bool:
    """Whether somebody no longer wants their words shown: 别用我说的那句话了, 把我的评价撤了."""
    said = plain(text).strip()
    return len(said) <= _LONGEST_ANSWER and bool(words.TAKES_BACK.search(said)) and not words.QUESTION.search(said)
