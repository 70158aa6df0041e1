"""One promise that is said in two words: 查一下，晚点回您; 补一份，明天送过去."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.promise_deeds import Deed, clause
from bot.domain.promise_found import PromiseWords

_SETTLES = re.compile("弄好|办[好妥]|处理|解决|搞定|安排")
"""这周日之前给您弄好，换一个锅."""
_APART = re.compile("[,，。!?;；]")
_PARTED = re.compile("[。!?;；]")
_WEAK = re.compile(
    "查|核|对|问|催|追|联系|安排|处理|送|发|寄|拿|带|捎|拎|扛|搬|[放挂搁塞]|提交|申请|调|弄|整|留|取|到位|做|办|修|搞定|解决|[拉端抬驮运]|给$"
)


def merged(words: str, found: list[tuple[Deed, PromiseWords]]) -> list[tuple[Deed, PromiseWords]]:
    """Two words for one deed are one promise: "查一下，晚点回您", "补一份，明天送过去"."""
    kept: list[tuple[Deed, PromiseWords]] = []
    firm = [(d, p) for d, p in found if not _is_weak(words, d, p)]
    ahead: tuple[Deed, PromiseWords] | None = None
    found_out: tuple[Deed, PromiseWords] | None = None
    for d, p in found:
        if firm and _is_weak(words, d, p):
            if p.kind == "reply" and p.due:
                found_out = (d, p)
            if p.kind == "other":
                if not any(d.end <= o.start and not _APART.search(words, d.end, o.start) for o, _ in firm):
                    _lend_time(kept, p)
                ahead = (d, p) if not kept and _SETTLES.match(words, d.start) else ahead
            continue
        if kept and _comes_then(words, kept[-1][1], d, p):
            _lend_time(kept, p)
            continue
        if kept and _is_made_for_it(words, kept[-1], d, p):
            kept.pop()
        if kept and _brings_it(kept[-1][1], p):
            _lend_time(kept, p)
            continue
        if found_out and p.kind == "reply" and not p.due and not p.when:
            apart = _PARTED.search(words, found_out[0].end, d.start)
            p = p if apart else replace(p, due=found_out[1].due)
        if ahead and not kept and p.due is None and p.when is None and not _PARTED.search(words, ahead[0].end, d.start):
            p = replace(p, due=ahead[1].due, when=ahead[1].when)
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


def _brings_it(last: PromiseWords, p: PromiseWords) -> bool:
    """再送你一双棉袜，袜子周三拿给你: when the thing of the promise before comes."""
    named = last.kind == "replacement" and p.kind == "other" and last.thing and p.thing and p.thing[0] in last.thing
    return bool(named and last.due is None and last.when is None and re.search("[送拿带捎寄拎]", p.words))


_SENT_THEN = re.compile(r"[^我给你您把,，]{1,8}送(?:货|到|来|过[来去])?")
_MADE = re.compile("[再重]新?(?:给[你您])?[蒸烤做炸煮烙卤]")


def _comes_then(words: str, last: PromiseWords, d: Deed, p: PromiseWords) -> bool:
    """给你换袋新的，5公斤装的，九月四号送: when the thing of the promise before comes."""
    if last.kind != "replacement" or not last.thing or last.due or last.when or not (p.due or p.when):
        return False
    a, b = clause(words, d.start, 0, len(words))
    return p.kind in ("other", "replacement") and bool(_SENT_THEN.fullmatch(words, a, b))


def _is_made_for_it(words: str, made: tuple[Deed, PromiseWords], d: Deed, p: PromiseWords) -> bool:
    """再蒸一锅给您送六个 is one promise."""
    one = p.kind == made[1].kind == "replacement" and p.thing and _MADE.match(words, made[0].start)
    return bool(one) and not _APART.search(words, made[0].end, d.start)


def _lend_time(kept: list[tuple[Deed, PromiseWords]], p: PromiseWords) -> None:
    if kept and kept[-1][1].due is None and kept[-1][1].when is None and (p.due or p.when):
        kept[-1] = (kept[-1][0], replace(kept[-1][1], due=p.due, when=p.when))


def _is_one_thing(one: PromiseWords, other: PromiseWords) -> bool:
    """一兜 after 一兜油桃, at the same time, is the same."""
    same_time = (one.due, one.when) == (other.due, other.when)
    return one.thing == other.thing or (same_time and (one.thing or "").startswith(other.thing or ""))


def _is_same(one: PromiseWords, other: PromiseWords) -> bool:
    if one.kind != other.kind:
        return one.kind == "other" == other.kind
    if one.kind == "replacement":
        return one.thing is None or other.thing is None or _is_one_thing(one, other)
    if re.search("剩下|余下|其余|尾款", other.words) and not re.search(
        "剩下|余下|其余|尾款", re.split("[,，]", one.words)[0]
    ):
        return False
    if one.kind in ("refund", "voucher"):
        return one.amount_fen is None or other.amount_fen is None or one.amount_fen == other.amount_fen
    return True
