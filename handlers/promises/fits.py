"""Which open cases a word to everybody fits: of its goods, of its fault, of the one incident, or just reported."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.domain.case import Case
from bot.domain.promise_words import PromiseWords
from bot.domain.spoken_to import FAULT
from bot.storage import promises
from handlers.cases.same_person import first_voice

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


_OF_SOME = re.compile(
    r"(?:得(?:比较|特别|很|最)?(?:多|少|厉害|狠|重|轻|严重|透)一?[点些]?|严重|轻微?一?[点些]?|以[上下]|(?:超过|多于|不到|少于|不足)[^，。,；;]{1,6}|"
    r"全部?[烂坏碎漏破]了?|[多少]一?[点些])(?:的(?![那这])|(?=[退补赔换]))|(?:^|(?<=[，,。；;、\s]))(?:不?想?[要选]|不)[钱退补换][款钱货]?的(?![那这])"
)
"""Of whom only the degree is said: 烂得多的, 超过5个的."""
_WHICH = re.compile(
    r"[烂坏破碎臭裂漏少缺软霉化蔫馊洒好][^，。,；;！!？?\s]{0,6}的[^，。,；;！!？?\s]{0,4}?[退补赔换每统]"
)
"""Those whose goods are so: 烂一半的退, 好的不退."""
_OF_ALL = (
    f"(?:{FAULT})?[了掉]?的?(?:今晚|[今明后]天|现在|马上|[这就先我给])*[都全](?:部|给|今晚|[今明后]天|[你您]们|[先再])*"
    "[退赔补返换重]"
)
"""What stands behind goods of which each gets the same."""
_ON_TOP = re.compile("[再另又]|额外|外加|(?<!得)多[退补赔给]")


_CLAUSES = re.compile(r"[^，,。；;！!?？\n]*[，,。；;！!?？\n]?")
_GIVES = re.compile("[退补赔返换转送]|红包|[块元]|全免|也[是算]|一样|同[样上]|都算|包括|连同")
_HANDED = re.compile("[补换送][^，。；;]{0,4}")
"""What stands behind is what is given: 每家补一盒鸡蛋 is not about eggs."""
_PUTS_OFF = re.compile(
    "[再还在去]+问|问(?:[一了下]|供|厂|老|问)|再[说看定议谈商等]|再?联系|退不退|换不换|补不补|赔不赔|等(?![会下一]|.{0,4}到货)|不急|别急|还没|不确定|另(?:外)?[说算]|先[放等不]|[查核]实|拍[照个]"
)
"""That nothing is given yet."""
_ONLY_GOODS = re.compile(r"(?:[^，,。；;！!?？\s]{1,6}的|[^，,。；;！!?？\s]{1,3})[哈啊哦]?[，,。；;！!?？~～\s]*")


_ONE_AND_ANOTHER = re.compile(r"一([个家位人])[^，,。；;]{0,3}\d[^，。；;]{0,6}一\1")
"""一家退12一家退8: not the same for all."""
_LATER = re.compile("(?:推|延)迟|要?晚一?[天点些]|迟一?[天点些]|要晚")
"""What says that it comes later, and is no fault."""


def of_some(text: str) -> bool:
    """Whether words tell some from others by the degree of what is wrong: 烂得多的退15."""
    return _OF_SOME.search(text) is not None


def of_all_goods(text: str, open_cases: Sequence[Case]) -> bool:
    """Whether words give something for all of goods that several open cases are about: 草莓都退8块."""
    for goods in find_goods(text):
        members = {case.member_id for case in open_cases if _are_of(case.goods or "", goods)}
        if len(members) > 1 and re.search(rf"{re.escape(goods)}{_OF_ALL}", text):
            return True
    return False


def holds_for_all(text: str, said: Sequence[PromiseWords]) -> bool:
    """Whether all that words to several promise holds for each of them, as far as can be told: not what differs by
    degree, goods or fault, nor two deeds of one kind of which none comes on top."""
    if of_some(text) or _ONE_AND_ANOTHER.search(text):
        return False
    kinds = [p.kind for p in said if not _ON_TOP.search(p.words)]
    one_of_each = len(set(kinds)) == len(kinds)
    return len(said) < 2 or (one_of_each and not names_several(text) and len(_WHICH.findall(text)) < 2)


def is_on_top(words: str) -> bool:
    """Whether what is given comes on top of what everybody gets: 静静多退2块."""
    return _ON_TOP.search(words) is not None


def names_fault(text: str) -> bool:
    """Whether words name anything that may be wrong with goods."""
    return any(pattern.search(text) for pattern, _ in _FAULTS)


def names_several(text: str) -> bool:
    """Whether words name several goods or faults."""
    return len(find_goods(text)) > 1 or sum(1 for pattern, _ in _FAULTS if pattern.search(text)) > 1


def of_the_deed(text: str) -> str:
    """Words that give something, without what they say of other goods of which nothing is given (鸡蛋还在问):
    goods before a deed that names none are its heading (草莓的事，每家退8块), and so are bare goods behind it."""
    clauses = _CLAUSES.findall(text)
    if len({goods for clause in clauses for goods in find_goods(clause)}) < 2:
        return text
    kept, heading, given = list[str](), list[str](), False
    for clause in clauses:
        gives = _GIVES.search(clause) is not None and not _PUTS_OFF.search(clause)
        names = bool(find_goods(clause))
        if gives:
            handed = _HANDED.search(clause)
            kept += [clause] if find_goods(clause[: handed.start()] if handed else clause) else [*heading, clause]
            heading, given = [], True
        elif not names or (_ONLY_GOODS.fullmatch(clause) and given and not heading):
            kept.append(clause)
        elif not _PUTS_OFF.search(clause):
            heading.append(clause)
    return "".join(kept) if given else text


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


def of_one_matter(text: str, open_cases: Sequence[Case], members: Collection[str]) -> list[Case]:
    """The open cases of the incidents of these members, where the words themselves name no matter."""
    if find_goods(text) or names_fault(text):
        return []
    theirs = {c.incident for c in open_cases if c.member_id in members and c.incident is not None}
    return [c for c in open_cases if c.incident in theirs and not c.red]


def is_second(conn: Connection, case: Case, fits: Sequence[Case]) -> bool:
    """Whether the case is the second account of somebody who is among these: one household is promised it once."""
    first = first_voice(conn, case)
    return first is not None and any(first.member_id == other.member_id for other in fits)


def told_a_time(conn: Connection, text: str, open_cases: Sequence[Case], now: datetime) -> tuple[Case, ...]:
    """The cases that words about a new time fit, of those that are promised something until a time; where they name no
    matter, those to whom the same words promised the only thing that is to be done."""
    matter = _LATER.sub("", text)
    made = {c.number: [p for p in promises.of_case(conn, c.number) if p.is_unkept] for c in open_cases}
    fits = fitting(matter, open_cases, now)
    if not fits and not find_goods(matter) and not names_fault(matter):
        words = {p.words for found in made.values() for p in found}
        fits = [c for c in open_cases if made[c.number] and not c.red] if len(words) == 1 else []
    return tuple(c for c in fits if any(p.due_at is not None for p in made[c.number]))


def _are_of(goods: str, named: str) -> bool:
    sort = _ALL_SORTS.get(named)
    return same_goods(goods, named) or (sort is not None and sort.search(goods) is not None)
