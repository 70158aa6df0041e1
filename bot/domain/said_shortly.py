"""A sum in so few words that only who is faced makes it one: 晚上15给你 is 晚上退您15块."""

from __future__ import annotations

import re

from bot.domain.plain_words import plain

WHEN = (
    r"(?:(?:[今明后][天晚早日]|[今明]儿)(?:上午|中午|下午|晚上|早上)?|下?(?:周|礼拜|星期)[一二三四五六日天末]"
    r"|上午|下午|晚上|中午|马上|这就|待会)++"
)
"""A day, a part of it, or both."""
_SHORTLY = re.compile(
    rf"[\s，,]*+(?:好的?|行|嗯|收到|不好意思|抱歉|别急|放心)?[\s，,。]*+(?P<when>{WHEN})?[，,]?(?:我|那)?[先就]?(?P<sum>\d{{1,3}}(?:\.\d{{1,2}})?)(?P<yuan>块钱?|元)?"
    rf"(?P<later>{WHEN})?(?:我|就)?(?:给|转|退|打)给?[您你](?:微信)?[哈啊哦啦]*[。！!~～\s]*"
)


def said_shortly(text: str) -> str | None:
    """The sum and the time in words that can be read alone; None where the words say more, or another thing."""
    hit = _SHORTLY.fullmatch(text)
    if hit is None:
        return None
    return f"{hit['when'] or hit['later'] or ''}退您{hit['sum']}{hit['yuan'] or '块'}"


_ALSO = re.compile(
    rf"(?:好的?|嗯|行)?[,，\s]*[您你](?:的|这边|那[份盒])?也(?:是|退|一样[,，]?)?(?P<when>{WHEN})?(?:退|转)?[您你]?"
    r"(?P<sum>\d{1,3}(?:\.\d{1,2})?(?:块钱?|元))"
    rf"[哈啊,，\s]*(?P<later>{WHEN})?(?:给[您你])?(?:退|转)?(?:给[您你])?[哈啊哦吧。!！~～\s]*"
)


def also_so_much(text: str) -> str | None:
    """The sum and the time of one that is theirs as it is another's, to be read alone: 您的也是8块，今晚."""
    hit = _ALSO.fullmatch(plain(text).strip())
    return f"{hit['when'] or hit['later'] or ''}退您{hit['sum']}" if hit is not None else None
