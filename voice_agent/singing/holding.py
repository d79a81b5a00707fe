"""Long vowels: what the voice makes of a short one, held in its middle.

    made    ▁▃▅▇▇▆▃▁          attack and release keep their pace,
    sung    ▁▃▅▇▇▇▇▇▇▇▇▇▆▃▁   the middle is held (of a diphthong its first sound)

A voice trained on speech never heard a vowel of two seconds; stretched that far it fades, and
its consonants with it. What is made is therefore plain, slow speech.
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


def hold(phonemes: str, sung: Sequence[int], made: Sequence[int]) -> Holding:
    """How a phrase that is made in ``made`` steps for each symbol is ``sung`` in others: vowels
    are held in their middle, what must be shorter is hurried, a stress mark takes no time."""
    places: list[F64] = []
    at = 0
    for symbol, wanted, given in zip(phonemes, sung, made, strict=True):
        if symbol in VOWELS and wanted > given > 0:
            inside = _held(2 * given, 2 * wanted, symbol in DIPHTHONGS)
        else:
            inside = _even(2 * given, 2 * wanted)
        places.append(at + inside)
        at += 2 * given
    return Holding(list(made), np.clip(np.concatenate(places), 0.0, max(0.0, at - 1.0)))


def _even(made: int, sung: int) -> F64:
    """For each of ``sung`` frames its place among ``made``, at an even pace."""
    return np.asarray((np.arange(sung) + 0.5) * made / max(sung, 1) - 0.5)


def _held(made: int, sung: int, diphthong: bool) -> F64:
    """The same with the middle held: of a diphthong its first sound."""
    attack, release = (0.3, 0.5) if diphthong else (0.5, 0.35)
    middle = np.array([0.0, attack * made, sung - release * made, sung])
    source = np.array([0.0, attack * made, (1.0 - release) * made, made])
    return np.interp(np.arange(sung) + 0.5, middle, source) - 0.5
