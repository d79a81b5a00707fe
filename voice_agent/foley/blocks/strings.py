"""Plucked and struck strings (Karplus and Strong 1983, Jaffe and Smith 1983)."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.sound import RATE, Random, Samples


def plucked(
    rng: Random,
    length: int,
    hz: float,
    t60: float,
    *,
    brightness: float = 0.5,
    position: float = 0.13,
) -> Samples:
    """One note: ``t60`` seconds to -60 dB, ``brightness`` 0 nylon .. 1 steel and pick.

    ``position``: where along the string it is plucked; that harmonic is missing.
    """
    from scipy.signal import lfilter

    period = RATE / hz
    damping = 0.5 * (1.0 - 0.9 * brightness)  # weight of the second tap of the loop's average
    delay = period - damping
    whole = int(delay)
    part = delay - whole
    loss = 10.0 ** (-3.0 / (t60 * hz))
    taps = np.convolve([1.0 - damping, damping], [1.0 - part, part]) * loss
    burst = lfilter([1.0], [1.0, -(0.75 - 0.65 * brightness)], rng.standard_normal(whole))
    burst -= burst.mean()
    comb = max(1, round(position * period))
    excitation = np.zeros(length)
    size = min(whole, length)
    excitation[:size] = burst[:size]
    excitation[comb:] -= excitation[:-comb].copy() if comb < length else 0.0
    feedback = np.zeros(whole + 3)
    feedback[0] = 1.0
    feedback[whole : whole + 3] -= taps
    return lfilter([1.0], feedback, excitation)
