"""Long vowels: what the voice makes of a short one, held in its middle.

    made    ▁▃▅▇▇▆▃▁          attack and release keep their pace,
    sung    ▁▃▅▇▇▇▇▇▇▇▇▇▆▃▁   the middle is held (of a diphthong its first sound)

A voice trained on speech never heard a vowel of two seconds; stretched that far it fades.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice_agent.singing.syllables import VOWELS

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

DIPHTHONGS = frozenset("AIOWY")


@dataclass(frozen=True, eq=False)
class Holding:
    """Frames of a phrase: ``steps`` as they are made, and for each frame that is sung the
    place among those made, shape (frames,)."""

    steps: list[int]
    places: F64

    def made_from(self, values: F32) -> F32:
        """A contour of what is sung, as it must be where it is made, shape (frames made,)."""
        made = 2 * sum(self.steps)
        at = np.interp(np.arange(made), self.places, np.arange(len(self.places)))
        return np.asarray(values[np.clip(np.round(at).astype(int), 0, len(values) - 1)])

    def applied(self, frames: F32, lead: int) -> F32:
        """Frames made, (n, bands), as they are sung; ``lead`` of them come before."""
        made = 2 * sum(self.steps)
        tail = np.arange(lead + made, len(frames), dtype=np.float64)
        source = np.concatenate([np.arange(lead), lead + self.places, tail])
        below = np.floor(source).astype(int)
        above = np.minimum(below + 1, len(frames) - 1)
        share = (source - below)[:, None]
        return np.asarray(frames[below] * (1.0 - share) + frames[above] * share, np.float32)


def hold(phonemes: str, steps: Sequence[int], longest: int, glide: int) -> Holding:
    """How a phrase is made so that no vowel lasts more than ``longest`` steps, and no
    diphthong more than ``glide``, so that its second sound comes late and quickly."""
    limits = [
        glide if symbol in DIPHTHONGS else longest if symbol in VOWELS else max(1, count)
        for symbol, count in zip(phonemes, steps, strict=True)
    ]
    made = [min(count, limit) for count, limit in zip(steps, limits, strict=True)]
    places: list[F64] = []
    at = 0
    for symbol, count, short in zip(phonemes, steps, made, strict=True):
        places.append(at + _places(2 * short, 2 * count, symbol in DIPHTHONGS))
        at += 2 * short
    return Holding(made, np.concatenate(places))


def _places(made: int, sung: int, diphthong: bool) -> F64:
    """For each of ``sung`` frames its place among ``made``."""
    if sung <= made:
        return np.arange(sung, dtype=np.float64)
    attack, release = (0.3, 0.5) if diphthong else (0.4, 0.35)
    middle = np.array([0.0, attack * made, sung - release * made, sung])
    source = np.array([0.0, attack * made, (1.0 - release) * made, made])
    return np.clip(np.interp(np.arange(sung) + 0.5, middle, source) - 0.5, 0.0, made - 1.0)
