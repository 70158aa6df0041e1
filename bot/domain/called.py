"""Who is called in a text: by @name anywhere, by a name where a clause begins or ends, by the goods of their case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.name_forms import forms_in

ALL = re.compile(r"[@＠]\s*(?:所有人|全体(?:成员|群友|人员)?|大家|all\b|everyone\b)", re.IGNORECASE)
"""Everybody is mentioned."""
_AT = re.compile(r"[@＠]\s*([^\s@＠，。,：:！!？?；;、]+)")
_SORRY = "不好意思|抱歉|对不[起住]|实在是?|好的|好嘞|嗯|收到|哎|亲爱的"
_WHEN = "(?:[今明后][天晚早]?(?:上午|中午|下午|晚上)?|先|再|我们?|咱们?|这边|这就|马上)"
_GIVEN = ("给", "帮", "替", "退", "补", "赔")
_CLAUSE = re.compile(
    r"(?:^|(?<=[\s，。,；;、：:！!？?~～…）)】])|(?=[①-⑳]))\s*"
    rf"(?:(?:那么?|还有|另外|然后|至于|以及|[和跟与]|{_SORRY})[啊哈呀哦嘞\s]*+)*+"
    r"(?P<number>(?:[（(]?\d{1,2}(?:号|楼|[、.．)）:：])?|[①-⑳])\s*)?"
    rf"(?P<lead>{_WHEN}*[给帮替退补赔]|{_WHEN}+)?"
)
_TITLED = re.compile(
    r"(?![我你您他她它咱大小老各谢好亲嗯行是对和跟与给帮替])[\u4e00-\u9fff]{1,2}?(?:姐|哥|阿姨|叔叔?|婶|嫂子?|奶奶|爷爷|妈妈?|爸爸?|大[爷妈姐哥]|老师)(?![妹弟姐])"
)
"""How neighbours call each other: somebody of whom no more is known."""
_FAULT = r"[烂坏碎破漏臭霉裂化少缺软蔫馊扁瘪酸苦洒炸]|长毛|发[霉酸臭黄]|没[收拿领]?到|过期|压[坏扁烂]|不新鲜"
_GOES_ON = re.compile(
    rf"[\s，。,；;、：:！!？?~～—–-]|$|(?:{_FAULT})[了掉]?[的那]|[您你的那这家和跟与我咱各每]|们?[俩两]|[退补赔换送转发给寄拿]|今|明|后天|下[周午次]|上午|晚"
    r"|先|再|重|马上|稍|等[下会一]|待会|一会|回头|周|现在|分别|一[人家户]|亲(?!戚)|不好意思|抱歉|对不|也(?=[退补赔换给今明]|一样|同样|照)|都|全|\d|@"
)
"""What stands behind the name of one who is spoken to, and not told about: 王姐说, 王姐帮您拿着."""
_KINDLY = re.compile("姐姐?|哥哥?|妹妹?|宝宝?|亲亲?|老师")
"""What may be put to a name: 静静姐."""
_CLOSES = re.compile(r"[\s，。,；;！!~～.]|$")
_BEFORE_THE_LAST = re.compile("[哈啊呢哦呀吧啦嘛哟了块元个盒份箱]$")
"""What stands before a name that ends a clause: 今晚退你8块哈静静."""
_HANDED_TO = re.compile("(?:给|退|补|赔)$")
_AND = ("和", "跟", "与", "及")
NO_GOODS: Mapping[str, tuple[str, ...]] = {}
_BEFORE_GOODS = (
    rf"(?:^|(?<=[\s，。,；;、：:！!？?~～…]))\s*(?:(?:{_FAULT})[了掉]*的?)?(?:那|这|买了?)?"
    r"(?:[一两三几\d]?[份个盒位家单边袋箱包瓶桶])?"
)
"""What may stand before goods that begin a clause: 漏的那包虾滑."""
_SURE_OF_GOODS = r"的|[那这][份个盒位家单边袋箱包瓶桶]"
_MAYBE_GOODS = r"(?=[退补赔今明我咱都各每统一：:]|后天|给[你您换补退]|[先晚稍周])"


@dataclass(frozen=True)
class Mark:
    """One who is addressed: what belongs to them begins at `cut`; their name ends at `end`. `lead` is what stands
    before the name and belongs to them (今晚给您)."""

    cut: int
    end: int
    to: str | None
    lead: str = ""
    sure: bool = True


def marks_of(text: str, names: Mapping[str, str], owners: Mapping[str, tuple[str, ...]] = NO_GOODS) -> list[Mark]:
    """Who is called by name, in order; None stands for somebody unknown. `names` are those who may be meant, `owners`
    the member ids by the words for their goods: 小鹿芒果 calls 小鹿."""
    found = [*_by_mention(text, names), *_by_clause(text, names, owners), *_at_the_end(text, names)]
    found.sort(key=lambda m: m.cut)
    return [m for i, m in enumerate(found) if i == 0 or m.cut >= found[i - 1].end]


def handed_to(text: str, names: Mapping[str, str]) -> list[Mark]:
    """To whom the words hand something over in the middle of a clause: 8块我今晚退给静静."""
    return [Mark(start, end, to, "您") for start, end, to in _of_one(text, names) if _HANDED_TO.search(text[:start])]


def named_in(text: str, names: Mapping[str, str]) -> set[str]:
    """Everybody whose name stands in the text, whatever is said of them."""
    return {to for _, _, ids in _standing(text, names) for to in ids}


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
        told = rf"{_BEFORE_GOODS}{re.escape(word)}(?:{_FAULT})?[了掉]?(?:{_SURE_OF_GOODS})"
        maybe = rf"{_BEFORE_GOODS}{re.escape(word)}(?:(?:{_FAULT})了?)?{_MAYBE_GOODS}"
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
    for clause in _CLAUSE.finditer(text):
        begin, lead = clause.end(), clause["lead"] or ""
        cut = clause.start("number") if clause["number"] else clause.start("lead") if lead else begin
        while called := _called(text, begin, forms, owners, handed=lead.endswith(_GIVEN)):
            to, end = called
            yield Mark(cut, end, to, f"{lead}您" if lead.endswith(_GIVEN) else lead)
            cut, lead = end, ""
            begin = end + (text[end : end + 1] in _AND)


def _at_the_end(text: str, names: Mapping[str, str]) -> Iterator[Mark]:
    for start, end, to in _of_one(text, names):
        if _BEFORE_THE_LAST.search(text[:start]) and _CLOSES.match(text, end):
            yield Mark(start, end, to)


def _called(
    text: str, begin: int, forms: Mapping[str, tuple[str, ...]], owners: Mapping[str, tuple[str, ...]],
    *, handed: bool = False,
) -> tuple[str | None, int] | None:  # fmt: skip
    """The member whose name stands here, or None for somebody unknown or for two who are called so, and where the name
    ends."""
    name = max((form for form in forms if text.startswith(form, begin)), key=len, default="")
    if name:
        ids, end = forms[name], begin + len(name)
        kindly = _KINDLY.match(text, end)
        for follows in (end, kindly.end() if kindly else end):
            theirs = any(text.startswith(word, follows) and set(ids) & set(owners[word]) for word in owners)
            if theirs or _GOES_ON.match(text, follows) or _called(text, follows, forms, owners):
                return ids[0] if len(ids) == 1 else None, follows
        return (ids[0] if len(ids) == 1 else None, end) if handed else None
    titled = _TITLED.match(text, begin)
    if titled and (_GOES_ON.match(text, titled.end()) or any(text.startswith(w, titled.end()) for w in owners)):
        return None, titled.end()
    return None
