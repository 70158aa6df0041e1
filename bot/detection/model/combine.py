"""What the light stage and the checks say, as one logit: a sum over named features, so that every part can be read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.detection.checks.tone import is_angry, is_mild
from bot.detection.points import rule_score
from bot.domain.verdict import CATEGORIES, Burst, CheckResult

HAND_SCALE = 4.0
"""Checks give points up to about this."""
LOGIT_SCALE = 2.0
SHORT, LONG = 8, 25
_LIMIT = 6.0


@dataclass(frozen=True)
class Light:
    """The light stage's logits of one message, and of the earlier texts before it."""

    corpus: float
    wide: float
    earlier: tuple[float, ...] = ()
    """`wide` of up to three earlier texts, oldest first."""


def rules_logit(results: Sequence[CheckResult]) -> float:
    """The checks' own score without vetoes, as a logit."""
    score = min(0.999, max(0.001, rule_score([result for result in results if not result.veto])))
    return math.log(score / (1 - score))


def features(light: Light, results: Sequence[CheckResult], length: int, has_image: bool) -> dict[str, float]:
    """What the combination weighs, by name."""
    corpus, wide = (max(-_LIMIT, min(_LIMIT, logit)) / LOGIT_SCALE for logit in (light.corpus, light.wide))
    vetoed = any(result.veto for result in results)
    found: dict[str, float] = {
        "bias": 1.0,
        "light corpus": corpus,
        "light wide": wide,
        "light lower": min(corpus, wide),
        "rules": -_LIMIT / HAND_SCALE if vetoed else max(-_LIMIT, rules_logit(results)) / HAND_SCALE,
        "image": float(has_image),
        "short": float(length < SHORT),
        "long": float(length > LONG),
    }
    if vetoed:
        found["veto"] = 1.0
        found["veto, light"] = wide
    faults = 0
    for result in results:
        name = f"{result.name} veto" if result.veto else result.name
        found[name] = found.get(name, 0.0) + (1.0 if result.veto else result.points / HAND_SCALE)
        faults += result.category is not None and result.points > 0
    found["faults"] = min(faults, 3) / 2
    if not faults and not vetoed:
        found["no fault, light"] = wide
    if light.earlier:
        last = 1 / (1 + math.exp(-max(-_LIMIT, min(_LIMIT, light.earlier[-1]))))
        most = 1 / (1 + math.exp(-max(-_LIMIT, min(_LIMIT, max(light.earlier)))))
        found["context"] = 1.0
        found["complaint before"] = most
        found["complaint just before"] = last
        if length < SHORT:
            found["short, complaint before"] = most
    return found


def with_encoder(found: dict[str, float], logit: float) -> dict[str, float]:
    """The named features together with what the encoder says."""
    read = max(-_LIMIT, min(_LIMIT, logit)) / LOGIT_SCALE
    more = {
        "encoder": read,
        "encoder lower": min(read, found["light lower"]),
        "encoder higher": max(read, found["light wide"]),
    }
    if "veto" in found:
        more["veto, encoder"] = read
    elif not found["faults"]:
        more["no fault, encoder"] = read
    return {**found, **more}


def severity_features(
    light: tuple[float, float], burst: Burst, text: str, results: Sequence[CheckResult], category: str
) -> dict[str, float]:
    """What tells how serious a complaint is, by name; `text` is the burst's plain text."""
    found = {
        "bias": 1.0,
        "light clear": light[0] / LOGIT_SCALE,
        "light serious": light[1] / LOGIT_SCALE,
        "angry": float(is_angry(text)),
        "mild": float(is_mild(text)),
        "marks": min(text.count("!"), 3) / 3,
        "length": min(len(text), 80) / 40,
        "image": float(burst.has_image),
        f"is {category}": 1.0,
    }
    for result in results:
        if result.severity:
            found[f"{result.name} {result.severity}"] = 1.0
        if result.red:
            found[f"red {result.red}"] = 1.0
    return found


def severity_with_encoder(found: dict[str, float], severity: tuple[float, float]) -> dict[str, float]:
    """The named features of a complaint together with what the encoder says of its severity."""
    return {**found, "encoder clear": severity[0] / LOGIT_SCALE, "encoder serious": severity[1] / LOGIT_SCALE}


def mixed(light: Sequence[float], encoder: Sequence[float], light_share: float, encoder_share: float) -> list[float]:
    """A logit for each category out of both stages'."""
    return [light_share * one + encoder_share * other for one, other in zip(light, encoder, strict=True)]


def weigh(found: dict[str, float], weights: dict[str, float]) -> float:
    """The logit of named features."""
    return sum(value * weights.get(name, 0.0) for name, value in found.items())


def choose_category(light: Sequence[float], results: Sequence[CheckResult], rule_share: float) -> str:
    """The category for which light stage and checks speak most."""
    total = dict(zip(CATEGORIES, light, strict=True))
    for result in results:
        if result.category is not None and result.points > 0:
            total[result.category] += rule_share * result.points
    return max(CATEGORIES, key=lambda name: total[name])
