"""Courses of level in time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.foley.sound import RATE, Samples


def frames(seconds: float) -> int:
    """Samples in ``seconds``; at least one."""
    return max(1, round(seconds * RATE))


def times(length: int) -> Samples:
    """The time of each sample in seconds."""
    return np.arange(length) / RATE


def decay(length: int, t60: float) -> Samples:
    """Falls by 60 dB in ``t60`` seconds."""
    return np.exp(np.arange(length) * (-6.908 / (max(t60, 1e-4) * RATE)))


def strike(length: int, attack: float, t60: float) -> Samples:
    """Rises within ``attack`` seconds, then falls by 60 dB in ``t60``."""
    time = times(length)
    return (1.0 - np.exp(-time * (3.0 / max(attack, 1e-5)))) * decay(length, t60)


def polygon(length: int, points: Sequence[tuple[float, float]]) -> Samples:
    """Straight lines through ``points`` of (share of the length from 0 to 1, value)."""
    shares, values = zip(*points, strict=True)
    return np.interp(np.linspace(0.0, 1.0, length), shares, values)


def smooth(length: int, points: Sequence[tuple[float, float]]) -> Samples:
    """Like ``polygon``, with rounded corners (monotone cubic)."""
    from scipy.interpolate import PchipInterpolator

    shares, values = zip(*points, strict=True)
    return PchipInterpolator(shares, values)(np.linspace(0.0, 1.0, length))


def faded(samples: Samples, start: float = 0.003, end: float = 0.01) -> Samples:
    """The same with raised-cosine ends of that many seconds (at most half the length)."""
    made = np.array(samples, dtype=np.float64)
    fade(made, start, end)
    return made


def fade(samples: Samples, start: float, end: float) -> None:
    """``faded`` in place; ``samples`` may have channels as its second axis."""
    for size, ramp_first in ((frames(start), True), (frames(end), False)):
        size = min(size, len(samples) // 2)
        if size < 1:
            continue
        ramp = 0.5 - 0.5 * np.cos(np.pi * (np.arange(size) + 0.5) / size)
        ramp = ramp.reshape(-1, *[1] * (samples.ndim - 1))
        if ramp_first:
            samples[:size] *= ramp
        else:
            samples[-size:] *= ramp[::-1]


def fitted(samples: Samples, length: int) -> Samples:
    """Cut, or continued with silence, to ``length``."""
    return np.pad(samples[:length], (0, max(0, length - len(samples))))


def unit(samples: Samples) -> Samples:
    """The same with unit variance."""
    return samples / max(float(samples.std()), 1e-9)
