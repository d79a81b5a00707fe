"""Loudness as people hear it (ITU-R BS.1770-4): K-weighting, blocks of 400 ms, two gates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.floating[Any]]

STEP = 0.1  # seconds
STEPS = 4  # that are one block
_RINGING = 0.25  # seconds after which nothing is left of a filtered sound (-130 dB)
_SILENCE = -70.0  # LUFS: softer blocks do not count, nor those 10 LU below the rest


def k_weighted(samples: Samples, rate: int) -> NDArray[np.float64]:
    """Samples of shape (frames,) or (frames, channels) as the ear weighs them."""
    made = np.empty((len(samples), samples.shape[1] if samples.ndim == 2 else 1))
    first = 0
    for block in _weighted(samples, rate):
        made[first : first + len(block)] = block
        first += len(block)
    return made.reshape(samples.shape)


def weighted_power(samples: Samples, rate: int) -> NDArray[np.float32]:
    """The power of each sample as the ear weighs it, summed over channels, shape (frames,)."""
    power = np.empty(len(samples), np.float32)
    first = 0
    for block in _weighted(samples, rate):
        power[first : first + len(block)] = np.einsum("ij,ij->i", block, block)
        first += len(block)
    return power


def _weighted(samples: Samples, rate: int) -> Iterator[NDArray[np.float64]]:
    """Consecutive weighted blocks of shape (frames, channels), of two seconds or less.

    Filtered block by block through the spectrum: to load ``scipy.signal`` would take longer
    than to speak the first answer.
    """
    step = 2 * (rate // 16)
    needed = min(2.0 * rate, len(samples) + 1 + _RINGING * rate)
    size = step * int(np.ceil(needed / step))
    block = size - int(_RINGING * rate)
    response = _response(rate, size)
    channels = samples.shape[1] if samples.ndim == 2 else 1
    whole = samples.reshape(len(samples), channels)
    ringing = np.zeros((size - block, channels))
    for start in range(0, len(whole), block):
        piece = whole[start : start + block].astype(np.float64, copy=False)
        spectra = np.fft.rfft(piece, size, axis=0) * response[:, None]
        made = np.fft.irfft(spectra, size, axis=0)
        made[: len(ringing)] += ringing
        ringing = made[block:]
        yield made[: len(piece)]


def loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness in LUFS of (frames,) or (frames, channels); -inf for silence.

    What is shorter than a block is measured as one block of its own length.
    """
    if not len(samples):
        return float("-inf")
    power = weighted_power(samples, rate)
    step = max(1, round(STEP * rate))
    size = min(len(samples), STEPS * step)
    starts = range(0, len(samples) - size + 1, step)
    sums = [power[start : start + size].sum(dtype=np.float64) for start in starts]
    return gated(np.array(sums) / size)


def gated(powers: NDArray[np.float64]) -> float:
    """The loudness in LUFS of blocks of 400 ms of these weighted powers, each begun 100 ms after
    the one before; -inf where all are silent."""
    loud = powers[powers > 10.0 ** ((_SILENCE + 0.691) / 10.0)]
    if not len(loud):
        return float("-inf")
    return in_lufs(float(loud[loud > loud.mean() / 10.0].mean()))


def in_lufs(power: float) -> float:
    """The loudness of a weighted power, -inf for none."""
    return float(-0.691 + 10.0 * np.log10(power)) if power > 0.0 else float("-inf")


@lru_cache(maxsize=4)
def _response(rate: int, size: int) -> NDArray[np.complex128]:
    """What the weighting does to each frequency of a transform of ``size`` samples."""
    turn = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    response = np.ones(len(turn), np.complex128)
    for b0, b1, b2, a0, a1, a2 in _sections(rate):
        response *= (b0 + b1 * turn + b2 * turn**2) / (a0 + a1 * turn + a2 * turn**2)
    return response


@lru_cache(maxsize=4)
def _sections(rate: int) -> NDArray[np.float64]:
    """Second-order sections of the head's shelf and the low cut at ``rate``, shape (2, 6)."""
    sections = []
    for hz, q, gain in ((1681.974, 0.70718, 3.99984), (38.13547, 0.50033, None)):
        k = np.tan(np.pi * hz / rate)
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
