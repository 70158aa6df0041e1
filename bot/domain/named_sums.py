"""Names with a sum each, as lists are typed: 静静8块 王姐3块 今晚转; 退静静8元，王姐3元; 今晚退款：静静+8 王姐+3."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

_SUM = re.compile(
    r"[\s:：=＝+＋—–-]*+(?:的|[（(][^（()）]{1,10}[）)])?[\s:：=＝+＋—–-]*+(?:[每一][家户位人份]|各)?(?:都|也|就)?(?:是|(?P<verb>退款?|赔付?|转账?|返现?|补偿?))?"
    r"(?P<sum>[¥￥]?(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百半]+)(?:(?:块钱?|元|蚊)(?:[\d一二三四五六七八九]毛?)?)?)"
    r"(?P<rest>(?:[\s、，,;；。.!！\n—–-]|(?=[今明后][天晚早]|[上下]午|晚上|中午|马上|这就)).*|$)",
    re.DOTALL,
)
"""All that is said to one: their sum; `rest` is said to all."""
_ABOUT_A_SUM = re.compile(r"(?:大概|大约|约)?[\d.一二两三四五六七八九十百几多来\-~到至]+(?:块钱?|元)(?:多|左右|上下)?")
_A_SUM = re.compile(r"\d|[零一二两三四五六七八九十百]+(?:块|元|蚊)")
_PAYS = re.compile("退|转(?!告)|返|赔|红包|打给|打款|补(?![偿差]?(?:一[份盒箱包袋]|货))|发给|到账")
_RESUMES = re.compile(f"{_PAYS.pattern}|[弄搞]|办|处理")
_VERBS = ("退", "转", "返", "赔", "补")
_NOT_TO_DO = re.compile(
    "[退转返赔打发清完好账包][了过]|已经?|过了|吗|？|\\?|才能|别(?!急)|不[退转赔]|价|截单|接龙|下单|[给转付交打]我|[差欠]我"
)
"""Not to be done yet: it was, or it is asked, or these are prices."""
_WHEN = re.compile(
    r"(?:[今明后][天晚早日](?:上午|中午|下午|晚上|早上)?|[今明]儿|下?周[一二三四五六日天末]|\d+[号点]前?|上午|下午|晚上|中午|马上|这就|待会|之?前)+"
)
_EDGES = " ，,；;、。：:\n"


_GOODS_BESIDE = (
    (
        r"[\s:：=＝—–-]*(?:(?:%s)(?:\d{{0,2}}[一两三四五六]?[盒份斤袋箱个包瓶提])?[^\s\d，,。；;退补赔返换送转欠差收付]{{0,3}}[\s:：=＝—–-]*|"
        r"[^\W\d_退补赔返换送转欠差收付]{{1,6}}(?:\d{{1,2}}[盒份斤袋箱个包瓶提])?[\s:：=＝—–-]+)(?=[¥￥]?\d+(?:\.\d+)?(?:块|元)|[¥￥]\d)"
    )
    .replace("{{", "{")
    .replace("}}", "}")
)
"""What was bought, between a name and a sum: 静静 草莓 8元, 静静-草莓-8元."""
_NOT_ASKED = re.compile(r"^[\s，,]*[您你]也?(?=[退补赔][\d一两二三四五六七八九十半¥])")
"""Beside what others are given, 王姐你退5块 asks nothing of her."""
_YOURS = re.compile(
    r"^[\s，,]*[您你](?:的|那)(?=[\d一两二三四五六七八九十半]+(?:块钱?|元)[\s，,]*(?:今晚|[今明后]天|马上))"
)


@dataclass(frozen=True)
class Listed:
    """A list of names with a sum each: what each reads, in words that can be read alone, and what is said to all."""

    reads: tuple[str, ...]
    tail: str
    sure: bool = True


def told_alone(words: str, goods: Collection[str]) -> str:
    """What one of several is told, without what only stands beside others: the goods before their sum (静静 草莓 8元)
    and who gets it (王姐你退5块, 你的8块今晚)."""
    known = "|".join(map(re.escape, goods)) or "(?!)"
    bare = re.sub(f"^{_GOODS_BESIDE % known}", "", words)
    if bare != words and _SUM.fullmatch(bare):
        return bare
    return _YOURS.sub("退您", _NOT_ASKED.sub("", words))


def listed_in(before: str, leads: Sequence[str], said: Sequence[str]) -> Listed | None:
    """These words as a list; None where they are none. `before` stands before all names, `leads` before each, `said`
    behind. Not sure where the end names one more sum."""
    found = [hit for hit in map(_SUM.fullmatch, said) if hit]
    if len(found) < len(said) or any(hit["rest"].strip(_EDGES) for hit in found[:-1]):
        return None
    tail = found[-1]["rest"].strip(_EDGES)
    if not tail and all(hit["verb"] for hit in found):
        return None
    head = re.split(r"[，,。；;!！\n]", before.strip(_EDGES))[-1]
    verb = _PAYS.search(f"{head}，{leads[0]}，{''.join(said)}")
    own_verbs = any(hit["verb"] for hit in found)
    if not own_verbs and _NOT_TO_DO.search(f"{before}，{tail}"):
        return Listed(tuple(hit["sum"] for hit in found), "")
    resumed = _RESUMES.search(tail) or not (tail and own_verbs)
    if not verb or not resumed or _NOT_TO_DO.search(f"{before}，{tail}"):
        return None
    when = None if _WHEN.search(tail) else _WHEN.search(head or leads[0])
    does = f"{when[0] if when else ''}{verb[0] if verb[0] in _VERBS else '退'}您"
    reads = tuple(f"{does}{hit['sum']}" + (f"，{tail}" if tail else "") for hit in found)
    return Listed(reads, tail, _A_SUM.search(_WHEN.sub("", tail)) is None)


def is_bare_sum(words: str) -> bool:
    """Whether these words are a sum, with a time, and no more: what is to be done with it stands elsewhere."""
    hit = _SUM.fullmatch(words)
    if hit is None or hit["verb"] or _WHEN.sub("", hit["rest"]).strip(_EDGES):
        return False
    return re.search("[块元¥￥+＋]", words) is not None


def is_about_a_sum(words: str) -> bool:
    """Whether these words are no more than a sum of which nobody can tell how much it is: 8-10块."""
    return _ABOUT_A_SUM.fullmatch(words.strip(_EDGES)) is not None


def paid_in(words: str) -> str:
    """The verb with which these words pay a sum; empty where they do not."""
    verb = _PAYS.search(words)
    return verb[0] if verb and verb[0] in _VERBS and _A_SUM.search(words) else ""
