"""A leader's words that take the place of what was promised before: 打错了，是每家退10块; 改成补一盒."""

from __future__ import annotations

import re

from bot.domain.plain_words import plain

_MAX_READ = 1000
_OPENING = (
    r"^(?:[@＠]\S+\s*)?(?:不好意思|抱歉|对不[起住]|各位|大家|啊|哎呀?|呃|额|嗯|哦|[\s,，。.!！~～…])*"
    r"(?:刚才|刚刚|刚|前面|上面|上一条|之前)?(?:的)?我?(?:那[句条])?"
)
_SAID_WRONGLY = re.compile(
    r"[打说讲]错|口误|手误|手滑|更正|纠正一?下|(?:应该|应当)是(?:[每各一]?[家户人位]|统一|都)?(?:[退补赔]|\d)|"
    rf"{_OPENING}(?:写|记|算|发|弄|搞)错|不是\d+(?:\.\d+)?[块元]?[,，]?\s*是"
)
_INSTEAD = re.compile(
    r"改[成为](?![\d今明后下周])|改[退补赔换送](?!货)|改成(?:今|明|后|下周|周)[^,，。]{0,6}[退补赔换送]"
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


_BARE_SUM = re.compile(
    r"(?P<who>[^,，。\d]{0,12}?)(?:的)?(?:应该|应当)?是?(?P<each>[每各一][家户人位])?(?:退[您你]?)?"
    r"(?P<sum>[¥]?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)(?:[块元蚊](?:钱|\d)?)?)(?:[哈啊呀哦]|[,，。!！~～\s]|不是.*|[每各一][家户人位].*)*"
)


_OWN_SLIP = re.compile(rf"{_OPENING}(?:[打说讲写记发弄搞]错|口误|手误|手滑|更正)")


def restated_sum(text: str) -> tuple[str, str] | None:
    """Who is named, if anybody, and the sum, where what follows a slip of one's own is no more than that:
    打错了，是10块; not 苹果打错了，是10块."""
    if not _OWN_SLIP.match(plain(text[:_MAX_READ])):
        return None
    found = _BARE_SUM.fullmatch(without_the_slip(text).strip())
    return (found["who"], found["sum"]) if found is not None else None


def corrects(text: str) -> bool:
    """Whether words take the place of what was promised before, instead of coming on top of it."""
    words = plain(text[:_MAX_READ])
    if _NOT_SO.search(words):
        return False
    return any(pattern.search(words) for pattern in (_SAID_WRONGLY, _INSTEAD, _IN_ALL))
