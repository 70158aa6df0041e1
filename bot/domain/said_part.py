"""The parts of a message, each with those whom it is said to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.money_words import money_in
from bot.domain.plain_words import plain

EVERYBODY = "*all"
"""Stands for a member id: everybody whom the words fit."""
CLAUSES = re.compile(r"[^，,。；;！!?？\n]*[，,。；;！!?？\n]?")
YOU = re.compile("[您你](?!们)")
YOU_AGAIN = re.compile(r"[，,。；;！!?？\s][^，,。；;！!?？\s]*[您你](?!们)")
"""A clause that speaks to somebody: after 王姐那份我补了 it may be another than 王姐."""
GIVES = re.compile("[退补赔返转换送]")
LIKEWISE = re.compile(
    r"[\s，,：:]*(?:[您你](?:的|那[份边个单]|这[份边个单])?)?"
    r"(?:[也同都](?:一样|同样|照样|照办|是这样|是)|一样|同样|同上|照样|照办|照旧|同(?=[\s，,。！!]|$))(?:处理|办)?[的哈啊哦呀~～。！!\s]*"
)
"""The same as was said before: 你也一样, 你的也是."""
_SO_MUCH = re.compile(r"\d|[一二两三四五六七八九十半](?:块|元|毛|份|盒|箱|包|袋|瓶|个|斤)|全[部额]?退")
_DEED = re.compile("[退补赔返转换送给发]")
EDGES = " ，,；;、—–-\n"
_SO_MANY = re.compile("(?:[两二三四五六七八九2-9]|几)个?(?:[家户位]|个人)(?![店铺商超供人])|们?[俩仨]")
_HALF_A_YUAN = 50
_TO_EACH = re.compile(
    "[每各都均/／]|一律|统[一统]|全部?[退赔补]|[一同]样|分别|也是|一[人家户位个份盒箱袋包瓶斤]|其[他余]|[剩余]下|另外|别的"
)
"""What says that a sum is what each gets; so it is where it stands beside another's."""

_OF_A_PIECE = re.compile(
    r"(?:每一?|(?<![那这第几每])一)[个只颗枚斤根条](?:[退赔补给算按是])*\d+(?:\.\d+)?(?:块|元)|\d(?:块钱?|元)[一/每]?[个只颗枚斤根条](?![人家月])"
)


@dataclass(frozen=True)
class Part:
    """What a message says to some of those it names. `to` are member ids, `words` as they stand there, `read` without
    the names in front; not `sure` where it cannot be told whose it is, not of `each` where a sum may be what they get
    together. What stands before all names is to nobody."""

    to: tuple[str, ...]
    words: str
    read: str
    sure: bool = True
    each: bool = True


@dataclass(frozen=True)
class Facing:
    """Whom words are said to that call nobody: who is quoted, mentioned or was just called; not `sure` of who only
    spoke last."""

    to: str
    sure: bool = True


def says_a_deed(text: str) -> bool:
    """Whether words may say how much of what is given."""
    return deed_said_at(text) < len(text)


def deed_said_at(text: str) -> int:
    """From where on words have said how much of what is given; the end of the text where they do not."""
    deed, much = _DEED.search(text), _SO_MUCH.search(text)
    return max(deed.start(), much.start()) if deed and much else len(text)


def is_of_a_piece(text: str) -> bool:
    """Whether a sum is for one piece of so many (鸡蛋每个1块), so that nobody can tell what they get."""
    return _OF_A_PIECE.search(text) is not None


def is_of_each(text: str, many: int, *, names_several: bool) -> bool:
    """Whether a sum in words to so `many` is what each gets: of 静静王姐16块 and 三家24块 nobody can tell; what cannot
    be parted evenly (8块 for three) is each's."""
    if not (names_several or _SO_MANY.search(text)):
        return True
    said = money_in(plain(text))
    end = min(len(text), said[0].end + 2) if said else len(text)
    if said and said[0].fen is not None and said[0].fen % (_HALF_A_YUAN * many):
        return True
    return _TO_EACH.search(text[:end]) is not None
