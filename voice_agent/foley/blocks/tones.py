"""Tones that move: partials on a pitch course, FM, beeps, chirps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.foley.sound import RATE, Random, Samples


def phase(hz: Samples) -> Samples:
    """The running phase in radians of a frequency course, one value a sample."""
    return np.cumsum(hz) * (2.0 * np.pi / RATE)


def partials(hz: Samples, gains: Sequence[float] | Samples, rng: Random | None = None) -> Samples:
    """Harmonics of a frequency course: ``gains[k]`` is the amplitude of harmonic ``k + 1``.

    What would lie above 20 kHz is left out. Random phases with ``rng``.
    """
    turn = phase(hz)
    made = np.zeros(len(hz))
    highest = float(np.max(hz))
    for number, gain in enumerate(gains, start=1):
        if number * highest > 20_000.0:
            break
        if gain:
            start = rng.uniform(0.0, 2.0 * np.pi) if rng is not None else 0.0
            made += gain * np.sin(number * turn + start)
    return made


def glide(points: Sequence[tuple[float, float]], length: int) -> Samples:
    """A frequency course through (share of the length, Hz), even on a logarithmic scale."""
    from scipy.interpolate import PchipInterpolator

    shares, hz = zip(*points, strict=True)
    place = np.linspace(0.0, 1.0, length)
    return np.exp(PchipInterpolator(shares, np.log(hz))(place))


def vibrato(length: int, rate: float, depth: float, delay: float = 0.0) -> Samples:
    """Frequency factors that swing by ``depth`` (0.01: 17 cents) ``rate`` times a second."""
    time = np.arange(length) / RATE
    grown = np.clip((time - delay) / 0.3, 0.0, 1.0) if delay > 0 else 1.0
    return 1.0 + depth * grown * np.sin(2.0 * np.pi * rate * time)


def pulse_train(hz: Samples, rng: Random | None = None, jitter: float = 0.0) -> Samples:
    """Impulses at the turns of a frequency course, at fractions of samples (linear).

    ``jitter``: spread of each period as a share of it.
    """
    turns = np.cumsum(hz) / RATE
    count = int(turns[-1])
    marks = np.arange(1, count + 1, dtype=np.float64)
    if rng is not None and jitter > 0:
        marks = np.sort(marks + jitter * rng.standard_normal(count))
    places = np.interp(marks, turns, np.arange(len(hz)))
    whole = np.clip(places.astype(np.int64), 0, len(hz) - 2)
    part = places - whole
    made: Samples = np.bincount(whole, weights=1.0 - part, minlength=len(hz))
    return made + np.bincount(whole + 1, weights=part, minlength=len(hz))
