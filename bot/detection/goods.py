"""Which goods a text names: a lexicon with aliases, longest match first."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bot.detection.normal import normal

MARK, SHORT_MARK = "◇", "◆"
"""Stand for one goods word in a sketch; SHORT_MARK for one of a single character, which may be chance."""

_QUANTITY = re.compile(
    r"[\d.,×x*+~()\[\]【】/\-一二两三四五六七八九十半]*(?:个|只|盒|箱|袋|包|提|瓶|罐|份|斤|公斤|kg|g|克|ml|毫升|升|"
    r"枚|板|桶|条|件|双|支|组)装?"
)
_NOT_A_NAME = re.compile(r"[^\w]+")


class Found(NamedTuple):
    """One goods word in a text."""

    start: int
    end: int
    name: str


def _read_lexicon() -> tuple[dict[str, str], frozenset[str]]:
    """Every word of goods.txt and its name, an empty one for a word that is no goods; and the words that a sketch
    keeps."""
    words: dict[str, str] = {}
    kept: set[str] = set()
    for line in (Path(__file__).parent / "goods.txt").read_text(encoding="utf-8").splitlines():
        parts = line.partition("#")[0].split()
        if not parts:
            continue
        if parts[0] == "-":
            words.update((normal(word), "") for word in parts[1:])
            continue
        if parts[0] == "+":
            parts = parts[1:]
            kept.update(normal(word) for word in parts if normal(word) not in words)
        for word in parts:
            words.setdefault(normal(word), parts[0])
    return words, frozenset(kept)


_NAME_OF, _KEPT = _read_lexicon()
_lengths: dict[str, set[int]] = {}
for _word in _NAME_OF:
    _lengths.setdefault(_word[0], set()).add(len(_word))
_LENGTHS = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in _lengths.items()}
del _lengths, _word


@lru_cache(maxsize=4096)
def goods_spans(text: str) -> tuple[Found, ...]:
    """The goods words of a text that `normal` or `plain` made, in order, longest match at each place."""
    found = []
    at, size = 0, len(text)
    while at < size:
        step = 1
        for length in _LENGTHS.get(text[at], ()):
            name = _NAME_OF.get(text[at : at + length])
            if name is not None and at + length <= size:
                if name:
                    found.append(Found(at, at + length, name))
                step = length
                break
        at += step
    return tuple(found)


@lru_cache(maxsize=4096)
def goods_sketch(text: str) -> str:
    """The text with the goods words replaced by MARK, so that no check stumbles over 臭豆腐 or 破壁机."""
    spans = [found for found in goods_spans(text) if text[found.start : found.end] not in _KEPT]
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for found in spans:
        parts += (text[at : found.start], MARK if found.end - found.start > 1 else SHORT_MARK)
        at = found.end
    parts.append(text[at:])
    return "".join(parts)


@lru_cache(maxsize=4096)
def find_goods(text: str) -> tuple[str, ...]:
    """The names of the goods in a text, each once: full words before one-character words, then in order."""
    spans = goods_spans(normal(text))
    ordered = sorted(spans, key=lambda found: found.end - found.start == 1)
    return tuple(dict.fromkeys(found.name for found in ordered))


def goods_key(name: str) -> str:
    """What two spellings of the same goods share: the lexicon's name of the head noun, which comes last in Chinese."""
    text = normal(name)
    spans = goods_spans(text)
    if spans:
        return spans[-1].name
    bare = _NOT_A_NAME.sub("", _QUANTITY.sub("", text))
    return bare or text


def same_goods(a: str, b: str) -> bool:
    """Whether two names mean the same goods: 红颜草莓 and 草莓 do, 饼 and 烧饼, too; 牛奶 and 酸奶 don't."""
    one, other = goods_key(a), goods_key(b)
    if not one or not other:
        return False
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if _NAME_OF.get(one) and _NAME_OF.get(other):
        return len(short) == 1 and long.endswith(short)
    return len(short) >= 2 and short in long
