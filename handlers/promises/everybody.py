"""What is said to everybody: to the open cases of its goods, of its fault, or of the one incident."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.detection.promised import promises_in
from bot.domain.called import ALL, named_in
from bot.domain.case import Case
from bot.domain.promise_moves import new_time_in
from bot.domain.promise_words import PromiseWords
from bot.domain.said_besides import as_each, with_its_verb
from bot.domain.said_shortly import said_shortly
from bot.domain.said_to import Part, excepted, said_to
from bot.ports import Context
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import zones
from handlers.promises.fits import (
    fitting,
    holds_for_all,
    is_second,
    names_fault,
    of_all_goods,
    of_one_matter,
    of_some,
    of_the_deed,
    told_a_time,
)
from handlers.promises.names import owners
from handlers.promises.rest import all_of_so_many

GIVES = ("refund", "replacement", "voucher", "points")
"""What is promised to many at once; that somebody will look into it is none of these."""
_BAD = "[烂坏少漏破化碎臭裂洒馊霉]了?|不好|有问题|没[收拿领]?到"
EVERYBODY_WORDS = re.compile(
    rf"大家|各位|邻居们|亲们|家人们|街坊|每一?[家户人位份]|各家|各户|(?<![那这第])一[家户人](?!人)|家家|所有|一律|统一|几[家户位]|"
    rf"[两三四五六][家户位](?![店铺商超供人])|(?:{_BAD})[^，。,!！?？]{{0,8}}的[^，。,!！?？]{{0,6}}[都全每各]|都给?你们|你们[的俩仨]|你们[几两三四五六][个位家]|"
    rf"(?<=[\d块元])\s*[/／每一]\s*[家户人位]|(?:{_BAD})[^，。,!！?？]{{0,4}}的[^，。,!！?？]{{0,4}}私[聊信]?我|"
    r"买了?[^，。,!！?？]{1,12}的[^。!！?？]{0,6}[都全每]|这批[^，。,!！?？]{0,8}[全都]|全部?[退赔补]"
)
_SO_MANY = re.compile("(?<![一二三四五六七八九十])([两三四五六])[家户位](?![店铺商超供人])|们([俩仨两三])")
_NUMBERS = {"俩": 2, "两": 2, "仨": 3, "三": 3, "四": 4, "五": 5, "六": 6}
ADVERTISES = re.compile(
    r"接龙|下单|开团|团购|拼团|包[退赔换]|满\s*\d+|特价|预售|上新|新品|截[单止]|优惠|秒杀|活动|促销|如有|如果|要是|万一"
)
"""What is to be bought, or what would be given if."""
_GIFT = re.compile("[送赠]")
_MAKES_GOOD = re.compile("[补退赔换返]")
_AT_FAULT = re.compile("(?:有问题|不好)的")
"""Whatever was wrong with it."""
ONE = re.compile("[您你](?!们)")


@dataclass(frozen=True)
class Whose:
    """The open cases that a message is about, and what it says to whom. No parts: somebody else is spoken of, or
    everybody, and it fits no case."""

    cases: tuple[Case, ...]
    parts: tuple[Part, ...]


NOBODYS = Whose((), ())


def with_cases(parts: Sequence[Part], open_cases: Sequence[Case]) -> Whose:
    parts = tuple(replace(part, read=said_shortly(part.read) or part.read) for part in parts)
    to = {member_id for part in parts for member_id in part.to}
    return Whose(tuple(c for c in open_cases if c.member_id in to), tuple(part for part in parts if part.to))


def settled(parts: tuple[Part, ...], text: str, now: datetime) -> tuple[Part, ...]:
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


def to_everybody(
    ctx: Context, conn: Connection, group: Group, message: Message, names: Mapping[str, str],
    open_cases: Sequence[Case], quoted: Collection[str] = (),
) -> Whose | None:  # fmt: skip
    """What is promised to everybody: to the open cases that it fits, but for those who are left out; where it names
    neither goods nor fault, to those of one matter with who is `quoted`; to nobody where it advertises or fits none.
    None where it is said to somebody."""
    now = zones.local_now(ctx, group)
    rest, out = excepted(message.text, names)
    of_many = [word for word, ids in owners(rest, open_cases).items() if len(ids) > 1]
    read = with_its_verb(as_each(_AT_FAULT.sub("坏的", ALL.sub("大家 ", rest)), of_many))
    new_time = new_time_in(rest, now) is not None
    to_all = EVERYBODY_WORDS.search(read) or of_some(read) or of_all_goods(read, open_cases)
    if message.mentions or not ((new_time and find_goods(read)) or to_all):
        return None
    said = given_in(read, now) or [p for p in promises_in(read, now) if p.kind == "reply" and p.due]
    if new_time and all(p.amount_fen is None for p in said):
        moved = _moved(conn, message, rest, read, names, open_cases, ctx.now())
        if moved is not None or not said:
            return moved
    rest, read = of_the_deed(rest), of_the_deed(read)
    parts = said_to(read, names, owners(read, open_cases))
    called = parts is not None and (not parts or "@" in read or bool(named_in(read, names)))
    if not said or called or any(ONE.search(p.words) for p in said):
        return None
    if _is_advertising(read, said):
        return NOBODYS
    if parts is not None and len(parts) > 1:
        told = (replace(p, to=tuple(i for i in p.to if i not in out)) for p in settled(parts, read, now))
        return with_cases(tuple(told), [c for c in open_cases if not c.red])
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
    if named_in(rest, names) or "@" in read or ONE.search(rest) or ADVERTISES.search(rest):
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
    return ADVERTISES.search(text) is not None or (gift and not names_fault(text))


def given_in(text: str, now: datetime) -> list[PromiseWords]:
    """What these words give: that somebody will look into it is not meant."""
    return [p for p in promises_in(text, now) if p.kind in GIVES]
