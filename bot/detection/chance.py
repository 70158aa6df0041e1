"""The calibrated chance of a complaint: light stage and checks first, the encoder where they are not certain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from bot.detection.model.combine import features, weigh, with_encoder
from bot.detection.model.encoder import encoder
from bot.detection.model.reading import Reading, in_talk
from bot.detection.points import STANDS_FROM, rule_score
from bot.domain.verdict import Burst, CheckResult, Situation


def chance_of(burst: Burst, situation: Situation, results: Sequence[CheckResult], reading: Reading) -> float:
    """What the stages that have read the burst say together."""
    found = features(reading.light, results, len(burst.text), burst.has_image)
    known_context = not reading.light.earlier
    closer = reading.model.closer
    if reading.deep is None or closer is None:
        logit = weigh(found, reading.model.alone if known_context else reading.model.combined)
    else:
        weights = closer.in_talk if in_talk(situation) else closer.alone if known_context else closer.combined
        logit = weigh(with_encoder(found, reading.deep.complaint), weights)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def read_closer(burst: Burst, situation: Situation, results: Sequence[CheckResult], reading: Reading) -> Reading:
    """The reading together with the encoder's, where the first stage does not rule a complaint out.

    Of a certain complaint the encoder tells what it is about and how serious. In the talk of a group it reads all that
    the gate has not cleared: there the words alone say too little.
    """
    closer = reading.model.closer
    if closer is None or any(result.name == "speaker" for result in results):
        return reading
    chance = chance_of(burst, situation, results, reading)
    if not in_talk(situation) and not is_asked(results, chance, closer.asked_from):
        return reading
    return replace(reading, deep=encoder().read(burst, situation))


def is_asked(results: Sequence[CheckResult], chance: float, asked_from: float) -> bool:
    """Whether the encoder is asked: the first stage finds a complaint possible, or the checks find it plain."""
    return chance >= asked_from or rule_score(results) >= STANDS_FROM
