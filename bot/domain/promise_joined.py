"""One promise that is said in two words: 查一下，晚点回您; 补一份，明天送过去."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.promise_deeds import Deed
from bot.domain.promise_found import PromiseWords

_SETTLES = re.compile("弄好|办[好妥]|处理|解决|搞定|安排")
"""这周日之前给您弄好，换一个锅."""
_PARTED = re.compile("[。!?;；]")
_WEAK = re.compile(
    "查|核|对|问|催|追|联系|安排|处理|送|发|寄|拿|带|捎|拎|扛|搬|[放挂搁塞]|提交|申请|调|弄|整|留|取|到位|做|办|修|[拉端抬驮运]|给$"
)


def merged(words: str, found: list[tuple[Deed, PromiseWords]]) -> list[tuple[Deed, PromiseWords]]:
    """Two words for one deed are one promise: "查一下，晚点回您", "补一份，明天送过去"."""
    kept: list[tuple[Deed, PromiseWords]] = []
    strong = [p for d, p in found if not _is_weak(words, d, p)]
    ahead: tuple[Deed, PromiseWords] | None = None
    for d, p in found:
        if strong and _is_weak(words, d, p):
            if p.kind == "other":
                _lend_time(kept, p)
                ahead = (d, p) if not kept and _SETTLES.match(words, d.start) else ahead
            continue
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
