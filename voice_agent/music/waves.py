"""What models of instruments are built from: time, envelopes, filters, harmonics; mono."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 44_100  # Hz
Samples = NDArray[np.float64]
Rng = np.random.Generator


def clock(seconds: float) -> Samples:
    """The times of all samples of ``seconds``; one at least."""
    return np.arange(max(1, round(seconds * RATE))) / RATE


def envelope(
    seconds: float, *, attack: float, decay: float, sustain: float, release: float
) -> Samples:
    """Attack, decay to ``sustain``, then a release after the note's end; all in seconds."""
    time = clock(seconds + release)
    attack = min(attack, 0.6 * seconds)
    level = sustain + (1 - sustain) * np.exp(-np.maximum(time - attack, 0) / max(decay, 1e-3))
    rise = np.minimum(time / max(attack, 1e-4), 1.0)
    fall = np.clip(1.0 - (time - seconds) / release, 0.0, 1.0) ** 2
    return level * np.sin(0.5 * np.pi * rise) ** 2 * fall


def filtered(samples: Samples, kind: str, hz: Any, order: int = 2) -> Samples:
    """Through a Butterworth filter; ``kind`` and ``hz`` as scipy takes them."""
    from scipy.signal import butter, sosfilt

    top = 0.45 * RATE
    bounded = np.minimum(hz, top) if np.isscalar(hz) else [min(value, top) for value in hz]
    return sosfilt(butter(order, bounded, kind, fs=RATE, output="sos"), samples)


def vibrato(time: Samples, hz: float, cents: float, delay: float, rng: Rng) -> Samples:
    """A factor on the frequency that sets in after ``delay`` seconds."""
    depth = cents * np.clip((time - delay) / 0.3, 0.0, 1.0)
    wander = 1.0 + 0.08 * np.sin(2 * np.pi * 0.7 * time + rng.uniform(0, 6))
    return 2.0 ** (depth * np.sin(2 * np.pi * hz * wander * time) / 1200.0)


def harmonics(phase: Samples, amplitudes: NDArray[np.float64], frequency: float) -> Samples:
    """Sines at the multiples of ``phase`` (radians), none above 0.45 of the rate."""
    total = np.zeros(len(phase))
    # sin(n x) by its recurrence: two multiplications a harmonic instead of a sine.
    twice, before, now = 2.0 * np.cos(phase), np.zeros(len(phase)), np.sin(phase)
    for number, amplitude in enumerate(amplitudes, 1):
        if number * frequency > 0.45 * RATE:
            break
        total += amplitude * now
        before, now = now, twice * now - before
    return total
