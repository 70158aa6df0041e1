"""Who is called in a text: by @name anywhere, by a name where a clause begins or ends, by the goods of their case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.name_forms import forms_in
from bot.domain.said_part import deed_said_at
from bot.domain.spoken_to import FAULT, KINDLY, is_given, is_spoken_to, tells, was_given

ALL = re.compile(r"[@＠]\s*(?:所有人|全体(?:成员|群友|人员)?|大家|all\b|everyone\b)", re.IGNORECASE)
"""Everybody is mentioned."""
_AT = re.compile(r"[@＠]\s*([^\s@＠，。,：:！!？?；;、]+)")
_SORRY = "不好意思|抱歉|对不[起住]|实在是?|好的|好嘞|嗯|收到|哎|算了|亲爱的"
_WHEN = "(?:[今明后][天晚早]?(?:上午|中午|下午|晚上)?|先|再|我们?|咱们?|这边|这就|马上)"
_GIVEN = ("给", "帮", "替", "退", "补", "赔")
_LEFT = (
    "(?:现在|目前)?[就只还](?:剩下?|差)的?(?:[就只]?是)?|剩下的?[就只]?是"
    "|(?:接下来|下一[个位家]|最后)(?:[就再]?是|再)?|轮到"
)
"""Whoever is named next: 只剩老周5块."""
_THANKS = "谢谢|感谢|多谢|辛苦|让|委屈|难为"
_CLAUSE = re.compile(
    r"(?:^|(?<=[\s，。,；;、：:！!？?~～…）)】])|(?=[①-⑳]))\s*"
    rf"(?:(?:那么?|还有|另外(?![几两二三四五六])|然后|至于|以及|[和跟与]|{_SORRY})[啊哈呀哦嘞\s]*+)*+"
    r"(?P<number>(?:[（(]?\d{1,2}(?:号楼?|楼|栋|幢|座|[、.．)）:：])?|[①-⑳])\s*)?"
    rf"(?:(?P<left>{_LEFT})|(?P<thanks>{_THANKS}))?"
    rf"(?P<lead>{_WHEN}*[给帮替退补赔]|{_WHEN}+)?"
)
_TITLED = re.compile(
    r"(?![我你您他她它咱大小老各谢好亲嗯行是对和跟与给帮替])[\u4e00-\u9fff]{1,2}?(?:姐|哥|阿姨|叔叔?|婶|嫂子?|奶奶|爷爷|妈妈?|爸爸?|大[爷妈姐哥]|老师)(?![妹弟姐])"
)
"""How neighbours call each other: somebody of whom no more is known."""
REST = "*rest"
"""Stands for a member id: everybody but those who are named (其他人退8块)."""
_OTHERS = "(?:其他|其余|剩下|余下)的?"
_TO_EACH = "(?:[今明后][天晚早])?(?:每[家户人位]|各[退赔转补]|一[家户人]|统一|一律)"
_REST = re.compile(
    rf"{_OTHERS}(?:[两三四五六几]?[家户位](?!店)|人|邻居|亲们?|买家|团友|[^，。,！!？?的\s]{{1,6}}的(?=[都每各统退赔转]|一律)|(?={_TO_EACH}))"
    r"|别的?(?:[两三四五六几]?[家户位](?!店)|人)的?|另外的?[几两三四五六][家户位个](?!小时|月|星期|礼拜)人?"
    rf"|(?P<loosely>{_OTHERS}(?=(?:[今明后][天晚早])?[都退赔转](?![您你])))"
)
"""All but those who are named; 剩下的退8块 may be their other goods as well."""
_CLOSES = re.compile(r"[\s，。,；;！!~～.]|$")
_BEFORE_THE_LAST = tuple("哈啊呢哦呀吧啦嘛哟了块元个盒份箱")
"""What stands before a name that ends a clause: 今晚退你8块哈静静."""
_HANDS_TO = ("给", "退", "补", "赔")
_AND = ("和", "跟", "与", "及")
NO_GOODS: Mapping[str, tuple[str, ...]] = {}
_BEFORE_GOODS = (
    rf"(?:^|(?<=[\s，。,；;、：:！!？?~～…]))\s*(?:[今明后][天晚]|先|这就)*(?:[退补赔换](?!了))?(?:(?:{FAULT})[了掉]*的?)?(?:那|这|买了?)?"
    r"(?:[一两三几\d]?[份个盒位家单边袋箱包瓶桶])?"
)
"""What may stand before goods that begin a clause: 漏的那包虾滑."""
_SURE_OF_GOODS = r"的|[那这][份个盒位家单边袋箱包瓶桶]"
_MAYBE_GOODS = r"(?=[退补赔今明我咱都各每统一：:]|后天|给[你您换补退]|[先晚稍周等还再问待暂])"


@dataclass(frozen=True)
class Mark:
    """One who is addressed: what belongs to them begins at `cut`; their name ends at `end`. `lead` is what stands
    before the name and belongs to them (今晚给您)."""

    cut: int
    end: int
    to: str | None
    lead: str = ""
    sure: bool = True
    thanked: bool = False
    """Who is thanked (谢谢王姐，静静今晚退8块) is addressed only where nobody else is."""


def marks_of(text: str, names: Mapping[str, str], owners: Mapping[str, tuple[str, ...]] = NO_GOODS) -> list[Mark]:
    """Who is called by name, in order; None stands for somebody unknown. `names` are those who may be meant, `owners`
    the member ids by the words for their goods: 小鹿芒果 calls 小鹿."""
    found = [*_by_mention(text, names), *_by_clause(text, names, owners), *_at_the_end(text, names)]
    found.sort(key=lambda m: m.cut)
    found = [m for m in found if not m.thanked or all(other.thanked for other in found)]
    return [m for i, m in enumerate(found) if i == 0 or m.cut >= found[i - 1].end]


def handed_to(text: str, names: Mapping[str, str]) -> list[Mark]:
    """To whom the words hand something over in the middle of a clause: 8块我今晚退给静静."""
    handed = ((start, end, to) for start, end, to in _of_one(text, names) if text.endswith(_HANDS_TO, 0, start))
    return [Mark(start, end, to, "您") for start, end, to in handed if is_given(text, end) and not was_given(text, end)]


def named_in(text: str, names: Mapping[str, str]) -> set[str]:
    """Everybody whose name stands in the text, whatever is said of them."""
    return {to for _, _, ids in _standing(text, names) for to in ids}


def standing_of_others(text: str, names: Mapping[str, str], member_id: str) -> list[int]:
    """Where the names of all but one end in the text."""
    return [end for _, end, ids in _standing(text, names) if member_id not in ids]


def begins_with(text: str, names: Mapping[str, str], opening: re.Pattern[str]) -> Mark | None:
    """Whose name the text begins with, behind no more than this opening."""
    first = min(_of_one(text, names), key=lambda hit: hit[0], default=None)
    if first is None or not opening.fullmatch(text, 0, first[0]):
        return None
    return Mark(*first)


def _standing(text: str, names: Mapping[str, str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where names stand, of those that begin at one place the longest: 静静妈妈 is not 静静."""
    taken = [False] * len(text)
    for form, ids in sorted(forms_in(text, names).items(), key=lambda f: -len(f[0])):
        for hit in re.finditer(re.escape(form), text):
            if not any(taken[hit.start() : hit.end()]):
                taken[hit.start() : hit.end()] = [True] * len(form)
                yield hit.start(), hit.end(), ids


def _of_one(text: str, names: Mapping[str, str]) -> Iterator[tuple[int, int, str | None]]:
    """Where names stand; None where two are called so."""
    for start, end, ids in _standing(text, names):
        yield start, end, ids[0] if len(ids) == 1 else None


def marks_of_goods(text: str, owners: Mapping[str, tuple[str, ...]], *, sure: bool = False) -> list[Mark]:
    """Whose goods a clause begins with: 草莓的退8块, 碎鸡蛋的补3个. `owners` are the member ids by the words for
    goods as they stand in the text; None stands for goods of nobody. `sure`: 草莓退8块 without 的 is not enough."""
    found = []
    for word, ids in owners.items():
        told = rf"{_BEFORE_GOODS}{re.escape(word)}(?:{FAULT})?[了掉]?(?:{_SURE_OF_GOODS})"
        maybe = rf"{_BEFORE_GOODS}{re.escape(word)}(?:(?:{FAULT})了?)?{_MAYBE_GOODS}"
        for hit in re.finditer(told if sure else f"(?:{told})|(?:{maybe})", text):
            begin = hit.start() + len(hit[0]) - len(hit[0].lstrip())
            found += [Mark(begin, begin, to) for to in ids or (None,)]
    return sorted(found, key=lambda m: m.cut)


def your_goods(text: str, owners: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Who is spoken to by what was theirs: 你的草莓今晚退8块."""
    own = {w: ids for w, ids in owners.items() if re.search(rf"[你您](?:的|[那这][份盒袋箱些个]){re.escape(w)}", text)}
    return {to for ids in own.values() for to in ids}


def _by_mention(text: str, names: Mapping[str, str]) -> Iterator[Mark]:
    """Whom @word means: the member whose name it begins with at its longest, or whose name begins with it."""
    everybody = {m.start() for m in ALL.finditer(text)}
    names = {i: name.removeprefix("@") for i, name in names.items()}
    forms = forms_in(text, names)
    for hit in _AT.finditer(text):
        word, start = hit[1], hit.start(1)
        if hit.start() in everybody:
            continue
        longest = max((form for form in forms if word.startswith(form)), key=len, default="")
        found = forms[longest] if longest else [i for i, name in names.items() if name.startswith(word)]
        if not found:
            yield Mark(hit.start(), start + len(word), None)
        for n, member_id in enumerate(found):
            end = start + len(longest or word)
            yield Mark(hit.start() if n == 0 else end, end, member_id, sure=len(found) == 1)


def _by_clause(text: str, names: Mapping[str, str], owners: Mapping[str, tuple[str, ...]]) -> Iterator[Mark]:
    forms = forms_in(text, names)
    standing = _longest_at(text, forms)
    spoken_to = {behind: _spoken_to(text, forms, standing, owners, behind=behind) for behind in (False, True)}
    behind, deed = False, deed_said_at(text)
    for clause in _CLAUSE.finditer(text):
        if rest := _REST.match(text, clause.end()):
            yield Mark(clause.end(), rest.end(), REST, sure=rest["loosely"] is None)
            continue
        begin, lead = clause.end(), clause["lead"] or ""
        cut = next((clause.start(part) for part in ("number", "left", "lead") if clause[part]), begin)
        handed, thanked = lead.endswith(_GIVEN) or bool(clause["left"]), bool(clause["thanks"])
        while True:
            if begin in standing:
                ids = forms[standing[begin]]
                name = begin + len(standing[begin])
                spoken = spoken_to[behind or begin > deed].get(begin)
                told = bool(clause["left"]) and spoken is None and tells(text, name)
                end = None if told else _called(text, name, spoken, handed=handed, thanked=thanked)
            else:
                ids, end = (), _of_unknown(text, begin, owners)
            if end is None:
                break
            end += bool(clause["left"]) and text.startswith("了", end)
            to = ids[0] if len(ids) == 1 else None
            yield Mark(cut, end, to, f"{lead}您" if lead.endswith(_GIVEN) else lead, thanked=thanked)
            cut, lead, handed, thanked, behind = end, "", False, False, True
            begin = end + (text[end : end + 1] in _AND)


def _at_the_end(text: str, names: Mapping[str, str]) -> Iterator[Mark]:
    for start, name, to in _of_one(text, names):
        kindly = KINDLY.match(text, name)
        end = next((e for e in (name, kindly.end() if kindly else name) if _CLOSES.match(text, e)), None)
        if end is not None and text.endswith(_BEFORE_THE_LAST, 0, start):
            yield Mark(start, end, to)


def _longest_at(text: str, forms: Mapping[str, tuple[str, ...]]) -> dict[int, str]:
    """The longest name that stands at each place."""
    found: dict[int, str] = {}
    for form in sorted(forms, key=len):
        found |= dict.fromkeys((hit.start() for hit in re.finditer(f"(?={re.escape(form)})", text)), form)
    return found


def _called(text: str, name: int, end: int | None, *, handed: bool, thanked: bool) -> int | None:
    """Where the name of who is called ends, if anybody is by what stands before and behind it: the bare name at `name`,
    of who is spoken to, whatever stands before them, at `end`."""
    if thanked:
        return next((e for e in (end, name) if e and is_spoken_to(text, e, thanked=True)), None)
    if handed:
        return (end or name) if is_given(text, name) else None
    return end


def _spoken_to(
    text: str, forms: Mapping[str, tuple[str, ...]], standing: Mapping[int, str], owners: Mapping[str, tuple[str, ...]],
    *, behind: bool,
) -> dict[int, int]:  # fmt: skip
    """Where those stand who are spoken to, whatever is before them, and where their names end: followed by their goods,
    by words to somebody's face, or by one more who is."""
    found: dict[int, int] = {}
    for begin in sorted(standing, reverse=True):
        ids, end = forms[standing[begin]], begin + len(standing[begin])
        kindly = KINDLY.match(text, end)
        for follows in (end, kindly.end() if kindly else end):
            theirs = any(text.startswith(word, follows) and set(ids) & set(owners[word]) for word in owners)
            more = follows in found or _of_unknown(text, follows, owners) is not None
            if theirs or more or is_spoken_to(text, follows, behind=behind):
                found[begin] = follows
                break
    return found


def _of_unknown(text: str, begin: int, owners: Mapping[str, tuple[str, ...]]) -> int | None:
    """Where the name of a neighbour of whom no more is known ends, if one is spoken to here."""
    titled = _TITLED.match(text, begin)
    if titled and (is_spoken_to(text, titled.end()) or any(text.startswith(w, titled.end()) for w in owners)):
        return titled.end()
    return None
