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


def string_partials(
    length: int, hz: float, t60: float, *, inharmonicity: float, count: int, strike: float = 0.12
) -> Samples:
    """A stiff struck string (a piano's): partials at ``n hz sqrt(1 + B n**2)``.

    ``inharmonicity`` is B (0.0001 to 0.01); higher partials die sooner.
    """
    from voice_agent.foley.blocks.modal import modes

    numbers = np.arange(1, count + 1)
    frequencies = numbers * hz * np.sqrt(1.0 + inharmonicity * numbers**2)
    gains = np.abs(np.sin(np.pi * numbers * strike)) / numbers
    return modes(length, frequencies, t60 / (1.0 + 0.25 * (numbers - 1)), gains)
