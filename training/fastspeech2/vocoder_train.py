"""Train the vocoder's filter on pairs of mel, F0 and audio; resumable.

    python -m training.fastspeech2.vocoder_train --out DIR --steps 4000 TEXT...

The loss is a generalised energy distance between spectrograms (Gritsenko et al. 2020,
arXiv 2008.01160): two renderings with different noise should both be near the recording, and
as far from each other as recordings are. It is a proper score, so that the network neither
smooths breath and fricatives into buzz nor roughens vowels, and it needs no adversary.
Spectra at four resolutions: the long ones see the valleys between harmonics, the short ones
the shape of each pulse.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.fastspeech2 import corpus
from training.fastspeech2.teacher import Performance, Teacher
from training.fastspeech2.vocoder_model import FilterNet, FilterSize, Synthesis
from voice_agent.speak import mel as mels
from voice_agent.speak import vocoder

FRAMES = 96  # a segment: 1.2 s
EDGE = 4  # frames at either end that do not count
WINDOWS = (240, 512, 1024, 2048)
FLOOR = 1e-4
PHASE_BINS = 150  # the teacher's phases are its harmonics' own below 3 kHz


def log_spectra(audio: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """Log and plain magnitudes (B, bins, T) with a Hann window of ``size``."""
    window = torch.hann_window(size, device=audio.device)
    spectra = torch.stft(audio, size, size // 4, window=window, center=False, return_complex=True)
    power = (spectra.real**2 + spectra.imag**2) * (4.0 / size) ** 2
    magnitude = torch.sqrt(power + FLOOR**2)
    return torch.log(magnitude), magnitude


def distance(one: list[tuple[Tensor, Tensor]], other: list[tuple[Tensor, Tensor]]) -> Tensor:
    """Mean over resolutions of the differences in log magnitude and in relative magnitude."""
    total = torch.zeros(())
    for (log_a, a), (log_b, b) in zip(one, other, strict=True):
        total = total + (log_a - log_b).abs().mean()
        total = total + 0.5 * (a - b).abs().sum() / (0.5 * (a + b).detach().sum())
    return total / len(one)


class Pairs:
    """Audio with its F0, mel and the teacher's phases, kept in memory."""

    def __init__(self, lines: list[str], seed: int, varied: float) -> None:
        teacher, rng = Teacher(), np.random.default_rng(seed)
        self.items: list[tuple[NDArray[np.int16], NDArray[np.float32], NDArray[np.float16],
                               NDArray[np.float16]]] = []
        for line in lines:
            for symbols in teacher.voice.phonemize(line):
                ids = teacher.ids(symbols)
                if len(ids) < 20:
                    continue
                kind = "both" if len(ids) > corpus.SINGABLE else str(rng.choice(["sung", "pitch"]))
                said = teacher.speak(ids) if rng.random() > varied else corpus.vary(
                    teacher, ids, symbols, kind, rng)
                self._add(said)

    def _add(self, said: Performance) -> None:
        if len(said.f0) < FRAMES + 1:
            return
        phase = np.pi * np.tanh(said.spectra[1][:PHASE_BINS].T)
        self.items.append((
            np.round(said.audio * 32767.0).clip(-32768, 32767).astype(np.int16),
            said.f0,
            mels.log_mel(said.audio).astype(np.float16),
            phase.astype(np.float16),
        ))

    def batch(self, size: int, rng: np.random.Generator) -> tuple[Tensor, ...]:
        """mel (B, F, 80), f0 (B, F), pulses and audio (B, F * HOP), phases (B, F, bins)."""
        parts: list[tuple[NDArray[np.float32], ...]] = []
        for index in rng.integers(len(self.items), size=size):
            audio, f0, mel, phase = self.items[index]
            start = int(rng.integers(len(f0) - FRAMES))
            end = start + FRAMES
            gain = float(np.exp(rng.uniform(-0.7, 0.5)))
            parts.append((
                mel[start:end].astype(np.float32) + np.log(gain, dtype=np.float32),
                f0[start:end],
                vocoder.pulses(f0[start:end], float(rng.random())),
                audio[start * mels.HOP : end * mels.HOP].astype(np.float32) / 32767.0 * gain,
                phase[start:end].astype(np.float32),
            ))
        return tuple(torch.from_numpy(np.stack(part)) for part in zip(*parts, strict=True))


class VocoderTrainer:
    """One run in a folder."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        torch.manual_seed(options.seed)
        self.net, self.synthesis = FilterNet(FilterSize()), Synthesis()
        self.optimiser = torch.optim.AdamW(
            self.net.parameters(), lr=options.rate, betas=(0.8, 0.99), weight_decay=0.01)
        self.average = {k: v.detach().clone() for k, v in self.net.state_dict().items()}
        self.step = 0
        self.last: Path = options.out / "last.pt"
        if self.last.exists():
            saved = torch.load(self.last, weights_only=True)
            self.net.load_state_dict(saved["model"])
            self.average, self.step = saved["average"], saved["step"]
            self.optimiser.load_state_dict(saved["optimiser"])

    def terms(self, batch: tuple[Tensor, ...]) -> dict[str, Tensor]:
        mel, f0, train, audio, phases = batch
        source = self.synthesis.source(train, FRAMES)
        comb = source.real**2 + source.imag**2
        harmonic, phase, noise = self.net(mel, f0, comb)
        inside = slice(EDGE * mels.HOP, -EDGE * mels.HOP)
        first, second, real = (
            [log_spectra(x[:, inside], size) for size in WINDOWS]
            for x in (
                self.synthesis(source, harmonic, phase, noise),
                self.synthesis(source, harmonic, phase, noise),
                audio,
            )
        )
        toward = distance(first, real) + distance(second, real)
        weight = ((mel[..., :1] > -99) & (f0 > vocoder.VOICED_ABOVE)[..., None]).float()
        weight = weight * (harmonic[..., :PHASE_BINS].detach() + 8.0).clamp(0.0, 8.0) / 8.0
        turned = 1.0 - torch.cos(phase[..., :PHASE_BINS] - phases)
        return {
            "energy_distance": toward - distance(first, second),
            "toward": toward.detach() / 2,
            "phase": (turned * weight).sum() / weight.sum().clamp(min=1.0),
        }

    def run(self, pairs: Pairs) -> None:
        options, begun, recent = self.options, time.monotonic(), {}
        while self.step < options.steps:
            rng = np.random.default_rng((options.seed, self.step))
            done = self.step / options.steps
            for group in self.optimiser.param_groups:
                group["lr"] = options.rate * min(1.0, (self.step + 1) / 200) * min(
                    1.0, 0.02 + 2.5 * (1 - done))
            terms = self.terms(pairs.batch(options.batch, rng))
            self.optimiser.zero_grad(set_to_none=True)
            (terms["energy_distance"] + 0.3 * terms["phase"]).backward()
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
            self.optimiser.step()
            self.step += 1
            keep = min(0.998, (1 + self.step) / (10 + self.step))
            now = self.net.state_dict()
            torch._foreach_lerp_(list(self.average.values()), list(now.values()), 1 - keep)
            for name, value in terms.items():
                recent[name] = 0.97 * recent.get(name, float(value)) + 0.03 * float(value)
            if self.step % options.every == 0 or self.step == options.steps:
                self._save(recent, time.monotonic() - begun)

    def _save(self, recent: dict[str, float], seconds: float) -> None:
        line = {"step": self.step, "seconds": round(seconds),
                **{k: round(v, 4) for k, v in recent.items()}}
        with (self.options.out / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        print(line, flush=True)
        partial = self.last.with_suffix(".partial")
        torch.save({"model": self.net.state_dict(), "average": self.average,
                    "optimiser": self.optimiser.state_dict(), "step": self.step}, partial)
        partial.rename(self.last)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--held-out", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=700)
    parser.add_argument("--varied", type=float, default=0.35)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=6)
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--every", type=int, default=100)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    options.out.mkdir(parents=True, exist_ok=True)
    secret = set(corpus.sentences(options.held_out))
    lines = [line for line in corpus.sentences(options.texts) if line not in secret]
    np.random.default_rng(options.seed).shuffle(lines)
    VocoderTrainer(options).run(Pairs(lines[: options.sentences], options.seed, options.varied))


if __name__ == "__main__":
    main()
