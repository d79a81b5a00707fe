"""The mel spectrogram that the acoustic model predicts and the vocoder reads.

80 triangular bands on the mel scale of Slaney (linear below 1 kHz, logarithmic above) from
0 to 12 kHz; the value of a band is the natural logarithm of the root of the power in it,
so that one unit ("neper") is 8.7 dB and a gain is an addition. Training, evaluation and
serving all import this file, so that they cannot drift apart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 24_000  # samples per second
HOP = 300  # samples per mel frame: 80 frames per second
WINDOW = 1200  # samples of the Hann window, also the transform's length
BANDS = 80
BINS = WINDOW // 2 + 1
POWER_FLOOR = 1e-9  # added to the power of a band: -90 dB
FRAMES_PER_SECOND = RATE / HOP


def _hz_to_mel(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = hz * 3.0 / 200.0
    octaves = np.log(np.maximum(hz, 1.0) / 1000.0) / np.log(6.4)
    return np.where(hz < 1000.0, linear, 15.0 + 27.0 * octaves)


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < 15.0, mel * 200.0 / 3.0, 1000.0 * np.exp((mel - 15.0) * np.log(6.4) / 27))


@lru_cache(maxsize=4)
def filterbank(bands: int = BANDS, bins: int = BINS, rate: int = RATE) -> NDArray[np.float32]:
    """Triangles of peak 1, shape (bands, bins), from 0 Hz to half the rate."""
    top = _hz_to_mel(np.array([rate / 2.0]))[0]
    edges = _mel_to_hz(np.linspace(0.0, top, bands + 2))
    hz = np.linspace(0.0, rate / 2.0, bins)
    rising = (hz[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - hz[None]) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)


@lru_cache(maxsize=1)
def hann() -> NDArray[np.float32]:
    """The periodic Hann window, shape (WINDOW,)."""
    turn = 2 * np.pi * np.arange(WINDOW) / WINDOW
    return (0.5 - 0.5 * np.cos(turn)).astype(np.float32)


def stft(samples: NDArray[np.float32]) -> NDArray[np.complex64]:
    """Spectra of centred frames, shape (ceil(n / HOP), BINS); a sine of amplitude 1 peaks at 1."""
    from scipy import fft

    frames = -(-len(samples) // HOP)
    padded = np.zeros(frames * HOP + WINDOW, np.float32)
    padded[WINDOW // 2 : WINDOW // 2 + len(samples)] = samples
    blocks = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:frames]
    return fft.rfft(blocks * (hann() / (WINDOW / 4)), axis=1)


def log_mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log-mel spectrogram of mono audio at RATE, shape (frames, BANDS), in nepers."""
    spectra = stft(samples)
    power = spectra.real**2 + spectra.imag**2
    return (0.5 * np.log(power @ filterbank().T + POWER_FLOOR)).astype(np.float32)


def frame_energy(mel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log of the root of each frame's power, shape (frames,), in nepers."""
    return (0.5 * np.log(np.exp(2.0 * mel).sum(axis=-1))).astype(np.float32)
