"""Sums of money in a text: exact ones in fen, and those that say too little to be one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.plain_words import ARABIC, CHINESE, number, plain

MAX_FEN = 10_000_000
"""A promise above 100,000 yuan is a slip of the finger."""

MEASURES = "份盒斤箱袋个瓶件单包只枚颗板提条桶罐支人户位家筐篮把串套兜根杯棵粒片碗壶朵束捆扎排坛副床台尾头"
_NUMBER = rf"(?:{ARABIC}[kKwW百千万]?\d?|{CHINESE}(?:点[零一二三四五六七八九]+)?)"
_COUNTED_NEXT = MEASURES + (
    r"块元张双对克两点号日天月小时分\d.十百千万零几公次回楼栋幢室单层样种"
    "维花文季常宝神香仁喜粮谷鲜黄色"
)
"""What follows a digit that counts something (3块2个, 8块三天内) or begins a name (五香): no jiao."""
_A_TIME = (
    "半[夜年路]|[五六]一(?=[前后那当假节放之过以左,，。]|$)|五四(?=[前青节])|三八(?=[前妇节])|七夕|九九重|"
    "[二两三四五六七八九](?:周(?![一二三四五六日天末])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|年)"
)
"""What begins a time: 8块半夜转, 8块五一前, 8块两周内."""
_JIAO = (
    r"(?:零(?=[一二三四五六七八九\d][毛角]))?(?P<jiao>(?:\d{1,2}|(?!"
    + _A_TIME
    + r")[二两三四五六七八九半])(?=$|[^"
    + _COUNTED_NEXT
    + r"]|"
    r"[一二三四五六七八九\d]分)"
    r"|[\d二三四五六七八九](?=回头|两(?:[天日]|个?小时|个工作))|(?<=[二三四五六七八九十百]块)[二三四五六七八九](?=\d{1,2}[号月])"
    r"|一(?=$|[,，。毛角]))(?P<mao>[毛角])?"
)
_LAST = rf"(?:分|(?=$|[,，。!！~]|\s|[给退转返赔补打今明后现马立全都我俺]|一[{MEASURES}]))"
_FEN = rf"(?:(?P<fen>(?<=[毛角])(?:\d|[一二两三四五六七八九]){_LAST}|(?:\d|[一二两三四五六七八九])分(?!钱?[都也]?不)))?"
_MONEY = re.compile(
    rf"(?P<sign>-|负)?\s*(?:(?P<yen>¥|\$|rmb|人民币)\s*(?P<a>{ARABIC})\s*(?:元|块)?"
    rf"|(?P<b>{_NUMBER})\s*(?:个|(?P<vague>[几多来](?=[元块蚊])))?(?:元|块|蚊|圆|rmb|r(?![a-z]))(?:{_JIAO}{_FEN}|零(?P<cent>\d|[一二两三四五六七八九])分)?(?:钱|人民币)?"
    rf"|(?P<e>{ARABIC})(?=\s*/?\s*[{MEASURES}]?\s*[×xX*✖✕]\s*\d)|(?:(?<=[把将那这共了的是])|"
    rf"^)(?P<f>\d{{1,4}}\.\d{{1,2}})(?!\d|\s*[{MEASURES}%折公千克g])"
    rf"|(?P<g>\d{{1,4}}\.\d{{1,2}})(?=的)|(?P<c>{_NUMBER})\s*(?P<small>[毛角])(?:(?P<rest>\d|[一二两三四五六七八九]){_LAST})?(?:钱)?)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?P<sign>-|负)?\s*(?P<d>{ARABIC}(?:[kK])?|{CHINESE}(?:点[零一二三四五六七八九]+)?)")
_AND_A_HALF = re.compile(rf"(?P<sign>-|负)?\s*(?P<b>\d{{1,4}}|{CHINESE})个(?P<jiao>半|[一二三四五六七八九])钱?")
"""12个半, 九个九: so many yuan and jiao, where nothing else can be counted."""
_AFTER_BARE = re.compile(
    r"\s*(?:$|(?<=\s)(?:[今明后下上中傍晚早周礼星本这五月马待两三半立等一听到]|其他|别的)|[,，。!！?？;；~…)）、+]|[×xX*✖✕/]|[全都退补赔我咱就马立现今晚待等稍明原直返]|还(?=[你您给])|一[会起块]|给|已|一分不少|如数|的红包|到[你您账微]|吧|哈|啊|哦|呢|了|呀|嘛|[你您]|过去|回去|红包|运费|差价|打|转|发(?=[你您给])|走(?=微信|支付宝|红包)|五月|月底|这[两几周]|作为|当|再|另|加|行|好|哒|团长|姐|先|下[周次回个]|后[天日]|大后|[傍上中下][午晚]|周末|[本这]?周[一二三四五六日天]|星期|礼拜|月底|听[日晚]|到货|[半两一三]个?(?:小时|天)|钱|\d{1,2}[号月]|[一二三四五六七八九十]月|"
    r"的?(?:补偿|赔偿)|表示|整(?!箱|份|个))"
)
"""What may follow a number without a sign of money for it to be a sum."""
_ROUGH_BEFORE = re.compile(
    r"(?:大概|大约|约|差[不唔]多|将近|近|至少|最少|最多|顶多|起码|不超过|不少于|超过|不到|上下|[几多\d零一二三四五六七八九十]\s*(?:-|~|到|至|—))"
    r"(?:退|补|赔|返|能|给|[你您])*\s*$|[*×xX✖✕]\s*$"
)
_ROUGH_AFTER = re.compile(
    r"\s*(?:号|[一二三四五六七八九\d](?=两)|零[一二三四五六七八九]|多(?!少)(?!退)(?!收)|来|左右|上下|以上|以下|以内|出头|不到|起(?!来)|\d月[底末]|\d(?!\d?[号日点月])|[-~—到至]\s*[\d一二两三四五六七八九十])"
)
_TIMES = re.compile(
    rf"\s{{0,3}}(?:/|每|一)?\s{{0,3}}[{MEASURES}]?\s{{0,3}}(?:[×xX*✖✕]|乘以?)\s{{0,3}}(?P<n>\d{{1,4}}|[一二两三四五六七八九十]+)(?!\.?\d)"
)
_EACH_AFTER = re.compile(rf"\s*(?:/|(?:每|一)(?=[{MEASURES}]))\s*(?P<m>[{MEASURES}])(?!小时|钟头|工作日|月|星期|礼拜)")
_EACH_BEFORE = re.compile(
    rf"(?:每|(?<![那这整共退块元蚊\d])一|(?<![\d.])1|单)\s*(?P<m>[{MEASURES}])(?!小时|钟|月|星期|礼拜|工作)(?:[^,，。;；!！?？\d加]{{0,6}})$|(?P<each>各|分别|"
    rf"都)[^,，。\d]{{0,4}}$"
)
_OF_ONE_MEMBER = tuple("户家人位单")
"""What every member has one of: 每户 8 元 is 8 yuan to each."""
_ALL_OF_IT = re.compile(r"(?:[一总共合]共|合计)(?!有?(?:\d{1,3}|[一二两三四五六七八九十]+)[家户位])")
_IN_ALL = re.compile("[一总共合]共|合计|几单|多单")
_BEGINS = re.compile(
    r"(?:(?<=周[一二三四五六日天])|(?<=[期拜][一二三四五六日天]))(?=\d)|(?<![\d一二两三四五六七八九十百零毛角分块元点.几a-zA-Z-])(?=[\d一二两三四五六七八九十百])"
)
"""Where a number begins."""
_IT_COUNTS = re.compile(
    rf"\s*(?:回(?!头)|[{MEASURES}号点日天月年周度折成次公克升楼栋幢室岁分两%:/kKgGmMlL级页遍线寸期\d]|小时|钟|单元|千克|毫升|积分|星期|礼拜|厘米|[-~—到至]\s*\d)"
)
"""What follows a number that counts, dates or measures something."""
_A_CODE = re.compile("(?:尾号|单号|订单|编号|房|第(?!.[笔单份样盒个次件])|号|电话|手机|群)[^,，。]{0,2}$")
_HOUSEHOLDS = (
    r"(?:[2-9]|\d{2,3}|(?!一[家户位个人])[一二两三四五六七八九十几]+)个?(?:[家户位]|人(?!份|的))(?:邻居|人家|街坊|人)?"
)
_ORDERS = r"(?<![那这您你的共\d])(?:[2-9]|\d{2,3}|[二两三四五六七八九十]+)单"
_OF_HOUSEHOLDS = re.compile(
    rf"(?:{_HOUSEHOLDS}|{_ORDERS}|[你您](?:们)?[俩仨]|[你您]们|大家|各位)[^,，。\d{MEASURES}]{{0,3}}$"
)
_MEMBERS = re.compile(rf"{_HOUSEHOLDS}|{_ORDERS}")
"""三家各退8块, 两位都退8块: what each of several members gets."""
_TOTAL_OF_HOUSEHOLDS = re.compile(
    rf"(?:{_HOUSEHOLDS}|{_ORDERS})[^。你您]{{0,20}}(?:一?共|总共|合计|共计|加起来|总计)[^,，。\d]{{0,4}}$|{_HOUSEHOLDS}[^,，。\d]{{0,3}}一起[^,，。\d]{{0,3}}$"
)
"""两家一共退16块: nobody can tell what each of them gets."""
_ORDERS_OF_ONE = re.compile(r"[你您](?:们)?(?:的|那|这|一共|共)?(?:\d{1,3}|[一二两三四五六七八九十]+)单")
_COUNT = re.compile(rf"(?P<n>\d{{1,3}}|[一二两三四五六七八九十]+)\s*(?P<m>[{MEASURES}])")


@dataclass(frozen=True)
class Money:
    """A sum at a place of the text; `fen` is None where the words are not exact (十几块, 8块左右, 0, 1e9)."""

    start: int
    end: int
    fen: int | None


def money_in(text: str) -> tuple[Money, ...]:
    """The sums in a text that carry a sign of money (¥, 元, 块, 毛), each as the total it says."""
    words = plain(text)
    return tuple(_money(words, m) for m in _MONEY.finditer(words) if not _inside_a_word(words, m))


def bare_money(text: str, at: int) -> Money | None:
    """The number without a sign of money that stands at this place, where nothing says that it counts something."""
    words = plain(text)
    m = _AND_A_HALF.match(words, at)
    if m is not None and _AFTER_BARE.match(words, m.end()):
        return _money(words, m)
    m = _BARE.match(words, at)
    if m is None or m["d"] in ("一", "1") or m["d"].endswith("俩") or not _AFTER_BARE.match(words, m.end()):
        return None
    return _money(words, m)


def money_at_face(text: str, but: Sequence[tuple[int, int]] = ()) -> tuple[Money, ...]:
    """Every number outside `but` that may be an exact sum, whoever's: what it says in all, or as it stands where that
    cannot be told (一瓶16 的, 退: 16)."""
    words = plain(text)
    found = [
        _at_face(words, m)
        for m in _MONEY.finditer(words)
        if not re.search("[.第eE]$", words[: m.start()]) and not _is_all_of_it(words, m)
    ]
    for begins in _BEGINS.finditer(words):
        at = begins.start()
        if any(one.start <= at < one.end for one in found) or any(start <= at < end for start, end in but):
            continue
        m = _BARE.match(words, at)
        if _A_CODE.search(words[:at]):
            continue
        if (one := bare_money(words, at)) is not None:
            found.append(one if one.fen is not None or m is None else _at_face(words, m))
        elif m is not None and _may_be_a_sum(words, m):
            found.append(_at_face(words, m))
    return tuple(sorted((one for one in found if one.fen is not None), key=lambda one: one.start))


def sum_words(fen: int) -> str:
    """A sum as people write it: 12.80 元."""
    return f"{fen // 100} 元" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d} 元"


_NOT_LESS = re.compile("钱?[都也]?不(?:会|能)?[少差欠]")
"""一毛不少 tells that it is all of it."""
_ONE_THAT_IS_BAD = re.compile(rf"[坏烂碎破裂漏少缺馊霉]一[{MEASURES}]|一[{MEASURES}](?:[坏烂碎破裂漏少缺馊霉]了?)?的")
"""坏一包退13块3: one, or each that is so."""


def _is_all_of_it(words: str, m: re.Match[str]) -> bool:
    return bool(_NOT_LESS.match(words, m.end()) and re.match("[一半1]", m[0].strip()))


def _inside_a_word(words: str, m: re.Match[str]) -> bool:
    """Whether what looks like a sum is part of something else: a longer number, 两块毛巾, 一块儿, 1e9元."""
    before = words[m.start() - 1 : m.start()]
    if before and (before in ".第eE" or (before.isascii() and before.isalnum() and m["yen"] is None)):
        return True
    after = words[m.end() :]
    if _is_all_of_it(words, m):
        return True
    if m["b"] is None or not re.search(r"块$", words[m.start() : m.end()]):
        return False
    if m["b"] == "一" and re.match(r"给$|给[,，。]|儿|起|来|去|给|处|[结算退弄补转打发送寄带办拿换放]", after):
        return True
    return bool(
        re.match(
            r"\s*(?:毛巾|蛋糕|香皂|肥皂|豆腐|面包|牛排|肉|姜|抹布|糕|饼|巧克力|排骨|玻璃|砖|电池|布|红糖|腊|猪|牛|鱼|年糕|披萨|奶酪|冰|巾)",
            after,
        )
    )


def _money(words: str, m: re.Match[str]) -> Money:
    start, end = m.start() + len(m[0]) - len(m[0].lstrip()), m.end()
    value = _value(m)
    if value is None or _is_rough(words, m):
        return Money(start, end, None)
    if _TOTAL_OF_HOUSEHOLDS.search(words[: m.start()]) and not _ORDERS_OF_ONE.search(words[: m.start()]):
        return Money(start, end, None)
    times = _TIMES.match(words, end)
    if times:
        count = number(times["n"])
        end, value = times.end(), value * count if count is not None else Decimal(0)
    else:
        per = _EACH_AFTER.match(words, end) or _EACH_BEFORE.search(words[: m.start()])
        if per:
            many = _count_of(words, per, (m.start(), end))
            if many is None:
                return Money(start, end, None)
            value *= many
    fen = value * 100
    exact = fen == fen.to_integral_value() and 0 < fen <= MAX_FEN
    return Money(start, end, int(fen) if exact else None)


def _may_be_a_sum(words: str, m: re.Match[str]) -> bool:
    """Whether a number without a sign of money, of at most four digits, neither counts nor names something."""
    if m["sign"] or m["d"] in ("一", "1") or len(m["d"].partition(".")[0]) > 4:
        return False
    if not m["d"][0].isdigit() and len(m["d"]) < 2:
        return False
    return not _IT_COUNTS.match(words, m.end())


def _at_face(words: str, m: re.Match[str]) -> Money:
    """The sum as _money reads it, or the number alone where nothing makes it rough, multiplies it, or parts it among
    several."""
    one = _money(words, m)
    value = _value(m)
    if one.fen is not None or value is None or _is_rough(words, m) or _TIMES.match(words, m.end()):
        return one
    per = _EACH_BEFORE.search(words[: m.start()])
    if _TOTAL_OF_HOUSEHOLDS.search(words[: m.start()]) or (per is not None and per["each"]):
        return one
    fen = value * 100
    return Money(one.start, one.end, int(fen) if fen == fen.to_integral_value() and 0 < fen <= MAX_FEN else None)


def _is_rough(words: str, m: re.Match[str]) -> bool:
    before = words[: m.start()]
    rough = (
        _ROUGH_BEFORE.search(before)
        or _ROUGH_AFTER.match(words, m.end())
        or re.search(r"[几数]$|(?<![\d一二两三四五六七八九十百几半多])块$", before)
    )
    return bool(rough or m["sign"] or m.groupdict().get("vague"))


def _value(m: re.Match[str]) -> Decimal | None:
    groups = m.groupdict()
    if groups.get("small"):
        value = number(groups["c"] or "")
        return value / 10 + _cents(groups["rest"]) if value is not None else None
    value = number(next((groups[k] for k in "abdefg" if groups.get(k)), ""))
    jiao = groups.get("jiao")
    if value is None or not jiao:
        return value if value is None else value + _cents(groups.get("cent"))
    if jiao == "半":
        return value + Decimal("0.5")
    small = number(jiao)
    assert small is not None
    value += small / (100 if len(jiao) == 2 and jiao.isdigit() and not groups.get("mao") else 10)
    return value + _cents(groups.get("fen"))


def _cents(words: str | None) -> Decimal:
    """A last digit of hundredths: the 5 of 九毛五, of 零5分."""
    return (number((words or "").removesuffix("分")) or Decimal(0)) / 100


def _whose(before: str) -> str | None:
    """Whether "各退8块" is said of "each" of several members; "open" where goods are counted besides."""
    if _OF_HOUSEHOLDS.search(before):
        return "each"
    members = [m.end() for m in _MEMBERS.finditer(before)]
    if not members or _ORDERS_OF_ONE.search(before):
        return None
    goods = [c for c in _COUNT.finditer(before, members[-1]) if c["m"] not in _OF_ONE_MEMBER]
    return "open" if goods else "each"


def _count_of(words: str, per: re.Match[str], but: tuple[int, int]) -> Decimal | None:
    """How many of what "每份 2 块" is said of; None where the text does not say it once."""
    groups = per.groupdict()
    if groups.get("each") and (of := _whose(words[: per.start("each")])):
        return Decimal(1) if of == "each" else None
    if groups.get("m") in tuple("家户位") and _ALL_OF_IT.search(words):
        return None
    if groups.get("m") in tuple("家户位") or (groups.get("m") == "人" and not _IN_ALL.search(words)):
        return Decimal(1)
    if groups.get("m") == "单" and re.search(_ORDERS, words) and not _ORDERS_OF_ONE.search(words):
        return None
    if _ONE_THAT_IS_BAD.search(words, max(0, per.start() - 1), but[0]):
        return None
    counts = [
        c
        for c in _COUNT.finditer(words)
        if (c.end() <= but[0] or c.start() >= but[1])
        and not (per.start() <= c.start() < per.end())
        and words[c.start() - 1 : c.start()] not in ("每", ".", "第")
        and (groups.get("each") or c["m"] == groups.get("m"))
    ]
    numbers = {number(c["n"]) for c in counts}
    if not numbers and groups.get("m") in _OF_ONE_MEMBER and not _IN_ALL.search(words):
        return Decimal(1)
    if not numbers and groups.get("each") == "都" and re.search("都先?(?:给[你您])?[退赔补][你您]?$", words[: but[0]]):
        return None if re.search("[和跟、]|你们|还有", words[: but[0]]) else Decimal(1)
    return numbers.pop() if len(numbers) == 1 else None
