"""Train FastSpeech 2 on a corpus; resumable, on a GPU where there is one.

    python -m training.fastspeech2.train --corpus DIR --validation DIR --out DIR --steps 12000

Writes ``last.pt`` (everything needed to go on) every few minutes, ``log.jsonl`` (one line an
evaluation) and at the end ``model.pt`` (the averaged weights). Started again with the same
``--out`` it goes on where it was; new shards in the corpus are taken up as they appear. The
learning rate is constant after the warm-up and falls over the last ``--cooldown`` share of the
run, which ends after ``--steps`` or ``--minutes``; both may be changed between two runs.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.fastspeech2.data import Batch, collate, groups, load_folder
from training.fastspeech2.model import ENERGY_SCALE, LOG_F0_SCALE, FastSpeech2, Size
from voice_agent.speak import phonemes

WARM_UP = 300
PEAK = 1e-3
AVERAGE = 0.999


def masked_mean(values: Tensor, mask: Tensor) -> Tensor:
    mask = mask.to(values.dtype)
    return (values * mask).sum() / mask.sum().clamp(min=1.0)


def losses(model: FastSpeech2, batch: Batch) -> dict[str, Tensor]:
    """The terms of the loss, teacher-forced, each in its own unit."""
    hidden, log_durations, energy = model.encoder(batch.ids, batch.symbol_mask)
    laid = model.lay(hidden, batch.owners)
    log_f0, voicing = model.pitch(laid, batch.place, batch.step_mask)
    laid_energy = torch.gather(batch.energy, 1, batch.owners)
    coarse, fine = model.decoder(laid, batch.place, laid_energy, batch.f0, batch.step_mask)
    frames = batch.step_mask.repeat_interleave(2, dim=1)
    voiced = (batch.f0 > 1.0) & frames & batch.natural_pitch[:, None]
    target = torch.log(batch.f0.clamp(min=50.0))
    known = batch.symbol_mask & batch.natural_energy[:, None]
    wanted = torch.log1p(batch.unrounded.clamp(min=0.5))
    return {
        "mel_coarse": masked_mean((coarse - batch.mel).abs().mean(-1), frames),
        "mel": masked_mean((fine - batch.mel).abs().mean(-1), frames),
        "duration": masked_mean((log_durations - wanted).abs(), batch.symbol_mask),
        "energy": masked_mean((energy - batch.plain_energy) ** 2, known) / ENERGY_SCALE**2,
        "pitch": masked_mean((log_f0 - target).abs(), voiced) / LOG_F0_SCALE,
        "voicing": masked_mean(
            F.binary_cross_entropy_with_logits(
                voicing, (batch.f0 > 1.0).to(voicing.dtype), reduction="none"
            ),
            frames,
        ),
    }


WEIGHTS = {
    "mel_coarse": 1.0,
    "mel": 1.0,
    "duration": 2.0,
    "energy": 0.3,
    "pitch": 1.0,
    "voicing": 0.5,
}


@torch.no_grad()
def validate(model: FastSpeech2, batches: list[Batch]) -> dict[str, float]:
    """Mean losses, and the figures of the model card: exact durations, cents, voicing errors."""
    model.eval()
    sums: dict[str, float] = {}
    exact = symbols = wrong = frames = 0
    cents: list[Tensor] = []
    for batch in batches:
        for name, value in losses(model, batch).items():
            sums[name] = sums.get(name, 0.0) + float(value) / len(batches)
        hidden, log_durations, _ = model.encoder(batch.ids, batch.symbol_mask)
        rounded = torch.expm1(log_durations).round().clamp(min=1)
        exact += int(((rounded == batch.rounded) & batch.symbol_mask).sum())
        symbols += int(batch.symbol_mask.sum())
        laid = model.lay(hidden, batch.owners)
        log_f0, voicing = model.pitch(laid, batch.place, batch.step_mask)
        inside = batch.step_mask.repeat_interleave(2, dim=1)
        voiced = batch.f0 > 1.0
        wrong += int((((voicing > 0) != voiced) & inside).sum())
        frames += int(inside.sum())
        both = inside & voiced & (voicing > 0)
        cents.append(((log_f0 - batch.f0.clamp(min=50).log()).abs() * 1200 / math.log(2))[both])
    model.train()
    sums["exact_durations"] = exact / symbols
    sums["f0_cents"] = float(torch.cat(cents).median())
    sums["voicing_error"] = wrong / frames
    return sums


def rate_at(step: int, done: float, cooldown: float) -> float:
    """Learning rate: linear warm-up, constant, then a half cosine to a fiftieth.

    ``done`` is the share of the run that is behind, ``cooldown`` the share that cools down.
    """
    if step < WARM_UP:
        return PEAK * (step + 1) / WARM_UP
    cooled = min(1.0, max(0.0, (done - (1.0 - cooldown)) / cooldown))
    return PEAK * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * cooled)))


class Trainer:
    """One training run in a folder."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.manual_seed(options.seed)
        size = Size(symbols=len(phonemes.SYMBOLS))
        self.model = FastSpeech2(size).to(self.device)
        self.average = {k: v.detach().clone() for k, v in self.model.state_dict().items()}
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(), lr=PEAK, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        self.step = 0
        self.begun = time.monotonic()
        self.rows, self.shards = load_folder(options.corpus)
        held, _ = load_folder(options.validation)
        self.held = [
            collate(g, None).to(self.device) for g in groups(held, 1500, np.random.default_rng(0))
        ]
        self.last = options.out / "last.pt"
        if self.last.exists():
            self._restore()

    def _restore(self) -> None:
        saved: dict[str, Any] = torch.load(self.last, map_location=self.device, weights_only=True)
        self.model.load_state_dict(saved["model"])
        self.average = saved["average"]
        self.optimiser.load_state_dict(saved["optimiser"])
        self.step = saved["step"]

    def _save(self) -> None:
        partial = self.last.with_suffix(".partial")
        torch.save(
            {
                "model": self.model.state_dict(),
                "average": self.average,
                "optimiser": self.optimiser.state_dict(),
                "step": self.step,
                "size": self.model.size.as_dict(),
            },
            partial,
        )
        partial.rename(self.last)

    def _done(self) -> float:
        """Share of the run that is behind, by steps or by the clock, whichever is more."""
        done = self.step / self.options.steps
        if self.options.minutes:
            done = max(done, (time.monotonic() - self.begun) / (60 * self.options.minutes))
        return done

    def _advance(self, batch: Batch) -> dict[str, Tensor]:
        for group in self.optimiser.param_groups:
            group["lr"] = rate_at(self.step, self._done(), self.options.cooldown)
        terms = losses(self.model, batch)
        loss = sum((WEIGHTS[name] * value for name, value in terms.items()), torch.zeros(()))
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        keep = min(AVERAGE, (1 + self.step) / (10 + self.step))
        now = self.model.state_dict()
        torch._foreach_lerp_(list(self.average.values()), list(now.values()), 1 - keep)
        self.step += 1
        return {name: value.detach() for name, value in terms.items()}

    def _evaluate(self, recent: dict[str, float]) -> None:
        mine = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.model.load_state_dict(self.average)
        figures = validate(self.model, self.held)
        self.model.load_state_dict(mine)
        line = {
            "step": self.step,
            "seconds": round(time.monotonic() - self.begun),
            "utterances": len(self.rows),
            "train_mel": round(recent.get("mel", 0.0), 4),
            **{k: round(v, 4) for k, v in figures.items()},
        }
        with (self.options.out / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        print(line, flush=True)
        self._save()

    def run(self) -> None:
        options = self.options
        epoch = 0
        recent: dict[str, float] = {}
        while self._done() < 1.0:
            rng = np.random.default_rng((options.seed, self.step, epoch))
            fresh, self.shards = load_folder(options.corpus, self.shards)
            self.rows += fresh
            epoch += 1
            for group in groups(self.rows, options.batch, rng):
                terms = self._advance(collate(group, rng).to(self.device))
                for name, value in terms.items():
                    recent[name] = 0.98 * recent.get(name, float(value)) + 0.02 * float(value)
                if self.step % options.every == 0:
                    self._evaluate(recent)
                if self._done() >= 1.0 or self._should_reload():
                    break
        self._evaluate(recent)
        torch.save(
            {"model": self.average, "size": self.model.size.as_dict()}, options.out / "model.pt"
        )

    def _should_reload(self) -> bool:
        """While the corpus is still small and growing, look for new shards often."""
        if len(self.rows) > 6000 or self.step % 100:
            return False
        return len(list(self.options.corpus.glob("*.npz"))) > len(self.shards)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--validation", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=12_000)
    parser.add_argument("--minutes", type=float, default=0.0, help="end by the clock")
    parser.add_argument("--cooldown", type=float, default=0.3, help="share of the run")
    parser.add_argument("--batch", type=int, default=900, help="decoder steps (25 ms) a batch")
    parser.add_argument("--every", type=int, default=250)
    parser.add_argument("--threads", type=int, default=int(os.environ.get("OMP_NUM_THREADS", "1")))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    options.out.mkdir(parents=True, exist_ok=True)
    Trainer(options).run()


if __name__ == "__main__":
    main()
