"""The learning curve of the light stage: trained on ever more messages of all files but one, measured on that one.

python -m scripts.training.curve [--against OTHER.jsonl]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from scripts.training.corpus import load
from scripts.training.fit import Array
from scripts.training.light import fit_yes_no, logits, table_of_messages

SIZES = (500, 1000, 2000, 4000, 8000, 13_000)
SEED = 20260105


def best_f1(scores: Array, true: Array) -> float:
    """The best F1 that any threshold gives."""
    hits = np.cumsum(true[np.argsort(-scores, kind="stable")])
    taken = np.arange(1, len(true) + 1)
    return float((2 * hits / (taken + true.sum())).max())


def area(scores: Array, true: Array) -> float:
    """The chance that a complaint scores higher than another message."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores, kind="stable")] = np.arange(1, len(scores) + 1)
    positive = float(true.sum())
    return float((ranks[true > 0].sum() - positive * (positive + 1) / 2) / (positive * (len(true) - positive)))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--against", type=Path, help="a file of messages that no training message may resemble")
    messages = load(against=parser.parse_args().against)
    table = table_of_messages(messages)
    true = np.array([float(message.complaint) for message in messages])
    files = np.array([message.file for message in messages])
    order = np.random.default_rng(SEED).permutation(len(messages))
    print("held out | " + " | ".join(f"{size} AUC / F1" for size in SIZES))
    for file in sorted(set(files)):
        out = files == file
        cells = []
        for size in SIZES:
            chosen = [at for at in order if not out[at]]
            keep = np.zeros(len(messages), dtype=bool)
            keep[chosen[:size]] = True
            head = fit_yes_no(table.pick(keep), true[keep], np.ones(int(keep.sum())))
            scores = logits(table.pick(out), head)
            cells.append(f"{area(scores, true[out]):.3f} / {best_f1(scores, true[out]):.3f}")
            if len(chosen) <= size:
                break
        print(f"{file} | " + " | ".join(cells), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
