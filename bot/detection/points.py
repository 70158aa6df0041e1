"""The checks' own score: what their points add up to, before the model is heard."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.domain.verdict import CheckResult

BIAS = 3.0
STANDS_FROM, AGREED_FROM, ASKED_FROM = 0.75, 0.6, 0.35
"""The checks' score from which they are sure; from which their word counts where the model cannot know, or where harm
or a threat is named; and from which what follows from the situation is worth a question."""
_POSSIBLE, _HALF_BELIEVED, _DOUBTS, _RULED_OUT, _JOINS_FROM, _WONDERED = 0.3, 0.1, 0.08, 0.05, 0.008, 0.015
BY_SITUATION = {"me_too", "picture", "reaction", "promise_passed", "goes_on"}
"""Checks that know who said what before."""
_NOT_IN_WORDS = {"picture", "promise_passed"}
"""Of these, the ones whose reason does not stand in words: the model cannot read it."""


def stands(results: Sequence[CheckResult], chance: float, *, for_another: bool = False) -> bool:
    """Whether the checks are to be believed beside the model's chance of a complaint; their details say why.

    Plain words of a fault are in that chance already: measured on held-out writers it is right as often as it says,
    whether the checks find such words or not. A plain fault that is told for somebody else is no small talk.
    """
    score = rule_score(results)
    if for_another and score >= STANDS_FROM and chance >= _RULED_OUT:
        return True
    speaking = {result.name for result in results if result.points > 0}
    if score >= STANDS_FROM and "me_too" in speaking and chance >= _JOINS_FROM:
        return True
    if score < AGREED_FROM:
        return False
    return bool(speaking & _NOT_IN_WORDS) or (chance >= _POSSIBLE and ("goes_on" in speaking or _is_grave(results)))


def worth_asking(results: Sequence[CheckResult], chance: float = 0.0, wondering: bool = False) -> bool:
    """Whether there is reason to ask a leader.

    That is the situation, such as a bare picture after goods arrived, or plain words that the other stages doubt
    without ruling them out; `wondering` words they nearly always rule out.
    """
    score = rule_score(results)
    if wondering and score >= STANDS_FROM and chance >= _WONDERED:
        return True
    grave = _is_grave(results) or any(result.name == "anger" and result.points > 0 for result in results)
    if score >= STANDS_FROM and chance >= (_DOUBTS if grave else _HALF_BELIEVED):
        return True
    return score >= ASKED_FROM and any(r.points > 0 and r.name in BY_SITUATION for r in results)


def _is_grave(results: Sequence[CheckResult]) -> bool:
    return any(result.points > 0 and result.red for result in results)


def rule_score(results: Sequence[CheckResult]) -> float:
    """Logistic of summed points; of several faults the strongest counts in full, the others a fifth."""
    faults = [result for result in results if result.category is not None and result.points > 0]
    strengths = sorted((fault.points for fault in faults), reverse=True)
    points = strengths[0] + sum(strengths[1:]) / 5 if strengths else 0.0
    for result in results:
        if result.veto or result in faults:
            continue
        if faults and result.red:
            points += max(result.points, 1.5)
        elif result.points < 0 or faults or result.severity == 3:
            points += result.points
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, points - BIAS))))
    return round(min(score, 0.1) if any(result.veto for result in results) else score, 4)
