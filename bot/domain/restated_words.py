"""What a leader says anew, behind a name or goods, of what was promised before: 10块吧，8块实在太少; 草莓的改成10块;
运费5块也一起退你; 那就补一盒，8块不转了; 先不退，我再看看."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.domain.plain_words import plain
from bot.domain.promise_corrected import SUM
from bot.domain.when_words import when_in

How = Literal["sum", "on_top", "deed", "later", "back"]
LONGEST = 60
"""Longer words say more than that."""
_NOT_SAID = re.compile("[?]|吗|如果|要是|万一|的话|能不能|行不行|可不可以|好不好|没[打说讲写]错|接龙|下单|开团|团购")
_CLAUSE_ENDS = re.compile(r"[,，。;；:：!！~～…\s]+")
_PARTICLES = "[吧哈啊呀哦呢嘛了啦]*"
_EACH = "(?:[每各一][家户人位])"
_FEE = "(?:运费|邮费|快递费|路费|打车[费钱]|车费|油费|差价|押金)"
_WITH_IT = "(?:一起|一并|一块儿?|一道|顺便|顺带|同时)"
_SOFTLY = "(?:我|那|就|先|哎|唉|算了|干脆|直接)"
_VALUE = re.compile(
    rf"(?P<lead>(?:{_SOFTLY}|还是|改[成为到]?|应[该当]|是|要不然?|要么|{_EACH}|统一|都|按|算|给|退|转|补|[您你]|"
    rf"[加提涨凑](?:个?整)?(?:到|成)?)*)(?P<sum>{SUM})(?:{_EACH}|[/／][家户人])?(?:给[您你])?(?P<end>{_PARTICLES})(?:不是(?P<was>{SUM}){_PARTICLES})?"
)
_CHANGES = re.compile(rf"还是|改|应[该当]|[加提涨凑]|{_EACH}|统一")
_GIVES = re.compile("[给退转补]")
_WHY = re.compile(
    rf"(?:我|也|都)*(?:刚[才刚]?|前面|上面|之前)?(?:我)?(?:[说写打发算给]的?)?(?P<was>{SUM})?(?:我|也|都|真|实在|有点|确实|太|是|的|自己)*"
    rf"(?:[说写打算给记]?[少错低][了点些]*|不好意思|过意不去|说不过去|拿不出手|对不[起住]|不合适|不够意思?|不算|不对|亏|委屈)[您你]?{_PARTICLES}|"
    rf"[^\d,，]{{0,2}}不是(?P<not>{SUM}){_PARTICLES}|(?:给[您你])?凑个?整数?{_PARTICLES}|毕竟\D{{1,8}}|[您你]?(?:那[盒份箱]|等)?(?:都|全|也)?(?:[烂坏碎]|等了|辛苦)\D{{0,6}}"
)
_UNCHANGED = re.compile(
    rf"(?:其[他它余]|别|剩下|大家|旁)(?:[的人家位]|[几两三四五六][家位个])*(?:都|还|还是|就|照|按|是)*"
    rf"(?:(?P<same>{SUM})|不变|没变|不改|不动|照旧|照?原来的?|原样|一样|之前的?)[的哈啊吧了]*"
)
_BESIDES = re.compile(rf"除了?那?(?P<was>{SUM})(?:以外|之外|外)?[,，\s]*(?=再|另|还|我)")
_MORE = re.compile(rf"{_SOFTLY}*(?:再|另外?|额外)*{_SOFTLY}*(?:多|[加添补退给转])+[您你]?(?P<more>{SUM}){_PARTICLES}")
_ALL_OF_IT = re.compile(
    rf"(?:一共|总共|加起来|合计|共|凑)(?:个|够|到|成|整|是|就|退|给|[您你])*(?P<sum>{SUM}){_PARTICLES}"
)
_ON_TOP = re.compile(
    rf"(?:连|还有|另外)?(?:[和跟连]那?(?P<was>{SUM}))?(?P<fee>{_FEE})?(?:的|那|是|我|再|另外|把)*(?P<sum>{SUM})(?:我|都|再)*"
    rf"也?(?P<with>{_WITH_IT}+)?(?:我|都|给|再)*(?:退|转|补|给|打|还)(?:给|还|了)*[您你她他]?{_PARTICLES}|"
    rf"(?P<for>{_FEE})(?:的|我|都|再|就)*也?{_WITH_IT}?(?:给)?(?:退|转|补|给|打)(?:给|还)?[您你]?(?P<fare>{SUM}){_PARTICLES}"
)
_THING = r"[一两二三四五六七八九十半\d]+[盒个箱袋份包斤瓶桶只条板][^,，吧哈啊呀哦呢嘛了啦\d]{0,6}"
_DEED = re.compile(
    rf"(?P<lead>(?:{_SOFTLY}|还是|改成?|换成|再|另外?|额外|还|[您你]|给)*)(?P<verb>补发|重发|补|送|换)(?:给)?[您你]?(?:补|送)?(?P<thing>{_THING})(?:给[您你])?{_PARTICLES}"
)
_AGAIN = re.compile("再|另|额外|还(?!是)")
_BACK = re.compile(
    rf"(?:那?(?P<was>{SUM})|那?[笔份个]?(?:退款|补发|钱))?(?:(?:我|那|就|还是|都|先|暂时)*"
    rf"(?:不|别|不用|不给|没法|不能)(?:给)?[您你她他]?(?P<deed>退|转|补|换|赔)(?:给)?[您你她他]?(?:钱|款)?{_PARTICLES}|(?:就|先|都)*(?P<off>取消|作废|不算数?)了?[哈啊吧]*)"
)
_REASON = re.compile(r"[^\d,，?]{1,14}")
_BESIDE_A_TIME = re.compile(r"(?:我|就|给|[您你]|转|退|打|发|补|送|过去?|来|一起|再|前|的|到)*[吧哈啊了]*")


@dataclass(frozen=True)
class Anew:
    """What holds now: `read` is that in words that can be read alone, `sum` what is named, `stands` the sums that the
    words say stand already; `more`, with which sum they reckon up to it. Not `sure` of what may be a price."""

    how: How
    read: str
    sum: str | None = None
    stands: tuple[str, ...] = ()
    more: str | None = None
    sure: bool = True


def said_anew(text: str, now: datetime, *, slip: bool = False) -> Anew | None:
    """What these words, which stand behind a name or goods, make of what was promised; None where they may be a
    promise of their own, or none. `slip`: they follow 打错了."""
    words = plain(text).strip()
    if len(words) > LONGEST or _NOT_SAID.search(words):
        return None
    besides = _BESIDES.match(words)
    clauses, times = _without_times(words[besides.end() :] if besides else words, now)
    if not clauses:
        return None
    found = _taken_back(clauses) if not besides else None
    found = found or _reckoned_up(clauses) or _added(clauses, bool(besides)) or _another_sum(clauses, slip)
    found = found or _another_deed(clauses, bool(besides))
    if found is None:
        return None
    if found.how == "back" and times:  # 先不退，明天再退
        return replace(found, how="later", read=f"改到{times[-1]}")
    stands = (*found.stands, *((besides["was"],) if besides else ()))
    return replace(found, stands=stands, read="，".join([found.read, *times]))


def _without_times(words: str, now: datetime) -> tuple[list[str], list[str]]:
    """The clauses without the times that they name, and the times."""
    clauses, times = list[str](), list[str]()
    for clause in _CLAUSE_ENDS.split(words):
        rest = clause
        for t in reversed(when_in(clause, now)):
            times.append(clause[t.start : t.end])
            rest = rest[: t.start] + rest[t.end :]
        if rest and not (rest != clause and _BESIDE_A_TIME.fullmatch(rest)):
            clauses.append(rest)
    return clauses, times


def _one(pattern: re.Pattern[str], clauses: list[str]) -> tuple[re.Match[str], list[str]] | None:
    """The only clause that is so, and the others."""
    hits = [(m, n) for n, clause in enumerate(clauses) if (m := pattern.fullmatch(clause)) is not None]
    if len(hits) != 1:
        return None
    hit, at = hits[0]
    return hit, clauses[:at] + clauses[at + 1 :]


def _beside(clauses: list[str]) -> tuple[str, ...] | None:
    """The sums that stand, in clauses that only say why, or what stays as it is; None where one says more."""
    sums: list[str] = []
    for clause in clauses:
        hit = _WHY.fullmatch(clause) or _UNCHANGED.fullmatch(clause)
        if hit is None:
            return None
        sums += [found for name, found in hit.groupdict().items() if found and name in ("was", "same", "not")]
    return tuple(sums)


def _another_sum(clauses: list[str], slip: bool) -> Anew | None:
    """10块吧; 还是10块; 改15，别人还是8块; 要不给你退12吧，8块实在太少: not 退你12块, which may come on top."""
    found = _one(_VALUE, [c for c in clauses if not _UNCHANGED.fullmatch(c)])
    stands = _beside([*found[1], *(c for c in clauses if _UNCHANGED.fullmatch(c))]) if found else None
    if found is None or stands is None:
        return None
    hit, lead = found[0], found[0]["lead"]
    reasons = len(clauses) > 1 or hit["was"] is not None
    if "要不" in lead or "要么" in lead:
        decided = reasons and "吧" in hit["end"]
    elif _GIVES.search(lead):
        decided = reasons or slip or _CHANGES.search(lead) is not None
    else:
        in_money = re.search("[块元]", hit["sum"]) is not None
        decided = reasons or slip or _CHANGES.search(lead) is not None or (in_money and "吧" in hit["end"])
    if not decided:
        return None
    stands = (*stands, *((hit["was"],) if hit["was"] else ()))
    sure = slip or reasons or hit["was"] is not None or _CHANGES.search(lead) is not None
    return Anew("sum", f"改退您{with_unit(hit['sum'])}", hit["sum"], stands, sure=sure)


def _reckoned_up(clauses: list[str]) -> Anew | None:
    """再多给你2块吧，凑10块: ten in all."""
    more, total = _one(_MORE, clauses), _one(_ALL_OF_IT, clauses)
    if more is None or total is None or len(clauses) != 2:
        return None
    return Anew("sum", f"改退您{with_unit(total[0]['sum'])}", total[0]["sum"], more=more[0]["more"])


def _added(clauses: list[str], besides: bool) -> Anew | None:
    """运费5块也一起退你; 除了8块再退你2块."""
    found = _one(_ON_TOP, clauses)
    if found is None and besides:
        more = _one(_MORE, clauses)
        given = more[0]["more"] if more is not None and _beside(more[1]) is not None else None
        return Anew("on_top", f"另外再退您{with_unit(given)}", given) if given else None
    if found is None or _beside(found[1]) is None:
        return None
    hit = found[0]
    if not (hit["for"] or hit["fee"] or hit["with"] or besides):
        return None
    given = hit["sum"] or hit["fare"]
    stands = (hit["was"],) if hit["was"] else ()
    return Anew("on_top", f"另外再退您{with_unit(given)}", given, stands, sure=bool(hit["fee"] or hit["for"]))


def _another_deed(clauses: list[str], besides: bool) -> Anew | None:
    """还是补你一盒吧; 那就补一盒，8块就不转了; 除了8块再补你一盒."""
    found = _one(_DEED, clauses)
    if found is None:
        return None
    hit, others = found
    back = _one(_BACK, others)
    others = back[1] if back is not None else others
    if any(not _REASON.fullmatch(c) for c in others):
        return None
    if besides or _AGAIN.search(hit["lead"]):
        return Anew("on_top", f"另外再补您{hit['thing']}") if besides and back is None else None
    if back is None and not re.search("还是|改|换成|干脆|那就", hit["lead"]):
        return None
    stands = (back[0]["was"],) if back is not None and back[0]["was"] else ()
    return Anew("deed", f"改成补您{hit['thing']}", stands=stands)


def _taken_back(clauses: list[str]) -> Anew | None:
    """先不退，我再看看; 8块取消，系统原路退了: also with the reason."""
    found = _one(_BACK, clauses)
    if found is None or any(not _REASON.fullmatch(c) or _DEED.fullmatch(c) for c in found[1]):
        return None
    hit = found[0]
    if hit["off"] and not hit[0].removesuffix("了").removesuffix(hit["off"]):
        return None  # 静静取消 may be her order
    deed = "不补了" if "补" in hit[0] or hit["deed"] == "换" else "不退了"
    return Anew("back", deed, stands=(hit["was"],) if hit["was"] else ())


_WHEN_PAID = re.compile(
    rf"(?:的|那|[份笔])*(?P<sum>{SUM})?(?:的|那)*(?P<money>钱|退款)?(?:我|也|都|是|就|要|得|再|才|会|改|到|放|[哈啊])*{_WITH_IT}?(?:统一)?(?:给)?[您你]?"
    rf"(?P<deed>转|退|打|到[账帐])?(?:过?去|给)?[您你]?{_WITH_IT}?{_PARTICLES}"
)
_WHY_LATER = re.compile(r"(?:今[天晚])?(?:太晚|来不及|忙|没空|限额|转账|不方便|有事|转不|手机|在外)[^\d?]{0,8}")


@dataclass(frozen=True)
class PaidThen:
    """When money comes that was promised, and the sum, where it is named."""

    time: str
    sum: str | None


def paid_then(text: str, now: datetime) -> PaidThen | None:
    """Words behind a name or goods that only say when the money comes: 的钱明早转哈，今晚太晚了; 5块也是明早."""
    words = plain(text).strip()
    if len(words) > LONGEST or _NOT_SAID.search(words):
        return None
    clauses = [c for c in _CLAUSE_ENDS.split(words) if c and not _WHY_LATER.fullmatch(c)]
    times = when_in(clauses[0], now) if len(clauses) == 1 else ()
    if len(times) != 1 or times[0].due is None or times[0].vague:
        return None
    at = times[0]
    hit = _WHEN_PAID.fullmatch(clauses[0][: at.start] + clauses[0][at.end :])
    if hit is None or not (hit["sum"] or hit["money"] or hit["deed"]):
        return None
    return PaidThen(clauses[0][at.start : at.end], hit["sum"])


_AGREED = re.compile(
    rf"(?:好的?|行|成|可以|嗯|那|依你|听你的|按你说的)*(?P<sum>{SUM})就(?P<again>{SUM}){_PARTICLES}|"
    rf"(?:好的?|行|成|可以|嗯|那|依你|听你的|按你说的)*(?:就|那就|依你|按你说的)(?:给你|退你)?(?P<so>{SUM}){_PARTICLES}"
)


def agreed_sum(text: str, now: datetime) -> Anew | None:
    """The sum in words that only agree to it: 15就15，今晚; 行，就15吧."""
    words = plain(text).strip()
    if len(words) > LONGEST or _NOT_SAID.search(words):
        return None
    clauses, times = _without_times(words, now)
    hit = _AGREED.fullmatch("".join(clauses))
    if hit is None or with_unit(hit["again"] or "0") != with_unit(hit["sum"] or "0"):
        return None
    found = hit["sum"] or hit["so"]
    return Anew("sum", "，".join([f"改退您{with_unit(found)}", *times]), found)


def with_unit(said: str) -> str:
    """A sum with its unit: 10块 of 10."""
    return said if re.search("[块元蚊]", said) else f"{said}块"
