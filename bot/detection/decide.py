"""From what the checks say to a score, a decision, a category and a severity."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from bot.detection.checks.tone import is_angry, is_polite
from bot.detection.goods import find_goods
from bot.detection.reading import plain_of
from bot.domain.verdict import CATEGORIES, Burst, CheckResult, Decision, Verdict

BIAS = 3.0
_FIRST_BY_RED = ("illness", "foreign_matter", "expired", "threat")
_ORDER = ("wrong_item", "refund", "missing", "damaged", "late", "service", "quality", "taste", "price", "other")
assert set(_ORDER) == set(CATEGORIES)


@dataclass(frozen=True)
class DetectionSettings:
    """How readily a message counts as a complaint."""

    sensitivity: Literal["cautious", "balanced", "keen"] = "balanced"

    @property
    def complaint_from(self) -> float:
        return {"cautious": 0.75, "balanced": 0.60, "keen": 0.48}[self.sensitivity]

    @property
    def review_from(self) -> float:
        return {"cautious": 0.42, "balanced": 0.35, "keen": 0.28}[self.sensitivity]


def decide(burst: Burst, results: tuple[CheckResult, ...], settings: DetectionSettings) -> Verdict:
    """One verdict out of all results."""
    faults = [result for result in results if result.category is not None and result.points > 0]
    vetoes = [result for result in results if result.veto]
    score = _score(results, faults, vetoes)
    decision: Decision = "none"
    if score >= settings.complaint_from:
        decision = "complaint"
    elif score >= settings.review_from:
        decision = "review"
    goods = find_goods(burst.text) or next((result.goods for result in results if result.goods), ())
    shown = vetoes or sorted((r for r in results if r.points), key=lambda r: -abs(r.points))
    if decision == "none":
        return Verdict("none", score, None, None, tuple(r.detail for r in shown), results, 0, goods)
    severity = _severity(burst, results, decision)
    red = next((kind for kind in _FIRST_BY_RED if any(result.red == kind for result in results)), None)
    return Verdict(
        decision, score, _category(faults), severity, tuple(r.detail for r in shown), results, _named_by(faults),
        goods, red if decision == "complaint" else None, any(result.follow_up for result in results),
    )


def _score(results: tuple[CheckResult, ...], faults: list[CheckResult], vetoes: list[CheckResult]) -> float:
    """Logistic of summed points; of several faults the strongest counts in full, the others a fifth."""
    strengths = sorted((fault.points for fault in faults), reverse=True)
    points = strengths[0] + sum(strengths[1:]) / 5 if strengths else 0.0
    for result in results:
        if result.veto or result in faults:
            continue
        if result.points < 0 or faults or result.severity == 3:
            points += result.points
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, points - BIAS))))
    return round(min(score, 0.1) if vetoes else score, 4)


def _category(faults: list[CheckResult]) -> str:
    """The category with the strongest fault; of equals the more definite one."""
    if not faults:
        return "service"
    best = max(faults, key=lambda fault: (fault.points, -_ORDER.index(fault.category or "other")))
    return best.category or "other"


def _severity(burst: Burst, results: tuple[CheckResult, ...], decision: Decision) -> int:
    text = plain_of(burst)
    if any(result.severity == 3 and result.points > 0 for result in results) and decision == "complaint":
        return 3
    if decision == "review":
        return 1
    if is_angry(text):
        return 2
    return 1 if is_polite(text) else 2


def _named_by(faults: list[CheckResult]) -> int:
    named = [fault.message for fault in faults if fault.message is not None]
    return min(named) if named else 0
