"""To whom the parts of one message are said: "静静退8块，王姐补一箱，都是明天" is two things for two people.

What follows a name is theirs until the next is called; what the message begins or ends with for all of them (今天 …,
… 都是明天) is said to each. Where nobody is called, the goods of an open case tell whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.domain.called import (
    NO_GOODS,
    REST,
    Mark,
    handed_to,
    marks_of,
    marks_of_goods,
    named_in,
    standing_of_others,
    your_goods,
)
from bot.domain.name_forms import forms_in, present_in
from bot.domain.named_sums import Listed, is_about_a_sum, is_bare_sum, listed_in, paid_in, told_alone
from bot.domain.said_besides import beside_all
from bot.domain.said_left_out import leaves_out
from bot.domain.said_part import CLAUSES, EDGES, LIKEWISE, YOU, YOU_AGAIN, Facing, says_a_deed
from bot.domain.said_part import EVERYBODY as EVERYBODY
from bot.domain.said_part import Part as Part
from bot.domain.said_to_one import THEIRS, perhaps, split_behind, to_one
from bot.domain.spoken_to import ABOUT

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
_A_SUM = re.compile("[块元毛角]")
_IS = re.compile("^(?:[也都就]是?|是)")
_AT_ANOTHER_TIME = re.compile(
    r"[\s，,]*的?(?:那[份个盒]|要|得|就|只能)*(?:[明后]天|今晚|明晚|[上下]午|晚上|下?周[一二三四五六日天末])+(?:再?[退转补弄给发](?:给?[您你她他])?)?[哈啊吧呢哦]*[，,。！!～~\s]*"
)
"""The same as for the one before, but when: 今晚退静静8块，王姐的明天."""
_ANSWERS = re.compile("^(?:好的|好嘞|收到|嗯+|行|可以)[，,]")
_EACH_OF_THEM = re.compile(r"[各都](?=[退补赔返转送换])|各(?=[\d一两二三四五六七八九十半¥])")
_SIGNS = " \t\n，,、；;：:+＋=—–-"
_AFTER_LIKEWISE = re.compile(r"[，,。；;、\s]")
_NOTHING = re.compile(r"[\s，。,；;、：:！!？?~～]*")
_CALLS = re.compile(r"[\s，。,；;、：:！!？?~～啊呀哈哦在吗您你好]*")
_BUT = re.compile(r"除了?(?P<who>[^，,。；;！!？?\n]{1,12}?)(?:以外|之外|外)(?![卖面婆])[，,]?")
"""除老周外每家退8块."""
_BUT_FIRST = re.compile(r"\s*除了?(?P<who>[^，,。；;！!？?\n]{1,12}?)(?:以外|之外|外)?[，,]")
_BUT_NAMES = re.compile(r"除了(?![^，,。；;]{0,12}[外再还另也])")
"""除了王姐草莓都退8块."""
_ONE_AND_ANOTHER = re.compile(
    r"一([个家位人])[^，,。；;]{0,3}\d[^，。；;]{0,6}一\1|分别[^，,。；;]*\d[^，,。；;]*[和、/跟]\s*\d|\d(?:块|元)?[和、/跟]\d"
)
"""Not the same for all who are named together: 王姐静静的今晚退，一个12一个8."""


def said_to(
    text: str, names: Mapping[str, str], owners: Mapping[str, tuple[str, ...]] = NO_GOODS, facing: Facing | None = None
) -> tuple[Part, ...] | None:
    """To whom a message is said, part by part; empty where somebody stands in it and it is said to none of them for
    certain, None where nobody does. `names` are those who may be meant by their member ids, `owners` the member ids by
    the words for goods of open cases that stand in the text; `facing`: to whom it is said until it calls somebody."""
    but = _BUT_FIRST.match(text)
    out = named_in(but["who"], names) if but else set[str]()
    if but and out and out <= named_in(text[but.end() :], names):  # 除了王姐，草莓每家退8块，王姐补一盒
        return said_to(text[but.end() :], names, owners, facing)
    marks = marks_of(text, names, owners)
    to = {m.to for m in marks}
    if to:
        others = {word: ids for word, ids in owners.items() if ids and not to & set(ids)}
        strange = marks_of_goods(text, others, sure=True)
        if len(to) > 1 or strange:
            marks = sorted((*marks, *strange), key=lambda m: m.cut)
            before = text[: marks[0].cut]
            return _after_another(text, marks, facing) or _with_those_before(before, _cut(text, marks, owners), facing)
        return to_one(text, marks, names, owners, facing)
    handed = handed_to(text, names)
    if handed and len(_ids(handed)) == 1:
        return to_one(text, handed, names, owners, facing if YOU.search(text, 0, handed[0].cut) else None)
    if handed:
        return _unsure(text, handed)
    return perhaps(text, names) if named_in(text, names) else _by_goods(text, owners, facing)


def _after_another(text: str, marks: Sequence[Mark], facing: Facing | None) -> tuple[Part, ...]:
    """The parts where those named in one breath are only told something behind what is said to who is faced (明天补你
    一盒，王姐、老周稍等); none where they are not."""
    before, ids = text[: marks[0].cut], _ids(marks)
    told = len(_grouped(text, marks)) == 1 and not _NOTHING.fullmatch(text, marks[-1].end)
    if facing is None or facing.to in ids or not told or not says_a_deed(before):
        return ()
    if not facing.sure:
        return (Part((facing.to, *ids), text, before, sure=False),)
    return Part((facing.to,), before, before), Part(ids, text[marks[0].cut :], text[marks[-1].end :])


def _with_those_before(before: str, parts: tuple[Part, ...], facing: Facing | None) -> tuple[Part, ...]:
    """The parts, and what stands before all names: to everybody, or to who is faced."""
    apart = bool(parts) and not parts[0].to
    own = parts[apart:]
    if not own or not all(part.to and part.sure for part in own) or (len(own) < 2 and not apart):
        return parts
    last = beside_all(before, own[-1].read)
    if last is not None:
        others = [beside_all(last.all, part.read) for part in own[:-1]]
        reads = [b.own if b else part.read for b, part in zip(others, own, strict=False)] + [last.own]
        told = (replace(part, read=read) for part, read in zip(own, reads, strict=True))
        return (Part((EVERYBODY,), before, last.all), *told)
    if apart and facing is not None and YOU.search(before) and says_a_deed(before):
        return (Part((facing.to,), before, before, facing.sure), *own)
    return parts


def parts_of(text: str, names: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts of a message that calls more than one by name; none where it does not."""
    marks = marks_of(text, names)
    return _cut(text, marks) if len({m.to for m in marks}) > 1 else ()


def others_left_out(text: str, member_id: str, names: Mapping[str, str]) -> str:
    """What words to one member say to that member: what begins with somebody else's name is not theirs, until
    they are spoken to again, nor is what is said of another's (她那份明天补)."""
    clauses, known = CLAUSES.findall(text), present_in(text, names)
    text = "".join(
        c
        for c in clauses
        if YOU.search(c)
        or not (THEIRS.search(c) or any(ABOUT.match(c, e) for e in standing_of_others(c, known, member_id)))
    )
    marks = marks_of(text, names)
    if not any(m.to != member_id for m in marks):
        return text
    kept = text[: marks[0].cut]
    for mark, end in zip(marks, [m.cut for m in marks[1:]] + [len(text)], strict=True):
        said = text[mark.end : end]
        again = YOU_AGAIN.search(said)
        kept += mark.lead + said if mark.to == member_id else said[again.start() :] if again else ""
    return kept


def says_likewise(text: str, names: Mapping[str, str]) -> bool:
    """Whether all that is said to who is called is that theirs is as was said before: @王姐 你的也是."""
    marks = marks_of(text, names)
    together = bool(marks) and len(_grouped(text, marks)) == 1
    return together and LIKEWISE.fullmatch(text[: marks[0].cut] + text[marks[-1].end :]) is not None


def is_likewise(text: str) -> bool:
    """Whether words say only that something is as was said before: 你的也一样."""
    return LIKEWISE.fullmatch(text) is not None


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
    for but in _BUT.finditer(text):
        out |= named_in(but["who"], names)
    text = _BUT.sub("", text) if out else text
    text, named = _without_those_first(text, names)
    out |= named
    for clause in CLAUSES.findall(text):
        named = named_in(clause, names) if leaves_out(clause) else set()
        out |= named
        kept += "" if named else clause
    return kept, out


def _without_those_first(text: str, names: Mapping[str, str]) -> tuple[str, set[str]]:
    """Words without the names that stand behind 除了 in them, and whose these are."""
    begins, out = _BUT_NAMES.search(text), set[str]()
    if begins is None:
        return text, out
    at, forms = begins.end(), forms_in(text, names)
    while hit := next((f for f in sorted(forms, key=len, reverse=True) if text.startswith(f, at)), None):
        joined = _JOINS.match(text, at + len(hit))
        out |= set(forms[hit]) if len(forms[hit]) == 1 else set()
        at = joined.end() if joined else at + len(hit)
    return (f"{text[: begins.start()]}{text[at:]}", out) if out else (text, out)


def _by_goods(text: str, owners: Mapping[str, tuple[str, ...]], facing: Facing | None) -> tuple[Part, ...] | None:
    marks = marks_of_goods(text, owners)
    standing = tuple(dict.fromkeys(i for ids in owners.values() for i in ids))
    kinds = {ids for ids in owners.values() if ids}
    if not kinds:
        return None
    if len({m.cut for m in marks}) > 1 and set(_ids(marks)) == set(standing) and len(set(owners.values())) > 1:
        return _cut(text, marks, owners)
    if len(kinds) > 1:
        return (Part(standing, text, text, sure=False),)
    to = set(_ids(marks)) or your_goods(text, owners)
    if len(to) == 1 and marks and (split := split_behind(text, marks[0].cut, next(iter(to)), facing)):
        return split
    return (Part(tuple(to), text, text),) if len(to) == 1 else None


def _cut(text: str, marks: Sequence[Mark], goods: Collection[str] = ()) -> tuple[Part, ...]:
    """The parts of a message to more than one."""
    groups = _grouped(text, marks)
    before = text[: marks[0].cut]
    ends = [g[0].cut for g in groups[1:]] + [len(text)]
    said = [_ANSWERS.sub("", text[g[-1].end : end]) for g, end in zip(groups, ends, strict=True)]
    whole = [text[g[0].cut : end] for g, end in zip(groups, ends, strict=True)]
    if any(ABOUT.match(s) and YOU_AGAIN.search(s) for s in said):
        return _unsure(text, marks)
    if len(groups) == 1:
        return (
            Part(
                _ids(groups[0]),
                text,
                f"{before}{marks[0].lead}{_one_of(marks, said[0])}",
                all(m.sure for m in marks) and not _ONE_AND_ANOTHER.search(said[0]),
            ),
        )
    said = [told_alone(s, goods) for s in said]
    if len(groups) > 2 and _AT_ANOTHER_TIME.fullmatch(said[-1]):  # 静静8块 王姐10块今晚转，其他人明天
        listed = listed_in(before, [g[-1].lead for g in groups[:-1]], said[:-1])
        if listed is not None and listed.sure:
            later = Part(_ids(groups[-1]), whole[-1], listed.reads[-1], sure=False)
            return (*_of_list(text, groups[:-1], whole[:-1], listed), later)
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
    doubtful: set[int] = set()
    for n in range(len(said)):
        if n and LIKEWISE.fullmatch(said[n]):
            said[n] = f"{groups[n - 1][-1].lead}{said[n - 1]}"
        elif n and _AT_ANOTHER_TIME.fullmatch(said[n]):
            said[n], doubtful = said[n - 1], doubtful | {n}
        if is_bare_sum(said[n]) and not groups[n][-1].lead:
            verb = paid_in(f"{groups[n - 1][-1].lead}{said[n - 1]}") if n else ""
            if not verb:
                return _unsure(text, marks)
            said[n] = f"{verb}您{_IS.sub('', said[n].strip(_SIGNS))}"
    when = _WHEN_FOR_ALL.fullmatch(before.strip(EDGES))
    own = _each(groups, whole, said, before.strip(f"{EDGES}：:") if when else "", tail, doubtful)
    return own if when or not before.strip() else (Part((), before, before), *own)


def _tail(said: list[str], whole: list[str]) -> str:
    """What the message ends with for all whom it names, taken off the words for the last."""
    likewise = LIKEWISE.match(said[-1])
    if likewise:
        tail = said[-1][likewise.end() :].strip(EDGES)
        if not tail or tail[0] in "的" or YOU.search(tail) or not _AFTER_LIKEWISE.match(said[-1], likewise.end()):
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
    head = text[: groups[0][0].cut].strip(EDGES)
    words = [w.strip(EDGES) for w in (*whole[:-1], whole[-1].rstrip(EDGES).removesuffix(listed.tail))]
    shared = f"，{listed.tail}" if listed.tail else ""
    return tuple(
        Part(_ids(g), f"{head}{w}{shared}", read, all(m.sure for m in g))
        for g, w, read in zip(groups, words, listed.reads, strict=True)
        if _ids(g)
    )


def _each(
    groups: Sequence[Sequence[Mark]], whole: Sequence[str], said: Sequence[str], head: str, tail: str,
    doubtful: Collection[int],
) -> tuple[Part, ...]:  # fmt: skip
    shared = f"，{tail}" if tail else ""
    return tuple(
        Part(
            _ids(g),
            f"{head}{w.strip(EDGES)}{shared}",
            f"{head}{g[-1].lead or g[0].lead}{_one_of(g, s.strip(EDGES))}{shared}",
            all(m.sure for m in g) and n not in doubtful,
        )
        for n, (g, w, s) in enumerate(zip(groups, whole, said, strict=True))
        if _ids(g)
    )


def _one_of(group: Sequence[Mark], said: str) -> str:
    """What one of several who are named together is told: 各退5块 is 退5块."""
    return _EACH_OF_THEM.sub("", said) if len(group) > 1 or group[0].to == REST else said


def _unsure(text: str, marks: Sequence[Mark]) -> tuple[Part, ...]:
    starts, ends = [0, *(m.end for m in marks)], [*(m.cut for m in marks), len(text)]
    read = "，".join(text[a:b].strip(EDGES) for a, b in zip(starts, ends, strict=True))
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
