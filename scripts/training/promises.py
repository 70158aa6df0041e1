"""Make the network that reads promises, from the labelled lines and the detector's encoder.

    python -m scripts.training.promises [--output FOLDER]

It starts from the shipped encoder with only the pieces that the lines need and every single character, and takes some
forty minutes of one core. `scripts.score_promises` tells how well it reads with the rules.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from bot.detection.model.arrays import FOLDER as MODEL
from bot.detection.model.encoder import NETWORK as ENCODER
from bot.detection.model.encoder import load_encoder
from bot.detection.model.pieces import SPACE, Pieces
from bot.detection.promised.network import FOLDER, LONGEST, MOST_READ, NETWORK, PIECES
from bot.domain.plain_words import plain
from scripts.training import e5
from scripts.training.encoder import export
from scripts.training.export import ZERO, pieces_bytes, promises_onnx_of
from scripts.training.promise_lines import lesson_of, read_lines
from scripts.training.promise_network import PromiseNetwork, fit, weights_of

HEADS_SEED, ORDER_SEED = 0, 1


def kept(pieces: Pieces, texts: list[str]) -> list[int]:
    """The marks, the pieces that the texts need, and every single character."""
    used = {piece for text in texts for piece in pieces.ids(plain(text)[:MOST_READ])}

    def is_kept(at: int, piece: str) -> bool:
        bare = piece.replace(SPACE, "") or piece
        single = len(bare) == 1 and (bare.isascii() or "\u3000" <= bare <= "\u9fff")
        return at <= Pieces.UNKNOWN or at in used or single

    return [at for at, piece in enumerate(pieces.texts) if is_kept(at, piece)]


def encoder_weights(path: Path, layers: int, rows: list[int]) -> dict[str, NDArray[np.float32]]:
    """The shipped encoder's weights by the names of torch, for some of its pieces."""
    found = {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}

    def matrix(name: str) -> NDArray[np.float32]:
        levels = found[f"{name}.levels"].astype(np.float32) - ZERO
        scaled = levels * found[f"{name}.scale"].reshape(levels.shape[0], -1)[..., None]
        return np.ascontiguousarray(scaled.reshape(levels.shape[0], -1))

    weights = {
        "word.weight": (found["word.levels"].astype(np.float32) * found["word.scale"])[rows],
        "eln.weight": found["embedded.weight"], "eln.bias": found["embedded.bias"],
    }  # fmt: skip
    for number in range(layers):
        name = f"layers.{number}"
        three, bias = matrix(f"{name}.qkv"), found[f"{name}.qkv.bias"]
        for part, rows_of, bias_of in zip("qkv", np.split(three, 3), np.split(bias, 3), strict=True):
            weights[f"{name}.{part}.weight"], weights[f"{name}.{part}.bias"] = rows_of, bias_of
        for part in ("ao", "fi", "fo"):
            weights[f"{name}.{part}.weight"] = matrix(f"{name}.{part}")
            weights[f"{name}.{part}.bias"] = found[f"{name}.{part}.bias"]
        for part in ("aln", "oln"):
            for what in ("weight", "bias"):
                weights[f"{name}.{part}.{what}"] = found[f"{name}.{part}.{what}"]
    return {name: np.array(value, dtype=np.float32) for name, value in weights.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    lines = list(read_lines())
    whole = load_encoder(MODEL).pieces
    rows = kept(whole, [line["text"] for line in lines])
    pieces = Pieces(tuple(whole.texts[at] for at in rows), tuple(whole.scores[at] for at in rows))
    source = e5.read(e5.installed())
    weights = encoder_weights(MODEL / ENCODER, source.shape.layers, rows)
    kind = source.floats("emb.type").reshape(-1, source.shape.hidden)[0]
    weights["position"] = source.floats("emb.pos").reshape(-1, source.shape.hidden) + kind
    lessons, comma = [lesson_of(line, pieces) for line in lines], pieces.texts.index(",")
    print(f"{len(lines)} lines, {len(pieces.texts)} pieces", flush=True)
    torch.manual_seed(HEADS_SEED)
    net = PromiseNetwork(weights, source.shape)
    fit(net, lessons, comma, ORDER_SEED)
    data = promises_onnx_of(weights_of(net), source.shape, LONGEST + 2)
    arguments.output.mkdir(parents=True, exist_ok=True)
    export(arguments.output, {NETWORK: data, PIECES: pieces_bytes(pieces)})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
