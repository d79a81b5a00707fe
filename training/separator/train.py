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
from training.separator.losses import grouping_loss, improvements, snr_losses
from training.separator.model import Separator, Shape, divided, scaled, separate
from training.separator.optimiser import Muon

_LOGGED = 25  # steps between two lines of losses
_KEPT = 180.0  # seconds between two checkpoints


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
def check(model: Separator, pairs: Tensor, same: Tensor) -> dict[str, float]:
    """Gains in dB of development pairs, ``same``: which are of one sex."""
    gains = torch.cat([improvements(separate(model, part.sum(1)), part) for part in pairs.split(8)])
    kinds = {"gain": gains, "same": gains[same], "different": gains[~same]}
    found = {name: round(float(values.mean()), 2) for name, values in kinds.items()}
    return {**found, "worst": round(float(gains.min()), 2)}


class Trainer:
    """The weights on their way: one step after the other, checked and kept now and then."""

    def __init__(self, options: argparse.Namespace) -> None:
        torch.set_num_threads(1)
        torch.set_flush_denormal(True)
        torch.manual_seed(options.seed)
        self.options = options
        self.model = Separator(
            Shape(width=options.width, state=options.state, layers=options.layers)
        )
        self.optimisers = self._optimisers()
        self.average, self.course, self.step = Average(self.model), Course(options.minutes), 0
        options.out.mkdir(parents=True, exist_ok=True)
        self._saved: Path = options.out / "last.pt"
        if self._saved.exists():
            self._resume()
        if options.compile:
            for layer in [*self.model.layers, *self.model.after]:
                layer.compile(dynamic=False)
        self.mixer = Mixer(options.data, "train", options.seed + self.step)
        self.development, self.same = _development(options.data, options.check)

    def _optimisers(self) -> list[torch.optim.Optimizer]:
        """Muon for the matrices of the layers, Adam for all the rest."""
        model, rate = self.model, self.options.rate
        layers = [*model.layers.parameters(), *model.after.parameters(), model.hidden.weight]
        matrices = [p for p in layers if p.ndim == 2 and min(p.shape) > 4]
        chosen = {id(p) for p in matrices}
        self.others = [p for p in model.parameters() if id(p) not in chosen]
        return [
            Muon(matrices, lr=rate),
            torch.optim.Adam(self.others, lr=rate, betas=(0.9, 0.98), fused=True),
        ]

    def run(self) -> None:
        """Train to the end of the course; the log is a JSON line every few steps."""
        checked = kept = self.course.elapsed
        recent: list[tuple[float, float]] = []
        with (self.options.out / "log.jsonl").open("a", encoding="utf-8") as log:
            while self.course.done < 1:
                began = time.monotonic()
                recent.append(self._learn())
                self.course.elapsed += time.monotonic() - began
                if self.step % _LOGGED == 0:
                    loss, grouping = np.mean(recent, axis=0).round(3)
                    self._write(log, loss=loss, grouping=grouping)
                    recent.clear()
                if self._due(checked, 60 * self.options.every):
                    checked = self.course.elapsed
                    self._write(log, **check(self.average.model, self.development, self.same))
                if self._due(kept, _KEPT):
                    kept = self.course.elapsed
                    self._keep()

    def _due(self, last: float, seconds: float) -> bool:
        return self.course.elapsed - last > seconds or self.course.done >= 1

    def _learn(self) -> tuple[float, float]:
        """One step; its two losses."""
        options, model = self.options, self.model
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = options.rate * self.course.rate(self.step)
        sources = torch.from_numpy(self.mixer.batch(options.batch, self.course.mixing()))
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
        (loss + options.grouping * grouping).backward()
        torch.nn.utils.clip_grad_norm_(self.others, 5.0)
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.average.update(model, options.decay)
        self.step += 1
        return float(loss.detach()), float(grouping.detach())

    def _resume(self) -> None:
        state = torch.load(self._saved, weights_only=False)
        self.model.load_state_dict(state["model"])
        self.average.model.load_state_dict(state["average"])
        self.average.steps, self.step = state["steps"], state["step"]
        self.course.elapsed = state["elapsed"]
        for optimiser, values in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(values)

    def _keep(self) -> None:
        """Write the checkpoint, so that a stop at any moment leaves a whole one."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.model.state_dict(),
            "steps": self.average.steps,
            "elapsed": self.course.elapsed,
            "step": self.step,
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "shape": self.model.shape.document(),
        }
        new = self._saved.with_suffix(".new")
        torch.save(state, new)
        new.replace(self._saved)

    def _write(self, log: Any, **values: float) -> None:
        line = {"step": self.step, "minutes": round(self.course.elapsed / 60, 2), **values}
        log.write(json.dumps(line) + "\n")
        log.flush()


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
    Trainer(parser.parse_args()).run()
