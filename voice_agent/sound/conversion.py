"""One voice made to sound like another, from a few seconds of the other's speech.

The same words are said by our own voice, and both are aligned in time (dynamic time warping,
Sakoe and Chiba 1978). Every pair of frames shows how the other's spectral envelope differs
there from ours: vocal tract, habits of articulation, microphone, all in one. A new frame of
our voice gets the difference that its nearest neighbours among the pairs show on average;
as our voice says the same sound always in nearly the same way, neighbours are found easily,
and as only differences are averaged, the frame keeps its own detail.

    ours, same words ──┐ align      pairs: frame of ours -> difference
    the other's speech ┘                       │ nearest neighbours
    ours, new words ───────────────────────────┴──> + difference ──> the other's timbre

Spectrograms are log-mel (frames, bands) in nepers, 80 frames a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Signal = NDArray[np.floating[Any]]

FRAMES_PER_SECOND = 80
DROP = 3.7  # nepers (32 dB) below the loud frames: from here on it is speech
_ORDER = 26  # cepstral coefficients of an envelope: finer is pitch
_COMPARED = 18  # of which frames are compared by so many
_ALIGNED = 16
_NEIGHBOURS = 8
_DOUBT = 100.0  # pairs: with as few, the mean difference counts as much as the neighbours'
_SMOOTHING = 1.5  # frames: standard deviation along time
_MOST = 2.5  # nepers: no band changes more
_GATE, _GATE_WIDTH = 4.6, 0.35  # nepers below the loudest frame: silence is not coloured
_VOICELESS = 0.6  # share of the change that voiceless frames get: they tell words, not speakers
_PASSES = 2  # the second alignment compares the other with what the first made of us


def frame_level(mel: Signal) -> Signal:
    """Log of the root of each frame's power, (frames,), in nepers."""
    level: Signal = 0.5 * np.log(np.exp(2.0 * mel).sum(axis=1))
    return level


def is_speech(mel: Signal) -> NDArray[np.bool_]:
    """Frames that are not more than ``DROP`` softer than the loud ones, (frames,)."""
    level = frame_level(mel)
    return np.asarray(level > np.percentile(level, 95) - DROP)


def speaking_seconds(mel: Signal, *, bridged: float = 0.15) -> float:
    """How long is spoken: closures shorter than ``bridged`` seconds count, pauses do not."""
    from scipy.ndimage import binary_closing

    if not len(mel):
        return 0.0
    width = round(bridged * FRAMES_PER_SECOND)
    padded = np.pad(is_speech(mel), width)
    closed = binary_closing(padded, np.ones(width, bool))
    return float(closed.sum()) / FRAMES_PER_SECOND


@dataclass(frozen=True, eq=False)
class Phrase:
    """The same words in two voices: log-mel spectrograms of ours and of the other's."""

    ours: F32
    other: F32


class Conversion:
    """Gives spectrograms of our voice the timbre of the other's; see ``__call__``.

    ``bands`` is how many of the bands the other's recording fills: a telephone has no treble.
    Raises ``ValueError`` when no phrase holds speech of both.
    """

    def __init__(self, phrases: Sequence[Phrase], bands: int) -> None:
        self._bands = bands
        ours = [phrase.ours for phrase in phrases]
        other = [phrase.other for phrase in phrases]
        self._level = _mean_level(ours)
        ours = [mel - self._level for mel in ours]
        other = [mel - _mean_level(other) for mel in other]
        converted = ours
        for _ in range(_PASSES):
            pairs = self._pairs(converted, other)
            if not any(len(pair) for pair in pairs):
                raise ValueError("no phrase holds speech of both voices")
            frames = [mel[pair[:, 0]] for mel, pair in zip(ours, pairs, strict=True)]
            theirs = [mel[pair[:, 1]] for mel, pair in zip(other, pairs, strict=True)]
            self._ours = np.concatenate(frames)
            self._differences = self._envelope(np.concatenate(theirs)) - self._envelope(self._ours)
            self._features = _features(self._ours)
            converted = [self._converted(mel) for mel in ours]

    @property
    def pairs(self) -> int:
        """How many pairs of frames it has learned from."""
        return len(self._differences)

    def __call__(self, mel: F32, f0: F32) -> F32:
        """A spectrogram (frames, bands) of our voice with the other's timbre.

        ``f0`` in Hz for each frame, 0 where voiceless: fricatives and bursts get the other's
        general colour, but keep more of their own shape, as moving it costs words (an "s"
        becomes a "t") and hardly shows a speaker.
        """
        from scipy.ndimage import gaussian_filter1d

        voiced = gaussian_filter1d((f0 > 0.0).astype(np.float64), 1.0, mode="nearest")
        share = _VOICELESS + (1.0 - _VOICELESS) * voiced
        return (self._converted(mel - self._level, share) + self._level).astype(np.float32)

    def _converted(self, mel: Signal, share: Signal | float = 1.0) -> Signal:
        """``share`` of what is particular to each frame's sound, (frames,), is changed."""
        from scipy.ndimage import gaussian_filter1d

        change = self._change(mel, np.broadcast_to(share, len(mel)))
        change = gaussian_filter1d(change, _SMOOTHING, axis=0, mode="nearest")
        level = frame_level(mel)
        gate = 1.0 / (1.0 + np.exp((level.max() - _GATE - level) / _GATE_WIDTH))
        made: Signal = mel + np.clip(change, -_MOST, _MOST) * gate[:, None]
        return made

    def _change(self, mel: Signal, share: Signal) -> Signal:
        """The mean difference of each frame's nearest neighbours, (frames, bands)."""
        wanted = _features(mel)
        distance = np.square(wanted).sum(axis=1)[:, None] + np.square(self._features).sum(axis=1)
        distance = np.maximum(distance - 2.0 * wanted @ self._features.T, 0.0)
        count = min(_NEIGHBOURS, self.pairs)
        nearest = np.argpartition(distance, count - 1, axis=1)[:, :count]
        close = np.take_along_axis(distance, nearest, axis=1)
        weights = np.exp(-0.5 * close / np.maximum(np.median(close, axis=1, keepdims=True), 1e-3))
        weights /= weights.sum(axis=1, keepdims=True)
        near: Signal = np.einsum("tk,tkb->tb", weights, self._differences[nearest])
        general = self._differences.mean(axis=0)
        trust = self.pairs / (self.pairs + _DOUBT)
        return general + trust * share[:, None] * (near - general)

    def _pairs(self, ours: Sequence[Signal], other: Sequence[Signal]) -> list[NDArray[np.int64]]:
        """Frames that say the same in each phrase, as rows of (ours, other)."""
        first = _normalised([mel[:, : self._bands] for mel in ours])
        second = _normalised([mel[:, : self._bands] for mel in other])
        found = []
        for index, (a, b) in enumerate(zip(first, second, strict=True)):
            path = align(a, b)
            spoken = is_speech(ours[index])[path[:, 0]] & is_speech(other[index])[path[:, 1]]
            found.append(path[spoken])
        return found

    def _envelope(self, mel: Signal) -> Signal:
        """Without the comb of the harmonics; above the filled bands as in the last of them."""
        from scipy.fft import dct, idct

        cepstrum = dct(mel[:, : self._bands], axis=1, norm="ortho")
        cepstrum[:, _ORDER:] = 0.0
        smooth = np.empty_like(mel)
        smooth[:, : self._bands] = idct(cepstrum, axis=1, norm="ortho")
        smooth[:, self._bands :] = smooth[:, self._bands - 4 : self._bands].mean(
            axis=1, keepdims=True
        )
        return smooth


def align(first: Signal, second: Signal) -> NDArray[np.int64]:
    """The cheapest monotonic path through two sequences of features, rows of (i, j).

    Dynamic time warping with steps (1, 1), (1, 0), (0, 1); a diagonal step costs the square
    root of two, so that it is worth two others only where both frames agree.
    """
    n, m = len(first), len(second)
    square = np.square(first).sum(axis=1)[:, None] + np.square(second).sum(axis=1)
    distance = np.sqrt(np.maximum(square - 2.0 * first @ second.T, 0.0))
    cost = np.full((n + 1, m + 1), np.inf)
    cost[0, 0] = 0.0
    came = np.zeros((n + 1, m + 1), np.int8)
    for total in range(2, n + m + 1):  # one anti-diagonal depends only on the two before
        i = np.arange(max(1, total - m), min(n, total - 1) + 1)
        j = total - i
        step = distance[i - 1, j - 1]
        ways = np.stack(
            [cost[i - 1, j - 1] + 2.0**0.5 * step, cost[i - 1, j] + step, cost[i, j - 1] + step]
        )
        best = ways.argmin(axis=0)
        cost[i, j] = ways[best, np.arange(len(i))]
        came[i, j] = best
    row, column = n, m
    path: list[tuple[int, int]] = []
    while row > 0 and column > 0:
        path.append((row - 1, column - 1))
        way = int(came[row, column])
        row, column = row - (way != 2), column - (way != 1)
    return np.array(path[::-1], np.int64).reshape(-1, 2)


def _mean_level(mels: Sequence[Signal]) -> float:
    """The level of all speech together, in nepers."""
    power = np.concatenate([np.exp(2.0 * frame_level(mel)[is_speech(mel)]) for mel in mels])
    return float(0.5 * np.log(max(power.mean(), 1e-12)))


def _features(mel: Signal) -> Signal:
    """What frames of one voice are compared by, (frames, _COMPARED): level counts half."""
    from scipy.fft import dct

    cepstrum = dct(mel, axis=1, norm="ortho")[:, :_COMPARED]
    cepstrum[:, 0] *= 0.5
    return cepstrum


def _normalised(mels: Sequence[Signal]) -> list[Signal]:
    """Cepstra with mean 0 and variance 1 over all speech of a voice, phrase by phrase."""
    from scipy.fft import dct

    cepstra = [dct(mel, axis=1, norm="ortho")[:, :_ALIGNED] for mel in mels]
    spoken = np.concatenate([c[is_speech(mel)] for c, mel in zip(cepstra, mels, strict=True)])
    mean, spread = spoken.mean(axis=0), spoken.std(axis=0) + 1e-3
    return [(c - mean) / spread for c in cepstra]
