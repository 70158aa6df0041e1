"""Is this burst of messages a complaint about this group, about what, and how serious?

A check is a plain function `(burst, situation) -> CheckResult | list[CheckResult] | None` in one file of `checks/`;
adding one means a file there and a line in CHECKS.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.detection.checks.aftermath import goes_on, picture, promise_passed, reaction
from bot.detection.checks.damaged import damaged
from bot.detection.checks.elsewhere import elsewhere
from bot.detection.checks.harmless import decline, joke, notice, off_topic, order_line, own_mistake, question, solved
from bot.detection.checks.late import late
from bot.detection.checks.me_too import fine_here, me_too
from bot.detection.checks.missing import missing
from bot.detection.checks.praise import praise
from bot.detection.checks.price import price
from bot.detection.checks.quality import quality
from bot.detection.checks.refund import refund
from bot.detection.checks.rules import rules
from bot.detection.checks.service import service
from bot.detection.checks.short_measure import short_measure
from bot.detection.checks.speaker import speaker
from bot.detection.checks.taste import taste
from bot.detection.checks.tone import anger, leaving, sarcasm, threat
from bot.detection.checks.wrong_item import wrong_item
from bot.detection.decide import DetectionSettings, decide
from bot.domain.verdict import Burst, BurstMessage, CheckResult, Earlier, Role, Situation, Verdict

__all__ = ["CHECKS", "DetectionSettings", "detect", "detect_many"]

Check = Callable[[Burst, Situation], CheckResult | list[CheckResult] | None]

CHECKS: tuple[Check, ...] = (
    # who speaks
    speaker,
    # what is wrong
    damaged,
    missing,
    late,
    wrong_item,
    taste,
    quality,
    short_measure,
    price,
    refund,
    service,
    rules,
    # how it is said
    threat,
    leaving,
    anger,
    sarcasm,
    # what it means after what was said before
    me_too,
    picture,
    reaction,
    promise_passed,
    goes_on,
    # what only sounds bad
    elsewhere,
    off_topic,
    own_mistake,
    solved,
    decline,
    order_line,
    notice,
    question,
    praise,
    fine_here,
    joke,
)

_BALANCED = DetectionSettings()
_NO_SITUATION = Situation()
_SHORT = 60
"""A longer burst is understood without asking whether earlier messages were complaints."""


def detect(burst: Burst, situation: Situation, settings: DetectionSettings | None = None) -> Verdict:
    """The verdict on one burst."""
    if situation.earlier and len(burst.text) <= _SHORT:
        situation = replace(situation, earlier=tuple(map(_judged, situation.earlier)))
    return _detect(burst, situation, settings or _BALANCED)


def detect_many(items: Sequence[tuple[Burst, Situation]], settings: DetectionSettings | None = None) -> list[Verdict]:
    """The verdicts on many bursts, each the same as `detect` gives alone."""
    return [detect(burst, situation, settings) for burst, situation in items]


def _detect(burst: Burst, situation: Situation, settings: DetectionSettings) -> Verdict:
    results: list[CheckResult] = []
    for check in CHECKS:
        found = check(burst, situation)
        if isinstance(found, list):
            results += found
        elif found is not None:
            results.append(found)
    return decide(burst, tuple(results), settings)


def _judged(earlier: Earlier) -> Earlier:
    """An earlier message with its verdict: the one it came with, else the one its text alone gets."""
    if earlier.complaint is not None and (not earlier.complaint or earlier.category is not None):
        return earlier
    alone = _alone(earlier.text, earlier.role, earlier.has_image)
    complaint = alone.decision != "none" if earlier.complaint is None else earlier.complaint
    return replace(
        earlier, complaint=complaint, category=earlier.category or alone.category, goods=earlier.goods or alone.goods
    )


@lru_cache(maxsize=4096)
def _alone(text: str, role: Role, has_image: bool) -> Verdict:
    burst = Burst((BurstMessage(text, has_image),), "member" if role == "unknown" else role)
    return _detect(burst, _NO_SITUATION, _BALANCED)
