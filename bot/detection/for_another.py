"""A fault that is told for another – 替我妈说一声她的鸡蛋碎了三个, 我是静静老公，草莓烂了 – as that person would tell
it. Who cannot write is heard through who can."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bot.domain.verdict import Burst

_KIN = (
    "(?:老公|老婆|爱人|先生|太太|媳妇|女儿|闺女|儿子|妈妈|妈|爸爸|爸|婆婆|公公|岳母|岳父|奶奶|爷爷|外婆|外公|姥姥|姥爷|对象|男朋友|女朋友|"
    "姐姐|姐|妹妹|妹|哥哥|哥|弟弟|弟|阿姨|姨|叔叔|叔|姑姑|姑|舅舅|舅|婶婶|婶)"
)
_BREAK = r"[，,。.！!：:；;、\s]"
_IN = r"[^，,。.！!?？：:；;\s]"
_NAME = r"[^\W在从跟去到]"
_TELLS = "(?:来|再|先)?(?:说|问|讲|反映|反馈|报|提)(?:[一个]?(?:下|声|句|嘴)|问|个事)?"
_OPENING = rf"(?P<open>(?:(?:@?团长|@{_IN}+|老板|群主|你好|您好|那个|对了){_BREAK}*)*)"
_MUTE = r"(?:不(?:太|怎么)?(?:会|懂|能)|没法)(?:打字|写字|用?微信|用?手机|弄手机|发消息|发群里)"
_ORDERED = "(?:订|定|买|团|拿|领|下单|接龙|要)的"
_HINT = re.compile(rf"[帮替代让]|不(?:太|怎么)?[会懂能]|我{_IN}{{0,4}}{_KIN}|{_KIN}{_BREAK}|我们?家|{_KIN}$")
_BEFORE = tuple(
    re.compile(_OPENING + frame)
    for frame in (
        rf"我?(?:是)?(?:来)?(?:[帮替]|代(?!表|金))(?!(?:我们?|忙|大家|[你您]们?|一下|咱们?)?{_TELLS}){_IN}{{1,10}}?{_TELLS}{_BREAK}*",
        rf"我(?:就)?是{_IN}{{1,8}}?{_KIN}{_BREAK}+",
        rf"{_IN}{{1,6}}(?:就)?是我们?家?的?{_KIN}{_BREAK}+",
        rf"(?!团长|老板|群主|[你您我]们?让){_IN}{{1,10}}?(?:{_MUTE}{_BREAK}*)?(?:让|叫|托|要)我(?:来|在群里|群里)?(?:[帮替][她他忙])?{_TELLS}{_BREAK}*",
        rf"{_IN}{{1,10}}?{_MUTE}{_BREAK}+(?:我[帮替][她他]{_TELLS}{_BREAK}*)?",
    )
)
"""Who they speak for; what is wrong follows."""
_AFTER = re.compile(
    rf"(?<!{_BREAK}){_BREAK}++(?:我(?:就)?是{_IN}{{1,8}}?{_KIN}|(?:{_IN}{{1,8}}?{_MUTE}{_BREAK}*)?(?:我?(?:[帮替代]|是[帮替])(?![你您我]){_IN}{{1,8}}?{_TELLS})?){_BREAK}*$"
)
"""The same behind it: 草莓烂了一半，我是静静老公; 王阿姨的牛奶坏了，她不会打字，我替她说一声."""
_THEIRS = re.compile(
    rf"^{_OPENING}(?:(?:我们?家?|咱家?)的?{_KIN}{_NAME}{{0,4}}?(?:(?:刚|昨天|今天)?{_ORDERED}|家?的)|我们?家(?!的){_NAME}{{1,4}}?{_ORDERED})(?!{_BREAK}|$)"
)
"""我老婆静静订的 of 我老婆静静订的草莓烂了, 我妈的 of 我妈的鸡蛋碎了."""
_SOMEBODYS = re.compile(rf"^(?:[她他](?:们)?(?:家|{_ORDERED})?|{_NAME}{{1,6}}?家?)(?:{_ORDERED}|的|那|这)(?=..)")
_IS = re.compile(rf"是([坏烂碎馊臭破裂酸])的(?=$|{_BREAK}|啊|呀|呢)")


def told_as_own(burst: Burst) -> Burst:
    """The burst in the words of whom it is told for; the burst itself where somebody speaks for themselves."""
    if not any(_HINT.search(m.text) for m in burst.messages):
        return burst
    return replace(burst, messages=tuple(replace(m, text=as_own(m.text)) for m in burst.messages))


@lru_cache(maxsize=1024)
def as_own(text: str) -> str:
    """鸡蛋碎了三个 of 替我妈说一声她的鸡蛋碎了三个."""
    if len(text) > 120 or _HINT.search(text) is None:
        return text
    for frame in _BEFORE:
        found = frame.match(text)
        if found and len(text) - found.end() > 1:
            return found["open"] + _plainly(text[found.end() :])
    behind = _AFTER.search(text)
    if behind and behind.start() > 1 and behind.group().strip("，,。.！!：:；;、 \n"):
        return _plainly(text[: behind.start()])
    theirs = _THEIRS.match(text)
    return theirs["open"] + _plainly(text[theirs.end() :]) if theirs else text


def _plainly(told: str) -> str:
    """What is wrong, without whose it is: 牛奶坏了 of 她的牛奶是坏的."""
    own = told if re.match("[我咱]", told) else _SOMEBODYS.sub("", told)
    return _IS.sub(r"\1了", own)
