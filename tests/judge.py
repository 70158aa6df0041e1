"""A detector of a dozen words, so that tests of what follows from a verdict do not depend on how well it is reached."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.detection.goods import find_goods
from bot.domain.verdict import Burst, Situation, Verdict

UNSURE = Verdict("review", 0.45, "quality", 1, ("拿不准",))

FAULTS = {
    "烂|坏|漏": "damaged",
    "少了两": "missing",
    "酸": "taste",
    "态度": "service",
    "头发|过期|上吐下泻": "quality",
    "不退": "refund",
}
RED = {"上吐下泻": "illness", "头发": "foreign_matter", "过期": "expired", "12315": "threat"}


def judge(items: Sequence[tuple[Burst, Situation]]) -> list[Verdict]:
    return [_judge(burst, situation) for burst, situation in items]


def _judge(burst: Burst, situation: Situation) -> Verdict:
    goods = find_goods(burst.text)
    for n, message in enumerate(burst.messages):
        for words, category in FAULTS.items():
            if re.search(words, message.text):
                red = next((kind for word, kind in RED.items() if word in message.text), None)
                severity = 3 if red or "退钱" in message.text else 1 if "有点" in message.text else 2
                return Verdict("complaint", 0.9, category, severity, ("坏消息",), (), n, goods, red)
    before = next((e for e in reversed(situation.earlier) if e.complaint), None)
    if "我的也是" in burst.text and before is not None:
        return Verdict("complaint", 0.8, before.category, 2, ("跟着说",), goods=before.goods)
    if burst.has_image and burst.text in ("?", "？"):
        return Verdict("complaint", 0.7, "damaged", 1, ("图片加问号",))
    return Verdict("none", 0.05, goods=goods)
