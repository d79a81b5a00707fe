"""Washing, sewing, warming up."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    grains,
    modal,
    noise,
    tones,
)
from voice_agent.foley.blocks.envelopes import unit
from voice_agent.foley.models.machines.motors import motor
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


class WashingMachine(Sound):
    """A washing machine: the drum turns 50 times a minute to and fro, laundry tumbles into the
    water, the motor hums while it turns."""

    name = "a washing machine"
    words = ("washing machine", "washer", "laundry", "tumble dryer", "dishwasher", "laundromat")
    heard_as = ("Water", "Mechanisms", "Pump (liquid)", "Mechanical fan",
                "Slosh", "Throbbing", "Engine", "Vacuum cleaner")  # fmt: skip
    course = Course.CONTINUOUS
    level = 62.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("turns", rng, 0.8, 0.95) * manner.speed
        turn = tones.phase(rate * (1.0 + 0.03 * noise.jitter(rng, length, 0.5))) + rng.uniform(
            0, 6.28
        )
        fall = np.clip(np.sin(turn), 0.0, 1.0) ** 2
        hum = motor(
            rng, length, self.trait("motor", rng, 95.0, 120.0), (1.0, 0.6, 0.35, 0.3, 0.15, 0.1)
        )
        water = noise.shaped(
            rng, length, [(100, -8), (300, 0), (900, -3), (2500, -12), (9000, -30)]
        )
        times = grains.onsets(rng, seconds, 3.0 + 60.0 * fall[::256])
        radii = grains.power_law(rng, len(times), 0.0015, 0.009, 1.5)
        slosh = grains.bubbles(
            length, times, radii, rng.uniform(0.2, 1, len(times)) * radii, damped=2.0
        )
        thumps = np.flatnonzero(np.diff((fall > 0.6).astype(int)) > 0) / RATE
        drum = grains.bursts(
            rng, length, thumps, rng.uniform(0.6, 1, len(thumps)), centre=(55.0, 90.0), octaves=1.2,
            t60=(0.2, 0.3), attack=0.02,
        )  # fmt: skip
        return (
            0.5 * hum * (0.7 + 0.3 * fall)
            + water * (0.15 + 0.8 * fall)
            + 0.8 * unit(slosh)
            + 0.8 * unit(drum)
        )


class SewingMachine(Sound):
    """A sewing machine: 12 to 16 stitches a second, each a needle bar's two clacks in a cast
    frame, the motor's whirr."""

    name = "a sewing machine"
    words = ("sewing machine", "sewing", "tailor", "stitching", "loom", "knitting machine")
    heard_as = ("Sewing machine", "Mechanisms", "Typewriter", "Clickety-clack")
    course = Course.CONTINUOUS
    level = 64.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        going = np.clip(1.0 + 0.1 * noise.jitter(rng, length, 0.4), 0.7, 1.2)
        hz = self.trait("rate", rng, 11.0, 15.0) * manner.speed * going
        turns = np.cumsum(hz) / RATE
        times = np.interp(np.arange(1, int(turns[-1]) + 1), turns, np.arange(length)) / RATE
        own = np.random.default_rng(int(self.trait("frame", rng, 1.0, 1e6)))
        frame = modal.modes(
            envelopes.frames(0.08), own.uniform(180.0, 3800.0, 30), own.uniform(0.01, 0.035, 30),
            own.uniform(0.2, 1.0, 30), own,
        )  # fmt: skip
        made = np.zeros(length)
        for delay, gain in ((0.0, 1.0), (0.2, 0.35), (0.45, 0.7), (0.62, 0.3)):  # shares of a turn
            late = times + delay / float(hz.mean())
            blows = grains.bursts(
                rng, length, late, gain * rng.uniform(0.6, 1.0, len(times)),
                centre=(700.0, 5500.0), octaves=2.5, t60=(0.006, 0.02), kinds=30,
            )  # fmt: skip
            made += blows + 0.12 * modal.rung(blows, frame, length)
        rough = 1.0 + 0.3 * noise.jitter(rng, length, 60.0)
        whirr = unit(tones.partials(hz * 9.0, [0.8, 1.0, 0.5, 0.4, 0.2], rng) * rough)
        air = noise.shaped(rng, length, [(100, -8), (500, 0), (2500, -6), (9000, -18)])
        return unit(made) + 0.12 * whirr + 0.2 * air * going


class Microwave(Sound):
    """A microwave oven: a transformer's hum at twice the mains and its harmonics, a fan; at the
    end it beeps three times."""

    name = "a microwave oven"
    words = ("microwave", "microwave oven", "microwave beep")
    heard_as = ("Microwave oven", "Beep, bleep", "Hum", "Mains hum", "Mechanical fan")
    course = Course.ONCE
    natural = (3.4, 3.9)
    gap = (0.8, 2.0)
    level = 58.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        mains = 100.0 if self.trait("mains", rng, 1.0, 2.0) < 1.5 else 120.0
        end = 0.5 * length
        on = np.clip((end - np.arange(length)) / (0.06 * RATE), 0.0, 1.0)
        hum = motor(
            rng, length, mains, (1.0, 0.5, 0.6, 0.3, 0.35, 0.2, 0.2, 0.1, 0.1), drift=0.0005
        )
        air = noise.shaped(rng, length, [(80, -4), (250, 0), (900, -3), (3000, -12), (10e3, -30)])
        tone = self.trait("pitch", rng, 1950.0, 2150.0)
        parts = []
        for number in range(3):
            count = envelopes.frames(0.24)
            sine = tones.partials(np.full(count, tone), (1.0, 0.05, 0.25, 0.02, 0.08))
            parts.append((0.53 * seconds + 0.46 * number, envelopes.faded(sine, 0.004, 0.006)))
        clunk = grains.bursts(
            rng, length, np.array([end / RATE]), np.array([9.0]), centre=(300.0, 1200.0)
        )
        return (0.5 * hum + 0.7 * air) * on + 1.1 * grains.placed(length, parts) + clunk


SOUNDS = (
    WashingMachine,
    SewingMachine,
    Microwave,
)
