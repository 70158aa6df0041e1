"""A leader says anew what stands for a member, or for all with the same goods: another sum (静静10块吧; 草莓的改成10块;
反了，静静5块王姐8块), what comes on top, another deed, another time, or nothing of it any more.

Only what is promised and not done can be said anew: to who is promised nothing these words say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.domain.case import Case
from bot.domain.money_words import money_in
from bot.domain.name_forms import forms_in
from bot.domain.plain_words import plain
from bot.domain.promise_corrected import SUM, end_of_slip
from bot.domain.promise_moves import new_time_in
from bot.domain.restated_words import LONGEST, Anew, PaidThen, agreed_sum, paid_then, said_anew, with_unit
from bot.domain.said_part import Part
from bot.domain.when_words import EVENING, when_in
from bot.ports import Context
from bot.storage import cases, messages, promises
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import zones
from handlers.promises.names import names_for, owners
from handlers.promises.priced import among_prices, right_behind
from handlers.promises.standing import Standing, all_standing, fen_of, fits

Found = tuple[tuple[Case, ...], tuple[Part, ...]]
_PRICE_STANDS = timedelta(minutes=10)
"""So long after a promise bare goods with another sum (草莓改10块) are rather that than their price."""
_ASKED_WITHIN = timedelta(minutes=3)
_OPENING = re.compile(
    r"(?:不好意思|抱歉|对不[起住]|算了|那个|啊|哎呀?|呃|额|嗯|哦|不对|刚才?|[他你]们?俩的?|金额|"
    r"(?:[弄搞说写打记算发看]?反了?[哈啊]*[,，:：\s]*)+|[\s,，。:：.!！~～…@＠])*"
)
_BEHIND_SLIP = re.compile(r"[了哈啊呀\s,，。:：.!！~～…@＠]*(?:(?:应该|应当)?是)?")
_SLIPPED = re.compile("不对|反了")
_BEHIND_NAME = re.compile(
    r"(?:姐|哥|阿姨|叔)?[,，:：\s]*(?:的|家的?|这边|那边)?[,，\s]*(?:那(?=[\d份盒个一二两三四五六七八九十]))?(?:[份盒个](?=\d))?"
)
_SLIP_LAST = re.compile(
    r"[,，\s]+(?:不好意思|抱歉)?我?(?:刚[才刚]?|上面|前面)?的?(?:[说打写发算记][错少多反]|搞错|弄错)了?[哈啊呀。!！~\s]*$"
)
_SLIP_OF_GOODS = re.compile(
    r"(?:的)?(?:我|刚才?)*(?:少[写打算]|[写打说算]少|[写打说算记]错)了?[,，\s]+(?:(?:应该|应当)?是)?"
)
_BEHIND_GOODS = re.compile(r"(?:坏|烂|有问题)*(?:的|那[几两三四五六]家|那个)?(?:的)?[,，\s]*")
_ONE_OF_THEM = re.compile(
    rf"(?:的|那[份个])?(?:应该|应当)?(?:是|改成?|退|给|[您你])*(?P<sum>{SUM})(?:[哈啊吧才对,，、。!！~～\s]|和|跟)*"
)
_NO_PRICE = re.compile("[每各一几两三四五六][家户人位]|退")
_STAYS = re.compile(
    rf"的?(?:都|还|还是|就|照|按|是)*(?:(?P<sum>{SUM})|不变|没变|不改|不动|照旧|照?原来的?|一样)[的哈啊吧了。!！~\s]*"
)
_BETWEEN_NAMES = re.compile(r"[、,，\s和跟与]*(?:两家|俩)?(?:的)?")
_FOR_EACH = re.compile("(?:两家|俩|三家|每家|各|统一|都)*(?:改|[加提涨]到)")
_ASKS_BACK = re.compile("[退赔补]|少了|太少|不够|烂|坏|碎|漏")
_FOR_ALL = re.compile("[每各一几两三四五六][家户人位]|统一|都|退")


def anew(ctx: Context, conn: Connection, group: Group, message: Message) -> Found | None:
    """To whom it is said, and what it makes of what stands; None where it says nothing of that."""
    if len(message.text) > LONGEST:
        return None
    open_cases = cases.open_of_groups(conn, [group.id])
    standing = all_standing(conn, open_cases)
    if not standing:
        return None
    now, names = zones.local_now(ctx, group), names_for(conn, message)
    text = plain(message.text).strip()
    end = end_of_slip(text) or 0
    opening = _OPENING.match(text, end) if end == 0 else _BEHIND_SLIP.match(text, end)
    rest = text[opening.end() :] if opening is not None else text
    slip = end > 0 or _SLIPPED.search(text[: len(text) - len(rest)]) is not None
    behind = _SLIP_LAST.search(rest)
    if behind is not None:
        rest, slip = rest[: behind.start()], True
    swapped = _each_another(rest, names, standing) if slip else None
    if swapped is not None:
        return _found(message, swapped)
    agreed = _agreed(conn, group, message, standing, now)
    if agreed is not None:
        return _found(message, [agreed])
    several = _of_list(conn, message, rest, names, standing, now)
    if several is not None:
        return _found(message, several)
    to, read = _named(conn, group, message, _but_others(rest, names, standing), names)
    if to is not None:
        mine = standing.get(to)
        said = _made_of(conn, message, mine, read, now, slip) if mine is not None else None
        if mine is not None and said is not None:
            return _found(message, [(mine, said)])
    return _of_goods(ctx, conn, message, rest, open_cases, standing, now, slip)


def _found(message: Message, said: Sequence[tuple[Standing, str]]) -> Found:
    """One part for all to whom the same is said."""
    by_read: dict[str, list[str]] = {}
    for mine, read in said:
        by_read.setdefault(read, []).append(mine.case.member_id)
    parts = tuple(Part(tuple(to), message.text, read) for read, to in by_read.items())
    return tuple(mine.case for mine, _ in said), parts


def _named(
    conn: Connection, group: Group, message: Message, rest: str, names: Mapping[str, str]
) -> tuple[str | None, str]:
    """Who is named where the words begin, else who is mentioned or quoted, or to whom alone the same leader has just
    promised something; and what is said behind the name."""
    forms = forms_in(rest, {i: name.removeprefix("@") if message.mentions else name for i, name in names.items()})
    form = max((f for f in forms if rest.startswith(f)), key=len, default=None)
    if form is not None:
        behind = _BEHIND_NAME.match(rest, len(form))
        ids = forms[form]
        return (ids[0] if len(ids) == 1 else None), rest[behind.end() if behind else len(form) :]
    if len(message.mentions) == 1:
        return message.mentions[0], rest
    quoted = messages.find(conn, group.id, message.quote_id) if message.quote_id else None
    if quoted is not None:
        return (quoted.member_id if quoted.role == "member" else None), rest
    before = messages.recent(conn, group.id, 1, before=message.id)
    if forms or not before or before[0].member_id != message.member_id or message.at - before[0].at > _ASKED_WITHIN:
        return None, rest
    made = {p.member_id for p in promises.of_message(conn, group.id, before[0].message_id) if p.is_unkept}
    return (made.pop() if len(made) == 1 else None), rest


def _made_of(conn: Connection, message: Message, mine: Standing, rest: str, now: datetime, slip: bool) -> str | None:
    """What the words make of what stands for one member, to be read alone."""
    said = said_anew(rest, now, slip=slip)
    if said is not None:
        meant = fits(said, mine) and (said.how != "sum" or _is_no_price(conn, message, mine, said, rest))
        return said.read if meant else None
    paid = paid_then(rest, now)
    if paid is not None and (not paid.sum or fen_of(paid.sum) in mine.sums) and mine.waits_for_money:
        return f"改到{paid.time}" if _is_another_time(paid.time, mine, now) else None
    named = find_goods(rest)
    theirs = all(same_goods(mine.case.goods or "", goods) for goods in named)
    dated = any(p.due_at is not None for p in mine.made)
    if not dated or not theirs or new_time_in(rest, now) is None:
        return None
    sums = {m.fen for m in money_in(rest)}
    return rest if sums and sums <= mine.sums else None


def _is_another_time(said: str, mine: Standing, now: datetime) -> bool:
    """Whether a time is not the one that stands; a day alone says no more than an hour of that day."""
    due = next((t.due for t in when_in(said, now) if t.due is not None), None)
    before = [p.due_at.astimezone(now.tzinfo) for p in mine.made if p.due_at is not None]
    return due is None or not before or any(due.time() != EVENING or due.date() != b.date() for b in before)


def _is_no_price(conn: Connection, message: Message, mine: Standing, said: Anew, rest: str) -> bool:
    """Whether another sum for one member is no price; what nobody has confirmed follows only words that are surely
    none, or stand right behind the promise."""
    who = mine.case.member_id
    if among_prices(conn, message, (who,)) and not _NO_PRICE.search(rest):
        return False
    return said.sure or not mine.unconfirmed or right_behind(conn, message, (who,))


def _paid_then(message: Message, meant: Sequence[Standing], paid: PaidThen) -> Found | None:
    """草莓的钱明早转: of all whose refund for these goods has a time."""
    meant = [mine for mine in meant if not paid.sum or fen_of(paid.sum) in mine.sums]
    return _found(message, [(mine, f"改到{paid.time}") for mine in meant]) if meant else None


def _but_others(rest: str, names: Mapping[str, str], standing: Mapping[str, Standing]) -> str:
    """The words without the parts behind the first that only say of others that theirs stays: 静静10块，王姐不变."""
    first, *others = re.split("[,，]", rest)
    kept = [first]
    for part in others:
        form = max((f for f in forms_in(part, names) if part.strip().startswith(f)), key=len, default=None)
        stays = _STAYS.fullmatch(part.strip()[len(form) :]) if form is not None else None
        mine = standing.get(forms_in(part, names)[form][0]) if form is not None else None
        if stays is None or (stays["sum"] and (mine is None or fen_of(stays["sum"]) not in mine.sums)):
            kept.append(part)
    return "，".join(kept) + ("，其他不变" if len(kept) <= len(others) else "")


def _of_list(
    conn: Connection, message: Message, rest: str, names: Mapping[str, str], standing: Mapping[str, Standing],
    now: datetime,
) -> list[tuple[Standing, str]] | None:  # fmt: skip
    """静静王姐都改10块: another sum for each of those who are named; None where one of them is promised no refund."""
    rest = _but_others(rest, names, standing)
    forms, at, to = forms_in(rest, names), 0, list[str]()
    while form := max((f for f in forms if rest.startswith(f, at)), key=len, default=None):
        if len(forms[form]) != 1:
            return None
        to.append(forms[form][0])
        between = _BETWEEN_NAMES.match(rest, at + len(form))
        at = between.end() if between else at + len(form)
    found = said_anew(rest[at:], now) if len(to) > 1 and _FOR_EACH.match(rest, at) else None
    each = [standing[i] for i in to if i in standing]
    if found is None or found.how != "sum" or len(each) < len(to) or among_prices(conn, message, to):
        return None
    return [(mine, found.read) for mine in each] if all(fits(found, mine) for mine in each) else None


def _each_another(
    rest: str, names: Mapping[str, str], standing: Mapping[str, Standing]
) -> list[tuple[Standing, str]] | None:
    """反了，静静5块王姐8块: each of those who are named has the sum behind the name; None where one has none so far."""
    forms, at = forms_in(rest, names), 0
    said: dict[str, str] = {}
    while at < len(rest):
        form = max((f for f in forms if rest.startswith(f, at)), key=len, default=None)
        hit = _ONE_OF_THEM.match(rest, at + len(form)) if form is not None else None
        if form is None or hit is None or len(forms[form]) != 1 or forms[form][0] in said:
            return None
        said[forms[form][0]] = hit["sum"]
        at = hit.end()
    each = [(standing[i], words) for i, words in said.items() if i in standing]
    if len(said) < 2 or len(each) < len(said) or any(mine.refund() is None for mine, _ in each):
        return None
    changed = [(m, w) for m, w in each if (r := m.refund()) is not None and r.amount_fen != fen_of(w)]
    return [(mine, f"改退您{with_unit(words)}") for mine, words in changed] or None


def _agreed(
    conn: Connection, group: Group, message: Message, standing: Mapping[str, Standing], now: datetime
) -> tuple[Standing, str] | None:
    """15就15，今晚: the sum that a member who is promised another has just asked for."""
    said = agreed_sum(message.text, now)
    before = messages.recent(conn, group.id, 1, before=message.id)
    if said is None or not before or message.at - before[0].at > _ASKED_WITHIN:
        return None
    mine, asked = standing.get(before[0].member_id), plain(before[0].text)
    number = re.sub("[块元钱]", "", said.sum or "")
    wanted = re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.斤盒个份点号栋%折])", asked)
    if mine is None or wanted is None or not fits(said, mine) or among_prices(conn, message):
        return None
    if mine.unconfirmed and not (_ASKS_BACK.search(asked) or _behind_promise(conn, before[0], message, mine)):
        return None
    theirs = all(same_goods(mine.case.goods or "", goods) for goods in find_goods(asked))
    return (mine, said.read) if theirs else None


def _behind_promise(conn: Connection, asked: Message, message: Message, mine: Standing) -> bool:
    """Whether the member asked right behind what the leader promised them."""
    return right_behind(conn, replace(message, id=asked.id, at=asked.at), (mine.case.member_id,))


def _of_goods(
    ctx: Context, conn: Connection, message: Message, rest: str, open_cases: Sequence[Case],
    standing: Mapping[str, Standing], now: datetime, slip: bool,
) -> Found | None:  # fmt: skip
    """草莓的改成10块: of all who are promised a refund for these goods. What may be their price is none: 草莓改10块
    long after the promise."""
    if message.quote_id or message.mentions:
        return None
    words = owners(rest, open_cases)
    word = max((w for w in words if rest.startswith(w)), key=len, default=None)
    behind = _BEHIND_GOODS.match(rest, len(word)) if word is not None else None
    if word is None or behind is None:
        return None
    theirs = [standing[i] for i in words[word] if i in standing and not standing[i].case.red]
    paid = paid_then(rest[len(word) :], now)
    if paid is not None:
        return _paid_then(message, [mine for mine in theirs if mine.waits_for_money], paid)
    own = _SLIP_OF_GOODS.match(rest, len(word))
    behind, slip = own or behind, slip or own is not None
    said = said_anew(rest[behind.end() :], now, slip=slip)
    if said is None or said.how not in ("sum", "back") or not said.sure:
        return None
    meant = [mine for mine in theirs if fits(said, mine)]
    if not meant or (
        said.how == "sum" and not _is_given(ctx, conn, message, rest, behind[0], meant, slip or bool(said.stands))
    ):
        return None
    return _found(message, [(mine, said.read) for mine in meant])


def _is_given(
    ctx: Context, conn: Connection, message: Message, rest: str, behind: str, meant: Sequence[Standing], slip: bool
) -> bool:
    """Whether goods with a sum are what is given for them and not their price: 草莓每家10块, or few words soon behind
    the promise. What nobody has confirmed follows no words that may be a price."""
    if _NO_PRICE.search(rest):
        return True
    if among_prices(conn, message):
        return False
    lately = any(ctx.now() - p.said_at <= _PRICE_STANDS for mine in meant for p in mine.made)
    plainly = _FOR_ALL.search(rest) is not None or "的" in behind
    if not plainly and not (lately and (slip or "吧" in rest)):
        return False
    unconfirmed = {mine.case.member_id for mine in meant if mine.unconfirmed}
    return not unconfirmed or right_behind(conn, message, unconfirmed)
