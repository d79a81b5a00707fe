"""A recording as a picture's raw material: mel levels in [0, 1], and where the ticks go.

Both the PNG beside an audio file and the preview in the terminal are drawn from this, so
they agree; only their resolution differs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voice_agent.sound.features import (
    FloatArray,
    decibels,
    hz_to_mel,
    mel_filterbank,
    power_blocks,
)
from voice_agent.units import Audio

DYNAMIC_RANGE = (40.0, 65.0)  # least and most dB from the darkest to the brightest colour
NOISE_SHOWN = 14.0  # dB by which the quietest parts stand above the darkest colour
QUIETEST_TOP = -50.0  # dB; a top below this is noise and must not be drawn as if it were loud
HIGHEST = 16_000.0  # Hz; nothing above is worth the space

_FREQUENCIES = (125, 250, 500, 1000, 2000, 4000, 8000, 16_000)
_TIME_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)


@dataclass(frozen=True, eq=False)
class MelImage:
    """``values``: shape (bands, columns) in [0, 1], low frequencies first. ``high`` in Hz.

    ``span`` is the dB between 0 and 1.
    """

    values: FloatArray
    high: float
    seconds: float
    span: float = DYNAMIC_RANGE[1]

    def place_of(self, hz: float) -> float:
        """Where a frequency lies: 0 is the bottom of the picture, 1 its top."""
        return float(hz_to_mel(hz) / hz_to_mel(self.high))


def mel_image(audio: Audio, *, columns: int, bands: int) -> MelImage:
    """Mel levels of ``audio`` over ``columns`` equal spans of time.

    Levels are relative to the loudest cell. Where several frames fall into a column their
    power is averaged; where there are fewer frames than columns, levels are interpolated.
    """
    high = min(audio.rate / 2, HIGHEST)
    samples = audio.mono()
    if len(samples) == 0:
        return MelImage(np.zeros((bands, columns), np.float32), high, 0.0)
    n_fft = 1 << round(np.log2(audio.rate * 0.045))
    hop = int(np.clip(len(samples) // (2 * columns), n_fft // 16, n_fft // 2))
    # Scaled so that a full-scale sine is near 0 dB. Between a sum over each band, which makes
    # hiss grow with frequency, and a mean, which darkens consonants, lies the square root.
    filters = mel_filterbank(audio.rate, n_fft, bands, 0.0, high, area=False)
    filters = filters / np.sqrt(filters.sum(axis=1, keepdims=True))
    powers = power_blocks(samples, n_fft=n_fft, hop=hop)
    mel = np.concatenate([filters @ power for power in powers], axis=1)
    level = decibels(_pool(mel, columns) * (4.0 / n_fft) ** 2)
    top = max(float(level.max()), QUIETEST_TOP)
    # Steady noise is shown as noise, but dark enough for what stands out of it to be seen.
    usual = float(np.percentile(level, 10))
    bottom = top - float(np.clip(top - usual + NOISE_SHOWN, *DYNAMIC_RANGE))
    values = np.clip((_stretch(level, columns) - bottom) / (top - bottom), 0.0, 1.0)
    return MelImage(values.astype(np.float32), high, audio.seconds, top - bottom)


def frequency_ticks(high: float) -> list[tuple[float, str]]:
    """Octaves up to ``high`` Hz with their labels: (1000, "1k")."""
    return [(f, f"{f // 1000}k" if f >= 1000 else str(f)) for f in _FREQUENCIES if f <= high]


def time_ticks(seconds: float, most: int) -> list[tuple[float, str]]:
    """At most ``most`` round times from 0 to ``seconds`` with their labels: (1.5, "1.5")."""
    step = next((s for s in _TIME_STEPS if seconds / s < most), seconds or 1.0)
    count = int(seconds / step + 1e-9) + 1
    return [(i * step, format_seconds(i * step, step)) for i in range(count)]


def format_seconds(seconds: float, step: float = 1.0) -> str:
    """A time for an axis, as precise as its ``step``: 2, 0.5, 1:30."""
    if seconds >= 60:
        return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
    if step >= 1:
        return f"{seconds:.0f}"
    return f"{seconds:.1f}" if step >= 0.1 else f"{seconds:.2f}"


def _pool(mel: FloatArray, columns: int) -> FloatArray:
    frames = mel.shape[1]
    if frames <= columns:
        return mel
    starts = np.arange(columns) * frames // columns
    sums = np.add.reduceat(mel, starts, axis=1)
    return (sums / np.diff(np.append(starts, frames))).astype(np.float32)


def _stretch(level: FloatArray, columns: int) -> FloatArray:
    frames = level.shape[1]
    if frames == columns:
        return level
    places = np.linspace(0.0, frames - 1, columns)
    left = np.floor(places).astype(int)
    right = np.minimum(left + 1, frames - 1)
    share = (places - left).astype(np.float32)
    return level[:, left] * (1.0 - share) + level[:, right] * share
