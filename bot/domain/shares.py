"""How much of a purchase is lost, in a member's words: 一半, 三分之一, 30个里坏了5个, 全坏了.

What leaves room for doubt is no share: 十来个, 大半盒, 七八成, 坏了3个 without how many there were. Then somebody asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.plain_words import number, plain

_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百]+|俩)"
_UNIT = r"(?:公斤|[个箇盒箱份斤袋瓶板枚只包颗件条块根片串提罐桶朵盘串粒头棵把支套双克gG])"
_CONTAINERS = "盒箱份袋瓶板包提罐桶套盘"
_BAD = (
    r"(?:坏|烂|碎|破|臭|霉|毛|蔫|馊|软|化|死|裂|漏|瘪|黑|酸|空|压|少|缺|丢|错|没有?发|没收到|没给|不能(?:吃|用|要)|"
    r"没法(?:吃|用|要)|吃不了|不行|不好|不新鲜|有问题)"
)
_GOOD = r"(?:(?:是|还)?(?:好的|完好|没坏|能吃|新鲜的))"
_TOTAL_BEFORE = rf"(?:一共|总共|统共|共|总数|买了|订了|拍了|装了?|每?[一1][{_CONTAINERS}](?:是|有|里|装|共)*)$"
_VAGUE = re.compile(
    rf"[十百\d][来几多](?:{_UNIT}|$)|好?几(?:{_UNIT}|十|乎|$)|几十|多半|大半|小半|大部分|少部分|部分|多数|少数|一些|有些|"
    rf"好多|很多|许多|不少|若干|个别|{_UNIT}(?:多|把|半)|[成%](?:多|左右|上下)|以上|以下|超过|不到|不止|不足|至少|最少|起码|"
    rf"将近|接近|快(?:一半|全)|一半(?:多|还多|不到)|[一二两三四五六七八九][一二两三四五六七八九](?:{_UNIT}|成|分)|"
    rf"\d[-~到至、]\d+(?:{_UNIT}|成|%)|{_NUMBER}(?:到|至|-|~|或者?|、){_NUMBER}{_UNIT}"
)
_NEGATED = re.compile(
    rf"(?:没有?(?!一个(?:是)?(?:好|能))|不是|不会|并非|哪有)(?:都|全|一半|{_NUMBER}{_UNIT}?)|如果|要是|假如|万一"
)
_WISH = re.compile(r"(?:退|赔|返|免|便宜|打折|补(?!的|来|过|给我的|发的|寄的)).*$")
_ASKS = re.compile(r"能不能|可不可以|要求|希望|想要|的?(?:钱|款|价)(?:退|赔|补)")
_FRACTION = re.compile(rf"({_NUMBER})分之({_NUMBER})")
_SLASH = re.compile(rf"(?<![\d/])(\d+)({_UNIT})?/(\d+)({_UNIT})?(?![\d/])")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%|百分之(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)")
_TENTHS = re.compile(rf"({_NUMBER})成(?![^,。]{{0,2}}[熟新])")
_HALF = re.compile(
    r"(?<![大小多少])一半|(?<![大小多少一二两三四五六七八九十\d])半数|[对五]五开|1半|(?<!\d)50%|坏半|烂半"
)
_PART = re.compile(r"[层面边底上下些几多半个只颗几两三]|除|乎|基本|差不|快|\d|部分|其中|有的|没|不")
_ALL = re.compile(rf"([^,。;!?]*?)(?:全部?|都|通通|统统|整[{_CONTAINERS}个])(?:都|全|已经|是|给|被){{0,4}}{_BAD}")
_ALL_ALONE = re.compile(
    rf"^(?:是|就|这|那)*(?:全部|全都|都|全|所有|整[{_CONTAINERS}])(?:的|都|是|全|坏|烂|了|吧|啊|呢|掉)*$|"
    r"(?:一个|一颗|一盒|没一个|没有一个|没个)(?:能吃的|好的|好果)(?:都)?(?:没有?|$)|没(?:有)?一个(?:是)?(?:好|能吃)|"
    r"(?:一[个盒份件]|什么|啥)都没(?:有)?(?:收到|到|给|发|拿到)|(?:全|整[盒箱份])(?:都)?没(?:收到|到|给|发)"
)
_QUANTITY = re.compile(rf"({_NUMBER})({_UNIT})?")


@dataclass(frozen=True)
class _Quantity:
    number: Fraction
    unit: str
    start: int
    end: int


def share_in(text: str) -> Fraction | None:
    """The share of the goods that is lost, more than 0 and at most 1; None where the words leave it open."""
    said = _plain(text)
    if not said or _VAGUE.search(said) or _NEGATED.search(said):
        return None
    found = {share for share in (*_spoken(said), _counted(said), _all_of(said)) if share is not None}
    if len(found) != 1:
        return None
    share = found.pop()
    return share if 0 < share <= 1 else None


def share_over(texts: list[str]) -> Fraction | None:
    """The share in several messages, oldest first: the latest one that names it, else what they say together."""
    for text in reversed(texts):
        if (share := share_in(text)) is not None:
            return share
        if _VAGUE.search(_plain(text)):
            return None
    return share_in("，".join(texts))


def share_of_bought(texts: list[str], bought: int, goods: str) -> Fraction | None:
    """The share where some of several that were bought are lost ("有一盒全烂了" of 3 盒), oldest text first.

    Only what is counted as it was bought: of goods that say themselves what one of them holds (6 盒装) nothing follows.
    """
    for text in reversed(texts):
        said, share = _plain(text), share_in(text)
        doubt = _VAGUE.search(said) or _NEGATED.search(said)
        counted = [] if doubt else _quantities(said)
        if len(counted) == 1 and _is_bad(said, counted[0]) and _counts_whole(counted[0], goods):
            part = counted[0].number / bought * (share or 1)
            return part if 0 < part <= 1 else None
        if share is not None or doubt:
            return None
    return None


def _counts_whole(part: _Quantity, goods: str) -> bool:
    if part.unit in ("份", "件"):
        return True
    inside = re.search(rf"(?:[2-9]|\d\d+|[二两三四五六七八九十]){part.unit}", plain(goods))
    return bool(part.unit) and part.unit in _CONTAINERS and inside is None


def _plain(text: str) -> str:
    """The words as the patterns read them, without those that ask for a refund ("退我一半就行" is a wish)."""
    said = re.sub(r"\s+", "", plain(text))
    said = re.sub(r"大概|大约|差不多(?=[\d一二三四五六七八九十两])|估计|左右|约|应该是?", "", said)
    clauses = [_WISH.sub("", clause) for clause in re.split(r"[,，。;；!！?？~]", said) if not _ASKS.search(clause)]
    return ",".join(clause for clause in clauses if clause)


def _spoken(said: str) -> list[Fraction]:
    """Shares that are said as such: 三分之一, 30%, 三成, 一半."""
    shares = []
    for below, above in _FRACTION.findall(said):
        if below == "百":
            continue
        whole, part = number(below), number(above)
        shares.append(Fraction(part) / Fraction(whole) if whole and part is not None else Fraction(0))
    for digits, chinese in _PERCENT.findall(said):
        if chinese != "百":
            shares.append(Fraction(number(digits or chinese) or 0) / 100)
    shares += [Fraction(number(tenths) or 0) / 10 for tenths in _TENTHS.findall(said)]
    if "百分百" in said or "百分之百" in said:
        shares.append(Fraction(1))
    if _HALF.search(said):
        shares.append(Fraction(1, 2))
    return shares


def _counted(said: str) -> Fraction | None:
    """So many of so many: 5个/30个, 30个里坏了5个, 一盒12个烂了3个."""
    slash = _SLASH.search(said)
    if slash:
        part, unit, whole, of = slash.groups()
        return Fraction(int(part), int(whole)) if int(whole) and (not unit or not of or unit == of) else Fraction(0)
    said = _FRACTION.sub("", _PERCENT.sub("", said))
    quantities = _quantities(said)
    if len(quantities) != 2 or not _alike(*quantities):
        return None
    for whole, part in (quantities, quantities[::-1]):
        lost = _lost(said, whole, part)
        if lost is not None:
            return lost
    return None


def _quantities(said: str) -> list[_Quantity]:
    """The numbers with their units; "一盒" right before another quantity only says what holds it."""
    found = []
    for match in _QUANTITY.finditer(said):
        many = number(match[1])
        if many is not None and (match[2] or match[1].isdecimal()):
            found.append(_Quantity(Fraction(many), match[2] or "", match.start(), match.end()))
    followers = [*found[1:], None]
    return [q for q, after in zip(found, followers, strict=False) if not (after and _holds(said, q, after))]


def _holds(said: str, one: _Quantity, content: _Quantity) -> bool:
    """Whether `one` is the single box that holds the `content` ("一盒12个")."""
    if one.number != 1 or not one.unit or one.unit not in _CONTAINERS or one.unit == content.unit:
        return False
    return re.fullmatch(r"(?:里面?|是|有|装|共|一共|总共|就|,)*", said[one.end : content.start]) is not None


def _alike(one: _Quantity, other: _Quantity) -> bool:
    return not one.unit or not other.unit or one.unit == other.unit


def _lost(said: str, whole: _Quantity, part: _Quantity) -> Fraction | None:
    """`part` of `whole`, where the words say that one is part of the other and that it is bad, or good."""
    if not whole.number or part.number > whole.number:
        return None
    before, after = said[: whole.start], said[whole.end :]
    between = said[whole.end : part.start] if whole.end <= part.start else ""
    part_is_bad = _is_bad(said, part)
    part_is_good = bool(re.match(_GOOD, said[part.end :]))
    is_total = bool(
        re.search(_TOTAL_BEFORE, before)
        or re.match(r"(?:里面?|中|当中|之中)", after)
        or re.fullmatch(rf"[^,。\d]{{0,5}}?{_BAD}(?:了|掉|的|有)*", between)
        or (part_is_good and re.fullmatch(r"(?:里|就|只|有|剩|才|,)*", between))
    )
    if not is_total or part_is_bad == part_is_good:
        return None
    return part.number / whole.number if part_is_bad else 1 - part.number / whole.number


def _is_bad(said: str, part: _Quantity) -> bool:
    """Whether the words right before or after a quantity say that it is spoiled."""
    return bool(
        re.search(rf"{_BAD}(?:了|掉|的|有|就|只)*$", said[: part.start])
        or re.match(rf"(?:都|全|是|已经|已|给|被|就)*{_BAD}", said[part.end :])
    )


def _all_of(said: str) -> Fraction | None:
    """All of it – not "底下那层全是软的", not "两个都烂了"."""
    if _ALL_ALONE.search(said):
        return Fraction(1)
    for match in _ALL.finditer(said):
        rest = said[match.end() :]
        if not _PART.search(match[1]) and not re.match(rf"(?:了|掉|的)*(?:{_NUMBER}|半)", rest):
            return Fraction(1)
    return None
