"""Is this burst of messages a complaint about this group, about what, and how serious?

A check is a plain function `(burst, situation) -> CheckResult | list[CheckResult] | None` in one file of `checks/`;
adding one means a file there and a line in CHECKS.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.detection.chance import read_closer
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
from bot.detection.for_another import told_as_own
from bot.detection.goods import find_goods
from bot.detection.learned import Learned
from bot.detection.model.reading import read_bursts
from bot.detection.ordinary import clear_many, clear_one, ordinary
from bot.detection.points import rule_score
from bot.detection.voices import with_voices
from bot.domain.verdict import Burst, BurstMessage, CheckResult, Earlier, Role, Situation, Verdict

__all__ = ["CHECKS", "DetectionSettings", "LearningDetector", "detect", "detect_many"]

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
_HEARD_FROM = 0.35
_SHORT = 60
"""A longer burst is understood without asking whether earlier messages were complaints."""


def detect(burst: Burst, situation: Situation, settings: DetectionSettings | None = None) -> Verdict:
    """The verdict on one burst."""
    depth = clear_one((settings or _BALANCED).gate, told_as_own(burst), situation)
    return ordinary(depth) if depth >= 0 else _detect_closely([(burst, situation)], settings)[0]


def detect_many(items: Sequence[tuple[Burst, Situation]], settings: DetectionSettings | None = None) -> list[Verdict]:
    """The verdicts on many bursts, each the same as `detect` gives alone."""
    told = [(told_as_own(burst), situation) for burst, situation in items]
    depths = clear_many((settings or _BALANCED).gate, told)
    unclear = [item for item, depth in zip(items, depths, strict=True) if depth < 0]
    closely = iter(_detect_closely(unclear, settings)) if unclear else iter(())
    return [next(closely) if depth < 0 else ordinary(depth) for depth in depths]


class LearningDetector:
    """`detect_many` and the voices, with one choice of settings, and with what was learned here up to now."""

    def __init__(self, settings: DetectionSettings) -> None:
        self.settings = settings
        self.version: int | None = None

    def __call__(self, items: Sequence[tuple[Burst, Situation]]) -> list[Verdict]:
        return with_voices(items, detect_many(items, self.settings))

    def use(self, version: int | None, learned: Learned | None) -> None:
        """From now on judge with this version of what was learned."""
        self.settings, self.version = replace(self.settings, learned=learned), version


def _detect_closely(items: Sequence[tuple[Burst, Situation]], settings: DetectionSettings | None) -> list[Verdict]:
    """The verdicts on what the gate does not clear: checks, light stage, and the encoder where they are not certain."""
    chosen = settings or _BALANCED
    known = [(told_as_own(burst), _with_judged(burst, situation)) for burst, situation in items]
    readings = read_bursts(chosen.model, known)
    verdicts = []
    for (burst, _), (own, situation), reading in zip(items, known, readings, strict=True):
        results = _results(own, situation)
        verdicts.append(decide(burst, situation, results, chosen, read_closer(own, situation, results, reading)))
    return verdicts


def results_on(burst: Burst, situation: Situation) -> tuple[CheckResult, ...]:
    """What the checks say of one burst."""
    return _results(told_as_own(burst), _with_judged(burst, situation))


def _with_judged(burst: Burst, situation: Situation) -> Situation:
    if not situation.earlier or len(burst.text) > _SHORT:
        return situation
    return replace(situation, earlier=tuple(map(_judged, situation.earlier)))


def _results(burst: Burst, situation: Situation) -> tuple[CheckResult, ...]:
    results: list[CheckResult] = []
    for check in CHECKS:
        found = check(burst, situation)
        if isinstance(found, list):
            results += found
        elif found is not None:
            results.append(found)
    return tuple(results)


def _judged(earlier: Earlier) -> Earlier:
    """An earlier message with its verdict: the one it came with, else the one its text alone gets."""
    if earlier.complaint is not None and (not earlier.complaint or earlier.category is not None):
        return earlier
    if earlier.role in ("group_leader", "bot"):
        return replace(earlier, complaint=bool(earlier.complaint), goods=earlier.goods or find_goods(earlier.text))
    complaint, category, goods = _alone(earlier.text, earlier.role, earlier.has_image)
    if earlier.complaint is not None:
        complaint = earlier.complaint
    return replace(earlier, complaint=complaint, category=earlier.category or category, goods=earlier.goods or goods)


@lru_cache(maxsize=4096)
def _alone(text: str, role: Role, has_image: bool) -> tuple[bool, str | None, tuple[str, ...]]:
    """Whether a text alone is a complaint by the checks, about what, and which goods it names."""
    burst = Burst((BurstMessage(text, has_image),), "member" if role == "unknown" else role)
    results = _results(burst, _NO_SITUATION)
    complaint = rule_score(results) >= _HEARD_FROM
    faults = [result for result in results if result.category is not None and result.points > 0]
    category = max(faults, key=lambda fault: fault.points).category if complaint and faults else None
    return complaint, category, find_goods(text)
