"""Many small sounds: when they come, and adding them up. Bubbles and drops."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from voice_agent.foley.sound import RATE, Random, Samples


def onsets(rng: Random, seconds: float, rate: float | Samples) -> Samples:
    """Times of a Poisson process with ``rate`` a second.

    ``rate`` may be a course of values, spread evenly over the time.
    """
    course = np.atleast_1d(np.asarray(rate, dtype=np.float64))
    highest = float(course.max())
    if highest <= 0:
        return np.zeros(0)
    times = np.sort(rng.uniform(0.0, seconds, rng.poisson(highest * seconds)))
    now = np.interp(times, np.linspace(0.0, seconds, len(course)), course)
    return times[rng.random(len(times)) * highest < now]


def steady(
    rng: Random, seconds: float, period: float, spread: float, start: float = 0.0
) -> Samples:
    """Times about ``period`` apart, each gap varied by a share ``spread``."""
    count = int(seconds / period * (1.0 + 3.0 * spread)) + 2
    gaps = period * np.maximum(0.2, 1.0 + spread * rng.standard_normal(count))
    times = start + np.concatenate([[0.0], np.cumsum(gaps)])
    return times[times < seconds]


def scattered(length: int, times: Samples, rows: Samples) -> Samples:
    """``rows`` of equal length added up at ``times`` in seconds; what sticks out is cut."""
    made = np.zeros(length)
    starts = np.rint(np.asarray(times) * RATE).astype(np.int64)
    size = rows.shape[1]
    step = max(1, 4_000_000 // max(size, 1))  # bounds the memory
    for first in range(0, len(starts), step):
        index = starts[first : first + step, None] + np.arange(size)
        inside = (index >= 0) & (index < length)
        made += np.bincount(
            index[inside], weights=rows[first : first + step][inside], minlength=length
        )
    return made


def placed(length: int, parts: Iterable[tuple[float, Samples]]) -> Samples:
    """Sounds of any length added up, each at its time in seconds; what sticks out is cut."""
    made = np.zeros(length)
    for time, samples in parts:
        start = round(time * RATE)
        skip = max(0, -start)
        stop = min(length, start + len(samples))
        if stop > start + skip:
            made[start + skip : stop] += samples[skip : stop - start]
    return made


def rings(
    length: int,
    times: Samples,
    hz: Samples,
    t60: Samples,
    gains: Samples,
    *,
    rise: Samples | float = 0.0,
    attack: float = 0.0,
) -> Samples:
    """Many short damped sines. ``rise``: share by which the pitch climbs in one ``t60``.

    Arrays have one value for each time. Rings of like length are made together.
    """
    made = np.zeros(length)
    if not len(times):
        return made
    rise = np.broadcast_to(np.asarray(rise, dtype=np.float64), times.shape)
    sizes = np.ceil(np.log2(np.maximum(t60 * 1.1 * RATE, 32))).astype(int)
    for power in np.unique(sizes):
        chosen = np.flatnonzero(sizes == power)
        step = max(1, 2_000_000 >> int(power))
        for first in range(0, len(chosen), step):
            some = chosen[first : first + step]
            time = np.arange(1 << int(power)) / RATE
            decay = t60[some, None]
            turns = hz[some, None] * (time + rise[some, None] * time**2 / (2.0 * decay))
            rows = gains[some, None] * np.exp(time * (-6.908 / decay))
            rows = rows * np.sin(2.0 * np.pi * turns)
            if attack > 0:
                rows *= 1.0 - np.exp(-time * (3.0 / attack))
            made += scattered(length, times[some], rows)
    return made


def bursts(
    rng: Random,
    length: int,
    times: Samples,
    gains: Samples,
    *,
    centre: tuple[float, float],
    octaves: float = 1.5,
    t60: tuple[float, float] = (0.005, 0.02),
    attack: float = 0.0003,
    kinds: int = 80,
) -> Samples:
    """Many short bursts of noise: impacts on what does not ring, crackles, crumbs.

    Each is one of ``kinds`` bursts made for this call, with a middle frequency drawn evenly
    (in octaves) from ``centre``, ``octaves`` wide, and a decay drawn from ``t60``.
    """
    size = max(16, int(1.15 * t60[1] * RATE))
    padded = 1 << (size - 1).bit_length()
    hz = np.maximum(np.fft.rfftfreq(padded, 1.0 / RATE), 1.0)
    middle = centre[0] * (centre[1] / centre[0]) ** rng.random((kinds, 1))
    bend = np.log2(hz / middle) / (octaves / 2.0)
    spectra = np.fft.rfft(rng.standard_normal((kinds, padded)), axis=1) / (1.0 + bend**4)
    rows = np.fft.irfft(spectra, padded, axis=1)[:, :size]
    time = np.arange(size) / RATE
    fall = t60[0] * (t60[1] / t60[0]) ** rng.random((kinds, 1))
    rows *= np.exp(time * (-6.908 / fall)) * (1.0 - np.exp(-time * (3.0 / max(attack, 1e-5))))
    rows /= np.sqrt(np.sum(rows**2, axis=1, keepdims=True))
    chosen = rng.integers(0, kinds, len(times))
    made = np.zeros(length)
    step = max(1, 2_000_000 // size)
    for first in range(0, len(times), step):
        some = slice(first, first + step)
        made += scattered(length, times[some], rows[chosen[some]] * gains[some, None])
    return made


def bubbles(
    length: int,
    times: Samples,
    radii: Samples,
    gains: Samples,
    *,
    rise: Samples | float = 0.1,
    damped: float = 1.0,
) -> Samples:
    """Air bubbles in water: radii in metres (0.0003 to 0.02), one for each time.

    Resonance after Minnaert (1933), 3.26 / r Hz; damping 0.13 / r + 0.0072 r**-1.5 a second
    and the pitch that rises as a bubble nears the surface after van den Doel (2005).
    ``damped``: factor of the damping; foam, walls and the surface take energy too.
    """
    hz = 3.26 / radii
    damping = damped * (0.13 / radii + 0.0072 * radii**-1.5)
    keep = hz < 19_000.0
    rise = np.broadcast_to(np.asarray(rise, dtype=np.float64), times.shape)
    return rings(
        length, times[keep], hz[keep], 6.908 / damping[keep], gains[keep],
        rise=rise[keep] * 6.908, attack=0.0004,
    )  # fmt: skip


def power_law(rng: Random, count: int, low: float, high: float, exponent: float) -> Samples:
    """``count`` values between ``low`` and ``high`` with density ~ value**-exponent."""
    share = rng.random(count)
    if abs(exponent - 1.0) < 1e-6:
        return low * (high / low) ** share
    power = 1.0 - exponent
    return (low**power + share * (high**power - low**power)) ** (1.0 / power)
