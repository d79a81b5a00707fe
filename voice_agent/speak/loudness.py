"""Bringing speech to a level: its loudness (ITU-R BS.1770-4), and peaks bent, not clipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voice_agent.sound.loudness import loudness

if TYPE_CHECKING:
    from numpy.typing import NDArray

TARGET = -20.0  # LUFS of every answer
CEILING = 0.97  # full scale: peaks are bent to stay below
KNEE = 0.8


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
