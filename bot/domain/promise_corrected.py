"""A leader's words that take the place of what was promised before: 打错了，是每家退10块; 改成补一盒."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.plain_words import plain

_MAX_READ = 1000
_OPENING = (
    r"^(?:[@＠]\S+\s*)?(?:不好意思|抱歉|对不[起住]|各位|大家|啊|哎呀?|呃|额|嗯|哦|[\s,，。.!！~～…])*"
    r"(?:刚才|刚刚|刚|前面|上面|上一条|之前)?(?:的)?我?(?:那[句条])?"
)
_SAID_WRONGLY = re.compile(
    r"[打说讲]错|口误|手误|手滑|更正|纠正一?下|(?:应该|应当)是(?:[每各一]?[家户人位]|统一|都)?(?:[退补赔]|\d)|"
    rf"{_OPENING}(?:写|记|算|发|弄|搞)错|(?:不是|别)\d+(?:\.\d+)?[块元]?了?[,，\s]*(?:是|改成)?(?=[\d是])|"
    r"\d[块元]?改[成为]?\d|^[*]\d+(?:\.\d+)?[块元]?$|\d[块元]?[哈啊呀,，\s]*(?:我?刚才?)?(?:打|写|说|发)错了?[哈啊呀]*$"
)
_INSTEAD = re.compile(
    r"改[成为](?![\d今明后下周])|改[退补赔换送](?!货)|改成(?:今|明|后|下周|周)[^,，。]{0,6}[退补赔换送]|还是[补退换赔送]|不(?:退[钱款]?|补|换|要钱)了[,，]"
)
_IN_ALL = re.compile(r"(?:加|添|多[退补])[^,，。]{0,8}[,，]?(?:一共|总共|加起来|合计|共)")
_NOT_SO = re.compile("没(?:有)?[打说讲]错|[打说讲]错了?(?:吗|没|[?？])|快递|价签|价格|标签")


_SLIP = re.compile(
    r"^[^,，。;；!！?？]{0,12}(?:(?:[打说讲写记发弄搞]错|口误|手误|手滑)了?|更正一?下?)[哈啊呀\s]*[,，。:：!！~～\s]*(?:(?:应该|应当)?是)?"
)


def without_the_slip(text: str) -> str:
    """The words without what they begin with to say that others were wrong: 说错了，是 of 说错了，是王姐退8块."""
    found = _SLIP.match(text) if corrects(text) else None
    return text[found.end() :] if found is not None and text[found.end() :].strip() else text


_SUM = r"[¥]?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)(?:[块元蚊](?:钱|\d)?)?"
_BARE_SUM = re.compile(
    r"(?P<who>[^,，。\d]{0,12}?)(?:的)?(?:应该|应当)?是?(?P<each>[每各一][家户人位])?(?:退[您你]?)?"
    rf"(?P<sum>{_SUM})(?:[哈啊呀哦]|[,，。!！~～\s]|不是.*|[每各一][家户人位].*)*"
)
_IN_ITS_PLACE = re.compile(
    rf"(?:[@＠])?(?P<who>[^,，。\d@＠]{{0,12}}?)[,，\s]*(?:那个?|的|这个?)?(?:(?:不是|不退|别|不)(?P<was>{_SUM})了?[,，\s]*(?:是|改成|改为)?|"
    rf"(?P<before>{_SUM})改[成为]?)(?:退[您你]?)?(?P<sum>{_SUM})(?:[哈啊呀哦吧]*(?:[,，。!！~～\s]+(?P<rest>.*))?)"
)
"""静静不是8块，10块; 那个8块改10块; 静静别8块了，10块，今晚退."""
_SUM_THEN_SLIP = re.compile(
    rf"(?:[*](?P<starred>{_SUM})|(?P<sum>{_SUM})[哈啊呀,，\s]*(?:我?刚才?)?(?:打|写|说|发)错了?)[哈啊呀~～。!！\s]*"
)
"""*10; 10块哈打错."""
_GIVEN = re.compile("[退转补赔打发]|红包|到账")
_OWN_SLIP = re.compile(rf"{_OPENING}(?:[打说讲写记发弄搞]错|口误|手误|手滑|更正)")
_OTHER_PERSON = re.compile(
    rf"(?:{_OPENING}(?:[打说讲写记发弄搞]错人?了?|不是[^,，。\d]{{1,10}}?)[哈啊呀\s]*[,，\s]+(?:应该|应当)?是(?P<who>[^,，。\d是今明退补转]{{1,10}}?)的?)"
    rf"(?:[,，\s]*(?:退[您你她]?)?(?P<sum>{_SUM}))?[哈啊呀吧~～。!！\s]*"
)
"""刚说错人了，是王姐; 不是静静，是王姐，8块."""


@dataclass(frozen=True)
class Restated:
    """Another sum than was said: who is named, if anybody, the sum, the one that it takes the place of, where that is
    said, and, where the words give it all by themselves, these without what was wrong."""

    who: str
    sum: str
    was: str | None = None
    whole: str | None = None


def restated_sum(text: str) -> Restated | None:
    """The sum, where what follows a slip of one's own is no more than that (打错了，是10块; not 苹果打错了，是10块), or
    one sum is said to be another."""
    words = plain(text[:_MAX_READ]).strip()
    swapped = _IN_ITS_PLACE.fullmatch(words)
    if swapped is not None:
        who, now, rest = swapped["who"], swapped["sum"], swapped["rest"] or ""
        given = _GIVEN.search(rest) is not None
        if rest and not given:
            return None
        return Restated(who, now, swapped["was"] or swapped["before"], f"{who}{now}，{rest}" if given else None)
    slip = _SUM_THEN_SLIP.fullmatch(words)
    if slip is not None:
        return Restated("", slip["starred"] or slip["sum"])
    if not _OWN_SLIP.match(words):
        return None
    found = _BARE_SUM.fullmatch(without_the_slip(text).strip())
    return Restated(found["who"], found["sum"]) if found is not None else None


def other_person(text: str) -> tuple[str, str | None] | None:
    """Who was meant instead of who was named before, and the sum, if one is said: 刚说错人了，是王姐."""
    found = _OTHER_PERSON.fullmatch(plain(text[:_MAX_READ]).strip())
    return (found["who"], found["sum"]) if found is not None else None


def means_another(text: str) -> bool:
    """Whether words may correct what was said to somebody else."""
    return without_the_slip(text) != text or other_person(text) is not None


_TAKEN_BACK = re.compile(
    r"(?:^|[,，。\s的了])(?:(?:还是|就|先|都)?(?:不|别|不用)(?:给[你您她他])?(?:退|补|换|给|送|赔)[你您她他]?(?:钱|款)?了|(?:退款|补发)?取消了?|不算数?了?|作废)[哈啊呀吧]*(?=[,，。!！~～]|$)"
)
_NOT_TAKEN_BACK = re.compile("[?？]|吗|坏的|烂的|东西|货|如果|要是|客服|平台|厂家|供应商|她说|他说|说")


def takes_back(text: str) -> bool:
    """Whether words say that what was promised is not given: 算了静静的不退了."""
    words = plain(text[:_MAX_READ])
    return _TAKEN_BACK.search(words) is not None and not _NOT_TAKEN_BACK.search(words)


def end_of_slip(text: str) -> int | None:
    """Where a slip of one's own that these words begin with ends: behind 刚才说错了."""
    found = _OWN_SLIP.match(text)
    return found.end() if found is not None and not _NOT_SO.search(text) else None


def corrects(text: str) -> bool:
    """Whether words take the place of what was promised before, instead of coming on top of it."""
    words = plain(text[:_MAX_READ])
    if _NOT_SO.search(words):
        return False
    return any(pattern.search(words) for pattern in (_SAID_WRONGLY, _INSTEAD, _IN_ALL))
