"""The checks' own score: what their points add up to, before the model is heard."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.domain.verdict import CheckResult

BIAS = 3.0
STANDS_FROM, AGREED_FROM, ASKED_FROM = 0.75, 0.6, 0.35
"""The checks' score from which their word stands whatever the model says; where the model leans that way too, or the
situation, harm or a threat speaks; and from which what follows from the situation is worth a question."""
_LEANS, _DOUBTS = 0.4, 0.1
BY_SITUATION = {"me_too", "picture", "reaction", "promise_passed", "goes_on"}
"""Checks that know who said what before; the model doesn't."""


def stands(results: Sequence[CheckResult], chance: float, read_closer: bool = False) -> bool:
    """Whether the checks are to be believed beside the model's chance of a complaint; their details say why.

    Where the encoder has read the message too, plain words alone need a chance that leans their way.
    """
    score = rule_score(results)
    by_situation = any(r.points > 0 and r.name in BY_SITUATION for r in results)
    red = any(r.points > 0 and r.red for r in results)
    if score >= STANDS_FROM:
        return by_situation or not read_closer or chance >= (_DOUBTS if red else _LEANS)
    return score >= AGREED_FROM and (by_situation or red or chance >= _LEANS)


def worth_asking(results: Sequence[CheckResult], chance: float = 0.0) -> bool:
    """Whether there is reason to ask a leader.

    That is the situation, such as a bare picture after goods arrived, or plain words that the other stages doubt
    without ruling them out.
    """
    if chance >= _DOUBTS and rule_score(results) >= STANDS_FROM:
        return True
    return any(r.points > 0 and r.name in BY_SITUATION for r in results) and rule_score(results) >= ASKED_FROM


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
