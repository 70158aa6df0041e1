"""The network that reads promises, as torch sees it: the detector's encoder with heads of its own, and its lessons."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from bot.detection.promised.network import KINDS, OWNED, SUMMED
from scripts.training.e5 import Shape
from scripts.training.network import DROPOUT, Layer
from scripts.training.promise_lines import Lesson, joined

BATCH, EPOCHS = 16, 4
RATE, HEAD_RATE, LAYER_DECAY, WARM_UP = 1.5e-4, 1e-3, 0.9, 100
SHARES = {"sums": 0.4, "times": 0.2, "tags": 1.5}
"""What the other questions weigh beside the kinds."""
PAD = 1
JOINED, LONGEST_JOINED = 0.2, 110
"""The share of messages that are followed by another in one breath, and how many pieces both may have."""


class PromiseNetwork(nn.Module):
    """Pieces to answers for the whole text, for candidates, and for each piece."""

    def __init__(self, weights: Mapping[str, NDArray[np.float32]], shape: Shape) -> None:
        super().__init__()
        hidden, pieces = shape.hidden, len(weights["word.weight"])
        self.word = nn.Embedding(pieces, hidden)
        self.word.weight.requires_grad = False
        self.position = nn.Parameter(torch.zeros(len(weights["position"]), hidden), requires_grad=False)
        self.eln = nn.LayerNorm(hidden, shape.epsilon)
        self.layers = nn.ModuleList(Layer(hidden, shape.inner, shape.heads, shape.epsilon) for _ in range(shape.layers))
        self.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
        self.drop = nn.Dropout(DROPOUT)
        self.kinds = nn.Linear(hidden, len(KINDS) + 2)
        self.sums, self.times = nn.Linear(2 * hidden, len(SUMMED)), nn.Linear(2 * hidden, len(KINDS))
        self.tags = nn.Linear(hidden, 1 + 2 * len(OWNED))

    def forward(
        self, ids: Tensor, present: Tensor, sums: Sequence[tuple[int, tuple[int, ...]]],
        times: Sequence[tuple[int, tuple[int, ...]]],
    ) -> tuple[Tensor, Tensor | None, Tensor | None, Tensor]:  # fmt: skip
        """Logits of the kinds, of each candidate (row and pieces), and of each piece."""
        x = self.drop(self.eln(self.word(ids) + self.position[: ids.shape[1]]))
        mask = present[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        share = present.float().unsqueeze(-1)
        whole = (x * share).sum(1) / share.sum(1)

        def judged(spans: Sequence[tuple[int, tuple[int, ...]]], head: nn.Module) -> Tensor | None:
            if not spans:
                return None
            read = torch.stack([torch.cat([x[row, list(at)].mean(0), whole[row]]) for row, at in spans])
            found: Tensor = head(self.drop(read))
            return found

        return self.kinds(self.drop(whole)), judged(sums, self.sums), judged(times, self.times), self.tags(self.drop(x))


def loss_of(net: PromiseNetwork, lessons: Sequence[Lesson]) -> Tensor:
    longest = max(len(one.ids) for one in lessons)
    ids = torch.full((len(lessons), longest), PAD)
    present = torch.zeros(len(lessons), longest, dtype=torch.bool)
    tags = torch.full((len(lessons), longest), -1)
    for row, one in enumerate(lessons):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        present[row, : len(one.ids)] = True
        tags[row, : len(one.ids)] = torch.tensor(one.tags)
    sums = [(row, at, wanted) for row, one in enumerate(lessons) for at, wanted in one.sums]
    times = [(row, at, wanted) for row, one in enumerate(lessons) for at, wanted in one.times]
    with torch.autocast("cpu", torch.bfloat16):
        kinds, by_sum, by_time, by_tag = net(
            ids, present, [(row, at) for row, at, _ in sums], [(row, at) for row, at, _ in times]
        )
    entropy = functional.binary_cross_entropy_with_logits
    loss = entropy(kinds.float(), torch.tensor([one.kinds for one in lessons]))
    loss = loss + SHARES["tags"] * functional.cross_entropy(
        by_tag.float().flatten(0, 1), tags.flatten(), ignore_index=-1
    )
    for name, found, wanted in (("sums", by_sum, [w for *_, w in sums]), ("times", by_time, [w for *_, w in times])):
        if found is not None:
            loss = loss + SHARES[name] * entropy(found.float(), torch.tensor(wanted), reduction="sum") / len(lessons)
    return loss


def _with_joined(lessons: Sequence[Lesson], comma: int, draw: random.Random) -> list[Lesson]:
    """All lessons in another order, some with a second one behind."""
    found = []
    for one in draw.sample(list(lessons), len(lessons)):
        other = draw.choice(lessons) if draw.random() < JOINED else None
        fits = other is not None and len(one.ids) + len(other.ids) <= LONGEST_JOINED
        found.append(joined(one, other, comma) if other is not None and fits else one)
    return found


def fit(net: PromiseNetwork, lessons: Sequence[Lesson], comma: int, seed: int) -> None:
    """Train in place; `comma` is the piece of a comma, `seed` draws the order."""
    torch.manual_seed(seed)
    draw, count = random.Random(seed), len(net.layers)
    groups = [
        {"params": list(layer.parameters()), "lr": RATE * LAYER_DECAY ** (count - 1 - at)}
        for at, layer in enumerate(net.layers)
    ]
    heads = [p for head in (net.kinds, net.sums, net.times, net.tags) for p in head.parameters()]
    steps_of = torch.optim.AdamW([*groups, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01, fused=True)
    steps = EPOCHS * math.ceil(len(lessons) / BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(
        steps_of, lambda step: min(1.0, step / WARM_UP) * max(0.02, 1 - step / steps)
    )
    start = time.monotonic()
    for epoch in range(EPOCHS):
        net.train()
        total, items = 0.0, _with_joined(lessons, comma, draw)
        batches = []
        for first in range(0, len(items), BATCH * 20):
            part = sorted(items[first : first + BATCH * 20], key=lambda one: len(one.ids))
            batches += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
        draw.shuffle(batches)
        for batch in batches:
            loss = loss_of(net, batch)
            steps_of.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            steps_of.step()
            rate.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: loss {total / len(batches):.4f}, {time.monotonic() - start:.0f} s", flush=True)
    net.eval()


def weights_of(net: PromiseNetwork) -> dict[str, NDArray[np.float32]]:
    """What is written: every weight by its name."""
    return {name: value.float().numpy() for name, value in net.state_dict().items()}
