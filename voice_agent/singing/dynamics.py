"""How loud a sung phrase is: vowels carry, wherever the voice's own level would have gone.

A voice trained on speech lets weak syllables, high notes and the ends of long ones fade. A
singer does not: here each vowel is brought to the level that the phrase asks for, in the mel
spectrogram, before it is sounded. What lies between follows its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

NEPER = 8.685889638  # dB
SMOOTH = 5  # frames of 12.5 ms: faster changes of level are the voice's own
MOST = 40.0  # dB that a vowel is raised at most
EVENED = 0.7  # of the way to the wanted level: what is left of speech's ups and downs tells words
RAMP = 1  # frames in which a gain for voiced sound sets in
EDGE = 2  # frames at either end of a sound that belong to its neighbours
BALANCED = -20.0  # dB of a vowel's mean power below full scale
BALANCE = 4.0  # dB at most
BURST = 2.0  # dB that what is not voiced is given at most
NOISE_DROP = 5.0  # dB that consonants without pitch are not raised beyond, under the vowels
CRISP = 25.0  # percentile of the vowels' gains that consonants and breath noise get too


@dataclass(frozen=True)
class Level:
    """A stretch of mel frames (``first`` to before ``end``) and the level it must have in dB,
    up to the constant of ``frame_levels``."""

    first: int
    end: int
    decibels: float


def frame_levels(mel: F32) -> F64:
    """Level of each frame in dB, up to a constant, shape (frames,)."""
    power = np.exp(2.0 * mel.astype(np.float64)).sum(axis=1)
    return np.asarray(10.0 * np.log10(np.maximum(power, 1e-12)))


def evened(mel: F32, voiced: NDArray[np.bool_], wanted: Sequence[Level]) -> F32:
    """The mel spectrogram (frames, 80) with its sung sounds near the ``wanted`` levels.

    Unvoiced frames are raised by what even the strong vowels need, so that consonants stay
    crisp and silence silent; between two wanted stretches the gain passes from one to the
    other.
    """
    levels = frame_levels(mel)
    gain = np.full(len(mel), np.nan)
    for want in wanted:
        edge = min(EDGE, (want.end - want.first - 1) // 2)
        inner = slice(want.first + edge, max(want.end - edge, want.first + edge + 1))
        if len(levels[inner]):
            own = _smoothed(levels[inner], SMOOTH)
            gain[inner] = np.clip(want.decibels - own, -MOST, MOST)
    known = np.flatnonzero(~np.isnan(gain))
    if not len(known):
        return mel
    common = float(np.percentile(gain[known], CRISP))
    gain = np.interp(np.arange(len(mel)), known, gain[known])
    share = _smoothed(voiced.astype(np.float64), RAMP)
    loudest = float(np.median([want.decibels for want in wanted])) - NOISE_DROP
    hushed = np.minimum(common, np.maximum(loudest - levels, 0.0))
    total = hushed + (gain - hushed) * share
    return np.asarray(mel + (EVENED * total / NEPER)[:, None], np.float32)


def _smoothed(values: F64, width: int) -> F64:
    half = min(width, (len(values) - 1) // 2)
    if half < 1:
        return values
    window = np.hanning(2 * half + 3)[1:-1]
    padded = np.pad(values, half, mode="edge")
    return np.convolve(padded, window / window.sum(), mode="valid")


def balanced(
    samples: F32,
    rate: int,
    vowels: Sequence[tuple[float, float, float]],
    voiced: NDArray[np.bool_],
) -> F32:
    """Sound whose vowels (start, end in seconds, dB beside the others) are equally loud.

    ``voiced`` for each frame of 12.5 ms: bursts and hisses between are never raised.

    What a mel spectrogram holds and what is heard of it differ by a few dB from vowel to
    vowel and from note to note: at most ``BALANCE`` dB are made up for, slowly.
    """
    centres, gains = [], []
    for start, end, decibels in vowels:
        inner = samples[round((start + 0.02) * rate) : round((end - 0.02) * rate)]
        if len(inner) > rate // 50:
            power = float(np.mean(inner.astype(np.float64) ** 2))
            gain = BALANCED + decibels - 10.0 * np.log10(max(power, 1e-9))
            margin = min(0.04, (end - start) / 3.0)
            centres += [(start + margin) * rate, (end - margin) * rate]
            gains += [float(np.clip(gain, -BALANCE, BALANCE))] * 2
    if not centres:
        return samples
    hop = len(samples) / len(voiced)
    frames = np.interp((np.arange(len(voiced)) + 0.5) * hop, centres, gains)
    frames = np.where(voiced, frames, np.minimum(frames, BURST))
    curve = np.interp(np.arange(len(samples)), (np.arange(len(voiced)) + 0.5) * hop, frames)
    return np.asarray(samples * 10.0 ** (curve / 20.0), np.float32)
