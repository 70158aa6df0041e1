"""A message that goes from one to the next: 草莓每家退8块，鸡蛋老周您稍等; 静静退15，草莓其他人每家8块.

It is read so only where every clause says whose it is and what they get, or gives nothing; else as all other words are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.domain.said_shortly import WHEN
from bot.domain.spoken_to import FAULT

Kind = Literal["sum", "thing", "nothing"]
_NUMBERS = {
    "两": 2,
    "俩": 2,
    "二": 2,
    "2": 2,
    "三": 3,
    "仨": 3,
    "3": 3,
    "四": 4,
    "4": 4,
    "五": 5,
    "5": 5,
    "六": 6,
    "6": 6,
}
_BETWEEN = re.compile(r"[\s，,。；;、!！~～]+")
_MANY = r"(?P<many>[两二三四五六2-6])[家户位个](?![店铺商超月天号小星])人?"
_EACH = "(?:(?:[都各]?每一?|各|(?<![那这第])一)[家户人位]|每[个只颗枚斤]|[都各]|统一|一律)?"
_REST = r"(?P<rest>其他|其余|剩下|余下|另外|别)的?"
_PAYS = r"退款?|退还|赔付?|转账?|返还?|打款?"
_EDGES = " \t\n，,。；;、：:"
_SUM = re.compile(
    rf"(?:[一两二三四五六\d][盒份箱袋包斤]的?[，,]?(?=[退补赔给共一]{{0,2}}[\d¥￥]))?(?:全?(?:{FAULT})得?(?:[多重狠]|厉害|严重))?的?(?P<when>{WHEN})?[先就]?{_EACH}(?P<verb>{_PAYS}|补(?=\d+(?:\.\d+)?(?:块|元))|给|是)?(?:[你您](?!的)们?)?{_EACH}[:：\s]*"
    r"(?P<sum>[¥￥]?(?:\d{1,3}(?:\.\d{1,2})?(?:块钱?|元)?|[一二两三四五六七八九十]{1,3}(?:块钱?|元)))(?P<odd>(?<=块)\d)?(?:[/每一]?[家户](?!店))?"
    rf"(?P<at>{WHEN})?[哈啊哦啦]?"
)
_ENDS = re.compile(r"[，,。；;、!！~～\s]|$")
_BEFORE_ANOTHER = r"(?=[，,。；;！!\s]+[^，,。；;！!\s])"
_PAID_NOW = re.compile(
    rf"(?:[，,\s]+(?P<at>{WHEN})(?:[都就]|一起|统一)*)?(?:{_PAYS}|给)(?:给?(?:[你您]们?|大家|各位))?[哈啊哦啦]?{_BEFORE_ANOTHER}"
)
"""Behind a sum and its time, and before the next clause: 静静8块 王姐10块今晚转，老周明天补3个."""
_PAID_LAST = re.compile(rf"(?P<at>)(?:{_PAYS}|给)(?:给?(?:[你您]们?|大家|各位))?[哈啊哦啦]?(?=[。！!~～\s]*$)")
"""The same at the end: 老周明天补3个蛋，草莓每家8块今晚转."""
_TO_EACH = re.compile("[每各都]|统一|一律|一[家户人位]")
_THING = re.compile(
    rf"(?:的|[您你](?!的)|我)?(?P<when>{WHEN})?(?:再?给)?(?:[您你]们?)?{_EACH}(?P<given>(?:补|换|送|重发)(?!货|款|钱|差)[^，,。；;！!？?\s了吗不没别退]{{0,8}}|[一1][盒份包袋箱个斤板](?=[，,。；;!！\s]|$)|"
    r"(?:过?来)?拿(?P<taken>[一两二三\d][盒份包袋箱个斤板瓶][新好]的)|"
    rf"(?P<count>[一两二三四五六\d]{{1,2}}[盒份包袋箱个斤板瓶枚])(?P<then>{WHEN})?(?:再|给)*[补送](?:给?[您你])?[上来]?(?=[，,。；;!！\s]|$))"
)
_ANY_GIFT = re.compile(
    r"[退补赔返换送转发给免券]|红包|[块元\d半]|一[盒份包袋箱个]|也[是算要]|一样|同[样上]|照[样办旧]|都算|包括|连同|[？?]|吗"
)
_LIKEWISE = re.compile(r"(?:[您你]?的)?(?:也(?:一样|同样|是)|一样|同样|同上)[的哈啊]?(?=[，,。；;!！\s]|$)")
_CLAUSE = re.compile(r"[^，,。；;！!？?\n]*")
_ONLY_WHEN = re.compile(rf"(?:{WHEN}|[前再就要得只能那的弄办]|处理|\s)*+")
"""王姐的明天 gives something, and does not say what."""
_FOR_ALL = re.compile(
    rf"(?P<all>都|统一|一起|一并)?(?P<when>{WHEN})(?P<also>(?:都|就|统一|一起|一并|再|[我咱]们?|会|给)*)"
    rf"(?P<verb>{_PAYS}|到账|发红包|补发?|送|[弄办发]|处理)?(?P<whom>给?(?:大家|你们|各位|过去|到?微信)*)[了哈啊哦啦]?[。！!~～\s]*"
)
_FIRST = re.compile(
    rf"[\s，,]*(?=(?:{WHEN}|[退赔转返打给统都]))(?P<when>{WHEN})?[我咱]?们?(?:给?(?:大家|你们|各位)|都|就|先|统一|一起|一并)*"
    rf"(?P<verb>{_PAYS})?(?:给?(?:大家|你们|各位))?[\s，,：:]+"
)
"""今晚, or 今晚退：, before all turns."""
_PAID = re.compile(f"{_PAYS}|到账|红包")
_ONLY_OF_MONEY = re.compile(f"{_PAYS}|到账|发红包")
_ONLY_OF_THINGS = re.compile("补发?|送")
_NO_PROMISE = re.compile(
    r"[？?]|吗|价|截单|接龙|下单|[退转返赔打发补换送][了过]|已经?|[给转付交打发欠差]我|付款|收款|如果|要是|打错|说错|更正|不是|应该|不对|改[成为]"
)


@dataclass(frozen=True)
class Turn:
    """What one clause gives, and to whom: those who are named, or all with an open case about these goods – so `many`,
    if it says how many –, or the `rest` of them. `read` can be read alone; it is empty where nothing is given. Not
    `sure` where nothing says that the number is money. Its time `closes` a row of sums that have none of their own."""

    ids: tuple[str, ...]
    goods: str | None
    rest: bool
    many: int | None
    kind: Kind
    words: str
    read: str
    timed: bool
    sure: bool = True
    closes: str = ""


def in_turn(text: str, forms: Mapping[str, tuple[str, ...]], goods: Collection[str]) -> tuple[Turn, ...]:
    """The turns of a message; none where it is not such a one. `forms` are the names that stand in it with whom they
    may mean, `goods` the words for goods in it."""
    if not (forms or goods) or any(len(ids) != 1 for ids in forms.values()) or _NO_PROMISE.search(text):
        return ()
    heads, turns, at = _heads(forms, goods), list[Turn](), 0
    first, ending = _FIRST.match(text), None
    when, paid = (first["when"] or "", bool(first["verb"])) if first else ("", False)
    at = first.end() if first else 0
    while at < len(text):
        gap = _BETWEEN.match(text, at)
        at = gap.end() if gap else at
        if at >= len(text):
            break
        if turns and (last := _FOR_ALL.fullmatch(text, at)):
            ending = last
            break
        found = _turn(text, at, heads, forms, turns)
        if found is None:
            return ()
        turn, at = found
        turns.append(turn)
    return _with_the_time(turns, when, ending, paid)


def _heads(forms: Mapping[str, tuple[str, ...]], goods: Collection[str]) -> tuple[re.Pattern[str], ...]:
    """How a clause says whose it is."""
    name = f"[@＠]?(?:{_any_of(forms)})"
    names = rf"(?P<names>{name}(?:(?:\s|和|跟|与|及|还有|[、，,])*{name})*)\s*"
    of = f"(?P<goods>{_any_of(goods)})"
    you = r"(?:[您你](?:们[俩仨两三]?)?)?"
    return (
        re.compile(rf"(?:给)?{_MANY}(?:买)?{of}的[，,\s]*"),
        re.compile(
            rf"(?:[和跟与]|还有)?(?:买)?{of}(?:{FAULT})?(?:的|那边?|这边?)?\s*给?(?:{names}){you}(?:的|那边?)?[：:]?\s*"
        ),
        re.compile(rf"{_REST}(?:(?P<some>[两二三四五六2-6几]?)[家户位个]?人?的?)?{of}(?:的)?[，,]?\s*"),
        re.compile(rf"{of}的?{_REST}(?:(?P<some>[两二三四五六2-6几]?)[家户位个]?人?)的?\s*"),
        re.compile(
            rf"(?:给)?(?:烂|坏|碎)?{of}(?:{FAULT})?[了掉]?(?:的|那|这)?[：:]?\s*(?:{_MANY})?的?(?P<head>[，,](?=[今明后]|每|一[家户人]))?\s*"
        ),
        re.compile(
            rf"(?:给|[和跟与]|还有)?{names}{you}(?:的|那[份盒边])?(?:{of})?(?:的)?(?:各|每人|一人|都|分别)?[：:]?\s*"
        ),
    )


def _any_of(words: Collection[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


def _turn(
    text: str, at: int, heads: tuple[re.Pattern[str], ...], forms: Mapping[str, tuple[str, ...]], before: list[Turn]
) -> tuple[Turn, int] | None:
    """The turn that begins here, and where it ends."""
    for head in heads:
        hit = head.match(text, at)
        if hit is None:
            continue
        groups = hit.groupdict()
        named = re.compile(_any_of(forms)).findall(groups.get("names") or "") if forms else []
        ids = tuple(dict.fromkeys(forms[name][0] for name in named))
        many = groups.get("many") or groups.get("some") or ""
        turn = Turn(ids, groups.get("goods"), bool(groups.get("rest")), _NUMBERS.get(many), "nothing", "", "", False)
        said = _given(text, hit.end(), turn, heads, before)
        if said is not None:
            turn, end = said
            return replace(turn, words=text[at:end].strip(_EDGES)), end
    return None


def _given(
    text: str, at: int, turn: Turn, heads: tuple[re.Pattern[str], ...], before: list[Turn]
) -> tuple[Turn, int] | None:
    """What is given from here on, in words of their own."""
    likewise = _LIKEWISE.match(text, at)
    if likewise and before and before[-1].read:
        last = before[-1]
        return replace(turn, kind=last.kind, read=last.read, timed=last.timed, sure=last.sure), likewise.end()
    hit = _SUM.match(text, at)
    of_each = turn.ids or turn.many or (hit and _TO_EACH.search(hit[0]))
    paid = _PAID_NOW.match(text, hit.end()) if hit and of_each else None
    if hit and of_each and before and paid is None:
        paid = _PAID_LAST.match(text, hit.end())
    paid = paid if hit and paid and (hit["at"] or paid["at"]) else None
    if hit and (paid or _ENDS.match(text, hit.end()) or any(head.match(text, hit.end()) for head in heads)):
        when = hit["when"] or hit["at"] or (paid["at"] if paid else "")
        verb = hit["verb"] if hit["verb"] not in (None, "给", "是") else ""
        fen = hit["sum"].lstrip("¥￥") + (hit["odd"] or "")
        fen = fen if re.search("[块元]", fen) else f"{fen}块"
        known = bool(verb or paid) or any(t.kind == "sum" and t.sure for t in before)
        closes = when if paid else ""
        turn = replace(turn, kind="sum", read=f"{when}退您{fen}", timed=bool(when), sure=known, closes=closes)
        return turn, paid.end() if paid else hit.end()
    hit = _THING.match(text, at)
    if hit:
        given = hit["taken"] or hit["given"] or hit["count"]
        given = given if given[0] in "补换送重" else f"补{given}"
        goods = turn.goods if turn.goods and (len(given) == 1 or hit["count"]) else ""
        when = hit["when"] or hit["then"] or ""
        read = f"{when}给您{given}{goods}"
        return replace(turn, kind="thing", read=read, timed=bool(when or re.search(WHEN, given))), hit.end()
    rest = _CLAUSE.match(text, at)
    if rest is None or _ANY_GIFT.search(rest[0]) or _ONLY_WHEN.fullmatch(rest[0]):
        return None
    return turn, rest.end()


def _closed(turns: list[Turn]) -> list[Turn]:
    """The turns with the time of a sum that closes a row for those of the row that have none."""
    closing, found = "", list[Turn]()
    for turn in reversed(turns):
        closing = turn.closes or (closing if turn.kind == "sum" and not turn.timed else "")
        if closing and not turn.timed:
            turn = replace(turn, read=f"{closing}{turn.read}", words=f"{turn.words}，{closing}", timed=True)
        found.insert(0, turn)
    return found


def _as_all(turns: list[Turn]) -> list[Turn]:
    """The turns with the time of what each of some goods gets for the ones behind it whose sum or thing has none."""
    when, found = "", list[Turn]()
    for turn in turns:
        when = when if turn.ids else turn.closes
        if when and turn.ids and turn.read and not turn.timed:
            turn = replace(turn, read=f"{when}{turn.read}", words=f"{when}{turn.words}", timed=True)
        found.append(turn)
    return found


def _with_the_time(turns: list[Turn], when: str, ending: re.Match[str] | None, paid_first: bool) -> tuple[Turn, ...]:
    """The turns with the time that is said once for all of them; none where nothing says that sums are paid, at the
    end or, `paid_first`, at the beginning, or where a time behind a sum and a thing may be the last one's."""
    turns = _closed(turns) if ending else _as_all(_closed(turns))
    given = [t for t in turns if t.read]
    paid = paid_first or bool(ending and ending["verb"] and _PAID.search(ending["verb"]))
    things = any(t.kind == "thing" for t in given)
    if not given or not (paid or things or any(t.sure for t in given)):
        return ()
    surely = any(t.kind == "sum" and t.sure for t in given)
    kinds = {t.kind for t in given}
    found: list[Turn] = []
    for turn in turns:
        if turn.kind == "sum" and not turn.sure:
            turn = replace(turn, sure=paid or surely)
        if turn.read and not turn.timed:
            if ending is not None:
                for_all = ending["all"] or re.search("都|统一|一起|一并", ending["also"])
                verb = ending["verb"] or ""
                if not for_all and len(kinds) > 1 and not _ONLY_OF_MONEY.fullmatch(verb):
                    return ()
                other = _ONLY_OF_THINGS if turn.kind == "sum" else _ONLY_OF_MONEY
                if for_all or not other.fullmatch(verb):
                    turn = replace(
                        turn, read=f"{turn.read}，{ending['when']}", words=f"{turn.words}，{ending[0].strip(_EDGES)}"
                    )
            elif when:
                turn = replace(turn, read=f"{when}{turn.read}", words=f"{when}{turn.words}")
        found.append(turn)
    return tuple(found)
