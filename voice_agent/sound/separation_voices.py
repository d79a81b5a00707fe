"""What two separated talkers sound like: to keep them in order, and to tell one from two."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.features import mel_filterbank

RATE = 16_000
_SIZE, _HOP = 1024, 320  # samples
_BANDS = 24
_DOMINANT = 4.0  # power ratio from which on a frame is one talker's alone
_LEAST = 15  # frames that a profile needs


@dataclass(frozen=True, eq=False)
class Profile:
    """One voice: its long-term spectrum in dB (24 mel bands, without its level), its pitch
    in semitones above 55 Hz (0: unknown), and from how many frames."""

    spectrum: NDArray[np.float32]
    pitch: float
    frames: float

    def hertz(self) -> float:
        return 55.0 * 2.0 ** (self.pitch / 12.0) if self.pitch else 0.0


def profiles(
    first: NDArray[np.float32], second: NDArray[np.float32]
) -> tuple[Profile | None, Profile | None]:
    """Of two talkers, mono at 16 kHz, where each is clearly the louder one."""
    a, b = _frames(first), _frames(second)
    if not len(a):
        return None, None
    powers = np.square(a).mean(axis=1), np.square(b).mean(axis=1)
    loud = 0.01 * np.percentile(powers[0] + powers[1], 95)
    own = [
        (powers[k] > _DOMINANT * powers[1 - k]) & (powers[k] > max(loud, 1e-9)) for k in range(2)
    ]
    return _profile(a[own[0]]), _profile(b[own[1]])


def _profile(frames: NDArray[np.float32]) -> Profile | None:
    if len(frames) < _LEAST:
        return None
    power = np.abs(np.fft.rfft(frames * np.hanning(_SIZE), axis=1)) ** 2
    mel = 10.0 * np.log10(power @ _filters().T + 1e-9)
    spectrum = mel.mean(axis=0)
    return Profile(
        (spectrum - spectrum.mean()).astype(np.float32), median_pitch(power), float(len(frames))
    )


def median_pitch(power: NDArray[np.floating]) -> float:
    """Semitones above 55 Hz of the voiced frames' median, from power spectra (frames, 513)."""
    low = power.copy()
    low[:, 64:] = 0.0  # above 1 kHz
    correlation = np.fft.irfft(low, axis=1)[:, : _SIZE // 2] / _taper()
    lags = np.arange(RATE // 350, RATE // 70)
    shorter = np.linspace(1.0, 0.85, len(lags))  # rather than an octave too low
    best = (correlation[:, lags] * shorter).argmax(axis=1)
    strength = correlation[np.arange(len(best)), lags[best]] / (correlation[:, 0] + 1e-12)
    voiced = lags[best][strength > 0.6]
    if len(voiced) < 5:
        return 0.0
    return float(12.0 * np.log2(RATE / np.median(voiced) / 55.0))


def distance(one: Profile, other: Profile) -> float:
    """How differently two voices sound; about 1 between two people, 0.4 within one."""
    shape = float(np.sqrt(np.mean((one.spectrum - other.spectrum) ** 2))) / 6.0
    pitch = abs(one.pitch - other.pitch) / 5.0 if one.pitch and other.pitch else 0.0
    return shape + min(pitch, 2.0)


class VoiceMemory:
    """Both talkers as they sounded so far."""

    def __init__(self) -> None:
        self._known: list[Profile | None] = [None, None]

    def evidence(self, first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
        """In -1 to 1: positive when the talkers are in the order that is remembered."""
        found = profiles(first, second)
        if None in self._known:
            return 0.0
        total = weight = 0.0
        for place, profile in enumerate(found):
            own, other = self._known[place], self._known[1 - place]
            if profile is not None and own is not None and other is not None:
                total += distance(profile, other) - distance(profile, own)
                weight += 1.0
        return float(np.tanh(total)) if weight else 0.0

    def remember(self, first: NDArray[np.float32], second: NDArray[np.float32]) -> None:
        for place, profile in enumerate(profiles(first, second)):
            if profile is not None:
                self._known[place] = merged(self._known[place], profile)


def merged(old: Profile | None, new: Profile) -> Profile:
    if old is None:
        return new
    share = new.frames / (min(old.frames, 3000.0) + new.frames)
    pitch = old.pitch + share * (new.pitch - old.pitch) if old.pitch and new.pitch else 0.0
    return Profile(
        old.spectrum + share * (new.spectrum - old.spectrum),
        pitch or old.pitch or new.pitch,
        old.frames + new.frames,
    )


def _frames(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    if len(samples) < _SIZE:
        return np.zeros((0, _SIZE), np.float32)
    return np.lib.stride_tricks.sliding_window_view(samples, _SIZE)[::_HOP]


@cache
def _filters() -> NDArray[np.float32]:
    return mel_filterbank(RATE, _SIZE, _BANDS, 80.0, 7000.0)


@cache
def _taper() -> NDArray[np.floating]:
    """The window's own autocorrelation, which a frame's is to be divided by."""
    own = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(_SIZE), 2 * _SIZE)) ** 2)[: _SIZE // 2]
    return own / own[0]


def median_hertz(samples: NDArray[np.float32]) -> float:
    """Median pitch of a mono voice at 16 kHz; 0 where there is none."""
    frames = _frames(samples)
    powers = np.square(frames).mean(axis=1)
    loud = frames[powers > 0.05 * np.percentile(powers, 95)] if len(frames) else frames
    if not len(loud):
        return 0.0
    pitch = median_pitch(np.abs(np.fft.rfft(loud * np.hanning(_SIZE), axis=1)) ** 2)
    return 55.0 * 2.0 ** (pitch / 12.0) if pitch else 0.0
