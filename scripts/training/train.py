"""Fit the light stage and its combination with the checks and the encoder, and write the model's files.

    python -m scripts.training.train CHAT_FOLDER [--against OTHER.jsonl] [--output FOLDER]

CHAT_FOLDER holds the permitted everyday talk (`lccc_toy.tsv`, `crosswoz.tsv`, `kdconv.tsv`, `cold.tsv`). Two runs on
one platform write the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.detection.model.arrays import ARRAYS, CARD, FOLDER
from bot.detection.model.encoder import NETWORK, PIECES, Encoder, load_encoder
from bot.detection.points import stands
from bot.domain.verdict import CATEGORIES
from scripts.training.closer import closer_chances, fit_closer, level_talk, read_answers, read_fitting
from scripts.training.corpus import load
from scripts.training.ear import fit_ear
from scripts.training.fit import Array
from scripts.training.frozen import write_frozen
from scripts.training.gate import train_gate, write_gate
from scripts.training.light import CHAT_SETS, Head, read_chat
from scripts.training.stack import (
    Data,
    HeldOut,
    LightHeads,
    fit_combined,
    fit_light,
    fit_rule_share,
    fit_severity,
    held_out,
    prepare,
    probabilities,
)  # fmt: skip

PRECISION = {"cautious": 0.97, "balanced": 0.94, "keen": 0.88}
"""What share of the answers `complaint` is to be right, on writers of whom no stage has learned."""
ANSWERED_IN_TALK = 0.93
"""The same for `balanced` in the stream of a group, where a voice that is missed costs more."""
REVIEW_BETA = {"cautious": 1.0, "balanced": 1.3, "keen": 1.6}
"""`complaint` and `review` together: the F measure that the threshold makes best; above 1 recall counts more."""


def held_out_probabilities(data: Data, held: HeldOut) -> tuple[Array, Array]:
    """Each message's chance from a combination fitted without its file; the same for parts of the everyday talk."""
    files = sorted(set(data.files))
    part = np.arange(len(data.chat)) % len(files)
    found, chat = np.zeros(len(data.messages)), np.zeros(len(data.chat))
    for number, file in enumerate(files):
        out, chat_out = data.files == file, part == number
        weights = fit_combined(data, held, ~out, ~chat_out)
        found[out] = probabilities([held.features[at] for at in np.flatnonzero(out)], weights)
        chat[chat_out] = probabilities([held.chat_features[at] for at in np.flatnonzero(chat_out)], weights)
    return found, chat


def thresholds(chances: Array, complaint: Array, sure: NDArray[np.bool_]) -> dict[str, tuple[float, float]]:
    """By sensitivity: from which score `complaint` has the wanted precision, and from which `review` is worth asking.

    Where the checks are sure, the message is answered in all but the cautious setting.
    """
    found = {}
    for name, wanted in PRECISION.items():
        heard = chances if name == "cautious" else np.where(sure, 1.0, chances)
        found[name] = _limits(heard, complaint, wanted, REVIEW_BETA[name])
    return found


def _limits(chances: Array, complaint: Array, wanted: float, beta: float) -> tuple[float, float]:
    order = np.argsort(-chances, kind="stable")
    hits = np.cumsum(complaint[order])
    taken = np.arange(1, len(order) + 1)
    precision, recall = hits / taken, hits / complaint.sum()
    enough = np.flatnonzero(precision >= wanted)
    complaint_from = float(chances[order[enough[-1]]]) if len(enough) else 0.99
    measure = (1 + beta**2) * precision * recall / (beta**2 * precision + recall)
    review_from = min(float(chances[order[int(measure.argmax())]]), complaint_from)
    return round(complaint_from, 3), round(review_from, 3)


def packed(heads: list[list[NDArray[np.float32]]]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Arrays as int8 with one scale a head."""
    table = np.array(heads, dtype=np.float32)
    scale = np.abs(table).reshape(len(table), -1).max(axis=1) / 127
    levels = np.round(table / scale.reshape(-1, *[1] * (table.ndim - 1)))
    return levels.astype(np.int8), scale.astype(np.float32)


def arrays_of(heads: LightHeads, ear: Head) -> dict[str, NDArray[Any]]:
    def texts(group: list[Head]) -> list[Any]:
        return [head.weights[0] for head in group]

    yes_no = [heads.corpus, heads.wide]
    complaint = np.array([head.weights for head in yes_no], dtype=np.float16)
    category, category_scale = packed(texts(heads.category))
    severity, severity_scale = packed(texts(heads.severity))
    voice, voice_scale = packed(texts([ear]))
    return {
        "complaint": complaint, "complaint_scale": np.ones(2, dtype=np.float32),
        "category": category, "category_scale": category_scale,
        "severity": severity, "severity_scale": severity_scale, "voice": voice, "voice_scale": voice_scale,
    }  # fmt: skip


def write_model(folder: Path, arrays: dict[str, NDArray[Any]], card: dict[str, Any]) -> None:
    """The arrays and the card that names their checksum."""
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    data = buffer.getvalue()
    (folder / ARRAYS).write_bytes(data)
    names = [name for name in (ARRAYS, NETWORK, PIECES) if (folder / name).exists()]
    card["files"] = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def train(
    data: Data, held: HeldOut, network: Encoder, against: Path | None
) -> tuple[dict[str, NDArray[Any]], dict[str, Any], Array]:
    """Everything that is shipped: arrays and card; and the first stage's held-out chance of each message."""
    everything, all_chat = np.ones(len(data.messages), dtype=bool), np.ones(len(data.chat), dtype=bool)
    heads = fit_light(data, everything, all_chat)
    first, first_chat = held_out_probabilities(data, held)
    with_context = np.array([bool(message.context) for message in data.messages])
    combined = fit_combined(data, held, everything, all_chat)
    alone = fit_combined(data, held, ~with_context, all_chat)
    rule_share = fit_rule_share(data, held, everything)
    fitting = read_fitting(data, heads, read_answers(), against)
    closer = fit_closer(fitting, first_chat, rule_share)
    chances, chat_chances = closer_chances(fitting, combined, alone, closer["asked_from"])
    sure, chat_sure = (
        np.array([stands(one, p) for one, p in zip(part.results, found, strict=True)])
        for part, found in ((fitting.messages, chances), (fitting.chat, chat_chances))
    )
    limits = thresholds(chances, fitting.messages.complaint, sure)
    answered = limits["balanced"][0]
    closer["in_talk"] = level_talk(fitting, closer["in_talk"], answered, ANSWERED_IN_TALK)
    chances, chat_chances = (
        np.where(believed, np.maximum(found, answered), found)
        for believed, found in ((sure, chances), (chat_sure, chat_chances))
    )
    clear, serious = fit_severity(data, held, everything)
    ear_head, ear = fit_ear(data, network)
    card: dict[str, Any] = {
        "name": "anxin light",
        "licence": "Apache-2.0",
        "trained_on": {
            "corpus": {file: int((data.files == file).sum()) for file in sorted(set(data.files))},
            "chat": CHAT_SETS,
        },
        "categories": list(CATEGORIES),
        "thresholds": limits,
        "fitted_on": {file: int((fitting.data.files == file).sum()) for file in sorted(set(fitting.data.files))},
        "held_out": figures(fitting.messages.complaint > 0, chances, chat_chances, limits),
        "weights": {
            "complaint_bias": [round(heads.corpus.intercept, 6), round(heads.wide.intercept, 6)],
            "category_bias": [round(head.intercept, 6) for head in heads.category],
            "severity_bias": [round(head.intercept, 6) for head in heads.severity],
            "combined": combined,
            "alone": alone,
            "clear": clear,
            "serious": serious,
            "rule_share": rule_share,
        },
        "closer": closer,
        "ear": ear,
    }
    return arrays_of(heads, ear_head), card, first


def figures(
    true: NDArray[np.bool_], chances: Array, chat: Array, limits: dict[str, tuple[float, float]]
) -> dict[str, Any]:
    """Precision and recall on the messages that the sums are fitted on, each file left out, by sensitivity, and false
    alarms a thousand everyday texts."""
    found = {}
    for name, (complaint_from, review_from) in limits.items():
        row = {}
        for what, least in (("complaint", complaint_from), ("complaint+review", review_from)):
            taken = chances >= least
            precision, recall = float(true[taken].mean()), float(taken[true].mean())
            row[what] = {
                "precision": round(precision, 3), "recall": round(recall, 3),
                "f1": round(2 * precision * recall / (precision + recall), 3),
                "false_alarms_per_1000": round(1000 * float((chat >= least).mean()), 2),
            }  # fmt: skip
        found[name] = row
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("chat", type=Path, help="folder with the permitted everyday talk")
    parser.add_argument("--against", type=Path, help="a file of messages that no training message may resemble")
    parser.add_argument("--output", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    data = prepare(load(against=arguments.against), read_chat(arguments.chat))
    held = held_out(data)
    network = load_encoder(arguments.output if (arguments.output / NETWORK).exists() else FOLDER)
    arrays, card, first = train(data, held, network, arguments.against)
    arguments.output.mkdir(parents=True, exist_ok=True)
    write_model(arguments.output, arrays, card)
    review_from = card["thresholds"]["balanced"][1]
    write_gate(arguments.output, *train_gate(data, first, review_from, arguments.chat))
    write_frozen(arguments.output, data)
    print(json.dumps(card["held_out"], indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
