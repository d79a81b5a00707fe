"""After a run: the duration head alone, the rest of the voice as it is.

    python -m training.fastspeech2.finish_durations RUN OUT --corpus DIR

Durations count as right when they round to the teacher's step, so a long symbol must be met as
closely as a short one; the loss of the run, on a logarithmic scale, cares less. Here the
encoder is fixed and its duration head learns from both. Writes ``OUT/last.pt`` for the export.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.fastspeech2.corpus import Row
from training.fastspeech2.data import groups, load_folder
from training.fastspeech2.model import FastSpeech2, Size
from training.fastspeech2.train import masked_mean

PEAK, WARM_UP, AVERAGE = 3e-4, 50, 0.995
BATCH = 3000  # steps of 25 ms
FARTHEST = 2.0  # steps: an error beyond this counts no more


def symbols_of(rows: list[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, which of them are there, and the durations in steps, each (utterances, symbols)."""
    shape = (len(rows), max(len(row.ids) for row in rows))
    ids, there = np.zeros(shape, np.int64), np.zeros(shape, bool)
    steps = np.full(shape, 0.5, np.float32)
    for place, row in enumerate(rows):
        count = len(row.ids)
        ids[place, :count], there[place, :count] = row.ids, True
        steps[place, :count] = np.maximum(row.unrounded, 0.5)
    return torch.from_numpy(ids), torch.from_numpy(there), torch.from_numpy(steps)


def endless(rows: list[Row], random: np.random.Generator) -> Iterator[list[Row]]:
    while True:
        yield from groups(rows, BATCH, random)


def encoded(model: FastSpeech2, ids: Tensor, there: Tensor) -> Tensor:
    """What the encoder makes of the symbols, before its heads."""
    encoder = model.encoder
    with torch.no_grad():
        x = encoder.embed(ids) * there[..., None]
        for block in encoder.blocks:
            x = block(x, there)
        return encoder.norm(x)


def finish(model: FastSpeech2, rows: list[Row], steps: int, seed: int) -> None:
    """Train the duration head of ``model`` in place; it ends as the mean over its course."""
    random = np.random.default_rng(seed)
    head = list(model.encoder.duration.parameters())
    mean = [p.detach().clone() for p in head]
    optimiser = torch.optim.AdamW(head, lr=PEAK, betas=(0.9, 0.98), weight_decay=0.01)
    model.train()
    for step, group in zip(range(steps), endless(rows, random), strict=False):
        for part in optimiser.param_groups:
            fall = 0.5 * (1 + math.cos(math.pi * step / steps))
            part["lr"] = PEAK * min(1.0, step / WARM_UP) * fall
        ids, there, wanted = symbols_of(group)
        found = model.encoder.duration(encoded(model, ids, there), there).squeeze(-1)
        relative = masked_mean((found - torch.log1p(wanted)).abs(), there)
        absolute = masked_mean((torch.expm1(found) - wanted).abs().clamp(max=FARTHEST), there)
        loss = 2.0 * relative + 0.1 * absolute
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head, 1.0)
        optimiser.step()
        keep = min(AVERAGE, (step + 1) / (step + 11))
        torch._foreach_lerp_(mean, [p.detach() for p in head], 1 - keep)
        if step % 250 == 0:
            print(f"step {step}: {float(loss.detach()):.4f}", flush=True)
    with torch.no_grad():
        for parameter, value in zip(head, mean, strict=True):
            parameter.copy_(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    average = torch.load(options.run / "last.pt", weights_only=True)["average"]
    model = FastSpeech2(Size(symbols=average["encoder.embed.weight"].shape[0]))
    model.load_state_dict(average)
    finish(model, load_folder(options.corpus)[0], options.steps, options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(
        {"model": model.state_dict(), "average": model.state_dict()}, options.out / "last.pt"
    )


if __name__ == "__main__":
    main()
