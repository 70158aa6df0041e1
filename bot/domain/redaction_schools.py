"""Where a child learns: a school's name with the class, 二幼中三班, 三年级2班. A school without a name stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = "[\u4e00-\u9fff]"
_N = "[一二三四五六七八九十1-9]"
_NUMBERED = r"[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?\s?班"
_BRACKETED = rf"{_N}\s?[(（]\d{{1,2}}[)）]\s?班"
_CLASS = rf"(?:{_BRACKETED}|(?:{_N}年级|[初高][一二三123])\s?(?:{_NUMBERED})?|[大中小托](?:{_NUMBERED}|班)|{_NUMBERED})"
_GRADE_AND_CLASS = re.compile(rf"{_BRACKETED}|(?:{_N}年级|(?<![最更很])[初高][一二三123])\s?{_NUMBERED}")
_KIND = "幼儿园|小学|学校|中学|附小|附中|附幼|外国语(?!小学|学校|中学)"
_SCHOOL = re.compile(rf"({_HAN}{{1,8}}?)(?:{_KIND})(?!生)(?:的?\s?({_CLASS}))?")
_NUMBERED_SCHOOL = re.compile(
    rf"(?:市|区|县|镇|实验|中心|机关|师大){{0,2}}(?<!第){_N}{{1,2}}[小幼中](?:的?\s?({_CLASS}))?"
)
_PUPIL = re.compile(
    "孩子|儿子|女儿|姑娘|闺女|娃娃?|老大|老二|[大二小]宝|宝宝|孙子|孙女|外孙|[在读念就是的我你他她家到去送接和跟给从也都刚,，。、;；\\s]|上(?!海)"
)
"""What stands before the name of a school, and does not belong to it."""
_LEARNS = re.compile("孩子|儿子|女儿|姑娘|闺女|娃|老大|老二|[大二小]宝|宝宝|孙|读|念|上")
_AT_SCHOOL = re.compile("里?(?:读书|上学|念书|就读|上课)")
_NO_NAME = re.compile(
    "^$|^(?:下半年|同学|同一|不同|一起|我们|咱们|他们|你们|公立|私立|民办|公办|附近|隔壁|对面|门口|楼下|旁边|开始|明年|今年|马上|"
    "以后|小区|社区|别的|其他|放学后?|下课后?|[这那本该哪某同一几每各两个所家咱老新大小完不没要会村镇乡班中过好高初])++$"
)
"""The longer words stand first: what was read once is not tried again in another way."""


def schools(text: str) -> Iterator[tuple[int, int]]:
    """Schools that are named where somebody learns there, and classes: (start, end)."""
    for found in _GRADE_AND_CLASS.finditer(text):
        yield found.span()
    for found in _SCHOOL.finditer(text):
        start, end = found.span(1)
        for word in _PUPIL.finditer(text, start, end):
            start = word.end()
        learns = found[2] or _LEARNS.search(text, max(0, start - 4), start) or _AT_SCHOOL.match(text, found.end())
        if learns and not _NO_NAME.match(text[start:end]):
            yield start, found.end()
    for found in _NUMBERED_SCHOOL.finditer(text):
        prefixed = not re.match(_N, found[0])
        bounded = not re.match(_HAN, text[found.end() : found.end() + 1]) or text[found.end()] in "的读上门旁对老家那"
        learns = _LEARNS.search(text, max(0, found.start() - 4), found.start())
        if found[1] or (bounded and (prefixed or learns)):
            yield found.start(), found.end()
