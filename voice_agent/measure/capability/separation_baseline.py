"""What two talkers can be pulled apart by without training: NMF and clustering.

The magnitudes of the mixture are factored into parts (Lee and Seung 2001, Kullback-Leibler
divergence); parts whose spectra and times go together are clustered into two talkers
(spectral clustering after Ng, Jordan and Weiss 2001); Wiener filters make the outputs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.features import mel_filterbank

RATE = 16_000
_FFT, _HOP = 1024, 256
_PARTS = 24
_ROUNDS = 60


def nmf_pair(mixture: NDArray[np.float32], *, seed: int = 0) -> NDArray[np.float32]:
    """Mono samples at 16 kHz to two talkers, shape (2, samples), that add up to them."""
    window = np.sqrt(np.hanning(_FFT + 1)[:-1])
    padded = np.pad(mixture, (_FFT, _FFT + -len(mixture) % _HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_HOP]
    spectrum = np.fft.rfft(frames * window, axis=1)
    parts, times = _factored(np.abs(spectrum).T.astype(np.float32), seed)
    group = _clustered(parts, times, seed)
    powers = [(parts[:, group == k] @ times[group == k]) ** 2 for k in range(2)]
    mask = ((powers[0] + 1e-12) / (powers[0] + powers[1] + 2e-12)).T
    first = np.zeros(len(padded))
    for place, frame in enumerate(np.fft.irfft(spectrum * mask, axis=1) * window):
        first[place * _HOP : place * _HOP + _FFT] += frame / 2.0
    talker = first[_FFT : _FFT + len(mixture)].astype(np.float32)
    return np.stack([talker, mixture - talker])


def _factored(
    magnitudes: NDArray[np.float32], seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    random = np.random.default_rng(seed)
    parts = random.uniform(0.5, 1.5, (len(magnitudes), _PARTS)).astype(np.float32)
    times = random.uniform(0.5, 1.5, (_PARTS, magnitudes.shape[1])).astype(np.float32)
    for _ in range(_ROUNDS):
        times *= (parts.T @ (magnitudes / (parts @ times + 1e-9))) / (parts.sum(0)[:, None] + 1e-9)
        parts *= ((magnitudes / (parts @ times + 1e-9)) @ times.T) / (times.sum(1)[None] + 1e-9)
        size = parts.sum(0) + 1e-9
        parts, times = parts / size, times * size[:, None]
    return parts, times


def _clustered(
    parts: NDArray[np.float32], times: NDArray[np.float32], seed: int
) -> NDArray[np.intp]:
    """For each part the talker, 0 or 1: by the sign of the graph's second eigenvector."""
    filters = mel_filterbank(RATE, _FFT, 24, 80.0, 7000.0)
    colour = np.log(filters @ parts**2 + 1e-8).T
    colour = (colour - colour.mean(1, keepdims=True)) / (colour.std(1, keepdims=True) + 1e-9)
    smooth = np.apply_along_axis(lambda row: np.convolve(row, np.ones(9) / 9, "same"), 1, times)
    smooth = (smooth - smooth.mean(1, keepdims=True)) / (smooth.std(1, keepdims=True) + 1e-9)
    alike = colour @ colour.T / colour.shape[1] + smooth @ smooth.T / smooth.shape[1]
    affinity = np.exp(2.0 * alike)
    np.fill_diagonal(affinity, 0.0)
    degree = 1.0 / np.sqrt(affinity.sum(1))
    _, vectors = np.linalg.eigh(degree[:, None] * affinity * degree[None])
    second = vectors[:, -2]
    return (second > np.median(second)).astype(np.intp)
