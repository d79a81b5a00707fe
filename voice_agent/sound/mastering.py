"""Bringing a mix to a level without clipping, and how strong a lone event is."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.loudness import k_weighted, loudness

RATE = 44_100
Samples = NDArray[np.floating[Any]]

TARGET = -23.0  # LUFS, EBU R 128
CEILING = 0.89  # -1 dBFS

_BLOCK = 1 << 19  # samples that are limited at a time: bounds the memory
_AHEAD = 2 * (round(0.005 * RATE) // 2) + 1  # samples before a peak at which it is seen


def strength(samples: Samples) -> float:
    """How loud mono ``samples`` are at their loudest 125 ms, in dB: what a lone event is.

    A click of a few milliseconds is as loud as its energy in that time.
    """
    weighted = k_weighted(samples, RATE)
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
    made = np.array(samples, dtype=np.float32)
    for _ in range(2):  # limiting lowers the loudness a little
        measured = loudness(made, RATE)
        if not np.isfinite(measured):
            return made
        peak = max(float(made.max()), -float(made.min()))
        most = CEILING * 10.0 ** (9.0 / 20.0)
        made *= min(10.0 ** ((target - measured) / 20.0), most / peak)
        _limit(made)
    return made


def limited(samples: Samples) -> Samples:
    """``samples`` (frames, channels) turned down around peaks so that none passes the ceiling."""
    made = samples.copy()
    _limit(made)
    return made


def _limit(samples: Samples) -> None:
    """``limited`` in place, block by block."""
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    sizes = np.empty(len(samples), samples.dtype)
    for start in range(0, len(samples), _BLOCK):
        block = slice(start, start + _BLOCK)
        sizes[block] = np.abs(samples[block]).max(axis=1)
    for start in range(0, len(samples), _BLOCK):
        first = max(0, start - 2 * _AHEAD)
        near = sizes[first : start + _BLOCK + 2 * _AHEAD]
        if near.max() <= CEILING:
            continue
        wanted = CEILING / np.maximum(near, CEILING)
        gain = uniform_filter1d(minimum_filter1d(wanted, 2 * _AHEAD + 1), _AHEAD, mode="nearest")
        block = slice(start, start + _BLOCK)
        samples[block] *= gain[start - first :][: len(samples[block]), None]
