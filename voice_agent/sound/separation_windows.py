"""One window of a recording divided between two talkers, and how far that is to be trusted.

The network hears every window twice, the second time slowed down: voices that it confuses at
one pace it often keeps apart at another, and the mean of both answers is better than either.

Whether an answer is good can be told without the truth. Two people do not raise and lower
their voices together, but the halves of a spectrum that was divided wrongly do. Where the
outputs rise and fall together, both talkers are left nearer to half of the recording each,
which is never worse than the recording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.graph import open_graph
from voice_agent.sound.mixdown import weights

Samples = NDArray[np.float32]  # shape (frames, channels)

RATE = 16_000
FFT, HOP = 512, 256  # samples; as the network was trained
WINDOW = 8 * RATE
SLOWER = 1.1  # pace of the second hearing; its ends do not fit into a window and stay unheard
_FRAMES = WINDOW // HOP + 1
_HANN = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT)).astype(np.float32)
_UPPER = slice(5000 * FFT // RATE, FFT // 2)  # bins that stand for what lies above 8 kHz

_ALIKE = (0.1, 0.25)  # correlations of the outputs' levels: trusted, doubted
_WEAKER = (6.0, 12.0)  # dB between the outputs from which on likeness says less, nothing
_LEAST = 0.35  # of the difference is always taken
_FEWEST = 30  # frames that a correlation needs

# A mixture's spectrum to the mask of the difference, and how far apart the talkers seem.
Masker = Callable[[NDArray[np.complex64]], tuple[NDArray[np.complex64], float]]


class MaskNetwork:
    """The network's graph: spectra of a mixture to the mask of the difference.

    Both complex, shape (501, 257); the first talker is ``(1/2 + mask) * spectrum``. Beside
    it, from 0 to 1, how clearly the spectrum falls into two.
    """

    def __init__(self, graph: Path, *, threads: int = 1) -> None:
        self._session = open_graph(graph, threads)

    def __call__(self, spectrum: NDArray[np.complex64]) -> tuple[NDArray[np.complex64], float]:
        parts = np.stack([spectrum.real, spectrum.imag], axis=-1).astype(np.float32)
        (mask,), (apart,) = self._session.run(None, {"spectrum": parts[None]})
        return (mask[..., 0] + 1j * mask[..., 1]).astype(np.complex64), float(apart)


@dataclass(frozen=True, eq=False)
class Divided:
    """One window: what the talkers differ by from half of it, shape (frames, channels), the
    first one's ``share`` of the upper band (frames,), how clearly the network's clusters lie
    ``apart`` and how much of the answer to take (``trust``), each 0 to 1."""

    samples: Samples
    difference: Samples
    share: NDArray[np.float32]
    apart: float
    trust: float

    def exchanged(self) -> Divided:
        return Divided(self.samples, -self.difference, 1.0 - self.share, self.apart, self.trust)

    def talkers(self, length: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        shares = weights(self.samples[:length])
        half = self.samples[:length] @ shares / 2
        difference = self.difference[:length] @ shares
        return half + difference, half - difference


def divide(window: Samples, length: int, masker: Masker) -> Divided:
    """Divide a window of ``WINDOW`` frames of which ``length`` are filled.

    The same mask serves all its channels. A constant offset is nobody's voice and stays out.
    """
    sound = np.zeros_like(window)
    sound[:length] = window[:length] - window[:length].mean(axis=0)
    first = hear(sound, length, masker)
    if first is None:
        share = np.full(WINDOW, 0.5, np.float32)
        return Divided(window, np.zeros_like(window), share, apart=0.0, trust=1.0)
    difference, share, apart = first
    again = _slower(sound, length, masker)
    if again is not None:
        span, second, share_too, apart_too = again
        if np.sum(difference[span] * second) < 0.0:
            second, share_too = -second, 1.0 - share_too
        difference[span] = (difference[span] + second) / 2
        share[span] = (share[span] + share_too) / 2
        apart = (apart + apart_too) / 2
    shares = weights(sound[:length])
    mono, part = sound[:length] @ shares, difference[:length] @ shares
    trust = trusted(*likeness(mono / 2 + part, mono / 2 - part))
    return Divided(window, difference, share, apart, trust)


def trusted(alike: float, weaker: float) -> float:
    """How much of the difference to take, ``_LEAST`` to 1, by ``likeness``.

    The numbers were set on development readers, mixed with one another and, as hard cases,
    with themselves.
    """
    doubt = float(np.interp(alike, _ALIKE, (0.0, 1.0)))
    doubt *= float(np.interp(weaker, _WEAKER, (1.0, 0.0)))  # a talker's remains are like him
    return max(_LEAST, 1.0 - doubt)


def likeness(first: NDArray[np.float32], second: NDArray[np.float32]) -> tuple[float, float]:
    """How much two outputs rise and fall together, -1 to 1 (``rising_together`` of frames of
    32 ms), and by how many dB one is weaker than the other."""
    whole = len(first) // FFT * FFT
    parts = [np.square(one[:whole]).reshape(-1, FFT).mean(axis=1) for one in (first, second)]
    powers = np.stack(parts)
    energy = powers.sum(axis=1) + 1e-12
    return rising_together(powers), float(abs(10.0 * np.log10(energy[0] / energy[1])))


def rising_together(powers: NDArray[np.float32]) -> float:
    """Correlation of two outputs' levels in dB where anybody talks; powers of frames, shape
    (2, frames), to -1 to 1. Without enough frames 0."""
    total = powers.sum(axis=0)
    if len(total) < _FEWEST:
        return 0.0
    loud = float(np.percentile(total, 95)) + 1e-12
    levels = np.log10(powers[:, total > 0.003 * loud] + 1e-3 * loud)
    levels -= levels.mean(axis=1, keepdims=True)
    spread = float(levels[0].std() * levels[1].std())
    return float(np.mean(levels[0] * levels[1])) / spread if spread > 0.0 else 0.0


def _slower(
    sound: Samples, length: int, masker: Masker
) -> tuple[slice, Samples, NDArray[np.float32], float] | None:
    """Which frames were heard slowed down, and what was found there."""
    import soxr

    most = int(WINDOW / SLOWER)
    start = max(0, (length - most) // 2)
    span = slice(start, min(length, start + most))
    slowed = soxr.resample(sound[span], RATE, RATE * SLOWER)[:WINDOW]
    filled = np.pad(slowed, ((0, WINDOW - len(slowed)), (0, 0)))
    found = hear(filled, len(slowed), masker)
    if found is None:
        return None
    difference, share, apart = found
    size = span.stop - span.start
    back = soxr.resample(difference[: len(slowed)], RATE * SLOWER, RATE)[:size]
    back = np.pad(back, ((0, size - len(back)), (0, 0))).astype(np.float32)
    places = np.arange(size) * SLOWER
    return span, back, np.interp(places, np.arange(WINDOW), share).astype(np.float32), apart


def hear(
    window: Samples, length: int, masker: Masker
) -> tuple[Samples, NDArray[np.float32], float] | None:
    """Difference, share and how far apart the talkers are, by one hearing; None of silence."""
    spectra = [_stft(channel) for channel in window.T]
    shares = weights(window[:length])
    level = float(np.sqrt(np.mean((window[:length] @ shares) ** 2)))
    if level < 1e-6:
        return None
    heard = np.einsum("c,cft->ft", shares, np.stack(spectra))
    mask, apart = masker(heard * (2.0 / FFT**0.5 / level))
    difference = np.stack([_istft(mask * spectrum) for spectrum in spectra], axis=1)
    return difference, _share(heard, mask), apart


def _share(spectrum: NDArray[np.complex64], mask: NDArray[np.complex64]) -> NDArray[np.float32]:
    """The first talker's part of the upper band's power, smoothed over 80 ms."""
    first = np.abs((0.5 + mask[:, _UPPER]) * spectrum[:, _UPPER]) ** 2
    second = np.abs((0.5 - mask[:, _UPPER]) * spectrum[:, _UPPER]) ** 2
    kernel = np.ones(5) / 5
    a = np.convolve(first.sum(axis=1), kernel, "same")
    b = np.convolve(second.sum(axis=1), kernel, "same")
    share = (a + 1e-12) / (a + b + 2e-12)
    return np.interp(np.arange(WINDOW) / HOP, np.arange(_FRAMES), share).astype(np.float32)


def _stft(samples: NDArray[np.float32]) -> NDArray[np.complex64]:
    """Shape (501, 257); the edges are mirrored."""
    padded = np.pad(samples, FFT // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP]
    return np.fft.rfft(frames * _HANN, axis=1).astype(np.complex64)


def _istft(spectrum: NDArray[np.complex64]) -> NDArray[np.float32]:
    frames = np.fft.irfft(spectrum, FFT, axis=1).astype(np.float32) * _HANN
    out = np.zeros((_FRAMES + 1) * HOP, np.float32)
    out[: _FRAMES * HOP] += frames[:, :HOP].ravel()
    out[HOP:] += frames[:, HOP:].ravel()
    return out[FFT // 2 : FFT // 2 + WINDOW]  # two frames at half overlap add up to one
