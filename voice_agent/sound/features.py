"""Short-time spectra, mel features and levels, in numpy alone.

Everything takes mono samples of shape (frames,) and returns float32. The mel scale is the
one of Slaney's Auditory Toolbox (linear to 1 kHz, logarithmic above) unless ``htk`` asks for
O'Shaughnessy's formula ``2595 log10(1 + f / 700)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
ComplexArray = NDArray[np.complex64]

_LINEAR_HZ_PER_MEL = 200.0 / 3.0
_LOG_START_HZ = 1000.0
_LOG_START_MEL = _LOG_START_HZ / _LINEAR_HZ_PER_MEL
_LOG_STEP = float(np.log(6.4) / 27.0)


def frame(samples: FloatArray, size: int, hop: int) -> FloatArray:
    """Overlapping frames, shape (count, size); a read-only view, nothing is copied.

    Only whole frames are taken; a signal shorter than ``size`` gives none.
    """
    if size <= 0 or hop <= 0:
        raise ValueError(f"frames of {size} samples every {hop}")
    if len(samples) < size:
        return np.zeros((0, size), dtype=np.float32)
    return np.lib.stride_tricks.sliding_window_view(samples, size)[::hop]


@lru_cache(maxsize=16)
def hann(size: int) -> FloatArray:
    """Periodic Hann window, shape (size,); shifted copies at hop size/2^n add up evenly."""
    window = (0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(size) / size)).astype(np.float32)
    window.flags.writeable = False
    return window


def stft(
    samples: FloatArray, *, n_fft: int = 1024, hop: int = 256, window: int | None = None
) -> ComplexArray:
    """Short-time Fourier transform, shape (n_fft // 2 + 1, frames).

    Frame ``t`` is centred on sample ``t * hop``; the ends are padded with zeros, so there are
    ``1 + len(samples) // hop`` frames. ``window`` is the length of the Hann window, centred
    in the ``n_fft`` points (default: all of them).
    """
    taper = _taper(n_fft, window)
    padded = np.pad(np.asarray(samples, dtype=np.float32), n_fft // 2)
    frames = frame(padded, n_fft, hop)[: 1 + len(samples) // hop]
    return np.fft.rfft(frames * taper, axis=1).T.astype(np.complex64)


def istft(
    spectrum: ComplexArray, length: int, *, hop: int = 256, window: int | None = None
) -> FloatArray:
    """The signal of ``length`` samples whose STFT is nearest to ``spectrum``.

    Least squares (Griffin and Lim 1984): overlap-add with the window, divided by the sum of
    its squares. ``istft(stft(x), len(x))`` gives ``x`` back for hops up to half the window.
    """
    n_fft = 2 * (spectrum.shape[0] - 1)
    taper = _taper(n_fft, window)
    frames = np.fft.irfft(spectrum.T, n=n_fft, axis=1) * taper
    total = n_fft + hop * max(len(frames) - 1, 0)
    signal = np.zeros(max(total, n_fft // 2 + length))
    weight = np.zeros_like(signal)
    for index, block in enumerate(frames):
        start = index * hop
        signal[start : start + n_fft] += block
        weight[start : start + n_fft] += taper**2
    signal /= np.maximum(weight, 1e-8)
    return signal[n_fft // 2 : n_fft // 2 + length].astype(np.float32)


def power_spectrogram(
    samples: FloatArray, *, n_fft: int = 1024, hop: int = 256, window: int | None = None
) -> FloatArray:
    """Squared magnitudes of the STFT, shape (n_fft // 2 + 1, frames)."""
    spectrum = stft(samples, n_fft=n_fft, hop=hop, window=window)
    return spectrum.real**2 + spectrum.imag**2


def power_blocks(
    samples: FloatArray, *, n_fft: int = 1024, hop: int = 256, frames: int = 256
) -> Iterator[FloatArray]:
    """``power_spectrogram`` in pieces of ``frames``: long sounds need no memory. What is not
    finite counts as silence."""
    taper, half = hann(n_fft), n_fft // 2
    total = 1 + len(samples) // hop
    for first in range(0, total, frames):
        begin = first * hop - half
        end = (min(first + frames, total) - 1) * hop + half
        piece = np.nan_to_num(samples[max(begin, 0) : end], posinf=0.0, neginf=0.0)
        padded = np.pad(piece, (max(-begin, 0), max(end - len(samples), 0)))
        spectrum = np.fft.rfft(frame(padded, n_fft, hop) * taper, axis=1)
        yield (spectrum.real**2 + spectrum.imag**2).T.astype(np.float32)


def hz_to_mel(hz: float | NDArray[np.floating], *, htk: bool = False) -> NDArray[np.float64]:
    """Frequencies in Hz as mel."""
    value: NDArray[np.float64] = np.asarray(hz, dtype=np.float64)
    if htk:
        return 2595.0 * np.log10(1.0 + value / 700.0)
    above = _LOG_START_MEL + np.log(np.maximum(value, _LOG_START_HZ) / _LOG_START_HZ) / _LOG_STEP
    return np.where(value < _LOG_START_HZ, value / _LINEAR_HZ_PER_MEL, above)


def mel_to_hz(mel: float | NDArray[np.floating], *, htk: bool = False) -> NDArray[np.float64]:
    """Mel as frequencies in Hz; the inverse of ``hz_to_mel``."""
    value: NDArray[np.float64] = np.asarray(mel, dtype=np.float64)
    if htk:
        return 700.0 * (10.0 ** (value / 2595.0) - 1.0)
    above = _LOG_START_HZ * np.exp(_LOG_STEP * (np.maximum(value, _LOG_START_MEL) - _LOG_START_MEL))
    return np.where(value < _LOG_START_MEL, value * _LINEAR_HZ_PER_MEL, above)


def mel_edges(bands: int, low: float, high: float, *, htk: bool = False) -> NDArray[np.float64]:
    """Corner frequencies in Hz of ``bands`` overlapping mel bands, shape (bands + 2,).

    Band ``i`` rises from edge ``i`` to its centre ``i + 1`` and falls to ``i + 2``.
    """
    ends = hz_to_mel(np.array([low, high]), htk=htk)
    return mel_to_hz(np.linspace(ends[0], ends[1], bands + 2), htk=htk)


@lru_cache(maxsize=32)
def mel_filterbank(
    rate: int,
    n_fft: int,
    bands: int,
    low: float = 0.0,
    high: float | None = None,
    *,
    htk: bool = False,
    area: bool = True,
) -> FloatArray:
    """Triangular mel filters, shape (bands, n_fft // 2 + 1); read-only.

    ``area`` scales every triangle to the same area (2 / bandwidth in Hz, as Slaney does);
    otherwise each peaks at 1. A band narrower than one FFT bin takes the bin nearest to its
    centre instead of staying empty.
    """
    edges = mel_edges(bands, low, rate / 2 if high is None else high, htk=htk)
    bins = np.arange(n_fft // 2 + 1) * (rate / n_fft)
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rise = (bins - left) / (centre - left)
    fall = (right - bins) / (right - centre)
    weights = np.clip(np.minimum(rise, fall), 0.0, None)
    empty = np.flatnonzero(weights.sum(axis=1) == 0.0)
    nearest = np.rint(edges[1:-1][empty] * n_fft / rate).astype(int)
    weights[empty, np.clip(nearest, 0, n_fft // 2)] = 1.0
    if area:
        weights *= 2.0 / (right - left)
    weights = weights.astype(np.float32)
    weights.flags.writeable = False
    return weights


def mel_spectrogram(
    samples: FloatArray,
    rate: int,
    *,
    bands: int = 80,
    n_fft: int = 1024,
    hop: int = 256,
    window: int | None = None,
    low: float = 0.0,
    high: float | None = None,
    magnitude: bool = False,
    htk: bool = False,
    area: bool = True,
) -> FloatArray:
    """Mel power (or magnitude) spectrogram, shape (bands, frames)."""
    spectrum = power_spectrogram(samples, n_fft=n_fft, hop=hop, window=window)
    if magnitude:
        spectrum = np.sqrt(spectrum)
    filters = mel_filterbank(rate, n_fft, bands, low, high, htk=htk, area=area)
    return filters @ spectrum


def decibels(power: FloatArray, *, reference: float = 1.0, floor: float = -120.0) -> FloatArray:
    """``10 log10(power / reference)``, never below ``floor`` dB."""
    least = reference * 10.0 ** (floor / 10.0)
    return (10.0 * np.log10(np.maximum(power, least) / reference)).astype(np.float32)


def rms(samples: FloatArray) -> float:
    """Root of the mean square of samples of any shape; 0 for none."""
    if samples.size == 0:
        return 0.0
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def dbfs(samples: FloatArray, *, floor: float = -120.0) -> float:
    """Level relative to a full-scale square wave: 0 dB is the loudest possible."""
    level = rms(samples)
    return max(floor, float(20.0 * np.log10(level))) if level > 0.0 else floor


def frame_rms(samples: FloatArray, size: int, hop: int) -> FloatArray:
    """RMS of each whole frame, shape (count,)."""
    frames = frame(samples, size, hop)
    return np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1)).astype(np.float32)


def envelope(samples: FloatArray, columns: int) -> FloatArray:
    """Lowest and highest sample of ``columns`` equal spans, shape (columns, 2).

    What a waveform picture of that width shows: no peak is lost, whatever the zoom.
    """
    if columns <= 0 or len(samples) == 0:
        return np.zeros((max(columns, 0), 2), dtype=np.float32)
    starts = np.arange(columns) * len(samples) // columns
    low = np.minimum.reduceat(samples, starts)
    high = np.maximum.reduceat(samples, starts)
    return np.stack([low, high], axis=1).astype(np.float32)


def _taper(n_fft: int, window: int | None) -> FloatArray:
    if window is None or window == n_fft:
        return hann(n_fft)
    if window > n_fft:
        raise ValueError(f"a window of {window} samples in {n_fft} points")
    before = (n_fft - window) // 2
    return np.pad(hann(window), (before, n_fft - window - before))
