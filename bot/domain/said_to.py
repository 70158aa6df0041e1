"""To whom the parts of one message are said: "静静退8块，王姐补一箱，都是明天" is two things for two people.

What follows a name is theirs until the next is called; what the message begins or ends with for all of them (今天 …,
… 都是明天) is said to each. Where nobody is called, the goods of an open case tell whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.called import (
    NO_GOODS,
    REST,
    Mark,
    begins_with,
    handed_to,
    marks_of,
    marks_of_goods,
    named_in,
    standing_of_others,
    your_goods,
)
from bot.domain.name_forms import present_in
from bot.domain.named_sums import Listed, is_about_a_sum, is_bare_sum, listed_in, paid_in
from bot.domain.promise_said import PEOPLE
from bot.domain.spoken_to import ABOUT, tells

_JOINS = re.compile(r"[\s、，,和跟与及]*(?:还有|以及)?[\s、]*")
_FOR_ALL = re.compile(
    r"[\s，,。；;、]+((?:[今明后周下][天晚早午]?[一二三四五六日天]?|上午|下午|晚上|中午)*"
    r"(?:都|全都?|你们|两[个位]都?|大家都?|统一|统统|一起|一并|一块儿?(?=[弄转退发打处办]))(?![^，,。；;]*[您你](?!们))[^。；;]*[。！!~～]*)$"
)
"""What a message ends with for all whom it names: 都是明天."""
_WHEN_FOR_ALL = re.compile(
    r"(?=.*[今明后周号点])(?:[今明后]|天|早|晚|上午|中午|下午|[下这]?周[一二三四五六日天末]|\d+[月号日点]|之?前|[我咱]们?|就|都|统一|会|"
    r"[\s，,：:、])+"
)
"""A time before all names: 今天@静静 退8块 @王姐 补一箱."""
LIKEWISE = re.compile(
    r"[\s，,：:]*(?:[您你](?:的|那[份边个单]|这[份边个单])?)?"
    r"(?:[也同都](?:一样|同样|照样|照办|是这样|是)|一样|同样|同上|照样|照办|照旧|同(?=[\s，,。！!]|$))(?:处理|办)?[的哈啊哦呀~～。！!\s]*"
)
"""The same as was said before: 你也一样, 你的也是."""
_A_SUM = re.compile("[块元毛角]")
_OF_THEIRS = re.compile("的|[那这](?!边)")
_YOU = re.compile("[您你](?!们)")
_THEIRS = re.compile("[她他](?:的|那|这|家|要)")
_TO_THEM = re.compile("(?<=[退补赔返转换送发给寄拿])[她他](?!们)")
"""Somebody else is given something: 我今晚退她8块."""
_ANSWERS = re.compile("^(?:好的|好嘞|收到|嗯+|行|可以)[，,]")
_BY_OTHERS = re.compile(PEOPLE)
_GIVES = re.compile("[退补赔返转换送]")
EVERYBODY = "*all"
"""Stands for a member id: everybody whom the words fit."""
_TO_EVERYBODY = re.compile("每一?[家户人位份]|各[位家户]|大家|统一|一律|一[家户](?=[退补赔])")
_EACH_OF_THEM = re.compile(r"[各都](?=[退补赔返转送换])|各(?=[\d一两二三四五六七八九十半¥])")
_OPENS = re.compile(r"(?:不好意思|抱歉|对不[起住]|实在|真的?|好的?|嗯|哎呀?|[啊哈呀哦，,。!！~～\s])*")
_YOU_AGAIN = re.compile(r"[，,。；;！!?？\s][^，,。；;！!?？\s]*[您你](?!们)")
"""A clause that speaks to somebody: after 王姐那份我补了 it may be another than 王姐."""
_SIGNS = " \t\n，,、；;：:+＋=—–-"
_AFTER_LIKEWISE = re.compile(r"[，,。；;、\s]")
_EDGES = " ，,；;、—–-\n"
_BETWEEN = "，,。；;！!?？\n"
_NOTHING = re.compile(r"[\s，。,；;、：:！!？?~～]*")
_CLAUSES = re.compile(r"[^，,。；;！!?？\n]*[，,。；;！!?？\n]?")
_CALLS = re.compile(r"[\s，。,；;、：:！!？?~～啊呀哈哦在吗您你好]*")
_EXCEPT = re.compile("除外|除了|另说|另算|另外说|单独|例外|不算|先不")


@dataclass(frozen=True)
class Part:
    """What a message says to some of those it names. `to` are member ids, `words` as they stand there, `read` without
    the names in front; not `sure` where it cannot be told whose it is. What stands before all names is to nobody."""

    to: tuple[str, ...]
    words: str
    read: str
    sure: bool = True


def said_to(
    text: str, names: Mapping[str, str], owners: Mapping[str, tuple[str, ...]] = NO_GOODS
) -> tuple[Part, ...] | None:
    """To whom a message is said, part by part; empty where somebody stands in it and it is said to none of them for
    certain, None where nobody does. `names` are those who may be meant by their member ids, `owners` the member ids by
    the words for goods of open cases that stand in the text."""
    marks = marks_of(text, names, owners)
    to = {m.to for m in marks}
    if to:
        others = {word: ids for word, ids in owners.items() if ids and not to & set(ids)}
        strange = marks_of_goods(text, others, sure=True)
        if len(to) > 1 or strange:
            return _cut(text, sorted((*marks, *strange), key=lambda m: m.cut))
        return _to_one(text, marks, names)
    handed = handed_to(text, names)
    if handed:
        return _to_one(text, handed, names) if len(_ids(handed)) == 1 else _unsure(text, handed)
    return _perhaps(text, names) if named_in(text, names) else _by_goods(text, owners)


def parts_of(text: str, names: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts of a message that calls more than one by name; none where it does not."""
    marks = marks_of(text, names)
    return _cut(text, marks) if len({m.to for m in marks}) > 1 else ()


def others_left_out(text: str, member_id: str, names: Mapping[str, str]) -> str:
    """What words to one member say to that member: what begins with somebody else's name is not theirs, until
    they are spoken to again, nor is what is said of another's (她那份明天补)."""
    clauses, known = _CLAUSES.findall(text), present_in(text, names)
    text = "".join(
        c
        for c in clauses
        if _YOU.search(c)
        or not (_THEIRS.search(c) or any(ABOUT.match(c, e) for e in standing_of_others(c, known, member_id)))
    )
    marks = marks_of(text, names)
    if not any(m.to != member_id for m in marks):
        return text
    kept = text[: marks[0].cut]
    for mark, end in zip(marks, [m.cut for m in marks[1:]] + [len(text)], strict=True):
        said = text[mark.end : end]
        again = _YOU_AGAIN.search(said)
        kept += mark.lead + said if mark.to == member_id else said[again.start() :] if again else ""
    return kept


def says_likewise(text: str, names: Mapping[str, str]) -> bool:
    """Whether all that is said to the one who is called is that theirs is as was said before: @王姐 你的也是."""
    marks = marks_of(text, names)
    return len(marks) == 1 and LIKEWISE.fullmatch(text[: marks[0].cut] + text[marks[0].end :]) is not None


def only_calls(text: str, names: Mapping[str, str]) -> bool:
    """Whether a message does no more than call somebody: @静静."""
    marks = marks_of(text, names)
    ends, cuts = [0, *(m.end for m in marks)], [*(m.cut for m in marks), len(text)]
    rest = "".join(text[a:b] for a, b in zip(ends, cuts, strict=True))
    return bool(marks) and _CALLS.fullmatch(rest) is not None


def excepted(text: str, names: Mapping[str, str]) -> tuple[str, set[str]]:
    """Words to everybody without the clauses that leave somebody out (静静除外), and who is left out."""
    names = present_in(text, names)
    kept, out = "", set[str]()
    for clause in _CLAUSES.findall(text):
        named = named_in(clause, names) if _EXCEPT.search(clause) else set()
        out |= named
        kept += "" if named else clause
    return kept, out


def _by_goods(text: str, owners: Mapping[str, tuple[str, ...]]) -> tuple[Part, ...] | None:
    marks = marks_of_goods(text, owners)
    standing = tuple(dict.fromkeys(i for ids in owners.values() for i in ids))
    kinds = {ids for ids in owners.values() if ids}
    if not kinds:
        return None
    if len({m.cut for m in marks}) > 1 and set(_ids(marks)) == set(standing) and len(set(owners.values())) > 1:
        return _cut(text, marks)
    if len(kinds) > 1:
        return (Part(standing, text, text, sure=False),)
    to = set(_ids(marks)) or your_goods(text, owners)
    return (Part(tuple(to), text, text),) if len(to) == 1 else None


def _perhaps(text: str, names: Mapping[str, str]) -> tuple[Part, ...]:
    """A message that tells of the one who is named and then what they get (跟静静说了，今晚退她8块), or that begins
    with the one name in it, tells nothing of its owner, and goes on to speak to somebody."""
    ids, begun = tuple(named_in(text, names)), begins_with(text, names, _OPENS)
    if len(ids) > 1:
        return ()
    given = [_TO_THEM.sub("您", c) for c in _CLAUSES.findall(text) if _TO_THEM.search(c) and not _YOU.search(c)]
    if given and not any(_BY_OTHERS.search(c) or named_in(c, names) for c in given):
        return (Part(ids, text, "".join(given)),)
    if begun is None or begun.to is None or tells(text, begun.end) or not _YOU_AGAIN.search(text, begun.end):
        return ()
    return (Part((begun.to,), text, text[: begun.cut] + text[begun.end :], sure=False),)


def _to_one(text: str, marks: Sequence[Mark], names: Mapping[str, str]) -> tuple[Part, ...]:
    """All is said to one, but for what is told of somebody else; to nobody where the one is only told about."""
    one, cut = marks[0].to, marks[0].cut
    said = text[marks[0].end :]
    if one is None or (ABOUT.match(said) and _YOU_AGAIN.search(said)):
        return ()
    cut = max(text.rfind(sign, 0, cut) for sign in _BETWEEN) + 1
    before = text[:cut]
    others = named_in(before, names) - {one}
    if _GIVES.search(before) and (others or _TO_EVERYBODY.search(before)):
        head = Part(tuple(sorted(others)), before, before, sure=False) if others else Part((EVERYBODY,), before, before)
        return (head, *_own(text, cut, marks, one, names))
    return _own(text, 0, marks, one, names)


def _own(text: str, begin: int, marks: Sequence[Mark], one: str, names: Mapping[str, str]) -> tuple[Part, ...]:
    """What is said to one from `begin` on, beside what is another's (我今晚退她8块): once somebody else is told
    about, what does not say 您 may be either's."""
    read = text
    for mark in reversed(marks):
        lead = mark.lead or ("您" if _OF_THEIRS.match(text, mark.end) else "")
        read = f"{read[: mark.cut]}{lead}{read[mark.end :]}"
    names = present_in(text, names)
    others = tuple(sorted(named_in(text[begin:], names) - {one}))
    own, theirs, doubtful, at, away = "", "", "", 0, False
    for clause in _CLAUSES.findall(read):
        at += len(clause)
        if at <= begin:
            continue
        named = named_in(clause, names) - {one}
        if _TO_THEM.search(clause) and not _YOU.search(clause):
            theirs += _TO_THEM.sub("您", clause)
        elif _YOU.search(clause):
            own, away = own + clause, False
        elif _THEIRS.search(clause) or named:
            away = bool(named) and at > marks[0].cut and not _GIVES.search(own)
        elif away:
            doubtful += clause
        else:
            own += clause
    parts = [Part((one,), text[begin:], own, all(m.sure for m in marks))]
    parts += [Part(others, text[begin:], theirs, len(others) == 1)] if theirs and others else []
    parts += [Part((one, *others), text[begin:], doubtful, sure=False)] if _GIVES.search(doubtful) else []
    return tuple(parts)


def _cut(text: str, marks: Sequence[Mark]) -> tuple[Part, ...]:
    """The parts of a message to more than one."""
    groups = _grouped(text, marks)
    before = text[: marks[0].cut]
    ends = [g[0].cut for g in groups[1:]] + [len(text)]
    said = [_ANSWERS.sub("", text[g[-1].end : end]) for g, end in zip(groups, ends, strict=True)]
    whole = [text[g[0].cut : end] for g, end in zip(groups, ends, strict=True)]
    if any(ABOUT.match(s) and _YOU_AGAIN.search(s) for s in said):
        return _unsure(text, marks)
    if len(groups) == 1:
        return (
            Part(
                _ids(groups[0]), text, f"{before}{marks[0].lead}{_one_of(marks, said[0])}", all(m.sure for m in marks)
            ),
        )
    listed = listed_in(before, [g[-1].lead for g in groups], said)
    if listed is not None:
        return _of_list(text, groups, whole, listed) if listed.sure else _unsure(text, marks)
    if any(_NOTHING.fullmatch(s) for s in said):
        return _unsure(text, marks)
    tail = _tail(said, whole)
    if tail and _A_SUM.search(tail):
        return _unsure(text, marks)
    if any(
        is_about_a_sum(words) and not g[-1].lead
        for words, g in zip(said, groups, strict=True)
        if not is_bare_sum(words)
    ):
        return _unsure(text, marks)
    for n in range(len(said)):
        said[n] = said[n - 1] if n and LIKEWISE.fullmatch(said[n]) else said[n]
        if is_bare_sum(said[n]) and not groups[n][-1].lead:
            verb = paid_in(f"{groups[n - 1][-1].lead}{said[n - 1]}") if n else ""
            if not verb:
                return _unsure(text, marks)
            said[n] = f"{verb}您{said[n].strip(_SIGNS)}"
    when = _WHEN_FOR_ALL.fullmatch(before.strip(_EDGES))
    own = _each(groups, whole, said, before.strip(f"{_EDGES}：:") if when else "", tail)
    return own if when or not before.strip() else (Part((), before, before), *own)


def _tail(said: list[str], whole: list[str]) -> str:
    """What the message ends with for all whom it names, taken off the words for the last."""
    likewise = LIKEWISE.match(said[-1])
    if likewise:
        tail = said[-1][likewise.end() :].strip(_EDGES)
        if not tail or tail[0] in "的" or _YOU.search(tail) or not _AFTER_LIKEWISE.match(said[-1], likewise.end()):
            return ""
        said[-1] = said[-1][: likewise.end()]
        whole[-1] = whole[-1][: len(whole[-1]) - len(tail)]
        return tail
    found = _FOR_ALL.search(said[-1])
    if not found:
        return ""
    said[-1], whole[-1] = said[-1][: found.start()], whole[-1][: len(whole[-1]) - len(found[0])]
    return found[1]


def _of_list(text: str, groups: Sequence[Sequence[Mark]], whole: Sequence[str], listed: Listed) -> tuple[Part, ...]:
    """静静8块 王姐3块 今晚转: each theirs, with the beginning and the end that all have."""
    head = text[: groups[0][0].cut].strip(_EDGES)
    words = [w.strip(_EDGES) for w in (*whole[:-1], whole[-1].rstrip(_EDGES).removesuffix(listed.tail))]
    shared = f"，{listed.tail}" if listed.tail else ""
    return tuple(
        Part(_ids(g), f"{head}{w}{shared}", read, all(m.sure for m in g))
        for g, w, read in zip(groups, words, listed.reads, strict=True)
        if _ids(g)
    )


def _each(
    groups: Sequence[Sequence[Mark]], whole: Sequence[str], said: Sequence[str], head: str, tail: str
) -> tuple[Part, ...]:
    shared = f"，{tail}" if tail else ""
    return tuple(
        Part(
            _ids(g),
            f"{head}{w.strip(_EDGES)}{shared}",
            f"{head}{g[-1].lead or g[0].lead}{_one_of(g, s.strip(_EDGES))}{shared}",
            all(m.sure for m in g),
        )
        for g, w, s in zip(groups, whole, said, strict=True)
        if _ids(g)
    )


def _one_of(group: Sequence[Mark], said: str) -> str:
    """What one of several who are named together is told: 各退5块 is 退5块."""
    return _EACH_OF_THEM.sub("", said) if len(group) > 1 or group[0].to == REST else said


def _unsure(text: str, marks: Sequence[Mark]) -> tuple[Part, ...]:
    starts, ends = [0, *(m.end for m in marks)], [*(m.cut for m in marks), len(text)]
    read = "，".join(text[a:b].strip(_EDGES) for a, b in zip(starts, ends, strict=True))
    return (Part(_ids(marks), text, read, sure=False),)


def _ids(marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.to for m in marks if m.to is not None))


def _grouped(text: str, marks: Sequence[Mark]) -> list[list[Mark]]:
    """Those who are named in one breath: @静静 @王姐, 王姐静静你们俩的."""
    groups = [[marks[0]]]
    for mark in marks[1:]:
        if _JOINS.fullmatch(text, groups[-1][-1].end, mark.cut):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups
