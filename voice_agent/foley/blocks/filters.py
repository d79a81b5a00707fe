"""Filters, still and moving."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from voice_agent.foley.blocks.noise import curve
from voice_agent.foley.sound import RATE, Samples


def low_pass(samples: Samples, hz: float, order: int = 2) -> Samples:
    """Butterworth."""
    return _butter(samples, min(hz, 0.45 * RATE), "lowpass", order)


def high_pass(samples: Samples, hz: float, order: int = 2) -> Samples:
    """Butterworth."""
    return _butter(samples, hz, "highpass", order)


def band_pass(samples: Samples, low: float, high: float, order: int = 2) -> Samples:
    """Butterworth."""
    return _butter(samples, [low, min(high, 0.45 * RATE)], "bandpass", order)


def _butter(samples: Samples, hz: float | list[float], kind: str, order: int) -> Samples:
    from scipy.signal import butter, sosfilt

    return sosfilt(butter(order, hz, kind, fs=RATE, output="sos"), samples)


def resonance(samples: Samples, hz: float, width: float) -> Samples:
    """A two-pole resonator of ``width`` Hz (-3 dB) with a peak gain near 1."""
    from scipy.signal import lfilter

    radius = np.exp(-np.pi * width / RATE)
    angle = 2.0 * np.pi * hz / RATE
    gain = (1.0 - radius) * np.sqrt(1.0 - 2.0 * radius * np.cos(2.0 * angle) + radius**2)
    return lfilter([gain], [1.0, -2.0 * radius * np.cos(angle), radius**2], samples)


def equalised(samples: Samples, points: Sequence[tuple[float, float]]) -> Samples:
    """Zero-phase gain through ``points`` of (Hz, dB)."""
    from scipy.fft import next_fast_len

    pad = 2048
    size = next_fast_len(len(samples) + 2 * pad, real=True)
    spectrum = np.fft.rfft(np.pad(samples, (pad, size - len(samples) - pad)))
    spectrum *= curve(np.fft.rfftfreq(size, 1.0 / RATE), points)
    return np.fft.irfft(spectrum, size)[pad : pad + len(samples)]


def dulled(samples: Samples, points: Sequence[tuple[float, float]]) -> Samples:
    """Gain through ``points`` of (Hz, dB) with the least delay: nothing is heard before it begins,
    as it is where a low-pass filter has no phase."""
    from scipy.signal import oaconvolve

    return oaconvolve(samples, _least_delay(tuple(points)))[: len(samples)]


@lru_cache(maxsize=16)
def _least_delay(points: tuple[tuple[float, float], ...]) -> Samples:
    """The minimum-phase response, by folding its cepstrum (Oppenheim and Schafer 1975)."""
    size = 8192
    gain = np.maximum(curve(np.fft.rfftfreq(size, 1.0 / RATE), points), 1e-4)
    cepstrum = np.fft.irfft(np.log(gain), size)
    cepstrum[1 : size // 2] *= 2.0
    cepstrum[size // 2 + 1 :] = 0.0
    taps = np.fft.irfft(np.exp(np.fft.rfft(cepstrum)), size)[: size // 2]
    return taps * np.cos(np.linspace(0.0, np.pi / 2.0, size // 2))


def moving(samples: Samples, gains: Samples, hop: int = 256) -> Samples:
    """A filter that changes: ``gains`` of shape (frames, 513) on a grid of ``hop`` samples.

    Frames of 1024 samples, Hann windows; frame ``t`` is centred on sample ``t * hop`` and
    column ``k`` is at ``k * RATE / 1024`` Hz. ``gain_frequencies()`` gives those.
    """
    size = 1024
    count = len(samples) // hop + 1
    if len(gains) < count:
        gains = np.pad(gains, ((0, count - len(gains)), (0, 0)), mode="edge")
    window = np.hanning(size + 1)[:-1]
    padded = np.pad(samples, (size // 2, size + hop))
    made = np.zeros(len(padded))
    for first in range(0, count, 2000):  # bounds the memory
        rows = range(first, min(first + 2000, count))
        index = np.arange(size) + hop * np.array(rows)[:, None]
        spectra = np.fft.rfft(padded[index] * window, axis=1)
        spectra *= gains[rows.start : rows.stop]
        pieces = np.fft.irfft(spectra, size, axis=1) * window
        start, stop = rows.start * hop, rows.stop * hop + size
        made[start:stop] += overlap_added(pieces, hop)[: stop - start]
    return made[size // 2 : size // 2 + len(samples)] / (0.375 * size / hop)


def gain_frequencies() -> Samples:
    """The frequencies of the columns of ``moving``'s gains."""
    return np.fft.rfftfreq(1024, 1.0 / RATE)


def overlap_added(pieces: Samples, hop: int) -> Samples:
    """Rows of equal length, each ``hop`` samples after the one before, added up.

    The length of a row must be a multiple of ``hop``.
    """
    count, size = pieces.shape
    parts = size // hop
    made = np.zeros((count + parts, hop))
    for part in range(parts):
        made[part : part + count] += pieces[:, part * hop : (part + 1) * hop]
    return made.ravel()


def sped(samples: Samples, rates: Samples) -> Samples:
    """Played at a changing speed: sample ``n`` reads on by ``rates[n]`` (linear)."""
    return np.interp(np.cumsum(rates), np.arange(len(samples)), samples)
