"""The second stage: a small fine-tuned transformer that reads the messages of which the first stage is not certain.

Its files are read when the first such message comes, and only if they are the bytes that the model card names. Every
message is run by itself on one thread, so that it gets the same answer whatever is read beside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from bot.detection.model.arrays import CARD, FOLDER, ModelError, read_checked
from bot.detection.model.pieces import Pieces
from bot.detection.model.script import Script, script_of
from bot.domain.verdict import CATEGORIES, Burst, Situation
from bot.domain.voice import ASPECTS, KINDS

NETWORK, PIECES = "encoder.onnx", "pieces.npz"


@dataclass(frozen=True)
class Deep:
    """The encoder's logits on one burst."""

    complaint: float
    category: tuple[float, ...]
    """One for each category."""
    severity: tuple[float, float]
    """At least 2; at least 3."""
    voice: tuple[float, ...]
    """None, then one for each kind of voice."""
    aspect: tuple[float, ...]
    """One for each aspect of a voice."""


def deep_of(found: Sequence[float]) -> Deep:
    """The answers of all heads, taken apart."""
    ends = list(accumulate((1, len(CATEGORIES), 2, 1 + len(KINDS), len(ASPECTS))))
    complaint, *others = (tuple(found[start:end]) for start, end in pairwise([0, *ends]))
    category, severity, voice, aspect = others
    return Deep(complaint[0], category, (severity[0], severity[1]), voice, aspect)


@dataclass(frozen=True, eq=False)
class Encoder:
    """The network, ready to run, and its vocabulary."""

    session: Any
    pieces: Pieces

    def read(self, burst: Burst, situation: Situation) -> Deep:
        return _answer(self, script_of(burst, situation, self.pieces))


@lru_cache(maxsize=256)
def _answer(by: Encoder, script: Script) -> Deep:
    """The network's answer; complaint and voice in a burst are asked for one after the other, and it is run once."""
    own = np.zeros((1, len(script.ids)), dtype=np.float32)
    own[0, : script.own] = 1 / script.own
    ids = np.array(script.ids, dtype=np.int64)
    return deep_of(by.session.run(None, {"ids": ids, "own": own})[0][0].tolist())


def load_encoder(folder: Path = FOLDER) -> Encoder:
    """The encoder in a folder; ModelError where one of its files is missing or damaged."""
    return Encoder(*load_network(folder, NETWORK, PIECES))


def load_network(folder: Path, network: str, pieces: str) -> tuple[Any, Pieces]:
    """A network of a folder, ready to run, and its vocabulary; ModelError where a file is missing or damaged."""
    checksums = _checksums(folder / CARD, network, pieces)
    arrays = np.load(BytesIO(read_checked(folder / pieces, checksums[pieces])), allow_pickle=False)
    texts = arrays["texts"].tobytes().decode().split("\n")
    read_checked(folder / network, checksums[network])
    return _opened(folder / network), Pieces(tuple(texts), tuple(arrays["scores"].tolist()))


def _checksums(path: Path, *names: str) -> dict[str, str]:
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {name: str(files[name]) for name in names}
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: damaged: {error!r}") from error


def _opened(network: Path) -> Any:
    """One thread; no arena, so that memory is given back; from the file, which takes less memory than from bytes."""
    import onnxruntime  # takes a while, and most commands never need it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The encoder that is shipped."""
    return load_encoder()
