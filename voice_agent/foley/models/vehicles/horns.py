"""What vehicles warn with: car horns, bicycle bells."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    grains,
    noise,
    tones,
)
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class CarHorn(Sound):
    """A pair of electric horns a major third apart (400 and 500 Hz): the diaphragm beats on its
    stop, so the harmonics are strong up to 6 kHz."""

    name = "a car horn"
    told = "a car honking"
    words = ("horn", "honk", "honking", "car honking", "car horn honking", "klaxon", "beeping car",
             "honking car", "vehicle horn", "hooting car")  # fmt: skip
    heard_as = ("Vehicle horn, car horn, honking", "Toot", "Air horn, truck horn", "Car")
    course = Course.ONCE
    natural = (0.35, 1.0)
    gap = (0.15, 1.2)
    level = 84.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds * (0.6 + 0.8 * manner.intensity))
        low = self.trait("pitch", rng, 385.0, 430.0) / manner.size
        third = self.trait("third", rng, 1.235, 1.265)
        numbers = np.arange(1, 22)
        made = np.zeros(length)
        for number, base in enumerate((low, low * third)):
            own = np.random.default_rng(int(self.trait(f"horn {number}", rng, 1.0, 1e6)))
            bell = 1.0 / (1.0 + ((numbers * base - 2300.0) / 1500.0) ** 2) + 0.18
            gains = bell * own.uniform(0.6, 1.2, len(numbers)) / numbers**0.25
            rise = envelopes.strike(length, 0.03, 1e4)
            wobble = 1.0 + 0.002 * noise.jitter(rng, length, 20.0)
            made += tones.partials(base * (0.985 + 0.015 * rise) * wobble, gains, rng)
        return envelopes.faded(made, 0.012, 0.05)


class Bicycle(Sound):
    """A bicycle bell: two gear-driven strikers inside a steel cup ring it some ten times in a
    third of a second; its modes come in pairs that beat."""

    name = "a bicycle bell"
    words = ("bicycle", "bike bell", "bike", "bicycle ring", "cyclist", "ring bike bell")
    heard_as = ("Bicycle bell", "Bicycle", "Bell", "Ding", "Jingle bell")
    course = Course.ONCE
    natural = (1.2, 1.6)
    gap = (0.3, 1.2)
    level = 70.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        lowest = self.trait("cup", rng, 1500.0, 2100.0) / manner.size
        hz = lowest * np.array((1.0, 1.0045, 2.22, 2.229, 3.83, 5.61, 7.6))
        t60 = np.array((1.3, 1.2, 0.8, 0.7, 0.4, 0.25, 0.15))
        pushes = (0.0, rng.uniform(0.34, 0.42))
        times = np.concatenate(
            [push + np.cumsum(rng.normal(0.032, 0.004, rng.integers(7, 10))) for push in pushes]
        )
        made = np.zeros(length)
        gains = rng.uniform(0.4, 1.0, len(times)) * (0.4 + manner.intensity)
        for mode, (frequency, decay) in enumerate(zip(hz, t60, strict=True)):
            spread = gains * rng.uniform(0.5, 1.0, len(times)) * 0.85**mode
            ring = np.full(len(times), decay)
            made += grains.rings(length, times, np.full(len(times), frequency), ring, spread)
        gears = grains.bursts(rng, length, times, 0.8 * gains, centre=(3e3, 8e3), t60=(0.003, 0.01))
        return envelopes.faded(made + gears, 0.0005, 0.05)


SOUNDS = (CarHorn, Bicycle)
