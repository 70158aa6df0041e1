"""A text made ready for the checks, and what the checks are built from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.domain.plain_words import plain
from bot.domain.tone.dialect import in_plain_words

Kind = Literal["public", "private"]
Author = Literal["bot", "group_leader"]


@dataclass(frozen=True)
class ToneFinding:
    """One place that a member could take badly: the check's name, the words, and why in a short Chinese sentence."""

    name: str
    excerpt: str
    why: str


@dataclass(frozen=True)
class Draft:
    """A text made ready for the checks: `plain` has no blanks, is half-width and Simplified, and hides quoted words
    and links.

    `places` maps each character of `plain` to where it stands in `text`, so that an excerpt is word for word.
    """

    text: str
    plain: str
    places: tuple[int, ...]
    kind: Kind
    author: Author
    member: str | None = None
    """The display name of the member who is written to, where one is."""
    unwell: bool = False
    """Whether somebody may have come to harm by the goods."""

    def excerpt(self, start: int, end: int) -> str:
        return self.text[self.places[start] : self.places[end - 1] + 1]

    def clause_before(self, start: int) -> str:
        """What stands before `start` in the same clause."""
        return re.split(_CLAUSE_END, self.plain[:start])[-1]

    def clause_after(self, end: int) -> str:
        """What stands after `end` in the same clause, its closing mark included."""
        rest = self.plain[end:]
        mark = re.search(_CLAUSE_END, rest)
        return rest[: mark.end()] if mark else rest

    def sentence_around(self, start: int, end: int) -> str:
        before = re.split(_SENTENCE_END, self.plain[:start])[-1]
        return before + self.plain[start:end] + re.split(_SENTENCE_END, self.plain[end:])[0]


Match = re.Match[str]
ToneCheck = Callable[[Draft], ToneFinding | None]
Exemption = Callable[[Draft, Match], bool]
"""Whether a match is fine where it stands."""

HIDDEN = "\ufffc"
_CLAUSE_END = rf"[，,。!！?？;；:：…~～\n{HIDDEN}]"
_SENTENCE_END = r"[。!！?？;；\n]"
ANY = rf"[^，,。!！?？;；\n{HIDDEN}]"
"""One character that stays within the clause."""
US = r"(?:我们?|本店|团里|这边|我这边|我们这边)"

LINK = re.compile(r"https?://[!-~]+")
_QUOTED = re.compile(r"“[^“”]*(?:“[^“”]*”[^“”]*)*”|「[^」]*」|『[^』]*』|\"[^\"\n]*\"")
_BLANK = re.compile(r"[^\S\n]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]")
_TRADITIONAL = str.maketrans(
    "機錯罵則難闆妳乾脆誰憑罰禁斷絕頂級極純證據責負爾歡飯愛體諒豬類鮮凍調賺虧貴專業觀長團來當會錢説啩冇"
    "煩薦裡權視頻樂稱紙誠賞鴨棗轉幫獲據擺簽載燒湯蝦魚麵餅筆錄傷虛撐圓場積極導閉嚴緊鬧傳揚隱邊處讓訊網廣傷繼續滿"
    "濤偉鳳麗華強國陳張劉楊黃趙吳孫馬羅鄭許鄧馮蕭蔣蘇葉盧鍾譚賴靜瓊龍輝蘭芳",
    "机错骂则难板你干脆谁凭罚禁断绝顶级极纯证据责负尔欢饭爱体谅猪类鲜冻调赚亏贵专业观长团来当会钱说吧没"
    "烦荐里权视频乐称纸诚赏鸭枣转帮获据摆签载烧汤虾鱼面饼笔录伤虚撑圆场积极导闭严紧闹传扬隐边处让讯网广伤继续满"
    "涛伟凤丽华强国陈张刘杨黄赵吴孙马罗郑许邓冯萧蒋苏叶卢钟谭赖静琼龙辉兰芳",
)


def ready(text: str, kind: Kind, author: Author, member: str | None = None, unwell: bool = False) -> Draft:
    hidden = text
    for pattern in (_QUOTED, LINK):
        hidden = pattern.sub(lambda match: HIDDEN * len(match.group()), hidden)
    kept = [(char, place) for place, char in enumerate(plain_text(hidden)) if not _BLANK.match(char)]
    plain_chars, places = "".join(char for char, _ in kept), tuple(place for _, place in kept)
    return Draft(text, plain_chars, places, kind, author, member or None, unwell)


def plain_text(text: str) -> str:
    """Half-width, Simplified and in plain words, as long as `text`; line breaks stay."""
    return "\n".join(in_plain_words(plain(line).translate(_TRADITIONAL)) for line in text.split("\n"))


def any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


_NEGATED = any_of(
    rf"(?:不会|(?<!是)不是|不能|不敢|绝不|决不|从不|从没|不该|不应|并非|不用|不必|不需要|无需|不让|不代表|没说|没有说|没人说|没有人说){ANY}{{0,4}}$",
    r"(?:不|没|没有|怎么会|哪会)$",
)


def negated(draft: Draft, match: Match) -> bool:
    return bool(_NEGATED.search(draft.clause_before(match.start())))


def never(draft: Draft, match: Match) -> bool:
    """The exemption that exempts nothing."""
    return False


def first_of(
    draft: Draft, patterns: tuple[re.Pattern[str], ...], name: str, why: str, fine: Exemption = negated
) -> ToneFinding | None:
    """The first match of the first pattern that has one."""
    return next((found for pattern in patterns if (found := first(draft, pattern, name, why, fine))), None)


def first(draft: Draft, pattern: re.Pattern[str], name: str, why: str, fine: Exemption = negated) -> ToneFinding | None:
    """The first match that is not `fine` where it stands."""
    for match in pattern.finditer(draft.plain):
        if not fine(draft, match):
            return ToneFinding(name, draft.excerpt(*match.span()), why)
    return None
