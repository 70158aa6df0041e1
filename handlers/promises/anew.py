"""A leader says anew what stands for a member, or for all with the same goods: another sum (静静10块吧; 草莓的改成10块;
反了，静静5块王姐8块), what comes on top, another deed, another time, or nothing of it any more.

Only what is promised and not done can be said anew: to who is promised nothing these words say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.domain.case import Case
from bot.domain.money_words import money_in
from bot.domain.name_forms import forms_in
from bot.domain.plain_words import plain
from bot.domain.promise_corrected import SUM, end_of_slip
from bot.domain.promise_moves import new_time_in
from bot.domain.restated_words import LONGEST, Anew, agreed_sum, said_anew, with_unit
from bot.domain.said_part import Part
from bot.ports import Context
from bot.storage import cases, messages, promises
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.promises import Promise
from handlers import zones
from handlers.promises.names import LOOKED_BACK, names_for, owners

Found = tuple[tuple[Case, ...], tuple[Part, ...]]
_PRICE_STANDS = timedelta(hours=1)
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
_BEHIND_GOODS = re.compile(r"(?:坏|烂|有问题)*(?:的|那[几两三四五六]家|那个)?(?:的)?[,，\s]*")
_ONE_OF_THEM = re.compile(
    rf"(?:的|那[份个])?(?:应该|应当)?(?:是|改成?|退|给|[您你])*(?P<sum>{SUM})(?:[哈啊吧才对,，、。!！~～\s]|和|跟)*"
)
_PRICE_ASKED = re.compile("多少钱|几块|几元|怎么卖|什么价|啥价|价格|单价|多少[一1][斤盒箱份]|卖多少|价钱")
_FOR_ALL = re.compile("[每各一几两三四五六][家户人位]|统一|都|退")


@dataclass(frozen=True)
class _Standing:
    """A member's open case and what is promised in it and not done."""

    case: Case
    made: tuple[Promise, ...]

    @property
    def sums(self) -> set[int | None]:
        return {p.amount_fen for p in self.made}

    def refund(self) -> Promise | None:
        """The only refund, where there is one."""
        found = [p for p in self.made if p.kind == "refund"]
        return found[0] if len(found) == 1 else None


def anew(ctx: Context, conn: Connection, group: Group, message: Message) -> Found | None:
    """To whom it is said, and what it makes of what stands; None where it says nothing of that."""
    if len(message.text) > LONGEST:
        return None
    open_cases = cases.open_of_groups(conn, [group.id])
    standing = _standing(conn, open_cases)
    if not standing:
        return None
    now, names = zones.local_now(ctx, group), names_for(conn, message)
    text = plain(message.text).strip()
    end = end_of_slip(text) or 0
    opening = _OPENING.match(text, end) if end == 0 else _BEHIND_SLIP.match(text, end)
    rest = text[opening.end() :] if opening is not None else text
    slip = end > 0 or _SLIPPED.search(text[: len(text) - len(rest)]) is not None
    swapped = _each_another(rest, names, standing) if slip else None
    if swapped is not None:
        return _found(message, swapped)
    agreed = _agreed(conn, group, message, standing, now)
    if agreed is not None:
        return _found(message, [agreed])
    to, read = _named(conn, group, message, rest, names)
    if to is not None:
        mine = standing.get(to)
        said = _made_of(conn, message, mine, read, now, slip) if mine is not None else None
        return _found(message, [(mine, said)]) if mine is not None and said is not None else None
    return _of_goods(ctx, conn, message, rest, open_cases, standing, now, slip)


def _standing(conn: Connection, open_cases: Sequence[Case]) -> dict[str, _Standing]:
    """By member; of several open cases the newest in which anything stands."""
    found = {}
    for case in sorted(open_cases, key=lambda c: c.number):
        made = tuple(p for p in promises.of_case(conn, case.number) if p.is_unkept)
        if made:
            found[case.member_id] = _Standing(case, made)
    return found


def _found(message: Message, said: Sequence[tuple[_Standing, str]]) -> Found:
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


def _made_of(conn: Connection, message: Message, mine: _Standing, rest: str, now: datetime, slip: bool) -> str | None:
    """What the words make of what stands for one member, to be read alone."""
    said = said_anew(rest, now, slip=slip)
    if said is not None:
        fits = _fits(said, mine) and not (said.how == "sum" and _asked_a_price(conn, message, mine.case.member_id))
        return said.read if fits else None
    named = find_goods(rest)
    theirs = all(same_goods(mine.case.goods or "", goods) for goods in named)
    dated = any(p.due_at is not None for p in mine.made)
    if not dated or not theirs or new_time_in(rest, now) is None:
        return None
    sums = {m.fen for m in money_in(rest)}
    return rest if sums and sums <= mine.sums else None


def _fits(said: Anew, mine: _Standing) -> bool:
    """Whether what the words take for granted stands so."""
    if any(fen_of(words) not in mine.sums for words in said.stands):
        return False
    refund = mine.refund()
    if said.how == "sum":
        fen, more = fen_of(said.sum or ""), fen_of(said.more) if said.more else None
        if refund is None or fen is None or fen == refund.amount_fen:
            return False
        return more is None or refund.amount_fen is None or refund.amount_fen + more == fen
    if said.how == "on_top":
        return said.sure or fen_of(said.sum or "") not in mine.sums
    if said.how == "later":
        return any(p.due_at is not None for p in mine.made)
    if said.how == "back":
        kind = "replacement" if "补" in said.read else "refund"
        return any(p.kind == kind for p in mine.made)
    return True


def fen_of(words: str) -> int | None:
    """How much a sum in words is, in fen."""
    found = money_in(plain(with_unit(words)))
    return found[0].fen if len(found) == 1 else None


def _asked_a_price(conn: Connection, message: Message, member_id: str) -> bool:
    """Whether the member has just asked what something costs."""
    lately = messages.recent(conn, message.group, LOOKED_BACK, before=message.id)
    own = [m for m in lately if m.member_id == member_id and message.at - m.at <= _ASKED_WITHIN]
    return any(_PRICE_ASKED.search(m.text) for m in own)


def _each_another(
    rest: str, names: Mapping[str, str], standing: Mapping[str, _Standing]
) -> list[tuple[_Standing, str]] | None:
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
    conn: Connection, group: Group, message: Message, standing: Mapping[str, _Standing], now: datetime
) -> tuple[_Standing, str] | None:
    """15就15，今晚: the sum that a member who is promised another has just asked for."""
    said = agreed_sum(message.text, now)
    before = messages.recent(conn, group.id, 1, before=message.id)
    if said is None or not before or message.at - before[0].at > _ASKED_WITHIN:
        return None
    mine, asked = standing.get(before[0].member_id), plain(before[0].text)
    number = re.sub("[块元钱]", "", said.sum or "")
    wanted = re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.斤盒个份点号栋%折])", asked)
    if mine is None or wanted is None or _PRICE_ASKED.search(asked) or not _fits(said, mine):
        return None
    theirs = all(same_goods(mine.case.goods or "", goods) for goods in find_goods(asked))
    return (mine, said.read) if theirs else None


def _of_goods(
    ctx: Context, conn: Connection, message: Message, rest: str, open_cases: Sequence[Case],
    standing: Mapping[str, _Standing], now: datetime, slip: bool,
) -> Found | None:  # fmt: skip
    """草莓的改成10块: of all who are promised a refund for these goods. What may be their price is none: 草莓改10块
    long after the promise."""
    if message.quote_id or message.mentions:
        return None
    words = owners(rest, open_cases)
    word = max((w for w in words if rest.startswith(w)), key=len, default=None)
    behind = _BEHIND_GOODS.match(rest, len(word)) if word is not None else None
    said = said_anew(rest[behind.end() :], now, slip=slip) if behind is not None else None
    if word is None or behind is None or said is None or said.how not in ("sum", "back") or not said.sure:
        return None
    theirs = [standing[i] for i in words[word] if i in standing and not standing[i].case.red]
    meant = [mine for mine in theirs if _fits(said, mine)]
    lately = any(ctx.now() - p.said_at <= _PRICE_STANDS for mine in meant for p in mine.made)
    lately = lately and (slip or "吧" in rest)
    plainly = _FOR_ALL.search(rest) is not None or "的" in behind[0] or said.how == "back"
    if not meant or not (plainly or lately):
        return None
    return _found(message, [(mine, said.read) for mine in meant])
