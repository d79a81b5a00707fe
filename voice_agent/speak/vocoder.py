"""The vocoder: a mel spectrogram and an F0 curve become a waveform.

A source and a filter, both in the short-time spectrum. The source is a train of pulses with
every harmonic of the F0 up to 12 kHz, and white noise; the filter says for each of 601 bins
and each frame of 12.5 ms how loud the harmonics are, at which phase, and how loud the noise:

    S = exp(harmonic) e^(i phase) STFT(pulses) + exp(noise) Z;    one inverse STFT.

``DirectFilter`` reads the filter off the mel spectrogram by a rule; ``LearnedFilter`` starts
from the same rule and corrects it with a small convolutional network. Because the network
only shapes a source of the right pitch, sung and shifted notes stay exactly on their pitch.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from voice_agent.speak.mel import BINS, HOP, RATE, WINDOW, filterbank, hann

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]
    C64 = NDArray[np.complex64]

VOICED_ABOVE = 20.0  # Hz: an F0 below this means unvoiced
QUIETEST = -12.0  # nepers
# Frames of independent noise keep a quarter of their power through overlap-add and analysis.
NOISE_GAIN = np.float32(2.0**0.5)
CROSSOVER = 6500.0  # Hz: the direct filter uses pulses below, noise above


class Filter(Protocol):
    """Decides how the source is shaped."""

    def __call__(self, mel: F32, f0: F32, comb: F32) -> tuple[F32, F32, F32]:
        """mel (frames, 80), f0 (frames,), power of the pulses (frames, BINS)
        -> harmonic level, phase in radians and noise level, each (frames, BINS); levels in nepers.
        """
        ...


def instantaneous_f0(f0: F32) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """F0 in Hz of each sample and whether it is voiced, each (frames * HOP,).

    Linear between the centres of voiced frames, held across unvoiced ones, so that a pulse
    train neither starts nor ends with a glide.
    """
    frames = len(f0)
    voiced = f0 > VOICED_ABOVE
    if not voiced.any():
        return np.full(frames * HOP, 200.0), np.zeros(frames * HOP, bool)
    places = np.flatnonzero(voiced)
    at = np.arange(frames * HOP) / HOP  # centred frames: frame k is centred on sample k * HOP
    curve = np.interp(at, places, f0[places])
    nearest = np.minimum((np.arange(frames * HOP) + HOP // 2) // HOP, frames - 1)
    return curve, voiced[nearest]


def pulses(f0: F32, phase: float = 0.0) -> F32:
    """A pulse train: all harmonics below half the rate at amplitude 1, shape (frames * HOP,).

    The sum of cos(h t) for h = 1..H has the closed form of the Dirichlet kernel,
    sin((H + 1/2) t) / (2 sin(t / 2)) - 1/2, so the cost does not grow with the harmonics.
    """
    curve, voiced = instantaneous_f0(f0)
    turns = np.cumsum(curve / RATE) + phase
    angle = (2.0 * np.pi * (turns % 1.0)).astype(np.float32)
    count = np.floor(0.49 * RATE / curve).astype(np.float32) + 0.5
    half = 2.0 * np.sin(0.5 * angle)
    near_zero = np.abs(half) < 2e-3
    train = np.sin(count * angle) / np.where(near_zero, 1.0, half)
    train = np.where(near_zero, count, train) - 0.5
    return np.where(voiced, train, 0.0).astype(np.float32)


def spectra_of(samples: F32, frames: int) -> C64:
    """STFT of centred frames with the scale of ``mel.stft``, shape (frames, BINS)."""
    from scipy import fft

    padded = np.zeros(frames * HOP + WINDOW, np.float32)
    padded[WINDOW // 2 : WINDOW // 2 + len(samples)] = samples
    blocks = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:frames]
    return fft.rfft(blocks * (hann() / (WINDOW / 4)), axis=1)


def overlap_add(spectra: C64) -> F32:
    """The waveform of (frames, BINS) spectra, shape (frames * HOP,)."""
    from scipy import fft

    frames, overlap = len(spectra), WINDOW // HOP
    blocks = fft.irfft(spectra, n=WINDOW, axis=1) * hann()
    blocks = blocks.reshape(frames, overlap, HOP)
    total = np.zeros((frames + overlap - 1, HOP), np.float32)
    for part in range(overlap):
        total[part : part + frames] += blocks[:, part]
    # Hann squared at a quarter hop sums to 1.5; the spectra are scaled by 4 / WINDOW.
    samples = total.reshape(-1)[WINDOW // 2 : WINDOW // 2 + frames * HOP]
    return (samples * (WINDOW / 4 / 1.5)).astype(np.float32)


@lru_cache(maxsize=1)
def bin_weights() -> tuple[NDArray[np.int64], F32]:
    """For each bin the mel band below it and the share of the band above, for interpolation."""
    bank = filterbank()
    centres = bank.argmax(axis=1).astype(np.float64)
    place = np.interp(np.arange(BINS), centres, np.arange(len(centres)))
    below = np.minimum(place.astype(np.int64), len(centres) - 2)
    return below, (place - below).astype(np.float32)


def to_bins(levels: F32) -> F32:
    """Band levels (frames, 80) interpolated to bins, (frames, BINS)."""
    below, share = bin_weights()
    return levels[:, below] * (1.0 - share) + levels[:, below + 1] * share


def envelopes(mel: F32, comb: F32) -> tuple[F32, F32]:
    """Levels that harmonics alone, or noise alone, would need to give this mel spectrogram.

    Each is the mel spectrogram less the mel of the bare source, in nepers per bin.
    """
    bank = filterbank()
    comb_level = 0.5 * np.log(comb @ bank.T + 1e-4)
    noise_level = 0.5 * np.log(bank.sum(axis=1))
    return to_bins(mel - comb_level), to_bins(mel - noise_level)


class DirectFilter:
    """Pulses below the crossover where voiced, noise above and where unvoiced; zero phase."""

    def __call__(self, mel: F32, f0: F32, comb: F32) -> tuple[F32, F32, F32]:
        harmonic, noise = envelopes(mel, comb)
        hz = np.linspace(0, RATE / 2, BINS, dtype=np.float32)
        share = 1.0 / (1.0 + np.exp((hz - CROSSOVER) / 300.0))
        share = share[None] * (f0 > VOICED_ABOVE)[:, None]
        harmonic = harmonic + 0.5 * np.log(share + 1e-9)
        noise = noise + 0.5 * np.log(1.0 - share + 1e-4)
        return harmonic, np.zeros_like(harmonic), noise


class Vocoder:
    """A filter around the source; safe to share between threads."""

    def __init__(self, filter_: Filter) -> None:
        self._filter = filter_

    def __call__(self, mel: F32, f0: F32, seed: int = 0) -> F32:
        """mel (frames, 80) in nepers, f0 (frames,) in Hz, 0 unvoiced -> mono at 24 kHz."""
        source = spectra_of(pulses(f0), len(f0))
        comb = source.real**2 + source.imag**2
        harmonic, phase, noise = self._filter(mel, f0, comb)
        level = np.exp(np.maximum(harmonic, QUIETEST))
        turn = np.empty_like(source)
        turn.real, turn.imag = level * np.cos(phase), level * np.sin(phase)
        rng = np.random.default_rng(seed)
        z = rng.standard_normal((len(f0), 2 * BINS), dtype=np.float32).view(np.complex64)
        z *= np.exp(np.maximum(noise, QUIETEST)) * NOISE_GAIN
        return overlap_add(source * turn + z)

