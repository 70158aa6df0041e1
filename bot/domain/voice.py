"""What a voice is: praise or fair criticism of our goods, service or delivery; and the words that take it back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.domain.plain_words import plain

Kind = Literal["praise", "criticism"]
Aspect = Literal["product", "service", "delivery"]
KINDS: tuple[Kind, ...] = ("praise", "criticism")
ASPECTS: tuple[Aspect, ...] = ("product", "service", "delivery")

_LONGEST_ANSWER = 60
_MY_WORDS = (
    r"我(?:的|说的|讲的|那|这|之前|上次|前面)*(?:几|两|一)?(?:那|这)?(?:句|段|些|条)?"
    r"(?:原话|话|评价|好评|口碑|反馈|留言)"
)
_TAKES_BACK = re.compile(
    rf"(?:别|不要|不想|不许|不准|不能|甭)(?:再|让|你们?|给|人|继续)*(?:用|放|展示|引用|拿|贴|晒|公开|挂)(?:着|出来|出去)?{_MY_WORDS}|"
    rf"{_MY_WORDS}[^?]{{0,4}}(?:撤|删|下架|拿掉|拿下|去掉|别(?:再)?(?:用|放|展示|挂|贴)|不要(?:再)?(?:用|放|展示|挂|贴))|"
    rf"(?:撤|删|拿)(?:了|掉|下|回|走)*{_MY_WORDS}"
)
_THAT = rf"(?:{_MY_WORDS}|(?<!他)(?<!她)(?<!们)(?:那|这)(?:句|段|条)(?:原话|话|评价|好评|口碑|留言)?)"
_REQUEST = re.compile(
    rf"(?:把|将)?{_THAT}[^,。!?]{{0,4}}(?:撤|删|下架|拿掉|拿下|去掉|别(?:再)?(?:用|放|展示|挂|贴)|不要(?:再)?(?:用|放|展示|挂|贴))|"
    rf"(?:别|不要|不想)(?:再)?(?:把|让)?{_THAT}(?:再)?(?:放|用|挂|贴|展示|公开)|(?:别|不要|不想让?)(?:你们?)?(?:再)?引用我(?:的话|了|吧|,|。|!|$)|"
    rf"我(?:说|讲|写|夸)的(?:那|这)?(?:几|两|一)?[句段条些]?(?:别|不要)(?:再)?(?:用|放|展示|挂|贴)"
)
_POLITE = re.compile(
    r"(?:能不能|可不可以|可否|能|可以|麻烦|请|帮).*(?:撤|删|下架|拿掉|去掉|别|不要)|"
    r"(?:可以|行|好)(?:吗|不|么)[?,。!~ ]*$"
)
_QUESTION = re.compile(r"\?|吗[,。!~ ]*$|请问|想问|问(?:一)?下|怎么|能不能|可不可以|是不是|有没有")
_NOT_ASKED_FOR = re.compile(r"怎么|是不是|有没有|为什么|谁|(?:不用|没|别|不必)(?:撤|删)|听到|放在?心")


@dataclass(frozen=True)
class Heard:
    """What one voice says, and of what."""

    kind: Kind
    aspect: Aspect


def takes_voice_back(text: str) -> bool:
    """Whether somebody no longer wants their words shown: 别用我说的那句话了, 把我的评价撤了."""
    said = plain(text).strip()
    if len(said) > _LONGEST_ANSWER or _NOT_ASKED_FOR.search(said):
        return False
    if not (_TAKES_BACK.search(said) or _REQUEST.search(said)):
        return False
    return not _QUESTION.search(said) or bool(_POLITE.search(said))
