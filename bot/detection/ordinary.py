"""Ordinary talk, cleared by the gate alone: most of what a group says never reaches the checks.

Only words that mean the same whatever was said before are cleared here. A picture, a quote, an open case, a complaint
shortly before, a reaction to the leader's post: all that goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.detection.bare_words import bare_words
from bot.detection.checks.aftermath import promise_passed, reaction
from bot.detection.model.quick import Gate, gate
from bot.domain.verdict import Burst, Situation, Verdict

_PLAIN = re.compile(
    "难吃|難吃|难喝|難喝|不好吃|不新鲜|不新鮮|不甜|漏发|漏發|少发|少發|发错|發錯|错发|錯發|变质|變質|发霉|發霉|馊|餿|发酸|太酸|"
    "坏了|壞了|坏的|烂了|爛了|烂的|碎了|没收到|沒收到|没到货|货呢|貨呢|降价|降價|退款|缺斤|过期|過期|"
    "[坏烂碎破壞爛][啦咯喽滴哒嘞叻]"
)
"""The plainest words of complaints: the gate, which learned from cleverer ones, never clears them alone."""

_REASON = ("像日常聊天，没有提到问题",)

Item = tuple[Burst, Situation]


@cache
def ordinary(depth: int) -> Verdict:
    """The verdict on ordinary talk so far below the gate's limit."""
    return Verdict("none", gate().scores[depth], reasons=_REASON)


def text_to_clear(burst: Burst, situation: Situation) -> str | None:
    """The words of a burst that may be cleared by themselves; None where the situation could matter."""
    if burst.role not in ("member", "unknown") or situation.open_cases:
        return None
    messages = burst.messages
    for message in messages:
        if message.has_image or message.quoted_text is not None:
            return None
    if (situation.earlier or situation.came) and _matters(burst, situation):
        return None
    text = messages[0].text if len(messages) == 1 else burst.text
    return None if _PLAIN.search(text) else text


def _matters(burst: Burst, situation: Situation) -> bool:
    """Whether what was said before could make this a complaint."""
    for earlier in situation.earlier:
        if earlier.complaint is not False and earlier.role not in ("group_leader", "bot"):
            return True
    if bare_words(burst, situation) is not None:
        return True
    return reaction(burst, situation) is not None or promise_passed(burst, situation) is not None


def clear_one(by: Gate, burst: Burst, situation: Situation) -> int:
    """The depth at which a burst is cleared; -1 when it goes on."""
    text = text_to_clear(burst, situation)
    return -1 if text is None else by.depth(text)


def clear_many(by: Gate, items: Sequence[Item]) -> list[int]:
    """`clear_one` of many bursts at once."""
    texts = [text_to_clear(burst, situation) for burst, situation in items]
    if None not in texts:
        return by.depths(texts)  # type: ignore[arg-type]
    depths = iter(by.depths([text for text in texts if text is not None]))
    return [-1 if text is None else next(depths) for text in texts]
