"""What was said: an utterance with its sound and all that was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voice_agent.speak import mel as mels
from voice_agent.speak.phonemes import PAD, STRESS
from voice_agent.units import Audio, Phoneme

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]

STEP = 2 * mels.HOP / mels.RATE  # seconds: the unit of durations, 25 ms


@dataclass(frozen=True, eq=False)
class Speech:
    """One utterance and all that was decided about it.

    ``durations`` in steps of 25 ms for each symbol between and including the pads; ``f0`` in
    Hz for each mel frame of 12.5 ms, 0 where unvoiced; ``mel`` (frames, 80) in nepers.
    """

    symbols: str
    durations: NDArray[np.int64]
    f0: F32
    mel: F32
    samples: F32
    lag: int = 0  # steps by which the sound is ahead of the durations

    @property
    def audio(self) -> Audio:
        return Audio(self.samples, mels.RATE)

    @property
    def timings(self) -> tuple[Phoneme, ...]:
        """Start and end of each phoneme in the sound; stress marks belong to what follows."""
        ends = (np.cumsum(self.durations) - self.lag) * STEP
        starts = ends - self.durations * STEP
        found: list[Phoneme] = []
        held: float | None = None
        for symbol, start, end in zip(self.symbols, starts, ends, strict=True):
            if symbol in STRESS:
                held = float(start)
            elif symbol not in (PAD, " "):
                found.append(Phoneme(symbol, float(start) if held is None else held, float(end)))
                held = None
        return tuple(found)
