"""To whom a leader's message in the group is said: to those whom it calls, to those whose goods it names, to everybody
whom it fits, or to nobody in particular."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.detection.promised import promises_in
from bot.domain.called import handed_to, marks_of, named_in
from bot.domain.case import Case
from bot.domain.name_forms import forms_in
from bot.domain.promise_corrected import without_the_slip
from bot.domain.said_part import Facing, is_of_a_piece, is_of_each
from bot.domain.said_run_on import run_apart
from bot.domain.said_shortly import said_shortly
from bot.domain.said_to import EVERYBODY, Part, excepted, is_likewise, only_calls, parts_of, said_to, says_likewise
from bot.ports import Context
from bot.storage import cases, messages
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import zones
from handlers.promises.everybody import (
    ADVERTISES,
    EVERYBODY_WORDS,
    NOBODYS,
    ONE,
    Whose,
    given_in,
    settled,
    to_everybody,
    with_cases,
)
from handlers.promises.faced import answers_neighbourly, faced
from handlers.promises.fits import is_on_top, is_second, of_the_deed
from handlers.promises.names import LOOKED_BACK, names_for, owners
from handlers.promises.placed import placed, speaks_of_a_place, without_place
from handlers.promises.rest import with_the_rest
from handlers.promises.restated import restated
from handlers.promises.turns import by_turns

CALL_LASTS = timedelta(minutes=1)
"""So long is who was called the one to whom the leader goes on writing."""
_LIKEWISE_WITHIN = timedelta(minutes=10)
_YOU_AFTER = re.compile(r"[，,。；;！!？?\s][^，,。；;！!？?\s]*[您你](?!们)")
_KEPT_WAITING = re.compile("(?:让|叫|害|耽误|麻烦|辛苦)(?:大家|各位|邻居们|亲们)")
"""Everybody is only told about."""
_TO_SUPPLIERS = re.compile("[退转换还送发][货回]*给?(?:供应|供货|批发|厂|果园|基地|仓库)|[退转换还]给(?![你您大各邻])")
"""What is given back to where it came from."""
_BEGINS_WITH_NAME = re.compile(r"^\s*[@＠][^\s@＠，。,：:！!？?]+\s*")


def whose(ctx: Context, conn: Connection, group: Group, message: Message) -> Whose | None:
    """To whom the message is said; None where its words tell nothing of that, so that a reply is said to the one whose
    message it quotes."""
    names = names_for(conn, message)
    message = replace(message, text=run_apart(message.text, forms_in(message.text, names)))
    found = _whose(ctx, conn, group, message)
    if found is None or all(len(part.to) < 2 and not is_of_a_piece(part.words) for part in found.parts):
        return found
    return Whose(found.cases, tuple(_of_each(part, names) for part in found.parts))


def _of_each(part: Part, names: Mapping[str, str]) -> Part:
    several = len(named_in(part.words, names)) > 1
    if is_of_a_piece(part.words):
        return replace(part, each=False)
    return replace(
        part, each=part.each and (len(part.to) < 2 or is_of_each(part.words, len(part.to), names_several=several))
    )


def _whose(ctx: Context, conn: Connection, group: Group, message: Message) -> Whose | None:
    said = without_the_slip(message.text)
    again = restated(ctx, conn, group, message, whose)
    if again is not None:
        return Whose(*again)
    if answers_neighbourly(conn, group, message, names_for(conn, message)):
        return NOBODYS
    if not message.mentions and not message.quote_id and speaks_of_a_place(message.text):
        return _placed(ctx, conn, group, message)
    told = _in_turn(ctx, conn, group, message) or _shortly(conn, group, message)
    if told is not None:
        return told
    if said != message.text:
        slip, found = message.text.removesuffix(said), whose(ctx, conn, group, replace(message, text=said))
        return found and Whose(found.cases, tuple(replace(p, words=f"{slip}{p.words}") for p in found.parts))
    if is_likewise(message.text) and (one := faced(conn, group, message, (), None)) is not None:
        meant = _as_before(ctx, conn, group, message, (Part((one.to,), message.text, message.text),))
        return with_cases(meant, cases.open_of_groups(conn, [group.id]))
    return _replied(ctx, conn, group, message) if message.quote_id else _by_words(ctx, conn, group, message)


def _placed(ctx: Context, conn: Connection, group: Group, message: Message) -> Whose:
    """What is said to who wrote last or complained first is asked about without any value."""
    open_cases = cases.open_of_groups(conn, [group.id])
    one = placed(conn, group, message, open_cases, ctx.now())
    part = Part((one or "",), message.text, without_place(message.text), sure=False)
    return with_cases((part,), open_cases) if one is not None else NOBODYS


def _in_turn(ctx: Context, conn: Connection, group: Group, message: Message) -> Whose | None:
    """The message as one that goes from one to the next; None where it is not."""
    if message.mentions or ADVERTISES.search(message.text):
        return None
    open_cases = cases.open_of_groups(conn, [group.id])
    one = faced(conn, group, message, (), None) if message.quote_id else None
    if message.quote_id and one is None:
        return None
    names, now = names_for(conn, message), zones.local_now(ctx, group)
    text, out = excepted(message.text, names) if "除" in message.text else (message.text, set[str]())
    standing = [case for case in open_cases if case.member_id not in out]
    parts = by_turns(conn, text, names, standing, now, one.to if one else None)
    return with_cases(parts, open_cases) if parts else None


def _replied(ctx: Context, conn: Connection, group: Group, message: Message) -> Whose | None:
    """Words to everybody and to others who are called win over the message that they quote."""
    quoted = messages.find(conn, group.id, message.quote_id) if message.quote_id else None
    names, open_cases = names_for(conn, message), cases.open_of_groups(conn, [group.id])
    own = {quoted.member_id} if quoted is not None else set()
    text = _BEGINS_WITH_NAME.sub("", message.text) if own & set(message.mentions) else message.text
    others = tuple(i for i in message.mentions if i not in own)
    read = replace(message, text=_KEPT_WAITING.sub("", text), mentions=others)
    everybody = to_everybody(ctx, conn, group, read, names, open_cases, own)
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
    everybody = None if message.quote_id else to_everybody(ctx, conn, group, message, names, open_cases)
    if everybody is not None:
        return everybody
    called = None if message.mentions or message.quote_id else _called_before(conn, group, message, names, promised)
    facing = faced(conn, group, message, open_cases, called) if promised else None
    said = said_to(message.text, names, owners(message.text, open_cases) if promised else {}, facing)
    named, now = named_in(message.text, names), zones.local_now(ctx, group)
    said = said and with_the_rest(said, message.text, open_cases, ctx.now(), named, _apart(said, now))
    parts = settled(said or (), message.text, now)
    if message.mentions and not _calls(parts, message.mentions):
        return None
    if says_likewise(message.text, names):
        parts = _as_before(ctx, conn, group, message, parts)
    if said is None and (of_any := _of_any(conn, message, open_cases, facing, now)) is not None:
        return of_any
    if said is None:
        return _unnamed(message, open_cases, called, promised)
    by_name = bool(named_in(message.text, names)) or "@" in message.text
    if not by_name and promised and ADVERTISES.search(message.text) and not ONE.search(message.text):
        return NOBODYS
    return with_cases(parts, open_cases)


def _shortly(conn: Connection, group: Group, message: Message) -> Whose | None:
    """A sum in few words (晚上15给你) to who is faced; None where the message is none, or nobody is."""
    read = said_shortly(message.text)
    if read is None:
        return None
    open_cases, names = cases.open_of_groups(conn, [group.id]), names_for(conn, message)
    one = faced(conn, group, message, open_cases, _called_before(conn, group, message, names, True))
    return with_cases((Part((one.to,), message.text, read),), open_cases) if one is not None else None


def _calls(parts: Sequence[Part], mentions: Sequence[str]) -> bool:
    """Whether the words call more than one, or the very one whom the platform says they mention."""
    to = {i for part in parts for i in part.to}
    return len(to) > 1 or bool(to & set(mentions))


def _unnamed(message: Message, open_cases: Sequence[Case], called: str | None, promised: bool) -> Whose | None:
    """Nobody stands in the words: they go on to whom the leader has just `called`, if anybody."""
    if message.mentions or message.quote_id:
        return None
    if called is not None:
        return with_cases((Part((called,), message.text, message.text),), open_cases)
    advertises = promised and ADVERTISES.search(message.text) and not ONE.search(message.text)
    return NOBODYS if advertises else None


def _of_any(
    conn: Connection, message: Message, open_cases: Sequence[Case], facing: Facing | None, now: datetime
) -> Whose | None:
    """Words about goods of which several have an open case (草莓退8块): nobody can tell whether one or all are meant,
    unless one of them spoke last. None where they are not so, or answer the one of these that waits."""
    if message.mentions or message.quote_id or ONE.search(message.text) or ADVERTISES.search(message.text):
        return None
    if _TO_SUPPLIERS.search(message.text):
        return None
    about = [set(ids) for ids in owners(of_the_deed(message.text), open_cases).values() if ids]
    if not about or len(about[0]) < 2 or any(ids != about[0] for ids in about):
        return None
    found = [case for case in open_cases if case.member_id in about[0] and not case.red]
    waiting = [case for case in found if case.first_response_at is None]
    if len(waiting) == 1 or (facing is not None and facing.sure) or not given_in(message.text, now):
        return None
    meant = about[0] if facing is None or facing.to not in about[0] else {facing.to}
    to = tuple(dict.fromkeys(c.member_id for c in found if c.member_id in meant and not is_second(conn, c, found)))
    return with_cases((Part(to, message.text, message.text, sure=False),), found) if to else NOBODYS


def _apart(parts: Sequence[Part], now: datetime) -> set[str]:
    """Who is given something by name, in place of what everybody is given."""
    own = [p for p in parts if EVERYBODY not in p.to and not is_on_top(p.read) and given_in(p.read, now)]
    return {i for part in own for i in part.to}


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
        if to or said is not None or EVERYBODY_WORDS.search(before.text):
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


def calls(conn: Connection, message: Message) -> set[str]:
    """The members whom a message calls by name, whether they have a case or not."""
    names = names_for(conn, message)
    parts = parts_of(message.text, names) or said_to(message.text, names) or ()
    return {member_id for part in parts for member_id in part.to}
