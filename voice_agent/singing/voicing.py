"""Where the vocal folds rest in a sung phrase: bursts, breath and hisses, heard in the mel.

The voice's own melody goes on through consonants, and its symbols say only roughly when a
stop opens; how little there is at the fundamental tells it to a frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voice_agent.singing.syllables import VOWELS

F32 = NDArray[np.float32]

VOICELESS = frozenset("ptkfsʃθʧhʔx")
AROUND = 3  # frames of 12.5 ms on either side of such a sound that may belong to it
LOW = 7  # mel bands from 0 to about 400 Hz
DROP = 1.6  # nepers (14 dB) that these lie under a vowel's where nothing vibrates


def voiceless(phonemes: str, steps: Sequence[int], mel: F32, lead: int) -> NDArray[np.bool_]:
    """Frames of a phrase without pitch, (frames from ``lead`` on,); ``steps`` of two frames for
    each symbol."""
    ends = lead + 2 * np.cumsum(steps)
    low = 0.5 * np.log(np.exp(2.0 * mel[:, :LOW].astype(np.float64)).sum(axis=1))
    vowels = np.zeros(len(mel), bool)
    near = np.zeros(len(mel), bool)
    for symbol, count, end in zip(phonemes, steps, ends, strict=True):
        if symbol in VOWELS:
            vowels[end - 2 * count : end] = True
        elif symbol in VOICELESS:
            near[max(0, end - 2 * count - AROUND) : end + AROUND] = True
    if not vowels.any():
        return near[lead : lead + 2 * sum(steps)]
    resting = near & (low < float(np.median(low[vowels])) - DROP)
    return resting[lead : lead + 2 * sum(steps)]
