"""What a leader promises in free words: the deed, the sum, the thing and until when.

The rules are written down for people in docs/promises.md. A sum or a time that the words do not say for certain is
None: it is asked for, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.plain_words import plain
from bot.domain.promise_deeds import Deed, Kind, clause, deeds_in, has_time, sentences
from bot.domain.promise_doubts import is_promised
from bot.domain.promise_sums import refund_sum, voucher_sum
from bot.domain.promise_terms import kind_of
from bot.domain.promise_things import POINTS, REASON, TICKET, span_near, thing_of, topic_of
from bot.domain.when_words import Awaits, When, when_in

MAX_READ = 1000
"""Characters of one message that are read for promises."""
MAX_DEEDS = 40
"""Verbs of one message that are looked at; no leader promises more in a breath."""

_WEAK = re.compile("查|核|对|问|催|追|联系|安排|处理|送|发|寄|拿|带|捎|拎|扛|搬|放|提交|申请|调|弄|整|留|取|到位|做|办")
_EMOJI = re.compile("\\[[^\\[\\],，。\\d]{1,5}\\]|[\U0001f300-\U0001faff\u2600-\u2712]\ufe0f?")
"""Little pictures, as themselves or as their names: [抱拳]."""
_QUOTED = re.compile('“[^”]*”|「[^」]*」|『[^』]*』|"[^"]*"|‘[^’]*’|^>.*$', re.MULTILINE)


_VERB_ALONE = "(?:全|都|马上)?(?:退款?|赔|补发?|换)[你您]?"
_FULL_STOP_IN_A_BREATH = re.compile(
    rf"(?:(?<=[,，。]退)|(?<=[,，。][补赔换])|(?<=[,，。]全退)|(?<=[,，。]退款)|(?<=[,，。]补发)|(?<=^[退补赔换]))[。!](?=.)"
    rf"|。(?={_VERB_ALONE}(?:[。,，]|$))"
)
"""A full stop that parts a bare verb from what belongs to it: 退。15 元，下午; 少一袋。补。"""


@dataclass(frozen=True)
class PromiseWords:
    """One promise as the words say it. `words` are the part of the text that it stands in."""

    kind: Kind
    amount_fen: int | None = None
    thing: str | None = None
    due: datetime | None = None
    when: Awaits | None = None
    words: str = ""


def promises_in(text: str, said_at: datetime, goods: str | None = None) -> tuple[PromiseWords, ...]:
    """What is promised in a leader's words, in order. `said_at` is aware, in the group's own zone; `goods` is what the
    talk is about, for a thing that is named without a number."""
    text = text[:MAX_READ]
    words = _EMOJI.sub(lambda m: " " * len(m[0]), _unquoted(plain(text)))
    words = _FULL_STOP_IN_A_BREATH.sub(",", words)
    times = when_in(words, said_at)
    found: list[tuple[Deed, PromiseWords]] = []
    looked_at = 0
    for start, stop in sentences(words):
        deeds = deeds_in(words, start, stop, times)[: MAX_DEEDS - looked_at]
        looked_at += len(deeds)
        kept = [
            d for d in deeds if is_promised(words, d.kind, d.start, d.end, d.begin, stop, has_time(words, d, times))
        ]
        found += [(d, _read(text, words, d, goods, times)) for d in kept]
    found = _with_times(words, found, times)
    return tuple(p for _, p in _merged(words, found) if p.kind != "other" or p.due or p.when)


_DONE = re.compile(r"(?:补|退|赔|换|送|寄|发|转|给|拿|放)[过好完掉齐到]?[您你]?[了啦](?!解)")
_STILL_TO_DO = re.compile("再|还[会要得]|[会要]|准备|马上|这就|回头|等[下会]|明|[今当]晚|稍后|下次|下[周批]|到货")


def told_as_done(text: str, promise: PromiseWords) -> bool:
    """Whether a promise without a time, in words that end a case, is a part of what was done: 补了一盒，放您家门口."""
    if promise.due is not None or promise.when is not None:
        return False
    return bool(_DONE.search(plain(text))) and not _STILL_TO_DO.search(plain(promise.words))


def _unquoted(words: str) -> str:
    """What others said, blanked out so that places stay."""
    return _QUOTED.sub(lambda m: "“" + "〃" * (len(m[0]) - 2) + "”" if len(m[0]) > 1 else m[0], words)


def _read(text: str, words: str, d: Deed, goods: str | None, times: tuple[When, ...]) -> PromiseWords:
    a, _ = clause(words, d.start, d.begin, d.end)
    said = text[a : d.stop].strip(" ,，。;；")
    kind = kind_of(words, d)
    if kind == "refund":
        return PromiseWords("refund", refund_sum(words, d), words=said)
    if kind == "voucher":
        ticket = span_near(TICKET, words, d)
        fen = voucher_sum(words, d)
        named = ticket if fen is None and ticket and ticket[1] - ticket[0] > 1 else None
        return PromiseWords("voucher", fen, text[slice(*named)] if named else None, words=said)
    if kind == "points":
        points = span_near(POINTS, words, d)
        return PromiseWords("points", None, text[slice(*points)] if points else None, words=said)
    thing = thing_of(words, d, goods) if kind == "replacement" else None
    if kind == "other" or (thing is None and kind == "replacement" and words[d.start] == "换"):
        thing = topic_of(words, d, times)
    return PromiseWords(kind, None, text[slice(*thing)] if thing else None, words=said)


# --- until when ---


def _with_times(
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
        left = tuple(t for t in times if t not in taken)
        chosen = own or _time_around(words, d, left, following) or _time_of_all(words, d, times)
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
        if own.due and t.due and t.due.date() == own.due.date() and t.due < own.due:
            return t
    return own


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
            r"统一|结算|(?:我|咱|我们|团长).{0,4}(?:去|到|来|回|过|有空|进货|开车)|(?:去|到|回|跑).{0,6}(?:仓|市场|店|点|进货|公司)",
            words[c:e],
        )
        waits = re.search(r"(?:我|咱|团长).{0,4}在.{0,6}等|等我", words[c:e])
        arrives = t.awaits is None and re.search(r"到货|货[就才]?到|来货|补货|到新货", words[c:e])
        only_when = len(rest) <= 1 and not re.search("不在|没空|不方便|来不了|不行", words[c:e])
        if (
            only_when or own_way or waits or arrives or (t.end <= d.start and REASON.match(words, d.end))
        ) and not re.search("[?]|昨|上周|已", words[c:e]):
            return t
    for t in (t for t in times if b <= t.start < following):
        c, e = clause(words, t.start, 0, len(words))
        if e > following:
            break
        trailing = _BESIDES_A_TIME.sub("", _without_times(words, c, e, times))
        near = c <= b + 2 or not re.search("[?;；]|不|没|要是|如果|另外", words[b:c])
        if near and len(trailing) <= 1 and words[e : e + 1] != "?":
            return t
        if not _SETS_OUT.fullmatch(trailing):
            break
    return None


_SETS_OUT = re.compile("装车|出库|打包|发车|上车")
"""What goes before the time that it arrives: 今晚装车，后天到."""
_OUR_WAY = re.compile("我|咱|俺|团长|加班|打包|现[杀摘做切捞]|顺路|路过|进货|送货")
_ITS_WAY = re.compile("现[杀摘做切捞]|跟车|随车|[发来到]$|[发到出有]车|^(?:那|就|得|要|可)?(?:得|要)?(?:等到?)?$")
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
            r"(?:的(?![时]候)|那[箱盒份批单个袋]|这[箱盒份批单个袋]|收到|买的|领的|拿的|拿到|取的|发现|到的)",
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
    r"[之以前内就办好到账搞定完成都能可以会原路返回一定肯定您收送弄妥左右给你发货寄出转打退补过去来家门口上楼预计大概微信账户支付宝卡自提点拿取我加点补稍等都是也一块儿起同全那天的时候哈哦啊吧,，。!~\s最晚迟处理]"
)
"""What a clause may say besides a time and still say nothing but when."""
_SHARED = re.compile("都|全|一起|一块|一并|同时|统统|一道|同一?天")
_ALONG = re.compile("顺便|同时|一起|一并|一块|一道|同一?天")


def _time_of_all(words: str, d: Deed, times: tuple[When, ...]) -> When | None:
    """The time that a later clause gives to all that was said before it: "…，都是今晚", "…，后天之前都弄好"."""
    for t in times:
        a, b = clause(words, t.start, 0, len(words))
        only = len(_BESIDES_A_TIME.sub("", _without_times(words, a, b, times))) <= 1
        between = words[d.end : a]
        if (
            a > d.end
            and only
            and not re.search("[。?;；]", between)
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
    if _ALONG.search(words[a : other.start] + words[other.end : b]) or re.search("同一?天", after):
        return True
    if not re.search("[,，]", between):
        return True
    return led and bool(re.match(r"\s*(?:再|还|并|也|然后)", words[a:b]))


# --- one promise said in two words ---


def _merged(words: str, found: list[tuple[Deed, PromiseWords]]) -> list[tuple[Deed, PromiseWords]]:
    """Two words for one deed are one promise: "查一下，晚点回您", "补一份，明天送过去"."""
    kept: list[tuple[Deed, PromiseWords]] = []
    strong = [p for d, p in found if not _is_weak(words, d, p)]
    for d, p in found:
        if strong and _is_weak(words, d, p):
            _lend_time(kept, p)
            continue
        if kept and _leads_up(words, kept[-1], d, p):
            way = kept.pop()[1]
            p = replace(p, due=p.due or way.due, when=None if p.due or way.due else p.when or way.when)
        last = kept[-1][1] if kept else None
        if last is not None and _is_same(last, p):
            joined = replace(
                last,
                amount_fen=last.amount_fen if last.amount_fen is not None else p.amount_fen,
                thing=last.thing or p.thing,
                due=p.due or last.due,
                when=None if p.due or last.due else p.when or last.when,
                words=f"{last.words}，{p.words}" if p.words not in last.words else last.words,
            )
            kept[-1] = (d, joined)
        else:
            kept.append((d, p))
    return kept


def _is_weak(words: str, d: Deed, p: PromiseWords) -> bool:
    """Whether it only leads up to another deed: 查一下, 联系一下, 处理."""
    verb = words[d.start : d.end]
    if p.kind == "other":
        return not p.thing and bool(_WEAK.match(verb))
    return p.kind == "reply" and bool(re.match("[查问核搞弄]", verb))


def _leads_up(words: str, way: tuple[Deed, PromiseWords], d: Deed, p: PromiseWords) -> bool:
    """Whether a visit is only the way to the next deed: "上门换", "跑一趟冷库，给你重新拿两盒"."""
    went, visit = way
    if visit.kind != "visit" or p.kind != "replacement" or re.search("[。?;；]", words[went.end : d.start]):
        return False
    return not re.search("[取收看瞧拉验]|拿[走回]|顺便", words[went.start : d.start])


def _lend_time(kept: list[tuple[Deed, PromiseWords]], p: PromiseWords) -> None:
    if kept and kept[-1][1].due is None and kept[-1][1].when is None and p.due:
        kept[-1] = (kept[-1][0], replace(kept[-1][1], due=p.due))


def _is_same(one: PromiseWords, other: PromiseWords) -> bool:
    if one.kind != other.kind:
        return one.kind == "other" == other.kind
    if one.kind == "replacement":
        return one.thing is None or other.thing is None or one.thing == other.thing
    if re.search("剩下|余下|其余|尾款", other.words) and not re.search(
        "剩下|余下|其余|尾款", re.split("[,，]", one.words)[0]
    ):
        return False
    if one.kind in ("refund", "voucher"):
        return one.amount_fen is None or other.amount_fen is None or one.amount_fen == other.amount_fen
    return True
