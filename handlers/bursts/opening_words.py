"""Words in a message of their own before the matter: 在吗, 谢谢, 好的. What comes behind them decides."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.plain_words import plain
from bot.domain.verdict import Burst, BurstMessage, Situation, Verdict
from handlers.bursts.several import Judge

_OPENING = re.compile(
    r"(?:@\S+\s*)?(?:团长|老板娘?|群主|店家|亲|大家|[你您]们?好|早(?:上好|安)?|[中下]午好|晚上好|在(?:吗|么|嘛|不在|不|没)|有(?:没有)?人(?:在)?(?:吗|么|没)|"
    r"谢|多谢|感谢|辛苦|麻烦|打扰|不好意思|好[的吧]?|嗯|哦|噢|行|ok|收到|知道了|(?:刚|我|都|已经?)*(?:取|拿|领|收)到?(?=了)|"
    r"请?(?:我想?)?(?:问|说|跟[你您]说)(?:一?[下声]|个事|件事)?|请问|那个|喂|哎|hi|hello|"
    r"[你您我了啦啊呀哈呢哦哟]|\[[^\]]{1,4}\]|[👌👍🙏😊]|[\s,，。.!！?？~～…])+",
    re.IGNORECASE,
)
_RANK = {"none": 0, "review": 1, "complaint": 2}


def without_opening(judge: Judge, burst: Burst, situation: Situation, verdict: Verdict) -> Verdict:
    """The verdict on a group's burst, or on what stands behind its opening where that is a plainer complaint alone."""
    behind = _behind_opening(burst)
    if situation.group is None or burst.role != "member" or verdict.decision == "complaint" or not behind:
        return verdict
    (alone,) = judge([(replace(burst, messages=behind), situation)])
    if _RANK[alone.decision] <= _RANK[verdict.decision]:
        return verdict
    return replace(alone, named_by=alone.named_by + len(burst.messages) - len(behind))


def _behind_opening(burst: Burst) -> tuple[BurstMessage, ...]:
    """The messages behind those that only open; none where there is no such opening, or nothing behind it."""
    said = burst.messages
    first = next((n for n, m in enumerate(said) if m.has_image or m.quoted_text or not _opens(m.text)), len(said))
    return said[first:] if first else ()


def _opens(text: str) -> bool:
    return len(text) <= 12 and _OPENING.fullmatch(plain(text)) is not None
