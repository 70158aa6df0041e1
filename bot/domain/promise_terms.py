"""What a deed is about: the sum to be paid, the thing to be delivered."""

from __future__ import annotations

import re

from bot.domain.money_words import MEASURES, Money, bare_money, money_in
from bot.domain.plain_words import CHINESE, number, plain
from bot.domain.promise_deeds import YOU, Deed, Kind, clause

MAX_THING = 40

_PRICE_BEFORE = re.compile(
    r"(?:[原单]价是?|价格|市场价|售价|卖价?|满|买[的了]?是?|付[的了]?是?|花[的了]?是?|实付|标价|团购?价|价值|才|那单|订单|货值|价是|(?:一|每|1)["
    + MEASURES
    + r"]是|收[了]?)\s*$"
)
_WHOLE = re.compile(
    r"(?:全|都|原路|如数|一分不少|全部|全额|照价|原价).{0,4}(?:退|赔|返|还|打|转)|(?:退|赔|返).{0,2}全(?:款|额|部|价)?|免单|退货款"
)
_PART = re.compile(rf"一半|半价|对半|(?P<n>\d{{1,2}}|[一二三四五六七八九])成|百分之(?P<p>{CHINESE})|(?P<q>\d{{1,2}})%")
_TOTAL = re.compile(r"(?:一共|总共|合计|共计|加起来|总计|统共|拢共|一起|就是|等于|共)(?:是|就是|退|给|赔|[你您])*\s*$")
_AND = re.compile(
    r"(?:加上?|\+|和|跟|再加|另外|还有|以及|外加|连|带|、|的|运费|差价|货款|钱|[你您]|退|补|赔|给|再|还|,|，|\s)*"
)

_COUNT_OF_THING = (
    rf"(?:(?:\d{{1,3}}(?:\.\d)?|{CHINESE}|半)\s*(?:公斤|千克|[{MEASURES}块张双对克捆扎枝朵]|小[袋盒包]|大[袋盒包箱])"
    r"|一整?(?:份|单|箱)|整[箱份盒])"
)
_THING = re.compile(
    rf"(?P<counted>(?:{_COUNT_OF_THING}|[俩仨](?!人|个人))(?:新的|新鲜的?|好的|全新的?|同样的|一样的)?(?P<noun>[^,，。!?；;…~\s\d]{{0,14}}))|"
    rf"(?P<new>(?:[一1]个)?新的|好的)(?P<noun2>[^,，。!?；;…~\s\d]{{0,8}})"
)
_NOUN_END = re.compile(
    "上来|上去|给|送|补|退|发(?!票)|寄|换|放|到|过[去来]|吧|哈|啊|哦|呢|了|呀|嘛|噢|咯|喔|啦|您|你|明天|今|后天|下|上门|马上|一起|再|还|另|行|好不|作为|当|来|去|算|走|拿|哟|嗷|呗|"
    "的话|可|我|咱|就|一会|稍|晚|周|顺|免费|直接|以及|并|[(（]|[😀-🙏]|\\[|顺便|让|请|哒|滴|么|吗|用|当天|表示|赔|道|做|也|都|才|先|返|起"
)
_BARE_THING = re.compile(
    r"(?:漏|少|缺|坏|烂|破|错|差|碎|化)(?:发|送|装|给|拿|掉)?的?(?:了的?)?(?P<thing>[^,，。!?；;…~\s的]{1,10}?)(?=补|换|重|再|给|送|"
    r"[明今后马周礼下,，]|我|$)"
)
TICKET = re.compile(
    rf"(?:(?:\d{{1,2}}|[一两二三四五六七八九十])\s*张)?(?:(?:满减|无门槛|满\d+减\d+|\d+(?:\.\d+)?|{CHINESE})\s*(?:元|块钱?|"
    rf"毛)?的?)?(?:无门槛|满减|新人|全场|通用|运费|免费)?的?(?:优惠|代金|抵扣|抵用|免邮|免运费|现金|折扣|满减|购物|补偿|打折)?的?(?:券|卷)"
)
_TAKEN = re.compile(
    r"(?:把|将)(?:[你您](?:们)?)?(?:[少漏缺差][^的,，]{0,4}的)?(?P<thing>[^,，。!?；;…~\s]{1,20}?)\s*(?=$|都|全|一起|重新|再|直接|统一|[送放换补寄拿带发退](?!货)|给[你您])"
)
"""What a deed is done with: 把那桶油给您换了."""
_ONLY_NAMED = re.compile(r"[,，!\s]+(?:(?:[你您](?:的|那)?|那|就|也)?(?:是|就是|一共|共)|一人|每人)?")
_NAMED_TO_THE_END = re.compile(r"(?:嘛|哈|吧|呢|啊|哦|对吧|是吧|没错吧|那种)?(?=$|[,，。!?~…;])")
POINTS = re.compile(rf"(?:\d{{1,5}}|{CHINESE})\s*(?:(?:个|点|分)?的?积分|[分点])")
_TICKETS = re.compile(r"(?P<n>\d{1,2}|[两二三四五六七八九十])\s*张")


def kind_of(words: str, d: Deed) -> Kind:
    """补 and 送 mean what follows them: money, a voucher, a thing; what was missing and is brought is a replacement."""
    if d.kind == "refund" and words[d.start] == "打" and not _sums(words, d.begin, d.stop, d):
        said = words[max(0, d.start - 30) : d.stop]
        return "refund" if re.search("钱|款|退|转|微信|卡|账|红包|差价|运费", said) else "reply"
    if d.kind == "other" and _brings_what_is_owed(words, d):
        return "replacement"
    if d.kind == "other" and re.match("[送寄拿带]|发(?!票|群)", words[d.start : d.end]):
        sentence = words[max(0, d.start - 30) : d.start]
        return "replacement" if re.search(r"[漏少缺](?:发|送|装|给|了|的|拿|掉)", sentence) else "other"
    if d.kind == "replacement" and _ticket_before(words, d):
        return "voucher"
    if d.kind == "replacement":
        after = words[d.end : d.stop]
        if re.match(YOU + r"?(?:个|一个)?(?:差价|运费|红包)", after):
            return "refund"
        a, b = clause(words, d.start, 0, len(words))
        if re.search("差价|运费|货款|钱", words[a : d.start]) and not re.search(_COUNT_OF_THING, words[a:b]):
            return "refund"
        to = re.compile(rf"(?:{YOU})?\s*个?").match(words, d.end)
        at = to.end() if to else d.end
        if any(m.start == at for m in money_in(words)) or bare_money(words, at):
            return "refund"
    return d.kind


def _brings_what_is_owed(words: str, d: Deed) -> bool:
    """ "还差您一盒，明天放您家门口", "把鸡腿送您家，两斤"."""
    verb = words[d.start : d.end]
    if re.match("[放挂搁]|来领", verb):
        around = words[max(0, d.start - 30) : d.end + 30]
        return bool(re.search(r"[漏少缺差](?:发|送|装|给|了|的|拿|掉|[你您]|[一二两三四五六七八九\d])|补", around))
    laid = _TAKEN.search(words, d.begin, d.start)
    if laid is None or not re.match("[送寄]", verb):
        return False
    return "新" in laid["thing"] or bool(re.search(_COUNT_OF_THING, words[laid.start() : d.stop]))


def _ticket_before(words: str, d: Deed) -> bool:
    laid = _TAKEN.search(words, d.begin, d.start)
    return laid is not None and laid["thing"].endswith(("券", "卷"))


def span_near(pattern: re.Pattern[str], words: str, d: Deed) -> tuple[int, int] | None:
    a, b = clause(words, d.start, d.begin, d.stop)
    spans = [m.span() for m in pattern.finditer(words, a, max(b, d.end))]
    if not spans and pattern is POINTS and (alone := _clause_of(pattern, words, max(b, d.end), d.stop)):
        spans = [alone.span()]
    return max(spans, key=lambda s: s[1] - s[0]) if spans else None


def _clause_of(pattern: re.Pattern[str], words: str, at: int, stop: int) -> re.Match[str] | None:
    """The match that the clause after this place begins with, where it says nothing else."""
    lead = _ONLY_NAMED.match(words, at, stop)
    found = pattern.match(words, lead.end(), stop) if lead and lead.end() > at else None
    if found is None or found[0][1:2] in _OF_PEOPLE:
        return None
    end = _noun_end(words, found) if pattern is _THING else found.end()
    return found if _NAMED_TO_THE_END.match(words, end) else None


_SUM_ALONE = re.compile(
    r"(?:[,，;；。~…\s])(?:(?:[你您](?:的|这单|那单|那份|那)?|一?共)(?:是|就是)?)?(?P<sum>\d{1,5}\.\d{1,2}(?=$|[,，。!;；~…\s]|哈|啊|元|哦)|(?P<lone>\d{2,3})[哈啊哦]?$)"
    r"|(?:差[额价]|运费|货款)(?P<rest>\d{1,4}(?:\.\d{1,2})?)(?=$|[,，。])"
)


_MAY_BE_AN_ADDRESS = re.compile("栋|幢|楼|室|[单门房尾编]号|单元|电话|号码|门牌")


def _sums(words: str, start: int, stop: int, d: Deed) -> list[Money]:
    """The sums between two places; a number without a sign counts right after the verb."""
    found = [m for m in money_in(words) if start <= m.start and m.start < stop]
    for m in _SUM_ALONE.finditer(words, start, stop):
        if m["lone"] and _MAY_BE_AN_ADDRESS.search(words):
            continue
        bare = bare_money(words, max(m.start("sum"), m.start("rest")))
        if bare and all(bare.end <= x.start or bare.start >= x.end for x in found):
            found.append(bare)
    at = re.compile(r"(?:[款钱现回给到还]|" + YOU + r"|的|个|是|运费|差价|红包|[:：]|微信|支付宝|\s)*").match(
        words, d.end
    )
    bare = bare_money(words, at.end()) if at else None
    if bare and start <= bare.start < stop and all(bare.end <= m.start or bare.start >= m.end for m in found):
        found.append(bare)
    return sorted(found, key=lambda m: m.start)


def refund_sum(words: str, d: Deed) -> int | None:
    """The total to be paid; None where the words leave any doubt."""
    if re.search(r"不对|[说写打算]错|更正|[哦噢]不|改成|开玩笑|说笑", words[d.end : d.end + 40]):
        return None
    sums = _sums(words, d.begin, d.stop, d)
    totals = [m for m in sums if _TOTAL.search(words[: m.start])]
    if totals:
        return totals[-1].fen
    prices = [
        m
        for m in sums
        if m.end <= d.start
        or _PRICE_BEFORE.search(words[: m.start])
        or re.match(r"\s*的(?!红包|运费|差价)", words[m.end :])
    ]
    after = [m for m in sums if m not in prices]
    if after:
        return _added(words, after)
    a, b = clause(words, d.start, d.begin, d.stop)
    a = _with_sum_alone(words, a, d.begin, prices)
    here = words[a:b]
    part = _PART.search(words, a, d.stop)
    base = [m for m in prices if m.fen is not None]
    if part:
        return _share(base[0].fen, part) if len(prices) == len(base) == 1 else None
    near = [m for m in prices if a <= m.start]
    if (
        len(near) > 1
        and all(m.end <= d.start for m in near)
        and re.search(r"一起|都|全|一并", words[near[-1].end : d.end])
    ):
        return _added(words, near)
    if re.search(r"差价|多收|多付", here) and len(near) > 1:
        return None
    if len(near) == 1 and near[0].end <= d.start and not re.search(r"[满卖]\s*$", words[: near[0].start]):
        return near[0].fen
    if len(prices) == 1 and (_WHOLE.search(here) or (_names_what_is_owed(words, prices[0], a) and "的钱" not in here)):
        return prices[0].fen
    return None


def _names_what_is_owed(words: str, m: Money, at: int) -> bool:
    """ "差额十一块二，明天退到位": the clause right before the deed's names the sum."""
    a, b = clause(words, m.start, 0, at)
    return b >= at - 2 and bool(
        re.search(r"(?:差[额价]|运费|货款|多收的|欠[你您]的|包装费|配送费|押金)[^,，]{0,3}$", words[a : m.start])
    )


def _with_sum_alone(words: str, at: int, floor: int, sums: list[Money]) -> int:
    """Where a clause begins together with one before it that only names a sum: "8 块 5，马上退"."""
    for m in sums:
        a, b = clause(words, m.start, floor, at)
        if (
            m.end <= at
            and not _PRICE_BEFORE.search(words[: m.start])
            and b >= at - 2
            and len(
                re.sub(
                    rf"{_COUNT_OF_THING}|[就那这是共折成钱一的好行嗯给您你\s]",
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


def _share(price: int | None, part: re.Match[str]) -> int | None:
    """That part of a price, where it comes out in whole fen."""
    percent = number(part["q"] or part["p"] or "") if part["q"] or part["p"] else None
    if part["n"]:
        tenths = number(part["n"])
        percent = tenths * 10 if tenths is not None else None
    if not (part["q"] or part["p"] or part["n"]):
        percent = number("50")
    if price is None or percent is None or not 0 < percent <= 100 or price * percent % 100:
        return None
    return int(price * percent / 100)


def voucher_sum(words: str, d: Deed) -> int | None:
    a, b = clause(words, d.start, d.begin, d.stop)
    cut = re.search(r"满\s*\d+\s*(?:元|块)?(?:立|可|就)?减\s*(\d+)(?![.\d])", words[a:b])
    if cut:
        return int(cut[1]) * 100 if not _TICKETS.search(words[a:b]) else None
    sums = [m for m in _sums(words, a, max(b, d.end), d) if not re.search(r"满\s*$", words[: m.start])]
    if not sums:
        bare = re.search(r"(?:抵扣?|减|便宜|少收)" + YOU + r"?\s*", words[a : max(b, d.end)])
        found = bare_money(words, a + bare.end()) if bare else None
        return found.fen if found else None
    if len(sums) != 1 or sums[0].fen is None:
        return None
    many = _TICKETS.search(words[a : max(b, d.end)])
    if many is None:
        return sums[0].fen
    count = number(many["n"])
    return int(count) * sums[0].fen if count is not None else None


def thing_of(words: str, d: Deed, goods: str | None) -> tuple[int, int] | None:
    """What is to be delivered, as it stands in the text."""
    a, b = clause(words, d.start, d.begin, d.stop)
    if REASON.match(words, d.end):
        before = clause(words, max(a - 2, 0), 0, a)[0]
        brought = [*_TAKEN.finditer(words, before, d.start), *_THING.finditer(words, before, d.start)]
        return _span_of(words, brought[0], d.start) if brought else None
    if laid := _TAKEN.search(words, a, d.start):
        return laid.span("thing")
    skip = re.compile(r"(?:" + YOU + r"|的|上|个(?=新)|回|返|给|成|过|家|门口)*").match(words, d.end)
    at = skip.end() if skip else d.end
    for m in _THING.finditer(words, d.start, max(b, d.end)):
        return m.start(), _noun_end(words, m)
    if goods and words.find(plain(goods), a, max(b, d.end)) >= 0:
        start = words.find(plain(goods), a, max(b, d.end))
        counted = re.search(rf"{_COUNT_OF_THING}$", words[a:start])
        return (a + counted.start() if counted else start), start + len(goods)
    if words[d.start] in "放挂搁":
        earlier = list(_THING.finditer(words, d.begin, d.start))
        return _span_of(words, earlier[-1], d.start) if earlier else None
    stop = len(words) if words[d.stop - 1] == "!" else d.stop
    named = _clause_of(_THING, words, max(b, d.end), stop)
    if named:
        return named.start(), _noun_end(words, named)
    object_after = re.compile(rf"(?:(?<=[返过回])[{MEASURES}])?[^,，。!?；;…~\s\d{MEASURES}]{{1,10}}").match(
        words, at, max(b, d.end)
    )
    if object_after:
        end = _cut(words, object_after.start(), object_after.end())
        if end - object_after.start() >= 2:
            return object_after.start(), end
    missing = _BARE_THING.search(words, d.begin, d.end)
    if missing:
        return missing.span("thing")
    earlier = list(_THING.finditer(words, a, d.start)) or _named_before(words, a, d)
    return (earlier[-1].start(), min(_noun_end(words, earlier[-1]), d.start)) if earlier else None


def _named_before(words: str, a: int, d: Deed) -> list[re.Match[str]]:
    """The thing that the clause before names and nothing else: "两条带鱼，我给您补上"."""
    b, e = clause(words, max(a - 2, 0), 0, a)
    alone = _THING.match(words, b, a)
    return [alone] if alone and d.begin <= b and _noun_end(words, alone) >= e else []


_OF_PEOPLE = tuple("家人户位单")
REASON = re.compile(r"(?:给)?(?:(?:[你您](?:们)?)?(?:上|这|昨|前|那|之前)一?[次回天日]|[你您](?:们)?的(?:$|[,，。]))")
"""补 that says why something is brought: 补您昨天那份, 补上次漏的, 补给您的."""


def _span_of(words: str, m: re.Match[str], stop: int) -> tuple[int, int]:
    if "thing" in m.groupdict():
        return m.span("thing")
    return m.start(), min(_noun_end(words, m), stop)


def _noun_end(words: str, m: re.Match[str]) -> int:
    group = "noun" if m["counted"] else "noun2"
    return _cut(words, *m.span(group))


def _cut(words: str, start: int, end: int) -> int:
    stop = _NOUN_END.search(words, start, end)
    end = stop.start() if stop else end
    return min(end, start + MAX_THING)
