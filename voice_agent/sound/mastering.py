"""Loudness (ITU-R BS.1770-4) of mono or stereo, and bringing a mix to a level without clipping."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 44_100
Samples = NDArray[np.float64]

TARGET = -23.0  # LUFS, EBU R 128
CEILING = 0.89  # -1 dBFS


def k_weighted(samples: Samples) -> Samples:
    """Samples of shape (frames,) or (frames, channels) as the ear weighs them (at 44.1 kHz)."""
    from scipy.signal import sosfilt

    return sosfilt(_sections(), samples, axis=0)


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS, gated; -inf for silence. Short sounds count as one block."""
    if not len(samples):
        return float("-inf")
    weighted = k_weighted(samples if samples.ndim == 2 else samples[:, None])
    power = np.concatenate([[0.0], np.cumsum(np.sum(weighted**2, axis=1))])
    size = min(len(samples), round(0.4 * RATE))
    starts = np.arange(0, len(samples) - size + 1, RATE // 10)
    blocks = (power[starts + size] - power[starts]) / size
    loud = blocks[blocks > 10.0 ** ((-70.0 + 0.691) / 10.0)]
    if not len(loud):
        return float("-inf")
    loud = loud[loud > loud.mean() / 10.0]
    return float(-0.691 + 10.0 * np.log10(loud.mean()))


def strength(samples: Samples) -> float:
    """How loud mono ``samples`` are at their loudest 125 ms, in dB: what a lone event is.

    A click of a few milliseconds is as loud as its energy in that time.
    """
    weighted = k_weighted(samples)
    size = round(0.125 * RATE)
    power = np.concatenate([[0.0], np.cumsum(weighted**2)])
    stop = np.minimum(np.arange(0, len(samples), size // 4) + size, len(samples))
    start = np.maximum(stop - size, 0)
    return float(10.0 * np.log10(max(float((power[stop] - power[start]).max()) / size, 1e-12)))


def mastered(samples: Samples, target: float = TARGET) -> NDArray[np.float32]:
    """A stereo mix at ``target`` LUFS whose peaks stay below the ceiling.

    Peaks are turned down by a look-ahead limiter (5 ms), so they are not clipped; a mix that is
    nearly all peak (one gunshot) stays quieter than the target instead of being squashed by
    more than 9 dB.
    """
    made = np.asarray(samples, dtype=np.float64)
    for _ in range(2):  # limiting lowers the loudness a little
        measured = loudness(made)
        if not np.isfinite(measured):
            return made.astype(np.float32)
        made = made * 10.0 ** ((target - measured) / 20.0)
        peak = float(np.abs(made).max())
        most = CEILING * 10.0 ** (9.0 / 20.0)
        made = limited(made * min(1.0, most / peak))
    return made.astype(np.float32)


def limited(samples: Samples) -> Samples:
    """``samples`` (frames, channels) turned down around peaks so that none passes the ceiling."""
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    size = np.abs(samples).max(axis=1)
    if size.max() <= CEILING:
        return samples
    wanted = np.minimum(1.0, CEILING / np.maximum(size, 1e-9))
    width = 2 * (round(0.005 * RATE) // 2) + 1
    gain = uniform_filter1d(minimum_filter1d(wanted, 2 * width + 1), width, mode="nearest")
    return samples * gain[:, None]


def _sections() -> Samples:
    """Second-order sections of the head's shelf and the low cut at ``RATE``."""
    sections = []
    for hz, q, gain in ((1681.974, 0.70718, 3.99984), (38.13547, 0.50033, None)):
        k = np.tan(np.pi * hz / RATE)
        norm = 1.0 + k / q + k * k
        tail = [1.0, 2.0 * (k * k - 1.0) / norm, (1.0 - k / q + k * k) / norm]
        if gain is None:
            sections.append([1.0, -2.0, 1.0, *tail])
            continue
        high = 10.0 ** (gain / 20.0)
        band = high**0.49967
        head = [high + band * k / q + k * k, 2.0 * (k * k - high), high - band * k / q + k * k]
        sections.append([*(value / norm for value in head), *tail])
    return np.array(sections)
