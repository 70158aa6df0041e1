"""Who the others are: 静静退15，其他人退8块 is said to those of the same goods or incident who are not named."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.detection.goods import find_goods, same_goods
from bot.domain.called import REST
from bot.domain.case import Case
from bot.domain.said_to import EVERYBODY, Part
from handlers.promises.fits import fitting, names_fault

_SO_MANY = re.compile("(?:其他|其余|剩下|余下|另外)的?([两三四五六])[家户位个]")
_TO_SO_MANY = re.compile(
    "(?<![一二三四五六七八九十第])([两三四五六])(?:[家户位]|个(?=每?人?[都各一每]))(?![店铺商超供人])|你们([俩仨两三四五六])"
)
_NUMBERS = {"俩": 2, "两": 2, "三": 3, "仨": 3, "四": 4, "五": 5, "六": 6}


def with_the_rest(
    parts: Sequence[Part], text: str, open_cases: Sequence[Case], now: datetime, named: Collection[str],
    apart: Collection[str] = (),
) -> tuple[Part, ...]:  # fmt: skip
    """The parts of a message with the members who are meant by 其他人 or 每家 in their place; not sure where there are
    more or fewer than it says. `named` are those whose names stand in it: without any there are no others; who is
    `apart` is none of everybody."""
    found = [(part, _meant(part, set(named), set(apart), text, open_cases, now)) for part in parts]
    return tuple(meant for part, meant in found if meant.to or not part.to)


def all_of_so_many(text: str, open_cases: Sequence[Case]) -> list[Case]:
    """All open cases, where words to so many (你们三家) name no goods and no fault, and so many members have one."""
    many = _TO_SO_MANY.search(text)
    found = [case for case in open_cases if not case.red]
    members = {case.member_id for case in found}
    if many is None or find_goods(text) or names_fault(text) or len(members) != _NUMBERS[many[1] or many[2]]:
        return []
    return found


def _meant(part: Part, named: set[str], apart: set[str], text: str, open_cases: Sequence[Case], now: datetime) -> Part:
    if not {REST, EVERYBODY} & set(part.to):
        return part
    if not named:
        return replace(part, to=())
    found = fitting(part.words if EVERYBODY in part.to else text, open_cases, now) or _alike(named, open_cases)
    out = apart if EVERYBODY in part.to else named
    others = (c.member_id for c in found if c.member_id not in out)
    to = tuple(dict.fromkeys((*(i for i in part.to if i not in (REST, EVERYBODY)), *others)))
    many = _SO_MANY.search(text)
    return replace(part, to=to, sure=part.sure and (not many or len(set(to) - out) == _NUMBERS[many[1]]))


def _alike(named: set[str], open_cases: Sequence[Case]) -> list[Case]:
    """The open cases of the incident or the goods of those who are named; a red one is a person's to decide."""
    theirs = [case for case in open_cases if case.member_id in named]
    incidents = {case.incident for case in theirs if case.incident is not None}
    alike = [
        case
        for case in open_cases
        if case.incident in incidents or any(same_goods(case.goods or "", one.goods or "") for one in theirs)
    ]
    return [case for case in alike if not case.red]
