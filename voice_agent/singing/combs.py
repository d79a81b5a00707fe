"""The comb of harmonics in a mel spectrogram, taken out where another pitch is sounded.

Low mel bands resolve single harmonics. Where an envelope made at one pitch is sounded at
another, the valleys between its own harmonics must be closed, or harmonics of the new pitch
fall into them and the vowel is lost. On very high notes the valleys of the new comb are dug
as well, or the vocoder's noise fills them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voice_agent.singing.melody import FRAME
from voice_agent.units import Audio

if TYPE_CHECKING:
    from voice_agent.tools.context import SteerableVoice

F32 = NDArray[np.float32]

# Hz: below, harmonics stand so close that the vocoder's own smoothing closes the valleys.
FROM, FULLY = 400.0, 500.0
DUG, DEEPLY = 540.0, 600.0  # Hz, from where on the new comb is dug
DEEPEST = 2.5  # nepers: no valley is dug or filled further
RESOLVED = 22  # mel bands, to about 1.5 kHz, that are narrow enough to show a comb
TOOTH = 7  # bands in which there is a harmonic of the pitches at which envelopes are made


def moved(mel: F32, made: F32, sung: F32, lead: int, voice: SteerableVoice) -> F32:
    """The mel spectrogram (frames, 80) for F0 ``sung`` instead of ``made``, where that is high.

    Both in Hz for each frame from ``lead`` on.
    """
    from scipy.ndimage import maximum_filter1d, uniform_filter1d

    share = np.clip((sung - FROM) / (FULLY - FROM), 0.0, 1.0)[:, None]
    if not share.any():
        return mel
    comb = _comb(made, voice)
    level = uniform_filter1d(maximum_filter1d(comb, TOOTH, axis=1), TOOTH, axis=1)
    closed = np.clip(level - comb, 0.0, DEEPEST)
    closed[:, RESOLVED:] = 0.0
    deep = np.clip((sung - DUG) / (DEEPLY - DUG), 0.0, 1.0)[:, None]
    if deep.any():
        dug = np.clip(_comb(sung, voice) - comb, -DEEPEST, DEEPEST)
        closed += deep * (dug - closed)
    change = closed * share
    result = mel.copy()
    span = slice(lead, min(len(mel), lead + len(change)))
    result[span] += change[: span.stop - span.start]
    return result


def _comb(f0: F32, voice: SteerableVoice) -> F32:
    """The mel spectrogram of bare pulses at ``f0``, (frames, 80)."""
    rate = voice.rate
    hop = FRAME * rate
    samples = round(len(f0) * hop)
    at = np.arange(samples) / hop
    turns = np.cumsum(np.interp(at, np.arange(len(f0)), np.maximum(f0, 40.0)) / rate)
    beats = np.arange(1.0, np.floor(turns[-1]) + 1.0)
    places = np.interp(beats, turns, np.arange(samples))
    below = np.floor(places).astype(int)
    share = places - below
    train = np.zeros(samples + 1, np.float32)
    np.add.at(train, below, 1.0 - share)
    np.add.at(train, below + 1, share)
    heard = voice.analyse(Audio(train[:samples], rate))[: len(f0)]
    return np.pad(heard, ((0, len(f0) - len(heard)), (0, 0)), mode="edge")
