"""To whom the parts of one message are said: "静静退8块，王姐补一箱，都是明天" is two things for two people.

A person is addressed by @name anywhere, or by a name at the beginning of a clause. What follows is theirs until the
next is addressed; what the message ends with for all of them (都是明天) is said to each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

SPOKEN = re.compile(r"[^\W\d_]{2,}")
"""What is said of a name: 王姐 of 🌸王姐12-3."""
_AT = re.compile(r"[@＠]\s*([^\s@＠，。,：:！!？?；;、]+)")
_CLAUSE = re.compile(
    r"(?:^|(?<=[\s，。,；;、：:！!？?~～…]))\s*(?:那么?|还有|另外|然后|至于|以及|[和跟与])?\s*"
    r"(?P<lead>(?:(?:今|明|后)[天晚早]|先|再|我|这就|马上)*[给帮替])?"
)
_TITLED = re.compile(
    r"(?![我你您他她它咱大小老各谢好亲嗯行是对和跟与给帮替])[\u4e00-\u9fff]{1,2}?(?:姐|哥|阿姨|叔叔?|婶|嫂子?|奶奶|爷爷|妈妈?|爸爸?|大[爷妈姐哥]|老师)(?![妹弟姐])"
)
"""How neighbours call each other: somebody of whom no more is known."""
_GOES_ON = re.compile(
    r"[\s，。,；;、：:！!？?~～]|$|[您你的那这家和跟与]|们?[俩两]|[退补赔换送转发给寄拿]|今|明|后天|下[周午次]|上午|晚|先|再|重|马上|稍|周|也(?=[退补赔换给今明])|都|全|\d|@"
)
"""What stands behind the name of one who is spoken to, and not told about: 王姐说, 王姐帮您拿着."""
_AND = ("和", "跟", "与", "及")
_JOINS = re.compile(r"[\s、，,和跟与及]*(?:还有|以及)?[\s、]*")
_FOR_ALL = re.compile(
    r"[\s，,。；;、]+((?:都|全都?|你们|两[个位]都?|大家都?|统一)(?![^，,。；;]*[您你](?!们))[^。；;]*[。！!~～]*)$"
)
"""What a message ends with for all whom it names: 都是明天."""
_A_SUM = re.compile("[块元毛角]")
_ABOUT = re.compile("的|[那这家]")
_YOU_AGAIN = re.compile(r"[，,。；;！!?？\s][^，,。；;！!?？\s]*[您你](?!们)")
"""A clause that speaks to somebody: after 王姐那份我补了 it may be another than 王姐."""
_EDGES = " ，,；;、"
_NOTHING = re.compile(r"[\s，。,；;、：:！!？?~～]*")


@dataclass(frozen=True)
class Part:
    """What a message says to some of those it names. `to` are member ids, `words` as they stand there, `read` without
    the names in front; not `sure` where it cannot be told whose it is. What stands before all names is to nobody."""

    to: tuple[str, ...]
    words: str
    read: str
    sure: bool = True


@dataclass(frozen=True)
class _Mark:
    """One who is addressed: what belongs to them begins at `cut`; their name ends at `end`."""

    cut: int
    end: int
    to: str | None
    lead: str = ""
    sure: bool = True


def parts_of(text: str, names: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts of a message that addresses more than one person; none where it does not. `names` are those who may be
    meant by their member ids; what is said to others is nobody's part."""
    marks = sorted(_marks(text, names), key=lambda m: m.cut)
    marks = [m for i, m in enumerate(marks) if i == 0 or m.cut >= marks[i - 1].end]
    if len({m.to for m in marks}) < 2:
        return ()
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
    if tail and _A_SUM.search(tail[1]):
        return _unsure(text, marks)
    if tail:
        said[-1], whole[-1] = said[-1][: tail.start()], whole[-1][: len(whole[-1]) - len(tail[0])]
    own = _each(groups, whole, said, tail[1] if tail else "")
    return (Part((), before, before), *own) if before.strip() else own


def others_left_out(text: str, member_id: str, names: Mapping[str, str]) -> str:
    """What words to one member say to that member: what begins with somebody else's name is not theirs, until
    they are spoken to again."""
    marks = sorted((m for m in _marks(text, names)), key=lambda m: m.cut)
    if not any(m.to != member_id for m in marks):
        return text
    kept = text[: marks[0].cut]
    for mark, end in zip(marks, [m.cut for m in marks[1:]] + [len(text)], strict=True):
        said = text[mark.end : end]
        again = _YOU_AGAIN.search(said)
        kept += said if mark.to == member_id else said[again.start() :] if again else ""
    return kept


def _each(groups: Sequence[Sequence[_Mark]], whole: Sequence[str], said: Sequence[str], tail: str) -> tuple[Part, ...]:
    shared = f"，{tail}" if tail else ""
    return tuple(
        Part(
            _ids(g),
            w.strip(_EDGES) + shared,
            f"{g[-1].lead}{s.strip(_EDGES)}{shared}",
            all(m.sure for m in g),
        )
        for g, w, s in zip(groups, whole, said, strict=True)
        if _ids(g)
    )


def _unsure(text: str, marks: Sequence[_Mark]) -> tuple[Part, ...]:
    starts, ends = [0, *(m.end for m in marks)], [*(m.cut for m in marks), len(text)]
    read = "，".join(text[a:b].strip(_EDGES) for a, b in zip(starts, ends, strict=True))
    return (Part(_ids(marks), text, read, sure=False),)


def _ids(marks: Sequence[_Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.to for m in marks if m.to is not None))


def _grouped(text: str, marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """Those who are named in one breath: @静静 @王姐, 王姐静静你们俩的."""
    groups = [[marks[0]]]
    for mark in marks[1:]:
        if _JOINS.fullmatch(text, groups[-1][-1].end, mark.cut):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _marks(text: str, names: Mapping[str, str]) -> Iterator[_Mark]:
    for found in _AT.finditer(text):
        word, start = found[1], found.start(1)
        yield from _meant(word, found.start(), start, names)
    for clause in _CLAUSE.finditer(text):
        begin, lead = clause.end(), clause["lead"] or ""
        cut = clause.start("lead") if lead else begin
        while called := _called(text, begin, names):
            to, end = called
            yield _Mark(cut, end, to, f"{lead}您" if lead else "")
            cut, lead = end, ""
            begin = end + (text[end : end + 1] in _AND)


def _meant(word: str, cut: int, start: int, names: Mapping[str, str]) -> Iterator[_Mark]:
    """Whom @word means: the member whose name it begins with at its longest, or whose name begins with it."""
    longest = sorted(
        ((len(n), i) for i, name in names.items() for n in _spoken(name) if word.startswith(n)), reverse=True
    )
    if longest:
        length = longest[0][0]
        found = [i for n, i in longest if n == length]
    else:
        length, found = len(word), [i for i, name in names.items() if name.startswith(word)]
    if not found:
        yield _Mark(cut, start + len(word), None)
    sure = len(set(found)) == 1
    for n, member_id in enumerate(dict.fromkeys(found)):
        end = start + length
        yield _Mark(cut if n == 0 else end, end, member_id, sure=sure)


def _called(text: str, begin: int, names: Mapping[str, str]) -> tuple[str | None, int] | None:
    """The member whose name stands here, or None for somebody unknown, and where the name ends."""
    known = sorted(((len(n), i) for i, name in names.items() for n in _spoken(name) if text.startswith(n, begin)))
    if known:
        length, member_id = known[-1]
        follows = begin + length
        if _GOES_ON.match(text, follows) or _called(text, follows, names):
            return member_id, follows
        return None
    titled = _TITLED.match(text, begin)
    return (None, titled.end()) if titled and _GOES_ON.match(text, titled.end()) else None


def _spoken(name: str) -> tuple[str, ...]:
    spoken = SPOKEN.search(name)
    return tuple(n for n in dict.fromkeys((name, spoken[0] if spoken else "")) if len(n) > 1)
