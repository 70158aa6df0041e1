"""From what the checks say to a score, a decision, a category and a severity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from bot.detection.arrival import has_arrived
from bot.detection.bare_words import BareWords, bare_words
from bot.detection.chance import chance_of
from bot.detection.for_another import told_as_own
from bot.detection.goods import find_goods, same_goods
from bot.detection.joining import only_joins, tells_of_another_time, wants_the_same
from bot.detection.learned import SAME, Learned
from bot.detection.model.arrays import Model, model
from bot.detection.model.combine import choose_category, severity_features, severity_with_encoder, weigh
from bot.detection.model.quick import Gate, gate
from bot.detection.model.reading import Reading, read_bursts
from bot.detection.only_a_fault import (
    asks_what_to_do,
    calls_it_mild,
    calls_it_normal,
    may_be_of_home,
    may_have_ordered_nothing,
    only_asks_of_a_fault,
    says_nothing_was_ordered,
    says_only_a_fault,
    tells_of_a_near_date,
    went_bad_at_home,
    wonders,
)
from bot.detection.points import BY_SITUATION, stands, worth_asking
from bot.detection.reading import LIKELY, SURE, plain_of, quoted
from bot.domain.verdict import Burst, CheckResult, Decision, Sensitivity, Situation, Verdict

_OUTWEIGHED = {"solved", "decline", "order_line", "notice", "praise", "question", "joke"}
_FIRST_BY_RED = ("illness", "foreign_matter", "expired", "threat")
_DEMOTING = {"elsewhere", "solved", "fine_here", "own_mistake"}
"""Checks against which the model is right too seldom: where they veto, it may ask, not answer."""
_OF_GOODS = {"damaged", "quality", "taste", "missing", "wrong_item"}
"""What is wrong with goods that have just come, where nothing else is named."""
_VETOED = 0.02
_LONG, _FEW_SIGNS = 100, 8


@dataclass(frozen=True)
class DetectionSettings:
    """How readily a message counts as a complaint."""

    sensitivity: Sensitivity = "balanced"
    learned: Learned | None = None
    """What was learned in this installation."""

    @cached_property
    def model(self) -> Model:
        return self.learned.model(model()) if self.learned is not None else model()

    @cached_property
    def gate(self) -> Gate:
        return self.learned.gate(gate()) if self.learned is not None else gate()

    def here(self, situation: Situation) -> DetectionSettings:
        """As the burst's group wants it."""
        wanted = situation.sensitivity
        return self if wanted in (None, self.sensitivity) else replace(self, sensitivity=wanted)

    @property
    def complaint_from(self) -> float:
        return model().thresholds[self.sensitivity][0]

    @property
    def review_from(self) -> float:
        return model().thresholds[self.sensitivity][1]


def decide(
    burst: Burst,
    situation: Situation,
    results: tuple[CheckResult, ...],
    settings: DetectionSettings,
    reading: Reading,
) -> Verdict:
    """One verdict out of what the model reads, all results, and what people said of such words before."""
    settings = settings.here(situation)
    bare = bare_words(burst, situation)
    score = _score(burst, situation, results, reading, bare)
    said = settings.learned.recall(burst, situation) if settings.learned is not None else None
    if said is not None and not any(result.name == "speaker" for result in results):
        score = _as_said(score, said, results, settings)
        results = (*results, said)
    results = _grave_first(_without_other_matters(burst, results))
    decision: Decision = "none"
    if score >= settings.complaint_from:
        decision = "complaint"
    elif score >= settings.review_from:
        decision = "review"
    going_on = next((result for result in results if result.follow_up), None)
    taken_over = next((result.goods for result in results if result.goods), ())
    joined = _joins_other_goods(burst, situation, results, going_on)
    if joined is not None:
        decision, going_on = "review" if decision == "complaint" else decision, None
    goods = going_on.goods if going_on and going_on.goods else find_goods(burst.text) or joined or taken_over
    reasons = _reasons(results, decision, reading, goods)
    if decision == "none":
        return Verdict("none", score, None, None, reasons, results, 0, goods)
    category = (
        (going_on and going_on.category)
        or (bare and bare.category)
        or choose_category(reading.category(), results, reading.model.rule_share)
    )
    goods = goods or _what_came(bare, category, situation)
    severity = _severity(burst, results, decision, reading, category)
    red = next((kind for kind in _FIRST_BY_RED if any(result.red == kind for result in results)), None)
    return Verdict(
        decision,
        score,
        category,
        severity,
        reasons,
        results,
        _named_by(burst, results),
        goods,
        red if decision == "complaint" else None,
        going_on is not None,
    )


def _joins_other_goods(
    burst: Burst, situation: Situation, results: tuple[CheckResult, ...], going_on: CheckResult | None
) -> tuple[str, ...] | None:
    """The goods of a neighbour's complaint that bare words (我也是) join, where the member's own were others and
    nothing of theirs is open any more: nobody can tell what they mean."""
    joined = next((r.goods for r in results if r.name == "me_too" and r.points > 0), ())
    if not joined or going_on is None or not going_on.goods or find_goods(burst.text):
        return None
    if any(not case.fix_confirmed for case in situation.open_cases):
        return None
    return None if any(same_goods(a, b) for a in joined for b in going_on.goods) else joined


def _what_came(bare: BareWords | None, category: str, situation: Situation) -> tuple[str, ...]:
    """The goods that have just come, for words that name none and are not about something else."""
    if category not in _OF_GOODS or (bare is not None and bare.meant == "other"):
        return ()
    return has_arrived(situation) or ()


def _score(
    burst: Burst, situation: Situation, results: tuple[CheckResult, ...], reading: Reading, bare: BareWords | None
) -> float:
    """The calibrated chance of a complaint; a leader or bot never complains; some checks' word stands. `bare`: what
    a few words mean of what has just come."""
    if any(result.name == "speaker" for result in results):
        return _VETOED
    score = chance_of(burst, situation, results, reading)
    heard = _grave_first(_without_other_matters(burst, results))
    answered, asked = reading.model.thresholds["balanced"]
    joins_none = any(result.veto and result.name == "me_too" for result in heard)
    if joins_none or (score < answered and any(result.veto and result.name in BY_SITUATION for result in heard)):
        return round(min(score, _VETOED), 4)
    alone = not situation.earlier and not any(message.quoted_text for message in burst.messages)
    if (alone and only_joins(plain_of(burst))) or any(says(burst.text) for says in _NONE):
        return round(min(score, asked - 0.001), 4)
    if bare is not None and bare.meant in ("other", "doubtful", "asked"):
        least = 0.0 if bare.meant == "other" else asked
        return round(min(max(score, least), answered - 0.001), 4)
    if (bare is not None and bare.meant == "heard") or says_only_a_fault(burst.text):
        of_home = may_be_of_home(burst.text)
        return round(min(max(score, asked), answered - 0.001) if of_home else max(score, answered), 4)
    if any(result.veto and result.name in _DEMOTING for result in heard):
        least = asked if bare is not None else 0.0
        return round(min(max(score, least), answered - 0.001), 4)
    if any(says(burst.text) for says in _ASKED_AT_MOST):
        score = min(score, answered - 0.001)
    elif stands(heard, score, for_another=told_as_own(burst) != burst):
        score = max(score, answered)
    elif worth_asking(heard, score, wonders(burst.text)) or asks_what_to_do(burst.text) or bare is not None:
        score = max(score, asked)
    return round(score, 4)


def _says_little(text: str) -> bool:
    """Whether somebody sent the same few signs over and over: nothing that any stage has learned from."""
    return len(text) > _LONG and len(set(text)) <= _FEW_SIGNS


_NONE = (
    says_nothing_was_ordered, calls_it_normal, calls_it_mild, wants_the_same, tells_of_another_time, went_bad_at_home,
)  # fmt: skip
_ASKED_AT_MOST = (_says_little, only_asks_of_a_fault, may_have_ordered_nothing, tells_of_a_near_date)


def _as_said(score: float, said: CheckResult, results: tuple[CheckResult, ...], settings: DetectionSettings) -> float:
    """The score as people said of these words: answered as they want it, asked where the words are only like those.

    What the situation says is not overruled, and where harm or a threat is named the leader is asked in any case.
    """
    if said.points > 0:
        least = settings.complaint_from if said.points >= SAME else settings.review_from
        return max(score, least)
    if any(result.points > 0 and result.name in BY_SITUATION for result in results):
        return score
    grave = any(result.points > 0 and (result.red or result.severity == 3) for result in results)
    most = (settings.complaint_from if grave else settings.review_from) - 0.001
    return round(max(0.0, min(score, most)), 4)


def _reasons(
    results: tuple[CheckResult, ...], decision: Decision, reading: Reading, goods: tuple[str, ...]
) -> tuple[str, ...]:
    """What speaks for the decision first; the model's own words where no check speaks for it."""
    against = sorted((r for r in results if r.points < 0), key=lambda r: (not r.veto, r.points))
    speaking = sorted((r for r in results if r.points > 0), key=lambda r: -r.points)
    if decision == "none":
        return tuple(result.detail for result in [*against, *speaking])
    found = [result.detail for result in speaking]
    if not any(result.category for result in speaking):
        words = reading.strongest()
        about = f"本群的{goods[0]}" if goods else "这次团购"
        found.insert(0, f"提到“{quoted(words)}”，像是在说对{about}不满意" if words else f"语气像是对{about}不满意")
    return tuple(found + [result.detail for result in against])


def _without_other_matters(burst: Burst, results: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
    """Drop what says 'goes on with the old problem' where the burst names a fault of other goods."""
    goods = find_goods(burst.text)
    faulty = any(result.category and result.points >= LIKELY and not result.follow_up for result in results)
    if not goods or not faulty:
        return results
    return tuple(
        result
        for result in results
        if not (result.follow_up and result.goods and not any(same_goods(a, b) for a in goods for b in result.goods))
    )


def _grave_first(results: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
    """A threat or harm to someone is heard even where the wording also looks like something harmless."""
    grave = any(result.points >= SURE - 1 and result.severity == 3 for result in results)
    return tuple(result for result in results if result.name not in _OUTWEIGHED) if grave else results


def _severity(
    burst: Burst, results: tuple[CheckResult, ...], decision: Decision, reading: Reading, category: str
) -> int:
    text = plain_of(burst)
    if (
        any(result.severity == 3 and (result.points > 0 or result.red) for result in results)
        and decision == "complaint"
    ):
        return 3
    found = severity_features(reading.severity(), burst, text, results, category)
    clear, serious = reading.model.clear, reading.model.serious
    if reading.deep is not None and reading.model.closer is not None:
        found = severity_with_encoder(found, reading.deep.severity)
        clear, serious = reading.model.closer.clear, reading.model.closer.serious
    if weigh(found, serious) > 0 and decision == "complaint":
        return 3
    return 2 if weigh(found, clear) > 0 else 1


def _named_by(burst: Burst, results: tuple[CheckResult, ...]) -> int:
    """The first message that a check names; else the one that the model finds most like a complaint."""
    named = [r.message for r in results if r.message is not None and r.category is not None and r.points > 0]
    if named or len(burst.messages) == 1:
        return min(named, default=0)
    alone = [(Burst((message,), burst.role), Situation()) for message in burst.messages]
    logits = [reading.light.wide for reading in read_bursts(model(), alone)]
    return max(range(len(logits)), key=lambda at: logits[at])
