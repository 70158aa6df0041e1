"""The price that the words before a deed name, and that it pays back whole or in part: 您那箱橙子46，明天退您."""

from __future__ import annotations

import re

from bot.domain.money_words import MEASURES, Money, money_in
from bot.domain.plain_words import CHINESE, number
from bot.domain.promise_deeds import Deed, clause

PART = re.compile(
    rf"(?:一半|半价|对半|(?P<n>\d{{1,2}}|[一二两三四五六七八九])成|百分之(?P<p>{CHINESE})|(?P<q>\d{{1,2}})%)(?!就?是\d)"
)

PRICE_OF_YOURS = re.compile(
    rf"(?:^|(?<=[,，。!?~\s]))(?:[你您](?:们)?|[那这][{MEASURES}])[^,，。!?\d]{{0,8}}?(?<![号栋楼第排群室座缺差少漏过])(?P<sum>\d{{2,4}}(?:\.\d{{1,2}})?|\d\.\d{{1,2}}|[一二两三四五六七八九]?[十百千][零一二三四五六七八九十]{{0,3}})(?=[,，])"
)
"""A number without 元 that ends a clause about what the member bought: 您那箱橙子46."""

_OF_ONE = re.compile(
    rf"(?<![\d.每])(?P<sum>\d{{1,4}}(?:\.\d{{1,2}})?|{CHINESE})(?:块钱?|元)?一(?P<m>[{MEASURES}])(?=[,，。!])"
    rf"|(?<![那这整第])一(?P<of>[{MEASURES}])(?P<at>\d{{1,4}}(?:\.\d{{1,2}})?|{CHINESE})(?:块钱?|元)(?=[,，。!])"
)
"""羊肉98块一份, 一袋20块: what one costs."""

_NAMED = re.compile(rf"(?:^|[^,，]*?)(?:[你您](?:们)?(?:的|[那这]|买|订|是)|[那这][{MEASURES}])[^,，]{{0,8}}$")
_ANOTHER_PRICE = re.compile(
    "[降涨跌卖值成才只满减剩差比贵]|超市|别[家人]|外面|原[价来]|现[在价]|到$|标|买[的了]?是|[付花]"
)
_PAYS_JUST_THAT = re.compile(
    r"[我咱都全就给帮您你马上立刻这今明后天晚早上下午中傍周一二三四五六日号月点半前原路直接会儿待等稍内小时分钟之\d\s]{0,16}"
)
_AND_TO_WHOM = re.compile("[款钱给到回您你们哈啊哦吧的呀哒微信零卡账户原路支付宝]{0,8}(?:$|[,，。!~])")


def is_paid_back(words: str, m: Money, d: Deed) -> bool:
    """Whether the clause right before the deed's names what was bought and its price, and the deed just pays that."""
    a, b = clause(words, m.start, 0, len(words))
    at, _ = clause(words, d.start, 0, len(words))
    if not at - 2 <= b < at or re.sub("钱|的|我都?记[着下得]了?呢?", "", words[m.end : b]):
        return False
    named = words[a : m.start]
    if not _NAMED.fullmatch(named) or _ANOTHER_PRICE.search(named):
        return False
    return bool(_PAYS_JUST_THAT.fullmatch(words, at, d.start) and _AND_TO_WHOM.match(words, d.end))


def part_of(words: str, prices: list[Money], part: re.Match[str], d: Deed) -> int | None:
    """That part of the one price that is named, where it comes out in whole fen."""
    exact = [m for m in prices if m.fen is not None]
    if len(exact) == len(prices) == 1:
        return _share(exact[0].fen, part)
    each = list(_OF_ONE.finditer(words, d.begin, d.start))
    if len(each) != 1 or any(not each[0].start() <= m.start < each[0].end() for m in prices):
        return None
    measure = each[0]["m"] or each[0]["of"]
    if re.search(rf"(?:\d|[两二三四五六七八九十几])\s*{measure}", words):
        return None
    if each[0]["at"]:
        price = number(each[0]["at"])
        return _share(int(price * 100), part) if price is not None else None
    named = money_in(words[: each[0].start("m") - 1])
    if named and named[-1].start == each[0].start():
        return _share(named[-1].fen, part)
    price = number(each[0]["sum"])
    return _share(int(price * 100), part) if price is not None else None


def _share(price: int | None, part: re.Match[str]) -> int | None:
    percent = number(part["q"] or part["p"] or "") if part["q"] or part["p"] else None
    if part["n"]:
        tenths = number(part["n"])
        percent = tenths * 10 if tenths is not None else None
    if not (part["q"] or part["p"] or part["n"]):
        percent = number("50")
    if price is None or percent is None or not 0 < percent <= 100 or price * percent % 100:
        return None
    return int(price * percent / 100)


_EACH_COSTS = re.compile(
    rf"(?<![那这整第\d一二两三四五六七八九十])(?:一|每)(?P<m>[{MEASURES}])(?P<sum>\d{{1,3}}(?:\.\d{{1,2}})?|{CHINESE})(?:块钱?|元)?(?=$|[,，。!\s])"
)
_PRICED = re.compile(rf"(?:\d|{CHINESE})[{MEASURES}](?:\d{{1,4}}|[一二三四五六七八九]?[十百])")
_MONEY_OF = re.compile(rf"(?P<n>\d{{1,2}}|(?!半){CHINESE})(?P<m>[{MEASURES}])[^,，\d]{{0,3}}的钱")
_TOLD = r"\d{2,4}(?:\.\d{1,2})?|[一二两三四五六七八九]?[十百][零一二三四五六七八九十]{0,4}"
_GOODS_AT = re.compile(
    rf"(?:\d{{1,2}}|{CHINESE})[{MEASURES}](?:一?共)?(?P<sum>{_TOLD})(?:块钱?|元)?[我咱俺](?:全|都)?$"
)
_THEN_TOLD = re.compile(rf"[款给你您]{{0,3}}[,，](?P<sum>{_TOLD})(?:块钱?|元)?(?=[,，。])")
_WELL = re.compile(rf"(?:^|[,，。!\s])(?P<sum>{_TOLD})(?:块钱?|元)?呢[,，]")
_SO_BE_IT = re.compile(r"(?:^|[,，。!\s])(?P<sum>[^,，。!\s就]{2,8})就(?P=sum)(?:吧|呗)?[,，]")
_ALL_OF_IT = re.compile("全|都|原价")


def sum_told(words: str, d: Deed) -> int | None:
    """What the words name around a refund in a way that leaves no doubt, where no other sum stands beside it."""
    a, _ = clause(words, d.start, d.begin, d.stop)
    if _ANOTHER_SUM.search(words):
        return None
    named = {m.fen for m in money_in(words)}
    of = _MONEY_OF.search(words, a, d.stop)
    if of is not None:
        each = list(_EACH_COSTS.finditer(words))
        alone = len(each) == 1 and each[0]["m"] == of["m"] and len(_PRICED.findall(words)) <= 1
        price = number(each[0]["sum"]) if alone else None
        count = number(of["n"])
        return int(price * count * 100) if price and count and len(named) <= 1 else None
    if not _AND_TO_WHOM.match(words, d.end):
        return None
    told = (
        _GOODS_AT.fullmatch(words, a, d.start)
        or ("钱" in words[a : d.start] and _THEN_TOLD.match(words, d.end))
        or (_ALL_OF_IT.search(words, d.start - 1, d.end + 1) and _WELL.search(words, 0, d.start))
        or _SO_BE_IT.search(words, 0, d.start)
    )
    if not told:
        return None
    sums = money_in(told["sum"])
    value = number(told["sum"])
    fen = sums[0].fen if len(sums) == 1 else int(value * 100) if value else None
    return fen if fen and named <= {fen} and len(list(_NUMBERS.finditer(words, told.end()))) == 0 else None


_ANOTHER_SUM = re.compile(
    r"[折满减涨降]|半价|一半|超市|别家|原[来价]|优惠|活动|券|扣|买[一二两三\d]+[送赠]|[?]|不对|[说写打算]错"
)
_NUMBERS = re.compile(r"\d{2,}(?![\d:号日点月分天小])")
