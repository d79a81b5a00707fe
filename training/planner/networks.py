"""Trains small networks on the reader's features of texts, and writes them as one file
(voice_agent/think/offline/reader/networks.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, dropout, relu

F32 = NDArray[np.float32]
I64 = NDArray[np.int64]
MEMBERS, HIDDEN = 3, 256
BEFORE, WITHIN = 0.2, 0.5  # of what the network sees, and of its hidden layer, is left out
EPOCHS, BATCH, RATE, DECAY = 20, 256, 3e-3, 1e-2


@dataclass(frozen=True)
class Rows:
    """Features (rows, width), and for each row its context, its class and what it counts."""

    x: F32
    context: I64
    y: I64
    weight: F32

    def where(self, chosen: NDArray[np.bool_]) -> Rows:
        return Rows(self.x[chosen], self.context[chosen], self.y[chosen], self.weight[chosen])


class Network(nn.Module):
    """Logits of the classes from features and the number of the context."""

    bars: Tensor

    def __init__(self, width: int, bars: F32) -> None:
        super().__init__()
        self.inner = nn.Linear(width, HIDDEN, bias=False)
        self.after = nn.Embedding(len(bars), HIDDEN)
        self.outer = nn.Linear(HIDDEN, bars.shape[1])
        self.register_buffer("bars", torch.tensor(bars))
        nn.init.normal_(self.after.weight, std=0.1)

    def forward(self, x: Tensor, context: Tensor) -> Tensor:
        hidden = self.inner(dropout(x, BEFORE, self.training)) + self.after(context)
        return self.outer(dropout(relu(hidden), WITHIN, self.training)) + self.bars[context]


def save(path: Path, rows: Rows, names: Sequence[str], contexts: Sequence[str], bars: F32) -> None:
    """Trains the networks on ``rows`` and writes them, for features as they are. ``bars``, shape
    (contexts, classes), are added to the logits."""
    mean, spread = rows.x.mean(axis=0), rows.x.std(axis=0) + 1e-6
    plain = Rows((rows.x - mean) / spread, rows.context, rows.y, rows.weight)
    trained = [_fit(plain, bars, seed).state_dict() for seed in range(MEMBERS)]
    parts = {name: np.stack([one[name].numpy() for one in trained]) for name in trained[0]}
    inner = parts["inner.weight"].transpose(0, 2, 1) / spread[:, None]
    np.savez_compressed(
        path,
        names=np.array(names),
        contexts=np.array(contexts),
        inner=inner.astype(np.float16),
        after=(parts["after.weight"] - (mean @ inner)[:, None]).astype(np.float32),
        outer=parts["outer.weight"].transpose(0, 2, 1).astype(np.float16),
        bias=parts["outer.bias"].astype(np.float32),
    )


def _fit(rows: Rows, bars: F32, seed: int) -> Network:
    """A network for standardised features."""
    torch.manual_seed(seed)
    x, context, y = (torch.tensor(part) for part in (rows.x, rows.context, rows.y))
    weight = torch.tensor(rows.weight)
    network = Network(x.shape[1], bars)
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=DECAY)
    steps = EPOCHS * -(-len(x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for some in torch.randperm(len(x)).split(BATCH):
            each = cross_entropy(network(x[some], context[some]), y[some], reduction="none")
            optimiser.zero_grad()
            ((each * weight[some]).sum() / weight[some].sum()).backward()
            optimiser.step()
            schedule.step()
    return network.eval()
