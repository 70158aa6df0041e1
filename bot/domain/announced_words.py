"""What an announcement gives to each without saying the verb: 草莓每家8元，今晚到账 gives back what 每家退8元 does."""

from __future__ import annotations

import re

from bot.domain.money_words import MEASURES
from bot.domain.plain_words import CHINESE, plain

_CLAUSE = re.compile(r"[^，,。；;！!？?\n]+")
_DEED = re.compile("[退赔补返送发转打寄换免]|报销|券")
"""A verb of giving, or a voucher, which is read without one: nothing has to be said for it."""
_EACH = r"(?:[每各]一?|这?几|[一两二三四五六七八九十]|\d{1,3})(?:个人|[家户人位单份个盒箱斤袋])[各都]?|统一|各|都"
_SUM = rf"(?:¥\s*)?(?:\d{{1,4}}(?:\.\d{{1,2}})?|{CHINESE})\s*(?:元|块)"
_EACH_A_SUM = re.compile(
    rf"(?:{_EACH})[^，,]{{0,4}}?(?P<given>{_SUM})|(?P<first>{_SUM})钱?\s*(?:/|每|一)\s*[家户人位单]"
)
_EACH_A_THING = re.compile(rf"(?:{_EACH})(?P<given>(?:\d{{1,2}}|[一两二三半])\s*[{MEASURES}])")
_IS_PAID = re.compile(
    "到账|入账|到[^，,。]{0,4}(?:微信|零钱|支付宝|账户|卡)|[退返]款|[转打]给?|原路|[赔补]偿|赔付|返还|红包"
)
_IS_GIVEN = re.compile("[赔补]偿|赔付|补发|赔给")
_IS_ASKED_FOR = re.compile(
    "接龙|下单|开团|截单|上新|特价|秒杀|团购|售价|原价|[成单]本?价|成本|[运邮]费|[收交付]|[定订押]金|只要|限[购量时\\d一两]|到货"
)
"""Words about what is to be paid, or ordered."""
_IS_DONE = re.compile("已经?|[退转打赔]过?了")


def with_the_verb(text: str) -> str:
    """The announcement with the verb that it leaves out; the text itself where it leaves out none."""
    words = plain(text)
    if _IS_ASKED_FOR.search(words) or _IS_DONE.search(words):
        return text
    for clause in _CLAUSE.finditer(words):
        if _DEED.search(clause[0].replace("补偿", "").replace("赔偿", "")):
            continue
        for pattern, sign, verb in ((_EACH_A_SUM, _IS_PAID, "退"), (_EACH_A_THING, _IS_GIVEN, "补")):
            found = pattern.search(words, clause.start(), clause.end())
            if found and sign.search(words):
                at = found.start("given") if found["given"] else found.start("first")
                return text[:at] + verb + text[at:]
    return text
