"""Texts as pieces of words: the likeliest split under a unigram vocabulary, as SentencePiece makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

SPACE = "\u2581"
"""Stands for a space in pieces; every text begins with one."""
UNKNOWN_PENALTY = 10.0
"""How much less likely a character of no piece is than the rarest piece."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """A vocabulary: piece by id, and each piece's logarithmic likelihood. The first four mark, and are no text."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]

    BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3

    @cached_property
    def _by_text(self) -> dict[str, tuple[int, float]]:
        pairs = zip(self.texts, self.scores, strict=True)
        return {text: (at, score) for at, (text, score) in enumerate(pairs) if at > self.UNKNOWN}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._by_text), default=1)

    @cached_property
    def _unknown_score(self) -> float:
        return min(self.scores) - UNKNOWN_PENALTY

    def ids(self, text: str) -> list[int]:
        """The pieces of the likeliest split of a text; a stretch of unknown characters gives one UNKNOWN each."""
        marked = SPACE + text.strip(" ").replace(" ", SPACE)
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(float("-inf"), 0, 0)] * len(marked)
        find = self._by_text.get
        for start in range(len(marked)):
            reached = best[start][0]
            for end in range(start + 1, min(len(marked), start + self._longest) + 1):
                piece = find(marked[start:end])
                if piece is not None and reached + piece[1] > best[end][0]:
                    best[end] = (reached + piece[1], start, piece[0])
            if reached + self._unknown_score > best[start + 1][0]:
                best[start + 1] = (reached + self._unknown_score, start, self.UNKNOWN)
        return self._walk_back(best)

    @staticmethod
    def _walk_back(best: Sequence[tuple[float, int, int]]) -> list[int]:
        found, at = [], len(best) - 1
        while at > 0:
            _, at, piece = best[at]
            found.append(piece)
        return found[::-1]
