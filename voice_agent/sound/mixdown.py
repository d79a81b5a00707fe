"""Several channels as one, piece by piece: their mean, or the loudest of them where they cancel
(a plug wired the wrong way round) or one of many is used.

mixed = Mixdown()
mono = [mixed(piece) for piece in pieces]      (frames, channels) -> (frames,)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voice_agent.units import Audio, cancels

F32 = NDArray[np.float32]

_MEMORY = 4096  # frames for which loudness is remembered, about
_BACK = 2.5  # times as loud as it needs to be, the mean is taken again
_LOUDER = 2.0  # times as much power, another channel is taken


class Mixdown:
    """Goes from one way to the other gradually, so that no piece begins with a click."""

    def __init__(self) -> None:
        self._powers = np.zeros(0)  # of the channels, and of their mean at the end
        self._channel = -1  # the one that is taken; -1 for the mean of all

    def __call__(self, samples: F32) -> F32:
        if samples.shape[1] == 1:
            return samples[:, 0]
        started = len(self._powers) == samples.shape[1] + 1
        before = self._channel
        mean: F32 = samples.mean(axis=1, dtype=np.float32)
        self._remember(samples, mean)
        self._choose()
        if not started or self._channel == before:
            return _taken(samples, mean, self._channel)
        rising = np.linspace(0.0, 1.0, len(mean), dtype=np.float32)
        old, new = (_taken(samples, mean, channel) for channel in (before, self._channel))
        return old + (new - old) * rising

    def _remember(self, samples: F32, mean: F32) -> None:
        powers = np.append(
            np.einsum("ij,ij->j", samples, samples, dtype=np.float64),
            np.dot(mean, mean),
        )
        if len(self._powers) != len(powers):
            self._powers, self._channel = np.zeros(len(powers)), -1
        self._powers = self._powers * np.exp(-len(mean) / _MEMORY) + np.nan_to_num(powers)

    def _choose(self) -> None:
        *powers, mean = self._powers
        loudest = int(np.argmax(powers))
        if not cancels(mean, powers[loudest] * (1.0 if self._channel < 0 else _BACK)):
            self._channel = -1
        elif self._channel < 0 or powers[loudest] > _LOUDER * powers[self._channel]:
            self._channel = loudest


def weights(samples: F32) -> F32:
    """What each channel of ``samples`` (frames, channels) counts in one made of all, (channels,):
    for whatever belongs to them and has to be mixed alike."""
    count = samples.shape[1]
    powers = np.einsum("ij,ij->j", samples, samples, dtype=np.float64)
    mean = samples.mean(axis=1)
    if count > 1 and cancels(float(np.dot(mean, mean)), float(powers.max(initial=0.0))):
        return np.eye(count, dtype=np.float32)[int(powers.argmax())]
    return np.full(count, 1.0 / count, np.float32)


def drawn(audio: Audio) -> Audio:
    """What a picture shows of a recording: both of two channels, else one made of all."""
    return audio if audio.channels <= 2 else Audio(audio.mono(), audio.rate)


def _taken(samples: F32, mean: F32, channel: int) -> F32:
    return mean if channel < 0 else np.ascontiguousarray(samples[:, channel])
