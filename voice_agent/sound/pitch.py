"""F0 by autocorrelation: what a voice sings or says, and how high people speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]

LOWEST, HIGHEST = 60.0, 900.0  # Hz
HOP_SECONDS = 0.0125


def track(
    samples: F32, rate: int, *, clear: float = 0.6, window: float = 0.04, highest: float = HIGHEST
) -> tuple[F32, F32]:
    """F0 in Hz (0 where unvoiced) and harmonicity (0 to 1) every 12.5 ms, each (frames,).

    Boersma 1993: the autocorrelation of a windowed frame divided by the window's own; the
    highest peak between the period limits is the period, its height the share of the power
    that is periodic. ``clear`` is the height from which a frame counts as voiced.
    """
    size, hop = int(window * rate), int(HOP_SECONDS * rate)
    if len(samples) < size:
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, size)[::hop]
    taper = np.hanning(size + 2)[1:-1]
    short, long = int(rate / highest), min(int(rate / LOWEST), size * 2 // 3)
    own = _autocorrelation(taper[None])[0, : long + 2]
    frames = (frames - frames.mean(axis=1, keepdims=True)) * taper
    peaks = _autocorrelation(frames)[:, : long + 2] / np.maximum(own / own[0], 1e-6)
    heights = peaks / np.maximum(peaks[:, :1], 1e-9)
    inner = heights[:, short : long + 1]
    local = (inner >= heights[:, short - 1 : long]) & (inner >= heights[:, short + 1 : long + 2])
    # Of peaks nearly as high, the shortest period: the others are its multiples.
    best = np.where(local, inner, -1.0).max(axis=1)
    first = np.argmax(local & (inner >= 0.93 * best[:, None]), axis=1) + short
    rows = np.arange(len(heights))
    a, b, c = heights[rows, first - 1], heights[rows, first], heights[rows, first + 1]
    shift = np.clip(0.5 * (a - c) / np.minimum(a - 2 * b + c, -1e-9), -0.5, 0.5)
    loud = np.sqrt((frames**2).mean(axis=1)) > 1e-3
    voiced = (b > clear) & loud & local.any(axis=1)
    f0 = np.where(voiced, rate / (first + shift), 0.0)
    return f0.astype(np.float32), np.clip(np.where(loud, b, 0.0), 0.0, 1.0).astype(np.float32)


def _autocorrelation(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    length = 1 << (2 * frames.shape[1] - 1).bit_length()
    spectra = np.fft.rfft(frames, length, axis=1)
    return np.fft.irfft(np.abs(spectra) ** 2, axis=1)


def median_pitch(samples: F32, rate: int) -> float:
    """Median F0 of the voiced frames in Hz; nan without any."""
    f0, _ = track(samples, rate)
    return float(np.median(f0[f0 > 0])) if (f0 > 0).any() else float("nan")


def melody(f0: F32) -> tuple[float, float]:
    """Median in Hz and spread of a speaker's F0 (0 where unvoiced); nan without any.

    The spread is the standard deviation of the logarithm that the quartiles tell, among
    frames within ten semitones of the median: octave errors are not melody.
    """
    voiced = f0[f0 > 0]
    if not len(voiced):
        return float("nan"), float("nan")
    middle = np.median(voiced)
    near = np.log(voiced[np.abs(np.log(voiced / middle)) < 0.58])
    low, median, high = np.percentile(near, [25, 50, 75])
    return float(np.exp(median)), float((high - low) / 1.349)
