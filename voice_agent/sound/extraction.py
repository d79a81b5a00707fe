"""Takes one kind of sound out of a mixture: several ways to divide it, judged by a listener.

    mixture ─> spectrogram ─> background learned where the sound is not heard
                           ─> the sound learned where nothing else is heard
                           ─> parts, each listened to, taken as long as that helps
            ─> of all divisions the one in which the sound is heard here and not there
            ─> soft mask

No training data: what a sound is like is learned from the recording itself and from what a
sound classifier makes of its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from voice_agent.sound.factorisation import factorise, share
from voice_agent.sound.features import FloatArray, istft, stft
from voice_agent.units import Audio

# Mono samples and their rate -> log-odds that (the wanted sound, any other sound) is heard.
Listener = Callable[[FloatArray, int], tuple[float, float]]

_PARTS = 12  # spectra that are not known beforehand
_LEARNED = 12  # spectra that are learned from a stretch with one sound
_LEAST = 0.6  # seconds of such a stretch
_FLOOR = 0.05  # of the mask: what is taken by mistake is missed less
_DOUBT = 2.0  # log-odds by which a division must be clear
_EVEN = 0.002  # least share of the power that either side of a division has


@dataclass(frozen=True, eq=False)
class Scene:
    """A stretch of sound, samples of shape (frames, channels), and what is known of it.

    ``wanted`` and ``others`` say for each of ``frame_count`` spectrogram frames how sure (0 to
    1) it is that the sound, and that anything else, is heard.
    """

    samples: FloatArray
    rate: int
    wanted: FloatArray
    others: FloatArray


def hop(rate: int) -> int:
    """Samples between spectrogram frames of about 46 ms, a quarter of one."""
    return (1 << max(6, round(np.log2(0.046 * rate)))) // 4


def frame_count(samples: int, rate: int) -> int:
    return 1 + samples // hop(rate)


def divide(scene: Scene, listener: Listener) -> FloatArray:
    """The wanted sound's part of ``scene``, shape (frames, channels): all of it where no
    division makes the sound any clearer."""
    step = hop(scene.rate)
    mono = Audio(scene.samples, scene.rate).mono()
    spectrum = stft(mono, n_fft=4 * step, hop=step)
    magnitude = np.abs(spectrum).astype(np.float32)
    power = float(np.sum(mono**2)) + 1e-12

    undivided, _ = listener(mono, scene.rate)

    def worth(mask: FloatArray) -> float:
        sound = istft(spectrum * mask, len(mono), hop=step)
        taken = float(np.sum(sound**2)) / power
        if not _EVEN < taken < 1.0 - _EVEN:
            return -np.inf
        return _clarity(sound, mono - sound, undivided, scene.rate, listener)

    best, most = None, _DOUBT
    for mask in _divisions(magnitude, scene, worth):
        value = worth(mask)
        if value > most:
            best, most = mask, value
    if best is None:
        return scene.samples.copy()
    best = _FLOOR + (1.0 - _FLOOR) * best
    channels = [
        istft(stft(channel, n_fft=4 * step, hop=step) * best, len(mono), hop=step)
        for channel in scene.samples.T
    ]
    return np.stack(channels, axis=1)


def _clarity(
    sound: FloatArray, rest: FloatArray, undivided: float, rate: int, listener: Listener
) -> float:
    """How clearly the sound is heard in its part and not in the rest, and all else the other
    way round. A part in which it is heard less than in the mixture cannot be it."""
    here, others_here = listener(sound, rate)
    there, others_there = listener(rest, rate)
    return here - there + others_there - others_here - 2.0 * max(0.0, undivided - here)


def _divisions(
    magnitude: FloatArray, scene: Scene, worth: Callable[[FloatArray], float]
) -> Iterator[FloatArray]:
    """Masks of the sound, each found in another way."""
    frames = magnitude.shape[1]
    step = hop(scene.rate) / scene.rate
    wanted, others = scene.wanted[:frames], scene.others[:frames]
    without, alone = wanted < 0.1, (others < 0.2) & (wanted > 0.3)
    if without.sum() * step >= _LEAST:
        yield _against(magnitude, without, of_stretch=False)
    if alone.sum() * step >= _LEAST:
        yield _against(magnitude, alone, of_stretch=True)
    yield _chosen_parts(magnitude, worth)


def _against(magnitude: FloatArray, stretch: np.ndarray, *, of_stretch: bool) -> FloatArray:
    """The sound of a stretch (or what is not of it) everywhere: its spectra are learned there
    and kept, others are found for the rest (semi-supervised factorisation)."""
    known, _ = factorise(magnitude[:, stretch], _LEARNED)
    spectra, strength = factorise(magnitude, _PARTS, known=known)
    learned = np.arange(len(strength)) < known.shape[1]
    return share(spectra, strength, learned if of_stretch else ~learned)


def _chosen_parts(magnitude: FloatArray, worth: Callable[[FloatArray], float]) -> FloatArray:
    """Parts of the spectrogram, taken as long as taking one makes the division better."""
    spectra, strength = factorise(magnitude, _PARTS)
    count = len(strength)
    values = [worth(share(spectra, strength, np.arange(count) == part)) for part in range(count)]
    chosen = np.zeros(count, bool)
    most = -np.inf
    for part in np.argsort(values)[::-1][:-1]:
        chosen[part] = True
        value = worth(share(spectra, strength, chosen))
        if value > most or not np.isfinite(most):
            most = value
        else:
            chosen[part] = False
    return share(spectra, strength, chosen)
