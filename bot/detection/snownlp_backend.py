"""The baseline to compare with: snownlp's sentiment of the text alone, as shipped."""

from __future__ import annotations

import math

from bot.detection.goods import find_goods
from bot.detection.normal import normal
from bot.domain.verdict import Burst, CheckResult, Decision, Situation, Verdict

_COMPLAINT_FROM, _REVIEW_FROM = 0.7, 0.5


def detect_snownlp(burst: Burst, situation: Situation) -> Verdict:
    """Score is one minus snownlp's sentiment; it knows no categories, so a complaint is `other`, severity 2."""
    if burst.role in ("group_leader", "bot"):
        return Verdict("none", 0.0, goods=find_goods(burst.text))
    score = round(1.0 - _sentiment(normal(burst.text)), 4)
    decision: Decision = "none"
    if score >= _COMPLAINT_FROM:
        decision = "complaint"
    elif score >= _REVIEW_FROM:
        decision = "review"
    goods = find_goods(burst.text)
    if decision == "none":
        return Verdict("none", score, goods=goods)
    result = CheckResult("snownlp", score, f"情感分析偏负面（{score:.2f}）", category="other")
    return Verdict(decision, score, "other", 2, (result.detail,), (result,), 0, goods)


def _sentiment(text: str) -> float:
    """snownlp's probability of a positive text; 0.5 where it has nothing to say or fails."""
    if not text:
        return 0.5
    from snownlp import SnowNLP

    try:
        value = float(SnowNLP(text).sentiments)
    except (ZeroDivisionError, ValueError, OverflowError, IndexError, KeyError):
        return 0.5
    return min(1.0, max(0.0, value)) if math.isfinite(value) else 0.5
