"""Train the vocoder's network on a corpus of training.fastspeech2; resumable.

    python -m training.vocoder.train --corpus DIR --validation DIR --out DIR

The loss compares the predicted spectra with the teacher's: levels by their distance in nepers,
phases by the distance of unit vectors, both by how much a bin can be heard. Writes ``last.pt``
(everything needed to go on) and ``log.jsonl`` every few hundred steps; started again with the
same ``--out`` it goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.fastspeech2 import corpus
from training.vocoder.data import Batch, Pool, Source, batch_of
from training.vocoder.model import Network, Size, Spectra

WARM_UP = 150
PEAK = 1.2e-3
AVERAGE = 0.998
PIECES, FRAMES, EDGE, RENEWED = 8, 128, 8, 0.5
HELD_OUT = 16  # utterances of the validation corpus
LOUDNESS = 0.4  # exponent of the magnitude by which a bin counts


def distances(made: Spectra, wanted: Tensor, f0: Tensor) -> dict[str, Tensor]:
    """The loss's terms; ``wanted`` (B, F, 4, K) as in ``data.Utterance``."""
    cut = made.harmonic.shape[-1]
    voiced = (f0 > 1.0).to(wanted.dtype)[..., None]
    harmonic, phase = wanted[:, :, 0, :cut], wanted[:, :, 1, :cut]
    free, free_phase = wanted[:, :, 2], wanted[:, :, 3]
    heard = torch.exp(LOUDNESS * harmonic) * voiced
    heard_free = torch.exp(LOUDNESS * free)
    share = heard / (heard + heard_free[..., :cut])
    share_free = torch.ones_like(free)
    share_free[..., :cut] -= 0.9 * share
    heard_free = heard_free * share_free
    return {
        "harmonic": ((made.harmonic - harmonic).abs() * share).mean() / share.mean(),
        "harmonic_phase": _turned(made.harmonic_phase, phase, heard),
        "free": ((made.free - free).abs() * share_free).mean() / share_free.mean(),
        "free_phase": _turned(made.free_phase, free_phase, heard_free),
    }


def _turned(made: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """Mean squared distance of phases as vectors: 1 when nothing is known, 0 when all is."""
    distance = (made[..., 0] - wanted.cos()) ** 2 + (made[..., 1] - wanted.sin()) ** 2
    return (distance * weight).mean() / weight.mean()


WEIGHTS = {"harmonic": 0.5, "harmonic_phase": 1.0, "free": 0.5, "free_phase": 2.0}


def rate_at(step: int, done: float, cooldown: float) -> float:
    """Learning rate: linear warm-up, constant, then a half cosine to a fiftieth."""
    left = min(1.0, max(0.0, (1.0 - done) / cooldown))
    return (
        PEAK
        * min(1.0, (step + 1) / WARM_UP)
        * (0.02 + 0.98 * (0.5 - 0.5 * math.cos(math.pi * left)))
    )


class Trainer:
    """One training run in a folder."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.step = options, 0
        self.begun = time.monotonic()
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.manual_seed(options.seed)
        self.model = Network(Size()).to(self.device)
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(), lr=PEAK, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        self.average = {k: v.detach().clone() for k, v in self.model.state_dict().items()}
        self.last = options.out / "last.pt"
        if self.last.exists():
            self._restore()
        source = Source(options.acoustic, predicted=0.6, seed=self.step)
        rows = [r for p in sorted(options.validation.glob("*.npz")) for r in corpus.load(p)]
        self.held_out = [source.utterance(row) for row in rows[:HELD_OUT]]
        self.pool = Pool(source, options.corpus, options.pool, self.step, seed=options.seed)

    def _restore(self) -> None:
        saved: dict[str, Any] = torch.load(self.last, map_location=self.device, weights_only=True)
        self.model.load_state_dict(saved["model"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.average, self.step = saved["average"], saved["step"]

    def _save(self) -> None:
        partial = self.last.with_suffix(".partial")
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average,
            "step": self.step,
            "size": self.model.size.as_dict(),
        }
        torch.save(state, partial)
        partial.rename(self.last)

    def _done(self) -> float:
        """Share of the run that is behind, by steps or by the clock, whichever is more."""
        done = self.step / self.options.steps
        if self.options.minutes:
            done = max(done, (time.monotonic() - self.begun) / (60 * self.options.minutes))
        return done

    def run(self) -> None:
        while self._done() < 1.0:
            self._advance(self.pool.batch(PIECES, FRAMES, RENEWED))
            if self.step % self.options.every == 0:
                self._evaluate()
        self._evaluate()

    def _advance(self, batch: Batch) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = rate_at(self.step, self._done(), self.options.cooldown)
        batch = batch.to(self.device)
        made = _inner(self.model(batch.mel, batch.f0, batch.laid, batch.place))
        terms = distances(made, batch.spectra[:, EDGE:-EDGE], batch.f0[:, EDGE:-EDGE])
        self.optimiser.zero_grad()
        torch.stack([WEIGHTS[name] * value for name, value in terms.items()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        keep = min(AVERAGE, self.step / (self.step + 20))
        now = self.model.state_dict()
        torch._foreach_lerp_(list(self.average.values()), list(now.values()), 1.0 - keep)

    @torch.no_grad()
    def _evaluate(self) -> None:
        """Distances on validation with the averaged weights."""
        model = Network(self.model.size).to(self.device)
        model.load_state_dict(self.average)
        sums: dict[str, float] = {}
        for held in self.held_out:
            batch = batch_of([held.piece(0, len(held.f0), 0.0)]).to(self.device)
            made = model(batch.mel, batch.f0, batch.laid, batch.place)
            for name, value in distances(made, batch.spectra, batch.f0).items():
                sums[name] = sums.get(name, 0.0) + value.item() / len(self.held_out)
        seconds = round(time.monotonic() - self.begun)
        line = {"step": self.step, "seconds": seconds} | {k: round(v, 4) for k, v in sums.items()}
        with (self.options.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        print(line, flush=True)
        self._save()


def _inner(made: Spectra) -> Spectra:
    """Without the frames at a piece's ends, whose surroundings are cut off."""
    inner = slice(EDGE, -EDGE)
    return Spectra(
        made.harmonic[:, inner],
        made.harmonic_phase[:, inner],
        made.free[:, inner],
        made.free_phase[:, inner],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--validation", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--acoustic", type=Path, default=Path("models/fastspeech2"))
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--minutes", type=float, default=0.0, help="end by the clock")
    parser.add_argument("--cooldown", type=float, default=0.4, help="share of the run")
    parser.add_argument("--pool", type=int, default=240, help="utterances in memory")
    parser.add_argument("--every", type=int, default=200)
    parser.add_argument("--threads", type=int, default=int(os.environ.get("OMP_NUM_THREADS", "1")))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    Trainer(options).run()


if __name__ == "__main__":
    main()
