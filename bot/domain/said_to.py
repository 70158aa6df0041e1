"""To whom the parts of one message are said: "静静退8块，王姐补一箱，都是明天" is two things for two people.

What follows a name is theirs until the next is called; what the message begins or ends with for all of them (今天 …,
… 都是明天) is said to each. Where nobody is called, the goods of an open case tell whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.called import NO_GOODS, Mark, handed_to, marks_of, marks_of_goods, named_in, your_goods

_JOINS = re.compile(r"[\s、，,和跟与及]*(?:还有|以及)?[\s、]*")
_FOR_ALL = re.compile(
    r"[\s，,。；;、]+((?:都|全都?|你们|两[个位]都?|大家都?|统一)(?![^，,。；;]*[您你](?!们))[^。；;]*[。！!~～]*)$"
)
"""What a message ends with for all whom it names: 都是明天."""
_WHEN_FOR_ALL = re.compile(
    r"(?=.*[今明后周号点])(?:[今明后]|天|早|晚|上午|中午|下午|[下这]?周[一二三四五六日天末]|\d+[月号日点]|之?前|[我咱]们?|就|都|统一|会|"
    r"[\s，,：:、])+"
)
"""A time before all names: 今天@静静 退8块 @王姐 补一箱."""
LIKEWISE = re.compile(
    r"[\s，,：:]*(?:[您你](?:的|那[份边个单]|这[份边个单])?)?"
    r"(?:[也同都](?:一样|同样|照样|照办|是这样|是)|一样|同样|照样|照办)(?:处理|办)?[的哈啊哦呀~～。！!\s]*"
)
"""The same as was said before: 你也一样, 你的也是."""
_A_SUM = re.compile("[块元毛角]")
_ABOUT = re.compile("的|[那这家]")
_YOU = re.compile("[您你](?!们)")
_THEIRS = re.compile("[她他](?:的|那|这|家|要)")
_YOU_AGAIN = re.compile(r"[，,。；;！!?？\s][^，,。；;！!?？\s]*[您你](?!们)")
"""A clause that speaks to somebody: after 王姐那份我补了 it may be another than 王姐."""
_EDGES = " ，,；;、—–-\n"
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
    return () if named_in(text, names) else _by_goods(text, owners)


def parts_of(text: str, names: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts of a message that calls more than one by name; none where it does not."""
    marks = marks_of(text, names)
    return _cut(text, marks) if len({m.to for m in marks}) > 1 else ()


def others_left_out(text: str, member_id: str, names: Mapping[str, str]) -> str:
    """What words to one member say to that member: what begins with somebody else's name is not theirs, until
    they are spoken to again, nor is what is said of another's (她那份明天补)."""
    text = "".join(c for c in _CLAUSES.findall(text) if _YOU.search(c) or not _THEIRS.search(c))
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


def _to_one(text: str, marks: Sequence[Mark], names: Mapping[str, str]) -> tuple[Part, ...]:
    """All is said to one, but for clauses that tell of somebody else; to nobody where the one is only told about."""
    one = marks[0].to
    said = text[marks[0].end :]
    if one is None or (_ABOUT.match(said) and _YOU_AGAIN.search(said)):
        return ()
    read = text
    for mark in reversed([m for m in marks if m.lead]):
        read = f"{read[: mark.cut]}{mark.lead}{read[mark.end :]}"
    clauses = _CLAUSES.findall(read)
    own = [c for c in clauses if _YOU.search(c) or not (_THEIRS.search(c) or named_in(c, names) - {one})]
    return (Part((one,), text, "".join(own), all(m.sure for m in marks)),)


def _cut(text: str, marks: Sequence[Mark]) -> tuple[Part, ...]:
    """The parts of a message to more than one."""
    groups = _grouped(text, marks)
    before = text[: marks[0].cut]
    ends = [g[0].cut for g in groups[1:]] + [len(text)]
    said = [text[g[-1].end : end] for g, end in zip(groups, ends, strict=True)]
    whole = [text[g[0].cut : end] for g, end in zip(groups, ends, strict=True)]
    if any(_ABOUT.match(s) and _YOU_AGAIN.search(s) for s in said):
        return _unsure(text, marks)
    if len(groups) == 1:
        return (Part(_ids(groups[0]), text, f"{before}{said[0]}", all(m.sure for m in marks)),)
    if any(_NOTHING.fullmatch(s) for s in said):
        return _unsure(text, marks)
    tail = _FOR_ALL.search(said[-1])
    if tail and not LIKEWISE.fullmatch(said[-1]):
        if _A_SUM.search(tail[1]):
            return _unsure(text, marks)
        said[-1], whole[-1] = said[-1][: tail.start()], whole[-1][: len(whole[-1]) - len(tail[0])]
    else:
        tail = None
    for n in range(1, len(said)):
        said[n] = said[n - 1] if LIKEWISE.fullmatch(said[n]) else said[n]
    when = _WHEN_FOR_ALL.fullmatch(before.strip(_EDGES))
    own = _each(groups, whole, said, before.strip(f"{_EDGES}：:") if when else "", tail[1] if tail else "")
    return own if when or not before.strip() else (Part((), before, before), *own)


def _each(
    groups: Sequence[Sequence[Mark]], whole: Sequence[str], said: Sequence[str], head: str, tail: str
) -> tuple[Part, ...]:
    shared = f"，{tail}" if tail else ""
    return tuple(
        Part(
            _ids(g),
            f"{head}{w.strip(_EDGES)}{shared}",
            f"{head}{g[-1].lead}{s.strip(_EDGES)}{shared}",
            all(m.sure for m in g),
        )
        for g, w, s in zip(groups, whole, said, strict=True)
        if _ids(g)
    )


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
