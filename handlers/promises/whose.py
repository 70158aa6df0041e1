"""To whom a leader's message in the group is said: to those whom it calls, to those whose goods it names, to everybody
whom it fits, or to nobody in particular."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.detection.promised import promises_in
from bot.domain.called import ALL, handed_to, marks_of, named_in
from bot.domain.case import Case
from bot.domain.promise_corrected import without_the_slip
from bot.domain.promise_moves import new_time_in
from bot.domain.promise_words import PromiseWords
from bot.domain.said_besides import with_its_verb
from bot.domain.said_shortly import said_shortly
from bot.domain.said_to import EVERYBODY, Part, excepted, is_likewise, only_calls, parts_of, said_to, says_likewise
from bot.ports import Context
from bot.storage import cases, messages
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import zones
from handlers.promises.faced import faced
from handlers.promises.fits import (
    fitting,
    holds_for_all,
    is_on_top,
    is_second,
    names_fault,
    of_one_matter,
    of_some,
    of_the_deed,
    told_a_time,
)
from handlers.promises.names import LOOKED_BACK, names_for, owners
from handlers.promises.rest import all_of_so_many, with_the_rest
from handlers.promises.restated import restated
from handlers.promises.turns import by_turns

CALL_LASTS = timedelta(minutes=1)
"""So long is who was called the one to whom the leader goes on writing."""
_LIKEWISE_WITHIN = timedelta(minutes=10)
GIVES = ("refund", "replacement", "voucher", "points")
"""What is promised to many at once; that somebody will look into it is none of these."""
_BAD = "[烂坏少漏破化碎臭裂洒馊霉]了?|不好|有问题|没[收拿领]?到"
_EVERYBODY = re.compile(
    rf"大家|各位|邻居们|亲们|家人们|街坊|每一?[家户人位份]|各家|各户|(?<![那这第])一[家户人](?!人)|家家|所有|一律|统一|几[家户位]|"
    rf"[两三四五六][家户位](?![店铺商超供人])|(?:{_BAD})[^，。,!！?？]{{0,8}}的[^，。,!！?？]{{0,6}}[都全每各]|都给?你们|你们[的俩仨]|你们[几两三四五六][个位家]|"
    rf"(?<=[\d块元])\s*[/／每一]\s*[家户人位]|(?:{_BAD})[^，。,!！?？]{{0,4}}的[^，。,!！?？]{{0,4}}私[聊信]?我|"
    r"买了?[^，。,!！?？]{1,12}的[^。!！?？]{0,6}[都全每]|这批[^，。,!！?？]{0,8}[全都]|全部?[退赔补]"
)
_SO_MANY = re.compile("(?<![一二三四五六七八九十])([两三四五六])[家户位](?![店铺商超供人])|们([俩仨两三])")
_NUMBERS = {"俩": 2, "两": 2, "仨": 3, "三": 3, "四": 4, "五": 5, "六": 6}
_ADVERTISES = re.compile(
    r"接龙|下单|开团|团购|拼团|包[退赔换]|满\s*\d+|特价|预售|上新|新品|截[单止]|优惠|秒杀|活动|促销|如有|如果|要是|万一"
)
"""What is to be bought, or what would be given if."""
_GIFT = re.compile("[送赠]")
_MAKES_GOOD = re.compile("[补退赔换返]")
_AT_FAULT = re.compile("(?:有问题|不好)的")
"""Whatever was wrong with it."""
_ONE = re.compile("[您你](?!们)")
_YOU_AFTER = re.compile(r"[，,。；;！!？?\s][^，,。；;！!？?\s]*[您你](?!们)")
_KEPT_WAITING = re.compile("(?:让|叫|害|耽误|麻烦|辛苦)(?:大家|各位|邻居们|亲们)")
"""Everybody is only told about."""
_BEGINS_WITH_NAME = re.compile(r"^\s*[@＠][^\s@＠，。,：:！!？?]+\s*")


@dataclass(frozen=True)
class Whose:
    """The open cases that a message is about, and what it says to whom. No parts: somebody else is spoken of, or
    everybody, and it fits no case."""

    cases: tuple[Case, ...]
    parts: tuple[Part, ...]


NOBODYS = Whose((), ())


def whose(ctx: Context, conn: Connection, group: Group, message: Message) -> Whose | None:
    """To whom the message is said; None where its words tell nothing of that, so that a reply is said to the one whose
    message it quotes."""
    said = without_the_slip(message.text)
    again = restated(ctx, conn, group, message, whose)
    if again is not None:
        return Whose(*again)
    told = _in_turn(ctx, conn, group, message) or _shortly(conn, group, message)
    if told is not None:
        return told
    if said != message.text:
        slip, found = message.text.removesuffix(said), whose(ctx, conn, group, replace(message, text=said))
        return found and Whose(found.cases, tuple(replace(p, words=f"{slip}{p.words}") for p in found.parts))
    if is_likewise(message.text) and (one := faced(conn, group, message, (), None)) is not None:
        meant = _as_before(ctx, conn, group, message, (Part((one.to,), message.text, message.text),))
        return _with_cases(meant, cases.open_of_groups(conn, [group.id]))
    return _replied(ctx, conn, group, message) if message.quote_id else _by_words(ctx, conn, group, message)


def _in_turn(ctx: Context, conn: Connection, group: Group, message: Message) -> Whose | None:
    """The message as one that goes from one to the next; None where it is not."""
    if message.mentions or _ADVERTISES.search(message.text):
        return None
    open_cases = cases.open_of_groups(conn, [group.id])
    one = faced(conn, group, message, (), None) if message.quote_id else None
    if message.quote_id and one is None:
        return None
    names, now = names_for(conn, message), zones.local_now(ctx, group)
    text, out = excepted(message.text, names) if "除" in message.text else (message.text, set[str]())
    standing = [case for case in open_cases if case.member_id not in out]
    parts = by_turns(conn, text, names, standing, now, one.to if one else None)
    return _with_cases(parts, open_cases) if parts else None


def _replied(ctx: Context, conn: Connection, group: Group, message: Message) -> Whose | None:
    """Words to everybody and to others who are called win over the message that they quote."""
    quoted = messages.find(conn, group.id, message.quote_id) if message.quote_id else None
    names, open_cases = names_for(conn, message), cases.open_of_groups(conn, [group.id])
    own = {quoted.member_id} if quoted is not None else set()
    text = _BEGINS_WITH_NAME.sub("", message.text) if own & set(message.mentions) else message.text
    others = tuple(i for i in message.mentions if i not in own)
    read = replace(message, text=_KEPT_WAITING.sub("", text), mentions=others)
    everybody = _to_everybody(ctx, conn, group, read, names, open_cases, own)
    if everybody is not None and everybody.parts:
        return everybody
    found = _by_words(ctx, conn, group, message)
    if found is None or not {i for part in found.parts for i in part.to} - own:
        return None
    if quoted is None:
        return found
    by_name = bool(named_in(message.text, names)) or "@" in message.text
    to_quoted = (
        _tells_of_one(message.text, names) if by_name else _has_the_goods(quoted, of_the_deed(message.text), open_cases)
    )
    return None if to_quoted else found


def _tells_of_one(text: str, names: Mapping[str, str]) -> bool:
    """Whether the one other who is named is only told about before somebody is spoken to: 给王姐退了，您的今晚退8块."""
    marks = marks_of(text, names) or handed_to(text, names)
    return len({m.to for m in marks}) == 1 and bool(marks[0].lead) and _YOU_AFTER.search(text, marks[0].end) is not None


def _has_the_goods(quoted: Message, text: str, open_cases: Sequence[Case]) -> bool:
    """Whether the goods that are named may be those of the one who is quoted."""
    theirs = [c.goods for c in open_cases if c.member_id == quoted.member_id]
    known = [*find_goods(quoted.text), *(goods for goods in theirs if goods)]
    return None in theirs or all(any(same_goods(a, b) for a in known) for b in find_goods(text))


def _by_words(ctx: Context, conn: Connection, group: Group, message: Message) -> Whose | None:
    names, open_cases = names_for(conn, message), cases.open_of_groups(conn, [group.id])
    promised = bool(promises_in(message.text, zones.local_now(ctx, group)))
    everybody = None if message.quote_id else _to_everybody(ctx, conn, group, message, names, open_cases)
    if everybody is not None:
        return everybody
    called = None if message.mentions or message.quote_id else _called_before(conn, group, message, names, promised)
    facing = faced(conn, group, message, open_cases, called) if promised else None
    said = said_to(message.text, names, owners(message.text, open_cases) if promised else {}, facing)
    named, now = named_in(message.text, names), zones.local_now(ctx, group)
    said = said and with_the_rest(said, message.text, open_cases, ctx.now(), named, _apart(said, now))
    parts = _settled(said or (), message.text, now)
    if message.mentions and not _calls(parts, message.mentions):
        return None
    if says_likewise(message.text, names):
        parts = _as_before(ctx, conn, group, message, parts)
    if said is None:
        return _unnamed(message, open_cases, called, promised)
    by_name = bool(named_in(message.text, names)) or "@" in message.text
    if not by_name and promised and _ADVERTISES.search(message.text) and not _ONE.search(message.text):
        return NOBODYS
    return _with_cases(parts, open_cases)


def _shortly(conn: Connection, group: Group, message: Message) -> Whose | None:
    """A sum in few words (晚上15给你) to who is faced; None where the message is none, or nobody is."""
    read = said_shortly(message.text)
    if read is None:
        return None
    open_cases, names = cases.open_of_groups(conn, [group.id]), names_for(conn, message)
    one = faced(conn, group, message, open_cases, _called_before(conn, group, message, names, True))
    return _with_cases((Part((one.to,), message.text, read),), open_cases) if one is not None else None


def _with_cases(parts: Sequence[Part], open_cases: Sequence[Case]) -> Whose:
    parts = tuple(replace(part, read=said_shortly(part.read) or part.read) for part in parts)
    to = {member_id for part in parts for member_id in part.to}
    return Whose(tuple(c for c in open_cases if c.member_id in to), tuple(part for part in parts if part.to))


def _calls(parts: Sequence[Part], mentions: Sequence[str]) -> bool:
    """Whether the words call more than one, or the very one whom the platform says they mention."""
    to = {i for part in parts for i in part.to}
    return len(to) > 1 or bool(to & set(mentions))


def _unnamed(message: Message, open_cases: Sequence[Case], called: str | None, promised: bool) -> Whose | None:
    """Nobody stands in the words: they go on to whom the leader has just `called`, if anybody."""
    if message.mentions or message.quote_id:
        return None
    if called is not None:
        return _with_cases((Part((called,), message.text, message.text),), open_cases)
    advertises = promised and _ADVERTISES.search(message.text) and not _ONE.search(message.text)
    return NOBODYS if advertises else None


def _apart(parts: Sequence[Part], now: datetime) -> set[str]:
    """Who is given something by name, in place of what everybody is given."""
    own = [p for p in parts if EVERYBODY not in p.to and not is_on_top(p.read) and given_in(p.read, now)]
    return {i for part in own for i in part.to}


def _settled(parts: tuple[Part, ...], text: str, now: datetime) -> tuple[Part, ...]:
    """Where a deed stands beside all names, or two deeds beside two names, nobody can tell whose it is; a heading
    (草莓两家都退，@静静 退6块，@王姐 退15) is no deed of its own."""
    if len(parts) > 1 and not parts[0].to and _is_heading(parts, now):
        parts = parts[1:]
    for part in parts:
        said = given_in(part.read, now)
        if (said and not part.to) or (len(said) > 1 and len(part.to) > 1):
            to = tuple(dict.fromkeys(i for p in parts for i in p.to))
            return (Part(to, text, "，".join(p.read for p in parts), sure=False),)
    return parts


def _is_heading(parts: Sequence[Part], now: datetime) -> bool:
    """Whether what stands before all names only says what each part says in full."""
    above = given_in(parts[0].read, now)
    each = [{(p.kind, p.amount_fen is None) for p in given_in(part.read, now)} for part in parts[1:]]
    return all(p.amount_fen is None for p in above) and all((p.kind, False) in own for p in above for own in each)


def _called_before(
    conn: Connection, group: Group, message: Message, names: Mapping[str, str], promised: bool
) -> str | None:
    """Whom the same leader called just before in a message of its own (@静静), or wrote to with nobody in between."""
    interrupted = False
    for before in reversed(messages.recent(conn, group.id, LOOKED_BACK, before=message.id)):
        if message.at - before.at > CALL_LASTS:
            return None
        interrupted = interrupted or before.role == "member"
        if before.member_id != message.member_id:
            continue
        bare = only_calls(before.text, names)
        said = said_to(before.text, names)
        to = {i for part in said or () for i in part.to} or set(before.mentions)
        if to or said is not None or _EVERYBODY.search(before.text):
            return to.pop() if len(to) == 1 and (bare or (promised and not interrupted)) else None
    return None


def _as_before(
    ctx: Context, conn: Connection, group: Group, message: Message, parts: tuple[Part, ...]
) -> tuple[Part, ...]:
    """“@王姐 你的也是”: what the same leader said last to one, in a reply as well."""
    for before in reversed(messages.recent(conn, group.id, LOOKED_BACK, before=message.id)):
        if message.at - before.at > _LIKEWISE_WITHIN:
            break
        if before.member_id == message.member_id:
            found = whose(ctx, conn, group, before)
            plain = (Part((), before.text, before.text),)
            meant = found.parts[-1:] if found is not None else plain
            return tuple(replace(part, read=m.read, sure=m.sure) for part in parts for m in meant)
    return ()


# --- everybody ---


def _to_everybody(
    ctx: Context, conn: Connection, group: Group, message: Message, names: Mapping[str, str],
    open_cases: Sequence[Case], quoted: Collection[str] = (),
) -> Whose | None:  # fmt: skip
    """What is promised to everybody: to the open cases that it fits, but for those who are left out; where it names
    neither goods nor fault, to those of one matter with who is `quoted`; to nobody where it advertises or fits none.
    None where it is said to somebody."""
    now = zones.local_now(ctx, group)
    rest, out = excepted(message.text, names)
    read = with_its_verb(_AT_FAULT.sub("坏的", ALL.sub("大家 ", rest)))
    new_time = new_time_in(rest, now) is not None
    if message.mentions or not ((new_time and find_goods(read)) or _EVERYBODY.search(read) or of_some(read)):
        return None
    said = given_in(read, now) or [p for p in promises_in(read, now) if p.kind == "reply" and p.due]
    if new_time and all(p.amount_fen is None for p in said):
        moved = _moved(conn, message, rest, read, names, open_cases, ctx.now())
        if moved is not None or not said:
            return moved
    rest, read = of_the_deed(rest), of_the_deed(read)
    parts = said_to(read, names, owners(read, open_cases))
    called = parts is not None and (not parts or "@" in read or bool(named_in(read, names)))
    if not said or called or any(_ONE.search(p.words) for p in said):
        return None
    if _is_advertising(read, said):
        return NOBODYS
    if parts is not None and len(parts) > 1:
        told = (replace(p, to=tuple(i for i in p.to if i not in out)) for p in _settled(parts, read, now))
        return _with_cases(tuple(told), [c for c in open_cases if not c.red])
    fits = fitting(rest, open_cases, ctx.now()) or of_one_matter(rest, open_cases, quoted)
    fits = fits or all_of_so_many(rest, open_cases)
    found = tuple(case for case in fits if case.member_id not in out and not is_second(conn, case, fits))
    to = tuple(dict.fromkeys(case.member_id for case in found))
    part = Part(to, message.text, read, holds_for_all(rest, said))
    return Whose(found, (part,)) if to and _so_many(read, len(to)) else NOBODYS


def _moved(
    conn: Connection, message: Message, rest: str, read: str, names: Mapping[str, str], open_cases: Sequence[Case],
    now: datetime,
) -> Whose | None:  # fmt: skip
    """A new time for all whom these words fit and who are promised something until a time; None where nobody is, or
    where somebody is called."""
    if named_in(rest, names) or "@" in read or _ONE.search(rest) or _ADVERTISES.search(rest):
        return None
    found = told_a_time(conn, rest, open_cases, now)
    to = tuple(dict.fromkeys(case.member_id for case in found))
    return Whose(found, (Part(to, message.text, read),)) if to and _so_many(read, len(to)) else None


def _so_many(text: str, found: int) -> bool:
    """Whether words to two or three (你们俩的, 三位的) may be to these: not where there are more of them."""
    numbers = [_NUMBERS[hit[1] or hit[2]] for hit in _SO_MANY.finditer(text)]
    return not numbers or found <= sum(numbers)


def _is_advertising(text: str, said: Sequence[PromiseWords]) -> bool:
    gift = all(_GIFT.search(p.words) and not _MAKES_GOOD.search(p.words) for p in said)
    return _ADVERTISES.search(text) is not None or (gift and not names_fault(text))


def calls(conn: Connection, message: Message) -> set[str]:
    """The members whom a message calls by name, whether they have a case or not."""
    names = names_for(conn, message)
    parts = parts_of(message.text, names) or said_to(message.text, names) or ()
    return {member_id for part in parts for member_id in part.to}


def given_in(text: str, now: datetime) -> list[PromiseWords]:
    """What these words give: that somebody will look into it is not meant."""
    return [p for p in promises_in(text, now) if p.kind in GIVES]
