"""How far a voice's speech is from the same words of a reference voice: MCD and FFE.

Both compare frames that say the same. Which those are is found by dynamic time warping over
the mel cepstra (Sakoe and Chiba 1978), so that neither a faster nor a slower reading counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.features import mel_spectrogram
from voice_agent.sound.pitch import track
from voice_agent.units import Audio

RATE = 24_000
HOP = 300  # samples: 12.5 ms, as the pitch tracker's
ORDER = 13  # cepstral coefficients that are compared, without the one of the level
_BANDS, _FFT = 80, 1200
_GROSS = 0.2  # relative error of F0 from which it counts as gross
_HIGHEST = 450.0  # Hz; nobody speaks higher, as a rule

F64 = NDArray[np.float64]
Path = NDArray[np.intp]


@dataclass(frozen=True)
class Distance:
    """``mcd`` in dB; ``ffe``, ``gross`` and ``voicing`` as shares of frames, 0 to 1."""

    mcd: float
    ffe: float
    gross: float
    voicing: float


def distance(reference: Audio, speech: Audio) -> Distance:
    """From ``reference`` to ``speech``, which say the same; silence at their ends is left out.

    Mel-cepstral distortion (Kubichek 1993), mean over aligned frames of
    ``10 / ln 10 * sqrt(2 * sum((c - c')**2))`` with coefficients 1 to 13 of the cosine series
    of the logarithm of 80 mel bands (24 kHz, 50 ms, every 12.5 ms). F0 frame error (Chu and
    Alwan 2009, "Reducing F0 frame error of F0 tracking algorithms under noisy conditions"): the
    share of frames in which the voicing is wrong, or both are voiced and F0 is off by more than
    20 %; ``gross`` is that of the latter among frames voiced in both, ``voicing`` the former.
    Figures of other papers rest on other cepstra and trackers and are near, not equal.

    Raises ValueError where one of them is silent.
    """
    one, two = _prepared(reference), _prepared(speech)
    first, second = aligned(cepstra(one), cepstra(two))
    apart = cepstra(one)[first] - cepstra(two)[second]
    mcd = 10.0 / np.log(10.0) * np.sqrt(2.0 * np.square(apart).sum(axis=1))
    f0, other = _pitch(one)[first], _pitch(two)[second]
    voiced = (f0 > 0) & (other > 0)
    wrong = (f0 > 0) != (other > 0)
    gross = voiced & (np.abs(other - f0) > _GROSS * np.maximum(f0, 1.0))
    return Distance(
        mcd=float(mcd.mean()),
        ffe=float((wrong | gross).mean()),
        gross=float(gross.sum() / max(1, voiced.sum())),
        voicing=float(wrong.mean()),
    )


def cepstra(samples: NDArray[np.float32]) -> F64:
    """Mel cepstra 1 to 13 of mono samples at 24 kHz, shape (frames, 13).

    The coefficients of ``log |H| = c0 + sum(c_k cos(pi k (b + 1/2) / 80))`` over bands ``b``.
    """
    power = mel_spectrogram(samples, RATE, bands=_BANDS, n_fft=_FFT, hop=HOP, high=RATE / 2)
    level = 0.5 * np.log(np.maximum(power.astype(np.float64), 1e-8))
    orders, bands = np.arange(1, ORDER + 1)[:, None], np.arange(_BANDS)[None] + 0.5
    return (2.0 / _BANDS * np.cos(np.pi * orders * bands / _BANDS) @ level).T


def aligned(one: F64, two: F64) -> tuple[Path, Path]:
    """The cheapest way through both from start to end, steps of one frame in either or both.

    Shapes (n, d) and (m, d); the places in each, which never decrease.
    """
    costs = np.sqrt(
        np.maximum(
            (one**2).sum(1)[:, None] + (two**2).sum(1)[None] - 2.0 * one @ two.T,
            0.0,
        )
    )
    total = np.full((len(one) + 1, len(two) + 1), np.inf)
    total[0, 0] = 0.0
    for place in range(2, len(one) + len(two) + 1):  # along diagonals, each at once
        row = np.arange(max(1, place - len(two)), min(len(one), place - 1) + 1)
        column = place - row
        before = np.minimum(total[row - 1, column], total[row, column - 1])
        before = np.minimum(before, total[row - 1, column - 1])
        total[row, column] = costs[row - 1, column - 1] + before
    return _back(total)


def _back(total: F64) -> tuple[Path, Path]:
    i, j = total.shape[0] - 1, total.shape[1] - 1
    way = []
    while i > 0 and j > 0:
        way.append((i - 1, j - 1))
        steps = (total[i - 1, j - 1], total[i - 1, j], total[i, j - 1])
        best = int(np.argmin(steps))
        i, j = i - (best != 2), j - (best != 1)
    first, second = zip(*reversed(way), strict=True)
    return np.array(first), np.array(second)


def _prepared(audio: Audio) -> NDArray[np.float32]:
    """At 24 kHz, as loud as any other, from the first to the last sound."""
    import soxr

    samples = soxr.resample(audio.mono(), audio.rate, RATE)
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max(initial=0.0))
    if len(loud) < RATE // 20:
        raise ValueError("there is no speech to compare")
    samples = samples[loud[0] : loud[-1] + 1]
    return (0.1 * samples / np.std(samples)).astype(np.float32)


def _pitch(samples: NDArray[np.float32]) -> NDArray[Any]:
    """F0 for every frame of the cepstra, which are centred where the tracker's begin."""
    window = 0.04
    half = round(window * RATE / 2)
    f0, _ = track(np.pad(samples, half), RATE, window=window, highest=_HIGHEST)
    frames = 1 + len(samples) // HOP
    return np.pad(f0, (0, max(0, frames - len(f0))))[:frames]
