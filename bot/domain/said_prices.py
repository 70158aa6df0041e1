"""What a member says was paid: 一盒29.9的, 花了39, 两盒一共59.8. It is asked of a leader, never computed with.

Sums that somebody wants back, owes, saves, would pay elsewhere or has paid for getting well are no price, nor is one
that is not exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.money_words import MAX_FEN, MEASURES
from bot.domain.offer_words import price_in
from bot.domain.plain_words import CHINESE, number, plain
from bot.domain.text import excerpt

WORDS_KEPT = 40
SHORT = 5
"""So little after a sum and before a question mark asks for the sum itself: 29.9一盒？ – not 29.9就这品质？"""
_SENTENCE = re.compile(r"[^。!！;；\n]+")
_ILLNESS = re.compile(r"医院|医药|医生|看病|门诊|急诊|诊所|挂号|挂水|输液|吊瓶|打针|吃药|买药|开药|药费|误工|化验|抢救")
_CLAUSE = re.compile(r"[^,，。!！;；~、\n]+")
_SIGNED = (
    rf"(?:¥\s*\d{{1,5}}(?:\.\d{{1,2}})?|(?:\d{{1,5}}(?:\.\d{{1,2}})?|{CHINESE})\s*"
    rf"(?:元|块(?:钱)?(?=$|[\d一二两三四五六七八九半的了啊呢吧呀哦嘛就/每买拍团入下]))"
    rf"(?:[\d一二两三四五六七八九半]毛?(?![\d{MEASURES}]))?)"
)
_SUM = (
    rf"(?P<sum>{_SIGNED}|(?<![\d.])\d{{1,4}}\.\d{{1,2}}(?![\d.])|"
    rf"(?<![\d.])\d{{1,4}}(?=$|[的了啊呢吧呀哦嘛买拍团/一每]))"
)
_UNIT = rf"[{MEASURES}]"
_OF_EACH = re.compile(
    rf"(?:每|(?<![\d十这那])一|(?<![\d.])1)\s*(?P<unit>{_UNIT})(?:是|要|卖|就|才|算|收|的?价格?|草莓|都)?\s*{_SUM}"
)
_EACH_AFTER = re.compile(rf"{_SUM}\s*(?:/\s*(?:一|每)?|一|每|1)\s*(?P<unit>{_UNIT})")
_FOR_SEVERAL = re.compile(
    rf"(?P<count>[二两三四五六七八九十\d]{{1,2}})\s*{_UNIT}(?:一共|总共|共|是|才|要|花了?)?\s*{_SUM}"
)
_PAID = re.compile(
    rf"(?:花|付|买|拍|团购?|价钱?格?|收了?我|一共|总共|合计|总价|下单)(?:[^\d坏烂少退赔补]{{0,5}}?){_SUM}"
)
_BOUGHT_FOR = re.compile(rf"{_SUM}\s*(?:买|拍|团|入手|下单|一起|的(?!补|赔|退|券|红包|优惠|差))")
_FORMS = (_OF_EACH, _EACH_AFTER, _FOR_SEVERAL, _PAID, _BOUGHT_FOR)
_ELSEWHERE = re.compile(
    r"超市|菜场|市场|别家|别的|人家|隔壁|外面|楼下|淘宝|京东|拼多多|美团|盒马|叮咚|山姆|网上|便宜|贵|差价|省|优惠|减|券|红包|"
    r"运费|邮费|打车|路费|油费|原价|涨|降|值|大概|大约|差不多|左右|上下|好像|应该|可能|记得|不到|多块|来块|几块|几十|上次|以前|之前|如果|要是|"
    r"另外?(?:又|去|再|自己)*[买订]|(?:又|重新|现|临时)(?:去)?[买订]|[两三几多][种款](?!.*(?:一共|总共|合计|加起来))|都有|(?<!最)好一个|教训"
)
"""Paid elsewhere, or for something else; a choice of several prices; or a sneer: 好一个8块, 8块买个教训."""
_WANTED_BACK = re.compile(r"(?:退|赔|补|返|还|给|转|差|扣|少收|多收|免)[^,]{0,5}$")
_DOUBT = re.compile(
    r"^\s*(?:元|块)?(?:钱)?(?:吗|么|吧|[?？]|左右|上下|多|出头|以上|以内|[-~到至]\d|(?:的)?(?:和|跟|或|还是|/)\s*¥?\d)"
)
_DOUBTED_BEFORE = re.compile(r"(?:不是|不用|没有?|未|是不是|[约近几]|[-~到至]|\d(?:元|块)?(?:的)?(?:和|跟|或|还是))$")
_BOUGHT = re.compile(
    rf"(?:买|订|拍|团|下单?|要|定)了?(?:的是)?\s*(?P<count>[一二两三四五六七八九十\d]{{1,2}})\s*(?P<unit>{_UNIT})"
)


@dataclass(frozen=True)
class SaidPrice:
    """One price in a member's words. `each` is the measure that it is the price of (盒), where the words do not say how
    many were bought; else `fen` is the whole."""

    fen: int
    words: str
    each: str = ""

    def may_be(self, paid_fen: int) -> bool:
        """Whether what was paid is what the member says."""
        return paid_fen == self.fen or (bool(self.each) and paid_fen % self.fen == 0)


def prices_said(text: str) -> tuple[SaidPrice, ...]:
    """The prices that these words name, each sum once, in the order in which they were said."""
    found: dict[int, SaidPrice] = {}
    for said in _said(plain(text)):
        found.setdefault(said.fen, said)
    return tuple(found.values())


def _said(text: str) -> Iterator[SaidPrice]:
    forms = [form for form in _FORMS if form is not _PAID or not _ILLNESS.search(text)]
    for words in _clauses(text):
        m = next((m for form in forms if (m := form.search(words))), None)
        if m is None or _ELSEWHERE.search(words) or not _is_stated(words, m):
            continue
        fen = price_in(m["sum"])
        if fen is None:
            continue
        unit = m.groupdict().get("unit") or ""
        many = _bought(text, unit) if unit not in ("", "单") else 1
        if fen * (many or 1) <= MAX_FEN:
            yield SaidPrice(fen * (many or 1), excerpt(words, WORDS_KEPT), "" if many else unit)


def _clauses(text: str) -> Iterator[str]:
    """The clauses of the sentences that are about no doctor's bill."""
    for sentence in _SENTENCE.findall(text):
        if not _ILLNESS.search(sentence):
            yield from (clause.strip() for clause in _CLAUSE.findall(sentence))


def _is_stated(words: str, m: re.Match[str]) -> bool:
    """Whether the sum is said to be so: neither wanted back, nor asked, nor denied."""
    before, after = words[: m.start("sum")], words[m.end("sum") :]
    asked = words.endswith("吗") or (words[-1] in "?？" and len(after) <= SHORT)
    return not (asked or _WANTED_BACK.search(before) or _DOUBTED_BEFORE.search(before) or _DOUBT.match(after))


def _bought(text: str, unit: str) -> int | None:
    """How many of this measure were bought; None where the words do not say it once."""
    counts = {number(m["count"]) for m in _BOUGHT.finditer(text) if m["unit"] == unit}
    found = counts.pop() if len(counts) == 1 else None
    return int(found) if found else None
