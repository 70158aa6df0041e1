"""The model's arrays: read once, when first needed, and only if they are the bytes that the model card names."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.domain.verdict import CATEGORIES

FOLDER = Path(__file__).parent
CARD, ARRAYS = "card.json", "light.npz"


class ModelError(Exception):
    """A file of the detector's model is missing or damaged. Install the package again, or run `make train`."""


@dataclass(frozen=True)
class Closer:
    """For which messages the encoder is asked, and how its word is weighed."""

    asked_from: float
    """The first stage's chance from which it is."""
    combined: dict[str, float]
    alone: dict[str, float]
    in_talk: dict[str, float]
    """The same in the stream of a group."""
    clear: dict[str, float]
    serious: dict[str, float]
    light_share: float
    encoder_share: float
    """What a point of the light stage and of the encoder weighs in the choice of the category."""


@dataclass(frozen=True)
class Ear:
    """What may be a voice, and when it is one."""

    weights: NDArray[np.float32]
    """By bucket."""
    bias: float
    asked_from: float
    """The light stage's logit from which the encoder is asked."""
    praise_from: float
    """The encoder's chance of kind and aspect together from which it is praise."""
    criticism_from: float
    """The same from which a complaint is a criticism."""


@dataclass(frozen=True)
class Model:
    """Heads of the light stage by bucket, and the weights that combine them with the checks by feature name."""

    complaint: NDArray[np.float32]
    """Head (corpus, wide) by space (text, context) by bucket."""
    complaint_bias: tuple[float, ...]
    category: NDArray[np.float32]
    category_bias: NDArray[np.float32]
    severity: NDArray[np.float32]
    """At least 2; at least 3."""
    severity_bias: NDArray[np.float32]
    combined: dict[str, float]
    alone: dict[str, float]
    """The same for messages whose earlier texts the light stage does not read."""
    clear: dict[str, float]
    serious: dict[str, float]
    """Weights for severity 2 or more, and for 3."""
    rule_share: float
    """What one point of a check weighs in the choice of the category."""
    thresholds: dict[str, tuple[float, float]]
    """By sensitivity: `complaint` from, `review` from."""
    closer: Closer | None = None
    ear: Ear | None = None


def read_checked(path: Path, checksum: str) -> bytes:
    """A file's bytes; ModelError unless they have this SHA-256."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); expected SHA-256 {checksum}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != checksum:
        raise ModelError(f"{path}: damaged: SHA-256 is {found}, expected {checksum}")
    return data


def load_model(folder: Path = FOLDER) -> Model:
    """The model in a folder."""
    path = folder / CARD
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        checksum = str(card["files"][ARRAYS])
        weights = card["weights"]
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: damaged: {error!r}") from error
    arrays = np.load(BytesIO(read_checked(folder / ARRAYS, checksum)), allow_pickle=False)

    def table(name: str) -> NDArray[np.float32]:
        scale = arrays[f"{name}_scale"].astype(np.float32)
        values: NDArray[np.float32] = arrays[name].astype(np.float32)
        values *= scale.reshape(-1, *[1] * (values.ndim - 1))
        return values

    assert tuple(card["categories"]) == CATEGORIES
    return Model(
        table("complaint"), tuple(weights["complaint_bias"]),
        table("category"), np.array(weights["category_bias"], dtype=np.float32),
        table("severity"), np.array(weights["severity_bias"], dtype=np.float32),
        weights["combined"], weights["alone"], weights["clear"], weights["serious"], weights["rule_share"],
        {name: (pair[0], pair[1]) for name, pair in card["thresholds"].items()},
        Closer(**card["closer"]) if "closer" in card else None,
        Ear(table("voice")[0], **card["ear"]) if "ear" in card else None,
    )  # fmt: skip


@lru_cache(maxsize=1)
def model() -> Model:
    """The model that is shipped."""
    return load_model()
