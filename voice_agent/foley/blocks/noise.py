"""Noise of a given spectrum, and slow random changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voice_agent.foley.sound import RATE, Random, Samples


def shaped(rng: Random, length: int, points: Sequence[tuple[float, float]]) -> Samples:
    """Gaussian noise whose level runs through ``points`` of (Hz, dB), straight on log axes.

    Beyond the outer points the level stays. The result has unit variance.
    """
    size = _fast_length(length)
    spectrum = np.fft.rfft(rng.standard_normal(size))
    hz = np.fft.rfftfreq(size, 1.0 / RATE)
    spectrum *= curve(hz, points)
    made = np.fft.irfft(spectrum, size)[:length]
    return made / max(float(made.std()), 1e-12)


def curve(hz: Samples, points: Sequence[tuple[float, float]]) -> Samples:
    """Gain factors at ``hz`` of the polygon through ``points`` of (Hz, dB); no gain at 0 Hz."""
    corners = np.array(sorted(points))
    octave = np.log2(np.maximum(hz, 1.0))
    gain = 10.0 ** (np.interp(octave, np.log2(corners[:, 0]), corners[:, 1]) / 20.0)
    gain[hz < 8.0] = 0.0
    return gain


def coloured(rng: Random, length: int, slope: float) -> Samples:
    """Noise falling by ``-slope`` dB an octave: -3 pink, -6 brown; flat below 20 Hz."""
    octaves = np.log2(RATE / 2 / 20.0)
    return shaped(rng, length, [(20.0, 0.0), (RATE / 2, slope * octaves)])


def band(rng: Random, length: int, low: float, high: float, *, steep: float = 24.0) -> Samples:
    """Noise between two frequencies, falling by ``steep`` dB an octave on both sides."""
    points = [(low / 8, -3 * steep), (low, 0.0), (high, 0.0), (high * 8, -3 * steep)]
    return shaped(rng, length, points)


def wander(rng: Random, length: int, hz: float, low: float, high: float) -> Samples:
    """A smooth random course between ``low`` and ``high`` that changes ``hz`` times a second.

    Cubic interpolation of evenly spaced random values; used for gusts, drift and swell.
    """
    from scipy.interpolate import CubicSpline

    count = max(4, int(length / RATE * hz * 2) + 4)
    places = np.arange(count) * (RATE / (2 * hz))
    start = rng.uniform(0.0, places[1])
    values = CubicSpline(places, rng.random(count))(_coarse(length) + start)
    course = np.interp(np.arange(length), _coarse(length), values)
    return low + (high - low) * np.clip(course, 0.0, 1.0)


def jitter(rng: Random, length: int, hz: float) -> Samples:
    """Noise below ``hz`` with unit variance: for pitch and level that are never still."""
    step = max(1, int(RATE / (8 * hz)))
    count = length // step + 12
    coarse = np.convolve(rng.standard_normal(count), np.hanning(9), "same")
    course = np.interp(np.arange(length), np.arange(count) * step - 4 * step, coarse)
    return course / max(float(coarse.std()), 1e-12)


def _coarse(length: int, step: int = 256) -> NDArray[np.integer]:
    return np.arange(0, length + step, step)


def _fast_length(length: int) -> int:
    from scipy.fft import next_fast_len

    return int(next_fast_len(max(length, 64), real=True))
