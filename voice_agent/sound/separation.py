"""Two talkers out of one recording of any length: a mask network over overlapping windows.

    pieces ─> 16 kHz ─> windows of 8 s ─> network ─> which talker is which? ─> joined
           └> the recording as it was ───────────────────────────────────────> two talkers

The network (training/separator) says how the spectrum divides: one talker is half of the
recording plus a difference, the other half of it minus that, so that both always add up to
the recording. What lies above 8 kHz goes to the talkers as their upper band does below it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.files import resampled
from voice_agent.sound.separation_voices import VoiceMemory

Samples = NDArray[np.float32]  # shape (frames, channels)

RATE = 16_000
FFT, HOP = 512, 256  # samples; as the network was trained
WINDOW = 8 * RATE
STEP = 4 * RATE  # between windows: every sample but the first and the last lies in two
_FRAMES = WINDOW // HOP + 1
_VOICES = 0.5  # what the voices' sound counts beside how the windows agree
_HANN = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT)).astype(np.float32)
_UPPER = slice(5000 * FFT // RATE, FFT // 2)  # bins that stand for what lies above 8 kHz

# A mixture's spectrum to the mask of the difference, and how far apart the talkers seem.
Masker = Callable[[NDArray[np.complex64]], tuple[NDArray[np.complex64], float]]


class MaskNetwork:
    """The network's graph: spectra of a mixture to the mask of the difference.

    Both complex, shape (501, 257); the first talker is ``(1/2 + mask) * spectrum``. Beside
    it, from 0 to 1, how clearly the spectrum falls into two.
    """

    def __init__(self, graph: Path, *, threads: int = 1) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, spectrum: NDArray[np.complex64]) -> tuple[NDArray[np.complex64], float]:
        parts = np.stack([spectrum.real, spectrum.imag], axis=-1).astype(np.float32)
        (mask,), (apart,) = self._session.run(None, {"spectrum": parts[None]})
        return (mask[..., 0] + 1j * mask[..., 1]).astype(np.complex64), float(apart)


@dataclass(frozen=True, eq=False)
class Pair:
    """Both talkers of one stretch at the recording's own rate, shape (frames, channels)."""

    first: Samples
    second: Samples


@dataclass(frozen=True, eq=False)
class Stretch:
    """One stretch at 16 kHz: the mixture and what the talkers differ by from half of it.

    ``samples`` and ``difference`` have shape (frames, channels); ``share`` (frames,) is the
    first talker's part of the upper band, 0 to 1; ``apart`` how clearly it falls into two.
    """

    samples: Samples
    difference: Samples
    share: NDArray[np.float32]
    apart: float


def separate(
    pieces: Iterable[Samples],
    rate: int,
    channels: int,
    masker: Masker,
    *,
    watch: Callable[[Stretch], None] = lambda stretch: None,
) -> Iterator[Pair]:
    """Both talkers of consecutive ``pieces`` (frames, channels), in step to the sample.

    ``watch`` sees every stretch at 16 kHz as it is made.
    """
    waiting: deque[Samples] = deque()

    def source() -> Iterator[Samples]:
        for piece in pieces:
            waiting.append(piece)
            yield piece

    def packed() -> Iterator[Samples]:
        for stretch in _stretches(resampled(source(), rate, RATE, channels), masker):
            watch(stretch)
            yield np.concatenate(
                [stretch.samples, stretch.difference, stretch.share[:, None]], axis=1
            )

    for block in resampled(packed(), RATE, rate, 2 * channels + 1):
        taken = _taken(waiting, len(block))
        block = block[: len(taken)]
        low, difference = block[:, :channels], block[:, channels : 2 * channels]
        share = np.clip(block[:, 2 * channels :], 0.0, 1.0)
        first = (low / 2 + difference + share * (taken - low)).astype(np.float32)
        yield Pair(first, (taken - first).astype(np.float32))
    while waiting:  # a frame that rounding left over
        piece = waiting.popleft()
        half = (piece / 2).astype(np.float32)
        yield Pair(half, half)


def _taken(waiting: deque[Samples], count: int) -> Samples:
    """The next ``count`` frames (fewer at the end), taken off the queue."""
    parts: list[Samples] = []
    while count > 0 and waiting:
        piece = waiting.popleft()
        if len(piece) > count:
            waiting.appendleft(piece[count:])
            piece = piece[:count]
        parts.append(piece)
        count -= len(piece)
    return np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)


def _stretches(pieces: Iterable[Samples], masker: Masker) -> Iterator[Stretch]:
    """The recording at 16 kHz in stretches of ``STEP``, each joined from two windows."""
    fade = np.sin(0.5 * np.pi * (np.arange(STEP) + 0.5) / STEP).astype(np.float32) ** 2
    before: _Part | None = None
    memory = VoiceMemory()
    for window, length, last in _windows(pieces):
        part = _part(window, length, masker)
        if before is not None:
            if _swapped(before, part, memory.evidence(*part.talkers(length))):
                part = part.exchanged()
            yield _joined(before, part, fade, min(length, STEP))
        else:
            yield part.cut(0, min(length, STEP))
        memory.remember(*part.talkers(length))
        if last and length > STEP:
            yield part.cut(STEP, length)
        before = part


def _windows(pieces: Iterable[Samples]) -> Iterator[tuple[Samples, int, bool]]:
    """Windows of ``WINDOW`` frames every ``STEP``, how much of each is filled, and whether
    it is the last one."""
    have: Samples | None = None
    for piece in pieces:
        have = piece if have is None else np.concatenate([have, piece])
        while len(have) > WINDOW:
            yield have[:WINDOW], WINDOW, False
            have = have[STEP:]
    if have is not None and len(have):
        yield np.pad(have, ((0, WINDOW - len(have)), (0, 0))), len(have), True


@dataclass(frozen=True, eq=False)
class _Part:
    """One window, separated."""

    samples: Samples
    difference: Samples
    share: NDArray[np.float32]
    apart: float

    def exchanged(self) -> _Part:
        return _Part(self.samples, -self.difference, 1.0 - self.share, self.apart)

    def talkers(self, length: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        half = self.samples[:length].mean(axis=1) / 2
        difference = self.difference[:length].mean(axis=1)
        return half + difference, half - difference

    def cut(self, start: int, stop: int) -> Stretch:
        span = slice(start, stop)
        return Stretch(self.samples[span], self.difference[span], self.share[span], self.apart)


def _part(window: Samples, length: int, masker: Masker) -> _Part:
    """Separate one window; the same mask serves all its channels."""
    spectra = [_stft(channel) for channel in window.T]
    mono = window[:length].mean(axis=1)
    loudest = int(np.square(window).sum(axis=0).argmax())
    # Channels of opposite polarity would leave nothing to listen to.
    cancelled = float(np.mean(mono**2)) < 0.05 * float(np.mean(window[:length, loudest] ** 2))
    heard = spectra[loudest] if cancelled else sum(spectra[1:], spectra[0]) / len(spectra)
    level = float(np.sqrt(np.mean((window[:length, loudest] if cancelled else mono) ** 2)))
    if level < 1e-6:
        return _Part(window, np.zeros_like(window), np.full(WINDOW, 0.5, np.float32), 0.0)
    mask, apart = masker(heard * (2.0 / FFT**0.5 / level))
    difference = np.stack([_istft(mask * spectrum) for spectrum in spectra], axis=1)
    return _Part(window, difference, _share(heard, mask), apart)


def _share(spectrum: NDArray[np.complex64], mask: NDArray[np.complex64]) -> NDArray[np.float32]:
    """The first talker's part of the upper band's power, smoothed over 80 ms."""
    first = np.abs((0.5 + mask[:, _UPPER]) * spectrum[:, _UPPER]) ** 2
    second = np.abs((0.5 - mask[:, _UPPER]) * spectrum[:, _UPPER]) ** 2
    kernel = np.ones(5) / 5
    a = np.convolve(first.sum(axis=1), kernel, "same")
    b = np.convolve(second.sum(axis=1), kernel, "same")
    share = (a + 1e-12) / (a + b + 2e-12)
    return np.interp(np.arange(WINDOW) / HOP, np.arange(_FRAMES), share).astype(np.float32)


def _swapped(before: _Part, part: _Part, evidence: float) -> bool:
    """Whether a window has its talkers the other way round than the one before it.

    Their overlap tells where both talk; what the voices sound like (``evidence``, -1 to 1)
    tells where it does not.
    """
    old, new = before.difference[STEP:], part.difference[:STEP]
    size = float(np.sqrt(np.sum(old**2) * np.sum(new**2)))
    agreement = float(np.sum(old * new)) / size if size > 0.0 else 0.0
    return agreement + _VOICES * evidence < 0.0


def _joined(before: _Part, part: _Part, fade: NDArray[np.float32], length: int) -> Stretch:
    old, new = before.cut(STEP, STEP + length), part.cut(0, length)
    rise = fade[:length]
    return Stretch(
        new.samples,
        old.difference * (1.0 - rise)[:, None] + new.difference * rise[:, None],
        old.share * (1.0 - rise) + new.share * rise,
        (old.apart + new.apart) / 2,
    )


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
