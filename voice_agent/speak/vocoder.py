"""The vocoder: a mel spectrogram and an F0 curve become a waveform, by source and filter.

    pulses at F0 ── STFT ──×── harmonic level ──┐
                                                +── inverse STFT ── audio
    white noise ───────────×── noise level ─────┘

The filter is read off the mel spectrogram: its envelope over the envelope of the bare
source, both smoothed over ``SMOOTHING`` so that the comb of the harmonics cancels out and
each pulse stays short. What it has from measuring natural voices is where they stop being
periodic: the pulses are jittered by ``JITTER`` seconds, so that high harmonics waver more
than low ones as they do in people, and fade into noise around ``CROSSOVER``. Nothing here
is trained, and pitch is exact by construction: sung and shifted notes keep their F0.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from voice_agent.speak.mel import BINS, HOP, POWER_FLOOR, RATE, WINDOW, filterbank, hann, stft

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]
    C64 = NDArray[np.complex64]

VOICED_ABOVE = 20.0  # Hz: an F0 below this means unvoiced
JITTER = 24e-6  # seconds, standard deviation, a new value every JITTER_STEP samples
JITTER_STEP = 60
CROSSOVER, CROSSOVER_WIDTH = 4900.0, 550.0  # Hz: where harmonics give way to noise
SMOOTHING = 5.0  # bins (100 Hz): standard deviation of the envelope's Gaussian
# Frames of independent noise keep a quarter of their power through overlap-add and analysis.
NOISE_GAIN = np.float32(2.0**0.5)
QUIETEST = -14.0  # nepers
KNEE = 0.5 * float(np.log(POWER_FLOOR)) + 1.36  # nepers: below, the mel's floor hides silence
EXPANSION = 3.0  # how much faster than the mel the level falls below the knee


class Vocoder:
    """mel and F0 to audio; stateless, so safe to share between threads."""

    def __call__(self, mel: F32, f0: F32, seed: int = 0) -> F32:
        """mel (frames, 80) in nepers, f0 (frames,) in Hz, 0 unvoiced -> mono at 24 kHz.

        F0 value k belongs to the samples from k * HOP to (k + 1) * HOP; mel frame k is
        centred on the first of them. The noise depends on nothing but ``seed``.
        """
        rng = np.random.default_rng(seed)
        source = stft(pulses(f0, rng))
        comb = source.real**2 + source.imag**2
        harmonic, noise = levels(mel, f0 > VOICED_ABOVE, comb)
        source *= harmonic
        hiss = rng.standard_normal((len(f0), 2 * BINS), dtype=np.float32).view(np.complex64)
        hiss *= noise * NOISE_GAIN
        source += hiss
        return overlap_add(source)


def levels(mel: F32, voiced: NDArray[np.bool_], comb: F32) -> tuple[F32, F32]:
    """Amplitudes of the harmonics and of the noise, each (frames, BINS).

    ``comb`` is the power of the pulses' spectra, (frames, BINS).
    """
    from scipy.ndimage import gaussian_filter1d

    mel = np.where(mel < KNEE, KNEE + EXPANSION * (mel - KNEE), mel)
    density = to_bins(mel - 0.5 * np.log(filterbank().sum(axis=1)))
    density = np.exp(np.maximum(density, QUIETEST))
    power = gaussian_filter1d(density**2, SMOOTHING, axis=1)
    bare = gaussian_filter1d(comb, SMOOTHING, axis=1)
    periodic = _periodicity()[None] * voiced[:, None]
    harmonic = np.sqrt(power / (bare + 1e-3) * periodic)
    noise = density * np.sqrt(1.0 - periodic)
    return harmonic.astype(np.float32), noise.astype(np.float32)


@lru_cache(maxsize=1)
def _periodicity() -> F32:
    """Share of the power that is harmonic in voiced speech, by bin, (BINS,)."""
    hz = np.linspace(0.0, RATE / 2.0, BINS)
    share = 1.0 / (1.0 + np.exp((hz - CROSSOVER) / CROSSOVER_WIDTH))
    return np.where(share > 0.999, 1.0, share).astype(np.float32)


@lru_cache(maxsize=1)
def _bin_weights() -> tuple[NDArray[np.int64], F32]:
    """For each bin the mel band below it and the share of the band above, for interpolation."""
    bank = filterbank()
    centres = bank.argmax(axis=1).astype(np.float64)
    place = np.interp(np.arange(BINS), centres, np.arange(len(centres)))
    below = np.minimum(place.astype(np.int64), len(centres) - 2)
    return below, (place - below).astype(np.float32)


def to_bins(bands: F32) -> F32:
    """Band levels (frames, 80) interpolated to bins, (frames, BINS)."""
    below, share = _bin_weights()
    return bands[:, below] * (1.0 - share) + bands[:, below + 1] * share


def pulses(f0: F32, rng: np.random.Generator | None = None) -> F32:
    """A pulse train: all harmonics below half the rate at amplitude 1, shape (frames * HOP,).

    The sum of cos(h t) for h = 1..H has the closed form of the Dirichlet kernel,
    sin((H + 1/2) t) / (2 sin(t / 2)) - 1/2, so the cost does not grow with the harmonics.
    With ``rng`` the pulses are jittered.
    """
    curve, voiced = instantaneous_f0(f0)
    if not voiced.any():
        return np.zeros(len(f0) * HOP, np.float32)
    turns = np.cumsum(curve / RATE)
    if rng is not None:
        turns += curve * _jitter(len(curve), rng)
    angle = (2.0 * np.pi * (turns % 1.0)).astype(np.float32)
    count = np.floor(0.49 * RATE / curve).astype(np.float32) + np.float32(0.5)
    half = 2.0 * np.sin(0.5 * angle)
    near_zero = np.abs(half) < 2e-3
    train = np.sin(count * angle) / np.where(near_zero, 1.0, half)
    train = np.where(near_zero, count, train) - 0.5
    return np.where(voiced, train, 0.0).astype(np.float32)


def _jitter(samples: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Displacement of the pulses in seconds, (samples,): white, then linear in between."""
    places = np.arange(0, samples + JITTER_STEP, JITTER_STEP)
    # Interpolating white values keeps two thirds of their power.
    values = rng.standard_normal(len(places)) * (JITTER * 1.5**0.5)
    return np.interp(np.arange(samples), places, values)


def instantaneous_f0(f0: F32) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """F0 in Hz of each sample and whether it is voiced, each (frames * HOP,).

    Linear between the centres of voiced blocks and across unvoiced ones, so that a pulse
    train neither starts nor ends with a glide.
    """
    voiced = f0 > VOICED_ABOVE
    if not voiced.any():
        return np.full(len(f0) * HOP, 200.0), np.zeros(len(f0) * HOP, bool)
    places = np.flatnonzero(voiced)
    at = (np.arange(len(f0) * HOP) + 0.5) / HOP - 0.5
    return np.interp(at, places, f0[places]), np.repeat(voiced, HOP)


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
