"""Training of the extraction network on one processor core, to a budget of minutes; resumable.

Example: ``python -m training.extraction.train --data DIR --out DIR --minutes 45 --compile``
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.extraction.data import Mixer, Mixing
from training.extraction.model import SCALE, Extractor, Shape
from training.separator.optimiser import Muon
from training.separator.train import Average

_LOGGED = 50  # steps between two lines of losses
_KEPT = 120.0  # seconds between two checkpoints
_MASK = 4.0  # weight of the mask's cross-entropy
_WHEN = 1.0  # weight of finding when it sounds
_AT_ALL = 2.0  # weight of finding whether it does
_ABSENT = 0.1  # what a sound that is not there counts for the mask: who doubts must not take less
_THERE = 1e-3  # share of the sound's own loudest power from which it sounds
_SURE = 12  # frames (0.4 s) by which a sound is said to be there


def features(mixture: Tensor) -> Tensor:
    """Powers of bands [batch, frames, bands] of any level, as the network wants them."""
    level = mixture.mean((1, 2), keepdim=True) + 1e-12
    return SCALE * torch.log(mixture / level + 1e-7)


def left_over(mask: Tensor, target: Tensor, rest: Tensor) -> Tensor:
    """Expected power of the error, [batch]: of phases nothing is known but that they are
    independent."""
    return (mask.square() * (target + rest) - 2 * mask * target + target).sum((1, 2))


def losses(odds: Tensor, when: Tensor, target: Tensor, rest: Tensor) -> Tensor:
    """(error of the wave in dB, cross-entropy of the mask, of the times, of its being there at
    all), one of each.

    The first is the negative signal-to-error ratio, or the power left over, relative to the
    mixture's, of what is not there; both stop to matter at 25 dB.
    """
    power, whole = target.sum((1, 2)), (target + rest).sum((1, 2))
    there = power > 1e-6 * whole
    wanted = torch.where(there, power, whole)
    wave = 10 * torch.log10(left_over(torch.sigmoid(odds), target, rest) / wanted + 10**-2.5)
    counts = torch.where(there, 1.0, _ABSENT)
    wave = wave * counts
    both = target + rest + 1e-9
    weight = both.pow(0.25)
    weight = weight / weight.mean((1, 2), keepdim=True) * counts[:, None, None]
    mask = F.binary_cross_entropy_with_logits(odds, target / both, weight)
    frames = target.sum(-1)
    sounds = (frames > _THERE * frames.amax(1, keepdim=True)) & there[:, None]
    times = F.binary_cross_entropy_with_logits(when, sounds.float())
    surest = when.topk(_SURE, 1).values.mean(1)
    once = F.binary_cross_entropy_with_logits(surest, there.float())
    return torch.stack([wave.mean(), mask, times, once])


@torch.no_grad()
def check(model: Extractor, batch: list[Tensor]) -> dict[str, float]:
    """Gain in dB of development mixtures, and what is taken of sounds not there."""
    mixture, target, rest, asked = batch
    odds, when = model(features(mixture), asked)
    mask = torch.sigmoid(odds)
    there = target.sum((1, 2)) > 0
    error = left_over(mask, target, rest)
    gain = 10 * torch.log10(rest.sum((1, 2)) / error)[there]
    left = 10 * torch.log10((mask.square() * rest).sum((1, 2)) / rest.sum((1, 2)))[~there]
    sure = when.topk(_SURE, 1).values.mean(1)
    above = (sure[there][:, None] > sure[~there][None]).float().mean()
    return {
        "gain": round(float(gain.mean()), 2),
        "median": round(float(gain.median()), 2),
        "worse": round(float((gain < 0).float().mean()), 3),
        "left": round(float(left.mean()), 2),
        "told_apart": round(float(above), 3),
    }


class Trainer:
    """The weights on their way: one step after the other, checked and kept now and then."""

    def __init__(self, options: argparse.Namespace) -> None:
        torch.set_num_threads(1)
        torch.set_flush_denormal(True)
        torch.manual_seed(options.seed)
        self.options = options
        self.model = Extractor(Shape(width=options.width))
        self.optimisers = self._optimisers()
        self.average, self.elapsed, self.step = Average(self.model), 0.0, 0
        options.out.mkdir(parents=True, exist_ok=True)
        self._saved: Path = options.out / "last.pt"
        if self._saved.exists():
            self._resume()
        if options.compile:
            self.model.compile(dynamic=False)
        self.mixer = Mixer(options.data, "train", options.seed + self.step)
        self.sets = {
            "made": _development(options.data, options.check, recorded=0.0),
            "recorded": _development(options.data, options.check, recorded=1.0),
        }

    @property
    def done(self) -> float:
        """Between 0 and 1."""
        return self.elapsed / (60 * self.options.minutes)

    def _optimisers(self) -> list[torch.optim.Optimizer]:
        """Muon for the matrices of the layers, Adam for all the rest."""
        model, rate = self.model, self.options.rate
        layers = list(model.layers.parameters())
        matrices = [p for p in layers if p.ndim == 2 and min(p.shape) > 4]
        chosen = {id(p) for p in matrices}
        self.others = [p for p in model.parameters() if id(p) not in chosen]
        return [
            Muon(matrices, lr=rate),
            torch.optim.Adam(self.others, lr=rate, betas=(0.9, 0.98), fused=True),
        ]

    def run(self) -> None:
        """Train to the end of the course; the log is a JSON line every few steps."""
        checked = kept = self.elapsed
        recent: list[list[float]] = []
        with (self.options.out / "log.jsonl").open("a", encoding="utf-8") as log:
            while self.done < 1 and not (self.options.out / "stop").exists():
                began = time.monotonic()
                recent.append(self._learn())
                self.elapsed += time.monotonic() - began
                if self.step % _LOGGED == 0:
                    wave, mask, times, once = np.mean(recent, axis=0).round(3)
                    self._write(log, wave=wave, mask=mask, times=times, once=once)
                    recent.clear()
                if self._due(checked, 60 * self.options.every):
                    checked = self.elapsed
                    for name, batch in self.sets.items():
                        self._write(log, of=name, **check(self.average.model, batch))
                if self._due(kept, _KEPT):
                    kept = self.elapsed
                    self._keep()
        self._keep()

    def _due(self, last: float, seconds: float) -> bool:
        return self.elapsed - last > seconds or self.done >= 1

    def _learn(self) -> list[float]:
        """One step; its losses."""
        options, model = self.options, self.model
        warm = min(1.0, (self.step + 1) / 50)
        rate = warm * min(1.0, max(0.01, (1 - self.done) / options.falling))
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = options.rate * rate
        drawn = self.mixer.batch(options.batch, Mixing(absent=options.absent))
        mixture, target, rest, asked = (torch.from_numpy(part) for part in drawn)
        with torch.autocast("cpu", torch.bfloat16):
            odds, when = model(features(mixture), asked)
        parts = losses(odds.float(), when.float(), target, rest)
        (parts * torch.tensor([1.0, _MASK, _WHEN, _AT_ALL])).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.others, 5.0)
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.average.update(model, options.decay)
        self.step += 1
        return [float(value) for value in parts.detach()]

    def _resume(self) -> None:
        state = torch.load(self._saved, weights_only=False)
        self.model.load_state_dict(state["model"])
        self.average.model.load_state_dict(state["average"])
        self.average.steps, self.step = state["steps"], state["step"]
        self.elapsed = state["elapsed"]
        for optimiser, values in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(values)

    def _keep(self) -> None:
        """Write the checkpoint, so that a stop at any moment leaves a whole one."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.model.state_dict(),
            "steps": self.average.steps,
            "elapsed": self.elapsed,
            "step": self.step,
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "shape": self.model.shape.document(),
        }
        new = self._saved.with_suffix(".new")
        torch.save(state, new)
        new.replace(self._saved)

    def _write(self, log: Any, **values: Any) -> None:
        line = {"step": self.step, "minutes": round(self.elapsed / 60, 2), **values}
        log.write(json.dumps(line) + "\n")
        log.flush()


def _development(folder: Path, count: int, recorded: float) -> list[Tensor]:
    """Development mixtures of two at one level, a quarter of them asked for what is not there."""
    mixer = Mixer(folder, "development", 1)
    if recorded:
        mixer.names = [name for name in mixer.names if "recorded" in mixer.rows[name]]
    plain = Mixing(
        level=0.0, recorded=recorded, third=0.0, alone=0.0, narrow=0.0, coloured=0.0, in_rooms=0.0
    )
    there, absent = (replace(plain, absent=share) for share in (0.0, 1.0))
    drawn = [mixer.mixture(absent if k % 4 == 3 else there)[0] for k in range(count)]
    rows = zip(*((a.mixture, a.target, a.rest, a.asked) for a in drawn), strict=True)
    return [torch.from_numpy(np.stack(row)) for row in rows]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=45.0)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--falling", type=float, default=0.5, help="share with falling rate")
    parser.add_argument("--batch", type=int, default=32, help="twice the mixtures of a step")
    parser.add_argument("--decay", type=float, default=0.998)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--absent", type=float, default=0.3, help="share not in the mixture")
    parser.add_argument("--check", type=int, default=160)
    parser.add_argument("--every", type=float, default=4.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--compile", action="store_true")
    Trainer(parser.parse_args()).run()
