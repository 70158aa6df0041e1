"""Which open cases a word to everybody fits: of its goods, of its fault, of the one incident, or just reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.detection.goods import find_goods, same_goods
from bot.domain.case import Case

_REPORTED_WITHIN = timedelta(hours=1)
_REPORTED = re.compile("刚才|刚刚|上面|以上|反[馈映]|登记|说的|报的")
_FAULTS = (
    (re.compile("[烂坏破化碎臭裂霉洒炸馊]|压[坏扁]"), ("damaged", "quality")),
    (re.compile("[没未][收拿领]?到|没送到"), ("missing", "late")),
    (re.compile("[少漏缺]"), ("missing",)),
    (re.compile("(?<![今明后])晚到(?!账)|来晚|迟"), ("late",)),
    (re.compile("发错|送错|拿错"), ("wrong_item",)),
)
_ALL_SORTS = {
    "水果": re.compile("(?:(?<![坚糖开])果|莓|桃|瓜|[橘桔橙柚梨枣芒李杏提]|蕉|葡萄|樱|厘|荔枝|龙眼|石榴|菠萝)子?$"),
    "蔬菜": re.compile("(?:菜|[茄椒笋菇葱蒜姜藕]|萝卜|土豆|豆角|黄瓜|番茄)子?$"),
}
"""What goods of one sort are called."""


def names_fault(text: str) -> bool:
    """Whether words name anything that may be wrong with goods."""
    return any(pattern.search(text) for pattern, _ in _FAULTS)


def names_several(text: str) -> bool:
    """Whether words name several goods or faults."""
    return len(find_goods(text)) > 1 or sum(1 for pattern, _ in _FAULTS if pattern.search(text)) > 1


def fitting(text: str, open_cases: Sequence[Case], now: datetime) -> list[Case]:
    """The cases that a fault or goods in these words are about, else those of the one incident or those who have just
    reported; a red one is a person's to decide by itself."""
    found = [case for case in open_cases if not case.red]
    fault = next(((pattern, kinds) for pattern, kinds in _FAULTS if pattern.search(text)), None)
    if fault is not None:
        pattern, kinds = fault
        found = [case for case in found if case.category in kinds or pattern.search(case.quote)]
    named = find_goods(text)
    if named:
        return [case for case in found if any(_are_of(case.goods or "", goods) for goods in named)]
    if fault is not None:
        return found
    incidents = {case.incident for case in found if case.incident is not None}
    if len(incidents) == 1:
        return [case for case in found if case.incident in incidents]
    return [c for c in found if now - c.opened_at <= _REPORTED_WITHIN] if _REPORTED.search(text) else []


def _are_of(goods: str, named: str) -> bool:
    sort = _ALL_SORTS.get(named)
    return same_goods(goods, named) or (sort is not None and sort.search(goods) is not None)
