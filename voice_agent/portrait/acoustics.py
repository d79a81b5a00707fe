"""What timing needs to hear: level and brightness every 10 ms, and how high the voice is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]

RATE = 16_000  # Hz of the sound that is listened to
STEP = 0.010  # seconds from one value to the next
_HOP = round(STEP * RATE)
_SIZE = 400  # samples that one value looks at
_LOW, _HIGH = 1000.0, 3000.0  # Hz: voices below, hisses above
_FLOOR = 1e-10
_PITCHES = (70.0, 350.0)  # Hz


@dataclass(frozen=True, eq=False)
class Acoustics:
    """Values every ``STEP`` seconds, each of shape (steps,); the first for ``STEP / 2``.

    ``levels`` are root mean squares, ``balance`` is the energy above 3 kHz over that below
    1 kHz in dB, ``seconds`` the length of the sound, ``pitch`` the median F0 in Hz of its
    loudest moments (0 where nothing is voiced).
    """

    levels: F32
    balance: F32
    seconds: float
    pitch: float


def listen(blocks: Iterable[F32]) -> Acoustics:
    """Consecutive mono samples at 16 kHz, in the memory of one block."""
    levels: list[F32] = []
    balance: list[F32] = []
    voiced: list[tuple[float, float]] = []
    margin = (_SIZE - _HOP) // 2
    waiting = np.zeros(margin, np.float32)
    total = 0
    for samples in blocks:
        total += len(samples)
        waiting = np.concatenate([waiting, samples])
        steps = (len(waiting) - _SIZE) // _HOP + 1
        if steps > 0:
            _add(waiting, steps, levels, balance)
            voiced += _voiced(waiting)
            waiting = waiting[steps * _HOP :]
    wanted = -(-total // _HOP) - sum(map(len, levels))
    if wanted > 0:
        padded = np.pad(waiting, (0, _SIZE + wanted * _HOP))
        _add(padded, wanted, levels, balance)
        voiced += _voiced(padded)
    empty = [np.zeros(0, np.float32)]
    return Acoustics(
        np.concatenate(levels or empty),
        np.concatenate(balance or empty),
        total / RATE,
        _median_pitch(voiced),
    )


def _add(samples: F32, steps: int, levels: list[F32], balance: list[F32]) -> None:
    frames = np.lib.stride_tricks.sliding_window_view(samples, _SIZE)[::_HOP][:steps]
    window = np.hanning(_SIZE).astype(np.float32)
    power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2
    frequency = np.fft.rfftfreq(_SIZE, 1.0 / RATE)
    low = power[:, (frequency > 80.0) & (frequency < _LOW)].sum(axis=1)
    high = power[:, frequency > _HIGH].sum(axis=1)
    levels.append(np.sqrt(power.sum(axis=1) * 2.0 / (_SIZE * (window**2).sum())).astype(np.float32))
    balance.append((10.0 * np.log10((high + _FLOOR) / (low + _FLOOR))).astype(np.float32))


def _voiced(samples: F32) -> list[tuple[float, float]]:
    """(level, F0) of pieces of 40 ms whose autocorrelation shows a clear period."""
    size, shortest = 640, round(RATE / _PITCHES[1])
    longest = round(RATE / _PITCHES[0])
    count = len(samples) // (4 * size)  # every fourth piece is enough for a median
    if not count:
        return []
    pieces = samples[: count * 4 * size].reshape(count, 4 * size)[:, :size]
    pieces = pieces - pieces.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(pieces, 2 * size, axis=1)) ** 2
    similar = np.fft.irfft(spectrum, axis=1)[:, : longest + 1]
    similar = similar / np.maximum(similar[:, :1], 1e-9) / (1.0 - np.arange(longest + 1) / size)
    lags = similar[:, shortest:].argmax(axis=1) + shortest
    clear = similar[np.arange(count), lags] > 0.6
    level = np.sqrt((pieces**2).mean(axis=1))
    return [(float(level[i]), RATE / float(lags[i])) for i in np.flatnonzero(clear)]


def _median_pitch(voiced: list[tuple[float, float]]) -> float:
    if not voiced:
        return 0.0
    loudest = sorted(voiced, reverse=True)[: max(1, len(voiced) // 2)]
    return float(np.median([pitch for _, pitch in loudest]))
