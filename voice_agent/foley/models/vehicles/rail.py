"""Trains."""

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
from voice_agent.foley.models.vehicles.engine import scattered
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


def joints(rng: Random, seconds: float, speed: float, rail: float) -> tuple[Samples, Samples]:
    """When wheels cross the joints of rails ``rail`` metres long at ``speed`` m/s: the two axles
    of a bogie 2.5 m apart, the last bogie of a coach and the first of the next close together."""
    pattern = np.array([0.0, 2.5, 6.5, 9.0]) / speed
    starts = np.arange(-rail, seconds * speed + rail, rail) / speed + rng.uniform(0.0, rail / speed)
    times = (starts[:, None] + pattern).ravel() + rng.normal(0.0, 0.004, len(starts) * 4)
    gains = rng.uniform(0.6, 1.0, len(times))
    keep = (times > 0.0) & (times < seconds)
    return times[keep], gains[keep]


class Train(Sound):
    """A train runs by: wheels roll and roar, 100 Hz to 2 kHz (Thompson's rolling noise), the
    joints of the rails knock in fours, couplings and brakes squeal a little."""

    name = "a train"
    words = ("train", "railway", "railroad", "train passing", "passing train", "freight train",
             "tram", "rail", "train ride", "train track", "locomotive")  # fmt: skip
    heard_as = ("Train", "Rail transport", "Railroad car, train wagon", "Clickety-clack",
                "Subway, metro, underground", "Train wheels squealing")  # fmt: skip
    course = Course.CONTINUOUS
    level = 82.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        speed = self.trait("speed", rng, 14.0, 19.0) * manner.speed
        roll = noise.shaped(
            rng,
            length,
            [(35, -2), (90, 0), (300, -2), (900, -3), (2000, -9), (5000, -22), (12e3, -40)],
        )
        wheel = (1.0 + np.sin(tones.phase(np.full(length, speed / 2.9)) + rng.uniform(0, 6.28))) / 2
        roll *= 0.75 + 0.25 * wheel + 0.12 * noise.jitter(rng, length, 8.0)
        times, gains = joints(rng, seconds, speed, self.trait("rail", rng, 14.0, 20.0))
        own = np.random.default_rng(int(self.trait("track", rng, 1.0, 1e6)))
        rail_hz = np.concatenate([own.uniform(60, 320, 8), own.uniform(400, 2600, 18)])
        knock = modal.modes(
            envelopes.frames(0.14),
            rail_hz,
            0.12 * (200 / rail_hz) ** 0.35,
            own.uniform(0.3, 1, 26),
            own,
        )
        blows = grains.bursts(
            rng, length, times, gains, centre=(250.0, 1800.0), octaves=2.5, t60=(0.01, 0.04)
        )
        clack = unit(modal.rung(blows, knock, length)) + 0.7 * unit(blows)
        hz = self.trait("squeal", rng, 1900.0, 2900.0) * (
            1 + 0.004 * noise.jitter(rng, length, 6.0)
        )
        squeal = tones.partials(hz, [1.0, 0.3, 0.15]) * np.clip(
            noise.jitter(rng, length, 0.6) - 1.2, 0, 1
        )
        return roll + 0.4 * clack + 0.5 * squeal


class Subway(Sound):
    """An underground train comes into a station: traction motors whine down with the speed,
    the tunnel's rumble, brakes that squeal at the end."""

    name = "a subway train"
    words = ("subway", "underground", "metro", "tube", "subway station", "underground train")
    heard_as = ("Subway, metro, underground", "Train", "Rail transport",
                "Railroad car, train wagon", "Train wheels squealing")  # fmt: skip
    course = Course.ONCE
    natural = (5.0, 7.0)
    gap = (1.0, 2.0)
    level = 84.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        speed = envelopes.smooth(length, [(0, 1.0), (0.3, 0.9), (0.85, 0.12), (1, 0.02)])
        level = envelopes.smooth(length, [(0, 0.05), (0.25, 0.8), (0.5, 1.0), (0.9, 0.5), (1, 0.1)])
        roar = noise.shaped(
            rng, length, [(35, 0), (120, 1), (400, 0), (1200, -5), (4000, -18), (12e3, -38)]
        )
        whine = tones.partials(
            self.trait("motor", rng, 620.0, 760.0) * speed + 40.0,
            [1.0, 0.7, 0.4, 0.5, 0.2, 0.2],
            rng,
        )
        times, gains = joints(rng, seconds, 13.0, 15.0)
        clack = grains.bursts(
            rng, length, times, gains, centre=(180.0, 1500.0), octaves=2.5, t60=(0.02, 0.06)
        )
        hz = self.trait("squeal", rng, 2300.0, 3400.0) * (
            1 + 0.003 * noise.jitter(rng, length, 5.0)
        )
        squeal = tones.partials(hz, [1.0, 0.4, 0.2]) + 0.6 * tones.partials(1.37 * hz, [1.0, 0.3])
        squeal *= envelopes.smooth(length, [(0, 0), (0.6, 0.02), (0.8, 0.35), (0.93, 0.5), (1, 0)])
        made = roar * (0.3 + 0.7 * speed) + 0.4 * whine * speed + 0.15 * unit(clack) + 0.6 * squeal
        return scattered(rng, made * level, 0.9, 0.5)


class SteamTrain(Sound):
    """A steam locomotive: four puffs of exhaust steam a turn of the wheels, each with a chest of
    its own, accelerating and easing; hiss between, and the whistle now and then."""

    name = "a steam train"
    words = (
        "steam train",
        "steam engine",
        "steam locomotive",
        "choo choo",
        "old train",
        "puffing train",
    )
    heard_as = ("Train", "Rail transport", "Steam", "Railroad car, train wagon", "Steam whistle",
                "Train whistle", "Clickety-clack")  # fmt: skip
    course = Course.CONTINUOUS
    level = 84.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        from voice_agent.foley.models.alarms.horns import SteamWhistle

        length = envelopes.frames(seconds)
        rate = (
            self.trait("rate", rng, 5.0, 7.0)
            * manner.speed
            * noise.wander(rng, length, 0.15, 0.85, 1.2)
        )
        places = np.flatnonzero(tones.pulse_train(rate, rng, 0.015))[::2]
        own = np.random.default_rng(int(self.trait("chest", rng, 1.0, 1e6)))
        accents = own.uniform(0.6, 1.0, 4)
        parts = []
        for number, place in enumerate(places):
            size = envelopes.frames(0.24)
            tune = own.uniform(0.9, 1.1) if number < 4 else rng.uniform(0.95, 1.05)
            points = [(60, -2), (180, 2), (500, 0), (1500, -3), (4000, -10), (10e3, -24)]
            puff = noise.shaped(rng, size, [(hz * tune, gain) for hz, gain in points])
            puff *= envelopes.smooth(size, [(0, 0), (0.2, 1), (0.45, 0.5), (0.8, 0.1), (1, 0)])
            parts.append((place / RATE, accents[number % 4] * rng.uniform(0.85, 1.0) * puff))
        hiss = noise.shaped(
            rng, length, [(300, -22), (1500, -6), (4000, 0), (9000, -4), (16e3, -14)]
        )
        roll = noise.shaped(rng, length, [(40, 0), (200, -2), (900, -6), (3000, -20), (9000, -40)])
        times, gains = joints(rng, seconds, 12.0 * manner.speed, 15.0)
        clack = grains.bursts(
            rng, length, times, gains, centre=(300.0, 2200.0), octaves=2.5, t60=(0.02, 0.06)
        )
        made = grains.placed(length, parts) + 0.07 * hiss + 0.25 * roll + 0.3 * unit(clack)
        for time in grains.onsets(rng, seconds, 0.12):
            whistle = SteamWhistle().render(rng, rng.uniform(1.0, 1.8), manner)
            made += grains.placed(length, [(float(time), 0.7 * unit(whistle))])
        return made


SOUNDS = (
    Train,
    Subway,
    SteamTrain,
)
