"""The sum that a deed pays: the one that the words leave no doubt about, else none."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.domain.money_words import MEASURES, Money, bare_money, money_in
from bot.domain.plain_words import CHINESE
from bot.domain.promise_deeds import YOU, Deed, clause
from bot.domain.promise_prices import PART, PRICE_OF_YOURS, is_paid_back, part_of
from bot.domain.promise_things import COUNT_OF_THING

_PRICE_BEFORE = re.compile(
    r"(?:[原单]价是?|价格|市场价|售价|卖价?|满|买[的了]?是?|付[的了]?是?|花[的了]?是?|实付|标价|团购?价|价值|才|那单|订单|货值|价是|(?:一|每|1)["
    + MEASURES
    + r"]是|收[了]?)\s*$"
)

_WHOLE = re.compile(
    r"(?:全|都|原路|如数|一分不少|全部|全额|照价|原价).{0,4}(?:退|赔|返|还|打|转)|(?:退|赔|返).{0,2}全(?:款|额|部|价)?|免单|退货款"
)

_TOTAL = re.compile(
    r"(?:一共|总共|合计|共计|加起来|总计|统共|拢共|合起来|一起|就是|等于|共)(?:是|就是|退|给|赔|[你您])*\s*$"
)

_AND = re.compile(
    r"(?:加上?|\+|和|跟|再加|另外|还有|以及|外加|连|带|、|的|运费|差价|货款|钱|[你您]|退|补|赔|给|再|还|,|，|\s)*+"
)

_WHEN = (
    r"[,，]\s*我?(?:[退转][你您给]|全退|今|明|后天|大后天|马上|立马|这就|现在|等[下会]|待会|一会|过会|稍[后等]|晚[上点些]|下午|上午|"
    r"中午|傍晚|月底|过几|这[两几周]|下?周[一二三四五六日天末]|[一二两三四五\d]{1,2}(?:天|号|个?小时|个?工作日))"
)
"""A clause that begins with a time."""

_SUM_ALONE = re.compile(
    rf"(?:[,，;；。~…\s])(?:(?:[你您](?:的|这单|那单|那份|那)?|一?共|一半)(?:是|就是)?)?(?P<sum>\d{{1,5}}\.\d{{1,2}}(?=$|[,，。!;；~…\s]|哈|啊|元|哦)|(?P<lone>\d{{2,3}})(?:[哈啊哦]?$|(?={_WHEN})))"
    r"|(?:一共|总共|合计|共计|总计|统共|拢共|[加合]起来|(?<=[两二三四五六七八九十2-9][份盒箱袋个斤瓶包只条])就|(?<=[,，。!\s单费款])共)(?:是|就是)?"
    rf"(?P<total>\d{{1,5}}(?:\.\d{{1,2}})?|{CHINESE})(?=$|[,，。!哈啊哦])"
    rf"|(?<=[,，。!\s])(?P<told>{CHINESE})(?=[哈啊哦]?[。!]?$|{_WHEN}|[,，](?:外加|另外|再[补送给]|还[补送给]))"
    r"|(?<![\d.点])(?P<gift>\d{1,3}(?:\.\d{1,2})?)(?=的?红包)"
    r"|(?:差[额价]|[运邮车]费|快递费|货款|[押定订]金|预付[款的]?|(?<=[你您])(?:先|给)?垫付?[的了]|多[给付转收扣刷算打]了?[我你您]?)(?P<rest>\d{1,4}(?:\.\d{1,2})?)(?=$|[,，。今明后周下我晚马这])"
)

_BEFORE_THE_VERB = re.compile(
    r"(?:^|(?<=[,，。!?；;…~\s把嗯])|(?<=把[那这])|(?<=[钱款费额价])|(?<=[剩余]下的)|(?<=其余的)|(?<=整[份盒箱袋只条瓶桶包单个兜])|(?<=[那这][份盒箱袋只条瓶桶包单个兜]))"
    rf"(?P<sum>\d{{1,5}}(?:\.\d{{1,2}})?|(?!十一|[五六]一|三十晚){CHINESE}(?<=[^,，。\s][零一二两三四五六七八九十百千万])|(?:\d+|{CHINESE})个[半一二三四五六七八九])"
    r"[我咱们姐团长这边全部都就给帮您你马上立刻今明后大天儿晚早下午中傍周星期礼拜一二三四五六七八九十两半本日末号月点前原路直接会儿待等稍内个小时分钟之听班开次回到货那工作先起块现在朝\d]{0,16}(?:一分钱?[都也]?不少|如数)?[的地给]?$"
)
"""A number that leads a clause and is paid by its verb: 19.9 全退给你, 32 我晚上转您."""

_ADDEND = re.compile(
    r"(?<![\d.])(?P<sum>\d{1,4}(?:\.\d{1,2})?)(?=(?:加|\+|和|跟|、)[^,，。\d]{0,4}\d{1,4}(?:\.\d{1,2})?(?:[元块]|$|[,，。+加]))"
    r"|(?<=[元块\d])(?:加|\+|和|跟|、)[^,，。\d]{0,4}(?P<last>\d{1,4}(?:\.\d{1,2})?)(?=$|[,，。])"
)
"""A number without 元 that is added to another: 鸡蛋15加运费3块."""

_MAY_BE_AN_ADDRESS = re.compile("栋|幢|楼|室|[单门房尾编]号|单元|电话|号码|门牌")


_TO_THE_SUM = re.compile(
    r"(?:[你您](?:们)?(?:半[只个箱盒份袋条斤]|[一二两三四五六七八九\d]{1,2}[份盒箱袋个斤瓶包只条])[^,，\d]{0,4}的?钱)?(?:[款钱现回给到还]|(?<=[退返])[了啦]|"
    + YOU
    + r"|的|个|是|运费|差价|红包|[:：]|微信|支付宝|\s)*"
)
"""What stands between a verb and the number that it pays."""


_NOT_FOR_YOU = re.compile(r"(?:(?<!是)不是|别说|亏|[退赔]了?我(?:们)?|\d个人|[两三四五六七八九]个人)[^,，\d]{0,1}$")
"""供应商就退我12块, 别说8块: named, and not what the member gets."""


def sums_of(words: str, start: int, stop: int, d: Deed) -> list[Money]:
    """The sums between two places; a number without a sign counts right after the verb."""
    found = [
        m for m in money_in(words) if start <= m.start and m.start < stop and not _NOT_FOR_YOU.search(words[: m.start])
    ]
    for m in _SUM_ALONE.finditer(words, start, stop):
        if m.end() == d.stop < len(words):
            continue  # 退一半，108退54: the next verb's
        if (m["lone"] or m["told"]) and (_MAY_BE_AN_ADDRESS.search(words) or len(m["lone"] or m["told"]) < 2):
            continue
        bare = bare_money(words, max(m.start(name) for name in ("sum", "rest", "total", "told", "gift")))
        if bare and all(bare.end <= x.start or bare.start >= x.end for x in found):
            found.append(bare)
    at = _TO_THE_SUM.match(words, d.end)
    bare = bare_money(words, at.end()) if at else None
    if bare and start <= bare.start < stop and all(bare.end <= m.start or bare.start >= m.end for m in found):
        found.append(bare)
    priced = list(PRICE_OF_YOURS.finditer(words, start, min(stop, d.start)))
    for m in priced if len(priced) == 1 else []:
        bare = bare_money(words, m.start("sum"))
        if bare and all(bare.end <= x.start or bare.start >= x.end for x in found):
            found.append(bare)
    for m in _ADDEND.finditer(words, start, stop):
        bare = bare_money(words, m.start("sum") if m["sum"] else m.start("last"))
        if bare and all(bare.end <= x.start or bare.start >= x.end for x in found):
            found.append(bare)
    laid = _BEFORE_THE_VERB.search(words, clause(words, d.start, start, stop)[0], d.start)
    bare = bare_money(words, laid.start("sum")) if laid and not _MAY_BE_AN_ADDRESS.search(words) else None
    if bare and all(bare.end <= m.start or bare.start >= m.end for m in found):
        found.append(bare)
    return sorted(found, key=lambda m: m.start)


_PAYS_A_PART = re.compile(rf"{YOU}?(?:{COUNT_OF_THING}|[^,，。]{{0,6}}[折差]|一?部分|一[点些]|多少)")
"""退您一盒, 退您八折的差价: not all of the price that was named before."""
TAKEN_BACK = re.compile(
    r"(?:^|[,，。!;…~\s\d元块毛])(?:[哦噢啊哎呀呃额]|我|刚才?|刚刚|上面|数|金额|数字|钱数){0,2}(?:不对|[说写打算]错|更正)"
    r"|(?:不对|[说写打算]错了?)[^\d]{0,4}\d|[哦噢]不|改成|开玩笑|说笑"
)
"""退你8块，不对: what leaves a sum open that was just said."""


def refund_sum(words: str, d: Deed) -> int | None:
    """The total to be paid; None where the words leave any doubt."""
    if TAKEN_BACK.search(words[d.end : d.end + 40]):
        return None
    sums = sums_of(words, d.begin, d.stop, d)
    totals = [m for m in sums if _TOTAL.search(words[: m.start])]
    if any(m.start > d.start for m in sums if m not in totals):
        totals = [m for m in totals if m.start > d.start]
    if totals and totals[-1].end > d.start:
        half = (
            None
            if re.search("就是|等于", words[d.end : totals[-1].start])
            else PART.search(words, d.end, totals[-1].start)
        )
        return part_of(words, totals[-1:], half, d) if half else totals[-1].fen
    if totals:
        return _of_a_total(words, sums, totals[-1], d)
    prices = [
        m
        for m in sums
        if m.end <= d.start
        or _PRICE_BEFORE.search(words[: m.start])
        or re.match(r"\s*的(?!红包|运费|差价)", words[m.end :])
    ]
    after = [m for m in sums if m not in prices]
    if after and re.search("[,，][^,，]{0,3}(?<![多错重复])扣[除掉去]?$", words[d.end : after[-1].start]):
        return None  # 三盒的钱都退，扣2块运费
    if after:
        return _added(words, after)
    a, b = clause(words, d.start, d.begin, d.stop)
    a = _with_sum_alone(words, a, d.begin, prices)
    here = words[a:b]
    if part := PART.search(words, a, d.stop):
        return part_of(words, prices, part, d)
    own, _ = clause(words, d.start, d.begin, d.stop)
    if _PAYS_A_PART.match(words, d.end) and not any(m.start >= own for m in prices):
        return None
    near = [m for m in prices if a <= m.start]
    if (
        len(near) > 1
        and all(m.end <= d.start for m in near)
        and re.search(r"一起|都|全|一并", words[near[-1].end : d.end])
    ):
        return _added(words, near)
    if (row := _row_before(words, prices, d)) is not None:
        return row
    if re.search(r"差价|多收|多付", here) and len(near) > 1:
        return None
    if len(near) == 1 and near[0].end <= d.start and not re.search(r"[满卖]\s*$", words[: near[0].start]):
        return near[0].fen
    if len(prices) == 1 and (
        _WHOLE.search(here)
        or is_paid_back(words, prices[0], d)
        or (_names_what_is_owed(words, prices[0], a, d.start) and "的钱" not in here)
    ):
        return prices[0].fen
    return None


def _of_a_total(words: str, sums: list[Money], total: Money, d: Deed) -> int | None:
    """A total that is named before the deed, or the part of it that is paid back."""
    if _OTHERWISE.search(words, total.end, d.start) or re.search("[差坏烂漏少]", words[total.end : d.end + 4]):
        return None
    part = PART.search(words, total.end, d.stop)
    if part:
        return part_of(words, sums, part, d) if len(sums) == 1 else None
    return total.fen


_OWED = (
    "差[额价]|(?:运|邮|快递|打车|车|停车|跑腿|油)费|(?:打车|车)钱|货款|[你您](?:先|给)?垫付?的?(?:运费|邮费|快递费|车费|钱)?是?|[多错][收付扣算给转打刷][你您的了]{0,2}|扣多了?|重复扣[款的了]{0,2}|少[找退转给算打][你您了的找]{0,4}|[欠差](?:[你您]的?|了)|[贵多]了|"
    "包装费|配送费|[押定订]金|预付[款的]?|(?:答应|说好)[你您]?的"
)


_OTHERWISE = re.compile("已|[退补转给付][过了]|不|剩|其余|余下")
"""Of a sum: that it is not what is still to be paid."""


def _names_what_is_owed(words: str, m: Money, at: int, verb: int) -> bool:
    """ "差额十一块二，明天退到位": the clause right before the deed's names the sum."""
    a, b = clause(words, m.start, 0, at)
    if words.startswith("的", m.end) or _OTHERWISE.search(words, m.end, verb):
        return False
    return b >= at - 2 and bool(re.search(rf"(?:{_OWED})[^,，]{{0,3}}$|[你您][这那]$", words[a : m.start]))


_PLUS = re.compile(r"[^,，。\d]{0,2}(?:加上?(?!到|价)|\+|和|跟|再加)[^,，。\d]{0,6}")
_NEXT_OWED = re.compile(rf"[,，、]\s?[^,，。\d]{{0,4}}?(?:{_OWED})[^,，。\d]{{0,2}}")


def _row_before(words: str, prices: list[Money], d: Deed) -> int | None:
    """The total of a row that the clause before names and the deed pays together: 运费5块加货款12块，一起退你."""
    if len(prices) < 2 or not re.search("一起|都|全|一并|一块儿?", words[prices[-1].end : d.end]):
        return None
    a, _ = clause(words, d.start, d.begin, d.stop)
    if clause(words, prices[-1].start, d.begin, d.start)[1] < a - 2:
        return None
    between = [words[one.end : other.start] for one, other in pairwise(prices)]
    whole = all(_PLUS.fullmatch(b) or _NEXT_OWED.fullmatch(b) for b in between)
    said = words[clause(words, prices[0].start, d.begin, d.start)[0] : d.start]
    compared = re.search("(?<!差)价", said) or re.search("差[价额]", words[d.start : d.end + 6])
    if not whole or compared or _OTHERWISE.search(said) or any(m.fen is None for m in prices):
        return None
    return sum(m.fen for m in prices if m.fen is not None)


def _with_sum_alone(words: str, at: int, floor: int, sums: list[Money]) -> int:
    """Where a clause begins together with one before it that only names a sum: "8 块 5，马上退"."""
    for m in sums:
        a, b = clause(words, m.start, 0, at)
        if len(sums) > 1 and re.search("[那这]", words[a : m.start]):
            continue
        if (
            m.end <= at
            and a >= floor
            and not _PRICE_BEFORE.search(words[: m.start])
            and b >= at - 2
            and len(
                re.sub(
                    rf"的(?:秤差|差价|差额|零头|运费|邮费)|{COUNT_OF_THING}|[就那这是共折成钱一的好行嗯给您你\s]",
                    "",
                    words[a : m.start] + words[m.end : b],
                )
            )
            <= 1
        ):
            return a
    return at


def _added(words: str, sums: list[Money]) -> int | None:
    """Several sums in a row make one total; sums that contradict each other make none."""
    plus = re.search(r"加|\+|和|跟|另外|还有|以及|外加|运费|差价", words[sums[0].end : sums[-1].end + 3])
    if not plus and len({m.fen for m in sums}) == 1:
        return sums[0].fen
    total = 0
    for n, m in enumerate(sums):
        if m.fen is None or (n and not _AND.fullmatch(words[sums[n - 1].end : m.start])):
            return None
        total += m.fen
    return total if plus or len(sums) == 1 else None
