"""Voices: does a member praise or fairly criticise our goods, our service or the delivery, by what they went through?

A criticism is what was judged a complaint beyond doubt. Praise is told by the encoder, of what the light stage passes
on; questions, orders, hearsay, hopes and other shops are none. In doubt there is no voice: what is kept stands on a
board, and a board with words that nobody meant is worse than a short one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from bot.detection.model.arrays import Ear, model
from bot.detection.model.encoder import Deep, encoder
from bot.detection.model.features import dot, rows_of, sketch
from bot.domain.verdict import Burst, Situation, Verdict
from bot.domain.voice import ASPECTS, KINDS, Aspect, Heard, Kind

LEAST, LONGEST = 2, 300
"""Characters; a longer text is no remark of a neighbour."""

Item = tuple[Burst, Situation]


def with_voices(items: Sequence[Item], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts, each with the voice that is in its burst."""
    ear = model().ear
    if ear is None or not items:
        return list(verdicts)
    logits = (dot(rows_of([sketch(burst.text) for burst, _ in items]), ear.weights) + ear.bias).tolist()
    return [
        replace(verdict, voice=_heard(item, verdict, logit, ear))
        for item, verdict, logit in zip(items, verdicts, logits, strict=True)
    ]


def _heard(item: Item, verdict: Verdict, logit: float, ear: Ear) -> Heard | None:
    burst, situation = item
    if burst.role == "group_leader" or not LEAST <= len(burst.text.strip()) <= LONGEST:
        return None
    complaint = verdict.decision == "complaint"
    if not complaint and (verdict.decision != "none" or logit < ear.asked_from):
        return None
    heard, sure = voice_in(encoder().read(burst, situation))
    if heard.kind != ("criticism" if complaint else "praise"):
        return None
    return heard if sure >= (ear.criticism_from if complaint else ear.praise_from) else None


def voice_in(deep: Deep) -> tuple[Heard, float]:
    """The likelier kind of voice with its likeliest aspect, and the chance that there is such a voice and that both
    are right."""
    chances, aspects = chances_of(deep), _shares(deep.aspect)
    kind = max(KINDS, key=chances.__getitem__)
    return Heard(kind, aspect_of(deep)), chances[kind] * max(aspects)


def criticism(burst: Burst, situation: Situation) -> Heard:
    """What a burst criticises of which a person said that it is a complaint."""
    return Heard("criticism", aspect_of(encoder().read(burst, situation)))


def chances_of(deep: Deep) -> dict[Kind, float]:
    """How likely each kind of voice is."""
    return dict(zip(KINDS, _shares(deep.voice)[1:], strict=True))


def aspect_of(deep: Deep) -> Aspect:
    return ASPECTS[deep.aspect.index(max(deep.aspect))]


def _shares(logits: Sequence[float]) -> list[float]:
    powers = [math.exp(one - max(logits)) for one in logits]
    return [power / sum(powers) for power in powers]
