"""Addressing somebody other than the member who is written to."""

from __future__ import annotations

import re

from bot.domain.redaction_names import surname_of
from bot.domain.tone.draft import Draft, ToneFinding, plain_text

_HAN = "[\u4e00-\u9fff]"
_MEN = "先生|大哥|哥|叔叔|大叔|叔|伯伯|伯|爷爷|大爷|爷|爸爸|爸"
_WOMEN = "女士|小姐|太太|太|大姐|姐|阿姨|大姨|姨|大妈|妈妈|妈|嫂子|嫂|婶|奶奶|妹妹|妹"
_TITLE = rf"{_MEN}|{_WOMEN}|老师|师傅|同学|总|老板|弟"
_NO_NAME = "[的了是在我你您他她它们这那哪有没不就都也还请给让被把从到对跟和找问说看帮谁各位先再]"
_CALLED = r"(?:对不起|对不住|抱歉|不好意思|收到|[您你]|麻烦)"
_END = rf"(?=[,，:：!！。~～…\ufffc\n]|{_CALLED}|$)"
_NAME = re.compile(
    rf"(?P<titled>(?:(?!{_NO_NAME}){_HAN}){{0,3}}?(?:{_TITLE})){_END}"
    rf"|(?P<familiar>阿{_HAN}|小(?![心事票份时区件程问结伙主哥姐]){_HAN}儿?|老[王李张刘陈杨赵周吴徐孙朱胡郭何林罗郑梁谢宋唐许邓冯韩曹彭肖蔡潘田董袁叶蒋马高黄]){_END}"
    rf"|(?P<doubled>(?![谢刚哈好看天哎嗯对行是常往慢稍等呵嘻早快试说问查拜来爱])(?P<one>{_HAN})(?P=one)){_END}"
    rf"|(?P<greeted>(?:(?!{_NO_NAME}){_HAN}){{2,4}}?)(?=[您你]好)"
)
_POLITE = re.compile(
    r"^(?:谢谢|多谢|感谢|收到|抱歉|对不起|对不住|不好意思|辛苦|麻烦|打扰|请问|早上|中午|下午|晚上|售后|好嘞|[哎嗯行好嗨诶欸啊哈唉早对])+"
)
"""What is said before a name, or instead of one."""
_AT = re.compile(rf"@(?P<name>(?:(?![您你]){_HAN}){{2,5}}?)(?=[您你 ,，:：!！]|$)")
_GENERIC = re.compile(
    rf"(?:小|大|老|各位|亲爱的|美|帅|宝)?(?:{_TITLE}|亲|邻居|朋友|家人|宝贝|姐姐|哥哥|大家|群友|团长|老铁|老乡)++们?"
    r"|大家|各位.*|.*(?:邻居|朋友|家人|团友|群友|伙伴)们?|亲+|早上|上午|中午|下午|晚上|团长|宝子|宝宝|全体.*|所有.*"
)


def _core(name: str) -> str:
    """What is left of a name without titles, familiar prefixes, flat numbers and ornaments."""
    bare = "".join(re.findall(rf"{_HAN}|[a-z]", plain_text(name).lower()))
    bare = re.sub(r"^(?:邻居|[一二三四五六七八九十]*(?:栋|幢|单元|楼))+", "", bare)
    without = re.sub(rf"(?:{_TITLE})+$", "", bare)
    return re.sub(r"^[阿小老大]", "", without) if len(without) > 1 else without


def _gender(name: str) -> str:
    for gender, titles in (("男", _MEN), ("女", _WOMEN)):
        if re.search(rf"(?:{titles})$", name):
            return gender
    return ""


def _same(called: str, member: str) -> bool:
    """Whether `called` can be `member`: 王姐 for 王芳 or 3-502 王姐, 小娟 for 娟子; not 林先生 for 林小姐."""
    called = _POLITE.sub("", called)
    theirs, ours = _core(member), _core(called)
    if not ours or _GENERIC.fullmatch(called) or called in member:
        return True
    genders = {_gender(called), _gender(member)} - {""}
    parent = re.search(r"[妈爸]$", called) and re.search(r"[妈爸]+$", member)
    if len(genders) == 2 and not parent:
        return False
    return bool(set(ours) & set(theirs)) or not theirs


def _unknowable(draft: Draft, member: str) -> bool:
    """A person may know the name behind a display name that tells none (Sunny, 岁月静好)."""
    named = surname_of(member) or _NAME.match(member) or len(_core(member)) <= 2
    return draft.author == "group_leader" and not named


def wrong_name(draft: Draft) -> ToneFinding | None:
    if not draft.member:
        return None
    member = plain_text(draft.member)
    if not re.search(_HAN, member) or _unknowable(draft, member):
        return None
    ats = [found.span("name") for found in _AT.finditer(draft.plain)]
    saluted = _NAME.match(draft.plain)
    places = ats if ats else [saluted.span()] if saluted else []
    called = [(draft.plain[start:end], start, end) for start, end in places]
    if not called or any(_same(name, member) for name, _, _ in called):
        return None
    _, start, end = called[0]
    return ToneFinding("wrong_name", draft.excerpt(start, end), "称呼像是别人的，发之前核对一下是哪一位。")
