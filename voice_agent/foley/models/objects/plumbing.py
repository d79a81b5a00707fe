"""Water in a house: pouring, boiling, a shower, a toilet."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    noise,
)
from voice_agent.foley.models.nature.water import murmur
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class Pouring(Sound):
    """Water poured into a glass: bubbles, and the air column whose pitch rises as it fills.

    Quarter-wave resonance of the air left above the water, c / 4 h.
    """

    name = "water pouring into a glass"
    words = ("pour", "pouring water", "pour a drink", "water into a glass", "fill a glass",
             "pour tea", "pour coffee", "drink being poured")  # fmt: skip
    heard_as = ("Pour", "Liquid", "Fill (with liquid)", "Trickle, dribble")
    course = Course.ONCE
    natural = (4.0, 6.0)
    gap = (1.0, 2.5)
    level = 55.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = 390.0 * 2.0 ** (manner.intensity * 2 - 1)
        made = murmur(rng, seconds, rate, (0.0004, 0.0028), exponent=2.25, damped=3.5)
        points = [(60, -16), (150, -6), (500, 0), (2000, -7), (8000, -14), (16e3, -22)]
        made = made + 0.42 * noise.shaped(rng, length, points)
        height = np.linspace(0.13 * manner.size, 0.03 * manner.size, length // 256 + 1)
        pipe = 343.0 / (4.0 * (height + 0.01))[:, None]
        hz = filters.gain_frequencies()
        gains = np.ones((len(height), len(hz)))
        for harmonic, gain in ((1.0, 1.46), (3.0, 0.73), (5.0, 0.44)):
            gains += gain / (1.0 + ((hz - harmonic * pipe) / (0.19 * pipe)) ** 2)
        made = filters.moving(made, gains)
        return made * envelopes.smooth(length, [(0, 0), (0.03, 1), (0.93, 0.9), (1, 0)])


class Boiling(Sound):
    """A pot at a rolling boil: a rumble of steam bubbles that collapse, and bubbles that burst."""

    name = "boiling water"
    words = ("boil", "boiling", "boiling pot", "kettle", "simmering pot", "simmer", "water boil")
    heard_as = ("Boiling", "Liquid", "Gurgling", "Water")
    course = Course.CONTINUOUS
    level = 55.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        strong = 4.0 ** (manner.intensity - 0.5)
        roll = np.clip(1.0 + 0.4 * noise.jitter(rng, length, 3.0)[::512], 0.2, 3.0)
        made = murmur(rng, seconds, 600.0 * strong * roll, (0.001, 0.006), rise=0.05)
        points = [(60, -6), (150, -2), (400, 0), (1600, -8), (6400, -16), (16e3, -28)]
        rumble = noise.shaped(rng, length, points) * noise.wander(rng, length, 8.0, 0.7, 1.3)
        return made + 0.4 * rumble


class Shower(Sound):
    """A shower: hundreds of jets on tiles and skin, a steady hiss with spatter."""

    name = "a shower"
    words = ("shower", "showering", "taking a shower", "water tap", "tap", "faucet",
             "bathtub", "sink")  # fmt: skip
    heard_as = ("Water tap, faucet", "Bathtub (filling or washing)", "Sink (filling or washing)",
                "Spray", "Rain on surface", "Water")  # fmt: skip
    course = Course.CONTINUOUS
    level = 65.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        points = [(60, -26), (250, -8), (700, -3), (2500, 0), (7000, -2), (16e3, -12)]
        jets = noise.shaped(rng, length, points) * noise.wander(rng, length, 1.2, 0.8, 1.2)
        times = grains.onsets(rng, seconds, 320.0 * 2.0 ** (2 * manner.intensity - 1))
        size = grains.power_law(rng, len(times), 0.05, 1.0, 2.0)
        spatter = grains.bursts(
            rng, length, times, size, centre=(900.0, 5000.0), t60=(0.006, 0.03), attack=0.001
        )
        basin = murmur(rng, seconds, 250.0, (0.001, 0.007))
        return jets + 0.5 * spatter / max(float(spatter.std()), 1e-9) + 0.35 * basin


class ToiletFlush(Sound):
    """A flush: the valve's clunk, the rush into the bowl, the gurgle of the siphon, refilling."""

    name = "a toilet flush"
    words = ("toilet", "flush", "flushing", "toilet flushing", "flush a toilet")
    heard_as = ("Toilet flush", "Gurgling", "Sink (filling or washing)", "Gush")
    course = Course.ONCE
    natural = (7.0, 9.0)
    gap = None
    level = 68.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rush = noise.shaped(
            rng, length, [(60, -10), (200, 0), (700, 0), (1500, -6), (4e3, -13), (12e3, -26)]
        )
        bowl = np.zeros(length)
        for name, low, high in (
            ("throat", 240.0, 320.0),
            ("bowl", 480.0, 620.0),
            ("rim", 850.0, 1100.0),
        ):
            centre = self.trait(name, rng, low, high)
            bowl += filters.resonance(rush, centre, 0.12 * centre)
        rush = 0.35 * rush + bowl / max(float(bowl.std()), 1e-9) * rush.std()
        flow = envelopes.smooth(
            length, [(0, 0), (0.04, 0.3), (0.1, 1), (0.3, 0.9), (0.45, 0.5), (0.55, 0.1), (1, 0.04)]
        )
        rush *= flow * noise.wander(rng, length, 7.0, 0.6, 1.3)
        rate = 500.0 * np.interp(np.linspace(0, 1, 80), [0, 0.1, 0.35, 0.5, 0.6, 1],
                                 [0.05, 0.6, 1.0, 0.8, 0.1, 0.05])  # fmt: skip
        gurgle = murmur(rng, seconds, rate, (0.002, 0.013), rise=0.15)
        gurgle *= envelopes.smooth(
            length, [(0, 0), (0.1, 0.5), (0.35, 1), (0.5, 0.8), (0.62, 0.1), (1, 0.05)]
        )
        refill = noise.shaped(rng, length, [(300, -30), (1200, -8), (4000, 0), (12e3, -8)])
        refill *= envelopes.smooth(length, [(0, 0), (0.1, 0.05), (0.5, 0.14), (0.9, 0.12), (1, 0)])
        clunk = grains.bursts(
            rng, length, np.array([0.03, 0.11]), np.array([6.0, 4.0]), centre=(150.0, 900.0),
            t60=(0.05, 0.1),
        )  # fmt: skip
        return rush + 0.9 * gurgle + 0.5 * refill + clunk * 0.3


SOUNDS = (
    Pouring,
    Boiling,
    Shower,
    ToiletFlush,
)
