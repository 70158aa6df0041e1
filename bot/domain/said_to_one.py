"""What a message says that calls one by name: all of it is theirs, or what stands before the name is said to another
whom the leader faces (今晚退你8块，王姐的明天), or to everybody (每家退8块，静静退15)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.called import Mark, begins_with, named_in
from bot.domain.name_forms import present_in
from bot.domain.promise_said import PEOPLE
from bot.domain.said_besides import as_each, beside_all, is_to_everybody, with_its_verb
from bot.domain.said_left_out import leaves_out
from bot.domain.said_part import CLAUSES, EVERYBODY, GIVES, LIKEWISE, YOU, YOU_AGAIN, Facing, Part, says_a_deed
from bot.domain.spoken_to import ABOUT, FAULT, KINDLY, tells

THEIRS = re.compile("[她他](?:的|那|这|家|要)")
_OF_THEIRS = re.compile("的|[那这](?!边)")
_TO_THEM = re.compile("(?<=[退补赔返转换送发给寄拿])[她他](?!们)")
"""Somebody else is given something: 我今晚退她8块."""
_BY_OTHERS = re.compile(PEOPLE)
_OPENS = re.compile(r"(?:不好意思|抱歉|对不[起住]|实在|真的?|好的?|嗯|哎呀?|[啊哈呀哦，,。!！~～\s])*")
_BETWEEN = "，,。；;！!?？\n"
_THEIR_OWN = re.compile(r"\s*(?:的(?!话)|那(?!就|么)|[您你](?:的|那|这[份盒边单]))")
"""What is the matter of who is named here, whatever stood before: 王姐的明天, 王姐您的我还在问."""
_A_TOPIC = re.compile(
    rf"(?:的|那|这|家)[那这]?[半一两三几\d]*[份盒袋箱包瓶单个斤]?[^，,。；;！!？?\s我你您问等说退补赔换送]{{0,4}}?(?:{FAULT})[了掉]?的?(?:那?[份盒袋箱包瓶个])?[啊哈呢]?[，,]"
)
"""What was wrong with theirs, and no more: 静静那半盒坏的，礼拜六补你半盒."""
_SOMEBODYS = re.compile("[您你](?:的|那|这|家|也)")
"""Another than who is told about is spoken to: 静静那盒坏的，你那盒我补."""
_NOTHING_MORE = re.compile(r"[\s，。,；;、：:！!？?~～啊哈呀哦呢吧]*")


def to_one(
    text: str, marks: Sequence[Mark], names: Mapping[str, str], owners: Mapping[str, tuple[str, ...]],
    facing: Facing | None,
) -> tuple[Part, ...]:  # fmt: skip
    """All is said to one, but for what is told of somebody else or was said to others before; to nobody where the one
    is only told about."""
    one, said = marks[0].to, text[marks[0].end :]
    if one is None:
        return ()
    if ABOUT.match(said) and YOU_AGAIN.search(said):
        topic = _A_TOPIC.match(said) is not None and not text[: marks[0].cut].strip()
        theirs = topic and (facing is None or facing.to == one) and not _SOMEBODYS.search(said)
        return (Part((one,), text, said, facing is not None),) if theirs else ()
    cut = _clause_of(text, marks[0])
    behind = _of_others_behind(text, marks[-1].end, one, owners)
    if behind is not None:
        first = to_one(text[: behind.at], marks, names, owners, facing)
        return (*first, behind.part)
    before = text[:cut]
    others = named_in(before, names) - {one}
    if GIVES.search(before) and others:
        head = Part(tuple(sorted(others)), before, before, sure=False)
        return (head, *_own(text, cut, marks, one, names))
    own = _own(text, cut, marks, one, names)
    of_goods = [ids for word, ids in owners.items() if ids and word in before]
    if says_a_deed(before) and of_goods and not any(one in ids for ids in of_goods) and not YOU.search(before):
        to = tuple(dict.fromkeys(i for ids in of_goods for i in ids))
        return (Part(to, before, before, sure=False), *own)
    of_many = [word for word, ids in owners.items() if len(ids) > 1]
    each = before if others or YOU.search(before) else as_each(before, of_many)
    besides = beside_all(each, own[0].read)
    if besides is not None:
        mine = Part((one,), own[0].words, besides.own, own[0].sure)
        return (Part((EVERYBODY,), before, besides.all), mine, *own[1:])
    if not others and (some := _of_goods_of_some(text, cut, marks, owners, facing, own)):
        return some
    if not others and says_a_deed(before):
        parts = _after_another(text, before, marks, owners, facing, own)
        if parts:
            return parts
    return _own(text, 0, marks, one, names)


@dataclass(frozen=True)
class _Behind:
    at: int
    part: Part


def _of_others_behind(text: str, begin: int, one: str, owners: Mapping[str, tuple[str, ...]]) -> _Behind | None:
    """What is given behind the words for one to those of other goods (老周明天补3个蛋，草莓每家退8块), and where it
    begins; None where nothing is."""
    others = {word: ids for word, ids in owners.items() if ids and one not in ids}
    at = begin + len(CLAUSES.match(text, begin)[0])  # type: ignore[index]
    while at < len(text):
        word = next((w for w in others if re.match(rf"\s*(?:[今明后][天晚])?{re.escape(w)}", text[at:])), None)
        if word is not None and says_a_deed(text[at:]) and not YOU.search(text, at):
            tail = text[at:]
            read = with_its_verb(as_each(tail, [w for w, ids in others.items() if len(ids) > 1]))
            if is_to_everybody(read):
                return _Behind(at, Part((EVERYBODY,), tail, read))
            return _Behind(at, Part(others[word], tail, tail, sure=False))
        at += len(CLAUSES.match(text, at)[0])  # type: ignore[index]
    return None


def _of_goods_of_some(
    text: str, cut: int, marks: Sequence[Mark], owners: Mapping[str, tuple[str, ...]], facing: Facing | None,
    own: tuple[Part, ...],
) -> tuple[Part, ...]:  # fmt: skip
    """The parts where something is given for goods of several before one of these is named (草莓退8块，王姐退15): the
    one gets theirs, and nobody can tell which of the others is meant; none where it is not so."""
    one, before, said = own[0].to[0], text[:cut], text[marks[-1].end :]
    about = {ids for word, ids in owners.items() if ids and word in before}
    out = leaves_out(text[cut:])
    if len(about) != 1 or not says_a_deed(before) or YOU.search(before) or (_NOTHING_MORE.fullmatch(said) and not out):
        return ()
    ids = about.pop()
    if len(ids) < 2 or one not in ids or (facing is not None and facing.to == one):
        return ()
    known = facing is not None and facing.to in ids
    apart = says_a_deed(own[0].read) or out
    to = (facing.to,) if facing is not None and known else tuple(i for i in ids if i != one or not apart)
    head = Part(to, before, before, facing is not None and known and facing.sure)
    return (head, *own) if says_a_deed(own[0].read) else (head,)


def split_behind(text: str, cut: int, one: str, facing: Facing | None) -> tuple[Part, ...]:
    """What is said before the goods of one, which begin at `cut`, to who is faced or, as far as can be told, to
    nobody else (退8块今晚转，鸡蛋的明天说); none where all of it is about these goods."""
    before = text[:cut]
    if not says_a_deed(before) or (facing is not None and facing.to == one):
        return ()
    head = Part((facing.to if facing else one,), before, before, facing is not None and facing.sure)
    return head, Part((one,), text[cut:], text[cut:])


def _clause_of(text: str, mark: Mark) -> int:
    """Where the clause begins in which somebody is named."""
    if mark.cut and (text[mark.cut - 1].isspace() or text[mark.cut].isspace()):
        return mark.cut
    return max(text.rfind(sign, 0, mark.cut) for sign in _BETWEEN) + 1


def _after_another(
    text: str, before: str, marks: Sequence[Mark], owners: Mapping[str, tuple[str, ...]], facing: Facing | None,
    own: tuple[Part, ...],
) -> tuple[Part, ...]:  # fmt: skip
    """The parts where what stands before the one name is, or may be, said to somebody else; none where it is not."""
    mark, said = marks[0], text[marks[-1].end :]
    one = own[0].to[0]
    if (facing is not None and facing.to == one) or any(w in before for w, ids in owners.items() if one in ids):
        return ()
    likewise = LIKEWISE.fullmatch(said) is not None
    own = (Part((one,), own[0].words, before), *own[1:]) if likewise else own
    about = bool(_THEIR_OWN.match(said)) or likewise or _goods_behind(said, one, owners)
    if facing is None:
        return (own if likewise else (Part((one,), before, before, sure=False), *own)) if about else ()
    kindly = KINDLY.match(said)
    if _NOTHING_MORE.fullmatch(said, kindly.end() if kindly else 0):
        by_sign = "@" in text[mark.cut : mark.end] or "＠" in text[mark.cut : mark.end]
        return (Part((facing.to, one), text, before, sure=False),) if facing.sure and not by_sign else ()
    if facing.sure or about:
        return (Part((facing.to,), before, before, facing.sure), *own)
    if says_a_deed(said):
        return (Part((facing.to, one), before, before, sure=False), *own)
    return (Part((facing.to, one), text, before, sure=False),)


def _goods_behind(said: str, one: str, owners: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the goods of who is named stand behind the name: 王姐鸡蛋我再问问."""
    return any(re.match(rf"\s*(?:[您你]的?)?{re.escape(word)}", said) for word, ids in owners.items() if one in ids)


def _own(text: str, begin: int, marks: Sequence[Mark], one: str, names: Mapping[str, str]) -> tuple[Part, ...]:
    """What is said to one from `begin` on, beside what is another's (我今晚退她8块): once somebody else is told
    about, what does not say 您 may be either's."""
    read = text
    for mark in reversed(marks):
        lead = mark.lead or ("您" if _OF_THEIRS.match(text, mark.end) else "")
        read = f"{read[: mark.cut]}{lead}{read[mark.end :]}"
    names = present_in(text, names)
    others = tuple(sorted(named_in(text[begin:], names) - {one}))
    own, theirs, doubtful, at, away = "", "", "", begin, False
    for clause in CLAUSES.findall(read[begin:]):
        at += len(clause)
        named = named_in(clause, names) - {one}
        if _TO_THEM.search(clause) and not YOU.search(clause):
            theirs += _TO_THEM.sub("您", clause)
        elif YOU.search(clause):
            own, away = own + clause, False
        elif THEIRS.search(clause) or named:
            away = bool(named) and at > marks[0].cut and not GIVES.search(own)
        elif away:
            doubtful += clause
        else:
            own += clause
    parts = [Part((one,), text[begin:], own, all(m.sure for m in marks))]
    parts += [Part(others, text[begin:], theirs, len(others) == 1)] if theirs and others else []
    parts += [Part((one, *others), text[begin:], doubtful, sure=False)] if GIVES.search(doubtful) else []
    return tuple(parts)


def perhaps(text: str, names: Mapping[str, str]) -> tuple[Part, ...]:
    """A message that tells of the one who is named and then what they get (跟静静说了，今晚退她8块), or that begins
    with the one name in it, tells nothing of its owner, and goes on to speak to somebody."""
    ids, begun = tuple(named_in(text, names)), begins_with(text, names, _OPENS)
    if len(ids) > 1:
        return ()
    given = [_TO_THEM.sub("您", c) for c in CLAUSES.findall(text) if _TO_THEM.search(c) and not YOU.search(c)]
    if given and not any(_BY_OTHERS.search(c) or named_in(c, names) for c in given):
        return (Part(ids, text, "".join(given)),)
    if begun is None or begun.to is None or tells(text, begun.end) or not YOU_AGAIN.search(text, begun.end):
        return ()
    return (Part((begun.to,), text, text[: begun.cut] + text[begun.end :], sure=False),)
