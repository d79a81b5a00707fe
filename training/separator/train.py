"""Training of the separator on one processor core, to a budget of minutes; can be resumed.

Example: ``python -m training.separator.train --data DIR --out DIR --minutes 90``
"""

from __future__ import annotations

import argparse
import copy
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.separator.data import RATE, Mixer, Mixing
from training.separator.model import Separator, Shape, divided, scaled, separate, stft
from training.separator.optimiser import Muon


def snr_losses(estimates: Tensor, sources: Tensor) -> Tensor:
    """[batch]: mean negative signal-to-error ratio in dB of the better of the two orders.

    Not scale-invariant, as the outputs are to add up to the mixture. Ends at 30 dB, and is
    defined for a silent talker too: what is left in its output counts against the mixture.
    """
    mixture = sources.sum(1).pow(2).sum(-1)
    error = (estimates[:, :, None] - sources[:, None]).pow(2).sum(-1)  # [batch, output, source]
    power = sources.pow(2).sum(-1)
    floor = 1e-3 * mixture[:, None] + 1e-8
    signal = torch.maximum(power, 0.03 * mixture[:, None])
    ratios = 10 * torch.log10((error + floor[:, None]) / (signal[:, None] + floor[:, None]))
    straight = ratios[:, 0, 0] + ratios[:, 1, 1]
    crossed = ratios[:, 0, 1] + ratios[:, 1, 0]
    return torch.minimum(straight, crossed) / 2


def grouping_loss(groups: Tensor, sources: Tensor, bands: tuple[int, ...]) -> Tensor:
    """Deep clustering by whitened k-means (Wang et al. 2018), of bands instead of bins.

    How little of who is the louder talker, band by band, a linear look at ``groups`` explains:
    0 to 1. Needs no order of the talkers, so it teaches what belongs together long before the
    order is clear. Loud bands count more.
    """
    batch = len(groups)
    power = stft(sources.flatten(0, 1)).pow(2).sum(-1).unflatten(0, (batch, 2))
    power = torch.stack([part.sum(-1) for part in power.split(list(bands), -1)], -1)
    total = power.sum(1).flatten(1)  # [batch, frames * bands]
    weight = (total / total.amax(1, keepdim=True)).pow(0.15) * (total > 1e-4 * total.amax(1, True))
    weight = (weight / weight.sum(1, keepdim=True)).sqrt()[..., None]
    first = (power[:, 0] > power[:, 1]).flatten(1).float()
    truth = torch.stack([first, 1 - first], -1) * weight
    found = groups.flatten(1, 2) * weight
    own = found.transpose(1, 2) @ found + 1e-3 * torch.eye(found.shape[-1])
    cross = found.transpose(1, 2) @ truth
    explained = torch.linalg.solve(own, cross).transpose(1, 2) @ cross
    sizes = truth.pow(2).sum(1) + 1e-4
    return 2.0 - (explained.diagonal(dim1=1, dim2=2) / sizes).sum(1).mean()


def si_sdr(estimates: Tensor, sources: Tensor) -> Tensor:
    """[..., samples] to dB (Le Roux et al. 2019)."""
    gain = (estimates * sources).sum(-1, keepdim=True) / (
        sources.pow(2).sum(-1, keepdim=True) + 1e-9
    )
    target = gain * sources
    return 10 * torch.log10(
        target.pow(2).sum(-1) / ((estimates - target).pow(2).sum(-1) + 1e-9) + 1e-9
    )


def improvements(estimates: Tensor, sources: Tensor) -> Tensor:
    """[batch]: mean gain in SI-SDR over the mixture, the better of the two orders."""
    before = si_sdr(sources.sum(1, keepdim=True).expand_as(sources), sources).mean(1)
    straight = si_sdr(estimates, sources).mean(1)
    crossed = si_sdr(estimates.flip(1), sources).mean(1)
    return torch.maximum(straight, crossed) - before


class Average:
    """The weights' running mean, which generalises better than the weights."""

    def __init__(self, model: torch.nn.Module) -> None:
        self.model = copy.deepcopy(model)
        self.steps = 0

    @torch.no_grad()
    def update(self, model: torch.nn.Module, decay: float) -> None:
        self.steps += 1
        share = 1 - min(decay, self.steps / (self.steps + 10))
        for mean, now in zip(self.model.parameters(), model.parameters(), strict=True):
            mean.lerp_(now, share)


@dataclass
class Course:
    """Where the training is between 0 and 1, and what that means."""

    minutes: float
    elapsed: float = 0.0  # seconds

    @property
    def done(self) -> float:
        return self.elapsed / (60 * self.minutes)

    def rate(self, step: int) -> float:
        warm = min(1.0, (step + 1) / 50)
        return warm * min(1.0, max(0.01, (1 - self.done) / 0.6))

    def mixing(self) -> Mixing:
        return Mixing() if self.done < 0.7 else Mixing(alike=0.5, alone=0.06)


@torch.no_grad()
def check(model: Separator, pairs: Tensor, high: Tensor) -> dict[str, float]:
    gains = torch.cat([improvements(separate(model, part.sum(1)), part) for part in pairs.split(8)])
    return {
        "gain": float(gains.mean()),
        "same": float(gains[high].mean()),
        "different": float(gains[~high].mean()),
        "worst": float(gains.min()),
    }


def train(arguments: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(arguments.seed)
    model = Separator(Shape(width=arguments.width, state=arguments.state, layers=arguments.layers))
    matrices = [
        p
        for p in [*model.layers.parameters(), *model.after.parameters(), model.hidden.weight]
        if p.ndim == 2 and min(p.shape) > 4
    ]
    chosen = {id(p) for p in matrices}
    others = [p for p in model.parameters() if id(p) not in chosen]
    optimisers: list[torch.optim.Optimizer] = [
        Muon(matrices, lr=arguments.rate),
        torch.optim.Adam(others, lr=arguments.rate, betas=(0.9, 0.98), fused=True),
    ]
    average, course, step = Average(model), Course(arguments.minutes), 0
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    saved = out / "last.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=False)
        model.load_state_dict(state["model"])
        average.model.load_state_dict(state["average"])
        average.steps, course.elapsed, step = state["steps"], state["elapsed"], state["step"]
        for optimiser, values in zip(optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(values)
    if arguments.compile:
        for layer in [*model.layers, *model.after]:
            layer.compile(dynamic=False)
    mixer = Mixer(arguments.data, "train", arguments.seed + step)
    development, kinds = _development(arguments.data, arguments.check)
    log = (out / "log.jsonl").open("a", encoding="utf-8")
    recent: list[tuple[float, float]] = []
    last, checked, kept = time.monotonic(), course.elapsed, course.elapsed
    while course.done < 1:
        for optimiser in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = arguments.rate * course.rate(step)
        mixing = course.mixing()
        sources = torch.from_numpy(mixer.batch(arguments.batch, mixing))
        mixture = sources.sum(1)
        spectrum, level = scaled(mixture)
        with torch.autocast("cpu", torch.bfloat16):
            bands = model.bands(spectrum, torch.bfloat16)
        with torch.autocast("cpu", enabled=False):
            groups = model.grouped(bands)
            whose = model.whose(groups, spectrum)
        with torch.autocast("cpu", torch.bfloat16):
            mask = model.masks(bands, whose, torch.bfloat16)
        loss = snr_losses(divided(mixture, spectrum, level, mask), sources).mean()
        grouping = grouping_loss(groups, sources, model.shape.bands)
        (loss + arguments.grouping * grouping).backward()
        torch.nn.utils.clip_grad_norm_(others, 5.0)
        for optimiser in optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        average.update(model, arguments.decay)
        recent.append((float(loss.detach()), float(grouping.detach())))
        step += 1
        now = time.monotonic()
        course.elapsed += now - last
        last = now
        if step % 25 == 0:
            losses = dict(zip(("loss", "grouping"), np.mean(recent, axis=0).round(3), strict=True))
            _write(log, step=step, minutes=round(course.elapsed / 60, 2), **losses)
            recent.clear()
        if course.elapsed - checked > 60 * arguments.every or course.done >= 1:
            checked = course.elapsed
            found = check(average.model, development, kinds)
            _write(
                log,
                step=step,
                minutes=round(course.elapsed / 60, 2),
                **{k: round(v, 2) for k, v in found.items()},
            )
            last = time.monotonic()
        if course.elapsed - kept > 180 or course.done >= 1:
            kept = course.elapsed
            state = {
                "model": model.state_dict(),
                "average": average.model.state_dict(),
                "steps": average.steps,
                "elapsed": course.elapsed,
                "step": step,
                "optimisers": [o.state_dict() for o in optimisers],
                "shape": model.shape.document(),
            }
            torch.save(state, saved.with_suffix(".new"))
            saved.with_suffix(".new").replace(saved)


def _development(folder: Path, count: int) -> tuple[Tensor, Tensor]:
    """Pairs of the development readers, and which of them are of the same sex (by pitch)."""
    mixer = Mixer(folder, "development", 1)
    pairs, same = [], []
    mixing = Mixing(seconds=4.0, partial=0.0, alone=0.0, alike=0.0)
    order = [(a, b) for a in range(len(mixer.rows)) for b in range(a + 1, len(mixer.rows))]
    mixer.random.shuffle(order)
    for a, b in order[:count]:
        frames = round(mixing.seconds * RATE)
        pair = np.stack([mixer.talker(a, frames, plain=True), mixer.talker(b, frames, plain=True)])
        pair[1] *= 10 ** (mixer.random.uniform(-5, 5) / 20)
        pairs.append(pair)
        same.append((mixer.pitches[a] < 162) == (mixer.pitches[b] < 162))
    return torch.from_numpy(np.stack(pairs)), torch.tensor(same)


def _write(log: Any, **values: float) -> None:
    log.write(json.dumps(values) + "\n")
    log.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90.0)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--batch", type=int, default=2, help="mixtures of four seconds a step")
    parser.add_argument("--decay", type=float, default=0.998)
    parser.add_argument("--grouping", type=float, default=10.0, help="weight of that loss")
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--state", type=int, default=64)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--check", type=int, default=16)
    parser.add_argument("--every", type=float, default=12.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--compile", action="store_true")
    train(parser.parse_args())
