"""Loudness of speech (ITU-R BS.1770-4) and bringing it to a level.

K-weighting, blocks of 400 ms every 100 ms, gated at -70 LUFS and 10 LU below the rest.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TARGET = -20.0  # LUFS of every answer
CEILING = 0.97  # full scale: peaks are bent to stay below
KNEE = 0.8


@lru_cache(maxsize=4)
def _k_weighting(rate: int) -> NDArray[np.float64]:
    """Second-order sections of the head's shelf and the low cut, shape (2, 6)."""
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
        sections.append(
            [
                (high + band * k / q + k * k) / norm,
                2.0 * (k * k - high) / norm,
                (high - band * k / q + k * k) / norm,
                *tail,
            ]
        )
    return np.array(sections)


def loudness(samples: NDArray[np.float32], rate: int) -> float:
    """Integrated loudness of mono audio in LUFS; -inf for silence.

    Audio shorter than a block is measured as one block of its own length.
    """
    from scipy.signal import sosfilt

    if not len(samples):
        return float("-inf")
    weighted = sosfilt(_k_weighting(rate), samples.astype(np.float64))
    power = np.concatenate([[0.0], np.cumsum(weighted**2)])
    size = min(len(samples), int(0.4 * rate))
    starts = np.arange(0, len(samples) - size + 1, max(1, rate // 10))
    blocks = (power[starts + size] - power[starts]) / size
    loud = blocks[blocks > _power(-70.0)]
    if not len(loud):
        return float("-inf")
    loud = loud[loud > loud.mean() / 10.0]
    return float(-0.691 + 10.0 * np.log10(loud.mean()))


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs + 0.691) / 10.0))


def levelled(
    samples: NDArray[np.float32], rate: int, target: float = TARGET
) -> NDArray[np.float32]:
    """``samples`` at ``target`` LUFS, peaks bent softly below the ceiling."""
    return limited(samples * np.float32(gain_to(samples, rate, target)))


def gain_to(samples: NDArray[np.float32], rate: int, target: float = TARGET) -> float:
    """The factor that brings ``samples`` to ``target`` LUFS; 1 for silence."""
    measured = loudness(samples, rate)
    return float(10.0 ** ((target - measured) / 20.0)) if np.isfinite(measured) else 1.0


def limited(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Samples above the knee bent so that none passes the ceiling; the rest untouched."""
    size = np.abs(samples)
    over = size > KNEE
    if not over.any():
        return samples.astype(np.float32)
    room = CEILING - KNEE
    bent = KNEE + room * np.tanh((size - KNEE) / room)
    return np.where(over, np.sign(samples) * bent, samples).astype(np.float32)
