"""The only sum of a message with one refund: 12块8是吧，我加完油转你; 多付的十二块八查到了，三天内退给您."""

from __future__ import annotations

import re

from bot.domain.money_words import MEASURES, Money, bare_money, money_in
from bot.domain.plain_words import CHINESE
from bot.domain.promise_deeds import Deed, clause
from bot.domain.promise_sums import sums_of

_LESS_OR_OTHER = re.compile(
    "半|部分|[一有]点|一些|多少|几成|\\d[折成%]|[一二三四五六七八九][折成](?!功)|百分|每|各|/|满|减|尾号|单号|编号|原[来价]|[降涨]|[值卖]|超市|外面|别[家人]"
    "|[贵便]|剩|余下|其余|多出来|多的(?![\\d一二两三四五六七八九十那])|用了|吃了|拆了|没问题|没坏|能吃|能用|好的那|不对|[说写打算]错|改成|大概|左右|或|还是"
    f"|如果|要是|的话|先|扣掉|除|优惠|活动|券|准数|不够|没找|合计|是[^,，我你您]{{1,3}}的[,，]|(?:\\d|{CHINESE}|几)\\s*(?:[{MEASURES}两])(?:的|$|[,，退])|一[{MEASURES}][,，]?(?:退|赔)|才|不到|不止|凑|(?<![多错复重])扣(?![多错重])"
)
"""Words that make what is paid back another sum than the one that is named."""
_PRICE = re.compile(
    f"(?<![多错])(?:[付花买卖给交]了?|标价|价格?|价是|实付|团购?|一[{MEASURES}]|[{MEASURES}])(?:是|就是|才|的)?$|[单号卡第]$"
)
_OF_WHAT = re.compile(rf"\s*(?:的(?!红包|差价|运费|钱|秤差|差额|零头)|(?:那|这|一|每|/)\s*(?:[{MEASURES}单]|$|[,，]))")
_FAULT = re.compile("坏|烂|破|碎|裂|漏|缺|霉|化了|臭|少(?!安)|差(?![价额])")
_KEEPS_TO_THE_SUM = re.compile(
    "多[收付扣算给转刷打]|错[收扣]|重复|少[找退]|差|垫|欠|费|[是对]吧|记|数|查|核|看到|收到|登记|对上"
)
"""What is said around a sum that is owed, as against a price."""
_NOTED = re.compile("记[着下得]|收到|登记|查到|看到|对上|晓得了|知道了")
_DRESS = re.compile(
    r"(?:^|[,，。!?~\s])(?:这|那)[件条双只个台床把口套副][^,，。\d]{0,5}"
    r"(?P<sum>\d{1,4}\.\d{1,2})(?=我|咱|全|都|就)"
)
"""这件衣服38.8我退给您."""
_SOME_OTHER = re.compile("的(?:钱|款|[运邮车]费|差价|那)|其他|别的")
"""运费6块，明天退您草莓的钱."""
_WHOSE = re.compile("(?:不是|别说|亏|我[先都]?垫了?|记得|记错|欠条|公告|厂[里家]|供应商|[他她])[^,，]{0,8}$")
"""Whose money it is, or that it is none."""
_OTHER_NUMBER = re.compile(r"(?<![\d.:#])\d{2,}(?![\d.:号日点月分天小年块元号])(?=[^\d]|$)")


_AMOUNT = re.compile("(?:已经?)?(?:提交|操作|办理|申请|通过|发起)[了好]?[,，](?:金额(?:为|是|:)?)?")
"""退款已提交，金额32元，明天到您账上."""


def only_sum(words: str, d: Deed) -> int | None:
    """The one sum of all the words, if it stands before the refund and nothing makes it another."""
    at = d.start
    if amount := _AMOUNT.match(words, d.end):
        named = [m for m in money_in(words) if m.start >= amount.end()]
        return named[0].fen if len(named) == 1 and named[0].start == amount.end() else None
    sums = sums_of(words, 0, len(words), d)
    for m in _DRESS.finditer(words):
        bare = bare_money(words, m.start("sum"))
        sums += [bare] if bare and all(bare.end <= x.start or bare.start >= x.end for x in sums) else []
    if len({m.fen for m in sums}) != 1 or sums[-1].end > at or _LESS_OR_OTHER.search(words):
        return None
    if _OTHER_NUMBER.search(words, 0, sums[0].start) or _OTHER_NUMBER.search(words, sums[-1].end):
        return None
    its_end = clause(words, d.start, 0, len(words))[1]
    if _WHOSE.search(words[: sums[0].start]) or _SOME_OTHER.search(words, d.end, its_end):
        return None
    return sums[0].fen if _is_owed(words, sums[-1], at) else None


def _is_owed(words: str, m: Money, at: int) -> bool:
    a, b = clause(words, m.start, 0, len(words))
    before, after = words[a : m.start], words[m.end : b]
    if re.fullmatch("[我咱](?:来|们)?(?:承担|出|认了?|负责)", after):
        return True
    if _PRICE.search(before) or _OF_WHAT.match(words, m.end) or _FAULT.search(words, m.end, at):
        return False
    if re.search("\\d|(?:[一二两三四五六七八九十几])[个只盒箱袋斤份]", before):
        return False
    near = clause(words, at, 0, len(words))[0] <= b + 2
    named = re.search("(?:[钱费款金]|[那这][^,，]{0,6}|^|[你您](?:的|那|说的那)?)$", before)
    noted = _NOTED.search(words, m.end, at)
    owed = _KEEPS_TO_THE_SUM.search(before + after) or _KEEPS_TO_THE_SUM.search(words, 0, a)
    return bool(noted or owed or (named and near))
