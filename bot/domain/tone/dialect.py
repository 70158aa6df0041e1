"""Cantonese and other speech in plain words of the same length, so that one pattern reads both."""

from __future__ import annotations

import re

_CHARS = str.maketrans("唔仲睇佢咩㗎噶谂揾", "不还看他么的的想找")
_WORDS = {
    "点解": "为啥",
    "边个": "哪个",
    "乜嘢": "什么",
    "屋头": "家里",
    "屋企": "家里",
    "紧系": "肯定",
    "梗系": "肯定",
    "几时": "何时",
    "雪柜": "冰箱",
}
_KNOW = r"(?<!^)晓得"
"""But a bare 晓得了 is no cold answer, as a bare 知道了 is."""
_IS = r"(?<![关联])系(?=[你您我他她自])|(?<=不)系(?!统|列)|(?<=就)系(?!统|列)"
_LONG = r"(?<=[太咁])耐(?![心烦放用看吃])"
_PATTERN = re.compile("|".join((*_WORDS, _KNOW, _IS, _LONG)))


def in_plain_words(line: str) -> str:
    """As long as `line`."""
    return _PATTERN.sub(_plain_word, line.translate(_CHARS))


def _plain_word(match: re.Match[str]) -> str:
    return _WORDS.get(match[0]) or {"晓得": "知道", "系": "是", "耐": "久"}[match[0]]
