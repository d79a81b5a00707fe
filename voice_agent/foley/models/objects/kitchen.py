"""Dishes, a pan, a knife, and paper."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    grains,
    modal,
    noise,
)
from voice_agent.foley.models.objects.doors import panel
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class Paper(Sound):
    """Paper crumpled: thousands of small buckling clicks in gusts of the hand, 1.5 to 10 kHz."""

    name = "crumpling paper"
    words = ("paper", "crumple", "crinkle", "newspaper", "wrapping paper", "page", "turning pages",
             "plastic bag", "crumpling", "rustling paper")  # fmt: skip
    heard_as = ("Crumpling, crinkling", "Rustle", "Tearing", "Crushing")
    course = Course.CONTINUOUS
    level = 52.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        squeeze = np.clip(
            0.35 + 0.8 * noise.jitter(rng, length, 2.2 * manner.speed)[::256], 0.0, 3.0
        )
        times = grains.onsets(rng, seconds, 20.0 + 330.0 * squeeze * (0.4 + manner.intensity))
        gains = grains.power_law(rng, len(times), 0.03, 1.0, 1.7)
        return grains.bursts(
            rng, length, times, gains, centre=(1400.0, 7500.0), octaves=1.6, t60=(0.003, 0.022),
            attack=0.0002,
        )  # fmt: skip


class Tearing(Sound):
    """Paper torn: fibres break one after the other, faster as the hand speeds up."""

    name = "tearing paper"
    words = ("tear", "rip", "tearing", "ripping paper", "torn cloth", "rip paper")
    heard_as = ("Tearing", "Crumpling, crinkling", "Zipper (clothing)", "Scratch")
    course = Course.ONCE
    natural = (0.6, 1.3)
    gap = (0.4, 1.2)
    level = 60.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        pull = envelopes.smooth(60, [(0, 0.2), (0.3, 0.6), (0.8, 1), (1, 0.3)])
        times = grains.onsets(rng, seconds, 800.0 * pull * manner.speed)
        gains = grains.power_law(rng, len(times), 0.1, 1.0, 1.8)
        made = grains.bursts(
            rng, length, times, gains, centre=(2500.0, 9000.0), octaves=2.0, t60=(0.003, 0.012)
        )
        sheet = noise.shaped(rng, length, [(300, -14), (2000, 0), (6000, 0), (14e3, -6)])
        sheet *= np.interp(np.linspace(0.0, 1.0, length), np.linspace(0.0, 1.0, 60), pull)
        made = made / max(float(made.std()), 1e-9) + 0.4 * sheet
        return made * envelopes.smooth(length, [(0, 0), (0.05, 0.6), (0.8, 1), (1, 0)])


class Dishes(Sound):
    """Plates and cutlery put down and stacked: ceramic modes from 600 Hz, metal from 2.5 kHz."""

    name = "clattering dishes"
    words = ("dish", "plate", "cutlery", "crockery", "pot", "pan", "silverware", "fork",
             "washing dishes", "spoon", "dishes")  # fmt: skip
    heard_as = ("Dishes, pots, and pans", "Cutlery, silverware", "Chink, clink", "Clatter")
    course = Course.CONTINUOUS
    level = 62.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        busy = np.clip(0.4 + noise.jitter(rng, length, 1.0)[::256], 0.05, 3.0)
        times = grains.onsets(rng, seconds, 6.0 * busy * manner.speed)
        parts = []
        for time in times:
            if rng.random() < 0.45:  # a plate
                hz = rng.uniform(550.0, 1100.0) * np.sort(rng.uniform(1.0, 9.0, 9))
                t60 = 0.16 * (800.0 / hz) ** 0.4 * rng.uniform(0.6, 1.3)
            else:
                hz = rng.uniform(1900.0, 4000.0) * np.sort(rng.uniform(1.0, 4.0, 7))
                t60 = 0.11 * (3000.0 / hz) ** 0.5 * rng.uniform(0.5, 1.5)
            size = envelopes.frames(0.3)
            made = modal.modes(size, hz, t60, rng.uniform(0.2, 1.0, len(hz)), rng)
            gain = float(grains.power_law(rng, 1, 0.12, 1.0, 1.4)[0])
            parts.append((time, gain * envelopes.faded(made, 0.0004, 0.02)))
            if rng.random() < 0.5:  # it bounces once
                parts.append((time + rng.uniform(0.03, 0.09), 0.4 * gain * made))
        clicks = grains.bursts(
            rng,
            length,
            times,
            rng.uniform(0.8, 2.4, len(times)),
            centre=(900.0, 6000.0),
            octaves=3.0,
            t60=(0.008, 0.04),
        )
        return grains.placed(length, parts) + clicks


class Frying(Sound):
    """Frying: fat spits, thousands of tiny steam bursts over a hiss from 2 to 12 kHz."""

    name = "frying food"
    words = ("fry", "frying", "sizzle", "sizzling", "bacon", "frying pan", "cooking", "egg frying",
             "steak")  # fmt: skip
    heard_as = ("Frying (food)", "Sizzle")
    course = Course.CONTINUOUS
    level = 58.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        heat = 4.0 ** (manner.intensity - 0.5)
        times = grains.onsets(rng, seconds, 700.0 * heat)
        gains = grains.power_law(rng, len(times), 0.03, 1.0, 1.9)
        spit = grains.bursts(
            rng, length, times, gains, centre=(2000.0, 9000.0), octaves=1.4, t60=(0.002, 0.01)
        )
        hiss = noise.shaped(
            rng, length, [(200, -30), (1200, -10), (4000, 0), (9000, -2), (16e3, -10)]
        )
        hiss *= noise.wander(rng, length, 1.0, 0.7, 1.2)
        return spit / max(float(spit.std()), 1e-9) + 0.8 * hiss


class Chopping(Sound):
    """A knife through something on a board: a short wooden blow and a cut, three a second."""

    name = "chopping vegetables"
    words = ("chop", "chopping", "knife", "cutting vegetables", "cutting board", "dicing")
    heard_as = ("Chopping (food)", "Chop", "Knock", "Wood")
    course = Course.REPEATING
    level = 60.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        period = self.trait("period", rng, 0.26, 0.36) / manner.speed
        times = grains.steady(rng, seconds, period, 0.08, 0.05)[: manner.count]
        lowest = self.trait("board", rng, 105.0, 140.0) / manner.size
        parts = [
            (time, rng.uniform(0.6, 1.0) * panel(
                rng, 0.12, (lowest, 4000.0), (0.025, 0.008), count=60, contact=0.0006
            ))
            for time in times
        ]  # fmt: skip
        made = grains.placed(length, parts)
        cut = grains.bursts(
            rng, length, times, rng.uniform(0.5, 1.0, len(times)), centre=(1500.0, 5000.0),
            octaves=2.5, t60=(0.01, 0.03),
        )  # fmt: skip
        return made / max(float(made.std()), 1e-9) + 0.7 * cut / max(float(cut.std()), 1e-9)


SOUNDS = (
    Paper,
    Tearing,
    Dishes,
    Frying,
    Chopping,
)
