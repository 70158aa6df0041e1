"""The encoder as torch sees it: e5-small's layers over a pruned vocabulary, and one head a question."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from bot.domain.verdict import CATEGORIES
from bot.domain.voice import ASPECTS
from bot.domain.voice import KINDS as VOICES
from scripts.training.corpus import KINDS
from scripts.training.e5 import E5

DROPOUT = 0.1
HEADS = {
    "complaint": 1, "category": len(CATEGORIES), "severity": 2, "voice": 1 + len(VOICES), "aspect": len(ASPECTS),
    "kind": 1 + len(KINDS),
}  # fmt: skip
"""Outputs by head. `severity`: at least 2, at least 3; `voice`: none, then its kinds; `kind` helps to learn and is not
shipped."""
SHIPPED = ("complaint", "category", "severity", "voice", "aspect")


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, hidden: int, inner: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(hidden, hidden) for _ in range(4))
        self.fi, self.fo = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.aln, self.oln = nn.LayerNorm(hidden, epsilon), nn.LayerNorm(hidden, epsilon)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, hidden = x.shape
        q, k, v = (part(x).view(batch, length, self.heads, -1).transpose(1, 2) for part in (self.q, self.k, self.v))
        seen = self._attend(q, k, v, mask).transpose(1, 2).reshape(batch, length, hidden)
        x = self.aln(x + self.drop(self.ao(seen)))
        out: Tensor = self.oln(x + self.drop(self.fo(functional.gelu(self.fi(x)))))
        return out

    def _attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
        return functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)


class Encoder(nn.Module):
    """Pieces to answers; the answer is read off the mean over the message's own pieces."""

    def __init__(self, source: E5, rows: NDArray[np.int64]) -> None:
        super().__init__()
        shape = source.shape
        self.word = nn.Embedding(len(rows), shape.hidden)
        self.position = nn.Parameter(torch.zeros(shape.positions, shape.hidden), requires_grad=False)
        self.eln = nn.LayerNorm(shape.hidden, shape.epsilon)
        self.layers = nn.ModuleList(
            Layer(shape.hidden, shape.inner, shape.heads, shape.epsilon) for _ in range(shape.layers)
        )
        self.drop = nn.Dropout(DROPOUT)
        self.answers = nn.ModuleDict({name: nn.Linear(shape.hidden, count) for name, count in HEADS.items()})
        self._fill(source, rows)

    def _fill(self, source: E5, rows: NDArray[np.int64]) -> None:
        hidden = source.shape.hidden
        self.word.weight.data = torch.from_numpy(source.weights("emb.word", hidden, rows))
        self.word.weight.requires_grad = False
        kind = source.floats("emb.type").reshape(-1, hidden)[0]
        self.position.data = torch.from_numpy(source.floats("emb.pos").reshape(-1, hidden) + kind)
        _fill_norm(self.eln, source, "emb.ln")
        for number, layer in enumerate(self.layers):
            for name in ("q", "k", "v", "ao", "fi", "fo"):
                part = getattr(layer, name)
                part.weight.data = torch.from_numpy(source.weights(f"l{number}.{name}.w", part.in_features))
                part.bias.data = torch.from_numpy(source.floats(f"l{number}.{name}.b"))
            for name in ("aln", "oln"):
                _fill_norm(getattr(layer, name), source, f"l{number}.{name}")

    def pooled(self, ids: Tensor, own: Tensor, present: Tensor | None) -> Tensor:
        """The mean over the pieces for which `own` is 1; `present` is None where nothing is padded."""
        x = self.drop(self.eln(self.word(ids) + self.position[: ids.shape[1]]))
        mask = None if present is None else present[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        weight = own.unsqueeze(-1)
        return (x * weight).sum(1) / weight.sum(1)

    def forward(self, ids: Tensor, own: Tensor, present: Tensor | None = None) -> dict[str, Tensor]:
        read = self.drop(self.pooled(ids, own, present))
        return {name: head(read) for name, head in self.answers.items()}


def _fill_norm(norm: nn.LayerNorm, source: E5, name: str) -> None:
    norm.weight.data = torch.from_numpy(source.floats(f"{name}.w"))
    norm.bias.data = torch.from_numpy(source.floats(f"{name}.b"))
