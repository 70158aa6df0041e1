"""Fine-tuning: batches of about one length, the losses of all heads, and the steps."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.detection.model.pieces import Pieces
from bot.detection.model.script import Script, script_of
from bot.domain.verdict import CATEGORIES
from bot.domain.voice import ASPECTS
from bot.domain.voice import KINDS as VOICES
from scripts.training.corpus import KINDS
from scripts.training.examples import Example, amid_talk
from scripts.training.network import Encoder

BATCH = 16
RATE, HEAD_RATE, LAYER_DECAY, WARM_UP = 1.5e-4, 1e-3, 0.9, 150
SMOOTHING = 0.02
SHARES = {"category": 0.5, "severity": 0.4, "kind": 0.3, "voice": 0.5, "aspect": 0.3}
"""What the other questions weigh beside the complaint."""


def batch_of(scripts: Sequence[Script]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces, which of them are the message's own, and which are there at all."""
    longest = max(len(script.ids) for script in scripts)
    ids = torch.full((len(scripts), longest), Pieces.PAD)
    own, present = torch.zeros(len(scripts), longest), torch.zeros(len(scripts), longest, dtype=torch.bool)
    for row, script in enumerate(scripts):
        ids[row, : len(script.ids)] = torch.tensor(script.ids)
        own[row, : script.own] = 1
        present[row, : len(script.ids)] = True
    return ids, own, present


def loss_of(answers: dict[str, Tensor], examples: Sequence[Example]) -> Tensor:
    """The complaint's cross-entropy, and those of the other questions where the answer is known."""
    wanted = torch.tensor([float(one.complaint) for one in examples]) * (1 - 2 * SMOOTHING) + SMOOTHING
    weight = torch.tensor([one.weight for one in examples])
    loss = functional.binary_cross_entropy_with_logits(answers["complaint"][:, 0], wanted, weight=weight)
    for name, classes in (
        ("category", [CATEGORIES.index(one.category) if one.category else -1 for one in examples]),
        ("kind", [_kind(one) for one in examples]),
        ("voice", [-1 if one.voice is None else ("none", *VOICES).index(one.voice) for one in examples]),
        ("aspect", [ASPECTS.index(one.aspect) if one.aspect else -1 for one in examples]),
    ):
        known = torch.tensor(classes)
        total = functional.cross_entropy(answers[name], known, ignore_index=-1, reduction="sum")
        loss = loss + SHARES[name] * total / len(examples)
    steps = torch.tensor([[float((one.severity or 0) >= least) for least in (2, 3)] for one in examples])
    known_severity = torch.tensor([[float(one.severity is not None)] for one in examples])
    severity = functional.binary_cross_entropy_with_logits(answers["severity"], steps, weight=known_severity)
    return loss + SHARES["severity"] * severity


def _kind(one: Example) -> int:
    if one.complaint:
        return 0
    return 1 + KINDS.index(one.kind) if one.kind else -1


def batches(items: list[tuple[Script, Example]], draw: random.Random) -> Iterator[list[tuple[Script, Example]]]:
    """Batches of about the same length, in random order."""
    items = draw.sample(items, len(items))
    found = []
    for start in range(0, len(items), BATCH * 20):
        part = sorted(items[start : start + BATCH * 20], key=lambda item: len(item[0].ids))
        found += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    draw.shuffle(found)
    yield from found


def optimiser(net: Encoder, share: float) -> torch.optim.Optimizer:
    """AdamW; the further a layer is from the heads, the slower it learns."""
    count = len(net.layers)
    groups = [
        {"params": list(layer.parameters()), "lr": share * RATE * LAYER_DECAY ** (count - 1 - at)}
        for at, layer in enumerate(net.layers)
    ]
    groups.append({"params": list(net.answers.parameters()), "lr": share * HEAD_RATE})
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def fit(net: Encoder, examples: Sequence[Example], pieces: Pieces, epochs: int, seed: int, share: float = 1.0) -> None:
    """Train in place at a share of the usual rate; every epoch shows some messages amid other talk as well."""
    draw = random.Random(seed)
    torch.manual_seed(seed)
    steps = epochs * math.ceil(len(examples) * 1.25 / BATCH)
    steps_of = optimiser(net, share)
    rate = torch.optim.lr_scheduler.LambdaLR(
        steps_of, lambda step: min(1.0, step / WARM_UP) * max(0.02, 1 - step / steps)
    )
    start, done = time.monotonic(), 0
    for epoch in range(epochs):
        net.train()
        total = 0.0
        shown = [*examples, *amid_talk(examples, draw)]
        items = [(script_of(one.burst, one.situation, pieces), one) for one in shown]
        for batch in batches(items, draw):
            with torch.autocast("cpu", torch.bfloat16):
                answers = net(*batch_of([script for script, _ in batch]))
            loss = loss_of({name: answer.float() for name, answer in answers.items()}, [one for _, one in batch])
            steps_of.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            steps_of.step()
            rate.step()
            total, done = total + float(loss.detach()), done + 1
            if done % 100 == 0:
                print(f"  step {done} of about {steps}, {time.monotonic() - start:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: loss {total * BATCH / len(items):.3f}", flush=True)
