"""Until when a deed is promised: of its own clause, of one that only says when, or of the deed before."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.promise_deeds import Deed, clause
from bot.domain.promise_found import PromiseWords
from bot.domain.promise_things import REASON
from bot.domain.when_words import When


def with_times(
    words: str, found: list[tuple[Deed, PromiseWords]], times: tuple[When, ...]
) -> list[tuple[Deed, PromiseWords]]:
    """Give every promise its time: of its own clause, of a clause that only says when, else of the promise before."""
    done: list[tuple[Deed, PromiseWords]] = []
    led = heads = False
    taken: list[When] = []
    for n, (d, p) in enumerate(found):
        following = found[n + 1][0].start if n + 1 < len(found) else len(words)
        own = _own_time(words, d, times, following)
        own = _narrowed(words, d, _after_all_that(words, own, times), times, following) if own else None
        left = tuple(
            t
            for t in times
            if t not in taken and not (p.kind == "voucher" and t.due and _OF_ITS_USE.match(words, t.end))
        )
        chosen = own or _time_around(words, d, left, following) or _time_of_all(words, d, left)
        chosen = chosen or _time_of_the_way(words, d, left, len(found))
        if chosen is None and done and (heads or _linked(words, done[-1][0], d, led)):
            p = replace(p, due=done[-1][1].due, when=done[-1][1].when)
        elif chosen is not None:
            p = replace(p, due=chosen.due, when=chosen.awaits if chosen.due is None else None)
            led = chosen.start < d.start
            heads = led and bool(re.search("[:：]", words[chosen.end : d.start]))
            taken = taken if led or _SHARED.search(_clause_at(words, chosen)) else [*taken, chosen]
        done.append((d, p))
    return done


def _own_time(words: str, d: Deed, times: tuple[When, ...], following: int) -> When | None:
    a, b = clause(words, d.start, 0, len(words))
    before = [t for t in times if a <= t.start < d.start and not _of_the_past(words, t)]
    after = [t for t in times if d.start <= t.start < b and t.start < following and not _of_the_past(words, t)]
    deadline = _deadline_after(words, b, times, following)
    before = [t for t in before if t.start >= d.begin] or before
    return deadline or _latest(words, before) or _latest(words, after)


def _narrowed(words: str, d: Deed, own: When, times: tuple[When, ...], following: int) -> When:
    """ "明天给你退，13 块，中午前": a later clause that only says when on the same day."""
    for t in (t for t in times if d.end <= t.start < following and t.start >= own.end and not t.vague):
        a, b = clause(words, t.start, 0, len(words))
        apart = words[d.end : a]
        if a < d.end or re.search("[。?;；]", apart) or _BESIDES_A_TIME.sub("", _without_times(words, a, b, times)):
            return own
        if own.due and t.due and t.due.date() == own.due.date() and (t.due < own.due or _to_the_hour(words, own, t)):
            return t
    return own


def _to_the_hour(words: str, own: When, t: When) -> bool:
    """ "下班去您家取，今晚七点": an hour counts before a part of the day."""
    hour = re.compile("[点时:]")
    return bool(hour.search(words, t.start, t.end)) and not own.vague and not hour.search(words, own.start, own.end)


def _latest(words: str, times: list[When]) -> When | None:
    """The last of several, in one breath (今天或明天) the latest; an exact one before a vague one."""
    if not times:
        return None
    exact = [t for t in times if not t.vague] or times
    exact = [t for t in exact if t.due] or exact
    chosen = exact[-1]
    for earlier in reversed(exact[:-1]):
        between = words[earlier.end : chosen.start]
        if (
            len(between) <= 6
            and chosen.due
            and earlier.due
            and earlier.due > chosen.due
            and re.search("或|最|到|前", between)
        ):
            chosen = earlier
    return chosen


def _deadline_after(words: str, at: int, times: tuple[When, ...], following: int) -> When | None:
    """ "…，最晚明天中午": the latest moment, wherever it is said."""
    late = re.compile(r"[,，。\s]*[^,，。\d]{0,4}?(?:最[晚迟慢]|至迟|顶多|不超过)").match(words, at)
    if late is None:
        return None
    return next((t for t in times if late.end() <= t.start <= late.end() + 2 and t.start < following), None)


def _time_around(words: str, d: Deed, times: tuple[When, ...], following: int) -> When | None:
    """The time of a neighbouring clause that is there to say when."""
    a, b = clause(words, d.start, 0, len(words))
    for t in reversed([t for t in times if t.start < a and (t.start >= d.begin or REASON.match(words, d.end))]):
        c, e = clause(words, t.start, 0, len(words))
        rest = re.sub(
            r"[那我们咱也是就好的行嗯哦哈呀啊吧您你放心肯定一定最晚迟争在前不好意思抱歉对不起团长,，。!~\s这样]",
            "",
            _without_times(words, c, e, times),
        )
        own_way = re.search(
            r"统一|结算|(?:我|咱|我们|团长).{0,4}(?:去|到|来|回|过|有空|进货|开车)|(?:(?:冷链|送货|货)车|师傅)[^,，]{0,6}[来到]$|(?:去|到|回|跑).{0,6}(?:仓|市场|店|点|进货|公司)",
            words[c:e],
        )
        waits = re.search(r"(?:我|咱|团长).{0,4}在.{0,6}等|等我", words[c:e])
        arrives = t.awaits is None and re.search(r"到货|货[就才]?到|来货|补货|到新货", words[c:e])
        says_when = len(rest) <= 1 or bool(_MONEY_COMES.fullmatch(rest))
        only_when = says_when and not re.search("不在|没空|不方便|来不了|不行", words[c:e])
        if (
            only_when or own_way or waits or arrives or (t.end <= d.start and REASON.match(words, d.end))
        ) and not re.search("[?]|昨|上周|已", words[c:e]):
            return t
    for t in (t for t in times if b <= t.start < following):
        c, e = clause(words, t.start, 0, len(words))
        if e > following:
            break
        trailing = _BESIDES_A_TIME.sub("", _A_SUM_OR_WHO.sub("", _without_times(words, c, e, times)))
        near = c <= b + 2 or not _NOT_ABOUT_IT.search(_ASSURED.sub("", words[b:c]))
        if near and len(trailing) <= 1 and words[e : e + 1] != "?":
            return t
        if not _SETS_OUT.fullmatch(trailing):
            break
    return None


_ASSURED = re.compile(
    "一分钱?[都也]?不[少差]|不(?:用|要)[你您]?(?:出|掏|花|给|付|加)[^,，]{0,2}钱|(?:绝|肯定|保证)?不会?(?:忘|食言|赖账?|骗[你您]|耽误)|不好意思|(?:不用|别)(?:着?急|担心|管)|没问题|没事"
)
_NOT_ABOUT_IT = re.compile("[?;；]|不|没|要是|如果|另外")
"""Between a deed and a clause that only says when: assurances part nothing, other negations do."""
_MONEY_COMES = re.compile("[钱款退货]{1,2}(?:能|会)?(?:到账?|回)(?:微信|零钱|卡|账户?|支付宝)?里?上?")
"""钱今晚到你微信，我给你退."""
_A_SUM_OR_WHO = re.compile(
    r"^[,，]?\s?¥?\d+(?:\.\d+)?[元块\d]*(?:\s|(?=[将到退转之以内前]|$))|将(?=[于在到])"
    r"|统一|发放|(?:银行|微信|平台)说?|[得要才]"
)
"""What may stand beside a time: 9块9 明天上午; 银行说得两天才到账."""
_SETS_OUT = re.compile("装车|出库|打包|发车|上车")
"""What goes before the time that it arrives: 今晚装车，后天到."""
_OUR_WAY = re.compile("我|咱|俺|团长|加班|打包|现[杀摘做切捞]|顺路|路过|进货|送货|发货")
_ITS_WAY = re.compile("现[杀摘做切捞]|跟着?的?车|随车|[发来到]$|[发到出有]车|^(?:那|就|得|要|可)?(?:得|要)?(?:等到?)?$")
"""What a clause with a time says of the way to a deed that follows it (我后天早上现杀，给您), or went before it
(给您补十个，后天跟车来)."""
_NOT_THE_WAY = re.compile(
    "[?不没别您你昨已]|如果|要是|到货|截单|开团|接龙|停|过期|吃|喝|记得|休|放假|关门|上班|[说问查看盘核催]|开会|收摊|前天|上周|刚|大家|各位"
)


def _time_of_the_way(words: str, d: Deed, times: tuple[When, ...], deeds: int) -> When | None:
    """The only time of a sentence with one deed, where its clause is next to the deed's and tells how we get there."""
    a, b = clause(words, d.start, 0, len(words))
    near = [t for t in times if not re.search("[。!?]", words[min(t.end, d.end) : max(t.start, d.start)])]
    if deeds != 1 or len(near) != 1 or near[0].due is None or _of_the_past(words, near[0]):
        return None
    t = near[0]
    c, e = clause(words, t.start, 0, len(words))
    rest = re.sub("不过|不好意思|[那这]", "", _without_times(words, c, e, times))
    apart = a - e if t.start < d.start else c - b
    told = (_OUR_WAY if t.start < d.start else _ITS_WAY).search(rest)
    return t if told and 0 <= apart <= 2 and not _NOT_THE_WAY.search(rest + words[e : e + 1]) else None


def _without_times(words: str, start: int, stop: int, times: tuple[When, ...]) -> str:
    return "".join(c for n, c in enumerate(words[start:stop], start) if not any(t.start <= n < t.end for t in times))


def _clause_at(words: str, t: When) -> str:
    return words[slice(*clause(words, t.start, 0, len(words)))]


def _of_the_past(words: str, t: When) -> bool:
    """ "今天那箱", "早上收到的": says which goods, not when."""
    return bool(
        re.match(
            r"(?:的(?!时候|车)|那[箱盒份批单个袋]|这[箱盒份批单个袋]|收到|买的|领的|拿的|拿到|取的|发现|到的)",
            words[t.end :],
        )
    )


def _after_all_that(words: str, own: When, times: tuple[When, ...]) -> When:
    """ "周四去检测，报告出来立刻发您": at once after what has a date is that date."""
    a, _ = clause(words, own.start, 0, len(words))
    if not own.vague or not re.search("(?:完|出来|好)了?[^,，]{0,2}$", words[a : own.start]):
        return own
    dated = [t for t in times if t.end <= a and t.due and not t.vague and not re.search("[。!?]", words[t.end : a])]
    return dated[-1] if dated else own


_BESIDES_A_TIME = re.compile(
    r"下[来楼]|[之以前内就办好到账搞定完成都能可以会原路返回一定肯定您收送弄妥左右给你发货寄出转打退补过去来家门口上楼两样笔件项预计大概微信账户支付宝卡自提点拿取我加点补稍等都均在是也店里行零钱一块儿起同全那天的时候哈哦啊吧,，。!~\s最晚迟处理请于查至~-]"
)
"""What a clause may say besides a time and still say nothing but when."""
_OF_ITS_USE = re.compile("(?:内|之前|前)?(?:都|也|均)?(?:能|可以?|有效|会?过期|花|用|来[^,，]{1,8}(?:能|可以?)用)")
"""送你张券吧，月底前都能用: until when it may be used."""
_SHARED = re.compile("都|全|均|一起|一块|一并|同时|统统|一道|同一?天")
_ALONG = re.compile("顺便|当面|顺手|同时|一起|一并|一块|一道|同一?天")


def _time_of_all(words: str, d: Deed, times: tuple[When, ...]) -> When | None:
    """The time that a later clause gives to all that was said before it: "…，都是今晚", "…，后天之前都弄好"."""
    for t in times:
        a, b = clause(words, t.start, 0, len(words))
        only = len(_BESIDES_A_TIME.sub("", _without_times(words, a, b, times))) <= 1
        between = words[d.end : a]
        if (
            a > d.end
            and only
            and not re.search("[。?]", between)
            and _SHARED.search(words[a : t.start] + words[t.end : b])
        ):
            return t
    return None


def _linked(words: str, one: Deed, other: Deed, led: bool) -> bool:
    """Whether a deed goes on at the time of the one before it, which `led` it: "明天退您 8 块，再补一份"."""
    between = words[one.end : other.start]
    if len(between) > 24 or re.search("[。?;；]", between):
        return False
    a, b = clause(words, other.start, one.end, len(words))
    after = words[b : clause(words, min(b + 1, len(words)), b, len(words))[1]]
    if _ALONG.search(words[a:b]) or re.search("同一?天", after):
        return True
    if not re.search(r"[,，]|(?<=[送到])\s", between):
        return True
    return led and bool(re.match(r"\s*(?:再|还|并|也|然后)", words[a:b]))
