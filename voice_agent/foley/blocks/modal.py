"""Bodies that ring when they are struck: sums of damped modes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.foley.sound import RATE, Random, Samples

# Frequency ratios of the lowest modes (Fletcher & Rossing, The Physics of Musical Instruments).
FREE_BAR = (1.0, 2.756, 5.404, 8.933, 13.344, 18.64)
MEMBRANE = (1.0, 1.594, 2.136, 2.296, 2.653, 2.918, 3.156, 3.501, 3.600, 4.060)
CHURCH_BELL = (0.5, 1.0, 1.2, 1.5, 2.0, 2.5, 2.67, 3.0, 4.0, 5.33, 6.67)
WINE_GLASS = (1.0, 2.32, 4.25, 6.63, 9.38)


def modes(
    length: int,
    hz: Sequence[float] | Samples,
    t60: Sequence[float] | Samples,
    gains: Sequence[float] | Samples,
    rng: Random | None = None,
) -> Samples:
    """The sum of damped sines, struck at 0: frequencies, seconds to -60 dB and amplitudes.

    Phases are those of an impulse, or random with ``rng``. Modes above 20 kHz are left out.
    """
    made = np.zeros(length)
    time = np.arange(length) / RATE
    for frequency, seconds, gain in zip(hz, t60, gains, strict=True):
        if frequency > 20_000.0 or gain == 0.0:
            continue
        last = min(length, int(1.4 * seconds * RATE) + 1)
        phase = rng.uniform(0.0, 2.0 * np.pi) if rng is not None else 0.0
        part = time[:last]
        sine = np.sin(2.0 * np.pi * frequency * part + phase)
        made[:last] += gain * np.exp(part * (-6.908 / seconds)) * sine
    return made


def rung(excitation: Samples, response: Samples, length: int | None = None) -> Samples:
    """``excitation`` through a body whose impulse response is given; full length by default."""
    from scipy.signal import oaconvolve

    made = oaconvolve(excitation, response)
    return made if length is None else made[:length]


def plate_modes(
    rng: Random, count: int, lowest: float, highest: float, loss: tuple[float, float]
) -> tuple[Samples, Samples, Samples]:
    """A plate or panel: ``count`` modes spread evenly with chance between two frequencies.

    ``loss``: seconds to -60 dB of the lowest and of the highest mode. Returns frequencies,
    decays and amplitudes for ``modes``. A plate's modes are evenly dense in frequency.
    """
    hz = np.sort(rng.uniform(lowest, highest, count))
    hz[0] = lowest
    share = (hz - lowest) / max(highest - lowest, 1.0)
    t60 = loss[0] * (loss[1] / loss[0]) ** share * rng.uniform(0.7, 1.4, count)
    gains = rng.uniform(0.3, 1.0, count) * rng.choice([-1.0, 1.0], count)
    return hz, t60, gains


def hit(length: int, contact: float) -> Samples:
    """The force of a blow that lasts ``contact`` seconds: a raised cosine.

    The softer the mallet, the longer the contact and the duller the sound.
    """
    size = max(2, round(contact * RATE))
    pulse = 0.5 - 0.5 * np.cos(2.0 * np.pi * (np.arange(size) + 0.5) / size)
    return np.pad(pulse / pulse.sum(), (0, max(0, length - size)))[: max(length, 1)]
