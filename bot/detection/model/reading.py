"""What the light stage reads in bursts: logits for many at once, the rest of its heads only where asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.detection.model.arrays import Model
from bot.detection.model.combine import Light, mixed
from bot.detection.model.encoder import Deep
from bot.detection.model.features import dot, rows_of, sketch
from bot.domain.verdict import Burst, Situation

EARLIER = 3
"""Of the earlier texts the model reads the last three; their n-grams are taken from the last two."""
CONTEXT_SCALE = 0.5
CONTEXT_LONGEST = 3
_WORDS = re.compile(r"[\u3400-\u9fff]{2,}")


@dataclass(frozen=True)
class Reading:
    """The stages' word on one burst."""

    model: Model
    sketch: str
    light: Light
    deep: Deep | None = None
    """The encoder's word, where it was asked."""

    def category(self) -> list[float]:
        """A logit for each category."""
        light = [float(x) for x in dot(rows_of([self.sketch]), self.model.category)[:, 0] + self.model.category_bias]
        closer = self.model.closer
        if self.deep is None or closer is None:
            return light
        return mixed(light, self.deep.category, closer.light_share, closer.encoder_share)

    def severity(self) -> tuple[float, float]:
        """Logits of severity 2 or more, and of 3."""
        found = dot(rows_of([self.sketch]), self.model.severity)[:, 0] + self.model.severity_bias
        return float(found[0]), float(found[1])

    def strongest(self) -> str | None:
        """The words of the burst that speak most for a complaint: up to six characters; None if there are none."""
        rows = rows_of([self.sketch])
        weights = self.model.complaint[0, 0][rows.ids] * rows.valid
        by_character = np.zeros(len(self.sketch) + 2 + len(rows.ids))
        for shift in range(len(rows.ids)):
            for size in range(shift, len(rows.ids)):
                by_character[shift : shift + weights.shape[1]] += weights[size] / (size + 1)
        best, words = 0.0, None
        for found in _WORDS.finditer(self.sketch):
            for start in range(found.start(), found.end() - 1):
                for end in range(start + 2, min(start + 7, found.end() + 1)):
                    strength = float(by_character[start + 1 : end + 1].sum()) / (end - start + 1)
                    if strength > best:
                        best, words = strength, self.sketch[start:end]
        return words


def in_talk(situation: Situation) -> bool:
    """Whether it is known who said what before, as in the stream of a group."""
    return any(earlier.role != "unknown" or earlier.same_member is not None for earlier in situation.earlier)


def _texts_alone(situation: Situation) -> list[str]:
    """The last earlier texts where nothing else is known of them.

    Where a program picked them as what a message answers, a complaint among them says much about it. In the stream of a
    group it says little: most of what follows a complaint is talk, and there the checks know who speaks to whom.
    """
    if in_talk(situation):
        return []
    return [earlier.text for earlier in situation.earlier[-EARLIER:]]


def read_bursts(model: Model, items: Sequence[tuple[Burst, Situation]]) -> list[Reading]:
    """The readings of many bursts, each the same as it gets alone."""
    sketches = [sketch(burst.text) for burst, _ in items]
    earlier = [[sketch(text) for text in _texts_alone(situation)] for _, situation in items]
    flat = [text for texts in earlier for text in texts]
    rows = rows_of([*sketches, *flat])
    wide = dot(rows, model.complaint[1, 0]) + model.complaint_bias[1]
    own = dot(rows_of(sketches), model.complaint[0, 0]) + model.complaint_bias[0]
    with_context = [at for at, texts in enumerate(earlier) if texts]
    corpus_logits, wide_logits = own.astype(float), wide[: len(items)].astype(float)
    if with_context:
        context = rows_of(["\n".join(earlier[at][-2:]) for at in with_context], "context", CONTEXT_LONGEST)
        added = dot(context, model.complaint[:, 1]) * CONTEXT_SCALE
        corpus_logits[with_context] += added[0]
        wide_logits[with_context] += added[1]
    found, at = [], len(items)
    for number, texts in enumerate(earlier):
        before = tuple(float(x) for x in wide[at : at + len(texts)])
        at += len(texts)
        light = Light(float(corpus_logits[number]), float(wide_logits[number]), before)
        found.append(Reading(model, sketches[number], light))
    return found
