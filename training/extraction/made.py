"""Variants of every sound model of ours, rendered once for the training.

    python -m training.extraction.made OUT [--variants 12] [--seeds development]

One file for each sound with 16-bit samples at 32 kHz one after the other (``samples``) and
where each variant begins (``starts``). Half of the variants are as the model makes them, the
others softer or harder, slower or faster. Seeds are streams of their own, which nothing that
measures the tool uses.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from voice_agent.foley.library import sounds
from voice_agent.foley.sound import RATE as MODEL_RATE
from voice_agent.foley.sound import Course, Manner, Sound

RATE = 32_000
STREAMS = {"train": 7103, "development": 9929}  # of seeds, for nothing else


def variant(sound: type[Sound], place: int, number: int, stream: int) -> NDArray[np.int16]:
    """One rendering of ``sound``, cut to where it sounds, its peak at 0.9."""
    random = np.random.default_rng([stream, place, number])
    manner = Manner()
    if number % 2:
        manner = Manner(
            intensity=float(random.uniform(0.2, 0.9)),
            speed=float(2 ** random.uniform(-0.5, 0.5)),
            size=float(2 ** random.uniform(-0.35, 0.35)),
        )
    seconds = 5.0 if sound.course is Course.CONTINUOUS else 3.0
    samples = np.asarray(sound().render(random, seconds, manner))
    mono = samples.mean(axis=0) if samples.ndim > 1 else samples
    return packed(soxr.resample(mono.astype(np.float32), MODEL_RATE, RATE))


def packed(samples: NDArray[np.float32], seconds: float = 6.0) -> NDArray[np.int16]:
    """Samples without the silence at both ends, as 16-bit numbers; at most ``seconds``."""
    peak = np.abs(samples).max(initial=0.0)
    loud = np.flatnonzero(np.abs(samples) > 0.02 * peak)
    if peak < 1e-6 or not len(loud):
        return np.zeros(0, np.int16)
    cut = samples[loud[0] : loud[-1] + 1][: round(seconds * RATE)]
    return np.rint(cut * (0.9 * 32767 / peak)).astype(np.int16)


def write(path: Path, variants: list[NDArray[np.int16]]) -> None:
    kept = [piece for piece in variants if len(piece) > RATE // 20]
    starts = np.cumsum([0, *(len(piece) for piece in kept)])
    whole = np.concatenate(kept) if kept else np.zeros(0, np.int16)
    np.savez(path, samples=whole, starts=starts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--variants", type=int, default=12)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first variant")
    parser.add_argument("--seeds", choices=STREAMS, default="train")
    arguments = parser.parse_args()
    stream = STREAMS[arguments.seeds]
    numbers = range(arguments.first, arguments.first + arguments.variants)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for index, (name, model) in enumerate(sounds().items()):
        target = arguments.out / f"{name}.npz"
        if index % arguments.parts == arguments.part and not target.exists():
            rendered = [variant(model, index, n, stream) for n in numbers]
            write(target, rendered)
            print(index, name, flush=True)
