"""Silero is spared while nobody can be speaking: it costs four times what webrtcvad does.

    webrtcvad  ▁▁▁▁█▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁█████
    Silero     ████████████▁▁▁▁▁▁▁▁▁██████
                           dozes     └ wakes, and hears the last half second first

A frame that webrtcvad takes for silence opens no turn whatever Silero says, so nothing is missed.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voice_agent.hear.frames import RATE

if TYPE_CHECKING:
    from voice_agent.hear.vad import SileroDetector

_AFTER = 1.0  # seconds without a voiced frame; a turn's pause is over by then
_LIKELY = 0.1  # of Silero's probability: with more it stays awake
_BEFORE = 0.5  # seconds that it hears again when it wakes: its memory is that of a recurrent net


class Dozing:
    """A ``SileroDetector`` that works only when it may be needed."""

    def __init__(self, silero: SileroDetector) -> None:
        self._silero = silero
        self.reset()

    def reset(self) -> None:
        """Forget all sound heard so far."""
        self._silero.reset()
        self._quiet = 0.0  # seconds since it was needed
        self._missed: deque[NDArray[np.float32]] = deque()
        self._probability = 0.0

    def push(self, samples: NDArray[np.float32], voiced: bool) -> float:
        """Take a frame, which webrtcvad takes for ``voiced`` or not; the latest probability of
        speech."""
        if voiced or self._probability >= _LIKELY:
            self._quiet = 0.0
        else:
            self._quiet += len(samples) / RATE
        self._missed.append(samples)
        if self._quiet <= _AFTER:
            self._probability = self._silero.push(np.concatenate(self._missed))
            self._missed.clear()
        else:
            self._forget(len(samples))
        return self._probability

    def _forget(self, length: int) -> None:
        """Of frames of a ``length``, those that are too old; so many at a time that windows
        begin where they would have begun."""
        together = math.lcm(length, self._silero.WINDOW) // length
        if (len(self._missed) - together) * length >= _BEFORE * RATE:
            for _ in range(together):
                self._missed.popleft()
