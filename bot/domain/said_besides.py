"""A word to everybody beside one to somebody: 每家退8块，静静退15，今晚转 is another sum for the one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.said_part import EDGES, GIVES

_TO_EVERYBODY = re.compile("每一?[家户人位份]|各[位家户]|大家|统一|一律|一[家户](?=[退补赔])")
_ALL_OF_THEM = (
    r"(?:的)?(?:(?:[两三四五六]|这?几)[家户位])?(?:都|全部?都?|全都|一律|统[一统])(?:按|给)?"
    r"(?=[退赔补]|\d+(?:\.\d+)?(?:块钱?|元)[^，,。；;]{0,6}[退转])"
)
_SUM = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百半]+)"
_EACH_SO_MUCH = re.compile(rf"((?:每一?|各|一)[家户人位])(?:各|都|是)?({_SUM}(?:块钱?|元))")
"""What each gets, without a verb: 草莓每家8元."""
_WHEN = re.compile(
    r"(?:[今明后][天晚早日](?:上午|中午|下午|晚上|早上)?|[今明]儿|下?周[一二三四五六日天末]|\d+[号点]|上午|下午|晚上|中午|马上|这就|待会)+(?:之?前)?"
)
_FOR_BOTH = re.compile(
    rf"(?:^|[\s，,。；;、])({_WHEN.pattern}(?:[都就再会]|一起|统一|统统|[我咱]们?|给)*(?:转账?|退款?|发|打款?|弄|办|处理|到账|红包)*)"
    r"(?:到?微信|给?(?:大家|你们|各位))?[了哈啊哦的]?[。！!~～\s]*$"
)
"""A time behind both, with no more than the verb: …，今晚转给大家."""
_PAYS = re.compile("退|转(?!告)|返|赔|红包|打款|到账")
_SO_MUCH = re.compile(
    rf"[\s：:，,]*+(?:[一两二三四五六\d][盒份箱袋包斤](?=[退补赔给是共一]{{0,2}}[\d一二两三四五六七八九十]))?(?:[您你]?(?:的|那[盒箱份包袋个])?)?(?:全?[烂坏碎漏破]得?(?:了|[多重狠]|厉害|严重)*|情况?严重|比较?[多重]|多)?[，,\s]*+"
    rf"(?P<verb>多?[退赔给]|是|就|拿)?[您你]?(?P<sum>{_SUM})(?P<yuan>块钱?|元)?[\s，,。；;]*"
)
"""What the one gets is no more than a sum, with why it is another: 静静烂得多给15."""
_ONLY_LATER = re.compile(rf"[您你]?的(?:那[份个盒])?(?:要|得|就|只能)*(?P<when>{_WHEN.pattern})[哈啊吧]*[。！!~～\s]*")
"""The same, but when: 静静的明天."""
_NO_PROMISE = re.compile("价|截单|接龙|下单|[？?]|吗|[退转返赔打发][了过]|已经?|[给转付交打发欠差]我|付款|收款|群收款")


@dataclass(frozen=True)
class Besides:
    """What everybody reads, and what the one reads."""

    all: str
    own: str


def with_its_verb(text: str) -> str:
    """What each gets, with the verb that stands elsewhere: 每家8块，今晚转给大家 is 每家退8块."""
    each = _EACH_SO_MUCH.search(text)
    if each is None or not (_PAYS.search(text, each.end()) or _PAYS.search(text[: each.start()])):
        return text
    return text if _NO_PROMISE.search(text) else f"{text[: each.end(1)]}退{text[each.end(1) :]}"


def as_each(text: str, goods: Collection[str]) -> str:
    """草莓都退8块 as 草莓每家退8块, where these goods are of more than one."""
    of_goods = "|".join(re.escape(word) for word in goods)
    return re.sub(rf"({of_goods}){_ALL_OF_THEM}", r"\1每家", text) if goods else text


def is_to_everybody(text: str) -> bool:
    """Whether words give to every household."""
    return _TO_EVERYBODY.search(text) is not None


def beside_all(before: str, own: str) -> Besides | None:
    """What is said to everybody before the one is named, and to the one; None where nothing is given to everybody."""
    if not _TO_EVERYBODY.search(before):
        return None
    each = _EACH_SO_MUCH.search(before)
    verb = _PAYS.search(before) or (_PAYS.search(own) if each else None)
    if not GIVES.search(before):
        if verb is None or each is None or _NO_PROMISE.search(before + own):
            return None
        before = f"{before[: each.end(1)]}退{before[each.end(1) :]}"
    later = _ONLY_LATER.fullmatch(own)
    if later and len(_WHEN.findall(before)) == 1:
        return Besides(before, _WHEN.sub(later["when"], before))
    when = _FOR_BOTH.search(own)
    mine = own[: when.start()] if when else own
    so_much = _SO_MUCH.fullmatch(mine)
    if so_much and (so_much["verb"] or "") not in ("多退", "退", "赔") and verb:
        mine = f"退您{so_much['sum']}{so_much['yuan'] or '块'}"
    time = when[1] if when else ""
    of_all = _WHEN.search(before)
    if time and of_all is None:
        before = f"{before.strip(EDGES)}，{time}"
    if not time and of_all is not None and GIVES.search(mine) and not _WHEN.search(mine):
        time = of_all[0]
    return Besides(before, f"{mine.strip(EDGES)}，{time}" if time else mine)
