"""Hands: applause, clapping, a snap of the fingers."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    noise,
)
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


def claps(rng: Random, length: int, times: Samples, gains: Samples, *, kinds: int = 60) -> Samples:
    """Claps of hands: bursts of 5 to 25 ms whose middle, 700 to 2500 Hz, is the air between the
    palms (Repp 1987), after a sharp front."""
    body = grains.bursts(
        rng,
        length,
        times,
        gains,
        centre=(750.0, 2300.0),
        octaves=1.3,
        t60=(0.018, 0.05),
        kinds=kinds,
    )
    front = grains.bursts(
        rng, length, times, 0.6 * gains, centre=(1500.0, 6000.0), octaves=2.5, t60=(0.006, 0.02),
        kinds=kinds,
    )  # fmt: skip
    return body + front


class Applause(Sound):
    """An audience claps: a hundred people, each three to four times a second, near ones
    distinct, the rest a roar."""

    name = "applause"
    words = ("applaud", "audience clapping", "ovation", "audience applause", "clapping audience",
             "standing ovation", "people clapping", "crowd clapping")  # fmt: skip
    heard_as = ("Applause", "Clapping", "Cheering", "Hands")
    course = Course.CONTINUOUS
    level = 76.0
    outdoors = False
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        people = round(70 * 3.0 ** (manner.intensity - 0.5) * manner.size)
        times, gains = [], []
        for number in range(people):
            period = rng.uniform(0.2, 0.33) / manner.speed
            own = grains.steady(rng, seconds, period, 0.07, rng.uniform(0, period))
            times.append(own)
            near = 1.0 / (1.0 + 5.0 * number / people)
            gains.append(near * rng.uniform(0.4, 1.0) * rng.uniform(0.7, 1.0, len(own)))
        return claps(rng, length, np.concatenate(times), np.concatenate(gains), kinds=200)


class Clapping(Sound):
    """One person claps: three a second, no two alike."""

    name = "clapping hands"
    told = "someone clapping"
    words = ("clap", "hand clap", "clapping", "hands clapping", "slow clap", "clap hands")
    heard_as = ("Clapping", "Hands", "Applause", "Slap, smack")
    course = Course.REPEATING
    level = 68.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        period = self.trait("period", rng, 0.27, 0.36) / manner.speed
        times = grains.steady(rng, seconds, period, 0.04, 0.03)[: manner.count]
        length = envelopes.frames(min(seconds, (times[-1] if len(times) else 0.0) + 0.3))
        return claps(rng, length, times, rng.uniform(0.7, 1.0, len(times)))


class FingerSnap(Sound):
    """Fingers snap: the middle finger hits the palm; a resonance of the hollow hand at 1.5 to
    2.5 kHz, 7 ms (Patek 2021)."""

    name = "a finger snap"
    words = ("finger snap", "snap", "snapping fingers", "fingers snapping", "snap finger")
    heard_as = ("Finger snapping", "Clicking", "Hands", "Tick", "Clapping")
    course = Course.ONCE
    natural = (0.14, 0.2)
    gap = (0.35, 0.7)
    level = 62.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("hand", rng, 1700.0, 2500.0) * rng.uniform(0.96, 1.04) / manner.size**0.5
        burst = rng.standard_normal(length) * envelopes.strike(length, 0.0004, 0.03)
        made = filters.resonance(burst, hz, 500.0) + 0.6 * filters.resonance(burst, 1.9 * hz, 900.0)
        rub = noise.band(rng, length, 1500, 6000) * envelopes.polygon(
            length, [(0, 0), (0.05, 0.02), (0.1, 0), (1, 0)]
        )
        made = filters.high_pass(made, 900.0)
        return made + 0.06 * rub + 0.1 * filters.high_pass(burst, 4000.0)


SOUNDS = (
    Applause,
    Clapping,
    FingerSnap,
)
